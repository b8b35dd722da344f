//! What a composition gets only when it is granted: the one table of it. `docs/capabilities.md` is written from it.

/// What the user gave mzhost to run, which decides what is granted without a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Situation {
    /// A folder: the user's own, as with `cargo run`.
    Folder,
    /// A `.wasm` file: anybody's.
    Component,
}

/// One capability, as data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Name in a policy file and in events.
    pub name: &'static str,
    /// The flag; none for what only a policy file names.
    pub flag: Option<&'static str>,
    /// What a value of it is, such as `NAME`; none if there is nothing to choose from.
    pub value: Option<&'static str>,
    /// What it is, in a word or two, for messages.
    pub title: &'static str,
    /// Whether a folder that the user named has it without the flag.
    pub folder: bool,
    /// Whether a `.wasm` has it without the flag. Under a forced policy only what that lists is granted.
    pub component: bool,
    /// What is granted, as a sentence of the documentation.
    pub meaning: &'static str,
}

/// Declares the capabilities and their rows.
macro_rules! capabilities {
    ($($(#[$doc:meta])* $variant:ident = $row:expr;)*) => {
        /// Something that a composition gets only when it is granted.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Capability {
            $($(#[$doc])* $variant,)*
        }

        impl Capability {
            /// All, in the order of the documentation.
            pub const ALL: &'static [Capability] = &[$(Capability::$variant),*];

            /// What is to be known of it.
            pub fn row(self) -> &'static Row {
                match self { $(Capability::$variant => { const ROW: Row = $row; &ROW })* }
            }
        }
    };
}

capabilities! {
    /// Environment variables of this machine.
    Variable = Row {
        name: "env", flag: Some("--allow-env"), value: Some("NAME"),
        title: "an environment variable of this machine",
        folder: false, component: false,
        meaning: "The composition reads this environment variable. One that is not granted reads as not set.",
    };
    /// Real folders of the machine.
    Bind = Row {
        name: "bind", flag: Some("--allow-bind"), value: Some("PATH[:rw]"),
        title: "a real path of this machine",
        folder: false, component: false,
        meaning: "Containers see this file or folder and what is below it, and write to it with `:rw`. Links and `..` are \
                  resolved before the check. The engine's socket is a path like others: who may bind it owns the machine.",
    };
    /// Linux capabilities beyond those that the engine gives every container.
    LinuxCapability = Row {
        name: "cap", flag: Some("--allow-cap"), value: Some("NAME"),
        title: "a Linux capability",
        folder: false, component: false,
        meaning: "Containers have this Linux capability, with or without `CAP_`; `ALL` is all of them.",
    };
    /// Security options that do not tighten.
    SecurityOption = Row {
        name: "security-opt", flag: Some("--allow-security-opt"), value: Some("OPTION"),
        title: "a security option",
        folder: false, component: false,
        meaning: "Containers have this security option. `no-new-privileges` needs no grant.",
    };
    /// Kernel parameters.
    Sysctl = Row {
        name: "sysctl", flag: Some("--allow-sysctl"), value: Some("NAME"),
        title: "a kernel parameter",
        folder: false, component: false,
        meaning: "Containers set this kernel parameter of their own namespaces.",
    };
    /// The machine's own network.
    HostNetwork = Row {
        name: "host-network", flag: Some("--allow-host-network"), value: None,
        title: "this machine's own network",
        folder: false, component: false,
        meaning: "Containers use the machine's own network (`network_mode: host`).",
    };
    /// Published ports on other addresses than loopback.
    PublicPort = Row {
        name: "public-ports", flag: Some("--allow-public-ports"), value: None,
        title: "a port that other machines can reach",
        folder: false, component: false,
        meaning: "Ports are published on other addresses than loopback.",
    };
    /// Published ports that the composition chose.
    FixedPort = Row {
        name: "port", flag: Some("--allow-port"), value: Some("PORT"),
        title: "a fixed port of this machine",
        folder: true, component: false,
        meaning: "Ports are published at this port of the machine. A port that the engine chooses, on loopback, needs no grant.",
    };
    /// A way out of the networks of the composition.
    Net = Row {
        name: "net", flag: Some("--allow-net"), value: None,
        title: "a way out of its own networks",
        folder: false, component: false,
        meaning: "Containers dial out: the internet, the local network, this machine. Without it, a composition's networks are \
                  internal: its services reach each other, mzhost reaches them, and no port is published. What an engine \
                  leaves open all the same is in `SECURITY.md`.",
    };
    /// Host names that lead to the machine itself.
    HostGateway = Row {
        name: "host-gateway", flag: Some("--allow-host-gateway"), value: None,
        title: "a host name that leads to this machine",
        folder: false, component: false,
        meaning: "Lines of `extra_hosts` lead to the machine itself (`host-gateway`).",
    };
    /// Images from registries.
    Pull = Row {
        name: "pull", flag: Some("--allow-pull"), value: Some("REGISTRY"),
        title: "an image from a registry",
        folder: true, component: false,
        meaning: "Images are pulled from this registry (`docker.io`, `ghcr.io/org`, or one image). Those that are on the engine, \
                  and those that `--image` and `--images` name, need no grant. \
                  Your credentials for the registry are sent along, see [below](#credentials-of-registries).",
    };
    /// Building images of services.
    BuildImage = Row {
        name: "build", flag: Some("--allow-build"), value: None,
        title: "building an image",
        folder: true, component: false,
        meaning: "Images of services are built. A Dockerfile takes its base images from any registry, and its commands reach the network.",
    };
    /// Compiling the guest itself.
    BuildGuest = Row {
        name: "build-guest", flag: None, value: None,
        title: "building the guest, which runs programs of the folder on this machine",
        folder: true, component: false,
        meaning: "The guest of a folder is compiled when it is not up to date. `--no-build` forbids it; a `.wasm` never builds.",
    };
}

impl Capability {
    /// The capability of a name in a policy file.
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|capability| capability.row().name == name)
    }

    /// What a value of it is, in a few words.
    pub(super) fn title(self, value: &str) -> &'static str {
        let title = self.row().title;
        match (self, writable(value)) {
            (Self::Bind, ("/", _)) => "the whole disk of this machine",
            (Self::Bind, (path, _)) if path.ends_with("/docker.sock") => {
                "the engine's socket, which is as much as the whole machine"
            }
            (Self::Bind, (_, true)) => "a real path of this machine, to read and write",
            _ => title,
        }
    }

    /// The flag that grants it for a value, as it is typed into a shell; none where no flag does.
    pub fn flag(self, value: &str) -> Option<String> {
        let flag = self.row().flag?;
        Some(match self {
            _ if self.row().value.is_none() => flag.to_owned(),
            // The registry: whoever trusts it for one image does for others.
            Self::Pull => format!("{flag}={}", shell(value.split('/').next().unwrap_or(value))),
            _ => format!("{flag}={}", shell(value)),
        })
    }

    /// Whether what is granted by a value covers a value that is asked for, both in their normal form.
    pub(super) fn covers(self, granted: &str, asked: &str) -> bool {
        match self {
            Self::Bind => {
                let (granted, may_write) = writable(granted);
                let (asked, writes) = writable(asked);
                may_write >= writes && std::path::Path::new(asked).starts_with(granted)
            }
            Self::LinuxCapability => granted == "ALL" || linux_capability(asked) == granted,
            // `ghcr.io` covers all of the registry, `ghcr.io/a/b` all tags of an image, but not `ghcr.io/a/bc`.
            Self::Pull => {
                asked
                    .strip_prefix(granted)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', ':', '@']))
                    && (granted.contains('/') || asked.split('/').next() == Some(granted))
            }
            _ => granted == asked,
        }
    }

    /// A value as the user writes it, in the form that is compared.
    pub(super) fn normal(self, value: &str) -> std::io::Result<String> {
        Ok(match self {
            Self::Bind => {
                let (path, writes) = writable(value);
                let real = std::fs::canonicalize(path)?;
                format!("{}{}", real.display(), if writes { ":rw" } else { "" })
            }
            Self::LinuxCapability => linux_capability(value),
            _ => value.to_owned(),
        })
    }
}

