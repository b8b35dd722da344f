"""Makes every kind of call of the SDK on real containers."""

from typing import Any

from mzhost import Composition, MzhostError, Service, WorkflowArgumentParser, catalog, files, log, variables

PASSWORD = "postgres"
DATABASE = {
    "image": "mzhost/postgres:15",
    "environment": {"POSTGRES_PASSWORD": PASSWORD},
    "ports": [5432],
    "healthcheck": {"test": ["CMD", "pg_isready", "-h", "127.0.0.1", "-U", "postgres"]},
}
BOX = {"image": "debian:bookworm-slim", "command": ["sh", "-c", "echo ready $$KIND; exec sleep infinity"]}
SERVICES = [
    Service("db", DATABASE),
    Service("box", BOX, environment={"KIND": "plain"}, volumes=["data:/data"], stop_grace_period="1s"),
    Service("once", {"image": "debian:bookworm-slim", "command": ["sh", "-c", "exit 3"]}),
]
VOLUMES = ["data"]


def workflow_default(c: Composition, parser: WorkflowArgumentParser) -> None:
    """Calls everything."""
    parser.add_argument("--round", type=int, default=0)
    assert parser.parse_args().round == 7
    assert set(c.workflows) == {"default", "load"} and c.name == variables.project()
    assert variables.get("NEVER", "else") == "else" and variables.seed().isdigit()
    log.info("begins")
    containers(c)
    commands(c)
    sql(c)
    jobs(c)
    tests(c)
    c.down(destroy_volumes=False)
    c.down()


def workflow_load(c: Composition, *count: str) -> None:
    """Is run by the other."""
    print("load", *count)
    raise MzhostError("as asked for", code="load.failed", details={"count": "3"})


def fails(code: str, call, *args, **options) -> MzhostError:
    try:
        call(*args, **options)
    except MzhostError as error:
        assert error.code == code, f"{error!r}"
        return error
    raise AssertionError(f"{call} did not fail with {code}")


def containers(c: Composition) -> None:
    c.up("box", wait=False)
    c.wait_ready("box")
    c.up(["box"], timeout=60)
    assert c.wait_for_log("box", "ready .*") == "ready plain"
    c.pause("box")
    c.unpause("box")
    c.restart("box")
    c.stop("box", grace=1)
    c.start("box")
    assert c.state("box").status == "running" and c.stats("box").memory_bytes > 0
    assert "sleep infinity" in str(c.inspect("box")["Config"])
    c.kill("box", signal="SIGTERM")
    c.kill("box")
    assert c.state("box").exit_code == 137
    fails("volume.in-use", c.rm_volumes, "data")
    c.rm("box")
    c.rm_volumes("data")
    c.up("once", wait=False)
    assert c.wait_for_exit("once") == {"once": 3}
    c.up("box")
    with c.override(Service("box", BOX, environment={"KIND": "other"})) as other:
        c.up("box")
        assert c.wait_for_log("box", "ready .*") == "ready other"
        other.close()
    c.up("box")
    c.wait_for_log("box", "ready plain")
    assert "ready plain" in c.logs("box", 5)


def commands(c: Composition) -> None:
    done = c.exec("box", "sh", "-c", "cat; echo $A; pwd; exit 3", stdin="in\n", env={"A": True}, workdir="/tmp", check=False)
    assert (done.returncode, done.stdout, done.truncated) == (3, "in\ntrue\n/tmp", False), done
    error = fails("exec.failed", c.exec, "box", "sh", "-c", "echo no >&2; exit 4", user="nobody", timeout=20)
    assert error.service == "box" and error.details["exit-code"] == "4", f"{error!r}"
    assert c.run("box", ["echo", "one", "off"]).stdout == "one off"
    c.copy_in("box", "/tmp/deep/file", b"\x00\xff", mode=0o600)
    assert c.copy_out("box", "/tmp/deep/file") == b"\x00\xff"
    assert c.wait_for_command("box", "test", "-e", "/tmp/deep/file").returncode == 0
    assert "SERVICES" in files.read_text("composition.py") and files.find("*.py") == ["composition.py"]
    assert files.read_part("composition.py", 3, 5) == b"Makes"


def sql(c: Composition) -> None:
    c.up("db")
    fails("service.port", c.port, "db", 5432)
    c.wait_for_port("db", 5432)
    login: dict[str, Any] = {"service": "db", "password": PASSWORD}
    c.sql("create table t (a int, b text); insert into t values (1, null)", **login)
    rows = c.sql_query("select a, b, a > $1::int, 1.5::numeric, '[1]'::json from t", parameters=[0], **login)
    assert rows == [(1, None, True, rows[0][3], [1])] and str(rows[0][3]) == "1.5", rows
    assert rows.columns[:2] == ["a", "b"] and rows.dicts()[0]["b"] is None and rows.texts[0][2] == "t"
    with c.sql_connection(within=30, **login) as db:
        assert db.execute("insert into t values ($1, $2)", 2, True) == 1
        assert db.query("select count(*) from t").value() == 2
        try:
            db.query("select * from nowhere")
        except MzhostError as error:
            assert (error.code, error.details["sqlstate"]) == ("sql.error", "42P01")
    fails("sql.closed", db.batch, "select 1")
    with c.sql_cursor(**login) as cursor:
        cursor.execute("select a from t order by a")
        assert (cursor.fetchone(), cursor.fetchall(), cursor.rowcount) == ((1,), [(2,)], 2)
    c.wait_for_rows("select a, a > 1 from t", [[1, False], (2, True)], timeout=10, **login)
    assert fails("service.port", c.http, "box", 80, timeout=5).service == "box"
    fails("wait.timeout", c.wait_for_http, "box", 80, "/", timeout=0.3)


def jobs(c: Composition) -> None:
    with c.job_exec("box", "sleep", "600") as job:
        assert job.poll() is None
    assert job.cancel().state == "cancelled"
    assert c.job_sql(["select 1", "select 2"], service="db", password=PASSWORD).passed(timeout=30).state == "passed"
    outcome = c.job_workflow("load", "5").wait()
    assert outcome.error and (outcome.error.code, outcome.error.details["count"]) == ("load.failed", "3"), outcome
    assert "load 5" in outcome.output
    fails("load.failed", c.workflow, "load", "6")
    fails("test.invalid", c.job_testdrive_files("none/*.td").passed)
    fails("test.invalid", c.job_sqllogictest_files("none/*.slt").passed)


def tests(c: Composition) -> None:
    url = f"--postgres-url=postgres://postgres:{PASSWORD}@db"
    passed = c.testdrive("$ postgres-execute connection=${arg.url}\nselect 1\n", var={"url": url.partition("=")[2]})
    assert passed.commands == 1, passed
    error = fails("test.invalid", c.testdrive, "$ nonsense\n", args=[url])
    assert "composition.py:" in str(error) + str(error.details), f"{error!r}"
    assert c.sqllogictest("query I\nselect 1\n----\n1\n", args=[url]).commands == 1
    fails("test.invalid", c.run_testdrive_files, "none/*.td", url, default_timeout="5s")
    fails("test.invalid", c.run_sqllogictest_files, "none/*.slt", var={"n": 1})
    assert catalog.Kafka(broker_id=2).document().startswith("{") and "kafka" in catalog.kinds()
    with c.test_case("passes") as case:
        pass
    assert case.passed
