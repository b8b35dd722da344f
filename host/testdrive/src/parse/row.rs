//! A line of cells.

use super::fault::Fault;
use super::lines::Line;
use super::text::TextBuilder;
use crate::position::Span;
use crate::script::Text;

/// Splits a line into cells: at white space, outside of quotes. A closing quote ends its cell at once. Within quotes
/// a backslash escapes; outside it is a character like others.
pub(super) fn cells(line: &Line<'_>) -> Result<Vec<Text>, Fault> {
    let text = line.unescaped();
    let mut cells = Vec::new();
    let mut cell = TextBuilder::default();
    let mut start = 0;
    let mut quote = None;
    let mut chars = text.value.char_indices();
    while let Some((at, c)) = chars.next() {
        let offset = text.offset(at);
        if cell.is_empty() && quote.is_none() {
            start = offset;
        }
        let behind = offset + c.len_utf8();
        match (quote, c) {
            (Some(_), '"') => {
                quote = None;
                cells.push(std::mem::take(&mut cell).finish(Span::new(start, behind)));
            }
            (Some(_), '\\') => {
                let Some((_, escaped)) = chars.next() else {
                    break;
                };
                cell.push_char(unescape(escaped), offset, 1 + escaped.len_utf8());
            }
            (None, '"') => quote = Some(offset),
            (None, c) if c.is_whitespace() => {
                if !cell.is_empty() {
                    cells.push(std::mem::take(&mut cell).finish(Span::new(start, offset)));
                }
            }
            (_, c) => {
                let mut bytes = [0; 4];
                cell.push(c.encode_utf8(&mut bytes), offset);
            }
        }
    }
    if let Some(at) = quote {
        return Err(Fault::new(at, "unterminated quote"));
    }
    if !cell.is_empty() {
        cells.push(cell.finish(Span::new(start, line.end())));
    }
    Ok(cells)
}

fn unescape(character: char) -> char {
    match character {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        '0' => '\0',
        other => other,
    }
}
