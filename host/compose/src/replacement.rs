//! Services that take the place of those of another document.

use crate::document::{self, Parsed};
use crate::error::Errors;
use crate::graph::Graph;
use crate::model::Document;
use crate::names;
use crate::place::Place;

/// Parses a document whose services take the place of those of the same name in `base`, as a whole. They may use what the
/// base declares, and further volumes, networks, configs and secrets of their own document.
///
/// The result has the new services alone, and what may be declared at the top level from both. A service that the
/// base does not have is an error, and so is a volume or network that it has with another definition, or no service at all.
pub fn parse_replacement(
    text: &str,
    variables: &dyn Fn(&str) -> Option<String>,
    base: &Document,
) -> Result<Parsed, Errors> {
    let mut own = Vec::new();
    let mut parsed = document::parse_with(text, variables, |document, root| {
        own = document.services.keys().cloned().collect();
        complete(document, base, root);
    })?;
    parsed
        .document
        .services
        .retain(|name, _| own.contains(name));
    Ok(parsed)
}

/// Adds what the base has, and notes what does not fit it.
fn complete(document: &mut Document, base: &Document, root: &Place<'_>) {
    let services = root.get("services");
    if document.services.is_empty() {
        root.error("the document replaces no service, it needs a map with \"services\"");
    }
    for name in document.services.keys() {
        if base.services.contains_key(name) {
            continue;
        }
        let known = || base.services.keys().map(String::as_str);
        let hint = names::did_you_mean(name, known());
        let place = services.as_ref().and_then(|services| services.get(name));
        let known = names::listed(known());
        let text = format!("there is no service {name:?} to replace{hint}, there are: {known}");
        place.as_ref().unwrap_or(root).error(text);
    }
    if let Some(wants) = root.get("x-mzhost").and_then(|own| own.get("wants")) {
        wants.error("a replacement wants nothing of its own, the document of the composition says what it wants");
    }
    let other = |key: &str, name: &str| {
        let place = root.get(key).and_then(|all| all.get(name));
        place.as_ref().unwrap_or(root).error(format!(
            "the composition has {name:?} with another definition, leave it out or give it another name"
        ));
    };
    for (name, network) in &document.networks {
        if base.networks.get(name).is_some_and(|has| has != network) {
            other("networks", name);
        }
    }
    for (name, volume) in &document.volumes {
        if base.volumes.get(name).is_some_and(|has| has != volume) {
            other("volumes", name);
        }
    }
    add(&mut document.services, &base.services);
    add(&mut document.networks, &base.networks);
    add(&mut document.volumes, &base.volumes);
    add(&mut document.configs, &base.configs);
    add(&mut document.secrets, &base.secrets);
}

fn add<T: Clone>(
    map: &mut std::collections::BTreeMap<String, T>,
    base: &std::collections::BTreeMap<String, T>,
) {
    for (name, value) in base {
        map.entry(name.clone()).or_insert_with(|| value.clone());
    }
}

/// A document with services of others in place of its own, the later ones above the earlier ones. None when they depend on each
/// other in a circle.
pub fn replaced<'a>(
    base: &Document,
    replacements: impl IntoIterator<Item = &'a Document>,
) -> Option<(Document, Graph)> {
    let mut document = base.clone();
    for other in replacements {
        let other = other.clone();
        document.services.extend(other.services);
        document.networks.extend(other.networks);
        document.volumes.extend(other.volumes);
        document.configs.extend(other.configs);
        document.secrets.extend(other.secrets);
    }
    let graph = Graph::new(&document).ok()?;
    Some((document, graph))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    const BASE: &str = "
services:
  db: {image: db, volumes: [data:/data], depends_on: [init]}
  init: {image: init}
  web: {image: web, depends_on: [db]}
volumes: {data: {}}
networks: {default: {internal: true}}
";

    fn base() -> Document {
        parse(BASE, &|_| None).unwrap().document
    }

    fn replacement(text: &str) -> Result<Document, String> {
        parse_replacement(text, &|_| None, &base())
            .map(|parsed| parsed.document)
            .map_err(|errors| errors.to_string())
    }

    #[test]
    fn a_whole_service_is_replaced_and_may_use_what_is_declared() {
        let other = replacement(
            "services: {db: {image: other, volumes: ['data:/d', 'more:/m']}}\nvolumes: {more: {}}",
        )
        .unwrap();
        assert_eq!(other.services.len(), 1);
        let (document, graph) = replaced(&base(), [&other]).unwrap();
        let db = &document.services["db"];
        assert_eq!(db.image.as_deref(), Some("other"));
        assert!(db.depends_on.is_empty());
        assert!(document.networks["default"].internal);
        assert_eq!(document.volumes.len(), 2);
        assert_eq!(graph.dependencies_of(["web"]), ["db", "web"]);
        assert_eq!(replaced(&base(), []).unwrap().0, base());
    }

    #[test]
    fn what_does_not_fit_is_an_error_with_its_place() {
        for (text, part) in [
            (
                "services: {dv: {image: x}}",
                "there is no service \"dv\" to replace",
            ),
            ("services: {}", "replaces no service"),
            ("", "the document is empty"),
            (
                "services: {db: {image: x, volumes: ['none:/d']}}",
                "\"none\" is not declared",
            ),
            ("services: {db: {image: x, depends_on: [web]}}", "circle"),
            (
                "services: {db: {image: x}}\nnetworks: {default: {}}",
                "\"default\" with another definition",
            ),
            ("services: {db: {imag: x}}", "imag"),
            (
                "services: {db: {image: x}}\nx-mzhost: {wants: {net: true}}",
                "x-mzhost.wants: a replacement wants nothing of its own",
            ),
        ] {
            let error = replacement(text).unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn replacements_that_no_longer_fit_each_other_are_found() {
        let frees = replacement("services: {web: {image: web}}").unwrap();
        let (document, _) = replaced(&base(), [&frees]).unwrap();
        let turns = "services: {db: {image: db, depends_on: [web]}}";
        let turns = parse_replacement(turns, &|_| None, &document)
            .unwrap()
            .document;
        assert!(replaced(&base(), [&frees, &turns]).is_some());
        assert!(replaced(&base(), [&turns]).is_none());
    }
}
