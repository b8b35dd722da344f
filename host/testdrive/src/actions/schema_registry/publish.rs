//! `schema-registry-publish`.

use super::{SchemaType, client};
use crate::access::BoxFuture;
use crate::actions::{Action, Arguments, Flow};
use crate::context::Context;
use crate::failure::{Blame, Error};
use crate::retry::Retry;

struct Publish {
    subject: String,
    schema_type: SchemaType,
    references: Vec<String>,
    schema: String,
    /// Where the schema stands.
    at: Option<usize>,
}

pub(super) fn build(arguments: &mut Arguments) -> Result<Box<dyn Action>, Error> {
    let references = arguments.optional("references").unwrap_or_default();
    let references = references.split(',').map(str::trim);
    let body = arguments.body();
    let lines: Vec<&str> = body.iter().map(|line| line.text.as_str()).collect();
    if lines.is_empty() {
        return Err(Error::file("the schema is missing; write it below"));
    }
    Ok(Box::new(Publish {
        subject: arguments.text("subject")?,
        schema_type: SchemaType::take(arguments)?,
        references: references
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect(),
        schema: lines.join("\n"),
        at: body.first().map(|line| line.at),
    }))
}

impl Action for Publish {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            let client = client(context)?;
            let mut retry = Retry::new(&context.policy());
            loop {
                let name = self.schema_type.name();
                let ask = client.publish(&self.subject, &self.schema, name, &self.references);
                let result = retry.attempt(ask).await;
                context.tries = retry.tries();
                let Err(mut error) = result else {
                    return Ok(Flow::Next);
                };
                if error.blame == Blame::Test {
                    // A schema that is refused once always is; one that was registered already is not refused.
                    error = error.fatal();
                    error.message = format!("subject {}: {}", self.subject, error.message);
                    error.at = self.at;
                }
                retry.again(error).await?;
            }
        })
    }
}
