//! Flags and output that `mzhost td` and `mzhost slt` share.

use std::collections::BTreeMap;
use std::future::Future;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::builder::BoolishValueParser;
use clap::{Args, ValueEnum};
use mzhost_core::code::{Code, exit_for};
use mzhost_core::event::{Consumer, Events, SpanId};
use mzhost_core::fault::Fault;
use mzhost_core::report::{JUnit, JsonLines, Problems, Terminal};
use mzhost_core::testdrive::{Told, invalid, replace, result};
use mzhost_testdrive::Observe;
use mzhost_testdrive::access::Direct;
use mzhost_testdrive::options::{Isolation, Options, RetryOptions, backoff_factor};
use mzhost_testdrive::parse::{ParseError, duration};
use mzhost_testdrive::position::Source;
use mzhost_testdrive::run::Report;
use tokio_util::sync::CancellationToken;

use super::args::Global;
use super::granting::marked;
use super::print;
use super::signals::Signals;

/// What is written to standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Terminal,
    /// The events, one JSON object per line.
    Jsonl,
}

#[derive(Debug, Args)]
pub(super) struct Testing {
    /// Files, folders, or patterns such as 'tests/*.td'
    #[arg(required = true, value_name = "FILES")]
    files: Vec<String>,
    /// The server for statements: postgres://USER:PASSWORD@HOST:PORT/DATABASE
    #[arg(
        long,
        value_name = "URL",
        env = "MZHOST_POSTGRES_URL",
        hide_env_values = true
    )]
    postgres_url: Option<String>,
    /// A variable: ${arg.NAME} in a .td file, $NAME in an .slt file
    #[arg(long = "var", value_name = "NAME=VALUE", env = "MZHOST_VAR", value_delimiter = ',', value_parser = name_and_value)]
    variables: Vec<(String, String)>,
    /// Let files read an environment variable: ${env.NAME} or $NAME
    #[arg(
        long,
        value_name = "NAME",
        value_delimiter = ',',
        env = "MZHOST_ALLOW_ENV"
    )]
    allow_env: Vec<String>,
    /// The same, and mask its value in all output: at least 6 characters
    #[arg(
        long,
        value_name = "NAME",
        value_delimiter = ',',
        env = "MZHOST_SECRET"
    )]
    secret: Vec<String>,
    /// Where a host name is, for names that this machine does not know
    #[arg(long, value_name = "NAME=ADDRESS", value_delimiter = ',', env = "MZHOST_RESOLVE", value_parser = name_and_address)]
    resolve: Vec<(String, IpAddr)>,
    /// How long statements and waits are tried, such as 30s
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = duration, env = "MZHOST_DEFAULT_TIMEOUT")]
    default_timeout: Duration,
    /// Pause after the first try
    #[arg(long, value_name = "TIME", default_value = "50ms", value_parser = duration, env = "MZHOST_INITIAL_BACKOFF")]
    initial_backoff: Duration,
    /// What the pause grows by with each try, up to 1 s
    #[arg(long, value_name = "FACTOR", default_value = "1.5", value_parser = backoff_factor, env = "MZHOST_BACKOFF_FACTOR")]
    backoff_factor: f64,
    /// How often statements and waits are tried [default: unlimited]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..), env = "MZHOST_DEFAULT_MAX_TRIES")]
    default_max_tries: Option<u32>,
    /// Try statements that write again, too
    #[arg(long, env = "MZHOST_RETRY_WRITES", value_parser = BoolishValueParser::new())]
    retry_writes: bool,
    /// Files that run at the same time
    #[arg(long, short, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..), env = "MZHOST_JOBS")]
    jobs: u16,
    /// Whether each file gets a database of its own: auto, always or never; auto is with --jobs
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "auto",
        env = "MZHOST_ISOLATION"
    )]
    isolation: Isolation,
    /// Failed files after which no further one begins [default: unlimited]
    #[arg(long, value_name = "NUMBER", env = "MZHOST_MAX_ERRORS")]
    max_errors: Option<usize>,
    /// Seed of the files' names and randomness [default: random for each file]
    #[arg(long, value_name = "NUMBER", env = "MZHOST_SEED")]
    seed: Option<u32>,
    /// Write what came into the files in place of what was expected
    #[arg(long, env = "MZHOST_REWRITE_RESULTS", value_parser = BoolishValueParser::new())]
    rewrite_results: bool,
    /// What to print
    #[arg(long, value_enum, default_value = "terminal", env = "MZHOST_FORMAT")]
    format: Format,
    /// Write a JUnit XML report to this file
    #[arg(long, value_name = "FILE", env = "MZHOST_JUNIT")]
    junit: Option<PathBuf>,
}

