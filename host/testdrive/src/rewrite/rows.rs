//! Rows that came, in place of rows that were expected.

use super::{Edit, block, line_end};
use crate::position::{Source, Span};
use crate::print::{aligned_row_line, header_lines};
use crate::script::{Expected, Header, Query, Row, Text};

/// What was expected and what came.
pub struct Rows<'a> {
    /// The file's rows with variables replaced, in the file's order.
    pub expected: &'a [Vec<String>],
    /// The names of the columns that came.
    pub columns: &'a [String],
    /// The rows that came.
    pub actual: &'a [Vec<String>],
    /// Whether the order counts.
    pub ordered: bool,
}

/// A piece of the expectation.
struct Piece {
    span: Span,
    /// Lines that come before it, or in its place.
    new: Vec<String>,
    /// Whether it stays as it is written.
    stays: bool,
}

/// What becomes of an expected row.
#[derive(Default)]
struct Change {
    /// Rows that come before it, or in its place.
    new: Vec<Vec<String>>,
    stays: bool,
}

/// Puts rows right. Lines of rows that came as expected stay as they are written, with their comments, quoting and
/// variables; column names are renewed only where the file gives them and they differ.
pub fn rows(source: &Source, query: &Query, rows: &Rows<'_>) -> Edit {
    let (header, written): (_, &[Row]) = match &query.expected {
        Expected::Rows { columns, rows } => (columns.as_ref(), rows),
        Expected::Hash { .. } => (None, &[]),
    };
    let mut pieces = Vec::new();
    if let Some(header) = header {
        let stays = header.names.iter().map(|name| &name.value).eq(rows.columns);
        let new = if stays {
            Vec::new()
        } else {
            header_lines(rows.columns)
        };
        pieces.push(Piece {
            span: header.span,
            new,
            stays,
        });
    }
    let (changes, behind) = if rows.ordered {
        ordered_changes(rows)
    } else {
        changes(rows)
    };
    let starts = cell_starts(source, header, written);
    pieces.extend(written.iter().zip(changes).map(|(row, change)| Piece {
        span: row.span,
        new: lines(&change.new, &starts),
        stays: change.stays,
    }));
    let text = assemble(source, query.expected_span, pieces, lines(&behind, &starts));
    block(source, query.expected_span, &text)
}

fn lines(rows: &[Vec<String>], starts: &[usize]) -> Vec<String> {
    rows.iter()
        .map(|row| aligned_row_line(row, starts))
        .collect()
}

/// The columns of the file's text that cells begin at, when all rows that are written agree on them.
fn cell_starts(source: &Source, header: Option<&Header>, rows: &[Row]) -> Vec<usize> {
    let lines = header.map(|header| header.names.as_slice());
    let lines = lines
        .into_iter()
        .chain(rows.iter().map(|row| row.cells.as_slice()));
    let mut starts = lines.map(|cells| {
        let column = |cell: &Text| source.location(cell.span.start).column;
        let first = cells.first().map(column).unwrap_or_default();
        cells
            .iter()
            .map(|cell| column(cell) - first)
            .collect::<Vec<usize>>()
    });
    let first = starts.next().unwrap_or_default();
    if starts.all(|other| other == first) {
        first
    } else {
        Vec::new()
    }
}

/// What becomes of each expected row, and the rows behind the last.
type Changes = (Vec<Change>, Vec<Vec<String>>);

fn changes(rows: &Rows<'_>) -> Changes {
    let mut extra: Vec<&Vec<String>> = rows.actual.iter().collect();
    let mut stays = Vec::new();
    for row in rows.expected {
        let found = extra.iter().position(|other| *other == row);
        if let Some(index) = found {
            extra.remove(index);
        }
        stays.push(found.is_some());
    }
    let mut extra = extra.into_iter().cloned();
    let changes = stays.into_iter().map(|stays| Change {
        new: if stays {
            Vec::new()
        } else {
            extra.next().into_iter().collect()
        },
        stays,
    });
    let changes = changes.collect();
    (changes, extra.collect())
}

