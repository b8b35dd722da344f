//! Files of strangers. What they try, and what they get.

use std::fs;
use std::io::ErrorKind;
use std::net::TcpListener;

use super::{GUEST, ROOT, guest};
use crate::attacks::section::TEST_FILES;
use crate::harness::{Done, run};

const DENIED: i32 = 33;
const INVALID: i32 = 61;

/// Runs a file without any server.
fn alone(file: &str, options: &[&str]) -> Done {
    let file = format!("hostile/{file}");
    guest(&["alone", &file]).args(options).done()
}

#[test]
fn psql_runs_in_the_container() {
    guest(&["up", "hostile/psql.td"]).done().exits(0);
}

#[test]
fn commands_of_the_machine_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let marker = folder.path().join("marker");
    let variable = format!("var.marker={}", marker.display());
    alone("system.slt", &[&variable])
        .exits(DENIED)
        .attack(
            TEST_FILES,
            "a command of the machine",
            "policy.denied: 1 of 1 test file failed",
        )
        .says("a system record runs a command of this machine, which is not allowed here");
    assert!(!marker.exists());
}

#[test]
fn variables_of_the_machine_are_not_there() {
    guest(&["up", "hostile/substitution.slt"])
        .done()
        .exits(INVALID)
        .says("HOME");
    guest(&["up", "hostile/env.td"])
        .done()
        .exits(INVALID)
        .says("unknown variable ${env.HOME}");
}

#[test]
fn a_variable_that_was_granted_is_there() {
    run(GUEST, &["--root", ROOT, "--allow-env", "HOME"])
        .args(&["up", "hostile/env.td"])
        .env("HOME", "x")
        .done()
        .exits(0);
}

#[test]
fn nothing_is_written_outside_of_the_files_own_folder() {
    let folder = tempfile::tempdir().unwrap();
    guest(&["alone", "hostile/append.td"])
        .env("TMPDIR", folder.path())
        .done()
        .exits(INVALID)
        .says("hostile/append.td:1:");
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn files_outside_of_the_root_are_not_read() {
    for (file, why) in [
        ("absolute.td", "it is absolute"),
        ("parent.td", "`..` would lead out"),
    ] {
        alone(file, &[]).exits(DENIED).says(why).never_says("root:");
    }
    for (file, why) in [
        ("include-absolute.slt", "it is absolute"),
        ("include-parent.slt", "`..` would lead out"),
    ] {
        alone(file, &[])
            .exits(INVALID)
            .says(why)
            .never_says("root:");
    }
}

#[test]
fn a_link_does_not_lead_out_of_the_root() {
    let root = tempfile::tempdir().unwrap();
    fs::copy(
        format!("../{ROOT}/hostile/link.td"),
        root.path().join("link.td"),
    )
    .unwrap();
    std::os::unix::fs::symlink("/etc/passwd", root.path().join("link")).unwrap();
    let folder = root.path().display().to_string();
    run(GUEST, &["--root", &folder, "alone", "link.td"])
        .done()
        .exits(DENIED)
        .says("a link that leads out");
}

#[test]
fn the_machine_is_not_reached() {
    // Somebody who would answer at all addresses of the machine, the containers' gateway among them.
    let listener = TcpListener::bind(("0.0.0.0", 0)).unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    for host in [
        "localhost",
        "127.0.0.1",
        "2130706433",
        "[::1]",
        "169.254.169.254",
        "172.17.0.1",
        "host.docker.internal",
    ] {
        let address = format!("{host}:{port}");
        let variable = format!("var.host={address}");
        let kafka = format!("kafka-addr={address}");
        let postgres = format!("postgres-url=postgres://app@{address}/shop");
        for (file, option) in [
            ("http-request.td", &variable),
            ("mysql-connect.td", &variable),
            ("postgres-connect.td", &variable),
            ("kafka.td", &kafka),
            ("statement.td", &postgres),
        ] {
            // Only where URLs are those of the web, a number is an address; else it is a name like others.
            let is_name = host == "2130706433" && file != "http-request.td";
            alone(file, &[option, "default-timeout=1s"])
                .exits(if is_name { INVALID } else { DENIED })
                .says("the composition's services are kafka, mysql, postgres");
        }
    }
    let nobody = listener.accept().unwrap_err();
    assert_eq!(nobody.kind(), ErrorKind::WouldBlock);
}

#[test]
fn what_a_file_asks_for_is_bounded() {
    alone("repeat.td", &["kafka-addr=postgres:9092"])
        .exits(INVALID)
        .says("10000000");
    alone("repeat-file.td", &[])
        .exits(INVALID)
        .says("writes 64 MiB at most");
    for file in ["sleep.td", "sleep.slt"] {
        alone(file, &[]).exits(INVALID).says("the longest");
    }
}
