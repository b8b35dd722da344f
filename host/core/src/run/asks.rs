//! What services ask of the policy. One code makes the request to the engine and what `mzhost inspect` shows, so that
//! they cannot disagree; nothing here needs an engine.

use mzhost_compose::model::{Document, FileGrant, FileSource, NetworkMode, Service};

use super::placing::{Placed, placed};
use super::setup::Run;
use crate::engine::ids::ImageReference;
use crate::engine::request::{
    BuildImage, Capabilities, CreateContainer, CreateNetwork, CreateVolume, HostLine,
    NetworkModeRequest, PublishedPort, PullImage, SecurityOptions, UserLabels, VolumeOptions,
};
use crate::event::EventKind;
use crate::fault::Fault;
use crate::policy::{Capability, Decision, Policy, Verdict, flags};
use crate::root::Root;

/// Where a port is bound that says nothing: this machine alone can reach it.
const LOOPBACK: &str = "127.0.0.1";

/// How decisions name a service.
pub(super) fn subject(service: &str) -> String {
    format!("service {service:?}")
}

/// What a service asks the policy for, without what it does if the answer is no.
pub struct ServiceAsks {
    /// The service.
    pub service: String,
    /// What the policy says, whether an image must be pulled left out.
    pub decisions: Vec<Decision>,
    /// What it says to pulling the image, which is only asked for when the engine has none.
    pub pull: Option<Decision>,
}

/// What all services of a document ask the policy for. A path that cannot be used is told as a decision, too.
pub fn service_asks(document: &Document, root: &Root, policy: &Policy) -> Vec<ServiceAsks> {
    let services = document.services.values();
    services
        .map(|service| {
            let mut decisions = variables(service, document, policy);
            match decisions_of(service, document, root, policy) {
                Ok(more) => decisions.extend(more),
                Err(fault) => decisions.push(unusable(service, fault)),
            }
            ServiceAsks {
                service: service.name.clone(),
                decisions,
                pull: pull_decision(service, policy),
            }
        })
        .collect()
}

impl Run {
    /// Tells in one line what the component wants and does not get, so that a failure for it later is no riddle. What
    /// services ask for and are refused is told when they are brought up.
    pub fn tell_wants(&self, wants: &[Decision]) {
        let missing = |want: &&Decision| want.verdict != Verdict::Granted;
        if !wants.iter().any(|want| missing(&want)) {
            return;
        }
        let now = self.definitions();
        let asks = service_asks(&now.document, &self.root, &self.policy);
        let asked = asks
            .into_iter()
            .flat_map(|one| one.decisions.into_iter().chain(one.pull));
        let refused: Vec<Decision> = asked.filter(Decision::is_refused).collect();
        let told_later = |want: &Decision| refused.iter().any(|ask| ask.is_part_of(want));
        let missing: Vec<Decision> = wants.iter().filter(missing).cloned().collect();
        self.tell_decisions(&missing);
        let missing = missing.iter().filter(|want| !told_later(want));
        let list: Vec<String> = missing.clone().map(Decision::asked).collect();
        if list.is_empty() {
            return;
        }
        let way_out = match flags(missing).as_slice() {
            [] => "no flag grants it".to_owned(),
            flags => format!("grant it with {}", flags.join(" ")),
        };
        self.events.tell(EventKind::Warning {
            message: format!(
                "the component wants {}, which is not granted; {way_out}",
                list.join(", ")
            ),
        });
    }
}

