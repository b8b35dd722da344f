//! From a [`Script`] back to text, by the parser's own rules.

use std::fmt::Write as _;

use crate::parse::{begins_command, hash, is_dashes, is_one_word};
use crate::script::{
    Call, Command, CommandKind, Expected, ExpectedError, Fails, Guard, GuardOperator,
    GuardProperty, Script, Text,
};

/// What separates cells that are written anew.
const BETWEEN_CELLS: &str = "  ";

/// A file's text: parsed again, it is the same script but for comments, blank lines and places.
pub fn print(script: &Script) -> String {
    let commands: Vec<String> = script.commands.iter().map(command).collect();
    commands.join("\n")
}

fn command(command: &Command) -> String {
    let guard = command.guard.as_ref().map(guard).unwrap_or_default();
    match &command.kind {
        CommandKind::Action(call) => action(&guard, call),
        CommandKind::Query(query) => {
            let mut text = statement('>', &guard, &query.sql);
            match &query.expected {
                Expected::Hash { rows, md5, .. } => {
                    let _ = writeln!(text, "{rows} values hashing to {md5}");
                }
                Expected::Rows { columns, rows } => {
                    if let Some(header) = columns {
                        text.push_str(&line(&header_lines(&values(&header.names)), "\n"));
                    }
                    let rows = rows.iter().map(|row| row_line(&values(&row.cells)));
                    text.push_str(&line(&rows.collect::<Vec<_>>(), "\n"));
                }
            }
            text
        }
        CommandKind::Fails(fails) => failing(&guard, fails),
        CommandKind::Explain(explain) => {
            let mut text = statement('?', &guard, &explain.sql);
            text.push_str(&line(&text_lines(&explain.expected.value), "\n"));
            text
        }
    }
}

fn action(guard: &str, call: &Call) -> String {
    let mut text = format!("${guard} {}", call.name.value);
    for argument in &call.arguments {
        let value = argument_value(&argument.value.value);
        let _ = write!(text, " {}={value}", argument.key.value);
    }
    text.push('\n');
    text.push_str(&line(&body_lines(&values(&call.body)), "\n"));
    text
}

fn failing(guard: &str, fails: &Fails) -> String {
    let mut text = statement('!', guard, &fails.sql);
    let expected = match &fails.expected {
        ExpectedError::Contains(value) => format!("contains: {}", value.value),
        ExpectedError::Exact(value) => format!("exact: {}", value.value),
        ExpectedError::Regex(value) => format!("regex: {}", value.value),
        ExpectedError::Timeout(_) => "timeout".to_owned(),
        // The backslash keeps it from being one of the forms above.
        ExpectedError::Bare(value) => format!("\\{}", value.value),
    };
    let _ = writeln!(text, "{expected}");
    for (name, value) in [("detail", &fails.detail), ("hint", &fails.hint)] {
        if let Some(value) = value {
            let _ = writeln!(text, "{name}: {}", value.value);
        }
    }
    text
}

fn statement(sigil: char, guard: &str, sql: &Text) -> String {
    format!("{sigil}{guard} {}\n", sql.value.replace('\n', "\n  "))
}

fn guard(guard: &Guard) -> String {
    let property = match guard.property {
        GuardProperty::Version => "version",
        GuardProperty::ServerVersionNum => "server_version_num",
    };
    let operator = match guard.operator {
        GuardOperator::Equal => "=",
        GuardOperator::Less => "<",
        GuardOperator::LessOrEqual => "<=",
        GuardOperator::Greater => ">",
        GuardOperator::GreaterOrEqual => ">=",
    };
    format!("[{property}{operator}{}]", guard.number)
}

fn values(texts: &[Text]) -> Vec<String> {
    texts.iter().map(|text| text.value.clone()).collect()
}

fn line(lines: &[String], end: &str) -> String {
    let mut text = lines.join(end);
    if !lines.is_empty() {
        text.push_str(end);
    }
    text
}

/// A value of an argument.
fn argument_value(value: &str) -> String {
    // Blanks of any kind at the line's end are no part of it.
    let at_end = value.ends_with(char::is_whitespace);
    if value.is_empty() || (is_one_word(value) && !at_end) {
        return value.to_owned();
    }
    // A backslash before the closing quote would escape it.
    let inner = value.trim_end_matches('\\');
    let tail = value.strip_prefix(inner).unwrap_or_default();
    format!("\"{}\"{tail}", inner.replace('"', "\\\""))
}

/// The two lines of a header.
pub fn header_lines(names: &[String]) -> Vec<String> {
    let names = row_line(names);
    let dashes = "-".repeat(names.chars().count().max(3));
    vec![names, dashes]
}

/// A row as the parser reads it back.
pub fn row_line(cells: &[String]) -> String {
    aligned_row_line(cells, &[])
}

/// [`row_line`] with each cell behind its column of the text, from 0, where there is one.
pub fn aligned_row_line(cells: &[String], starts: &[usize]) -> String {
    if cells.is_empty() {
        // A row without columns; an empty line would be none.
        return "\\".to_owned();
    }
    let quoted: Vec<String> = cells.iter().map(|cell| quote_cell(cell)).collect();
    let mut text = String::new();
    for (index, cell) in quoted.iter().enumerate() {
        if index > 0 {
            text.push_str(BETWEEN_CELLS);
            let width = starts.get(index).copied().unwrap_or_default();
            let missing = width.saturating_sub(text.chars().count());
            text.extend(std::iter::repeat_n(' ', missing));
        }
        text.push_str(cell);
    }
    if hash(&text).is_some() || is_dashes(&text) {
        let rest = text.get(quoted.first().map_or(0, String::len)..);
        let first = cells.first().map(String::as_str).unwrap_or_default();
        return format!("\"{first}\"{}", rest.unwrap_or_default());
    }
    escape_line(&text)
}

/// A cell, in quotes where it needs them.
pub fn quote_cell(cell: &str) -> String {
    let special = |c: char| c.is_whitespace() || matches!(c, '"' | '\0');
    if !cell.is_empty() && !cell.contains(special) {
        return cell.to_owned();
    }
    let mut quoted = String::from('"');
    for c in cell.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            '\0' => quoted.push_str("\\0"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// Lines of a body.
pub fn body_lines(lines: &[String]) -> Vec<String> {
    let blank = |line: &String| line.trim().is_empty();
    let lines = lines.iter().map(|line| match line {
        // Without the backslash they would mean nothing.
        line if blank(line) => format!("\\{line}"),
        line => escape_line(line),
    });
    first_escaped(lines.collect())
}

/// Lines of the text of `?`. Blank ones are lost at both ends, but for a backslash.
pub fn text_lines(text: &str) -> Vec<String> {
    let mut lines = first_escaped(text.lines().map(escape_line).collect());
    if let Some(line) = lines.first_mut() {
        escape_blank(line);
    }
    if let Some(line) = lines.last_mut() {
        escape_blank(line);
    }
    lines
}

fn escape_blank(line: &mut String) {
    if line.trim().is_empty() {
        line.insert(0, '\\');
    }
}

/// The first line below a command must not look like its continuation.
fn first_escaped(mut lines: Vec<String>) -> Vec<String> {
    if let Some(first) = lines.first_mut()
        && first.starts_with("  ")
    {
        first.insert(0, '\\');
    }
    lines
}

/// A line that is not taken for a command.
fn escape_line(line: &str) -> String {
    if begins_command(line) || line.starts_with('\\') {
        format!("\\{line}")
    } else {
        line.to_owned()
    }
}
