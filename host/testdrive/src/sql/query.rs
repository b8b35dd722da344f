//! `>`: a statement that should succeed, and its rows.

use std::collections::HashMap;

use super::session::{self, Prepared};
use crate::compare::{self, Row, Side};
use crate::context::Context;
use crate::diff;
use crate::failure::Error;
use crate::position::Source;
use crate::postgres::Answer;
use crate::retry::Retry;
use crate::rewrite::{self, Edit, Rows};
use crate::script::{Expected, Query, Text};

/// What should come, variables replaced.
enum Wanted {
    Rows {
        columns: Option<Vec<String>>,
        rows: Vec<Row>,
    },
    Hash {
        rows: usize,
        md5: String,
    },
}

/// What came instead.
struct Came {
    columns: Vec<String>,
    rows: Vec<Row>,
}

/// Runs `>`. An edit comes back with `--rewrite-results` when other rows came than expected.
pub async fn query(
    context: &mut Context,
    source: &Source,
    query: &Query,
) -> Result<Option<Edit>, Error> {
    let prepared = session::prepare(context, &query.sql)?;
    let wanted = wanted(context, query)?;
    let again = prepared.is_read || context.options.retry.writes;
    let mut retry = Retry::new(&context.policy());
    let mut came = None;
    loop {
        let attempt = ask(context, &prepared, query, &wanted, &mut came);
        let result = retry.attempt(attempt).await;
        context.tries = retry.tries();
        let error = match result {
            Ok(()) => return Ok(None),
            Err(error) => error,
        };
        // A write that could not even be sent can be tried again.
        let sent = context.postgres.main.is_some();
        let error = if again || !sent { error } else { error.fatal() };
        if let Err(error) = retry.again(error).await {
            let rewrites = context.options.rewrite_results && error.difference.is_some();
            return match came.filter(|_| rewrites) {
                Some(came) => Ok(Some(edit(context, source, query, &wanted, &came))),
                None => Err(error),
            };
        }
    }
}

fn wanted(context: &Context, query: &Query) -> Result<Wanted, Error> {
    let (columns, rows) = match &query.expected {
        Expected::Hash { rows, md5, .. } => {
            return Ok(Wanted::Hash {
                rows: *rows,
                md5: md5.clone(),
            });
        }
        Expected::Rows { columns, rows } => (columns, rows),
    };
    let cell = |text: &Text| {
        context
            .variables
            .replace(&text.value, None)
            .map_err(|error| Error::file(error.to_string()).at(text.offset(error.at)))
    };
    let row = |row: &crate::script::Row| row.cells.iter().map(cell).collect::<Result<Row, _>>();
    let names = |header: &crate::script::Header| {
        header.names.iter().map(|name| name.value.clone()).collect()
    };
    Ok(Wanted::Rows {
        columns: columns.as_ref().map(names),
        rows: rows.iter().map(row).collect::<Result<_, _>>()?,
    })
}

/// One try.
async fn ask(
    context: &mut Context,
    prepared: &Prepared,
    query: &Query,
    wanted: &Wanted,
    came: &mut Option<Came>,
) -> Result<(), Error> {
    let answer = match session::run(context, &prepared.sql).await? {
        Ok(answer) => answer,
        Err(error) => {
            return Err(session::server_error(context, prepared, &query.sql, &error).await);
        }
    };
    let rows = session::rendered(context, &answer);
    let checked = check(wanted, &names(&answer), &rows, context.ordered);
    let checked = checked.map_err(|error| match first_missing(wanted, &rows) {
        Some(index) => at_row(error, query, index),
        None => error,
    });
    if checked.is_err() {
        *came = Some(Came {
            columns: names(&answer),
            rows,
        });
    }
    checked
}

/// The first expected row that did not come, in the file's order.
fn first_missing(wanted: &Wanted, rows: &[Row]) -> Option<usize> {
    let Wanted::Rows { rows: expected, .. } = wanted else {
        return None;
    };
    let mut left: HashMap<&Row, usize> = HashMap::new();
    for row in rows {
        *left.entry(row).or_default() += 1;
    }
    expected.iter().position(|row| match left.get_mut(row) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    })
}

/// Points at an expected row.
fn at_row(error: Error, query: &Query, index: usize) -> Error {
    match &query.expected {
        Expected::Rows { rows, .. } => match rows.get(index) {
            Some(row) => error.at(row.span.start),
            None => error,
        },
        Expected::Hash { .. } => error,
    }
}

fn names(answer: &Answer) -> Vec<String> {
    let columns = answer.columns.iter();
    columns.map(|column| column.name.clone()).collect()
}

fn check(wanted: &Wanted, names: &[String], rows: &[Row], ordered: bool) -> Result<(), Error> {
    match wanted {
        Wanted::Hash { rows: count, md5 } => {
            let hash = compare::hash(rows);
            if (rows.len(), &hash) == (*count, md5) {
                return Ok(());
            }
            let lines = format!(
                "- {count} values hashing to {md5}\n+ {} values hashing to {hash}",
                rows.len()
            );
            let text = "other rows came than those that were hashed";
            Err(Error::test(text).difference(lines))
        }
        Wanted::Rows {
            columns: Some(columns),
            ..
        } if columns != names => {
            let expected = crate::print::row_line(columns);
            let lines = format!("- {expected}\n+ {}", crate::print::row_line(names));
            Err(Error::test("the names of the columns are others").difference(lines))
        }
        Wanted::Rows { rows: expected, .. } => {
            let Some(difference) = compare::compare(expected, rows, ordered) else {
                return Ok(());
            };
            let sides = (
                difference.count(Side::Missing),
                difference.count(Side::Extra),
            );
            let text = match sides {
                (0, extra) => format!("{extra} more {} came than expected", noun(extra)),
                (missing, 0) => format!("{missing} expected {} did not come", noun(missing)),
                (missing, extra) => format!(
                    "{missing} expected {} did not come, {extra} {} came that {} not expected",
                    noun(missing),
                    noun(extra),
                    if extra == 1 { "was" } else { "were" }
                ),
            };
            Err(Error::test(text).difference(diff::lines(&difference, names, ordered)))
        }
    }
}

fn noun(rows: usize) -> &'static str {
    if rows == 1 { "row" } else { "rows" }
}

fn edit(context: &Context, source: &Source, query: &Query, wanted: &Wanted, came: &Came) -> Edit {
    match wanted {
        Wanted::Hash { .. } => rewrite::hash(query, came.rows.len(), &compare::hash(&came.rows)),
        Wanted::Rows { rows, .. } => {
            let rows = Rows {
                expected: rows,
                columns: &came.columns,
                actual: &came.rows,
                ordered: context.ordered,
            };
            rewrite::rows(source, query, &rows)
        }
    }
}
