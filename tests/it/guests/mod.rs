//! A module for each folder of `tests/guests`. A guest without one does not compile.

mod allocates;
mod any_services;
mod bad_name;
mod bad_types;
mod builds_image;
mod cases;
mod catalog;
mod compose_file;
mod cycle;
mod dies;
mod everything;
mod exits;
mod files;
mod floods;
mod future_wit;
mod hostile;
mod http;
mod jobs;
mod leaks;
mod no_default;
mod no_image;
mod output;
mod overrides;
mod panics;
mod phase;
mod port_taken;
mod removal;
mod runner;
mod services_error;
mod sleeper;
mod spins;
mod testdrive;
mod unhealthy;
mod unmarked;

macro_rules! has_tests {
    ($guest:ident) => {
        const _: &str = $guest::GUEST;
    };
}
mzhost_test_artifacts::foreach_guest!(has_tests);
