"""The composition `postgres-smoke` in Python."""

from mzhost import Composition, Connection, Service

PASSWORD = "postgres"

SERVICES = [
    Service(
        "postgres",
        {
            "image": "mzhost/postgres:15",
            "environment": {"POSTGRES_PASSWORD": PASSWORD},
            "ports": [5432],
            "volumes": ["data:/var/lib/postgresql/data"],
            # The address matters: while the image sets itself up, a temporary server listens on the socket only.
            "healthcheck": {"test": ["CMD", "pg_isready", "-h", "127.0.0.1", "-U", "postgres"]},
        },
    )
]
VOLUMES = ["data"]


def workflow_default(c: Composition) -> None:
    """Writes rows, kills the server, starts it again and finds the rows."""
    c.up("postgres")
    write_orders(c)

    c.kill("postgres")
    killed = c.state("postgres")
    assert killed.status == "exited" and killed.exit_code == 137, f"after the kill the container is {killed}"

    c.start("postgres")
    check_orders(c)


def workflow_restart(c: Composition) -> None:
    """The same with a graceful restart."""
    c.up("postgres")
    write_orders(c)
    c.restart("postgres")
    check_orders(c)


def connect(c: Composition) -> Connection:
    return c.sql_connection("postgres", password=PASSWORD)


def write_orders(c: Composition) -> None:
    with connect(c) as db:
        db.batch(
            """drop table if exists orders;
         create table orders (id int primary key, item text not null, note text)"""
        )
        for order in [(1, "anvil", "heavy"), (2, "rope", None)]:
            inserted = db.execute("insert into orders values ($1::int, $2, $3)", *order)
            assert inserted == 1, f"inserted {inserted} rows"


def check_orders(c: Composition) -> None:
    with connect(c) as db:
        orders = db.query("select id, item, note from orders order by id")
    assert orders == [(1, "anvil", "heavy"), (2, "rope", None)], f"the table holds {orders}"
    print("both orders are there")
