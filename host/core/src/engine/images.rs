//! Images: look, pull, build.

use std::collections::BTreeMap;

use bollard::models::HealthConfig;
use bollard::query_parameters::{BuildImageOptionsBuilder, CreateImageOptionsBuilder};
use bytes::Bytes;
use futures_util::{Stream, StreamExt};

use super::ids::{ImageId, ImageReference};
use super::request::{BuildImage, PullImage};
use super::{Engine, EngineError, registry_auth};
use crate::credentials::Credentials;
use crate::policy::Approved;

/// What mzhost reads of an image.
#[derive(Debug, Clone, Default)]
pub struct ImageDetails {
    /// Id.
    pub id: ImageId,
    /// The image's own health check: test, and times in nanoseconds.
    pub healthcheck: Option<ImageHealthcheck>,
    /// Whether the image declares volumes.
    pub volumes: Vec<String>,
    /// Its entrypoint.
    pub entrypoint: Vec<String>,
    /// Its command.
    pub command: Vec<String>,
}

/// The health check of an image.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImageHealthcheck {
    /// `NONE`, `CMD …` or `CMD-SHELL …`.
    pub test: Vec<String>,
    /// Nanoseconds; 0 is the default.
    pub interval: u64,
    /// Nanoseconds; 0 is the default.
    pub timeout: u64,
    /// Nanoseconds.
    pub start_period: u64,
    /// Failures in a row; 0 is the default.
    pub retries: u32,
}

impl From<HealthConfig> for ImageHealthcheck {
    fn from(config: HealthConfig) -> Self {
        let unsigned = |value: Option<i64>| value.and_then(|v| u64::try_from(v).ok()).unwrap_or(0);
        Self {
            test: config.test.unwrap_or_default(),
            interval: unsigned(config.interval),
            timeout: unsigned(config.timeout),
            start_period: unsigned(config.start_period),
            retries: u32::try_from(unsigned(config.retries)).unwrap_or(u32::MAX),
        }
    }
}

/// A step of a pull or build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BuildStep {
    /// Something to show.
    Progress(String),
    /// It failed.
    Failed(String),
}

impl Engine {
    /// An image that is there, by reference; none when it is not.
    pub async fn find_image(
        &self,
        reference: &ImageReference,
    ) -> Result<Option<ImageDetails>, EngineError> {
        match self.docker.inspect_image(reference.as_str()).await {
            Ok(image) => {
                let config = image.config.unwrap_or_default();
                Ok(Some(ImageDetails {
                    id: ImageId::from_engine(image.id),
                    healthcheck: config.healthcheck.map(ImageHealthcheck::from),
                    volumes: config.volumes.unwrap_or_default(),
                    entrypoint: config.entrypoint.unwrap_or_default(),
                    command: config.cmd.unwrap_or_default(),
                }))
            }
            Err(error) => {
                let error = EngineError::new("inspect image", reference.as_str(), error);
                if error.is_missing() {
                    Ok(None)
                } else {
                    Err(error)
                }
            }
        }
    }

    /// Pulls an image, with the credentials for its registry. The stream must be read to its end.
    pub fn pull(
        &self,
        request: Approved<PullImage>,
        credentials: Option<&Credentials>,
    ) -> impl Stream<Item = Result<BuildStep, EngineError>> + use<> {
        let PullImage { image, platform } = request.into_inner();
        // With its registry, so that the engine asks the one that was granted and no other.
        let full = image.canonical();
        let mut options = CreateImageOptionsBuilder::default().from_image(&full);
        if let Some(platform) = &platform {
            options = options.platform(platform);
        }
        registry_auth::for_pull(&self.docker, credentials)
            .create_image(Some(options.build()), None, None)
            .map(move |item| {
                let info =
                    item.map_err(|error| EngineError::new("pull image", image.as_str(), error))?;
                if let Some(detail) = info.error_detail {
                    return Ok(BuildStep::Failed(detail.message.unwrap_or_default()));
                }
                let status = info.status.unwrap_or_default();
                Ok(BuildStep::Progress(match info.id {
                    Some(layer) => format!("{layer}: {status}"),
                    None => status,
                }))
            })
    }

    /// The engine, with credentials for the registries that a build pulls from.
    #[must_use]
    pub fn with_credentials(&self, credentials: &[Credentials]) -> Self {
        let mut engine = self.clone();
        engine.docker = registry_auth::for_build(&self.docker, credentials);
        engine
    }

    /// Builds an image from a tar archive. The stream must be read to its end.
    pub fn build(
        &self,
        request: Approved<BuildImage>,
        context: Vec<u8>,
    ) -> impl Stream<Item = Result<BuildStep, EngineError>> + '_ {
        let request = request.into_inner();
        let subject = request.tag.clone();
        let args: std::collections::HashMap<_, _> = into_hash(request.args);
        let labels: std::collections::HashMap<_, _> = into_hash(request.labels.0);
        let mut options = BuildImageOptionsBuilder::default()
            .t(&request.tag)
            .dockerfile(&request.dockerfile)
            .buildargs(&args)
            .labels(&labels)
            .rm(true)
            .forcerm(true);
        if let Some(target) = &request.target {
            options = options.target(target);
        }
        if let Some(platform) = &request.platform {
            options = options.platform(platform);
        }
        self.docker
            .build_image(
                options.build(),
                None,
                Some(bollard::body_full(Bytes::from(context))),
            )
            .map(move |item| {
                let info =
                    item.map_err(|error| EngineError::new("build image", &subject, error))?;
                if let Some(detail) = info.error_detail {
                    return Ok(BuildStep::Failed(detail.message.unwrap_or_default()));
                }
                Ok(BuildStep::Progress(
                    info.stream
                        .or(info.status)
                        .unwrap_or_default()
                        .trim_end()
                        .to_owned(),
                ))
            })
    }
}

fn into_hash(map: BTreeMap<String, String>) -> std::collections::HashMap<String, String> {
    map.into_iter().collect()
}
