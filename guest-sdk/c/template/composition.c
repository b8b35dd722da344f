/* The composition `{{name}}`: a service, and workflows that drive it. */
#include <mzhost.h>
#include <stdio.h>

/* What runs in containers. `mzhost config {{name}}` shows it as a Compose file. */
MZ_SERVICES(
    // Put your own image here. `mzhost catalog` lists ready-made services, such as mz_catalog_kafka() or mz_catalog_postgres().
    mz_service("box",
        .image = "debian:bookworm-slim",
        .command = MZ_LIST("sh", "-c", "echo ready; exec sleep infinity"),
        // How mzhost knows that it is ready; also .ready_tcp, .ready_http, .ready_sql_user or .healthcheck.
        .ready_log = "^ready"),
)

/* What can fail returns false or NULL then. MZ_TRY passes that on to the caller, MZ_ENSURE fails unless a condition holds; both note
 * the line. What functions return belongs to mzhost: nothing is freed by hand. */
static bool runs_commands(void *context) {
    (void)context;
    const mz_execution *said = MZ_TRY(mz_exec("box", MZ_LIST("echo", "hello")));
    MZ_ENSURE(mz_same(said->output, "hello"), "it said %s", said->output);
    return true;
}

static bool keeps_files(void *context) {
    (void)context;
    MZ_TRY(mz_exec("box", MZ_LIST("sh", "-c", "echo kept > /tmp/note")));
    MZ_TRY(mz_kill("box"));
    MZ_TRY(mz_start("box"));
    // Options follow the arguments, by name and in any order.
    const mz_execution *note = MZ_TRY(mz_exec("box", MZ_LIST("cat", "note"), .working_dir = "/tmp", .timeout_ms = 10000));
    MZ_ENSURE(mz_same(note->output, "kept"), "the note says %s", note->output);
    return true;
}

/* The function's name is the workflow's: `mzhost run {{name}} default`. The comment right above is shown by `mzhost list`. */
/** The service answers, and keeps its files when it is killed. */
bool workflow_default(void) {
    MZ_TRY(mz_up("box"));
    // A case that fails does not end the workflow, and has its own line in the reports.
    mz_test_case("it runs commands", runs_commands, NULL);
    mz_test_case("its files survive when it is killed", keeps_files, NULL);
    return true;
}

/** What comes after its name on the command line: `mzhost run {{name}} echo hello`. */
bool workflow_echo(mz_list args) {
    MZ_TRY(mz_up("box"));
    const mz_execution *said = MZ_TRY(mz_exec("box", mz_joined(MZ_LIST("echo"), args)));
    puts(said->output);
    return true;
}
