//! Where the engine is: `DOCKER_HOST`, else `DOCKER_CONTEXT`, else the current context, else the socket.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use bollard::{API_DEFAULT_VERSION, Docker};

use super::EngineError;
use crate::archive::digest;

/// Seconds until a request without an answer fails; long calls set none.
const TIMEOUT_SECONDS: u64 = 120;
/// The socket of a Linux machine.
const DEFAULT_SOCKET: &str = "unix:///var/run/docker.sock";

/// The variables that say where the engine is.
pub const ENGINE_VARIABLES: [&str; 5] = [
    "DOCKER_HOST",
    "DOCKER_CONTEXT",
    "DOCKER_TLS",
    "DOCKER_TLS_VERIFY",
    "DOCKER_CERT_PATH",
];

/// An address of an engine and where it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Address such as `unix:///var/run/docker.sock` or `tcp://host:2376`.
    pub address: String,
    /// Folder with `ca.pem`, `cert.pem` and `key.pem`, when the connection is encrypted.
    pub certificates: Option<PathBuf>,
    /// What said so, for messages.
    pub origin: String,
}

impl Endpoint {
    /// The endpoint that the environment describes, in the order of the docker CLI.
    pub fn from_environment(
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, EngineError> {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let config = docker_config(&variable);
        if let Some(address) = set("DOCKER_HOST") {
            let tls = set("DOCKER_TLS_VERIFY").is_some() || set("DOCKER_TLS").is_some();
            let folder = set("DOCKER_CERT_PATH").map(PathBuf::from).or(config);
            return Ok(Self {
                address,
                certificates: if tls { folder } else { None },
                origin: "DOCKER_HOST".to_owned(),
            });
        }
        let (context, origin) = match set("DOCKER_CONTEXT") {
            Some(context) => (Some(context), "DOCKER_CONTEXT".to_owned()),
            None => config
                .as_deref()
                .map_or((None, String::new()), current_context),
        };
        match (context, config) {
            (Some(context), Some(config)) if context != "default" => {
                from_context(&config, &context, &origin)
            }
            _ => Ok(Self {
                address: DEFAULT_SOCKET.to_owned(),
                certificates: None,
                origin: "the default".to_owned(),
            }),
        }
    }

    /// The variables by which another process finds this endpoint, if it has no others of [`ENGINE_VARIABLES`].
    pub fn variables(&self) -> Vec<(&'static str, OsString)> {
        let mut variables = vec![("DOCKER_HOST", OsString::from(&self.address))];
        if let Some(folder) = &self.certificates {
            variables.push(("DOCKER_TLS_VERIFY", OsString::from("1")));
            variables.push(("DOCKER_CERT_PATH", folder.clone().into_os_string()));
        }
        variables
    }

    /// The endpoint that this process's environment names.
    pub fn of_process() -> Result<Self, EngineError> {
        Self::from_environment(|name| std::env::var(name).ok())
    }

    /// Whether the engine runs on this machine, as far as the address tells.
    pub fn is_local(&self) -> bool {
        self.address.starts_with("unix://")
    }

    /// The host of a remote engine's address; none for a socket.
    pub fn host(&self) -> Option<&str> {
        let (_, rest) = self.address.split_once("://")?;
        if self.is_local() {
            return None;
        }
        let authority = rest.split('/').next()?;
        Some(
            authority
                .rsplit_once(':')
                .map_or(authority, |(host, _)| host)
                .trim_matches(['[', ']']),
        )
    }

    /// A client for the endpoint. Does not connect yet.
    pub(super) fn client(&self) -> Result<Docker, EngineError> {
        let unusable = |reason: String| EngineError::Endpoint {
            value: self.address.clone(),
            origin: self.origin.clone(),
            reason,
        };
        let scheme = self.address.split("://").next().unwrap_or_default();
        let client = match (scheme, &self.certificates) {
            ("unix", _) => {
                Docker::connect_with_unix(&self.address, TIMEOUT_SECONDS, API_DEFAULT_VERSION)
            }
            ("tcp" | "https", Some(folder)) => Docker::connect_with_ssl(
                &self.address,
                &folder.join("key.pem"),
                &folder.join("cert.pem"),
                &folder.join("ca.pem"),
                TIMEOUT_SECONDS,
                API_DEFAULT_VERSION,
            ),
            ("tcp" | "http", None) => {
                Docker::connect_with_http(&self.address, TIMEOUT_SECONDS, API_DEFAULT_VERSION)
            }
            ("ssh", _) => {
                return Err(unusable(
                    "ssh is not offered; forward the socket with `ssh -L` and set DOCKER_HOST=unix://PATH".to_owned(),
                ));
            }
            _ => return Err(unusable("wanted unix://, tcp:// or http://".to_owned())),
        };
        client.map_err(|error| unusable(crate::fault::chain(&error)))
    }
}

/// The folder of the docker CLI's configuration.
pub(crate) fn docker_config(variable: impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    set("DOCKER_CONFIG")
        .map(PathBuf::from)
        .or_else(|| set("HOME").map(|home| Path::new(&home).join(".docker")))
}

/// The current context of the docker CLI's configuration.
fn current_context(config: &Path) -> (Option<String>, String) {
    let path = config.join("config.json");
    let context = std::fs::read_to_string(&path)
        .ok()
        .and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok())
        .and_then(|value| Some(value.get("currentContext")?.as_str()?.to_owned()));
    (context, path.display().to_string())
}

