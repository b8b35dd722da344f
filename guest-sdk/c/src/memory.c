/* The pool of what functions return, and memory for arguments. */
#include <stdarg.h>

#include "internal.h"

/* Stands before each piece. */
struct mz_mark_ {
    struct mz_mark_ *before;
};
/* Aligned for anything. */
#define HEAD 16

static struct mz_mark_ *returned, *arguments;

static void *piece(struct mz_mark_ **chain, size_t size) {
    struct mz_mark_ *head = size > SIZE_MAX - HEAD ? NULL : malloc(HEAD + size);
    if (head == NULL) sdk_give_up("memory allocation of %zu bytes failed", size);
    head->before = *chain;
    *chain = head;
    return memset((char *)head + HEAD, 0, size);
}

static void let_go(struct mz_mark_ **chain, struct mz_mark_ *until) {
    while (*chain != NULL && *chain != until) {
        struct mz_mark_ *head = *chain;
        *chain = head->before;
        free(head);
    }
}

void *sdk_pool(size_t size) {
    return piece(&returned, size);
}

char *sdk_pool_text(const char *bytes, size_t size) {
    char *text = sdk_pool(size + 1);
    if (size > 0) memcpy(text, bytes, size);
    return text;
}

void *sdk_handle(size_t size) {
    void *memory = malloc(size);
    if (memory == NULL) sdk_give_up("memory allocation of %zu bytes failed", size);
    return memory;
}

void *sdk_scratch(size_t size) {
    return piece(&arguments, size);
}

void sdk_scratch_free(void) {
    let_go(&arguments, NULL);
}

mz_mark mz_marked(void) {
    return returned;
}

void mz_release(mz_mark mark) {
    let_go(&returned, mark);
}

_Noreturn void sdk_give_up(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fflush(stdout);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    fflush(stderr);
    __builtin_trap();
}

const char *mz_format(const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (size < 0) sdk_give_up("mz_format cannot follow %s", format);
    char *text = sdk_pool((size_t)size + 1);
    vsnprintf(text, (size_t)size + 1, format, again);
    va_end(again);
    return text;
}

const char *mz_int(long long number) {
    return mz_format("%lld", number);
}

bool mz_same(const char *left, const char *right) {
    return left == NULL || right == NULL ? left == right : strcmp(left, right) == 0;
}

mz_list mz_joined(mz_list first, mz_list second) {
    const char **items = sdk_pool((first.count + second.count) * sizeof(char *));
    for (size_t at = 0; at < first.count; at++) items[at] = first.items[at];
    for (size_t at = 0; at < second.count; at++) items[first.count + at] = second.items[at];
    return (mz_list){ items, first.count + second.count };
}

const char *mz_map_get(mz_map map, const char *name) {
    for (size_t at = 0; at < map.count; at++) {
        if (mz_same(map.items[2 * at], name)) return map.items[2 * at + 1];
    }
    return NULL;
}
