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

/// What the documentation shows.
pub(super) const EXAMPLE: &str = r#"$ schema-registry-publish subject=orders-${testdrive.seed} schema-type=avro
{"type": "record", "name": "order", "fields": [{"name": "id", "type": "long"}]}

$ schema-registry-verify subject=orders-${testdrive.seed} schema-type=avro
{"name": "order", "type": "record", "fields": [{"type": "long", "name": "id"}]}
"#;

/// The actions.
pub const ENTRIES: &[Entry] = &[
    Entry {
        name: "schema-registry-publish",
        aliases: &[],
        summary: "Registers a schema as the latest one of a subject, which is made if there is none.",
        arguments: &[
            Argument::required("subject", "the subject"),
            Argument::required("schema-type", "`avro`, `json` or `protobuf`"),
            Argument::optional(
                "references",
                "subjects that the schema refers to, separated by commas; each stands for its latest schema, and its name is the reference's name",
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
        summary: "Waits for a subject and compares its latest schema. The order of keys does not count.",
        arguments: &[
            Argument::required("subject", "the subject"),
            Argument::required("schema-type", "`avro`, `json` or `protobuf`"),
            Argument::optional(
                "compatibility-level",
                "what the subject's compatibility level should be, such as `BACKWARD`",
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
        summary: "Waits for the subjects `TOPIC-value` and `TOPIC-key`, and then for the topic.",
        arguments: &[Argument::required("topic", "whole name of the topic")],
        any_argument: false,
        body: Body::None,
        own_variables: None,
        build: wait::build_topic,
    },
    Entry {
        name: "schema-registry-wait-schema",
        aliases: &[],
        summary: "Waits for a subject. From an old dialect.",
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
