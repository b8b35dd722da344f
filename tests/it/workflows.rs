//! The compositions of `workflows/`, as a user runs them.

use mzhost_test_artifacts::workflows::{HEALTH_CHAIN, POSTGRES_SMOKE, RESTART_UNDER_LOAD};

use crate::harness::{mzhost, run};

#[test]
fn postgres_keeps_its_data_when_it_is_killed() {
    // The folder, through the link `test`, as the README has it.
    mzhost(&["run", "test/postgres-smoke", "default"])
        .done()
        .exits(0)
        .says("both orders are there")
        .leaves_nothing();
}

#[test]
fn postgres_keeps_its_data_when_it_is_restarted() {
    passes(POSTGRES_SMOKE, "restart");
}

#[test]
fn no_acknowledged_write_is_lost_under_load() {
    passes(RESTART_UNDER_LOAD, "default");
}

#[test]
fn a_chain_of_services_comes_up_in_order() {
    passes(HEALTH_CHAIN, "default");
}

#[test]
fn a_link_of_the_chain_is_started_again() {
    passes(HEALTH_CHAIN, "restart");
}

#[test]
fn a_chain_that_is_interrupted_half_way_leaves_nothing() {
    let mut running = run(HEALTH_CHAIN, &["default"]).start();
    running.wait_for("started");
    running.signal("TERM");
    running.done().exits(143).leaves_nothing();
}

fn passes(component: &str, workflow: &str) {
    run(component, &[workflow])
        .done()
        .exits(0)
        .says("passed")
        .leaves_nothing();
}
