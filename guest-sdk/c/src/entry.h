/* What the file that `mzhost build` writes calls. Not for users. */
#pragma once
#pragma clang system_header

#include "mzhost.h"
#include "test.h"

/* The two forms of a workflow. */
typedef bool (*mz_workflow_with_args_)(mz_list args);
typedef bool (*mz_workflow_plain_)(void);

/* Whether a function is a workflow. Two steps, because a function declared with `()` fits both forms. */
#define MZ_IS_WORKFLOW_(function) \
    _Generic(&(function), mz_workflow_plain_: 1, default: _Generic(&(function), mz_workflow_with_args_: 1, default: 0))

/* Calls a workflow in the form that it has. */
#define MZ_CALL_WORKFLOW_(function, args)           \
    _Generic(&(function), mz_workflow_plain_: sdk_run_plain, default: sdk_run_with_args)((void (*)(void))(function), args)

bool sdk_run_plain(void (*workflow)(void), mz_list args);
bool sdk_run_with_args(void (*workflow)(void), mz_list args);

/* Before and after a workflow: its arguments, and how it ended. */
mz_list sdk_begin_workflow(test_list_string_t *args);
bool sdk_end_workflow(bool passed, const char *name, test_error_t *error);
bool sdk_give_services(test_string_t *document, test_string_t *message);
