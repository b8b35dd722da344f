//! [`Policy`]: checks requests against grants.

use std::collections::BTreeMap;

use super::capability::{Capability, Situation};
use super::ceiling::{Ceiling, Maximum};
use super::decision::{Decision, Verdict, refusal};
use super::file::PolicyFile;
use super::grants::Grants;
use crate::engine::ids::ImageReference;
use crate::engine::rule::{Request, Rule};
use crate::fault::Fault;

/// A request that the policy let through. Only [`Policy::approve`] makes one, and the engine takes nothing else.
#[derive(Debug)]
pub struct Approved<R>(R);

impl<R> Approved<R> {
    /// The request, to look at.
    pub fn request(&self) -> &R {
        &self.0
    }

    /// The request.
    pub fn into_inner(self) -> R {
        self.0
    }
}

/// Says what is granted. The default grants nothing.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    grants: Grants,
    forced: Option<Forced>,
    /// What a flag takes away, and that flag.
    withdrawn: BTreeMap<Capability, &'static str>,
    ceiling: Ceiling,
}

/// What an owner forces: nothing beyond it is granted.
#[derive(Debug, Clone)]
struct Forced {
    file: String,
    grants: Grants,
    ceiling: Ceiling,
}

impl Policy {
    /// The defaults of a situation, and what flags add.
    pub fn new(situation: Situation, flags: Grants, ceiling: Ceiling) -> Self {
        let mut grants = Grants::of(situation);
        grants.extend(flags);
        Self {
            grants,
            ceiling,
            ..Self::default()
        }
    }

    /// What a file grants. Flags of a kind narrow that kind to what both grant.
    pub fn forced(file: PolicyFile, flags: &Grants, ceiling: &Ceiling) -> Self {
        let mut grants = Grants::everything();
        for capability in Capability::ALL {
            if flags.scope(*capability).is_some() {
                grants.withdraw(*capability);
            }
        }
        grants.extend(flags.clone());
        Self {
            grants,
            ceiling: ceiling.within(&file.ceiling),
            forced: Some(Forced {
                file: file.name,
                grants: file.grants,
                ceiling: file.ceiling,
            }),
            ..Self::default()
        }
    }

    /// Grants pulling an image that the user chose himself. A forced policy stays as it is.
    pub fn grant_image(&mut self, image: &str) {
        if let Ok(image) = ImageReference::new(image) {
            // Only a path can be wrong.
            drop(self.grants.grant(Capability::Pull, &image.canonical()));
        }
    }

    /// Takes a capability away, for a flag that forbids it.
    pub fn withdraw(&mut self, capability: Capability, flag: &'static str) {
        self.withdrawn.insert(capability, flag);
    }

    /// How much the composition as a whole may have.
    pub fn ceiling(&self) -> &Ceiling {
        &self.ceiling
    }

    /// Whether a value in its normal form is granted.
    pub fn allows(&self, capability: Capability, value: &str) -> bool {
        let forced = self.forced.as_ref();
        !self.withdrawn.contains_key(&capability)
            && self.grants.allows(capability, value)
            && forced.is_none_or(|forced| forced.grants.allows(capability, value))
    }

    /// Whether containers may have a way out of their networks.
    pub fn net_granted(&self) -> bool {
        self.allows(Capability::Net, "true")
    }

    /// Whether a real path, links resolved, was granted.
    pub fn bind_granted(&self, path: &std::path::Path, writes: bool) -> bool {
        let mode = if writes { ":rw" } else { "" };
        self.allows(Capability::Bind, &format!("{}{mode}", path.display()))
    }

    /// What it says to a value that a subject, such as `service "db"`, asks for.
    pub fn decide(&self, subject: &str, capability: Capability, value: &str) -> Decision {
        let title = capability.title(value);
        let decision = Decision {
            subject: subject.to_owned(),
            capability: capability.row().name.to_owned(),
            value: value.to_owned(),
            verdict: Verdict::Granted,
            flag: capability.flag(value),
            reason: title.to_owned(),
        };
        if self.allows(capability, value) {
            return decision;
        }
        let verdict = match capability {
            Capability::Variable | Capability::Net => Verdict::Withheld,
            _ => Verdict::Refused,
        };
        let by_file = self
            .forced
            .as_ref()
            .filter(|forced| !forced.grants.allows(capability, value));
        let beyond_flags = match (self.withdrawn.get(&capability), by_file) {
            (Some(flag), _) => format!("which {flag} forbids"),
            (None, Some(forced)) => format!("which the policy {} does not list", forced.file),
            (None, None) => {
                return Decision {
                    verdict,
                    ..decision
                };
            }
        };
        Decision {
            verdict,
            flag: None,
            reason: format!("{title}, {beyond_flags}"),
            ..decision
        }
    }

