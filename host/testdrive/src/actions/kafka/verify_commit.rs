//! `kafka-verify-commit`.

use super::state::client;
use super::tries::Tries;
use crate::access::BoxFuture;
use crate::actions::{Action, Argument, Arguments, Body, Entry, Flow};
use crate::context::Context;
use crate::failure::Error;

pub(super) const ENTRY: Entry = Entry {
    name: "kafka-verify-commit",
    aliases: &[],
    summary: "Waits until a consumer group has committed this offset for a partition.",
    arguments: &[
        Argument::required("consumer-group-id", "id of the group"),
        Argument::required("topic", "name of the topic; the seed is added"),
        Argument::required("partition", "number of the partition, from 0"),
    ],
    any_argument: false,
    body: Body::Lines("the offset"),
    own_variables: None,
    build,
};

struct VerifyCommit {
    group: String,
    topic: String,
    partition: i32,
    offset: i64,
    at: usize,
}

fn build(arguments: &mut Arguments) -> Result<Box<dyn Action>, Error> {
    let body = arguments.body();
    let [line] = body.as_slice() else {
        let error = Error::file("the body is one line: the offset that is expected");
        return Err(match body.get(1) {
            Some(line) => error.at(line.at),
            None => error,
        });
    };
    let offset = line
        .text
        .trim()
        .parse()
        .map_err(|_| Error::file(format!("{:?} is not an offset", line.text)).at(line.at))?;
    Ok(Box::new(VerifyCommit {
        group: arguments.text("consumer-group-id")?,
        topic: arguments.text("topic")?,
        partition: arguments
            .parsed("partition", "a number")?
            .unwrap_or_default(),
        offset,
        at: line.at,
    }))
}

impl Action for VerifyCommit {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            let name = context.topic(&self.topic);
            let mut tries = Tries::new(context);
            loop {
                let client = client(context)?;
                let checked = async {
                    let committed = client.committed(&self.group, &name, self.partition).await?;
                    if committed == Some(self.offset) {
                        return Ok(());
                    }
                    Err(self.wrong(&name, committed))
                };
                let done = tries.attempt(checked).await?;
                context.tries = tries.count();
                if done.is_some() {
                    return Ok(Flow::Next);
                }
            }
        })
    }
}

impl VerifyCommit {
    fn wrong(&self, topic: &str, committed: Option<i64>) -> Error {
        let committed = match committed {
            Some(offset) => format!("offset {offset}"),
            None => "nothing".to_owned(),
        };
        Error::test(format!(
            "the group {} has committed {committed} for partition {} of {topic}, not offset {}",
            self.group, self.partition, self.offset
        ))
        .at(self.at)
    }
}
