/* What failed last, and where. */
#include <stdarg.h>

#include "internal.h"

/* A traceback ends after this many bytes. */
#define TRACE 4096

/* Its own memory, for it outlives a mark. */
static mz_error last;
static bool is_set;
static char trace[TRACE];

static char *own(const char *text) {
    char *copy = text == NULL ? NULL : strdup(text);
    if (text != NULL && copy == NULL) sdk_give_up("there is no memory for an error");
    return copy;
}

static void clear(void) {
    free((void *)last.code);
    free((void *)last.message);
    free((void *)last.service);
    for (size_t at = 0; at < 2 * last.details.count; at++) free((void *)last.details.items[at]);
    free((void *)last.details.items);
    last = (mz_error){ 0 };
}

void sdk_record(const mz_error *error) {
    size_t count = error->details.count;
    const char **details = calloc(2 * count + 1, sizeof(char *));
    if (details == NULL) sdk_give_up("there is no memory for an error");
    for (size_t at = 0; at < 2 * count; at++) details[at] = own(error->details.items[at] ? error->details.items[at] : "");
    mz_error kept = {
        .code = own(error->code ? error->code : "workflow.failed"),
        .message = own(error->message ? error->message : "the workflow failed"),
        .service = own(error->service),
        .details = { details, count },
    };
    clear();
    last = kept;
    is_set = true;
    trace[0] = '\0';
}

void sdk_forget(void) {
    is_set = false;
}

void sdk_adopt(wit_error *error) {
    mz_mark mark = mz_marked();
    sdk_record(sdk_from_error(error));
    mz_release(mark);
}

const mz_error *mz_last_error(void) {
    return is_set ? &last : NULL;
}

bool mz_error_is(const char *code) {
    return is_set && mz_same(last.code, code);
}

const char *mz_error_detail(const char *key) {
    return is_set ? mz_map_get(last.details, key) : NULL;
}

/* Adds a line to the traceback: `FUNCTION at FILE:LINE: CALL`. */
static void passed(const char *file, int line, const char *function, const char *call) {
    size_t used = strlen(trace);
    snprintf(trace + used, TRACE - used, "%s%s at %s:%d%s%.80s%s", used > 0 ? "\n" : "", function, file, line, call ? ": " : "",
             call ? call : "", call && strlen(call) > 80 ? "…" : "");
}

static const char *formatted(const char *format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *text = sdk_pool((size_t)(size < 0 ? 0 : size) + 1);
    vsnprintf(text, (size_t)(size < 0 ? 0 : size) + 1, format, arguments);
    return text;
}

void mz_passed_on_(const char *file, int line, const char *function, const char *call, const char *context, ...) {
    if (!is_set) sdk_record(&(mz_error){ .message = mz_format("%s answered that it failed, and not why", call) });
    if (context[0] != '\0') {
        va_list arguments;
        va_start(arguments, context);
        const char *message = mz_format("%s: %s", formatted(context, arguments), last.message);
        va_end(arguments);
        free((void *)last.message);
        last.message = own(message);
    }
    passed(file, line, function, call);
}

void mz_ensure_failed_(const char *file, int line, const char *function, const char *condition, const char *message, ...) {
    const char *text;
    if (message[0] == '\0') {
        text = mz_format("not true: %s", condition);
    } else {
        va_list arguments;
        va_start(arguments, message);
        text = formatted(message, arguments);
        va_end(arguments);
    }
    sdk_record(&(mz_error){ .message = text });
    passed(file, line, function, NULL);
}

void mz_raised_(const char *file, int line, const char *function, const mz_error *error) {
    sdk_record(error);
    passed(file, line, function, NULL);
}

/* The bindings free it, so each text is in memory of its own. */
static test_string_t given(const char *text) {
    return sdk_to_text(own(text));
}

void sdk_to_error(const mz_error *error, wit_error *out) {
    bool traced = error == &last && trace[0] != '\0' && mz_map_get(error->details, "traceback") == NULL;
    size_t count = error->details.count, all = count + traced;
    *out = (wit_error){ .code = given(error->code), .message = given(error->message) };
    if (error->service != NULL) out->service = (test_option_string_t){ true, given(error->service) };
    if (all == 0) return;
    out->details.ptr = calloc(all, sizeof(*out->details.ptr));
    if (out->details.ptr == NULL) sdk_give_up("there is no memory for an error");
    out->details.len = all;
    for (size_t at = 0; at < count; at++) {
        out->details.ptr[at].key = given(error->details.items[2 * at]);
        out->details.ptr[at].value = given(error->details.items[2 * at + 1]);
    }
    if (traced) {
        out->details.ptr[count].key = given("traceback");
        out->details.ptr[count].value = given(trace);
    }
}
