/*
 * Write mzhost workflows in C.
 *
 * A composition is a folder with `composition.c`. It has MZ_SERVICES, what runs in containers, and a function for each
 * workflow: `workflow_simple_test` is the workflow `simple-test`, and the comment above it is its description.
 *
 *     #include <mzhost.h>
 *
 *     MZ_SERVICES(mz_catalog_postgres(.name = "db", .password = "secret"))
 *
 *     // The server answers (in a documentation comment).
 *     bool workflow_default(void) {
 *         MZ_TRY(mz_up("db"));
 *         mz_connection *db = MZ_TRY(mz_connect("db", .password = "secret"));
 *         const mz_rows *rows = MZ_TRY(mz_query(db, "select $1::int", "1"));
 *         MZ_ENSURE(mz_same(mz_value(rows), "1"), "one is %s", mz_value(rows));
 *         return true;
 *     }
 *
 * Success: what can fail returns true, a pointer, or a count; when it failed: false, NULL, or a negative count, and
 * `mz_last_error` tells why. MZ_TRY passes a failure on to the caller.
 *
 * Options: `.name = value` after the last argument, in any order. What is not given is zero, and zero is the default.
 *
 * Ownership: texts and structures that functions return belong to the SDK, and live until the workflow ends or
 * `mz_release` lets them go. Nothing is freed by hand. What a function is given it only reads, and keeps nothing of it.
 * All texts are UTF-8 and end with a NUL. A NULL where a text must be ends the guest with a message.
 */
#pragma once
#pragma clang system_header

#include "mzhost/values.h"
#include "mzhost/errors.h"
#include "mzhost/services.h"
#include "mzhost/catalog.h"
#include "mzhost/composition.h"
#include "mzhost/commands.h"
#include "mzhost/waiting.h"
#include "mzhost/sql.h"
#include "mzhost/jobs.h"
#include "mzhost/tests.h"
#include "mzhost/http.h"
#include "mzhost/surroundings.h"
