//! `mzhost inspect` and a run decide the same.

use std::collections::BTreeSet;

use mzhost_test_artifacts::ANY_SERVICES as GUEST;
use serde_json::Value;

use super::rows::ROWS;
use super::{ROOT, declaring};
use crate::harness::mzhost;

/// Capability, value, verdict and flag of a decision.
type Told = (String, String, String, String);

fn told(decision: &Value) -> Told {
    let text = |key: &str| decision[key].as_str().unwrap_or_default().to_owned();
    (
        text("capability"),
        text("value"),
        text("verdict"),
        text("flag"),
    )
}

fn inspected(document: &str, flags: &[&str]) -> BTreeSet<Told> {
    let done = mzhost(&["inspect", GUEST, "--json", "--root", ROOT])
        .args(&["--allow-env", "DOCUMENT"])
        .args(flags)
        .env("DOCUMENT", document)
        .done()
        .exits(0);
    let report: Value = serde_json::from_str(&done.out).unwrap();
    let asks = report["asks"].as_array().unwrap().iter();
    // A run asks for a pull only where the image is not there.
    asks.filter(|ask| ask["when"].is_null() || !document.contains("debian:bookworm-slim"))
        .map(told)
        .collect()
}

fn decided(document: &str, flags: &[&str]) -> BTreeSet<Told> {
    let done = declaring(document, flags).done();
    let events = std::fs::read_to_string(done.run_folder().join("events.jsonl")).unwrap();
    let events = events
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let told = events
        .filter(|event| event["kind"] == "policy-decided")
        .map(|event| told(&event))
        .collect();
    drop(done.leaves_nothing());
    told
}

#[test]
fn inspect_and_run_decide_the_same() {
    let mut compared = 0;
    for row in ROWS
        .iter()
        .filter(|row| row.exit == 33 && !row.evil.contains("always"))
    {
        let document = row.document();
        let expected = inspected(&document, &[]);
        assert!(!expected.is_empty(), "{}", row.attack);
        assert_eq!(decided(&document, &[]), expected, "{}", row.attack);
        compared += 1;
    }
    assert!(compared > 15, "only {compared} were compared");
    let granted = "services: {box: {image: 'debian:bookworm-slim', environment: [HOME, PATH],
        cap_add: [NET_ADMIN, CHOWN], ports: ['80', '127.0.0.1:18124:81'], command: [sleep, '${TIME:-infinity}'], init: true}}";
    let flags = ["--allow-cap=ALL", "--allow-port", "--allow-env=PATH"];
    let expected = inspected(granted, &flags);
    assert_eq!(expected.len(), 6, "{expected:?}");
    assert_eq!(decided(granted, &flags), expected);
}
