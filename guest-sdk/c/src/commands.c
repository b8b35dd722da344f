/* Commands in containers, their files, and waiting. */
#include "internal.h"

#undef mz_exec
#undef mz_run
#undef mz_copy_in
#undef mz_wait_ready
#undef mz_wait_for_exit
#undef mz_wait_for_log
#undef mz_wait_for_port
#undef mz_wait_for_http
#undef mz_wait_for_command

#define HOST(name) mzhost_composition_composition_##name

static uint32_t limit(const mz_wait_options *options) {
    return options->timeout_ms != 0 ? options->timeout_ms : WAIT_MS;
}

/* Without options the shorter call does the same. */
static bool plain(const mz_exec_options *options) {
    return options->input == NULL && options->env.count == 0 && options->user == NULL && options->working_dir == NULL &&
           !options->no_check && options->timeout_ms == 0;
}

const mz_execution *mz_exec(const char *service, mz_list command, const mz_exec_options *options) {
    test_string_t name = sdk_to_text(service);
    test_list_string_t words = sdk_to_list(command);
    wit_exec_options given = sdk_to_exec_options(options);
    wit_execution result;
    bool passed = plain(options) ? CALL(HOST(exec)(&name, &words, &result, &err))
                                 : CALL(HOST(exec_with)(&name, &words, &given, &result, &err));
    return passed ? sdk_from_execution(&result) : NULL;
}

const mz_execution *mz_run(const char *service, mz_list command, const mz_exec_options *options) {
    test_string_t name = sdk_to_text(service);
    test_list_string_t words = sdk_to_list(command);
    wit_exec_options given = sdk_to_exec_options(options);
    wit_execution result;
    bool passed = plain(options) ? CALL(HOST(run)(&name, &words, &result, &err))
                                 : CALL(HOST(run_with)(&name, &words, &given, &result, &err));
    return passed ? sdk_from_execution(&result) : NULL;
}

bool mz_copy_in(const char *service, const char *path, const char *content, const mz_copy_options *options) {
    test_string_t name = sdk_to_text(service), file = sdk_to_text(path);
    test_list_u8_t bytes = sdk_to_bytes(content, options->size);
    return CALL(HOST(copy_in)(&name, &file, &bytes, options->mode != 0 ? options->mode : 0644, &err));
}

const mz_data *mz_copy_out(const char *service, const char *path) {
    test_string_t name = sdk_to_text(service), file = sdk_to_text(path);
    wit_data data;
    return CALL(HOST(copy_out)(&name, &file, &data, &err)) ? sdk_from_data(&data) : NULL;
}

bool mz_wait_ready(mz_list services, const mz_wait_options *options) {
    test_list_string_t list = sdk_to_list(services);
    return CALL(HOST(wait_ready)(&list, limit(options), &err));
}

const mz_exits *mz_wait_for_exit(mz_list services, const mz_wait_options *options) {
    test_list_string_t list = sdk_to_list(services);
    HOST(list_exit_status_t) exits;
    if (!CALL(HOST(wait_for_exit)(&list, limit(options), &exits, &err))) return NULL;
    mz_exits *kept = sdk_pool(sizeof(*kept));
    mz_exit *items = sdk_pool(exits.len * sizeof(*items));
    for (size_t at = 0; at < exits.len; at++) {
        HOST(exit_status_t) *exit = &exits.ptr[at];
        items[at] = (mz_exit){ sdk_pool_text((char *)exit->service.ptr, exit->service.len), exit->exit_code };
    }
    *kept = (mz_exits){ items, exits.len };
    HOST(list_exit_status_free)(&exits);
    return kept;
}

const char *mz_wait_for_log(const char *service, const char *pattern, const mz_wait_options *options) {
    test_string_t name = sdk_to_text(service), expression = sdk_to_text(pattern), line;
    return CALL(HOST(wait_for_log)(&name, &expression, limit(options), &line, &err)) ? sdk_from_text(&line) : NULL;
}

bool mz_wait_for_port(const char *service, uint16_t container_port, const mz_wait_options *options) {
    test_string_t name = sdk_to_text(service);
    return CALL(HOST(wait_for_port)(&name, container_port, limit(options), &err));
}

bool mz_wait_for_http(const char *service, uint16_t container_port, const char *path, const mz_wait_options *options) {
    test_string_t name = sdk_to_text(service), target = sdk_to_text(path);
    uint16_t status = options->status != 0 ? options->status : 200;
    return CALL(HOST(wait_for_http)(&name, container_port, &target, status, limit(options), &err));
}

const mz_execution *mz_wait_for_command(const char *service, mz_list command, const mz_wait_options *options) {
    test_string_t name = sdk_to_text(service);
    test_list_string_t words = sdk_to_list(command);
    wit_execution result;
    return CALL(HOST(wait_for_command)(&name, &words, limit(options), &result, &err)) ? sdk_from_execution(&result) : NULL;
}
