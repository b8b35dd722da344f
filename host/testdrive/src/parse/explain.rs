//! `? SQL` and the text that it should answer.

use super::head::Head;
use super::lines::Line;
use super::text::TextBuilder;
use crate::position::Span;
use crate::script::Explain;

/// Reads a statement with the text below it.
pub(super) fn explain(head: Head, lines: &[Line<'_>]) -> Explain {
    let mut builder = TextBuilder::default();
    for line in lines {
        let text = line.unescaped();
        builder.push(&text.value, text.offset(0));
        builder.push_char('\n', line.end(), 1);
    }
    let span = match (lines.first(), lines.last()) {
        (Some(first), Some(last)) => Span::new(first.start, last.end()),
        _ => Span::new(head.end, head.end),
    };
    Explain {
        sql: head.text,
        expected: builder.finish(span),
    }
}
