//! How reports show a record.

use super::script::{Record, Step};
use super::session::Session;
use super::substitute::substitute;

/// Characters that are shown.
const LIMIT: usize = 200;

/// The first line of what a record runs, with its kind when it is no plain SQL: variables replaced where they are known, secrets masked, with the
/// file that it was included from.
pub(super) fn title(session: &Session, step: &Step) -> String {
    let mut title = plain(session, step);
    if !step.included.is_empty() {
        title = format!("{}:{}: {title}", step.source.name(), step.line);
    }
    let title = session.secrets.mask(&title);
    match title.char_indices().nth(LIMIT) {
        Some((end, _)) => format!("{}…", title.get(..end).unwrap_or_default()),
        None => title,
    }
}

fn plain(session: &Session, step: &Step) -> String {
    let (kind, text) = match &step.record {
        Record::Statement { sql, .. } | Record::Query { sql, .. } => ("", sql),
        Record::Let { sql, .. } => ("let ", sql),
        Record::System { command, .. } => ("system ", command),
        Record::Sleep { duration, .. } => return format!("sleep {duration:?}"),
        _ => return step.source.line(step.line).to_owned(),
    };
    let line = text.trim_start().lines().next().unwrap_or_default();
    let shown = (session.settings.substitution && kind != "system ")
        .then(|| substitute(line, &|name| session.names.get(name)).ok())
        .flatten();
    format!("{kind}{}", shown.as_deref().unwrap_or(line))
}
