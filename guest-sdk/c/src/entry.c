/* What the host calls first and last. */
#include "entry.h"

#include "internal.h"

/* Bytes below the stack that nothing of C uses: only a pointer that is NULL leads there. */
#define NOTHING 64

const char *services(void) __attribute__((weak));

static void begin(void) {
    // What was printed is seen when the guest is ended.
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
}

/* Whether something was written through NULL, which WebAssembly does not notice. */
static bool wrote_through_null(void) {
    const volatile char *at = NULL;
    // The compiler takes NULL for unreachable.
    __asm__("" : "+r"(at));
    for (size_t byte = 0; byte < NOTHING; byte++) {
        if (at[byte] != 0) return true;
    }
    return false;
}

bool sdk_run_plain(void (*workflow)(void), mz_list args) {
    (void)args;
    return ((mz_workflow_plain_)workflow)();
}

bool sdk_run_with_args(void (*workflow)(void), mz_list args) {
    return ((mz_workflow_with_args_)workflow)(args);
}

mz_list sdk_begin_workflow(test_list_string_t *args) {
    begin();
    return sdk_from_list(args);
}

bool sdk_end_workflow(bool passed, const char *name, test_error_t *error) {
    fflush(NULL);
    if (wrote_through_null()) {
        sdk_record(&(mz_error){ .message = mz_format("%s wrote through a pointer that is NULL", name) });
        passed = false;
    }
    if (passed) return true;
    if (mz_last_error() == NULL) {
        sdk_record(&(mz_error){ .message = mz_format("%s returned false, and nothing failed before", name) });
    }
    sdk_to_error(mz_last_error(), error);
    return false;
}

bool sdk_give_services(test_string_t *document, test_string_t *message) {
    begin();
    const char *text = NULL;
    if (services == NULL) {
        sdk_record(&(mz_error){ .message = "composition.c declares no services: MZ_SERVICES(mz_service(\"web\", .image = \"…\"))" });
    } else {
        text = services();
    }
    fflush(NULL);
    if (text != NULL) {
        test_string_dup(document, text);
        return true;
    }
    const mz_error *error = mz_last_error();
    test_string_dup(message, error ? error->message : "services() returned NULL, and nothing failed before");
    return false;
}
