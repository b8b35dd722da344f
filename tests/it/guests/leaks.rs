//! Secrets do not appear in anything that mzhost shows or saves.

use std::fs;
use std::path::Path;

use mzhost_core::mask::MASK;

pub(super) use mzhost_test_artifacts::LEAKS as GUEST;

use crate::harness::{Done, Mzhost, mzhost, run};

/// Marked by the user.
const TOKEN: &str = "T0ken \"x\"/+?&=\u{fc}y'z>";
/// Marked by the guest, and only used by it.
const GUESTS: [&str; 2] = ["k3y/with+more?", "Pa55w0rd-of-app"];

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The forms of a value, made by other means than the host's.
fn forms(value: &str) -> Vec<String> {
    let hex = |byte: u8| format!("%{byte:02X}");
    let percent: String = value
        .bytes()
        .map(|byte| match byte {
            byte if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => {
                char::from(byte).to_string()
            }
            byte => hex(byte),
        })
        .collect();
    let debug = |text: &str| format!("{text:?}").trim_matches('"').to_owned();
    let mut forms = vec![
        value.to_owned(),
        debug(value),
        debug(&debug(value)),
        serde_json::to_string(value)
            .unwrap()
            .trim_matches('"')
            .to_owned(),
        value
            .replace('&', "&amp;")
            .replace('"', "&quot;")
            .replace('>', "&gt;"),
        value.replace('&', "&amp;").replace('>', "&gt;"),
        percent.to_lowercase(),
        percent,
        value.bytes().map(hex).collect(),
    ];
    // Digits of six whole bits of the value, wherever it begins in a group.
    let bits: Vec<bool> = value
        .bytes()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1))
        .collect();
    for skipped in [0, 4, 2] {
        let digits: String = bits[skipped..]
            .chunks_exact(6)
            .map(|bits| bits.iter().fold(0, |all, bit| all << 1 | usize::from(*bit)))
            .map(|digit| char::from(DIGITS[digit]))
            .collect();
        forms.push(digits.replace('+', "-").replace('/', "_"));
        forms.push(digits);
    }
    forms
}

/// All files below a folder with their contents.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.is_file() {
            let bytes = fs::read(&path).unwrap();
            found.push((
                path.display().to_string(),
                String::from_utf8_lossy(&bytes).into_owned(),
            ));
        }
    }
    found
}

/// No form of a secret is in anything that was shown or saved; gives it all.
#[track_caller]
fn check(done: &Done, junit: &Path) -> Vec<(String, String)> {
    let mut texts = files(done.state());
    texts.push(("standard output".to_owned(), done.out.clone()));
    texts.push(("standard error".to_owned(), done.err.clone()));
    texts.push(("JUnit".to_owned(), fs::read_to_string(junit).unwrap()));
    for secret in GUESTS.into_iter().chain([TOKEN]) {
        for form in forms(secret) {
            for (name, text) in &texts {
                if let Some(at) = text.find(&form) {
                    let around: String = text[..at].chars().rev().take(200).collect();
                    let around: String = around.chars().rev().collect();
                    panic!("{form:?} is in {name} after {around:?}");
                }
            }
        }
    }
    texts
}

fn with_token(run: Mzhost) -> Mzhost {
    run.env("TOKEN", TOKEN).args(&["--secret", "TOKEN"])
}

#[test]
fn secrets_are_masked_in_everything_that_is_shown_and_saved() {
    let folder = tempfile::tempdir().unwrap();
    for format in ["terminal", "jsonl"] {
        let junit = folder.path().join(format!("{format}.xml"));
        let flags = [
            "--junit",
            junit.to_str().unwrap(),
            "--format",
            format,
            "--verbose",
        ];
        let done = with_token(mzhost(&["run"]).args(&flags))
            .args(&[GUEST, "default"])
            .done()
            .exits(1)
            .leaves_nothing();
        let texts = check(&done, &junit);
        // It leaked as far as it could, and each place has its mask.
        for said in [
            "print ***",
            "debug \\\"***\\\"",
            "split ***",
            "url ***",
            "log ***",
            "exec ***",
            "type integer: \\\"***\\\"",
            "http answer ***",
            "container log *** ***",
            "case ***",
            "fault *** *** ***",
        ] {
            let said = if format == "terminal" {
                said.replace("\\\"", "\"")
            } else {
                said.to_owned()
            };
            assert!(done.out.contains(&said), "{said:?} is missing in\n{done}");
        }
        let has = |end: &str, text: &str| {
            let found = texts
                .iter()
                .any(|(name, it)| name.ends_with(end) && it.contains(text));
            assert!(found, "{text:?} is not in {end}");
        };
        has("events.jsonl", MASK);
        has("logs/box.log", "log *** ***\n");
        has(".stdout", "of many with ***\n");
        has(".rows.jsonl", "[\"***\"]\n");
        has("JUnit", "case ***");
        has("run.json", GUEST);
    }
}

#[test]
fn a_panic_shows_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let junit = folder.path().join("junit.xml");
    let flags = ["--junit", junit.to_str().unwrap()];
    let done = with_token(mzhost(&["run"]).args(&flags))
        .args(&[GUEST, "panics", TOKEN])
        .done()
        .exits(31)
        .says("panic ***");
    check(&done, &junit);
}

#[test]
fn the_configuration_has_masks() {
    with_token(mzhost(&["config"]))
        .args(&[GUEST])
        .done()
        .exits(0)
        .says("TOKEN: \"***\"")
        .says("DB_KEY: \"***\"")
        .never_says(GUESTS[0]);
}

#[test]
fn a_value_that_is_too_short_is_refused_by_its_name_and_not_shown() {
    let why = "it has fewer than 6 characters and would be found where it is not";
    run(GUEST, &[])
        .env("MZHOST_SECRET", "TOKEN")
        .env("TOKEN", "s3cr3")
        .done()
        .exits(2)
        .says(&format!(
            "--secret TOKEN: the variable's value cannot be masked: {why}"
        ))
        .never_says("s3cr3");
    run(GUEST, &["short"])
        .env("MZHOST_SECRET", "TOKEN")
        .env("TOKEN", TOKEN)
        .done()
        .exits(9)
        .says(&format!(
            "services.box.x-mzhost.secrets: \"PIN\" cannot be masked: {why}"
        ))
        .never_says("s3cr3");
}
