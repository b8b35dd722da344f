//! A file with many queries, beside `psql -f` with the same queries on the same server.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use super::process::{Used, run};
use super::server::Server;
use super::spread;

const QUERIES: u32 = 10_000;
/// Pairs of measurements.
const PAIRS: usize = 7;

pub(crate) fn measure(server: &Server) {
    let folder = tempfile::tempdir().unwrap();
    let (td, sql) = (
        folder.path().join("many.td"),
        folder.path().join("many.sql"),
    );
    write(&td, &sql);
    let (mut own, mut other, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let (mut own_memory, mut other_memory) = (0, 0);
    for _ in 0..PAIRS {
        let mzhost = run(&mut super::child::command(&server.url(), &td)).unwrap();
        let Some(psql) = psql(server, &sql) else {
            println!("left out: there is no psql on this machine");
            return;
        };
        own.push(f64::from(QUERIES) / mzhost.time.as_secs_f64());
        other.push(f64::from(QUERIES) / psql.time.as_secs_f64());
        ratios.push(psql.time.div_duration_f64(mzhost.time));
        own_memory = own_memory.max(mzhost.memory);
        other_memory = other_memory.max(psql.memory);
    }
    println!("{QUERIES} queries, {PAIRS} pairs: minimum / median / maximum");
    for (name, numbers, memory) in [
        ("test file", &mut own, own_memory),
        ("psql -f", &mut other, other_memory),
    ] {
        let (least, median, most) = spread(numbers);
        println!(
            "  {name:10} {least:6.0} / {median:6.0} / {most:6.0} statements a second, at most {} MiB",
            memory / 1024
        );
    }
    let (least, median, most) = spread(&mut ratios);
    println!(
        "  ratio      {least:6.2} / {median:6.2} / {most:6.2} (above 1: the test file is faster)"
    );
}

/// As quiet as ours: the results go nowhere.
fn psql(server: &Server, sql: &Path) -> Option<Used> {
    run(Command::new("psql")
        .args([
            "--no-psqlrc",
            "--quiet",
            "--set",
            "ON_ERROR_STOP=1",
            "--file",
        ])
        .arg(sql)
        .arg(server.url()))
}

fn write(td: &Path, sql: &Path) {
    let (mut with_rows, mut without) = (String::new(), String::new());
    for number in 0..QUERIES {
        let query = format!("select {number}, 'row {number}', now() is not null");
        let _ = writeln!(with_rows, "> {query}\n{number} \"row {number}\" true\n");
        let _ = writeln!(without, "{query};");
    }
    std::fs::write(td, with_rows).unwrap();
    std::fs::write(sql, without).unwrap();
}
