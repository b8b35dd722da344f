//! Python runs from its sources, which the runner reads. A component that is passed on carries its sources.

use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use mzhost_core::perform::BoxFuture;
use serde::Deserialize;
use tokio::process::Command;

use super::found::{self, Found};
use super::language::{Built, Language};
use super::python_runner::{PYTHON_RUNNER, is_ready, runner};
use super::site::{Materials, Site, write};
use super::tool::Tool;
use super::workshop::{Workshop, cannot};

static SDK: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../guest-sdk/python/src");
/// The packages of the toolchain, each with its checksum.
const PACKAGES: &[u8] = include_bytes!("../../../guest-sdk/python/toolchain/requirements.txt");
/// Finds workflows.
const DESCRIBE: &str = include_str!("../../../guest-sdk/python/app/describe.py");

pub(super) const MATERIALS: Materials = Materials {
    sdk: &SDK,
    toolchain: PACKAGES,
    is_source: |path| path.extension().is_some_and(|ending| ending == "py"),
};

const PYTHON: Tool = Tool {
    program: "python3",
    install: "install Python 3.9 or later with venv, which makes the runner for workflows in Python once (on Debian: apt-get install python3-venv)",
};

/// A folder with a module in Python.
pub(super) struct Python;

impl Language for Python {
    fn name(&self) -> &'static str {
        "python"
    }

    fn marker(&self) -> &'static str {
        "composition.py"
    }

    fn makes(&self) -> Option<&'static str> {
        Some(PYTHON_RUNNER)
    }

    fn is_up_to_date(&self, folder: &Path) -> bool {
        is_ready(&Site::of(folder))
    }

    fn build<'a>(
        &'a self,
        folder: &'a Path,
        shop: Workshop<'a>,
    ) -> BoxFuture<'a, Result<Built, Fault>> {
        Box::pin(async move {
            let component = runner(&Site::of(folder), shop).await?;
            Ok(Built {
                component,
                warnings: Vec::new(),
            })
        })
    }

    fn package<'a>(
        &'a self,
        folder: &'a Path,
        shop: Workshop<'a>,
    ) -> BoxFuture<'a, Result<Built, Fault>> {
        Box::pin(package(folder, shop))
    }
}

async fn package(folder: &Path, shop: Workshop<'_>) -> Result<Built, Fault> {
    let site = Site::of(folder);
    let _lock = site.lock().await?;
    let digest = site.digest(&MATERIALS)?;
    let mut warnings = Vec::new();
    if !site.is_made_of(&digest) {
        (shop.progress)();
        let toolchain = toolchain(&site, shop).await?;
        site.prepare(&MATERIALS)?;
        let described = describe(&toolchain, &site).await?;
        warnings = described.warnings;
        let found: Vec<Found> = described.workflows.into_iter().map(Found::from).collect();
        site.write_world(&found::world(&found))?;
        for source in site.sources(MATERIALS.is_source)? {
            let content = fs::read(&source).map_err(|error| cannot("read", &source, &error))?;
            let relative = source.strip_prefix(folder).unwrap_or(&source);
            write(&site.work("app/sources").join(relative), &content)?;
        }
        write(&site.work("app/entry.py"), entry(&found).as_bytes())?;
        let component = componentize(&toolchain, &site, &site.wit(), "test", "entry").await?;
        site.finish(&found::described(component, &found), &digest)?;
    }
    Ok(Built {
        component: site.component(),
        warnings,
    })
}

/// The toolchain's folder.
pub(super) async fn toolchain(site: &Site, shop: Workshop<'_>) -> Result<PathBuf, Fault> {
    let recipe = [("requirements.txt", PACKAGES)];
    shop.toolchain(&site.out, "python", &recipe, install).await
}

