//! A service on a host port that is taken.

use std::net::TcpListener;

pub(super) use mzhost_test_artifacts::PORT_TAKEN as GUEST;

use crate::harness::run;

#[test]
fn a_port_that_is_taken_is_named_with_its_service() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    run(
        GUEST,
        &["--allow-env", "PORT", "--allow-port", "--allow-net"],
    )
    .env("PORT", port.to_string())
    .done()
    .exits(17)
    .says("port.taken:")
    .says(&port.to_string())
    .says("box")
    .leaves_nothing();
}

#[test]
fn a_variable_that_is_not_granted_is_asked_for() {
    run(GUEST, &[])
        .env("PORT", "80")
        .done()
        .exits(9)
        .says("grant PORT")
        .leaves_nothing();
}
