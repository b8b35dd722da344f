//! A difference of rows in lines that people read: aligned, `-` missing, `+` extra, a mark below cells that differ.

use std::time::Duration;

use similar::{ChangeTag, TextDiff};

use crate::compare::{Difference, Row, Side};
use crate::print::quote_cell;

/// Rows of a side that are shown.
const SHOWN: usize = 20;
/// Characters of a cell that are shown.
const CELL_LIMIT: usize = 120;
/// Rows around a difference that are shown when the order counts.
const AROUND: usize = 2;

/// Lines of texts that are shown.
const MOST_LINES: usize = 200;
/// After this time a difference of texts is less exact, but comes.
const LONGEST: Duration = Duration::from_millis(500);

/// A line of the picture.
enum Line {
    Row(Side, Row),
    /// Which cells of the row above differ from the one before.
    Marks(Vec<bool>),
    Note(String),
}

/// The lines of a difference. Rows are written so that they can be put into the file.
pub fn lines(difference: &Difference, columns: &[String], ordered: bool) -> String {
    let mut lines = if ordered {
        in_order(difference)
    } else {
        in_pairs(difference)
    };
    let legend = "- expected, but it did not come; + came, but was not expected";
    lines.insert(0, Line::Note(legend.to_owned()));
    if columns.len() > 1 || difference.rows.len() > 1 {
        lines.insert(1, Line::Row(Side::Both, columns.to_vec()));
    }
    draw(&lines)
}

/// Each missing row with the extra one that is most like it, so that what differs stands one below the other.
fn in_pairs(difference: &Difference) -> Vec<Line> {
    let of = |side: Side| {
        let rows = difference
            .rows
            .iter()
            .filter(move |(other, _)| *other == side);
        rows.map(|(_, row)| row).collect::<Vec<_>>()
    };
    let (missing, mut extra) = (of(Side::Missing), of(Side::Extra));
    let mut lines = Vec::new();
    for row in missing.iter().take(SHOWN) {
        lines.push(Line::Row(Side::Missing, (*row).clone()));
        let near = extra.iter().enumerate().take(SHOWN * 2);
        let near = near.map(|(index, other)| (likeness(row, other), index));
        if let Some((likeness, index)) =
            near.max_by_key(|(likeness, index)| (*likeness, std::cmp::Reverse(*index)))
            && likeness > 0
        {
            let other = extra.remove(index);
            let marks = row.iter().zip(other).map(|(one, other)| one != other);
            let marks: Vec<bool> = marks.collect();
            lines.push(Line::Row(Side::Extra, other.clone()));
            // Where all differs, or the one cell, there is nothing to point out.
            if marks.contains(&false) {
                lines.push(Line::Marks(marks));
            }
        }
    }
    cut(&mut lines, missing.len(), "expected rows are missing");
    let shown = extra.iter().take(SHOWN);
    lines.extend(shown.map(|row| Line::Row(Side::Extra, (*row).clone())));
    cut(&mut lines, extra.len(), "rows came that were not expected");
    let both = difference.count(Side::Both);
    if both > 0 {
        lines.push(Line::Note(format!("{} as expected", counted(both))));
    }
    lines
}

fn cut(lines: &mut Vec<Line>, rows: usize, what: &str) {
    if rows > SHOWN {
        lines.push(Line::Note(format!("… {} more {what}", rows - SHOWN)));
    }
}

/// `1 row came`, `3 rows came`.
pub fn counted(rows: usize) -> String {
    if rows == 1 {
        "1 row came".to_owned()
    } else {
        format!("{rows} rows came")
    }
}

/// How much two rows have in common: cells that are the same, or texts that begin alike.
fn likeness(one: &Row, other: &Row) -> usize {
    if one.len() != other.len() {
        return 0;
    }
    let same = one
        .iter()
        .zip(other)
        .filter(|(one, other)| one == other)
        .count();
    let alike = one
        .iter()
        .zip(other)
        .filter(|(one, other)| strsim::normalized_levenshtein(&short(one), &short(other)) >= 0.5);
    // A cell that is the same counts twice, as it is alike, too.
    same + alike.count()
}

fn short(cell: &str) -> String {
    cell.chars().take(40).collect()
}

/// The rows as they are, long parts without a difference left out.
fn in_order(difference: &Difference) -> Vec<Line> {
    let rows = &difference.rows;
    let near = |index: usize| {
        let from = index.saturating_sub(AROUND);
        let around = rows.get(from..rows.len().min(index + AROUND + 1));
        around
            .unwrap_or_default()
            .iter()
            .any(|(side, _)| *side != Side::Both)
    };
    let mut lines = Vec::new();
    let mut shown = 0;
    let mut left_out = 0;
    for (index, (side, row)) in rows.iter().enumerate() {
        if !near(index) || shown >= SHOWN * 2 {
            left_out += 1;
            continue;
        }
        if left_out > 0 {
            lines.push(Line::Note(format!("… {left_out} rows as expected")));
            left_out = 0;
        }
        shown += 1;
        lines.push(Line::Row(*side, row.clone()));
    }
    if left_out > 0 {
        lines.push(Line::Note(format!("… {left_out} more rows")));
    }
    lines
}

