//! Logs: whole, in order, one file per service.

use std::fmt::Write;

use mzhost_core::operation::Operation;

use crate::play::eventually;
use crate::stage::on_stage;

#[tokio::test(flavor = "multi_thread")]
async fn short_lives_are_logged_in_files_of_their_own() {
    on_stage("short", async |stage| {
        let mut services = "services:\n".to_owned();
        for number in 0..6 {
            writeln!(
                services,
                "  s{number}: {{image: 'debian:bookworm-slim', command: [echo, line of {number}], x-mzhost: {{once: true}}}}"
            )?;
        }
        let play = stage.play(&services)?;
        play.up().await?;
        for number in 0..6 {
            let (service, line) = (format!("s{number}"), format!("line of {number}"));
            // A line from before the wait.
            let found = eventually(async || {
                Ok(play.line(&service, "^line").await?)
            });
            assert_eq!(found.await?, line);
            assert_eq!(play.log_file(&service), format!("{line}\n"));
        }
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn restarts_lose_and_repeat_nothing() {
    on_stage("across", async |stage| {
        let services = "
services:
  box:
    image: debian:bookworm-slim
    command:
      - sh
      - -c
      - |
        echo x >> /starts; n=$$(wc -l < /starts)
        for i in 1 2 3 4 5; do echo $$n.$$i; echo $$n.$$i.err >&2; done
        printf 'end of %s' $$n
        [ $$n -gt 3 ] || exit 1
    restart: on-failure:5
    x-mzhost: {once: true}
";
        let play = stage.play(services)?;
        play.up().await?;
        let log = eventually(async || {
            let log = play.log_file("box");
            if log.ends_with("end of 4\n") {
                Ok(log)
            } else {
                Err(log.into())
            }
        })
        .await?;
        for (ending, other) in [("", ".err"), (".err", "")] {
            let wanted: Vec<String> = (1..=4)
                .flat_map(|n| (1..=5).map(move |i| format!("{n}.{i}{ending}")))
                .collect();
            let found: Vec<&str> = log
                .lines()
                .filter(|line| {
                    !line.starts_with("end") && line.ends_with("err") != (other == ".err")
                })
                .collect();
            assert_eq!(found, wanted);
        }
        let ends: Vec<&str> = log.lines().filter(|line| line.starts_with("end")).collect();
        assert_eq!(ends, ["end of 1", "end of 2", "end of 3", "end of 4"]);
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_line_is_one_line() {
    on_stage("long", async |stage| {
        let services = "
services:
  box:
    image: debian:bookworm-slim
    command: [perl, -e, 'print \"a\" x 50000, \"\\n\", \"b\\n\"']
    x-mzhost: {once: true}
";
        let play = stage.play(services)?;
        play.up().await?;
        play.line("box", "^b$").await?;
        let log = play.log_file("box");
        let lengths: Vec<usize> = log.lines().map(str::len).collect();
        assert_eq!(lengths, [50_000, 1], "{}", log.replace("aaaaaaaa", ""));
        let last = Operation::Logs {
            service: "box".to_owned(),
            lines: 1,
        };
        let reply = play.perform(last).await?;
        assert!(format!("{reply:?}").contains("\"b\\n\""), "{reply:?}");
        Ok(())
    })
    .await;
}
