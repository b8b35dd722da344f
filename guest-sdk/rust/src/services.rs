//! The Compose document of a composition.

use crate::error::Error;
use crate::service::Service;
use crate::value::Value;

/// All services with their volumes, networks, configs and secrets, in the vocabulary of the Compose specification.
#[derive(Debug, Clone)]
#[must_use = "return it from the function under `#[services]`"]
pub struct Services(Value);

impl Default for Services {
    fn default() -> Self {
        Self::new()
    }
}

impl Services {
    /// No services yet.
    pub fn new() -> Self {
        Self(Value::Map(Vec::new()))
    }

    /// Adds a service; one of the same name is replaced.
    pub fn service(mut self, service: Service) -> Self {
        *self.0.entry("services").entry(&service.name) = service.keys;
        self
    }

    /// Declares a named volume.
    pub fn volume(mut self, name: &str) -> Self {
        self.0.entry("volumes").entry(name);
        self
    }

    /// Declares a network.
    pub fn network(mut self, name: &str) -> Self {
        self.0.entry("networks").entry(name);
        self
    }

    /// Declares a config with this content.
    pub fn config(mut self, name: &str, content: impl Into<String>) -> Self {
        *self.0.entry("configs").entry(name).entry("content") = Value::Text(content.into());
        self
    }

    /// Declares a secret whose content is a granted variable.
    pub fn secret_from_env(mut self, name: &str, variable: &str) -> Self {
        *self.0.entry("secrets").entry(name).entry("environment") = variable.into();
        self
    }

    /// Sets any other top-level key.
    pub fn set(mut self, key: &str, value: impl Into<Value>) -> Self {
        *self.0.entry(key) = value.into();
        self
    }
}

/// What a function under [`macro@crate::services`] may return: [`Services`], a Compose document as YAML or
/// JSON text such as `include_str!("compose.yml")`, or a `Result` of one of them.
#[diagnostic::on_unimplemented(
    message = "a function under `#[services]` cannot return `{Self}`",
    label = "wanted `Services`, the text of a Compose document, or a `Result` of one of them"
)]
pub trait IntoDocument {
    /// The Compose document, or the text to show.
    fn into_document(self) -> Result<String, String>;
}

impl IntoDocument for Services {
    fn into_document(self) -> Result<String, String> {
        Ok(self.0.to_string())
    }
}

impl IntoDocument for &str {
    fn into_document(self) -> Result<String, String> {
        Ok(self.to_owned())
    }
}

impl IntoDocument for String {
    fn into_document(self) -> Result<String, String> {
        Ok(self)
    }
}

impl<T: IntoDocument> IntoDocument for Result<T, Error> {
    fn into_document(self) -> Result<String, String> {
        self.map_err(|error| error.to_string())?.into_document()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_holds_everything_that_was_declared() {
        let services = Services::new()
            .service(Service::new("db").image("postgres:15").volume("data:/data"))
            .volume("data")
            .config("motd", "hello")
            .secret_from_env("password", "PW");
        assert_eq!(
            services.into_document().unwrap(),
            concat!(
                r#"{"services": {"db": {"image": "postgres:15", "volumes": ["data:/data"]}}, "#,
                r#""volumes": {"data": {}}, "configs": {"motd": {"content": "hello"}}, "#,
                r#""secrets": {"password": {"environment": "PW"}}}"#
            )
        );
    }

    #[test]
    fn an_error_becomes_its_message() {
        let failed: Result<Services, Error> = Err(Error::msg("set FOO"));
        assert_eq!(failed.into_document(), Err("set FOO".to_owned()));
    }
}
