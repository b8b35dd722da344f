//! Reads YAML or JSON into a [`Node`], with limits. The only file that knows the YAML library.

use std::cell::Cell;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, Visitor};

use crate::error::{Error, Kind};
use crate::locator::Locator;
use crate::node::{Node, quoted};
use crate::place::Step;

/// The longest text.
const BYTES: usize = 1 << 20;
/// The deepest nesting.
const DEPTH: usize = 32;
/// The longest key, well below what block style allows.
const KEY_BYTES: usize = 256;
/// The most values once aliases are expanded.
const VALUES: usize = 100_000;
/// The longest text in which lines are looked for: every error reads it anew.
const LOCATED_BYTES: usize = 64 << 10;
/// The most text in scalars once aliases are expanded.
const SCALAR_BYTES: usize = 8 << 20;

/// Reads YAML or JSON, within the limits of documents. What its keys mean is not looked at.
pub fn read(text: &str) -> Result<Node, Error> {
    if text.len() > BYTES {
        let message = format!(
            "the document has {} bytes, the limit is {BYTES}",
            text.len()
        );
        return Err(document_error(Kind::Limit, message, None));
    }
    // YAML covers JSON but for a few escapes, so JSON is tried first when it looks like it.
    if text.trim_start().starts_with('{') {
        let budget = Budget::default();
        let mut json = serde_json::Deserializer::from_str(text);
        let read = Reader::new(&budget).deserialize(&mut json);
        if let (Ok(node), Ok(())) = (read, json.end()) {
            return Ok(node);
        }
    }
    let budget = Budget::default();
    Reader::new(&budget)
        .deserialize(serde_yaml::Deserializer::from_str(text))
        .map_err(|error| explain(&error, &budget))
}

/// The line of a value, or of the nearest value around it that the text names.
pub(crate) fn line_of(text: &str, steps: &[Step]) -> Option<usize> {
    if text.len() > LOCATED_BYTES {
        return None;
    }
    (1..=steps.len()).rev().find_map(|length| {
        let found = Cell::new(false);
        let locator = Locator {
            steps: steps.get(..length)?,
            found: &found,
        };
        let stopped = locator
            .deserialize(serde_yaml::Deserializer::from_str(text))
            .err()?;
        let location = stopped.location().filter(|_| found.get())?;
        Some(location.line())
    })
}

fn document_error(kind: Kind, message: String, line: Option<usize>) -> Error {
    Error {
        kind,
        path: String::new(),
        message,
        line,
    }
}

fn explain(error: &serde_yaml::Error, budget: &Budget) -> Error {
    let line = error.location().map(|location| location.line());
    let text = error.to_string();
    if text.starts_with("repetition limit") {
        return document_error(Kind::Limit, too_many_values(), line);
    }
    if text.starts_with("recursion limit") {
        return document_error(Kind::Limit, too_deep(), line);
    }
    if let Some((kind, message)) = budget.refusal.take() {
        // The library puts the path before our message.
        let path = text.split_once(&message).map_or("", |(path, _)| path);
        let path = match kind {
            // The path is as deep as the document, and tells nothing.
            Kind::Limit => "",
            _ => path.trim_end_matches(": "),
        };
        return Error {
            path: path.to_owned(),
            ..document_error(kind, message, line)
        };
    }
    // We show the line ourselves.
    let message = text.split(" at line ").next().unwrap_or(&text);
    document_error(
        Kind::Invalid,
        format!("not valid YAML or JSON: {message}"),
        line,
    )
}

fn too_many_values() -> String {
    format!("the document has more than {VALUES} values once its aliases are expanded")
}

fn too_deep() -> String {
    format!("the document is nested more than {DEPTH} levels deep")
}

/// What a document has used.
#[derive(Default)]
struct Budget {
    values: Cell<usize>,
    scalar_bytes: Cell<usize>,
    /// Why we stopped, when it was not the library.
    refusal: Cell<Option<(Kind, String)>>,
}

