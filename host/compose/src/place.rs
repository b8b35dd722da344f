//! A value together with its path and the list of problems: what every reader gets.

use std::cell::RefCell;
use std::fmt::Write;

use crate::error::{Error, Kind};
use crate::names;
use crate::node::Node;

/// Problems of one document that are kept; a broken document may have thousands.
const KEPT: usize = 100;

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Key(String),
    Index(usize),
}

/// The problems found so far.
#[derive(Debug, Default)]
pub(crate) struct Problems(RefCell<Vec<(Vec<Step>, Error)>>);

impl Problems {
    /// Notes a problem, unless one is known at the same place: it would be the first one's consequence.
    pub(crate) fn add(&self, steps: &[Step], kind: Kind, message: String) {
        if self.full() {
            return;
        }
        let mut list = self.0.borrow_mut();
        if !list.iter().any(|(known, _)| known == steps) {
            let error = Error {
                kind,
                path: path_text(steps),
                message,
                line: None,
            };
            list.push((steps.to_vec(), error));
        }
    }

    /// Whether no more are kept, so that nothing needs to be found out for a message.
    fn full(&self) -> bool {
        self.0.borrow().len() >= KEPT
    }

    /// The problems with the line that `line_of` finds for each.
    pub(crate) fn into_errors(self, line_of: impl Fn(&[Step]) -> Option<usize>) -> Vec<Error> {
        let located = self.0.into_inner().into_iter().map(|(steps, error)| Error {
            line: line_of(&steps),
            ..error
        });
        located.collect()
    }
}

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Place<'a> {
    pub(crate) node: &'a Node,
    steps: Vec<Step>,
    problems: &'a Problems,
}

impl<'a> Place<'a> {
    /// The document itself.
    pub(crate) fn root(node: &'a Node, problems: &'a Problems) -> Self {
        Self {
            node,
            steps: Vec::new(),
            problems,
        }
    }

    fn step(&self, step: Step, node: &'a Node) -> Self {
        let mut steps = self.steps.clone();
        steps.push(step);
        Self {
            node,
            steps,
            problems: self.problems,
        }
    }

    /// The place of a key's value, when this is a map that has it.
    pub(crate) fn get(&self, key: &str) -> Option<Self> {
        let node = self.node.get(key)?;
        Some(self.step(Step::Key(key.to_owned()), node))
    }

    /// Whether a further problem would not be kept.
    pub(crate) fn full(&self) -> bool {
        self.problems.full()
    }

    /// Notes a problem of this value.
    pub(crate) fn error(&self, message: impl Into<String>) {
        self.problems
            .add(&self.steps, Kind::Invalid, message.into());
    }

    /// Notes a problem of another kind.
    pub(crate) fn error_of(&self, kind: Kind, message: impl Into<String>) {
        self.problems.add(&self.steps, kind, message.into());
    }

    /// Notes that something else is wanted here.
    pub(crate) fn expected(&self, what: &str) {
        self.error(format!("expected {what}, found {}", self.node));
    }

    /// As [`Place::expected`], in place of what was wanted.
    pub(crate) fn wanted<T>(&self, what: &str) -> Option<T> {
        self.expected(what);
        None
    }

    /// The entries of a map.
    pub(crate) fn entries(&self) -> Option<Vec<(&'a str, Self)>> {
        self.entries_or("a map")
    }

    /// The entries of a map; a message names `what` when it is none.
    pub(crate) fn entries_or(&self, what: &str) -> Option<Vec<(&'a str, Self)>> {
        let Node::Map(entries) = self.node else {
            return self.wanted(what);
        };
        let places = entries
            .iter()
            .map(|(key, node)| (key.as_str(), self.step(Step::Key(key.clone()), node)));
        Some(places.collect())
    }

    /// The entries of a map from names to things; a name outside the grammar is noted and left out.
    pub(crate) fn named(&self) -> Vec<(&'a str, Self)> {
        let mut entries = self.entries().unwrap_or_default();
        entries.retain(|(name, place)| {
            let valid = names::is_valid_name(name);
            if !valid {
                place.error_of(Kind::Name, names::complaint(name));
            }
            valid
        });
        entries
    }

    /// The items of a list.
    pub(crate) fn items(&self) -> Option<Vec<Self>> {
        self.items_or("a list")
    }

    /// The items of a list; a message names `what` when it is none.
    pub(crate) fn items_or(&self, what: &str) -> Option<Vec<Self>> {
        let Node::List(items) = self.node else {
            return self.wanted(what);
        };
        let places = items
            .iter()
            .enumerate()
            .map(|(index, node)| self.step(Step::Index(index), node));
        Some(places.collect())
    }

    /// The items of a list, or this value alone.
    pub(crate) fn one_or_many(&self) -> Vec<Self> {
        match self.node {
            Node::List(_) => self.items().unwrap_or_default(),
            _ => vec![self.clone()],
        }
    }
}

/// A path as messages show it.
pub(crate) fn path_text(steps: &[Step]) -> String {
    let mut text = String::new();
    for step in steps {
        let _ = match step {
            Step::Key(key) if is_plain(key) && text.is_empty() => write!(text, "{key}"),
            Step::Key(key) if is_plain(key) => write!(text, ".{key}"),
            Step::Key(key) => write!(text, "[{}]", crate::node::quoted(key)),
            Step::Index(index) => write!(text, "[{index}]"),
        };
    }
    text
}

fn is_plain(key: &str) -> bool {
    !key.is_empty()
        && key
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}
