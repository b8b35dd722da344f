//! A registry's name, and the keys under which its credentials are kept.

/// The key of Docker's own registry.
const HUB_KEY: &str = "https://index.docker.io/v1/";
/// The names of Docker's own registry: in references, and in its key.
const HUB_HOSTS: [&str; 2] = ["docker.io", "index.docker.io"];

/// A registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Registry {
    /// Its name in references, such as `ghcr.io` or `localhost:5000`.
    pub(super) host: String,
}

impl Registry {
    pub(super) fn new(host: &str) -> Self {
        Self {
            host: host.to_owned(),
        }
    }

    fn is_hub(&self) -> bool {
        HUB_HOSTS.contains(&self.host.as_str())
    }

    /// The key that `docker login` gives it, in files and to helpers.
    pub(super) fn key(&self) -> &str {
        if self.is_hub() { HUB_KEY } else { &self.host }
    }

    /// Whether a key of a file is of this very registry: its host and port alone count, as for docker.
    pub(super) fn has_key(&self, key: &str) -> bool {
        let address = ["https://", "http://"]
            .iter()
            .find_map(|scheme| key.strip_prefix(scheme))
            .unwrap_or(key);
        let host = address.split('/').next().unwrap_or_default();
        host == self.host || self.is_hub() && HUB_HOSTS.contains(&host)
    }

    /// The command that makes credentials for it.
    pub(super) fn login(&self) -> String {
        if self.is_hub() {
            "docker login".to_owned()
        } else {
            format!("docker login {}", self.host)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_of_one_host_and_port_only() {
        for (host, key, is) in [
            ("ghcr.io", "ghcr.io", true),
            ("ghcr.io", "https://ghcr.io/v2/", true),
            ("ghcr.io", "ghcr.io:444", false),
            ("ghcr.io:444", "ghcr.io", false),
            ("ghcr.io.evil.org", "ghcr.io", false),
            ("evil.org", "evil.org.ghcr.io", false),
            ("ghcr.io", "https://evil.org/ghcr.io", false),
            ("ghcr.io", "", false),
            ("docker.io", "https://index.docker.io/v1/", true),
            ("index.docker.io", "docker.io", true),
            ("ghcr.io", "https://index.docker.io/v1/", false),
            ("docker.io.evil.org", "docker.io", false),
        ] {
            assert_eq!(Registry::new(host).has_key(key), is, "{host} {key}");
        }
    }

    #[test]
    fn dockers_registry_has_a_key_of_its_own() {
        assert_eq!(Registry::new("docker.io").key(), HUB_KEY);
        assert_eq!(Registry::new("docker.io").login(), "docker login");
        assert_eq!(
            Registry::new("localhost:5000").login(),
            "docker login localhost:5000"
        );
    }
}
