/*
 * A guest in C that calls every function of every interface. `default` needs no image: it checks that calls
 * about a service or workflow that does not exist are refused with the right code. `containers` does real work.
 */

#include <stdio.h>
#include <string.h>

#include "test.h"

/* Shorter names for the generated ones. */
#define catalog(name) mzhost_composition_catalog_##name
#define composition(name) mzhost_composition_composition_##name
#define files(name) mzhost_composition_files_##name
#define http(name) mzhost_composition_http_##name
#define jobs(name) mzhost_composition_jobs_##name
#define log(name) mzhost_composition_log_##name
#define overrides(name) mzhost_composition_overrides_##name
#define sql(name) mzhost_composition_sql_##name
#define tests(name) mzhost_composition_tests_##name
#define testdrive(name) mzhost_composition_testdrive_##name
#define variables(name) mzhost_composition_variables_##name

typedef mzhost_composition_types_error_t error_t;
typedef mzhost_composition_types_exec_options_t exec_options_t;
typedef mzhost_composition_types_sql_target_t sql_target_t;

/* What `mzhost list` shows without running anything: a custom section with one JSON line for each workflow. */
__asm__(".section \".custom_section.mzhost:workflows\",\"\",@\n"
        ".ascii \"{\\\"name\\\": \\\"default\\\", \\\"description\\\": \\\"Calls that need no image.\\\","
        " \\\"file\\\": \\\"guest.c\\\"}\\n\"\n"
        ".ascii \"{\\\"name\\\": \\\"containers\\\", \\\"description\\\": \\\"Calls with real containers.\\\","
        " \\\"file\\\": \\\"guest.c\\\"}\\n\"\n"
        ".ascii \"{\\\"name\\\": \\\"child\\\", \\\"hidden\\\": true}\\n\"\n"
        ".text\n");

static const uint32_t MOMENT = 100, PATIENCE = 60000;

/* A string that the host only reads. */
static test_string_t text(const char *content) {
    return (test_string_t){(uint8_t *)content, strlen(content)};
}

static bool equal(test_string_t string, const char *content) {
    return string.len == strlen(content) && memcmp(string.ptr, content, string.len) == 0;
}

static bool contains(test_string_t string, const char *content) {
    size_t length = strlen(content);
    for (size_t start = 0; start + length <= string.len; start++)
        if (memcmp(string.ptr + start, content, length) == 0) return true;
    return false;
}

/* Makes the workflow's error. */
static bool fail(error_t *failure, const char *call, const char *what) {
    char message[512];
    snprintf(message, sizeof message, "%s: %s", call, what);
    memset(failure, 0, sizeof *failure);
    test_string_dup(&failure->code, "c.failed");
    test_string_dup(&failure->message, message);
    return false;
}

