//! What the containers of a composition reach without and with `--allow-net`, and what its guest reaches through
//! mzhost.

mod containers;
mod guests;
mod ports;
pub(crate) mod rows;

use std::io::{Read, Write};
use std::net::{IpAddr, TcpListener, UdpSocket};

use mzhost_test_artifacts::ANY_SERVICES as GUEST;

use crate::harness::{Mzhost, Project, container_ids, run, with_engine};

/// A server in a container that says who it is, whatever it is asked; `WHO` and `EXTRA`, further headers, are variables.
const SERVER: &str = r#"[perl, -MIO::Socket::INET, -e, '$$s = IO::Socket::INET->new(LocalPort => 8080, Listen => 9, ReuseAddr => 1) or die; while ($$c = $$s->accept) { sysread $$c, $$_, 4096; print $$c "HTTP/1.0 302 Found\r\n$$ENV{EXTRA}\r\n\r\n$$ENV{WHO}\n"; close $$c }']"#;

/// A run of a component that declares this document. Flags come before the workflow.
fn declaring(document: &str, rest: &[&str]) -> Mzhost {
    run(GUEST, &["--allow-env=DOCUMENT"])
        .args(rest)
        .env("DOCUMENT", document)
}

/// A listener at all addresses of the machine that says who it is, whatever it is asked.
struct Machine {
    port: u16,
    address: IpAddr,
}

impl Machine {
    /// Listens until the test's process ends.
    fn listen(who: &'static str) -> Self {
        let listener = TcpListener::bind(("0.0.0.0", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            while let Ok((mut stream, _)) = listener.accept() {
                // Who has gone already is no concern of the test.
                drop(stream.read(&mut [0; 512]));
                drop(writeln!(stream, "{who}"));
            }
        });
        // Nothing is sent: it is the address that the machine has on its way out.
        let socket = UdpSocket::bind(("0.0.0.0", 0)).unwrap();
        socket.connect(("192.0.2.1", 9)).unwrap();
        Self {
            port,
            address: socket.local_addr().unwrap().ip(),
        }
    }
}

/// Another project with a server, which publishes its port on all addresses.
struct Other {
    project: Project,
    address: String,
    published: u16,
}

impl Other {
    fn up(test: &str) -> Self {
        let project = Project::new(test);
        let document = format!(
            "services: {{box: {{image: 'debian:bookworm-slim', init: true, command: {SERVER}, ports: ['0.0.0.0::8080'],
             environment: {{WHO: another project, EXTRA: 'A: b'}}, x-mzhost: {{ready: {{tcp: 8080}}}}}}}}"
        );
        let flags = [
            "--allow-env=DOCUMENT",
            "--allow-net",
            "--allow-public-ports",
        ];
        let up = project.mzhost("up", &[GUEST]).args(&flags);
        drop(up.env("DOCUMENT", document).done().exits(0));
        let id = container_ids(project.name()).remove(0);
        let (address, published) = with_engine(async |docker| {
            let found = docker.inspect_container(&id, None).await.unwrap();
            let settings = found.network_settings.unwrap();
            let network = settings.networks.unwrap().into_values().next().unwrap();
            let ports = settings
                .ports
                .unwrap()
                .remove("8080/tcp")
                .flatten()
                .unwrap();
            let port = ports[0].host_port.clone().unwrap();
            (network.ip_address.unwrap(), port.parse().unwrap())
        });
        Self {
            project,
            address,
            published,
        }
    }

    fn container(&self) -> String {
        format!("{}-box-1", self.project.name())
    }
}
