//! PostgreSQL beside the main connection: `postgres-connect`, `postgres-execute`, `postgres-verify-slot`.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use tokio::task::JoinSet;

use super::{Action, Argument, Arguments, Body, Entry, Flow, Line};
use crate::access::BoxFuture;
use crate::context::Context;
use crate::failure::Error;
use crate::postgres::{Connection, SqlError};
use crate::retry::Retry;
use crate::script::GuardProperty;

/// How long a slot is waited for, at least.
const SLOT_LIMIT: Duration = Duration::from_secs(10);

/// What the documentation shows.
pub(super) const EXAMPLE: &str = "$ postgres-connect name=writer url=${testdrive.postgres-url}

$ postgres-execute connection=writer
create table visits (id int, page text)
insert into visits values (1, 'home'); insert into visits values (2, 'help')

> select count(*) from visits
2
";

/// The actions.
pub const ENTRIES: &[Entry] = &[
    Entry {
        name: "postgres-connect",
        aliases: &[],
        summary: "Opens a connection, which `postgres-execute` uses by its name. Tried until the server answers.",
        arguments: &[
            Argument::required("name", "what the connection is called from here on"),
            Argument::required("url", "`postgres://USER:PASSWORD@HOST:PORT/DATABASE`"),
        ],
        any_argument: false,
        body: Body::None,
        own_variables: None,
        build: connect,
    },
    Entry {
        name: "postgres-execute",
        aliases: &[],
        summary: "Runs statements, each line once, and drops the rows that they answer. Statements in one line are one transaction.",
        arguments: &[
            Argument::required(
                "connection",
                "name of a connection, or a URL; a connection to that is closed after the command",
            ),
            Argument::optional(
                "background",
                "`true`: the file goes on at once, and errors are not told; needs a URL [default: `false`]",
            ),
        ],
        any_argument: false,
        body: Body::Lines("the statements, one or more in each line"),
        own_variables: None,
        build: execute,
    },
    Entry {
        name: "postgres-verify-slot",
        aliases: &[],
        summary: "Waits until a replication slot is in use, or until there is none, for 10 s at least.",
        arguments: &[
            Argument::required("connection", "name of a connection, or a URL"),
            Argument::required("slot", "name of the slot, or a pattern of `LIKE`"),
            Argument::required(
                "active",
                "`true`: one slot that a process uses; `false`: no slot at all",
            ),
        ],
        any_argument: false,
        body: Body::None,
        own_variables: None,
        build: verify_slot,
    },
];

/// What the actions of this family keep for a file.
#[derive(Default)]
pub struct State {
    /// The connection of `>`, `!` and `?`.
    pub main: Option<Connection>,
    /// What version guards asked for.
    pub versions: HashMap<GuardProperty, i64>,
    named: BTreeMap<String, Connection>,
    /// Statements that go on while the file does; they end with it.
    background: JoinSet<()>,
}

struct Connect {
    name: String,
    url: String,
}

fn connect(arguments: &mut Arguments) -> Result<Box<dyn Action>, Error> {
    let at = arguments.place("name").unwrap_or_default();
    let name = arguments.text("name")?;
    if is_url(&name) {
        return Err(Error::file("the name of a connection must not be a URL").at(at));
    }
    Ok(Box::new(Connect {
        name,
        url: arguments.text("url")?,
    }))
}

impl Action for Connect {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            let connection = open(context, &self.url).await?;
            context.postgres.named.insert(self.name, connection);
            Ok(Flow::Next)
        })
    }
}

struct Execute {
    connection: String,
    background: bool,
    body: Vec<Line>,
    at: usize,
}

fn execute(arguments: &mut Arguments) -> Result<Box<dyn Action>, Error> {
    let at = arguments.place("connection").unwrap_or_default();
    let background_at = arguments.place("background").unwrap_or_default();
    let connection = arguments.text("connection")?;
    let background = arguments.flag("background")?;
    if background && !is_url(&connection) {
        return Err(Error::file("background=true needs a URL as the connection").at(background_at));
    }
    Ok(Box::new(Execute {
        connection,
        background,
        body: arguments.body(),
        at,
    }))
}

