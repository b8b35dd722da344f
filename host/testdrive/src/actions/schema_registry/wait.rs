//! Waiting for subjects.

use super::client;
use crate::access::BoxFuture;
use crate::actions::{Action, Arguments, Flow, kafka};
use crate::context::Context;
use crate::failure::Error;
use crate::retry::Retry;
use crate::schema_registry::{Client, Registered};

/// Waits until a subject is there, and gives its latest schema.
pub async fn subject(
    client: &Client,
    subject: &str,
    retry: &mut Retry,
) -> Result<Registered, Error> {
    loop {
        let ask = async {
            client
                .latest(subject)
                .await?
                .ok_or_else(|| Error::test(format!("the schema registry has no subject {subject}")))
        };
        match retry.attempt(ask).await {
            Ok(registered) => return Ok(registered),
            Err(error) => retry.again(error).await?,
        }
    }
}

struct WaitSubject(String);

pub(super) fn build_subject(arguments: &mut Arguments) -> Result<Box<dyn Action>, Error> {
    Ok(Box::new(WaitSubject(arguments.text("schema")?)))
}

impl Action for WaitSubject {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            let mut retry = Retry::new(&context.policy());
            let result = subject(&client(context)?, &self.0, &mut retry).await;
            context.tries = retry.tries();
            result.map(|_| Flow::Next)
        })
    }
}

struct WaitTopic(String);

pub(super) fn build_topic(arguments: &mut Arguments) -> Result<Box<dyn Action>, Error> {
    Ok(Box::new(WaitTopic(arguments.text("topic")?)))
}

impl Action for WaitTopic {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            let client = client(context)?;
            let mut retry = Retry::new(&context.policy());
            for part in ["value", "key"] {
                let name = format!("{}-{part}", self.0);
                let result = subject(&client, &name, &mut retry).await;
                context.tries = retry.tries();
                result?;
            }
            kafka::wait_topic(context, &self.0).await?;
            Ok(Flow::Next)
        })
    }
}
