//! Flags that say what a composition is granted.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::BoolishValueParser;
use mzhost_compose::parse_size;
use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use mzhost_core::mask::Masker;
use mzhost_core::policy::{
    COMPONENT_DISK, Capability, Ceiling, EVERYTHING, Grants, MOST_CONTAINERS, Policy, PolicyFile,
    Situation, parse_cpus,
};

/// Heading of the grants in the help.
const GRANTS: &str = "Grants (alone or with *: everything of the kind)";
/// Heading of what a composition as a whole may have, and of forced policies.
const LIMITS: &str = "Limits and policies";

/// What the composition is granted.
#[derive(Debug, Args)]
pub(crate) struct Granting {
    /// Let the composition read environment variables
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = EVERYTHING,
          value_delimiter = ',', help_heading = GRANTS, env = "MZHOST_ALLOW_ENV")]
    allow_env: Vec<String>,
    /// The same, and mask its value in all output: at least 6 characters
    #[arg(long, value_name = "NAME", value_delimiter = ',', help_heading = GRANTS, env = "MZHOST_SECRET")]
    secret: Vec<String>,
    /// Let containers see real files and folders: read-only, or with :rw
    #[arg(long, value_name = "PATH[:rw]", num_args = 0..=1, default_missing_value = EVERYTHING,
          value_delimiter = ',', help_heading = GRANTS, env = "MZHOST_ALLOW_BIND")]
    allow_bind: Vec<String>,
    /// Let containers have a Linux capability, or ALL
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = EVERYTHING,
          value_delimiter = ',', help_heading = GRANTS, env = "MZHOST_ALLOW_CAP")]
    allow_cap: Vec<String>,
    /// Let containers have a security option
    #[arg(long, value_name = "OPTION", num_args = 0..=1, default_missing_value = EVERYTHING,
          value_delimiter = ',', help_heading = GRANTS, env = "MZHOST_ALLOW_SECURITY_OPT")]
    allow_security_opt: Vec<String>,
    /// Let containers set a kernel parameter of their own namespaces
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = EVERYTHING,
          value_delimiter = ',', help_heading = GRANTS, env = "MZHOST_ALLOW_SYSCTL")]
    allow_sysctl: Vec<String>,
    /// Let containers use this machine's own network
    #[arg(long, help_heading = GRANTS, env = "MZHOST_ALLOW_HOST_NETWORK", value_parser = BoolishValueParser::new())]
    allow_host_network: bool,
    /// Let ports be published on other addresses than loopback
    #[arg(long, help_heading = GRANTS, env = "MZHOST_ALLOW_PUBLIC_PORTS", value_parser = BoolishValueParser::new())]
    allow_public_ports: bool,
    /// Let ports be published at a fixed port of this machine; a folder may
    #[arg(long, value_name = "PORT", num_args = 0..=1, require_equals = true,
          default_missing_value = EVERYTHING, value_delimiter = ',', help_heading = GRANTS,
          env = "MZHOST_ALLOW_PORT")]
    allow_port: Vec<String>,
    /// Let containers dial out, and publish ports
    #[arg(long, help_heading = GRANTS, env = "MZHOST_ALLOW_NET", value_parser = BoolishValueParser::new())]
    allow_net: bool,
    /// Let host names lead to this machine (host-gateway)
    #[arg(long, help_heading = GRANTS, env = "MZHOST_ALLOW_HOST_GATEWAY", value_parser = BoolishValueParser::new())]
    allow_host_gateway: bool,
    /// Let images be pulled that are not on the engine, with your credentials for the registry (docker login); a folder may
    #[arg(long, value_name = "REGISTRY", num_args = 0..=1, require_equals = true,
          default_missing_value = EVERYTHING, value_delimiter = ',', help_heading = GRANTS,
          env = "MZHOST_ALLOW_PULL")]
    allow_pull: Vec<String>,
    /// Let images of services be built; a folder may
    #[arg(long, help_heading = GRANTS, env = "MZHOST_ALLOW_BUILD", value_parser = BoolishValueParser::new())]
    allow_build: bool,
    /// Grant everything to a folder of your own
    #[arg(long, short = 'A', help_heading = GRANTS, env = "MZHOST_ALLOW_ALL", value_parser = BoolishValueParser::new())]
    allow_all: bool,
    /// Never compile the guest of a folder
    #[arg(long, help_heading = LIMITS, env = "MZHOST_NO_BUILD", value_parser = BoolishValueParser::new())]
    no_build: bool,
    /// Force what this file lists; flags only narrow it
    #[arg(long, value_name = "FILE", help_heading = LIMITS, env = "MZHOST_POLICY")]
    policy: Option<PathBuf>,
    /// Containers at a time
    #[arg(long, value_name = "NUMBER", default_value_t = MOST_CONTAINERS, help_heading = LIMITS,
          env = "MZHOST_MAX_CONTAINERS")]
    max_containers: usize,
    /// Memory of all containers together, such as 4gb
    #[arg(long, value_name = "SIZE", value_parser = size, help_heading = LIMITS, env = "MZHOST_MAX_MEMORY")]
    max_memory: Option<u64>,
    /// Processor cores of all containers together
    #[arg(long, value_name = "NUMBER", value_parser = cpus, help_heading = LIMITS, env = "MZHOST_MAX_CPUS")]
    max_cpus: Option<f64>,
    /// Disk of all containers and volumes together, such as 20gb, which is watched; 10gb for a .wasm
    #[arg(long, value_name = "SIZE", value_parser = size, help_heading = LIMITS, env = "MZHOST_MAX_DISK")]
    max_disk: Option<u64>,
}

