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

/// What a script says, without places and comments.
fn said(script: &Script) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    let values = |texts: &[crate::script::Text]| -> Vec<String> {
        texts.iter().map(|text| text.value.clone()).collect()
    };
    for command in &script.commands {
        let guard = command.guard.as_ref();
        let guard = guard.map(|guard| (guard.property, guard.operator, guard.number));
        let _ = write!(text, "{guard:?} ");
        let _ = match &command.kind {
            CommandKind::Action(call) => {
                let pairs =
                    |a: &crate::script::Argument| (a.key.value.clone(), a.value.value.clone());
                let arguments: Vec<_> = call.arguments.iter().map(pairs).collect();
                writeln!(
                    text,
                    "$ {:?} {arguments:?} {:?}",
                    call.name.value,
                    values(&call.body)
                )
            }
            CommandKind::Query(query) => match &query.expected {
                Expected::Rows { columns, rows } => {
                    let columns = columns.as_ref().map(|header| values(&header.names));
                    let rows: Vec<_> = rows.iter().map(|row| values(&row.cells)).collect();
                    writeln!(text, "> {:?} {columns:?} {rows:?}", query.sql.value)
                }
                Expected::Hash { rows, md5, .. } => {
                    writeln!(text, "> {:?} {rows} {md5}", query.sql.value)
                }
            },
            CommandKind::Fails(fails) => {
                let expected = match &fails.expected {
                    ExpectedError::Contains(text) => ("contains", text.value.clone()),
                    ExpectedError::Exact(text) => ("exact", text.value.clone()),
                    ExpectedError::Regex(text) => ("regex", text.value.clone()),
                    ExpectedError::Timeout(_) => ("timeout", String::new()),
                    ExpectedError::Bare(text) => ("bare", text.value.clone()),
                };
                let more =
                    [&fails.detail, &fails.hint].map(|text| text.as_ref().map(|text| &text.value));
                writeln!(text, "! {:?} {expected:?} {more:?}", fails.sql.value)
            }
            CommandKind::Explain(explain) => {
                writeln!(
                    text,
                    "? {:?} {:?}",
                    explain.sql.value, explain.expected.value
                )
            }
        };
    }
    text
}

/// Parses any text; when it is a script, what is printed says the same.
fn survives(text: &str) -> bool {
    let Ok(script) = parse(Source::new("t.td", text)) else {
        return false;
    };
    let printed = crate::print::print(&script);
    let again = parse(Source::new("printed.td", &printed))
        .unwrap_or_else(|errors| panic!("{text:?} printed as {printed:?}: {errors:?}"));
    assert_eq!(
        said(&script),
        said(&again),
        "{text:?} printed as {printed:?}"
    );
    true
}

/// The conformance suite's files.
fn suite() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/testdrive");
    let mut texts = Vec::new();
    for family in std::fs::read_dir(folder).unwrap() {
        let family = family.unwrap().path();
        if !family.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(family).unwrap() {
            let file = file.unwrap().path();
            if file.extension().is_some_and(|extension| extension == "td") {
                texts.push(std::fs::read_to_string(file).unwrap());
            }
        }
    }
    assert!(texts.len() > 100, "{} files", texts.len());
    texts
}

#[test]
fn the_suite_is_the_same_when_it_is_printed_and_parsed_again() {
    let same = suite().iter().filter(|text| survives(text)).count();
    assert!(same > 100, "{same}");
}

/// Mutations of the suite: whatever the text, the parser answers, and what it took for a script can be printed. The
/// seed is fixed, so a failure can be repeated; `MZHOST_FUZZ_ROUNDS` and `MZHOST_FUZZ_SEED` look further.
#[test]
fn no_text_makes_the_parser_panic_or_lose_something() {
    use rand::{RngExt, SeedableRng, seq::IndexedRandom};
    let number = |name: &str, default: u64| {
        std::env::var(name).map_or(default, |text| text.parse().unwrap())
    };
    let mut random = rand::rngs::SmallRng::seed_from_u64(number("MZHOST_FUZZ_SEED", 4));
    let suite = suite();
    let pieces = [
        "$ ",
        "> ",
        "! ",
        "? ",
        "#",
        "\\",
        "\"",
        "{",
        "}",
        "[",
        "]",
        "=",
        "\n",
        "\r\n",
        "  ",
        "---",
        "${",
        "contains:",
        "timeout",
        "[version>=",
        "\u{feff}",
        "ä",
        "\0",
        "\u{2028}",
        "3 values hashing to ",
        "detail:",
        "\n\\  ",
        "\\\"",
        "\t",
        "<null>",
    ];
    let mut scripts = 0;
    for _ in 0..number("MZHOST_FUZZ_ROUNDS", 20_000) {
        let mut text: Vec<char> = suite.choose(&mut random).unwrap().chars().collect();
        for _ in 0..random.random_range(1..6) {
            let at = random.random_range(0..=text.len());
            let end = (at + random.random_range(0..8)).min(text.len());
            let piece = pieces.choose(&mut random).unwrap();
            text.splice(at..end, piece.chars());
        }
        scripts += u32::from(survives(&String::from_iter(text)));
    }
    assert!(scripts > 100, "{scripts}");
}
