//! Waiting for conditions.

use std::time::Duration;

use mzhost_guest::{Composition, Error, ensure};

use crate::{PATIENCE, refused};

pub fn all(c: Composition) -> Result<(), Error> {
    c.up_no_wait(["web", "once"])?;
    c.wait_ready(["web", "once"], PATIENCE)?;
    ensure!(c.wait_for_log("web", "^listen(ing)$", PATIENCE)? == "listening");
    c.wait_for_port("web", 8080, PATIENCE)?;
    c.wait_for_http("web", 8080, "/health", 200, PATIENCE)?;
    c.wait_for_http("web", 8080, "/other", 404, PATIENCE)?;
    let answer = c.http("web", 8080, "GET", "/other").send()?;
    ensure!(answer.status == 404 && answer.header("Connection") == Some("close"));
    refused(c.http("web", 8080, "G T", "/").send(), "argument.invalid")?;
    c.exec("box", ["touch", "/tmp/flag"])?;
    c.wait_for_command("box", ["test", "-f", "/tmp/flag"], PATIENCE)?;
    ensure!(c.logs("once", 10)?.trim() == "bye");

    let address = c.port("web", 8080)?;
    ensure!(address.port != 0 && !address.host.is_empty());
    refused(c.port("web", 81), "service.port")?;

    let moment = Duration::from_millis(100);
    refused(c.wait_for_log("web", "never", moment), "wait.timeout")?;
    refused(c.wait_for_port("box", 81, moment), "wait.timeout")?;
    refused(c.wait_for_exit(["box"], moment), "wait.timeout")?;
    refused(c.wait_for_command("box", ["false"], moment), "wait.timeout")?;
    refused(
        c.wait_for_http("web", 8080, "/", 200, moment),
        "wait.timeout",
    )
}
