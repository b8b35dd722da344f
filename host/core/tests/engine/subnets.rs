//! The addresses of networks.

use std::collections::HashMap;

use bollard::models::{Ipam, IpamConfig, NetworkCreateRequest};
use mzhost_core::code::Code;
use mzhost_core::run::SubnetPool;

use crate::Outcome;
use crate::stage::{Stage, on_stage};

const SERVICES: &str =
    "services: {box: {image: 'debian:bookworm-slim', command: [sleep, infinity]}}";

async fn subnet(stage: &Stage) -> Outcome<String> {
    let name = format!("{}_default", stage.project);
    let network = stage.docker.inspect_network(&name, None).await?;
    let config = network
        .ipam
        .and_then(|ipam| ipam.config)
        .unwrap_or_default();
    let first = config
        .into_iter()
        .next()
        .ok_or("the network has no subnet")?;
    Ok(first.subnet.unwrap_or_default())
}

/// Makes a network that the run knows nothing of; the stage removes it.
async fn occupy(stage: &Stage, subnet: &str) -> Outcome<()> {
    let project = format!("{}-other", stage.project);
    stage.projects.lock().unwrap().insert(project.clone());
    let label = "com.docker.compose.project".to_owned();
    let request = NetworkCreateRequest {
        name: project.clone(),
        labels: Some(HashMap::from([(label, project)])),
        ipam: Some(Ipam {
            config: Some(vec![IpamConfig {
                subnet: Some(subnet.to_owned()),
                ..IpamConfig::default()
            }]),
            ..Ipam::default()
        }),
        ..NetworkCreateRequest::default()
    };
    stage.docker.create_network(request).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subnet_that_overlaps_is_left_for_the_next() {
    on_stage("subnet", async |stage| {
        let pool: SubnetPool = "10.214.0.0/16".parse()?;
        let play = stage.play_with(SERVICES, |setup| setup.subnets = pool)?;
        play.run.create(&[]).await?;
        let first = subnet(stage).await?;
        play.run.down(false).await?;

        occupy(stage, &first).await?;
        play.run.create(&[]).await?;
        let next = subnet(stage).await?;
        let place = |wanted: &str| (0..pool.len()).find(|n| pool.subnet(*n) == wanted);
        let (first, next) = (place(&first), place(&next));
        assert_eq!(next, first.map(|n| (n + 1) % pool.len()));
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pool_that_is_used_up_names_the_flag() {
    on_stage("pool", async |stage| {
        let only = "10.215.7.64/26";
        let pool: SubnetPool = only.parse()?;
        occupy(stage, only).await?;
        let play = stage.play_with(SERVICES, |setup| setup.subnets = pool)?;
        let fault = play.up_fails().await;
        assert!(fault.is(Code::EngineError), "{fault:?}");
        assert!(fault.message.contains("--subnet-pool"), "{fault:?}");
        assert!(
            fault.message.contains("1 of the pool's 1 were tried"),
            "{fault:?}"
        );
        assert!(
            fault
                .get("engine")
                .is_some_and(|said| said.contains("overlap")),
            "{fault:?}"
        );
        Ok(())
    })
    .await;
}
