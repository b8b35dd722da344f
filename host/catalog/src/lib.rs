//! The catalog: services with parameters, which become Compose fragments.
//!
//! A service is one file, `services/NAME.yaml`; `docs/catalog.md` says how it is written. The crate knows the
//! Compose specification, by `mzhost-compose`, and neither Docker nor WebAssembly.
//!
//! ```
//! let kafka = mzhost_catalog::find("kafka")?;
//! let rendered = kafka.render(r#"{"broker_id": 2}"#, r#"{"mem_limit": "1g"}"#)?;
//! assert!(rendered.to_json().starts_with(r#"{"services": {"kafka": {"image": "#));
//! # Ok::<_, mzhost_catalog::Error>(())
//! ```

mod arguments;
mod condition;
mod definition;
mod error;
mod kind;
mod render;
mod show;
mod template;

use mzhost_compose::{Node, did_you_mean, listed, read};

pub use error::Error;
pub use kind::{Companion, Fragment, Kind, Parameter, Type};

/// The services' files: name and text.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/services.rs"));

/// The names of all services, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}

/// A service by its name; else an error that lists those that there are.
pub fn find(name: &str) -> Result<Kind, Error> {
    let Some((name, text)) = FILES.iter().find(|(known, _)| *known == name) else {
        return Err(Error::UnknownKind {
            kind: name.to_owned(),
            hint: did_you_mean(name, names()),
            known: listed(names()),
        });
    };
    definition::parse(name, text)
}

/// Puts Compose documents, each a YAML or JSON text, together by the merge rules of the Compose specification; of
/// what contradicts, the last counts.
pub fn merge<'a>(documents: impl IntoIterator<Item = &'a str>) -> Result<Node, Error> {
    let mut merged = Node::Map(Vec::new());
    for (index, text) in documents.into_iter().enumerate() {
        let what = || format!("document {}", index + 1);
        let document = read(text).map_err(|error| Error::Text {
            what: what(),
            message: error.to_string(),
        })?;
        match document {
            Node::Null => {}
            Node::Map(_) => mzhost_compose::merge(&mut merged, document),
            other => {
                return Err(Error::Text {
                    what: what(),
                    message: format!(
                        "expected a map such as {{\"services\": {{…}}}}, found {other}"
                    ),
                });
            }
        }
    }
    Ok(merged)
}
