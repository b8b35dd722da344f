/* How a guest ends that does not return: with a message that says where. */
#include "internal.h"

static _Noreturn void sdk_end(void) {
    fflush(NULL);
    __builtin_trap();
}

_Noreturn void abort(void) {
    fputs("abort() was called\n", stderr);
    sdk_end();
}

/* What assert() of <assert.h> calls. */
_Noreturn void __assert_fail(const char *condition, const char *file, int line, const char *function) {
    fprintf(stderr, "assertion failed: %s (%s:%d, in %s)\n", condition, file, line, function);
    sdk_end();
}

_Noreturn void __real_exit(int code);

_Noreturn void __wrap_exit(int code) {
    fprintf(stderr, "exit(%d) was called: a workflow ends by returning\n", code);
    __real_exit(code);
}

/*
 * The user's sources are compiled with checks of clang's sanitizer for undefined behaviour, which call these. Their names and
 * structures are the sanitizer's.
 */

struct place {
    const char *file;
    uint32_t line, column;
};

struct mismatch {
    struct place place;
    const void *type;
    unsigned char alignment;
    unsigned char kind;
};

static _Noreturn void sdk_undefined(const struct place *place, const char *what) {
    fprintf(stderr, "%s (%s:%u:%u)\n", what, place->file, (unsigned)place->line, (unsigned)place->column);
    sdk_end();
}

_Noreturn void __ubsan_handle_type_mismatch_v1_abort(const struct mismatch *mismatch, uintptr_t pointer) {
    (void)pointer;
    sdk_undefined(&mismatch->place, mismatch->kind == 1 ? "something is written through a pointer that is NULL"
                                                    : "a pointer that is NULL is used");
}

_Noreturn void __ubsan_handle_out_of_bounds_abort(const struct place *place, uintptr_t index) {
    sdk_undefined(place, mz_format("an array has no element %zd", (ptrdiff_t)index));
}

_Noreturn void __ubsan_handle_divrem_overflow_abort(const struct place *place, uintptr_t left, uintptr_t right) {
    (void)left;
    (void)right;
    sdk_undefined(place, "a number is divided by zero, or the result is too large");
}
