//! Commands in running containers.

use std::time::Duration;
use std::{fs, str};

use mzhost_core::code::Code;
use mzhost_core::operation::ExecOptions;

use crate::Outcome;
use crate::play::{Play, eventually};
use crate::stage::on_stage;

const SERVICES: &str =
    "services: {box: {image: 'debian:bookworm-slim', init: true, command: [sleep, infinity]}}";

#[tokio::test(flavor = "multi_thread")]
async fn input_and_output_are_whole() {
    on_stage("whole", async |stage| {
        let play = stage.play(SERVICES)?;
        play.up().await?;
        let limit = play.run.limits().text;
        for size in [limit, limit + 1000] {
            let text: String = (0..)
                .flat_map(|n: u32| format!("{n}\n").into_bytes())
                .map(char::from)
                .take(size)
                .collect();
            let options = ExecOptions {
                input: Some(text.clone().into_bytes()),
                ..ExecOptions::default()
            };
            let said = play.exec("box", &["cat"], options).await?;
            assert_eq!(said.output.truncated, size > limit);
            assert!(
                said.output.content == text[..limit],
                "the output differs from the input"
            );
            assert_eq!(said.errors.content, "");
            if size > limit {
                let outputs = fs::read_dir(play.run.folder().path().join("outputs"))?;
                let files: Vec<_> = outputs.collect::<Result<_, _>>()?;
                assert_eq!(files.len(), 1, "{files:?}");
                assert!(
                    fs::read_to_string(files[0].path())? == text,
                    "the file is not the whole output"
                );
            }
        }
        // A command that does not read its input.
        let options = ExecOptions {
            input: Some(vec![b'x'; 1 << 20]),
            ..ExecOptions::default()
        };
        let said = play.exec("box", &["echo", "done"], options).await?;
        assert_eq!(
            (said.output.content.as_str(), said.exit_code),
            ("done\n", 0)
        );
        Ok(())
    })
    .await;
}

/// Whether a process of these words runs in the container.
async fn runs(play: &Play, words: &str) -> Outcome<bool> {
    let list = "for f in /proc/[0-9]*/cmdline; do tr '\\0' ' ' < $f; echo; done 2>/dev/null";
    let processes = play.shell("box", list).await?;
    Ok(processes.lines().any(|line| line.trim() == words))
}

async fn ends(play: &Play, words: &str) -> Outcome<()> {
    eventually(async || {
        if runs(play, words).await? {
            Err(format!("{words:?} runs on").into())
        } else {
            Ok(())
        }
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_past_its_limit_or_cancelled_is_ended() {
    on_stage("ended", async |stage| {
        let play = stage.play(SERVICES)?;
        play.up().await?;
        let options = ExecOptions {
            timeout_ms: Some(500),
            user: Some("1000".to_owned()),
            ..ExecOptions::default()
        };
        let line = ["sh", "-c", "trap '' TERM; sleep 1001 & sleep 1002"];
        let fault = play.exec("box", &line, options).await.unwrap_err();
        assert!(fault.is(Code::WaitTimeout), "{fault:?}");
        assert!(fault.message.contains("500 ms"), "{fault:?}");
        ends(&play, "sleep 1001").await?;
        ends(&play, "sleep 1002").await?;

        let call = play.exec("box", &["sleep", "1003"], ExecOptions::default());
        let other = play.exec("box", &["sleep", "1"], ExecOptions::default());
        let (cancelled, other) = tokio::join!(
            async {
                tokio::select! {
                    ended = call => panic!("the command ended: {ended:?}"),
                    begun = eventually(async || if runs(&play, "sleep 1003").await? {
                        Ok(())
                    } else {
                        Err("it does not begin".into())
                    }) => begun,
                }
            },
            other
        );
        cancelled?;
        ends(&play, "sleep 1003").await?;
        assert_eq!(other?.exit_code, 0, "another command was ended, too");
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn exit_codes_and_options() {
    on_stage("codes", async |stage| {
        let play = stage.play(SERVICES)?;
        play.up().await?;
        let plain = ExecOptions::default;
        for (command, code, text) in [
            (&["sh", "-c", "exit 42"][..], 42, ""),
            (&["sh", "-c", "kill -9 $$"], 137, ""),
            (&["sh", "-c", "nowhere"], 127, "nowhere: not found"),
            (&["sh", "-c", "/etc/passwd"], 126, "Permission denied"),
        ] {
            let said = play.exec("box", command, plain()).await?;
            assert_eq!(said.exit_code, code, "{command:?}: {said:?}");
            assert!(said.errors.content.contains(text), "{command:?}: {said:?}");
        }
        // The engine itself does not find or run it.
        for (command, code, text) in [
            (&["nowhere", "-x"][..], 127, "nowhere"),
            (&["/etc/passwd"], 126, "/etc/passwd"),
        ] {
            let said = play.exec("box", command, plain()).await?;
            assert_eq!(said.exit_code, code, "{command:?}: {said:?}");
            assert!(said.errors.content.contains(text), "{command:?}: {said:?}");
            assert_eq!(said.output.content, "", "{command:?}");
        }
        let check = ExecOptions {
            check: true,
            ..plain()
        };
        let fault = play
            .exec(
                "box",
                &["sh", "-c", "echo out; echo err >&2; exit 5"],
                check.clone(),
            )
            .await
            .unwrap_err();
        assert!(fault.is(Code::ExecFailed), "{fault:?}");
        assert_eq!(fault.get("exit-code"), Some("5"));
        assert_eq!(
            (fault.get("output"), fault.get("errors")),
            (Some("out\n"), Some("err\n"))
        );

        let options = ExecOptions {
            user: Some("1234:5678".to_owned()),
            working_dir: Some("/usr".to_owned()),
            env: vec![("GREETING".to_owned(), "a = 'b'".to_owned())],
            ..check.clone()
        };
        let said = play
            .exec(
                "box",
                &["sh", "-c", "id -u; id -g; pwd; echo $GREETING"],
                options,
            )
            .await?;
        assert_eq!(said.output.content, "1234\n5678\n/usr\na = 'b'\n");

        let fault = play.exec("box", &[], plain()).await.unwrap_err();
        assert!(fault.is(Code::ExecFailed), "{fault:?}");
        let nobody = ExecOptions {
            user: Some("nobody-at-all".to_owned()),
            ..check
        };
        let fault = play.exec("box", &["true"], nobody).await.unwrap_err();
        assert!(format!("{fault:?}").contains("nobody-at-all"), "{fault:?}");

        let ((), fault) = tokio::join!(
            async {
                tokio::time::sleep(Duration::from_millis(300)).await;
                drop(play.kill("box").await);
            },
            async { play.exec("box", &["sleep", "60"], plain()).await }
        );
        assert!(
            fault.is_err() || fault.as_ref().is_ok_and(|said| said.exit_code == 137),
            "{fault:?}"
        );
        let fault = play.exec("box", &["true"], plain()).await.unwrap_err();
        assert!(fault.is(Code::ServiceAbsent), "{fault:?}");
        Ok(())
    })
    .await;
}
