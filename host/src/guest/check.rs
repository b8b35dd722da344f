//! Whether a component fits this host: imports before it is compiled, exports after. wasmtime would refuse what
//! does not fit, too, but without a word on what to do.

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use wasmtime::Engine;
use wasmtime::component::Component;

use super::describe::{LIST, PREFIX, RUN};
use super::outline::Outline;
use super::signature;

/// The WIT package of compositions.
const PACKAGE: &str = "mzhost:composition/";
/// The version in `wit/`.
const OFFERED: Version = Version {
    major: 0,
    minor: 1,
    patch: 0,
};

/// A version of a WIT package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Version {
    major: u64,
    minor: u64,
    patch: u64,
}

impl Version {
    fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split('.').map(|number| number.parse().ok());
        let version = Self {
            major: numbers.next()??,
            minor: numbers.next()??,
            patch: numbers.next()??,
        };
        numbers.next().is_none().then_some(version)
    }

    /// Whether both belong to one track: what is built for one links with the other, as far as it has the functions.
    fn fits(self, other: Self) -> bool {
        self.major == other.major && (self.major > 0 || self.minor == other.minor)
    }
}

/// Checks where imports come from and which version they were built for.
pub(super) fn imports(outline: &Outline<'_>) -> Result<(), Fault> {
    for import in &outline.imports {
        if let Some(interface) = import.strip_prefix(PACKAGE) {
            let built_for = interface.split_once('@').map_or("", |(_, version)| version);
            if !Version::parse(built_for).is_some_and(|version| version.fits(OFFERED)) {
                return Err(version_fault(built_for));
            }
        } else if import.starts_with("wasi:http/") {
            return Err(type_fault(format!(
                "the component imports {import}, and guests have no network: build it without wasi:http"
            )));
        } else if !import.starts_with("wasi:") {
            return Err(type_fault(format!(
                "the component imports {import}, which this host does not offer: \
                 it offers mzhost:composition and WASI 0.2"
            )));
        }
    }
    Ok(())
}

/// Checks the types of the exports that the host calls.
pub(super) fn exports(engine: &Engine, component: &Component) -> Result<(), Fault> {
    let mut services = false;
    for (name, item) in component.component_type().exports(engine) {
        let wanted = match name {
            "services" => {
                services = true;
                signature::SERVICES
            }
            LIST => signature::LIST,
            RUN => signature::RUN,
            _ if name.starts_with(PREFIX) => signature::WORKFLOW,
            // Tools leave exports of their own.
            _ => continue,
        };
        let found = signature::of_item(&item.ty);
        if found != wanted {
            return Err(type_fault(format!(
                "the export {name} is {found} and must be {wanted}: \
                 build the guest with this version's SDK, or correct its WIT world"
            ))
            .detail("export", name)
            .detail("wanted", wanted)
            .detail("found", found));
        }
    }
    if services {
        Ok(())
    } else {
        Err(missing("services"))
    }
}

/// The fault for an export that is not there.
pub(super) fn missing(name: &str) -> Fault {
    let in_rust = if name == "services" {
        " (in Rust: a function under #[services])"
    } else {
        ""
    };
    type_fault(format!(
        "the component exports no function {name}{in_rust}: its world must include mzhost:composition/base@{}.{}.{}",
        OFFERED.major, OFFERED.minor, OFFERED.patch
    ))
}

/// The fault for imports that have the right version and still do not fit.
pub(super) fn link_fault(outline: &Outline<'_>, error: &wasmtime::Error) -> Fault {
    let newest = outline
        .imports
        .iter()
        .filter(|import| import.starts_with(PACKAGE))
        .filter_map(|import| Version::parse(import.split_once('@')?.1))
        .max_by_key(|version| (version.minor, version.patch));
    let fault = match newest {
        Some(version) if version != OFFERED => version_fault(&format!(
            "{}.{}.{}",
            version.major, version.minor, version.patch
        )),
        _ => type_fault(
            "an import of the component is not what this host offers: build the guest with this version's SDK",
        ),
    };
    fault.detail("cause", format!("{error:#}"))
}

fn type_fault(message: impl Into<String>) -> Fault {
    Fault::new(Code::ComponentType, message)
}

fn version_fault(built_for: &str) -> Fault {
    let built_for = if built_for.is_empty() {
        "an unnamed version"
    } else {
        built_for
    };
    Fault::new(
        Code::ComponentVersion,
        format!(
            "the component was built for mzhost:composition {built_for}, and this host offers {}.{}.x: \
             build it again with this version's SDK",
            OFFERED.major, OFFERED.minor
        ),
    )
    .detail("built-for", built_for)
    .detail("offered", format!("{}.{}.{}", OFFERED.major, OFFERED.minor, OFFERED.patch))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_offered_is_that_of_the_wit_package() {
        let wit = include_str!("../../../wit/world.wit");
        let version = wit
            .split_once("package mzhost:composition@")
            .and_then(|(_, rest)| rest.split_once(';'))
            .map(|(version, _)| version);
        assert_eq!(version.and_then(Version::parse), Some(OFFERED));
    }

    #[test]
    fn versions_fit_within_one_track() {
        let fits = |a, b| Version::parse(a).unwrap().fits(Version::parse(b).unwrap());
        assert!(fits("0.1.3", "0.1.0"));
        assert!(!fits("0.2.0", "0.1.0"));
        assert!(!fits("9.0.0", "0.1.0"));
        assert!(fits("1.0.0", "1.4.0"));
        assert!(Version::parse("0.1.0-alpha").is_none());
    }
}
