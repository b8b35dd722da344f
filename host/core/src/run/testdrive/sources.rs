//! The test files that a workflow names.

use mzhost_testdrive::options::Limits;
use mzhost_testdrive::position::Source;

use crate::code::Code;
use crate::fault::Fault;
use crate::operation::{TestInput, TestLanguage};
use crate::root::Root;
use crate::run::setup::Run;

impl Run {
    /// The texts of test files: of those that fit the globs, glob by glob, each once.
    pub(super) async fn test_sources(
        &self,
        language: TestLanguage,
        input: TestInput,
    ) -> Result<Vec<Source>, Fault> {
        let globs = match input {
            TestInput::Source { name, text } => return Ok(vec![Source::new(&name, &text)]),
            TestInput::Globs(globs) => globs,
        };
        if globs.is_empty() {
            let message = format!("no {} files are named", language.as_str());
            return Err(Fault::new(Code::ArgumentInvalid, message));
        }
        let most = self.limits.test_files;
        self.with_root(move |root| read(root, &globs, most)).await
    }
}

/// Reads files of `most` bytes together.
fn read(root: &Root, globs: &[String], most: usize) -> Result<Vec<Source>, Fault> {
    let mut sources: Vec<Source> = Vec::new();
    let mut left = most;
    for glob in globs {
        let (paths, truncated) = root.find(glob)?;
        if truncated {
            let message =
                format!("{glob:?} fits more files than can be run; write a narrower glob");
            return Err(Fault::new(Code::LimitInput, message));
        }
        if paths.is_empty() {
            let message = format!(
                "no file of the composition's folder fits {glob:?}; paths begin at that folder"
            );
            return Err(Fault::new(Code::TestInvalid, message));
        }
        for path in paths {
            if sources.iter().any(|source| source.name() == path) {
                continue;
            }
            let source = source(root, &path)?;
            left = left.checked_sub(source.text().len()).ok_or_else(|| {
                let message = format!("the test files have more than {most} bytes in all");
                Fault::new(Code::LimitInput, message)
            })?;
            sources.push(source);
        }
    }
    Ok(sources)
}

fn source(root: &Root, path: &str) -> Result<Source, Fault> {
    let bytes = root.read_all(path, Limits::default().file)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let byte = error.utf8_error().valid_up_to();
        let message = format!("{path} is not UTF-8 text (byte {byte})");
        Fault::new(Code::TestInvalid, message)
    })?;
    Ok(Source::new(path, &text))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn found(globs: &[&str], most: usize) -> Result<Vec<String>, Fault> {
        let file = |name: &str| (name.to_owned(), b"12345".to_vec());
        let files = BTreeMap::from([file("a.td"), file("b.td"), file("sub/c.td")]);
        let root = Root::new(None, files).unwrap();
        let globs: Vec<String> = globs.iter().map(ToString::to_string).collect();
        let sources = read(&root, &globs, most)?;
        Ok(sources
            .iter()
            .map(|source| source.name().to_owned())
            .collect())
    }

    #[test]
    fn each_file_is_taken_once() {
        let names = found(&["sub/*.td", "**/*.td"], 100).unwrap();
        assert_eq!(names, ["sub/c.td", "a.td", "b.td"]);
    }

    #[test]
    fn what_fits_nothing_or_too_much_is_named() {
        let none = found(&["*.td", "*.slt"], 100).unwrap_err();
        assert!(none.is(Code::TestInvalid) && none.message.contains("\"*.slt\""));
        assert!(found(&["*.td"], 9).unwrap_err().is(Code::LimitInput));
    }
}
