//! Values with the places of parameters in them.
//!
//! - A text `{{name}}` becomes the parameter's value, of whatever type, and is left out when that is not set or empty.
//! - Inside a longer text, it becomes the value's text; with one that is not set, the whole text is left out.
//! - A map or list of which nothing is left is left out.
//! - `{when: CONDITION, then: VALUE, else: VALUE}` chooses; `else` may be missing.
//! - `{each: PARAMETER, give: VALUE}` makes a list of a list or of one text, with `{{item}}` and the parts that the
//!   parameter's pattern names; of a map, with `{{key}}` and `{{value}}`. With `key: TEXT` it makes a map.
//! - `{join: TEXT, of: VALUE}` makes one text of a list.
//! - `{first: VALUE}` takes the first item of a list.
//!
//! A list that comes to stand in a list becomes part of it.

use std::collections::HashMap;

use mzhost_compose::Node;

use crate::condition::{Condition, set};
use crate::error::Error;
use crate::kind::Kind;

/// The values of names where a template stands.
#[derive(Debug)]
pub(crate) struct Scope<'a> {
    kind: &'a Kind,
    around: Option<&'a Scope<'a>>,
    values: Vec<(String, Node)>,
}

impl<'a> Scope<'a> {
    pub(crate) fn new(kind: &'a Kind) -> Self {
        Self {
            kind,
            around: None,
            values: Vec::new(),
        }
    }

