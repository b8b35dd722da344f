//! Differences beside the rows that explain them, and the document that shows both.

use std::collections::{BTreeMap, BTreeSet};

use crate::case::Case;
use crate::compare::Found;
use crate::deliberate::{ROWS, Row};

pub(crate) fn table(cases: &[(Case, Vec<Found>)]) -> Result<String, String> {
    let mut problems: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (_, found) in cases {
        for found in found {
            if !ROWS.iter().any(|row| fits(row, found)) {
                problems
                    .entry(format!("{}  {}  {}", found.path.join("/"), found.compose, found.mzhost))
                    .or_default()
                    .insert(found.place.clone());
            }
        }
    }
    let lines: Vec<String> = problems.iter().map(|(k, v)| format!("{k}   [{}] {}", v.len(), v.iter().next().unwrap())).collect();
    if lines.is_empty() { Ok(String::new()) } else { Err(lines.join("\n")) }
}

fn fits(row: &Row, found: &Found) -> bool {
    let steps: Vec<&str> = row.path.split('/').collect();
    steps.len() == found.path.len()
        && steps.iter().zip(&found.path).all(|(pattern, step)| glob(pattern, step))
        && glob(row.compose, &found.compose)
        && glob(row.mzhost, &found.mzhost)
}

fn glob(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((before, after)) => text.strip_prefix(before).is_some_and(|rest| {
            (0..=rest.len()).any(|start| rest.get(start..).is_some_and(|rest| glob(after, rest)))
        }),
    }
}

pub(crate) fn check_document(_table: &str) {}
