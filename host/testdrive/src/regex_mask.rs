//! `set-regex`: what differs from run to run is masked before it is compared.

use regex::Regex;

/// What is put in place of a match when the file names nothing.
pub const DEFAULT_REPLACEMENT: &str = "<regex_match>";

/// A mask.
#[derive(Debug, Clone)]
pub struct RegexMask {
    /// What is masked.
    pub pattern: Regex,
    /// By what, with `$1` for groups.
    pub replacement: String,
}

impl RegexMask {
    /// Masks a text.
    pub fn apply(&self, text: &str) -> String {
        self.pattern
            .replace_all(text, self.replacement.as_str())
            .into_owned()
    }
}
