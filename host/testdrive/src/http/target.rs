//! What a URL says about whom to ask, and what.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use url::{Host, Url};

/// The parts of an `http` or `https` URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The host as [`Access::dial`](crate::Access::dial) takes it: IPv6 addresses without brackets.
    pub host: String,
    /// The port, or the scheme's own.
    pub port: u16,
    /// Whether the connection is encrypted.
    pub secure: bool,
    /// Value of the `Host` header.
    pub authority: String,
    /// Path and query.
    pub path: String,
    /// Value of the `Authorization` header, from the URL's user info.
    pub authorization: Option<String>,
    /// The URL without user info, for people.
    pub shown: String,
}

impl Target {
    /// Reads a URL. The error is one sentence without final period.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|error| format!("{:?}: {error}", without_user(text)))?;
        let secure = match url.scheme() {
            "http" => false,
            "https" => true,
            other => {
                return Err(format!(
                    "{:?} begins with {other}:, but only http: and https: are known",
                    without_user(text)
                ));
            }
        };
        let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else {
            return Err(format!("{:?} names no host", without_user(text)));
        };
        let authority = match url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_string(),
        };
        let path = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        Ok(Self {
            host: match host {
                Host::Ipv6(address) => address.to_string(),
                other => other.to_string(),
            },
            port,
            secure,
            shown: format!("{}://{authority}{path}", url.scheme()),
            authority,
            path,
            authorization: user_info(&url),
        })
    }
}

/// The header's value for a user and a password.
pub(super) fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
}

fn user_info(url: &Url) -> Option<String> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let password = url.password().unwrap_or_default();
    if url.username().is_empty() && password.is_empty() {
        return None;
    }
    Some(basic(&decoded(url.username()), &decoded(password)))
}

/// A text that may not be a URL, without what may be a password.
fn without_user(text: &str) -> String {
    match (text.find("://"), text.rfind('@')) {
        (Some(scheme), Some(at)) if scheme < at => {
            format!(
                "{}://***{}",
                text.get(..scheme).unwrap_or_default(),
                text.get(at..).unwrap_or_default()
            )
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_url() {
        let target = Target::parse("https://us%40er:p%3Aw@[::1]:8443/a%20b?c=d#e").unwrap();
        assert_eq!((target.host.as_str(), target.port), ("::1", 8443));
        assert!(target.secure);
        assert_eq!(target.authority, "[::1]:8443");
        assert_eq!(target.path, "/a%20b?c=d");
        assert_eq!(target.shown, "https://[::1]:8443/a%20b?c=d");
        assert_eq!(target.authorization, Some(basic("us@er", "p:w")));
    }

    #[test]
    fn default_ports_and_no_user() {
        let target = Target::parse("http://registry").unwrap();
        assert_eq!(
            (target.port, target.path, target.authority),
            (80, "/".to_owned(), "registry".to_owned())
        );
        assert_eq!(target.authorization, None);
    }

    #[test]
    fn errors_do_not_show_passwords() {
        for text in ["http://a:secret@h:99999/", "ftp://a:secret@h/"] {
            let error = Target::parse(text).unwrap_err();
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
