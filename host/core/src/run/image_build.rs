//! Images that a service builds, tagged by the hash of everything that went in.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use futures_util::StreamExt;
use mzhost_compose::model::{Build, PullPolicy, Service};

use super::account::explained;
use super::asks;
use super::setup::{Run, millis};
use super::uploads::file_fault;
use crate::archive::{Archive, Ignore, digest};
use crate::code::Code;
use crate::credentials::Credentials;
use crate::engine::ids::ImageReference;
use crate::engine::request::{BuildImage, UserLabels};
use crate::engine::{BuildStep, ImageDetails};
use crate::event::EventKind;
use crate::fault::Fault;

/// Names of the files that the builder reads, in the context.
pub(super) const DOCKERFILE: &str = "Dockerfile";
const IGNORE: &str = ".dockerignore";
/// Name of the Dockerfile in the archive when its text stands in the document.
const INLINE: &str = ".mzhost.Dockerfile";
/// Lines of the builder's output that a failure shows.
const SHOWN_LINES: usize = 40;

impl Run {
    /// Builds a service's image, unless the same was built before.
    pub(crate) async fn build_image(
        self: &Arc<Self>,
        service: &Service,
    ) -> Result<ImageDetails, Fault> {
        let Some(build) = &service.build else {
            return Err(Fault::new(
                Code::Internal,
                "a service without `build` is built",
            ));
        };
        let context = self.context(service, build)?;
        let mut request = BuildImage {
            tag: String::new(),
            dockerfile: if build.dockerfile_inline.is_some() {
                INLINE.to_owned()
            } else {
                build
                    .dockerfile
                    .clone()
                    .unwrap_or_else(|| DOCKERFILE.to_owned())
            },
            args: build
                .args
                .iter()
                .filter_map(|(name, value)| {
                    let value = value.clone().or_else(|| self.variables.get(name).cloned());
                    Some((name.clone(), value?))
                })
                .collect(),
            target: build.target.clone(),
            labels: UserLabels(build.labels.clone()),
            platform: service.platform.clone(),
            context: build.context.clone(),
        };
        let hash = digest(format!("{} {request:?}", digest(&context)).as_bytes());
        request.tag = format!("mzhost/build:{}", hash.get(..32).unwrap_or(&hash));
        let reference = ImageReference::new(request.tag.clone())?;
        if service.pull_policy != PullPolicy::Build
            && let Some(image) = self.engine.find_image(&reference).await?
        {
            return Ok(image);
        }
        self.build(service, build, request, &reference, context)
            .await
    }

    async fn build(
        &self,
        service: &Service,
        build: &Build,
        request: BuildImage,
        reference: &ImageReference,
        context: Vec<u8>,
    ) -> Result<ImageDetails, Fault> {
        let request = self.approve(&asks::subject(&service.name), request)?;
        // Before the clock stands, as for a pull.
        let accounts = self.base_accounts(service, build).await?;
        let _pause = self.clock.pause();
        let begun = Instant::now();
        let shown = format!("{} ({})", service.name, build.context);
        self.events.tell(EventKind::ImageStarted {
            image: shown.clone(),
            how: "build".to_owned(),
        });
        let credentials: Vec<Credentials> = accounts
            .iter()
            .filter_map(|account| account.credentials.clone())
            .collect();
        let engine = self.engine.with_credentials(&credentials);
        let steps = engine.build(request, context);
        let mut steps = std::pin::pin!(steps);
        let mut output = VecDeque::new();
        let mut failure = None;
        while let Some(step) = steps.next().await {
            match step {
                Ok(BuildStep::Progress(text)) if text.is_empty() => {}
                Ok(BuildStep::Progress(text)) => {
                    output.push_back(text.clone());
                    if output.len() > SHOWN_LINES {
                        output.pop_front();
                    }
                    self.progress(&shown, text);
                }
                Ok(BuildStep::Failed(text)) => failure = Some(text),
                Err(error) => failure = Some(error.to_string()),
            }
        }
        let image = self.engine.find_image(reference).await?;
        match (failure, image) {
            (None, Some(image)) => {
                self.events.tell(EventKind::ImageReady {
                    image: shown,
                    id: image.id.as_str().to_owned(),
                    ms: millis(begun.elapsed()),
                });
                Ok(image)
            }
            (failure, _) => {
                let tail: Vec<String> = output.into_iter().collect();
                Err(Fault::new(
                    Code::ImageBuild,
                    format!(
                        "the image of service {:?} could not be built: {}",
                        service.name,
                        failure.map_or_else(
                            || "the engine does not have it after the build".to_owned(),
                            |reason| explained(reason, &accounts)
                        )
                    ),
                )
                .service(&service.name)
                .detail("output", tail.join("\n")))
            }
        }
    }

    /// The build context as an archive.
    fn context(&self, service: &Service, build: &Build) -> Result<Vec<u8>, Fault> {
        let folder = self
            .root
            .resolve(&build.context)
            .map_err(|fault| fault.service(&service.name))?;
        let ignore = match std::fs::read_to_string(folder.join(IGNORE)) {
            Ok(text) => Ignore::parse(&text).map_err(|error| {
                Fault::new(Code::FileError, format!("{}: {error}", folder.display()))
                    .service(&service.name)
            })?,
            Err(_) => Ignore::default(),
        };
        // The builder itself reads both, and leaves them out of the image where they are ignored.
        let dockerfile = build.dockerfile.as_deref().unwrap_or(DOCKERFILE);
        let ignore = ignore.but_keep([dockerfile, IGNORE]);
        let fault = |error| file_fault(&service.name, &error);
        let mut archive = Archive::new(self.limits.archive);
        archive.tree("", &folder, &ignore).map_err(fault)?;
        // As docker does, the Dockerfile goes along even when it is left out for `COPY`.
        let name = build.dockerfile.as_deref().unwrap_or("Dockerfile");
        let named = Path::new(name);
        if build.dockerfile_inline.is_none() && ignore.leaves_out(named, false) {
            let path = self.root.resolve(&format!("{}/{name}", build.context))?;
            archive
                .tree(name, &path, &Ignore::default())
                .map_err(fault)?;
        }
        if let Some(text) = &build.dockerfile_inline {
            archive
                .file(INLINE, text.as_bytes(), 0o644, (0, 0))
                .map_err(fault)?;
        }
        archive.finish().map_err(fault)
    }
}
