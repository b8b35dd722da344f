//! Builds a guest crate with cargo, and only when something that it is made of has changed.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::SystemTime;

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use mzhost_core::perform::BoxFuture;
use serde::Deserialize;
use tokio::process::Command;

use super::language::{Built, Language};
use super::workshop::{Progress, Workshop};
use super::{dep_info, rust_sdk, unmarked};

/// The target that makes components.
const TARGET: &str = "wasm32-wasip2";
/// The profile that a workspace may define for guests.
const PROFILE: &str = "guest";

/// A folder with a crate.
pub(super) struct Rust;

impl Language for Rust {
    fn name(&self) -> &'static str {
        "rust"
    }

    fn marker(&self) -> &'static str {
        "Cargo.toml"
    }

    fn detect(&self, folder: &Path) -> bool {
        // A workspace's manifest alone is no guest.
        Manifest::read(&folder.join(self.marker()))
            .is_none_or(|manifest| manifest.package.is_some())
            && folder.join(self.marker()).is_file()
    }

    fn is_up_to_date(&self, folder: &Path) -> bool {
        Layout::of(folder).up_to_date()
    }

    fn build<'a>(
        &'a self,
        folder: &'a Path,
        shop: Workshop<'a>,
    ) -> BoxFuture<'a, Result<Built, Fault>> {
        Box::pin(build(folder, shop.progress))
    }
}

/// What we need of a `Cargo.toml`. Mistakes in it are cargo's to report.
#[derive(Debug, Default, Deserialize)]
struct Manifest {
    package: Option<Named>,
    lib: Option<Named>,
    workspace: Option<toml::Table>,
    #[serde(default)]
    profile: toml::Table,
}

#[derive(Debug, Deserialize)]
struct Named {
    name: Option<String>,
}

impl Manifest {
    fn read(path: &Path) -> Option<Self> {
        toml::from_str(&fs::read_to_string(path).ok()?).ok()
    }

    /// The file name of the library, without ending.
    fn artifact(&self) -> Option<String> {
        let named = |named: &Option<Named>| named.as_ref()?.name.clone();
        Some(
            named(&self.lib)
                .or_else(|| named(&self.package))?
                .replace('-', "_"),
        )
    }
}

/// Where cargo puts things.
struct Layout {
    lock_file: PathBuf,
    target_dir: PathBuf,
    profile: &'static str,
    artifact: PathBuf,
}

impl Layout {
    /// Guests have a target folder of their own inside the usual one, so that building them and building natively
    /// do not wait for each other nor undo each other's work.
    fn of(folder: &Path) -> Self {
        let manifest = Manifest::read(&folder.join("Cargo.toml")).unwrap_or_default();
        let (root, root_manifest) = workspace_of(folder);
        let target_dir = env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |dir| folder.join(dir))
            .join("guests");
        let profile = if root_manifest.profile.contains_key(PROFILE) {
            PROFILE
        } else {
            "release"
        };
        let name = manifest.artifact().unwrap_or_default();
        Self {
            artifact: target_dir.join(TARGET).join(profile).join(name + ".wasm"),
            lock_file: root.join("Cargo.lock"),
            target_dir,
            profile,
        }
    }

    /// A file whose time is when the build began that made the artifact, so that an edit during that build is later.
    /// It holds the lock file, which cargo itself may have written meanwhile.
    fn stamp(artifact: &Path) -> PathBuf {
        artifact.with_extension("built")
    }

    fn sources(artifact: &Path) -> Vec<PathBuf> {
        fs::read_to_string(artifact.with_extension("d"))
            .map(|text| dep_info::parse(&text))
            .unwrap_or_default()
    }

    fn up_to_date(&self) -> bool {
        let stamp = Self::stamp(&self.artifact);
        let built = fs::metadata(&stamp).and_then(|stamp| stamp.modified());
        let locked = fs::read(&stamp).ok().zip(fs::read(&self.lock_file).ok());
        self.artifact.is_file()
            && locked.is_some_and(|(then, now)| then == now)
            && built
                .is_ok_and(|built| dep_info::unchanged_since(&Self::sources(&self.artifact), built))
    }
}

