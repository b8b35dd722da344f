//! Schemas that refer to others.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::client::Client;
use crate::failure::Error;

/// A schema that another one refers to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Reference {
    /// What it is called in the schema.
    name: String,
    subject: String,
    version: u32,
}

/// The most schemas that one may refer to, nested ones included.
pub const MOST_REFERENCES: usize = 256;

/// A step of the walk through all references.
enum Step {
    /// The schema is to be asked for.
    Ask(Reference),
    /// Its own references are done.
    Done(String),
}

impl Client {
    /// The latest version of a subject, to be referred to by the subject's name.
    pub(super) async fn latest_of_reference(&self, subject: &str) -> Result<Reference, Error> {
        let sent = self.sent(subject, "latest").await?.ok_or_else(|| {
            Error::test(format!(
                "references={subject}: the schema registry has no such subject; publish it first"
            ))
        })?;
        Ok(Reference {
            name: subject.to_owned(),
            subject: subject.to_owned(),
            version: sent.version,
        })
    }

    /// The texts of schemas and of those that they refer to; each once, and after those that it needs.
    pub(super) async fn texts(&self, references: Vec<Reference>) -> Result<Vec<String>, Error> {
        let mut texts = Vec::new();
        let mut seen = HashSet::new();
        // The next step is the last of the list.
        let mut steps: Vec<Step> = references.into_iter().rev().map(Step::Ask).collect();
        while let Some(step) = steps.pop() {
            let reference = match step {
                Step::Done(text) => {
                    texts.push(text);
                    continue;
                }
                Step::Ask(reference) => reference,
            };
            if !seen.insert((reference.subject.clone(), reference.version)) {
                continue;
            }
            if seen.len() > MOST_REFERENCES {
                return Err(Error::test(format!(
                    "a schema refers to more than {MOST_REFERENCES} others"
                )));
            }
            let version = reference.version.to_string();
            let sent = self.sent(&reference.subject, &version).await?;
            let sent = sent.ok_or_else(|| {
                Error::test(format!(
                    "a schema refers to version {version} of subject {}, which the schema registry does not have",
                    reference.subject
                ))
            })?;
            steps.push(Step::Done(sent.schema));
            steps.extend(sent.references.into_iter().rev().map(Step::Ask));
        }
        Ok(texts)
    }
}
