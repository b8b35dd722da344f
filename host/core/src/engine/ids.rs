//! Names and ids that may stand in a path of the engine's API.
//!
//! An id comes from the engine's own answers; a name is checked against its grammar. There is no other
//! way to make one, so that no text of a guest ever reaches a URL.

use std::fmt;

use crate::code::Code;
use crate::fault::Fault;

/// Declares an id that the engine returned.
macro_rules! engine_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(String);

        impl $name {
            /// Takes an id out of an answer of the engine; anything but an id becomes empty.
            pub(super) fn from_engine(id: Option<String>) -> Self {
                let id = id.unwrap_or_default();
                let fits = id
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b":-_.".contains(&byte));
                Self(if fits { id } else { String::new() })
            }

            /// The whole id.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The first 12 characters of the hash, as people write it.
            pub fn short(&self) -> &str {
                let hash = self.0.strip_prefix("sha256:").unwrap_or(&self.0);
                hash.get(..12).unwrap_or(hash)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.short())
            }
        }
    };
}

engine_id! {
    /// A container's id.
    ContainerId
}
engine_id! {
    /// A network's id.
    NetworkId
}
engine_id! {
    /// An image's id, with its `sha256:`.
    ImageId
}
engine_id! {
    /// An exec's id.
    ExecId
}

impl ContainerId {
    /// An id that the engine wrote into another answer, such as `container:ID`.
    pub fn from_label(id: &str) -> Self {
        Self::from_engine(Some(id.to_owned()))
    }
}

/// A name of a container, network or volume that fits the engine's grammar.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ObjectName(String);

impl ObjectName {
    /// Checks a name: a letter or digit, then letters, digits, `_`, `.`, `-`; at most 255.
    pub fn new(name: impl Into<String>) -> Result<Self, Fault> {
        let name = name.into();
        let mut bytes = name.bytes();
        let first = bytes
            .next()
            .is_some_and(|byte| byte.is_ascii_alphanumeric());
        let rest = bytes.all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte));
        if first && rest && name.len() <= 255 {
            return Ok(Self(name));
        }
        Err(Fault::new(
            Code::NameInvalid,
            format!(
                "{name:?} cannot name a container, network or volume: use a letter or digit, then letters, digits, `_`, `.` and `-`, at most 255"
            ),
        ))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ObjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A reference to an image (`registry:5000/path/name:tag@sha256:…`) that fits the grammar.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ImageReference(String);

impl ImageReference {
    /// Checks a reference. Separators stand alone between words, so that `..`, `//` and queries are refused.
    pub fn new(reference: impl Into<String>) -> Result<Self, Fault> {
        let reference = reference.into();
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
        let fits = !reference.is_empty()
            && reference.len() <= 512
            && reference
                .bytes()
                .all(|byte| is_word(byte) || b"/:.@".contains(&byte))
            && reference
                .bytes()
                .next()
                .is_some_and(|byte| byte.is_ascii_alphanumeric())
            && reference.bytes().last().is_some_and(is_word)
            && !reference
                .as_bytes()
                .windows(2)
                .any(|pair| matches!(pair, [a, b] if b"/:.@".contains(a) && b"/:.@".contains(b)));
        if fits {
            return Ok(Self(reference));
        }
        Err(Fault::new(
            Code::NameInvalid,
            format!("{reference:?} is no image reference: wanted [REGISTRY/]NAME[:TAG][@DIGEST]"),
        ))
    }

    /// The reference as given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The reference with `:latest` where it has neither tag nor digest.
    pub fn with_tag(&self) -> String {
        let last = self.0.rsplit('/').next().unwrap_or(&self.0);
        if last.contains(':') || last.contains('@') {
            self.0.clone()
        } else {
            format!("{}:latest", self.0)
        }
    }
}

impl ImageReference {
    /// The reference with what Docker adds by itself: `postgres` is `docker.io/library/postgres:latest`.
    pub fn canonical(&self) -> String {
        let full = self.with_tag();
        let named = full
            .split_once('/')
            .is_some_and(|(first, _)| first.contains(['.', ':']) || first == "localhost");
        if named {
            full
        } else if full.contains('/') {
            format!("{HUB}/{full}")
        } else {
            format!("{HUB}/library/{full}")
        }
    }

    /// The registry that the engine asks for it: `docker.io` where the reference names none.
    pub fn registry(&self) -> String {
        let full = self.canonical();
        full.split('/').next().unwrap_or_default().to_owned()
    }
}

/// The registry of references that name none.
const HUB: &str = "docker.io";

impl fmt::Display for ImageReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_would_change_a_path_are_refused() {
        for name in [
            "../volumes/x",
            "a/b",
            "a?b",
            "",
            "-a",
            ".",
            "a b",
            "a%2f",
            "ä",
        ] {
            let fault = ObjectName::new(name).unwrap_err();
            assert!(fault.is(Code::NameInvalid), "{name}");
        }
        assert!(ObjectName::new("proj-db-1").is_ok());
    }

    #[test]
    fn references_that_would_change_a_path_are_refused() {
        for name in ["../x", "a/../b", "a//b", "a?x=1", "a/", "", "a#b", "a:"] {
            assert!(ImageReference::new(name).is_err(), "{name}");
        }
        for name in [
            "debian:bookworm-slim",
            "localhost:5000/a/b_c.d@sha256:00ff",
            "x",
        ] {
            assert!(ImageReference::new(name).is_ok(), "{name}");
        }
        assert_eq!(
            ImageReference::new("h:1/x").unwrap().with_tag(),
            "h:1/x:latest"
        );
    }

    #[test]
    fn a_reference_without_a_registry_is_one_of_dockers() {
        for (given, full) in [
            ("postgres", "docker.io/library/postgres:latest"),
            ("docker.io/x/y:1", "docker.io/x/y:1"),
            ("x/y@sha256:00", "docker.io/x/y@sha256:00"),
            ("localhost/y:1", "localhost/y:1"),
            ("h:1/y:1", "h:1/y:1"),
        ] {
            assert_eq!(ImageReference::new(given).unwrap().canonical(), full);
        }
    }

    #[test]
    fn an_id_is_only_what_an_engine_returns() {
        assert_eq!(ContainerId::from_engine(Some("../x".into())).as_str(), "");
        assert_eq!(
            ImageId::from_engine(Some("sha256:0123456789abcdef".into())).short(),
            "0123456789ab"
        );
    }
}
