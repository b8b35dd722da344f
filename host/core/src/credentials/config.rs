//! `config.json`: what it says of one registry. Its values are secrets, so an error names places only.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::{Map, Value};

use super::Credentials;
use super::registry::Registry;

/// What is kept for a registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Entry {
    /// Nothing.
    Nothing,
    /// The credentials themselves.
    Kept(Credentials),
    /// This helper (`docker-credential-NAME`) has them.
    Helper(String),
}

/// Finds what a file says of a registry; else what is wrong with it.
pub(super) fn entry(text: &str, registry: &Registry) -> Result<Entry, String> {
    // The text of such an error has the place, and of the file at most one character.
    let file: Value = serde_json::from_str(text).map_err(|error| format!("no JSON: {error}"))?;
    let file = file.as_object().ok_or("wanted a JSON object")?;
    let helpers = object(file, "credHelpers")?;
    if let Some((key, helper)) = of_registry(helpers, registry) {
        let name = helper
            .as_str()
            .ok_or_else(|| format!("credHelpers.{key}: wanted the name of a helper"))?;
        // An empty one is how a registry is taken out of the store for all.
        if !name.is_empty() {
            return Ok(Entry::Helper(name.to_owned()));
        }
    } else if let Some(store) = file.get("credsStore") {
        let name = store
            .as_str()
            .ok_or("credsStore: wanted the name of a helper")?;
        if !name.is_empty() {
            return Ok(Entry::Helper(name.to_owned()));
        }
    }
    match of_registry(object(file, "auths")?, registry) {
        Some((key, value)) => kept(key, value, registry),
        None => Ok(Entry::Nothing),
    }
}

fn object<'f>(
    file: &'f Map<String, Value>,
    key: &str,
) -> Result<Option<&'f Map<String, Value>>, String> {
    match file.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(map)) => Ok(Some(map)),
        Some(_) => Err(format!("{key}: wanted an object by registry")),
    }
}

/// The value of a registry: that of the key that docker writes, else of any that means it.
fn of_registry<'f>(
    map: Option<&'f Map<String, Value>>,
    registry: &Registry,
) -> Option<(&'f str, &'f Value)> {
    let map = map?;
    map.get_key_value(registry.key())
        .or_else(|| map.iter().find(|(key, _)| registry.has_key(key)))
        .map(|(key, value)| (key.as_str(), value))
}

/// An entry of `auths`. Beside a helper docker leaves empty ones.
fn kept(key: &str, value: &Value, registry: &Registry) -> Result<Entry, String> {
    let fields = value
        .as_object()
        .ok_or_else(|| format!("auths.{key}: wanted an object"))?;
    let text = |name: &str| match fields.get(name) {
        None | Some(Value::Null) => Ok(""),
        Some(Value::String(text)) => Ok(text.as_str()),
        Some(_) => Err(format!("auths.{key}.{name}: wanted a text")),
    };
    let (username, password) = match text("auth")? {
        "" => (text("username")?.to_owned(), text("password")?.to_owned()),
        auth => decoded(auth)
            .ok_or_else(|| format!("auths.{key}.auth: wanted USER:PASSWORD in base64"))?,
    };
    let credentials = Credentials {
        server: registry.key().to_owned(),
        username,
        password,
        identity_token: text("identitytoken")?.to_owned(),
    };
    Ok(if credentials.is_empty() {
        Entry::Nothing
    } else {
        Entry::Kept(credentials)
    })
}

fn decoded(auth: &str) -> Option<(String, String)> {
    let padding =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let bytes = GeneralPurpose::new(&STANDARD, padding).decode(auth).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (username, password) = text.split_once(':')?;
    // Old versions of docker filled it up with zeros.
    Some((
        username.to_owned(),
        password.trim_end_matches('\0').to_owned(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, host: &str) -> Result<Entry, String> {
        entry(text, &Registry::new(host))
    }

    fn kept_by(server: &str, username: &str, password: &str, identity_token: &str) -> Entry {
        Entry::Kept(Credentials {
            server: server.into(),
            username: username.into(),
            password: password.into(),
            identity_token: identity_token.into(),
        })
    }

    #[test]
    fn credentials_are_found_by_the_registry() {
        // anne:s3cret:x, and bob: with a token.
        let text = r#"{"auths": {
            "https://index.docker.io/v1/": {"auth": "YW5uZTpzM2NyZXQ6eA=="},
            "r.test:5000": {"auth": "Ym9iOg", "identitytoken": "token-1"},
            "https://old.test/v1/": {"username": "carl", "password": "plain-1"},
            "empty.test": {}}}"#;
        let hub = "https://index.docker.io/v1/";
        for (host, expected) in [
            ("docker.io", kept_by(hub, "anne", "s3cret:x", "")),
            ("r.test:5000", kept_by("r.test:5000", "bob", "", "token-1")),
            ("old.test", kept_by("old.test", "carl", "plain-1", "")),
            ("empty.test", Entry::Nothing),
            ("r.test", Entry::Nothing),
            ("other.test", Entry::Nothing),
        ] {
            assert_eq!(of(text, host).unwrap(), expected, "{host}");
        }
    }

    #[test]
    fn a_helper_is_the_registrys_own_or_that_of_all() {
        let text = r#"{"credsStore": "store", "credHelpers": {"a.test": "own", "b.test": ""},
            "auths": {"a.test": {}, "b.test": {"auth": "YW5uZTpzM2NyZXQ6eA=="}}}"#;
        let helper = |name: &str| Entry::Helper(name.into());
        assert_eq!(of(text, "a.test").unwrap(), helper("own"));
        assert_eq!(of(text, "c.test").unwrap(), helper("store"));
        let own = kept_by("b.test", "anne", "s3cret:x", "");
        assert_eq!(of(text, "b.test").unwrap(), own);
        assert_eq!(of("{}", "a.test").unwrap(), Entry::Nothing);
    }

    #[test]
    fn an_error_names_the_place_and_no_value() {
        for (text, problem) in [
            ("", "no JSON: EOF while parsing a value at line 1 column 0"),
            (
                "{\n\"auths\": s3cret}",
                "no JSON: expected value at line 2 column 10",
            ),
            ("[]", "wanted a JSON object"),
            (
                r#"{"auths": "s3cret"}"#,
                "auths: wanted an object by registry",
            ),
            (
                r#"{"auths": {"a.test": "s3cret"}}"#,
                "auths.a.test: wanted an object",
            ),
            (
                r#"{"auths": {"a.test": {"auth": 17}}}"#,
                "auths.a.test.auth: wanted a text",
            ),
            (
                r#"{"auths": {"a.test": {"auth": "s3cret"}}}"#,
                "auths.a.test.auth: wanted USER:PASSWORD in base64",
            ),
            (
                r#"{"credsStore": 1}"#,
                "credsStore: wanted the name of a helper",
            ),
            (
                r#"{"credHelpers": {"a.test": 1}}"#,
                "credHelpers.a.test: wanted the name of a helper",
            ),
        ] {
            assert_eq!(of(text, "a.test").unwrap_err(), problem, "{text}");
        }
        // What is wrong with another registry's is not this pull's matter.
        assert!(of(r#"{"auths": {"b.test": 1}}"#, "a.test").is_ok());
    }
}
