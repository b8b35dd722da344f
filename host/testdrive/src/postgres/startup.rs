//! The beginning of a connection: who we are, and how values are to be written.

use bytes::BytesMut;
use fallible_iterator::FallibleIterator;
use postgres_protocol::authentication::md5_hash;
use postgres_protocol::authentication::sasl::{ChannelBinding, SCRAM_SHA_256, ScramSha256};
use postgres_protocol::message::backend::Message;
use postgres_protocol::message::frontend;

use super::error::SqlError;
use super::target::Target;
use super::wire::Wire;
use crate::access::BoxStream;
use crate::failure::Error;

/// Settings under which the text of a value does not depend on the server's configuration.
const SETTINGS: [(&str, &str); 5] = [
    ("client_encoding", "UTF8"),
    ("DateStyle", "ISO"),
    ("IntervalStyle", "postgres"),
    ("bytea_output", "hex"),
    ("extra_float_digits", "1"),
];
/// SQLSTATE class of a user or password that is refused: trying again does not help.
const INVALID_AUTHORIZATION: &str = "28";

/// What the server told at the beginning.
pub(super) struct Started {
    /// Its process that serves us, to cancel statements.
    pub(super) process: i32,
    /// Proof that we may.
    pub(super) secret: i32,
    /// Whether it is Materialize.
    pub(super) materialize: bool,
    /// Bytes that were read already.
    pub(super) rest: BytesMut,
}

/// Begins the protocol on a fresh stream.
pub(super) async fn start(stream: &mut BoxStream, target: &Target) -> Result<Started, Error> {
    let mut wire = Wire::new(stream, BytesMut::new());
    let started = greet(&mut wire, target).await;
    let (process, secret, materialize) = started.map_err(|error| {
        let text = format!("failed to connect to {target} as {}: {error}", target.user);
        let failed = Error::environment(text);
        if error.sqlstate.starts_with(INVALID_AUTHORIZATION) {
            failed.fatal()
        } else {
            failed
        }
    })?;
    Ok(Started {
        process,
        secret,
        materialize,
        rest: wire.into_rest(),
    })
}

async fn greet<S: crate::access::Stream>(
    wire: &mut Wire<S>,
    target: &Target,
) -> Result<(i32, i32, bool), SqlError> {
    let mut parameters = vec![
        ("user", target.user.as_str()),
        ("database", target.database.as_str()),
        ("application_name", target.application.as_str()),
    ];
    parameters.extend(SETTINGS);
    if let Some(options) = &target.options {
        parameters.push(("options", options));
    }
    let mut message = BytesMut::new();
    frontend::startup_message(parameters, &mut message)?;
    wire.send(&message).await?;
    let (mut process, mut secret, mut materialize) = (0, 0, false);
    loop {
        match wire.receive().await? {
            Message::AuthenticationCleartextPassword => {
                answer(wire, password(target).map_err(|error| *error)?).await?;
            }
            Message::AuthenticationMd5Password(body) => {
                let hash = md5_hash(
                    target.user.as_bytes(),
                    password(target).map_err(|error| *error)?,
                    body.salt(),
                );
                answer(wire, hash.as_bytes()).await?;
            }
            Message::AuthenticationSasl(body) => {
                let mut mechanisms = body.mechanisms();
                let mut offered = false;
                while let Some(mechanism) = mechanisms.next()? {
                    offered |= mechanism == SCRAM_SHA_256;
                }
                if !offered {
                    return Err(SqlError::closed(
                        "the server offers no way to authenticate that is known here",
                    ));
                }
                scram(wire, password(target).map_err(|error| *error)?).await?;
            }
            Message::BackendKeyData(body) => {
                (process, secret) = (body.process_id(), body.secret_key());
            }
            Message::ParameterStatus(body) => materialize |= body.name()?.starts_with("mz_"),
            Message::ErrorResponse(body) => return Err(SqlError::read(&body)?),
            Message::ReadyForQuery(_) => return Ok((process, secret, materialize)),
            Message::AuthenticationOk | Message::NoticeResponse(_) => {}
            _ => {
                return Err(SqlError::closed(
                    "the server asks for a way to authenticate that is not known here",
                ));
            }
        }
    }
}

async fn scram<S: crate::access::Stream>(
    wire: &mut Wire<S>,
    password: &[u8],
) -> Result<(), SqlError> {
    let mut scram = ScramSha256::new(password, ChannelBinding::unsupported());
    let mut message = BytesMut::new();
    frontend::sasl_initial_response(SCRAM_SHA_256, scram.message(), &mut message)?;
    wire.send(&message).await?;
    loop {
        match wire.receive().await? {
            Message::AuthenticationSaslContinue(body) => {
                scram.update(body.data())?;
                let mut message = BytesMut::new();
                frontend::sasl_response(scram.message(), &mut message)?;
                wire.send(&message).await?;
            }
            Message::AuthenticationSaslFinal(body) => {
                scram.finish(body.data())?;
                return Ok(());
            }
            Message::ErrorResponse(body) => return Err(SqlError::read(&body)?),
            _ => {
                return Err(SqlError::closed(
                    "the server does not authenticate as it began to",
                ));
            }
        }
    }
}

fn password(target: &Target) -> Result<&[u8], Box<SqlError>> {
    target.password.as_deref().ok_or_else(|| {
        let text = format!(
            "the server wants a password; write it as postgres://{}:PASSWORD@{target}/…",
            target.user
        );
        Box::new(SqlError {
            sqlstate: INVALID_AUTHORIZATION.to_owned(),
            ..SqlError::closed(text)
        })
    })
}

async fn answer<S: crate::access::Stream>(
    wire: &mut Wire<S>,
    password: &[u8],
) -> Result<(), SqlError> {
    let mut message = BytesMut::new();
    frontend::password_message(password, &mut message)?;
    wire.send(&message).await
}
