//! What a composition as a whole may have.

use super::declaring;

fn boxes(keys: &str) -> String {
    let service = |name: &str| {
        format!(
            "{name}: {{image: 'debian:bookworm-slim', command: [sleep, infinity], init: true, {keys}}}"
        )
    };
    format!("{{services: {{{}, {}}}}}", service("a"), service("b"))
}

#[test]
fn containers_of_a_run_are_limited() {
    let document = boxes("");
    declaring(&document, &["--max-containers", "1"])
        .done()
        .exits(33)
        .says("the composition asks for max-containers 2")
        .says("allow it with --max-containers=2")
        .leaves_nothing();
    let both = ["--max-containers", "2"];
    declaring(&document, &both).done().exits(0).leaves_nothing();
}

#[test]
fn memory_and_cores_are_limited_in_sum() {
    let document = boxes("mem_limit: 64m, cpus: 0.5");
    let flags = ["--max-memory", "100m", "--max-cpus", "0.9"];
    declaring(&document, &flags)
        .done()
        .exits(33)
        .says("--max-memory=128m")
        .says("--max-cpus=1")
        .leaves_nothing();
    let flags = ["--max-memory", "128m", "--max-cpus", "1"];
    declaring(&document, &flags)
        .done()
        .exits(0)
        .leaves_nothing();
}

#[test]
fn a_service_without_a_limit_gets_one_under_a_ceiling() {
    declaring(&boxes(""), &["--max-memory", "600m"])
        .done()
        .exits(33)
        .says("--max-memory=1024m")
        .leaves_nothing();
}
