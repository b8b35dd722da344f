//! `$ name key=value …` and its body.

use super::fault::Fault;
use super::head::Head;
use super::lines::Line;
use super::text::{TextBuilder, part};
use crate::position::Span;
use crate::script::{Argument, Call, Text};

/// Reads an action.
pub(super) fn call(head: &Head, body: &[Line<'_>]) -> Result<Call, Fault> {
    let mut words = words(&head.text)?.into_iter().peekable();
    let name = words
        .next()
        .ok_or_else(|| Fault::new(head.text.span.start, "$ needs the name of an action"))?;
    if !name.value.chars().all(is_name) {
        let mut text = format!("{:?} is no name of an action", name.value);
        if name.value.starts_with('{') {
            text.push_str("; a row or a line of a body that begins with ${ is written \\${");
        }
        return Err(Fault::new(name.span.start, text));
    }
    let mut arguments: Vec<Argument> = Vec::new();
    while let Some(word) = words.next() {
        let mut argument = argument(&word)?;
        // `key = value`: old files have blanks around the sign.
        let bare = !word.value.contains('=');
        if bare && let Some(sign) = words.next_if(|next| next.value.starts_with('=')) {
            argument.value = if sign.value == "=" {
                words.next().unwrap_or_else(|| part(&sign, 1, 1))
            } else {
                part(&sign, 1, sign.value.len())
            };
        }
        let key = &argument.key.value;
        if arguments.iter().any(|earlier| earlier.key.value == *key) {
            let text = format!("the argument {key}= is given twice");
            return Err(Fault::new(argument.key.span.start, text));
        }
        arguments.push(argument);
    }
    Ok(Call {
        name,
        arguments,
        body: body.iter().map(Line::unescaped).collect(),
    })
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.".contains(c)
}

fn argument(word: &Text) -> Result<Argument, Fault> {
    let sign = word.value.find('=');
    let key_end = sign.unwrap_or(word.value.len());
    let key = part(word, 0, key_end);
    if key.value.is_empty() || !key.value.chars().all(is_name) {
        let text = format!(
            "{:?} is no argument; arguments are key=value, with keys of letters, digits, -, _ and .; a value with blanks is written key=\"two words\"",
            word.value
        );
        return Err(Fault::new(word.span.start, text));
    }
    let value_start = sign.map_or(key_end, |sign| sign + 1);
    let mut value = part(word, value_start, word.value.len());
    // The whole of it, closing quote included.
    value.span.end = word.span.end.max(value.span.start);
    Ok(Argument { key, value })
}

/// Splits at blanks outside of quotes and brackets.
///
/// Quotes outside of brackets protect blanks and are dropped; `\"` within them is a quote. Within brackets all stays
/// as it is, and strings are passed over.
fn words(text: &Text) -> Result<Vec<Text>, Fault> {
    let mut words = Vec::new();
    let mut chars = text.value.char_indices().peekable();
    while chars.next_if(|(_, c)| *c == ' ').is_some() {}
    while let Some(&(start, _)) = chars.peek() {
        let mut builder = TextBuilder::default();
        let mut nest: Vec<(char, usize)> = Vec::new();
        let mut quote: Option<usize> = None;
        let mut string = false;
        let mut end = start;
        while let Some(&(at, c)) = chars.peek() {
            if c == ' ' && quote.is_none() && nest.is_empty() {
                break;
            }
            chars.next();
            let offset = text.offset(at);
            end = offset + c.len_utf8();
            if nest.is_empty() {
                match (c, quote) {
                    ('"', None) => quote = Some(at),
                    ('"', Some(_)) => quote = None,
                    ('\\', Some(_)) if chars.next_if(|(_, next)| *next == '"').is_some() => {
                        builder.push_char('"', offset, 2);
                        end = offset + 2;
                    }
                    _ => {
                        if quote.is_none() && matches!(c, '{' | '[') {
                            nest.push((c, at));
                        } else if quote.is_none() && matches!(c, '}' | ']') {
                            return Err(Fault::new(offset, format!("{c} closes nothing")));
                        }
                        push(&mut builder, c, offset);
                    }
                }
                continue;
            }
            push(&mut builder, c, offset);
            match c {
                '\\' if string => {
                    if let Some((at, next)) = chars.next() {
                        push(&mut builder, next, text.offset(at));
                        end = text.offset(at) + next.len_utf8();
                    }
                }
                '"' => string = !string,
                _ if string => {}
                '{' | '[' => nest.push((c, at)),
                '}' | ']' => {
                    let opening = if c == '}' { '{' } else { '[' };
                    if nest.pop().map(|(open, _)| open) != Some(opening) {
                        return Err(Fault::new(offset, format!("{c} closes no {opening}")));
                    }
                }
                _ => {}
            }
        }
        if let Some(&(open, at)) = nest.first() {
            let text_at = text.offset(at);
            return Err(Fault::new(text_at, format!("{open} is never closed")));
        }
        if let Some(at) = quote {
            return Err(Fault::new(text.offset(at), "the quote is never closed"));
        }
        words.push(builder.finish(Span::new(text.offset(start), end)));
        while chars.next_if(|(_, c)| *c == ' ').is_some() {}
    }
    Ok(words)
}

/// Whether a value is read as it is when it is written without quotes.
pub(crate) fn is_one_word(value: &str) -> bool {
    let text = Text {
        value: value.to_owned(),
        span: Span::new(0, value.len()),
        origins: vec![(0, 0)],
    };
    matches!(words(&text).as_deref(), Ok([word]) if word.value == value)
}

fn push(builder: &mut TextBuilder, character: char, offset: usize) {
    let mut bytes = [0; 4];
    builder.push(character.encode_utf8(&mut bytes), offset);
}
