//! Images from a registry that asks who pulls.

mod helpers;
mod server;

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use mzhost_test_artifacts::ANY_SERVICES as GUEST;

use crate::harness::{Done, Mzhost, run};
use server::{Registry, config, docker};

const USER: &str = "reader";
/// In base64 it has the digits in which alphabets differ, wherever it stands.
const PASSWORD: &str = "s3cret?~>?~>?~>x";
const WRONG: &str = "n0t-the-password";

/// A run of a component that declares a service with this image.
fn pulling(image: &str, config: &Path, flags: &[&str]) -> Mzhost {
    let service = format!("image: '{image}', command: [sleep, infinity], init: true");
    declaring(&service, config, flags)
}

fn declaring(service: &str, config: &Path, flags: &[&str]) -> Mzhost {
    run(GUEST, &["--allow-env=DOCUMENT"])
        .args(flags)
        .env("DOCUMENT", format!("services: {{box: {{{service}}}}}"))
        .env("DOCKER_CONFIG", config)
}

/// Nothing that a run says or keeps has a password, alone or within `user:password` in base64.
fn tells_no_password(done: Done) -> Done {
    let mut told = format!("{}{}", done.out, done.err);
    let folder = done.run_folder();
    for file in ["events.jsonl", "run.json", "journal.jsonl"] {
        told += &std::fs::read_to_string(folder.join(file)).unwrap_or_default();
    }
    assert!(told.contains("\"kind\":"), "no events: {told}");
    for password in [PASSWORD, WRONG] {
        let pair = STANDARD_NO_PAD.encode(format!("{USER}:{password}"));
        assert!(!told.contains(password), "{told}");
        assert!(!told.contains(&pair[..pair.len() - 1]), "{told}");
    }
    done
}

#[test]
fn the_users_credentials_are_sent_to_a_granted_registry() {
    let registry = Registry::start();
    let user = registry.login(PASSWORD);
    let granted = format!("--allow-pull={}", registry.host);
    let done = pulling(&registry.image(), user.path(), &[&granted]).done();
    tells_no_password(done.exits(0)).leaves_nothing();
    let log = registry.log();
    assert!(log.contains("authorized request"), "{log}");
}

#[test]
fn a_policy_file_and_a_folder_grant_them_too() {
    let registry = Registry::start();
    let user = registry.login(PASSWORD);
    let policy = user.path().join("ci.yaml");
    let text = format!("env: [DOCUMENT]\npull: [{}/private]\n", registry.host);
    std::fs::write(&policy, text).unwrap();
    let forced = ["--policy", policy.to_str().unwrap()];
    let done = pulling(&registry.image(), user.path(), &forced).done();
    tells_no_password(done.exits(0)).leaves_nothing();

    docker(&["rmi", &registry.image()]);
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(GUEST, folder.path().join("composition.wasm")).unwrap();
    let image = registry.image();
    let document =
        format!("services: {{box: {{image: '{image}', command: [sleep, infinity], init: true}}}}");
    let done = run(folder.path().to_str().unwrap(), &["--allow-env=DOCUMENT"])
        .env("DOCUMENT", document)
        .env("DOCKER_CONFIG", user.path())
        .done();
    tells_no_password(done.exits(0)).leaves_nothing();
}

#[test]
fn credentials_that_the_registry_refuses_are_named_with_their_file() {
    let registry = Registry::start();
    let user = registry.login(WRONG);
    let done = pulling(&registry.image(), user.path(), &["--allow-pull"]).done();
    let Registry { host, .. } = &registry;
    let log = registry.log();
    assert!(log.contains("error authenticating user"), "{log}");
    let file = user.path().join("config.json");
    tells_no_password(done.exits(15))
        .says("image.missing")
        .says(&format!(
            "the image {host}/private/box:1 of service \"box\" is not on the engine and could not be pulled: "
        ))
        .says(&format!(
            "the registry {host} refused it with the credentials of {}; check the name, or log in anew with `docker login {host}`",
            file.display()
        ))
        .leaves_nothing();
}

