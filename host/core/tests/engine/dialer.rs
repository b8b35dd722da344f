//! From a service and a port to a connection.

use std::time::Duration;

use mzhost_core::code::Code;
use mzhost_core::dialer::Dialer;
use mzhost_core::engine::ids::ContainerId;
use mzhost_core::policy::{Capability, Ceiling, Grants, Policy, Situation};
use mzhost_core::run::RunSetup;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Outcome;
use crate::stage::{Stage, on_stage};

/// Answers each connection with `hi`.
pub(crate) const SERVER: &str = r#"["perl", "-MIO::Socket::INET", "-e", "$$s = IO::Socket::INET->new(LocalPort => 8080, Listen => 9, ReuseAddr => 1) or die $$!; while ($$c = $$s->accept) { sysread $$c, $$_, 4096; print $$c \"HTTP/1.0 200 OK\\r\\n\\r\\nhi\"; close $$c }"]"#;

/// The id of a service's container.
async fn id(stage: &Stage, service: &str) -> Outcome<ContainerId> {
    let label = [
        format!("com.docker.compose.project={}", stage.project),
        format!("com.docker.compose.service={service}"),
    ];
    let found = stage.engine.list_containers(&label).await?;
    let found = found.into_iter().next();
    Ok(found
        .ok_or_else(|| format!("{service} has no container"))?
        .id)
}

async fn says_hi(mut stream: TcpStream) -> Outcome<()> {
    stream.write_all(b"GET / HTTP/1.0\r\n\r\n").await?;
    let mut said = String::new();
    let read = stream.read_to_string(&mut said);
    tokio::time::timeout(Duration::from_secs(5), read).await??;
    assert!(said.ends_with("hi"), "{said}");
    Ok(())
}

/// Published ports need networks with a way out.
fn grant_net(setup: &mut RunSetup) {
    let mut grants = Grants::default();
    grants.grant_all(Capability::Net);
    setup.policy = Policy::new(Situation::Folder, grants, Ceiling::default());
}

fn services() -> String {
    format!(
        "
services:
  web:
    image: debian:bookworm-slim
    command: {SERVER}
    ports: [8080, 8081]
    x-mzhost: {{ready: {{tcp: 8080}}}}
  peer:
    image: debian:bookworm-slim
    command: [sleep, infinity]
    network_mode: service:web
    depends_on: [web]
  alone:
    image: debian:bookworm-slim
    command: [sleep, infinity]
    network_mode: none
"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn every_way_to_a_container() {
    on_stage("dial", async |stage| {
        let play = stage.play_with(&services(), grant_net)?;
        play.up().await?;
        let web = id(stage, "web").await?;
        let peer = id(stage, "peer").await?;
        let alone = id(stage, "alone").await?;

        // By its own address.
        let direct = play.run.dialer();
        says_hi(direct.dial("web", &web, 8080).await?).await?;
        says_hi(direct.dial("peer", &peer, 8080).await?).await?;
        let fault = direct.dial("web", &web, 9999).await.unwrap_err();
        assert!(fault.is(Code::ServicePort), "{fault:?}");
        assert!(
            fault.message.contains("nothing listens at port 9999"),
            "{fault:?}"
        );

        // By the published port, where own addresses are out of reach.
        let indirect = Dialer::indirect(stage.engine.clone());
        says_hi(indirect.dial("web", &web, 8080).await?).await?;
        says_hi(indirect.dial("peer", &peer, 8080).await?).await?;
        let fault = indirect.dial("web", &web, 8081).await.unwrap_err();
        assert!(fault.is(Code::ServicePort), "{fault:?}");
        assert!(
            fault.message.contains("nothing listens at port 8081"),
            "{fault:?}"
        );
        let fault = indirect.dial("web", &web, 9999).await.unwrap_err();
        assert!(fault.is(Code::ServicePort), "{fault:?}");
        assert!(
            fault.message.contains("add `ports: [\"9999\"]`"),
            "{fault:?}"
        );

        // Not at all.
        for dialer in [direct.as_ref(), &indirect] {
            let fault = dialer.dial("alone", &alone, 8080).await.unwrap_err();
            assert!(fault.is(Code::ServicePort), "{fault:?}");
            assert!(fault.message.contains("has no network"), "{fault:?}");
        }
        play.kill("web").await?;
        let fault = direct.dial("web", &web, 8080).await.unwrap_err();
        assert!(fault.is(Code::ServiceAbsent), "{fault:?}");
        assert!(fault.message.contains("exited"), "{fault:?}");
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_way_out_only_own_addresses_lead_to_a_container() {
    on_stage("dial-in", async |stage| {
        let play = stage.play(&services())?;
        play.up().await?;
        let web = id(stage, "web").await?;
        says_hi(play.run.dialer().dial("web", &web, 8080).await?).await?;
        let indirect = Dialer::indirect(stage.engine.clone());
        let dialed = indirect.dial("web", &web, 8080).await.unwrap_err();
        let asked = play.run.port("web", 8080).await.unwrap_err();
        for fault in [dialed, asked] {
            assert!(fault.is(Code::ServicePort), "{fault:?}");
            assert!(fault.message.contains("--allow-net"), "{fault:?}");
        }
        Ok(())
    })
    .await;
}
