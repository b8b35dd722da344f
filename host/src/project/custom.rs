//! A folder with `mzhost.toml`: runs the command that it names, for languages that mzhost cannot build itself.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use include_dir::Dir;
use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use mzhost_core::perform::BoxFuture;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tokio::process::Command;

use super::language::{Built, Language};
use super::site::{self, Materials, Site};
use super::tool;
use super::workshop::{Workshop, cannot};

const FILE: &str = "mzhost.toml";
/// There is no SDK for a language that is not known.
static NO_SDK: Dir<'_> = Dir::new("", &[]);
const MATERIALS: Materials = Materials {
    sdk: &NO_SDK,
    toolchain: b"",
    is_source: |_| true,
};
/// How a component begins, and a module that is none.
const COMPONENT: &[u8] = b"\0asm\x0d\0\x01\0";
const MODULE: &[u8] = b"\0asm\x01\0\0\0";

/// A folder with `mzhost.toml`.
pub(super) struct Custom;

impl Language for Custom {
    fn name(&self) -> &'static str {
        "custom"
    }

    fn marker(&self) -> &'static str {
        FILE
    }

    fn is_up_to_date(&self, folder: &Path) -> bool {
        let site = Site::of(folder);
        let digest = Recipe::read(folder).and_then(|recipe| recipe.digest(&site));
        digest.is_ok_and(|digest| site.is_made_of(&digest))
    }

    fn build<'a>(
        &'a self,
        folder: &'a Path,
        shop: Workshop<'a>,
    ) -> BoxFuture<'a, Result<Built, Fault>> {
        Box::pin(build(folder, shop))
    }
}

async fn build(folder: &Path, shop: Workshop<'_>) -> Result<Built, Fault> {
    let site = Site::of(folder);
    let recipe = Recipe::read(folder)?;
    let _lock = site.lock().await?;
    let mut digest = recipe.digest(&site)?;
    if !site.is_made_of(&digest) {
        (shop.progress)();
        site.prepare(&MATERIALS)?;
        recipe.run(folder).await?;
        let component = recipe.component(folder)?;
        if recipe.sources.is_none() {
            // What the command left beside the sources is no change.
            digest = recipe.digest(&site)?;
        }
        site.finish(&component, &digest)?;
    }
    Ok(Built {
        component: site.component(),
        warnings: Vec::new(),
    })
}

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    build: Recipe,
}

/// How the component is made.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Recipe {
    /// The program and its arguments, run in the folder.
    command: Vec<String>,
    /// The component that it makes, relative to the folder.
    component: PathBuf,
    /// Globs of the files that it is made of; without it, all files of the folder.
    sources: Option<Vec<String>>,
}

impl Recipe {
    fn read(folder: &Path) -> Result<Self, Fault> {
        let path = folder.join(FILE);
        let text = fs::read_to_string(&path).map_err(|error| cannot("read", &path, &error))?;
        let File { build } = toml::from_str(&text).map_err(|error| {
            let message = format!("{} is wrong", path.display());
            Fault::new(Code::BuildFailed, message).detail("cause", error.to_string())
        })?;
        if build.command.is_empty() {
            let message = format!("{}: build.command names no program", path.display());
            return Err(Fault::new(Code::BuildFailed, message));
        }
        Ok(build)
    }

    /// A digest of the recipe and its sources.
    fn digest(&self, site: &Site) -> Result<String, Fault> {
        let globs = self.globs()?;
        let mut digest = Sha256::new();
        let own = site.folder.join(FILE);
        let component = self.component.strip_prefix(".").unwrap_or(&self.component);
        let mut any = false;
        for file in site.sources(MATERIALS.is_source)? {
            let relative = file.strip_prefix(&site.folder).unwrap_or(&file);
            let is_source = globs.as_ref().is_none_or(|globs| globs.is_match(relative));
            if relative == component || !is_source && file != own {
                continue;
            }
            any |= file != own;
            let content = fs::read(&file).map_err(|error| cannot("read", &file, &error))?;
            site::add(&mut digest, relative, &content);
        }
        if globs.is_some() && !any {
            let message = format!("{}: no file fits build.sources", own.display());
            return Err(Fault::new(Code::BuildFailed, message));
        }
        Ok(format!("{:x}", digest.finalize()))
    }

    fn globs(&self) -> Result<Option<GlobSet>, Fault> {
        let wrong = |error: globset::Error| {
            let message = format!("{FILE}: a glob of build.sources is wrong");
            Fault::new(Code::BuildFailed, message).cause(&error)
        };
        let Some(sources) = &self.sources else {
            return Ok(None);
        };
        let mut set = GlobSetBuilder::new();
        for source in sources {
            let glob: Glob = GlobBuilder::new(source)
                .literal_separator(true)
                .build()
                .map_err(wrong)?;
            set.add(glob);
        }
        set.build().map(Some).map_err(wrong)
    }

    async fn run(&self, folder: &Path) -> Result<(), Fault> {
        let shown = self.command.join(" ");
        let (program, arguments) = self.command.split_first().unzip();
        let program = program.cloned().unwrap_or_default();
        let mut command = Command::new(&program);
        command
            .args(arguments.unwrap_or_default())
            .current_dir(folder)
            .stdin(Stdio::null())
            .kill_on_drop(true);
        let output = command.output().await.map_err(|error| {
            let message = match error.kind() {
                ErrorKind::NotFound => format!(
                    "{program} was not found, which build.command of {FILE} names: install it, or name another program"
                ),
                _ => format!("cannot run {program}, which build.command of {FILE} names"),
            };
            Fault::new(Code::BuildFailed, message).cause(&error)
        })?;
        if output.status.success() {
            return Ok(());
        }
        let ended = output.status;
        Err(tool::said(
            &format!("the command of {FILE} failed ({ended}): {shown}"),
            &output,
        ))
    }

    fn component(&self, folder: &Path) -> Result<Vec<u8>, Fault> {
        let path = folder.join(&self.component);
        let shown = self.component.display();
        let bytes = fs::read(&path).map_err(|error| {
            let message = format!(
                "the command of {FILE} passed, and {shown} is not there, which build.component names"
            );
            Fault::new(Code::BuildFailed, message).cause(&error)
        })?;
        if bytes.starts_with(COMPONENT) {
            return Ok(bytes);
        }
        let is = if bytes.starts_with(MODULE) {
            "a core module, of which `wasm-tools component new` makes a component"
        } else {
            "no WebAssembly"
        };
        let message =
            format!("{shown}, which the command of {FILE} made, is no component: it is {is}");
        Err(Fault::new(Code::BuildFailed, message))
    }
}
