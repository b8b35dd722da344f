//! `depends_on`: a list of services, or a map with conditions.

use std::collections::BTreeMap;

use crate::keys::Keys;
use crate::model::{Condition, Dependency};
use crate::node::Node;
use crate::place::Place;

const CONDITIONS: &[(&str, Condition)] = &[
    ("service_started", Condition::ServiceStarted),
    ("service_healthy", Condition::ServiceHealthy),
    (
        "service_completed_successfully",
        Condition::ServiceCompletedSuccessfully,
    ),
];

const DEPENDENCY: Keys<Dependency> = Keys {
    known: &[
        ("condition", |dependency, place| {
            if let Some(condition) = place.choice(CONDITIONS) {
                dependency.condition = condition;
            }
        }),
        ("required", |dependency, place| {
            dependency.required = place.boolean().unwrap_or(true);
        }),
        ("restart", |_, place| {
            if place.boolean() == Some(true) {
                place.error(
                    "mzhost restarts no service because of another, remove this key and restart it in the workflow",
                );
            }
        }),
    ],
    refused: &[],
};

/// A dependency of the short form.
const STARTED: Dependency = Dependency {
    condition: Condition::ServiceStarted,
    required: true,
};

pub(crate) fn depends_on(place: &Place<'_>) -> BTreeMap<String, Dependency> {
    let mut dependencies = BTreeMap::new();
    if let Node::Map(_) = place.node {
        for (name, value) in place.entries().unwrap_or_default() {
            let mut dependency = STARTED;
            DEPENDENCY.read(&mut dependency, &value);
            dependencies.insert(name.to_owned(), dependency);
        }
        return dependencies;
    }
    for item in place
        .items_or("a list of services or a map")
        .unwrap_or_default()
    {
        dependencies.extend(item.text().map(|name| (name, STARTED)));
    }
    dependencies
}
