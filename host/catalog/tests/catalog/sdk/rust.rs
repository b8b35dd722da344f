//! The builders of the Rust SDK.

use std::fmt::Write;
use std::path::PathBuf;

use mzhost_catalog::{Kind, Parameter, Type, find, names};

use super::pascal;
use crate::golden::compare;

const WRITTEN: &str =
    "//! Written by `BLESS=1 cargo test -p mzhost-catalog` from `host/catalog/services`.\n";

fn folder() -> PathBuf {
    super::sdk("rust/src/catalog")
}

#[test]
fn every_service_has_a_builder() {
    let mut list = format!("{WRITTEN}\n");
    let mut uses = String::new();
    for name in names() {
        let module = name.replace('-', "_");
        compare(
            &folder().join(format!("services/{module}.rs")),
            &builder(&find(name).unwrap()),
        );
        writeln!(list, "mod {module};").unwrap();
        writeln!(uses, "pub use {module}::{};", pascal(name)).unwrap();
    }
    compare(
        &folder().join("services/mod.rs"),
        &format!("{list}\n{uses}"),
    );
}

fn builder(kind: &Kind) -> String {
    let name = pascal(&kind.name);
    let mut out = format!("{WRITTEN}\nuse crate::catalog::Entry;\n");
    if kind
        .parameters
        .iter()
        .any(|parameter| matches!(parameter.kind, Type::List | Type::Map))
    {
        out.push_str("use crate::value::Value;\n");
    }
    out.push('\n');
    doc(&mut out, "", &super::about(kind));
    write!(
        out,
        "#[derive(Debug, Clone)]\n#[must_use = \"give it to `Services::service`\"]\n"
    )
    .unwrap();
    write!(out, "pub struct {name}(pub(crate) Entry);\n\n").unwrap();
    let required: Vec<&Parameter> = kind
        .parameters
        .iter()
        .filter(|parameter| parameter.required)
        .collect();
    if required.is_empty() {
        write!(
            out,
            "impl Default for {name} {{\n    fn default() -> Self {{\n        Self::new()\n    }}\n}}\n\n"
        )
        .unwrap();
    }
    writeln!(out, "impl {name} {{").unwrap();
    new(kind, &required, &mut out);
    for parameter in kind
        .parameters
        .iter()
        .filter(|parameter| !parameter.required)
    {
        setter(parameter, &mut out);
    }
    write!(out, "}}\n\ncrate::catalog::entry!({name});\n").unwrap();
    out
}

fn new(kind: &Kind, required: &[&Parameter], out: &mut String) {
    let default = kind.parameter("name").unwrap().default_text();
    if required.is_empty() {
        doc(out, "    ", "The service with its defaults.");
        out.push_str("    pub fn new() -> Self {\n");
        write!(
            out,
            "        Self(Entry::new({:?}, {default:?}))\n    }}\n",
            kind.name
        )
        .unwrap();
        return;
    }
    doc(out, "    ", "The service, with what has no default.");
    let names: Vec<String> = required
        .iter()
        .map(|parameter| parameter.name.clone())
        .collect();
    assert_eq!(
        names.first().map(String::as_str),
        Some("name"),
        "{}",
        kind.name
    );
    let texts = required
        .iter()
        .all(|parameter| parameter.kind == Type::String);
    assert!(texts, "{}: only texts can be required", kind.name);
    let arguments: Vec<String> = names
        .iter()
        .map(|name| format!("{name}: impl Into<String>"))
        .collect();
    writeln!(out, "    pub fn new({}) -> Self {{", arguments.join(", ")).unwrap();
    let mut value = format!("Entry::new({:?}, name)", kind.name);
    for name in names.iter().skip(1) {
        write!(value, ".parameter({name:?}, {name}.into())").unwrap();
    }
    write!(out, "        Self({value})\n    }}\n").unwrap();
}

fn setter(parameter: &Parameter, out: &mut String) {
    let name = &parameter.name;
    out.push('\n');
    doc(out, "    ", &super::meaning(parameter));
    if name == "name" {
        out.push_str("    pub fn name(self, name: impl Into<String>) -> Self {\n");
        out.push_str("        Self(self.0.name(name))\n    }\n");
        return;
    }
    let (kind, value) = match parameter.kind {
        Type::String => ("impl Into<String>", "value.into()"),
        Type::Int => ("i64", "value"),
        Type::Bool => ("bool", "value"),
        Type::List => (
            "impl IntoIterator<Item = impl Into<Value>>",
            "Value::list(value)",
        ),
        Type::Map => (
            "impl IntoIterator<Item = (impl Into<String>, impl Into<Value>)>",
            "Value::map(value)",
        ),
    };
    let line = format!("    pub fn {name}(self, value: {kind}) -> Self {{");
    if line.len() <= 100 {
        writeln!(out, "{line}").unwrap();
    } else {
        writeln!(out, "    pub fn {name}(").unwrap();
        writeln!(
            out,
            "        self,\n        value: {kind},\n    ) -> Self {{"
        )
        .unwrap();
    }
    write!(out, "        self.set({name:?}, {value})\n    }}\n").unwrap();
}

/// A doc comment with lines of at most 100 characters.
fn doc(out: &mut String, indent: &str, text: &str) {
    super::lines(out, &format!("{indent}///"), text, 96 - indent.len());
}
