/* Work in the background; it ends with the workflow that started it. A failed job that nobody waited for fails the workflow. */
#pragma once
#pragma clang system_header

#include "commands.h"
#include "errors.h"
#include "sql.h"

/** A job. */
typedef struct mz_job mz_job;

/** How a job ended. */
typedef struct mz_outcome {
    /** `passed`, `failed` or `cancelled`. */
    const char *state;
    /** Why it failed; NULL when it did not. */
    const mz_error *error;
    /** What it printed. */
    const char *output;
} mz_outcome;

/** Runs a command in a running container: `mz_job_exec("db", MZ_LIST("sleep", "5"))`. */
mz_job *mz_job_exec(const char *service, mz_list command, const mz_exec_options *options) MZ_CHECKED;
#define mz_job_exec(service, command, ...) mz_job_exec(service, command, &(mz_exec_options){ __VA_ARGS__ })

/** Runs SQL statements one after another on a connection of its own. */
mz_job *mz_job_sql(mz_target target, mz_list statements) MZ_CHECKED;

/** Runs another workflow of the composition: `mz_job_workflow("load", "10")`. */
mz_job *mz_job_workflow_list(const char *name, mz_list args) MZ_CHECKED;
#define mz_job_workflow(name, ...) mz_job_workflow_list(name, MZ_LIST(__VA_ARGS__))

/** Runs `.td` files, with options as `mz_run_testdrive_files` takes them. */
mz_job *mz_job_testdrive_files_map(mz_list globs, mz_map options) MZ_CHECKED;
#define mz_job_testdrive_files(globs, ...) mz_job_testdrive_files_map(globs, MZ_MAP(__VA_ARGS__))

/** Runs `.slt` files. */
mz_job *mz_job_sqllogictest_files_map(mz_list globs, mz_map options) MZ_CHECKED;
#define mz_job_sqllogictest_files(globs, ...) mz_job_sqllogictest_files_map(globs, MZ_MAP(__VA_ARGS__))

/** Whether asking went well; then `outcome` is how the job ended, or NULL while it runs. */
bool mz_job_poll(mz_job *job, const mz_outcome **outcome) MZ_CHECKED;

/** Waits for the end; `job.timeout` when the time is over first (the job goes on). 0 milliseconds: 60 seconds. */
const mz_outcome *mz_job_wait(mz_job *job, uint32_t timeout_ms) MZ_CHECKED;

/** Waits for the end, and fails with the job's error unless it passed. */
const mz_outcome *mz_job_passed(mz_job *job, uint32_t timeout_ms) MZ_CHECKED;

/** Ends the job and waits until it has ended. A job that had ended keeps its outcome. */
const mz_outcome *mz_job_cancel(mz_job *job) MZ_CHECKED;

/** Lets go of the handle; the job goes on. */
void mz_job_forget(mz_job *job);
