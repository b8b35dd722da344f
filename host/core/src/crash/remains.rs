//! What runs have left in the engine, told by the labels of what is there.

use std::collections::BTreeMap;

use time::OffsetDateTime;

use super::Lifetime;
use crate::engine::{Engine, EngineError};
use crate::fault::Fault;
use crate::ids::{LABEL_BEGAN, LABEL_RUN, RunId};
use crate::owner::{Liveness, Owner};
use crate::run::cleanup::{Removed, remove};
use crate::run::names::PROJECT;

/// What is there of one run that was not to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remains {
    /// The run.
    pub run: RunId,
    /// Its project.
    pub project: String,
    /// Whether its process still runs: as long as it does, this is no leftover.
    pub owner: Liveness,
    /// When it began, by the clock of its machine.
    pub began: Option<OffsetDateTime>,
    /// Number of containers.
    pub containers: usize,
    /// Number of networks.
    pub networks: usize,
    /// Number of volumes.
    pub volumes: usize,
}

/// Which of the counts something belongs to.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Container,
    Network,
    Volume,
}

impl Remains {
    /// All that is there, by the run's id; runs that are still at work are in it, too.
    pub async fn all(engine: &Engine, here: &Owner) -> Result<Vec<Self>, EngineError> {
        let labels = [Lifetime::Run.filter()];
        let (containers, networks, volumes) = tokio::try_join!(
            engine.list_containers(&labels),
            engine.list_networks(&labels),
            engine.list_volumes(&labels)
        )?;
        let containers = containers.into_iter().map(|c| (Kind::Container, c.labels));
        let networks = networks.into_iter().map(|n| (Kind::Network, n.labels));
        let volumes = volumes.into_iter().map(|v| (Kind::Volume, v.labels));
        let found = containers.chain(networks).chain(volumes);
        Ok(by_run(found, |owner| owner.liveness(here)))
    }

    /// Removes it, whoever owns it: the caller has looked at `owner`.
    pub async fn remove(&self, engine: &Engine) -> Result<Removed, Fault> {
        remove(engine, &labels_of(&self.run), true).await
    }
}

/// The labels of all that a run made and does not keep.
pub(super) fn labels_of(run: &RunId) -> [String; 2] {
    [format!("{LABEL_RUN}={run}"), Lifetime::Run.filter()]
}

fn by_run(
    found: impl Iterator<Item = (Kind, BTreeMap<String, String>)>,
    liveness: impl Fn(&Owner) -> Liveness,
) -> Vec<Remains> {
    let mut runs: BTreeMap<RunId, Remains> = BTreeMap::new();
    for (kind, labels) in found {
        let label = |name: &str| labels.get(name).map(String::as_str);
        let Some(run) = label(LABEL_RUN).and_then(|id| id.parse::<RunId>().ok()) else {
            continue;
        };
        let owner = Owner::from_labels(label).map_or(Liveness::Unknown, |owner| liveness(&owner));
        let remains = runs.entry(run.clone()).or_insert_with(|| Remains {
            run,
            project: label(PROJECT).unwrap_or_default().to_owned(),
            owner,
            began: label(LABEL_BEGAN)
                .and_then(|text| OffsetDateTime::from_unix_timestamp(text.parse().ok()?).ok()),
            containers: 0,
            networks: 0,
            volumes: 0,
        });
        // Labels can be forged: what one of them says to be alive or elsewhere is not touched.
        if owner != Liveness::Dead && remains.owner != Liveness::Alive {
            remains.owner = owner;
        }
        match kind {
            Kind::Container => remains.containers += 1,
            Kind::Network => remains.networks += 1,
            Kind::Volume => remains.volumes += 1,
        }
    }
    runs.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(run: &str, pid: u32) -> BTreeMap<String, String> {
        let owner = Owner {
            machine: "aa".into(),
            boot: "bb".into(),
            pid_namespace: 1,
            pid,
            started: 22,
        };
        let mut labels: BTreeMap<String, String> = owner
            .labels()
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        labels.insert(LABEL_RUN.into(), run.into());
        labels.insert(LABEL_BEGAN.into(), "1700000000".into());
        labels.insert(PROJECT.into(), format!("shop-{run}"));
        labels
    }

    /// Odd processes are dead.
    fn liveness(owner: &Owner) -> Liveness {
        if owner.pid % 2 == 1 {
            Liveness::Dead
        } else {
            Liveness::Alive
        }
    }

    #[test]
    fn what_is_left_is_counted_for_each_run() {
        let found = [
            (Kind::Container, labels("aaaaaaaa", 1)),
            (Kind::Container, labels("aaaaaaaa", 1)),
            (Kind::Network, labels("aaaaaaaa", 1)),
            (Kind::Volume, labels("bbbbbbbb", 2)),
            (Kind::Volume, labels("../other", 1)),
        ];
        let runs = by_run(found.into_iter(), liveness);
        let [first, second] = &runs[..] else {
            panic!("{runs:?}");
        };
        assert_eq!(first.project, "shop-aaaaaaaa");
        assert_eq!(first.owner, Liveness::Dead);
        assert_eq!(first.began.unwrap().unix_timestamp(), 1_700_000_000);
        assert_eq!((first.containers, first.networks, first.volumes), (2, 1, 0));
        assert_eq!(second.owner, Liveness::Alive);
    }

    #[test]
    fn a_run_is_dead_only_if_all_of_it_is() {
        let mut without_owner = labels("aaaaaaaa", 1);
        without_owner.retain(|name, _| !name.starts_with("dev.mzhost.owner"));
        let dead = || (Kind::Container, labels("aaaaaaaa", 1));
        let cases = [
            (labels("aaaaaaaa", 2), Liveness::Alive),
            (without_owner, Liveness::Unknown),
        ];
        for (other, expected) in cases {
            let other = || (Kind::Network, other.clone());
            for found in [[dead(), other()], [other(), dead()]] {
                let runs = by_run(found.into_iter(), liveness);
                assert_eq!(runs.len(), 1);
                assert_eq!(runs[0].owner, expected);
            }
        }
    }
}
