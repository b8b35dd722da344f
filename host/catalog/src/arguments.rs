//! From what a caller gives to the value of every parameter.

use mzhost_compose::{Node, did_you_mean, is_valid_name, listed};

use crate::error::Error;
use crate::kind::{Kind, Parameter};
use crate::template::Scope;

impl Kind {
    /// The value of every parameter: what is given, else its default.
    pub(crate) fn arguments(&self, given: &Node) -> Result<Scope<'_>, Error> {
        let given = match given {
            Node::Null => &[][..],
            Node::Map(entries) => entries.as_slice(),
            other => {
                return Err(Error::Text {
                    what: format!("the parameters of {}", self.name),
                    message: format!("expected a map such as {{\"name\": \"x\"}}, found {other}"),
                });
            }
        };
        for (name, _) in given {
            if self.parameter(name).is_none() {
                let known = || self.parameters.iter().map(|known| known.name.as_str());
                return Err(Error::UnknownParameter {
                    kind: self.name.clone(),
                    name: name.clone(),
                    hint: did_you_mean(name, known()),
                    known: listed(known()),
                });
            }
        }
        let mut scope = Scope::new(self);
        for parameter in &self.parameters {
            let name = &parameter.name;
            let value = given.iter().find(|(given, _)| given == name);
            // A parameter without a value counts as absent, as a key of Compose does.
            let value = match value {
                Some((_, value)) if *value != Node::Null => value.clone(),
                _ if parameter.required => {
                    return Err(Error::Missing {
                        kind: self.name.clone(),
                        name: name.clone(),
                        meaning: parameter.meaning.clone(),
                    });
                }
                _ => match &parameter.default {
                    Some(default) => scope.value(default)?.unwrap_or(Node::Null),
                    None => Node::Null,
                },
            };
            if value != Node::Null {
                self.check(parameter, &value)?;
            }
            scope.add(name, value);
        }
        Ok(scope)
    }

    /// Whether a parameter takes a value.
    fn check(&self, parameter: &Parameter, value: &Node) -> Result<(), Error> {
        let refused = |wanted: String, found: &Node| Error::Value {
            kind: self.name.clone(),
            name: parameter.name.clone(),
            wanted,
            found: found.to_string(),
        };
        if !parameter.kind.takes(value) {
            return Err(refused(parameter.kind.wanted().to_owned(), value));
        }
        if parameter.name == "name" && !is_valid_name(&value.scalar().unwrap_or_default()) {
            let wanted =
                "a name of letters, digits, \"_\", \".\" and \"-\", the first a letter or digit";
            return Err(refused(wanted.to_owned(), value));
        }
        let fits = |text: &str| parameter.allowed.iter().any(|allowed| allowed == text);
        if !parameter.allowed.is_empty() && !fits(&value.scalar().unwrap_or_default()) {
            let allowed = parameter.allowed.iter().map(String::as_str);
            return Err(refused(format!("one of {}", listed(allowed)), value));
        }
        if let Some(pattern) = &parameter.pattern {
            let items = match value {
                Node::List(items) => items.as_slice(),
                one => std::slice::from_ref(one),
            };
            for item in items {
                let text = item.scalar();
                if !text.is_some_and(|text| pattern.regex.is_match(&text)) {
                    let each = if matches!(value, Node::List(_)) {
                        "each "
                    } else {
                        ""
                    };
                    return Err(refused(format!("{each}{}", pattern.form), item));
                }
            }
        }
        Ok(())
    }
}
