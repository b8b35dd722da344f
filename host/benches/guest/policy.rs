//! What the policy costs: all that a service asks for is decided, as `up` does before it makes anything. A call of a guest that
//! makes nothing in the engine passes no check, so its round trip is the same with and without a policy.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

use mzhost_core::policy::{Ceiling, Grants, Policy, Situation};
use mzhost_core::root::Root;
use mzhost_core::run::service_asks;

use crate::Outcome;
use crate::table::{self, Samples};

/// Services of the document.
const SERVICES: u32 = 20;
/// Measured times.
const ROUNDS: usize = 200;

/// Measures and prints.
pub(crate) fn measure() -> Outcome<()> {
    let mut text = "services:\n".to_owned();
    for number in 0..SERVICES {
        writeln!(
            text,
            "  s{number}: {{image: 'postgres:15', ports: [5432], cap_add: [NET_ADMIN], volumes: ['/usr:/u:ro', 'v:/v'], \
             environment: {{A: b}}, extra_hosts: ['a:10.0.0.1']}}"
        )?;
    }
    text.push_str("volumes: {v: {}}\n");
    let document = mzhost_compose::parse(&text, &|_| None)?.document;
    let root = Root::new(None, BTreeMap::new()).map_err(|fault| fault.to_string())?;
    for (name, grants) in [
        ("nothing granted", Grants::default()),
        ("everything granted", Grants::everything()),
    ] {
        let policy = Policy::new(Situation::Component, grants, Ceiling::default());
        let mut samples = Samples::default();
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            black_box(service_asks(&document, &root, &policy));
            samples.push(begun.elapsed() / SERVICES);
        }
        table::row(
            &format!("policy, all that a service asks for, {name}"),
            &samples,
            "",
        );
    }
    Ok(())
}
