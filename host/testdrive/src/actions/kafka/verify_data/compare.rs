//! Expected and actual messages compared, and their difference shown.

use similar::{ChangeTag, TextDiff};

use super::actual::Shown;
use super::expected::Expected;

/// Lines of a difference that are shown.
const LINES: usize = 200;

/// Characters of a line that are shown.
const WIDTH: usize = 500;

/// Equal lines that are shown around a difference.
const AROUND: usize = 3;

/// Whether all came as expected.
pub(super) fn equal(expected: &[Expected], actual: &[Shown]) -> bool {
    expected.len() == actual.len()
        && expected
            .iter()
            .zip(actual)
            .all(|(one, other)| fits(one, other))
}

/// Where the expected messages stand one after the other.
pub(super) fn find(expected: &[Expected], actual: &[Shown]) -> Option<usize> {
    if expected.is_empty() {
        return Some(0);
    }
    actual
        .windows(expected.len())
        .position(|window| equal(expected, window))
}

fn fits(expected: &Expected, actual: &Shown) -> bool {
    expected.text == actual.text
        && expected
            .partition
            .is_none_or(|partition| partition == actual.partition)
}

/// The messages that came as lines of a body. Their partitions are written if the file writes any.
pub(super) fn lines(expected: &[Expected], actual: &[Shown]) -> Vec<String> {
    let partitions = expected.iter().any(|line| line.partition.is_some());
    let line = |shown: &Shown| with_partition(&shown.text, partitions.then_some(shown.partition));
    actual.iter().map(line).collect()
}

/// Missing lines with `-`, further ones with `+`.
pub(super) fn difference(expected: &[Expected], actual: &[Shown]) -> String {
    let came = lines(expected, actual);
    let wanted: Vec<String> = expected
        .iter()
        .map(|line| with_partition(&line.text, line.partition))
        .collect();
    let old: Vec<&str> = wanted.iter().map(String::as_str).collect();
    let new: Vec<&str> = came.iter().map(String::as_str).collect();
    let diff = TextDiff::from_slices(&old, &new);
    let mut shown = Vec::new();
    for (index, group) in diff.grouped_ops(AROUND).iter().enumerate() {
        if index > 0 {
            shown.push("  …".to_owned());
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let sign = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            shown.push(format!("{sign} {}", cut(change.value())));
        }
    }
    let more = shown.len().saturating_sub(LINES);
    if more > 0 {
        shown.truncate(LINES);
        shown.push(format!("  … and {more} further lines"));
    }
    shown.join("\n")
}

fn with_partition(text: &str, partition: Option<i32>) -> String {
    match partition {
        Some(partition) => format!("{text} partition={partition}"),
        None => text.to_owned(),
    }
}

fn cut(line: &str) -> String {
    match line.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expected(lines: &[(&str, Option<i32>)]) -> Vec<Expected> {
        let line = |(text, partition): &(&str, Option<i32>)| Expected {
            text: (*text).to_owned(),
            partition: *partition,
        };
        lines.iter().map(line).collect()
    }

    fn actual(lines: &[(&str, i32)]) -> Vec<Shown> {
        let line = |(text, partition): &(&str, i32)| Shown {
            text: (*text).to_owned(),
            partition: *partition,
        };
        lines.iter().map(line).collect()
    }

    #[test]
    fn partitions_count_where_they_are_written() {
        let came = actual(&[("a", 0), ("b", 1)]);
        assert!(equal(&expected(&[("a", None), ("b", Some(1))]), &came));
        let wrong = expected(&[("a", Some(1)), ("b", None)]);
        assert!(!equal(&wrong, &came));
        assert!(difference(&wrong, &came).contains("- a partition=1\n"));
        assert!(!equal(&expected(&[("a", None)]), &came));
    }

    #[test]
    fn a_run_is_found_after_a_false_start() {
        let came = actual(&[("a", 0), ("a", 0), ("b", 0), ("c", 0)]);
        assert_eq!(find(&expected(&[("a", None), ("b", None)]), &came), Some(1));
        assert_eq!(find(&expected(&[("b", None), ("a", None)]), &came), None);
    }

    #[test]
    fn differences_are_lines_with_signs() {
        let difference = difference(
            &expected(&[("a", None), ("b", None)]),
            &actual(&[("a", 0), ("c", 0)]),
        );
        assert_eq!(difference, "  a\n- b\n+ c");
    }
}