/// What the policy says to all that bringing a service up asks of the engine, but for a pull.
pub(super) fn decisions_of(
    service: &Service,
    document: &Document,
    root: &Root,
    policy: &Policy,
) -> Result<Vec<Decision>, Fault> {
    let named = |fault: Fault| fault.service(&service.name);
    let mut binds = Vec::new();
    for mount in &service.volumes {
        if let Some(Placed::Real(bind)) = placed(mount, root, policy).map_err(named)? {
            binds.push(bind);
        }
    }
    let subject = subject(&service.name);
    let container = CreateContainer {
        binds,
        ..privileges(service)
    };
    let mut decisions = policy.decisions(&subject, &container);
    if let Some(build) = &service.build {
        let request = BuildImage {
            context: build.context.clone(),
            labels: UserLabels(build.labels.clone()),
            ..BuildImage::default()
        };
        decisions.extend(policy.decisions(&subject, &request));
    }
    for (name, network) in service
        .networks
        .keys()
        .filter_map(|name| Some((name, document.networks.get(name)?)))
    {
        let request = CreateNetwork {
            user_labels: UserLabels(network.labels.clone()),
            outward: !network.internal,
            ..CreateNetwork::default()
        };
        decisions.extend(policy.decisions(&format!("network {name:?}"), &request));
    }
    for (name, volume) in service
        .volumes
        .iter()
        .filter_map(|mount| mount.kind.volume())
        .filter_map(|name| Some((name, document.volumes.get(name)?)))
    {
        let request = CreateVolume {
            user_labels: UserLabels(volume.labels.clone()),
            driver_opts: VolumeOptions(volume.driver_opts.clone()),
            ..CreateVolume::default()
        };
        decisions.extend(policy.decisions(&format!("volume {name:?}"), &request));
    }
    Ok(decisions)
}

/// What the policy says to pulling a service's image; none where it is built, or never pulled.
pub(super) fn pull_decision(service: &Service, policy: &Policy) -> Option<Decision> {
    let request = PullImage {
        image: image_to_pull(service)?,
        platform: None,
    };
    policy.decisions(&subject(&service.name), &request).pop()
}

/// The image that a service pulls when the engine has none.
pub(super) fn image_to_pull(service: &Service) -> Option<ImageReference> {
    let never = service.pull_policy == mzhost_compose::model::PullPolicy::Never;
    if service.build.is_some() || never {
        return None;
    }
    ImageReference::new(service.image.as_deref()?).ok()
}

/// The part of a service's container that the policy looks at, but for its binds.
pub(super) fn privileges(service: &Service) -> CreateContainer {
    let ports = service.ports.iter().map(|port| PublishedPort {
        target: port.target,
        protocol: port.protocol,
        host_ip: port.host_ip.clone().unwrap_or_else(|| LOOPBACK.to_owned()),
        published: port.published,
    });
    let hosts = service.extra_hosts.iter().map(|line| HostLine {
        host: line.host.clone(),
        address: line.address.clone(),
    });
    CreateContainer {
        user_labels: UserLabels(service.labels.clone()),
        ports: ports.collect(),
        network_mode: match &service.network_mode {
            None => NetworkModeRequest::Networks,
            Some(NetworkMode::Host) => NetworkModeRequest::Host,
            // Whose it is, is known when that one has a container.
            Some(NetworkMode::None | NetworkMode::Service(_)) => NetworkModeRequest::None,
        },
        extra_hosts: hosts.collect(),
        cap_add: Capabilities(service.cap_add.clone()),
        sysctls: service.sysctls.clone(),
        security_opt: SecurityOptions(service.security_opt.clone()),
        ..CreateContainer::default()
    }
}

/// What the policy says to the variables of this machine that a service reads.
pub(super) fn variables(service: &Service, document: &Document, policy: &Policy) -> Vec<Decision> {
    let unset = |(name, value): (&String, &Option<String>)| value.is_none().then(|| name.clone());
    let build = service.build.iter().flat_map(|build| &build.args);
    let read = service.environment.iter().chain(build).filter_map(unset);
    let files = [
        (&service.configs, &document.configs),
        (&service.secrets, &document.secrets),
    ];
    let files = files.into_iter().flat_map(|(grants, sources)| {
        let source = |grant: &FileGrant| match sources.get(&grant.source) {
            Some(FileSource::Environment(name)) => Some(name.clone()),
            _ => None,
        };
        grants.iter().filter_map(source).collect::<Vec<_>>()
    });
    let subject = subject(&service.name);
    read.chain(files)
        .map(|name| policy.decide(&subject, Capability::Variable, &name))
        .collect()
}

fn unusable(service: &Service, fault: Fault) -> Decision {
    Decision {
        subject: subject(&service.name),
        capability: "files".to_owned(),
        value: fault.get("path").unwrap_or_default().to_owned(),
        verdict: Verdict::Refused,
        flag: None,
        reason: fault.message,
    }
}
