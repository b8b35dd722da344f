/* HTTP, files, what was granted, and messages. */
#include <stdarg.h>

#include "internal.h"

#undef mz_request

#define HTTP(name) mzhost_composition_http_##name
#define FILES(name) mzhost_composition_files_##name
#define VARIABLES(name) mzhost_composition_variables_##name
#define LOG(name) mzhost_composition_log_##name

static mz_map from_headers(HTTP(list_header_t) headers) {
    const char **items = sdk_pool(2 * headers.len * sizeof(char *));
    for (size_t at = 0; at < headers.len; at++) {
        HTTP(header_t) *header = &headers.ptr[at];
        items[2 * at] = sdk_pool_text((char *)header->name.ptr, header->name.len);
        items[2 * at + 1] = sdk_pool_text((char *)header->value.ptr, header->value.len);
    }
    return (mz_map){ items, headers.len };
}

const mz_response *mz_request(const char *service, uint16_t container_port, const char *method, const char *path,
                              const mz_request_options *options) {
    test_string_t name = sdk_to_text(service), verb = sdk_to_text(method), target = sdk_to_text(path);
    HTTP(list_header_t) headers = { sdk_scratch(options->headers.count * sizeof(*headers.ptr)), options->headers.count };
    for (size_t at = 0; at < headers.len; at++) {
        headers.ptr[at].name = sdk_to_text(options->headers.items[2 * at]);
        headers.ptr[at].value = sdk_to_text(options->headers.items[2 * at + 1]);
    }
    test_list_u8_t body = sdk_to_bytes(options->body, options->body_size);
    uint32_t limit = options->timeout_ms != 0 ? options->timeout_ms : WAIT_MS;
    HTTP(response_t) response;
    if (!CALL(HTTP(request)(&name, container_port, &verb, &target, &headers, &body, limit, &response, &err))) return NULL;
    mz_response *kept = sdk_pool(sizeof(*kept));
    test_list_u8_t bytes = response.body.content;
    kept->status = response.status;
    kept->headers = from_headers(response.headers);
    kept->body = (mz_data){ sdk_pool_text((char *)bytes.ptr, bytes.len), bytes.len, response.body.truncated };
    HTTP(response_free)(&response);
    return kept;
}

const mz_data *mz_read(const char *path) {
    test_string_t name = sdk_to_text(path);
    wit_data data;
    return CALL(FILES(read)(&name, &data, &err)) ? sdk_from_data(&data) : NULL;
}

const mz_data *mz_read_part(const char *path, double offset, uint32_t length) {
    test_string_t name = sdk_to_text(path);
    wit_data data;
    return CALL(FILES(read_part)(&name, offset, length, &data, &err)) ? sdk_from_data(&data) : NULL;
}

const mz_list *mz_find(const char *glob) {
    test_string_t pattern = sdk_to_text(glob);
    FILES(found_files_t) found;
    if (!CALL(FILES(find)(&pattern, &found, &err))) return NULL;
    mz_list *kept = sdk_pool(sizeof(*kept));
    *kept = sdk_from_list(&found.paths);
    return kept;
}

const char *mz_variable(const char *name) {
    test_string_t text = sdk_to_text(name), value;
    return VARIABLES(get)(&text, &value) ? sdk_from_text(&value) : NULL;
}

const char *mz_seed(void) {
    test_string_t value;
    VARIABLES(seed)(&value);
    return sdk_from_text(&value);
}

const char *mz_project(void) {
    test_string_t value;
    VARIABLES(project)(&value);
    return sdk_from_text(&value);
}

/* Formats a message and tells it; it is not kept. */
static void tell(void (*log)(test_string_t *message), const char *format, va_list arguments) {
    char *message = NULL;
    if (vasprintf(&message, format, arguments) < 0) sdk_give_up("a message cannot be formatted: %s", format);
    // So that lines of `printf` before it come before it.
    fflush(stdout);
    test_string_t text = sdk_to_text(message);
    log(&text);
    free(message);
}

#define TELLS(name, log)                      \
    void name(const char *format, ...) {      \
        va_list arguments;                    \
        va_start(arguments, format);          \
        tell(log, format, arguments);         \
        va_end(arguments);                    \
    }

TELLS(mz_debug, LOG(debug))
TELLS(mz_info, LOG(info))
TELLS(mz_warn, LOG(warn))
TELLS(mz_problem, LOG(error))
