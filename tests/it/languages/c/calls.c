/* Every function of the SDK is called, without any container: what is not there is refused, with the right code. */
#include <mzhost.h>
#include <stdio.h>
#include <string.h>

MZ_SERVICES(
    mz_service("box",
        .image = "debian:bookworm-slim",
        .command = MZ_LIST("sleep", "infinity"),
        .environment = MZ_MAP("QUOTED", "\"\\\n", "PASSWORD", "secret-word"),
        .secret_variables = MZ_LIST("PASSWORD"),
        .depends_on = MZ_LIST("broker"),
        .configs = MZ_LIST("motd"),
        .labels = MZ_MAP("a", "b"),
        .set = MZ_MAP("mem_limit", "1g", "cap_add", "[SYS_PTRACE]")),
    mz_catalog_kafka(.name = "broker", .auto_create_topics = MZ_YES, .broker_id = 7,
        .environment_extra = MZ_LIST("A=1"), .overrides = "{\"mem_limit\": \"2g\"}"),
    mz_catalog_redpanda(.name = "panda", .extra_cluster_settings = MZ_MAP("a", "1")),
    mz_config("motd", "hello"),
    mz_volume("data"),
    mz_network("inner"),
    "x-mine: {anything: goes}",
)

/* The call must fail with this code. */
#define REFUSED(wanted, call)                                                                             \
    do {                                                                                                  \
        __auto_type got_ = (call);                                                                        \
        MZ_ENSURE(MZ_FAILED_(got_), "%s passed", #call);                                                  \
        MZ_ENSURE(mz_error_is(wanted), "%s: %s, %s", #call, mz_last_error()->code, mz_last_error()->message); \
    } while (0)

/* So does the job, now or later. */
static bool job_is_refused(mz_job *job, const char *code) {
    if (job != NULL) {
        const mz_outcome *outcome = MZ_TRY(mz_job_wait(job, 0));
        MZ_ENSURE(mz_same(outcome->state, "failed") && mz_same(outcome->error->code, code), "%s", outcome->state);
        MZ_ENSURE(mz_job_passed(job, 0) == NULL && mz_error_is(code));
        mz_job_forget(job);
        return true;
    }
    MZ_ENSURE(mz_error_is(code), "%s", mz_last_error()->code);
    return true;
}

static bool services_are_refused(void) {
    const mz_list nobody = MZ_LIST("nobody");
    const char *unknown = "service.unknown";
    REFUSED(unknown, mz_up("nobody"));
    MZ_ENSURE(mz_same(mz_last_error()->service, "nobody"));
    REFUSED(unknown, mz_up_with(nobody, .no_wait = true));
    REFUSED(unknown, mz_up_with(nobody, .timeout_ms = 100));
    REFUSED(unknown, mz_wait_ready(nobody, .timeout_ms = 100));
    REFUSED(unknown, mz_start("nobody"));
    REFUSED(unknown, mz_stop("nobody"));
    REFUSED(unknown, mz_stop_within(nobody, 100));
    REFUSED(unknown, mz_restart("nobody"));
    REFUSED(unknown, mz_pause("nobody"));
    REFUSED(unknown, mz_unpause("nobody"));
    REFUSED(unknown, mz_kill("nobody"));
    REFUSED(unknown, mz_kill_with(nobody, "TERM"));
    REFUSED(unknown, mz_rm("nobody"));
    REFUSED("argument.invalid", mz_rm_volumes("nobody"));
    REFUSED(unknown, mz_exec("nobody", MZ_LIST("true")));
    REFUSED(unknown, mz_exec("nobody", MZ_LIST("true"), .input = "x", .env = MZ_MAP("A", "B"), .user = "root"));
    REFUSED(unknown, mz_run("nobody", MZ_LIST()));
    REFUSED(unknown, mz_run("nobody", MZ_LIST("true"), .no_check = true, .working_dir = "/", .timeout_ms = 100));
    REFUSED(unknown, mz_copy_in("nobody", "/x", "content"));
    REFUSED(unknown, mz_copy_out("nobody", "/x"));
    REFUSED(unknown, mz_logs("nobody", 10));
    REFUSED(unknown, mz_port("nobody", 80));
    REFUSED(unknown, mz_state("nobody"));
    REFUSED(unknown, mz_stats("nobody"));
    REFUSED(unknown, mz_inspect("nobody"));
    REFUSED(unknown, mz_wait_for_exit(nobody, .timeout_ms = 100));
    REFUSED(unknown, mz_wait_for_log("nobody", "x", .timeout_ms = 100));
    REFUSED(unknown, mz_wait_for_port("nobody", 80, .timeout_ms = 100));
    REFUSED(unknown, mz_wait_for_http("nobody", 80, "/", .timeout_ms = 100));
    REFUSED(unknown, mz_wait_for_command("nobody", MZ_LIST("true"), .timeout_ms = 100));
    REFUSED("workflow.unknown", mz_workflow("nobody", "a"));
    REFUSED(unknown, mz_request("nobody", 80, "GET", "/", .headers = MZ_MAP("accept", "text/plain"), .body = "x"));
    REFUSED(unknown, mz_connect("nobody", .port = 1, .user = "u", .password = "p", .database = "d", .tls = "disable"));
    REFUSED(unknown, mz_connect_within((mz_target){ "nobody" }, 100));
    REFUSED(unknown, mz_wait_for_rows((mz_target){ "nobody" }, "select 1", MZ_ROWS(MZ_LIST("1", NULL)), 100));
    return true;
}

static bool jobs(void) {
    MZ_TRY(job_is_refused(mz_job_exec("nobody", MZ_LIST("true"), .user = "root"), "service.unknown"));
    MZ_TRY(job_is_refused(mz_job_sql((mz_target){ "nobody" }, MZ_LIST("select 1")), "service.unknown"));
    MZ_TRY(job_is_refused(mz_job_testdrive_files(MZ_LIST()), "argument.invalid"));
    MZ_TRY(job_is_refused(mz_job_sqllogictest_files(MZ_LIST()), "argument.invalid"));
    mz_job *child = MZ_TRY(mz_job_workflow("child", "true"));
    const mz_outcome *outcome = MZ_TRY(mz_job_passed(child, 0));
    MZ_ENSURE(strstr(outcome->output, "child of C") != NULL, "%s", outcome->output);
    MZ_TRY(mz_job_poll(child, &outcome));
    MZ_ENSURE(outcome != NULL && mz_same(outcome->state, "passed"));
    outcome = MZ_TRY(mz_job_cancel(child));
    MZ_ENSURE(mz_same(outcome->state, "passed"));
    return true;
}

static bool surroundings(void) {
    mz_debug("debug %d", 1);
    mz_info("info %d", 1);
    mz_warn("warn %d", 1);
    mz_problem("problem %d", 1);
    MZ_ENSURE(mz_variable("MZHOST_NOT_GRANTED") == NULL);
    MZ_ENSURE(mz_seed()[0] != '\0' && mz_project()[0] != '\0');
    const mz_data *own = MZ_TRY(mz_read("composition.c"));
    MZ_ENSURE(own->size == strlen(own->bytes) && !own->truncated);
    const mz_data *part = MZ_TRY(mz_read_part("composition.c", 3, 5));
    MZ_ENSURE(part->size == 5 && mz_same(part->bytes, "Every"), "%s", part->bytes);
    const mz_list *found = MZ_TRY(mz_find("*.c"));
    MZ_ENSURE(found->count == 1 && mz_same(found->items[0], "composition.c"));
    REFUSED("file.error", mz_read("no/such/file"));
    const mz_summary *td = MZ_TRY(mz_run_testdrive_source("in C", "$ set x=1\n", "var.x", "1"));
    MZ_ENSURE(td->files == 1 && td->commands == 1);
    td = MZ_TRY(mz_run_sqllogictest_source("in C", "control sortmode rowsort\n"));
    MZ_ENSURE(td->files == 1);
    REFUSED("argument.invalid", mz_run_testdrive_source("in C", "", "no-such-option", "1"));
    REFUSED("argument.invalid", mz_run_testdrive_files(MZ_LIST()));
    REFUSED("argument.invalid", mz_run_sqllogictest_files(MZ_LIST()));
    MZ_ENSURE(mz_catalog_kinds().count > 5);
    return true;
}

static bool replacements(void) {
    REFUSED("services.invalid", mz_override(mz_service("nobody", .image = "x")));
    mz_replacement *replacement = MZ_TRY(mz_override(mz_service("box", .image = "y"), "x-b: 1"));
    MZ_TRY(mz_restore(replacement));
    return true;
}

static bool good(void *context) {
    return context != NULL;
}

static bool values(void) {
    mz_mark mark = mz_marked();
    for (int round = 0; round < 1000; round++) {
        MZ_ENSURE(strlen(mz_format("%1000000d", round)) == 1000000);
        mz_release(mark);
    }
    MZ_ENSURE(mz_same(mz_int(-5), "-5") && !mz_same("a", NULL) && mz_same(NULL, NULL));
    MZ_ENSURE(mz_same(mz_map_get(MZ_MAP("a", "1", "b", "2"), "b"), "2") && mz_map_get(MZ_MAP(), "a") == NULL);
    mz_list joined = mz_joined(MZ_LIST("a"), MZ_LIST("b", "c"));
    MZ_ENSURE(joined.count == 3 && mz_same(joined.items[2], "c"));
    return true;
}

/** Every call. */
bool workflow_default(mz_list args) {
    MZ_ENSURE(args.count == 2 && mz_same(args.items[1], "ü"), "%zu arguments", args.count);
    MZ_TRY(values());
    MZ_TRY(services_are_refused());
    MZ_TRY(jobs());
    MZ_TRY(surroundings());
    MZ_TRY(replacements());
    MZ_TRY(mz_test_case("a good case", good, &args));
    mz_case *by_hand = MZ_TRY(mz_start_case("a case by hand"));
    REFUSED("argument.invalid", mz_start_case("a case by hand"));
    MZ_TRY(mz_case_passed(by_hand));
    MZ_TRY(mz_down());
    MZ_TRY(mz_down(.volumes = true));
    puts("every call answered");
    return true;
}

/**
 * Is called by the other one.
 * @hidden
 */
bool workflow_child(mz_list args) {
    MZ_ENSURE(args.count == 1);
    puts("child of C");
    return true;
}

/** A case that fails. */
bool workflow_bad_case(void) {
    MZ_ENSURE(!mz_test_case("a bad case", good, NULL));
    mz_case *by_hand = MZ_TRY(mz_start_case("another"));
    return mz_case_failed(by_hand);
}

/** Docker is asked. */
bool workflow_containers(void) {
    MZ_TRY(mz_override(mz_service("box", .image = "debian:bookworm-slim", .command = MZ_LIST("sleep", "infinity"), .init = true)));
    MZ_TRY(mz_up("box"));
    MZ_TRY(mz_copy_in("box", "/made/in/c.bin", "a\0b", .size = 3));
    const mz_data *data = MZ_TRY(mz_copy_out("box", "/made/in/c.bin"));
    MZ_ENSURE(data->size == 3 && data->bytes[2] == 'b');
    const mz_execution *cat = MZ_TRY(mz_exec("box", MZ_LIST("cat"), .input = "through cat"));
    MZ_ENSURE(mz_same(cat->output, "through cat"));
    REFUSED("exec.failed", mz_exec("box", MZ_LIST("sh", "-c", "echo why >&2; exit 3")));
    MZ_ENSURE(mz_same(mz_error_detail("exit-code"), "3"), "%s", mz_error_detail("exit-code"));
    const mz_execution *lines = MZ_TRY(mz_exec("box", MZ_LIST("sh", "-c", "echo; echo two; echo why >&2")));
    MZ_ENSURE(mz_same(lines->output, "\ntwo") && mz_same(lines->errors, "why"));
    const mz_execution *run = MZ_TRY(mz_run("box", MZ_LIST("sh", "-c", "exit 3"), .no_check = true));
    MZ_ENSURE(run->exit_code == 3);
    const mz_usage *usage = MZ_TRY(mz_stats("box"));
    MZ_ENSURE(usage->memory_bytes > 0);
    MZ_TRY(mz_kill("box"));
    const mz_exits *exits = MZ_TRY(mz_wait_for_exit(MZ_LIST("box")));
    MZ_ENSURE(exits->count == 1 && exits->items[0].exit_code == 137 && mz_same(exits->items[0].service, "box"));
    REFUSED("service.absent", mz_connect("box"));
    return true;
}
