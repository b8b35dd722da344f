//! The flow of a file and its variables: `set`, `skip-if`, `set-regex` and the like.

use std::time::Duration;

use regex::Regex;

use super::{Action, Argument, Arguments, Body, Entry, Flow};
use crate::access::BoxFuture;
use crate::context::Context;
use crate::failure::Error;
use crate::regex_mask::{DEFAULT_REPLACEMENT, RegexMask};
use crate::sql;

/// What the documentation shows.
pub(super) const EXAMPLE: &str = r#"$ set-arg-default rows=2

$ set greeting="good morning" long=
line one
line two

$ set-from-sql var=started
select now()::text

$ skip-if
select '${arg.rows}' = '0'

> select '${greeting}', ${arg.rows}::int8, '${started}' <> ''
"good morning"  2  true

$ skip-end

$ set-regex match=\d{4}-\d{2}-\d{2} replacement=<date>

> select 'on ' || current_date
"on <date>"
"#;

/// The actions.
pub const ENTRIES: &[Entry] = &[
    Entry {
        name: "set",
        aliases: &[],
        summary: "Sets variables: after `NAME=VALUE`, `${NAME}` is the value. One variable may have no value, `NAME=`: it gets the body.",
        arguments: &[],
        any_argument: true,
        body: Body::Lines("the value of the variable that has none, lines and all"),
        own_variables: None,
        build: set,
    },
    Entry {
        name: "set-arg-default",
        aliases: &[],
        summary: "Sets the default of `${arg.NAME}`, for when `--var NAME=…` is not given: `NAME=VALUE`.",
        arguments: &[],
        any_argument: true,
        body: Body::None,
        own_variables: None,
        build: |arguments| boxed(SetArgDefault(arguments.rest())),
    },
    Entry {
        name: "set-from-sql",
        aliases: &[],
        summary: "Sets a variable to what a query answers: one row with one column of a text type.",
        arguments: &[Argument::required("var", "name of the variable")],
        any_argument: false,
        body: Body::Lines("the query"),
        own_variables: None,
        build: |arguments| {
            boxed(SetFromSql {
                name: arguments.text("var")?,
                query: arguments.body_text(),
            })
        },
    },
    Entry {
        name: "set-from-file",
        aliases: &[],
        summary: "Sets variables to the contents of files: `NAME=PATH`. In a workflow, paths begin at the composition's folder.",
        arguments: &[],
        any_argument: true,
        body: Body::None,
        own_variables: None,
        build: |arguments| boxed(SetFromFile(arguments.rest())),
    },
    Entry {
        name: "set-regex",
        aliases: &[],
        summary: "Replaces whatever fits a regular expression in everything that servers answer, up to `unset-regex` or the file's end. Expected rows are written with the replacement. There is one expression at a time.",
        arguments: &[
            Argument::required("match", "the regular expression"),
            Argument::optional(
                "replacement",
                "what stands in its place; `$1` is a group [default: `<regex_match>`]",
            ),
        ],
        any_argument: false,
        body: Body::None,
        own_variables: None,
        build: set_regex,
    },
    Entry {
        name: "unset-regex",
        aliases: &[],
        summary: "Ends `set-regex`.",
        arguments: &[],
        any_argument: false,
        body: Body::None,
        own_variables: None,
        build: |_| boxed(UnsetRegex),
    },
    Entry {
        name: "set-sql-timeout",
        aliases: &[],
        summary: "Sets how long statements and waits are tried from here on. Less than the default counts only with `force=true`.",
        arguments: &[
            Argument::required("duration", "how long, such as `60s`, or `default`"),
            Argument::optional(
                "force",
                "`true`: less than the default, too [default: `false`]",
            ),
        ],
        any_argument: false,
        body: Body::None,
        own_variables: None,
        build: set_sql_timeout,
    },
    Entry {
        name: "set-max-tries",
        aliases: &[],
        summary: "Sets how often statements and waits are tried from here on, at most.",
        arguments: &[Argument::required("max-tries", "a number from 1")],
        any_argument: false,
        body: Body::None,
        own_variables: None,
        build: set_max_tries,
    },
    Entry {
        name: "set-row-order",
        aliases: &[],
        summary: "Sets whether the rows of `>` must come in the order in which they are written, from here on. The original does not have it.",
        arguments: &[Argument::required(
            "order",
            "`exact`, or `any`, which is how a file begins",
        )],
        any_argument: false,
        body: Body::None,
        own_variables: None,
        build: |arguments| {
            let choices = [("exact", true), ("any", false)];
            boxed(SetRowOrder(
                arguments.one_of("order", &choices)?.unwrap_or_default(),
            ))
        },
    },
    Entry {
        name: "skip-if",
        aliases: &[],
        summary: "If a query answers true, passes over all commands up to the next `skip-end` or the file's end.",
        arguments: &[],
        any_argument: false,
        body: Body::Lines("the query: one row with one boolean"),
        own_variables: None,
        build: |arguments| boxed(SkipIf(arguments.body_text())),
    },
    Entry {
        name: "skip-end",
        aliases: &[],
        summary: "Ends what `skip-if` passes over.",
        arguments: &[],
        any_argument: false,
        body: Body::None,
        own_variables: None,
        build: |_| boxed(Nothing),
    },
    Entry {
        name: "nop",
        aliases: &[],
        summary: "Does nothing.",
        arguments: &[],
        any_argument: false,
        body: Body::None,
        own_variables: None,
        build: |_| boxed(Nothing),
    },
];

