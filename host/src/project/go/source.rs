//! What the sources say of workflows and services, and what is written for them.

use std::fmt::Write;

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use serde::Deserialize;

use super::super::found::{self, Found, workflow_name};
use super::super::site::Site;
use super::{GO, go};

/// Forms of a workflow.
const WORKFLOW: [&str; 2] = [
    "(c *mzhost.Composition) error",
    "(c *mzhost.Composition, args []string) error",
];
/// The form of what declares the services.
const SERVICES: &str = "func Services() mzhost.Services { … }";

/// What a program of the SDK reads out of the sources.
#[derive(Deserialize)]
pub(super) struct Sources {
    packages: Vec<Place>,
    functions: Vec<Function>,
    mistakes: Vec<String>,
}

#[derive(Deserialize)]
struct Place {
    name: String,
    file: String,
    line: u32,
}

#[derive(Deserialize)]
struct Function {
    #[serde(flatten)]
    place: Place,
    is: Is,
    parameters: Option<Vec<String>>,
    results: Option<Vec<String>>,
    written: String,
    description: String,
    hidden: bool,
}

#[derive(Deserialize, PartialEq, Eq, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Is {
    Function,
    Method,
    Variable,
}

impl Place {
    fn fault(&self, message: &str) -> Fault {
        Fault::new(Code::BuildFailed, format!("{self}: {message}"))
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

impl Function {
    /// Whether it is an exported function, as workflows and `Services` are.
    fn counts(&self) -> bool {
        self.is == Is::Function && self.place.name.starts_with(char::is_uppercase)
    }

    fn types(&self) -> (Vec<&str>, Vec<&str>) {
        fn of(types: Option<&Vec<String>>) -> Vec<&str> {
            types.into_iter().flatten().map(String::as_str).collect()
        }
        (of(self.parameters.as_ref()), of(self.results.as_ref()))
    }
}

impl Sources {
    /// Reads the sources of a composition.
    pub(super) async fn read(site: &Site) -> Result<Self, Fault> {
        let mut discover = go(&site.sdk());
        // It runs here, whatever the user builds for.
        discover
            .env_remove("GOOS")
            .env_remove("GOARCH")
            .env("CGO_ENABLED", "0")
            .args(["run", "-buildvcs=false", "-trimpath", "./internal/discover"])
            .arg(&site.folder);
        let failed = format!("{} cannot be compiled", site.folder.display());
        let output = GO.run(discover, &failed).await?;
        let sources: Self = serde_json::from_slice(&output.stdout).map_err(|error| {
            Fault::new(
                Code::Internal,
                "what was found in the sources cannot be read",
            )
            .cause(&error)
        })?;
        if !sources.mistakes.is_empty() {
            let mistakes = sources.mistakes.join("\n");
            return Err(Fault::new(Code::BuildFailed, failed).detail("output", mistakes));
        }
        let program = sources
            .packages
            .iter()
            .find(|package| package.name == "main");
        match program {
            Some(package) => {
                Err(package.fault("a composition is no program: write `package composition`"))
            }
            None => Ok(sources),
        }
    }

    /// The workflows, each with a name of its own and a form that can be called.
    pub(super) fn workflows(&self) -> Result<Vec<Found>, Fault> {
        let mut workflows = Vec::new();
        for function in self.functions.iter().filter(|function| function.counts()) {
            let Place { name, file, line } = &function.place;
            let Some(workflow) = workflow_name(name) else {
                continue;
            };
            arguments(function)?;
            workflows.push(Found {
                function: name.clone(),
                name: workflow,
                description: described(name, &function.description),
                file: file.clone(),
                line: *line,
                hidden: function.hidden,
            });
        }
        let [form, _] = WORKFLOW;
        let how =
            format!("the package has no function such as `func WorkflowDefault{form} {{ … }}`");
        found::check(&workflows, &how)?;
        Ok(workflows)
    }

    /// What looks like a workflow and is none.
    pub(super) fn warnings(&self) -> Vec<String> {
        let almost = self.functions.iter().filter(|function| !function.counts());
        let almost = almost.filter(|function| workflow_name(&function.place.name).is_some());
        almost
            .map(|Function { place, is, .. }| {
                let name = &place.name;
                match is {
                    Is::Function => format!("{place}: the function {name} is no workflow: begin its name with `Workflow`"),
                    Is::Method => format!("{place}: the method {name} is no workflow: only functions are"),
                    Is::Variable => format!("{place}: the variable {name} is no workflow: only functions are"),
                }
            })
            .collect()
    }

    /// The program that the compiler makes a module of.
    pub(super) fn program(&self, package: &str, workflows: &[Found]) -> Result<String, Fault> {
        let mut text = String::from("// Written by mzhost.\npackage main\n\nimport (\n");
        let _ = writeln!(text, "\tcomposition {package:?}\n\t\"mzhost/entry\"\n)\n");
        let services = self.services()?;
        let _ = writeln!(
            text,
            "func init() {{\n\tentry.Composition({package:?}, {services}, map[string]entry.Workflow{{"
        );
        for Found { function, name, .. } in workflows {
            let declared = self
                .functions
                .iter()
                .find(|declared| declared.place.name == *function);
            let takes_arguments = declared.map(arguments).transpose()?.unwrap_or(true);
            let value = if takes_arguments {
                format!("composition.{function}")
            } else {
                format!("entry.Plain(composition.{function})")
            };
            let _ = writeln!(text, "\t\t{name:?}: {value},");
        }
        text.push_str("\t})\n}\n\nfunc main() {}\n");
        Ok(text)
    }

    /// The composition's function `Services`, as a function that may fail.
    fn services(&self) -> Result<&'static str, Fault> {
        let mut named = self
            .functions
            .iter()
            .filter(|function| function.place.name == "Services");
        let Some(services) = named.find(|function| function.is != Is::Method) else {
            let near = self
                .functions
                .iter()
                .find(|function| function.place.name.eq_ignore_ascii_case("services"));
            let near = near.map(|function| {
                format!(
                    " ({} {} does not count)",
                    function.place, function.place.name
                )
            });
            let message = format!(
                "the composition declares no services: write `{SERVICES}`{}",
                near.unwrap_or_default()
            );
            return Err(Fault::new(Code::BuildFailed, message));
        };
        if services.is == Is::Variable {
            let message = format!(
                "Services is a variable, and its value would be made before anything is ready: write `{SERVICES}`"
            );
            return Err(services.place.fault(&message));
        }
        let (parameters, results) = services.types();
        match (parameters.as_slice(), results.as_slice()) {
            ([], ["mzhost.Services"]) => {
                Ok("entry.Services(composition.Services)")
            }
            ([], ["mzhost.Services", "error"]) => Ok("composition.Services"),
            _ => Err(services.place.fault(&format!(
                "`{}` cannot declare the services: write `{SERVICES}`, or with the results `(mzhost.Services, error)`",
                services.written
            ))),
        }
    }
}

/// A comment without the function's name, which Go's comments begin with.
fn described(function: &str, comment: &str) -> String {
    let rest = comment.strip_prefix(function);
    let Some(rest) = rest.filter(|rest| rest.starts_with(char::is_whitespace)) else {
        return comment.to_owned();
    };
    let mut letters = rest.trim_start().chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// Whether a workflow takes arguments. A fault for one that cannot be called.
fn arguments(function: &Function) -> Result<bool, Fault> {
    let (parameters, results) = function.types();
    match (parameters.as_slice(), results.as_slice()) {
        (["*mzhost.Composition"], ["error"]) => Ok(false),
        (["*mzhost.Composition", "[]string"], ["error"]) => Ok(true),
        _ => {
            let name = &function.place.name;
            let forms = WORKFLOW.map(|form| format!("`func {name}{form}`"));
            Err(function.place.fault(&format!(
                "`{}` cannot be a workflow: write {}",
                function.written,
                forms.join(" or ")
            )))
        }
    }
}

/// What the bindings call for the workflows.
pub(super) fn exports(workflows: &[Found]) -> String {
    let mut text = String::from(
        "// Package export_wit_world is what the generated exports call. Written by mzhost.\npackage export_wit_world\n\n\
         import (\n\t\"mzhost/internal/exports\"\n\t\"mzhost/internal/wit/types\"\n)\n\n\
         // Services declares the services.\n\
         func Services() types.Result[string, string] { return exports.Services() }\n",
    );
    for Found { name, .. } in workflows {
        let export = export_name(name);
        let _ = writeln!(
            text,
            "\n// {export} runs the workflow {name}.\nfunc {export}(args []string) exports.Outcome {{ return exports.Run({name:?}, args) }}"
        );
    }
    text
}

/// What the generated bindings call a workflow: `WorkflowSimpleTest`.
fn export_name(workflow: &str) -> String {
    let words = workflow.split('-').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    format!("Workflow{}", words.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_has_no_name_of_a_function_before_it() {
        let described = |comment| described("WorkflowA", comment);
        assert_eq!(described("WorkflowA looks.\nTwice."), "Looks.\nTwice.");
        assert_eq!(described("Looks."), "Looks.");
        assert_eq!(
            described("WorkflowAll is another."),
            "WorkflowAll is another."
        );
        assert_eq!(described("WorkflowA"), "WorkflowA");
    }

    #[test]
    fn exports_are_named_as_the_bindings_name_them() {
        assert_eq!(export_name("simple-test"), "WorkflowSimpleTest");
        assert_eq!(export_name("2pc"), "Workflow2pc");
    }
}
