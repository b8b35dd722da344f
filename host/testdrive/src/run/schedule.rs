//! Which files run at the same time.

use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::{StreamExt, stream};
use tokio::sync::RwLock;

use super::{FileReport, Report};
use crate::access::BoxFuture;
use crate::failure::Error;
use crate::options::Options;

/// A file that can be run.
pub trait Job: Send + Sync {
    /// Its name.
    fn file(&self) -> &str;

    /// Whether it may run beside others.
    fn alone(&self) -> bool;

    /// Runs it.
    fn run(&self) -> BoxFuture<'_, FileReport>;
}

/// Runs files, `options.jobs` at the same time, in the order in which they are given.
pub async fn run_scheduled<J: Job>(jobs: Vec<J>, options: &Options) -> Report {
    let failed = AtomicUsize::new(0);
    // Held for writing by a file that runs alone.
    let others = RwLock::new(());
    // Boxed, so that the compiler sees that the whole can be sent to another thread.
    let mut runs: Vec<BoxFuture<'_, (usize, Option<FileReport>)>> = Vec::new();
    for (index, job) in jobs.iter().enumerate() {
        let (failed, others) = (&failed, &others);
        runs.push(Box::pin(async move {
            (index, run_one(job, failed, others, options).await)
        }));
    }
    let mut results: Vec<_> = stream::iter(runs)
        .buffer_unordered(options.jobs.max(1))
        .collect()
        .await;
    results.sort_by_key(|(index, _)| *index);
    let mut report = Report::default();
    for (job, (_, result)) in jobs.iter().zip(results) {
        match result {
            Some(file) => report.files.push(file),
            None => report.not_run.push(job.file().to_owned()),
        }
    }
    report
}

async fn run_one<J: Job>(
    job: &J,
    failed: &AtomicUsize,
    others: &RwLock<()>,
    options: &Options,
) -> Option<FileReport> {
    let (_alone, _shared);
    if job.alone() {
        _alone = others.write().await;
    } else {
        _shared = others.read().await;
    }
    let count = failed.load(Ordering::Relaxed);
    let too_many = options.max_errors.is_some_and(|most| count >= most);
    if too_many || options.stop.is_cancelled() {
        return None;
    }
    let report = job.run().await;
    if report.failure.is_some() {
        failed.fetch_add(1, Ordering::Relaxed);
    }
    Some(report)
}

/// Runs a file's commands until they end or everything is stopped.
pub(crate) async fn until_stopped<E>(
    options: &Options,
    commands: impl Future<Output = Result<(), E>>,
    failure: impl FnOnce(Error) -> E,
) -> Result<(), E> {
    tokio::select! {
        result = commands => result,
        () = options.stop.cancelled() => {
            Err(failure(Error::environment("stopped before its end")))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::time::Duration;

    use super::*;
    use crate::failure::{Blame, Failure};
    use crate::position::Location;

    /// Notes when it begins and ends.
    struct Noting<'a> {
        name: &'static str,
        alone: bool,
        fails: bool,
        notes: &'a Mutex<Vec<String>>,
    }

    impl Job for Noting<'_> {
        fn file(&self) -> &str {
            self.name
        }

        fn alone(&self) -> bool {
            self.alone
        }

        fn run(&self) -> BoxFuture<'_, FileReport> {
            Box::pin(async {
                self.notes.lock().unwrap().push(format!("+{}", self.name));
                tokio::time::sleep(Duration::from_secs(1)).await;
                self.notes.lock().unwrap().push(format!("-{}", self.name));
                FileReport {
                    file: self.name.to_owned(),
                    failure: self.fails.then(failure),
                    commands: 0,
                    elapsed: Duration::ZERO,
                    results: 0,
                    rewritten: None,
                }
            })
        }
    }

    fn failure() -> Failure {
        Failure {
            blame: Blame::Test,
            file: String::new(),
            location: Location { line: 1, column: 1 },
            statement: String::new(),
            message: String::new(),
            snippet: String::new(),
            difference: None,
            server: None,
            tries: 1,
            elapsed: Duration::ZERO,
            seed: String::new(),
        }
    }

    async fn run(jobs: &[(&'static str, bool, bool)], options: &Options) -> (Vec<String>, Report) {
        let notes = Mutex::default();
        let jobs = jobs
            .iter()
            .map(|(name, alone, fails)| Noting {
                name,
                alone: *alone,
                fails: *fails,
                notes: &notes,
            })
            .collect();
        let report = run_scheduled(jobs, options).await;
        (notes.into_inner().unwrap(), report)
    }

    #[tokio::test(start_paused = true)]
    async fn a_file_that_runs_alone_waits_for_the_others() {
        let options = Options {
            jobs: 3,
            ..Options::default()
        };
        let jobs = [("a", false, false), ("b", false, false), ("c", true, false)];
        let (notes, report) = run(&jobs, &options).await;
        assert_eq!(notes, ["+a", "+b", "-a", "-b", "+c", "-c"]);
        assert_eq!(report.files.len(), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn no_file_begins_after_too_many_failed() {
        let options = Options {
            max_errors: Some(1),
            ..Options::default()
        };
        let jobs = [("a", false, true), ("b", false, false)];
        let (notes, report) = run(&jobs, &options).await;
        assert_eq!(notes, ["+a", "-a"]);
        assert_eq!(report.not_run, ["b"]);
    }
}
