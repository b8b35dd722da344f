//! What the containers and volumes of a run hold of the disk.

use mzhost_test_artifacts::ANY_SERVICES as GUEST;

use super::declaring;
use super::forced::policy;
use crate::harness::{Project, mzhost};

/// A service that writes at one path again and again: without end, but never more than this.
fn writing(mebibytes: u32, path: &str, keys: &str) -> String {
    let write = format!("dd if=/dev/zero of={path}/f bs=1M count={mebibytes} conv=notrunc");
    format!(
        "services: {{box: {{image: 'debian:bookworm-slim', init: true, {keys}
        command: [sh, -c, 'while {write}; do sleep 1; done']}}}}\n"
    )
}

#[test]
fn a_service_that_fills_its_own_layer_ends_the_run() {
    let done = declaring(&writing(100, "/var", ""), &["--max-disk", "50m", "wait"])
        .done()
        .exits(48)
        .says("limit.disk: the run's containers and volumes hold ")
        .says(" of the disk, 50m at most; most of it is in the container ")
        .says("raise the limit with --max-disk=SIZE");
    let events = std::fs::read_to_string(done.run_folder().join("events.jsonl")).unwrap();
    assert!(events.contains(r#""capability":"max-disk""#), "{events}");
    done.leaves_nothing();
}

#[test]
fn a_service_that_fills_an_anonymous_volume_ends_the_run() {
    let document = writing(100, "/data", "volumes: [/data],");
    declaring(&document, &["--max-disk=50m", "wait"])
        .done()
        .exits(48)
        .says("most of it is in an anonymous volume of ")
        .leaves_nothing();
}

#[test]
fn a_policy_file_limits_the_disk_and_flags_cannot_widen_it() {
    let document = writing(100, "/data", "volumes: ['v:/data'],") + "volumes: {v: {}}";
    let (_folder, file) = policy("env: [DOCUMENT]\nmax-disk: 50m\n");
    declaring(&document, &["--policy", &file, "--max-disk=1gb", "wait"])
        .done()
        .exits(48)
        .says("of the disk, 50m at most, by the policy ")
        .says("most of it is in the volume ")
        .never_says("--max-disk=SIZE")
        .leaves_nothing();
}

#[test]
fn what_stays_below_the_limit_passes() {
    let document = writing(10, "/data", "volumes: ['v:/data'],") + "volumes: {v: {}}";
    // Longer than two looks.
    declaring(&document, &["--max-disk=50m", "exec", "sleep", "8"])
        .done()
        .exits(0)
        .leaves_nothing();
}

#[test]
fn containers_that_are_kept_are_stopped_all_the_same() {
    let flags = ["--max-disk=50m", "--keep", "wait"];
    let done = declaring(&writing(100, "/var", ""), &flags)
        .done()
        .exits(48);
    let project = done.project();
    let ps = ["ps", "--project-name", &project];
    mzhost(&ps).done().exits(0).says("Exited");
    let down = ["down", "-v", "--project-name", &project];
    mzhost(&down).done().exits(0);
    done.leaves_nothing();
}

#[test]
fn up_watches_until_it_ends() {
    let never = "x-mzhost: {ready: {log: never}, ready_timeout: 1h},";
    let project = Project::new("disk");
    project
        .mzhost("up", &["--allow-env=DOCUMENT", "--max-disk=50m", GUEST])
        .env("DOCUMENT", writing(100, "/var", never))
        .done()
        .exits(48)
        .says("limit.disk: ");
    project.mzhost("ps", &[]).done().exits(0).says("Exited");
    project.mzhost("down", &["-v"]).done().exits(0);
    project.is_gone();
}

#[test]
fn a_limit_that_is_no_size_is_refused() {
    let document = writing(1, "/var", "");
    declaring(&document, &["--max-disk=lots"])
        .done()
        .exits(2)
        .says("\"lots\" is no size");
    let (_folder, file) = policy("max-disk: lots\n");
    declaring(&document, &["--policy", &file])
        .done()
        .exits(2)
        .says("ci.yaml: max-disk: wanted a size such as 4gb");
}
