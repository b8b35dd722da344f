//! `healthcheck` of a service in every form.

use crate::keys::Keys;
use crate::model::{HealthTest, Healthcheck};
use crate::node::Node;
use crate::place::Place;

const TEST: &str =
    "a text, or a list that starts with NONE, CMD or CMD-SHELL, such as [CMD, pg_isready]";

const HEALTHCHECK: Keys<Healthcheck> = Keys {
    known: &[
        ("test", |check, place| check.test = test(place)),
        ("interval", |check, place| check.interval = place.duration()),
        ("timeout", |check, place| check.timeout = place.duration()),
        ("retries", |check, place| {
            check.retries = place.integer("a whole number of tries");
        }),
        ("start_period", |check, place| {
            check.start_period = place.duration();
        }),
        ("start_interval", |check, place| {
            check.start_interval = place.duration();
        }),
        // Looked at once all keys are known.
        ("disable", |_, place| {
            place.boolean();
        }),
    ],
    refused: &[],
};

pub(crate) fn healthcheck(place: &Place<'_>) -> Option<Healthcheck> {
    let mut check = Healthcheck {
        test: None,
        interval: None,
        timeout: None,
        retries: None,
        start_period: None,
        start_interval: None,
    };
    HEALTHCHECK.read(&mut check, place)?;
    let disabled = place
        .get("disable")
        .filter(|disable| disable.node.scalar().as_deref() == Some("true"));
    if let Some(disable) = disabled {
        if !matches!(check.test, None | Some(HealthTest::None)) {
            disable.error("the check is disabled and has a test, remove one of the two");
        }
        check.test = Some(HealthTest::None);
    }
    Some(check)
}

fn test(place: &Place<'_>) -> Option<HealthTest> {
    if let Node::Text(line) = place.node {
        return if line.trim().is_empty() {
            place.wanted(TEST)
        } else {
            Some(HealthTest::Shell(line.clone()))
        };
    }
    let items = place.items_or(TEST)?;
    let mut words = Vec::new();
    for item in &items {
        words.push(item.scalar()?);
    }
    match words.split_first() {
        Some((first, [])) if first == "NONE" => Some(HealthTest::None),
        Some((first, rest)) if first == "CMD" && !rest.is_empty() => {
            Some(HealthTest::Command(rest.to_vec()))
        }
        Some((first, [line])) if first == "CMD-SHELL" && !line.trim().is_empty() => {
            Some(HealthTest::Shell(line.clone()))
        }
        Some((first, _)) if first == "NONE" => place.wanted("nothing after NONE"),
        Some((first, _)) if first == "CMD" => place.wanted("a command after CMD"),
        Some((first, _)) if first == "CMD-SHELL" => place.wanted("one line after CMD-SHELL"),
        _ => place.wanted(TEST),
    }
}
