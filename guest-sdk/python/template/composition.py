"""The composition `{{name}}`: a service, and workflows that drive it."""

from mzhost import Composition, Service

# What runs in containers. `mzhost config {{name}}` shows it as a Compose file.
SERVICES = [
    # Put your own image here. `mzhost catalog` lists ready-made services, such as catalog.Kafka() or catalog.Postgres().
    Service(
        "box",
        {
            "image": "debian:bookworm-slim",
            "command": ["sh", "-c", "echo ready; exec sleep infinity"],
            # How mzhost knows that it is ready; also tcp, http, sql or a health check.
            "x-mzhost": {"ready": {"log": "^ready"}},
        },
    ),
]


# The function's name is the workflow's: `mzhost run {{name}} default`. The docstring is shown by `mzhost list`.
def workflow_default(c: Composition) -> None:
    """The service answers, and keeps its files when it is killed."""
    c.up("box")

    # A case that fails does not end the workflow, and has its own line in the reports.
    with c.test_case("it runs commands"):
        said = c.exec("box", "echo", "hello").stdout
        assert said == "hello", f"it said {said!r}"

    with c.test_case("its files survive when it is killed"):
        c.exec("box", "sh", "-c", "echo kept > /tmp/note")
        c.kill("box")
        c.start("box")
        note = c.exec("box", "cat", "/tmp/note").stdout
        assert note == "kept", f"the note says {note!r}"


def workflow_echo(c: Composition, *words: str) -> None:
    """What comes after its name on the command line: `mzhost run {{name}} echo hello`."""
    c.up("box")
    print(c.exec("box", "echo", *words).stdout)
