//! The conformance suite: NAME.td and NAME.slt pass; NAME.fail.td and NAME.fail.slt fail, and print NAME.fail.out.
//!
//! `BLESS=1` writes the outputs anew; `MZHOST_CONFORMANCE=rows/` runs the files whose path contains the text.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use regex::Regex;

use super::{Servers, servers};
use crate::harness::Done;

const SUITE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/testdrive");
/// Files that run at the same time.
const THREADS: usize = 4;
/// What passes may take its time on a busy machine.
const PASSES: [&str; 1] = ["--default-timeout=30s"];
/// What cannot pass is tried a few times.
const FAILS: [&str; 2] = ["--default-timeout=10s", "--default-max-tries=4"];

#[test]
fn the_suite_passes_and_fails_as_it_should() {
    let files = files();
    assert!(
        files.len() > 150 || filter().is_some(),
        "{} files",
        files.len()
    );
    let servers = Servers::start(
        "conformance",
        &["postgres", "kafka", "schema-registry", "mysql"],
    );
    servers.commit_offset();
    let queue = Mutex::new(files.iter().enumerate());
    let wrong = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let Some((index, file)) = queue.lock().unwrap().next() else {
                        return;
                    };
                    if let Err(text) = run(&servers, index, file) {
                        wrong.lock().unwrap().push(text);
                    }
                }
            });
        }
    });
    let mut wrong = wrong.into_inner().unwrap();
    wrong.sort();
    assert!(
        wrong.is_empty(),
        "{} files:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// A new action needs a file that passes and one that fails.
#[test]
fn every_action_passes_and_fails_in_a_file() {
    let texts = |fails: bool| {
        let files = with_extension("td").into_iter();
        let files =
            files.filter(move |file| file.display().to_string().contains(".fail.") == fails);
        files
            .map(|file| fs::read_to_string(file).unwrap())
            .collect::<String>()
    };
    let (passing, failing) = (texts(false), texts(true));
    let mut missing = Vec::new();
    for entry in mzhost_testdrive::actions::all() {
        for (text, what) in [(&passing, "passes"), (&failing, "fails")] {
            let called = |line: &str| {
                line.strip_prefix("$ ")
                    .and_then(|rest| rest.split(' ').next())
                    == Some(entry.name)
            };
            if !text.lines().any(called) {
                missing.push(format!("{} {what}", entry.name));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "no file of {SUITE} in which {}",
        missing.join(", ")
    );
}

/// Every output belongs to a file.
#[test]
fn no_output_is_left_of_a_file_that_is_gone() {
    for output in with_extension("out") {
        let there = ["td", "slt"].map(|extension| output.with_extension(extension).exists());
        assert!(
            there.contains(&true),
            "{} has no test file",
            output.display()
        );
    }
}

fn run(servers: &Servers, index: usize, file: &Path) -> Result<(), String> {
    let name = file.strip_prefix(SUITE).unwrap().display().to_string();
    let fails = name.contains(".fail.");
    // Names of topics and databases are made of the seed.
    let seed = if name == servers::COMMITTED.file {
        servers::COMMITTED.seed.to_owned()
    } else {
        (index + 1).to_string()
    };
    let limits = if fails { &FAILS[..] } else { &PASSES[..] };
    let args = [
        &["--isolation=always", "--seed", &seed][..],
        limits,
        &[&name],
    ]
    .concat();
    let start = match file.extension() {
        Some(extension) if extension == "slt" => servers.slt(&args),
        _ => servers.td(&args),
    };
    let done = start.current_dir(SUITE).done();
    match (fails, done.code()) {
        (false, Some(0)) => Ok(()),
        (true, Some(code)) if code != 0 => compare(file, &said(&done)),
        _ => Err(format!(
            "{name} should {}: {done}",
            if fails { "fail" } else { "pass" }
        )),
    }
}

/// What a file that failed printed, without what differs from run to run.
fn said(done: &Done) -> String {
    let text = format!(
        "exit code {}\n{}{}",
        done.code().unwrap(),
        done.out,
        done.err
    );
    let rules = [
        (r"\b\d+ tries in \d+(\.\d+)? m?s\b", "SEVERAL tries in TIME"),
        (r"\b\d+(\.\d+)? m?s\b", "TIME"),
        (r"--seed \d+", "--seed SEED"),
        (r"(\b|_)\d{10}\b", "${1}SEED"),
        (r"there are testdrive-[^\n]*", "there are TOPICS"),
        (r"(there are \S+, )testdrive-[^\n]*", "${1}TOPICS"),
        (r"\b\d+\.\d+\.\d+\.\d+\b", "ADDRESS"),
        (r"process \d+", "process ID"),
        (r"mzhost-(testdrive|sqllogictest)-\w+", "FOLDER"),
    ];
    rules.iter().fold(text, |text, (pattern, replacement)| {
        let pattern = Regex::new(pattern).unwrap();
        pattern.replace_all(&text, *replacement).into_owned()
    })
}

fn compare(file: &Path, said: &str) -> Result<(), String> {
    let path = file.with_extension("out");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, said).unwrap();
        return Ok(());
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    if said == expected {
        return Ok(());
    }
    Err(format!(
        "--- {} is\n{expected}--- but it printed\n{said}--- (BLESS=1 writes it anew)",
        path.display()
    ))
}

fn files() -> BTreeSet<PathBuf> {
    let files = with_extension("td")
        .into_iter()
        .chain(with_extension("slt"));
    let filter = filter().unwrap_or_default();
    files
        .filter(|file| file.display().to_string().contains(&filter))
        .collect()
}

fn filter() -> Option<String> {
    std::env::var("MZHOST_CONFORMANCE").ok()
}

fn with_extension(extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(SUITE)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found
}