/// The endpoint of a named context.
fn from_context(config: &Path, context: &str, origin: &str) -> Result<Endpoint, EngineError> {
    let unusable = |reason: String| EngineError::Endpoint {
        value: context.to_owned(),
        origin: origin.to_owned(),
        reason,
    };
    let digest = digest(context.as_bytes());
    let meta = config.join("contexts/meta").join(&digest).join("meta.json");
    let text = std::fs::read_to_string(&meta)
        .map_err(|error| unusable(format!("no such context ({}: {error})", meta.display())))?;
    let value: serde_json::Value = serde_json::from_str(&text)
        .map_err(|error| unusable(format!("{}: {error}", meta.display())))?;
    let address = value
        .pointer("/Endpoints/docker/Host")
        .and_then(serde_json::Value::as_str)
        .filter(|address| !address.is_empty())
        .ok_or_else(|| unusable(format!("{} names no host", meta.display())))?;
    let certificates = config.join("contexts/tls").join(&digest).join("docker");
    Ok(Endpoint {
        address: address.to_owned(),
        certificates: certificates.is_dir().then_some(certificates),
        origin: format!("context {context:?} of {origin}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment<'a>(pairs: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
        move |name| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        }
    }

    #[test]
    fn docker_host_wins_and_tls_follows_its_variables() {
        let endpoint = Endpoint::from_environment(environment(&[
            ("DOCKER_HOST", "tcp://engine.test:2376"),
            ("DOCKER_TLS_VERIFY", "1"),
            ("DOCKER_CERT_PATH", "/certs"),
            ("DOCKER_CONTEXT", "other"),
        ]))
        .unwrap();
        assert_eq!(endpoint.address, "tcp://engine.test:2376");
        assert_eq!(endpoint.certificates, Some("/certs".into()));
        assert_eq!(endpoint.host(), Some("engine.test"));
    }

    #[test]
    fn another_process_finds_the_same_endpoint() {
        let endpoint = Endpoint {
            address: "tcp://engine.test:2376".into(),
            certificates: Some("/certs".into()),
            origin: "DOCKER_HOST".into(),
        };
        let variables = endpoint.variables();
        let found = Endpoint::from_environment(|name| {
            let (_, value) = variables.iter().find(|(key, _)| *key == name)?;
            value.to_str().map(str::to_owned)
        });
        assert_eq!(found.unwrap(), endpoint);
    }

    #[test]
    fn a_context_is_read_from_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let digest = digest(b"remote");
        let meta = folder.path().join("contexts/meta").join(digest);
        std::fs::create_dir_all(&meta).unwrap();
        std::fs::write(
            meta.join("meta.json"),
            r#"{"Name":"remote","Endpoints":{"docker":{"Host":"tcp://10.0.0.1:2375"}}}"#,
        )
        .unwrap();
        let config = folder.path().to_str().unwrap();
        let endpoint = Endpoint::from_environment(environment(&[
            ("DOCKER_CONFIG", config),
            ("DOCKER_CONTEXT", "remote"),
        ]))
        .unwrap();
        assert_eq!(endpoint.address, "tcp://10.0.0.1:2375");
        let missing = Endpoint::from_environment(environment(&[
            ("DOCKER_CONFIG", config),
            ("DOCKER_CONTEXT", "nowhere"),
        ]))
        .unwrap_err();
        assert!(missing.to_string().contains("no such context"), "{missing}");
    }

    #[test]
    fn without_anything_it_is_the_socket() {
        let endpoint = Endpoint::from_environment(|_| None).unwrap();
        assert!(endpoint.is_local());
        assert_eq!(endpoint.host(), None);
    }

    #[test]
    fn an_unknown_scheme_says_what_is_wanted() {
        let endpoint = Endpoint {
            address: "ftp://x".into(),
            certificates: None,
            origin: "DOCKER_HOST".into(),
        };
        let error = endpoint.client().unwrap_err().to_string();
        assert!(error.contains("wanted unix://"), "{error}");
    }
}
