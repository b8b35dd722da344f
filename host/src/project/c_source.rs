//! Finds functions in a source in C, without the compiler: what is defined at the top level, and the comment above it.

use super::comments::{self, Comment};
use super::found::workflow_name;

/// A function that is named as a workflow is, and defined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Function {
    /// Its name.
    pub(super) name: String,
    /// The comment above it, and its line.
    pub(super) comment: Comment,
    /// Whether other files cannot call it.
    pub(super) is_static: bool,
}

/// What of a source matters here.
#[derive(Debug, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    Sign(char),
    /// A comment `/** … */`.
    Comment(&'a str),
}

/// The functions of a source that are named as workflows are.
pub(super) fn functions(source: &str) -> Vec<Function> {
    let mut functions = Vec::new();
    let mut declaration = Declaration::default();
    let (mut braces, mut parentheses) = (0_u32, 0_u32);
    for (token, line) in tokens(source) {
        match token {
            Token::Sign('{') => {
                if braces == 0 && parentheses == 0 {
                    functions.extend(declaration.function());
                }
                braces += 1;
            }
            Token::Sign('}') => {
                braces = braces.saturating_sub(1);
                if braces == 0 {
                    declaration = Declaration::default();
                }
            }
            _ if braces > 0 => {}
            Token::Sign('(') => {
                if parentheses == 0 {
                    declaration.parenthesis();
                }
                parentheses += 1;
            }
            Token::Sign(')') => parentheses = parentheses.saturating_sub(1),
            _ if parentheses > 0 => {}
            Token::Sign(';') => declaration = Declaration::default(),
            Token::Sign(_) => declaration.word = None,
            Token::Word(word) => {
                if declaration.is_call {
                    declaration = Declaration::default();
                }
                declaration.word(word, line);
            }
            Token::Comment(text) => declaration.comment = text,
        }
    }
    functions
}

/// What was read of a declaration at the top level.
#[derive(Default)]
struct Declaration<'a> {
    comment: &'a str,
    is_static: bool,
    /// The last word, and its line.
    word: Option<(&'a str, u32)>,
    /// The word before a parenthesis, if it is a workflow's name.
    name: Option<(&'a str, u32)>,
    /// Whether it was the call of a macro, such as `MZ_SERVICES(…)`, which needs no semicolon.
    is_call: bool,
}

impl<'a> Declaration<'a> {
    fn word(&mut self, word: &'a str, line: u32) {
        self.is_static |= word == "static";
        self.word = Some((word, line));
    }

    fn parenthesis(&mut self) {
        let word = self.word.take();
        let named = word.filter(|(word, _)| workflow_name(word).is_some());
        self.name = self.name.or(named);
        // `__attribute__((…))` and its like belong to what follows.
        self.is_call = self.name.is_none() && word.is_some_and(|(word, _)| !word.starts_with('_'));
    }

    fn function(&self) -> Option<Function> {
        let (name, line) = self.name?;
        let comment: Vec<&str> = self.comment.lines().collect();
        Some(Function {
            name: name.to_owned(),
            comment: comments::read(&comment, line),
            is_static: self.is_static,
        })
    }
}

/// The tokens of a source with their lines. Texts, ordinary comments and lines for the preprocessor are passed over, and what is
/// between `#if 0` and its end.
fn tokens(source: &str) -> Vec<(Token<'_>, u32)> {
    let mut tokens = Vec::new();
    let mut line = 1;
    let mut rest = source;
    let mut begins_line = true;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '#' if begins_line => directive(rest),
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => {
                let end = rest.get(2..).and_then(|rest| rest.find("*/"));
                let length = end.map_or(rest.len(), |end| end + 4);
                let comment = rest.get(..length).unwrap_or(rest);
                if comment.starts_with("/**") {
                    tokens.push((Token::Comment(comment), line));
                }
                length
            }
            '"' | '\'' => quoted(rest, first),
            _ if first.is_alphabetic() || first == '_' => {
                let length = rest
                    .find(|c: char| !c.is_alphanumeric() && c != '_')
                    .unwrap_or(rest.len());
                tokens.push((Token::Word(rest.get(..length).unwrap_or(rest)), line));
                length
            }
            _ => {
                if !first.is_whitespace() {
                    tokens.push((Token::Sign(first), line));
                }
                first.len_utf8()
            }
        };
        let (read, after) = rest.split_at(length);
        let lines = read.matches('\n').count();
        line += u32::try_from(lines).unwrap_or_default();
        begins_line = (begins_line || lines > 0) && read.trim().is_empty() || read.ends_with('\n');
        rest = after;
    }
    tokens
}