impl Granting {
    /// What is granted to the composition that the user named.
    pub(crate) fn policy(&self, dir: &Path) -> Result<Policy, Fault> {
        let situation = if dir.is_dir() {
            Situation::Folder
        } else {
            Situation::Component
        };
        if self.allow_all && situation == Situation::Component {
            return Err(Fault::new(
                Code::Usage,
                format!(
                    "--allow-all is for a folder of your own; `mzhost inspect {}` shows what the component asks for, and the flag for each",
                    dir.display()
                ),
            ));
        }
        let ceiling = Ceiling {
            containers: self.max_containers,
            memory: self.max_memory,
            cpus: self.max_cpus,
            disk: self.max_disk.or(match situation {
                Situation::Folder => None,
                Situation::Component => Some(COMPONENT_DISK),
            }),
        };
        let flags = self.grants()?;
        let mut policy = match &self.policy {
            Some(file) => Policy::forced(PolicyFile::read(file)?, &flags, &ceiling),
            None => Policy::new(situation, flags, ceiling),
        };
        if self.no_build {
            policy.withdraw(Capability::BuildGuest, "--no-build");
        }
        Ok(policy)
    }

    /// What the flags grant.
    fn grants(&self) -> Result<Grants, Fault> {
        if self.allow_all {
            return Ok(Grants::everything());
        }
        let mut grants = Grants::default();
        for (capability, values) in [
            (Capability::Variable, &self.allow_env),
            (Capability::Bind, &self.allow_bind),
            (Capability::LinuxCapability, &self.allow_cap),
            (Capability::SecurityOption, &self.allow_security_opt),
            (Capability::Sysctl, &self.allow_sysctl),
            (Capability::FixedPort, &self.allow_port),
            (Capability::Pull, &self.allow_pull),
        ] {
            // A variable of the environment may be empty.
            for value in values.iter().filter(|value| !value.is_empty()) {
                grants.grant(capability, value)?;
            }
        }
        for name in &self.secret {
            grants.grant(Capability::Variable, name)?;
        }
        for (capability, granted) in [
            (Capability::HostNetwork, self.allow_host_network),
            (Capability::PublicPort, self.allow_public_ports),
            (Capability::Net, self.allow_net),
            (Capability::HostGateway, self.allow_host_gateway),
            (Capability::BuildImage, self.allow_build),
        ] {
            if granted {
                grants.grant_all(capability);
            }
        }
        Ok(grants)
    }

    /// What the user marked as secret, for everything that writes of the run.
    pub(crate) fn masker(&self) -> Result<Masker, Fault> {
        marked(&self.secret)
    }
}

/// The values of environment variables that the user marked as secret.
pub(super) fn marked(names: &[String]) -> Result<Masker, Fault> {
    let masker = Masker::default();
    for name in names {
        let Ok(value) = std::env::var(name) else {
            continue;
        };
        masker.mark(&value).map_err(|refused| {
            let message =
                format!("--secret {name}: the variable's value cannot be masked: {refused}");
            Fault::new(Code::Usage, message)
        })?;
    }
    Ok(masker)
}

fn size(text: &str) -> Result<u64, String> {
    parse_size(text).ok_or_else(|| format!("{text:?} is no size: wanted one such as 512m or 4gb"))
}

fn cpus(text: &str) -> Result<f64, String> {
    parse_cpus(text).ok_or_else(|| format!("{text:?} is no number above 0"))
}
