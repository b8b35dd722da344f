//! From text to a [`Script`].

mod call;
mod duration;
mod error;
mod explain;
mod fails;
mod fault;
mod head;
mod lines;
mod query;
mod row;
#[cfg(test)]
mod tests;
mod text;

pub(crate) use call::is_one_word;
pub use duration::duration;
pub use error::ParseError;
pub(crate) use lines::begins_command;
pub(crate) use query::{hash, is_dashes};

use fault::Fault;
use head::{Head, Join};
use lines::{Line, Lines};

use crate::position::{Source, Span};
use crate::script::{Command, CommandKind, Script};

/// Parses a file. All errors are found, not only the first.
pub fn parse(source: Source) -> Result<Script, Vec<ParseError>> {
    let (script, errors) = parse_partly(source);
    if errors.is_empty() {
        Ok(script)
    } else {
        Err(errors)
    }
}

/// Parses what can be parsed, and tells what cannot.
pub fn parse_partly(source: Source) -> (Script, Vec<ParseError>) {
    let (commands, faults) = commands(source.text());
    let errors = faults
        .into_iter()
        .map(|fault| ParseError::new(&source, fault.offset, fault.message))
        .collect();
    (Script { source, commands }, errors)
}

fn commands(text: &str) -> (Vec<Command>, Vec<Fault>) {
    let mut lines = Lines::new(text);
    let mut commands = Vec::new();
    let mut faults = Vec::new();
    while let Some(line) = lines.next_if(|_| true) {
        if line.is_blank() || line.is_comment() {
            continue;
        }
        match command(line, &mut lines) {
            Ok(command) => commands.push(command),
            Err(found) => faults.extend(found),
        }
    }
    if commands.is_empty() && faults.is_empty() {
        faults.push(Fault::new(
            0,
            "the file has no commands; a command begins with $, >, ! or ?",
        ));
    }
    (commands, faults)
}

/// Reads a command whose first line is taken already. Its other lines are taken in any case.
fn command(first: Line<'_>, lines: &mut Lines<'_>) -> Result<Command, Vec<Fault>> {
    let one = |fault: Fault| vec![fault];
    let sigil = first.text.chars().next().unwrap_or_default();
    let join = match sigil {
        '$' => Join::Blanks,
        '>' | '!' | '?' => Join::Lines,
        _ => {
            lines.skip_to_command();
            return Err(vec![Fault::new(first.start, unexpected(sigil))]);
        }
    };
    let head = head::head(first, lines, join);
    let body = if sigil == '?' {
        lines.raw_body()
    } else {
        lines.body()
    };
    let head = head.map_err(one)?;
    let end = body.last().map_or(head.end, Line::end);
    let guard = head.guard.clone();
    if sigil != '$' {
        need_statement(&head, sigil).map_err(one)?;
    }
    let kind = match sigil {
        '$' => CommandKind::Action(call::call(&head, &body).map_err(one)?),
        '>' => CommandKind::Query(query::query(head, &body)?),
        '!' => CommandKind::Fails(fails::fails(head, &body).map_err(one)?),
        _ => CommandKind::Explain(explain::explain(head, &body)),
    };
    Ok(Command {
        span: Span::new(first.start, end),
        guard,
        kind,
    })
}

fn need_statement(head: &Head, sigil: char) -> Result<(), Fault> {
    if head.text.value.is_empty() {
        let text = format!("{sigil} needs a statement of SQL");
        return Err(Fault::new(head.text.span.start, text));
    }
    Ok(())
}

fn unexpected(sigil: char) -> &'static str {
    match sigil {
        '*' => {
            "the jq assertions of old files are not offered; ask with > for the values themselves"
        }
        ' ' => {
            "unexpected line; an empty line or a comment ends the command above, so there is nothing to continue"
        }
        _ => "unexpected line; a command begins with $, >, ! or ?, a comment with #",
    }
}
