//! The types of the Go SDK.

use std::fmt::Write;

use mzhost_catalog::{Kind, Parameter, Type, find, names};

use super::{about, lines, meaning, pascal, sdk};
use crate::golden::compare;

const HEAD: &str = "// Package catalog has the services that many compositions need; `mzhost catalog` lists them. A field that is not set
// leaves the parameter at its default; mzhost.Ptr(1) is a pointer to 1.
package catalog

// Written by `BLESS=1 cargo test -p mzhost-catalog` from `host/catalog/services`.

import \"mzhost\"
";
/// Parts of names that Go writes in capitals.
const INITIALISMS: &[&str] = &["Id", "Url", "Sql", "Http", "Cpu"];

#[test]
fn every_service_has_a_type() {
    let mut out = HEAD.to_owned();
    for name in names() {
        service(&mut out, &find(name).unwrap());
    }
    compare(&sdk("go/mzhost/catalog/catalog.go"), &out);
}

fn service(out: &mut String, kind: &Kind) {
    let name = field(&kind.name);
    out.push('\n');
    doc(out, "", &format!("{name} is {}", about(kind)));
    writeln!(out, "type {name} struct {{").unwrap();
    for parameter in &kind.parameters {
        doc(out, "\t", &meaning(parameter));
        let (field, kind) = (field(&parameter.name), written(parameter));
        writeln!(
            out,
            "\t{field} {kind} `json:\"{},omitzero\"`",
            parameter.name
        )
        .unwrap();
    }
    doc(
        out,
        "\t",
        "Keys of a Compose service that are laid over it by the merge rules of the Compose specification.",
    );
    out.push_str("\tOverrides mzhost.Keys `json:\"-\"`\n}\n\n");
    doc(out, "", "Document is a Compose document with the service.");
    writeln!(
        out,
        "func (s {name}) Document() (string, error) {{\n\treturn mzhost.CatalogService({:?}, s, s.Overrides)\n}}",
        kind.name
    )
    .unwrap();
}

/// `broker_id` as `BrokerID`.
fn field(name: &str) -> String {
    let words = name.split(['-', '_']).map(pascal);
    let words = words.map(|word| {
        if INITIALISMS.contains(&word.as_str()) {
            word.to_uppercase()
        } else {
            word
        }
    });
    words.collect()
}

/// The type of a parameter's values. One whose zero is no default is a pointer.
fn written(parameter: &Parameter) -> &'static str {
    let default = parameter.default_text();
    match parameter.kind {
        Type::String => "string",
        Type::Int => "*int",
        Type::Bool if default == "false" => "bool",
        Type::Bool => "*bool",
        Type::List => "[]string",
        Type::Map => "map[string]any",
    }
}

/// A doc comment.
fn doc(out: &mut String, indent: &str, text: &str) {
    lines(out, &format!("{indent}//"), text, 116);
}
