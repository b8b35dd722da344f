//! `mzhost new NAME --lang LANGUAGE`: begins a composition in a folder of its own.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use mzhost_core::fault::Fault;

use super::print;
use crate::project::{Template, begin};

#[derive(Debug, Args)]
pub(super) struct New {
    /// The folder, which is made; its last part is the composition's name
    #[arg(value_name = "NAME")]
    dir: PathBuf,
    /// Language of the workflows
    #[arg(long, value_enum, value_name = "LANGUAGE", env = "MZHOST_LANG")]
    lang: Language,
}

/// The languages that mzhost builds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Language {
    Rust,
    Javascript,
    Typescript,
    Python,
    Go,
    C,
}

impl From<Language> for Template {
    fn from(language: Language) -> Self {
        match language {
            Language::Rust => Self::Rust,
            Language::Javascript => Self::JavaScript,
            Language::Typescript => Self::TypeScript,
            Language::Python => Self::Python,
            Language::Go => Self::Go,
            Language::C => Self::C,
        }
    }
}

impl New {
    pub(super) fn execute(&self) -> Result<u8, Fault> {
        let files = begin(&self.dir, self.lang.into())?;
        print::text(&said(&self.dir, &files));
        Ok(0)
    }
}

/// What was made, and what to do next.
fn said(dir: &Path, files: &[PathBuf]) -> String {
    let shown = dir.display();
    let made = files
        .iter()
        .map(|file| format!("  {shown}/{}", file.display()));
    let next = [
        String::new(),
        format!("mzhost list {shown}"),
        format!("mzhost run {shown}\n"),
    ];
    made.chain(next).collect::<Vec<_>>().join("\n")
}
