/* Work in the background. */
#include "internal.h"

#undef mz_job_exec

#define HOST(name) mzhost_composition_jobs_##name

struct mz_job {
    HOST(own_job_t) own;
};

static HOST(borrow_job_t) borrowed(mz_job *job) {
    if (job == NULL) sdk_give_up("NULL was given where a job must be");
    return HOST(borrow_job)(job->own);
}

static mz_job *started(HOST(own_job_t) own) {
    mz_job *job = sdk_handle(sizeof(*job));
    job->own = own;
    return job;
}

static const mz_outcome *from_outcome(HOST(outcome_t) *outcome) {
    mz_outcome *kept = sdk_pool(sizeof(*kept));
    *kept = (mz_outcome){
        .state = sdk_from_text(&outcome->state),
        .error = outcome->error.is_some ? sdk_from_error(&outcome->error.val) : NULL,
        .output = sdk_from_cut_text(&outcome->output),
    };
    return kept;
}

mz_job *mz_job_exec(const char *service, mz_list command, const mz_exec_options *options) {
    test_string_t name = sdk_to_text(service);
    test_list_string_t words = sdk_to_list(command);
    wit_exec_options given = sdk_to_exec_options(options);
    HOST(own_job_t) own;
    return CALL(HOST(exec)(&name, &words, &given, &own, &err)) ? started(own) : NULL;
}

mz_job *mz_job_sql(mz_target target, mz_list statements) {
    wit_target to = sdk_to_target(target);
    test_list_string_t texts = sdk_to_list(statements);
    HOST(own_job_t) own;
    return CALL(HOST(sql)(&to, &texts, &own, &err)) ? started(own) : NULL;
}

mz_job *mz_job_workflow_list(const char *name, mz_list args) {
    test_string_t workflow = sdk_to_text(name);
    test_list_string_t list = sdk_to_list(args);
    HOST(own_job_t) own;
    return CALL(HOST(workflow)(&workflow, &list, &own, &err)) ? started(own) : NULL;
}

mz_job *mz_job_testdrive_files_map(mz_list globs, mz_map options) {
    test_list_string_t list = sdk_to_list(globs);
    HOST(list_variable_t) flags = { sdk_to_variables(options), options.count };
    HOST(own_job_t) own;
    return CALL(HOST(testdrive_files)(&list, &flags, &own, &err)) ? started(own) : NULL;
}

mz_job *mz_job_sqllogictest_files_map(mz_list globs, mz_map options) {
    test_list_string_t list = sdk_to_list(globs);
    HOST(list_variable_t) flags = { sdk_to_variables(options), options.count };
    HOST(own_job_t) own;
    return CALL(HOST(sqllogictest_files)(&list, &flags, &own, &err)) ? started(own) : NULL;
}

bool mz_job_poll(mz_job *job, const mz_outcome **outcome) {
    HOST(option_outcome_t) polled;
    if (!CALL(HOST(method_job_poll)(borrowed(job), &polled, &err))) return false;
    *outcome = polled.is_some ? from_outcome(&polled.val) : NULL;
    return true;
}

const mz_outcome *mz_job_wait(mz_job *job, uint32_t timeout_ms) {
    HOST(outcome_t) outcome;
    uint32_t limit = timeout_ms != 0 ? timeout_ms : WAIT_MS;
    return CALL(HOST(method_job_wait)(borrowed(job), limit, &outcome, &err)) ? from_outcome(&outcome) : NULL;
}

const mz_outcome *mz_job_passed(mz_job *job, uint32_t timeout_ms) {
    const mz_outcome *outcome = mz_job_wait(job, timeout_ms);
    if (outcome == NULL || mz_same(outcome->state, "passed")) return outcome;
    mz_error cancelled = { .message = mz_format("the job was %s", outcome->state) };
    sdk_record(outcome->error ? outcome->error : &cancelled);
    return NULL;
}

const mz_outcome *mz_job_cancel(mz_job *job) {
    HOST(outcome_t) outcome;
    return CALL(HOST(method_job_cancel)(borrowed(job), &outcome, &err)) ? from_outcome(&outcome) : NULL;
}

void mz_job_forget(mz_job *job) {
    borrowed(job);
    HOST(job_drop_own)(job->own);
    free(job);
}
