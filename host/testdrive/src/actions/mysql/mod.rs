//! `MySQL` and `MariaDB`.

mod address;
mod connection;
mod forward;

use std::collections::BTreeMap;

use self::address::Address;
use self::connection::Connection;
use super::{Action, Argument, Arguments, Body, Entry, Flow, Line};
use crate::access::BoxFuture;
use crate::context::Context;
use crate::failure::Error;
use crate::retry::Retry;

/// What the documentation shows.
pub(super) const EXAMPLE: &str = "$ mysql-connect name=shop url=mysql://root@mysql password=secret

$ mysql-execute name=shop
create database shop
create table shop.items (id int)
insert into shop.items values (1), (2)
";

/// The actions.
pub const ENTRIES: &[Entry] = &[
    Entry {
        name: "mysql-connect",
        aliases: &[],
        summary: "Opens a connection to a MySQL or MariaDB server, without TLS. Tried until the server answers.",
        arguments: &[
            Argument::required("name", "what the connection is called from here on"),
            Argument::required(
                "url",
                "`mysql://USER:PASSWORD@HOST:PORT/DATABASE`; only the host must be there, and the port is 3306 without one",
            ),
            Argument::optional("password", "the password, in place of that in the URL"),
        ],
        any_argument: false,
        body: Body::None,
        own_variables: None,
        build: connect,
    },
    Entry {
        name: "mysql-execute",
        aliases: &[],
        summary: "Runs statements one after another, each once, and drops the rows that they answer.",
        arguments: &[Argument::required(
            "name",
            "name of a connection of `mysql-connect`",
        )],
        any_argument: false,
        body: Body::Lines("the statements, one in each line"),
        own_variables: None,
        build: execute,
    },
];

/// What the actions of this family keep for a file.
#[derive(Debug, Default)]
pub struct State {
    connections: BTreeMap<String, Connection>,
}

struct Connect {
    name: String,
    url: String,
    url_at: usize,
    password: Option<String>,
}

fn connect(arguments: &mut Arguments) -> Result<Box<dyn Action>, Error> {
    Ok(Box::new(Connect {
        name: arguments.text("name")?,
        url_at: arguments.place("url").unwrap_or_default(),
        url: arguments.text("url")?,
        password: arguments.optional("password"),
    }))
}

impl Action for Connect {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            // First of all, so that no error shows them.
            context.secrets.add_url(&self.url);
            if let Some(password) = self.password.as_ref().filter(|text| !text.is_empty()) {
                // One that everybody knows, such as `mysql`, would mask half of the output.
                if self.url.contains(password.as_str()) {
                    context.secrets.add(&format!("password={password}"));
                } else {
                    context.secrets.add(password);
                }
            }
            let at = self.url_at;
            let mut address = Address::of(&self.url).map_err(|error| error.at(at))?;
            if let Some(password) = self.password {
                address.password = password;
            }
            let mut retry = Retry::new(&context.policy());
            let connection = loop {
                let attempt = Connection::open(&*context.access, &address, &context.options.limits);
                let result = retry.attempt(attempt).await;
                context.tries = retry.tries();
                match result {
                    Ok(connection) => break connection,
                    Err(error) => retry.again(error).await.map_err(|error| error.at(at))?,
                }
            };
            context.mysql.connections.insert(self.name, connection);
            Ok(Flow::Next)
        })
    }
}

struct Execute {
    name: String,
    name_at: usize,
    statements: Vec<Line>,
}

fn execute(arguments: &mut Arguments) -> Result<Box<dyn Action>, Error> {
    Ok(Box::new(Execute {
        name_at: arguments.place("name").unwrap_or_default(),
        name: arguments.text("name")?,
        statements: arguments.body(),
    }))
}

impl Action for Execute {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            let connections = &mut context.mysql.connections;
            let known = connections.keys().cloned().collect::<Vec<_>>();
            let connection = connections
                .get_mut(&self.name)
                .ok_or_else(|| Error::file(unknown(&self.name, &known)).at(self.name_at))?;
            for statement in self.statements {
                let result = connection.execute(&statement.text, context.timeout).await;
                result.map_err(|error| error.at(statement.at))?;
            }
            Ok(Flow::Next)
        })
    }
}

fn unknown(name: &str, known: &[String]) -> String {
    let known = match known {
        [] => format!("make it with `$ mysql-connect name={name} url=mysql://…`"),
        names => format!("there are {}", names.join(", ")),
    };
    format!("there is no MySQL connection {name}; {known}")
}
