/* Test files, and test cases. */
#include "internal.h"

#define HOST(name) mzhost_composition_testdrive_##name
#define CASES(name) mzhost_composition_tests_##name

static const mz_summary *from_summary(HOST(summary_t) summary) {
    mz_summary *kept = sdk_pool(sizeof(*kept));
    *kept = (mz_summary){ summary.files, summary.commands, summary.rewritten, summary.ms };
    return kept;
}

const mz_summary *mz_run_testdrive_files_map(mz_list globs, mz_map options) {
    test_list_string_t list = sdk_to_list(globs);
    HOST(list_variable_t) flags = { sdk_to_variables(options), options.count };
    HOST(summary_t) summary;
    return CALL(HOST(run_testdrive_files)(&list, &flags, &summary, &err)) ? from_summary(summary) : NULL;
}

const mz_summary *mz_run_testdrive_source_map(const char *name, const char *source, mz_map options) {
    test_string_t file = sdk_to_text(name), text = sdk_to_text(source);
    HOST(list_variable_t) flags = { sdk_to_variables(options), options.count };
    HOST(summary_t) summary;
    return CALL(HOST(run_testdrive_source)(&file, &text, &flags, &summary, &err)) ? from_summary(summary) : NULL;
}

const mz_summary *mz_run_sqllogictest_files_map(mz_list globs, mz_map options) {
    test_list_string_t list = sdk_to_list(globs);
    HOST(list_variable_t) flags = { sdk_to_variables(options), options.count };
    HOST(summary_t) summary;
    return CALL(HOST(run_sqllogictest_files)(&list, &flags, &summary, &err)) ? from_summary(summary) : NULL;
}

const mz_summary *mz_run_sqllogictest_source_map(const char *name, const char *source, mz_map options) {
    test_string_t file = sdk_to_text(name), text = sdk_to_text(source);
    HOST(list_variable_t) flags = { sdk_to_variables(options), options.count };
    HOST(summary_t) summary;
    return CALL(HOST(run_sqllogictest_source)(&file, &text, &flags, &summary, &err)) ? from_summary(summary) : NULL;
}

struct mz_case {
    CASES(own_test_case_t) own;
};

mz_case *mz_start_case(const char *name) {
    test_string_t text = sdk_to_text(name);
    CASES(own_test_case_t) own;
    if (!CALL(CASES(start_case)(&text, &own, &err))) return NULL;
    mz_case *begun = sdk_handle(sizeof(*begun));
    begun->own = own;
    return begun;
}

/* Ends a case, and lets go of it. */
static bool ended(mz_case *test_case, wit_error *reason) {
    if (test_case == NULL) sdk_give_up("NULL was given where a test case must be");
    CASES(own_test_case_t) own = test_case->own;
    free(test_case);
    bool told = reason == NULL ? CALL(CASES(method_test_case_passed)(CASES(borrow_test_case)(own), &err))
                               : CALL(CASES(method_test_case_failed)(CASES(borrow_test_case)(own), reason, &err));
    CASES(test_case_drop_own)(own);
    return told;
}

bool mz_case_passed(mz_case *test_case) {
    return ended(test_case, NULL);
}

bool mz_case_failed(mz_case *test_case) {
    if (mz_last_error() == NULL) sdk_record(&(mz_error){ .message = "the case failed" });
    wit_error reason;
    sdk_to_error(mz_last_error(), &reason);
    bool told = ended(test_case, &reason);
    mzhost_composition_types_error_free(&reason);
    return told;
}

bool mz_test_case(const char *name, bool (*work)(void *context), void *context) {
    mz_case *begun = mz_start_case(name);
    if (begun == NULL) return false;
    // So that a failure of before is not taken for this one's.
    sdk_forget();
    if (work(context)) return mz_case_passed(begun);
    bool told = mz_case_failed(begun);
    (void)told;
    return false;
}
