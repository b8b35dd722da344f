"""{{name}}: say here what is tested."""

from mzhost import Composition, Service

# What runs in containers: the keys of Compose. `mzhost catalog` lists services that are ready to use, such as
# catalog.Postgres("db", password="secret") after `from mzhost import catalog`.
SERVICES = [
    Service(
        "web",
        {
            "image": "debian:bookworm-slim",
            # A stand-in for a server: it writes a page and waits.
            "command": ["sh", "-c", "echo hello > /tmp/page; echo started; exec sleep infinity"],
            # `up` waits until this passes.
            "healthcheck": {"test": ["CMD", "test", "-s", "/tmp/page"], "interval": "1s"},
            "stop_grace_period": "1s",
        },
    ),
]


def workflow_default(c: Composition) -> None:
    """The server starts and has its page."""
    c.up("web")
    # A command in the container; an exit code other than 0 is an error.
    page = c.exec("web", "cat", "/tmp/page").stdout
    assert page == "hello\n", f"the page is {page!r}"
    # Waits for a condition, where a script would sleep.
    c.wait_for_log("web", "started", timeout=10)
    print("the page is there")


def workflow_test(c: Composition, *names: str) -> None:
    """The server starts again after a crash: `mzhost run {{name}} test`."""
    c.up("web")
    for name in names or ("first", "second"):
        # One that fails does not end the workflow, and appears in the reports.
        with c.test_case(f"the server comes back, {name} time"):
            c.kill("web")
            assert c.state("web").exit_code == 137
            c.start("web")
    # For the length of the block, another definition of the service.
    with c.override(Service("web", {"image": "debian:bookworm-slim", "command": ["sleep", "infinity"]})):
        c.up("web")
        assert c.exec("web", "test", "-e", "/tmp/page", check=False).returncode == 1
