//! `--rewrite-results`: puts what came in place of what was expected, and touches nothing else of the file.

mod rows;

pub use rows::{Rows, rows};

use crate::position::{Source, Span};
use crate::print::{body_lines, text_lines};
use crate::script::{Call, Expected, ExpectedError, Explain, Fails, Query};

/// A piece of a file's text and what comes in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The piece.
    pub span: Span,
    /// The new text.
    pub text: String,
}

/// The text with all edits made. They do not overlap.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.span.start);
    let mut result = String::with_capacity(text.len());
    let mut end = 0;
    for edit in edits {
        result.push_str(text.get(end..edit.span.start).unwrap_or_default());
        result.push_str(&edit.text);
        end = edit.span.end;
    }
    result.push_str(text.get(end..).unwrap_or_default());
    result
}

/// The number of rows and the hash that came, in place of a hash.
pub fn hash(query: &Query, rows: usize, md5: &str) -> Edit {
    let span = match &query.expected {
        Expected::Hash { span, .. } => *span,
        Expected::Rows { .. } => query.expected_span,
    };
    Edit {
        span,
        text: format!("{rows} values hashing to {md5}"),
    }
}

/// The server's message, in place of another one; none where only the author can say what is meant (`regex:`,
/// `timeout`), or where a line cannot hold it.
pub fn error(fails: &Fails, message: &str) -> Option<Edit> {
    let first = message.lines().next().unwrap_or_default().trim();
    let (span, text) = match &fails.expected {
        ExpectedError::Contains(text) => (text.span, first.to_owned()),
        ExpectedError::Bare(text) => (text.span, format!("contains: {first}")),
        ExpectedError::Exact(text) if first == message => (text.span, message.to_owned()),
        _ => return None,
    };
    // Behind a colon without a text there may be no blank.
    let blank = if span.start == span.end { " " } else { "" };
    Some(Edit {
        span,
        text: format!("{blank}{text}"),
    })
}

/// The text that came.
pub fn explain(source: &Source, explain: &Explain, text: &str) -> Edit {
    block(source, explain.expected.span, &text_lines(text))
}

/// Another body of an action.
pub fn body(source: &Source, call: &Call, lines: &[String]) -> Edit {
    let span = if let (Some(first), Some(last)) = (call.body.first(), call.body.last()) {
        Span::new(first.span.start, last.span.end)
    } else {
        let last = call.arguments.last();
        let end = last.map_or(call.name.span.end, |last| last.value.span.end);
        Span::new(end, end)
    };
    block(source, span, &body_lines(lines))
}

/// Whole lines in place of others; an empty span stands at the end of the line above.
fn block(source: &Source, span: Span, lines: &[String]) -> Edit {
    let end = line_end(source);
    let text = lines.join(end);
    match (span.start == span.end, text.is_empty()) {
        (true, false) => Edit {
            span,
            text: format!("{end}{text}"),
        },
        (false, true) => Edit {
            span: Span::new(span.start.saturating_sub(end.len()), span.end),
            text,
        },
        _ => Edit { span, text },
    }
}

/// How the file ends its lines.
fn line_end(source: &Source) -> &'static str {
    match source.text().split_once('\n') {
        Some((first, _)) if first.ends_with('\r') => "\r\n",
        _ => "\n",
    }
}
