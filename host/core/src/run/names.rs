//! Compose's names and labels, so that other tools show a run.

use std::collections::BTreeMap;

use crate::engine::ids::ObjectName;
use crate::fault::Fault;

/// Label with the project's name.
pub const PROJECT: &str = "com.docker.compose.project";
/// Label with the service's name.
pub const SERVICE: &str = "com.docker.compose.service";
/// Label that tells one-off containers.
pub const ONEOFF: &str = "com.docker.compose.oneoff";
/// Label with the hash of all that a container was made from.
pub const CONFIG_HASH: &str = "com.docker.compose.config-hash";

/// A project's name as Compose wants it: lower case, digits, `-`, `_`, beginning with a letter or digit.
pub fn project_name(text: &str) -> String {
    let name: String = text
        .to_lowercase()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    let name = name.trim_start_matches(['-', '_']);
    if name.is_empty() {
        "mzhost".to_owned()
    } else {
        name.to_owned()
    }
}

/// `PROJECT-SERVICE-1`.
pub(crate) fn container(project: &str, service: &str) -> Result<ObjectName, Fault> {
    ObjectName::new(format!("{project}-{service}-1"))
}

/// `PROJECT-SERVICE-run-NUMBER`.
pub(crate) fn one_off(project: &str, service: &str, number: &str) -> Result<ObjectName, Fault> {
    ObjectName::new(format!("{project}-{service}-run-{number}"))
}

/// `PROJECT_NETWORK` or `PROJECT_VOLUME`.
pub(crate) fn scoped(project: &str, name: &str) -> Result<ObjectName, Fault> {
    ObjectName::new(format!("{project}_{name}"))
}

/// The labels that all objects of a run carry.
pub(crate) fn common(project: &str, owner: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut labels = owner.clone();
    labels.insert(PROJECT.to_owned(), project.to_owned());
    labels.insert(
        "com.docker.compose.version".to_owned(),
        env!("CARGO_PKG_VERSION").to_owned(),
    );
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn project_names_follow_the_grammar_of_compose() {
        assert_eq!(project_name("Postgres Smoke_1"), "postgressmoke_1");
        assert_eq!(project_name("--"), "mzhost");
    }
}
