/* From C to the bindings and back. */
#include "internal.h"

test_string_t sdk_to_text(const char *text) {
    if (text == NULL) sdk_give_up("NULL was given where a text must be");
    return (test_string_t){ (uint8_t *)text, strlen(text) };
}

test_option_string_t sdk_to_optional(const char *text) {
    return text == NULL ? (test_option_string_t){ 0 } : (test_option_string_t){ true, sdk_to_text(text) };
}

test_list_string_t sdk_to_list(mz_list list) {
    test_list_string_t out = { sdk_scratch(list.count * sizeof(test_string_t)), list.count };
    for (size_t at = 0; at < list.count; at++) out.ptr[at] = sdk_to_text(list.items[at]);
    return out;
}

test_list_u8_t sdk_to_bytes(const char *bytes, size_t size) {
    if (bytes != NULL && size == 0) size = strlen(bytes);
    return (test_list_u8_t){ (uint8_t *)bytes, size };
}

wit_variable *sdk_to_variables(mz_map map) {
    wit_variable *out = sdk_scratch(map.count * sizeof(*out));
    for (size_t at = 0; at < map.count; at++) {
        out[at] = (wit_variable){ sdk_to_text(map.items[2 * at]), sdk_to_text(map.items[2 * at + 1]) };
    }
    return out;
}

wit_target sdk_to_target(mz_target target) {
    return (wit_target){
        .service = sdk_to_text(target.service),
        .port = { target.port != 0, target.port },
        .user = sdk_to_optional(target.user),
        .password = sdk_to_optional(target.password),
        .database = sdk_to_optional(target.database),
        .tls = sdk_to_optional(target.tls),
    };
}

wit_exec_options sdk_to_exec_options(const mz_exec_options *options) {
    return (wit_exec_options){
        .input = { options->input != NULL, sdk_to_bytes(options->input, options->input_size) },
        .env = { sdk_to_variables(options->env), options->env.count },
        .user = sdk_to_optional(options->user),
        .working_dir = sdk_to_optional(options->working_dir),
        .check = !options->no_check,
        .timeout_ms = { options->timeout_ms != 0, options->timeout_ms },
    };
}

const char *sdk_from_text(test_string_t *text) {
    const char *kept = sdk_pool_text((char *)text->ptr, text->len);
    test_string_free(text);
    return kept;
}

const char *sdk_from_cut_text(wit_text *text) {
    return sdk_from_text(&text->content);
}

const mz_data *sdk_from_data(wit_data *data) {
    mz_data *kept = sdk_pool(sizeof(*kept));
    *kept = (mz_data){ sdk_pool_text((char *)data->content.ptr, data->content.len), data->content.len, data->truncated };
    mzhost_composition_types_data_free(data);
    return kept;
}

mz_list sdk_from_list(test_list_string_t *list) {
    const char **items = sdk_pool(list->len * sizeof(char *));
    for (size_t at = 0; at < list->len; at++) items[at] = sdk_pool_text((char *)list->ptr[at].ptr, list->ptr[at].len);
    mz_list kept = { items, list->len };
    test_list_string_free(list);
    return kept;
}

/* Without the last line end. */
static const char *from_output(wit_text *text) {
    size_t size = text->content.len;
    if (size > 0 && text->content.ptr[size - 1] == '\n') size--;
    if (size > 0 && size < text->content.len && text->content.ptr[size - 1] == '\r') size--;
    const char *kept = sdk_pool_text((char *)text->content.ptr, size);
    test_string_free(&text->content);
    return kept;
}

const mz_execution *sdk_from_execution(wit_execution *execution) {
    mz_execution *kept = sdk_pool(sizeof(*kept));
    kept->exit_code = execution->exit_code;
    kept->truncated = execution->output.truncated || execution->errors.truncated;
    kept->output = from_output(&execution->output);
    kept->errors = from_output(&execution->errors);
    return kept;
}

const mz_error *sdk_from_error(wit_error *error) {
    mz_error *kept = sdk_pool(sizeof(*kept));
    const char **details = sdk_pool(2 * error->details.len * sizeof(char *));
    for (size_t at = 0; at < error->details.len; at++) {
        test_string_t key = error->details.ptr[at].key, value = error->details.ptr[at].value;
        details[2 * at] = sdk_pool_text((char *)key.ptr, key.len);
        details[2 * at + 1] = sdk_pool_text((char *)value.ptr, value.len);
    }
    *kept = (mz_error){
        .code = sdk_pool_text((char *)error->code.ptr, error->code.len),
        .message = sdk_pool_text((char *)error->message.ptr, error->message.len),
        .service = error->service.is_some ? sdk_pool_text((char *)error->service.val.ptr, error->service.val.len) : NULL,
        .details = { details, error->details.len },
    };
    mzhost_composition_types_error_free(error);
    return kept;
}
