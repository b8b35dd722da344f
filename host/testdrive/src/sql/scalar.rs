//! Queries for one value: guards, `set-from-sql`, `skip-if`.

use super::session;
use super::statement::Statement;
use crate::context::Context;
use crate::failure::Error;
use crate::postgres::Answer;
use crate::retry::Retry;
use crate::script::{Guard, GuardOperator, GuardProperty};

/// Types whose values are texts.
const TEXTS: [&str; 4] = ["text", "varchar", "bpchar", "name"];

/// Whether a guard holds.
pub async fn guard(context: &mut Context, guard: &Guard) -> Result<bool, Error> {
    let number = match (
        guard.property,
        context.postgres.versions.get(&guard.property),
    ) {
        (_, Some(number)) => *number,
        (property, None) => {
            let number = version(context, property).await?;
            context.postgres.versions.insert(property, number);
            number
        }
    };
    Ok(match guard.operator {
        GuardOperator::Equal => number == guard.number,
        GuardOperator::Less => number < guard.number,
        GuardOperator::LessOrEqual => number <= guard.number,
        GuardOperator::Greater => number > guard.number,
        GuardOperator::GreaterOrEqual => number >= guard.number,
    })
}

async fn version(context: &mut Context, property: GuardProperty) -> Result<i64, Error> {
    let (sql, advice) = match property {
        GuardProperty::Version => (
            "SELECT mz_version_num()",
            "[version…] asks Materialize; for PostgreSQL write [server_version_num>=150000]",
        ),
        GuardProperty::ServerVersionNum => (
            "SHOW server_version_num",
            "the server does not tell its version",
        ),
    };
    let text = one(context, sql)
        .await
        .map_err(|error| match error.server {
            Some(_) => Error {
                message: format!("{advice}: {}", error.message),
                ..error
            },
            None => error,
        })?;
    let cell = cell(&text)?;
    cell.parse()
        .map_err(|_| Error::test(format!("{cell:?} is no version; {advice}")).fatal())
}

/// The one text that a query answers. It is tried again until there is one row.
pub async fn scalar_text(context: &mut Context, sql: &str) -> Result<String, Error> {
    let mut retry = Retry::new(&context.policy());
    let again = Statement::of(sql).is_read();
    loop {
        let attempt = async {
            let answer = one(context, sql).await?;
            let type_name = answer
                .columns
                .first()
                .map(|column| column.type_name.clone());
            let type_name = type_name.unwrap_or_default();
            if !TEXTS.contains(&type_name.as_str()) {
                return Err(Error::file(format!(
                    "the query answers a value of type {type_name}, not a text; write it as (…)::text"
                )));
            }
            cell(&answer).map(str::to_owned)
        };
        let error = match retry.attempt(attempt).await {
            Ok(text) => return Ok(text),
            Err(error) if again => error,
            Err(error) => error.fatal(),
        };
        context.tries = retry.tries();
        retry.again(error).await?;
    }
}

/// The one boolean that a query answers.
pub async fn scalar_bool(context: &mut Context, sql: &str) -> Result<bool, Error> {
    let answer = one(context, sql).await?;
    let type_name = answer
        .columns
        .first()
        .map(|column| column.type_name.as_str());
    if type_name != Some("bool") {
        return Err(Error::file(format!(
            "the query answers a value of type {}, not a boolean",
            type_name.unwrap_or("none")
        )));
    }
    Ok(cell(&answer)? == "t")
}

/// The answer to a query; waits for the server, but not for another answer.
async fn one(context: &mut Context, sql: &str) -> Result<Answer, Error> {
    let statements = Statement::of(sql).count;
    if statements != 1 {
        return Err(Error::file(format!(
            "one query is expected, but there are {statements}"
        )));
    }
    let mut retry = Retry::new(&context.policy());
    loop {
        let error = match retry.attempt(session::run(context, sql)).await {
            Ok(Ok(answer)) => return Ok(answer),
            Ok(Err(error)) if !error.closed => {
                return Err(
                    Error::test(format!("the server answered: {}", error.message))
                        .server(error.full())
                        .fatal(),
                );
            }
            Ok(Err(error)) => Error::environment(error.to_string()),
            Err(error) => error,
        };
        retry.again(error).await?;
    }
}

/// The one cell of an answer.
fn cell(answer: &Answer) -> Result<&str, Error> {
    match answer.rows.as_slice() {
        [row] => match row.as_slice() {
            [Some(cell)] => Ok(cell),
            [None] => Err(Error::test("the query answers NULL")),
            _ => Err(Error::file(format!(
                "the query answers {} columns; one is expected",
                row.len()
            ))),
        },
        rows => Err(Error::test(format!(
            "the query answers {} rows; one is expected",
            rows.len()
        ))),
    }
}
