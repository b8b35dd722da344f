//! A service for people: what `mzhost catalog show` prints, and the parts of `docs/catalog.md`.

use mzhost_compose::{Node, emit};

use crate::error::Error;
use crate::kind::{Companion, Kind, Parameter};

impl Kind {
    /// The service with defaults; required parameters have their examples.
    pub fn example(&self) -> Result<Node, Error> {
        let required = self
            .parameters
            .iter()
            .filter(|parameter| parameter.required);
        let given = required.map(|parameter| {
            let example = parameter.example.clone().unwrap_or(Node::Null);
            (parameter.name.clone(), example)
        });
        self.render(&Node::Map(given.collect()).to_json(), "")
    }

    /// The service with defaults, as YAML.
    pub fn example_yaml(&self) -> Result<String, Error> {
        Ok(emit(&self.example()?))
    }

    /// The services that this one needs, in words; empty when it needs none.
    pub fn needs(&self) -> String {
        let needs = self.companions.iter().map(Companion::words);
        needs.collect::<Vec<_>>().join(", ")
    }
}

impl Companion {
    fn words(&self) -> String {
        match &self.when {
            None => self.kind.clone(),
            Some(when) => format!("{} (when {when})", self.kind),
        }
    }
}

impl Parameter {
    /// Its default in words: JSON, `required`, or empty when it is not set.
    pub fn default_text(&self) -> String {
        match &self.default {
            _ if self.required => "required".to_owned(),
            None => String::new(),
            Some(Node::Text(text)) => text.clone(),
            Some(default) if computed(default) => "from other parameters".to_owned(),
            Some(default) => default.to_json(),
        }
    }

    /// What it means, with the only values that it takes.
    pub fn meaning_text(&self) -> String {
        let meaning = self.meaning.trim();
        if self.allowed.is_empty() {
            return meaning.to_owned();
        }
        let words: Vec<String> = self
            .allowed
            .iter()
            .map(|word| format!("`{word}`"))
            .collect();
        format!("{meaning} One of {}.", words.join(", "))
    }
}

/// Whether a default is made with a construct.
fn computed(default: &Node) -> bool {
    match default {
        Node::Map(entries) => entries
            .first()
            .is_some_and(|(key, _)| ["each", "when", "join", "first"].contains(&key.as_str())),
        _ => false,
    }
}
