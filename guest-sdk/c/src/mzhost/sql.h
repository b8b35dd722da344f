/* SQL over the PostgreSQL protocol to a service by name. */
#pragma once
#pragma clang system_header

#include "values.h"

/** Where and as whom to connect. Everything but the service has a default. */
typedef struct mz_target {
    const char *service;
    /** Port inside the container; 5432 by default. */
    uint16_t port;
    /** `postgres` by default. */
    const char *user;
    const char *password;
    /** The user's name by default. */
    const char *database;
    /** `disable`, `prefer` or `require`; `prefer` by default. */
    const char *tls;
} mz_target;

/** A connection in autocommit mode. Closed by `mz_close`, or when the workflow ends. At most 64 are open at once. */
typedef struct mz_connection mz_connection;

/** Connects; an error when the service does not answer at once: `mz_connect("db", .password = "secret")`. */
mz_connection *mz_connect_to(mz_target target) MZ_CHECKED;
#define mz_connect(...) mz_connect_to((mz_target){ __VA_ARGS__ })
/** Connects, trying again until the service answers or the time is over. */
mz_connection *mz_connect_within(mz_target target, uint32_t timeout_ms) MZ_CHECKED;

/** The result of a query. */
typedef struct mz_rows {
    /** Number of rows. */
    size_t count;
    /** The server's own text of each value, NULL for NULL: `rows->cells[row][column]`. */
    const char *const *const *cells;
    /** Names of the columns. */
    mz_list columns;
    /** Names of the columns' types, as the server calls them. */
    mz_list types;
    /** Rows returned or changed. */
    long long affected;
    /** Whether rows are missing because a limit was reached. */
    bool truncated;
} mz_rows;

/** Runs one statement; texts for `$1`, `$2` … follow, NULL is NULL: `mz_query(db, "select $1::int", mz_int(1))`. */
const mz_rows *mz_query_list(mz_connection *connection, const char *statement, mz_list parameters) MZ_CHECKED;
#define mz_query(connection, statement, ...) mz_query_list(connection, statement, MZ_LIST(__VA_ARGS__))

/** Runs one statement and returns the number of rows that it changed; negative when it failed. */
long long mz_execute_list(mz_connection *connection, const char *statement, mz_list parameters) MZ_CHECKED;
#define mz_execute(connection, statement, ...) mz_execute_list(connection, statement, MZ_LIST(__VA_ARGS__))

/** Runs statements separated by semicolons, in one implicit transaction. */
bool mz_batch(mz_connection *connection, const char *statements) MZ_CHECKED;

/** Closes it. The handle is gone afterwards. */
void mz_close(mz_connection *connection);

/** A cell by its column's name; NULL for NULL. A row or column that is not there ends the guest with a message. */
const char *mz_cell(const mz_rows *rows, size_t row, const char *column);

/** The only cell of the only row; with more or less of them, the guest ends with a message. */
const char *mz_value(const mz_rows *rows);

/** Whether the rows are these, in this order: `mz_rows_are(rows, MZ_ROWS(MZ_LIST("1", NULL)))`. */
bool mz_rows_are(const mz_rows *rows, mz_table expected);

/** The rows as text for a message: `(1, anvil), (2, NULL)`. */
const char *mz_show_rows(const mz_rows *rows);

/** Runs a query again and again until it answers exactly these rows, in any order. 0 milliseconds: 60 seconds. */
bool mz_wait_for_rows(mz_target target, const char *query, mz_table expected, uint32_t timeout_ms) MZ_CHECKED;
