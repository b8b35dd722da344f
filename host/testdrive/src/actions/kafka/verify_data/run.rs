//! Verifying.

use std::cmp::Ordering;

use super::actual::{Layout, Schemas, Shown};
use super::compare::{difference, equal, find, lines};
use super::expected::{self, Expected, Latest};
use super::read::Reader;
use super::{Key, VerifyData};
use crate::access::BoxFuture;
use crate::actions::kafka::format::Kind;
use crate::actions::kafka::registry;
use crate::actions::{Action, Flow};
use crate::context::Context;
use crate::failure::Error;
use crate::kafka::Stored;

impl Action for VerifyData {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            let mut latest = Latest::default();
            let layout = self.layout(context, &mut latest).await?;
            let lines = self.body.iter();
            let lines = lines.map(|line| expected::parse(line, &layout, &latest));
            let mut expected = lines.collect::<Result<Vec<_>, _>>()?;
            if self.sort {
                expected.sort();
            }
            if self.print_only {
                self.print(context, &layout, &expected).await
            } else if let Some(limit) = self.partial {
                self.search(context, &layout, &expected, limit).await
            } else {
                self.verify(context, &layout, &expected).await
            }
        })
    }
}

impl VerifyData {
    /// How messages are shown, and the schemas as they are now.
    async fn layout(&self, context: &mut Context, latest: &mut Latest) -> Result<Layout, Error> {
        let mut key = match self.key {
            Key::No => None,
            Key::Yes(kind) => Some(kind),
            Key::IfRegistered => Some(Kind::Avro),
        };
        if key == Some(Kind::Avro) {
            let found = registry::latest(context, &format!("{}-key", self.topic)).await?;
            if found.is_none() && self.key == Key::IfRegistered {
                key = None;
            }
            latest.key = found.as_ref().map(registry::avro).transpose()?;
        }
        if self.value == Kind::Avro {
            let found = registry::latest(context, &format!("{}-value", self.topic)).await?;
            latest.value = found.as_ref().map(registry::avro).transpose()?;
        }
        Ok(Layout {
            headers: self.headers.clone(),
            key,
            value: self.value,
        })
    }

    /// Exactly these messages, in this order or sorted.
    async fn verify(
        &self,
        context: &mut Context,
        layout: &Layout,
        expected: &[Expected],
    ) -> Result<Flow, Error> {
        let count = expected.len();
        let mut reader = Reader::new(context, &self.topic);
        if self.exact {
            reader.quiet(context, count).await?;
        } else {
            reader.count(context, count).await?;
        }
        let mut actual = shown(context, layout, &reader.records, &mut Schemas::new()).await?;
        context.kafka.verified(&self.topic, &reader.records);
        if self.sort {
            actual.sort();
        }
        if equal(expected, &actual) {
            return Ok(Flow::Next);
        }
        if context.options.rewrite_results {
            return Ok(Flow::Rewrite(lines(expected, &actual)));
        }
        let topic = &self.topic;
        let came = actual.len();
        let text = match came.cmp(&count) {
            Ordering::Less => format!("{came} of {count} messages came on the topic {topic}"),
            Ordering::Greater => {
                format!("{came} messages came on the topic {topic}, {count} were expected")
            }
            Ordering::Equal => format!("the messages of the topic {topic} are not those expected"),
        };
        let mut error = Error::test(text).difference(difference(expected, &actual));
        error.tries = context.tries;
        Err(error)
    }

    /// These messages one after the other, somewhere in the next ones.
    async fn search(
        &self,
        context: &mut Context,
        layout: &Layout,
        expected: &[Expected],
        limit: usize,
    ) -> Result<Flow, Error> {
        let mut reader = Reader::new(context, &self.topic);
        let mut schemas = Schemas::new();
        let mut actual = Vec::new();
        loop {
            let more = reader.records.len() < limit && reader.more(context).await?;
            reader.records.truncate(limit);
            let known = actual.len();
            let new = reader.records.get(known..).unwrap_or_default();
            actual.extend(shown(context, layout, new, &mut schemas).await?);
            // What begins before the new messages may end among them.
            let from = known.saturating_sub(expected.len());
            let recent = actual.get(from..).unwrap_or_default();
            if let Some(place) = find(expected, recent) {
                let end = from.saturating_add(place).saturating_add(expected.len());
                let records = reader.records.get(..end).unwrap_or_default();
                context.kafka.verified(&self.topic, records);
                return Ok(Flow::Next);
            }
            if !more {
                break;
            }
        }
        let text = format!(
            "the messages do not stand one after the other in the {} that came on the topic {}",
            actual.len(),
            self.topic
        );
        let mut error = Error::test(text).difference(difference(expected, &actual));
        error.tries = context.tries;
        Err(error)
    }

    /// Shows what is there, from where the last check ended.
    async fn print(
        &self,
        context: &mut Context,
        layout: &Layout,
        expected: &[Expected],
    ) -> Result<Flow, Error> {
        let mut reader = Reader::new(context, &self.topic);
        reader.end(context).await?;
        let actual = shown(context, layout, &reader.records, &mut Schemas::new()).await?;
        let text = "debug-print-only=true shows the messages and verifies none; remove it";
        Err(Error::file(text).difference(lines(expected, &actual).join("\n")))
    }
}

/// The messages as masked lines.
async fn shown(
    context: &mut Context,
    layout: &Layout,
    records: &[Stored],
    schemas: &mut Schemas,
) -> Result<Vec<Shown>, Error> {
    layout.learn(context, records, schemas).await?;
    let mut lines = Vec::with_capacity(records.len());
    for record in records {
        let mut shown = layout.show(record, schemas)?;
        shown.text = context.masked(shown.text);
        lines.push(shown);
    }
    Ok(lines)
}
