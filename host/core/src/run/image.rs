//! Images made ready, in parallel and before anything starts; the workflow's clock stands meanwhile.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use futures_util::StreamExt;
use mzhost_compose::model::{PullPolicy, Service};

use super::account::explained;
use super::asks;
use super::setup::{Run, millis};
use crate::code::Code;
use crate::credentials::Credentials;
use crate::engine::ids::ImageReference;
use crate::engine::request::PullImage;
use crate::engine::{BuildStep, ImageDetails};
use crate::event::EventKind;
use crate::fault::Fault;
use crate::policy::Approved;

/// What must be done once for all services that need the same image.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    /// By reference, platform and pull policy.
    Reference(String, Option<String>, String),
    /// Built for this service.
    Build(String),
}

impl Run {
    /// Makes the images of services ready.
    pub(crate) async fn ensure_images(
        self: &Arc<Self>,
        services: &[String],
    ) -> Result<BTreeMap<String, ImageDetails>, Fault> {
        let mut sources: BTreeMap<Source, Vec<Arc<Service>>> = BTreeMap::new();
        for name in services {
            let service = self.service(name)?;
            let source = match (&service.build, &service.image) {
                (Some(_), _) => Source::Build(service.name.clone()),
                (None, Some(image)) => Source::Reference(
                    image.clone(),
                    service.platform.clone(),
                    format!("{:?}", service.pull_policy),
                ),
                (None, None) => {
                    return Err(Fault::new(
                        Code::ServicesInvalid,
                        format!("services.{name}: wanted `image` or `build`"),
                    )
                    .service(name));
                }
            };
            sources.entry(source).or_default().push(service);
        }
        let work = sources.into_iter().map(|(source, services)| async move {
            let Some(first) = services.first() else {
                return Ok(Vec::new());
            };
            let image = match &source {
                Source::Reference(reference, ..) => self.image_of(first, reference).await?,
                Source::Build(_) => self.build_image(first).await?,
            };
            Ok::<_, Fault>(
                services
                    .iter()
                    .map(|service| (service.name.clone(), image.clone()))
                    .collect(),
            )
        });
        let images = futures_util::future::try_join_all(work).await?;
        Ok(images.into_iter().flatten().collect())
    }

    async fn image_of(&self, service: &Service, reference: &str) -> Result<ImageDetails, Fault> {
        let reference =
            ImageReference::new(reference).map_err(|fault| fault.service(&service.name))?;
        let found = self.engine.find_image(&reference).await?;
        match (service.pull_policy, found) {
            (PullPolicy::Missing | PullPolicy::Never | PullPolicy::Build, Some(image)) => {
                return Ok(image);
            }
            (PullPolicy::Never, None) => {
                return Err(Fault::new(
                    Code::ImageMissing,
                    format!(
                        "the image {reference} of service {:?} is not on the engine, and `pull_policy: never` forbids pulling it",
                        service.name
                    ),
                )
                .service(&service.name));
            }
            (PullPolicy::Always, _) | (PullPolicy::Missing | PullPolicy::Build, None) => {}
        }
        self.pull(service, &reference).await
    }

    /// Pulls an image; tried twice, because registries hang up now and then.
    async fn pull(
        &self,
        service: &Service,
        reference: &ImageReference,
    ) -> Result<ImageDetails, Fault> {
        let approved = || {
            let request = PullImage {
                image: reference.clone(),
                platform: service.platform.clone(),
            };
            self.approve(&asks::subject(&service.name), request)
                .map_err(|fault| fault.service(&service.name))
        };
        let request = approved()?;
        // Before the clock stands: a helper that hangs is bounded by it, however many pulls ask.
        let account = self.account(&request).await;
        let account = account.map_err(|fault| fault.service(&service.name))?;
        let _pause = self.clock.pause();
        let begun = Instant::now();
        self.events.tell(EventKind::ImageStarted {
            image: reference.to_string(),
            how: "pull".to_owned(),
        });
        let credentials = account.credentials.as_ref();
        let mut reason = self.pull_once(reference, request, credentials).await;
        if reason.as_deref().is_some_and(is_passing) {
            reason = self.pull_once(reference, approved()?, credentials).await;
        }
        let found = self.engine.find_image(reference).await?;
        match (reason, found) {
            (None, Some(image)) => {
                self.events.tell(EventKind::ImageReady {
                    image: reference.to_string(),
                    id: image.id.as_str().to_owned(),
                    ms: millis(begun.elapsed()),
                });
                Ok(image)
            }
            (reason, _) => Err(Fault::new(
                Code::ImageMissing,
                format!(
                    "the image {reference} of service {:?} is not on the engine and could not be pulled: {}",
                    service.name,
                    reason.map_or_else(
                        || "the engine does not have it after the pull".to_owned(),
                        |reason| explained(reason, std::slice::from_ref(&account))
                    )
                ),
            )
            .service(&service.name)),
        }
    }

    /// Pulls and reads the answer to its end; why it failed.
    async fn pull_once(
        &self,
        reference: &ImageReference,
        request: Approved<PullImage>,
        credentials: Option<&Credentials>,
    ) -> Option<String> {
        let steps = self.engine.pull(request, credentials);
        let mut steps = std::pin::pin!(steps);
        let mut failure = None;
        while let Some(step) = steps.next().await {
            match step {
                Ok(BuildStep::Progress(text)) => self.progress(reference.as_str(), text),
                Ok(BuildStep::Failed(text)) => failure = Some(text),
                Err(error) => failure = Some(error.to_string()),
            }
        }
        failure
    }

    /// Tells a step of a pull or build.
    pub(crate) fn progress(&self, image: &str, text: String) {
        if !text.is_empty() {
            self.events.tell(EventKind::ImageProgress {
                image: image.to_owned(),
                text,
            });
        }
    }
}

/// Whether a failed pull may go well the second time.
fn is_passing(reason: &str) -> bool {
    [
        "bytes remaining",
        "unexpected EOF",
        "connection reset",
        "TLS handshake timeout",
    ]
    .iter()
    .any(|text| reason.contains(text))
}
