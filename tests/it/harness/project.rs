//! A project that stays up between several starts of the program.

use super::{Done, Mzhost, leftovers, mzhost};

/// A project of one test, which is taken down with it.
pub(crate) struct Project {
    name: String,
}

impl Project {
    /// A name that no other test has, in this process or another.
    pub(crate) fn new(test: &str) -> Self {
        Self {
            name: format!("it-{test}-{}", std::process::id()),
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// `mzhost SUBCOMMAND -p PROJECT ARGS…`.
    pub(crate) fn mzhost(&self, subcommand: &str, args: &[&str]) -> Mzhost {
        mzhost(&[subcommand, "-p", &self.name]).args(args)
    }

    /// Nothing of it is left.
    #[track_caller]
    pub(crate) fn is_gone(&self) {
        let left = leftovers(&self.name);
        assert!(left.is_empty(), "{left:?} are left");
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        drop(down(&self.name));
    }
}

/// Removes all of a project.
pub(super) fn down(project: &str) -> Done {
    mzhost(&["down", "-v", "-p", project]).done()
}
