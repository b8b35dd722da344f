//! A Docker engine of the tests' own, with its own network and mounts, which go with it. It ends when the tests do, also
//! when they are killed.

use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use bollard::query_parameters::{ListContainersOptions, ListNetworksOptions, ListVolumesOptions};
use bollard::{API_DEFAULT_VERSION, Docker};
use tempfile::TempDir;

use crate::harness::{Mzhost, mzhost_by};

/// Started by [`Engine::start`] in the new namespaces. It obeys `stop` and `start`, and ends all when nobody can ask it
/// any more. The small file system is for state folders that are to be full.
const SCRIPT: &str = r#"
set -eu
cd "$1"
mkdir small data
mount -t tmpfs -o size=1m tmpfs small
[ -z "$2" ] || mount -t tmpfs -o "size=$2" tmpfs data
start() {
    dockerd --data-root "$1/data" --exec-root "$1/exec" --pidfile "$1/pid" --host "unix://$1/socket" \
        --shutdown-timeout 2 >>log 2>&1 </dev/null &
    daemon=$!
}
stop() { kill "$daemon"; wait "$daemon" || true; }
start "$1"
while read -r order; do
    case $order in
        stop) stop ;;
        start) start "$1" ;;
    esac
done
stop
"#;

/// How long the engine may take to start, or to take an image.
const PATIENCE: Duration = Duration::from_mins(2);
/// How long anything of a run may be seen after its end.
const LIMIT: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(100);

/// The images of the workflows here.
pub(super) const IMAGES: [&str; 2] = ["debian:bookworm-slim", "mzhost/postgres:15"];

/// The disk of an engine.
#[derive(Debug, Clone, Copy)]
pub(super) enum Size {
    /// The machine's.
    Unlimited,
    /// Room for the smallest image, and little more.
    Small,
}

/// An engine that runs as long as this value lives.
pub(super) struct Engine {
    child: Child,
    folder: TempDir,
}

