//! Limits of resources: `ulimits`, `deploy.resources.limits` and their older forms.

use std::collections::BTreeMap;

use crate::keys::Keys;
use crate::model::{ResourceLimits, Ulimit};
use crate::names;
use crate::node::Node;
use crate::place::Place;

/// The names that the engine knows.
const ULIMITS: [&str; 15] = [
    "core",
    "cpu",
    "data",
    "fsize",
    "locks",
    "memlock",
    "msgqueue",
    "nice",
    "nofile",
    "nproc",
    "rss",
    "rtprio",
    "rttime",
    "sigpending",
    "stack",
];

const ULIMIT: &str = "a whole number, -1 for no limit";

/// The two limits of the long form.
#[derive(Default)]
struct Pair {
    soft: Option<i64>,
    hard: Option<i64>,
}

const PAIR: Keys<Pair> = Keys {
    known: &[
        ("soft", |pair, place| pair.soft = limit(place)),
        ("hard", |pair, place| pair.hard = limit(place)),
    ],
    refused: &[],
};

/// Reads `ulimits`.
pub(crate) fn ulimits(place: &Place<'_>) -> BTreeMap<String, Ulimit> {
    let mut ulimits = BTreeMap::new();
    for (name, value) in place.entries().unwrap_or_default() {
        if name.starts_with("x-") {
            continue;
        }
        if ULIMITS.contains(&name) {
            ulimits.extend(ulimit(&value).map(|ulimit| (name.to_owned(), ulimit)));
        } else {
            let hint = names::did_you_mean(name, ULIMITS);
            let known = names::listed(ULIMITS);
            value.error(format!("unknown limit{hint}, the limits are {known}"));
        }
    }
    ulimits
}

fn ulimit(place: &Place<'_>) -> Option<Ulimit> {
    let Node::Map(_) = place.node else {
        let both = limit(place)?;
        return Some(Ulimit {
            soft: both,
            hard: both,
        });
    };
    let mut pair = Pair::default();
    PAIR.read(&mut pair, place)?;
    for needed in ["soft", "hard"] {
        if place.get(needed).is_none() {
            place.error(format!("a limit in the long form needs {needed:?}"));
        }
    }
    let (soft, hard) = (pair.soft?, pair.hard?);
    if hard >= 0 && !(0..=hard).contains(&soft) {
        place.error(format!(
            "the soft limit {soft} is above the hard limit {hard}"
        ));
    }
    Some(Ulimit { soft, hard })
}

fn limit(place: &Place<'_>) -> Option<i64> {
    place
        .integer(ULIMIT)
        .filter(|limit| *limit >= -1)
        .or_else(|| place.wanted(ULIMIT))
}

const DEPLOY: Keys<ResourceLimits> = Keys {
    known: &[
        ("resources", |limits, place| {
            RESOURCES.read(limits, place);
        }),
        ("replicas", |_, place| {
            const ONE: &str = "1, mzhost runs one container of a service";
            if place.integer(ONE) != Some(1) {
                place.expected(ONE);
            }
        }),
    ],
    refused: &[
        ("mode", "one engine runs one container of a service"),
        ("labels", "use the service's labels"),
        ("restart_policy", "use restart"),
        ("placement", "there is one engine only"),
        ("endpoint_mode", "there is one engine only"),
        ("update_config", "write the update as a workflow"),
        ("rollback_config", "write the rollback as a workflow"),
    ],
};

const RESOURCES: Keys<ResourceLimits> = Keys {
    known: &[("limits", |limits, place| {
        LIMITS.read(limits, place);
    })],
    refused: &[("reservations", "use limits")],
};

const LIMITS: Keys<ResourceLimits> = Keys {
    known: &[
        ("cpus", |limits, place| {
            set(&mut limits.cpus, cpus(place), place);
        }),
        ("memory", |limits, place| {
            set(&mut limits.memory, place.bytes(), place);
        }),
        ("pids", |limits, place| {
            set(&mut limits.pids, pids(place), place);
        }),
    ],
    refused: &[],
};

/// Reads `deploy`.
pub(crate) fn deploy(limits: &mut ResourceLimits, place: &Place<'_>) {
    DEPLOY.read(limits, place);
}

/// Reads `cpus`, a number of cores.
pub(crate) fn set_cpus(limits: &mut ResourceLimits, place: &Place<'_>) {
    set(&mut limits.cpus, cpus(place), place);
}

/// Reads `mem_limit`.
pub(crate) fn set_memory(limits: &mut ResourceLimits, place: &Place<'_>) {
    set(&mut limits.memory, place.bytes(), place);
}

/// Reads `pids_limit`.
pub(crate) fn set_pids(limits: &mut ResourceLimits, place: &Place<'_>) {
    set(&mut limits.pids, pids(place), place);
}

fn set<T: PartialEq>(limit: &mut Option<T>, value: Option<T>, place: &Place<'_>) {
    if limit.is_some() && value.is_some() && *limit != value {
        place.error(
            "this limit is there twice with two values, keep one under deploy.resources.limits",
        );
    }
    *limit = value;
}

fn cpus(place: &Place<'_>) -> Option<f64> {
    let number = place.node.scalar().and_then(|text| text.parse().ok());
    number
        .filter(|cpus: &f64| *cpus > 0.0 && cpus.is_finite())
        .or_else(|| place.wanted("a number of processor cores above 0, such as 0.5"))
}

fn pids(place: &Place<'_>) -> Option<u32> {
    const WHAT: &str = "a number of processes from 1";
    place
        .integer(WHAT)
        .filter(|pids| *pids > 0)
        .or_else(|| place.wanted(WHAT))
}
