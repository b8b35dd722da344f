//! Replaces what differs from run to run, for comparing whole outputs.

use regex::Regex;

/// The text with ids, seeds, times and folders replaced.
pub(crate) fn redact(text: &str) -> String {
    let rules = [
        (r"run [a-z0-9]{8}\b", "run ID"),
        (r"(project [a-z_-]+)-[a-z0-9]{8}\b", "$1-ID"),
        (r"seed \d+", "seed N"),
        (r"\b\d+(\.\d+)? m?s\b", "TIME"),
        (r"/\S+/runs/[a-z0-9]{8}\b", "RUN-FOLDER"),
        (r"/\S+/(\w+\.wasm)", "$1"),
    ];
    rules
        .iter()
        .fold(text.to_owned(), |text, (pattern, replacement)| {
            let pattern = Regex::new(pattern).unwrap();
            pattern.replace_all(&text, *replacement).into_owned()
        })
}
