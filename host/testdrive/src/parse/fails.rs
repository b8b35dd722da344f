//! `! SQL` and the error that should come.

use super::fault::Fault;
use super::head::Head;
use super::lines::{ESCAPE, Line};
use super::text::{part, trimmed};
use crate::script::{ExpectedError, Fails, Text};

/// What may stand below the statement.
const FORMS: &str = "contains: TEXT, exact: TEXT, regex: PATTERN or timeout";
/// Prefixes that people confuse with those that there are.
const MISTAKEN: [&str; 8] = [
    "contain:",
    "containing:",
    "exactly:",
    "regexp:",
    "match:",
    "matches:",
    "error:",
    "timeout:",
];

/// Reads a statement that should fail, with the lines below it.
pub(super) fn fails(head: Head, lines: &[Line<'_>]) -> Result<Fails, Fault> {
    let Some((first, rest)) = lines.split_first() else {
        let text = format!("! needs a line below that says which error should come: {FORMS}");
        return Err(Fault::new(head.text.span.start, text));
    };
    let expected = expected(first)?;
    let (mut detail, mut hint) = (None, None);
    for line in rest {
        let text = trimmed(&line.unescaped());
        if let Some(value) = after(&text, "detail:") {
            once(&mut detail, value, "detail:")?;
        } else if let Some(value) = after(&text, "hint:") {
            once(&mut hint, value, "hint:")?;
        } else {
            return Err(Fault::new(
                text.span.start,
                "unexpected line; below the error only detail: TEXT and hint: TEXT may stand",
            ));
        }
    }
    Ok(Fails {
        sql: head.text,
        expected,
        detail,
        hint,
    })
}

fn once(slot: &mut Option<Text>, value: Text, name: &str) -> Result<(), Fault> {
    if slot.is_some() {
        return Err(Fault::new(
            value.span.start,
            format!("{name} is given twice"),
        ));
    }
    *slot = Some(value);
    Ok(())
}

fn expected(line: &Line<'_>) -> Result<ExpectedError, Fault> {
    let text = trimmed(&line.unescaped());
    if line.text.starts_with(ESCAPE) {
        return Ok(ExpectedError::Bare(text));
    }
    if let Some(value) = after(&text, "contains:") {
        return Ok(ExpectedError::Contains(value));
    }
    if let Some(value) = after(&text, "exact:") {
        return Ok(ExpectedError::Exact(value));
    }
    if let Some(value) = after(&text, "regex:") {
        // With variables it is only complete when it runs.
        if !value.value.contains("${")
            && let Err(error) = regex::Regex::new(&value.value)
        {
            return Err(Fault::new(value.span.start, error.to_string()));
        }
        return Ok(ExpectedError::Regex(value));
    }
    if text.value == "timeout" {
        return Ok(ExpectedError::Timeout(text.span));
    }
    if MISTAKEN.iter().any(|prefix| text.value.starts_with(prefix)) {
        let message = format!("there is no such form; write {FORMS}");
        return Err(Fault::new(text.span.start, message));
    }
    Ok(ExpectedError::Bare(text))
}

fn after(text: &Text, prefix: &str) -> Option<Text> {
    let found = text.value.starts_with(prefix);
    found.then(|| trimmed(&part(text, prefix.len(), text.value.len())))
}