/// The nearest folder upwards whose manifest is a workspace's, else the crate's own.
fn workspace_of(folder: &Path) -> (PathBuf, Manifest) {
    folder
        .ancestors()
        .find_map(|ancestor| {
            let manifest = Manifest::read(&ancestor.join("Cargo.toml"))?;
            manifest
                .workspace
                .is_some()
                .then(|| (ancestor.to_owned(), manifest))
        })
        .unwrap_or_else(|| {
            let manifest = Manifest::read(&folder.join("Cargo.toml")).unwrap_or_default();
            (folder.to_owned(), manifest)
        })
}

async fn build(folder: &Path, progress: Progress<'_>) -> Result<Built, Fault> {
    let layout = Layout::of(folder);
    let component = if layout.up_to_date() {
        layout.artifact
    } else {
        progress();
        rust_sdk::write_where_wanted(folder)?;
        let begin = SystemTime::now();
        let artifact = cargo(folder, &layout).await?;
        let stamp = Layout::stamp(&artifact);
        write_stamp(&stamp, &layout.lock_file, begin).map_err(|error| io_fault(&stamp, &error))?;
        artifact
    };
    Ok(Built {
        warnings: unmarked::warnings(folder, &Layout::sources(&component)),
        component,
    })
}

fn write_stamp(stamp: &Path, lock_file: &Path, begin: SystemTime) -> std::io::Result<()> {
    fs::write(stamp, fs::read(lock_file)?)?;
    File::options()
        .append(true)
        .open(stamp)?
        .set_modified(begin)
}

fn io_fault(file: &Path, error: &std::io::Error) -> Fault {
    Fault::new(Code::Io, format!("cannot write {}", file.display())).cause(error)
}

/// Runs cargo and returns the component that it made.
async fn cargo(folder: &Path, layout: &Layout) -> Result<PathBuf, Fault> {
    let program = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let output = Command::new(program)
        .current_dir(folder)
        .args(["build", "--lib", "--target", TARGET, "--profile", layout.profile])
        .args(["--message-format", "json-render-diagnostics"])
        .arg("--target-dir")
        .arg(&layout.target_dir)
        // Flags for this machine's linker do not fit a guest's.
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .map_err(|error| match error.kind() {
            ErrorKind::NotFound => Fault::new(
                Code::BuildFailed,
                "cargo was not found: install Rust with rustup to build guests that are written in it",
            ),
            _ => Fault::new(Code::BuildFailed, "cannot run cargo").cause(&error),
        })?;
    let errors = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(build_fault(folder, &errors));
    }
    let manifest = folder.join("Cargo.toml");
    component_in(&output.stdout, &manifest).ok_or_else(|| {
        Fault::new(
            Code::BuildFailed,
            format!(
                "{} makes no component: its [lib] needs crate-type = [\"cdylib\"]",
                manifest.display()
            ),
        )
    })
}

fn build_fault(folder: &Path, errors: &str) -> Fault {
    let target_missing = errors.contains(&format!("the `{TARGET}` target may not be installed"));
    let message = if target_missing {
        format!("Rust's target {TARGET} is not installed: run `rustup target add {TARGET}`")
    } else {
        format!("cargo could not build {}", folder.display())
    };
    Fault::new(Code::BuildFailed, message).detail("output", errors)
}

/// A message of cargo's, as far as it concerns us.
#[derive(Deserialize)]
struct Message {
    reason: String,
    manifest_path: Option<PathBuf>,
    #[serde(default)]
    filenames: Vec<PathBuf>,
}

