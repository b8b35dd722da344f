//! `kafka-ingest`.

mod encoder;
mod headers;
mod line;
mod run;

use std::sync::Arc;

use super::format::{KINDS, Kind, unescape};
use crate::actions::{Action, Argument, Arguments, Body, Entry, Line};
use crate::failure::Error;
use crate::kafka::{Compression, Header};
use encoder::Registration;

pub(super) const ENTRY: Entry = Entry {
    name: "kafka-ingest",
    aliases: &[],
    summary: "Sends records to a topic, one for each line of the body: the key, if there is one, and the value. Avro schemas are registered as those of the topic.",
    arguments: &[
        Argument::required("topic", "name of the topic; the seed is added"),
        Argument::required(
            "format",
            "how values are written: `bytes`, `text`, `csv`, `json`, `avro`",
        ),
        Argument::optional("schema", "Avro schema of the values"),
        Argument::optional(
            "key-format",
            "how keys are written; without it, records have no keys",
        ),
        Argument::optional("key-schema", "Avro schema of the keys"),
        Argument::optional(
            "key-terminator",
            "what stands behind a key that is `bytes`, `text` or `csv` [default: `:`]",
        ),
        Argument::optional(
            "omit-key",
            "`true`: records have no keys, and lines neither [default: `false`]",
        ),
        Argument::optional(
            "omit-value",
            "`true`: records have no values, and lines neither [default: `false`]",
        ),
        Argument::optional(
            "headers",
            "a JSON object of names and values, or a list of such objects",
        ),
        Argument::optional("timestamp", "milliseconds since 1970 [default: now]"),
        Argument::optional(
            "partition",
            "number of the partition [default: by the key, else one after the other]",
        ),
        Argument::optional("repeat", "how often the body is sent [default: `1`]"),
        Argument::optional(
            "start-iteration",
            "the first value of `${kafka-ingest.iteration}`, which counts repetitions [default: `0`]",
        ),
        Argument::optional(
            "compression",
            "`none`, `gzip`, `snappy`, `lz4`, `zstd` [default: `none`]",
        ),
        Argument::optional(
            "confluent-wire-format",
            "`true`: the schema's id stands before each datum [default: `true` for `avro` or with `schema-id-subject`]",
        ),
        Argument::optional(
            "schema-id-subject",
            "subject whose latest schema is used; then none is registered",
        ),
        Argument::optional(
            "references",
            "subjects that the schema refers to, separated by commas",
        ),
        Argument::optional(
            "publish",
            "accepted, and means nothing: schemas are always registered",
        ),
    ],
    any_argument: false,
    body: Body::Lines(
        "a record in each line: the key, if there is one, and the value. A line that ends with its key is a record without a value. With `bytes`, `\\xNN` is any byte; `${kafka-ingest.iteration}` is the number of the repetition",
    ),
    own_variables: Some("kafka-ingest."),
    build,
};

/// What a body's line says for each repetition.
const ITERATION: &str = "${kafka-ingest.iteration}";

struct Ingest {
    topic: String,
    key: Option<Part>,
    value: Part,
    terminator: Vec<u8>,
    omit_key: bool,
    omit_value: bool,
    headers: Arc<Vec<Header>>,
    timestamp: Option<i64>,
    partition: Option<i32>,
    repeat: u64,
    repeat_at: usize,
    start: u64,
    compression: Compression,
    body: Vec<Line>,
}

/// How keys or values are written and framed.
struct Part {
    kind: Kind,
    registration: Registration,
}

