//! What an action is called, takes and does, as data: errors, checks and the documentation are made from it.

use super::{Action, Arguments};
use crate::failure::Error;

/// An action.
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    /// Names of the old dialect.
    pub aliases: &'static [&'static str],
    /// What it does, one or two sentences for the documentation.
    pub summary: &'static str,
    /// Its arguments.
    pub arguments: &'static [Argument],
    /// Whether it takes arguments of any further name.
    pub any_argument: bool,
    /// What its body is.
    pub body: Body,
    /// Prefix of variables that it replaces itself, such as `kafka-ingest.`.
    pub own_variables: Option<&'static str>,
    /// Checks the values and makes the action.
    pub build: fn(&mut Arguments) -> Result<Box<dyn Action>, Error>,
}

/// An argument.
pub struct Argument {
    /// Its key.
    pub key: &'static str,
    /// Whether it must be given.
    pub required: bool,
    /// What it means, with its default.
    pub meaning: &'static str,
}

impl Argument {
    /// An argument that must be given.
    pub const fn required(key: &'static str, meaning: &'static str) -> Self {
        Self {
            key,
            required: true,
            meaning,
        }
    }

    /// An argument with a default.
    pub const fn optional(key: &'static str, meaning: &'static str) -> Self {
        Self {
            key,
            required: false,
            meaning,
        }
    }
}

/// What an action's body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// There is none; one is an error.
    None,
    /// Lines that mean this; there may be none.
    Lines(&'static str),
}