impl Testing {
    /// How files are run.
    pub(super) fn options(&self) -> Options {
        let variables = self.allow_env.iter().chain(&self.secret);
        Options {
            postgres_url: self.postgres_url.clone(),
            variables: self.variables.iter().cloned().collect(),
            environment: variables
                .filter_map(|name| Some((name.clone(), std::env::var(name).ok()?)))
                .collect(),
            seed: self.seed,
            retry: RetryOptions {
                timeout: self.default_timeout,
                initial_backoff: self.initial_backoff,
                backoff_factor: self.backoff_factor,
                max_tries: self.default_max_tries,
                writes: self.retry_writes,
            },
            jobs: usize::from(self.jobs),
            isolation: self.isolation,
            max_errors: self.max_errors,
            rewrite_results: self.rewrite_results,
            ..Options::default()
        }
    }

    /// What files reach.
    pub(super) fn access(&self, psql: Option<PathBuf>) -> Direct {
        Direct {
            addresses: self.resolve.iter().cloned().collect::<BTreeMap<_, _>>(),
            psql,
        }
    }

    /// Runs files, reports, rewrites them if asked to, gives the exit code.
    pub(super) async fn run<F>(
        &self,
        global: &Global,
        extension: &str,
        start: impl FnOnce(Vec<Source>, CancellationToken, Arc<dyn Observe>) -> F,
    ) -> Result<u8, Fault>
    where
        F: Future<Output = Result<Report, Vec<ParseError>>>,
    {
        let mut signals = Signals::new()?;
        let sources = self.sources(extension)?;
        let problems = Problems::default();
        let consumers = self.consumers(global, &problems);
        let masker = marked(&self.secret)?;
        let events = Events::masking("test-files", consumers, masker.clone());
        let told = Arc::new(Told::new(events, SpanId::RUN, None));
        let begun = Instant::now();
        let stop = CancellationToken::new();
        told.started(sources.len());
        let observe: Arc<dyn Observe> = Arc::clone(&told) as _;
        let mut running = std::pin::pin!(start(sources, stop.clone(), observe));
        let mut interrupted = None;
        let report = loop {
            tokio::select! {
                report = &mut running => break report.map_err(|errors| invalid(&errors).masked(&masker))?,
                fault = signals.next() => {
                    // The files end what they do and remove what they made; a second signal ends that, too.
                    if interrupted.replace(fault.clone()).is_some() {
                        return Err(fault);
                    }
                    stop.cancel();
                }
            }
        };
        for file in &report.files {
            if let Some(text) = &file.rewritten {
                replace(Path::new(&file.file), text)?;
            }
        }
        told.finished(&report, begun.elapsed());
        for problem in problems.take() {
            print::errors(format!("warning: {problem}\n").as_bytes());
        }
        if let Some(fault) = interrupted {
            return Err(fault);
        }
        Ok(result(&report).map_or_else(|fault| exit_for(&fault.code), |()| 0))
    }

    fn consumers(&self, global: &Global, problems: &Problems) -> Vec<Box<dyn Consumer>> {
        let out = Box::new(std::io::stdout());
        let mut consumers: Vec<Box<dyn Consumer>> = vec![match self.format {
            Format::Terminal => Box::new(Terminal::new(out, global.style(false), problems.clone())),
            Format::Jsonl => Box::new(JsonLines::new(out, "standard output", problems.clone())),
        }];
        if let Some(path) = &self.junit {
            consumers.push(Box::new(JUnit::new(path.clone(), problems.clone())));
        }
        consumers
    }

    /// The files that the arguments name, in the order of the arguments, those of a pattern sorted.
    fn sources(&self, extension: &str) -> Result<Vec<Source>, Fault> {
        let limit = self.options().limits.file;
        let mut sources = Vec::new();
        for argument in &self.files {
            let paths = super::files::matching(argument, extension)?;
            if paths.is_empty() {
                return Err(Fault::new(
                    Code::Usage,
                    format!(
                        "{argument}: there is no such file; patterns are written in quotes: 'tests/*.{extension}'"
                    ),
                ));
            }
            for path in paths {
                sources.push(super::files::source(&path, limit)?);
            }
        }
        Ok(sources)
    }
}

fn name_and_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("it is written NAME=VALUE".to_owned()),
    }
}

fn name_and_address(text: &str) -> Result<(String, IpAddr), String> {
    let (name, address) =
        name_and_value(text).map_err(|_| "it is written NAME=ADDRESS".to_owned())?;
    let address = address
        .parse()
        .map_err(|_| format!("{address:?} is no IP address"))?;
    Ok((name, address))
}
