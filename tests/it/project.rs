//! `up`, `ps`, `logs`, `exec`, `sql`, `port` and `down`: a project that stays.

use mzhost_test_artifacts::{COMPOSE_FILE, workflows};

use crate::harness::{Project, container_ids};

#[test]
fn a_project_is_brought_up_used_and_taken_down() {
    let project = Project::new("life");
    let up = || {
        let up = project.mzhost("up", &[workflows::POSTGRES_SMOKE, "--allow-net"]);
        up.done().exits(0).says("kept 1 container")
    };
    drop(up());
    let container = container_ids(project.name());
    drop(up());
    assert_eq!(
        container_ids(project.name()),
        container,
        "it was made again"
    );

    looks(&project);
    executes(&project);
    queries(&project);

    let down = || project.mzhost("down", &[]).done().exits(0);
    down().says("removed 1 container, 1 network, 0 volumes");
    project
        .mzhost("ps", &[])
        .done()
        .exits(20)
        .says("bring it up with `mzhost up`");
    project
        .mzhost("down", &["-v"])
        .done()
        .exits(0)
        .says("removed 0 containers, 0 networks, 1 volume");
    project.is_gone();
    down().says("removed 0 containers, 0 networks, 0 volumes");
}

fn looks(project: &Project) {
    let container = format!("{}-postgres-1", project.name());
    let address = project
        .mzhost("port", &["postgres", "5432"])
        .done()
        .exits(0);
    let address = address.out.trim();
    assert!(address.starts_with("127.0.0.1:"), "{address}");
    project
        .mzhost("ps", &[])
        .done()
        .exits(0)
        .says(&container)
        .says(&format!("{address}->5432"));
    project
        .mzhost("port", &["postgres", "1"])
        .done()
        .exits(21)
        .says("published: 5432/tcp");
    let logs = project
        .mzhost("logs", &["-n", "1", "postgres"])
        .done()
        .exits(0);
    assert_eq!(logs.out.lines().count(), 1, "{logs}");
    assert!(logs.out.starts_with("postgres | "), "{logs}");
    project
        .mzhost("logs", &["nobody"])
        .done()
        .exits(12)
        .says("it has: postgres");
}

fn executes(project: &Project) {
    let command = ["postgres", "sh", "-c", "pwd; id -un; echo oops >&2; exit 7"];
    let exec = project
        .mzhost("exec", &["--user", "postgres", "--workdir", "/tmp"])
        .args(&command)
        .done()
        .exits(7);
    assert_eq!(
        (exec.out.as_str(), exec.err.as_str()),
        ("/tmp\npostgres\n", "oops\n")
    );
    project
        .mzhost("exec", &["nobody", "true"])
        .done()
        .exits(12)
        .says(r#"there is no service "nobody""#);
}

fn queries(project: &Project) {
    let sql = |password: &str, statements: &[&str]| {
        let flags = ["postgres", "--sql-password", password];
        statements
            .iter()
            .fold(project.mzhost("sql", &flags), |mzhost, statement| {
                mzhost.args(&["-c", statement])
            })
            .done()
    };
    let rows = sql(
        "postgres",
        &[
            "create table t (a int, b text)",
            "insert into t values (1, 'x'), (2, null)",
            "select * from t",
        ],
    )
    .exits(0);
    assert_eq!(
        rows.out,
        "0 rows changed\n2 rows changed\na   b\n1   x\n2   NULL\n(2 rows)\n"
    );
    sql("postgres", &["select nope"])
        .exits(24)
        .says(r#"column "nope" does not exist"#)
        .says("sqlstate: 42703");
    sql("wrong", &["select 1"]).exits(25).says("28P01");
}

#[test]
fn only_a_service_that_changed_is_made_again() {
    let project = Project::new("change");
    let up = |value: &str| {
        let flags = [COMPOSE_FILE, "--allow-env", "MZHOST_TEST_GRANTED"];
        drop(
            project
                .mzhost("up", &flags)
                .env("MZHOST_TEST_GRANTED", value)
                .done()
                .exits(0),
        );
        container_ids(project.name())
    };
    let first = up("one");
    let second = up("two");
    assert_eq!((first.len(), second.len()), (2, 2));
    let kept = second.iter().filter(|id| first.contains(id)).count();
    assert_eq!(kept, 1, "{first:?}, then {second:?}");
    project
        .mzhost("exec", &["box", "printenv", "GRANTED"])
        .done()
        .exits(0)
        .says("two");
    project.mzhost("down", &["-v"]).done().exits(0);
    project.is_gone();
}

#[test]
fn a_single_service_comes_up_with_what_it_needs() {
    let project = Project::new("single");
    project
        .mzhost("up", &[workflows::HEALTH_CHAIN, "api"])
        .done()
        .exits(0)
        .says("kept 3 containers");
    project.mzhost("down", &["-v"]).done().exits(0);
    project.is_gone();
}
