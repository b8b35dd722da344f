//! The first lines of a command: its sigil, its guard, its text over continuation lines.

use super::fault::Fault;
use super::lines::{CONTINUATION, Line, Lines};
use super::text::{TextBuilder, trimmed};
use crate::position::Span;
use crate::script::{Guard, GuardOperator, GuardProperty, Text};

/// How the lines of a command are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    /// They stay lines: SQL's own comments end with them.
    Lines,
    /// They become one, with a blank between: arguments.
    Blanks,
}

/// A command's beginning.
pub(super) struct Head {
    /// The text behind sigil and guard, without blanks at both ends.
    pub(super) text: Text,
    /// The guard.
    pub(super) guard: Option<Guard>,
    /// The byte behind the last line.
    pub(super) end: usize,
}

/// Reads on from a command's first line, which is taken already.
pub(super) fn head(first: Line<'_>, lines: &mut Lines<'_>, join: Join) -> Result<Head, Fault> {
    // The sigils are of one byte each.
    let rest = first.text.get(1..).unwrap_or_default();
    let mut builder = TextBuilder::default();
    builder.push(rest, first.start + 1);
    let mut end = first.end();
    while let Some(line) =
        lines.next_if(|line| line.text.starts_with(CONTINUATION) && !line.is_blank())
    {
        let separator = match join {
            Join::Lines => '\n',
            Join::Blanks => ' ',
        };
        builder.push_char(separator, end, line.start + CONTINUATION.len() - end);
        let text = line.text.get(CONTINUATION.len()..).unwrap_or_default();
        builder.push(text, line.start + CONTINUATION.len());
        end = line.end();
    }
    let whole = builder.finish(Span::new(first.start + 1, end));
    let (guard, behind) = guard(&whole)?;
    let text = trimmed(&super::text::part(&whole, behind, whole.value.len()));
    Ok(Head { text, guard, end })
}

/// The guard right behind the sigil, and the byte behind it.
fn guard(text: &Text) -> Result<(Option<Guard>, usize), Fault> {
    let Some(inner) = text.value.strip_prefix('[') else {
        return Ok((None, 0));
    };
    let start = text.offset(0);
    let wrong = |message: &str| {
        Fault::new(
            start,
            format!(
                "{message}; a guard is written like [server_version_num>=150000] or [version>=5500]"
            ),
        )
    };
    let (condition, _) = inner
        .split_once(']')
        .ok_or_else(|| wrong("the guard has no closing bracket"))?;
    let behind = 1 + condition.len() + 1;
    let operator_at = condition
        .find(['<', '>', '='])
        .ok_or_else(|| wrong("the guard has no operator"))?;
    let (property, rest) = condition.split_at(operator_at);
    let property = match property.trim() {
        "version" => GuardProperty::Version,
        "server_version_num" => GuardProperty::ServerVersionNum,
        other => return Err(wrong(&format!("there is no property {other:?}"))),
    };
    let number = rest.trim_start_matches(['<', '>', '=']);
    let operator = match rest.strip_suffix(number).unwrap_or_default() {
        "=" => GuardOperator::Equal,
        "<" => GuardOperator::Less,
        "<=" => GuardOperator::LessOrEqual,
        ">" => GuardOperator::Greater,
        ">=" => GuardOperator::GreaterOrEqual,
        other => return Err(wrong(&format!("there is no operator {other:?}"))),
    };
    let number = number
        .trim()
        .parse()
        .map_err(|_| wrong(&format!("{:?} is not a whole number", number.trim())))?;
    let guard = Guard {
        span: Span::new(start, text.offset(behind - 1) + 1),
        property,
        operator,
        number,
    };
    Ok((Some(guard), behind))
}
