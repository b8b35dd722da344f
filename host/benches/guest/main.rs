//! `cargo bench -p mzhost --bench guest`: what starting a guest and answering its calls costs. Last, what
//! a guest costs in each language, for which it needs Docker and the toolchains; that takes minutes, and `-- languages` measures nothing else.

#![expect(clippy::print_stdout, reason = "a benchmark prints its results")]

mod languages;
mod policy;
mod process;
mod round_trip;
#[path = "../../core/benches/engine/table.rs"]
mod table;

use std::error::Error;

type Outcome<T> = Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    if std::env::args().any(|argument| argument == "languages") {
        return languages::measure();
    }
    process::first_call()?;
    process::list()?;
    round_trip::measure().await?;
    policy::measure()?;
    languages::measure()
}
