/* Compose documents of services, and the catalog. */
#include "internal.h"
#include "parameters.h"

#undef mz_service

static void text_key(json *out, const char *key, const char *value) {
    if (value == NULL) return;
    sdk_json_key(out, key);
    sdk_json_text(out, value);
}

static void list_key(json *out, const char *key, mz_list list) {
    if (list.items == NULL) return;
    sdk_json_key(out, key);
    sdk_json_texts(out, list);
}

static void map_key(json *out, const char *key, mz_map map) {
    if (map.items == NULL) return;
    sdk_json_key(out, key);
    sdk_json_open(out, "{");
    for (size_t at = 0; at < map.count; at++) {
        if (map.items[2 * at] == NULL) sdk_give_up("NULL was given where a name must be");
        sdk_json_key(out, map.items[2 * at]);
        sdk_json_text(out, map.items[2 * at + 1]);
    }
    sdk_json_close(out, "}");
}

static void raw_key(json *out, const char *key, const char *value) {
    sdk_json_key(out, key);
    sdk_json_raw(out, value);
    out->follows = true;
}

/* The keys that say when it is ready. */
static void ready(json *out, const mz_service_keys *keys) {
    bool probed = keys->ready_tcp || keys->ready_http || keys->ready_log || keys->ready_sql_user;
    if (!probed && !keys->ready_timeout && !keys->once && !keys->secret_variables.items) return;
    sdk_json_key(out, "x-mzhost");
    sdk_json_open(out, "{");
    if (probed) {
        sdk_json_key(out, "ready");
        sdk_json_open(out, "{");
        if (keys->ready_tcp) raw_key(out, "tcp", mz_int(keys->ready_tcp));
        if (keys->ready_http) {
            sdk_json_key(out, "http");
            sdk_json_open(out, "{");
            raw_key(out, "port", mz_int(keys->ready_http));
            text_key(out, "path", keys->ready_http_path ? keys->ready_http_path : "/");
            sdk_json_close(out, "}");
        }
        text_key(out, "log", keys->ready_log);
        if (keys->ready_sql_user) {
            sdk_json_key(out, "sql");
            sdk_json_open(out, "{");
            text_key(out, "user", keys->ready_sql_user);
            text_key(out, "password", keys->ready_sql_password);
            sdk_json_close(out, "}");
        }
        sdk_json_close(out, "}");
    }
    text_key(out, "ready_timeout", keys->ready_timeout);
    if (keys->once) raw_key(out, "once", "true");
    list_key(out, "secrets", keys->secret_variables);
    sdk_json_close(out, "}");
}

const char *mz_service(const char *name, const mz_service_keys *keys) {
    json out = { 0 };
    sdk_json_open(&out, "{");
    sdk_json_key(&out, "services");
    sdk_json_open(&out, "{");
    sdk_json_key(&out, name);
    sdk_json_open(&out, "{");
    text_key(&out, "image", keys->image);
    text_key(&out, "build", keys->build);
    list_key(&out, "command", keys->command);
    list_key(&out, "entrypoint", keys->entrypoint);
    map_key(&out, "environment", keys->environment);
    list_key(&out, "ports", keys->ports);
    list_key(&out, "volumes", keys->volumes);
    list_key(&out, "tmpfs", keys->tmpfs);
    list_key(&out, "networks", keys->networks);
    list_key(&out, "configs", keys->configs);
    list_key(&out, "secrets", keys->secrets);
    if (keys->depends_on.items != NULL) {
        sdk_json_key(&out, "depends_on");
        sdk_json_open(&out, "{");
        for (size_t at = 0; at < keys->depends_on.count; at++) {
            raw_key(&out, keys->depends_on.items[at], "{\"condition\": \"service_healthy\"}");
        }
        sdk_json_close(&out, "}");
    }
    if (keys->healthcheck.items != NULL) {
        sdk_json_key(&out, "healthcheck");
        sdk_json_open(&out, "{");
        sdk_json_key(&out, "test");
        sdk_json_open(&out, "[");
        sdk_json_text(&out, "CMD");
        for (size_t at = 0; at < keys->healthcheck.count; at++) sdk_json_text(&out, keys->healthcheck.items[at]);
        sdk_json_close(&out, "]");
        sdk_json_close(&out, "}");
    }
    ready(&out, keys);
    if (keys->init) raw_key(&out, "init", "true");
    text_key(&out, "hostname", keys->hostname);
    text_key(&out, "user", keys->user);
    text_key(&out, "working_dir", keys->working_dir);
    text_key(&out, "restart", keys->restart);
    text_key(&out, "stop_signal", keys->stop_signal);
    text_key(&out, "stop_grace_period", keys->stop_grace_period);
    map_key(&out, "labels", keys->labels);
    for (size_t at = 0; at < keys->set.count; at++) {
        // The whole is YAML then, of which JSON is a part.
        raw_key(&out, keys->set.items[2 * at], keys->set.items[2 * at + 1]);
    }
    sdk_json_raw(&out, "}}}");
    return out.text;
}

