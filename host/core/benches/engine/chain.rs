//! A chain of services, each ready 0.3 s after its command begins: with and without the gate, beside the bare calls one
//! after another. What cannot be saved is the services' own time and one start.

use std::fmt::Write as _;
use std::time::Instant;

use bollard::Docker;
use bollard::models::NetworkCreateRequest;
use bollard::query_parameters::{
    LogsOptionsBuilder, RemoveContainerOptionsBuilder, StartContainerOptions,
};
use futures_util::StreamExt;
use mzhost_core::engine::Engine;
use mzhost_core::ids::RunId;
use mzhost_core::run::GateMode;

use crate::floor::create;
use crate::project::Project;
use crate::table::{self, Samples};
use crate::{IMAGE, Outcome};

const LINKS: usize = 5;
const SAMPLES: usize = 5;
/// What each service does.
const COMMAND: [&str; 3] = ["sh", "-c", "sleep 0.3; echo ready; exec sleep infinity"];

/// Measures and prints the rows. The three are measured in turn, so that all see the same machine.
pub(crate) async fn measure(engine: &Engine, docker: &Docker) -> Outcome<()> {
    let document = document()?;
    let [mut bare, mut plain, mut gated] = [(); 3].map(|()| Samples::default());
    for _ in 0..SAMPLES {
        bare.push(one_after_another(docker).await?);
        for (samples, mode) in [(&mut plain, GateMode::Off), (&mut gated, GateMode::On)] {
            let project = Project::with_gate(engine, &document, mode)?;
            let begun = Instant::now();
            samples.push(project.up_then(async |_| Ok(begun.elapsed())).await?);
        }
    }
    table::heading(&format!("up of a chain, services: {LINKS}, 0.3 s each"));
    table::row("bare calls, one after another", &bare, "");
    table::row("mzhost", &plain, "");
    table::row("mzhost --gate=on", &gated, "below the bare calls");
    Ok(())
}

fn document() -> Outcome<String> {
    let command = serde_json::to_string(&COMMAND)?;
    let mut text = "services:\n".to_owned();
    for number in 1..=LINKS {
        writeln!(
            text,
            "  s{number}:\n    image: {IMAGE}\n    command: {command}\n    x-mzhost: {{ready: {{log: ^ready}}}}"
        )?;
        if number > 1 {
            writeln!(
                text,
                "    depends_on: {{s{}: {{condition: service_healthy}}}}",
                number - 1
            )?;
        }
    }
    Ok(text)
}

/// The engine's own calls, each container started when the one before says that it is ready.
async fn one_after_another(docker: &Docker) -> Outcome<std::time::Duration> {
    let project = format!("bench-chain-{}", RunId::random());
    let begun = Instant::now();
    let network = docker
        .create_network(NetworkCreateRequest {
            name: format!("{project}_default"),
            ..NetworkCreateRequest::default()
        })
        .await?;
    let mut containers = Vec::new();
    for number in 1..=LINKS {
        containers.push(create(docker, &project, number, &COMMAND).await?);
    }
    for id in &containers {
        docker
            .start_container(id, None::<StartContainerOptions>)
            .await?;
        let follow = LogsOptionsBuilder::default().stdout(true).follow(true);
        let mut log = docker.logs(id, Some(follow.build()));
        while !log
            .next()
            .await
            .ok_or("the log ended")??
            .to_string()
            .contains("ready")
        {}
    }
    let took = begun.elapsed();
    let forced = RemoveContainerOptionsBuilder::default().force(true).build();
    for id in &containers {
        docker.remove_container(id, Some(forced.clone())).await?;
    }
    docker.remove_network(&network.id).await?;
    Ok(took)
}
