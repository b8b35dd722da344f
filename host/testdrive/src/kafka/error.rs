//! Errors of brokers and of the protocol.

use std::fmt::Display;

use kafka_protocol::ResponseError;

use crate::failure::Error;

/// What a broker refused. Codes that Kafka calls retriable may be tried again, and so may one that says that there are too
/// few brokers: those of a cluster that starts register one after another.
pub(super) fn refused(code: i16, message: Option<&str>, what: &str) -> Error {
    let name = match ResponseError::try_from_code(code) {
        Some(error) => error.to_string(),
        None => "no error".to_owned(),
    };
    let server = match message.filter(|text| !text.is_empty()) {
        Some(text) => format!("{name}: {text}"),
        None => name,
    };
    let error = Error::test(format!("Kafka refused to {what}: {server}")).server(server);
    let retriable = ResponseError::try_from_code(code).is_some_and(|error| {
        error.is_retriable() || matches!(error, ResponseError::InvalidReplicationFactor)
    });
    if retriable { error } else { error.fatal() }
}

/// Whether a code is this error.
pub(super) fn is(code: i16, error: ResponseError) -> bool {
    code == error.code()
}

/// An answer that breaks the protocol.
pub(super) fn malformed(peer: &str, problem: impl Display) -> Error {
    Error::environment(format!(
        "Kafka at {peer} answers what is not Kafka's protocol: {problem}"
    ))
    .fatal()
}

/// An answer without the part that was asked for.
pub(super) fn incomplete(what: &str) -> Error {
    Error::environment(format!("Kafka's answer lacks {what}")).fatal()
}
