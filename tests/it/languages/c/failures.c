/* Each workflow fails in its own way; the test knows the lines. */
#include <assert.h>
#include <mzhost.h>
#include <stdio.h>

MZ_SERVICES("services: {}")

static bool helper(void) {
    MZ_TRY(mz_up("nobody"));
    return true;
}

bool workflow_error(void) {
    MZ_TRY(helper(), "in round %d", 3);
    return true;
}

bool workflow_ensure(mz_list args) {
    MZ_ENSURE(args.count == 7);
    return true;
}

bool workflow_message(mz_list args) {
    MZ_FAIL("%zu arguments", args.count);
}

bool workflow_raise(void) {
    MZ_RAISE(.code = "shop.out-of-stock", .message = "no anvils", .service = "shop", .details = MZ_MAP("left", "0"));
}

bool workflow_silent(void) {
    return false;
}

bool workflow_abort(void) {
    abort();
}

bool workflow_exit(mz_list args) {
    exit(args.count > 0 ? 0 : 4);
}

bool workflow_assert(mz_list args) {
    assert(args.count == 7);
    return true;
}

struct order {
    int id, amount;
};

__attribute__((noinline)) static struct order *find(mz_list args) {
    return args.count > 5 ? malloc(sizeof(struct order)) : NULL;
}

bool workflow_null_write(mz_list args) {
    find(args)->amount = 3;
    return true;
}

bool workflow_null_in_library(void) {
    char *volatile nowhere = NULL;
    return sprintf(nowhere, "text") == 4;
}

bool workflow_bounds(mz_list args) {
    int numbers[4] = { 0 };
    numbers[args.count + 4] = 1;
    printf("%d\n", numbers[0]);
    return true;
}

bool workflow_division(mz_list args) {
    printf("%d\n", 7 / (int)args.count);
    return true;
}

__attribute__((noinline)) static int deep(volatile int *level) {
    volatile int next = *level + 1;
    return *level < 0 ? 0 : deep(&next) + next;
}

bool workflow_deep(void) {
    volatile int level = 0;
    return deep(&level) > 0;
}

bool workflow_null_name(void) {
    const char *name = NULL;
    return mz_up(name);
}

bool workflow_memory(void) {
    for (;;) mz_format("%1000000d", 1);
}
