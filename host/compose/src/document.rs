//! From text to [`Document`]: the parser's entry.

use crate::error::{Error, Errors, Kind, Warning};
use crate::graph::Graph;
use crate::interpolate;
use crate::model::Document;
use crate::node::Node;
use crate::place::{Place, Problems, Step, path_text};
use crate::references;
use crate::top_level::DOCUMENT;
use crate::yaml;

/// A document and what is odd about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The document.
    pub document: Document,
    /// What is probably not meant.
    pub warnings: Vec<Warning>,
}

/// Parses YAML or JSON. `variables` answers for granted variables only.
pub fn parse(text: &str, variables: &dyn Fn(&str) -> Option<String>) -> Result<Parsed, Errors> {
    parse_with(text, variables, |_, _| {})
}

/// [`parse`] with something to add to what the text says, before it is checked that names mean something.
pub(crate) fn parse_with(
    text: &str,
    variables: &dyn Fn(&str) -> Option<String>,
    complete: impl FnOnce(&mut Document, &Place<'_>),
) -> Result<Parsed, Errors> {
    let mut node = yaml::read(text).map_err(|error| Errors(vec![error]))?;
    let problems = Problems::default();
    let warnings = interpolate::interpolate(&mut node, variables, &problems);
    let document = read(&Place::root(&node, &problems), complete);
    let errors = problems.into_errors(|steps| yaml::line_of(text, steps));
    if errors.is_empty() {
        Ok(Parsed { document, warnings })
    } else {
        Err(Errors(errors))
    }
}

/// A mistake at the place of some keys, found by somebody who knows more of what stands there than the parser.
pub fn mistake(text: &str, keys: &[&str], message: impl Into<String>) -> Error {
    let steps: Vec<Step> = keys
        .iter()
        .map(|key| Step::Key((*key).to_owned()))
        .collect();
    Error {
        kind: Kind::Invalid,
        path: path_text(&steps),
        message: message.into(),
        line: yaml::line_of(text, &steps),
    }
}

fn read(root: &Place<'_>, complete: impl FnOnce(&mut Document, &Place<'_>)) -> Document {
    let mut document = Document::default();
    if *root.node == Node::Null {
        root.error("the document is empty, it needs a map with \"services\"");
        return document;
    }
    DOCUMENT.read(&mut document, root);
    complete(&mut document, root);
    references::check(&mut document, root);
    // A document without services is fine: a composition may only compute.
    if let (Some(services), Err(cycle)) = (root.get("services"), Graph::new(&document)) {
        services.error_of(cycle.kind, cycle.message);
    }
    document
}