    /// What it says to so much for the composition as a whole.
    pub(crate) fn decide_maximum(&self, subject: &str, wanted: Maximum) -> Decision {
        let name = wanted.name();
        let lower = self.ceiling.below(wanted);
        let by_file = self.forced.as_ref();
        let by_file = by_file.filter(|forced| forced.ceiling.below(wanted).is_some());
        let most = lower.map_or_else(String::new, |most| format!("{most} at most"));
        Decision {
            subject: subject.to_owned(),
            capability: name.to_owned(),
            value: wanted.to_string(),
            verdict: if lower.is_some() {
                Verdict::Refused
            } else {
                Verdict::Granted
            },
            flag: by_file.is_none().then(|| format!("--{name}={wanted}")),
            reason: match by_file {
                Some(forced) => format!("{most}, by the policy {}", forced.file),
                None => most,
            },
        }
    }

    /// What it says to all that a request asks for beyond what is free.
    pub fn decisions<R: Request>(&self, subject: &str, request: &R) -> Vec<Decision> {
        let asks = request.asks().into_iter();
        asks.filter_map(|ask| match ask.rule {
            Rule::Free | Rule::Host => None,
            Rule::Never => Some(Decision {
                subject: subject.to_owned(),
                capability: ask.field.to_owned(),
                value: ask.value,
                verdict: Verdict::Refused,
                flag: None,
                reason: "mzhost never allows it".to_owned(),
            }),
            Rule::Needs(capability) => Some(self.decide(subject, capability, &ask.value)),
        })
        .collect()
    }