#[expect(clippy::unnecessary_wraps, reason = "what `build` returns")]
fn boxed(action: impl Action + 'static) -> Result<Box<dyn Action>, Error> {
    Ok(Box::new(action))
}

struct Set(Vec<(String, String)>);

fn set(arguments: &mut Arguments) -> Result<Box<dyn Action>, Error> {
    let mut values = arguments.rest();
    let body = arguments.body();
    let empty = values.iter_mut().filter(|(_, value)| value.is_empty());
    let empty: Vec<_> = empty.collect();
    if let Some(line) = body.first() {
        if empty.len() != 1 {
            return Err(Error::file(
                "a body is the value of the one variable without a value; write `$ set NAME=` above it",
            )
            .at(line.at));
        }
        let lines: Vec<&str> = body.iter().map(|line| line.text.as_str()).collect();
        let text = lines.join("\n");
        for (_, value) in empty {
            value.clone_from(&text);
        }
    }
    boxed(Set(values))
}

impl Action for Set {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            for (name, value) in self.0 {
                context.secrets.add_variable(&name, &value);
                context.variables.set(name, value);
            }
            Ok(Flow::Next)
        })
    }
}

struct SetArgDefault(Vec<(String, String)>);

impl Action for SetArgDefault {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            for (name, value) in self.0 {
                let name = format!("arg.{name}");
                if context.variables.get(&name).is_none() {
                    context.variables.set(name, value);
                }
            }
            Ok(Flow::Next)
        })
    }
}

struct SetFromSql {
    name: String,
    query: String,
}

impl Action for SetFromSql {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            let value = sql::scalar_text(context, &self.query).await?;
            context.secrets.add_variable(&self.name, &value);
            context.variables.set(self.name, value);
            Ok(Flow::Next)
        })
    }
}

struct SetFromFile(Vec<(String, String)>);

impl Action for SetFromFile {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            for (name, path) in self.0 {
                let bytes = context.access.read(&path).await?;
                let value = String::from_utf8(bytes)
                    .map_err(|_| Error::file(format!("{path:?} is not UTF-8 text")))?;
                context.secrets.add_variable(&name, &value);
                context.variables.set(name, value);
            }
            Ok(Flow::Next)
        })
    }
}

struct SetRegex(RegexMask);