/// The component of this manifest in cargo's messages.
fn component_in(messages: &[u8], manifest: &Path) -> Option<PathBuf> {
    messages
        .split(|byte| *byte == b'\n')
        .filter_map(|line| serde_json::from_slice::<Message>(line).ok())
        .filter(|message| message.reason == "compiler-artifact")
        .filter(|message| message.manifest_path.as_deref() == Some(manifest))
        .flat_map(|message| message.filenames)
        .find(|file| {
            file.extension()
                .is_some_and(|extension| extension == "wasm")
        })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    const LIBRARY: &str = "[package]\nname = \"my-guest\"\nedition = \"2024\"\n\n[lib]\n";

    fn crate_with(manifest: &str, source: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("src")).unwrap();
        fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
        fs::write(folder.path().join("src/lib.rs"), source).unwrap();
        folder
    }

    /// The result, and how often cargo was really run.
    async fn build_in(folder: &Path) -> (Result<Built, Fault>, usize) {
        let builds = AtomicUsize::new(0);
        let progress = || {
            builds.fetch_add(1, Ordering::Relaxed);
        };
        let result = {
            let shop = Workshop {
                cache: None,
                progress: &progress,
            };
            Rust.build(&folder.canonicalize().unwrap(), shop).await
        };
        (result, builds.load(Ordering::Relaxed))
    }

    #[tokio::test]
    async fn a_crate_is_built_once_and_again_after_an_edit() {
        let manifest = format!("{LIBRARY}crate-type = [\"cdylib\"]\n");
        let folder = crate_with(&manifest, "pub fn workflow_forgotten() {}\n");
        let (first, builds) = build_in(folder.path()).await;
        let first = first.unwrap();
        assert_eq!(builds, 1);
        assert!(fs::read(&first.component).unwrap().starts_with(b"\0asm"));
        assert_eq!(first.warnings.len(), 1);

        let (second, builds) = build_in(folder.path()).await;
        assert_eq!((second.unwrap(), builds), (first, 0));

        fs::write(folder.path().join("src/lib.rs"), "pub fn other() {}\n").unwrap();
        let (third, builds) = build_in(folder.path()).await;
        assert_eq!((third.unwrap().warnings.len(), builds), (0, 1));
    }

    #[tokio::test]
    async fn what_cargo_says_is_shown_when_it_fails() {
        // A name of its own: in one target folder, cargo takes crates of one name for the same.
        let library = LIBRARY.replace("my-guest", "broken-guest");
        let manifest = format!("{library}crate-type = [\"cdylib\"]\n");
        let folder = crate_with(&manifest, "pub fn broken() -> u8 { nonsense }\n");
        let fault = build_in(folder.path()).await.0.unwrap_err();
        assert!(fault.is(Code::BuildFailed));
        assert!(fault.get("output").unwrap().contains("nonsense"));
    }

    #[tokio::test]
    async fn a_crate_that_makes_no_component_is_told_what_it_lacks() {
        let folder = crate_with(LIBRARY, "");
        let fault = build_in(folder.path()).await.0.unwrap_err();
        assert!(fault.message.contains("crate-type"), "{fault}");
    }

    #[test]
    fn a_missing_target_is_one_sentence_with_the_command() {
        let errors = "error[E0463]: can't find crate for `core`\n  = note: the `wasm32-wasip2` target may not be installed\n";
        let fault = build_fault(Path::new("/x"), errors);
        assert!(fault.message.contains("rustup target add wasm32-wasip2"));
    }

    #[test]
    fn a_member_uses_its_workspace_and_the_profile_for_guests() {
        let root = crate_with("[workspace]\n[profile.guest]\ninherits = \"release\"\n", "");
        let member = root.path().join("member");
        fs::create_dir(&member).unwrap();
        fs::write(
            member.join("Cargo.toml"),
            "[package]\nname = \"smoke-test\"\n",
        )
        .unwrap();
        let layout = Layout::of(&member);
        assert_eq!(layout.profile, "guest");
        assert!(
            layout
                .artifact
                .ends_with("guests/wasm32-wasip2/guest/smoke_test.wasm")
        );
        assert!(!Rust.detect(root.path()));
        assert!(Rust.detect(&member));
    }
}
