//! `mzhost inspect`.

use mzhost_test_artifacts::ANY_SERVICES as GUEST;
use serde_json::Value;

use crate::harness::{Mzhost, mzhost};

const DOCUMENT: &str = "services: {
    db: {image: 'postgres:17'},
    evil: {image: 'debian:bookworm-slim', volumes: ['/:/host:rw'], labels: {dev.mzhost.run: x}}}";

fn inspect(flags: &[&str]) -> Mzhost {
    mzhost(&["inspect", GUEST, "--allow-env=DOCUMENT"])
        .args(flags)
        .env("DOCUMENT", DOCUMENT)
        // It needs no engine.
        .env("DOCKER_HOST", "unix:///mzhost/no/engine.sock")
}

#[test]
fn a_component_is_shown_with_what_it_asks_for_and_what_would_allow_it() {
    inspect(&[])
        .done()
        .exits(0)
        .says("mzhost:composition/")
        .says("workflow-default")
        .says("Brings all of it up.")
        .says("postgres:17")
        .says("refused")
        .says("docker.io/library/postgres:17 (if the engine does not have it)")
        .says("To allow all of it: --allow-pull=docker.io --allow-bind=/:rw");
}

#[test]
fn the_same_comes_as_json() {
    let done = inspect(&["--json", "--allow-pull"]).done().exits(0);
    let report: Value = serde_json::from_str(&done.out).unwrap();
    let bytes = std::fs::read(GUEST).unwrap();
    assert_eq!(report["size"], bytes.len());
    assert_eq!(report["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(report["services"][0]["image"], "postgres:17");
    assert_eq!(report["flags"], serde_json::json!(["--allow-bind=/:rw"]));
    let asks = report["asks"].as_array().unwrap();
    let of = |capability: &str| {
        asks.iter()
            .find(|ask| ask["capability"] == capability)
            .unwrap()
    };
    assert_eq!(of("pull")["verdict"], "granted");
    assert_eq!(of("bind")["flag"], "--allow-bind=/:rw");
    assert_eq!(of("user_labels")["flag"], Value::Null);
}

#[test]
fn a_secret_is_not_shown() {
    let document =
        "services: {db: {image: 'registry.invalid/${TOKEN}:1', volumes: ['/${TOKEN}:/s']}}";
    for format in [&[][..], &["--json"]] {
        inspect(&["--secret", "TOKEN"])
            .args(format)
            .env("TOKEN", "hunter22")
            .env("DOCUMENT", document)
            .done()
            .exits(0)
            .says("registry.invalid/***:1")
            .says("--allow-bind=/***")
            .never_says("hunter22");
    }
}
