//! Published ports of networks without a way out.

use mzhost_test_artifacts::workflows;

use crate::harness::Project;

#[test]
fn up_says_that_ports_are_not_published_and_port_says_why() {
    let project = Project::new("unpublished");
    let up = |flags: &[&str]| {
        project
            .mzhost("up", &[workflows::POSTGRES_SMOKE])
            .args(flags)
            .done()
    };
    let done = up(&[]).exits(0);
    let lines = done.out.lines().filter(|line| line.contains("--allow-net"));
    assert_eq!(lines.count(), 1, "{done}");
    drop(done.says("ports of postgres are not published"));
    project
        .mzhost("port", &["postgres", "5432"])
        .done()
        .exits(21)
        .says("bring it up with --allow-net");
    // mzhost itself reaches it.
    project
        .mzhost(
            "sql",
            &[
                "postgres",
                "--sql-password",
                "postgres",
                "-c",
                "select 6 * 7",
            ],
        )
        .done()
        .exits(0)
        .says("42");
    // A network stays as it was made, so the grant comes too late.
    drop(
        up(&["--allow-net"])
            .exits(2)
            .says("was made without a way out")
            .says("mzhost down"),
    );
    drop(project.mzhost("down", &["-v"]).done().exits(0));
    let done = up(&["--allow-net"]).exits(0);
    drop(done.never_says("not published"));
    project
        .mzhost("port", &["postgres", "5432"])
        .done()
        .exits(0)
        .says("127.0.0.1:");
    drop(up(&[]).exits(2).says("was made with a way out"));
    drop(project.mzhost("down", &["-v"]).done().exits(0));
    project.is_gone();
}
