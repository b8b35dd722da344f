//! [`Language`]: how a folder becomes a component. One file per language implements it; the list is here.

use std::path::{Path, PathBuf};

use mzhost_core::fault::Fault;
use mzhost_core::perform::BoxFuture;

use super::c::C;
use super::custom::Custom;
use super::go::Go;
use super::javascript::{JAVASCRIPT, TYPESCRIPT};
use super::prebuilt::Prebuilt;
use super::python::Python;
use super::rust::Rust;
use super::workshop::Workshop;

/// All languages, in the order in which they are tried.
pub(super) const LANGUAGES: &[&dyn Language] = &[
    &Custom,
    &Rust,
    &TYPESCRIPT,
    &JAVASCRIPT,
    &Python,
    &Go,
    &C,
    &Prebuilt,
];

/// A component that is up to date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// The component.
    pub component: PathBuf,
    /// What the user should know, one sentence each.
    pub warnings: Vec<String>,
}

/// Turns a folder into a component.
pub trait Language: Sync {
    /// Its name, for people.
    fn name(&self) -> &'static str;

    /// What it looks for in a folder.
    fn marker(&self) -> &'static str;

    /// Whether the folder is one of its compositions.
    fn detect(&self, folder: &Path) -> bool {
        folder.join(self.marker()).is_file()
    }

    /// Whether there is nothing to build.
    fn is_up_to_date(&self, folder: &Path) -> bool;

    /// What a build makes, for the lines that say so, when it is not the folder's own component.
    fn makes(&self) -> Option<&'static str> {
        None
    }

    /// Brings the component of a folder up to date. Dropping the future ends the build.
    fn build<'a>(
        &'a self,
        folder: &'a Path,
        shop: Workshop<'a>,
    ) -> BoxFuture<'a, Result<Built, Fault>>;

    /// Makes the component that can be passed on, which needs nothing of the folder but the files that it reads: for
    /// languages whose workflows run here in another way.
    fn package<'a>(
        &'a self,
        folder: &'a Path,
        shop: Workshop<'a>,
    ) -> BoxFuture<'a, Result<Built, Fault>> {
        self.build(folder, shop)
    }
}
