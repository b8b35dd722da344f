//! What a script says, without places and comments.

use std::fmt::Write as _;

use mzhost_testdrive::script::{Argument, CommandKind, Expected, ExpectedError, Script, Text};

/// What a script says, without places and comments.
pub(crate) fn said(script: &Script) -> String {
    let mut text = String::new();
    let values =
        |texts: &[Text]| -> Vec<String> { texts.iter().map(|text| text.value.clone()).collect() };
    for command in &script.commands {
        let guard = command.guard.as_ref();
        let guard = guard.map(|guard| (guard.property, guard.operator, guard.number));
        let _ = write!(text, "{guard:?} ");
        let _ = match &command.kind {
            CommandKind::Action(call) => {
                let pairs = |a: &Argument| (a.key.value.clone(), a.value.value.clone());
                let arguments: Vec<_> = call.arguments.iter().map(pairs).collect();
                writeln!(
                    text,
                    "$ {:?} {arguments:?} {:?}",
                    call.name.value,
                    values(&call.body)
                )
            }
            CommandKind::Query(query) => match &query.expected {
                Expected::Rows { columns, rows } => {
                    let columns = columns.as_ref().map(|header| values(&header.names));
                    let rows: Vec<_> = rows.iter().map(|row| values(&row.cells)).collect();
                    writeln!(text, "> {:?} {columns:?} {rows:?}", query.sql.value)
                }
                Expected::Hash { rows, md5, .. } => {
                    writeln!(text, "> {:?} {rows} {md5}", query.sql.value)
                }
            },
            CommandKind::Fails(fails) => {
                let expected = match &fails.expected {
                    ExpectedError::Contains(text) => ("contains", text.value.clone()),
                    ExpectedError::Exact(text) => ("exact", text.value.clone()),
                    ExpectedError::Regex(text) => ("regex", text.value.clone()),
                    ExpectedError::Timeout(_) => ("timeout", String::new()),
                    ExpectedError::Bare(text) => ("bare", text.value.clone()),
                };
                let more =
                    [&fails.detail, &fails.hint].map(|text| text.as_ref().map(|text| &text.value));
                writeln!(text, "! {:?} {expected:?} {more:?}", fails.sql.value)
            }
            CommandKind::Explain(explain) => {
                writeln!(
                    text,
                    "? {:?} {:?}",
                    explain.sql.value, explain.expected.value
                )
            }
        };
    }
    text
}
