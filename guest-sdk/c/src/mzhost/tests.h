/* Test files, and named test cases. */
#pragma once
#pragma clang system_header

#include "values.h"

/** How test files went that passed. */
typedef struct mz_summary {
    uint32_t files;
    uint32_t commands;
    uint32_t rewritten;
    uint32_t ms;
} mz_summary;

/**
 * Runs the `.td` files of the composition's folder that fit one of the globs. Options are named as the flags of `mzhost td`:
 * `mz_run_testdrive_files(MZ_LIST("*.td"), "default-timeout", "30s", "var.round", "1")`.
 */
const mz_summary *mz_run_testdrive_files_map(mz_list globs, mz_map options) MZ_CHECKED;
#define mz_run_testdrive_files(globs, ...) mz_run_testdrive_files_map(globs, MZ_MAP(__VA_ARGS__))

/** Runs a text as if it were a `.td` file of this name. */
const mz_summary *mz_run_testdrive_source_map(const char *name, const char *source, mz_map options) MZ_CHECKED;
#define mz_run_testdrive_source(name, source, ...) mz_run_testdrive_source_map(name, source, MZ_MAP(__VA_ARGS__))

/** Runs the `.slt` files of the composition's folder that fit one of the globs. */
const mz_summary *mz_run_sqllogictest_files_map(mz_list globs, mz_map options) MZ_CHECKED;
#define mz_run_sqllogictest_files(globs, ...) mz_run_sqllogictest_files_map(globs, MZ_MAP(__VA_ARGS__))

/** Runs a text as if it were an `.slt` file of this name. */
const mz_summary *mz_run_sqllogictest_source_map(const char *name, const char *source, mz_map options) MZ_CHECKED;
#define mz_run_sqllogictest_source(name, source, ...) mz_run_sqllogictest_source_map(name, source, MZ_MAP(__VA_ARGS__))

/**
 * A named test case: one that fails does not end the workflow, appears in the reports, and fails the workflow at its end.
 * Whether it passed. `work` returns false to fail, as MZ_TRY and MZ_ENSURE do; `context` is handed to it.
 */
bool mz_test_case(const char *name, bool (*work)(void *context), void *context);

/** A test case that was begun. */
typedef struct mz_case mz_case;

/** Begins a test case by hand, where `mz_test_case` does not fit. One that is never ended has failed. */
mz_case *mz_start_case(const char *name) MZ_CHECKED;
/** It has passed. The handle is gone afterwards. */
bool mz_case_passed(mz_case *test_case) MZ_CHECKED;
/** It has failed with `mz_last_error`. The handle is gone afterwards. */
bool mz_case_failed(mz_case *test_case) MZ_CHECKED;
