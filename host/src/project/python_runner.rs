//! The runner: the one component that reads compositions in Python from their folders. It is shipped beside the program; else it
//! is made once for each machine.

use std::fs;
use std::path::{Path, PathBuf};

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use sha2::Digest;

use super::python::{MATERIALS, componentize, toolchain};
use super::site::{Site, digest_of, write};
use super::workshop::{Workshop, cannot};

/// What it is, for the lines that say that it is made and compiled.
pub const PYTHON_RUNNER: &str =
    "the runner for Python, less than a minute, once for all compositions";
/// The module that it is made of.
const MODULE: &str = include_str!("../../../guest-sdk/python/app/runner.py");
/// Where the runner is that a folder was used with last.
const RECORD: &str = "runner";
/// The name beside the program, with a part of the digest between the two.
const SHIPPED: (&str, &str) = ("mzhost-python-", ".wasm");

/// What all runners of this program are made of.
fn digest() -> String {
    let mut digest = digest_of(&MATERIALS);
    digest.update(MODULE);
    format!("{:x}", digest.finalize())
}

/// The runner beside this program, which has the digest in its name: what another mzhost was shipped with is never taken.
pub fn shipped_python_runner() -> Option<PathBuf> {
    beside_program().ok().filter(|place| place.is_file())
}

fn beside_program() -> Result<PathBuf, Fault> {
    let program = std::env::current_exe().map_err(|error| {
        Fault::new(Code::Io, "cannot find out where this program is").cause(&error)
    })?;
    let digest = digest();
    let id = digest.get(..16).unwrap_or_default();
    Ok(program.with_file_name(format!("{}{id}{}", SHIPPED.0, SHIPPED.1)))
}

/// Puts the runner beside this program if it is not there, and gives its place. Those of other versions go.
pub async fn ship_python_runner(shop: Workshop<'_>) -> Result<PathBuf, Fault> {
    let place = beside_program()?;
    if place.is_file() {
        return Ok(place);
    }
    let scratch = tempfile::tempdir()
        .map_err(|error| cannot("make a folder in", &std::env::temp_dir(), &error))?;
    let made = made_here(&Site::of(scratch.path()), shop).await?;
    let aside = place.with_extension("part");
    // Nobody sees half of it.
    fs::copy(&made, &aside)
        .and_then(|_| fs::rename(&aside, &place))
        .map_err(|error| {
            drop(fs::remove_file(&aside));
            cannot("write", &place, &error)
        })?;
    for other in shipped_by_others(&place) {
        fs::remove_file(&other).map_err(|error| cannot("remove", &other, &error))?;
    }
    Ok(place)
}

/// Runners in the same folder that other versions were shipped with.
fn shipped_by_others(own: &Path) -> Vec<PathBuf> {
    let entries = own.parent().and_then(|folder| fs::read_dir(folder).ok());
    let paths = entries
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    paths
        .filter(|path| path != own && is_a_runners(path))
        .collect()
}

fn is_a_runners(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.and_then(|name| name.strip_prefix(SHIPPED.0)?.strip_suffix(SHIPPED.1))
        .is_some_and(|id| id.len() == 16 && id.chars().all(|one| one.is_ascii_hexdigit()))
}

/// Whether a folder can be used without making anything.
pub(super) fn is_ready(site: &Site) -> bool {
    recorded(site).or_else(shipped_python_runner).is_some()
}

/// The runner that the folder was used with last, if it is still the right one.
fn recorded(site: &Site) -> Option<PathBuf> {
    let record = fs::read_to_string(site.out.join(RECORD)).ok()?;
    let (made_of, path) = record.split_once('\n')?;
    let path = PathBuf::from(path);
    (made_of == digest() && path.is_file() && site.sdk().is_dir()).then_some(path)
}

/// The runner for a folder. The SDK is written beside the sources, for editors.
pub(super) async fn runner(site: &Site, shop: Workshop<'_>) -> Result<PathBuf, Fault> {
    if let Some(runner) = recorded(site) {
        return Ok(runner);
    }
    let _lock = site.lock().await?;
    let runner = match shipped_python_runner() {
        Some(shipped) => shipped,
        None => made_here(site, shop).await?,
    };
    site.prepare(&MATERIALS)?;
    let record = format!("{}\n{}", digest(), runner.display());
    write(&site.out.join(RECORD), record.as_bytes())?;
    Ok(runner)
}

/// The runner that was made on this machine.
async fn made_here(site: &Site, shop: Workshop<'_>) -> Result<PathBuf, Fault> {
    let digest = digest();
    let recipe = [("made-of", digest.as_bytes())];
    let make = |place: PathBuf| make(site, place, shop);
    let place = shop
        .toolchain(&site.out, "python-runner", &recipe, make)
        .await?;
    Ok(Site::of(&place).component())
}

/// Makes the runner in a folder of its own.
async fn make(site: &Site, place: PathBuf, shop: Workshop<'_>) -> Result<(), Fault> {
    (shop.progress)();
    let toolchain = toolchain(site, shop).await?;
    let place = Site::of(&place);
    place.prepare(&MATERIALS)?;
    write(&place.work("app/runner.py"), MODULE.as_bytes())?;
    let wit = place.wit().join("deps/mzhost-composition");
    let world = "mzhost:composition/runner";
    let component = componentize(&toolchain, &place, &wit, world, "runner").await?;
    place.finish(&component, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_that_are_named_as_runners_are_taken_for_those_of_others() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("mzhost-python-0123456789abcdef.wasm");
        let other = folder.path().join("mzhost-python-fedcba9876543210.wasm");
        for file in [&own, &other] {
            fs::write(file, "").unwrap();
        }
        for name in ["mzhost", "mzhost-python-mine.wasm", "notes.wasm"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        assert_eq!(shipped_by_others(&own), [other]);
    }
}