fn ordered_changes(rows: &Rows<'_>) -> Changes {
    let mut changes: Vec<Change> = rows.expected.iter().map(|_| Change::default()).collect();
    let mut behind = Vec::new();
    let diff = similar::capture_diff_slices(similar::Algorithm::Myers, rows.expected, rows.actual);
    for operation in diff {
        let (tag, old, new) = operation.as_tag_tuple();
        if tag == similar::DiffTag::Equal {
            for change in changes.get_mut(old).unwrap_or_default() {
                change.stays = true;
            }
            continue;
        }
        let new = rows.actual.get(new).unwrap_or_default().to_vec();
        match changes.get_mut(old.start) {
            Some(change) => change.new.extend(new),
            None => behind.extend(new),
        }
    }
    (changes, behind)
}

/// The lines of the span with pieces replaced; lines between them stay.
fn assemble(source: &Source, span: Span, pieces: Vec<Piece>, behind: Vec<String>) -> Vec<String> {
    let mut result = Vec::new();
    let mut end = span.start;
    for piece in pieces {
        result.extend(between(source, end, piece.span.start));
        result.extend(piece.new);
        if piece.stays {
            result.push(source.slice(piece.span).to_owned());
        }
        end = piece.span.end;
    }
    result.extend(behind);
    result
}

/// Whole lines between two pieces: comments and blank ones.
fn between(source: &Source, from: usize, to: usize) -> Vec<String> {
    let end = line_end(source);
    let text = source.slice(Span::new(from, to));
    let text = text.strip_prefix(end).unwrap_or(text);
    match text.strip_suffix(end) {
        Some(lines) => lines.split(end).map(str::to_owned).collect(),
        None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;
    use crate::rewrite::apply;
    use crate::script::CommandKind;

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    /// The file after its first query answered these rows.
    fn rewritten(text: &str, actual: &[&[&str]], ordered: bool) -> String {
        let script = parse(Source::new("t.td", text)).unwrap();
        let CommandKind::Query(query) = &script.commands[0].kind else {
            panic!("no query");
        };
        let expected: Vec<Vec<String>> = match &query.expected {
            Expected::Rows { rows, .. } => rows
                .iter()
                .map(|row| row.cells.iter().map(|cell| cell.value.clone()).collect())
                .collect(),
            Expected::Hash { .. } => Vec::new(),
        };
        let actual: Vec<_> = actual.iter().map(|cells| row(cells)).collect();
        let rows_that_came = Rows {
            expected: &expected,
            columns: &row(&["id", "name"]),
            actual: &actual,
            ordered,
        };
        apply(text, &[rows(&script.source, query, &rows_that_came)])
    }

    #[test]
    fn only_lines_that_are_wrong_change() {
        let text = "> s\nid name\n---\n# first\n1   \"a\"\n\n# second\n2 b\n3 c\n# end\n> t\n";
        assert_eq!(
            rewritten(
                text,
                &[&["3", "c"], &["1", "a"], &["4", "x y"], &["5", "<null>"]],
                false
            ),
            "> s\nid name\n---\n# first\n1   \"a\"\n\n# second\n4  \"x y\"\n3 c\n5  <null>\n# end\n> t\n"
        );
    }

    #[test]
    fn rows_appear_and_disappear() {
        assert_eq!(
            rewritten("> s\n\n> t\n", &[&["1"]], false),
            "> s\n1\n\n> t\n"
        );
        assert_eq!(rewritten("> s\n1\n2\n\n> t\n", &[], false), "> s\n\n> t\n");
        assert_eq!(
            rewritten("> s\r\n1\r\n2", &[&["3"], &["2"]], false),
            "> s\r\n3\r\n2"
        );
    }

    #[test]
    fn in_order_rows_come_where_they_belong() {
        assert_eq!(
            rewritten("> s\n 1\n 2\n 3\n", &[&["0"], &["1"], &["3"], &["2"]], true),
            "> s\n0\n 1\n 3\n2\n"
        );
    }

    #[test]
    fn rows_that_look_like_something_else_are_quoted() {
        assert_eq!(
            rewritten("> s\n", &[&["a"], &["---"], &["#x"], &[""]], false),
            "> s\na\n\"---\"\n\\#x\n\"\"\n"
        );
    }

    #[test]
    fn wrong_column_names_are_renewed() {
        assert_eq!(
            rewritten("> s\na b\n---\n1 2\n", &[&["1", "2"]], false),
            "> s\nid  name\n--------\n1 2\n"
        );
    }
}
