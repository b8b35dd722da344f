//! Variables in the values of a document: `$NAME`, `${NAME:-default}` and their kin.
//!
//! Only values change, never keys, and only after parsing, so that a variable cannot change the
//! document's structure.

use std::collections::BTreeSet;

use crate::error::{Kind, Warning};
use crate::node::{Node, quoted};
use crate::place::{Problems, Step, path_text};

/// The most text that all values may have after interpolation.
const BYTES: usize = 4 << 20;
/// How deep `${A:-${B:-…}}` may nest.
const DEPTH: usize = 16;

const FORMS: &str = "expected $NAME, ${NAME}, ${NAME:-default}, ${NAME:?message} or ${NAME:+value}, and $$ for a dollar sign";

/// Answers for granted variables.
pub(crate) type Variables<'v> = dyn Fn(&str) -> Option<String> + 'v;

/// Replaces variables in all texts but those below a top-level `x-…`, which has no meaning.
pub(crate) fn interpolate(
    node: &mut Node,
    variables: &Variables<'_>,
    problems: &Problems,
) -> Vec<Warning> {
    let mut walk = Walk {
        variables,
        problems,
        steps: Vec::new(),
        bytes: 0,
        unset: BTreeSet::new(),
        warnings: Vec::new(),
    };
    walk.node(node);
    walk.warnings
}

struct Walk<'v> {
    variables: &'v Variables<'v>,
    problems: &'v Problems,
    steps: Vec<Step>,
    bytes: usize,
    /// Variables that were warned of.
    unset: BTreeSet<String>,
    warnings: Vec<Warning>,
}

impl Walk<'_> {
    fn node(&mut self, node: &mut Node) {
        match node {
            Node::Text(text) => {
                if let Some(expanded) = self.text(text) {
                    *text = expanded;
                }
            }
            Node::List(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.steps.push(Step::Index(index));
                    self.node(item);
                    self.steps.pop();
                }
            }
            Node::Map(entries) => {
                for (key, value) in entries {
                    if self.steps.is_empty() && key.starts_with("x-") {
                        continue;
                    }
                    self.steps.push(Step::Key(key.clone()));
                    self.node(value);
                    self.steps.pop();
                }
            }
            Node::Null | Node::Bool(_) | Node::Int(_) | Node::Float(_) => {}
        }
    }

    /// The text after interpolation; nothing when it has no variable or is wrong.
    fn text(&mut self, text: &str) -> Option<String> {
        if !text.contains('$') {
            return None;
        }
        let mut out = String::new();
        match self.expand(text, 0, &mut out) {
            Ok(()) => Some(out),
            Err((kind, message)) => {
                self.problems.add(&self.steps, kind, message);
                None
            }
        }
    }

    fn expand(&mut self, text: &str, depth: usize, out: &mut String) -> Result<(), Wrong> {
        if depth > DEPTH {
            let message = format!("variables are nested more than {DEPTH} levels deep");
            return Err((Kind::Limit, message));
        }
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('$') {
            self.push(before, out)?;
            rest = if let Some(after) = after.strip_prefix('$') {
                self.push("$", out)?;
                after
            } else if let Some(after) = after.strip_prefix('{') {
                let Some((inside, after)) = closed(after) else {
                    return Err(wrong(text));
                };
                self.braced(inside, text, depth, out)?;
                after
            } else {
                let (name, after) = name(after).ok_or_else(|| wrong(text))?;
                let value = self.value_or_empty(name);
                self.push(&value, out)?;
                after
            };
        }
        self.push(rest, out)
    }

    /// What stands between braces: a name, and perhaps an operator with its text.
    fn braced(
        &mut self,
        inside: &str,
        text: &str,
        depth: usize,
        out: &mut String,
    ) -> Result<(), Wrong> {
        let (name, operator) = name(inside).ok_or_else(|| wrong(text))?;
        let (empty_counts_as_unset, operator) = match operator.strip_prefix(':') {
            Some(operator) => (true, operator),
            None => (false, operator),
        };
        let value = (self.variables)(name);
        let set = value
            .clone()
            .filter(|value| !(empty_counts_as_unset && value.is_empty()));
        let mut characters = operator.chars();
        match (characters.next(), set) {
            (None, _) if !empty_counts_as_unset => {
                let value = self.value_or_empty(name);
                self.push(&value, out)
            }
            (Some('-' | '?'), Some(value)) => self.push(&value, out),
            (Some('-'), None) | (Some('+'), Some(_)) => {
                self.expand(characters.as_str(), depth + 1, out)
            }
            (Some('+'), None) => Ok(()),
            (Some('?'), None) => {
                let state = state(value.as_deref());
                let mut reason = String::new();
                self.expand(characters.as_str(), depth + 1, &mut reason)?;
                let colon = if reason.is_empty() { "" } else { ": " };
                let message =
                    format!("the variable {name} is {state} (--allow-env {name}){colon}{reason}");
                Err((Kind::Invalid, message))
            }
            _ => Err(wrong(text)),
        }
    }

    /// A variable's value; as in Compose, one that is not there is empty.
    fn value_or_empty(&mut self, name: &str) -> String {
        (self.variables)(name).unwrap_or_else(|| {
            if self.unset.insert(name.to_owned()) {
                self.warnings.push(Warning {
                    path: path_text(&self.steps),
                    message: format!(
                        "the variable {name} is {} (--allow-env {name}), an empty text is used",
                        state(None)
                    ),
                });
            }
            String::new()
        })
    }

    fn push(&mut self, text: &str, out: &mut String) -> Result<(), Wrong> {
        self.bytes += text.len();
        if self.bytes > BYTES {
            let message = format!("variables make the document larger than {BYTES} bytes");
            return Err((Kind::Limit, message));
        }
        out.push_str(text);
        Ok(())
    }
}

