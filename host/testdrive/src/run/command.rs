//! One command: variables replaced, action looked up, run.

use super::file::Done;
use crate::actions::{self, Arguments, Flow, Line};
use crate::context::Context;
use crate::failure::Error;
use crate::position::Source;
use crate::rewrite;
use crate::script::{Call, Command, CommandKind, Text};
use crate::sql;

/// Characters of a command that reports show.
const TITLE_LIMIT: usize = 200;

/// Runs a command.
pub(super) async fn run(
    context: &mut Context,
    source: &Source,
    command: &Command,
) -> Result<Done, Error> {
    let edit = match &command.kind {
        CommandKind::Action(call) => return run_action(context, source, call).await,
        CommandKind::Query(query) => sql::query(context, source, query).await?,
        CommandKind::Fails(fails) => sql::fails(context, fails).await?,
        CommandKind::Explain(explain) => sql::explain(context, source, explain).await?,
    };
    Ok(Done {
        flow: Flow::Next,
        edit,
    })
}

async fn run_action(context: &mut Context, source: &Source, call: &Call) -> Result<Done, Error> {
    let name = &call.name.value;
    let entry =
        actions::find(name).ok_or_else(|| Error::file(format!("there is no action {name}")))?;
    let keep = entry.own_variables;
    let lines = call.body.iter().map(|line| {
        let text = replaced(context, line, keep)?;
        Ok(Line {
            text,
            at: line.span.start,
        })
    });
    let mut arguments = Arguments::new(lines.collect::<Result<_, Error>>()?);
    for argument in &call.arguments {
        let value = replaced(context, &argument.value, keep)?;
        arguments.add(&argument.key.value, value, argument.value.span.start);
    }
    let action = (entry.build)(&mut arguments)?;
    let flow = action.run(context).await?;
    let edit = match &flow {
        Flow::Rewrite(lines) => Some(rewrite::body(source, call, lines)),
        Flow::Next | Flow::Skip => None,
    };
    Ok(Done { flow, edit })
}

/// A text with its variables replaced; an unknown one is an error at its place.
fn replaced(context: &Context, text: &Text, keep: Option<&str>) -> Result<String, Error> {
    context
        .variables
        .replace(&text.value, keep)
        .map_err(|error| Error::file(error.to_string()).at(text.offset(error.at)))
}

/// A command's first line as reports show it: variables replaced where they are known, secrets masked.
pub(super) fn title(context: &Context, source: &Source, command: &Command) -> String {
    let (sigil, text) = match &command.kind {
        CommandKind::Action(call) => {
            let end = call
                .arguments
                .last()
                .map_or(call.name.span.end, |last| last.value.span.end);
            let raw = source.text().get(call.name.span.start..end);
            ('$', raw.unwrap_or_default())
        }
        CommandKind::Query(query) => ('>', query.sql.value.as_str()),
        CommandKind::Fails(fails) => ('!', fails.sql.value.as_str()),
        CommandKind::Explain(explain) => ('?', explain.sql.value.as_str()),
    };
    let line = text.trim_start().lines().next().unwrap_or_default();
    let line = context
        .variables
        .replace(line, None)
        .unwrap_or_else(|_| line.to_owned());
    let title = context.secrets.mask(&format!("{sigil} {line}"));
    match title.char_indices().nth(TITLE_LIMIT) {
        Some((end, _)) => format!("{}…", title.get(..end).unwrap_or_default()),
        None => title,
    }
}
