//! Reads a service's file.

use mzhost_compose::{Node, read};
use regex::Regex;

use crate::condition::Condition;
use crate::error::Error;
use crate::kind::{Companion, Fragment, Kind, Parameter, Pattern, Type};

/// The service that a file describes.
pub(crate) fn parse(name: &str, text: &str) -> Result<Kind, Error> {
    kind(name, text).map_err(|message| Error::Definition {
        kind: name.to_owned(),
        message,
    })
}

fn kind(name: &str, text: &str) -> Result<Kind, String> {
    let file = read(text).map_err(|error| error.to_string())?;
    only(
        &file,
        "the file",
        &[
            "title",
            "documentation",
            "parameters",
            "companions",
            "service",
        ],
    )?;
    let mut parameters = Vec::new();
    for (name, node) in entries(&file, "parameters")? {
        parameters.push(parameter(name, node)?);
    }
    if !parameters.iter().any(|known| known.name == "name") {
        return Err("there is no parameter \"name\"".to_owned());
    }
    let companions = items(&file, "companions")?.iter().map(companion);
    let fragments = items(&file, "service")?.iter().map(fragment);
    let kind = Kind {
        name: name.to_owned(),
        title: text_of(&file, "title")?,
        documentation: text_of(&file, "documentation")?.trim_end().to_owned(),
        companions: companions.collect::<Result<_, _>>()?,
        fragments: fragments.collect::<Result<_, _>>()?,
        parameters,
    };
    let conditions = kind.fragments.iter().map(|fragment| &fragment.when);
    let conditions = conditions.chain(kind.companions.iter().map(|companion| &companion.when));
    for name in conditions.flatten().flat_map(Condition::names) {
        if kind.parameter(name).is_none() {
            return Err(format!("there is no parameter {name:?} for \"when\""));
        }
    }
    Ok(kind)
}

fn parameter(name: &str, node: &Node) -> Result<Parameter, String> {
    let place = format!("parameters.{name}");
    only(
        node,
        &place,
        &[
            "type", "default", "meaning", "required", "example", "allowed", "pattern", "form",
        ],
    )?;
    let wanted = text_of(node, "type").map_err(|error| format!("{place}: {error}"))?;
    let known = Type::ALL.iter().find(|(name, _)| *name == wanted);
    let Some((_, kind)) = known else {
        return Err(format!("{place}: unknown type {wanted:?}"));
    };
    let pattern = match node.get("pattern").and_then(Node::scalar) {
        None => None,
        Some(pattern) => Some(Pattern {
            regex: Regex::new(&format!("^(?:{pattern})$"))
                .map_err(|error| format!("{place}.pattern: {error}"))?,
            form: text_of(node, "form").map_err(|error| format!("{place}: {error}"))?,
        }),
    };
    let allowed = items(node, "allowed")?;
    Ok(Parameter {
        name: name.to_owned(),
        kind: *kind,
        meaning: text_of(node, "meaning").map_err(|error| format!("{place}: {error}"))?,
        default: node.get("default").cloned(),
        required: node.get("required") == Some(&Node::Bool(true)),
        example: node.get("example").cloned(),
        allowed: allowed.iter().filter_map(Node::scalar).collect(),
        pattern,
    })
}

fn companion(node: &Node) -> Result<Companion, String> {
    only(node, "companions", &["kind", "when"])?;
    Ok(Companion {
        kind: text_of(node, "kind")?,
        when: when(node)?,
    })
}

fn fragment(node: &Node) -> Result<Fragment, String> {
    only(node, "service", &["when", "keys"])?;
    let Some(service @ Node::Map(_)) = node.get("keys") else {
        return Err("service: an item has no map \"keys\"".to_owned());
    };
    Ok(Fragment {
        when: when(node)?,
        service: service.clone(),
    })
}

fn when(node: &Node) -> Result<Option<Condition>, String> {
    let Some(when) = node.get("when") else {
        return Ok(None);
    };
    let read = Condition::read(when);
    let wrong = || format!("{when} is no condition: NAME, not NAME, or NAME is VALUE");
    read.map(Some).ok_or_else(wrong)
}

fn only(node: &Node, place: &str, known: &[&str]) -> Result<(), String> {
    let Node::Map(entries) = node else {
        return Err(format!("{place}: expected a map, found {node}"));
    };
    let unknown = entries
        .iter()
        .find(|(key, _)| !known.contains(&key.as_str()));
    unknown.map_or(Ok(()), |(key, _)| {
        Err(format!("{place}: unknown key {key:?}"))
    })
}

fn text_of(node: &Node, key: &str) -> Result<String, String> {
    let text = node.get(key).and_then(Node::scalar);
    text.ok_or_else(|| format!("the text {key:?} is missing"))
}

fn entries<'a>(
    node: &'a Node,
    key: &str,
) -> Result<impl Iterator<Item = (&'a str, &'a Node)>, String> {
    match node.get(key) {
        Some(Node::Map(entries)) => Ok(entries.iter().map(|(name, node)| (name.as_str(), node))),
        _ => Err(format!("the map {key:?} is missing")),
    }
}

fn items<'a>(node: &'a Node, key: &str) -> Result<&'a [Node], String> {
    match node.get(key) {
        None => Ok(&[]),
        Some(Node::List(items)) => Ok(items),
        Some(other) => Err(format!("{key:?}: expected a list, found {other}")),
    }
}