impl Engine {
    /// The engine that tests share which do not stop it.
    pub(super) fn shared() -> Arc<Self> {
        static SHARED: Mutex<Weak<Engine>> = Mutex::new(Weak::new());

        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let engine = Arc::new(Self::start(&IMAGES));
            *shared = Arc::downgrade(&engine);
            engine
        })
    }

    /// Starts an engine and gives it images of the machine's.
    pub(super) fn start(images: &[&str]) -> Self {
        Self::start_sized(images, Size::Unlimited)
    }

    /// Starts an engine with a disk of its own.
    pub(super) fn start_sized(images: &[&str], size: Size) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let child = Command::new("unshare")
            .args(["--net", "--mount", "sh", "-c", SCRIPT, "engine"])
            .arg(folder.path())
            .arg(match size {
                Size::Unlimited => "",
                Size::Small => "400m",
            })
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let engine = Self { child, folder };
        engine.wait_until_it_answers();
        let copy = format!(
            "docker save {} | docker --host {} load",
            images.join(" "),
            engine.address()
        );
        let copied = Command::new("sh")
            .args(["-c", &copy])
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(copied.success(), "{copy} failed");
        engine
    }

    /// Stops the engine; containers are stopped with it.
    pub(super) fn stop(&mut self) {
        self.order("stop");
        self.wait("the engine still answers", || !self.answers());
    }

    /// Starts the engine again.
    pub(super) fn start_again(&mut self) {
        self.order("start");
        self.wait_until_it_answers();
    }

    /// `mzhost ARGS…` with this engine, in its network.
    pub(super) fn mzhost(&self, args: &[&str]) -> Mzhost {
        let id = self.child.id();
        let network = format!("--net=/proc/{id}/ns/net");
        self.set_up(mzhost_by(&["nsenter", &network], args))
    }

    /// The same, in its mounts, too, with runs on the small file system of [`Self::small`].
    pub(super) fn mzhost_on_small_disk(&self, args: &[&str]) -> Mzhost {
        let id = self.child.id();
        let network = format!("--net=/proc/{id}/ns/net");
        let mounts = format!("--mount=/proc/{id}/ns/mnt");
        let here = format!("--wd={}", env!("CARGO_MANIFEST_DIR"));
        self.set_up(mzhost_by(&["nsenter", &network, &mounts, &here], args))
            .env("MZHOST_STATE_DIR", self.folder.path().join("small/state"))
    }

    /// The same, where other processes cannot be seen.
    pub(super) fn mzhost_elsewhere(&self, args: &[&str]) -> Mzhost {
        let by = ["unshare", "--pid", "--fork", "--mount-proc"];
        self.set_up(mzhost_by(&by, args))
    }

    /// All share a state folder: where the machine has no id, it has one for them.
    fn set_up(&self, mzhost: Mzhost) -> Mzhost {
        mzhost
            .env("DOCKER_HOST", self.address())
            .env("MZHOST_STATE_DIR", self.folder.path().join("state"))
    }

    /// The folder of a run.
    pub(super) fn run_folder(&self, run: &str) -> PathBuf {
        self.folder.path().join("state/runs").join(run)
    }

    /// The small file system as it is seen from here.
    pub(super) fn small(&self) -> PathBuf {
        let path = self.folder.path().join("small");
        PathBuf::from(format!("/proc/{}/root{}", self.child.id(), path.display()))
    }

    /// All containers, networks, volumes and processes of a run.
    pub(super) fn left_of(&self, run: &str) -> Vec<String> {
        let mut left = self.objects(Some(&format!("dev.mzhost.run={run}")));
        left.extend(processes(run));
        left
    }

    /// Nothing of the run is there after a moment.
    #[track_caller]
    pub(super) fn forgets(&self, run: &str) {
        let begun = Instant::now();
        loop {
            let left = self.left_of(run);
            if left.is_empty() {
                return;
            }
            assert!(begun.elapsed() < LIMIT, "of run {run} are left: {left:#?}");
            std::thread::sleep(PAUSE);
        }
    }

    /// Nothing at all is there after a moment, labelled or not.
    #[track_caller]
    pub(super) fn is_empty(&self) {
        let begun = Instant::now();
        loop {
            let left = self.objects(None);
            if left.is_empty() {
                return;
            }
            assert!(begun.elapsed() < LIMIT, "the engine has {left:#?}");
            std::thread::sleep(PAUSE);
        }
    }

    /// Names of containers, networks and volumes, the engine's own networks left out.
    fn objects(&self, label: Option<&str>) -> Vec<String> {
        let filters =
            label.map(|label| HashMap::from([("label".to_owned(), vec![label.to_owned()])]));
        self.ask(async |docker| {
            let containers = ListContainersOptions {
                all: true,
                filters: filters.clone(),
                ..ListContainersOptions::default()
            };
            let networks = ListNetworksOptions {
                filters: filters.clone(),
            };
            let containers = docker.list_containers(Some(containers)).await.unwrap();
            let networks = docker.list_networks(Some(networks)).await.unwrap();
            let volumes = docker
                .list_volumes(Some(ListVolumesOptions { filters }))
                .await
                .unwrap();
            let networks = networks.into_iter().filter_map(|network| network.name);
            let networks = networks.filter(|name| !["bridge", "host", "none"].contains(&&**name));
            let containers = containers
                .into_iter()
                .flat_map(|c| c.names.unwrap_or_default());
            let volumes = volumes.volumes.unwrap_or_default();
            containers
                .map(|name| format!("container {name}"))
                .chain(networks.map(|name| format!("network {name}")))
                .chain(volumes.into_iter().map(|v| format!("volume {}", v.name)))
                .collect()
        })
    }

    fn ask<T>(&self, work: impl AsyncFnOnce(Docker) -> T) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let docker = Docker::connect_with_unix(&self.address(), 60, API_DEFAULT_VERSION);
            let docker = docker.unwrap().negotiate_version().await.unwrap();
            work(docker).await
        })
    }

    fn order(&mut self, order: &str) {
        let pipe = self.child.stdin.as_mut().unwrap();
        writeln!(pipe, "{order}").unwrap();
    }

    pub(super) fn address(&self) -> String {
        format!("unix://{}", self.folder.path().join("socket").display())
    }

    fn answers(&self) -> bool {
        let mut version = Command::new("docker");
        version.args(["--host", &self.address(), "version"]);
        version.stdout(Stdio::null()).stderr(Stdio::null());
        version.status().unwrap().success()
    }

    fn wait_until_it_answers(&self) {
        self.wait("the engine does not answer", || self.answers());
    }

    fn wait(&self, otherwise: &str, condition: impl Fn() -> bool) {
        let begun = Instant::now();
        while !condition() {
            let log = || fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
            assert!(
                begun.elapsed() < PATIENCE,
                "{otherwise}; these tests need root, util-linux and dockerd:\n{}",
                log()
            );
            std::thread::sleep(PAUSE);
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // The end of the pipe is the order to end.
        drop(self.child.stdin.take());
        drop(self.child.wait());
    }
}

/// Processes with a run's id among their arguments: its reaper.
pub(super) fn processes(run: &str) -> Vec<String> {
    let processes = fs::read_dir("/proc").unwrap().filter_map(|entry| {
        let entry = entry.ok()?;
        let id: u32 = entry.file_name().to_str()?.parse().ok()?;
        let arguments = fs::read(entry.path().join("cmdline")).ok()?;
        let arguments = String::from_utf8_lossy(&arguments).replace('\0', " ");
        arguments
            .contains(run)
            .then(|| format!("process {id}: {arguments}"))
    });
    processes.collect()
}
