//! The Compose document of a composition.

use crate::catalog::{self, Entry};
use crate::error::Error;
use crate::service::Service;
use crate::value::Value;

/// All services with their volumes, networks, configs and secrets, in the vocabulary of the Compose specification.
#[derive(Debug, Clone)]
#[must_use = "return it from the function under `#[services]`"]
pub struct Services {
    /// The document of what is declared here.
    own: Value,
    /// Services of the catalog, which the host makes documents of.
    entries: Vec<Entry>,
}

impl Default for Services {
    fn default() -> Self {
        Self::new()
    }
}

/// What can be given to [`Services::service`]: a [`Service`], or a builder of the [`catalog`](crate::catalog).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no service",
    label = "wanted a `Service`, or a builder of `mzhost_guest::catalog`"
)]
pub trait Declare {
    /// Adds it to the services.
    #[doc(hidden)]
    fn declare(self, services: &mut Services);
}

impl Declare for Service {
    fn declare(self, services: &mut Services) {
        services.forget(&self.name);
        *services.own.entry("services").entry(&self.name) = self.keys;
    }
}

impl Services {
    /// No services yet.
    pub fn new() -> Self {
        Self {
            own: Value::Map(Vec::new()),
            entries: Vec::new(),
        }
    }

    /// Adds a service; one of the same name is replaced.
    pub fn service(mut self, service: impl Declare) -> Self {
        service.declare(&mut self);
        self
    }

    pub(crate) fn add_entry(&mut self, entry: Entry) {
        self.forget(entry.service_name());
        self.entries.push(entry);
    }

    fn forget(&mut self, name: &str) {
        self.entries.retain(|entry| entry.service_name() != name);
        if let Value::Map(entries) = &mut self.own
            && let Some((_, services)) = entries.iter_mut().find(|(key, _)| key == "services")
        {
            services.remove(name);
        }
    }

    /// Declares a named volume.
    pub fn volume(mut self, name: &str) -> Self {
        self.own.entry("volumes").entry(name);
        self
    }

    /// Declares a network.
    pub fn network(mut self, name: &str) -> Self {
        self.own.entry("networks").entry(name);
        self
    }

    /// Declares a config with this content.
    pub fn config(mut self, name: &str, content: impl Into<String>) -> Self {
        *self.own.entry("configs").entry(name).entry("content") = Value::Text(content.into());
        self
    }

    /// Declares a secret whose content is a granted variable.
    pub fn secret_from_env(mut self, name: &str, variable: &str) -> Self {
        *self.own.entry("secrets").entry(name).entry("environment") = variable.into();
        self
    }

    /// Says that the composition wants something that must be granted: a key of a policy file, such as `net` or `env`, with
    /// its value. It grants nothing; `mzhost inspect` shows it with the flags that do.
    pub fn want(mut self, key: &str, value: impl Into<Value>) -> Self {
        *self.own.entry("x-mzhost").entry("wants").entry(key) = value.into();
        self
    }

    /// Sets any other top-level key.
    pub fn set(mut self, key: &str, value: impl Into<Value>) -> Self {
        *self.own.entry(key) = value.into();
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
        let own = self.own.to_string();
        if self.entries.is_empty() {
            return Ok(own);
        }
        let documents = self.entries.iter().map(Entry::document);
        let mut documents = documents.collect::<Result<Vec<_>, _>>().map_err(said)?;
        documents.push(own);
        catalog::merge(documents).map_err(said)
    }
}

/// An error of the catalog as a text.
fn said(error: Error) -> String {
    error.to_string()
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
    fn what_is_wanted_stands_under_a_key_of_ours() {
        let services = Services::new().want("net", true).want("env", ["REGION"]);
        assert_eq!(
            services.into_document().unwrap(),
            r#"{"x-mzhost": {"wants": {"net": true, "env": ["REGION"]}}}"#
        );
    }

    #[test]
    fn a_service_replaces_another_of_its_name_wherever_it_comes_from() {
        let services = Services::new()
            .service(Service::new("kafka").image("x"))
            .service(catalog::Kafka::new())
            .service(catalog::Kafka::new().broker_id(2));
        assert_eq!(services.own.to_string(), r#"{"services": {}}"#);
        assert_eq!(services.entries.len(), 1);
        let services = services.service(Service::new("kafka").image("y"));
        assert_eq!(
            services.into_document().unwrap(),
            r#"{"services": {"kafka": {"image": "y"}}}"#
        );
    }

    #[test]
    fn an_error_becomes_its_message() {
        let failed: Result<Services, Error> = Err(Error::msg("set FOO"));
        assert_eq!(failed.into_document(), Err("set FOO".to_owned()));
    }
}
