//! The gate: what runs behind it is what would run without, and it is passed once.

use std::fmt::Write as _;

use bollard::query_parameters::{
    InspectContainerOptions, LogsOptionsBuilder, RestartContainerOptionsBuilder,
};
use futures_util::StreamExt;
use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use mzhost_core::operation::Operation;
use mzhost_core::run::GateMode;

use crate::Outcome;
use crate::gate_held::until;
use crate::play::{Play, eventually, words};
use crate::stage::{Stage, on_stage};

/// Services beside one that they can wait for.
pub(crate) fn after_base(services: &str) -> String {
    format!(
        "
services:
  base:
    image: debian:bookworm-slim
    command: [sh, -c, 'sleep 0.3; echo ready; exec sleep infinity']
    x-mzhost: {{ready: {{log: ready}}}}
{services}
"
    )
}

/// A run with gates, under a name of its own.
pub(crate) fn gated(stage: &Stage, name: &str, services: &str) -> Outcome<Play> {
    with(stage, name, services, GateMode::On)
}

fn with(stage: &Stage, name: &str, services: &str, mode: GateMode) -> Outcome<Play> {
    let project = format!("{}-{name}", stage.project);
    stage.play_on(&stage.engine, &project, services, |setup| setup.gate = mode)
}

/// Whether a service's container has a gate.
async fn has_gate(stage: &Stage, name: &str, service: &str) -> Outcome<bool> {
    let container = format!("{}-{name}-{service}-1", stage.project);
    let found = stage
        .docker
        .inspect_container(&container, None::<InspectContainerOptions>)
        .await?;
    let config = found.config.unwrap_or_default();
    let by_label = config
        .labels
        .unwrap_or_default()
        .contains_key("dev.mzhost.gate");
    let by_entrypoint = config
        .entrypoint
        .unwrap_or_default()
        .first()
        .is_some_and(|word| word.contains("mzhost-gate"));
    assert_eq!(by_label, by_entrypoint, "{container}");
    Ok(by_label)
}

/// Says all that a command can see of how it was started.
const LOOK: &str = r#"readlink /proc/1/exe /proc/$$$$/exe /proc/self/fd/0 /proc/1/cwd
tr "\0" " " < /proc/$$$$/cmdline; tr "\0" "\n" < /proc/$$$$/environ | sort
id; pwd; umask; ls /proc/$$$$/fd; grep -E "Sig(Blk|Ign|Cgt)|Cap|NoNew|Seccomp:" /proc/self/status
wc -c; ulimit -a; echo looked; exec sleep infinity"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_command_sees_nothing_of_its_gate() {
    on_stage("gatelook", async |stage| {
        let kinds = [
            ("root", ""),
            ("user", "user: '1000:1000'\n    working_dir: /tmp/new"),
            ("init", "init: true\n    environment: {A: '1', EMPTY: ''}"),
            (
                "caps",
                "user: nobody\n    cap_drop: [ALL]\n    security_opt: ['no-new-privileges:true']",
            ),
        ];
        let look = serde_json::to_string(&["sh", "-c", LOOK])?;
        let mut services = String::new();
        for (name, keys) in kinds {
            write!(
                services,
                "  {name}:
    image: debian:bookworm-slim
    hostname: box
    command: {look}
    depends_on: {{base: {{condition: service_healthy}}}}
    x-mzhost: {{ready: {{log: ^looked$$}}}}
    {keys}
"
            )?;
        }
        let services = after_base(&services);
        let plain = with(stage, "plain", &services, GateMode::Off)?;
        plain.up().await?;
        let behind = gated(stage, "gated", &services)?;
        behind.up().await?;
        for (name, _) in kinds {
            assert!(!has_gate(stage, "plain", name).await?, "{name}");
            assert!(has_gate(stage, "gated", name).await?, "{name}");
            let log = behind.log_file(name);
            assert!(log.contains("/dev/null\n"), "{name}: {log}");
            assert_eq!(log, plain.log_file(name), "{name}");
        }
        assert!(!has_gate(stage, "gated", "base").await?);
        Ok(())
    })
    .await;
}

