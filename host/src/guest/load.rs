//! [`LoadedComposition`]: a component that was checked and compiled. Its workflows are world-level exports, or
//! those that a runner tells; callers need not know which.

use std::collections::BTreeMap;

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use wasmtime::Engine;
use wasmtime::component::{Component, ComponentExportIndex, InstancePre, Linker};

use super::call::CallContext;
use super::describe::{self, Description, WorkflowInfo};
use super::instance::{self, State};
use super::outline::Outline;
use super::{check, section};
use crate::bindings::mzhost::composition::types;

/// A component that is ready to be called.
pub struct LoadedComposition {
    pre: InstancePre<State>,
    description: Description,
    services: ComponentExportIndex,
    exported: BTreeMap<String, ComponentExportIndex>,
    runner: Option<Runner>,
}

/// The two exports of a component that finds workflows itself.
struct Runner {
    list: ComponentExportIndex,
    run: ComponentExportIndex,
}

/// What a workflow returns.
type WorkflowResult = (Result<(), types::Error>,);

impl LoadedComposition {
    pub(super) fn new(
        engine: &Engine,
        linker: &Linker<State>,
        skeleton: &[u8],
        compile: impl FnOnce() -> Result<Component, Fault>,
    ) -> Result<Self, Fault> {
        let outline = Outline::read(skeleton)?;
        check::imports(&outline)?;
        let description = describe::from_outline(&outline)?;
        let component = compile()?;
        check::exports(engine, &component)?;
        let pre = linker
            .instantiate_pre(&component)
            .map_err(|error| check::link_fault(&outline, &error))?;

        let index = |name: &str| {
            component
                .get_export_index(None, name)
                .ok_or_else(|| check::missing(name))
        };
        let exported = outline
            .functions
            .iter()
            .filter_map(|function| function.strip_prefix(describe::PREFIX).zip(Some(function)))
            .map(|(name, function)| Ok((name.to_owned(), index(function)?)))
            .collect::<Result<_, Fault>>()?;
        let runner = if description.runner {
            Some(Runner {
                list: index(describe::LIST)?,
                run: index(describe::RUN)?,
            })
        } else {
            None
        };
        Ok(Self {
            services: index("services")?,
            pre,
            description,
            exported,
            runner,
        })
    }

    /// What the component says of itself without being run.
    pub fn description(&self) -> &Description {
        &self.description
    }

    /// The Compose document.
    pub async fn services(&self, context: &CallContext) -> Result<String, Fault> {
        self.text(&self.services, context).await?.map_err(|text| {
            Fault::new(
                Code::ServicesInvalid,
                format!("the guest could not declare its services: {text}"),
            )
        })
    }

    /// All workflows, sorted by name. Only a runner is called for it.
    pub async fn list_workflows(&self, context: &CallContext) -> Result<Vec<WorkflowInfo>, Fault> {
        let Some(runner) = &self.runner else {
            return Ok(self.description.workflows.clone());
        };
        let text = self.text(&runner.list, context).await?.map_err(|text| {
            Fault::new(
                Code::ServicesInvalid,
                format!("the guest could not list its workflows: {text}"),
            )
        })?;
        let entries = section::parse_lines(&text, "the guest's list of workflows")?;
        let known = self.description.workflows.iter();
        let known = known.map(|info| (info.name.clone(), info.clone()));
        Ok(describe::merge(known.collect(), entries, true))
    }

    /// Runs a workflow to its end.
    pub async fn call(
        &self,
        context: &CallContext,
        name: &str,
        args: Vec<String>,
    ) -> Result<(), Fault> {
        let (pre, context) = (&self.pre, context);
        let ((result,), denied): (WorkflowResult, _) = if let Some(export) = self.exported.get(name)
        {
            instance::call(pre, export, (args,), context).await?
        } else if let Some(runner) = &self.runner {
            instance::call(pre, &runner.run, (name.to_owned(), args), context).await?
        } else {
            return Err(self.unknown(name));
        };
        result.map_err(|error| {
            let fault = Fault::from(error);
            // A language may turn the denial into an error of its own; this tells what is behind it.
            match denied {
                Some(denied) => fault.detail("limit", denied.message),
                None => fault,
            }
        })
    }

    async fn text(
        &self,
        export: &ComponentExportIndex,
        context: &CallContext,
    ) -> Result<Result<String, String>, Fault> {
        let ((text,), _) =
            instance::call::<(), (Result<String, String>,)>(&self.pre, export, (), context).await?;
        Ok(text)
    }

    fn unknown(&self, name: &str) -> Fault {
        let known: Vec<&str> = self
            .description
            .workflows
            .iter()
            .filter(|workflow| !workflow.hidden)
            .map(|workflow| workflow.name.as_str())
            .collect();
        let known = if known.is_empty() {
            "it has none".to_owned()
        } else {
            format!("it has {}", known.join(", "))
        };
        Fault::new(
            Code::WorkflowUnknown,
            format!("the composition has no workflow {name}; {known}"),
        )
    }
}
