//! `when`: which parameters make a part of a service count.

use std::fmt::{self, Display, Formatter};

use mzhost_compose::Node;

/// Tests of parameters, all of which must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition(Vec<Test>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Test {
    /// `NAME`: given, and neither false nor empty.
    Set(String),
    /// `not NAME`.
    Unset(String),
    /// `NAME is VALUE`, compared as texts.
    Is(String, String),
}

impl Test {
    fn name(&self) -> &str {
        match self {
            Self::Set(name) | Self::Unset(name) | Self::Is(name, _) => name,
        }
    }
}

impl Condition {
    /// Reads a condition: a text, or a list of them.
    pub(crate) fn read(node: &Node) -> Option<Self> {
        let items = match node {
            Node::List(items) => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        let tests = items.iter().map(|item| match item {
            Node::Text(text) => test(text),
            _ => None,
        });
        Some(Self(tests.collect::<Option<_>>()?))
    }

    /// The parameters that it names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(Test::name)
    }

    /// Whether it holds for these values.
    pub(crate) fn holds<'a>(&self, value: impl Fn(&str) -> Option<&'a Node>) -> bool {
        self.0.iter().all(|test| match test {
            Test::Set(name) => value(name).is_some_and(set),
            Test::Unset(name) => !value(name).is_some_and(set),
            Test::Is(name, wanted) => {
                value(name).and_then(Node::scalar).as_deref() == Some(wanted.as_str())
            }
        })
    }
}

/// Whether a value says something.
pub(crate) fn set(value: &Node) -> bool {
    match value {
        Node::Null | Node::Bool(false) => false,
        Node::Text(text) => !text.is_empty(),
        Node::List(items) => !items.is_empty(),
        Node::Map(entries) => !entries.is_empty(),
        Node::Bool(true) | Node::Int(_) | Node::Float(_) => true,
    }
}

fn test(text: &str) -> Option<Test> {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        [name] => Some(Test::Set((*name).to_owned())),
        ["not", name] => Some(Test::Unset((*name).to_owned())),
        [name, "is", value] => Some(Test::Is((*name).to_owned(), (*value).to_owned())),
        _ => None,
    }
}

/// As the file has it.
impl Display for Condition {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (index, test) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(" and ")?;
            }
            match test {
                Test::Set(name) => f.write_str(name)?,
                Test::Unset(name) => write!(f, "not {name}")?,
                Test::Is(name, value) => write!(f, "{name} is {value}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(condition: &str, value: Node) -> bool {
        let condition = Condition::read(&Node::text(condition)).unwrap();
        condition.holds(|name| (name == "a").then_some(&value))
    }

    #[test]
    fn a_parameter_counts_when_it_says_something() {
        for empty in [
            Node::Null,
            Node::Bool(false),
            Node::text(""),
            Node::List(vec![]),
        ] {
            assert!(!holds("a", empty.clone()), "{empty:?}");
            assert!(holds("not a", empty));
        }
        assert!(holds("a", Node::Int(0)));
        assert!(!holds("b", Node::Int(0)), "an unknown one is not set");
    }

    #[test]
    fn values_are_compared_as_texts() {
        assert!(holds("a is 2", Node::Int(2)));
        assert!(!holds("a is 2", Node::text("3")));
    }

    #[test]
    fn anything_else_is_no_condition() {
        for wrong in ["", "a b", "a is", "not a b"] {
            assert_eq!(Condition::read(&Node::text(wrong)), None, "{wrong}");
        }
    }
}
