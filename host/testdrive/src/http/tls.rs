//! Encrypted connections, checked against the certificates that the machine trusts.

use std::sync::{Arc, OnceLock};

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio_rustls::TlsConnector;

use crate::access::BoxStream;
use crate::failure::Error;

/// Encrypts a connection to a host, whose certificate must be good for that name.
pub(super) async fn encrypt(stream: BoxStream, host: &str) -> Result<BoxStream, Error> {
    let name = ServerName::try_from(host.to_owned()).map_err(|_| {
        Error::file(format!(
            "{host:?} is not a name that a certificate can be for"
        ))
    })?;
    let connector = TlsConnector::from(config()?);
    let stream = connector.connect(name, stream).await.map_err(|error| {
        Error::environment(format!("no encrypted connection to {host}: {error}"))
    })?;
    Ok(Box::new(stream))
}

/// Certificates are read once: a machine has hundreds.
fn config() -> Result<Arc<ClientConfig>, Error> {
    static CONFIG: OnceLock<Result<Arc<ClientConfig>, String>> = OnceLock::new();
    CONFIG
        .get_or_init(build)
        .clone()
        .map_err(Error::environment)
}

fn build() -> Result<Arc<ClientConfig>, String> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        return Err(
            "this machine trusts no certificates, so that https cannot be used; install ca-certificates"
                .to_owned(),
        );
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| format!("https cannot be used: {error}"))?;
    Ok(Arc::new(
        config.with_root_certificates(roots).with_no_client_auth(),
    ))
}
