//! Names that would change a request to the engine, and variables that would bring others along.

use super::attempts::all_refused;
use super::guest::hostile;
use super::section::NAMES;

/// Names that only the composition's own can have.
fn unknown(name: &str) -> String {
    format!("service.unknown: there is no service {name:?}")
}

#[test]
fn names_do_not_change_requests() {
    let done = hostile(&["names"]).done();
    all_refused(
        done,
        NAMES,
        &[
            ("a service with a path", &unknown("../containers/json")),
            ("a service with a query", &unknown("box?force=1")),
            (
                "a service with an escaped path",
                &unknown("box%2f..%2fjson"),
            ),
            ("a service with a zero byte", &unknown("box\0")),
            ("no name of a service", &unknown("")),
            ("a path to be removed", &unknown("../volumes/x")),
            (
                "a volume with a path",
                "argument.invalid: there is no volume \"../containers/x\"",
            ),
            (
                "a volume of nobody",
                "argument.invalid: there is no volume \"x?force=1\"",
            ),
            (
                "a signal with a query",
                "argument.invalid: \"KILL&x=1\" is no signal",
            ),
            (
                "a signal that is none",
                "argument.invalid: \"0; reboot\" is no signal",
            ),
            (
                "a user with a line end",
                "exec.failed: the command in service \"box\" exited with 126",
            ),
            (
                "a working folder above the root",
                "exec.failed: the command in service \"box\" exited with 126",
            ),
            (
                "a workflow with a path",
                "workflow.unknown: there is no workflow \"../workflows/default\"",
            ),
            (
                "a workflow that is no workflow",
                "workflow.unknown: there is no workflow \"services\"",
            ),
            (
                "a method with a line end",
                "argument.invalid: HTTP GET / HTTP/1.1",
            ),
            (
                "a path with a line end",
                "argument.invalid: HTTP GET box:80/ HTTP/1.1",
            ),
            (
                "a path that is a URL",
                "argument.invalid: HTTP GET box:80http://example.com/: the path",
            ),
            (
                "a header with a line end",
                "argument.invalid: HTTP GET box:80/: value of the header a",
            ),
            (
                "a header for another host",
                "service.port: nothing listens at port 80 of service \"box\"",
            ),
            ("a service with a port", &unknown("box:80@example.com")),
            (
                "an SQL server with an option",
                &unknown("box host=example.com"),
            ),
            ("an SQL server by its address", &unknown("127.0.0.1")),
            (
                "a pattern that explodes",
                "argument.invalid: \"((a{1,500}){1,500}){1,500}\" is no regular expression",
            ),
            (
                "a pattern that is none",
                "argument.invalid: \"(\" is no regular expression",
            ),
        ],
    )
    .leaves_nothing();
}

#[test]
fn a_variable_brings_no_other_along() {
    let no_name = |name: &str| format!("argument.invalid: {name:?} cannot name a variable");
    let done = hostile(&["environment"]).done();
    all_refused(
        done,
        NAMES,
        &[
            (
                "a variable whose value has a line of its own",
                "nothing: the other variable is not set",
            ),
            ("a variable whose name has a value", &no_name("C=D")),
            ("a variable whose name has a line end", &no_name("A\nC")),
            ("a variable whose name has a zero byte", &no_name("A\0C")),
            ("a variable without a name", &no_name("")),
            (
                "a variable of a one-off container whose name has a value",
                &no_name("C=D"),
            ),
            (
                "a variable of a job whose name has a value",
                &no_name("C=D"),
            ),
            (
                "a variable of the machine",
                "nothing: there is no such variable",
            ),
            ("a variable of mzhost", "nothing: there is no such variable"),
            (
                "a variable by a pattern",
                "nothing: there is no such variable",
            ),
        ],
    )
    .leaves_nothing();
}
