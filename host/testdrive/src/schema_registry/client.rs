//! What a registry is asked.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::references::Reference;
use super::rest::segment;
use crate::access::Access;
use crate::failure::Error;

/// A client of one registry.
#[derive(Clone)]
pub struct Client {
    pub(super) access: Arc<dyn Access>,
    pub(super) url: String,
    pub(super) credentials: Option<(String, String)>,
}

/// A schema that a registry holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// Its id, part of each message.
    pub id: u32,
    /// Its version within the subject; 0 when it was asked for by its id, which has no subject.
    pub version: u32,
    /// Its text.
    pub schema: String,
    /// `AVRO`, `JSON` or `PROTOBUF`.
    pub schema_type: String,
    /// Texts of the schemas that it refers to, those without references of their own first.
    pub references: Vec<String>,
}

/// A schema as the registry sends it.
#[derive(Deserialize)]
pub(super) struct Sent {
    /// Absent in the answer for an id.
    #[serde(default)]
    pub(super) id: u32,
    /// Absent in the answer for an id.
    #[serde(default)]
    pub(super) version: u32,
    pub(super) schema: String,
    /// Absent for Avro.
    #[serde(rename = "schemaType")]
    pub(super) schema_type: Option<String>,
    #[serde(default)]
    pub(super) references: Vec<Reference>,
}

/// A schema as the registry takes it. Registries that are older than the last two keys know Avro without references
/// only; those keys are left out where they say no more.
#[derive(Serialize)]
struct Publication<'a> {
    schema: &'a str,
    #[serde(rename = "schemaType", skip_serializing_if = "Option::is_none")]
    schema_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    references: Vec<Reference>,
}

#[derive(Deserialize)]
struct Id {
    id: u32,
}

#[derive(Deserialize)]
struct Config {
    #[serde(rename = "compatibilityLevel")]
    level: String,
}

impl Client {
    /// A client for `http://HOST:PORT/`, with user and password.
    pub fn new(access: Arc<dyn Access>, url: &str, credentials: Option<(String, String)>) -> Self {
        Self {
            access,
            url: url.to_owned(),
            credentials,
        }
    }

    /// Registers a schema and gives its id. References are subjects; each means its latest version, under the
    /// subject's own name. `schema_type` is `AVRO`, `JSON` or `PROTOBUF`.
    pub async fn publish(
        &self,
        subject: &str,
        schema: &str,
        schema_type: &str,
        references: &[String],
    ) -> Result<u32, Error> {
        let mut resolved = Vec::with_capacity(references.len());
        for name in references {
            resolved.push(self.latest_of_reference(name).await?);
        }
        let body = Publication {
            schema,
            schema_type: (schema_type != "AVRO").then_some(schema_type),
            references: resolved,
        };
        let path = format!("subjects/{}/versions", segment(subject));
        let answer: Id = self.post(&path, &body).await?;
        Ok(answer.id)
    }

    /// The latest schema of a subject; none when there is no such subject.
    pub async fn latest(&self, subject: &str) -> Result<Option<Registered>, Error> {
        match self.sent(subject, "latest").await? {
            Some(sent) => self.complete(sent).await.map(Some),
            None => Ok(None),
        }
    }

    /// The schema of an id.
    pub async fn by_id(&self, id: u32) -> Result<Registered, Error> {
        let sent: Option<Sent> = self.get(&format!("schemas/ids/{id}")).await?;
        let Some(sent) = sent else {
            return Err(Error::test(format!(
                "the schema registry has no schema of id {id}"
            )));
        };
        self.complete(Sent { id, ..sent }).await
    }

    /// All subjects.
    pub async fn subjects(&self) -> Result<Vec<String>, Error> {
        Ok(self.get("subjects").await?.unwrap_or_default())
    }

    /// The compatibility level of a subject, or that of the registry where the subject has none of its own: such as
    /// `BACKWARD`.
    pub async fn compatibility(&self, subject: &str) -> Result<String, Error> {
        let path = format!("config/{}", segment(subject));
        let mut config: Option<Config> = self.get(&path).await?;
        if config.is_none() {
            config = self.get("config").await?;
        }
        config.map(|config| config.level).ok_or_else(|| {
            Error::environment("the schema registry tells no compatibility level at /config")
        })
    }

    /// A version of a subject without the schemas that it refers to.
    pub(super) async fn sent(&self, subject: &str, version: &str) -> Result<Option<Sent>, Error> {
        let path = format!("subjects/{}/versions/{version}", segment(subject));
        self.get(&path).await
    }

    async fn complete(&self, sent: Sent) -> Result<Registered, Error> {
        Ok(Registered {
            id: sent.id,
            version: sent.version,
            references: self.texts(sent.references).await?,
            schema: sent.schema,
            schema_type: sent.schema_type.unwrap_or_else(|| "AVRO".to_owned()),
        })
    }
}
