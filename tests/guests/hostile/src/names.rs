//! Names that would change a request to the engine, and variables that would bring others along.

use mzhost_guest::{Composition, Error, variables, workflow};

use crate::{PATIENCE, tried};

/// Uses names that are none, in every argument that is a name.
#[workflow]
fn workflow_names(c: Composition) -> Result<(), Error> {
    c.up([])?;
    tried(
        "a service with a path",
        c.exec("../containers/json", ["true"]),
    );
    tried("a service with a query", c.state("box?force=1"));
    tried(
        "a service with an escaped path",
        c.logs("box%2f..%2fjson", 1),
    );
    tried("a service with a zero byte", c.inspect("box\0"));
    tried("no name of a service", c.stats(""));
    tried("a path to be removed", c.rm(["../volumes/x"]));
    tried("a volume with a path", c.rm_volumes(["../containers/x"]));
    tried("a volume of nobody", c.rm_volumes(["x?force=1"]));
    tried("a signal with a query", c.kill_with(["box"], "KILL&x=1"));
    tried("a signal that is none", c.kill_with(["box"], "0; reboot"));
    tried(
        "a user with a line end",
        c.exec_with("box", ["true"]).user("root\nroot").run(),
    );
    tried(
        "a working folder above the root",
        c.exec_with("box", ["true"]).working_dir("../..").run(),
    );
    tried(
        "a workflow with a path",
        c.workflow("../workflows/default", []),
    );
    tried("a workflow that is no workflow", c.workflow("services", []));
    tried(
        "a method with a line end",
        c.http("box", 80, "GET / HTTP/1.1\r\nx", "/").send(),
    );
    tried(
        "a path with a line end",
        c.http("box", 80, "GET", "/ HTTP/1.1\r\nHost: x").send(),
    );
    tried(
        "a path that is a URL",
        c.http("box", 80, "GET", "http://example.com/").send(),
    );
    tried(
        "a header with a line end",
        c.http("box", 80, "GET", "/")
            .header("a", "b\r\nHost: x")
            .send(),
    );
    tried(
        "a header for another host",
        c.http("box", 80, "GET", "/").header("host", "x").send(),
    );
    tried(
        "a service with a port",
        c.http("box:80@example.com", 80, "GET", "/").send(),
    );
    tried(
        "an SQL server with an option",
        c.sql("box host=example.com").connect(),
    );
    tried("an SQL server by its address", c.sql("127.0.0.1").connect());
    tried(
        "a pattern that explodes",
        c.wait_for_log("box", "((a{1,500}){1,500}){1,500}", PATIENCE),
    );
    tried(
        "a pattern that is none",
        c.wait_for_log("box", "(", PATIENCE),
    );
    Ok(())
}

/// Sets variables that would bring others along, and reads those of the machine.
#[workflow]
fn workflow_environment(c: Composition) -> Result<(), Error> {
    c.up([])?;
    let env = |name: &str, value: &str| {
        let printed = c
            .exec_with("box", ["sh", "-c", "printf %s \"$C\""])
            .env(name, value)
            .run()?;
        match printed.stdout() {
            "" => Err(Error::new("nothing", "the other variable is not set")),
            _ => Ok(()),
        }
    };
    tried(
        "a variable whose value has a line of its own",
        env("A", "B\nC=D"),
    );
    tried("a variable whose name has a value", env("C=D", "x"));
    tried("a variable whose name has a line end", env("A\nC", "D"));
    tried("a variable whose name has a zero byte", env("A\0C", "D"));
    tried("a variable without a name", env("", "D"));
    let once = c.run_with("box", ["true"]).env("C=D", "x").run();
    tried(
        "a variable of a one-off container whose name has a value",
        once,
    );
    let job = c.exec_with("box", ["true"]).env("C=D", "x").start();
    let job = job.and_then(|job| job.wait(PATIENCE)?.passed());
    tried("a variable of a job whose name has a value", job);
    let granted = |name| {
        variables::get(name).ok_or_else(|| Error::new("nothing", "there is no such variable"))
    };
    tried("a variable of the machine", granted("HOME"));
    tried("a variable of mzhost", granted("MZHOST_STATE_DIR"));
    tried("a variable by a pattern", granted("*"));
    Ok(())
}
