//! Guests that hold all that they can get.

use super::component::{Parts, file};
use super::section::CALLS;
use crate::harness::run;

#[test]
fn pollables_are_limited() {
    let clock = file(&Parts {
        outside: r#"
            (import "wasi:io/poll@0.2.6" (instance $poll (export "pollable" (type (sub resource)))))
            (alias export $poll "pollable" (type $pollable))
            (import "wasi:clocks/monotonic-clock@0.2.6" (instance $clock
              (alias outer 1 $pollable (type $p))
              (export "pollable" (type $q (eq $p)))
              (export "subscribe-duration" (func (param "when" u64) (result (own $q))))))
            (core func $subscribe (canon lower (func $clock "subscribe-duration")))"#,
        with: r#"(with "host" (instance (export "subscribe" (func $subscribe))))"#,
        items: r#"(import "host" "subscribe" (func $subscribe (param i64) (result i32)))"#,
        workflow: "(loop $l (drop (call $subscribe (i64.const 1000000000000))) (br $l))",
        ..Parts::default()
    });
    run(&clock.path, &["default"])
        .done()
        .exits(47)
        .attack(
            CALLS,
            "timers of WASI without end",
            "limit.handles: the guest holds more than 100000 handles",
        )
        .leaves_nothing();
}

#[test]
fn resources_of_the_guest_itself_are_limited() {
    let own = file(&Parts {
        outside: "(type $r (resource (rep i32))) (core func $new (canon resource.new $r))",
        with: r#"(with "host" (instance (export "new" (func $new))))"#,
        items: r#"(import "host" "new" (func $new (param i32) (result i32)))"#,
        workflow: "(loop $l (drop (call $new (i32.const 1))) (br $l))",
        ..Parts::default()
    });
    run(&own.path, &["default"])
        .done()
        .exits(47)
        .attack(
            CALLS,
            "resources of its own without end",
            "limit.handles: the guest holds more than 100000 handles",
        )
        .leaves_nothing();
}
