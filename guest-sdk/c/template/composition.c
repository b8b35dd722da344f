/*
 * The composition `{{name}}`: what runs in containers, and the workflows that test it.
 *
 * `mzhost list {{name}}` shows the workflows, `mzhost run {{name}}` runs the one named default, and `mzhost run {{name}} test` the
 * other one.
 */
#include <mzhost.h>
#include <stdio.h>
#include <string.h>

/* The services, in the vocabulary of Docker Compose. `mzhost catalog` lists services that are there to be taken, such as
 * `mz_catalog_postgres(.name = "db")`; Compose documents as YAML text may stand here, too. */
MZ_SERVICES(
    mz_service("web",
        .image = "debian:bookworm-slim",
        .command = MZ_LIST("sh", "-c", "mkdir -p /srv && echo hello > /srv/greeting && echo serving && exec sleep infinity"),
        // A service is ready when a line of its log says so; `.ready_tcp`, `.ready_http` and `.healthcheck` are other ways.
        .ready_log = "serving",
        .init = true),
)

/* What can fail returns false or NULL then. MZ_TRY passes that on, MZ_ENSURE makes a failure of a condition. Both note the line. */
static bool greeting_is(const char *expected) {
    const mz_execution *cat = MZ_TRY(mz_exec("web", MZ_LIST("cat", "/srv/greeting")));
    MZ_ENSURE(strcmp(cat->output, expected) == 0, "the greeting is %s", cat->output);
    return true;
}

/** The service greets, also after it was killed. */
bool workflow_default(void) {
    MZ_TRY(mz_up("web"));
    MZ_TRY(greeting_is("hello\n"));

    MZ_TRY(mz_kill("web"));
    const mz_container *web = MZ_TRY(mz_state("web"));
    MZ_ENSURE(web->exit_code == 137, "the exit code is %d", web->exit_code);

    MZ_TRY(mz_start("web"));
    MZ_TRY(greeting_is("hello\n"), "after the start");
    puts("the service greets");
    return true;
}

static bool a_file_can_be_replaced(void *context) {
    (void)context;
    // Options follow the arguments, by name and in any order.
    MZ_TRY(mz_copy_in("web", "/srv/greeting", "good morning\n", .mode = 0600));
    return greeting_is("good morning\n");
}

static bool a_missing_file_is_an_error(void *context) {
    (void)context;
    const mz_execution *cat = MZ_TRY(mz_exec("web", MZ_LIST("cat", "/srv/nothing"), .no_check = true));
    MZ_ENSURE(cat->exit_code == 1, "the exit code is %d", cat->exit_code);
    return true;
}

/** Named cases, each with a result of its own in the reports. Arguments of the command line are names of services. */
bool workflow_test(mz_list args) {
    MZ_TRY(mz_up_list(args, &(mz_up_options){ .timeout_ms = 60000 }));
    mz_test_case("a file can be replaced", a_file_can_be_replaced, NULL);
    mz_test_case("a missing file is an error", a_missing_file_is_an_error, NULL);
    // Test files in the formats of testdrive and sqllogictest: see test.td.
    MZ_TRY(mz_run_testdrive_files(MZ_LIST("*.td")));
    return true;
}
