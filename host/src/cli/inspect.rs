//! `mzhost inspect DIR`: what a composition holds, what its services ask for, and what the policy says to it. No
//! workflow runs and no engine is needed; the export `services` runs in the sandbox, with no more than the user granted.

use std::collections::BTreeMap;

use clap::Args;
use clap::builder::BoolishValueParser;
use mzhost_compose::model::Document;
use mzhost_core::event::Events;
use mzhost_core::fault::Fault;
use mzhost_core::policy::{Capability, Ceiling, Decision, Verdict, flags};
use mzhost_core::run::service_asks;
use serde::Serialize;

use super::args::{Composition, Global, Images};
use super::opening::{opening, quietly};
use super::print;
use crate::composition::{Component, Opening, Outside};
use crate::guest::WorkflowInfo;

/// When a pull is asked for.
const WHEN_ABSENT: &str = "if the engine does not have it";

#[derive(Debug, Args)]
pub(super) struct Inspect {
    #[command(flatten)]
    composition: Composition,
    #[command(flatten)]
    images: Images,
    /// Print JSON
    #[arg(long, env = "MZHOST_JSON", value_parser = BoolishValueParser::new())]
    json: bool,
}

/// All that is shown.
#[derive(Debug, Serialize)]
struct Report {
    #[serde(flatten)]
    outside: Outside,
    workflows: Vec<WorkflowInfo>,
    services: Vec<ServiceRow>,
    asks: Vec<Ask>,
    /// What the component says that it wants, and what the policy says to it.
    wants: Vec<Decision>,
    /// What the composition as a whole may have at most.
    limits: BTreeMap<&'static str, String>,
    /// The flags that would allow what is not granted.
    flags: Vec<String>,
}

#[derive(Debug, Serialize)]
struct ServiceRow {
    name: String,
    /// None where it is built.
    image: Option<String>,
    /// The build context.
    build: Option<String>,
}

/// What somebody asks for, and what the policy says.
#[derive(Debug, Serialize)]
struct Ask {
    #[serde(flatten)]
    decision: Decision,
    /// When it is asked for; always, if nothing is said.
    when: Option<&'static str>,
}

impl Inspect {
    pub(super) async fn execute(self, global: &Global) -> Result<u8, Fault> {
        let work = async |events: &Events| self.inspect(global, events).await;
        quietly(global, &self.composition, work).await
    }

    async fn inspect(&self, global: &Global, events: &Events) -> Result<u8, Fault> {
        let opening = Opening {
            images: self.images.map()?,
            ..opening(global, &self.composition, events)?
        };
        let component = Component::find(&opening).await?;
        let outside = component.outside()?;
        let composition = component.load(&opening).await?;
        let workflows = composition.workflows(&opening).await?;
        let declared = composition.declared(&opening).await?;
        let mut asks: Vec<Ask> = declared.variables.into_iter().map(always).collect();
        for one in service_asks(&declared.document, &composition.root, &opening.policy()) {
            let pull = one.pull.map(|decision| Ask {
                decision,
                when: Some(WHEN_ABSENT),
            });
            for ask in one.decisions.into_iter().map(always).chain(pull) {
                // Services share networks and volumes.
                if asks.iter().all(|had| had.decision != ask.decision) {
                    asks.push(ask);
                }
            }
        }
        let mut report = Report {
            outside,
            workflows,
            services: services(&declared.document),
            flags: flags_for(&asks, &declared.wants),
            asks,
            wants: declared.wants,
            limits: limits(opening.policy().ceiling()),
        };
        report.change_texts(&|text| *text = events.masker().mask(text).into_owned());
        if self.json {
            let json = serde_json::to_string_pretty(&report).unwrap_or_default();
            print::text(&format!("{json}\n"));
        } else {
            report.print();
        }
        Ok(0)
    }
}

fn always(decision: Decision) -> Ask {
    Ask {
        decision,
        when: None,
    }
}

fn services(document: &Document) -> Vec<ServiceRow> {
    let services = document.services.values();
    services
        .map(|service| ServiceRow {
            name: service.name.clone(),
            image: service.image.clone().filter(|_| service.build.is_none()),
            build: service.build.as_ref().map(|build| build.context.clone()),
        })
        .collect()
}

