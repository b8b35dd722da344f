//! A service of the catalog as its file describes it.

use std::fmt::{self, Display, Formatter};

use mzhost_compose::Node;
use regex::Regex;

use crate::condition::Condition;

/// A service with its parameters.
#[derive(Debug, Clone)]
pub struct Kind {
    /// Its name in the catalog.
    pub name: String,
    /// A few words.
    pub title: String,
    /// Paragraphs for those who use it.
    pub documentation: String,
    /// Its parameters in the order of the file.
    pub parameters: Vec<Parameter>,
    /// Services that it is of no use without.
    pub companions: Vec<Companion>,
    /// What it is made of, laid over each other in this order.
    pub fragments: Vec<Fragment>,
}

/// A parameter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name: lower case with `_`.
    pub name: String,
    /// What values it takes.
    pub kind: Type,
    /// What it means.
    pub meaning: String,
    /// Its value when none is given; texts may name parameters above it.
    pub default: Option<Node>,
    /// Whether it must be given.
    pub required: bool,
    /// A value for the documentation of a required one.
    pub example: Option<Node>,
    /// The only texts that it takes; empty is all.
    pub allowed: Vec<String>,
    /// What a text, or each item of a list, looks like.
    pub pattern: Option<Pattern>,
}

/// What texts look like, and the parts that `each` names.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// The whole text fits it.
    pub(crate) regex: Regex,
    /// For people.
    pub form: String,
}

/// What values a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// A text.
    String,
    /// A whole number.
    Int,
    /// `true` or `false`.
    Bool,
    /// A list.
    List,
    /// A map.
    Map,
}

impl Type {
    /// All types with their names in files.
    pub(crate) const ALL: [(&'static str, Type); 5] = [
        ("string", Type::String),
        ("int", Type::Int),
        ("bool", Type::Bool),
        ("list", Type::List),
        ("map", Type::Map),
    ];

    /// For messages.
    pub(crate) fn wanted(self) -> &'static str {
        match self {
            Self::String => "a text",
            Self::Int => "a whole number",
            Self::Bool => "true or false",
            Self::List => "a list",
            Self::Map => "a map",
        }
    }

    /// Whether a value is of the type.
    pub(crate) fn takes(self, value: &Node) -> bool {
        matches!(
            (self, value),
            (Self::String, Node::Text(_))
                | (Self::Int, Node::Int(_))
                | (Self::Bool, Node::Bool(_))
                | (Self::List, Node::List(_))
                | (Self::Map, Node::Map(_))
        )
    }
}

impl Display for Type {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let name = Self::ALL.iter().find(|(_, kind)| kind == self);
        f.write_str(name.map_or("", |(name, _)| name))
    }
}

/// A service that another one is of no use without.
#[derive(Debug, Clone)]
pub struct Companion {
    /// Its name in the catalog.
    pub kind: String,
    /// When it is needed; always when absent.
    pub when: Option<Condition>,
}

/// Keys of a Compose service with the parameters' places in them.
#[derive(Debug, Clone)]
pub struct Fragment {
    /// When it counts; always when absent.
    pub when: Option<Condition>,
    /// The keys.
    pub service: Node,
}

impl Kind {
    /// A parameter by its name.
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|known| known.name == name)
    }
}
