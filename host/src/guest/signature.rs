//! Types of exported functions as WIT text: for checking them, and for saying what is wrong.

use wasmtime::component::Type;
use wasmtime::component::types::{ComponentFunc, ComponentItem};

/// What `services` has to be.
pub(super) const SERVICES: &str = "func() -> result<string, string>";
/// What each `workflow-*` has to be.
pub(super) const WORKFLOW: &str = "func(list<string>) -> result<_, error>";
/// What `list-workflows` has to be.
pub(super) const LIST: &str = "func() -> result<string, string>";
/// What `run-workflow` has to be.
pub(super) const RUN: &str = "func(string, list<string>) -> result<_, error>";

/// The record that is shown as `error`, structurally.
const ERROR: &str = "record { code: string, message: string, service: option<string>, \
                     details: list<record { key: string, value: string }> }";

/// The type of an export.
pub(super) fn of_item(item: &ComponentItem) -> String {
    match item {
        ComponentItem::ComponentFunc(function) => of_function(function),
        ComponentItem::CoreFunc(_) => "a core function".to_owned(),
        ComponentItem::Module(_) => "a core module".to_owned(),
        ComponentItem::Component(_) => "a component".to_owned(),
        ComponentItem::ComponentInstance(_) => "an interface".to_owned(),
        ComponentItem::Type(_) => "a type".to_owned(),
        ComponentItem::Resource(_) => "a resource".to_owned(),
    }
}

fn of_function(function: &ComponentFunc) -> String {
    let params: Vec<String> = function.params().map(|(_, ty)| of(&ty)).collect();
    let results: Vec<String> = function.results().map(|ty| of(&ty)).collect();
    let mut text = format!("func({})", params.join(", "));
    if function.async_() {
        text.insert_str(0, "async ");
    }
    if !results.is_empty() {
        text.push_str(" -> ");
        text.push_str(&results.join(", "));
    }
    text
}

fn of(ty: &Type) -> String {
    match ty {
        Type::Bool => "bool".to_owned(),
        Type::S8 => "s8".to_owned(),
        Type::U8 => "u8".to_owned(),
        Type::S16 => "s16".to_owned(),
        Type::U16 => "u16".to_owned(),
        Type::S32 => "s32".to_owned(),
        Type::U32 => "u32".to_owned(),
        Type::S64 => "s64".to_owned(),
        Type::U64 => "u64".to_owned(),
        Type::Float32 => "f32".to_owned(),
        Type::Float64 => "f64".to_owned(),
        Type::Char => "char".to_owned(),
        Type::String => "string".to_owned(),
        Type::List(list) => format!("list<{}>", of(&list.ty())),
        Type::Option(option) => format!("option<{}>", of(&option.ty())),
        Type::Tuple(tuple) => format!("tuple<{}>", joined(tuple.types().map(|ty| of(&ty)))),
        Type::Result(result) => match (result.ok(), result.err()) {
            (None, None) => "result".to_owned(),
            (Some(ok), None) => format!("result<{}>", of(&ok)),
            (None, Some(err)) => format!("result<_, {}>", of(&err)),
            (Some(ok), Some(err)) => format!("result<{}, {}>", of(&ok), of(&err)),
        },
        Type::Record(record) => {
            let fields = record
                .fields()
                .map(|field| format!("{}: {}", field.name, of(&field.ty)));
            let text = format!("record {{ {} }}", joined(fields));
            if text == ERROR {
                "error".to_owned()
            } else {
                text
            }
        }
        Type::Variant(variant) => {
            let cases = variant.cases().map(|case| match case.ty {
                Some(ty) => format!("{}({})", case.name, of(&ty)),
                None => case.name.to_owned(),
            });
            format!("variant {{ {} }}", joined(cases))
        }
        Type::Enum(names) => format!("enum {{ {} }}", joined(names.names().map(str::to_owned))),
        Type::Flags(names) => format!("flags {{ {} }}", joined(names.names().map(str::to_owned))),
        Type::Map(_) => "map".to_owned(),
        Type::Own(_) => "own<resource>".to_owned(),
        Type::Borrow(_) => "borrow<resource>".to_owned(),
        Type::Future(_) => "future".to_owned(),
        Type::Stream(_) => "stream".to_owned(),
        Type::ErrorContext => "error-context".to_owned(),
        Type::FixedLengthList(_) => "fixed-length list".to_owned(),
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}
