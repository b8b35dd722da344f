//! The parsers answer whatever the text is, and what was printed says the same when it is parsed again.
//!
//! The mutations are those of a fuzzer with a fixed seed, over the conformance suite and the texts of `corpus`, which once
//! broke something. `MZHOST_FUZZ_ROUNDS` and `MZHOST_FUZZ_SEED` look further:
//!
//! ```console
//! MZHOST_FUZZ_ROUNDS=10000000 MZHOST_FUZZ_SEED=$RANDOM cargo test --release -p mzhost-testdrive --test parser
//! ```

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "whatever goes wrong here fails a test"
)]

mod said;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use mzhost_testdrive::check::check;
use mzhost_testdrive::parse::{parse, parse_partly};
use mzhost_testdrive::position::Source;
use mzhost_testdrive::{print, slt};
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

use said::said;

const SUITE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/testdrive");
const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/parser/corpus");
/// Mutated texts in an ordinary run.
const ROUNDS: u64 = 20_000;
/// No text of the suite's size takes longer, on whatever machine.
const LONGEST: Duration = Duration::from_secs(2);
/// Pieces that mean something to a parser.
const PIECES: [&str; 40] = [
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
    "----",
    "statement ok",
    "query I",
    "include ",
    "system ok",
    "retry 3 backoff 1s",
    "onlyif ",
    "control substitution on",
    "connection ",
    "halt",
];

#[test]
fn the_suite_is_the_same_when_it_is_printed_and_parsed_again() {
    let same = texts("td").iter().filter(|text| survives(text)).count();
    assert!(same > 100, "{same}");
}

#[test]
fn no_text_makes_the_td_parser_panic_or_lose_something() {
    let mut scripts = 0_u32;
    mutations("td", |text| scripts += u32::from(survives(text)));
    assert!(scripts > 100, "{scripts}");
}

#[test]
fn no_text_makes_the_slt_parser_panic() {
    let mut scripts = 0_u32;
    mutations("slt", |text| {
        scripts += u32::from(slt::check(&Source::new("t.slt", text)).is_ok());
    });
    assert!(scripts > 100, "{scripts}");
}

/// Deep nesting, long lines and many lines end in time, too.
#[test]
fn large_texts_end_in_time() {
    let texts = [
        format!("$ set a={}", "[".repeat(200_000)),
        format!("$ set a={}{}", "{".repeat(100_000), "}".repeat(100_000)),
        format!("> select {}", "\n  1,".repeat(100_000)),
        format!("> select 1\n{}", "a b\n".repeat(200_000)),
        format!("> select 1\n{}", "\"".repeat(500_001)),
        "$ nop\n".repeat(100_000),
        "> \n".repeat(20_000),
        format!("! select\nregex: {}", "(".repeat(100_000)),
    ];
    for text in texts {
        let begun = Instant::now();
        let (script, errors) = parse_partly(Source::new("t.td", &text));
        drop((check(&script), errors, slt::check(&script.source)));
        assert!(
            begun.elapsed() < LONGEST * 5,
            "{:?}: {:?}",
            text.get(..40),
            begun.elapsed()
        );
    }
}

/// Parses any text; when it is a script, what is printed says the same.
fn survives(text: &str) -> bool {
    let begun = Instant::now();
    let result = parse(Source::new("t.td", text));
    assert!(begun.elapsed() < LONGEST, "{text:?}: {:?}", begun.elapsed());
    let Ok(script) = result else {
        return false;
    };
    let printed = print::print(&script);
    let again = parse(Source::new("printed.td", &printed))
        .unwrap_or_else(|errors| panic!("{text:?} printed as {printed:?}: {errors:?}"));
    assert_eq!(
        said(&script),
        said(&again),
        "{text:?} printed as {printed:?}"
    );
    true
}

/// Calls for each text with some pieces of it replaced.
fn mutations(extension: &str, mut each: impl FnMut(&str)) {
    let number = |name: &str, default: u64| {
        std::env::var(name).map_or(default, |text| text.parse().unwrap())
    };
    let mut random = SmallRng::seed_from_u64(number("MZHOST_FUZZ_SEED", 4));
    let texts = texts(extension);
    for _ in 0..number("MZHOST_FUZZ_ROUNDS", ROUNDS) {
        let mut text: Vec<char> = texts.choose(&mut random).unwrap().chars().collect();
        for _ in 0..random.random_range(1..6) {
            let at = random.random_range(0..=text.len());
            let end = (at + random.random_range(0..8)).min(text.len());
            let piece = PIECES.choose(&mut random).unwrap();
            text.splice(at..end, piece.chars());
        }
        each(&String::from_iter(text));
    }
}

/// The texts of the conformance suite and of the corpus.
fn texts(extension: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for folder in [SUITE, CORPUS] {
        walk(Path::new(folder), &mut paths);
    }
    // The order of folders is the file system's; the seed should mean the same everywhere.
    paths.sort();
    paths
        .iter()
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect()
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, paths);
        } else {
            paths.push(path);
        }
    }
}
