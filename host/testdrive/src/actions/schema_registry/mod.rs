//! The schema registry.

mod publish;
mod verify;
mod wait;

use std::sync::Arc;

use super::{Argument, Arguments, Body, Entry};
use crate::context::Context;
use crate::failure::Error;
use crate::schema_registry::Client;

pub use wait::subject as wait_subject;

/// The actions.
pub const ENTRIES: &[Entry] = &[
    Entry {
        name: "schema-registry-publish",
        aliases: &[],
        summary: "Registers a schema as the latest of a subject.",
        arguments: &[
            Argument::required("subject", "the subject"),
            Argument::required("schema-type", "avro, json or protobuf"),
            Argument::optional(
                "references",
                "subjects that the schema refers to, separated by commas; each means its latest schema, under the subject's name",
            ),
        ],
        any_argument: false,
        body: Body::Lines("the schema"),
        own_variables: None,
        build: publish::build,
    },
    Entry {
        name: "schema-registry-verify",
        aliases: &[],
        summary: "Waits for a subject and compares its latest schema, whatever the order of keys.",
        arguments: &[
            Argument::required("subject", "the subject"),
            Argument::required("schema-type", "avro, json or protobuf"),
            Argument::optional(
                "compatibility-level",
                "what the subject's compatibility level should be, such as BACKWARD",
            ),
        ],
        any_argument: false,
        body: Body::Lines("the schema"),
        own_variables: None,
        build: verify::build,
    },
    Entry {
        name: "schema-registry-wait",
        aliases: &[],
        summary: "Waits for the subjects TOPIC-value and TOPIC-key, and then for the topic.",
        arguments: &[Argument::required("topic", "the topic's full name")],
        any_argument: false,
        body: Body::None,
        own_variables: None,
        build: wait::build_topic,
    },
    Entry {
        name: "schema-registry-wait-schema",
        aliases: &[],
        summary: "Waits for a subject. From the old dialect.",
        arguments: &[Argument::required("schema", "the subject")],
        any_argument: false,
        body: Body::None,
        own_variables: None,
        build: wait::build_subject,
    },
];

/// What the actions of this family keep for a file.
#[derive(Debug, Default)]
pub struct State {}

/// A client of the schema registry that files are run with. Without one, the file is wrong to ask for it.
pub fn client(context: &Context) -> Result<Client, Error> {
    let options = &context.options;
    let url = options.schema_registry_url.as_deref().ok_or_else(|| {
        Error::file("no schema registry is known; give --schema-registry-url http://HOST:PORT/")
    })?;
    let password = options.schema_registry_password.clone();
    let credentials = options
        .schema_registry_username
        .clone()
        .map(|user| (user, password.unwrap_or_default()));
    Ok(Client::new(Arc::clone(&context.access), url, credentials))
}

/// The kinds of schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SchemaType {
    Avro,
    Json,
    Protobuf,
}

impl SchemaType {
    fn take(arguments: &mut Arguments) -> Result<Self, Error> {
        let choices = [
            ("avro", Self::Avro),
            ("json", Self::Json),
            ("protobuf", Self::Protobuf),
        ];
        let chosen = arguments.one_of("schema-type", &choices)?;
        chosen.ok_or_else(|| Error::file("the argument schema-type= is missing"))
    }

    /// The registry's own name of it.
    fn name(self) -> &'static str {
        match self {
            Self::Avro => "AVRO",
            Self::Json => "JSON",
            Self::Protobuf => "PROTOBUF",
        }
    }
}
