//! Bundles JavaScript or TypeScript with esbuild, and makes a component of it that runs on `QuickJS`.

use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use mzhost_core::perform::BoxFuture;
use serde::{Deserialize, Serialize};
use tokio::process::Command;

use super::comments::{self, Comment};
use super::found::{self, Found, workflow_name};
use super::language::{Built, Language};
use super::site::{Materials, Site, write};
use super::tool::Tool;
use super::workshop::{Workshop, cannot};

static SDK: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../guest-sdk/javascript/src");
/// The packages of the toolchain, each with its checksum.
const PACKAGES: &[u8] = include_bytes!("../../../guest-sdk/javascript/toolchain/package.json");
const LOCK: &[u8] = include_bytes!("../../../guest-sdk/javascript/toolchain/package-lock.json");

const MATERIALS: Materials = Materials {
    sdk: &SDK,
    toolchain: LOCK,
    is_source: |path| {
        let ending = path.extension().and_then(|ending| ending.to_str());
        matches!(
            ending,
            Some("js" | "mjs" | "cjs" | "ts" | "mts" | "json" | "jsx" | "tsx")
        )
    },
};

const NPM: Tool = Tool {
    program: "npm",
    install: "install Node.js 20 or later with npm to build guests in JavaScript (on Debian: apt-get install nodejs npm)",
};
const NODE: Tool = Tool {
    program: "node",
    install: "install Node.js 20 or later to build guests in JavaScript (on Debian: apt-get install nodejs npm)",
};

/// A folder with a module that `QuickJS` can run.
pub(super) struct Script {
    name: &'static str,
    marker: &'static str,
}

pub(super) const JAVASCRIPT: Script = Script {
    name: "javascript",
    marker: "composition.js",
};
pub(super) const TYPESCRIPT: Script = Script {
    name: "typescript",
    marker: "composition.ts",
};

impl Language for Script {
    fn name(&self) -> &'static str {
        self.name
    }

    fn marker(&self) -> &'static str {
        self.marker
    }

    fn is_up_to_date(&self, folder: &Path) -> bool {
        Site::of(folder).is_up_to_date(&MATERIALS)
    }

    fn build<'a>(
        &'a self,
        folder: &'a Path,
        shop: Workshop<'a>,
    ) -> BoxFuture<'a, Result<Built, Fault>> {
        Box::pin(build(folder, self.marker, shop))
    }
}

async fn build(folder: &Path, module: &str, shop: Workshop<'_>) -> Result<Built, Fault> {
    let site = Site::of(folder);
    let _lock = site.lock().await?;
    let source = folder.join(module);
    let text = fs::read_to_string(&source).map_err(|error| cannot("read", &source, &error))?;
    let digest = site.digest(&MATERIALS)?;
    if !site.is_made_of(&digest) {
        (shop.progress)();
        let recipe = [("package.json", PACKAGES), ("package-lock.json", LOCK)];
        let toolchain = shop
            .toolchain(&site.out, "javascript", &recipe, install)
            .await?;
        site.prepare(&MATERIALS)?;
        let bundler = Bundler {
            esbuild: esbuild(&toolchain)?,
            site: &site,
            toolchain,
        };
        let exports = bundler.exports(module).await?;
        let found = workflows(module, &text, &exports);
        found::check(
            &found,
            &format!("{module} exports none, such as `export function workflowDefault(c) {{ … }}`"),
        )?;
        site.write_world(&found::world(&found))?;
        write(
            &site.work("entry.js"),
            entry(&site, module, &found).as_bytes(),
        )?;
        let component = bundler.component().await?;
        site.finish(&found::described(component, &found), &digest)?;
    }
    Ok(Built {
        component: site.component(),
        warnings: comments::forgotten(module, &text),
    })
}

/// Installs the toolchain's packages in a folder.
async fn install(place: PathBuf) -> Result<(), Fault> {
    let mut npm = NPM.command(&place);
    npm.args([
        "ci",
        "--silent",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
    ]);
    let failed = "npm could not install the toolchain for JavaScript, which it does once: is the package registry reachable?";
    NPM.run(npm, failed).await.map(drop)
}

/// esbuild's program for this machine. The script of the same name would run it, too, and add its own stack to an error.
fn esbuild(toolchain: &Path) -> Result<PathBuf, Fault> {
    let platforms = toolchain.join("node_modules/@esbuild");
    let read = |error| cannot("read", &platforms, &error);
    let folders = fs::read_dir(&platforms).map_err(read)?;
    let programs = folders
        .flatten()
        .map(|folder| folder.path().join("bin/esbuild"));
    let mut there = programs.filter(|program| program.is_file());
    there.next().ok_or_else(|| {
        let text = format!(
            "esbuild has no program for this machine in {}",
            platforms.display()
        );
        Fault::new(Code::BuildFailed, text)
    })
}

struct Bundler<'a> {
    site: &'a Site,
    toolchain: PathBuf,
    esbuild: PathBuf,
}

