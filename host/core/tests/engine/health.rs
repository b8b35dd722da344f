//! Readiness: probes of every kind, and what a health check promises about time.

use std::time::{Duration, Instant};

use mzhost_core::code::Code;
use mzhost_core::operation::Operation;

use crate::dialer;
use crate::play::eventually;
use crate::stage::on_stage;

#[tokio::test(flavor = "multi_thread")]
async fn probes_of_every_kind() {
    on_stage("probes", async |stage| {
        // Each listens or writes only after a while.
        let server = dialer::SERVER.replace("\"$$s =", "\"select undef, undef, undef, 0.4; $$s =");
        let box_of = |rest: &str| format!("{{image: 'debian:bookworm-slim', {rest}}}");
        let late = "command: [sh, -c, 'sleep 0.4; touch /ready; echo all is well; exec sleep infinity']";
        let services = format!(
            "services:\n  tcp: {}\n  http: {}\n  log: {}\n  shell: {}\n  command: {}\n  nothing: {}\n",
            box_of(&format!("command: {server}, x-mzhost: {{ready: {{tcp: 8080}}}}")),
            box_of(&format!(
                "command: {server}, x-mzhost: {{ready: {{http: {{port: 8080, path: /, status: 200}}}}}}"
            )),
            box_of(&format!("{late}, x-mzhost: {{ready: {{log: 'all.*well'}}}}")),
            box_of(&format!("{late}, healthcheck: {{test: 'test -e /ready && cd /'}}")),
            box_of(&format!("{late}, healthcheck: {{test: [CMD, test, -e, /ready]}}")),
            box_of("command: [sleep, infinity]"),
        );
        let play = stage.play(&services)?;
        play.up().await?;
        for service in ["log", "shell", "command"] {
            play.shell(service, "test -e /ready").await?;
        }
        for service in ["tcp", "http", "log", "shell", "command", "nothing"] {
            assert!(play.state(service).await?.ready, "{service}");
        }
        for service in ["tcp", "http"] {
            let wait = Operation::WaitForHttp {
                service: service.to_owned(),
                container_port: 8080,
                path: "/".to_owned(),
                status: 200,
                timeout_ms: 1000,
            };
            play.perform(wait).await?;
        }
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_without_a_shell() {
    on_stage("noshell", async |stage| {
        let services = "
services:
  box:
    build:
      context: .
      dockerfile_inline: |
        FROM debian:bookworm-slim AS base
        FROM scratch
        COPY --from=base /bin/sleep /bin/cat /bin/
        COPY --from=base /usr/lib/*-linux-gnu/libc.so.6 /usr/lib/*-linux-gnu/ld-linux*.so* /lib/
        COPY --from=base /usr/lib/*-linux-gnu/ld-linux*.so* /lib64/
    command: [/bin/sleep, infinity]
    healthcheck: {test: [CMD, /bin/cat, /ready], interval: 500ms, retries: 30}
";
        let play = stage.play(services)?;
        let up = async { crate::Outcome::Ok(play.up().await?) };
        let ((), early) = tokio::try_join!(up, async {
            let copy = || Operation::CopyIn {
                service: "box".to_owned(),
                path: "/ready".to_owned(),
                content: b"yes".to_vec(),
                mode: 0o644,
            };
            eventually(async || match play.state("box").await?.status.as_str() {
                "running" => Ok(()),
                status => Err(status.into()),
            })
            .await?;
            tokio::time::sleep(Duration::from_millis(300)).await;
            let early = play.state("box").await?.ready;
            play.perform(copy()).await?;
            crate::Outcome::Ok(early)
        })?;
        assert!(!early, "ready before the probe could pass");
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_probe_that_hangs_is_cut() {
    on_stage("hangs", async |stage| {
        // The first try hangs, whatever it is asked politely.
        let services = r#"
services:
  box:
    image: debian:bookworm-slim
    command: [sleep, infinity]
    init: true
    healthcheck:
      test: "trap '' TERM; if mkdir /tried; then sleep 100; sleep 100; fi"
      timeout: 500ms
"#;
        let play = stage.play(services)?;
        let begun = Instant::now();
        play.up().await?;
        assert!(
            begun.elapsed() < Duration::from_secs(10),
            "{:?}",
            begun.elapsed()
        );
        Ok(())
    })
    .await;
}

/// A service whose probe fails until `seconds` after its start.
fn failing(seconds: &str, rest: &str) -> String {
    format!(
        "
services:
  box:
    image: debian:bookworm-slim
    command: [sh, -c, 'sleep {seconds}; touch /ready; exec sleep infinity']
    healthcheck: {{test: 'echo not yet >&2; test -e /ready', {rest}}}
"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn failures_in_the_start_period_do_not_count() {
    on_stage("period", async |stage| {
        let impatient = failing("1.5", "interval: 300ms, retries: 1");
        let fault = stage.play(&impatient)?.up_fails().await;
        assert!(fault.is(Code::ServiceUnhealthy), "{fault:?}");

        let patient = failing("1.5", "interval: 300ms, retries: 1, start_period: 6s");
        let project = format!("{}-patient", stage.project);
        let play = stage.play_on(&stage.engine, &project, &patient, |_| {})?;
        let begun = Instant::now();
        play.up().await?;
        assert!(
            begun.elapsed() < Duration::from_secs(5),
            "{:?}",
            begun.elapsed()
        );
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unhealthy_after_all_retries_and_not_earlier() {
    on_stage("retries", async |stage| {
        let play = stage.play(&failing("60", "interval: 600ms, retries: 3"))?;
        play.run.create(&[]).await?;
        let begun = Instant::now();
        let fault = play.up_fails().await;
        let took = begun.elapsed();
        assert!(fault.is(Code::ServiceUnhealthy), "{fault:?}");
        assert!(
            took >= Duration::from_millis(1800),
            "unhealthy after {took:?}"
        );
        assert!(took < Duration::from_secs(6), "unhealthy after {took:?}");
        let tries: u32 = fault.get("tries").unwrap_or_default().parse()?;
        assert!(tries > 3, "{fault:?}");
        let last = fault.get("last-try").unwrap_or_default();
        assert_eq!(last, "not yet\nexit code 1");
        assert!(
            fault
                .get("probe")
                .is_some_and(|probe| probe.contains("test -e /ready")),
            "{fault:?}"
        );
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_of_its_own_is_told() {
    on_stage("limit", async |stage| {
        let services = "
services:
  box:
    image: debian:bookworm-slim
    command: [sh, -c, 'echo I am here; exec sleep infinity']
    x-mzhost: {ready: {tcp: 8080}, ready_timeout: 1s}
  needs:
    image: debian:bookworm-slim
    depends_on: {box: {condition: service_healthy}}
";
        let fault = stage.play(services)?.up_fails().await;
        assert!(fault.is(Code::ServiceUnhealthy), "{fault:?}");
        assert!(fault.message.contains("ready_timeout"), "{fault:?}");
        assert_eq!(fault.get("log"), Some("I am here"));
        assert!(
            fault
                .get("last-try")
                .is_some_and(|last| last.contains("nothing listens at port 8080")),
            "{fault:?}"
        );
        Ok(())
    })
    .await;
}