    /// A scope in this one.
    fn inner(&self) -> Scope<'_> {
        Scope {
            around: Some(self),
            ..Scope::new(self.kind)
        }
    }

    pub(crate) fn add(&mut self, name: &str, value: Node) {
        self.values.push((name.to_owned(), value));
    }

    /// A value by its name; the newest of equal ones.
    pub(crate) fn get(&self, name: &str) -> Option<&Node> {
        let mut values = self.values.iter().rev();
        match values.find(|(known, _)| known == name) {
            Some((_, value)) => Some(value),
            None => self.around?.get(name),
        }
    }

    /// Whether a condition holds.
    pub(crate) fn holds(&self, condition: &Condition) -> bool {
        condition.holds(|name| self.get(name))
    }

    /// What a template becomes; none is left out.
    pub(crate) fn value(&self, template: &Node) -> Result<Option<Node>, Error> {
        match template {
            Node::Text(text) => self.text(text),
            Node::List(items) => {
                let list = self.list(items)?;
                Ok((items.is_empty() || !list.is_empty()).then_some(Node::List(list)))
            }
            Node::Map(entries) => match entries.first().map(|(key, _)| key.as_str()) {
                Some("when") => self.choose(template),
                Some("each") => self.each(template),
                Some("join") => self.join(template),
                Some("first") => match self.part(template, "first")? {
                    Some(Node::List(items)) => Ok(items.into_iter().next()),
                    other => Ok(other),
                },
                _ => self.map(entries),
            },
            other => Ok(Some(other.clone())),
        }
    }

    fn wrong(&self, message: String) -> Error {
        Error::Definition {
            kind: self.kind.name.clone(),
            message,
        }
    }

    /// What a key of a construct becomes.
    fn part(&self, construct: &Node, key: &str) -> Result<Option<Node>, Error> {
        construct.get(key).map_or(Ok(None), |part| self.value(part))
    }

    fn text(&self, text: &str) -> Result<Option<Node>, Error> {
        if let Some(name) = text
            .strip_prefix("{{")
            .and_then(|rest| rest.strip_suffix("}}"))
            && !name.contains("{{")
        {
            return Ok(self.named(name)?.filter(|value| match value {
                Node::Bool(_) => true,
                value => set(value),
            }));
        }
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let Some((name, after)) = after.split_once("}}") else {
                return Err(self.wrong(format!("\"{{{{\" without \"}}}}\" in {text:?}")));
            };
            out.push_str(before);
            match self.named(name)? {
                None | Some(Node::Null) => return Ok(None),
                Some(value) => match value.scalar() {
                    Some(value) => out.push_str(&value),
                    None => return Err(self.wrong(format!("{name:?} is {value} in {text:?}"))),
                },
            }
            rest = after;
        }
        out.push_str(rest);
        Ok(Some(Node::Text(out)))
    }

    fn named(&self, name: &str) -> Result<Option<Node>, Error> {
        match self.get(name) {
            Some(value) => Ok(Some(value.clone())),
            None => Err(self.wrong(format!("there is no parameter {name:?} where it is used"))),
        }
    }

    fn list(&self, items: &[Node]) -> Result<Vec<Node>, Error> {
        let mut list = Vec::new();
        for item in items {
            match (item, self.value(item)?) {
                (_, None) => {}
                (Node::List(_), Some(nested)) => list.push(nested),
                (_, Some(Node::List(more))) => list.extend(more),
                (_, Some(value)) => list.push(value),
            }
        }
        Ok(list)
    }

    fn map(&self, entries: &[(String, Node)]) -> Result<Option<Node>, Error> {
        let mut map = Node::Map(Vec::new());
        let mut kept = entries.is_empty();
        for (key, value) in entries {
            let key = self.text(key)?.and_then(|key| key.scalar());
            // A key without a value means something, such as a variable that is passed on.
            if let (Some(key), Some(value)) = (key, self.value(value)?) {
                kept = true;
                map.set(&key, value);
            }
        }
        Ok(kept.then_some(map))
    }

    fn choose(&self, construct: &Node) -> Result<Option<Node>, Error> {
        let when = construct.get("when").and_then(Condition::read);
        let Some(when) = when else {
            return Err(self.wrong(format!("no condition: {}", construct.to_json())));
        };
        if let Some(name) = when.names().find(|name| self.get(name).is_none()) {
            return Err(self.wrong(format!("there is no parameter {name:?} for \"when\"")));
        }
        self.part(construct, if self.holds(&when) { "then" } else { "else" })
    }

    fn each(&self, construct: &Node) -> Result<Option<Node>, Error> {
        let (Some(source), Some(give)) = (construct.get("each"), construct.get("give")) else {
            return Err(self.wrong(format!("no \"give\": {}", construct.to_json())));
        };
        let name = source.scalar();
        let (values, pattern) = match &name {
            Some(name) => {
                let pattern = self.kind.parameter(name);
                (
                    self.named(name)?,
                    pattern.and_then(|found| found.pattern.as_ref()),
                )
            }
            None => (self.value(source)?, None),
        };
        let mut list = Vec::new();
        let mut map = Vec::new();
        let mut places = HashMap::new();
        let mut take = |scope: &Scope<'_>| -> Result<(), Error> {
            let value = scope.value(give)?;
            match construct.get("key") {
                None => list.extend(value),
                Some(key) => {
                    let key = scope.value(key)?.and_then(|key| key.scalar());
                    let key = key.unwrap_or_default();
                    let entry = (key.clone(), value.unwrap_or(Node::Null));
                    let old = places.get(&key).and_then(|place| map.get_mut(*place));
                    if let Some(old) = old {
                        *old = entry;
                    } else {
                        places.insert(key, map.len());
                        map.push(entry);
                    }
                }
            }
            Ok(())
        };
        let items = match values {
            None | Some(Node::Null) => return Ok(None),
            Some(Node::Map(entries)) => {
                for (key, value) in entries {
                    let mut scope = self.inner();
                    scope.add("key", Node::Text(key));
                    scope.add("value", value);
                    take(&scope)?;
                }
                Vec::new()
            }
            Some(Node::List(items)) => items,
            Some(one) => vec![one],
        };
        for item in items {
            let mut scope = self.inner();
            let text = item.scalar().unwrap_or_default();
            let parts = pattern.and_then(|pattern| pattern.regex.captures(&text));
            if let (Some(pattern), Some(parts)) = (pattern, parts) {
                for part in pattern.regex.capture_names().flatten() {
                    let value = parts.name(part).map(|found| Node::text(found.as_str()));
                    scope.add(part, value.unwrap_or(Node::Null));
                }
            }
            scope.add("item", item);
            take(&scope)?;
        }
        let made = match construct.get("key") {
            Some(_) => Node::Map(map),
            None => Node::List(list),
        };
        Ok(Some(made).filter(set))
    }

    fn join(&self, construct: &Node) -> Result<Option<Node>, Error> {
        let separator = construct
            .get("join")
            .and_then(Node::scalar)
            .unwrap_or_default();
        let Some(Node::List(items)) = self.part(construct, "of")? else {
            return Ok(None);
        };
        let texts: Vec<String> = items.iter().filter_map(Node::scalar).collect();
        Ok((!texts.is_empty()).then(|| Node::Text(texts.join(&separator))))
    }
}
