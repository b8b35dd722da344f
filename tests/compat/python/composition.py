"""The composition `postgres-smoke` against the bindings themselves, so that no SDK of a later day is part of it."""

import json

import wit_world
from componentize_py_types import Err
from wit_world.imports import composition, sql
from wit_world.imports.types import Error, SqlTarget

PASSWORD = "postgres"
SERVICES = {
    "services": {
        "postgres": {
            "image": "mzhost/postgres:15",
            "environment": {"POSTGRES_PASSWORD": PASSWORD},
            "ports": [5432],
            "volumes": ["data:/var/lib/postgresql/data"],
            # The address matters: while the image sets itself up, a temporary server listens on the socket only.
            "healthcheck": {"test": ["CMD", "pg_isready", "-h", "127.0.0.1", "-U", "postgres"]},
        }
    },
    "volumes": {"data": None},
}
CREATE = """drop table if exists orders;
            create table orders (id int primary key, item text not null, note text)"""
INSERT = "insert into orders values ($1::int, $2, $3)"
ORDERS = [["1", "anvil", "heavy"], ["2", "rope", None]]


class WitWorld(wit_world.WitWorld):
    """What the host calls."""

    def services(self) -> str:
        return json.dumps(SERVICES)

    def workflow_default(self, args: list[str]) -> None:
        composition.up(["postgres"])
        write_orders()
        composition.kill(["postgres"])
        killed = composition.state("postgres")
        expect((killed.status, killed.exit_code), ("exited", 137))
        composition.start(["postgres"])
        check_orders()

    def workflow_restart(self, args: list[str]) -> None:
        composition.up(["postgres"])
        write_orders()
        composition.restart(["postgres"])
        check_orders()


def connect() -> sql.Connection:
    return sql.connect(SqlTarget("postgres", None, None, PASSWORD, None, None))


def write_orders() -> None:
    with connect() as db:
        db.batch(CREATE)
        for order in ORDERS:
            expect(db.execute(INSERT, order), 1)


def check_orders() -> None:
    with connect() as db:
        rows = db.query("select id, item, note from orders order by id", []).rows
    expect([row.cells for row in rows], ORDERS)
    print("both orders are there", flush=True)


def expect(found: object, wanted: object) -> None:
    if found != wanted:
        raise Err(Error("workflow.failed", f"wanted {wanted}, found {found}", None, []))
