//! `mzhost td` and `mzhost slt` as people use them.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::Servers;
use crate::harness::{Done, Mzhost, mzhost};

/// A folder with test files.
struct Files(TempDir);

impl Files {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Runs the program in the folder.
    fn run(&self, start: Mzhost) -> Done {
        start.current_dir(self.0.path()).done()
    }
}

#[test]
fn all_errors_of_all_files_are_told_before_anything_is_touched() {
    let files = Files::new(&[
        ("a.td", "> select 1\n1\n\n$ nopp\n\n! select\n"),
        ("b.td", "> select \"\n\"a\n"),
        ("c.td", "> select 1\n1\n"),
    ]);
    // No server of this name is there: nothing connects.
    let start = mzhost(&["td", "--postgres-url=postgres://u@no-server.invalid", "."]);
    files
        .run(start)
        .exits(61)
        .says("3 errors in 2 test files; nothing was run")
        .says("a.td:4:3: there is no action nopp; did you mean nop?\n    4 | $ nopp\n      |   ^")
        .says("a.td:6:3: ! needs a line below")
        .says("b.td:2:1: unterminated quote");
}

#[test]
fn no_docker_is_needed_and_a_server_that_is_missing_has_its_own_code() {
    let files = Files::new(&[("a.td", "> select 1\n1\n"), ("b.td", "$ set x=1\n")]);
    let args = [
        "td",
        "--default-timeout=200ms",
        "--postgres-url=postgres://u:hidden-word@127.0.0.1:9",
        "a.td",
        "b.td",
    ];
    files
        .run(mzhost(&args).env("DOCKER_HOST", "tcp://127.0.0.1:9"))
        .exits(62)
        .says("a.td:1:1: cannot connect to 127.0.0.1:9")
        .says("1 failed, 1 passed")
        .never_says("hidden-word");
}

#[test]
fn a_wrong_command_line_is_a_usage_error() {
    let files = Files::new(&[("a.td", "> select 1\n1\n")]);
    for (args, text) in [
        (&["td"][..], "FILES"),
        (&["td", "missing.td"], "missing.td: there is no such file"),
        (&["td", "*.slt"], "*.slt: there is no such file"),
        (&["td", "a.td", "--var", "x"], "NAME=VALUE"),
        (
            &["td", "a.td", "--default-timeout", "5"],
            "write it like 60s",
        ),
        (&["td", "a.td", "--jobs", "0"], "--jobs"),
        (&["td", "a.td", "--resolve", "db=here"], "no IP address"),
    ] {
        files.run(mzhost(args)).exits(2).says(text);
    }
    let none = files.run(mzhost(&["td", "a.td"])).exits(62);
    none.says("name it with --postgres-url");
}

/// One group of servers for all that needs one.
#[test]
fn files_run_on_a_server_without_docker() {
    let servers = Servers::start("td-command", &["postgres"]);
    rewriting_touches_wrong_results_only(&servers);
    reports_have_a_case_for_each_file(&servers);
    files_at_the_same_time_do_not_meet(&servers);
    too_many_errors_end_it(&servers);
    an_interrupt_leaves_no_database(&servers);
    variables_and_secrets(&servers);
    slt_rewrites_too(&servers);
}

fn rewriting_touches_wrong_results_only(servers: &Servers) {
    let before = "# A comment.\n$ set word=\"two words\"\n\n> select * from (values (1, '${word}'), (2, 'b')) v\n\
        column1  column2\n----------------\n# kept\n1   \"${word}\"\n2   wrong   \n\n! select 1/0\ncontains: nothing\n\n\
        ? explain (costs off) select 1\nOther\n\n> select 3\n3 values hashing to 00000000000000000000000000000000\n\n> select 'x' where false\n";
    let files = Files::new(&[("a.td", before)]);
    let args = ["--rewrite-results", "--default-max-tries=3", "a.td"];
    files
        .run(servers.td(&args))
        .exits(0)
        .says("4 results rewritten");
    let after = before
        .replace("2   wrong   ", "2  b")
        .replace("contains: nothing", "contains: division by zero")
        .replace("\nOther\n", "\nResult\n")
        .replace(
            "3 values hashing to 00000000000000000000000000000000",
            "1 values hashing to eccbc87e4b5ce2fe28308fd9f2a7baf3",
        );
    assert_eq!(files.text("a.td"), after);
    files
        .run(servers.td(&["a.td"]))
        .exits(0)
        .says("6 commands in");
    assert_eq!(files.text("a.td"), after);
}

