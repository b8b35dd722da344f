//! Rows that were expected and rows that came.

use md5::{Digest, Md5};

/// A row as files write it.
pub type Row = Vec<String>;

/// Where rows differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The rows in order, as people read them.
    pub rows: Vec<(Side, Row)>,
}

/// On which side a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Expected, and it did not come.
    Missing,
    /// It came, and was not expected.
    Extra,
    /// On both.
    Both,
}

impl Difference {
    /// The number of rows of a side.
    pub fn count(&self, side: Side) -> usize {
        self.rows.iter().filter(|(other, _)| *other == side).count()
    }
}

/// Compares rows; none when they are the same. Multiplicity counts, order only when asked.
pub fn compare(expected: &[Row], actual: &[Row], ordered: bool) -> Option<Difference> {
    if ordered {
        return (expected != actual).then(|| in_order(expected, actual));
    }
    let (expected, actual) = (sorted(expected), sorted(actual));
    if expected == actual {
        return None;
    }
    // Both are sorted, so rows that are on both sides meet.
    let mut rows = Vec::new();
    let (mut left, mut right) = (expected.iter().peekable(), actual.iter().peekable());
    loop {
        let order = match (left.peek(), right.peek()) {
            (Some(one), Some(other)) => one.cmp(other),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) => break,
        };
        let side = match order {
            std::cmp::Ordering::Less => Side::Missing,
            std::cmp::Ordering::Greater => Side::Extra,
            std::cmp::Ordering::Equal => Side::Both,
        };
        let row = if side == Side::Extra {
            right.next()
        } else {
            left.next()
        };
        if side == Side::Both {
            right.next();
        }
        rows.extend(row.map(|row| (side, (*row).clone())));
    }
    Some(Difference { rows })
}

fn sorted(rows: &[Row]) -> Vec<&Row> {
    let mut rows: Vec<&Row> = rows.iter().collect();
    rows.sort_unstable();
    rows
}

fn in_order(expected: &[Row], actual: &[Row]) -> Difference {
    let mut rows = Vec::new();
    let changes = similar::capture_diff_slices(similar::Algorithm::Myers, expected, actual);
    for change in changes {
        let (tag, old, new) = change.as_tag_tuple();
        let old = expected.get(old).unwrap_or_default().iter().cloned();
        let new = actual.get(new).unwrap_or_default().iter().cloned();
        if tag == similar::DiffTag::Equal {
            rows.extend(old.map(|row| (Side::Both, row)));
        } else {
            rows.extend(old.map(|row| (Side::Missing, row)));
            rows.extend(new.map(|row| (Side::Extra, row)));
        }
    }
    Difference { rows }
}

/// The MD5 of all cells of the sorted rows, nothing between them, in lower case hexadecimal.
pub fn hash(rows: &[Row]) -> String {
    use std::fmt::Write as _;

    let mut md5 = Md5::new();
    for cell in sorted(rows).into_iter().flatten() {
        md5.update(cell.as_bytes());
    }
    md5.finalize().iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(texts: &[&str]) -> Vec<Row> {
        let row = |text: &&str| text.split(' ').map(str::to_owned).collect();
        texts.iter().map(row).collect()
    }

    #[test]
    fn order_does_not_count_but_multiplicity_does() {
        let (one, other) = (rows(&["1 a", "2 b", "2 b"]), rows(&["2 b", "1 a", "2 b"]));
        assert_eq!(compare(&one, &other, false), None);
        let difference = compare(&one, &other[..2], false).unwrap();
        assert_eq!(difference.count(Side::Missing), 1);
        assert_eq!(difference.count(Side::Both), 2);
    }

    #[test]
    fn order_counts_when_asked() {
        let (one, other) = (rows(&["1", "2", "3"]), rows(&["1", "3", "2"]));
        let difference = compare(&one, &other, true).unwrap();
        assert_eq!(difference.count(Side::Both), 2);
        assert_eq!(difference.rows.len(), 4);
    }

    #[test]
    fn the_hash_is_the_one_of_the_original() {
        // Figure from the original's own example, over the rows in any order.
        assert_eq!(
            hash(&rows(&["3 foo", "1 foo", "2 bar", "1 bar"])),
            "7dd470c8470b085df13552e191a244ab"
        );
    }
}
