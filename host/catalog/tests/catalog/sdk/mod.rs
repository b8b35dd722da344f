//! What the SDKs of all languages have of the catalog, written from the services' files. `BLESS=1` writes it anew.

mod c;
mod go;
mod javascript;
mod python;
mod rust;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use mzhost_catalog::{Kind, Parameter};

/// A file or folder of the SDKs.
fn sdk(path: &str) -> PathBuf {
    let sdks = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guest-sdk");
    sdks.join(path)
}

/// What a service is, for its documentation.
fn about(kind: &Kind) -> String {
    let mut about = format!("{}.\n\n{}", kind.title, kind.documentation);
    let needs = kind.needs();
    if !needs.is_empty() {
        write!(about, "\n\nNeeds: {needs}.").unwrap();
    }
    about
}

/// What a parameter means, and its default.
fn meaning(parameter: &Parameter) -> String {
    let default = match parameter.default_text() {
        text if text.is_empty() && !parameter.required => "Not set by default.".to_owned(),
        text if text.is_empty() || text.starts_with("from ") || text == "[]" || text == "{}" => {
            String::new()
        }
        text => format!("By default `{text}`."),
    };
    format!("{} {default}", parameter.meaning_text())
}

/// Paragraphs as comment lines of at most `width` characters behind a prefix.
fn lines(out: &mut String, prefix: &str, text: &str, width: usize) {
    for (index, paragraph) in text.trim_end().split("\n\n").enumerate() {
        if index > 0 {
            writeln!(out, "{prefix}").unwrap();
        }
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
                writeln!(out, "{prefix} {line}").unwrap();
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        writeln!(out, "{}", format!("{prefix} {line}").trim_end()).unwrap();
    }
}

/// `schema-registry` and `schema_registry` as `SchemaRegistry`.
fn pascal(name: &str) -> String {
    name.split(['-', '_']).map(capital).collect()
}

/// `schema-registry` and `schema_registry` as `schemaRegistry`.
fn camel(name: &str) -> String {
    let mut words = name.split(['-', '_']);
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |all, word| all + &capital(word))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters
        .next()
        .map(|first| first.to_uppercase().chain(letters));
    first.map_or_else(String::new, Iterator::collect)
}
