//! Legal calls whose answers are larger than anybody wants.

use std::time::Duration;

use mzhost_guest::{Composition, Error, testdrive, workflow};

use crate::{PATIENCE, came_back, tried, wait_for_the_test};

/// A server that answers every request without end.
const ENDLESS: &str = r#"
    use IO::Socket::INET;
    my $server = IO::Socket::INET->new(LocalPort => 8080, Listen => 8, ReuseAddr => 1) || die $!;
    $SIG{PIPE} = 'IGNORE';
    while (my $client = $server->accept) {
        my $line = <$client>;
        print $client "HTTP/1.1 200 OK\r\n";
        if ($line =~ m{/headers}) { while (print $client 'x-more: ' . 'x' x 1000 . "\r\n") {} }
        print $client "\r\n";
        while (print $client 'x' x 100000) {}
        close $client;
    }
"#;

/// Asks for as much as there is.
#[workflow]
fn workflow_answers(c: Composition) -> Result<(), Error> {
    c.up([])?;
    let much = "head -c 300000000 /dev/zero | tr '\\0' x";
    let output = c.exec("box", ["sh", "-c", much]);
    came_back(
        "output of a command, 300 MB",
        output.map(|text| (text.output.content.len(), text.output.truncated)),
    );
    let once = c.run("box", ["sh", "-c", much]);
    came_back(
        "output of a one-off container, 300 MB",
        once.map(|text| (text.output.content.len(), text.output.truncated)),
    );

    c.exec(
        "box",
        [
            "sh",
            "-c",
            &format!("{much} > /proc/1/fd/1; echo >/proc/1/fd/1; echo end > /proc/1/fd/1"),
        ],
    )?;
    // The engine writes all of it to its own file first, which takes long on a busy machine.
    c.wait_for_log("box", "^end$", PATIENCE * 4)?;
    let log = c.logs("box", u32::MAX);
    came_back(
        "log of a service, 300 MB",
        log.map(|text| (text.content.len(), text.truncated)),
    );

    c.exec("box", ["truncate", "-s", "10G", "/large"])?;
    let file = c.copy_out("box", "/large");
    came_back(
        "a file of 10 GB out of a container",
        file.map(|data| (data.content.len(), data.truncated)),
    );

    let server = c.job_exec("box", ["perl", "-e", ENDLESS])?;
    c.wait_for_port("box", 8080, PATIENCE)?;
    let get = |path| c.http("box", 8080, "GET", path).timeout(PATIENCE).send();
    came_back(
        "an HTTP body without end",
        get("/").map(|answer| (answer.body.content.len(), answer.body.truncated)),
    );
    tried("HTTP headers without end", get("/headers"));
    tried(
        "readiness by HTTP headers without end",
        c.wait_for_http("box", 8080, "/headers", 204, Duration::from_secs(1)),
    );
    server.cancel()?;

    let db = || c.sql("db").password("secret").connect_within(PATIENCE);
    tried(
        "1 GB of rows",
        db()?.query(
            "select repeat('x', 1000) from generate_series(1, 1000000)",
            &[],
        ),
    );
    tried(
        "a cell of 500 MB",
        db()?.query("select repeat('x', 500000000)", &[]),
    );
    let many = db()?.query("select from generate_series(1, 10000000)", &[]);
    tried("10 million rows without columns", many.and_then(cut_rows));
    let source = "> select repeat('x', 1000) from generate_series(1, 1000000)\n";
    let url = "postgres://postgres:secret@db:5432/postgres";
    let rows = testdrive::source("rows.td", source)
        .postgres_url(url)
        .timeout(Duration::from_secs(8));
    tried("1 GB of rows in a test file", rows.run());
    wait_for_the_test();
    Ok(())
}

/// An error that says that rows were cut.
fn cut_rows(rows: mzhost_guest::sql::Rows) -> Result<(), Error> {
    if rows.truncated() {
        return Err(Error::new(
            "cut",
            format!("{} rows, and `truncated` is true", rows.len()),
        ));
    }
    Ok(())
}