/// Installs the toolchain's packages in a folder.
async fn install(place: PathBuf) -> Result<(), Fault> {
    let mut venv = PYTHON.command(&place);
    venv.args(["-m", "venv", "--clear", "venv"]);
    let failed = "Python could not make a virtual environment: is its module venv there (on Debian: apt-get install python3-venv)?";
    PYTHON.run(venv, failed).await?;
    let mut pip = program(&place, "python");
    pip.current_dir(&place)
        .args(["-m", "pip", "install", "--quiet", "--no-input"])
        .args(["--disable-pip-version-check", "--only-binary=:all:"])
        .args(["--require-hashes", "--requirement=requirements.txt"]);
    let failed = "pip could not install the toolchain for Python, which it does once: is the package registry reachable?";
    PYTHON.run(pip, failed).await.map(drop)
}

/// A program of the toolchain, which knows nothing of the user's other environments.
fn program(toolchain: &Path, name: &str) -> Command {
    let mut command = Command::new(toolchain.join("venv/bin").join(name));
    for variable in ["PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"] {
        command.env_remove(variable);
    }
    command
}

/// Makes a component of a module in `app`, of the folder of the build.
pub(super) async fn componentize(
    toolchain: &Path,
    site: &Site,
    wit: &Path,
    world: &str,
    module: &str,
) -> Result<Vec<u8>, Fault> {
    let (app, component) = (site.work("app"), site.work("python.wasm"));
    let mut componentize = program(toolchain, "componentize-py");
    componentize
        // Else it takes the packages of the machine's Python, too.
        .env("VIRTUAL_ENV", &app)
        .current_dir(&app)
        .arg("--quiet")
        .arg("--wit-path")
        .arg(wit)
        .args(["--world", world, "componentize", module])
        .arg("--python-path")
        .arg(&app)
        .arg("--python-path")
        .arg(site.sdk())
        .arg("--output")
        .arg(&component);
    let failed = "no component can be made of the Python sources";
    PYTHON.run(componentize, failed).await?;
    let bytes = fs::read(&component).map_err(|error| cannot("read", &component, &error))?;
    fs::remove_file(&component).map_err(|error| cannot("remove", &component, &error))?;
    Ok(bytes)
}

/// What the sources hold.
#[derive(Deserialize)]
struct Described {
    #[serde(default)]
    problem: Option<String>,
    #[serde(default)]
    workflows: Vec<Workflow>,
    #[serde(default)]
    warnings: Vec<String>,
}

#[derive(Deserialize)]
struct Workflow {
    function: String,
    name: String,
    description: String,
    file: String,
    line: u32,
    hidden: bool,
}

impl From<Workflow> for Found {
    fn from(workflow: Workflow) -> Self {
        Self {
            function: workflow.function,
            name: workflow.name,
            description: workflow.description,
            file: workflow.file,
            line: workflow.line,
            hidden: workflow.hidden,
        }
    }
}

/// Reads the sources, without running them.
async fn describe(toolchain: &Path, site: &Site) -> Result<Described, Fault> {
    let mut python = program(toolchain, "python");
    python
        .current_dir(&site.folder)
        .args(["-I", "-B", "-c", DESCRIBE])
        .arg(site.sdk().join("mzhost"));
    let output = PYTHON.run(python, "the sources cannot be read").await?;
    let described: Described = serde_json::from_slice(&output.stdout).map_err(|error| {
        let text = "the list of workflows cannot be read";
        Fault::new(Code::BuildFailed, text).cause(&error)
    })?;
    match described.problem {
        Some(problem) => Err(Fault::new(Code::BuildFailed, problem)),
        None => Ok(described),
    }
}

/// The module that exports what the host calls.
fn entry(found: &[Found]) -> String {
    let methods = found.iter().map(|one| {
        let (name, method) = (&one.name, one.name.replace('-', "_"));
        format!(
            "\n    def workflow_{method}(self, args):\n        _entry.run_workflow(SOURCES, {name:?}, args)\n"
        )
    });
    format!(
        "import wit_world\nfrom mzhost import _entry, _stdlib\n\n_stdlib.load()\nSOURCES = _entry.Carried.beside(__file__)\n\n\n\
         class WitWorld(wit_world.WitWorld):\n    def services(self):\n        return _entry.services(SOURCES)\n{}",
        methods.collect::<String>()
    )
}
