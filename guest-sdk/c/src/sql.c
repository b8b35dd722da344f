/* SQL. */
#include "internal.h"

#define HOST(name) mzhost_composition_sql_##name

struct mz_connection {
    HOST(own_connection_t) own;
};

static HOST(borrow_connection_t) borrowed(mz_connection *connection) {
    if (connection == NULL) sdk_give_up("NULL was given where a connection must be");
    return HOST(borrow_connection)(connection->own);
}

static mz_connection *connected(HOST(own_connection_t) own) {
    mz_connection *connection = sdk_handle(sizeof(*connection));
    connection->own = own;
    return connection;
}

mz_connection *mz_connect_to(mz_target target) {
    wit_target to = sdk_to_target(target);
    HOST(own_connection_t) own;
    return CALL(HOST(connect)(&to, &own, &err)) ? connected(own) : NULL;
}

mz_connection *mz_connect_within(mz_target target, uint32_t timeout_ms) {
    wit_target to = sdk_to_target(target);
    HOST(own_connection_t) own;
    return CALL(HOST(connect_within)(&to, timeout_ms, &own, &err)) ? connected(own) : NULL;
}

/* Values, of which NULL is NULL. */
static test_list_option_string_t to_values(mz_list list) {
    test_list_option_string_t out = { sdk_scratch(list.count * sizeof(test_option_string_t)), list.count };
    for (size_t at = 0; at < list.count; at++) out.ptr[at] = sdk_to_optional(list.items[at]);
    return out;
}

static const mz_rows *from_rows(HOST(rows_t) *rows) {
    size_t columns = rows->columns.len, count = rows->rows.len;
    const char **names = sdk_pool(columns * sizeof(char *)), **types = sdk_pool(columns * sizeof(char *));
    for (size_t at = 0; at < columns; at++) {
        HOST(column_t) *column = &rows->columns.ptr[at];
        names[at] = sdk_pool_text((char *)column->name.ptr, column->name.len);
        types[at] = sdk_pool_text((char *)column->type_name.ptr, column->type_name.len);
    }
    const char *const **cells = sdk_pool(count * sizeof(*cells));
    for (size_t row = 0; row < count; row++) {
        const char **texts = sdk_pool(columns * sizeof(char *));
        for (size_t at = 0; at < columns && at < rows->rows.ptr[row].cells.len; at++) {
            test_option_string_t *cell = &rows->rows.ptr[row].cells.ptr[at];
            if (cell->is_some) texts[at] = sdk_pool_text((char *)cell->val.ptr, cell->val.len);
        }
        cells[row] = texts;
    }
    mz_rows *kept = sdk_pool(sizeof(*kept));
    *kept = (mz_rows){ count, cells, { names, columns }, { types, columns }, (long long)rows->affected, rows->truncated };
    HOST(rows_free)(rows);
    return kept;
}

const mz_rows *mz_query_list(mz_connection *connection, const char *statement, mz_list parameters) {
    test_string_t text = sdk_to_text(statement);
    test_list_option_string_t values = to_values(parameters);
    HOST(rows_t) rows;
    return CALL(HOST(method_connection_query)(borrowed(connection), &text, &values, &rows, &err)) ? from_rows(&rows) : NULL;
}

long long mz_execute_list(mz_connection *connection, const char *statement, mz_list parameters) {
    test_string_t text = sdk_to_text(statement);
    test_list_option_string_t values = to_values(parameters);
    double changed;
    return CALL(HOST(method_connection_execute)(borrowed(connection), &text, &values, &changed, &err)) ? (long long)changed : -1;
}

bool mz_batch(mz_connection *connection, const char *statements) {
    test_string_t text = sdk_to_text(statements);
    return CALL(HOST(method_connection_batch)(borrowed(connection), &text, &err));
}

void mz_close(mz_connection *connection) {
    HOST(method_connection_close)(borrowed(connection));
    HOST(connection_drop_own)(connection->own);
    free(connection);
}

const char *mz_cell(const mz_rows *rows, size_t row, const char *column) {
    if (row >= rows->count) sdk_give_up("there is no row %zu: there are %zu", row, rows->count);
    for (size_t at = 0; at < rows->columns.count; at++) {
        if (mz_same(rows->columns.items[at], column)) return rows->cells[row][at];
    }
    sdk_give_up("there is no column \"%s\"", column ? column : "NULL");
}

const char *mz_value(const mz_rows *rows) {
    if (rows->count != 1 || rows->columns.count != 1) {
        sdk_give_up("wanted one row with one column, got %zu with %zu", rows->count, rows->columns.count);
    }
    return rows->cells[0][0];
}

bool mz_rows_are(const mz_rows *rows, mz_table expected) {
    if (rows->count != expected.count || rows->truncated) return false;
    for (size_t row = 0; row < rows->count; row++) {
        if (expected.items[row].count != rows->columns.count) return false;
        for (size_t at = 0; at < rows->columns.count; at++) {
            if (!mz_same(rows->cells[row][at], expected.items[row].items[at])) return false;
        }
    }
    return true;
}

const char *mz_show_rows(const mz_rows *rows) {
    json out = { 0 };
    if (rows->count == 0) return "no rows";
    for (size_t row = 0; row < rows->count; row++) {
        sdk_json_raw(&out, row > 0 ? ", (" : "(");
        for (size_t at = 0; at < rows->columns.count; at++) {
            if (at > 0) sdk_json_raw(&out, ", ");
            sdk_json_raw(&out, rows->cells[row][at] ? rows->cells[row][at] : "NULL");
        }
        sdk_json_raw(&out, ")");
    }
    return out.text;
}

bool mz_wait_for_rows(mz_target target, const char *query, mz_table expected, uint32_t timeout_ms) {
    wit_target to = sdk_to_target(target);
    test_string_t text = sdk_to_text(query);
    HOST(list_row_t) rows = { sdk_scratch(expected.count * sizeof(HOST(row_t))), expected.count };
    for (size_t at = 0; at < expected.count; at++) rows.ptr[at].cells = to_values(expected.items[at]);
    return CALL(HOST(wait_for_rows)(&to, &text, &rows, timeout_ms != 0 ? timeout_ms : WAIT_MS, &err));
}
