//! `x-mzhost` of a service: our own keys.

use regex::Regex;

use crate::command::texts;
use crate::keys::Keys;
use crate::model::{Extension, Ready};
use crate::node::Node;
use crate::place::Place;

const EXTENSION: Keys<Extension> = Keys {
    known: &[
        ("ready", |extension, place| extension.ready = ready(place)),
        ("ready_timeout", |extension, place| {
            extension.ready_timeout = place.duration();
        }),
        ("once", |extension, place| {
            extension.once = place.boolean().unwrap_or_default();
        }),
        ("gate", |extension, place| extension.gate = place.boolean()),
        ("secrets", |extension, place| {
            extension.secrets = texts(place);
        }),
    ],
    refused: &[],
};

pub(crate) fn extension(place: &Place<'_>) -> Extension {
    let mut extension = Extension::default();
    EXTENSION.read(&mut extension, place);
    extension
}

const PROBES: &str = "a map with one of tcp, http, sql or log, such as {tcp: 5432}";

fn ready(place: &Place<'_>) -> Option<Ready> {
    let entries = place.entries_or(PROBES)?;
    let [(kind, probe)] = entries.as_slice() else {
        place.error(format!("expected {PROBES}, found {} keys", entries.len()));
        return None;
    };
    match *kind {
        "tcp" => tcp(probe),
        "http" => http(probe),
        "sql" => sql(probe),
        "log" => log(probe),
        _ => {
            probe.error("unknown probe, the probes are tcp, http, sql, log");
            None
        }
    }
}

fn tcp(place: &Place<'_>) -> Option<Ready> {
    const PORT: Keys<Option<u16>> = Keys {
        known: &[("port", |port, place| *port = place.port())],
        refused: &[],
    };
    let port = match place.node {
        Node::Map(_) => {
            let mut port = None;
            PORT.read(&mut port, place)?;
            needs_port(place, port)?
        }
        _ => place.port()?,
    };
    Some(Ready::Tcp(port))
}

/// What the long form of `http` says.
#[derive(Default)]
struct Http {
    port: Option<u16>,
    path: Option<String>,
    status: Option<u16>,
}

const HTTP: Keys<Http> = Keys {
    known: &[
        ("port", |http, place| http.port = place.port()),
        ("path", |http, place| {
            http.path = place.text().and_then(|path| {
                let clean = path.starts_with('/')
                    && !path.contains(|c: char| c.is_whitespace() || c.is_control());
                if clean {
                    return Some(path);
                }
                place.wanted("a path that starts with \"/\" and has no spaces")
            });
        }),
        ("status", |http, place| {
            const WHAT: &str = "a status from 100 to 599";
            let status = place.integer(WHAT);
            http.status = status.filter(|status| (100..600).contains(status));
            if status.is_some() && http.status.is_none() {
                place.expected(WHAT);
            }
        }),
    ],
    refused: &[],
};

fn http(place: &Place<'_>) -> Option<Ready> {
    let mut http = Http::default();
    match place.node {
        Node::Map(_) => HTTP.read(&mut http, place)?,
        _ => http.port = Some(place.port()?),
    }
    Some(Ready::Http {
        port: needs_port(place, http.port)?,
        path: http.path.unwrap_or_else(|| "/".to_owned()),
        status: http.status,
    })
}

fn needs_port(place: &Place<'_>, port: Option<u16>) -> Option<u16> {
    if place.get("port").is_none() && port.is_none() {
        place.error("the probe needs \"port\"");
    }
    port
}

/// What the long form of `sql` says.
#[derive(Default)]
struct Sql {
    port: Option<u16>,
    user: Option<String>,
    password: Option<String>,
    database: Option<String>,
    query: Option<String>,
}

const SQL: Keys<Sql> = Keys {
    known: &[
        ("port", |sql, place| sql.port = place.port()),
        ("user", |sql, place| sql.user = place.text()),
        ("password", |sql, place| sql.password = place.scalar()),
        ("database", |sql, place| sql.database = place.text()),
        ("query", |sql, place| sql.query = place.text()),
    ],
    refused: &[],
};

fn sql(place: &Place<'_>) -> Option<Ready> {
    let mut sql = Sql::default();
    match place.node {
        Node::Null => {}
        Node::Map(_) => SQL.read(&mut sql, place)?,
        _ => sql.port = Some(place.port()?),
    }
    Some(Ready::Sql {
        port: sql.port.unwrap_or(5432),
        user: sql.user.unwrap_or_else(|| "postgres".to_owned()),
        password: sql.password,
        database: sql.database,
        query: sql.query.unwrap_or_else(|| "select 1".to_owned()),
    })
}

fn log(place: &Place<'_>) -> Option<Ready> {
    let pattern = place.text()?;
    match Regex::new(&pattern) {
        Ok(_) => Some(Ready::Log(pattern)),
        Err(_) => place.wanted("a regular expression"),
    }
}
