//! Writes a [`Node`] as YAML that readers of YAML 1.1 and 1.2 understand alike.

use std::fmt::Write;

use crate::node::Node;

/// Words that one of the two versions takes for something else than a text.
const WORDS: [&str; 9] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];

/// A value as YAML text.
pub fn emit(node: &Node) -> String {
    let mut out = String::new();
    value(node, 0, &mut out);
    out.trim_start().to_owned()
}

/// Writes what follows a key's colon or a list's dash, with the end of the line.
fn value(node: &Node, indent: usize, out: &mut String) {
    match node {
        Node::Map(entries) if !entries.is_empty() => {
            out.push('\n');
            for (key, entry) in entries {
                out.push_str(&" ".repeat(indent));
                out.push_str(&scalar(key));
                out.push(':');
                value(entry, indent + 2, out);
            }
        }
        Node::List(items) if !items.is_empty() => {
            out.push('\n');
            for item in items {
                out.push_str(&" ".repeat(indent));
                out.push('-');
                // A map's first entry stands beside the dash.
                let mut nested = String::new();
                value(item, indent + 2, &mut nested);
                match item {
                    Node::Map(entries) if !entries.is_empty() => {
                        out.push(' ');
                        out.push_str(nested.trim_start());
                    }
                    _ => out.push_str(&nested),
                }
            }
        }
        Node::Map(_) => end_line("{}".to_owned(), out),
        Node::List(_) => end_line("[]".to_owned(), out),
        Node::Null => end_line("null".to_owned(), out),
        Node::Bool(value) => end_line(value.to_string(), out),
        Node::Int(value) => end_line(value.to_string(), out),
        Node::Float(value) => end_line(format!("{value:?}"), out),
        Node::Text(text) => end_line(scalar(text), out),
    }
}

fn end_line(text: String, out: &mut String) {
    out.extend([" ", &text, "\n"]);
}

/// A text, in quotes unless every reader takes it for one without.
fn scalar(text: &str) -> String {
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '_'))
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '.' | '$'))
        && !WORDS.contains(&text.to_ascii_lowercase().as_str());
    if plain {
        return text.to_owned();
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            ' '..='~' => out.push(c),
            c if c.is_alphanumeric() => out.push(c),
            c => {
                let _ = write!(out, "\\U{:08X}", u32::from(c));
            }
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;

    #[test]
    fn what_is_written_is_read_again() {
        let odd = [
            "",
            " ",
            "yes",
            "No",
            "~",
            "22:22",
            "0755",
            "1e3",
            "a: b",
            "- x",
            "#",
            "é",
            "a\nb\r\t",
            "\u{7f}\u{85}\u{2028}\u{feff}😀",
            "\"'\\",
            "{x}",
            "*a",
            "&a",
            "!t",
            "%",
            "@",
            "`",
            "$A",
            "=",
            "<<",
            "null",
            "a b",
            "a:b",
        ];
        let list = Node::List(odd.iter().map(|text| Node::text(*text)).collect());
        let keyed = odd
            .iter()
            .filter(|text| **text != "<<")
            .map(|text| ((*text).to_owned(), Node::text(*text)));
        let node = Node::Map(vec![
            ("list".to_owned(), list),
            ("map".to_owned(), Node::Map(keyed.collect())),
            (
                "empty".to_owned(),
                Node::List(vec![Node::List(vec![]), Node::Map(vec![])]),
            ),
            (
                "nested".to_owned(),
                Node::List(vec![
                    Node::List(vec![Node::Int(-1), Node::Null]),
                    Node::Map(vec![
                        ("a".to_owned(), Node::Float(1.0)),
                        ("b".to_owned(), Node::List(vec![Node::Bool(true)])),
                    ]),
                ]),
            ),
        ]);
        let text = emit(&node);
        assert_eq!(yaml::read(&text), Ok(node), "{text}");
    }

    #[test]
    fn simple_texts_have_no_quotes() {
        let node = Node::Map(vec![(
            "services".to_owned(),
            Node::Map(vec![(
                "db".to_owned(),
                Node::List(vec![Node::text("/data")]),
            )]),
        )]);
        assert_eq!(emit(&node), "services:\n  db:\n    - /data\n");
    }
}
