//! Test files against real servers: the conformance suite of `tests/testdrive`, and what `mzhost td` does besides.

mod command;
mod conformance;
mod servers;

use servers::Servers;
