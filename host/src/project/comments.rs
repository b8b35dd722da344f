//! What a source in JavaScript says of its workflows: the comment above each, and functions that were forgotten to export.
//! Comments in C are written in the same way.

use super::found::workflow_name;

/// The comment above a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comment {
    /// Its text, without stars.
    pub(super) text: String,
    /// Line of the function; 1 where it cannot be found.
    pub(super) line: u32,
    /// Whether it says `@hidden`.
    pub(super) hidden: bool,
}

/// The comment `/** … */` above the declaration of a name.
pub(super) fn above(source: &str, name: &str) -> Comment {
    let lines: Vec<&str> = source.lines().collect();
    let at = lines
        .iter()
        .position(|line| declared(line).is_some_and(|(found, _)| found == name));
    let Some(at) = at else {
        return Comment {
            text: String::new(),
            line: 1,
            hidden: false,
        };
    };
    let before = lines.get(..at).unwrap_or_default();
    let mut comment = Vec::new();
    if before
        .last()
        .is_some_and(|line| line.trim_end().ends_with("*/"))
    {
        for line in before.iter().rev() {
            comment.push(*line);
            if line.trim_start().starts_with("/**") {
                break;
            }
            if line.trim_start().starts_with("/*") {
                comment.clear();
                break;
            }
        }
    }
    comment.reverse();
    read(&comment, u32::try_from(at + 1).unwrap_or(1))
}

/// What the lines of a comment say about the function in a line.
pub(super) fn read(comment: &[&str], line: u32) -> Comment {
    let text: Vec<&str> = comment.iter().map(|line| bare(line.trim())).collect();
    let hidden = text.contains(&"@hidden");
    let text: Vec<&str> = text
        .into_iter()
        .filter(|line| !line.starts_with('@'))
        .collect();
    Comment {
        text: text.join("\n").trim().to_owned(),
        line,
        hidden,
    }
}

fn bare(line: &str) -> &str {
    let line = line.strip_prefix("/**").unwrap_or(line);
    let line = line.strip_suffix("*/").unwrap_or(line).trim_end();
    line.trim().trim_start_matches('*').trim()
}

/// A sentence for each function that is named as a workflow and not exported.
pub(super) fn forgotten(module: &str, source: &str) -> Vec<String> {
    let lines = source.lines().enumerate();
    lines
        .filter_map(|(at, line)| {
            let (name, exported) =
                declared(line).filter(|_| !line.starts_with(char::is_whitespace))?;
            let elsewhere = source
                .lines()
                .any(|line| line.trim_start().starts_with("export {") && line.contains(name));
            let forgotten = !exported && !elsewhere && workflow_name(name).is_some();
            forgotten.then(|| {
                format!(
                    "{module}:{}: the function {name} is no workflow without `export`",
                    at + 1
                )
            })
        })
        .collect()
}

/// The function or constant that a line declares, and whether it is exported.
fn declared(line: &str) -> Option<(&str, bool)> {
    let line = line.trim_start();
    let (rest, exported) = match line.strip_prefix("export ") {
        Some(rest) => (rest.trim_start(), true),
        None => (line, false),
    };
    let rest = rest.strip_prefix("async ").unwrap_or(rest).trim_start();
    let rest = ["function ", "const ", "let ", "var "]
        .iter()
        .find_map(|word| rest.strip_prefix(word))?;
    let rest = rest.trim_start_matches(['*', ' ']);
    let end = rest
        .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'))
        .unwrap_or(rest.len());
    Some((rest.get(..end)?, exported))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "import { assert } from 'mzhost';

/** One line. */
export function workflowOne(c) {}

/**
 * Several lines:
 * the second.
 *
 * @hidden
 */
export const workflowTwo = (c) => {};

/* not a documentation comment */
export async function workflow_three(c) {}

function workflowForgotten(c) {}
function workflowLater(c) {}
export { workflowLater };
";

    #[test]
    fn the_comment_above_is_the_description() {
        let one = Comment {
            text: "One line.".into(),
            line: 4,
            hidden: false,
        };
        assert_eq!(above(SOURCE, "workflowOne"), one);
        let two = Comment {
            text: "Several lines:\nthe second.".into(),
            line: 12,
            hidden: true,
        };
        assert_eq!(above(SOURCE, "workflowTwo"), two);
        let three = Comment {
            text: String::new(),
            line: 15,
            hidden: false,
        };
        assert_eq!(above(SOURCE, "workflow_three"), three);
        assert_eq!(above(SOURCE, "elsewhere").line, 1);
    }

    #[test]
    fn a_workflow_that_is_not_exported_is_told() {
        assert_eq!(
            forgotten("composition.js", SOURCE),
            ["composition.js:17: the function workflowForgotten is no workflow without `export`"]
        );
    }
}
