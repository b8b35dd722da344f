//! Flags that several subcommands share.

#![expect(
    clippy::doc_markdown,
    reason = "doc comments of flags are the help's text"
)]

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::builder::BoolishValueParser;
use clap::{Args, ValueEnum};
use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use mzhost_core::image_map::ImageMap;
use mzhost_core::report::{Style, Verbosity};
use mzhost_core::run::{GateMode, SubnetPool};
use mzhost_core::run_folder::default_state_dir;

use super::granting::Granting;
use crate::guest::GuestLimits;
use crate::runner::Permits;

/// Whether output is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless NO_COLOR or CI is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Flags of every subcommand.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// Whether output is coloured; NO_COLOR and CI switch it off
    #[arg(
        long,
        global = true,
        value_enum,
        default_value = "auto",
        env = "MZHOST_COLOR"
    )]
    color: Color,
    /// Show failures and the result only
    #[arg(
        long,
        short,
        global = true,
        env = "MZHOST_QUIET",
        conflicts_with = "verbose"
    )]
    quiet: bool,
    /// Show every call
    #[arg(long, global = true, env = "MZHOST_VERBOSE", value_parser = BoolishValueParser::new())]
    verbose: bool,
    /// Folder for runs and their logs [default: $XDG_STATE_HOME/mzhost]
    #[arg(long, global = true, value_name = "PATH", env = "MZHOST_STATE_DIR")]
    state_dir: Option<PathBuf>,
    /// Folder for compiled code [default: $XDG_CACHE_HOME/mzhost]
    #[arg(long, global = true, value_name = "PATH", env = "MZHOST_CACHE_DIR")]
    cache_dir: Option<PathBuf>,
}

impl Global {
    /// The looks of the terminal's report.
    pub(crate) fn style(&self, stderr: bool) -> Style {
        let tty = if stderr {
            std::io::stderr().is_terminal()
        } else {
            std::io::stdout().is_terminal()
        };
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let ci = set("CI");
        Style {
            color: match self.color {
                Color::Always => true,
                Color::Never => false,
                Color::Auto => tty && !set("NO_COLOR") && !ci,
            },
            width: std::env::var("COLUMNS")
                .ok()
                .and_then(|text| text.parse().ok()),
            verbosity: match (self.quiet, self.verbose) {
                (true, _) => Verbosity::Quiet,
                (_, true) => Verbosity::Verbose,
                _ => Verbosity::Normal,
            },
            tty: tty && !ci,
        }
    }

    /// Where runs live.
    pub(crate) fn state_dir(&self) -> Result<PathBuf, Fault> {
        self.state_dir
            .clone()
            .or_else(default_state_dir)
            .ok_or_else(|| {
                Fault::new(
                    Code::Usage,
                    "neither HOME nor XDG_STATE_HOME is set; give --state-dir PATH",
                )
            })
    }

    /// Where compiled code lives; none when the environment names no place.
    pub(crate) fn cache_dir(&self) -> Option<PathBuf> {
        let below = |name: &str, rest: &str| {
            std::env::var_os(name)
                .filter(|value| !value.is_empty())
                .map(|base| Path::new(&base).join(rest))
        };
        self.cache_dir
            .clone()
            .or_else(|| below("XDG_CACHE_HOME", "mzhost"))
            .or_else(|| below("HOME", ".cache/mzhost"))
    }
}

/// Flags of subcommands that load a composition.
#[derive(Debug, Args)]
pub(crate) struct Composition {
    /// A folder with a composition in any language, or a .wasm component
    #[arg(value_name = "DIR")]
    pub(crate) dir: PathBuf,
    /// Folder that a .wasm component reads its files from
    #[arg(long, value_name = "DIR", env = "MZHOST_ROOT")]
    pub(crate) root: Option<PathBuf>,
    /// Seed of all randomness [default: random, printed]
    #[arg(long, value_name = "NUMBER", env = "MZHOST_SEED")]
    pub(crate) seed: Option<u64>,
    /// Memory of a guest in MiB
    #[arg(
        long,
        value_name = "MIB",
        default_value_t = 256,
        env = "MZHOST_GUEST_MEMORY"
    )]
    pub(crate) guest_memory: usize,
    /// Output of a guest in MiB
    #[arg(
        long,
        value_name = "MIB",
        default_value_t = 64,
        env = "MZHOST_GUEST_OUTPUT"
    )]
    pub(crate) guest_output: u64,
    #[command(flatten)]
    pub(crate) grants: Granting,
}

