//! Differences beside the rows that explain them.

use std::collections::{BTreeMap, BTreeSet};

use crate::case::Case;
use crate::compare::Found;
use crate::deliberate::{ROWS, Row};
use crate::keys::Used;

/// A case, the keys that it uses, and what differs.
pub(crate) struct Compared {
    /// The case.
    pub(crate) case: Case,
    /// Its keys.
    pub(crate) used: Used,
    /// All that it made, on either side.
    pub(crate) objects: BTreeSet<String>,
    /// Its differences.
    pub(crate) found: Vec<Found>,
}

/// The places where each row of [`ROWS`] fits, in the same order; or all problems, one a line.
pub(crate) fn explain(cases: &[Compared]) -> Result<Vec<BTreeSet<String>>, String> {
    let mut places = vec![BTreeSet::new(); ROWS.len()];
    // The same difference of many containers is told once.
    let mut problems: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for compared in cases {
        for found in &compared.found {
            let mut explained = false;
            for (row, places) in ROWS.iter().zip(&mut places) {
                if fits(row, found, &compared.used) {
                    explained = true;
                    places.insert(format!("{}/{}", compared.case.name, found.name()));
                }
            }
            if !explained {
                let Found {
                    path,
                    compose,
                    mzhost,
                    ..
                } = found;
                let problem = format!(
                    "{}: docker-compose {compose}, mzhost {mzhost}",
                    path.join("/")
                );
                let place = format!("{}/{}", compared.case.name, found.name());
                problems.entry(problem).or_default().push(place);
            }
        }
    }
    let mut lines: Vec<String> = problems
        .into_iter()
        .map(|(problem, places)| format!("not in the table: {problem} ({})", places.join(", ")))
        .collect();
    let idle = ROWS
        .iter()
        .zip(&places)
        .filter(|(_, places)| places.is_empty());
    lines.extend(idle.map(|(row, _)| {
        format!(
            "the row fits nothing any more: {} {} {}",
            row.path, row.compose, row.mzhost
        )
    }));
    if lines.is_empty() {
        Ok(places)
    } else {
        Err(lines.join("\n"))
    }
}

/// Whether a row is about a difference: a row with a key is about containers of services that use it only.
fn fits(row: &Row, found: &Found, used: &Used) -> bool {
    let steps: Vec<&str> = row.path.split('/').collect();
    let service = found
        .object
        .strip_prefix("container ")
        .and_then(|name| used.services.get(name));
    (row.key.is_empty() || service.is_some_and(|keys| keys.contains(row.key)))
        && steps.len() == found.path.len()
        && steps
            .iter()
            .zip(&found.path)
            .all(|(pattern, step)| glob(pattern, step))
        && glob(row.compose, &found.compose)
        && glob(row.mzhost, &found.mzhost)
}

/// `*` fits any text.
fn glob(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((before, after)) => text.strip_prefix(before).is_some_and(|rest| {
            (0..=rest.len()).any(|start| rest.get(start..).is_some_and(|rest| glob(after, rest)))
        }),
    }
}
