//! Before anything is made: all that the policy refuses to a set of services, found and told together.

use std::collections::BTreeSet;
use std::sync::PoisonError;

use futures_util::future::try_join_all;
use mzhost_compose::model::{PullPolicy, ResourceLimits, Service};

use super::asks::{decisions_of, image_to_pull, pull_decision, variables};
use super::setup::Run;
use crate::engine::rule::Request;
use crate::event::EventKind;
use crate::fault::Fault;
use crate::policy::{Approved, Decision, refusal};

impl Run {
    /// Checks a request made for a subject, and tells what was decided.
    pub(crate) fn approve<R: Request>(
        &self,
        subject: &str,
        request: R,
    ) -> Result<Approved<R>, Fault> {
        self.tell_decisions(&self.policy.decisions(subject, &request));
        self.policy.approve(subject, request)
    }

    /// Refuses services that ask for more than is granted, all that they ask for at once, and claims their share of
    /// what the composition as a whole may have. Held by whoever brings up: `bringing_up`.
    pub(super) async fn preflight(&self, services: &[String]) -> Result<(), Fault> {
        let mut decisions = self.asked(services).await?;
        let mut claims = Vec::new();
        for name in services {
            claims.push((name.clone(), self.service(name)?.limits));
        }
        self.forget_failed_claims();
        decisions.extend(self.claim(&claims));
        self.judge(services, &decisions)
    }

    /// Refuses services that ask for more than is granted.
    pub(super) async fn check_asks(&self, services: &[String]) -> Result<(), Fault> {
        let decisions = self.asked(services).await?;
        self.judge(services, &decisions)
    }

    /// Tells decisions; the fault for those that refuse.
    fn judge(&self, services: &[String], decisions: &[Decision]) -> Result<(), Fault> {
        self.tell_decisions(decisions);
        refusal(decisions).map_err(|fault| match services {
            [only] => fault.service(only),
            _ => fault,
        })
    }

    /// What the policy says to all that these services ask for.
    async fn asked(&self, services: &[String]) -> Result<Vec<Decision>, Fault> {
        let now = self.definitions();
        let mut decisions = Vec::new();
        for name in services {
            let service = self.service(name)?;
            decisions.extend(variables(&service, &now.document, &self.policy));
            let asked = decisions_of(&service, &now.document, &self.root, &self.policy)?;
            decisions.extend(asked);
        }
        decisions.extend(self.refused_pulls(services).await?);
        Ok(decisions)
    }

    /// Pulls that services need and the policy refuses. The engine is asked for an image only where a pull is refused.
    async fn refused_pulls(&self, services: &[String]) -> Result<Vec<Decision>, Fault> {
        let asked = services.iter().map(|name| async move {
            let service = self.service(name)?;
            let Some(decision) = pull_decision(&service, &self.policy) else {
                return Ok(None);
            };
            let refused = decision.is_refused() && self.must_pull(&service).await?;
            Ok::<_, Fault>(refused.then_some(decision))
        });
        Ok(try_join_all(asked).await?.into_iter().flatten().collect())
    }

    async fn must_pull(&self, service: &Service) -> Result<bool, Fault> {
        if service.pull_policy == PullPolicy::Always {
            return Ok(true);
        }
        let Some(image) = image_to_pull(service) else {
            return Ok(false);
        };
        Ok(self.engine.find_image(&image).await?.is_none())
    }

    /// Claims a share for containers; what there is too much of, and then nothing is claimed.
    pub(super) fn claim(&self, containers: &[(String, ResourceLimits)]) -> Vec<Decision> {
        let ceiling = self.policy.ceiling();
        let mut load = self.load.lock().unwrap_or_else(PoisonError::into_inner);
        let mut with = load.clone();
        for (name, declared) in containers {
            with.claim(name, ceiling.limits(*declared));
        }
        let exceeded = ceiling.exceeded(&with);
        if exceeded.is_empty() {
            *load = with;
        }
        exceeded
    }

    /// Claims a share for a container that is there, whatever the ceiling: one that was made anew, or by an earlier process.
    pub(super) fn reclaim(&self, container: &str, declared: ResourceLimits) {
        let limits = self.policy.ceiling().limits(declared);
        let mut load = self.load.lock().unwrap_or_else(PoisonError::into_inner);
        load.claim(container, limits);
    }

    /// Gives a container's share back.
    pub(super) fn release(&self, container: &str) {
        let mut load = self.load.lock().unwrap_or_else(PoisonError::into_inner);
        load.release(container);
    }

    /// Gives back the shares of services that got no container: an earlier `up` failed.
    fn forget_failed_claims(&self) {
        let now = self.definitions();
        let failed = |name: &str| {
            now.document.services.contains_key(name) && self.containers.get(name).is_none()
        };
        let mut load = self.load.lock().unwrap_or_else(PoisonError::into_inner);
        load.retain(|name| !failed(name));
    }

    /// Tells decisions that were not told before.
    pub(super) fn tell_decisions(&self, decisions: &[Decision]) {
        let fresh: Vec<&Decision> = {
            let mut told = self.decided.lock().unwrap_or_else(PoisonError::into_inner);
            let told: &mut BTreeSet<Decision> = &mut told;
            decisions
                .iter()
                .filter(|one| told.insert((*one).clone()))
                .collect()
        };
        for decision in fresh {
            self.events.tell(EventKind::PolicyDecided(decision.clone()));
        }
    }
}
