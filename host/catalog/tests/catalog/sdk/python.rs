//! The builders of the Python SDK, with their types.

use std::fmt::Write;

use mzhost_catalog::{Kind, Parameter, Type, find, names};

use super::{about, lines, meaning, pascal, sdk};
use crate::golden::compare;

const HEAD: &str = "\"\"\"Services that many compositions need; `mzhost catalog` lists them.\"\"\"
# Written by `BLESS=1 cargo test -p mzhost-catalog` from `host/catalog/services`.

from __future__ import annotations

from typing import Any, Literal, Mapping, Sequence, Union

from .services import CatalogService, kinds as kinds

_Item = Union[str, int]
_Value = Union[str, int, bool]
";

#[test]
fn every_service_has_a_class() {
    let mut out = HEAD.to_owned();
    for name in names() {
        class(&mut out, &find(name).unwrap());
    }
    compare(&sdk("python/src/mzhost/catalog.py"), &out);
}

fn class(out: &mut String, kind: &Kind) {
    writeln!(out, "\n\nclass {}(CatalogService):", pascal(&kind.name)).unwrap();
    doc(out, "    ", &about(kind));
    // The name may be given without saying so; all others are keywords.
    let (name, others): (Vec<&Parameter>, Vec<&Parameter>) = kind
        .parameters
        .iter()
        .partition(|parameter| parameter.name == "name");
    let name = name.first().unwrap();
    out.push_str("\n    def __init__(\n        self,\n");
    writeln!(out, "        {},", argument(name)).unwrap();
    out.push_str("        *,\n");
    for parameter in &others {
        writeln!(out, "        {},", argument(parameter)).unwrap();
    }
    out.push_str("        overrides: Mapping[str, Any] | None = None,\n    ) -> None:\n");
    let mut text = String::from(
        "`overrides` are keys of a Compose service that are laid over it by the merge rules of the Compose specification.",
    );
    for parameter in &kind.parameters {
        write!(
            text,
            "\n\n`{}`: {}",
            parameter.name,
            meaning(parameter).trim()
        )
        .unwrap();
    }
    doc(out, "        ", &text);
    out.push_str("        parameters = {\n");
    for parameter in &kind.parameters {
        writeln!(out, "            {0:?}: {0},", parameter.name).unwrap();
    }
    out.push_str("        }\n");
    writeln!(
        out,
        "        super().__init__({:?}, parameters, overrides)",
        kind.name
    )
    .unwrap();
}

fn argument(parameter: &Parameter) -> String {
    let (name, kind) = (&parameter.name, written(parameter));
    if parameter.required {
        format!("{name}: {kind}")
    } else {
        format!("{name}: {kind} | None = None")
    }
}

/// The type of a parameter's values.
fn written(parameter: &Parameter) -> String {
    if !parameter.allowed.is_empty() {
        let allowed = parameter.allowed.iter().map(|text| format!("{text:?}"));
        return format!("Literal[{}]", allowed.collect::<Vec<_>>().join(", "));
    }
    let name = match parameter.kind {
        Type::String => "str",
        Type::Int => "int",
        Type::Bool => "bool",
        Type::List => "Sequence[_Item]",
        Type::Map => "Mapping[str, _Value]",
    };
    name.to_owned()
}

/// A docstring.
fn doc(out: &mut String, indent: &str, text: &str) {
    let mut written = String::new();
    lines(&mut written, indent.trim_end_matches(' '), text, 112);
    let mut paragraphs = written.lines().map(str::trim);
    let first = paragraphs.next().unwrap_or_default();
    write!(out, "{indent}\"\"\"{first}").unwrap();
    for line in paragraphs {
        out.push('\n');
        if !line.is_empty() {
            write!(out, "{indent}{line}").unwrap();
        }
    }
    writeln!(out, "\n{indent}\"\"\"").unwrap();
}
