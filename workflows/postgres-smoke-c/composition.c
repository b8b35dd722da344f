/* The composition `postgres-smoke` in C. */
#include <mzhost.h>
#include <stdio.h>

static const mz_target SERVER = { .service = "postgres", .password = "postgres" };

MZ_SERVICES(
    mz_service("postgres",
        .image = "mzhost/postgres:15",
        .environment = MZ_MAP("POSTGRES_PASSWORD", SERVER.password),
        .ports = MZ_LIST("5432"),
        .volumes = MZ_LIST("data:/var/lib/postgresql/data"),
        // The address matters: while the image sets itself up, a temporary server listens on the socket only.
        .healthcheck = MZ_LIST("pg_isready", "-h", "127.0.0.1", "-U", "postgres")),
    mz_volume("data"),
)

static bool write_orders(void) {
    mz_connection *db = MZ_TRY(mz_connect_to(SERVER));
    MZ_TRY(mz_batch(db, "drop table if exists orders;\n"
                        "         create table orders (id int primary key, item text not null, note text)"));
    static const char *const orders[][3] = { { "1", "anvil", "heavy" }, { "2", "rope", NULL } };
    for (int at = 0; at < 2; at++) {
        long long inserted = MZ_TRY(mz_execute(db, "insert into orders values ($1::int, $2, $3)", orders[at][0],
                                               orders[at][1], orders[at][2]));
        MZ_ENSURE(inserted == 1, "inserted %lld rows", inserted);
    }
    mz_close(db);
    return true;
}

static bool check_orders(void) {
    mz_connection *db = MZ_TRY(mz_connect_to(SERVER));
    const mz_rows *rows = MZ_TRY(mz_query(db, "select id, item, note from orders order by id"));
    mz_table expected = MZ_ROWS(MZ_LIST("1", "anvil", "heavy"), MZ_LIST("2", "rope", NULL));
    MZ_ENSURE(mz_rows_are(rows, expected), "the table holds %s", mz_show_rows(rows));
    mz_close(db);
    puts("both orders are there");
    return true;
}

/** Writes rows, kills the server, starts it again and finds the rows. */
bool workflow_default(void) {
    MZ_TRY(mz_up("postgres"));
    MZ_TRY(write_orders());

    MZ_TRY(mz_kill("postgres"));
    const mz_container *killed = MZ_TRY(mz_state("postgres"));
    MZ_ENSURE(mz_same(killed->status, "exited") && killed->exit_code == 137, "after the kill the container is %s, exit code %d",
              killed->status, killed->exit_code);

    MZ_TRY(mz_start("postgres"));
    return check_orders();
}

/** The same with a graceful restart. */
bool workflow_restart(void) {
    MZ_TRY(mz_up("postgres"));
    MZ_TRY(write_orders());
    MZ_TRY(mz_restart("postgres"));
    return check_orders();
}