/// The length of a text or character in quotes.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if character == '\\' {
            escaped = true;
        } else if character == quote || character == '\n' {
            return at + character.len_utf8();
        }
    }
    rest.len()
}

/// The length of a directive with the lines that continue it; `#if 0` with all up to its end.
fn directive(rest: &str) -> usize {
    let mut length = 0;
    let mut depth = 0_u32;
    let mut continues = false;
    let begins = words(rest.lines().next().unwrap_or_default());
    let leaves_out = begins == ["if", "0"];
    for line in rest.split_inclusive('\n') {
        let words = if continues { Vec::new() } else { words(line) };
        match words.first() {
            Some(&("if" | "ifdef" | "ifndef")) => depth += 1,
            Some(&"endif") => depth = depth.saturating_sub(1),
            _ => {}
        }
        length += line.len();
        continues = line.trim_end().ends_with('\\');
        let otherwise = depth == 1 && matches!(words.first(), Some(&("else" | "elif")));
        if !continues && (!leaves_out || depth == 0 || otherwise) {
            break;
        }
    }
    length
}

/// The words of a directive, without its `#`; none for another line.
fn words(line: &str) -> Vec<&str> {
    let directive = line.trim_start().strip_prefix('#').unwrap_or_default();
    directive.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<(String, u32, String)> {
        let functions = functions(source);
        let parts =
            |function: Function| (function.name, function.comment.line, function.comment.text);
        functions.into_iter().map(parts).collect()
    }

    #[test]
    fn definitions_are_found_with_their_comments() {
        let source = "#include <mzhost.h>

bool workflow_two(mz_list args);

/** One line. */
bool workflow_one(void) { return true; }

/**
 * Several lines:
 * the second.
 *
 * @hidden
 */
__attribute__((noinline)) bool
workflow_two(mz_list args)
{
    if (workflow_one()) { return false; }
    return args.count == 0;
}

/* not a documentation comment */
static bool workflow_three(void) { return true; }
bool workflow_four(mz_list args) { return workflow_one(); }
";
        let functions = functions(source);
        let names: Vec<_> = functions
            .iter()
            .map(|one| (one.name.as_str(), one.is_static))
            .collect();
        assert_eq!(
            names,
            [
                ("workflow_one", false),
                ("workflow_two", false),
                ("workflow_three", true),
                ("workflow_four", false)
            ]
        );
        assert!(functions[1].comment.hidden && !functions[0].comment.hidden);
        let found = found(source);
        assert_eq!(found[0], ("workflow_one".into(), 6, "One line.".into()));
        assert_eq!(found[1].1, 15);
        assert_eq!(found[1].2, "Several lines:\nthe second.");
        assert_eq!(found[2].2, "");
    }

    #[test]
    fn what_only_looks_like_a_definition_is_passed_over() {
        let source = r#"
// bool workflow_a(void) {}
/* bool workflow_b(void) {} */
const char *text = "bool workflow_c(void) { \" }", quote = '"';
#define DEFINE bool workflow_d(void) \
    { return true; }
#if 0
#if 1
bool workflow_e(void) { return true; }
#endif
bool workflow_f(void) { return true; }
#endif
static const struct step steps[] = { { "x", workflow_g }, };
bool (*pointer)(void) = workflow_h;
/** Not of a workflow. */
MZ_SERVICES(mz_service("web", .image = "x"))

bool other(bool (*workflow_i)(void)) { return workflow_j(); }
extern bool workflow_k(mz_list args);
#if 0
#else
bool workflow_l(mz_list args) { return true; }
#endif
"#;
        assert_eq!(found(source), [("workflow_l".into(), 22, String::new())]);
    }

    #[test]
    fn what_does_not_end_is_no_endless_work() {
        for source in [
            "/* a",
            "\"a",
            "#if 0\n",
            "bool workflow_a(",
            "'\\",
            "}}))",
            "\\",
            "ä{",
        ] {
            assert!(found(source).is_empty(), "{source}");
        }
    }
}
