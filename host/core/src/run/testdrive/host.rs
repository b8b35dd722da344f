//! Which service a host name in a test file means. Nothing else than a service is ever meant.

use std::net::IpAddr;

use mzhost_compose::model::{Document, Service};
use mzhost_testdrive::access::{AccessError, AccessErrorKind};

/// Names of the machine that mzhost or the engine runs on.
const MACHINE: [&str; 5] = [
    "localhost",
    "host.docker.internal",
    "gateway.docker.internal",
    "host.containers.internal",
    "host-gateway",
];

/// The service that is known by a name: its own, its host name, an alias in a network or the short id of its
/// container, which servers such as Kafka advertise. `id_of` tells that id.
pub(super) fn service(
    document: &Document,
    id_of: impl Fn(&str) -> Option<String>,
    name: &str,
) -> Result<String, AccessError> {
    let name = name.strip_suffix('.').unwrap_or(name);
    let known = || {
        let names: Vec<&str> = document.services.keys().map(String::as_str).collect();
        match names.as_slice() {
            [] => "the composition has no services".to_owned(),
            names => format!("the composition's services are {}", names.join(", ")),
        }
    };
    let is = |other: &str| other.eq_ignore_ascii_case(name);
    if is_of_a_machine(name) {
        let message = format!(
            "{name} is not reached from a workflow's test files, which name services; {}",
            known()
        );
        return Err(AccessError::new(AccessErrorKind::Denied, message));
    }
    let services = || document.services.values();
    let found = services()
        .find(|service| is(&service.name))
        .or_else(|| services().find(|service| other_names(service).any(is)))
        .or_else(|| services().find(|service| id_of(&service.name).is_some_and(|id| is(&id))));
    found.map(|service| service.name.clone()).ok_or_else(|| {
        let message = format!("there is no service {name:?}; {}", known());
        AccessError::new(AccessErrorKind::Unknown, message)
    })
}

fn other_names(service: &Service) -> impl Iterator<Item = &str> {
    let aliases = service
        .networks
        .values()
        .flat_map(|attachment| &attachment.aliases);
    service.hostname.iter().chain(aliases).map(String::as_str)
}

/// Whether a name is an address, or a name that machines have for themselves.
fn is_of_a_machine(name: &str) -> bool {
    let plain = name.trim_start_matches('[').trim_end_matches(']');
    let lower = plain.to_ascii_lowercase();
    plain.parse::<IpAddr>().is_ok()
        || MACHINE.contains(&lower.as_str())
        || lower.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use mzhost_compose::model::Attachment;

    use super::*;

    fn find(name: &str) -> Result<String, AccessError> {
        let mut document = Document::default();
        for service in ["db", "kafka"] {
            let networks = [(
                "default".to_owned(),
                Attachment {
                    aliases: vec![format!("{service}.internal")],
                },
            )];
            document.services.insert(
                service.to_owned(),
                Service {
                    name: service.to_owned(),
                    hostname: Some(format!("{service}-host")),
                    networks: networks.into(),
                    ..Service::default()
                },
            );
        }
        let id_of = |service: &str| (service == "kafka").then(|| "0123456789ab".to_owned());
        service(&document, id_of, name)
    }

    #[test]
    fn every_name_of_a_service_is_known() {
        for name in [
            "kafka",
            "Kafka.",
            "kafka-host",
            "kafka.internal",
            "0123456789ab",
        ] {
            assert_eq!(find(name).unwrap(), "kafka", "{name}");
        }
    }

    #[test]
    fn other_names_are_unknown_and_those_of_machines_denied() {
        let unknown = find("example.org").unwrap_err();
        assert_eq!(unknown.kind, AccessErrorKind::Unknown);
        assert!(unknown.message.contains("services are db, kafka"));
        for name in [
            "127.0.0.1",
            "169.254.169.254",
            "::1",
            "[::1]",
            "localhost",
            "LOCALHOST.",
            "x.localhost",
            "host.docker.internal",
        ] {
            let denied = find(name).unwrap_err();
            assert_eq!(denied.kind, AccessErrorKind::Denied, "{name}");
            assert!(denied.message.contains("not reached"), "{denied}");
        }
    }
}
