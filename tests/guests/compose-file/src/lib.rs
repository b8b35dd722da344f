//! Declares its services in a Compose file beside the source.

use mzhost_guest::{Composition, Error, ensure, services, workflow};

#[services]
fn services() -> &'static str {
    include_str!("../compose.yml")
}

/// Brings them up and looks at what the file said.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    c.up([])?;
    let motd = c.exec("box", ["cat", "/etc/motd.txt"])?;
    ensure!(motd.stdout() == "from the file", "it says {motd:?}");
    let granted = c.exec("box", ["printenv", "GRANTED"])?;
    ensure!(granted.stdout() == "nothing", "it says {granted:?}");
    Ok(())
}
