//! Containers that are held at their gate: for whoever asks, they were not started.

use std::sync::Arc;

use bollard::query_parameters::{InspectContainerOptions, KillContainerOptionsBuilder};
use mzhost_core::code::Code;
use mzhost_core::engine::{Endpoint, Engine};
use mzhost_core::operation::Operation;
use mzhost_core::run::GateMode;

use crate::Outcome;
use crate::gate::gated;
use crate::play::{Play, eventually};
use crate::stage::{Stage, on_stage};

/// `box` waits for `base`, which is ready when somebody makes a file.
const WAITING: &str = "
services:
  base:
    image: debian:bookworm-slim
    command: [sleep, infinity]
    healthcheck: {test: [CMD, test, -e, /ready]}
  box:
    image: debian:bookworm-slim
    command: [sh, -c, 'echo begun; exec sleep infinity']
    depends_on: {base: {condition: service_healthy}}
    x-mzhost: {ready: {log: begun}}
";

/// The engine's word for the state of a container, and its exit code.
async fn engine_says(stage: &Stage, name: &str, service: &str) -> Outcome<(String, i64)> {
    let container = format!("{}-{name}-{service}-1", stage.project);
    let found = stage
        .docker
        .inspect_container(&container, None::<InspectContainerOptions>)
        .await?;
    let state = found.state.unwrap_or_default();
    let status = state.status.map(|status| status.to_string());
    Ok((
        status.unwrap_or_default(),
        state.exit_code.unwrap_or_default(),
    ))
}

/// Waits until the engine says so of a service.
pub(crate) async fn until(
    stage: &Stage,
    name: &str,
    service: &str,
    wanted: (&str, i64),
) -> Outcome<()> {
    eventually(async || match engine_says(stage, name, service).await? {
        (status, code) if (status.as_str(), code) == wanted => Ok(()),
        other => Err(format!("{service}: {other:?}").into()),
    })
    .await
}

fn one(service: &str) -> Vec<String> {
    vec![service.to_owned()]
}

/// Nobody can tell a held service from one that was only created.
async fn looks_created(play: &Play) -> Outcome<()> {
    let state = play.state("box").await?;
    assert_eq!(
        (state.status.as_str(), state.ready, state.exit_code),
        ("created", false, None)
    );
    let fault = play.shell("box", "true").await.unwrap_err();
    assert!(fault.is(Code::ServiceAbsent), "{fault:?}");
    assert!(fault.message.contains("was not started"), "{fault:?}");
    let signal = "SIGTERM".to_owned();
    for operation in [
        Operation::Kill {
            services: one("box"),
            signal,
        },
        Operation::Pause {
            services: one("box"),
        },
    ] {
        let fault = play.perform(operation).await.unwrap_err();
        let refused = ["was not started", "is not running"]
            .iter()
            .any(|words| fault.message.contains(words));
        assert!(refused, "{fault:?}");
    }
    let stop = Operation::Stop {
        services: one("box"),
        grace_ms: None,
    };
    play.perform(stop).await?;
    assert_eq!(play.log_file("box"), "");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_service_counts_as_created() {
    on_stage("held", async |stage| {
        let play = gated(stage, "g", WAITING)?;
        let hold = async {
            until(stage, "g", "box", ("running", 0)).await?;
            looks_created(&play).await?;
            // Ended by somebody else, it is started again in its turn.
            let container = format!("{}-g-box-1", stage.project);
            let term = KillContainerOptionsBuilder::default()
                .signal("SIGTERM")
                .build();
            stage.docker.kill_container(&container, Some(term)).await?;
            until(stage, "g", "box", ("exited", 143)).await?;
            looks_created(&play).await?;
            play.shell("base", "touch /ready").await?;
            Ok(())
        };
        let (up, held): (_, Outcome<()>) = tokio::join!(play.up(), hold);
        held?;
        up?;
        assert_eq!(play.state("box").await?.status, "running");
        assert_eq!(play.log_file("box"), "begun\n");
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dependency_that_fails_ends_the_held_ones() {
    on_stage("heldfail", async |stage| {
        let services = "
services:
  base:
    image: debian:bookworm-slim
    command: [sh, -c, '[ -e /again ] || { touch /again; sleep 1.5; exit 3; }; echo up; exec sleep infinity']
    x-mzhost: {ready: {log: up}}
  box:
    image: debian:bookworm-slim
    command: [sh, -c, 'echo begun; exec sleep infinity']
    restart: always
    depends_on: {base: {condition: service_healthy}}
  last:
    image: debian:bookworm-slim
    command: [sh, -c, 'echo begun; exec sleep infinity']
    depends_on: {box: {condition: service_healthy}}
    x-mzhost: {ready: {log: begun}}
";
        let play = gated(stage, "g", services)?;
        let fault = play.up_fails().await;
        assert!(fault.is(Code::ServiceExited), "{fault:?}");
        assert_eq!(fault.service.as_deref(), Some("base"), "{fault:?}");
        for service in ["box", "last"] {
            eventually(async || {
                match engine_says(stage, "g", service).await?.0.as_str() {
                    "running" | "restarting" => Err(format!("{service} is held").into()),
                    _ => Ok(()),
                }
            })
            .await?;
            let state = play.state(service).await?;
            assert_eq!((state.status.as_str(), state.exit_code), ("created", None));
            assert_eq!(play.log_file(service), "");
        }
        play.up().await?;
        for service in ["box", "last"] {
            assert!(play.state(service).await?.ready, "{service}");
            assert_eq!(play.log_file(service), "begun\n", "{service}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_a_dead_process_left_held_is_taken_over() {
    on_stage("heldleft", async |stage| {
        // The process that dies is a runtime that ends while `up` waits.
        let dying = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?;
        let address = stage.engine.endpoint().address.clone();
        let origin = "the test".to_owned();
        let endpoint = Endpoint {
            address,
            certificates: None,
            origin,
        };
        let engine = dying.spawn(Engine::connect(endpoint)).await??;
        let project = format!("{}-g", stage.project);
        let first = stage.play_on(&engine, &project, WAITING, |setup| {
            setup.gate = GateMode::On;
        })?;
        let first = Arc::new(first);
        let up = Arc::clone(&first);
        dying.spawn(async move { up.up().await });
        until(stage, "g", "box", ("running", 0)).await?;
        dying.shutdown_background();
        drop(first);

        let next = stage.play_on(&stage.engine, &project, WAITING, |_| {})?;
        next.run.adopt().await?;
        until(stage, "g", "box", ("running", 0)).await?;
        looks_created(&next).await?;
        next.shell("base", "touch /ready").await?;
        next.up().await?;
        assert_eq!(next.state("box").await?.status, "running");
        assert_eq!(next.log_file("box"), "begun\n");
        Ok(())
    })
    .await;
}
