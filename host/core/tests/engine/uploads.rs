//! Files that go into containers: relative binds as copies, configs, secrets, and real binds where granted.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};

use mzhost_core::code::Code;
use mzhost_core::policy::{Capability, Ceiling, Grants, Policy, Situation};

use crate::stage::on_stage;

#[tokio::test(flavor = "multi_thread")]
async fn a_relative_bind_is_a_copy() {
    on_stage("copies", async |stage| {
        stage.write("app.conf", "conf")?;
        fs::set_permissions(stage.root().join("app.conf"), Permissions::from_mode(0o640))?;
        stage.write("data/a.txt", "a")?;
        stage.write("data/sub/run.sh", "b")?;
        fs::set_permissions(
            stage.root().join("data/sub/run.sh"),
            Permissions::from_mode(0o755),
        )?;
        symlink("/etc/passwd", stage.root().join("data/link"))?;
        let services = "
services:
  box:
    image: debian:bookworm-slim
    command: [sleep, infinity]
    volumes: ['./app.conf:/etc/app/app.conf', './data:/data']
";
        let play = stage.play(services)?;
        play.up().await?;
        let line = "cat /etc/app/app.conf /data/a.txt /data/sub/run.sh; echo; readlink /data/link; \
             stat -c '%a %u:%g' /etc/app/app.conf /data/sub/run.sh";
        let said = play.shell("box", line).await?;
        assert_eq!(said, "confab\n/etc/passwd\n640 0:0\n755 0:0");

        play.shell(
            "box",
            "echo changed > /data/a.txt; rm /etc/app/app.conf; touch /data/new",
        )
        .await?;
        assert_eq!(fs::read_to_string(stage.root().join("data/a.txt"))?, "a");
        assert!(stage.root().join("app.conf").exists());
        assert!(!stage.root().join("data/new").exists());
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn configs_and_secrets_have_content_mode_and_owner() {
    on_stage("configs", async |stage| {
        stage.write("token", "from a file")?;
        let services = "
services:
  box:
    image: debian:bookworm-slim
    command: [sleep, infinity]
    user: '1000'
    configs:
      - source: inline
        target: /etc/deep/er/inline.conf
        mode: 0400
        uid: '1000'
        gid: '1001'
      - variable
    secrets: [token]
configs:
  inline: {content: 'from the document'}
  variable: {environment: GRANTED}
secrets:
  token: {file: ./token}
";
        let play = stage.play_with(services, |setup| {
            setup.variables =
                BTreeMap::from([("GRANTED".to_owned(), "from a variable".to_owned())]);
        })?;
        play.up().await?;
        let line = "for f in /etc/deep/er/inline.conf /variable /run/secrets/token; do \
             cat $f; stat -c ' %a %u:%g' $f; done";
        assert_eq!(
            play.shell("box", line).await?,
            "from the document 400 1000:1001\nfrom a variable 444 0:0\nfrom a file 444 0:0"
        );

        let fault = stage.play(services)?.up_fails().await;
        assert!(fault.is(Code::ServicesInvalid), "{fault:?}");
        assert!(fault.message.contains("--allow-env GRANTED"), "{fault:?}");
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_only_container_gets_real_files_only() {
    on_stage("readonly", async |stage| {
        stage.write("app.conf", "conf")?;
        stage.write("data/a.txt", "a")?;
        let services = "
services:
  box:
    image: debian:bookworm-slim
    command: [sleep, infinity]
    read_only: true
    volumes: ['./app.conf:/etc/app.conf', './data:/data']
    secrets: [token]
secrets:
  token: {file: ./app.conf}
";
        let fault = stage.play(services)?.up_fails().await;
        assert!(fault.is(Code::ServicesInvalid), "{fault:?}");
        assert!(fault.message.contains("box.read_only"), "{fault:?}");

        let root = fs::canonicalize(stage.root())?;
        let granted = services.replace("    secrets: [token]\n", "");
        let project = format!("{}-granted", stage.project);
        let play = stage.play_on(&stage.engine, &project, &granted, |setup| {
            setup.policy = binding(&[format!("{}:rw", root.display())]);
        })?;
        play.up().await?;
        let line = "cat /etc/app.conf /data/a.txt; touch /usr/x 2>&1 || true";
        let said = play.shell("box", line).await?;
        assert!(said.starts_with("confa"), "{said}");
        assert!(said.contains("Read-only file system"), "{said}");
        Ok(())
    })
    .await;
}

/// A policy that grants these binds.
fn binding(values: &[String]) -> Policy {
    let mut grants = Grants::default();
    for value in values {
        assert!(grants.grant(Capability::Bind, value).is_ok(), "{value}");
    }
    Policy::new(Situation::Component, grants, Ceiling::default())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_bind_needs_a_grant() {
    on_stage("binds", async |stage| {
        stage.write("shared/file", "before")?;
        stage.write("fixed/file", "before")?;
        let services = format!(
            "
services:
  box:
    image: debian:bookworm-slim
    command: [sleep, infinity]
    volumes: ['./shared:/shared', '{}/fixed:/fixed:ro']
",
            stage.root().display()
        );
        let refused = stage.play(&services)?;
        let fault = refused.up_fails().await;
        assert!(fault.is(Code::PolicyDenied), "{fault:?}");
        let fixed = fs::canonicalize(stage.root().join("fixed"))?;
        let flag = format!("--allow-bind={}", fixed.display());
        assert_eq!(fault.get("flag"), Some(flag.as_str()));
        refused.run.down(true).await?;

        let shared = fs::canonicalize(stage.root().join("shared"))?;
        let play = stage.play_with(&services, |setup| {
            let shared = format!("{}:rw", shared.display());
            setup.policy = binding(&[shared, fixed.display().to_string()]);
        })?;
        play.up().await?;
        stage.write("fixed/file", "after")?;
        let line = "echo inside > /shared/file; touch /fixed/new 2>&1 || cat /fixed/file";
        let said = play.shell("box", line).await?;
        assert!(said.contains("Read-only file system"), "{said}");
        assert!(said.ends_with("after"), "{said}");
        let shared = fs::read_to_string(stage.root().join("shared/file"))?;
        assert_eq!(shared, "inside\n");
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_leads_out_of_the_root_is_refused() {
    on_stage("links", async |stage| {
        symlink("/etc", stage.root().join("out"))?;
        let services = "
services: {box: {image: 'debian:bookworm-slim', volumes: ['./out:/out']}}";
        let fault = stage.play(services)?.up_fails().await;
        assert!(fault.is(Code::FileError), "{fault:?}");
        assert!(fault.message.contains("leads out"), "{fault:?}");
        assert_eq!(fault.service.as_deref(), Some("box"));
        Ok(())
    })
    .await;
}
