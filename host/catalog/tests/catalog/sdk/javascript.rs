//! The builders of the JavaScript SDK, with their types.

use std::fmt::Write;

use mzhost_catalog::{Kind, Parameter, Type, find, names};

use super::{about, camel, lines, meaning, pascal, sdk};
use crate::golden::compare;

const HEAD: &str = "/** Services that many compositions need; `mzhost catalog` lists them. */
// Written by `BLESS=1 cargo test -p mzhost-catalog` from `host/catalog/services`.
import { CatalogService, type ServiceDefinition } from './services.ts';

type Item = string | number;
";

#[test]
fn every_service_has_a_function() {
    let mut out = HEAD.to_owned();
    for name in names() {
        function(&mut out, &find(name).unwrap());
    }
    compare(&sdk("javascript/src/catalog.ts"), &out);
}

fn function(out: &mut String, kind: &Kind) {
    let (parameters, function) = (
        format!("{}Parameters", pascal(&kind.name)),
        camel(&kind.name),
    );
    writeln!(out, "\nexport interface {parameters} {{").unwrap();
    for parameter in &kind.parameters {
        doc(out, "  ", &meaning(parameter));
        let optional = if parameter.required { "" } else { "?" };
        let (name, kind) = (camel(&parameter.name), written(parameter));
        writeln!(out, "  {name}{optional}: {kind};").unwrap();
    }
    out.push_str("}\n\n");
    let overrides = "`overrides` are keys of a Compose service that are laid over it by the merge rules of the Compose \
                     specification.";
    doc(out, "", &format!("{}\n\n{overrides}", about(kind)));
    let required = kind.parameters.iter().any(|parameter| parameter.required);
    let default = if required { "" } else { " = {}" };
    writeln!(
        out,
        "export function {function}(parameters: {parameters}{default}, overrides: ServiceDefinition = {{}}): CatalogService {{"
    )
    .unwrap();
    writeln!(
        out,
        "  return new CatalogService('{}', parameters, overrides);\n}}",
        kind.name
    )
    .unwrap();
}

/// The type of a parameter's values.
fn written(parameter: &Parameter) -> String {
    if !parameter.allowed.is_empty() {
        let allowed = parameter.allowed.iter().map(|text| format!("'{text}'"));
        return allowed.collect::<Vec<_>>().join(" | ");
    }
    let name = match parameter.kind {
        Type::String => "string",
        Type::Int => "number",
        Type::Bool => "boolean",
        Type::List => "Item[]",
        Type::Map => "Record<string, Item | boolean>",
    };
    name.to_owned()
}

/// A doc comment.
fn doc(out: &mut String, indent: &str, text: &str) {
    writeln!(out, "{indent}/**").unwrap();
    lines(out, &format!("{indent} *"), text, 116);
    writeln!(out, "{indent} */").unwrap();
}
