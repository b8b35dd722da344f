//! `?`: a statement whose answer is one text.

use super::session;
use crate::context::Context;
use crate::diff;
use crate::failure::Error;
use crate::position::Source;
use crate::retry::Retry;
use crate::rewrite::{self, Edit};
use crate::script::Explain;

/// Runs `?`. Rows are joined to one text: PostgreSQL answers a row for each line.
pub async fn explain(
    context: &mut Context,
    source: &Source,
    explain: &Explain,
) -> Result<Option<Edit>, Error> {
    let prepared = session::prepare(context, &explain.sql)?;
    let text = &explain.expected;
    let expected = context
        .variables
        .replace(&text.value, None)
        .map_err(|error| Error::file(error.to_string()).at(text.offset(error.at)))?;
    let mut retry = Retry::new(&context.policy());
    let mut came = None;
    loop {
        let attempt = async {
            let answer = match session::run(context, &prepared.sql).await? {
                Ok(answer) => answer,
                Err(error) => {
                    let failed = session::server_error(context, &prepared, &explain.sql, &error);
                    return Err(failed.await);
                }
            };
            if answer.columns.len() != 1 {
                return Err(Error::test(format!(
                    "? expects one column, but {} came; use >",
                    answer.columns.len()
                ))
                .fatal());
            }
            let rows = session::rendered(context, &answer);
            let lines = rows.iter().flatten().map(|cell| cell.trim_end());
            let text: String = lines.flat_map(|line| [line, "\n"]).collect();
            if text == expected {
                return Ok(());
            }
            let lines = diff::texts(&expected, &text);
            came = Some(text);
            Err(Error::test("another text came than expected").difference(lines))
        };
        let result = retry.attempt(attempt).await;
        context.tries = retry.tries();
        let error = match result {
            Ok(()) => return Ok(None),
            Err(error) if prepared.is_read || context.options.retry.writes => error,
            Err(error) => error.fatal(),
        };
        if let Err(error) = retry.again(error).await {
            let rewrites = context.options.rewrite_results && error.difference.is_some();
            return match came.filter(|_| rewrites) {
                Some(text) => Ok(Some(rewrite::explain(source, explain, &text))),
                None => Err(error),
            };
        }
    }
}