    /// Checks a request made for a subject. The fault names all that is refused.
    pub fn approve<R: Request>(&self, subject: &str, request: R) -> Result<Approved<R>, Fault> {
        let mut decisions = self.decisions(subject, &request);
        for decision in &mut decisions {
            // What is withheld was left out of a request, or it must not be sent.
            if decision.verdict == Verdict::Withheld {
                decision.verdict = Verdict::Refused;
            }
        }
        refusal(&decisions)?;
        Ok(Approved(request))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;
    use crate::engine::request::{
        Bind, Capabilities, CreateContainer, CreateNetwork, CreateVolume, PublishedPort,
        UserLabels, VolumeOptions,
    };

    fn request(read_only: bool) -> CreateContainer {
        CreateContainer {
            binds: vec![Bind {
                source: "/usr/lib".into(),
                target: "/in".into(),
                read_only,
            }],
            ..CreateContainer::default()
        }
    }

    fn granting(capability: Capability, value: &str) -> Grants {
        let mut grants = Grants::default();
        grants.grant(capability, value).unwrap();
        grants
    }

    fn component(flags: Grants) -> Policy {
        Policy::new(Situation::Component, flags, Ceiling::default())
    }

    fn forced(text: &str, flags: &Grants) -> Policy {
        let file = PolicyFile::parse("ci.yaml", text).unwrap();
        Policy::forced(file, flags, &Ceiling::default())
    }

    #[test]
    fn a_refusal_names_capability_value_and_flag() {
        let fault = Policy::default()
            .approve("service \"db\"", request(true))
            .unwrap_err();
        assert!(fault.is(Code::PolicyDenied));
        assert_eq!(fault.get("flag"), Some("--allow-bind=/usr/lib"));
        assert_eq!(
            fault.message,
            "service \"db\" asks for bind /usr/lib: a real path of this machine; allow it with --allow-bind=/usr/lib"
        );
    }

    #[test]
    fn all_that_is_refused_is_named_at_once() {
        let wanted = CreateContainer {
            cap_add: Capabilities(vec!["SYS_ADMIN".into()]),
            privileged: true,
            ..request(false)
        };
        let fault = Policy::default().approve("service", wanted).unwrap_err();
        assert!(fault.message.starts_with("3 requests"), "{fault}");
        assert_eq!(
            fault.get("flag"),
            Some("--allow-bind=/usr/lib:rw --allow-cap=SYS_ADMIN")
        );
        let lines = fault.get("refused").unwrap();
        assert!(
            lines.contains("privileged true: mzhost never allows it"),
            "{lines}"
        );
    }

    #[test]
    fn a_grant_covers_what_lies_below_it_and_reading_only() {
        let policy = component(granting(Capability::Bind, "/usr"));
        assert!(policy.approve("service", request(true)).is_ok());
        assert!(policy.approve("service", request(false)).is_err());
    }

    #[test]
    fn what_is_never_allowed_cannot_be_granted() {
        let policy = component(Grants::everything());
        let privileged = CreateContainer {
            privileged: true,
            ..CreateContainer::default()
        };
        assert!(policy.approve("service", privileged).is_err());
        let label = "com.docker.compose.project".to_owned();
        let labelled = CreateContainer {
            user_labels: UserLabels([(label, "other".to_owned())].into()),
            ..CreateContainer::default()
        };
        assert!(policy.approve("service", labelled).is_err());
        let mounts = |pairs: [(&str, &str); 2]| CreateVolume {
            driver_opts: VolumeOptions(pairs.map(|(k, v)| (k.to_owned(), v.to_owned())).into()),
            ..CreateVolume::default()
        };
        let disk = mounts([("type", "ext4"), ("device", "/dev/sda1")]);
        assert!(policy.approve("volume", disk).is_err());
        let memory = mounts([("type", "tmpfs"), ("device", "tmpfs")]);
        assert!(policy.approve("volume", memory).is_ok());
    }

    #[test]
    fn a_network_with_a_way_out_is_withheld_and_never_sent() {
        let outward = || CreateNetwork {
            outward: true,
            ..CreateNetwork::default()
        };
        for situation in [Situation::Folder, Situation::Component] {
            let policy = Policy::new(situation, Grants::default(), Ceiling::default());
            let decided = policy.decisions("network", &outward());
            assert_eq!(decided[0].verdict, Verdict::Withheld);
            assert_eq!(decided[0].flag.as_deref(), Some("--allow-net"));
            assert!(policy.approve("network", outward()).is_err());
            assert!(policy.approve("network", CreateNetwork::default()).is_ok());
        }
        let granted = component(granting(Capability::Net, "*"));
        assert!(granted.approve("network", outward()).is_ok());
        assert!(!forced("cap: true", &Grants::everything()).net_granted());
    }

    #[test]
    fn a_folder_has_fixed_ports_on_loopback_and_a_component_has_not() {
        let wanted = |host_ip: &str| CreateContainer {
            ports: vec![PublishedPort {
                target: 80,
                protocol: mzhost_compose::model::Protocol::Tcp,
                host_ip: host_ip.into(),
                published: Some(8080),
            }],
            ..CreateContainer::default()
        };
        let folder = Policy::new(Situation::Folder, Grants::default(), Ceiling::default());
        assert!(folder.approve("service", wanted("127.0.0.1")).is_ok());
        let public = folder.approve("service", wanted("0.0.0.0")).unwrap_err();
        assert_eq!(public.get("flag"), Some("--allow-public-ports"));
        let stranger = component(Grants::default());
        let fixed = stranger.approve("service", wanted("::1")).unwrap_err();
        assert_eq!(fixed.get("flag"), Some("--allow-port=8080"));
        let both = stranger.approve("service", wanted("0.0.0.0")).unwrap_err();
        assert_eq!(
            both.get("flag"),
            Some("--allow-public-ports --allow-port=8080")
        );
    }

    #[test]
    fn flags_narrow_a_forced_policy_and_never_widen_it() {
        let lists = |flags: &Grants| forced("bind: [/usr]\ncap: true", flags);
        let allows = |policy: &Policy, path: &str| policy.bind_granted(path.as_ref(), false);
        let plain = lists(&Grants::default());
        assert!(allows(&plain, "/usr/lib") && !allows(&plain, "/etc"));
        let narrow = lists(&granting(Capability::Bind, "/usr/lib"));
        assert!(allows(&narrow, "/usr/lib") && !allows(&narrow, "/usr/bin"));
        assert!(narrow.allows(Capability::LinuxCapability, "SYS_ADMIN"));
        let wide = lists(&Grants::everything());
        assert!(allows(&wide, "/usr/lib") && !allows(&wide, "/etc"));
        // What it does not list is denied, also what a folder has by itself.
        assert!(!plain.allows(Capability::BuildGuest, ""));
        let decision = wide.decide("service", Capability::Bind, "/etc");
        assert_eq!(decision.flag, None);
        assert!(decision.reason.contains("ci.yaml"), "{decision:?}");
    }
}