/// The lines of both texts, `-` before those that were expected and did not come, `+` before those that came.
pub fn texts(expected: &str, actual: &str) -> String {
    let diff = TextDiff::configure()
        .timeout(LONGEST)
        .diff_lines(expected, actual);
    let mut lines = diff.iter_all_changes().map(|change| {
        let sign = match change.tag() {
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
            ChangeTag::Equal => ' ',
        };
        let line = format!("{sign} {}", change.value().trim_end_matches(['\r', '\n']));
        line.trim_end().to_owned()
    });
    let mut shown: Vec<String> = lines.by_ref().take(MOST_LINES).collect();
    let hidden = lines.count();
    if hidden > 0 {
        shown.push(format!("… {hidden} more lines"));
    }
    shown.join("\n")
}

fn draw(lines: &[Line]) -> String {
    let mut widths: Vec<usize> = Vec::new();
    for line in lines {
        if let Line::Row(_, row) = line {
            for (index, cell) in row.iter().enumerate() {
                let width = shown_cell(cell).chars().count();
                match widths.get_mut(index) {
                    Some(widest) => *widest = width.max(*widest),
                    None => widths.push(width),
                }
            }
        }
    }
    let drawn = lines.iter().map(|line| match line {
        Line::Note(text) => text.clone(),
        Line::Row(side, row) => {
            let sign = match side {
                Side::Missing => '-',
                Side::Extra => '+',
                Side::Both => ' ',
            };
            let cells: Vec<String> = row.iter().map(|cell| shown_cell(cell)).collect();
            format!("{sign} {}", columns(&cells, &widths))
        }
        Line::Marks(marks) => {
            let cells: Vec<String> = marks
                .iter()
                .zip(&widths)
                .map(|(differs, width)| {
                    if *differs {
                        "^".repeat(*width)
                    } else {
                        String::new()
                    }
                })
                .collect();
            format!("  {}", columns(&cells, &widths))
        }
    });
    let drawn: Vec<String> = drawn.map(|line| line.trim_end().to_owned()).collect();
    drawn.join("\n")
}

fn columns(cells: &[String], widths: &[usize]) -> String {
    let padded: Vec<String> = cells
        .iter()
        .zip(widths)
        .map(|(cell, width)| format!("{cell:<width$}"))
        .collect();
    padded.join("  ")
}

/// A cell as it would be written in a file; a long one is cut.
fn shown_cell(cell: &str) -> String {
    let quoted = quote_cell(cell);
    match quoted.char_indices().nth(CELL_LIMIT) {
        Some((end, _)) => format!("{}…", quoted.get(..end).unwrap_or_default()),
        None => quoted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::compare;

    fn rows(texts: &[&str]) -> Vec<Row> {
        let row = |text: &&str| text.split(' ').map(|cell| cell.replace('_', " ")).collect();
        texts.iter().map(row).collect()
    }

    fn picture(expected: &[&str], actual: &[&str], ordered: bool) -> String {
        let difference = compare(&rows(expected), &rows(actual), ordered).unwrap();
        lines(&difference, &["id".to_owned(), "item".to_owned()], ordered)
    }

    #[test]
    fn what_differs_stands_one_below_the_other() {
        assert_eq!(
            picture(
                &["1 anvil", "2 rope", "4 x"],
                &["1 anvil", "2 two_ropes", "3 y"],
                false
            ),
            "- expected, but it did not come; + came, but was not expected\n  \
               id  item\n\
             - 2   rope\n\
             + 2   \"two ropes\"\n      \
                   ^^^^^^^^^^^\n\
             - 4   x\n\
             + 3   y\n\
             1 row came as expected"
        );
    }

    #[test]
    fn in_order_rows_keep_their_places() {
        assert_eq!(
            picture(
                &["1 a", "2 b", "3 c", "4 d", "5 e"],
                &["1 a", "2 b", "3 c", "4 d"],
                true
            ),
            "- expected, but it did not come; + came, but was not expected\n  \
               id  item\n\
             … 2 rows as expected\n  \
               3   c\n  \
               4   d\n\
             - 5   e"
        );
    }

    #[test]
    fn lines_of_texts_are_marked_and_limited() {
        assert_eq!(texts("a\nb\n", "a\nc\n"), "  a\n- b\n+ c");
        let many = "x\n".repeat(MOST_LINES + 7);
        assert!(texts("", &many).ends_with("\n… 7 more lines"));
    }
}
