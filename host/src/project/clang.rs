//! Calls clang for the sources of a composition in C. What it says is told as the user knows the files.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use tokio::process::Command;

use super::c::{MODULE, SDK, extension};
use super::site::{Site, WIT, all};
use super::tool::Tool;
use super::workshop::{Workshop, cannot};

/// Names the clang that is used.
const VARIABLE: &str = "MZHOST_CLANG";
/// Where the object of the source with the workflows lies; in messages of the linker it stands for that source.
const ENTRY: &str = "composition.o";

const CLANG: Tool = Tool {
    program: "clang",
    install: "install clang 14 or later to build guests in C (on Debian: apt-get install clang lld wasi-libc libclang-rt-14-dev-wasm32), \
              or name one in MZHOST_CLANG",
};
const NO_LIBRARY: &str = "wasi-libc was not found, the C library of guests in C: install it (on Debian: apt-get install wasi-libc)";
/// What clang says when a part of the toolchain is missing, and what to do then.
const MISSING: &[(&str, &str)] = &[
    (
        "unable to execute command: Executable \"wasm-ld",
        "wasm-ld was not found, which links guests in C: install lld (on Debian: apt-get install lld)",
    ),
    (
        "libclang_rt.builtins-wasm32.a: No such file",
        "clang's library for WebAssembly was not found, which guests in C need: install that of clang's version (on Debian: apt-get \
         install libclang-rt-14-dev-wasm32)",
    ),
    ("cannot open crt1-reactor.o", NO_LIBRARY),
];

/// For all sources.
const FLAGS: &[&str] = &["--target=wasm32-wasi", "-std=gnu17", "-O2", "-c"];
/// For the user's sources: warnings, places in backtraces, and checks whose messages say the line. Paths are relative, so that the
/// component does not depend on the folder's place.
const USER_FLAGS: &[&str] = &[
    "-Wall",
    "-Wextra",
    // Each of these is a mistake at run time, or none at all with another compiler.
    "-Werror=return-type",
    "-Werror=implicit-function-declaration",
    "-Werror=incompatible-pointer-types",
    "-Werror=int-conversion",
    // What is not given is zero on purpose.
    "-Wno-missing-field-initializers",
    "-fno-caret-diagnostics",
    "-gline-tables-only",
    "-fdebug-compilation-dir=.",
    "-fmacro-prefix-map=./=",
    "-fno-delete-null-pointer-checks",
    "-fsanitize=null,array-bounds,integer-divide-by-zero",
    "-fno-sanitize-recover=all",
    "-iquote",
    ".",
];
/// The stack lies below all data: when it overflows, the guest ends, and no data is overwritten.
const LINK_FLAGS: &[&str] = &[
    "--target=wasm32-wasi",
    "-mexec-model=reactor",
    "-Wl,--stack-first,-z,stack-size=1048576,--wrap=exit",
];

/// clang, in a composition's folder whose bindings and entry are written.
pub(super) struct Clang<'a> {
    program: OsString,
    site: &'a Site,
}

impl<'a> Clang<'a> {
    pub(super) fn of(site: &'a Site) -> Self {
        let named = env::var_os(VARIABLE).filter(|name| !name.is_empty());
        Self {
            program: named.unwrap_or_else(|| CLANG.program.into()),
            site,
        }
    }

    /// The core module of the entry and the other sources, and what clang warned of.
    pub(super) async fn module(
        &self,
        others: Vec<&Path>,
        shop: Workshop<'_>,
    ) -> Result<(Vec<u8>, Vec<String>), Fault> {
        let recipe = self.recipe();
        let recipe = [("recipe", recipe.as_slice())];
        let sdk = shop.toolchain(&self.site.out, "c", &recipe, |place| self.sdk(place));
        let (sdk, user) = tokio::join!(sdk, self.user(others));
        let sdk = objects_in(&sdk?)?;
        let (user, warnings) = user?;
        let module = self.site.work("module.wasm");
        let mut link = self.command(&self.site.folder);
        link.args(LINK_FLAGS).args(user).args(sdk);
        link.arg(self.site.work("bindings/test_component_type.o"));
        link.arg("-o").arg(&module);
        let linked = CLANG.run(link, "the composition cannot be linked").await;
        linked.map_err(|fault| self.explained(fault))?;
        let module = fs::read(&module).map_err(|error| cannot("read", &module, &error))?;
        Ok((module, warnings))
    }

    fn command(&self, folder: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.current_dir(folder);
        command
    }

    /// What the SDK's objects depend on.
    fn recipe(&self) -> Vec<u8> {
        let mut recipe = self.program.as_encoded_bytes().to_vec();
        recipe.extend(FLAGS.concat().bytes());
        for (path, content) in [&SDK, &WIT].into_iter().flat_map(all) {
            recipe.extend(path.as_os_str().as_encoded_bytes());
            recipe.extend(content);
        }
        recipe
    }

