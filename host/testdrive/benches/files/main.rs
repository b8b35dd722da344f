//! `cargo bench -p mzhost-testdrive`: test files beside `psql -f`, and how late a row that arrives is seen. Needs
//! an engine with the image of PostgreSQL; takes about a minute.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints its results, and ends when something is wrong"
)]

mod arrival;
mod child;
mod process;
mod server;
mod throughput;

use server::Server;

fn main() {
    if let Some((url, file)) = child::asked() {
        child::run(&url, &file);
        return;
    }
    let Some(server) = Server::start() else {
        println!("left out: the engine has no image of PostgreSQL; tests/images/build.sh makes it");
        return;
    };
    throughput::measure(&server);
    arrival::measure(&server);
}

/// Smallest, median and largest of some numbers.
fn spread(numbers: &mut [f64]) -> (f64, f64, f64) {
    numbers.sort_by(f64::total_cmp);
    let at = |index: usize| numbers.get(index).copied().unwrap_or_default();
    (
        at(0),
        at(numbers.len() / 2),
        at(numbers.len().saturating_sub(1)),
    )
}
