//! Guests that try many things in one run, and print what came of each: `NAME -> CODE: MESSAGE`.

use mzhost_core::code::exit_for;

use super::row;
use crate::harness::Done;

/// What was tried, and the beginning of what came of it: the code and the message.
pub(super) type Attempt = (&'static str, &'static str);

/// Each attempt came to what it should, none other was made, and each has its row.
#[track_caller]
pub(super) fn all_refused(done: Done, section: &str, attempts: &[Attempt]) -> Done {
    let done = done.exits(0).never_says("-> success");
    let made = done.out.matches(" -> ").count();
    assert_eq!(made, attempts.len(), "attempts in {done}");
    attempts.iter().fold(done, |done, (name, got)| {
        let code = got.split_once(':').map_or(*got, |(code, _)| code);
        row(section, name, got, i32::from(exit_for(code)));
        done.says(&format!("{name} -> {got}"))
    })
}