/* The call must pass. */
#define PASSES(call)                                                    \
    do {                                                                \
        if (!(call)) {                                                  \
            char what[384];                                             \
            snprintf(what, sizeof what, "%.*s: %.*s", (int)err.code.len, \
                     err.code.ptr, (int)err.message.len, err.message.ptr); \
            return fail(failure, #call, what);                          \
        }                                                               \
    } while (0)

/* The call must be refused with this code. */
#define REFUSED(wanted, call)                                           \
    do {                                                                \
        if (call) return fail(failure, #call, "passed, wanted " wanted); \
        if (!equal(err.code, wanted)) {                                 \
            char what[384];                                             \
            snprintf(what, sizeof what, "wanted " wanted ", got %.*s: %.*s", (int)err.code.len, \
                     err.code.ptr, (int)err.message.len, err.message.ptr); \
            return fail(failure, #call, what);                          \
        }                                                               \
    } while (0)

/* The condition must hold. */
#define HOLDS(condition) \
    do { if (!(condition)) return fail(failure, #condition, "does not hold"); } while (0)

bool exports_test_services(test_string_t *ret, test_string_t *err) {
    (void)err;
    test_string_dup(ret,
        "services:\n"
        "  box:\n"
        "    image: debian:bookworm-slim\n"
        "    command: [sleep, infinity]\n"
        "    init: true\n"
        "    stop_grace_period: 0s\n");
    return true;
}

/* Calls that answer without any service. */
static bool plain_calls(error_t *failure) {
    test_string_t message = text("a message from C"), name = text("MZHOST_NOT_GRANTED"), answer;
    log(debug)(&message);
    log(info)(&message);
    log(warn)(&message);
    log(error)(&message);
    printf("standard output from C\n");
    fflush(stdout);

    HOLDS(!variables(get)(&name, &answer));
    variables(seed)(&answer);
    HOLDS(answer.len > 0);
    test_string_free(&answer);
    variables(project)(&answer);
    HOLDS(answer.len > 0);
    test_string_free(&answer);

    error_t err;
    test_string_t path = text("no/such/file");
    files(data_t) data;
    files(found_files_t) found;
    REFUSED("file.error", files(read)(&path, &data, &err));
    REFUSED("file.error", files(read_part)(&path, 0.0, 10, &data, &err));
    /* Without a root folder this is an error, with one it is an empty list. */
    if (files(find)(&path, &found, &err)) HOLDS(found.paths.len == 0);
    else HOLDS(equal(err.code, "file.error"));
    return true;
}

/* Every call of `composition` about a service that is not declared. */
static bool unknown_service(error_t *failure) {
    error_t err;
    test_string_t nobody = text("nobody"), word = text("true"), path = text("/tmp/x"), answer;
    test_list_string_t services = {&nobody, 1}, command = {&word, 1};
    test_list_u8_t bytes = {word.ptr, word.len};
    exec_options_t options = {0};
    composition(execution_t) execution;
    composition(text_t) content;
    composition(data_t) data;
    composition(address_t) address;
    composition(container_state_t) state;
    composition(resource_usage_t) usage;
    composition(list_exit_status_t) exits;

    REFUSED("service.unknown", composition(up)(&services, &err));
    REFUSED("service.unknown", composition(up_within)(&services, PATIENCE, &err));
    REFUSED("service.unknown", composition(up_no_wait)(&services, &err));
    REFUSED("service.unknown", composition(wait_ready)(&services, MOMENT, &err));
    REFUSED("service.unknown", composition(start)(&services, &err));
    REFUSED("service.unknown", composition(stop)(&services, &err));
    REFUSED("service.unknown", composition(stop_within)(&services, MOMENT, &err));
    REFUSED("service.unknown", composition(restart)(&services, &err));
    REFUSED("service.unknown", composition(pause)(&services, &err));
    REFUSED("service.unknown", composition(unpause)(&services, &err));
    REFUSED("service.unknown", composition(kill)(&services, &err));
    REFUSED("service.unknown", composition(kill_with)(&services, &word, &err));
    REFUSED("service.unknown", composition(rm)(&services, &err));
    REFUSED("argument.invalid", composition(rm_volumes)(&services, &err));
    REFUSED("service.unknown", composition(exec)(&nobody, &command, &execution, &err));
    REFUSED("service.unknown", composition(exec_with)(&nobody, &command, &options, &execution, &err));
    REFUSED("service.unknown", composition(run)(&nobody, &command, &execution, &err));
    REFUSED("service.unknown", composition(run_with)(&nobody, &command, &options, &execution, &err));
    REFUSED("service.unknown", composition(copy_in)(&nobody, &path, &bytes, 0644, &err));
    REFUSED("service.unknown", composition(copy_out)(&nobody, &path, &data, &err));
    REFUSED("service.unknown", composition(logs)(&nobody, 10, &content, &err));
    REFUSED("service.unknown", composition(port)(&nobody, 80, &address, &err));
    REFUSED("service.unknown", composition(state)(&nobody, &state, &err));
    REFUSED("service.unknown", composition(stats)(&nobody, &usage, &err));
    REFUSED("service.unknown", composition(inspect)(&nobody, &content, &err));
    REFUSED("service.unknown", composition(wait_for_exit)(&services, MOMENT, &exits, &err));
    REFUSED("service.unknown", composition(wait_for_log)(&nobody, &word, MOMENT, &answer, &err));
    REFUSED("service.unknown", composition(wait_for_port)(&nobody, 80, MOMENT, &err));
    REFUSED("service.unknown", composition(wait_for_http)(&nobody, 80, &path, 200, MOMENT, &err));
    REFUSED("service.unknown", composition(wait_for_command)(&nobody, &command, MOMENT, &execution, &err));
    REFUSED("workflow.unknown", composition(workflow)(&nobody, &command, &err));
    return true;
}

/* HTTP to a service that is not declared. */
static bool unknown_web(error_t *failure) {
    error_t err;
    test_string_t nobody = text("nobody"), get = text("GET"), path = text("/");
    http(header_t) header = {text("accept"), text("text/plain")};
    http(list_header_t) headers = {&header, 1};
    test_list_u8_t body = {NULL, 0};
    http(response_t) response;

    REFUSED("service.unknown", http(request)(&nobody, 80, &get, &path, &headers, &body, MOMENT, &response, &err));
    return true;
}

/* SQL to a service that is not declared. */
static bool unknown_server(error_t *failure) {
    error_t err;
    sql_target_t target = {.service = text("nobody")};
    test_string_t query = text("select 1");
    test_option_string_t cell = {true, text("1")};
    sql(row_t) row = {{&cell, 1}};
    sql(list_row_t) rows = {&row, 1};
    sql(own_connection_t) connection;

    REFUSED("service.unknown", sql(connect)(&target, &connection, &err));
    REFUSED("service.unknown", sql(connect_within)(&target, MOMENT, &connection, &err));
    REFUSED("service.unknown", sql(wait_for_rows)(&target, &query, &rows, MOMENT, &err));
    return true;
}

/* A job that cannot be started is refused, or fails at once with the same code. */
static bool job_is_refused(bool started, jobs(own_job_t) job, error_t err, const char *code, error_t *failure) {
    if (started) {
        jobs(outcome_t) outcome;
        PASSES(jobs(method_job_wait)(jobs(borrow_job)(job), PATIENCE, &outcome, &err));
        HOLDS(equal(outcome.state, "failed") && outcome.error.is_some);
        err = outcome.error.val;
        jobs(job_drop_own)(job);
    }
    if (!equal(err.code, code)) return fail(failure, code, "is not what the job failed with");
    return true;
}

/* Test files: texts that pass without any server, and no files at all. */
static bool test_files(error_t *failure) {
    error_t err;
    test_string_t name = text("in C");
    test_string_t td = text("$ set x=1\n"), slt = text("control sortmode rowsort\n");
    test_list_string_t globs = {NULL, 0};
    testdrive(variable_t) option = {text("var.x"), text("1")}, wrong = {text("no-such-option"), text("1")};
    testdrive(list_variable_t) options = {&option, 1}, wrong_options = {&wrong, 1};
    testdrive(summary_t) summary;

    PASSES(testdrive(run_testdrive_source)(&name, &td, &options, &summary, &err));
    HOLDS(summary.files == 1 && summary.commands == 1 && summary.rewritten == 0);
    PASSES(testdrive(run_sqllogictest_source)(&name, &slt, &options, &summary, &err));
    HOLDS(summary.files == 1);
    REFUSED("argument.invalid", testdrive(run_testdrive_source)(&name, &td, &wrong_options, &summary, &err));
    REFUSED("argument.invalid", testdrive(run_testdrive_files)(&globs, &options, &summary, &err));
    REFUSED("argument.invalid", testdrive(run_sqllogictest_files)(&globs, &options, &summary, &err));
    return true;
}

/* A test case that passes, and one that cannot begin. */
static bool test_cases(error_t *failure) {
    error_t err, reason = {.code = text("c.late"), .message = text("too late")};
    test_string_t name = text("a case in C");
    tests(own_test_case_t) test_case, other;

    PASSES(tests(start_case)(&name, &test_case, &err));
    REFUSED("argument.invalid", tests(start_case)(&name, &other, &err));
    PASSES(tests(method_test_case_passed)(tests(borrow_test_case)(test_case), &err));
    REFUSED("argument.invalid", tests(method_test_case_failed)(tests(borrow_test_case)(test_case), &reason, &err));
    tests(test_case_drop_own)(test_case);
    return true;
}

/* Services in place of others. */
static bool replaced_services(error_t *failure) {
    error_t err;
    test_string_t box = text("services: {box: {image: 'debian:bookworm-slim'}}"), nobody = text("services: {nobody: {image: x}}");
    overrides(own_replacement_t) replacement;

    REFUSED("services.invalid", overrides(replace)(&nobody, &replacement, &err));
    PASSES(overrides(replace)(&box, &replacement, &err));
    PASSES(overrides(method_replacement_close)(overrides(borrow_replacement)(replacement), &err));
    overrides(replacement_drop_own)(replacement);
    return true;
}

/* The catalog: a service, two documents put together, and a parameter that does not exist. */
static bool from_the_catalog(error_t *failure) {
    error_t err;
    test_list_string_t kinds;
    test_string_t kind = text("kafka"), parameters = text("{\"broker_id\": 7}"), nothing = text("");
    test_string_t wrong = text("{\"broker\": 7}"), document, unused;

    catalog(kinds)(&kinds);
    HOLDS(kinds.len > 0);
    PASSES(catalog(service)(&kind, &parameters, &nothing, &document, &err));
    HOLDS(contains(document, "\"KAFKA_NODE_ID\": 7"));
    REFUSED("argument.invalid", catalog(service)(&kind, &wrong, &nothing, &unused, &err));
    test_string_t parts[] = {document, text("services: {kafka: {image: mine}}")};
    test_list_string_t documents = {parts, 2};
    PASSES(catalog(merge)(&documents, &document, &err));
    HOLDS(contains(document, "\"image\": \"mine\"") && contains(document, "KAFKA_NODE_ID"));
    return true;
}

/* Jobs: those that cannot run, and another workflow. */
static bool background(error_t *failure) {
    error_t err = {0};
    test_string_t nobody = text("nobody"), word = text("true"), child = text("child");
    test_list_string_t words = {&word, 1};
    exec_options_t options = {0};
    sql_target_t target = {.service = text("nobody")};
    jobs(own_job_t) job = {0};

    bool started = jobs(exec)(&nobody, &words, &options, &job, &err);
    if (!job_is_refused(started, job, err, "service.unknown", failure)) return false;
    started = jobs(sql)(&target, &words, &job, &err);
    if (!job_is_refused(started, job, err, "service.unknown", failure)) return false;

    jobs(list_variable_t) no_options = {0};
    test_list_string_t no_globs = {NULL, 0};
    started = jobs(testdrive_files)(&no_globs, &no_options, &job, &err);
    if (!job_is_refused(started, job, err, "argument.invalid", failure)) return false;
    started = jobs(sqllogictest_files)(&no_globs, &no_options, &job, &err);
    if (!job_is_refused(started, job, err, "argument.invalid", failure)) return false;

    PASSES(jobs(workflow)(&child, &words, &job, &err));
    jobs(outcome_t) outcome, after;
    PASSES(jobs(method_job_wait)(jobs(borrow_job)(job), PATIENCE, &outcome, &err));
    HOLDS(equal(outcome.state, "passed") && contains(outcome.output.content, "child of C"));
    jobs(option_outcome_t) polled;
    PASSES(jobs(method_job_poll)(jobs(borrow_job)(job), &polled, &err));
    HOLDS(polled.is_some && equal(polled.val.state, "passed"));
    PASSES(jobs(method_job_cancel)(jobs(borrow_job)(job), &after, &err));
    HOLDS(equal(after.state, "passed"));
    jobs(job_drop_own)(job);
    return true;
}

bool exports_test_workflow_default(test_list_string_t *args, test_error_t *failure) {
    (void)args;
    error_t err;
    if (!plain_calls(failure) || !unknown_service(failure) || !unknown_server(failure)) return false;
    if (!unknown_web(failure) || !test_files(failure) || !test_cases(failure) || !replaced_services(failure)) return false;
    if (!from_the_catalog(failure) || !background(failure)) return false;
    /* There is nothing to remove, which is no error. */
    PASSES(composition(down)(&err));
    PASSES(composition(down_volumes)(&err));
    return true;
}

bool exports_test_workflow_containers(test_list_string_t *args, test_error_t *failure) {
    (void)args;
    error_t err;
    test_string_t box = text("box"), path = text("/made/in/c.txt"), cat[2] = {text("cat"), path};
    test_list_string_t services = {&box, 1}, command = {cat, 2};
    test_list_u8_t bytes = {(uint8_t *)"content", 7};
    composition(execution_t) execution;
    composition(container_state_t) state;

    PASSES(composition(up)(&services, &err));
    PASSES(composition(copy_in)(&box, &path, &bytes, 0644, &err));
    PASSES(composition(exec)(&box, &command, &execution, &err));
    HOLDS(execution.exit_code == 0 && equal(execution.output.content, "content"));
    PASSES(composition(kill)(&services, &err));
    PASSES(composition(state)(&box, &state, &err));
    HOLDS(equal(state.status, "exited") && state.exit_code.is_some && state.exit_code.val == 137);

    /* Nothing speaks SQL there; the methods are only linked. */
    sql_target_t target = {.service = box};
    sql(own_connection_t) connection;
    if (sql(connect)(&target, &connection, &err)) {
        sql(borrow_connection_t) db = sql(borrow_connection)(connection);
        test_string_t query = text("select 1");
        test_list_option_string_t none = {NULL, 0};
        sql(rows_t) rows;
        double changed;
        PASSES(sql(method_connection_query)(db, &query, &none, &rows, &err));
        PASSES(sql(method_connection_execute)(db, &query, &none, &changed, &err));
        PASSES(sql(method_connection_batch)(db, &query, &err));
        sql(method_connection_close)(db);
        sql(connection_drop_own)(connection);
        return fail(failure, "sql.connect", "passed");
    }
    return true;
}

bool exports_test_workflow_child(test_list_string_t *args, test_error_t *failure) {
    HOLDS(args->len == 1 && equal(args->ptr[0], "true"));
    printf("child of C\n");
    fflush(stdout);
    return true;
}
