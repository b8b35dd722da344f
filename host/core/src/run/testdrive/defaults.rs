//! Where the usual services are, for test files whose options do not say.

use url::Url;

use crate::code::Code;
use crate::fault::Fault;
use crate::run::setup::Run;

const MATERIALIZED: &str = "postgres://materialize@materialized:6875/materialize";
const SCHEMA_REGISTRY: &str = "http://schema-registry:8081/";

impl Run {
    /// The server of a service `postgres`, as the variables of its usual image set it up; else of `materialized`.
    pub(super) fn default_postgres_url(&self) -> Result<Option<String>, Fault> {
        let Ok(service) = self.service("postgres") else {
            return Ok(self.if_service("materialized", MATERIALIZED));
        };
        let environment = self.environment(&service)?;
        let value = |name: &str| {
            let value = environment.get(name).cloned().flatten();
            value.filter(|value| !value.is_empty())
        };
        let user = value("POSTGRES_USER").unwrap_or_else(|| "postgres".to_owned());
        let database = value("POSTGRES_DB").unwrap_or_else(|| user.clone());
        url(&user, value("POSTGRES_PASSWORD").as_deref(), &database).map(Some)
    }

    /// The broker of a service `kafka`, else of `redpanda`.
    pub(super) fn default_kafka_addr(&self) -> Option<String> {
        self.if_service("kafka", "kafka:9092")
            .or_else(|| self.if_service("redpanda", "redpanda:9092"))
    }

    /// The registry of a service `schema-registry`.
    pub(super) fn default_schema_registry_url(&self) -> Option<String> {
        self.if_service("schema-registry", SCHEMA_REGISTRY)
    }

    fn if_service(&self, service: &str, address: &str) -> Option<String> {
        let services = &self.definitions().document.services;
        services.contains_key(service).then(|| address.to_owned())
    }
}

fn url(user: &str, password: Option<&str>, database: &str) -> Result<String, Fault> {
    let cannot = || {
        let message = "the variables of service \"postgres\" make no URL; name one with the option postgres-url";
        Fault::new(Code::ArgumentInvalid, message).service("postgres")
    };
    let mut url = Url::parse("postgres://postgres:5432").map_err(|_| cannot())?;
    url.set_username(user).map_err(|()| cannot())?;
    url.set_password(password).map_err(|()| cannot())?;
    url.path_segments_mut()
        .map_err(|()| cannot())?
        .push(database);
    Ok(url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_characters_are_written_as_a_url_has_them() {
        assert_eq!(
            url("a@b", Some("p/w:d"), "my/db").unwrap(),
            "postgres://a%40b:p%2Fw%3Ad@postgres:5432/my%2Fdb"
        );
        assert_eq!(url("u", None, "u").unwrap(), "postgres://u@postgres:5432/u");
    }
}
