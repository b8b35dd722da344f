/* Lists, maps and texts. */
#pragma once
#pragma clang system_header

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* What must not be ignored: it may have failed. */
#define MZ_CHECKED __attribute__((warn_unused_result))
#define MZ_FORMAT(text, first) __attribute__((format(printf, text, first)))

/** Texts. */
typedef struct mz_list {
    const char *const *items;
    size_t count;
} mz_list;

/** Names with values: `items` has them in turn. */
typedef struct mz_map {
    const char *const *items;
    /** Number of pairs. */
    size_t count;
} mz_map;

/** Lists, such as the rows of a table. */
typedef struct mz_table {
    const mz_list *items;
    size_t count;
} mz_table;

/** Bytes, with a NUL behind the last. */
typedef struct mz_data {
    const char *bytes;
    size_t size;
    /** Whether something is missing at the end. */
    bool truncated;
} mz_data;

/** A list: `MZ_LIST("a", "b")`. It lives as long as the block that it is written in. */
#define MZ_LIST(...) ((mz_list){ &(const char *const[]){ "", ##__VA_ARGS__ }[1], MZ_COUNT_(__VA_ARGS__) })

/** A map: `MZ_MAP("name", "value", "other", "value")`. */
#define MZ_MAP(...) ((mz_map){ &(const char *const[]){ "", ##__VA_ARGS__ }[1], MZ_PAIRS_(__VA_ARGS__) })

/** Rows: `MZ_ROWS(MZ_LIST("1", "anvil"), MZ_LIST("2", NULL))`. */
#define MZ_ROWS(...) ((mz_table){ &(const mz_list[]){ { NULL, 0 }, ##__VA_ARGS__ }[1], \
                                  sizeof((const mz_list[]){ { NULL, 0 }, ##__VA_ARGS__ }) / sizeof(mz_list) - 1 })

#define MZ_COUNT_(...) (sizeof((const char *const[]){ "", ##__VA_ARGS__ }) / sizeof(char *) - 1)
#define MZ_PAIRS_(...) (MZ_COUNT_(__VA_ARGS__) % 2 == 0 ? MZ_COUNT_(__VA_ARGS__) / 2 : mz_unpaired_())
/* Is never called: a call is an error when it is compiled. */
size_t mz_unpaired_(void) __attribute__((error("names and values come in pairs: one is missing")));

/** The items of two lists, which live as long as the shorter-lived of the two. */
mz_list mz_joined(mz_list first, mz_list second);

/** Where a number of 0 would mean the default, this is 0. */
#define MZ_ZERO INT64_MIN

/** A choice with a default. */
typedef enum mz_choice { MZ_DEFAULT, MZ_YES, MZ_NO } mz_choice;

/** A text as `printf` makes it. */
const char *mz_format(const char *format, ...) MZ_FORMAT(1, 2);

/** A whole number as text. */
const char *mz_int(long long number);

/** Whether two texts are the same. NULL is the same as NULL only. */
bool mz_same(const char *left, const char *right);

/** The value of a name in a map; NULL when it is not there. */
const char *mz_map_get(mz_map map, const char *name);

/** What was returned until now; for `mz_release`. */
typedef struct mz_mark_ *mz_mark;

/**
 * Remembers what the SDK has returned. A loop that asks many times, or for much, lets go of it with `mz_release`:
 *
 *     mz_mark mark = mz_marked();
 *     const char *log = MZ_TRY(mz_logs("db", 1000));
 *     // …
 *     mz_release(mark);
 */
mz_mark mz_marked(void);

/** Frees all that the SDK returned since the mark: texts, rows, errors. Connections and jobs stay. */
void mz_release(mz_mark mark);
