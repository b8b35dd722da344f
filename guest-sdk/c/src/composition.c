/* The life of services, and what is known of them. */
#include "internal.h"

#undef mz_down

#define HOST(name) mzhost_composition_composition_##name

bool mz_up_list(mz_list services, const mz_up_options *options) {
    test_list_string_t list = sdk_to_list(services);
    if (options->no_wait) return CALL(HOST(up_no_wait)(&list, &err));
    if (options->timeout_ms != 0) return CALL(HOST(up_within)(&list, options->timeout_ms, &err));
    return CALL(HOST(up)(&list, &err));
}

bool mz_down(const mz_down_options *options) {
    return options->volumes ? CALL(HOST(down_volumes)(&err)) : CALL(HOST(down)(&err));
}

bool mz_start_list(mz_list services) {
    test_list_string_t list = sdk_to_list(services);
    return CALL(HOST(start)(&list, &err));
}

bool mz_stop_list(mz_list services) {
    test_list_string_t list = sdk_to_list(services);
    return CALL(HOST(stop)(&list, &err));
}

bool mz_stop_within(mz_list services, uint32_t grace_ms) {
    test_list_string_t list = sdk_to_list(services);
    return CALL(HOST(stop_within)(&list, grace_ms, &err));
}

bool mz_restart_list(mz_list services) {
    test_list_string_t list = sdk_to_list(services);
    return CALL(HOST(restart)(&list, &err));
}

bool mz_pause_list(mz_list services) {
    test_list_string_t list = sdk_to_list(services);
    return CALL(HOST(pause)(&list, &err));
}

bool mz_unpause_list(mz_list services) {
    test_list_string_t list = sdk_to_list(services);
    return CALL(HOST(unpause)(&list, &err));
}

bool mz_kill_list(mz_list services) {
    test_list_string_t list = sdk_to_list(services);
    return CALL(HOST(kill)(&list, &err));
}

bool mz_kill_with(mz_list services, const char *signal) {
    test_list_string_t list = sdk_to_list(services);
    test_string_t name = sdk_to_text(signal);
    return CALL(HOST(kill_with)(&list, &name, &err));
}

bool mz_rm_list(mz_list services) {
    test_list_string_t list = sdk_to_list(services);
    return CALL(HOST(rm)(&list, &err));
}

bool mz_rm_volumes_list(mz_list names) {
    test_list_string_t list = sdk_to_list(names);
    return CALL(HOST(rm_volumes)(&list, &err));
}

const char *mz_logs(const char *service, uint32_t lines) {
    test_string_t name = sdk_to_text(service);
    wit_text log;
    return CALL(HOST(logs)(&name, lines, &log, &err)) ? sdk_from_cut_text(&log) : NULL;
}

const mz_address *mz_port(const char *service, uint16_t container_port) {
    test_string_t name = sdk_to_text(service);
    HOST(address_t) address;
    if (!CALL(HOST(port)(&name, container_port, &address, &err))) return NULL;
    mz_address *kept = sdk_pool(sizeof(*kept));
    kept->port = address.port;
    kept->host = sdk_from_text(&address.host);
    return kept;
}

const mz_container *mz_state(const char *service) {
    test_string_t name = sdk_to_text(service);
    HOST(container_state_t) state;
    if (!CALL(HOST(state)(&name, &state, &err))) return NULL;
    mz_container *kept = sdk_pool(sizeof(*kept));
    *kept = (mz_container){
        .status = sdk_from_text(&state.status),
        .ready = state.ready,
        .exit_code = state.exit_code.is_some ? state.exit_code.val : -1,
        .oom_killed = state.oom_killed,
        .restarts = state.restarts,
    };
    return kept;
}

const mz_usage *mz_stats(const char *service) {
    test_string_t name = sdk_to_text(service);
    HOST(resource_usage_t) usage;
    if (!CALL(HOST(stats)(&name, &usage, &err))) return NULL;
    mz_usage *kept = sdk_pool(sizeof(*kept));
    *kept = (mz_usage){
        .memory_bytes = usage.memory_bytes,
        .memory_peak_bytes = usage.memory_peak_bytes.is_some ? usage.memory_peak_bytes.val : -1,
        .memory_limit_bytes = usage.memory_limit_bytes,
        .cpu_seconds = usage.cpu_seconds,
        .processes = usage.processes,
    };
    return kept;
}

const char *mz_inspect(const char *service) {
    test_string_t name = sdk_to_text(service);
    wit_text text;
    return CALL(HOST(inspect)(&name, &text, &err)) ? sdk_from_cut_text(&text) : NULL;
}

bool mz_workflow_list(const char *name, mz_list args) {
    test_string_t workflow = sdk_to_text(name);
    test_list_string_t list = sdk_to_list(args);
    return CALL(HOST(workflow)(&workflow, &list, &err));
}

struct mz_replacement {
    mzhost_composition_overrides_own_replacement_t own;
};

mz_replacement *mz_override_list(mz_list documents) {
    const char *document = mz_merge(documents);
    if (document == NULL) return NULL;
    test_string_t text = sdk_to_text(document);
    mzhost_composition_overrides_own_replacement_t own;
    if (!CALL(mzhost_composition_overrides_replace(&text, &own, &err))) return NULL;
    mz_replacement *replacement = sdk_handle(sizeof(*replacement));
    replacement->own = own;
    return replacement;
}

bool mz_restore(mz_replacement *replacement) {
    mzhost_composition_overrides_own_replacement_t own = replacement->own;
    free(replacement);
    bool closed = CALL(mzhost_composition_overrides_method_replacement_close(mzhost_composition_overrides_borrow_replacement(own), &err));
    mzhost_composition_overrides_replacement_drop_own(own);
    return closed;
}
