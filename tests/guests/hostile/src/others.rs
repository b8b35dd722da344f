//! Containers of another run, whose names and ids were guessed.

use mzhost_guest::{Composition, Error, workflow};

use crate::{PATIENCE, tried, wait_for_the_test};

/// Waits to be attacked.
#[workflow]
fn workflow_victim(c: Composition) -> Result<(), Error> {
    c.up([])?;
    wait_for_the_test();
    Ok(())
}

/// Uses the name and the id of another run's container, and its project.
#[workflow]
fn workflow_others(c: Composition, args: Vec<String>) -> Result<(), Error> {
    let [name, id, project] = args.as_slice() else {
        return Err(Error::msg("wanted a name, an id and a project"));
    };
    c.up([])?;
    tried(
        "a command in another run's container, by name",
        c.exec(name, ["true"]),
    );
    tried(
        "a command in another run's container, by id",
        c.exec(id, ["true"]),
    );
    tried("the log of another run's container", c.logs(name, 10));
    tried(
        "a file of another run's container",
        c.copy_out(id, "/etc/passwd"),
    );
    tried("all about another run's container", c.inspect(id));
    tried("an end of another run's container", c.kill([name.as_str()]));
    tried("a removal of another run's container", c.rm([id.as_str()]));
    tried(
        "a connection to another run's container",
        c.wait_for_port(name, 80, PATIENCE),
    );
    tried(
        "a request to another run's container",
        c.http(name, 80, "GET", "/").send(),
    );
    tried(
        "a removal of another run's volume",
        c.rm_volumes([format!("{project}_data").as_str()]),
    );
    Ok(())
}