#[test]
fn without_credentials_for_this_very_registry_none_are_sent() {
    let registry = Registry::start();
    let Registry { host, .. } = &registry;
    let missing = tempfile::tempdir().unwrap();
    let path = missing.path().join("config.json");
    let none = pulling(&registry.image(), missing.path(), &["--allow-pull"]).done();
    none.exits(15)
        .says(&format!(
            "no credentials were sent to the registry {host}: there is no {}; log in with `docker login {host}`",
            path.display()
        ))
        .leaves_nothing();

    // Those of other ports, hosts and paths are not this registry's, whatever else of the name is the same.
    let other = STANDARD_NO_PAD.encode(format!("{USER}:{PASSWORD}"));
    let keys = ["127.0.0.1", "localhost", "127.0.0.1:1", "https://docker.io"];
    let entries = [format!("https://other.test/{host}")]
        .into_iter()
        .chain(keys.map(str::to_owned))
        .map(|key| format!(r#""{key}": {{"auth": "{other}"}}"#));
    let entries: Vec<String> = entries.collect();
    let others = config(&format!(r#"{{"auths": {{{}}}}}"#, entries.join(", ")));
    let done = pulling(&registry.image(), others.path(), &["--allow-pull"]).done();
    done.exits(15)
        .says("config.json has none for it")
        .leaves_nothing();
    let log = registry.log();
    assert!(log.contains("GET /v2/") && !log.contains(USER), "{log}");
}

#[test]
fn a_registry_that_is_not_granted_is_not_asked_at_all() {
    let registry = Registry::start();
    let user = registry.login(PASSWORD);
    for flags in [&[][..], &["--allow-pull=docker.io"]] {
        pulling(&registry.image(), user.path(), flags)
            .done()
            .exits(33)
            .says(&format!("--allow-pull={}", registry.host))
            .leaves_nothing();
    }
    let log = registry.log();
    assert!(!log.contains("/v2/"), "{log}");
}

#[test]
fn a_malformed_file_is_an_error_of_the_pulls_that_need_it() {
    let broken = config("{\"auths\": {\"127.0.0.1:1\": s3cret}}");
    let there = pulling("debian:bookworm-slim", broken.path(), &["--allow-pull"]);
    there.done().exits(0).leaves_nothing();
    let image = "127.0.0.1:1/private/box:1";
    pulling(image, broken.path(), &["--allow-pull"])
        .done()
        .exits(15)
        .says("image.missing")
        .says(&format!(
            "the credentials for the image {image} cannot be used: {}: no JSON: expected value at line 1 column 27",
            broken.path().join("config.json").display()
        ))
        .never_says("s3cret")
        .leaves_nothing();
}

#[test]
fn a_build_takes_its_base_image_with_them_if_the_registry_is_granted() {
    let registry = Registry::start();
    let user = registry.login(PASSWORD);
    let service = format!(
        "build: {{context: ., dockerfile_inline: \"FROM {}\\nLABEL of={}\"}}, command: [sleep, infinity], init: true",
        registry.image(),
        // So that it is no image of another test.
        registry.host
    );
    let build = |flags: &[&str]| {
        let root = ["--allow-build", "--root", "tests/guests/compose-file"];
        declaring(&service, user.path(), &[&root, flags].concat()).done()
    };
    // Of the registry as a whole: the engine uses them for all images of it that a Dockerfile names.
    let part = format!("--allow-pull={}/private", registry.host);
    for flags in [&[][..], &[part.as_str()]] {
        build(flags)
            .exits(16)
            .says("image.build")
            .says("no credentials were sent: a build has those for registries that --allow-pull grants as a whole")
            .leaves_nothing();
    }
    let log = registry.log();
    assert!(!log.contains(USER), "{log}");
    let built = tells_no_password(build(&["--allow-pull"]).exits(0));
    let events = std::fs::read_to_string(built.run_folder().join("events.jsonl")).unwrap();
    let ready = events.lines().find(|line| line.contains("image-ready"));
    let event: serde_json::Value = serde_json::from_str(ready.unwrap()).unwrap();
    built.leaves_nothing();
    docker(&["rmi", "--force", event["id"].as_str().unwrap()]);
}
