//! From a container and a port to a byte stream.
//!
//! Whether a container's own address can be reached is found out at the first connection (Docker Desktop,
//! rootless and remote engines can't); then the published port is used.

use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::code::Code;
use crate::engine::ids::ContainerId;
use crate::engine::{ContainerDetails, Engine};
use crate::fault::Fault;
use crate::run::names::PROJECT;

/// How long a container's own address may stay silent before it counts as out of reach.
const DIRECT_LIMIT: Duration = Duration::from_millis(1500);
/// How long connecting to a published port may take.
const PUBLISHED_LIMIT: Duration = Duration::from_secs(5);
/// A published port's proxy accepts although nobody listens behind it, and hangs up at once.
const HANG_UP_LIMIT: Duration = Duration::from_millis(50);

/// Connects to containers of one engine.
pub struct Dialer {
    engine: Engine,
    /// Whether an own address of a container was reached.
    direct: AtomicBool,
    /// Whether own addresses turned out to be out of reach.
    indirect: AtomicBool,
}

/// How an attempt to connect by one address went.
enum Attempt {
    Connected(TcpStream),
    /// Somebody answered: nobody listens.
    Refused,
    /// Nobody answered.
    Silent(String),
}

impl Dialer {
    /// A dialer for containers of an engine.
    pub fn new(engine: Engine) -> Self {
        Self {
            engine,
            direct: AtomicBool::new(false),
            indirect: AtomicBool::new(false),
        }
    }

    /// A dialer for an engine whose containers' own addresses are known to be out of reach.
    pub fn indirect(engine: Engine) -> Self {
        Self {
            engine,
            direct: AtomicBool::new(false),
            indirect: AtomicBool::new(true),
        }
    }

    /// Connects to a TCP port of a container.
    pub async fn dial(
        &self,
        service: &str,
        id: &ContainerId,
        port: u16,
    ) -> Result<TcpStream, Fault> {
        let details = self
            .engine
            .inspect_container(id)
            .await
            .map_err(|error| Fault::from(error).service(service))?;
        let details = match &details.shares_network_of {
            Some(other) => {
                let other = ContainerId::from_label(other);
                self.engine
                    .inspect_container(&other)
                    .await
                    .map_err(Fault::from)?
            }
            None => details,
        };
        if !details.state.running {
            return Err(Fault::new(
                Code::ServiceAbsent,
                format!(
                    "service {service:?} does not run (its container is {})",
                    details.state.status
                ),
            )
            .service(service));
        }
        self.connect(service, &details, port).await
    }

    async fn connect(
        &self,
        service: &str,
        details: &ContainerDetails,
        port: u16,
    ) -> Result<TcpStream, Fault> {
        let refused = || {
            Fault::new(
                Code::ServicePort,
                format!("nothing listens at port {port} of service {service:?}"),
            )
            .service(service)
        };
        if details.addresses.is_empty() && details.published.is_empty() && !details.host_network {
            return Err(Fault::new(
                Code::ServicePort,
                format!("port {port} of service {service:?} cannot be reached: its container has no network"),
            )
            .service(service));
        }
        let mut silent = String::new();
        if !self.indirect.load(Ordering::Relaxed) {
            for address in self.direct_addresses(details) {
                match attempt(&address, port, DIRECT_LIMIT).await {
                    Attempt::Connected(stream) => {
                        self.direct.store(true, Ordering::Relaxed);
                        return Ok(stream);
                    }
                    Attempt::Refused => {
                        self.direct.store(true, Ordering::Relaxed);
                        return Err(refused());
                    }
                    Attempt::Silent(reason) => silent = reason,
                }
            }
        }
        let Some((host, published)) = self.published(details, port) else {
            let way_out = self.way_out(details, port).await;
            return Err(Fault::new(
                Code::ServicePort,
                format!(
                    "port {port} of service {service:?} cannot be reached: its own address does not answer from here ({}) and the port is not published; {way_out}",
                    if silent.is_empty() { "known before" } else { &silent }
                ),
            )
            .service(service));
        };
        match attempt(&host, published, PUBLISHED_LIMIT).await {
            Attempt::Connected(stream) => {
                // One address that is silent, such as that of a container that restarts, says nothing of the others.
                let direct = self.direct.load(Ordering::Relaxed);
                self.indirect.store(!direct, Ordering::Relaxed);
                if hangs_up(&stream).await {
                    Err(refused())
                } else {
                    Ok(stream)
                }
            }
            Attempt::Refused => Err(refused()),
            Attempt::Silent(reason) => Err(refused().detail("reason", reason)),
        }
    }

    /// What to do about a port that is not published.
    pub(crate) async fn way_out(&self, details: &ContainerDetails, port: u16) -> String {
        let add = format!("add `ports: [\"{port}\"]`");
        let Some(project) = details.labels.get(PROJECT) else {
            return add;
        };
        let label = format!("{PROJECT}={project}");
        // It is about words only: an engine that does not answer is told of by what comes next.
        let networks = self.engine.list_networks(&[label]).await;
        let networks = networks.unwrap_or_default();
        if networks.is_empty() || networks.iter().any(|network| !network.internal) {
            return add;
        }
        format!(
            "ports of internal networks are not published: bring it up with --allow-net, and {add}"
        )
    }

    /// Addresses of the container itself.
    fn direct_addresses(&self, details: &ContainerDetails) -> Vec<String> {
        if details.host_network {
            return vec![self.engine_host()];
        }
        details.addresses.clone()
    }

    /// Where a port is published, as seen from here.
    fn published(&self, details: &ContainerDetails, port: u16) -> Option<(String, u16)> {
        published(details, port).map(|(address, published)| {
            let local_only = address
                .parse::<IpAddr>()
                .is_ok_and(|ip| ip.is_unspecified() || ip.is_loopback());
            let host = if local_only {
                self.engine_host()
            } else {
                address
            };
            (host, published)
        })
    }

    /// The address of the machine that the engine runs on.
    pub fn engine_host(&self) -> String {
        self.engine
            .endpoint()
            .host()
            .unwrap_or("127.0.0.1")
            .to_owned()
    }
}

/// The address and port that a TCP port of a container is published at, IPv4 first.
pub fn published(details: &ContainerDetails, port: u16) -> Option<(String, u16)> {
    let key = format!("{port}/tcp");
    let mut found: Vec<_> = details
        .published
        .iter()
        .filter(|(target, _, _)| *target == key)
        .map(|(_, address, published)| (address.clone(), *published))
        .collect();
    found.sort_by_key(|(address, _)| address.contains(':'));
    found.into_iter().next()
}

async fn attempt(host: &str, port: u16, limit: Duration) -> Attempt {
    match timeout(limit, TcpStream::connect((host, port))).await {
        Ok(Ok(stream)) => {
            // Statements are small and wait for their answers; delaying them helps nobody.
            drop(stream.set_nodelay(true));
            Attempt::Connected(stream)
        }
        Ok(Err(error)) if error.kind() == std::io::ErrorKind::ConnectionRefused => Attempt::Refused,
        Ok(Err(error)) => Attempt::Silent(error.to_string()),
        Err(_) => Attempt::Silent(format!("no answer in {} ms", limit.as_millis())),
    }
}

/// Whether the other side closes at once, as the engine's proxy does when nobody listens.
async fn hangs_up(stream: &TcpStream) -> bool {
    let mut byte = [0];
    matches!(
        timeout(HANG_UP_LIMIT, stream.peek(&mut byte)).await,
        Ok(Ok(0) | Err(_))
    )
}
