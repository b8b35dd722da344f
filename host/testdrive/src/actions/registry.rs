//! All actions.

use super::{
    Entry, control, file, http, kafka, materialize, mysql, postgres, psql, schema_registry, sleep,
};

/// Actions that belong together, as the documentation shows them.
pub struct Family {
    /// Heading.
    pub title: &'static str,
    /// What all of them have in common, one or two sentences; may be empty.
    pub about: &'static str,
    /// Commands of a `.td` file that show the most used ones; may be empty.
    pub example: &'static str,
    /// The actions.
    pub entries: &'static [Entry],
}

/// The families in the order of the documentation.
const FAMILIES: &[Family] = &[
    Family {
        title: "Variables, time limits and the flow of a file",
        about: "",
        example: control::EXAMPLE,
        entries: control::ENTRIES,
    },
    Family {
        title: "Pauses",
        about: "",
        example: "",
        entries: sleep::ENTRIES,
    },
    Family {
        title: "PostgreSQL",
        about: "The main server's statements are `>` and `!`. These actions are for further servers and connections.",
        example: postgres::EXAMPLE,
        entries: postgres::ENTRIES,
    },
    Family {
        title: "psql",
        about: "",
        example: psql::EXAMPLE,
        entries: psql::ENTRIES,
    },
    Family {
        title: "Files",
        about: "Each test file has a temporary folder, `${testdrive.temp-dir}`, which is removed when it ends. \
                Nothing is written elsewhere.",
        example: file::EXAMPLE,
        entries: file::ENTRIES,
    },
    Family {
        title: "HTTP",
        about: "",
        example: http::EXAMPLE,
        entries: http::ENTRIES,
    },
    Family {
        title: "Kafka",
        about: "Actions that make or fill a topic add the seed to its name: `topic=orders` is the topic \
                `testdrive-orders-${testdrive.seed}`. Actions that wait for one or check it take the whole name.",
        example: kafka::EXAMPLE,
        entries: kafka::ENTRIES,
    },
    Family {
        title: "Schema registry",
        about: "",
        example: schema_registry::EXAMPLE,
        entries: schema_registry::ENTRIES,
    },
    Family {
        title: "MySQL",
        about: "",
        example: mysql::EXAMPLE,
        entries: mysql::ENTRIES,
    },
    Family {
        title: "Materialize only",
        about: "So that Materialize's own files run, too.",
        example: "",
        entries: materialize::ENTRIES,
    },
];

/// The families in the order of the documentation.
pub fn families() -> &'static [Family] {
    FAMILIES
}

/// All actions in the order of the documentation.
pub fn all() -> impl Iterator<Item = &'static Entry> {
    FAMILIES.iter().flat_map(|family| family.entries)
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
