//! This program once more, as a process that runs one file: its time and memory are those of a whole process.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use mzhost_testdrive::access::Direct;
use mzhost_testdrive::observe::Notice;
use mzhost_testdrive::position::Source;
use mzhost_testdrive::{Access, Observe, Options, run};

const FLAG: &str = "--run-file";

/// Tells nobody.
struct Silent;

impl Observe for Silent {
    fn observe(&self, _: Notice) {}
}

/// The process that runs a file.
pub(crate) fn command(url: &str, file: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([FLAG, url]).arg(file);
    command
}

/// URL and file, when this process is one of those.
pub(crate) fn asked() -> Option<(String, PathBuf)> {
    let mut arguments = std::env::args().skip(1);
    (arguments.next()? == FLAG).then_some(())?;
    Some((arguments.next()?, arguments.next()?.into()))
}

/// Runs the file as `mzhost td` does, on one thread; it must pass.
pub(crate) fn run(url: &str, file: &Path) {
    let source = Source::new("many.td", &std::fs::read_to_string(file).unwrap());
    let access: Arc<dyn Access> = Arc::new(Direct::default());
    let options = Options {
        postgres_url: Some(url.to_owned()),
        ..Options::default()
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let ran = run::run(vec![source], options, access, Arc::new(Silent));
    let report = runtime.block_on(ran).unwrap();
    assert_eq!(report.failed().count(), 0, "{report:?}");
}
