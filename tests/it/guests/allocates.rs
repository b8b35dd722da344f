//! A guest that takes more memory than it may.

pub(super) use mzhost_test_artifacts::ALLOCATES as GUEST;

use crate::attacks::section::COMPUTING;
use crate::harness::run;

#[test]
fn memory_taken_at_once_is_limited() {
    limited(
        "at-once",
        "1 GiB of memory at once",
        "limit.memory: the guest asked for 1026 MiB of memory",
    );
}

#[test]
fn memory_taken_in_steps_is_limited() {
    limited(
        "in-steps",
        "1 GiB of memory in steps",
        "limit.memory: the guest asked for 257 MiB of memory",
    );
}

#[test]
fn a_higher_memory_limit_is_kept_to_as_well() {
    run(GUEST, &["in-steps", "--guest-memory", "64"])
        .done()
        .exits(40)
        .says("may have 64 MiB: raise it with --guest-memory")
        .leaves_nothing();
}

fn limited(workflow: &str, attack: &str, got: &str) {
    run(GUEST, &[workflow])
        .done()
        .exits(40)
        .attack(COMPUTING, attack, got)
        .says("may have 256 MiB: raise it with --guest-memory")
        .leaves_nothing();
}
