//! What guests reach through mzhost.

use super::rows::DIALS;
use super::{Machine, Other, SERVER, declaring};
use crate::attacks;
use crate::attacks::section::NETWORK;

#[test]
fn a_guest_dials_nothing_but_services_of_its_run() {
    let machine = Machine::listen(super::rows::MACHINE);
    let other = Other::up("dialled");
    let document = format!(
        "services: {{box: {{image: 'debian:bookworm-slim', init: true, command: {SERVER}, environment: {{WHO: box, EXTRA: 'A: b'}}}}}}"
    );
    let container = other.container();
    // The second port is published by another project, at all addresses of the machine.
    for port in [machine.port, other.published] {
        let port = port.to_string();
        let hosts = DIALS.iter().map(|row| match row.host {
            "OTHER" => container.as_str(),
            host => host,
        });
        let hosts: Vec<&str> = hosts.collect();
        let done = declaring(&document, &["dial", &port])
            .args(&hosts)
            .done()
            .exits(0);
        for (number, row) in DIALS.iter().enumerate() {
            for call in ["http", "wait-http", "wait-port", "sql", "port"] {
                let line = format!("{number} {call}: {}\n", row.got);
                assert!(
                    done.out.contains(&line),
                    "{}: no {line:?}\n{done}",
                    row.attack
                );
            }
            attacks::row(NETWORK, row.attack, row.got, 0);
        }
        drop(done.leaves_nothing());
    }
}

/// A name is a service's, whatever it looks like, and a redirect is an answer like others.
#[test]
fn a_service_that_is_named_like_the_machine_is_still_a_service() {
    let machine = Machine::listen(super::rows::MACHINE);
    let names = ["localhost", "127.0.0.1", "169.254.169.254"];
    let location = format!("http://{}:{}/", machine.address, machine.port);
    let services = names.map(|name| {
        format!(
            "'{name}': {{image: 'debian:bookworm-slim', init: true, command: {SERVER}, x-mzhost: {{ready: {{tcp: 8080}}}},
             environment: {{WHO: service {name}, EXTRA: 'Location: {location}'}}}}"
        )
    });
    let document = format!("services: {{{}}}", services.join(", "));
    let mut done = declaring(&document, &["get"]).args(&names).done().exits(0);
    for name in names {
        done = done.says(&format!("{name}: 302 {location} service {name}\n"));
    }
    done.never_says(super::rows::MACHINE).leaves_nothing();
}
