//! The servers that test files are run against, in a network of their own; removed at the end.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use bollard::Docker;
use bollard::models::{
    ContainerCreateBody, EndpointSettings, HostConfig, NetworkCreateRequest, NetworkingConfig,
};
use bollard::query_parameters::CreateContainerOptions;

use crate::harness::{Mzhost, Project, mzhost, with_engine};

/// How long the servers may take to answer.
const PATIENCE: Duration = Duration::from_secs(90);

/// Name as test files know it, image, variables, command.
type Server = (
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

const SERVERS: [Server; 4] = [
    (
        "postgres",
        "mzhost/postgres:15",
        &["POSTGRES_PASSWORD=postgres"],
        &["-c", "wal_level=logical", "-c", "fsync=off"],
    ),
    ("kafka", "mzhost/kafka:4.3", &[], &[]),
    ("schema-registry", "mzhost/schema-registry:2.6", &[], &[]),
    (
        "mysql",
        "mzhost/mariadb:10.11",
        &["MARIADB_ROOT_PASSWORD=mysql"],
        &[],
    ),
];

/// Running servers.
pub(super) struct Servers {
    addresses: HashMap<&'static str, String>,
    /// Removes containers and network when it is dropped.
    _project: Project,
}

impl Servers {
    /// Starts some of the servers, by name, and waits until they answer.
    pub(super) fn start(test: &str, names: &[&str]) -> Self {
        let project = Project::new(test);
        let addresses = with_engine(async |docker| {
            let network = project.name().to_owned();
            let request = NetworkCreateRequest {
                name: network.clone(),
                labels: Some(labels(&network)),
                ..NetworkCreateRequest::default()
            };
            docker.create_network(request).await.unwrap();
            let mut addresses = HashMap::new();
            for server in SERVERS.iter().filter(|server| names.contains(&server.0)) {
                addresses.insert(server.0, create(&docker, &network, server).await);
            }
            addresses
        });
        let servers = Self {
            addresses,
            _project: project,
        };
        servers.wait();
        servers
    }

    /// `mzhost td ARGS…` with these servers under their names.
    pub(super) fn td(&self, args: &[&str]) -> Mzhost {
        self.program("td")
            .args(&[
                "--kafka-addr=kafka:9092",
                "--schema-registry-url=http://schema-registry:8081",
                "--allow-psql",
            ])
            .args(args)
    }

    /// `mzhost slt ARGS…` with these servers under their names.
    pub(super) fn slt(&self, args: &[&str]) -> Mzhost {
        self.program("slt").args(args)
    }

    fn program(&self, subcommand: &str) -> Mzhost {
        let resolve: Vec<String> = self
            .addresses
            .iter()
            .map(|(name, address)| format!("{name}={address}"))
            .collect();
        mzhost(&[subcommand]).args(&[
            "--postgres-url=postgres://postgres:postgres@postgres/postgres",
            &format!("--resolve={}", resolve.join(",")),
        ])
    }

    /// Waits with a test file each, which is tried until it passes.
    fn wait(&self) {
        let files = [
            ("postgres", "> select 1\n1\n"),
            ("kafka", "$ kafka-create-topic topic=ready\n"),
            (
                "schema-registry",
                "$ schema-registry-publish subject=ready schema-type=avro\n\"string\"\n",
            ),
            (
                "mysql",
                "$ mysql-connect name=ready url=mysql://root@mysql password=mysql\n",
            ),
        ];
        let begun = Instant::now();
        for (name, text) in files {
            if !self.addresses.contains_key(name) {
                continue;
            }
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("ready.td");
            std::fs::write(&file, text).unwrap();
            let file = file.display().to_string();
            loop {
                let done = self.td(&["--default-timeout=30s", &file]).done();
                if done.code() == Some(0) {
                    break;
                }
                assert!(begun.elapsed() < PATIENCE, "{name} does not answer: {done}");
                std::thread::sleep(Duration::from_millis(200));
            }
        }
    }
}

fn labels(project: &str) -> HashMap<String, String> {
    HashMap::from([("com.docker.compose.project".to_owned(), project.to_owned())])
}

async fn create(docker: &Docker, network: &str, server: &Server) -> String {
    let (name, image, variables, command) = server;
    let texts = |texts: &[&str]| {
        texts
            .iter()
            .map(|text| (*text).to_owned())
            .collect::<Vec<_>>()
    };
    let endpoint = EndpointSettings {
        aliases: Some(vec![(*name).to_owned()]),
        ..EndpointSettings::default()
    };
    let config = ContainerCreateBody {
        image: Some((*image).to_owned()),
        env: Some(texts(variables)),
        cmd: Some(texts(command)).filter(|command| !command.is_empty()),
        labels: Some(labels(network)),
        host_config: Some(HostConfig {
            network_mode: Some(network.to_owned()),
            ..HostConfig::default()
        }),
        networking_config: Some(NetworkingConfig {
            endpoints_config: Some(HashMap::from([(network.to_owned(), endpoint)])),
        }),
        ..ContainerCreateBody::default()
    };
    let options = CreateContainerOptions {
        name: Some(format!("{network}-{name}")),
        ..CreateContainerOptions::default()
    };
    let created = docker.create_container(Some(options), config).await;
    let id = created
        .unwrap_or_else(|error| panic!("no container of {image}, run `make setup-tests`: {error}"))
        .id;
    docker.start_container(&id, None).await.unwrap();
    let details = docker.inspect_container(&id, None).await.unwrap();
    let networks = details.network_settings.unwrap().networks.unwrap();
    networks[network].ip_address.clone().unwrap()
}
