//! `cargo bench -p mzhost --bench guest`: what starting a guest and answering its calls costs. Makes no
//! containers; takes less than a minute.

#![expect(clippy::print_stdout, reason = "a benchmark prints its results")]

mod policy;
mod process;
mod round_trip;
#[path = "../../core/benches/engine/table.rs"]
mod table;

use std::error::Error;

type Outcome<T> = Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    process::first_call()?;
    process::list()?;
    round_trip::measure().await?;
    policy::measure()
}
