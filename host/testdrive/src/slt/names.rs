//! The variables that a file sees.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::SystemTime;

use url::Url;

use crate::options::Options;

/// The variables that a file sees with `control substitution on`.
pub(super) struct Names {
    folder: PathBuf,
    database: Option<String>,
    /// What `let` bound.
    bound: BTreeMap<String, String>,
    /// `--var` and granted environment variables, which commands see, too.
    given: BTreeMap<String, String>,
}

impl Names {
    /// What a file begins with.
    pub(super) fn new(options: &Options, url: Option<&str>, folder: PathBuf) -> Self {
        let mut given = options.environment.clone();
        given.extend(options.variables.clone());
        Self {
            folder,
            database: url.and_then(database),
            bound: BTreeMap::new(),
            given,
        }
    }

    /// Sets a variable.
    pub(super) fn bind(&mut self, name: &str, value: String) {
        self.bound.insert(name.to_owned(), value);
    }

    /// `--var` and granted environment variables.
    pub(super) fn given(&self) -> &BTreeMap<String, String> {
        &self.given
    }

    /// A variable's value.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        self.own(name).or_else(|| self.given.get(name).cloned())
    }

    /// The value of a variable that is the file's own.
    pub(super) fn own(&self, name: &str) -> Option<String> {
        match name {
            "__TEST_DIR__" => Some(self.folder.display().to_string()),
            "__NOW__" => Some(now()),
            "__DATABASE__" => self.database.clone(),
            name => self.bound.get(name).cloned(),
        }
    }
}

/// Nanoseconds since 1970, as the `sqllogictest` crate has them.
fn now() -> String {
    SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default()
        .as_nanos()
        .to_string()
}

/// The database of a URL; without one, the server takes the user's name.
fn database(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let name = match url.path().trim_start_matches('/') {
        "" => url.username(),
        path => path,
    };
    let decoded = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
    Some(decoded.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_own_names_come_first() {
        let given = |value: &str| BTreeMap::from([("x".to_owned(), value.to_owned())]);
        let options = Options {
            variables: given("var"),
            environment: given("env"),
            ..Options::default()
        };
        let mut names = Names::new(&options, Some("postgres://u@h/my%20db"), PathBuf::from("f"));
        assert_eq!(names.get("x").as_deref(), Some("var"));
        assert_eq!(names.own("x"), None);
        names.bind("x", "let".to_owned());
        assert_eq!(names.get("x").as_deref(), Some("let"));
        assert_eq!(names.get("__DATABASE__").as_deref(), Some("my db"));
        assert_eq!(names.get("__TEST_DIR__").as_deref(), Some("f"));
        assert_eq!(names.get("HOME"), None);
    }
}
