//! `mzhost doctor`: checks what mzhost needs on this machine, each with its fix.

use std::process::{Command, Stdio};

use clap::Args;
use mzhost_core::code::Code;
use mzhost_core::engine::{Endpoint, Engine};
use mzhost_core::fault::Fault;
use mzhost_core::run::gate_program;

use super::args::Global;
use super::print;
use crate::project::shipped_python_runner;

/// The oldest engine API that mzhost is tried with.
const OLDEST_API: (u32, u32) = (1, 41);

#[derive(Debug, Args)]
pub(super) struct Doctor {}

/// What the other languages need, and how it tells its version.
const TOOLCHAINS: &[(&str, &[&str])] = &[
    ("guests in JavaScript", &["node", "--version"]),
    ("guests in Python", &["python3", "--version"]),
    ("guests in Go", &["go", "version"]),
    ("guests in C", &["clang", "--version"]),
];

/// The outcome of one check.
enum Finding {
    Fine(String),
    /// Something that not everybody needs.
    Absent(String),
    Odd(String),
    Bad(String),
}

impl Doctor {
    pub(super) async fn execute(self, global: &Global) -> Result<u8, Fault> {
        let (engine_found, mut findings) = engine().await;
        findings.push(("state folder", folder(global.state_dir().ok())));
        findings.push(("cache folder", folder(global.cache_dir())));
        findings.push(("guests in Rust", rust()));
        findings.extend(TOOLCHAINS.iter().map(|one| (one.0, toolchain(one.1))));
        findings.push(("runner for Python", python_runner()));
        let rows: Vec<Vec<String>> = findings
            .into_iter()
            .map(|(what, finding)| {
                let (word, text) = match finding {
                    Finding::Fine(text) => ("ok", text),
                    Finding::Absent(text) => ("-", text),
                    Finding::Odd(text) => ("warning", text),
                    Finding::Bad(text) => ("FAILED", text),
                };
                vec![word.to_owned(), what.to_owned(), text]
            })
            .collect();
        let failed = rows
            .iter()
            .any(|row| row.first().is_some_and(|word| word == "FAILED"));
        print::table(&["", "CHECK", "FOUND"], &rows);
        Ok(match (engine_found, failed) {
            (false, _) => Code::EngineUnreachable.exit(),
            (true, true) => Code::WorkflowFailed.exit(),
            (true, false) => 0,
        })
    }
}

async fn engine() -> (bool, Vec<(&'static str, Finding)>) {
    let endpoint = match Endpoint::of_process() {
        Ok(endpoint) => endpoint,
        Err(error) => {
            return (
                false,
                vec![("Docker engine", Finding::Bad(error.to_string()))],
            );
        }
    };
    let address = format!("{} (from {})", endpoint.address, endpoint.origin);
    let engine = match Engine::connect(endpoint).await {
        Ok(engine) => engine,
        Err(error) => {
            let advice = "; start it (`systemctl start docker`, or as root `dockerd`), or set DOCKER_HOST; a user must be in the group `docker`";
            return (
                false,
                vec![("Docker engine", Finding::Bad(format!("{error}{advice}")))],
            );
        }
    };
    let facts = engine.facts();
    let api = parse_version(&facts.api_version);
    let mut findings = vec![
        (
            "Docker engine",
            Finding::Fine(format!("{} at {address}", facts.version)),
        ),
        (
            "engine's API",
            if api >= Some(OLDEST_API) {
                Finding::Fine(facts.api_version.clone())
            } else {
                Finding::Odd(format!(
                    "{} is older than 1.41, which mzhost is tried with",
                    facts.api_version
                ))
            },
        ),
        (
            "engine's machine",
            Finding::Fine(format!(
                "{}, {} cores, {} MiB",
                facts.operating_system,
                facts.cpus,
                facts.memory >> 20
            )),
        ),
    ];
    findings.push(("gate", gate(&facts.architecture)));
    findings.extend(
        facts
            .warnings
            .iter()
            .map(|warning| ("engine says", Finding::Odd(warning.clone()))),
    );
    (true, findings)
}

fn parse_version(text: &str) -> Option<(u32, u32)> {
    let (major, minor) = text.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

fn folder(path: Option<std::path::PathBuf>) -> Finding {
    let Some(path) = path else {
        return Finding::Bad("neither HOME nor the XDG variables are set".to_owned());
    };
    match std::fs::create_dir_all(&path) {
        Ok(()) => Finding::Fine(path.display().to_string()),
        Err(error) => Finding::Bad(format!("{}: {error}", path.display())),
    }
}

/// Whether containers can be held before their command.
fn gate(architecture: &str) -> Finding {
    match gate_program(architecture) {
        Some(program) => Finding::Fine(format!(
            "`--gate` works, by a program of {} bytes for {architecture}",
            program.len()
        )),
        None => Finding::Odd(format!(
            "`--gate` does nothing: this mzhost was built without it for {architecture}; `rustup target add {architecture}-unknown-linux-musl` and build again"
        )),
    }
}

/// What a toolchain's program says of itself.
fn toolchain(command: &[&str]) -> Finding {
    let [program, arguments @ ..] = command else {
        return Finding::Absent(String::new());
    };
    let said = Command::new(program)
        .args(arguments)
        .stderr(Stdio::null())
        .output();
    let Ok(said) = said else {
        return Finding::Absent(format!("{program} was not found"));
    };
    let text = String::from_utf8_lossy(&said.stdout);
    let version = text.lines().next().unwrap_or_default();
    let names_itself = version
        .to_lowercase()
        .contains(program.trim_end_matches(char::is_numeric));
    Finding::Fine(if names_itself {
        version.to_owned()
    } else {
        format!("{program} {version}")
    })
}

/// With it, sources in Python run without a toolchain.
fn python_runner() -> Finding {
    match shipped_python_runner() {
        Some(place) => Finding::Fine(place.display().to_string()),
        None => Finding::Absent(
            "not beside this program: made with Python on the first use, or by `mzhost python-runner`"
                .to_owned(),
        ),
    }
}

fn rust() -> Finding {
    let sysroot = Command::new("rustc")
        .args(["--print", "target-libdir", "--target", "wasm32-wasip2"])
        .stderr(Stdio::null())
        .output();
    match sysroot {
        Err(_) => Finding::Absent("rustc was not found".to_owned()),
        Ok(output) => {
            let folder = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            if std::path::Path::new(&folder).is_dir() {
                Finding::Fine("rustc with the target wasm32-wasip2".to_owned())
            } else {
                Finding::Odd("the target is missing: `rustup target add wasm32-wasip2`".to_owned())
            }
        }
    }
}