impl Budget {
    fn refuse<E: serde::de::Error>(&self, kind: Kind, message: String) -> E {
        let error = E::custom(&message);
        self.refusal.set(Some((kind, message)));
        error
    }
}

/// Reads one value.
#[derive(Clone, Copy)]
struct Reader<'b> {
    budget: &'b Budget,
    depth: usize,
}

impl<'b> Reader<'b> {
    fn new(budget: &'b Budget) -> Self {
        Self { budget, depth: 0 }
    }

    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth >= DEPTH {
            return Err(self.budget.refuse(Kind::Limit, too_deep()));
        }
        Ok(Self {
            depth: self.depth + 1,
            ..self
        })
    }

    fn count<E: serde::de::Error>(self) -> Result<(), E> {
        let values = self.budget.values.get() + 1;
        self.budget.values.set(values);
        if values > VALUES {
            return Err(self.budget.refuse(Kind::Limit, too_many_values()));
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        self.count()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    /// An empty document.
    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Int(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Int(value.into()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Node, E> {
        Ok(Node::Int(value))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Float(value))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Node, E> {
        let bytes = self.budget.scalar_bytes.get() + value.len();
        self.budget.scalar_bytes.set(bytes);
        if bytes > SCALAR_BYTES {
            let message = format!(
                "the document has more than {SCALAR_BYTES} bytes of text once its aliases are expanded"
            );
            return Err(self.budget.refuse(Kind::Limit, message));
        }
        if value.contains('\0') {
            let message = "a text holds the character NUL, which no container can take";
            return Err(self.budget.refuse(Kind::Invalid, message.to_owned()));
        }
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let inner = self.deeper()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let inner = self.deeper()?;
        let mut keys = HashSet::new();
        let mut entries = Vec::new();
        let mut merged = Vec::new();
        while let Some(key) = items.next_key_seed(KeyReader {
            reader: inner,
            known: &mut keys,
        })? {
            let value = items.next_value_seed(inner)?;
            if key == "<<" {
                merged = merge_sources(value).ok_or_else(|| {
                    let message = "a merge key \"<<\" takes a map or a list of maps";
                    self.budget.refuse(Kind::Invalid, message.to_owned())
                })?;
            } else {
                entries.push((key, value));
            }
        }
        for (key, value) in merged {
            if keys.insert(key.clone()) {
                entries.push((key, value));
            }
        }
        Ok(Node::Map(entries))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Node, A::Error> {
        let (tag, _): (String, _) = data.variant()?;
        let message = format!(
            "the tag {} is not supported, write the value without it",
            quoted(&format!("!{}", tag.trim_start_matches('!')))
        );
        Err(self.budget.refuse(Kind::Invalid, message))
    }
}

/// The entries that the value of a merge key brings, the strongest first.
fn merge_sources(value: Node) -> Option<Vec<(String, Node)>> {
    match value {
        Node::Map(entries) => Some(entries),
        Node::List(items) => {
            let maps: Option<Vec<_>> = items.into_iter().map(merge_sources).collect();
            Some(maps?.into_iter().flatten().collect())
        }
        _ => None,
    }
}

/// Reads a key and notes it, so that the second of two equal ones is reported where it stands.
struct KeyReader<'b, 'k> {
    reader: Reader<'b>,
    known: &'k mut HashSet<String>,
}

impl<'de> DeserializeSeed<'de> for KeyReader<'_, '_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for KeyReader<'_, '_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text as key, write it in quotes")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<String, E> {
        self.reader.count()?;
        self.reader.visit_str::<E>(key)?;
        if key.len() > KEY_BYTES {
            let message = format!(
                "a key has more than {KEY_BYTES} bytes, it starts with {}",
                quoted(key)
            );
            return Err(self.reader.budget.refuse(Kind::Limit, message));
        }
        if !self.known.insert(key.to_owned()) {
            let message = format!("the key {} is there twice", quoted(key));
            return Err(self.reader.budget.refuse(Kind::Invalid, message));
        }
        Ok(key.to_owned())
    }
}
