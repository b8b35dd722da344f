//! Compiles C with clang for WASI preview 1, and makes a component of it.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use mzhost_core::perform::BoxFuture;
use tokio::process::Command;

use super::c_source::{self, Function};
use super::core_module;
use super::found::{self, Found, workflow_name};
use super::language::{Built, Language};
use super::site::{Materials, Site, write};
use super::tool::Tool;
use super::workshop::{Workshop, cannot};

static SDK: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../guest-sdk/c/src");

/// The source with the workflows.
const MODULE: &str = "composition.c";
/// Where the entry's object lies; in messages of the linker it stands for the user's source.
const ENTRY: &str = "composition.o";
/// What clang warned of when it built the component.
const WARNINGS: &str = "warnings";
/// Names the clang that is used.
const CLANG_VARIABLE: &str = "MZHOST_CLANG";

const MATERIALS: Materials = Materials {
    sdk: &SDK,
    toolchain: b"",
    is_source: |path| matches!(extension(path), Some("c" | "h" | "inc" | "def")),
};

const CLANG: Tool = Tool {
    program: "clang",
    install: "install clang 14 or later to build guests in C (on Debian: apt-get install clang lld wasi-libc libclang-rt-14-dev-wasm32), \
              or name another one in MZHOST_CLANG",
};
/// What clang says when a part of the toolchain is missing, and what to do then.
const MISSING: &[(&str, &str)] = &[
    (
        "\"wasm-ld\" doesn't exist",
        "wasm-ld was not found, which clang links guests in C with: install lld (on Debian: apt-get install lld)",
    ),
    (
        "libclang_rt.builtins-wasm32.a: No such file",
        "clang's library for WebAssembly was not found, which guests in C need: install it for the version of clang (on Debian: apt-get \
         install libclang-rt-14-dev-wasm32)",
    ),
    (
        "cannot open crt1-reactor.o",
        "wasi-libc was not found, the C library of guests in C: install it (on Debian: apt-get install wasi-libc)",
    ),
];
/// What it says of the SDK's own sources when there is no C library.
const NO_LIBRARY: &str = "file not found";

/// For all sources. Paths are relative, so that the component does not depend on the folder's place.
const FLAGS: &[&str] = &[
    "--target=wasm32-wasi",
    "-std=gnu17",
    "-O2",
    "-c",
    "-gline-tables-only",
    "-fdebug-compilation-dir=.",
    "-fmacro-prefix-map=./=",
];
/// For the user's sources: warnings, and checks whose messages say the line.
const USER_FLAGS: &[&str] = &[
    "-Wall",
    "-Wextra",
    "-fno-caret-diagnostics",
    "-fsanitize=null,array-bounds,integer-divide-by-zero",
    "-fno-sanitize-recover=all",
    "-iquote",
    ".",
];
/// The stack lies below all data, so that it ends the guest when it overflows, in place of overwriting data.
const LINK_FLAGS: &[&str] = &[
    "--target=wasm32-wasi",
    "-mexec-model=reactor",
    "-Wl,--stack-first,-z,stack-size=1048576,--wrap=exit",
];

/// A folder with a source in C.
pub(super) struct C;

impl Language for C {
    fn name(&self) -> &'static str {
        "c"
    }

    fn marker(&self) -> &'static str {
        MODULE
    }

    fn is_up_to_date(&self, folder: &Path) -> bool {
        let site = Site::of(folder);
        site.digest(&MATERIALS)
            .is_ok_and(|digest| site.is_made_of(&digest))
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
    let digest = site.digest(&MATERIALS)?;
    if !site.is_made_of(&digest) {
        (shop.progress)();
        let sources = Sources::of(&site)?;
        let found = sources.workflows();
        found::check(
            &found,
            &format!("{MODULE} has none, such as `bool workflow_default(mz_list args) {{ … }}`"),
        )?;
        site.prepare(&MATERIALS)?;
        site.write_world(&found::world(&found))?;
        bindings(&site)?;
        write(&site.work("entry.c"), sources.entry(&found).as_bytes())?;
        let (module, mut warnings) = Compiler::new(&site).module(&sources.others).await?;
        warnings.extend(sources.forgotten());
        write(&site.work(WARNINGS), warnings.join("\n").as_bytes())?;
        let component = core_module::component(module, None)?;
        site.finish(&found::described(component, &found), &digest)?;
    }
    let warnings = fs::read_to_string(site.work(WARNINGS)).unwrap_or_default();
    Ok(Built {
        component: site.component(),
        warnings: warnings.lines().map(str::to_owned).collect(),
    })
}

