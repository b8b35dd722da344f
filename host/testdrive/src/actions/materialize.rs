//! Checks that only Materialize offers. They are accepted, so that its files run elsewhere, with one warning.

use super::{Action, Argument, Arguments, Body, Entry, Flow};
use crate::access::BoxFuture;
use crate::context::Context;
use crate::failure::Error;

/// The actions.
pub const ENTRIES: &[Entry] = &[
    entry(
        "check-consistency",
        "Accepted and not carried out: it asks Materialize's own HTTP interface.",
        &[],
        |_| accepted("check-consistency"),
    ),
    entry(
        "skip-consistency-checks",
        "Accepted: there are none to skip.",
        &[Argument::optional("reason", "why")],
        |arguments| {
            arguments.optional("reason");
            accepted("")
        },
    ),
    entry(
        "check-shard-tombstone",
        "Accepted and not carried out: it asks Materialize's own HTTP interface.",
        &[Argument::required("shard-id", "the shard")],
        |arguments| {
            arguments.text("shard-id")?;
            accepted("check-shard-tombstone")
        },
    ),
    entry(
        "persist-force-compaction",
        "Accepted and not carried out: it needs Materialize's own storage.",
        &[Argument::required("shard-id", "the shard")],
        |arguments| {
            arguments.text("shard-id")?;
            accepted("persist-force-compaction")
        },
    ),
];

type Build = fn(&mut Arguments) -> Result<Box<dyn Action>, Error>;

const fn entry(
    name: &'static str,
    summary: &'static str,
    arguments: &'static [Argument],
    build: Build,
) -> Entry {
    Entry {
        name,
        aliases: &[],
        summary,
        arguments,
        any_argument: false,
        body: Body::None,
        own_variables: None,
        build,
    }
}

/// An action that is not carried out; empty when nobody needs to know.
struct Accepted(&'static str);

#[expect(clippy::unnecessary_wraps, reason = "what `build` returns")]
fn accepted(name: &'static str) -> Result<Box<dyn Action>, Error> {
    Ok(Box::new(Accepted(name)))
}

impl Action for Accepted {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        if !self.0.is_empty() {
            context.warn(format!(
                "{} is passed over: only Materialize's own testdrive can check it",
                self.0
            ));
        }
        Box::pin(async { Ok(Flow::Next) })
    }
}