impl Action for Execute {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            let own = if is_url(&self.connection) {
                Some(open(context, &self.connection).await?)
            } else {
                None
            };
            match own {
                Some(connection) if self.background => {
                    context.postgres.background.spawn(async move {
                        for line in &self.body {
                            // The file that started it cannot tell any more; what it did is seen by queries.
                            if connection.batch(&line.text).await.is_err() {
                                return;
                            }
                        }
                    });
                }
                Some(connection) => run_lines(context, &connection, &self.body).await?,
                None => {
                    let named = &context.postgres.named;
                    let connection = named
                        .get(&self.connection)
                        .ok_or_else(|| unknown(named, &self.connection).at(self.at))?;
                    run_lines(context, connection, &self.body).await?;
                }
            }
            Ok(Flow::Next)
        })
    }
}

async fn run_lines(
    context: &Context,
    connection: &Connection,
    lines: &[Line],
) -> Result<(), Error> {
    for line in lines {
        let limited = tokio::time::timeout(context.timeout, connection.batch(&line.text)).await;
        let result = limited.map_err(|_| {
            let text = format!("no answer within {} ms", context.timeout.as_millis());
            Error::test(text).at(line.at)
        })?;
        result.map_err(|error| failed(&error).at(line.at))?;
    }
    Ok(())
}

fn failed(error: &SqlError) -> Error {
    let kind = if error.closed {
        Error::environment
    } else {
        Error::test
    };
    kind(format!("the server answered: {}", error.message)).server(error.full())
}

struct VerifySlot {
    connection: String,
    slot: String,
    active: bool,
}

fn verify_slot(arguments: &mut Arguments) -> Result<Box<dyn Action>, Error> {
    Ok(Box::new(VerifySlot {
        connection: arguments.text("connection")?,
        slot: arguments.text("slot")?,
        active: arguments.flag("active")?,
    }))
}

impl Action for VerifySlot {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            let opened;
            let connection = if is_url(&self.connection) {
                opened = open(context, &self.connection).await?;
                &opened
            } else {
                let named = &context.postgres.named;
                named
                    .get(&self.connection)
                    .ok_or_else(|| unknown(named, &self.connection))?
            };
            let pattern = self.slot.replace('\'', "''");
            let sql = format!(
                "SELECT slot_name, active_pid FROM pg_replication_slots WHERE slot_name LIKE '{pattern}'"
            );
            let mut retry = Retry::new(&context.policy_at_least(SLOT_LIMIT));
            loop {
                let attempt = async {
                    let answer = connection
                        .query(&sql)
                        .await
                        .map_err(|error| failed(&error))?;
                    let fits = match answer.rows.as_slice() {
                        [row] if self.active => row.get(1).is_some_and(Option::is_some),
                        rows => !self.active && rows.is_empty(),
                    };
                    if fits {
                        return Ok(());
                    }
                    Err(Error::test(self.wrong(&answer.rows)))
                };
                match retry.attempt(attempt).await {
                    Ok(()) => return Ok(Flow::Next),
                    Err(error) => retry.again(error).await?,
                }
            }
        })
    }
}

impl VerifySlot {
    fn wrong(&self, rows: &[Vec<Option<String>>]) -> String {
        let cell = |row: &[Option<String>], index: usize| row.get(index).cloned().flatten();
        let slots: Vec<String> = rows
            .iter()
            .map(|row| {
                let name = cell(row, 0).unwrap_or_default();
                match cell(row, 1) {
                    Some(process) => format!("{name} (used by process {process})"),
                    None => format!("{name} (not in use)"),
                }
            })
            .collect();
        let there = if slots.is_empty() {
            "there is none".to_owned()
        } else {
            format!("there is {}", slots.join(", "))
        };
        let wanted = if self.active {
            "one slot in use is expected"
        } else {
            "no slot is expected"
        };
        format!("{wanted} with a name like {:?}, but {there}", self.slot)
    }
}

fn is_url(text: &str) -> bool {
    text.starts_with("postgres://") || text.starts_with("postgresql://")
}

/// Opens a connection; waits for the server within the time limit.
async fn open(context: &mut Context, url: &str) -> Result<Connection, Error> {
    context.secrets.add_url(url);
    Connection::open_within(&context.access, url, &context.policy()).await
}

fn unknown(named: &BTreeMap<String, Connection>, name: &str) -> Error {
    let advice = if named.is_empty() {
        "open it with `$ postgres-connect name=… url=…`".to_owned()
    } else {
        let names: Vec<&str> = named.keys().map(String::as_str).collect();
        format!("there are {}", names.join(", "))
    };
    Error::file(format!("there is no connection {name:?}; {advice}"))
}
