//! `> SQL` and its rows.

use super::fault::Fault;
use super::head::Head;
use super::lines::Line;
use super::row::cells;
use crate::position::Span;
use crate::script::{Expected, Header, Query, Row};

/// Dashes below a header, at least.
const DASHES: usize = 3;
/// Hexadecimal digits of an MD5.
const MD5_DIGITS: usize = 32;

/// Reads a query with the lines below it; all that is wrong with them.
pub(super) fn query(head: Head, lines: &[Line<'_>]) -> Result<Query, Vec<Fault>> {
    let expected_span = match (lines.first(), lines.last()) {
        (Some(first), Some(last)) => Span::new(first.start, last.end()),
        _ => Span::new(head.end, head.end),
    };
    let expected = match lines {
        [line] if let Some((rows, md5)) = hash(line.text) => Expected::Hash {
            span: line.span(),
            rows,
            md5,
        },
        _ => rows(lines)?,
    };
    Ok(Query {
        sql: head.text,
        expected,
        expected_span,
    })
}

fn rows(lines: &[Line<'_>]) -> Result<Expected, Vec<Fault>> {
    let (columns, lines) = match lines {
        [names, dashes, rest @ ..] if is_dashes(dashes.text) => {
            let header = Header {
                span: Span::new(names.start, dashes.end()),
                names: cells(names).map_err(|fault| vec![fault])?,
            };
            (Some(header), rest)
        }
        _ => (None, lines),
    };
    let mut rows = Vec::new();
    let mut faults = Vec::new();
    for line in lines {
        match cells(line) {
            Ok(cells) => rows.push(Row {
                span: line.span(),
                cells,
            }),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() {
        Ok(Expected::Rows { columns, rows })
    } else {
        Err(faults)
    }
}

/// Whether a line below another makes that one a header.
pub(crate) fn is_dashes(line: &str) -> bool {
    let line = line.trim();
    line.len() >= DASHES && line.bytes().all(|byte| byte == b'-')
}

/// `N values hashing to MD5`.
pub(crate) fn hash(line: &str) -> Option<(usize, String)> {
    let mut words = line.split_whitespace();
    let rows = words.next()?.parse().ok()?;
    for expected in ["values", "hashing", "to"] {
        if words.next()? != expected {
            return None;
        }
    }
    let md5 = words.next()?;
    let valid = md5.len() == MD5_DIGITS && md5.bytes().all(|byte| byte.is_ascii_hexdigit());
    (valid && words.next().is_none()).then(|| (rows, md5.to_ascii_lowercase()))
}
