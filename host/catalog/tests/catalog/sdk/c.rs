//! The builders of the C SDK: a structure of parameters for each service, and what makes a document of it.

use std::fmt::Write;

use mzhost_catalog::{Kind, Parameter, Type, find, names};

use super::{about, lines, meaning, sdk};
use crate::golden::compare;

const HEAD: &str = "\
/*
 * Services that many compositions need; `mzhost catalog` lists them. Each is a Compose document:
 * `mz_catalog_kafka(.name = \"broker\", .auto_create_topics = MZ_YES)`. What is not given, 0 or NULL, has its default; MZ_ZERO is 0.
 *
 * Written by `BLESS=1 cargo test -p mzhost-catalog` from `host/catalog/services`.
 */
#pragma once
#pragma clang system_header

#include \"values.h\"
";
const SOURCE: &str = "\
/* Written by `BLESS=1 cargo test -p mzhost-catalog` from `host/catalog/services`. */
#include \"mzhost/catalog.h\"

#include \"parameters.h\"
";
const OVERRIDES: &str = "Keys of a Compose service as a JSON map, laid over it by the merge rules of the Compose specification.";

#[test]
fn every_service_has_a_structure() {
    let (mut header, mut source) = (HEAD.to_owned(), SOURCE.to_owned());
    for name in names() {
        let kind = find(name).unwrap();
        declare(&mut header, &kind);
        define(&mut source, &kind);
    }
    compare(&sdk("c/src/mzhost/catalog.h"), &header);
    compare(&sdk("c/src/catalog.c"), &source);
}

fn structure(kind: &Kind) -> String {
    format!("mz_{}_parameters", kind.name.replace('-', "_"))
}

fn function(kind: &Kind) -> String {
    format!("mz_catalog_{}", kind.name.replace('-', "_"))
}

fn declare(out: &mut String, kind: &Kind) {
    let (structure, function) = (structure(kind), function(kind));
    writeln!(
        out,
        "\n/** What `{function}` takes. */\ntypedef struct {structure} {{"
    )
    .unwrap();
    for parameter in &kind.parameters {
        let mut text = meaning(parameter);
        if parameter.required {
            text.push_str("It must be given.");
        }
        doc(out, "    ", &text);
        writeln!(out, "    {}{};", written(parameter), parameter.name).unwrap();
    }
    doc(out, "    ", OVERRIDES);
    writeln!(out, "    const char *overrides;\n}} {structure};\n").unwrap();
    doc(out, "", &about(kind));
    writeln!(
        out,
        "const char *{function}(const {structure} *parameters);\n\
         #define {function}(...) {function}(&({structure}){{ __VA_ARGS__ }})"
    )
    .unwrap();
}

fn define(out: &mut String, kind: &Kind) {
    let (structure, function) = (structure(kind), function(kind));
    let table = format!("{}_table", kind.name.replace('-', "_"));
    writeln!(out, "\nstatic const mz_parameter {table}[] = {{").unwrap();
    for parameter in &kind.parameters {
        let (name, constant) = (&parameter.name, constant(parameter));
        writeln!(
            out,
            "    {{ \"{name}\", {constant}, offsetof({structure}, {name}) }},"
        )
        .unwrap();
    }
    writeln!(
        out,
        "}};\n\n\
         const char *({function})(const {structure} *parameters) {{\n    \
             return sdk_catalog_document(\"{}\", {table}, sizeof {table} / sizeof {table}[0], parameters, parameters->overrides);\n\
         }}",
        kind.name
    )
    .unwrap();
}

/// The type of a parameter, up to its name.
fn written(parameter: &Parameter) -> &'static str {
    match parameter.kind {
        Type::String => "const char *",
        Type::Int => "long long ",
        Type::Bool => "mz_choice ",
        Type::List => "mz_list ",
        Type::Map => "mz_map ",
    }
}

/// The same as `mz_parameter_type`.
fn constant(parameter: &Parameter) -> &'static str {
    match parameter.kind {
        Type::String => "MZ_TEXT",
        Type::Int => "MZ_NUMBER",
        Type::Bool => "MZ_BOOL",
        Type::List => "MZ_TEXTS",
        Type::Map => "MZ_NAMED",
    }
}

/// A documentation comment.
fn doc(out: &mut String, indent: &str, text: &str) {
    writeln!(out, "{indent}/**").unwrap();
    lines(out, &format!("{indent} *"), text, 116);
    writeln!(out, "{indent} */").unwrap();
}