fn build(arguments: &mut Arguments) -> Result<Box<dyn Action>, Error> {
    arguments.flag("publish")?;
    let repeat_at = arguments.place("repeat").unwrap_or_default();
    let references = arguments.optional("references").unwrap_or_default();
    let references = references
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let references: Vec<String> = references.map(str::to_owned).collect();
    let framed = arguments.parsed("confluent-wire-format", "true or false")?;
    let subject = arguments.optional("schema-id-subject");
    let value = part(arguments, ["format", "schema"], framed, subject, references)?;
    let key = part(
        arguments,
        ["key-format", "key-schema"],
        framed,
        None,
        Vec::new(),
    )?;
    let compressions = [
        ("none", Compression::None),
        ("gzip", Compression::Gzip),
        ("snappy", Compression::Snappy),
        ("lz4", Compression::Lz4),
        ("zstd", Compression::Zstd),
    ];
    let ingest = Ingest {
        topic: arguments.text("topic")?,
        key,
        value: value.ok_or_else(|| Error::file("the argument format= is missing"))?,
        terminator: terminator(arguments)?,
        omit_key: arguments.flag("omit-key")?,
        omit_value: arguments.flag("omit-value")?,
        headers: Arc::new(headers::headers(arguments)?),
        timestamp: arguments.parsed("timestamp", "a number of milliseconds")?,
        partition: arguments.parsed("partition", "a number from 0")?,
        repeat: arguments.parsed("repeat", "a number")?.unwrap_or(1),
        repeat_at,
        start: arguments
            .parsed("start-iteration", "a number")?
            .unwrap_or(0),
        compression: arguments
            .one_of("compression", &compressions)?
            .unwrap_or(Compression::None),
        body: arguments.body(),
    };
    ingest.check_variables()?;
    Ok(Box::new(ingest))
}

fn part(
    arguments: &mut Arguments,
    [format, schema]: [&str; 2],
    framed: Option<bool>,
    subject: Option<String>,
    references: Vec<String>,
) -> Result<Option<Part>, Error> {
    let format_at = arguments.place(format).unwrap_or_default();
    let at = arguments.place(schema);
    let text = arguments.optional(schema);
    let Some(kind) = arguments.one_of(format, KINDS)? else {
        return Ok(None);
    };
    if let (Some(at), true) = (at, kind != Kind::Avro) {
        return Err(Error::file(format!("{schema}= is for {format}=avro")).at(at));
    }
    if kind == Kind::Avro && text.is_none() && subject.is_none() {
        return Err(Error::file(format!("{format}=avro needs {schema}=")).at(format_at));
    }
    let registration = Registration {
        schema: text,
        at: at.unwrap_or(format_at),
        framed: framed.unwrap_or(kind == Kind::Avro || subject.is_some()),
        subject,
        references,
    };
    Ok(Some(Part { kind, registration }))
}

fn terminator(arguments: &mut Arguments) -> Result<Vec<u8>, Error> {
    let at = arguments.place("key-terminator").unwrap_or_default();
    let text = arguments.optional("key-terminator");
    let bytes = unescape(text.as_deref().unwrap_or(":"));
    let bytes =
        bytes.map_err(|problem| Error::file(format!("key-terminator: {problem}")).at(at))?;
    if bytes.is_empty() {
        return Err(Error::file("key-terminator= is empty").at(at));
    }
    Ok(bytes)
}

impl Ingest {
    /// The one variable that this action replaces itself is the iteration.
    fn check_variables(&self) -> Result<(), Error> {
        for line in &self.body {
            let rest = line.text.replace(ITERATION, "");
            if rest.contains("${kafka-ingest.") {
                let text = format!("the only variable of kafka-ingest is {ITERATION}");
                return Err(Error::file(text).at(line.at));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(pairs: &[(&str, &str)]) -> Arguments {
        let mut arguments = Arguments::new(vec![Line {
            text: "${kafka-ingest.iteration}".to_owned(),
            at: 50,
        }]);
        arguments.add("topic", "t".to_owned(), 1);
        for (index, (key, value)) in pairs.iter().enumerate() {
            arguments.add(key, (*value).to_owned(), 10 + index);
        }
        arguments
    }

    #[test]
    fn wrong_arguments_are_told_with_their_place() {
        let wrong: &[&[(&str, &str)]] = &[
            &[("format", "protobuf")],
            &[("format", "avro")],
            &[("repeat", "-1"), ("format", "text")],
            &[("compression", "rar"), ("format", "text")],
            &[("schema", "{}"), ("format", "text")],
            &[("key-terminator", ""), ("format", "text")],
            &[("headers", "[1]"), ("format", "text")],
        ];
        for pairs in wrong {
            let error = build(&mut arguments(pairs)).err().unwrap();
            assert_eq!(error.at, Some(10), "{pairs:?}: {error}");
        }
        assert!(build(&mut arguments(&[("format", "text")])).is_ok());
    }
}
