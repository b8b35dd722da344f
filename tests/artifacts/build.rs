//! Builds all crates of `tests/guests` and `workflows` with one nested cargo, and writes constants with the
//! paths of the components.

#![expect(
    clippy::print_stderr,
    reason = "that is how a build script speaks to people"
)]

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const TARGET: &str = "wasm32-wasip2";
const PROFILE: &str = "guest";

/// What the guests are made of.
const SOURCES: [&str; 8] = [
    "Cargo.toml",
    "Cargo.lock",
    "guest-sdk/rust/src",
    "guest-sdk/rust/macros/src",
    "rust-toolchain.toml",
    "tests/guests",
    "wit",
    "workflows",
];

/// Variables of the outer build that would change or break the inner one.
const FOREIGN: [&str; 8] = [
    "CARGO_BUILD_RUSTFLAGS",
    "CARGO_BUILD_TARGET",
    "CARGO_BUILD_TARGET_DIR",
    "CARGO_ENCODED_RUSTFLAGS",
    "RUSTC_WORKSPACE_WRAPPER",
    "RUSTDOCFLAGS",
    "RUSTFLAGS",
    "TARGET",
];

fn main() {
    // A returned error would be shown with its line ends escaped.
    if let Err(error) = run() {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

fn run() -> Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?)
        .join("../..")
        .canonicalize()?;
    for source in SOURCES {
        println!("cargo:rerun-if-changed={}", root.join(source).display());
    }
    let guests = Folder::read(&root, "tests/guests", "guest-")?;
    let workflows = Folder::read(&root, "workflows", "")?;

    require_target()?;
    // The outer cargo holds the lock of its own target folder while this script runs.
    let target = root.join("target/guests");
    build(
        &root,
        &target,
        guests.packages().chain(workflows.packages()),
    )?;

    let components = target.join(TARGET).join(PROFILE);
    let code = format!(
        "{}\n/// The components of `workflows/`.\npub mod workflows {{\n{}}}\n{}",
        guests.constants(&components)?,
        workflows.constants(&components)?,
        guests.for_each()?
    );
    fs::write(
        PathBuf::from(env::var("OUT_DIR")?).join("artifacts.rs"),
        code,
    )?;
    Ok(())
}

/// A folder with one crate in each of its folders.
struct Folder {
    path: &'static str,
    /// What the packages' names have before the folders' names.
    prefix: &'static str,
    names: Vec<String>,
}

impl Folder {
    fn read(root: &Path, path: &'static str, prefix: &'static str) -> Result<Self> {
        let mut names = Vec::new();
        for entry in fs::read_dir(root.join(path))? {
            let entry = entry?;
            if entry.path().join("Cargo.toml").is_file() {
                names.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        names.sort();
        Ok(Self {
            path,
            prefix,
            names,
        })
    }

    fn packages(&self) -> impl Iterator<Item = String> {
        self.names
            .iter()
            .map(|name| format!("{}{name}", self.prefix))
    }

    /// One constant for each crate.
    fn constants(&self, components: &Path) -> Result<String> {
        let mut code = String::new();
        for (name, package) in self.names.iter().zip(self.packages()) {
            let file = components.join(format!("{}.wasm", package.replace('-', "_")));
            if !file.is_file() {
                return Err(
                    format!("{package} was built, but there is no {}", file.display()).into(),
                );
            }
            let constant = name.replace('-', "_").to_uppercase();
            writeln!(code, "/// The component of `{}/{name}`.", self.path)?;
            writeln!(
                code,
                "pub const {constant}: &str = {:?};",
                file.display().to_string()
            )?;
        }
        Ok(code)
    }

    /// A macro that calls another one with each crate's name.
    fn for_each(&self) -> Result<String> {
        let mut calls = String::new();
        for name in &self.names {
            writeln!(calls, "        $callback!({});", name.replace('-', "_"))?;
        }
        Ok(format!(
            "/// Calls a macro with the name of each guest of `{}`, so that a guest without a test does not compile.\n\
             #[macro_export]\nmacro_rules! foreach_guest {{\n    ($callback:ident) => {{\n{calls}    }};\n}}\n",
            self.path
        ))
    }
}

fn build(root: &Path, target: &Path, packages: impl Iterator<Item = String>) -> Result<()> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .current_dir(root)
        .args([
            "build",
            "--locked",
            "--target",
            TARGET,
            "--profile",
            PROFILE,
        ])
        .env("CARGO_TARGET_DIR", target);
    for package in packages {
        cargo.args(["--package", &package]);
    }
    for name in FOREIGN {
        cargo.env_remove(name);
    }
    let output = cargo.output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "the guests do not build:\n{}",
        String::from_utf8_lossy(&output.stderr)
    )
    .into())
}

/// One clear sentence in place of cargo's hundred when the target is missing.
fn require_target() -> Result<()> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .args(["--print", "target-libdir", "--target", TARGET])
        .output()?;
    let folder = String::from_utf8(output.stdout)?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    Err(format!("the Rust target {TARGET} is missing: run `rustup target add {TARGET}`").into())
}
