//! What the services of a run are now: the composition's document with replacements that workflows laid over it.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use mzhost_compose::model::{Document, Service};
use mzhost_compose::{Errors, Graph, Kind, parse_replacement, replaced};

use super::container::ServiceContainer;
use super::setup::Run;
use crate::code::Code;
use crate::event::EventKind;
use crate::fault::Fault;

/// The services at one moment.
pub(crate) struct Definitions {
    pub(crate) document: Document,
    pub(crate) graph: Graph,
    services: BTreeMap<String, Arc<Service>>,
}

impl Definitions {
    fn new((document, graph): (Document, Graph)) -> Self {
        let services = document.services.iter();
        Self {
            services: services
                .map(|(name, service)| (name.clone(), Arc::new(service.clone())))
                .collect(),
            document,
            graph,
        }
    }

    /// A service by name.
    pub(crate) fn service(&self, name: &str) -> Option<&Arc<Service>> {
        self.services.get(name)
    }
}

/// The definitions of a run, which change.
pub(super) struct Defined {
    base: Document,
    state: Mutex<State>,
}

struct State {
    now: Arc<Definitions>,
    /// Replacements by number, the last one above the others.
    layers: Vec<(u32, Document)>,
}

/// The definitions before and after a change.
type Change = (Arc<Definitions>, Arc<Definitions>);

impl Defined {
    pub(super) fn new(base: Document) -> Result<Self, Fault> {
        let graph = Graph::new(&base)
            .map_err(|error| Fault::new(Code::ServicesCycle, error.to_string()))?;
        let now = Arc::new(Definitions::new((base.clone(), graph)));
        let layers = Vec::new();
        Ok(Self {
            base,
            state: Mutex::new(State { now, layers }),
        })
    }

    pub(super) fn now(&self) -> Arc<Definitions> {
        Arc::clone(&self.lock().now)
    }

    /// Lays a replacement over the others.
    fn lay_over(&self, number: u32, document: Document, most: usize) -> Result<Change, Fault> {
        let mut state = self.lock();
        if state.layers.len() >= most {
            let text = format!("services are overridden {most} times at once; close an override");
            return Err(Fault::new(Code::LimitInput, text));
        }
        let layers = state.layers.iter().map(|(_, layer)| layer);
        let Some(after) = replaced(&self.base, layers.chain([&document])) else {
            // It was checked with what was there a moment ago.
            let text = "services were overridden by others meanwhile; now they depend on each other in a circle";
            return Err(Fault::new(Code::ServicesCycle, text));
        };
        state.layers.push((number, document));
        Ok(state.change(after))
    }

    /// Takes a replacement off, and those that do not work without it; none if it was off.
    fn take_off(&self, number: u32) -> Option<Change> {
        let mut state = self.lock();
        let at = state
            .layers
            .iter()
            .position(|(other, _)| *other == number)?;
        state.layers.remove(at);
        let after = loop {
            let layers = state.layers.iter().map(|(_, layer)| layer);
            match replaced(&self.base, layers) {
                Some(after) => break after,
                // Without any it is the base, which has no circle.
                None => drop(state.layers.pop()?),
            }
        };
        Some(state.change(after))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn change(&mut self, after: (Document, Graph)) -> Change {
        let after = Arc::new(Definitions::new(after));
        let before = std::mem::replace(&mut self.now, Arc::clone(&after));
        (before, after)
    }
}

impl Run {
    /// What the services are now.
    pub(crate) fn definitions(&self) -> Arc<Definitions> {
        self.defined.now()
    }

    /// Puts the services of a Compose document in place of those of the same name, until [`Self::put_back`]. The
    /// containers of those that change are removed.
    pub(super) async fn replace_services(&self, number: u32, text: &str) -> Result<(), Fault> {
        let _alone = self.bringing_up.lock().await;
        let variables = |name: &str| self.variables.get(name).cloned();
        let mut parsed = parse_replacement(text, &variables, &self.definitions().document)
            .map_err(|errors| invalid(&errors))?;
        for warning in &parsed.warnings {
            self.events.tell(EventKind::Warning {
                message: warning.to_string(),
            });
        }
        self.images.replace(&mut parsed.document, &self.events);
        self.mark_secrets(&parsed.document)?;
        let most = self.limits.overrides;
        let (before, after) = self.defined.lay_over(number, parsed.document, most)?;
        let renewed = self.renew(&before, &after).await;
        if renewed.is_err() {
            self.defined.take_off(number);
        }
        renewed
    }

    /// Puts back what was replaced under a number, if it is not back already. `renew`: containers of services that change are
    /// removed.
    pub(super) async fn put_back(&self, number: u32, renew: bool) -> Result<(), Fault> {
        let _alone = self.bringing_up.lock().await;
        match self.defined.take_off(number) {
            // Clean-up removes them all.
            Some((before, after)) if renew && !self.closed.load(Ordering::Relaxed) => {
                self.renew(&before, &after).await
            }
            _ => Ok(()),
        }
    }

    /// Removes the containers of services whose definition changed: the next `up` makes them anew.
    async fn renew(&self, before: &Definitions, after: &Definitions) -> Result<(), Fault> {
        let changed = before.document.services.iter();
        let changed = changed.filter(|(name, old)| after.document.services.get(*name) != Some(old));
        let renewals = changed.filter_map(|(name, old)| {
            let container = self.containers.get(name)?;
            Some(async move { self.stop_and_remove(&container, old).await })
        });
        futures_util::future::try_join_all(renewals).await.map(drop)
    }

    /// Stops a container as its definition says, and removes it; by force, if it cannot be stopped.
    pub(super) async fn stop_and_remove(
        &self,
        container: &ServiceContainer,
        definition: &Service,
    ) -> Result<(), Fault> {
        drop(self.stop_one(container, definition.stop_grace_period).await);
        self.remove_container(container).await
    }
}

/// The fault for a document with mistakes.
pub fn invalid(errors: &Errors) -> Fault {
    let code = match errors.kind() {
        Kind::Name => Code::NameInvalid,
        Kind::Cycle => Code::ServicesCycle,
        Kind::Limit => Code::LimitInput,
        Kind::Invalid => Code::ServicesInvalid,
    };
    match errors.0.as_slice() {
        [only] => Fault::new(code, only.to_string()),
        all => Fault::new(code, format!("the services have {} mistakes", all.len()))
            .detail("mistakes", errors.to_string()),
    }
}
