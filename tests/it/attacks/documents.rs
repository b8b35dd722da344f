//! Documents that are bombs, or whose names would change a request to the engine.

use std::fmt::Write as _;

use super::guest::{Root, declaring};
use super::row;
use super::section::{DOCUMENTS, NAMES};
use crate::harness::with_engine;

/// The document is refused.
#[track_caller]
fn refused(section: &str, name: &str, document: &str, exit: i32, got: &str) {
    declaring(document, &Root::new())
        .done()
        .exits(exit)
        .attack(section, name, got)
        .leaves_nothing();
}

#[test]
fn bombs_are_refused() {
    let mut aliases = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let below = format!("*a{}", level - 1);
        let items = vec![below; 10].join(", ");
        writeln!(aliases, "a{level}: &a{level} [{items}]").unwrap();
    }
    refused(
        DOCUMENTS,
        "anchors that make a billion values",
        &format!(
            "services: {{}}\nx-bomb:\n  {}",
            aliases.replace('\n', "\n  ")
        ),
        45,
        "limit.input: the document has more than 100000 values once its aliases are expanded",
    );
    refused(
        DOCUMENTS,
        "lists in lists, 10000 deep",
        &format!("x-deep: {}{}", "[".repeat(10_000), "]".repeat(10_000)),
        45,
        "limit.input: the document is nested more than 32 levels deep",
    );
    refused(
        DOCUMENTS,
        "a variable in a variable, 10000 deep",
        &format!(
            "services: {{box: {{image: \"{}{}\"}}}}",
            "${A:-".repeat(10_000),
            "}".repeat(10_000)
        ),
        45,
        "limit.input: services.box.image: variables are nested more than 16 levels deep",
    );
}

#[test]
fn names_in_documents_do_not_change_requests() {
    let not_allowed = |place: &str, name: &str| {
        format!("name.invalid: {place}[{name:?}]: the name {name:?} is not allowed")
    };
    refused(
        NAMES,
        "a declared service with a path",
        "services: {'../x': {image: 'debian:bookworm-slim'}}",
        11,
        &not_allowed("services", "../x"),
    );
    refused(
        NAMES,
        "a declared volume with a path",
        "services: {}\nvolumes: {a/b: {}}",
        11,
        &not_allowed("volumes", "a/b"),
    );
    refused(
        NAMES,
        "a declared network with a query",
        "services: {}\nnetworks: {'a?b': {}}",
        11,
        &not_allowed("networks", "a?b"),
    );
    refused(
        NAMES,
        "an image with a path and a query",
        "services: {box: {image: '../x?y'}}",
        11,
        "name.invalid: \"../x?y\" is no image reference",
    );
    refused(
        NAMES,
        "a declared variable whose name has a value",
        "services: {box: {image: 'debian:bookworm-slim', environment: {'A=B': x}}}",
        9,
        "services.invalid: services.box.environment[\"A=B\"]: expected a name that is not empty",
    );
    refused(
        NAMES,
        "a host name with a line end",
        "services: {box: {image: 'debian:bookworm-slim', hostname: \"x\\ny\"}}",
        9,
        "services.invalid: services.box.hostname: expected a host name",
    );
}

#[test]
fn what_is_built_does_not_take_the_name_of_an_image() {
    let id = || {
        with_engine(async |docker| {
            let image = docker.inspect_image("debian:bookworm-slim").await.unwrap();
            image.id
        })
    };
    let before = id();
    let document = r#"
services:
  box:
    image: debian:bookworm-slim
    build: {context: folder, dockerfile_inline: "FROM debian:bookworm-slim\nRUN touch /poisoned"}
    command: [sleep, infinity]
    init: true
    stop_grace_period: 0s
"#;
    declaring(document, &Root::new())
        .env("MZHOST_ALLOW_BUILD", "true")
        .done()
        .exits(0)
        .leaves_nothing();
    assert_eq!(id(), before, "debian:bookworm-slim is another image now");
    row(
        DOCUMENTS,
        "a build that names its image like one that others use",
        "the image that was built has a name of mzhost's own",
        0,
    );
}