impl Bundler<'_> {
    fn esbuild(&self, entry: &Path) -> Command {
        let mut esbuild = Command::new(&self.esbuild);
        esbuild
            .current_dir(&self.site.folder)
            .arg(entry)
            .args([
                "--bundle",
                "--format=esm",
                "--platform=neutral",
                "--target=es2022",
            ])
            .args([
                "--main-fields=module,main",
                "--external:mzhost:*",
                "--log-level=warning",
            ])
            .arg(format!(
                "--alias:mzhost={}",
                self.site.sdk().join("index.ts").display()
            ));
        esbuild
    }

    /// The names that the user's module exports.
    async fn exports(&self, module: &str) -> Result<Vec<String>, Fault> {
        #[derive(Deserialize)]
        struct Outputs {
            outputs: std::collections::BTreeMap<String, Exports>,
        }
        #[derive(Deserialize)]
        struct Exports {
            exports: Vec<String>,
        }
        let metafile = self.site.work("module.json");
        let mut esbuild = self.esbuild(Path::new(module));
        esbuild
            .arg(format!(
                "--outfile={}",
                self.site.work("module.js").display()
            ))
            .arg(format!("--metafile={}", metafile.display()));
        let failed = format!(
            "{} cannot be bundled",
            self.site.folder.join(module).display()
        );
        NODE.run(esbuild, &failed).await?;
        let text = fs::read(&metafile).map_err(|error| cannot("read", &metafile, &error))?;
        let outputs: Outputs = serde_json::from_slice(&text).map_err(|error| {
            Fault::new(
                Code::BuildFailed,
                "esbuild wrote a metafile that cannot be read",
            )
            .cause(&error)
        })?;
        Ok(outputs
            .outputs
            .into_values()
            .flat_map(|output| output.exports)
            .collect())
    }

    /// The component, without descriptions.
    async fn component(&self) -> Result<Vec<u8>, Fault> {
        let bundle = self.site.work("bundle.js");
        let mut esbuild = self.esbuild(&self.site.work("entry.js"));
        esbuild
            .arg(format!("--outfile={}", bundle.display()))
            .arg("--sourcemap=external");
        NODE.run(esbuild, "the composition cannot be bundled")
            .await?;
        self.append_source_map(&bundle)?;
        let component = self.site.work("quickjs.wasm");
        let mut componentize = NODE.command(&self.site.folder);
        componentize
            .arg(self.toolchain.join("node_modules/componentize-qjs/cli.mjs"))
            .args(["--sync", "-n", "test", "-w"])
            .arg(self.site.wit())
            .arg("-j")
            .arg(&bundle)
            .arg("-o")
            .arg(&component);
        NODE.run(componentize, "no component can be made of the bundle")
            .await
            .map_err(called_while_built)?;
        fs::read(&component).map_err(|error| cannot("read", &component, &error))
    }
}

/// The fault for a module that calls the host outside of its functions, said in words of the user's.
fn called_while_built(mut fault: Fault) -> Fault {
    let output = fault.get("output").unwrap_or_default();
    if output.contains("unknown import: `mzhost:") {
        "the module calls mzhost outside of its functions, which runs when it is built (`console` is such a call, too): move \
         the call into a workflow, or into a function that is exported as SERVICES"
            .clone_into(&mut fault.message);
    }
    fault
}

/// What we need of a source map.
#[derive(Debug, Deserialize, Serialize)]
struct SourceMap {
    sources: Vec<String>,
    mappings: String,
}

impl Bundler<'_> {
    /// Leaves the source map at the end of the bundle, for the SDK's `trace.ts`.
    fn append_source_map(&self, bundle: &Path) -> Result<(), Fault> {
        let file = self.site.work("bundle.js.map");
        let text = fs::read(&file).map_err(|error| cannot("read", &file, &error))?;
        let unreadable = |error: serde_json::Error| {
            Fault::new(
                Code::BuildFailed,
                "esbuild wrote a source map that cannot be read",
            )
            .cause(&error)
        };
        let mut map: SourceMap = serde_json::from_slice(&text).map_err(unreadable)?;
        for source in &mut map.sources {
            // From the folder of the bundle, two below the composition's.
            *source = match (source.strip_prefix("../../"), source.strip_prefix("../")) {
                (Some(own), _) => own.to_owned(),
                (None, Some(other)) => format!(".mzhost/{other}"),
                (None, None) => format!(".mzhost/build/{source}"),
            };
        }
        let map = serde_json::to_string(&map).map_err(unreadable)?;
        let text = fs::read_to_string(bundle).map_err(|error| cannot("read", bundle, &error))?;
        let text = format!("{text}globalThis.mzhostSourceMap = {map};\n");
        write(bundle, text.as_bytes())
    }
}

/// The module that exports what the host calls.
fn entry(site: &Site, module: &str, found: &[Found]) -> String {
    let sdk = site.sdk();
    let import =
        |what: &str, path: PathBuf| format!("import {what}{:?};", path.display().to_string());
    let mut lines = vec![
        import("", sdk.join("globals.ts")),
        import("{ run, services as document } from ", sdk.join("entry.ts")),
        import("* as composition from ", site.folder.join(module)),
        "export const services = () => document(composition.SERVICES);".to_owned(),
    ];
    lines.extend(found.iter().map(|Found { function, name, .. }| {
        let export = export_name(name);
        format!(
            "export const {export} = (args) => run('{function}', composition.{function}, args);"
        )
    }));
    lines.join("\n")
}

/// What the interpreter calls the export of a workflow: `workflowSimpleTest`.
fn export_name(workflow: &str) -> String {
    let mut name = String::from("workflow");
    for word in workflow.split('-') {
        let mut letters = word.chars();
        name.extend(
            letters
                .next()
                .into_iter()
                .flat_map(char::to_uppercase)
                .chain(letters),
        );
    }
    name
}

/// The workflows among the exports, with what the source says of them.
fn workflows(module: &str, text: &str, exports: &[String]) -> Vec<Found> {
    let named = exports
        .iter()
        .filter_map(|function| Some((function, workflow_name(function)?)));
    named
        .map(|(function, name)| {
            let Comment { text, line, hidden } = comments::above(text, function);
            Found {
                function: function.clone(),
                name,
                description: text,
                file: module.to_owned(),
                line,
                hidden,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exports_are_named_as_the_interpreter_names_them() {
        assert_eq!(export_name("simple-test"), "workflowSimpleTest");
        assert_eq!(export_name("2pc"), "workflow2pc");
    }
}