    /// Compiles the SDK. It is the same for all compositions: it knows of the bindings only what the host offers.
    async fn sdk(&self, place: PathBuf) -> Result<(), Fault> {
        let mut clang = self.command(&place);
        clang.args(FLAGS).arg("-I").arg(self.site.sdk());
        clang.arg("-I").arg(self.site.work("bindings"));
        let sources = SDK.files().map(|file| self.site.sdk().join(file.path()));
        clang.args(sources.filter(|path| extension(path) == Some("c")));
        let done = CLANG.run(clang, "the SDK for C cannot be compiled").await;
        done.map(drop).map_err(|fault| {
            if said(&fault).contains("file not found") {
                return Fault::new(Code::BuildFailed, NO_LIBRARY);
            }
            fault
        })
    }

    /// Compiles the entry, the other sources and the bindings to objects. The answer has clang's warnings, too.
    async fn user(&self, others: Vec<&Path>) -> Result<(Vec<PathBuf>, Vec<String>), Fault> {
        let objects = self.site.work("objects");
        fs::create_dir_all(&objects).map_err(|error| cannot("make", &objects, &error))?;
        let entry = self.site.work("entry.c");
        let entry = self.object(&entry, objects.join(ENTRY));
        let (entry, bindings) = tokio::join!(entry, self.bindings(objects.join("bindings.o")));
        let (entry, mut warnings) = match entry {
            Ok(entry) => entry,
            // With what stands behind the source, an error at its end is hard to understand.
            Err(fault) => return Err(self.alone().await.err().unwrap_or(fault)),
        };
        let mut files = vec![entry, bindings?];
        for (at, source) in others.into_iter().enumerate() {
            let (object, more) = self.object(source, objects.join(format!("{at}.o"))).await?;
            files.push(object);
            warnings.extend(more);
        }
        Ok((files, warnings))
    }

    /// Compiles a source of the user.
    async fn object(
        &self,
        source: &Path,
        object: PathBuf,
    ) -> Result<(PathBuf, Vec<String>), Fault> {
        let mut clang = self.user_command();
        clang.arg(self.relative(source)).arg("-o").arg(&object);
        let done = CLANG.run(clang, "the composition cannot be compiled").await;
        let done = done.map_err(|fault| self.explained(fault))?;
        let said = String::from_utf8_lossy(&done.stderr);
        let warnings = said
            .lines()
            .filter_map(|line| line.split_once(": warning: "));
        let warnings = warnings.map(|(place, text)| format!("{place}: {text}"));
        Ok((object, warnings.collect()))
    }

    /// Checks the source with the workflows without what stands behind it.
    async fn alone(&self) -> Result<(), Fault> {
        let mut clang = self.user_command();
        clang.args(["-fsyntax-only", MODULE]);
        let done = CLANG.run(clang, "the composition cannot be compiled").await;
        done.map(drop).map_err(|fault| self.explained(fault))
    }

    fn user_command(&self) -> Command {
        let mut clang = self.command(&self.site.folder);
        clang.args(FLAGS).args(USER_FLAGS);
        for folder in [self.site.sdk(), self.site.work("bindings")] {
            clang.arg("-isystem").arg(self.relative(&folder));
        }
        clang
    }

    async fn bindings(&self, object: PathBuf) -> Result<PathBuf, Fault> {
        let mut clang = self.command(&self.site.work("bindings"));
        clang.args(FLAGS).args(["test.c", "-o"]).arg(&object);
        let done = CLANG.run(clang, "the bindings cannot be compiled").await;
        done.map(|_| object).map_err(|fault| self.explained(fault))
    }

    /// A path from the composition's folder, in which clang runs. It may get into the component.
    fn relative<'p>(&self, path: &'p Path) -> &'p Path {
        path.strip_prefix(&self.site.folder).unwrap_or(path)
    }

    /// An error as the user knows the files, or the sentence for what is missing.
    fn explained(&self, fault: Fault) -> Fault {
        let said = said(&fault);
        if let Some((_, sentence)) = MISSING.iter().find(|(text, _)| said.contains(text)) {
            return Fault::new(Code::BuildFailed, *sentence);
        }
        let entry = self.site.work("objects").join(ENTRY).display().to_string();
        let lines = said.lines().filter(|line| !is_about_macros(line));
        let said = lines.collect::<Vec<_>>().join("\n").replace(&entry, MODULE);
        Fault::new(Code::BuildFailed, fault.message).detail("output", said)
    }
}

/// Whether a line of clang only tells how the SDK's macros work.
fn is_about_macros(line: &str) -> bool {
    let inside = line.contains(".mzhost/sdk/") && line.contains(": note: ");
    inside || line.starts_with("note: (skipping ")
}

/// What a program said that failed.
fn said(fault: &Fault) -> String {
    let mut details = fault.details.iter();
    let output = details.find(|detail| detail.key == "output");
    output
        .map(|detail| detail.value.clone())
        .unwrap_or_default()
}

/// The objects in a folder, sorted.
fn objects_in(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let entries = fs::read_dir(folder).map_err(|error| cannot("read", folder, &error))?;
    let files = entries.flatten().map(|entry| entry.path());
    let mut objects: Vec<PathBuf> = files.filter(|file| extension(file) == Some("o")).collect();
    objects.sort();
    Ok(objects)
}