/// `PATH[:rw]`: the path, and whether it may be written.
fn writable(value: &str) -> (&str, bool) {
    match value.strip_suffix(":rw") {
        Some(path) => (path, true),
        None => (value, false),
    }
}

fn linux_capability(name: &str) -> String {
    let name = name.to_ascii_uppercase();
    name.strip_prefix("CAP_").unwrap_or(&name).to_owned()
}

/// A text as one word of a shell.
fn shell(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:=@,+".contains(c);
    if text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_is_one_word_of_a_shell() {
        assert_eq!(
            Capability::Bind.flag("/a b:rw").as_deref(),
            Some("--allow-bind='/a b:rw'")
        );
        assert_eq!(
            Capability::Sysctl.flag("a'b").as_deref(),
            Some(r"--allow-sysctl='a'\''b'")
        );
        assert_eq!(
            Capability::Pull.flag("ghcr.io/x/y:1").as_deref(),
            Some("--allow-pull=ghcr.io")
        );
        assert_eq!(
            Capability::HostNetwork.flag("host").as_deref(),
            Some("--allow-host-network")
        );
    }

    #[test]
    fn a_grant_covers_what_lies_below_it() {
        for (capability, granted, asked, covered) in [
            (Capability::Bind, "/data", "/data/in", true),
            (Capability::Bind, "/data", "/data/in:rw", false),
            (Capability::Bind, "/data:rw", "/data:rw", true),
            (Capability::Bind, "/data", "/database", false),
            (Capability::LinuxCapability, "ALL", "SYS_ADMIN", true),
            (
                Capability::LinuxCapability,
                "NET_ADMIN",
                "cap_net_admin",
                true,
            ),
            (Capability::Pull, "ghcr.io", "ghcr.io/a/b:1", true),
            (Capability::Pull, "ghcr.io", "ghcr.io.evil.org/a:1", false),
            (Capability::Pull, "ghcr.io", "ghcr.io:444/a:1", false),
            (
                Capability::Pull,
                "ghcr.io/a/b",
                "ghcr.io/a/b@sha256:0",
                true,
            ),
            (Capability::Pull, "ghcr.io/a/b", "ghcr.io/a/bc:1", false),
            (Capability::FixedPort, "80", "8080", false),
        ] {
            assert_eq!(
                capability.covers(granted, asked),
                covered,
                "{granted} {asked}"
            );
        }
    }
}
