/* What the SDK's own files share: memory, and the way from C to the bindings and back. Not for users. */
#pragma once

#include <stdio.h>
#include <string.h>

#include "mzhost.h"
#include "test.h"

typedef mzhost_composition_types_error_t wit_error;
typedef mzhost_composition_types_exec_options_t wit_exec_options;
typedef mzhost_composition_types_execution_t wit_execution;
typedef mzhost_composition_types_sql_target_t wit_target;
typedef mzhost_composition_types_variable_t wit_variable;
typedef mzhost_composition_types_text_t wit_text;
typedef mzhost_composition_types_data_t wit_data;

/* How long functions wait without a limit of their own, in milliseconds. */
#define WAIT_MS 60000

/* Runs a call of the host, in which `err` is the place for its error. What was made for its arguments is let go of. */
#define CALL(expression)               \
    ({                                 \
        wit_error err;                 \
        bool passed_ = (expression);   \
        if (!passed_) sdk_adopt(&err);     \
        sdk_scratch_free();                \
        passed_;                       \
    })

/* Memory that lives until the workflow ends or is released. */
void *sdk_pool(size_t size);
char *sdk_pool_text(const char *bytes, size_t size);
/* Memory for a handle of a resource, which stays when the pool is released. */
void *sdk_handle(size_t size);
/* Memory for the arguments of the next call. */
void *sdk_scratch(size_t size);
void sdk_scratch_free(void);
/* Ends the guest with a message, for mistakes in the program itself. */
_Noreturn void sdk_give_up(const char *format, ...) MZ_FORMAT(1, 2);

/* Arguments. The host only reads them. */
test_string_t sdk_to_text(const char *text);
test_option_string_t sdk_to_optional(const char *text);
test_list_string_t sdk_to_list(mz_list list);
test_list_u8_t sdk_to_bytes(const char *bytes, size_t size);
wit_variable *sdk_to_variables(mz_map map);
wit_target sdk_to_target(mz_target target);
wit_exec_options sdk_to_exec_options(const mz_exec_options *options);

/* Results: in the pool, and what the host gave is freed. */
const char *sdk_from_text(test_string_t *text);
const char *sdk_from_cut_text(wit_text *text);
const mz_data *sdk_from_data(wit_data *data);
mz_list sdk_from_list(test_list_string_t *list);
const mz_execution *sdk_from_execution(wit_execution *execution);
const mz_error *sdk_from_error(wit_error *error);

/* Remembers an error of the host as what failed last. */
void sdk_adopt(wit_error *error);
/* Forgets what failed last. */
void sdk_forget(void);
/* Remembers an error of the SDK or the workflow. */
void sdk_record(const mz_error *error);
/* The last error in the form that crosses to the host, its texts in memory of their own. */
void sdk_to_error(const mz_error *error, wit_error *out);

/* JSON that grows. */
typedef struct json {
    char *text;
    size_t size, room;
    /* Whether a comma must come before the next part. */
    bool follows;
} json;
void sdk_json_raw(json *out, const char *text);
void sdk_json_text(json *out, const char *text);
void sdk_json_key(json *out, const char *key);
void sdk_json_open(json *out, const char *bracket);
void sdk_json_close(json *out, const char *bracket);
void sdk_json_texts(json *out, mz_list list);
