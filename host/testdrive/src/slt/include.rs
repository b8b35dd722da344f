//! Reads a file's includes, and theirs, before anything runs.

use std::sync::Arc;

use super::parse;
use super::path::resolve;
use super::script::{Inclusion, Record, Script, Step, line_of, line_start};
use crate::access::{Access, BoxFuture};
use crate::parse::ParseError;
use crate::position::Source;

/// How deep files include each other.
pub const DEEPEST_INCLUDE: usize = 16;

/// Parses a file and all that it includes. `limit`: bytes of all of them together.
pub(super) async fn load(
    source: Source,
    access: &dyn Access,
    limit: usize,
) -> Result<Script, Vec<ParseError>> {
    let mut loader = Loader {
        access,
        limit,
        left: limit,
        steps: Vec::new(),
        errors: Vec::new(),
    };
    if let Err(message) = loader.spend(&source) {
        return Err(vec![ParseError::new(&source, 0, message)]);
    }
    loader.expand(source.clone(), Arc::new([])).await;
    if loader.errors.is_empty() {
        Ok(Script {
            source,
            steps: loader.steps,
        })
    } else {
        Err(loader.errors)
    }
}

struct Loader<'a> {
    access: &'a dyn Access,
    limit: usize,
    /// Bytes that may still be read.
    left: usize,
    steps: Vec<Step>,
    errors: Vec<ParseError>,
}

impl Loader<'_> {
    fn expand(&mut self, source: Source, included: Arc<[Inclusion]>) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            let records = match parse::records(&source) {
                Ok(records) => records,
                Err(errors) => {
                    for error in errors {
                        self.tell(error);
                    }
                    return;
                }
            };
            for record in records {
                // Controls have no place of their own and cannot fail.
                let line = line_of(&record).unwrap_or(1);
                if let Record::Include { filename, .. } = &record {
                    self.include(&source, line, filename, &included).await;
                } else if does_something(&record) {
                    self.steps.push(Step {
                        source: source.clone(),
                        line,
                        included: Arc::clone(&included),
                        record,
                    });
                }
            }
        })
    }

    async fn include(
        &mut self,
        source: &Source,
        line: usize,
        name: &str,
        included: &Arc<[Inclusion]>,
    ) {
        let here = Inclusion {
            file: source.name().to_owned(),
            line,
        };
        let chain: Arc<[Inclusion]> = std::iter::once(here)
            .chain(included.iter().cloned())
            .collect();
        match self.read(source, name, &chain).await {
            Ok(inner) => self.expand(inner, chain).await,
            Err(message) => {
                let start = line_start(source.text(), line);
                let column = source.line(line).rfind(name).unwrap_or_default();
                self.tell(ParseError::new(source, start + column, message));
            }
        }
    }

    async fn read(
        &mut self,
        source: &Source,
        name: &str,
        chain: &[Inclusion],
    ) -> Result<Source, String> {
        if name.contains(['*', '?', '[']) {
            return Err(format!(
                "{name:?} is a pattern; include takes the name of one file: write an include for each"
            ));
        }
        let path = resolve(source.name(), name);
        if chain.iter().any(|inclusion| inclusion.file == path) {
            return Err(format!("{path} includes itself"));
        }
        if chain.len() > DEEPEST_INCLUDE {
            return Err(format!(
                "files include each other at most {DEEPEST_INCLUDE} deep"
            ));
        }
        let bytes = self
            .access
            .read(&path)
            .await
            .map_err(|error| error.message)?;
        let text = String::from_utf8(bytes).map_err(|_| format!("{path} is not UTF-8 text"))?;
        let inner = Source::new(&path, &text);
        self.spend(&inner)?;
        Ok(inner)
    }

    /// Takes a file's bytes from those that may be read.
    fn spend(&mut self, source: &Source) -> Result<(), String> {
        match self.left.checked_sub(source.text().len()) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => Err(format!(
                "with {} there are more than {} bytes, which is the limit of a file with all that it includes",
                source.name(),
                self.limit
            )),
        }
    }

    /// A file may be included several times; what is wrong with it is told once.
    fn tell(&mut self, error: ParseError) {
        if !self.errors.contains(&error) {
            self.errors.push(error);
        }
    }
}

