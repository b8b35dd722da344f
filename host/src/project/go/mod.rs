//! Builds Go with its own toolchain, and makes a component of the module that comes out.

mod module;
mod source;

use std::fs;
use std::path::Path;

use include_dir::{Dir, include_dir};
use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use mzhost_core::perform::BoxFuture;
use tokio::process::Command;

use self::module::Module;
use self::source::Sources;
use super::core_module;
use super::found::{self, Found};
use super::language::{Built, Language};
use super::site::{Site, write};
use super::tool::Tool;
use super::workshop::{Workshop, cannot};

static SDK: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../guest-sdk/go/mzhost");
/// Where the generated bindings look for the packages that they need.
const PUBLIC: &str = "go.bytecodealliance.org/pkg/wit/";
/// Where they and those packages are: in the SDK.
const BINDINGS: &str = "mzhost/internal/wit";
/// The first version, 1.X, that can build a module with functions to call.
const OLDEST: u32 = 24;

const GO: Tool = Tool {
    program: "go",
    install: "install Go 1.24 or later to build guests in Go (from Debian 13 on: apt-get install golang-go; else see https://go.dev/doc/install)",
};

/// A folder with a package in Go.
pub(super) struct Go;

impl Language for Go {
    fn name(&self) -> &'static str {
        "go"
    }

    fn marker(&self) -> &'static str {
        "composition.go"
    }

    fn is_up_to_date(&self, folder: &Path) -> bool {
        let site = Site::of(folder);
        module::digest(&site).is_ok_and(|digest| site.is_made_of(&digest))
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
    let _lock = site.lock().await?;
    let module = Module::of(folder)?;
    let digest = module::digest(&site)?;
    let warnings = site.work("warnings");
    if !site.is_made_of(&digest) {
        (shop.progress)();
        check_version(&site).await?;
        site.prepare(&module::SOURCES)?;
        // Editors read the SDK, which needs its bindings also where the composition cannot be built.
        write_bindings(&site, &[])?;
        let sources = Sources::read(&site).await?;
        let found = sources.workflows()?;
        write_bindings(&site, &found)?;
        let program = site.work("entry/main.go");
        write(&program, sources.program(&module.path, &found)?.as_bytes())?;
        module.write_for_build(&site)?;
        let component = compiled(&site).await?;
        write(&warnings, sources.warnings().join("\n").as_bytes())?;
        site.finish(&found::described(component, &found), &digest)?;
    }
    let told = fs::read_to_string(&warnings).map_err(|error| cannot("read", &warnings, &error))?;
    let told = told.lines().map(str::to_owned);
    Ok(Built {
        component: site.component(),
        warnings: told.chain(module.warning()).collect(),
    })
}

/// `go`, without what the user's settings would change of a build.
fn go(folder: &Path) -> Command {
    let mut go = GO.command(folder);
    go.env("GOFLAGS", "")
        .env("GOWORK", "off")
        .env("GO111MODULE", "on");
    go
}

async fn check_version(site: &Site) -> Result<(), Fault> {
    let mut version = go(&site.folder);
    version.arg("version");
    let output = GO.run(version, "go does not tell its version").await?;
    let text = String::from_utf8_lossy(&output.stdout);
    if minor(&text).is_none_or(|minor| minor >= OLDEST) {
        return Ok(());
    }
    let message = format!("{} is too old: {}", text.trim(), GO.install);
    Err(Fault::new(Code::BuildFailed, message))
}

/// X of `go version go1.X.Y linux/amd64`.
fn minor(version: &str) -> Option<u32> {
    let (_, rest) = version.split_once("go1.")?;
    let end = rest.find(|c: char| !c.is_ascii_digit());
    rest.get(..end.unwrap_or(rest.len()))?.parse().ok()
}

/// Writes the world with these workflows, and the bindings for it into the SDK.
fn write_bindings(site: &Site, found: &[Found]) -> Result<(), Fault> {
    site.write_world(&found::world(found))?;
    let options = wit_bindgen_go::Opts {
        // gofmt may not be there; the lines, of which the component has the numbers, must not depend on it.
        format: wit_bindgen_go::Format::False,
        pkg_name: Some(BINDINGS.to_owned()),
        ..wit_bindgen_go::Opts::default()
    };
    let files = core_module::bindings(options.build().as_mut(), &site.wit())?;
    let out = site.sdk().join("internal/wit");
    for (name, content) in files.iter() {
        let content = String::from_utf8_lossy(content);
        let content = content.replace(PUBLIC, &format!("{BINDINGS}/"));
        write(&out.join(name), content.as_bytes())?;
    }
    write(
        &out.join("export_wit_world/exports.go"),
        source::exports(found).as_bytes(),
    )
}

/// The component, without descriptions.
async fn compiled(site: &Site) -> Result<Vec<u8>, Fault> {
    let core = site.work("core.wasm");
    let mut build = go(&site.folder);
    build
        .env("GOOS", "wasip1")
        .env("GOARCH", "wasm")
        .env("CGO_ENABLED", "0")
        .args(["build", "-buildmode=c-shared", "-trimpath"])
        // Without the state of a repository, so that equal sources make equal bytes; with the functions' names, for the
        // backtrace of an exit.
        .args(["-buildvcs=false", "-ldflags=-w -buildid="])
        .arg("-modfile")
        .arg(site.work("composition.mod"))
        .arg("-o")
        .arg(&core)
        .arg("./.mzhost/build/entry");
    let failed = format!("{} cannot be compiled", site.folder.display());
    GO.run(build, &failed).await?;
    let module = fs::read(&core).map_err(|error| cannot("read", &core, &error))?;
    core_module::component(module, Some(&site.wit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_go_writes_them() {
        assert_eq!(minor("go version go1.26.8 linux/amd64\n"), Some(26));
        assert_eq!(minor("go version go1.19 linux/arm64"), Some(19));
        assert_eq!(
            minor("go version devel go1.27-0a1b2c linux/amd64"),
            Some(27)
        );
        assert_eq!(minor("something else"), None);
    }
}
