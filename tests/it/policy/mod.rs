//! What is granted and what is refused, on compositions that ask for too much.

mod agree;
mod ceiling;
mod disk;
mod forced;
mod inspect;
mod rows;
mod wants;

use mzhost_test_artifacts::ANY_SERVICES as GUEST;

use crate::attacks;
use crate::attacks::section::POLICY;
use crate::harness::{Mzhost, run};

/// A root with a file, so that relative paths have a beginning.
const ROOT: &str = "tests/guests/compose-file";

/// A run of a component that declares this document.
fn declaring(document: &str, rest: &[&str]) -> Mzhost {
    run(GUEST, &["--allow-env", "DOCUMENT", "--root", ROOT])
        .args(rest)
        .env("DOCUMENT", document)
}

/// Each of the hostile compositions gets nothing, and leaves nothing.
#[test]
fn what_a_composition_was_not_granted_it_does_not_get() {
    for row in rows::ROWS {
        let done = declaring(&row.document(), &[]).done();
        assert_eq!(done.code(), Some(row.exit), "{}\n{done}", row.attack);
        let done = done.says(row.got);
        let containers = ["created", "started"].map(|state| format!("\"state\":\"{state}\""));
        let events = std::fs::read_to_string(done.run_folder().join("events.jsonl")).unwrap();
        for made in containers {
            assert!(!events.contains(&made), "{} made a container", row.attack);
        }
        attacks::row(POLICY, row.attack, row.got, row.exit);
        drop(done.leaves_nothing());
    }
}

#[test]
fn all_that_is_refused_is_told_at_once_before_anything_is_made() {
    let document = "services: {
        good: {image: 'debian:bookworm-slim', command: [sleep, infinity]},
        evil: {image: 'debian:bookworm-slim', volumes: ['/:/host', '/var/run/docker.sock:/s']},
        worse: {image: 'mzhost.invalid/none:1', cap_add: [SYS_ADMIN]}}";
    let done = declaring(document, &[]).done().exits(33);
    let events = std::fs::read_to_string(done.run_folder().join("events.jsonl")).unwrap();
    assert!(!events.contains(r#""kind":"service""#), "{events}");
    done.says("policy.denied: 4 requests were refused, before anything was made for them")
        .says(r#"service "evil" asks for bind /:rw: the whole disk of this machine; allow it with --allow-bind=/:rw"#)
        .says(r#"service "worse" asks for cap SYS_ADMIN"#)
        .says("--allow-pull=mzhost.invalid")
        .leaves_nothing();
}

#[test]
fn the_flags_of_a_refusal_are_those_that_allow_it() {
    let document =
        "services: {box: {image: 'debian:bookworm-slim', command: [sleep, infinity], init: true,
        cap_add: [NET_ADMIN], volumes: ['/usr/share:/s:ro'], ports: ['127.0.0.1:18123:80']}}";
    let refused = declaring(document, &[]).done().exits(33);
    let flags = [
        "--allow-bind=/usr/share",
        "--allow-cap=NET_ADMIN",
        "--allow-port=18123",
    ];
    for flag in flags {
        assert!(refused.out.contains(flag), "{refused}");
    }
    declaring(document, &flags).done().exits(0).leaves_nothing();
    // Without a value, everything of the kind.
    let all = ["--allow-bind", "--allow-cap", "--allow-port"];
    declaring(document, &all).done().exits(0).leaves_nothing();
}

#[test]
fn a_one_off_command_is_checked_as_its_service_is() {
    let document = "services: {evil: {image: 'debian:bookworm-slim', volumes: ['/:/host']}}";
    declaring(document, &["one-off"])
        .done()
        .exits(33)
        .says("--allow-bind=/")
        .leaves_nothing();
}

#[test]
fn an_image_that_the_user_names_needs_no_other_grant() {
    let document = "services: {box: {image: 'debian:bookworm-slim'}}";
    declaring(document, &["--image", "box=mzhost.invalid/none:1"])
        .done()
        .exits(15)
        .says("image.missing")
        .leaves_nothing();
}

#[test]
fn everything_is_granted_to_a_folder_only() {
    run(GUEST, &["--allow-all"])
        .done()
        .exits(2)
        .says("--allow-all is for a folder of your own")
        .says("mzhost inspect");
}