fn does_something(record: &Record) -> bool {
    matches!(
        record,
        Record::Statement { .. }
            | Record::Query { .. }
            | Record::System { .. }
            | Record::Sleep { .. }
            | Record::Halt { .. }
            | Record::Control(_)
            | Record::HashThreshold { .. }
            | Record::Let { .. }
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::access::{AccessError, AccessErrorKind, BoxStream, Psql, PsqlOutput};

    struct Files(BTreeMap<&'static str, String>);

    impl Access for Files {
        fn dial<'a>(
            &'a self,
            host: &'a str,
            _: u16,
        ) -> BoxFuture<'a, Result<BoxStream, AccessError>> {
            Box::pin(async move { Err(AccessError::new(AccessErrorKind::Unknown, host)) })
        }

        fn read<'a>(&'a self, path: &'a str) -> BoxFuture<'a, Result<Vec<u8>, AccessError>> {
            let text = self.0.get(path).cloned().map(String::into_bytes);
            let unknown = format!("there is no file {path}");
            let result = text.ok_or(AccessError::new(AccessErrorKind::Unknown, unknown));
            Box::pin(async { result })
        }

        fn psql(&self, _: Psql) -> BoxFuture<'_, Result<PsqlOutput, AccessError>> {
            Box::pin(async { Err(AccessError::new(AccessErrorKind::Denied, "no psql")) })
        }
    }

    async fn loaded(
        text: &str,
        files: &[(&'static str, &str)],
        limit: usize,
    ) -> Result<Script, Vec<String>> {
        let files = files.iter().map(|(name, text)| (*name, (*text).to_owned()));
        let access = Files(files.collect());
        let script = load(Source::new("t/a.slt", text), &access, limit).await;
        script.map_err(|errors| {
            let place = |error: &ParseError| {
                format!("{}:{}: {}", error.file, error.location.line, error.message)
            };
            errors.iter().map(place).collect()
        })
    }

    #[tokio::test]
    async fn records_of_included_files_stand_in_place() {
        let files = [
            ("t/x/b.slt", "include ../c.slt\n\nhalt\n"),
            ("t/c.slt", "\nsleep 1s\n"),
        ];
        let text = "include x/b.slt\n\nhash-threshold 1\n";
        let script = loaded(text, &files, 1000).await.unwrap();
        let places: Vec<_> = script
            .steps
            .iter()
            .map(|step| format!("{}:{} {}", step.source.name(), step.line, step.outer_line()))
            .collect();
        assert_eq!(places, ["t/c.slt:2 1", "t/x/b.slt:3 1", "t/a.slt:3 3"]);
    }

    #[tokio::test]
    async fn what_cannot_be_included_is_told_all_together() {
        let files = [
            ("t/b.slt", "include a.slt\nwhat\n"),
            ("t/c.slt", "include a.slt\n"),
        ];
        let text = "include *.slt\ninclude d.slt\ninclude b.slt\ninclude c.slt\n";
        let errors = loaded(text, &files, 1000).await.unwrap_err();
        assert_eq!(errors.len(), 4, "{errors:?}");
        assert!(errors[0].starts_with("t/a.slt:1: \"*.slt\" is a pattern"));
        assert_eq!(errors[1], "t/a.slt:2: there is no file t/d.slt");
        assert!(errors[2].starts_with("t/b.slt:2: no record begins"));
        assert_eq!(errors[3], "t/c.slt:1: t/a.slt includes itself");
    }

    #[tokio::test]
    async fn bytes_are_limited_in_all() {
        let files = [("t/b.slt", "sleep 1s\n")];
        assert!(loaded("include b.slt\n", &files, 30).await.is_ok());
        let errors = loaded("include b.slt\n", &files, 20).await.unwrap_err();
        assert!(errors[0].starts_with("t/a.slt:1: with t/b.slt there are"));
    }
}
