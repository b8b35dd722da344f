//! `psql-execute`.

use super::{Action, Argument, Arguments, Body, Entry, Flow, Line};
use crate::access::{BoxFuture, Psql, PsqlOutput};
use crate::context::Context;
use crate::diff;
use crate::failure::Error;

/// What the documentation shows.
pub(super) const EXAMPLE: &str = r#"$ psql-execute command="select 1 as one, 'x' as two"
\ one | two
-----+-----
\   1 | x
"#;

/// The actions.
pub const ENTRIES: &[Entry] = &[Entry {
    name: "psql-execute",
    aliases: &[],
    summary: "Runs `psql` on the main server and compares what it prints. Empty lines, and blanks at the ends of lines, do not count. With `mzhost td` it needs `--allow-psql`.",
    arguments: &[Argument::required(
        "command",
        "what `--command` of psql takes: statements, or a command such as `\\dt`",
    )],
    any_argument: false,
    body: Body::Lines("what psql should print"),
    own_variables: None,
    build,
}];

struct Execute {
    command: String,
    expected: Vec<Line>,
}

fn build(arguments: &mut Arguments) -> Result<Box<dyn Action>, Error> {
    Ok(Box::new(Execute {
        command: arguments.text("command")?,
        expected: arguments.body(),
    }))
}

impl Action for Execute {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            let url = context.options.postgres_url.clone().ok_or_else(|| {
                Error::file("psql-execute needs a server; name one with --postgres-url")
            })?;
            let call = Psql {
                url,
                args: arguments(self.command),
                limit: context.timeout,
            };
            let printed = context.access.psql(call).await?;
            if printed.exit_code != 0 {
                let text = format!("psql failed with exit code {}", printed.exit_code);
                return Err(Error::test(text).server(printed.errors.trim_end()));
            }
            let limit = context.options.limits.result;
            if printed.output.len() > limit {
                let text = format!("psql printed more than {limit} bytes; ask for less");
                return Err(Error::file(text));
            }
            let actual = context.masked(printed.output.clone());
            let actual: Vec<&str> = actual.lines().map(str::trim_end).collect();
            // A body has no empty lines, so none can be expected.
            let actual: Vec<&str> = actual.into_iter().filter(|line| !line.is_empty()).collect();
            let expected: Vec<&str> = self.expected.iter().map(|l| l.text.trim_end()).collect();
            if actual == expected {
                return Ok(Flow::Next);
            }
            if context.options.rewrite_results {
                let lines = actual.into_iter().map(str::to_owned);
                return Ok(Flow::Rewrite(lines.collect()));
            }
            Err(mismatch(&self.expected, &expected, &actual, &printed))
        })
    }
}

fn arguments(command: String) -> Vec<String> {
    // Without the settings of who runs it: a file means the same for everybody.
    let fixed = ["--no-psqlrc", "--pset", "footer=off", "--command"];
    let fixed = fixed.into_iter().map(str::to_owned);
    fixed.chain([command]).collect()
}

/// The error of an output that was not expected, at the first line that is different.
fn mismatch(lines: &[Line], expected: &[&str], actual: &[&str], printed: &PsqlOutput) -> Error {
    let mut error =
        Error::test("psql printed something else than expected (- expected, + printed)")
            .difference(diff::texts(&expected.join("\n"), &actual.join("\n")));
    let same = expected.iter().zip(actual).take_while(|(e, a)| e == a);
    if let Some(line) = lines.get(same.count()) {
        error = error.at(line.at);
    }
    if !printed.errors.trim().is_empty() {
        error = error.server(printed.errors.trim_end());
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mismatch_points_at_its_line() {
        let line = |text: &str, at| Line {
            text: text.to_owned(),
            at,
        };
        let printed = PsqlOutput {
            exit_code: 0,
            output: String::new(),
            errors: "NOTICE: hello\n".to_owned(),
        };
        let lines = [line("a", 1), line("b", 3)];
        let error = mismatch(&lines, &["a", "b"], &["a", "c"], &printed);
        assert_eq!(error.at, Some(3));
        assert_eq!(error.server.as_deref(), Some("NOTICE: hello"));
        assert_eq!(
            mismatch(&lines, &["a", "b"], &["a", "b", "c"], &printed).at,
            None
        );
    }
}
