//! The program `mzhost`.

use std::process::ExitCode;

fn main() -> ExitCode {
    mzhost::cli::main()
}