fn set_regex(arguments: &mut Arguments) -> Result<Box<dyn Action>, Error> {
    let at = arguments.place("match").unwrap_or_default();
    let pattern = Regex::new(&arguments.text("match")?)
        .map_err(|error| Error::file(error.to_string()).at(at))?;
    let replacement = arguments.optional("replacement");
    boxed(SetRegex(RegexMask {
        pattern,
        replacement: replacement.unwrap_or_else(|| DEFAULT_REPLACEMENT.to_owned()),
    }))
}

impl Action for SetRegex {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        context.mask = Some(self.0);
        Box::pin(async { Ok(Flow::Next) })
    }
}

struct UnsetRegex;

impl Action for UnsetRegex {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        context.mask = None;
        Box::pin(async { Ok(Flow::Next) })
    }
}

struct SetSqlTimeout {
    /// None is the default.
    timeout: Option<Duration>,
    force: bool,
}

fn set_sql_timeout(arguments: &mut Arguments) -> Result<Box<dyn Action>, Error> {
    let force = arguments.flag("force")?;
    let is_default = arguments.is("duration", "default");
    let timeout = if is_default {
        arguments.optional("duration");
        None
    } else {
        arguments.duration("duration")?
    };
    boxed(SetSqlTimeout { timeout, force })
}

impl Action for SetSqlTimeout {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        let default = context.options.retry.timeout;
        context.timeout = match self.timeout {
            None => default,
            Some(timeout) if self.force => timeout,
            Some(timeout) => timeout.max(default),
        };
        Box::pin(async { Ok(Flow::Next) })
    }
}

struct SetMaxTries(u32);

fn set_max_tries(arguments: &mut Arguments) -> Result<Box<dyn Action>, Error> {
    let at = arguments.place("max-tries").unwrap_or_default();
    let tries = arguments.parsed::<u32>("max-tries", "a number from 1")?;
    match tries {
        Some(tries) if tries > 0 => boxed(SetMaxTries(tries)),
        _ => Err(Error::file("max-tries is a number from 1").at(at)),
    }
}

impl Action for SetMaxTries {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        context.max_tries = Some(self.0);
        Box::pin(async { Ok(Flow::Next) })
    }
}

struct SetRowOrder(bool);

impl Action for SetRowOrder {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        context.ordered = self.0;
        Box::pin(async { Ok(Flow::Next) })
    }
}

struct SkipIf(String);

impl Action for SkipIf {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            let skip = sql::scalar_bool(context, &self.0).await?;
            Ok(if skip { Flow::Skip } else { Flow::Next })
        })
    }
}

struct Nothing;

impl Action for Nothing {
    fn run(self: Box<Self>, _: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async { Ok(Flow::Next) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::Line;

    fn body(lines: &[&str]) -> Arguments {
        let line = |text: &&str| Line {
            text: (*text).to_owned(),
            at: 9,
        };
        Arguments::new(lines.iter().map(line).collect())
    }

    #[test]
    fn a_body_needs_one_variable_without_a_value() {
        let mut arguments = body(&["a", "b"]);
        arguments.add("x", String::new(), 0);
        assert!(set(&mut arguments).is_ok());
        let mut arguments = body(&["a"]);
        arguments.add("x", "1".to_owned(), 0);
        assert_eq!(
            set(&mut arguments).err().and_then(|error| error.at),
            Some(9)
        );
    }

    #[test]
    fn wrong_values_are_told_with_their_place() {
        let wrong: &[(&str, &str, &str)] = &[
            ("set-regex", "match", "("),
            ("set-sql-timeout", "duration", "soon"),
            ("set-max-tries", "max-tries", "0"),
            ("set-row-order", "order", "random"),
        ];
        for (action, key, value) in wrong {
            let mut arguments = Arguments::default();
            arguments.add(key, (*value).to_owned(), 7);
            let entry = crate::actions::find(action).unwrap();
            let error = (entry.build)(&mut arguments).err().unwrap();
            assert_eq!(error.at, Some(7), "{action}: {error}");
        }
    }
}
