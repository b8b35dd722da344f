//! What a file begins with: its variables, its limits, its folder.

use std::path::Path;
use std::sync::Arc;

use rand::SeedableRng;
use rand::rngs::SmallRng;
use url::Url;

use super::frame::Frame;
use crate::context::Context;
use crate::options::Options;
use crate::secrets::Secrets;
use crate::variables::Variables;

/// The context of a file that begins.
pub(super) fn context(frame: &Frame, postgres_url: Option<String>, folder: &Path) -> Context {
    let mut options = Options::clone(&frame.options);
    options.postgres_url = postgres_url;
    let seed_text = frame.seed_text();
    let variables = variables(&options, &seed_text, folder);
    Context {
        access: Arc::clone(&frame.access),
        seed: seed_text,
        random: SmallRng::seed_from_u64(u64::from(frame.seed)),
        variables,
        secrets: Secrets::of(&options),
        mask: None,
        timeout: options.retry.timeout,
        max_tries: options.retry.max_tries,
        ordered: false,
        folder: folder.to_owned(),
        written: 0,
        tries: 1,
        notes: Vec::new(),
        postgres: crate::actions::postgres::State::default(),
        http: crate::actions::http::State::default(),
        kafka: crate::actions::kafka::State::default(),
        schema_registry: crate::actions::schema_registry::State::default(),
        mysql: crate::actions::mysql::State::default(),
        options: Arc::new(options),
    }
}

fn variables(options: &Options, seed: &str, folder: &Path) -> Variables {
    let mut variables = Variables::default();
    let mut set = |name: &str, value: &str| variables.set(format!("testdrive.{name}"), value);
    set("seed", seed);
    set("temp-dir", &folder.display().to_string());
    if let Some(text) = &options.postgres_url {
        set("postgres-url", text);
        if let Some((address, user)) = address_and_user(text) {
            set("postgres-addr", &address);
            for name in ["materialize-sql-addr", "materialized-addr"] {
                set(name, &address);
            }
            for name in ["materialize-user", "materialized-user"] {
                set(name, &user);
            }
        }
    }
    if let Some(address) = &options.kafka_addr {
        set("kafka-addr", address);
        set("kafka-addr-resolved", address);
    }
    if let Some(url) = &options.schema_registry_url {
        let end = if url.ends_with('/') { "" } else { "/" };
        set("schema-registry-url", &format!("{url}{end}"));
    }
    for (prefix, values) in [("arg", &options.variables), ("env", &options.environment)] {
        for (name, value) in values {
            variables.set(format!("{prefix}.{name}"), value);
        }
    }
    variables
}

fn address_and_user(text: &str) -> Option<(String, String)> {
    let url = Url::parse(text).ok()?;
    let port = url.port().unwrap_or(5432);
    Some((
        format!("{}:{port}", url.host_str()?),
        url.username().to_owned(),
    ))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_file_sees_where_its_servers_are() {
        let options = Options {
            postgres_url: Some("postgres://app:secret-word@db/shop".to_owned()),
            schema_registry_url: Some("http://registry:8081".to_owned()),
            variables: BTreeMap::from([("x".to_owned(), "1".to_owned())]),
            ..Options::default()
        };
        let variables = variables(&options, "0000000007", Path::new("folder"));
        let text = "${testdrive.seed} ${testdrive.postgres-addr} ${testdrive.schema-registry-url}x ${arg.x}";
        assert_eq!(
            variables.replace(text, None).unwrap(),
            "0000000007 db:5432 http://registry:8081/x 1"
        );
        assert_eq!(Secrets::of(&options).mask("secret-word"), "***");
    }
}
