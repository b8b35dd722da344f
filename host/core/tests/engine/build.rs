//! Images that a service builds.

use std::collections::BTreeMap;
use std::os::unix::fs::symlink;

use mzhost_core::code::Code;
use mzhost_core::event::EventKind;

use crate::Outcome;
use crate::play::Play;
use crate::stage::{Stage, on_stage};

fn builds(play: &Play) -> usize {
    play.count(|event| matches!(event, EventKind::ImageStarted { how, .. } if how == "build"))
}

/// The tags of the image of the container `box`.
async fn tags(stage: &Stage) -> Outcome<Vec<String>> {
    let name = format!("{}-box-1", stage.project);
    let container = stage.docker.inspect_container(&name, None).await?;
    let image = container.image.unwrap_or_default();
    let image = stage.docker.inspect_image(&image).await?;
    Ok(image.repo_tags.unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_context_without_what_is_ignored() {
    on_stage("context", async |stage| {
        stage.write("ctx/Dockerfile", "FROM debian:bookworm-slim\nCOPY . /ctx\n")?;
        stage.write(
            "ctx/.dockerignore",
            "*\n!src\n!*.md\nnotes.md\nsrc/*.log\n!src/keep.log\n",
        )?;
        for file in [
            "secret",
            "README.md",
            "notes.md",
            "src/a.c",
            "src/b.log",
            "src/keep.log",
            "deep/er/x",
        ] {
            stage.write(&format!("ctx/{file}"), &stage.project)?;
        }
        let services = format!(
            "services: {{box: {{build: ./ctx, image: '{}:mine', command: [sleep, infinity]}}}}",
            stage.project
        );
        let play = stage.play(&services)?;
        play.up().await?;
        let files = play
            .shell("box", "cd /ctx && find . -type f | sort")
            .await?;
        assert_eq!(files, "./README.md\n./src/a.c\n./src/keep.log");

        let tags = tags(stage).await?;
        assert!(
            tags.len() == 1 && tags[0].starts_with("mzhost/build:"),
            "`image` beside `build` made a tag: {tags:?}"
        );
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_is_not_built_again_and_a_change_is() {
    on_stage("again", async |stage| {
        stage.write(
            "ctx/Dockerfile",
            "FROM debian:bookworm-slim\nCOPY file /file\n",
        )?;
        stage.write("ctx/file", &stage.project)?;
        let services = "services: {box: {build: ./ctx, command: [sleep, infinity]}}";
        let first = stage.play(services)?;
        first.up().await?;
        first.up().await?;
        assert_eq!(builds(&first), 1);

        // Another run finds the image, too.
        let second = stage.play(services)?;
        second.run.adopt().await?;
        second.up().await?;
        assert_eq!(builds(&second), 0);

        stage.write("ctx/file", "changed")?;
        second.up().await?;
        assert_eq!(builds(&second), 1);
        assert_eq!(second.shell("box", "cat /file").await?, "changed");
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn inline_text_arguments_and_target() {
    on_stage("inline", async |stage| {
        let services = r#"
services:
  box:
    build:
      context: .
      target: wanted
      args: {GIVEN: "a b", GRANTED: , UNKNOWN: }
      labels: {mine: "yes"}
      dockerfile_inline: |
        FROM debian:bookworm-slim AS wanted
        ARG GIVEN
        ARG GRANTED
        ARG UNKNOWN=default
        RUN echo "$$GIVEN $$GRANTED $$UNKNOWN" > /args
        FROM wanted AS later
        RUN touch /later
    command: [sleep, infinity]
"#;
        stage.write("file", "in the context")?;
        let play = stage.play_with(services, |setup| {
            setup.variables = BTreeMap::from([("GRANTED".to_owned(), stage.project.clone())]);
        })?;
        play.up().await?;
        let said = play
            .shell("box", "cat /args; ls / | grep later || true")
            .await?;
        assert_eq!(said, format!("a b {} default", stage.project));
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_build_that_fails_shows_the_builders_output() {
    on_stage("fails", async |stage| {
        let services = r#"
services:
  box:
    build:
      context: .
      dockerfile_inline: |
        FROM debian:bookworm-slim
        RUN echo "oh no $$((40 + 2))"; exit 3
"#;
        let fault = stage.play(services)?.up_fails().await;
        assert!(fault.is(Code::ImageBuild), "{fault:?}");
        assert_eq!(fault.service.as_deref(), Some("box"));
        assert!(fault.message.contains("code: 3"), "{fault:?}");
        let output = fault.get("output").unwrap_or_default();
        assert!(output.contains("oh no 42"), "{output}");
        assert_eq!(stage.left(&stage.project).await?, Vec::<String>::new());
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_context_that_is_too_large_or_outside_is_refused() {
    on_stage("refused", async |stage| {
        stage.write("ctx/Dockerfile", "FROM debian:bookworm-slim\n")?;
        stage.write("ctx/big.bin", &"x".repeat(2000))?;
        let play = stage.play_with("services: {box: {build: ./ctx}}", |setup| {
            setup.limits.archive = 1000;
        })?;
        let fault = play.up_fails().await;
        assert!(fault.is(Code::FileError), "{fault:?}");
        assert!(fault.message.contains("ctx/big.bin"), "{fault:?}");
        assert!(fault.message.contains("1000 bytes"), "{fault:?}");

        symlink("/etc", stage.root().join("leads-out"))?;
        let fault = stage
            .play("services: {box: {build: ./leads-out}}")?
            .up_fails()
            .await;
        assert!(fault.is(Code::FileError), "{fault:?}");
        assert!(fault.message.contains("leads-out"), "{fault:?}");

        let outside = stage.play("services: {box: {build: ../..}}");
        if let Ok(play) = outside {
            assert!(play.up_fails().await.is(Code::FileError));
        }
        Ok(())
    })
    .await;
}
