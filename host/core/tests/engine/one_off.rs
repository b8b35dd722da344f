//! Commands in containers of their own.

use std::time::Duration;

use mzhost_core::code::Code;
use mzhost_core::operation::ExecOptions;

use crate::play::eventually;
use crate::stage::on_stage;

/// The port of the host is fixed: a one-off container that published it would fail.
const SERVICES: &str = "
services:
  box:
    image: debian:bookworm-slim
    command: [sleep, infinity]
    environment: {MINE: service}
    ports: ['127.0.0.1:0:8080']
    restart: always
    configs: [{source: text, target: /text}]
configs: {text: {content: from a config}}
";

#[tokio::test(flavor = "multi_thread")]
async fn a_container_for_one_command() {
    on_stage("oneoff", async |stage| {
        let free = std::net::TcpListener::bind("127.0.0.1:0")?
            .local_addr()?
            .port();
        let play = stage.play(&SERVICES.replace(":0:", &format!(":{free}:")))?;
        play.up().await?;
        let options = ExecOptions {
            input: Some(vec![b'x'; 1 << 20]),
            env: vec![("ALSO".to_owned(), "call".to_owned())],
            user: Some("1000".to_owned()),
            working_dir: Some("/tmp".to_owned()),
            ..ExecOptions::default()
        };
        let line = "echo $MINE $ALSO; cat /text; echo; pwd; id -u; wc -c; echo oops >&2; exit 3";
        let said = play.one_off("box", &["sh", "-c", line], options).await?;
        assert_eq!(
            said.output.content,
            "service call\nfrom a config\n/tmp\n1000\n1048576\n"
        );
        assert_eq!(
            (said.errors.content.as_str(), said.exit_code),
            ("oops\n", 3)
        );

        // Without input, it is at its end from the start.
        let plain = ExecOptions::default;
        let said = play.one_off("box", &["cat"], plain()).await?;
        assert_eq!((said.output.content.as_str(), said.exit_code), ("", 0));
        let check = ExecOptions {
            check: true,
            ..plain()
        };
        let fault = play
            .one_off("box", &["false"], check.clone())
            .await
            .unwrap_err();
        assert!(fault.is(Code::ExecFailed), "{fault:?}");
        let fault = play.one_off("box", &["nowhere"], check).await.unwrap_err();
        assert!(format!("{fault:?}").contains("nowhere"), "{fault:?}");

        let limit = ExecOptions {
            timeout_ms: Some(700),
            ..plain()
        };
        let fault = play
            .one_off("box", &["sleep", "60"], limit)
            .await
            .unwrap_err();
        assert!(fault.is(Code::WaitTimeout), "{fault:?}");
        let own = format!("{}-box-run", stage.project);
        assert_eq!(stage.containers_named(&own).await?, Vec::<String>::new());

        for ms in [30, 100, 500] {
            let call = play.one_off("box", &["sleep", "60"], plain());
            assert!(
                tokio::time::timeout(Duration::from_millis(ms), call)
                    .await
                    .is_err()
            );
        }
        eventually(async || match stage.containers_named(&own).await? {
            left if left.is_empty() => Ok(()),
            left => Err(format!("{left:?}").into()),
        })
        .await?;
        // The service itself is untouched.
        assert_eq!(play.state("box").await?.status, "running");
        Ok(())
    })
    .await;
}
