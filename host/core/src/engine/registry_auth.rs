//! Credentials of registries, in the headers that the engine reads.
//!
//! bollard has parameters for them, but writes base64 with `+` and `/`, where the engine reads `-` and `_` and takes all else
//! for no credentials at all: a password with `?` or `~` would sometimes not arrive.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;
use bollard::Docker;
use serde::Serialize;

use crate::credentials::Credentials;

#[derive(Serialize)]
struct Auth<'c> {
    username: &'c str,
    password: &'c str,
    #[serde(rename = "identitytoken")]
    identity_token: &'c str,
    #[serde(rename = "serveraddress")]
    server: &'c str,
}

impl<'c> From<&'c Credentials> for Auth<'c> {
    fn from(credentials: &'c Credentials) -> Self {
        Self {
            username: &credentials.username,
            password: &credentials.password,
            identity_token: &credentials.identity_token,
            server: &credentials.server,
        }
    }
}

/// A client whose requests carry the credentials for one registry, for a pull.
pub(super) fn for_pull(docker: &Docker, credentials: Option<&Credentials>) -> Docker {
    match credentials {
        None => docker.clone(),
        Some(credentials) => with_header(docker, "x-registry-auth", &Auth::from(credentials)),
    }
}

/// A client whose requests carry the credentials for several registries, for a build: the engine takes those of the registry that
/// it asks.
pub(super) fn for_build(docker: &Docker, credentials: &[Credentials]) -> Docker {
    if credentials.is_empty() {
        return docker.clone();
    }
    let auths: BTreeMap<&str, Auth<'_>> = credentials
        .iter()
        .map(|one| (one.server.as_str(), Auth::from(one)))
        .collect();
    with_header(docker, "x-registry-config", &auths)
}

fn with_header(docker: &Docker, name: &'static str, value: &impl Serialize) -> Docker {
    let encoded = encoded(value);
    docker.clone().with_request_modifier(move |mut request| {
        // The alphabet of base64 always fits a header.
        if let Ok(value) = encoded.parse() {
            request.headers_mut().insert(name, value);
        }
        request
    })
}

fn encoded(value: &impl Serialize) -> String {
    // Texts and maps of texts always have a JSON text.
    URL_SAFE.encode(serde_json::to_string(value).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_engine_decodes_is_what_was_given() {
        // Each of these is `+` or `/` in the other alphabet, wherever it stands.
        for password in ["?~>", "x?~>", "xx?~>", "größe"] {
            let credentials = Credentials {
                server: "r.test".into(),
                username: "anne".into(),
                password: password.into(),
                identity_token: String::new(),
            };
            let header = encoded(&Auth::from(&credentials));
            assert!(!header.contains(['+', '/']), "{header}");
            let decoded: serde_json::Value =
                serde_json::from_slice(&URL_SAFE.decode(header).unwrap()).unwrap();
            assert_eq!(decoded["password"], password);
            assert_eq!(decoded["serveraddress"], "r.test");
        }
    }
}
