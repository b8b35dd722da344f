//! `>`, `!` and `?`: statements on the main connection.

use crate::context::Context;
use crate::failure::Error;
use crate::position::Source;
use crate::rewrite::Edit;
use crate::script::{Explain, Fails, Query};

/// Runs `>`. An edit comes back with `--rewrite-results` when other rows came than expected.
pub async fn query(
    context: &mut Context,
    source: &Source,
    query: &Query,
) -> Result<Option<Edit>, Error> {
    let _ = (context, source, query);
    Ok(None)
}

/// Runs `!`.
pub async fn fails(
    context: &mut Context,
    source: &Source,
    fails: &Fails,
) -> Result<Option<Edit>, Error> {
    let _ = (context, source, fails);
    Ok(None)
}

/// Runs `?`.
pub async fn explain(
    context: &mut Context,
    source: &Source,
    explain: &Explain,
) -> Result<Option<Edit>, Error> {
    let _ = (context, source, explain);
    Ok(None)
}

/// Whether a guard holds.
pub async fn guard(context: &mut Context, guard: &crate::script::Guard) -> Result<bool, Error> {
    let _ = (context, guard);
    Ok(true)
}

/// The one text that a query answers.
pub async fn scalar_text(context: &mut Context, sql: &str) -> Result<String, Error> {
    let _ = context;
    Err(Error::test(sql))
}

/// The one boolean that a query answers.
pub async fn scalar_bool(context: &mut Context, sql: &str) -> Result<bool, Error> {
    let _ = context;
    Err(Error::test(sql))
}
