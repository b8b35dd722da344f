//! Where a server is and who connects, from a URL.

use percent_encoding::percent_decode_str;
use url::{Host, Url};

use crate::failure::Error;

/// The port of a URL without one.
const PORT: u16 = 3306;

/// Where a server is and who connects. Shown by no `Debug`: it has the password.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Address {
    /// Host, as `Access` dials it.
    pub(super) host: String,
    /// Port.
    pub(super) port: u16,
    /// User; empty is the server's anonymous one.
    pub(super) user: String,
    /// Password; empty is none.
    pub(super) password: String,
    /// Database, if one is used from the beginning.
    pub(super) database: Option<String>,
}

impl Address {
    /// Reads `mysql://USER:PASSWORD@HOST:PORT/DATABASE`; all parts but the host may be absent.
    pub(super) fn of(text: &str) -> Result<Self, Error> {
        let wrong = |what: &str| {
            Error::file(format!(
                "{what}; a URL is written mysql://USER:PASSWORD@HOST:PORT/DATABASE, special characters as %40"
            ))
        };
        let url = Url::parse(text).map_err(|error| wrong(&format!("this is no URL: {error}")))?;
        if url.scheme() != "mysql" {
            return Err(wrong("the URL does not begin with mysql://"));
        }
        // Among the client's parameters are some that connect elsewhere.
        if url.query().is_some() || url.fragment().is_some() {
            return Err(wrong(
                "parameters in the URL (from `?` or `#`) are not supported",
            ));
        }
        let host = match url.host() {
            Some(Host::Domain(name)) => decoded(name)
                .filter(|name| !name.is_empty())
                .ok_or_else(|| wrong("the URL has no host"))?,
            Some(Host::Ipv4(address)) => address.to_string(),
            Some(Host::Ipv6(address)) => address.to_string(),
            None => return Err(wrong("the URL has no host")),
        };
        let part = |text: &str| decoded(text).ok_or_else(|| wrong("the URL is not UTF-8"));
        let database = part(url.path().strip_prefix('/').unwrap_or_default())?;
        Ok(Self {
            host,
            port: url.port().unwrap_or(PORT),
            user: part(url.username())?,
            password: part(url.password().unwrap_or_default())?,
            database: (!database.is_empty()).then_some(database),
        })
    }
}

fn decoded(text: &str) -> Option<String> {
    let text = percent_decode_str(text).decode_utf8().ok()?;
    Some(text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(url: &str) -> (String, u16, String, String, Option<String>) {
        let address = Address::of(url).unwrap();
        let Address {
            host,
            port,
            user,
            password,
            database,
        } = address;
        (host, port, user, password, database)
    }

    fn owned(
        host: &str,
        port: u16,
        user: &str,
        password: &str,
        database: Option<&str>,
    ) -> (String, u16, String, String, Option<String>) {
        let text = str::to_owned;
        (
            text(host),
            port,
            text(user),
            text(password),
            database.map(text),
        )
    }

    #[test]
    fn all_parts_but_the_host_may_be_absent() {
        assert_eq!(parts("mysql://db"), owned("db", 3306, "", "", None));
        assert_eq!(
            parts("mysql://root@localhost/"),
            owned("localhost", 3306, "root", "", None)
        );
        assert_eq!(
            parts("mysql://[::1]:33/a"),
            owned("::1", 33, "", "", Some("a"))
        );
        assert_eq!(
            parts("mysql://127.0.0.1"),
            owned("127.0.0.1", 3306, "", "", None)
        );
    }

    #[test]
    fn parts_are_decoded() {
        assert_eq!(
            parts("mysql://o%20d%40d:p%40ss%3Aw%2Frd@db:3307/two%20words"),
            owned("db", 3307, "o d@d", "p@ss:w/rd", Some("two words"))
        );
    }

    #[test]
    fn wrong_urls_are_errors_that_do_not_show_them() {
        for url in [
            "db",
            "postgres://u:secret@db",
            "mysql:///secret",
            "mysql://u:secret@db:x/",
            "mysql://u:secret@db/?socket=%2Fx",
            "mysql://u:%ff@db",
        ] {
            let error = Address::of(url)
                .err()
                .unwrap_or_else(|| panic!("{url} is taken"));
            assert!(error.is_final);
            assert!(!error.message.contains("secret"), "{error}");
        }
    }
}