fn bindings(site: &Site) -> Result<(), Fault> {
    let mut generator = wit_bindgen_c::Opts::default().build();
    core_module::write_bindings(generator.as_mut(), &site.wit(), &site.work("bindings"))
}

fn extension(path: &Path) -> Option<&str> {
    path.extension().and_then(OsStr::to_str)
}

/// The user's sources.
struct Sources {
    /// The text of the one with the workflows.
    text: String,
    functions: Vec<Function>,
    /// The other ones, relative to the folder, and the workflows that they seem to have.
    others: Vec<(PathBuf, Vec<Function>)>,
}

impl Sources {
    fn of(site: &Site) -> Result<Self, Fault> {
        let read = |file: &Path| {
            let bytes = fs::read(file).map_err(|error| cannot("read", file, &error))?;
            Ok::<_, Fault>(String::from_utf8_lossy(&bytes).into_owned())
        };
        let text = read(&site.folder.join(MODULE))?;
        let mut others = Vec::new();
        for file in site.sources(|path| extension(path) == Some("c"))? {
            let relative = file.strip_prefix(&site.folder).unwrap_or(&file);
            if relative != Path::new(MODULE) {
                others.push((relative.to_owned(), c_source::functions(&read(&file)?)));
            }
        }
        Ok(Self {
            functions: c_source::functions(&text),
            text,
            others,
        })
    }

    fn workflows(&self) -> Vec<Found> {
        let public = self.functions.iter().filter(|function| !function.is_static);
        public
            .filter_map(|Function { name, comment, .. }| {
                Some(Found {
                    function: name.clone(),
                    name: workflow_name(name)?,
                    description: comment.text.clone(),
                    file: MODULE.to_owned(),
                    line: comment.line,
                    hidden: comment.hidden,
                })
            })
            .collect()
    }

    /// A sentence for each function that is named as a workflow and is none.
    fn forgotten(&self) -> Vec<String> {
        let sentence = |file: &Path, function: &Function, why: &str| {
            let Function { name, comment, .. } = function;
            let line = comment.line;
            format!(
                "{}:{line}: the function {name} is no workflow: {why}",
                file.display()
            )
        };
        let own = self.functions.iter().filter(|function| function.is_static);
        let own = own.map(|function| sentence(Path::new(MODULE), function, "it is `static`"));
        let others = self.others.iter().flat_map(|(file, functions)| {
            let why = format!("workflows are in {MODULE}");
            functions
                .iter()
                .map(move |function| sentence(file, function, &why))
        });
        own.chain(others).collect()
    }

    /// The source with the workflows, and behind it what the host calls.
    fn entry(&self, found: &[Found]) -> String {
        let mut out = format!(
            "#line 1 \"{MODULE}\"\n{}\n#line 1 \"entry\"\n#include \"entry.h\"\n",
            self.text
        );
        out.push_str(
            "bool exports_test_services(test_string_t *document, test_string_t *message) {\n    \
                 return sdk_give_services(document, message);\n}\n",
        );
        out.extend(found.iter().map(export));
        out
    }
}

/// What the host calls for a workflow, after a check in the line of the user's function.
fn export(found: &Found) -> String {
    let Found {
        function,
        name,
        line,
        ..
    } = found;
    let export = name.replace('-', "_");
    let must = format!("`bool {function}(mz_list args)` or `bool {function}(void)`");
    format!(
        "#line {line} \"{MODULE}\"\n\
         _Static_assert(MZ_IS_WORKFLOW_({function}), \"{function} is no workflow: it must be {must}\");\n\
         #line 1 \"entry\"\n\
         bool exports_test_workflow_{export}(test_list_string_t *args, test_error_t *error) {{\n    \
             return sdk_end_workflow(MZ_CALL_WORKFLOW_({function}, sdk_begin_workflow(args)), \"{function}\", error);\n\
         }}\n"
    )
}

struct Compiler<'a> {
    clang: OsString,
    site: &'a Site,
}

impl<'a> Compiler<'a> {
    fn new(site: &'a Site) -> Self {
        let named = env::var_os(CLANG_VARIABLE).filter(|name| !name.is_empty());
        Self {
            clang: named.unwrap_or_else(|| CLANG.program.into()),
            site,
        }
    }