/// A problem of one text.
type Wrong = (Kind, String);

fn wrong(text: &str) -> Wrong {
    (Kind::Invalid, format!("{FORMS}, found {}", quoted(text)))
}

fn state(value: Option<&str>) -> &'static str {
    match value {
        Some(_) => "empty",
        None => "not set or not granted",
    }
}

/// Splits a name from the start.
fn name(text: &str) -> Option<(&str, &str)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let starts_well = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    starts_well.then(|| text.split_at(end))
}

/// Splits at the brace that closes one that is open already.
fn closed(text: &str) -> Option<(&str, &str)> {
    let mut open = 1;
    let mut after_dollar = false;
    for (at, c) in text.char_indices() {
        match c {
            '{' if after_dollar => open += 1,
            '}' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some((text.get(..at)?, text.get(at + 1..)?));
        }
        // In "$${" the brace is text.
        after_dollar = c == '$' && !after_dollar;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str) -> Result<(String, Vec<String>), String> {
        let granted = |name: &str| match name {
            "A" => Some("1".to_owned()),
            "EMPTY" => Some(String::new()),
            "DOLLAR" => Some("$A".to_owned()),
            _ => None,
        };
        let mut node = Node::text(text);
        let problems = Problems::default();
        let warnings = interpolate(&mut node, &granted, &problems);
        match problems.into_errors(|_| None).first() {
            Some(error) => Err(error.to_string()),
            None => Ok((
                node.scalar().unwrap_or_default(),
                warnings.iter().map(ToString::to_string).collect(),
            )),
        }
    }

    #[test]
    fn every_form() {
        for (text, wanted) in [
            ("plain", "plain"),
            ("$A/${A}x", "1/1x"),
            ("$$A $${A}", "$A ${A}"),
            ("${NO:-d}${NO-d}${EMPTY:-d}${EMPTY-d}", "ddd"),
            ("${A:-d}${A-d}", "11"),
            ("${A:?m}${A?m}${EMPTY?m}", "11"),
            ("${A:+x}${A+x}${EMPTY:+x}${EMPTY+x}${NO+x}", "xxx"),
            ("${NO:-${NO2:-${A}}}", "1"),
            ("${NO:-a$${b}", "a${b"),
            ("${NO:-}", ""),
            ("${NO:-http://x:1/y}", "http://x:1/y"),
            ("$DOLLAR", "$A"),
        ] {
            assert_eq!(run(text), Ok((wanted.to_owned(), vec![])), "{text}");
        }
    }

    #[test]
    fn a_missing_variable_is_empty_and_warned_of_once() {
        let (text, warnings) = run("a${NO}b$NO").expect("no error");
        assert_eq!(text, "ab");
        assert_eq!(
            warnings,
            ["the variable NO is not set or not granted (--allow-env NO), an empty text is used"]
        );
    }

    #[test]
    fn mistakes() {
        for (text, wanted) in [
            (
                "${NO:?give it}",
                "the variable NO is not set or not granted (--allow-env NO): give it".to_owned(),
            ),
            (
                "${EMPTY:?}",
                "the variable EMPTY is empty (--allow-env EMPTY)".to_owned(),
            ),
            ("${A", format!("{FORMS}, found \"${{A\"")),
            ("5$", format!("{FORMS}, found \"5$\"")),
            ("$5", format!("{FORMS}, found \"$5\"")),
            ("${A:}", format!("{FORMS}, found \"${{A:}}\"")),
            ("${A!x}", format!("{FORMS}, found \"${{A!x}}\"")),
            ("${}", format!("{FORMS}, found \"${{}}\"")),
        ] {
            assert_eq!(run(text), Err(wanted), "{text}");
        }
        let deep = "${N:-".repeat(20) + &"}".repeat(20);
        assert_eq!(
            run(&deep),
            Err("variables are nested more than 16 levels deep".to_owned())
        );
    }

    #[test]
    fn the_size_of_all_values_is_limited() {
        let long = |_: &str| Some("x".repeat(1 << 20));
        let mut node = Node::List(vec![Node::text("$A"); 5]);
        let problems = Problems::default();
        interpolate(&mut node, &long, &problems);
        let errors = problems.into_errors(|_| None);
        assert_eq!(
            errors.first().map(ToString::to_string).as_deref(),
            Some("[4]: variables make the document larger than 4194304 bytes")
        );
        assert_eq!(errors.first().map(|error| error.kind), Some(Kind::Limit));
    }
}
