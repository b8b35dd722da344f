//! How test files went, as a fault.

use mzhost_testdrive::failure::Blame;
use mzhost_testdrive::parse::ParseError;
use mzhost_testdrive::run::Report;

use crate::code::Code;
use crate::fault::Fault;
use crate::report::text::count;

/// The code of what a failure is the fault of.
pub(super) fn code_of(blame: Blame) -> Code {
    match blame {
        Blame::Test => Code::TestFailed,
        Blame::File => Code::TestInvalid,
        Blame::Environment => Code::TestEnvironment,
        Blame::Denied => Code::PolicyDenied,
    }
}

/// Nothing when all files passed; else one fault for all that failed. What was tested comes first: if one file shows
/// that it is wrong, the fault is that.
pub fn result(report: &Report) -> Result<(), Fault> {
    let failures = || report.files.iter().filter_map(|file| file.failure.as_ref());
    let Some(blame) = failures().map(|failure| failure.blame).min() else {
        return Ok(());
    };
    let lines: Vec<String> = failures()
        .map(|failure| format!("{}: {}", failure.place(), failure.message))
        .collect();
    let all = report.files.len() + report.not_run.len();
    let message = format!("{} of {} failed", lines.len(), count(all, "test file"));
    Err(Fault::new(code_of(blame), message).detail("failed", lines.join("\n")))
}

/// The fault that files cannot be parsed, with all that is wrong with all of them.
pub fn invalid(errors: &[ParseError]) -> Fault {
    let mut files: Vec<&str> = errors.iter().map(|error| error.file.as_str()).collect();
    files.dedup();
    let message = format!(
        "{} in {}; nothing was run",
        count(errors.len(), "error"),
        count(files.len(), "test file")
    );
    let texts: Vec<String> = errors.iter().map(ToString::to_string).collect();
    Fault::new(Code::TestInvalid, message).detail("errors", texts.join("\n"))
}
