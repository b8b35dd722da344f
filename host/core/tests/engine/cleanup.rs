//! Nothing is left, and nothing of somebody else's is touched.

use std::collections::HashMap;
use std::time::Duration;

use bollard::models::{ContainerCreateBody, NetworkCreateRequest, VolumeCreateRequest};
use bollard::query_parameters::CreateContainerOptionsBuilder;
use mzhost_core::code::Code;
use mzhost_core::fault::Fault;

use crate::Outcome;
use crate::stage::{Stage, on_stage};

const SERVICES: &str = "
services:
  a: &box {image: 'debian:bookworm-slim', command: [sleep, infinity], volumes: ['data:/data']}
  b: {<<: *box, depends_on: [a]}
  c: {<<: *box, depends_on: [b]}
volumes: {data: }
";

#[tokio::test(flavor = "multi_thread")]
async fn down_after_a_cancelled_up_leaves_nothing() {
    on_stage("cancel", async |stage| {
        for ms in [1, 10, 40, 120, 300, 600] {
            let play = stage.play(SERVICES)?;
            let up = tokio::time::timeout(Duration::from_millis(ms), play.up()).await;
            if let Ok(ended) = up {
                ended?;
            }
            play.run.down(true).await?;
            // Whatever was on its way would appear now.
            for _ in 0..10 {
                let left = stage.left(&stage.project).await?;
                assert_eq!(left, Vec::<String>::new(), "cancelled after {ms} ms");
                tokio::time::sleep(Duration::from_millis(30)).await;
            }
        }
        Ok(())
    })
    .await;
}

const BOX: &str = "
services: {box: {image: 'debian:bookworm-slim', command: [sleep, infinity], volumes: ['data:/data']}}
volumes: {data: }
";

/// Labels of another project, which the stage removes.
fn foreign(stage: &Stage) -> HashMap<String, String> {
    let project = format!("{}-foreign", stage.project);
    stage.projects.lock().unwrap().insert(project.clone());
    HashMap::from([("com.docker.compose.project".to_owned(), project)])
}

fn is_clear(fault: &Fault, name: &str) {
    assert!(fault.is(Code::EngineError), "{fault:?}");
    assert!(fault.message.contains(name), "{fault:?}");
    assert!(fault.message.contains("--project-name"), "{fault:?}");
}

async fn container(stage: &Stage, name: &str) -> Outcome<()> {
    let options = CreateContainerOptionsBuilder::default().name(name).build();
    let body = ContainerCreateBody {
        image: Some("debian:bookworm-slim".to_owned()),
        labels: Some(foreign(stage)),
        ..ContainerCreateBody::default()
    };
    stage.docker.create_container(Some(options), body).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_container_of_the_same_name_is_told() {
    on_stage("container", async |stage| {
        let name = format!("{}-box-1", stage.project);
        container(stage, &name).await?;
        let play = stage.play(BOX)?;
        is_clear(&play.up_fails().await, &name);
        play.run.down(true).await?;
        assert_eq!(stage.containers_named(&name).await?, [format!("/{name}")]);
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_or_volume_of_the_same_name_is_told() {
    on_stage("others", async |stage| {
        let name = format!("{}_default", stage.project);
        let request = NetworkCreateRequest {
            name: name.clone(),
            labels: Some(foreign(stage)),
            ..NetworkCreateRequest::default()
        };
        stage.docker.create_network(request).await?;
        is_clear(&stage.play(BOX)?.up_fails().await, &name);

        let project = format!("{}-volume", stage.project);
        let name = format!("{project}_data");
        let request = VolumeCreateRequest {
            name: Some(name.clone()),
            labels: Some(foreign(stage)),
            ..VolumeCreateRequest::default()
        };
        stage.docker.create_volume(request).await?;
        let play = stage.play_on(&stage.engine, &project, BOX, |_| {})?;
        is_clear(&play.up_fails().await, &name);
        play.run.down(true).await?;
        stage.docker.inspect_volume(&name).await?;
        Ok(())
    })
    .await;
}
