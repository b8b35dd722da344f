//! `kafka-wait-topic`.

use super::state::client;
use super::tries::Tries;
use crate::access::BoxFuture;
use crate::actions::{Action, Argument, Body, Entry, Flow};
use crate::context::Context;
use crate::failure::Error;

pub(super) const ENTRY: Entry = Entry {
    name: "kafka-wait-topic",
    aliases: &[],
    summary: "Waits until there is a topic of this name.",
    arguments: &[Argument::required("topic", "whole name of the topic")],
    any_argument: false,
    body: Body::None,
    own_variables: None,
    build: |arguments| Ok(Box::new(WaitTopic(arguments.text("topic")?))),
};

struct WaitTopic(String);

impl Action for WaitTopic {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            wait_topic(context, &self.0).await?;
            Ok(Flow::Next)
        })
    }
}

/// Waits until there is a topic of this full name, for as long as statements are tried. It is never asked for by
/// name: brokers may create what is asked for.
pub async fn wait_topic(context: &mut Context, topic: &str) -> Result<(), Error> {
    let mut tries = Tries::new(context);
    loop {
        let client = client(context)?;
        let found = async {
            let topics = client.topics().await?;
            if topics.iter().any(|found| found.name == topic) {
                return Ok(());
            }
            Err(missing(
                topic,
                topics.iter().map(|topic| topic.name.as_str()),
            ))
        };
        let done = tries.attempt(found).await?;
        context.tries = tries.count();
        if done.is_some() {
            return Ok(());
        }
    }
}

/// Names of topics that an error shows.
const SHOWN: usize = 10;

fn missing<'a>(topic: &str, topics: impl Iterator<Item = &'a str>) -> Error {
    let mut names: Vec<&str> = topics.filter(|name| !name.starts_with("__")).collect();
    names.sort_unstable();
    let more = names.len() > SHOWN;
    names.truncate(SHOWN);
    let known = if names.is_empty() {
        "there are none".to_owned()
    } else {
        format!(
            "there are {}{}",
            names.join(", "),
            if more { " …" } else { "" }
        )
    };
    Error::test(format!("there is no topic {topic}; {known}"))
}