fn limits(ceiling: &Ceiling) -> BTreeMap<&'static str, String> {
    let maxima = ceiling.maxima().into_iter();
    maxima.map(|most| (most.name(), most.to_string())).collect()
}

/// The flags for all that is not granted, each once. A way out of the networks is among them where the component wants it:
/// nearly every network of a document asks for it, and hardly any needs it.
fn flags_for(asks: &[Ask], wants: &[Decision]) -> Vec<String> {
    let net = Capability::Net.row().name;
    let asked = asks.iter().map(|ask| &ask.decision);
    let asked = asked.filter(|decision| decision.capability != net);
    flags(
        asked
            .chain(wants)
            .filter(|decision| decision.verdict != Verdict::Granted),
    )
}

impl Report {
    /// Changes the texts that a secret may be in.
    fn change_texts(&mut self, change: &dyn Fn(&mut String)) {
        for workflow in &mut self.workflows {
            change(&mut workflow.name);
            change(&mut workflow.description);
        }
        for ServiceRow { name, image, build } in &mut self.services {
            change(name);
            image.iter_mut().chain(build).for_each(change);
        }
        let asks = self.asks.iter_mut().map(|ask| &mut ask.decision);
        for decision in asks.chain(&mut self.wants) {
            change(&mut decision.subject);
            change(&mut decision.value);
            change(&mut decision.reason);
            decision.flag.iter_mut().for_each(change);
        }
        self.flags.iter_mut().for_each(change);
    }

    fn print(&self) {
        let Outside {
            file,
            size,
            sha256,
            imports,
            exports,
        } = &self.outside;
        let fact = |name: &str, value: String| vec![name.to_owned(), value];
        print::table(
            &["FILE", file],
            &[
                fact("size", format!("{size} bytes")),
                fact("sha256", sha256.clone()),
                fact("imports", imports.join(", ")),
                fact("exports", exports.join(", ")),
            ],
        );
        let workflows = self.workflows.iter();
        section(
            &["WORKFLOW", "DESCRIPTION"],
            workflows.map(|one| vec![one.name.clone(), one.summary().to_owned()]),
        );
        section(
            &["SERVICE", "IMAGE"],
            self.services.iter().map(|service| {
                let image = match (&service.image, &service.build) {
                    (Some(image), _) => image.clone(),
                    (None, build) => format!("built from {}", build.as_deref().unwrap_or(".")),
                };
                vec![service.name.clone(), image]
            }),
        );
        section(
            &["VERDICT", "WHO", "ASKS FOR", "VALUE", "ALLOW IT WITH"],
            self.asks.iter().map(|Ask { decision, when }| {
                let value = match when {
                    Some(when) => format!("{} ({when})", decision.value),
                    None => decision.value.clone(),
                };
                vec![
                    decision.verdict.name().to_owned(),
                    decision.subject.clone(),
                    decision.capability.clone(),
                    value,
                    way_out(decision),
                ]
            }),
        );
        section(
            &["VERDICT", "THE COMPONENT WANTS", "VALUE", "GRANT IT WITH"],
            self.wants.iter().map(|decision| {
                vec![
                    decision.verdict.name().to_owned(),
                    decision.capability.clone(),
                    decision.value.clone(),
                    way_out(decision),
                ]
            }),
        );
        section(
            &["LIMIT", "AT MOST"],
            self.limits
                .iter()
                .map(|(name, most)| vec![(*name).to_owned(), most.clone()]),
        );
        let end = match self.flags.as_slice() {
            [] if self.asks.is_empty() && self.wants.is_empty() => {
                "\nIt asks for nothing that must be granted.\n".to_owned()
            }
            [] => String::new(),
            flags => format!("\nTo allow all of it: {}\n", flags.join(" ")),
        };
        print::text(&end);
    }
}

fn way_out(decision: &Decision) -> String {
    match (&decision.flag, decision.verdict) {
        (_, Verdict::Granted) => String::new(),
        (Some(flag), _) => flag.clone(),
        (None, _) => format!("- ({})", decision.reason),
    }
}

/// A table, if there is something to show.
fn section(head: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    let rows: Vec<Vec<String>> = rows.collect();
    if !rows.is_empty() {
        print::text("\n");
        print::table(head, &rows);
    }
}
