//! Guests that compute or take without end, in every function that the host calls.

use super::component::{File, Parts, file};
use super::section::COMPUTING;
use crate::harness::{mzhost, run};

const ENDLESS: &str = "(loop $l (br $l))";
const COMPUTED: &str =
    "limit.cpu: the time limit of 1s passed while the guest was computing: raise it with --timeout";
const DECLARED: &str = "limit.cpu: the time limit of 10s passed while the guest was computing: declare services without long work";

/// A run whose workflow computes ends at its time limit.
#[track_caller]
fn computes(name: &str, file: &File, workflow: &str) {
    run(&file.path, &[workflow, "--timeout", "1s", "argument"])
        .done()
        .exits(123)
        .attack(COMPUTING, name, COMPUTED)
        .leaves_nothing();
}

#[test]
fn no_function_that_a_workflow_passes_can_loop_for_ever() {
    let memory = file(&Parts {
        realloc: ENDLESS,
        ..Parts::default()
    });
    computes(
        "an endless loop where the host puts arguments",
        &memory,
        "default",
    );
    let after = file(&Parts {
        post_return: ENDLESS,
        ..Parts::default()
    });
    computes("an endless loop after the answer", &after, "default");
    let runner = file(&Parts {
        run: ENDLESS,
        ..Parts::default()
    });
    computes("an endless loop in run-workflow", &runner, "told");
}

#[test]
fn declaring_cannot_loop_for_ever() {
    let services = file(&Parts {
        services: ENDLESS,
        ..Parts::default()
    });
    run(&services.path, &["default"])
        .done()
        .exits(123)
        .attack(COMPUTING, "an endless loop in services", DECLARED)
        .leaves_nothing();
}

#[test]
fn listing_cannot_loop_for_ever() {
    let list = file(&Parts {
        list: ENDLESS,
        ..Parts::default()
    });
    mzhost(&["list", &list.path]).done().exits(123).attack(
        COMPUTING,
        "an endless loop in list-workflows",
        DECLARED,
    );
}

#[test]
fn starting_cannot_loop_for_ever() {
    let start = file(&Parts {
        items: "(func $start (loop $l (br $l))) (start $start)",
        ..Parts::default()
    });
    mzhost(&["config", &start.path]).done().exits(123).attack(
        COMPUTING,
        "an endless loop when the instance starts",
        DECLARED,
    );
}

#[test]
fn recursion_without_end_is_a_trap() {
    let deep = file(&Parts {
        items: "(func $deeper (call $deeper))",
        workflow: "(call $deeper)",
        ..Parts::default()
    });
    run(&deep.path, &["default"])
        .done()
        .exits(31)
        .attack(
            COMPUTING,
            "recursion without end",
            "guest.panic: the guest's stack overflowed: does a function call itself without end?",
        )
        .leaves_nothing();
}

#[test]
fn tables_do_not_grow_past_their_limit() {
    // It traps where the growth fails.
    let table = file(&Parts {
        items: "(table $t 1 funcref)",
        workflow: "(loop $l
            (if (i32.eq (table.grow $t (ref.null func) (i32.const 10000)) (i32.const -1)) (then (unreachable)))
            (br_if $l (i32.lt_u (table.size $t) (i32.const 1050000))))",
        ..Parts::default()
    });
    run(&table.path, &["default"])
        .done()
        .exits(31)
        .attack(
            COMPUTING,
            "a table that grows without end",
            "guest.panic: the guest gave up without a message",
        )
        .leaves_nothing();
}

#[test]
fn memory_that_is_declared_is_limited_as_well() {
    let memory = file(&Parts {
        items: "(memory $more 10000)",
        ..Parts::default()
    });
    mzhost(&["config", &memory.path]).done().exits(40).attack(
        COMPUTING,
        "a memory that is too large from the beginning",
        "limit.memory: the guest asked for 625 MiB of memory and may have 256 MiB",
    );
}
