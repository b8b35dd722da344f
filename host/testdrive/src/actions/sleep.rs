//! Pauses.

use std::time::Duration;

use rand::RngExt;

use super::{Action, Argument, Arguments, Body, Entry, Flow};
use crate::access::BoxFuture;
use crate::context::Context;
use crate::failure::Error;

/// The actions.
pub const ENTRIES: &[Entry] = &[
    Entry {
        name: "sleep-is-probably-flaky-i-have-justified-my-need-with-a-comment",
        aliases: &["sleep"],
        summary: "Waits for a fixed time. A query that is tried until it answers what it should is nearly always better.",
        arguments: &[Argument::required("duration", "how long, such as `10s`")],
        any_argument: false,
        body: Body::None,
        own_variables: None,
        build: |arguments| sleep(arguments, false),
    },
    Entry {
        name: "random-sleep",
        aliases: &[],
        summary: "Waits for a random time, which is the same for the same seed.",
        arguments: &[Argument::required(
            "duration",
            "the longest time, such as `10s`",
        )],
        any_argument: false,
        body: Body::None,
        own_variables: None,
        build: |arguments| sleep(arguments, true),
    },
];

struct Sleep {
    duration: Duration,
    random: bool,
    at: usize,
}

fn sleep(arguments: &mut Arguments, random: bool) -> Result<Box<dyn Action>, Error> {
    let at = arguments.place("duration").unwrap_or_default();
    Ok(Box::new(Sleep {
        duration: arguments.duration("duration")?.unwrap_or_default(),
        random,
        at,
    }))
}

impl Action for Sleep {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            let longest = context.options.limits.sleep;
            if self.duration > longest {
                let text = format!("the longest sleep is {} s", longest.as_secs());
                return Err(Error::file(text).at(self.at));
            }
            let share = if self.random {
                context.random.random_range(0.0..=1.0)
            } else {
                1.0
            };
            tokio::time::sleep(self.duration.mul_f64(share)).await;
            Ok(Flow::Next)
        })
    }
}
