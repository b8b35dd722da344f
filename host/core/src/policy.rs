//! What the user granted, and the check that every request to the engine passes.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::code::Code;
use crate::engine::rule::{Capability, Request, Rule};
use crate::fault::Fault;

/// The user's grants. Nothing is granted by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grants {
    /// Names of environment variables that the composition may read.
    pub variables: BTreeSet<String>,
    /// Real folders, and whether the container may write.
    pub binds: Vec<(PathBuf, bool)>,
    /// Linux capabilities by name, without `CAP_`; `ALL` for all.
    pub capabilities: BTreeSet<String>,
    /// Security options.
    pub security_options: BTreeSet<String>,
    /// Names of kernel parameters.
    pub sysctls: BTreeSet<String>,
    /// The machine's own network.
    pub host_network: bool,
    /// Published ports on other addresses than loopback.
    pub public_ports: bool,
    /// Host names that lead to the machine itself.
    pub host_gateway: bool,
}

/// A request that the policy let through. Only [`Policy::approve`] makes one, and the engine takes nothing else.
#[derive(Debug)]
pub struct Approved<R>(R);

impl<R> Approved<R> {
    /// The request.
    pub fn into_inner(self) -> R {
        self.0
    }
}

/// Checks requests against grants.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    grants: Grants,
}

impl Policy {
    /// A policy of these grants.
    pub fn new(grants: Grants) -> Self {
        Self { grants }
    }

    /// The grants.
    pub fn grants(&self) -> &Grants {
        &self.grants
    }

    /// Checks a request made for a subject, such as `service "db"`.
    pub fn approve<R: Request>(&self, subject: &str, request: R) -> Result<Approved<R>, Fault> {
        for ask in request.asks() {
            let capability = match ask.rule {
                Rule::Free | Rule::Host => continue,
                Rule::Never => {
                    return Err(Fault::new(
                        Code::PolicyDenied,
                        format!(
                            "{subject} asks for `{}`, which mzhost never allows",
                            ask.field
                        ),
                    )
                    .detail("field", ask.field));
                }
                Rule::Needs(capability) => capability,
            };
            if !self.allows(capability, &ask.value) {
                return Err(Fault::new(
                    Code::PolicyDenied,
                    format!(
                        "{subject} asks for {} ({}), which was not granted; allow it with {}",
                        capability.title(),
                        ask.value,
                        capability.flag(&ask.value)
                    ),
                )
                .detail("field", ask.field)
                .detail("value", ask.value.as_str())
                .detail("flag", capability.flag(&ask.value)));
            }
        }
        Ok(Approved(request))
    }

    fn allows(&self, capability: Capability, value: &str) -> bool {
        let grants = &self.grants;
        match capability {
            Capability::Bind => {
                let (path, writes) = match value.strip_suffix(":rw") {
                    Some(path) => (path, true),
                    None => (value, false),
                };
                self.bind_granted(std::path::Path::new(path), writes)
            }
            Capability::LinuxCapability => {
                let name = value.to_ascii_uppercase();
                let name = name.strip_prefix("CAP_").unwrap_or(&name);
                grants.capabilities.contains(name) || grants.capabilities.contains("ALL")
            }
            Capability::SecurityOption => grants.security_options.contains(value),
            Capability::Sysctl => grants.sysctls.contains(value),
            Capability::HostNetwork => grants.host_network,
            Capability::PublicPort => grants.public_ports,
            Capability::HostGateway => grants.host_gateway,
        }
    }

    /// Whether a real path, links resolved, was granted.
    pub fn bind_granted(&self, path: &std::path::Path, writes: bool) -> bool {
        self.grants
            .binds
            .iter()
            .any(|(granted, writable)| path.starts_with(granted) && (*writable || !writes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::request::{Bind, CreateContainer};

    fn request(read_only: bool) -> CreateContainer {
        CreateContainer {
            binds: vec![Bind {
                source: "/data/in".into(),
                target: "/in".into(),
                read_only,
            }],
            ..CreateContainer::default()
        }
    }

    #[test]
    fn a_denied_request_names_the_flag_that_allows_it() {
        let fault = Policy::default()
            .approve("service \"db\"", request(true))
            .unwrap_err();
        assert!(fault.is(Code::PolicyDenied));
        assert_eq!(fault.get("flag"), Some("--allow-bind /data/in"));
    }

    #[test]
    fn a_grant_covers_what_lies_below_it_and_reading_only() {
        let policy = Policy::new(Grants {
            binds: vec![("/data".into(), false)],
            ..Grants::default()
        });
        assert!(policy.approve("service", request(true)).is_ok());
        assert!(policy.approve("service", request(false)).is_err());
    }

    #[test]
    fn what_is_never_allowed_cannot_be_granted() {
        let policy = Policy::new(Grants {
            capabilities: BTreeSet::from(["ALL".to_owned()]),
            ..Grants::default()
        });
        let request = CreateContainer {
            privileged: true,
            ..CreateContainer::default()
        };
        assert!(policy.approve("service", request).is_err());
    }
}
