//! Tests of the parser as a whole. The conformance suite has every rule; these are the places and the corners.

use super::*;
use crate::script::{Expected, ExpectedError};

fn parsed(text: &str) -> Script {
    parse(Source::new("t.td", text)).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn errors(text: &str) -> Vec<String> {
    parse(Source::new("t.td", text))
        .map(|_| ())
        .unwrap_err()
        .iter()
        .map(|error| {
            let at = error.location;
            format!("{}:{} {}", at.line, at.column, error.message)
        })
        .collect()
}

fn arguments(line: &str) -> Vec<(String, String)> {
    let script = parsed(line);
    let CommandKind::Action(call) = &script.commands[0].kind else {
        panic!("no action");
    };
    let pair = |argument: &crate::script::Argument| {
        (argument.key.value.clone(), argument.value.value.clone())
    };
    call.arguments.iter().map(pair).collect()
}

fn rows(text: &str) -> Vec<Vec<String>> {
    let script = parsed(text);
    let CommandKind::Query(query) = &script.commands[0].kind else {
        panic!("no query");
    };
    let Expected::Rows { rows, .. } = &query.expected else {
        panic!("no rows");
    };
    let cells = |row: &crate::script::Row| row.cells.iter().map(|c| c.value.clone()).collect();
    rows.iter().map(cells).collect()
}

#[test]
fn arguments_are_split_outside_of_quotes_and_brackets() {
    let pairs = [
        ("a=1", "a", "1"),
        ("a", "a", ""),
        ("a==b", "a", "=b"),
        ("a = b", "a", "b"),
        (r#"a="x y"z"#, "a", "x yz"),
        (r#"a="x \"y\" \d""#, "a", r#"x "y" \d"#),
        (r#"a={"k": "} \" ]"}"#, "a", r#"{"k": "} \" ]"}"#),
        ("a=${b}", "a", "${b}"),
    ];
    for (text, key, value) in pairs {
        let expected = vec![(key.to_owned(), value.to_owned())];
        assert_eq!(arguments(&format!("$ set {text}")), expected, "{text}");
    }
}

#[test]
fn arguments_continue_with_one_blank() {
    assert_eq!(
        arguments("$ set a={\n    x}\n  b=1"),
        [
            ("a".to_owned(), "{   x}".to_owned()),
            ("b".to_owned(), "1".to_owned())
        ]
    );
}

#[test]
fn cells_are_split_as_the_original_does() {
    let text = "> s\n \"a\"b a\"b\" \"\" \\x \"\\n\\\"\\\\\\x\"\n\\>y";
    assert_eq!(
        rows(text),
        [vec!["a", "b", "ab", "", "\\x", "\n\"\\x"], vec![">y"]]
    );
}

#[test]
fn places_in_continued_texts_are_those_of_the_file() {
    let script = parsed("> select\r\n    two,\n  three\n");
    let CommandKind::Query(query) = &script.commands[0].kind else {
        panic!("no query");
    };
    assert_eq!(query.sql.value, "select\n  two,\nthree");
    let at = query.sql.value.find("three").unwrap();
    assert_eq!(script.source.place(query.sql.offset(at)), "t.td:3:3");
    let at = query.sql.value.find("two").unwrap();
    assert_eq!(script.source.place(query.sql.offset(at)), "t.td:2:5");
}

#[test]
fn an_escaped_line_of_an_error_is_bare() {
    let script = parsed("! s\n\\timeout");
    let CommandKind::Fails(fails) = &script.commands[0].kind else {
        panic!("no error");
    };
    assert!(matches!(&fails.expected, ExpectedError::Bare(text) if text.value == "timeout"));
}

#[test]
fn all_errors_are_found_with_their_places() {
    let text = "nonsense\n  more\n$ set a={1] b\n> \n! select 1\n\n> select 1\n\"a\nb\"\n>[version~1] x\n$ set =1 2\n$ a b b";
    assert_eq!(
        errors(text),
        [
            "1:1 unexpected line; a command begins with $, >, ! or ?, a comment with #",
            "3:11 ] closes no [",
            "4:3 > needs a statement of SQL",
            "5:3 ! needs a line below that says which error should come: contains: TEXT, exact: TEXT, regex: PATTERN or timeout",
            "8:1 unterminated quote",
            "9:2 unterminated quote",
            "10:2 the guard has no operator; a guard is written like [server_version_num>=150000] or [version>=5500]",
            "11:7 \"=1\" is no argument; arguments are key=value, with keys of letters, digits, -, _ and .; a value with blanks is written key=\"two words\"",
            "12:7 the argument b= is given twice",
        ]
    );
}

#[test]
fn a_file_without_commands_is_an_error() {
    assert_eq!(errors("# nothing\n").len(), 1);
    assert_eq!(errors("").len(), 1);
}