impl Composition {
    /// What a guest may use.
    pub(crate) fn limits(&self) -> GuestLimits {
        GuestLimits {
            memory: self.guest_memory.saturating_mul(1 << 20),
            output: self.guest_output.saturating_mul(1 << 20),
            ..GuestLimits::default()
        }
    }
}

/// Flags of subcommands that make containers.
#[derive(Debug, Args)]
pub(crate) struct Making {
    /// Project name, which prefixes all names
    #[arg(long, short, value_name = "NAME", env = "MZHOST_PROJECT_NAME")]
    pub(crate) project_name: Option<String>,
    /// Addresses that networks take their subnets from
    #[arg(
        long,
        value_name = "CIDR",
        default_value = "10.213.0.0/16",
        env = "MZHOST_SUBNET_POOL"
    )]
    pub(crate) subnet_pool: SubnetPool,
    /// Limit on the whole, such as 90s or 30m; image pulls and compilation do not count
    #[arg(long, value_name = "TIME", default_value = "30m", value_parser = duration, env = "MZHOST_TIMEOUT")]
    pub(crate) timeout: Duration,
    /// Start containers early and hold each before its command until what it depends on is ready
    #[arg(long, value_enum, default_value = "auto", env = "MZHOST_GATE")]
    gate: Gate,
}

/// Whether containers are started early and held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Gate {
    /// Never
    Off,
    /// Where it can be; an error if this mzhost has no gate for the engine
    On,
    /// Where it can be
    Auto,
}

impl From<Gate> for GateMode {
    fn from(gate: Gate) -> Self {
        match gate {
            Gate::Off => Self::Off,
            Gate::On => Self::On,
            Gate::Auto => Self::Auto,
        }
    }
}

impl Making {
    /// What the user lets the run do.
    pub(crate) fn permits(&self) -> Permits {
        Permits {
            subnets: self.subnet_pool,
            timeout: self.timeout,
            rewrite_results: false,
            gate: self.gate.into(),
        }
    }
}

/// Images in the place of those that a composition names.
#[derive(Debug, Args)]
pub(crate) struct Images {
    /// Take another image for a service, an image or its repository
    #[arg(
        long,
        value_name = "KEY=IMAGE",
        value_delimiter = ',',
        env = "MZHOST_IMAGE"
    )]
    image: Vec<String>,
    /// The same from a file with lines KEY=IMAGE
    #[arg(long, value_name = "FILE", env = "MZHOST_IMAGES")]
    images: Option<PathBuf>,
}

impl Images {
    /// All entries; those of the command line are the stronger ones.
    pub(crate) fn map(&self) -> Result<ImageMap, Fault> {
        let mut map = ImageMap::default();
        if let Some(path) = &self.images {
            map.add_file(path)?;
        }
        for entry in &self.image {
            map.add(entry)?;
        }
        Ok(map)
    }
}

/// Which project a subcommand is about.
#[derive(Debug, Args)]
pub(crate) struct Selecting {
    /// Folder or .wasm that the project is named after
    #[arg(
        long,
        short = 'C',
        value_name = "DIR",
        default_value = ".",
        env = "MZHOST_DIR"
    )]
    pub(crate) dir: PathBuf,
    #[command(flatten)]
    pub(crate) by: By,
}

/// Other ways to select a project.
#[derive(Debug, Args)]
pub(crate) struct By {
    /// A run by its id, or `latest`
    #[arg(
        long,
        value_name = "ID",
        env = "MZHOST_RUN",
        conflicts_with = "project_name"
    )]
    pub(crate) run: Option<String>,
    /// A project by its name
    #[arg(long, short, value_name = "NAME", env = "MZHOST_PROJECT_NAME")]
    pub(crate) project_name: Option<String>,
}

/// A length of time: a number with `ms`, `s`, `m` or `h`.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let split = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let number: u64 = number.parse().map_err(|_| wanted(text))?;
    let (unit_ms, limit) = match unit {
        "ms" => (1, u64::MAX),
        "s" => (1000, u64::MAX / 1000),
        "m" => (60_000, u64::MAX / 60_000),
        "h" => (3_600_000, u64::MAX / 3_600_000),
        _ => return Err(wanted(text)),
    };
    if number == 0 || number > limit {
        return Err(wanted(text));
    }
    Ok(Duration::from_millis(number * unit_ms))
}

fn wanted(text: &str) -> String {
    format!("{text:?} is no time: wanted a number with ms, s, m or h, such as 90s")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_need_a_unit() {
        assert_eq!(duration("90s"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        for bad in ["90", "0s", "s", "-1s", "1d", "99999999999999999999s"] {
            assert!(duration(bad).is_err(), "{bad}");
        }
    }
}