fn reports_have_a_case_for_each_file(servers: &Servers) {
    let files = Files::new(&[("a.td", "> select 1\n1\n"), ("b.td", "> select 1\n2\n")]);
    let args = [
        "--default-max-tries=3",
        "--format=jsonl",
        "--junit=out.xml",
        "a.td",
        "b.td",
    ];
    let done = files.run(servers.td(&args)).exits(60);
    let events: Vec<serde_json::Value> = done
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let commands: Vec<_> = events
        .iter()
        .filter(|event| event["kind"] == "test-command")
        .collect();
    assert_eq!(commands.len(), 2, "{done}");
    assert_eq!(commands[0]["file"], "a.td");
    assert_eq!(commands[0]["passed"], true);
    assert!(commands[1]["tries"].as_u64().unwrap() > 1, "{done}");
    let last = events.last().unwrap();
    assert_eq!((&last["passed"], &last["failed"]), (&1.into(), &1.into()));
    let xml = files.text("out.xml");
    let document = roxmltree::Document::parse(&xml).unwrap();
    let cases: Vec<_> = document
        .descendants()
        .filter(|node| node.has_tag_name("testcase"))
        .map(|node| {
            let failed = node.children().any(|child| child.has_tag_name("failure"));
            (node.attribute("name").unwrap(), failed)
        })
        .collect();
    assert_eq!(cases, [("a.td", false), ("b.td", true)]);
    assert!(xml.contains("- 2"), "{xml}");
}

fn files_at_the_same_time_do_not_meet(servers: &Servers) {
    let file = "> create table same (n int)\n\n> insert into same values (1)\n\n> select pg_sleep(0.3)\n\"\"\n\n> select count(*) from same\n1\n";
    let names: Vec<String> = (1..=6).map(|number| format!("{number}.td")).collect();
    let list: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), file)).collect();
    let files = Files::new(&list);
    files
        .run(servers.td(&["--jobs=6", "*.td"]))
        .exits(0)
        .says("6 passed");
    no_database_is_left(servers);
}

fn no_database_is_left(servers: &Servers) {
    let file = "> select count(*) from pg_database where datname like 'testdrive%'\n0\n";
    let files = Files::new(&[("a.td", file)]);
    files
        .run(servers.td(&["--default-timeout=10s", "a.td"]))
        .exits(0);
}

fn too_many_errors_end_it(servers: &Servers) {
    let wrong = "> select 1\n2\n";
    let files = Files::new(&[("a.td", wrong), ("b.td", wrong), ("c.td", wrong)]);
    let args = ["--default-max-tries=3", "--max-errors=2", "."];
    files
        .run(servers.td(&args))
        .exits(60)
        .says("2 failed, 1 not run")
        .never_says("c.td:1");
}

fn an_interrupt_leaves_no_database(servers: &Servers) {
    let files = Files::new(&[("a.td", "> select 1\n1\n\n> select pg_sleep(60)\n\"\"\n")]);
    let args = ["--isolation=always", "--verbose", "a.td"];
    let mut running = servers.td(&args).current_dir(files.0.path()).start();
    running.wait_for("a.td:1");
    running.signal("INT");
    running.done().exits(130).says("stopped before its end");
    no_database_is_left(servers);
}

fn variables_and_secrets(servers: &Servers) {
    let files = Files::new(&[(
        "a.td",
        "$ set-arg-default b=2\n\n> select '${arg.a}', '${arg.b}', '${env.GIVEN}'\n1 2 given\n\n> select '${arg.api-token}'\nother\n",
    )]);
    let args = [
        "--var=a=1",
        "--var=api-token=secret-value",
        "--allow-env=GIVEN",
        "--default-max-tries=3",
        "a.td",
    ];
    files
        .run(servers.td(&args).env("GIVEN", "given"))
        .exits(60)
        .says("a.td:7:1: 1 expected row did not come")
        .says("+ ***")
        .never_says("secret-value");
    files
        .run(servers.td(&args).env("MZHOST_ALLOW_ENV", "OTHER"))
        .exits(61)
        .says(
            "a.td:3:35: unknown variable ${env.GIVEN}; grant it with --allow-env GIVEN, and set it",
        );
}

fn slt_rewrites_too(servers: &Servers) {
    let before = "# A comment.\nstatement ok\nselect 1\n\nquery I\nselect 2\n----\n3\n";
    let files = Files::new(&[("a.slt", before)]);
    files.run(servers.slt(&["a.slt"])).exits(60).says("a.slt:5");
    files
        .run(servers.slt(&["--rewrite-results", "a.slt"]))
        .exits(0)
        .says("1 result rewritten");
    assert_eq!(files.text("a.slt"), before.replace("3\n", "2\n"));
}
