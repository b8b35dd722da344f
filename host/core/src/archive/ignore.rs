//! `.dockerignore`: which files of a build context are left out.

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

/// Patterns, the last that fits decides.
#[derive(Default)]
pub struct Ignore {
    rules: Vec<(GlobMatcher, GlobMatcher, bool)>,
    has_exceptions: bool,
    needed: Vec<PathBuf>,
}

impl Ignore {
    /// Reads a `.dockerignore`. A pattern that is no glob is an error that names its line.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut ignore = Self::default();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (pattern, keep) = match line.strip_prefix('!') {
                Some(rest) => (rest.trim(), true),
                None => (line, false),
            };
            let pattern = pattern.trim_matches('/');
            if pattern.is_empty() || pattern == "." {
                continue;
            }
            let glob = |pattern: &str| {
                GlobBuilder::new(pattern)
                    .literal_separator(true)
                    .build()
                    .map(|glob| glob.compile_matcher())
                    .map_err(|error| format!(".dockerignore line {}: {error}", number + 1))
            };
            ignore
                .rules
                .push((glob(pattern)?, glob(&format!("{pattern}/**"))?, keep));
            ignore.has_exceptions |= keep;
        }
        Ok(ignore)
    }

    /// Keeps files whatever the patterns say.
    #[must_use]
    pub fn but_keep<const N: usize>(mut self, files: [&str; N]) -> Self {
        self.needed = files
            .iter()
            .map(|file| Path::new(file).components().collect())
            .collect();
        self
    }

    /// Whether a path, relative to the context, stays out. A folder that an exception may reach into does not.
    pub fn leaves_out(&self, path: &Path, is_folder: bool) -> bool {
        if self.needed.iter().any(|needed| needed.starts_with(path)) {
            return false;
        }
        let mut out = false;
        for (itself, below, keep) in &self.rules {
            if itself.is_match(path) || below.is_match(path) {
                out = !keep;
            }
        }
        out && !(is_folder && self.has_exceptions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_rule_that_fits_decides() {
        let ignore = Ignore::parse("# notes\n*.md\n!README.md\ntarget/\n**/secret\n").unwrap();
        assert!(ignore.leaves_out(Path::new("a.md"), false));
        assert!(!ignore.leaves_out(Path::new("README.md"), false));
        assert!(!ignore.leaves_out(Path::new("docs/a.md"), false));
        assert!(ignore.leaves_out(Path::new("target/debug/x"), false));
        assert!(ignore.leaves_out(Path::new("a/b/secret"), false));
        assert!(!ignore.leaves_out(Path::new("src/main.rs"), false));
    }

    #[test]
    fn a_bad_pattern_names_its_line() {
        let Err(error) = Ignore::parse("ok\n[") else {
            panic!("the pattern was accepted");
        };
        assert!(error.starts_with(".dockerignore line 2"), "{error}");
    }
}
