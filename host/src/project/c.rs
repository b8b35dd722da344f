//! Compiles C with clang for WASI preview 1, and makes a component of it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use mzhost_core::fault::Fault;
use mzhost_core::perform::BoxFuture;

use super::c_source::{self, Function};
use super::clang::Clang;
use super::core_module;
use super::found::{self, Found, workflow_name};
use super::language::{Built, Language};
use super::site::{Materials, Site, write};
use super::workshop::{Workshop, cannot};

pub(super) static SDK: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../guest-sdk/c/src");

/// The source with the workflows.
pub(super) const MODULE: &str = "composition.c";
/// What clang warned of when it built the component.
const WARNINGS: &str = "warnings";
const MATERIALS: Materials = Materials {
    sdk: &SDK,
    toolchain: b"",
    is_source: |path| matches!(extension(path), Some("c" | "h" | "inc" | "def")),
};

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
        Site::of(folder).is_up_to_date(&MATERIALS)
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
        let others = sources.others.iter().map(|(file, _)| file.as_path());
        let (module, mut warnings) = Clang::of(&site).module(others.collect(), shop).await?;
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

pub(super) fn extension(path: &Path) -> Option<&str> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::site::all;

    /// The functions that an SDK's source calls by a macro of the file, such as `HOST(up)`, and those that it names.
    fn called(source: &str) -> Vec<String> {
        let macros: Vec<(&str, &str)> = source
            .lines()
            .filter_map(|line| line.strip_prefix("#define ")?.split_once("(name) mzhost_"))
            .map(|(name, prefix)| (name, prefix.trim_end_matches("##name")))
            .collect();
        let mut called = Vec::new();
        for (name, prefix) in macros {
            let call = format!("{name}(");
            let uses = source.split(&call).skip(1);
            let names = uses.filter_map(|rest| rest.split_once(')'));
            called.extend(names.map(|(name, _)| format!("mzhost_{prefix}{name}")));
        }
        let words = source.split(|c: char| !c.is_alphanumeric() && c != '_');
        called.extend(
            words
                .filter(|word| word.starts_with("mzhost_"))
                .map(str::to_owned),
        );
        called
    }

    #[test]
    fn every_function_of_the_wit_is_called_by_the_sdk() {
        let folder = tempfile::tempdir().unwrap();
        let site = Site::of(folder.path());
        site.prepare(&MATERIALS).unwrap();
        site.write_world(&found::world(&[])).unwrap();
        bindings(&site).unwrap();
        let header = fs::read_to_string(site.work("bindings/test.h")).unwrap();
        let declared = header.lines().filter_map(|line| {
            let (kind, rest) = line.strip_prefix("extern ")?.split_once(' ')?;
            let name = rest.split_once('(')?.0;
            let is_plain = name.starts_with("mzhost_") && matches!(kind, "bool" | "void");
            (is_plain && !name.ends_with("_drop_borrow")).then(|| name.to_owned())
        });
        let sources = all(&SDK)
            .into_iter()
            .map(|(_, content)| String::from_utf8_lossy(content));
        let called: Vec<String> = sources.flat_map(|source| called(&source)).collect();
        let declared: Vec<String> = declared.collect();
        assert!(declared.len() > 60, "{declared:?}");
        for name in declared {
            assert!(called.contains(&name), "the SDK for C does not call {name}");
        }
    }
}
