//! `mzhost sql SERVICE`: runs statements on a service and prints their rows.

use std::io::Read;

use clap::Args;
use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use mzhost_core::operation::{Rows, SqlTarget, TlsMode};

use super::args::{Global, Selecting};
use super::{attach, print};

#[derive(Debug, Args)]
pub(super) struct Sql {
    /// The service
    service: String,
    #[command(flatten)]
    selecting: Selecting,
    /// Statements separated by semicolons; may be given several times [default: statements from standard input]
    #[arg(long, short, value_name = "SQL", env = "MZHOST_COMMAND")]
    command: Vec<String>,
    /// User
    #[arg(long, short = 'U', default_value = "postgres", env = "MZHOST_SQL_USER")]
    sql_user: String,
    /// Password
    #[arg(
        long,
        value_name = "PASSWORD",
        env = "MZHOST_SQL_PASSWORD",
        hide_env_values = true
    )]
    sql_password: Option<String>,
    /// Database [default: the user's name]
    #[arg(long, short, value_name = "NAME", env = "MZHOST_DATABASE")]
    database: Option<String>,
    /// Port in the container
    #[arg(long, default_value_t = 5432, env = "MZHOST_SQL_PORT")]
    sql_port: u16,
}

impl Sql {
    pub(super) async fn execute(self, global: &Global) -> Result<u8, Fault> {
        let attached = attach::attach(global, &self.selecting).await?;
        let statements = if self.command.is_empty() {
            let mut text = String::new();
            std::io::stdin()
                .read_to_string(&mut text)
                .map_err(|error| {
                    Fault::new(Code::Io, format!("failed to read standard input: {error}"))
                })?;
            vec![text]
        } else {
            self.command
        };
        let target = SqlTarget {
            service: self.service,
            port: self.sql_port,
            database: self.database.unwrap_or_else(|| self.sql_user.clone()),
            user: self.sql_user,
            password: self.sql_password,
            tls: TlsMode::Prefer,
        };
        let connection = attached.run.open_sql(&target).await?;
        for statement in statements {
            connection.script(statement).await?.iter().for_each(show);
        }
        Ok(0)
    }
}

fn show(rows: &Rows) {
    if rows.columns.is_empty() {
        print::text(&format!("{} rows changed\n", rows.affected));
        return;
    }
    let head: Vec<&str> = rows
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    let cells: Vec<Vec<String>> = rows
        .rows
        .iter()
        .map(|row| {
            row.iter()
                .map(|cell| cell.clone().unwrap_or_else(|| "NULL".to_owned()))
                .collect()
        })
        .collect();
    print::table(&head, &cells);
    let cut = if rows.truncated {
        ", more were left out"
    } else {
        ""
    };
    print::text(&format!("({} rows{cut})\n", rows.rows.len()));
}
