//! Whether SQL holds one statement or several.

/// Whether something follows the first semicolon that ends a statement.
pub(super) fn are_several(sql: &str) -> bool {
    let mut rest = sql;
    let mut ended = false;
    while let Some(character) = rest.chars().next() {
        let blank = character.is_whitespace() || is_comment(rest);
        if character == ';' {
            ended = true;
        } else if ended && !blank {
            return true;
        }
        rest = rest.get(element(rest, character)..).unwrap_or_default();
    }
    false
}

fn is_comment(text: &str) -> bool {
    text.starts_with("--") || text.starts_with("/*")
}

/// Length of the element at the beginning of a text: a string, a comment, a word, or one character.
fn element(text: &str, character: char) -> usize {
    match character {
        '\'' | '"' => quoted(text, character, false),
        '$' => dollar_quoted(text),
        _ if text.starts_with("--") => text.find('\n').unwrap_or(text.len()),
        _ if text.starts_with("/*") => comment(text),
        c if is_word(c) => word(text),
        c => c.len_utf8(),
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// A word. `$` within it begins no string; `E` before a quote means that the string has backslashes.
fn word(text: &str) -> usize {
    let end = text
        .find(|c: char| !is_word(c) && c != '$')
        .unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    if word.eq_ignore_ascii_case("e") && rest.starts_with('\'') {
        end + quoted(rest, '\'', true)
    } else {
        end
    }
}

/// A string with its quotes; all of the text when it is not closed.
fn quoted(text: &str, quote: char, backslashes: bool) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if backslashes && character == '\\' {
            escaped = true;
        } else if character == quote {
            let end = at + quote.len_utf8();
            let doubled = text.get(end..).is_some_and(|rest| rest.starts_with(quote));
            if !doubled {
                return end;
            }
            // The doubled quote is skipped as the next character's escape.
            escaped = true;
        }
    }
    text.len()
}

/// `$tag$ … $tag$`, or the one `$` of something else.
fn dollar_quoted(text: &str) -> usize {
    let inner = text.strip_prefix('$').unwrap_or(text);
    let tag = inner.find(|c: char| !is_word(c));
    let is_tag = tag.is_some_and(|end| {
        inner.get(end..).is_some_and(|rest| rest.starts_with('$'))
            && !inner.starts_with(|c: char| c.is_ascii_digit())
    });
    let Some(end) = tag.filter(|_| is_tag) else {
        return "$".len();
    };
    let (opening, body) = text.split_at("$".len() + end + "$".len());
    match body.find(opening) {
        Some(at) => opening.len() + at + opening.len(),
        None => text.len(),
    }
}

/// A comment, which may hold others.
fn comment(text: &str) -> usize {
    let mut open = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            open += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            open -= 1;
            at += 2;
            if open == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn semicolons_count_where_they_end_a_statement() {
        for sql in [
            "select 1",
            "select 1;",
            "select 1; -- end;\n ; /* ; /* ; */ x */",
            "select ';x', \";x\", 'it''s; x'",
            "do $$ begin; end $$",
            "do $a1$ ; $$ ; $a1$;",
            r"select E'\'; x'",
            "select a$x$; ",
            "select 'open; x",
        ] {
            assert!(!are_several(sql), "{sql}");
        }
        for sql in [
            "select 1; select 2",
            "select '\\'; select 2",
            "select $1; x",
            "select a$x$; select $x$",
            "select '''a'; x",
        ] {
            assert!(are_several(sql), "{sql}");
        }
    }
}
