//! What containers reach.

use std::fmt::Write;

use super::rows::{NOTHING, ROWS};
use super::{Machine, Other, declaring};
use crate::attacks;
use crate::attacks::section::NETWORK;

const BOX: &str =
    "services: {box: {image: 'debian:bookworm-slim', init: true, command: [sleep, infinity]}}";

/// Dials all rows at the same time, and prints `NUMBER=ANSWER` for each. The network's first address is the gateway. What
/// answers is tried again: a connection was seen to get through while other tests made networks (see `SECURITY.md`).
fn script(machine: &Machine, other: &Other) -> String {
    let mut script = format!(
        "PORT={} MACHINE={} OTHER={} PUBLISHED={}
         IFS=. read -r a b c d <<< \"$(hostname -i)\"
         GATEWAY=$a.$b.$c.$(( (d & 192) + 1 ))
         try() {{
             for again in 1 2 3; do
                 answer=$(timeout 1 bash -c \"exec 3<>/dev/tcp/$2/$3 && echo hi >&3 && head -n 9 <&3 | tail -n 1\" 2>/dev/null)
                 [ -n \"$answer\" ] || break
             done
             echo \"$1=$answer.\"
         }}\n",
        machine.port, machine.address, other.address, other.published
    );
    for (number, row) in ROWS.iter().enumerate() {
        writeln!(script, "try {number} {} &", row.dials).unwrap();
    }
    script + "wait\n"
}

#[test]
fn containers_get_out_with_a_grant_only() {
    let machine = Machine::listen(super::rows::MACHINE);
    let other = Other::up("outside");
    let script = script(&machine, &other);
    for granted in [false, true] {
        let flags: &[&str] = if granted { &["--allow-net"] } else { &[] };
        let done = declaring(BOX, flags)
            .args(&["exec", "bash", "-c", &script])
            .done();
        for (number, row) in ROWS.iter().enumerate() {
            assert_eq!(done.code(), Some(row.exit), "{}\n{done}", row.attack);
            let got = if granted { row.granted } else { Some(row.got) };
            if let Some(got) = got {
                let line = format!("{number}={got}.");
                assert!(
                    done.out.contains(&line),
                    "{}: no {line}\n{done}",
                    row.attack
                );
            }
            if !granted {
                let got = match row.got {
                    NOTHING => "a container got no answer",
                    _ => "a container got an answer (the exception of SECURITY.md)",
                };
                attacks::row(NETWORK, row.attack, got, row.exit);
            }
        }
        drop(done.leaves_nothing());
    }
}

/// On some engines, the name server that all containers have asks the machine's own name servers from outside of the
/// network. Here it asks the container itself, so whatever name is asked stays there.
#[test]
fn names_of_others_are_asked_of_the_container_itself() {
    let script = r#"
        perl -MIO::Socket::INET -e '
            my $server = IO::Socket::INET->new(Proto => "udp", LocalAddr => "127.0.0.1", LocalPort => 53) or die $!;
            $| = 1; print "bound\n";
            $server->recv(my $query, 512); print "asked of me\n" if $query =~ /leaks/;' > /tmp/asked &
        until grep -q bound /tmp/asked; do :; done
        getent hosts secret.leaks.example; getent hosts box > /dev/null && echo "knows box"
        wait; cat /tmp/asked"#;
    declaring(BOX, &["exec", "bash", "-c", script])
        .done()
        .exits(0)
        .says("knows box")
        .says("asked of me")
        .leaves_nothing();
}

#[test]
fn a_service_without_networks_does_not_get_the_engines_own() {
    let document = "services: {box: {image: 'debian:bookworm-slim', init: true, command: [sleep, infinity], networks: []}}";
    let route = "cat /proc/net/route";
    declaring(document, &["exec", "bash", "-c", route])
        .done()
        .exits(0)
        .never_says("00000000\t010011AC")
        .leaves_nothing();
}
