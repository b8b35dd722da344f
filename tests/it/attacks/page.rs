//! `docs/attacks.md`: one row for each attack, kept true by the tests that make the attacks.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::{env, fs};

use super::section;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/attacks.md");
const TESTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/it");
const BEGINNING: &str = "\
# Attacks

<!-- Written by `BLESS=1 cargo it` from the tests that make these attacks. -->

What hostile guests, documents and files try, what they get, and the exit code of mzhost. Each row is a test in `tests/it` against a
real engine, which also checks that nothing is left behind. Where a guest gets an error and goes on, the exit code is that of a run
whose workflow returns the error. What the words of the limits mean is in [limits.md](limits.md), all codes are in
[error-codes.md](error-codes.md).
";
const HEAD: &str = "| Attack | What it got | Exit code |\n| --- | --- | --- |\n";

/// Tests run on several threads, and each writes the whole page.
static WRITING: Mutex<()> = Mutex::new(());

/// Names of attacks and their rows, by section.
type Rows = BTreeMap<String, BTreeMap<String, String>>;

/// The attack has a row in `docs/attacks.md` that says the same; `BLESS=1` writes it. `section` is one of [`section`],
/// `name` is what was tried, as a literal in the test's source; `got` is the beginning of what came of it, and `exit` the
/// exit code.
#[track_caller]
pub(crate) fn row(section: &str, name: &str, got: &str, exit: i32) {
    assert!(section::ALL.contains(&section), "no section {section:?}");
    assert!(
        !name.contains(['|', '"', '\\', '\n']),
        "{name:?} is no name"
    );
    let got = got.replace('|', "\\|").replace('<', "\\<");
    let row = format!("| {name} | {got} | {exit} |");
    let _one = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let mut rows = read();
    let there = rows.entry(section.to_owned()).or_default();
    if env::var_os("BLESS").is_some() {
        there.insert(name.to_owned(), row);
        write(&rows);
    } else {
        let written = there.get(name);
        assert_eq!(
            written,
            Some(&row),
            "docs/attacks.md is old: run this test with BLESS=1"
        );
    }
}

fn read() -> Rows {
    let text = fs::read_to_string(PAGE).unwrap_or_default();
    let mut rows = Rows::new();
    let mut section = String::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            title.clone_into(&mut section);
        } else if let Some((name, _)) = line
            .strip_prefix("| ")
            .and_then(|line| line.split_once(" | "))
            && name != "Attack"
            && name != "---"
        {
            let rows = rows.entry(section.clone()).or_default();
            rows.insert(name.to_owned(), line.to_owned());
        }
    }
    rows
}

/// Writes the page without the rows of tests that are gone.
fn write(rows: &Rows) {
    let sources = sources(Path::new(TESTS));
    let mut text = BEGINNING.to_owned();
    for section in section::ALL {
        let rows: Vec<_> = rows
            .get(section)
            .into_iter()
            .flatten()
            .filter(|(name, _)| is_claimed(name, &sources))
            .collect();
        if !rows.is_empty() {
            write!(text, "\n## {section}\n\n{HEAD}").unwrap();
        }
        for (_, row) in rows {
            writeln!(text, "{row}").unwrap();
        }
    }
    fs::write(PAGE, text).unwrap();
}

/// Whether a test has the name in its source.
fn is_claimed(name: &str, sources: &str) -> bool {
    sources.contains(&format!("\"{name}\""))
}

/// The text of all tests.
fn sources(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text.push_str(&sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
    text
}

#[test]
fn every_row_of_the_page_has_its_test() {
    let sources = sources(Path::new(TESTS));
    let _one = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let stale: Vec<String> = read()
        .into_values()
        .flat_map(BTreeMap::into_keys)
        .filter(|name| !is_claimed(name, &sources))
        .collect();
    assert!(
        stale.is_empty(),
        "docs/attacks.md has rows without a test: {stale:?}"
    );
}