    /// The core module, and what clang warned of in the user's sources.
    async fn module(
        &self,
        others: &[(PathBuf, Vec<Function>)],
    ) -> Result<(Vec<u8>, Vec<String>), Fault> {
        let objects = self.site.work("objects");
        let user = self.site.work("user");
        for folder in [&objects, &user] {
            fs::create_dir_all(folder).map_err(|error| cannot("make", folder, &error))?;
        }
        let (sdk, user) = tokio::join!(self.sdk(&objects), self.user(others, &user));
        sdk?;
        let (files, warnings) = user?;
        let module = self.site.work("module.wasm");
        let mut link = self.command(&self.site.folder);
        link.args(LINK_FLAGS)
            .args(files)
            .args(objects_in(&objects)?);
        link.arg(self.site.work("bindings/test_component_type.o"));
        link.arg("-o").arg(&module);
        let linked = CLANG.run(link, "the composition cannot be linked").await;
        linked.map_err(|fault| self.explained(fault))?;
        let module = fs::read(&module).map_err(|error| cannot("read", &module, &error))?;
        Ok((module, warnings))
    }

    fn command(&self, folder: &Path) -> Command {
        let mut command = Command::new(&self.clang);
        command.current_dir(folder);
        command
    }

    /// Compiles the SDK and the bindings.
    async fn sdk(&self, objects: &Path) -> Result<(), Fault> {
        let mut clang = self.command(objects);
        clang.args(FLAGS).arg("-I").arg(self.site.sdk());
        clang.arg("-I").arg(self.site.work("bindings"));
        let sources = SDK.files().map(|file| self.site.sdk().join(file.path()));
        clang.args(sources.filter(|path| extension(path) == Some("c")));
        clang.arg(self.site.work("bindings/test.c"));
        let done = CLANG.run(clang, "the SDK for C cannot be compiled").await;
        done.map(drop).map_err(|fault| {
            let no_library = output(&fault).contains(NO_LIBRARY);
            let missing = MISSING.last().filter(|_| no_library);
            missing.map_or(fault, |(_, sentence)| {
                Fault::new(Code::BuildFailed, *sentence)
            })
        })
    }

    /// Compiles the user's sources to objects. The answer has clang's warnings, too.
    async fn user(
        &self,
        others: &[(PathBuf, Vec<Function>)],
        objects: &Path,
    ) -> Result<(Vec<PathBuf>, Vec<String>), Fault> {
        let mut files = Vec::new();
        let mut warnings = Vec::new();
        let entry = (self.site.work("entry.c"), objects.join(ENTRY));
        let others = others.iter().enumerate();
        let others = others.map(|(at, (file, _))| (file.clone(), objects.join(format!("{at}.o"))));
        for (source, object) in std::iter::once(entry).chain(others) {
            let mut clang = self.command(&self.site.folder);
            clang.args(FLAGS).args(USER_FLAGS);
            clang.arg("-isystem").arg(self.site.sdk());
            clang.arg("-isystem").arg(self.site.work("bindings"));
            clang.arg(&source).arg("-o").arg(&object);
            let done = CLANG.run(clang, "the composition cannot be compiled").await;
            let done = done.map_err(|fault| self.explained(fault))?;
            let said = String::from_utf8_lossy(&done.stderr).into_owned();
            warnings.extend(
                said.lines()
                    .filter(|line| line.contains(": warning: "))
                    .map(str::to_owned),
            );
            files.push(object);
        }
        Ok((files, warnings))
    }

    /// An error as the user knows the files, or the sentence for what is missing.
    fn explained(&self, fault: Fault) -> Fault {
        let said = output(&fault);
        if let Some((_, sentence)) = MISSING.iter().find(|(text, _)| said.contains(text)) {
            return Fault::new(Code::BuildFailed, *sentence);
        }
        let entry = self.site.work("user").join(ENTRY).display().to_string();
        let lines = said.lines().filter(|line| !is_about_macros(line));
        let said = lines.collect::<Vec<_>>().join("\n").replace(&entry, MODULE);
        Fault::new(Code::BuildFailed, fault.message).detail("output", said)
    }
}

/// Whether a line of clang only tells how the SDK's macros work.
fn is_about_macros(line: &str) -> bool {
    let expansion =
        line.contains(": note: expanded from macro '") && line.contains("/.mzhost/sdk/");
    expansion || line.starts_with("note: (skipping ")
}

/// What a tool said.
fn output(fault: &Fault) -> String {
    let mut details = fault.details.iter();
    let output = details.find(|detail| detail.key == "output");
    output
        .map(|detail| detail.value.clone())
        .unwrap_or_default()
}

/// The objects in a folder, sorted.
fn objects_in(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let entries = fs::read_dir(folder).map_err(|error| cannot("read", folder, &error))?;
    let mut objects: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    objects.sort();
    Ok(objects)
}