/// A fault of the engine without what differs from container to container.
fn same(fault: &Fault) -> (String, String) {
    let words = fault.message.split(' ').filter(|word| {
        let hex = word.trim_end_matches(':');
        !(hex.len() == 12 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
    });
    (fault.code.clone(), words.collect::<Vec<_>>().join(" "))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_cannot_run_is_told_as_without_gate() {
    on_stage("gatenope", async |stage| {
        for (name, command) in [
            ("missing", "[nope]"),
            ("path", "[/nope/x]"),
            ("folder", "[/etc]"),
            ("mode", "[/etc/passwd]"),
            ("format", "[/script]"),
            ("shebang", "[/shebang]"),
        ] {
            let services = after_base(&format!(
                "  box:
    image: debian:bookworm-slim
    command: {command}
    configs: [{{source: script, target: /script, mode: 0555}}, {{source: shebang, target: /shebang, mode: 0555}}]
    depends_on: {{base: {{condition: service_healthy}}}}
    x-mzhost: {{ready: {{log: never}}}}
configs: {{script: {{content: 'no program'}}, shebang: {{content: '#!/no/such'}}}}
"
            ));
            let (plain, behind) = (format!("{name}-p"), format!("{name}-g"));
            let plain = with(stage, &plain, &services, GateMode::Off)?;
            let behind = gated(stage, &behind, &services)?;
            let (plain, behind) = tokio::join!(plain.up_fails(), behind.up_fails());
            assert_eq!(same(&behind), same(&plain), "{name}");
            // What the kernel alone can tell comes after the start, as output of the container.
            let late = ["format", "shebang"].contains(&name);
            assert_eq!(
                plain.message.contains("start container"),
                !late,
                "{plain:?}"
            );
            assert_eq!(behind.get("log"), plain.get("log"), "{name}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signals_and_exit_codes_are_the_commands_own() {
    on_stage("gatesig", async |stage| {
        let services = after_base(
            r#"  box:
    image: debian:bookworm-slim
    command: [sh, -c, 'trap "echo told; exit 5" TERM; echo up; while :; do sleep 0.05; done']
    depends_on: {base: {condition: service_healthy}}
    x-mzhost: {ready: {log: up}}
  job:
    image: debian:bookworm-slim
    command: [sh, -c, 'echo did; exit 0']
    depends_on: {box: {condition: service_healthy}}
    x-mzhost: {once: true}
  after:
    image: debian:bookworm-slim
    command: [sleep, infinity]
    depends_on: {job: {condition: service_completed_successfully}}
  fails:
    image: debian:bookworm-slim
    command: [sh, -c, 'exit 9']
    depends_on: {base: {condition: service_healthy}}
    x-mzhost: {once: true}
"#,
        );
        let play = gated(stage, "g", &services)?;
        let up = |service: &str| Operation::Up {
            services: vec![service.to_owned()],
            wait: true,
            timeout_ms: None,
        };
        play.perform(up("after")).await?;
        for service in ["box", "job", "after"] {
            assert!(has_gate(stage, "g", service).await?, "{service}");
        }
        assert_eq!(play.state("job").await?.exit_code, Some(0));
        assert_eq!(play.log_file("job"), "did\n");
        let fault = play.perform(up("fails")).await.unwrap_err();
        assert!(fault.is(Code::ServiceExited), "{fault:?}");
        assert_eq!(fault.get("exit-code"), Some("9"), "{fault:?}");
        let services = vec!["box".to_owned()];
        let signal = "SIGTERM".to_owned();
        play.perform(Operation::Kill { services, signal }).await?;
        play.line("box", "told").await?;
        eventually(async || match play.state("box").await?.exit_code {
            Some(5) => Ok(()),
            other => Err(format!("{other:?}").into()),
        })
        .await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gate_that_was_opened_stays_open() {
    on_stage("gateopen", async |stage| {
        let services = after_base(
            "  box:
    image: debian:bookworm-slim
    user: '1234'
    command: [sh, -c, 'echo up; [ -e /tmp/x ] || { touch /tmp/x; exit 7; }; echo stays; exec sleep infinity']
    restart: always
    depends_on: {base: {condition: service_healthy}}
    x-mzhost: {ready: {log: stays}}
",
        );
        let play = gated(stage, "g", &services)?;
        play.up().await?;
        assert!(has_gate(stage, "g", "box").await?);
        assert_eq!(play.state("box").await?.restarts, 1);
        play.kill("box").await?;
        play.start("box").await?;
        let twice = "up\nup\nstays\nup\nstays\n";
        assert_eq!(play.log_file("box"), twice);
        // Past mzhost.
        let container = format!("{}-g-box-1", stage.project);
        let now = RestartContainerOptionsBuilder::default().t(0).build();
        let restart = stage.docker.restart_container(&container, Some(now));
        restart.await?;
        let all = LogsOptionsBuilder::default().stdout(true).build();
        eventually(async || {
            let mut log = String::new();
            let mut pieces = stage.docker.logs(&container, Some(all.clone()));
            while let Some(piece) = pieces.next().await {
                log.push_str(&piece?.to_string());
            }
            if log == format!("{twice}up\nstays\n") {
                Ok(())
            } else {
                Err(log.into())
            }
        })
        .await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn those_that_can_have_no_gate_start_as_usual() {
    on_stage("gatenone", async |stage| {
        let services = after_base(
            "  out:
    image: debian:bookworm-slim
    command: [sleep, infinity]
    depends_on: [base]
    x-mzhost: {gate: false}
  sealed:
    image: debian:bookworm-slim
    command: [sleep, infinity]
    depends_on: {base: {condition: service_healthy}}
    read_only: true
  shared:
    image: debian:bookworm-slim
    command: [sleep, infinity]
    depends_on: {sealed: {condition: service_started}}
    network_mode: service:sealed
",
        );
        let play = gated(stage, "g", &services)?;
        play.up().await?;
        for (service, wanted) in [
            ("base", false),
            ("out", false),
            ("sealed", false),
            ("shared", true),
        ] {
            assert!(play.state(service).await?.ready, "{service}");
            assert_eq!(has_gate(stage, "g", service).await?, wanted, "{service}");
        }
        let options = mzhost_core::operation::ExecOptions::default();
        let said = play.one_off("out", &["cat"], options).await?;
        assert_eq!(said.exit_code, 0);
        Ok(())
    })
    .await;
}

/// The nanoseconds behind a word of a log.
fn stamp(play: &Play, service: &str, word: &str) -> Outcome<u128> {
    let log = play.log_file(service);
    let line = log.lines().find_map(|line| line.strip_prefix(word));
    Ok(line.ok_or(log.clone())?.trim().parse()?)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_starts_early_and_keeps_its_order() {
    on_stage("gatechain", async |stage| {
        let mut services = "services:\n".to_owned();
        for number in 1..=4 {
            let (until, after) = match number {
                1 => ("until [ -e /go ]; do sleep 0.02; done".to_owned(), String::new()),
                _ => (
                    "sleep 0.3".to_owned(),
                    format!("depends_on: {{s{}: {{condition: service_healthy}}}}", number - 1),
                ),
            };
            write!(
                services,
                "  s{number}:
    image: debian:bookworm-slim
    command: [sh, -c, 'echo begun $$(date +%s%N); {until}; echo ready $$(date +%s%N); exec sleep infinity']
    x-mzhost: {{ready: {{log: ^ready}}}}
    {after}
"
            )?;
        }
        let play = gated(stage, "g", &services)?;
        let hold = async {
            for service in ["s2", "s3", "s4"] {
                until(stage, "g", service, ("running", 0)).await?;
                assert_eq!(play.log_file(service), "", "{service}");
            }
            // The first runs, and everything else has started.
            let touch = mzhost_core::operation::ExecOptions::default();
            play.run.exec("s1", &words(&["touch", "/go"]), &touch).await?;
            Ok(())
        };
        let (up, held): (_, Outcome<()>) = tokio::join!(play.up(), hold);
        held?;
        up?;
        for number in 1..4 {
            let ready = stamp(&play, &format!("s{number}"), "ready")?;
            let begun = stamp(&play, &format!("s{}", number + 1), "begun")?;
            assert!(begun > ready, "s{}: {begun}, {ready}", number + 1);
        }
        Ok(())
    })
    .await;
}
