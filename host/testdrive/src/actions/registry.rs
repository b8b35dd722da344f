//! All actions.

use super::{
    Entry, control, file, http, kafka, materialize, mysql, postgres, psql, schema_registry, sleep,
};

/// The families in the order of the documentation.
const FAMILIES: &[&[Entry]] = &[
    control::ENTRIES,
    sleep::ENTRIES,
    postgres::ENTRIES,
    psql::ENTRIES,
    file::ENTRIES,
    http::ENTRIES,
    kafka::ENTRIES,
    schema_registry::ENTRIES,
    mysql::ENTRIES,
    materialize::ENTRIES,
];

/// All actions in the order of the documentation.
pub fn all() -> impl Iterator<Item = &'static Entry> {
    FAMILIES.iter().copied().flatten()
}

/// The action of a name or an alias.
pub fn find(name: &str) -> Option<&'static Entry> {
    all().find(|entry| entry.name == name || entry.aliases.contains(&name))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_unique() {
        let mut names = HashSet::new();
        for entry in all() {
            for name in entry.aliases.iter().chain([&entry.name]) {
                assert!(names.insert(*name), "{name} twice");
            }
        }
    }
}
