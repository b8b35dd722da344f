//! What a component says that it wants.

use mzhost_test_artifacts::ANY_SERVICES as GUEST;
use serde_json::{Value, json};

use super::declaring;
use crate::harness::mzhost;

const DOCUMENT: &str = "services: {box: {image: 'debian:bookworm-slim', command: [sleep, infinity], init: true}}
x-mzhost: {wants: {net: true, env: [DOCUMENT, REGION], max-disk: 5gb, max-containers: 200, build: false}}";

fn inspect(document: &str, flags: &[&str]) -> String {
    mzhost(&["inspect", GUEST, "--allow-env=DOCUMENT"])
        .args(flags)
        .env("DOCUMENT", document)
        .done()
        .exits(0)
        .out
        .clone()
}

#[test]
fn inspect_shows_each_want_with_the_verdict_and_one_line_of_flags() {
    let shown = inspect(DOCUMENT, &[]);
    let (_, wants) = shown.split_once("THE COMPONENT WANTS").unwrap();
    let rows: Vec<Vec<&str>> = wants
        .lines()
        .skip(1)
        .take_while(|line| !line.is_empty())
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(
        rows,
        [
            vec!["withheld", "net", "true", "--allow-net"],
            vec!["granted", "env", "DOCUMENT"],
            vec!["withheld", "env", "REGION", "--allow-env=REGION"],
            vec!["granted", "max-disk", "5120m"],
            vec!["withheld", "max-containers", "200", "--max-containers=200"],
        ],
        "{shown}"
    );
    let flags = "To allow all of it: --allow-pull=docker.io --allow-net --allow-env=REGION --max-containers=200";
    assert!(shown.contains(flags), "{shown}");
    assert!(shown.contains("10240m"), "{shown}");
}

#[test]
fn inspect_gives_the_wants_as_json() {
    let shown = inspect(
        DOCUMENT,
        &[
            "--json",
            "--allow-net",
            "--allow-pull",
            "--allow-env=REGION",
        ],
    );
    let report: Value = serde_json::from_str(&shown).unwrap();
    let net = json!({"subject": "the component", "capability": "net", "value": "true", "verdict": "granted",
        "flag": "--allow-net", "reason": "a way out of its own networks"});
    assert_eq!(report["wants"][0], net);
    assert_eq!(report["wants"].as_array().unwrap().len(), 5);
    assert_eq!(report["flags"], json!(["--max-containers=200"]));
    assert_eq!(
        report["limits"],
        json!({"max-containers": "100", "max-disk": "10240m"})
    );
}

#[test]
fn a_run_tells_what_is_wanted_and_missing_and_does_not_fail_by_it() {
    let line = "the component wants net, env REGION, max-containers 200, which is not granted; grant it with \
                --allow-net --allow-env=REGION --max-containers=200";
    let done = declaring(DOCUMENT, &[]).done().exits(0).says(line);
    let events = std::fs::read_to_string(done.run_folder().join("events.jsonl")).unwrap();
    let told =
        r#""subject":"the component","capability":"net","value":"true","verdict":"withheld""#;
    let (before, _) = events.split_once(r#""state":"created""#).unwrap();
    assert!(before.contains(told) && before.contains(line), "{events}");
    done.leaves_nothing();
    let all = ["--allow-net", "--allow-env=REGION", "--max-containers=200"];
    declaring(DOCUMENT, &all)
        .done()
        .exits(0)
        .never_says("the component wants")
        .leaves_nothing();
}

#[test]
fn what_a_service_is_refused_is_not_told_as_a_want_too() {
    let document = "services: {box: {image: 'debian:bookworm-slim', volumes: ['/usr/share:/s:ro']}}
x-mzhost: {wants: {bind: [/usr/share]}}";
    declaring(document, &[])
        .done()
        .exits(33)
        .says("--allow-bind=/usr/share")
        .never_says("the component wants")
        .leaves_nothing();
}

#[test]
fn wants_that_nobody_could_grant_are_mistakes_with_their_places() {
    for (wants, said) in [
        (
            "{nett: true}",
            "x-mzhost.wants.nett: unknown key (did you mean \"net\"?)",
        ),
        (
            "{max-disk: lots}",
            "x-mzhost.wants.max-disk: wanted a size such as 4gb",
        ),
        (
            "{bind: [data]}",
            "x-mzhost.wants.bind: wanted a path that starts with \"/\"",
        ),
        ("[net]", "x-mzhost.wants: expected a map"),
    ] {
        let document = format!("services: {{}}\nx-mzhost: {{wants: {wants}}}");
        declaring(&document, &[])
            .done()
            .exits(9)
            .says("services.invalid: x-mzhost.wants")
            .says(said)
            .says("(line 2)");
    }
}
