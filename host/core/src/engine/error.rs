//! What the engine answered when it refused, or that it did not answer.

use crate::code::Code;
use crate::fault::{Fault, chain};

/// A failed request to the engine.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The engine does not answer at all.
    #[error("the Docker engine at {endpoint} does not answer: {reason}")]
    Unreachable {
        /// Where it was looked for.
        endpoint: String,
        /// Why.
        reason: String,
    },
    /// The address of the engine is unusable.
    #[error("the Docker engine's address {value:?} (from {origin}) is unusable: {reason}")]
    Endpoint {
        /// The address or context.
        value: String,
        /// Which variable or file said so.
        origin: String,
        /// Why.
        reason: String,
    },
    /// The engine refused a request.
    #[error("failed to {operation} {subject}: {message}")]
    Refused {
        /// What was tried, such as `create container`.
        operation: &'static str,
        /// With what.
        subject: String,
        /// HTTP status.
        status: u16,
        /// The engine's own words.
        message: String,
    },
    /// The request broke on the way.
    #[error("failed to {operation} {subject}: {reason}")]
    Broken {
        /// What was tried.
        operation: &'static str,
        /// With what.
        subject: String,
        /// Why.
        reason: String,
    },
}

impl EngineError {
    /// Wraps an error of the client with what was tried.
    pub(super) fn new(
        operation: &'static str,
        subject: &str,
        error: bollard::errors::Error,
    ) -> Self {
        match error {
            bollard::errors::Error::DockerResponseServerError {
                status_code,
                message,
            } => Self::Refused {
                operation,
                subject: subject.to_owned(),
                status: status_code,
                message: message.trim().to_owned(),
            },
            // An error that came in a stream of progress: the engine's words, too.
            bollard::errors::Error::DockerStreamError { error } => Self::Broken {
                operation,
                subject: subject.to_owned(),
                reason: error,
            },
            other => Self::Broken {
                operation,
                subject: subject.to_owned(),
                reason: chain(&other),
            },
        }
    }

    /// The HTTP status of a refusal.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// Whether the thing is not there.
    pub fn is_missing(&self) -> bool {
        self.status() == Some(404)
    }

    /// Whether the engine's words contain a text.
    pub fn says(&self, text: &str) -> bool {
        matches!(self, Self::Refused { message, .. } if message.contains(text))
    }
}

impl From<EngineError> for Fault {
    fn from(error: EngineError) -> Self {
        match &error {
            EngineError::Unreachable { .. } => Fault::new(
                Code::EngineUnreachable,
                format!(
                    "{error}; is it running, and may this user use it? `mzhost doctor` tells more"
                ),
            ),
            EngineError::Endpoint { .. } => Fault::new(Code::EngineUnreachable, error.to_string()),
            EngineError::Refused { message, .. }
                if message.contains("port is already allocated")
                    || message.contains("address already in use") =>
            {
                Fault::new(Code::PortTaken, taken(message)).detail("engine", message.as_str())
            }
            EngineError::Refused {
                subject, message, ..
            } if message.contains("is already in use by container") => {
                Fault::new(Code::EngineError, name_taken("container", subject))
                    .detail("engine", message.as_str())
            }
            EngineError::Refused {
                subject, message, ..
            } if message.contains("is ambiguous (") => {
                let name = message
                    .split_whitespace()
                    .skip_while(|word| *word != "network")
                    .nth(1);
                let taken = name_taken("network", name.unwrap_or(subject));
                Fault::new(Code::EngineError, taken).detail("engine", message.as_str())
            }
            EngineError::Refused { status, .. } => Fault::new(Code::EngineError, error.to_string())
                .detail("status", status.to_string()),
            EngineError::Broken { .. } => Fault::new(Code::EngineError, error.to_string()),
        }
    }
}

/// The sentence about a name that something of another project or tool has.
pub(crate) fn name_taken(kind: &str, name: &str) -> String {
    format!(
        "there is a {kind} {name} already that is not this project's; remove it, or choose another name with --project-name"
    )
}

/// The sentence about a host port in use, with the address when the engine names it.
fn taken(message: &str) -> String {
    let address = message
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_ascii_alphanumeric()))
        .find(|word| {
            word.rsplit_once(':')
                .is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok())
        });
    match address {
        Some(address) => format!(
            "host port {address} is in use by something else; free it, choose another, or leave the host port out so that the engine chooses one"
        ),
        None => "a host port is in use by something else; free it, choose another, or leave the host port out so that the engine chooses one".to_owned(),
    }
}
