//! Paths of all guests of the tests, which the build script of this crate builds. Tests use it; nothing else.
//!
//! There is one constant for each folder of `tests/guests`, and in [`workflows`] one for each of `workflows/`:
//! the path of the component.

include!(concat!(env!("OUT_DIR"), "/artifacts.rs"));
