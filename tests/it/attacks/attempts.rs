//! Guests that try many things in one run, and print what came of each: `NAME -> CODE: MESSAGE`.

use mzhost_core::code::exit_for;

use super::row;
use crate::harness::Done;

/// What was tried, and the beginning of what came of it: the code and the message.
pub(super) type Attempt<'a> = (&'a str, &'a str);

/// Each attempt came to what it should, none other was made, and each has its row.
#[track_caller]
pub(super) fn all_refused(done: Done, section: &str, attempts: &[Attempt<'_>]) -> Done {
    let done = done.exits(0).never_says("-> success");
    let made = done.out.matches(" -> ").count();
    assert_eq!(made, attempts.len(), "attempts in {done}");
    attempts.iter().fold(done, |done, (name, got)| {
        let exit = match got.split_once(':') {
            // An answer, and no error.
            Some(("cut" | "nothing", _)) | None => 0,
            Some((code, _)) => i32::from(exit_for(code)),
        };
        row(section, name, got, exit);
        done.says(&format!("{name} -> {got}"))
    })
}
