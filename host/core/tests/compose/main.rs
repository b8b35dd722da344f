//! Every Compose key that is accepted: what mzhost makes of it, beside what Debian's docker-compose makes of
//! the same file. Whole inspections are compared; each difference has its row and reason in `deliberate.rs`.

mod case;
mod compare;
mod deliberate;
mod docker_compose;
mod document;
mod inspect;
mod keys;
mod normal;
mod ours;
mod table;

use std::collections::BTreeSet;
use std::env;
use std::error::Error;
use std::path::Path;

use futures_util::{StreamExt, stream};
use mzhost_core::code::Code;
use mzhost_core::engine::{Endpoint, Engine};
use mzhost_core::policy::Grants;
use mzhost_core::run::cleanup;

use case::Case;
use compare::compare;
use inspect::{Inspector, Objects};
use table::Compared;

/// What helpers of this test return: the first problem as a sentence.
pub(crate) type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// The variable that is set for docker-compose and granted to mzhost.
pub(crate) const VARIABLE: (&str, &str) = ("FROM_OUTSIDE", "outside");

/// Cases that are compared at once: docker-compose mostly waits for the engine.
const AT_ONCE: usize = 4;

#[tokio::test(flavor = "multi_thread")]
async fn what_mzhost_makes_is_what_docker_compose_makes() {
    let compared = compare_all()
        .await
        .unwrap_or_else(|problem| panic!("{problem}"));
    let places = table::explain(&compared).unwrap_or_else(|problems| panic!("{problems}"));
    document::check(&compared, &places).unwrap_or_else(|problem| panic!("{problem}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_needs_a_grant_is_refused_without_it() {
    let refused = all_refusals().await;
    let refused = refused.unwrap_or_else(|problem| panic!("{problem}"));
    assert!(refused > 8, "only {refused} services were refused");
}

/// Compares all cases.
async fn compare_all() -> Outcome<Vec<Compared>> {
    let bench = Bench::new().await?;
    docker_compose::check().await?;
    let compared = stream::iter(Case::all()?).map(|case| {
        let bench = &bench;
        async move {
            let project = bench.project(&case);
            let compared = bench.compare(&project, &case).await;
            let cleaned = bench.clean(&project, &case).await;
            let compared = compared.and_then(|compared| cleaned.map(|()| compared));
            compared.map_err(|problem| format!("{}: {problem}", case.name))
        }
    });
    // All are waited for, also when one fails: each cleans up after itself.
    let compared: Vec<Result<_, String>> = compared.buffered(AT_ONCE).collect().await;
    let problems: Vec<&str> = compared
        .iter()
        .filter_map(|case| case.as_ref().err())
        .map(String::as_str)
        .collect();
    if problems.is_empty() {
        return Ok(compared.into_iter().flatten().collect());
    }
    Err(problems.join("\n").into())
}

/// How many services were refused, each with the flag that its label `needs` tells.
async fn all_refusals() -> Outcome<usize> {
    let bench = Bench::new().await?;
    let mut refused = 0;
    for case in Case::all()?.into_iter().filter(|case| case.granted) {
        let project = format!("{}-refused", bench.project(&case));
        let count = bench.refusals(&project, &case).await;
        bench.clean(&project, &case).await?;
        refused += count?;
    }
    Ok(refused)
}

/// The engine, and a folder for the runs' state.
struct Bench {
    engine: Engine,
    inspector: Inspector,
    state: tempfile::TempDir,
}

impl Bench {
    async fn new() -> Outcome<Self> {
        let endpoint = Endpoint::from_environment(|name| env::var(name).ok())?;
        let inspector = Inspector::new(&endpoint.address)?;
        let engine = Engine::connect(endpoint).await;
        Ok(Self {
            engine: engine.map_err(|error| format!("this test needs a Docker engine: {error}"))?,
            inspector,
            state: tempfile::tempdir()?,
        })
    }

    fn state(&self) -> &Path {
        self.state.path()
    }

    /// A name that another process does not use at the same time.
    fn project(&self, case: &Case) -> String {
        format!("cmp-{}-{}", std::process::id(), case.name)
    }

    async fn compare(&self, project: &str, case: &Case) -> Outcome<Compared> {
        if case.older && docker_compose::complaint(case).await?.is_none() {
            return Err("docker-compose takes the file itself, so the older one can go".into());
        }
        docker_compose::up(project, case).await?;
        let compose = self.inspector.project(project).await?;
        self.remove(project).await?;
        let mzhost = self.ours(project, case).await?;
        Ok(Compared {
            case: case.clone(),
            used: keys::used(case)?,
            found: compare(&compose, &mzhost),
            objects: compose.into_keys().chain(mzhost.into_keys()).collect(),
        })
    }

    /// Makes the case with mzhost; docker-compose must take what `mzhost config` prints, and show the containers.
    async fn ours(&self, project: &str, case: &Case) -> Outcome<Objects> {
        let document = ours::document(case)?;
        let rendered = mzhost_compose::render(&document);
        let grants = if case.granted {
            ours::grants()?
        } else {
            Grants::default()
        };
        let run = ours::run(project, document, &self.engine, grants, self.state())?;
        let made = if case.started {
            run.up(&[], false, None).await
        } else {
            run.create(&[]).await
        };
        made.map_err(|fault| fault.message)?;
        let objects = self.inspector.project(project).await?;
        if !case.older {
            let shown: BTreeSet<String> = docker_compose::ps(project, &rendered)
                .await?
                .into_iter()
                .collect();
            let there: BTreeSet<String> = self
                .inspector
                .containers(project)
                .await?
                .into_iter()
                .collect();
            if shown != there {
                return Err(
                    format!("docker-compose ps shows {shown:?}, and there are {there:?}").into(),
                );
            }
        }
        Ok(objects)
    }

    async fn refusals(&self, project: &str, case: &Case) -> Outcome<usize> {
        let document = ours::document(case)?;
        let run = ours::run(
            project,
            document.clone(),
            &self.engine,
            Grants::default(),
            self.state(),
        )?;
        let mut refused = 0;
        for (name, service) in &document.services {
            let Some(flag) = service.labels.get("needs") else {
                continue;
            };
            match run.create(&[name.clone()]).await {
                Err(fault) if fault.is(Code::PolicyDenied) && fault.get("flag") == Some(flag) => {
                    refused += 1
                }
                Err(fault) => return Err(format!("{name}: wanted {flag}, got {fault:?}").into()),
                Ok(()) => return Err(format!("{name} was made without {flag}").into()),
            }
        }
        Ok(refused)
    }

    /// Removes all of a project.
    async fn remove(&self, project: &str) -> Outcome<()> {
        let label = format!("com.docker.compose.project={project}");
        let removed = cleanup::remove(&self.engine, &label, true)
            .await
            .map_err(|fault| fault.message)?;
        match removed.problems.first() {
            None => Ok(()),
            Some(problem) => Err(problem.clone().into()),
        }
    }

    /// Removes all of a project, and the tags of images that it built.
    async fn clean(&self, project: &str, case: &Case) -> Outcome<()> {
        let document = ours::document(case)?;
        let mut tags = Vec::new();
        for (name, service) in document
            .services
            .iter()
            .filter(|(_, service)| service.build.is_some())
        {
            let tag = service
                .image
                .clone()
                .unwrap_or_else(|| format!("{project}_{name}:latest"));
            let others = self.inspector.tags(&tag).await?;
            tags.extend(
                others
                    .into_iter()
                    .filter(|other| *other == tag || other.starts_with("mzhost/build:")),
            );
        }
        self.remove(project).await?;
        self.inspector.remove_tags(&tags).await
    }
}