/* `{KIND: {NAME: {KEY: VALUE}}}`, or without a key. */
static const char *declared(const char *kind, const char *name, const char *key, const char *value) {
    json out = { 0 };
    sdk_json_open(&out, "{");
    sdk_json_key(&out, kind);
    sdk_json_open(&out, "{");
    sdk_json_key(&out, name);
    sdk_json_open(&out, "{");
    if (key != NULL) text_key(&out, key, value);
    sdk_json_raw(&out, "}}}");
    return out.text;
}

const char *mz_volume(const char *name) {
    return declared("volumes", name, NULL, NULL);
}

const char *mz_network(const char *name) {
    return declared("networks", name, NULL, NULL);
}

const char *mz_config(const char *name, const char *content) {
    return declared("configs", name, "content", content);
}

const char *mz_secret(const char *name, const char *variable) {
    return declared("secrets", name, "environment", variable);
}

const char *mz_merge(mz_list documents) {
    for (size_t at = 0; at < documents.count; at++) {
        if (documents.items[at] != NULL) continue;
        if (mz_last_error() == NULL) sdk_record(&(mz_error){ .message = mz_format("document %zu is NULL", at + 1) });
        return NULL;
    }
    if (documents.count == 1) return documents.items[0];
    test_list_string_t list = sdk_to_list(documents);
    test_string_t merged;
    return CALL(mzhost_composition_catalog_merge(&list, &merged, &err)) ? sdk_from_text(&merged) : NULL;
}

mz_list mz_catalog_kinds(void) {
    test_list_string_t kinds;
    mzhost_composition_catalog_kinds(&kinds);
    return sdk_from_list(&kinds);
}

const char *mz_catalog_service(const char *kind, const char *parameters, const char *overrides) {
    test_string_t name = sdk_to_text(kind), given = sdk_to_text(parameters ? parameters : ""), over = sdk_to_text(overrides ? overrides : "");
    test_string_t document;
    return CALL(mzhost_composition_catalog_service(&name, &given, &over, &document, &err)) ? sdk_from_text(&document) : NULL;
}

/* Adds a parameter, unless it is what zero bytes are. */
static void parameter(json *out, const mz_parameter *parameter, const char *at) {
    switch (parameter->type) {
    case MZ_TEXT:
        text_key(out, parameter->name, *(const char *const *)at);
        break;
    case MZ_NUMBER: {
        long long number = *(const long long *)at;
        if (number != 0) raw_key(out, parameter->name, mz_int(number == MZ_ZERO ? 0 : number));
        break;
    }
    case MZ_BOOL: {
        mz_choice choice = *(const mz_choice *)at;
        if (choice != MZ_DEFAULT) raw_key(out, parameter->name, choice == MZ_YES ? "true" : "false");
        break;
    }
    case MZ_TEXTS:
        list_key(out, parameter->name, *(const mz_list *)at);
        break;
    case MZ_NAMED:
        map_key(out, parameter->name, *(const mz_map *)at);
        break;
    }
}

const char *sdk_catalog_document(const char *kind, const mz_parameter *parameters, size_t count, const void *given,
                             const char *overrides) {
    json out = { 0 };
    sdk_json_open(&out, "{");
    for (size_t at = 0; at < count; at++) parameter(&out, &parameters[at], (const char *)given + parameters[at].offset);
    sdk_json_close(&out, "}");
    return mz_catalog_service(kind, out.text, overrides);
}
