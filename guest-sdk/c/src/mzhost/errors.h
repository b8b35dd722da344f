/* What goes wrong, and how a workflow fails. */
#pragma once
#pragma clang system_header

#include "values.h"

/** What a call failed with. */
typedef struct mz_error {
    /** A dotted name, such as `sql.error`: docs/error-codes.md lists them. `workflow.failed` when it is NULL. */
    const char *code;
    /** One sentence for people. */
    const char *message;
    /** The service it concerns; mzhost then shows the last lines of its log. NULL where there is none. */
    const char *service;
    /** Facts, such as `sqlstate`, `exit-code` or `output`. */
    mz_map details;
} mz_error;

/** What failed last; NULL when nothing did. It stays until something else fails. */
const mz_error *mz_last_error(void);

/** Whether what failed last has this code. */
bool mz_error_is(const char *code);

/** A fact about what failed last; NULL when it is not there. */
const char *mz_error_detail(const char *key);

/**
 * The value of a call. If it failed, the function returns 0: false, or NULL. The place is noted for the traceback. A text in
 * the manner of `printf` may follow, which is put before the message:
 *
 *     mz_connection *db = MZ_TRY(mz_connect("db"), "in round %d", round);
 */
#define MZ_TRY(call, ...)                                                            \
    ({                                                                               \
        __auto_type mz_value_ = (call);                                              \
        if (MZ_FAILED_(mz_value_)) {                                                 \
            mz_passed_on_(__FILE__, __LINE__, __func__, #call, "" __VA_ARGS__);      \
            return 0;                                                                \
        }                                                                            \
        mz_value_;                                                                   \
    })

/** Fails unless the condition holds. Without a message in the manner of `printf`, the condition itself is shown. */
#define MZ_ENSURE(condition, ...)                                                        \
    do {                                                                                 \
        if (!(condition)) {                                                              \
            mz_ensure_failed_(__FILE__, __LINE__, __func__, #condition, "" __VA_ARGS__); \
            return 0;                                                                    \
        }                                                                                \
    } while (0)

/** Fails with a message in the manner of `printf`. */
#define MZ_FAIL(...)                                                               \
    do {                                                                           \
        mz_ensure_failed_(__FILE__, __LINE__, __func__, "false", "" __VA_ARGS__);  \
        return 0;                                                                  \
    } while (0)

/** Fails with an error of one's own: `MZ_RAISE(.code = "shop.out-of-stock", .message = "no anvils", .service = "shop")`. */
#define MZ_RAISE(...)                                                                   \
    do {                                                                                \
        mz_raised_(__FILE__, __LINE__, __func__, &(mz_error){ __VA_ARGS__ });           \
        return 0;                                                                       \
    } while (0)

#define MZ_FAILED_(value) _Generic((value), long long: (long long)(value) < 0, default: !(value))

void mz_passed_on_(const char *file, int line, const char *function, const char *call, const char *context, ...)
    MZ_FORMAT(5, 6);
void mz_ensure_failed_(const char *file, int line, const char *function, const char *condition, const char *message, ...)
    MZ_FORMAT(5, 6);
void mz_raised_(const char *file, int line, const char *function, const mz_error *error);
