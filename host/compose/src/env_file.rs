//! The content of an `env_file`. Reading the file is the caller's job.

/// A line that is not a variable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnvFileError {
    /// There is no name before `=`, or it has spaces.
    #[error("line {line}: expected NAME=VALUE or NAME, found {found:?}")]
    Name {
        /// Line, from 1.
        line: usize,
        /// What stands there.
        found: String,
    },
    /// A quote is not closed.
    #[error("line {line}: the quote that opens the value of {name} is not closed")]
    Quote {
        /// Line of the opening quote, from 1.
        line: usize,
        /// The variable.
        name: String,
    },
    /// Something follows a quoted value.
    #[error("line {line}: only a comment may follow the quoted value of {name}")]
    Trailing {
        /// Line of the opening quote, from 1.
        line: usize,
        /// The variable.
        name: String,
    },
}

/// Reads `NAME=VALUE` lines. A name without `=` has no value: it is taken from the granted variables.
///
/// Comments, blank lines, `export`, single quotes (nothing inside has a meaning) and double quotes
/// (`\n`, `\r`, `\t`, `\"`, `\\`, `\$`) are understood; a quoted value may have many lines. Variables
/// in values are not replaced.
pub fn parse_env_file(text: &str) -> Result<Vec<(String, Option<String>)>, EnvFileError> {
    let mut variables = Vec::new();
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut line = 1;
    while !rest.is_empty() {
        let (entry, _) = split_line(rest);
        let trimmed = entry.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            (_, rest) = split_line(rest);
            line += 1;
            continue;
        }
        let start = rest.trim_start();
        let start = match start.strip_prefix("export") {
            Some(after) if after.starts_with([' ', '\t']) => after.trim_start(),
            _ => start,
        };
        let (entry, after) = split_line(start);
        let (name, value) = match entry.split_once('=') {
            Some((name, _)) => (name.trim_end(), start.get(name.len() + 1..)),
            None => (without_comment(entry).trim_end(), None),
        };
        if name.is_empty() || name.contains(char::is_whitespace) {
            return Err(EnvFileError::Name {
                line,
                found: trimmed.to_owned(),
            });
        }
        let after = match value {
            None => {
                variables.push((name.to_owned(), None));
                after
            }
            Some(value) => {
                let (value, after) = read_value(value, name, line)?;
                variables.push((name.to_owned(), Some(value)));
                after
            }
        };
        let read = rest.len() - after.len();
        line += rest.get(..read).unwrap_or_default().matches('\n').count();
        rest = after;
    }
    Ok(variables)
}

fn split_line(text: &str) -> (&str, &str) {
    text.split_once('\n').unwrap_or((text, ""))
}

/// Cuts a comment: `#` at the start or after a space.
fn without_comment(text: &str) -> &str {
    let comment = text
        .char_indices()
        .zip(std::iter::once(' ').chain(text.chars()))
        .find(|((_, c), before)| *c == '#' && before.is_whitespace());
    comment.map_or(text, |((at, _), _)| text.get(..at).unwrap_or(text))
}

/// Reads a value and gives what follows its line.
fn read_value<'t>(
    text: &'t str,
    name: &str,
    line: usize,
) -> Result<(String, &'t str), EnvFileError> {
    let (entry, after) = split_line(text);
    let start = text.trim_start_matches([' ', '\t']);
    let Some(quote) = start.chars().next().filter(|c| matches!(c, '\'' | '"')) else {
        return Ok((without_comment(entry).trim().to_owned(), after));
    };
    let mut value = String::new();
    let mut characters = start.chars();
    characters.next();
    loop {
        match characters.next() {
            None => {
                let name = name.to_owned();
                return Err(EnvFileError::Quote { line, name });
            }
            Some(c) if c == quote => break,
            Some('\\') if quote == '"' => match characters.next() {
                Some('n') => value.push('\n'),
                Some('r') => value.push('\r'),
                Some('t') => value.push('\t'),
                Some(c @ ('"' | '\\' | '$')) => value.push(c),
                Some(c) => value.extend(['\\', c]),
                None => {}
            },
            Some(c) => value.push(c),
        }
    }
    let (tail, after) = split_line(characters.as_str());
    if without_comment(tail).trim().is_empty() {
        Ok((value, after))
    } else {
        let name = name.to_owned();
        Err(EnvFileError::Trailing { line, name })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_line() {
        let text = "\u{feff}# comment\r\nA=1\r\n\n  export B = two words # comment\nC\nD='it''\n";
        assert!(parse_env_file(text).is_err());
        let text = "# comment\r\nA=1\r\n\n  export B = two words # comment\nC # from outside\n\
                    D='a # \\n b'\nE=\"x\\n\\\"y\\\"\\$\nz\" # end\nF=\nG=a#b=c\nexport=1\nH='' ";
        let some = |name: &str, value: &str| (name.to_owned(), Some(value.to_owned()));
        assert_eq!(
            parse_env_file(text),
            Ok(vec![
                some("A", "1"),
                some("B", "two words"),
                ("C".to_owned(), None),
                some("D", "a # \\n b"),
                some("E", "x\n\"y\"$\nz"),
                some("F", ""),
                some("G", "a#b=c"),
                some("export", "1"),
                some("H", ""),
            ])
        );
    }

    #[test]
    fn mistakes_have_their_line() {
        for (text, wanted) in [
            ("\n=x", "line 2: expected NAME=VALUE or NAME, found \"=x\""),
            (
                "A=\"1\n2\"\nB C=1",
                "line 3: expected NAME=VALUE or NAME, found \"B C=1\"",
            ),
            (
                "A='x",
                "line 1: the quote that opens the value of A is not closed",
            ),
            (
                "A='x' y",
                "line 1: only a comment may follow the quoted value of A",
            ),
        ] {
            let error = parse_env_file(text).map_err(|error| error.to_string());
            assert_eq!(error, Err(wanted.to_owned()), "{text}");
        }
    }
}
