//! `control substitution on`: `$NAME`, `${NAME}` and `${NAME:default}` in SQL, with `\` before a character that should
//! stand for itself.
//!
//! The `sqllogictest` crate reads the machine's environment; this sees only what it is given.

/// How deep defaults hold variables with defaults.
const DEEPEST: usize = 16;

/// Why a text cannot be substituted, and the byte of it that this is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) at: usize,
}

/// The value of a name.
pub(super) type Lookup<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// Replaces variables. Values are not looked at again.
pub(super) fn substitute(text: &str, lookup: &Lookup<'_>) -> Result<String, Fault> {
    let mut output = String::with_capacity(text.len());
    expand(text, 0, DEEPEST, lookup, &mut output)?;
    Ok(output)
}

/// Replaces `$NAME` where the name is known and leaves everything else, for commands of a shell, which has variables
/// of its own.
pub(super) fn substitute_known(text: &str, lookup: &Lookup<'_>) -> String {
    let mut output = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        output.push_str(before);
        let (name, next) = after.split_at(name_length(after));
        let shown = lookup(name).unwrap_or_else(|| format!("${name}"));
        output.push_str(&shown);
        rest = next;
    }
    output.push_str(rest);
    output
}

/// Expands a text that begins at a byte of the whole.
fn expand(
    text: &str,
    base: usize,
    depth: usize,
    lookup: &Lookup<'_>,
    output: &mut String,
) -> Result<(), Fault> {
    let mut rest = text;
    while let Some(next) = rest.find(['$', '\\']) {
        let (before, special) = rest.split_at(next);
        output.push_str(before);
        let at = base + (text.len() - special.len());
        if let Some(escaped) = special.strip_prefix('\\') {
            let (character, after) = unescape(escaped, at)?;
            output.push(character);
            rest = after;
            continue;
        }
        let after = special.strip_prefix('$').unwrap_or(special);
        let (variable, length) = variable(after, at)?;
        match (lookup(variable.name), variable.default) {
            (Some(value), _) => output.push_str(&value),
            (None, None) => return Err(unknown(variable.name, at)),
            (None, Some(_)) if depth == 0 => {
                return Err(fault(
                    at,
                    &format!("defaults hold variables at most {DEEPEST} deep"),
                ));
            }
            (None, Some(default)) => {
                // `${NAME:` precedes the default.
                let begin = at + "${:".len() + variable.name.len();
                expand(default, begin, depth - 1, lookup, output)?;
            }
        }
        rest = after.get(length..).unwrap_or_default();
    }
    output.push_str(rest);
    Ok(())
}

struct Variable<'a> {
    name: &'a str,
    default: Option<&'a str>,
}

/// The variable at the beginning of a text, which stands behind a `$`, and its length.
fn variable(text: &str, at: usize) -> Result<(Variable<'_>, usize), Fault> {
    let Some(inner) = text.strip_prefix('{') else {
        let name = named(text, at)?;
        let variable = Variable {
            name,
            default: None,
        };
        return Ok((variable, name.len()));
    };
    let name = named(inner, at)?;
    let after = inner.get(name.len()..).unwrap_or_default();
    let end = closing_brace(inner).ok_or_else(|| fault(at, "${ is not closed by }"))?;
    let default = match after.chars().next() {
        Some('}') => None,
        Some(':') => inner.get(name.len() + 1..end),
        _ => {
            return Err(fault(
                at,
                "behind the name of a variable comes } or :default}",
            ));
        }
    };
    let length = "{".len() + end + "}".len();
    Ok((Variable { name, default }, length))
}

fn named(text: &str, at: usize) -> Result<&str, Fault> {
    match text.get(..name_length(text)) {
        Some(name) if !name.is_empty() => Ok(name),
        _ => Err(fault(
            at,
            "no name follows $; with substitution on, write \\$ for a dollar sign",
        )),
    }
}

fn name_length(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .unwrap_or(text.len())
}

/// Where the brace that was opened before the text is closed.
fn closing_brace(text: &str) -> Option<usize> {
    let mut open = 1_usize;
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => open += 1,
            '}' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some(at);
        }
    }
    None
}

/// The character behind a backslash, and what follows it.
fn unescape(text: &str, at: usize) -> Result<(char, &str), Fault> {
    let mut characters = text.chars();
    match characters.next() {
        Some(c @ ('\\' | '$' | '{' | '}' | ':')) => Ok((c, characters.as_str())),
        _ => Err(fault(
            at,
            "with substitution on, write \\\\ for a backslash; \\ stands before $, {, }, : and \\ only",
        )),
    }
}

fn unknown(name: &str, at: usize) -> Fault {
    fault(
        at,
        &format!(
            "unknown variable ${name}; give it with --var {name}=VALUE, or grant it with --allow-env {name} and set it; write \\$ for a dollar sign"
        ),
    )
}

fn fault(at: usize, message: &str) -> Fault {
    Fault {
        message: message.to_owned(),
        at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lookup(name: &str) -> Option<String> {
        match name {
            "a" => Some("1".to_owned()),
            "b" => Some("$a".to_owned()),
            _ => None,
        }
    }

    fn substituted(text: &str) -> Result<String, (usize, String)> {
        substitute(text, &lookup).map_err(|fault| (fault.at, fault.message))
    }

    #[test]
    fn names_are_replaced_once() {
        let cases = [
            ("select $a, ${a}x", "select 1, 1x"),
            ("$b", "$a"),
            ("${c:x${a:y}}.${a:z}", "x1.1"),
            ("${c:}|", "|"),
            (r"\$a \\ \{ ${c:\}}", r"$a \ { }"),
            ("ä$a", "ä1"),
        ];
        for (text, expected) in cases {
            assert_eq!(substituted(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let cases = [
            ("x $c", 2, "--var c=VALUE"),
            ("x ${d:yy$c}", 8, "unknown variable $c"),
            ("$$", 0, "no name follows"),
            ("${a", 0, "not closed"),
            ("${a-b}", 0, "comes } or"),
            (r"a\n", 1, "backslash"),
        ];
        for (text, at, part) in cases {
            let (place, message) = substituted(text).unwrap_err();
            assert_eq!(place, at, "{text}");
            assert!(message.contains(part), "{text}: {message}");
        }
    }

    #[test]
    fn defaults_in_defaults_are_limited() {
        let text = format!("{}{}", "${c:".repeat(100_000), "}".repeat(100_000));
        assert!(substituted(&text).unwrap_err().1.contains("16 deep"));
    }

    #[test]
    fn the_shells_variables_stay() {
        assert_eq!(
            substitute_known("$a $HOME $$ ${a} 5$", &lookup),
            "1 $HOME $$ ${a} 5$"
        );
    }
}
