//! Services that die: for good, or to be started again by their restart policy.

use std::time::{Duration, Instant};

use mzhost_core::code::Code;
use mzhost_core::event::{EventKind, ServiceState};

use crate::stage::on_stage;

/// A service that fails at its first two starts.
fn third_time(rest: &str) -> String {
    format!(
        "
services:
  box:
    image: debian:bookworm-slim
    command:
      - sh
      - -c
      - |
        n=0; [ ! -e /starts ] || read n < /starts
        n=$$((n+1)); echo $$n > /starts; echo start $$n
        [ $$n -gt 2 ] || exit 7
        touch /ready
        exec sleep infinity
    {rest}
"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_that_starts_again_is_waited_for() {
    on_stage("policy", async |stage| {
        for (name, rest) in [
            (
                "failure",
                "restart: on-failure:2\n    healthcheck: {test: 'test -e /ready'}",
            ),
            (
                "always",
                "restart: always\n    healthcheck: {test: [CMD, test, -e, /ready]}",
            ),
        ] {
            let project = format!("{}-{name}", stage.project);
            let play = stage.play_on(&stage.engine, &project, &third_time(rest), |_| {})?;
            play.up()
                .await
                .map_err(|fault| format!("{name}: {fault:?}"))?;
            let state = play.state("box").await?;
            assert!(state.ready, "{name}: {state:?}");
            assert_eq!(
                (state.status.as_str(), state.restarts),
                ("running", 2),
                "{name}"
            );
            let exits = play.count(|event| {
                matches!(
                    event,
                    EventKind::Service {
                        exit_code: Some(7),
                        ..
                    }
                )
            });
            let ready = play.count(|event| {
                matches!(
                    event,
                    EventKind::Service {
                        state: ServiceState::Ready,
                        ..
                    }
                )
            });
            assert_eq!((exits, ready), (2, 1), "{name}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_dies_for_good_fails_at_once() {
    on_stage("dies", async |stage| {
        let probe = "healthcheck: {test: 'test -e /ready'}";
        for (name, rest) in [
            ("never", "restart: 'no'"),
            ("limited", "restart: on-failure:1"),
        ] {
            let rest = &format!("{probe}\n    {rest}");
            let project = format!("{}-{name}", stage.project);
            let play = stage.play_on(&stage.engine, &project, &third_time(rest), |_| {})?;
            play.run.create(&[]).await?;
            let begun = Instant::now();
            let fault = play.up_fails().await;
            let took = begun.elapsed();
            assert!(took < Duration::from_secs(6), "{name}: {took:?}");
            assert!(fault.is(Code::ServiceExited), "{name}: {fault:?}");
            assert_eq!(fault.get("exit-code"), Some("7"), "{name}: {fault:?}");
            let last = if name == "limited" {
                "start 2"
            } else {
                "start 1"
            };
            assert!(
                fault.get("log").is_some_and(|log| log.ends_with(last)),
                "{name}: {fault:?}"
            );
        }
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_dies_again_and_again_reaches_its_limit() {
    on_stage("forever", async |stage| {
        let services = "
services:
  box:
    image: debian:bookworm-slim
    command: [sh, -c, 'echo no; exit 4']
    restart: always
    x-mzhost: {ready: {log: never}, ready_timeout: 2s}
";
        let play = stage.play(services)?;
        let begun = Instant::now();
        let fault = play.up_fails().await;
        let took = begun.elapsed();
        assert!(took < Duration::from_secs(8), "{took:?}");
        assert!(fault.is(Code::ServiceUnhealthy), "{fault:?}");
        assert!(
            fault.message.contains("again by its restart policy"),
            "{fault:?}"
        );
        let restarts: u32 = fault.get("restarts").unwrap_or_default().parse()?;
        assert!(restarts > 1, "{fault:?}");
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_death_by_the_memory_limit_is_named() {
    on_stage("memory", async |stage| {
        let services = r#"
services:
  box:
    image: debian:bookworm-slim
    command: [perl, -e, 'select undef, undef, undef, 0.2; while (1) { push @all, "x" x 1000000 }']
    healthcheck: {test: "false"}
    deploy: {resources: {limits: {memory: 16m}}}
"#;
        let fault = stage.play(services)?.up_fails().await;
        assert!(fault.is(Code::ServiceExited), "{fault:?}");
        assert_eq!(fault.get("exit-code"), Some("137"), "{fault:?}");
        assert_eq!(fault.get("oom-killed"), Some("true"), "{fault:?}");
        assert!(fault.message.contains("memory limit"), "{fault:?}");
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn services_that_run_once() {
    on_stage("once", async |stage| {
        let services = "
services:
  job:
    image: debian:bookworm-slim
    command: [sh, -c, 'sleep 0.3; echo done']
    x-mzhost: {once: true}
  after:
    image: debian:bookworm-slim
    command: [sleep, infinity]
    depends_on: {job: {condition: service_completed_successfully}}
";
        let play = stage.play(services)?;
        play.up().await?;
        let job = play.state("job").await?;
        assert_eq!((job.status.as_str(), job.exit_code), ("exited", Some(0)));
        assert!(play.state("after").await?.ready);
        // It does not run a second time.
        play.up().await?;
        assert_eq!(play.log_file("job"), "done\n");

        let project = format!("{}-fails", stage.project);
        let services = services.replace("echo done", "echo broken; exit 9");
        let play = stage.play_on(&stage.engine, &project, &services, |_| {})?;
        let fault = play.up_fails().await;
        assert!(fault.is(Code::ServiceExited), "{fault:?}");
        assert_eq!(fault.service.as_deref(), Some("job"));
        assert_eq!(fault.get("exit-code"), Some("9"));
        assert_eq!(fault.get("log"), Some("broken"));
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_of_an_earlier_start_is_no_readiness() {
    on_stage("stale", async |stage| {
        let services = "
services:
  box:
    image: debian:bookworm-slim
    command: [sh, -c, 'sleep 0.4; touch /tmp/up; echo ready; exec sleep infinity']
    tmpfs: [/tmp]
    x-mzhost: {ready: {log: ready}}
";
        let play = stage.play(services)?;
        play.up().await?;
        for _ in 0..2 {
            play.kill("box").await?;
            play.start("box").await?;
            play.shell("box", "test -e /tmp/up").await?;
        }
        assert_eq!(play.line("box", "ready").await?, "ready");
        Ok(())
    })
    .await;
}
