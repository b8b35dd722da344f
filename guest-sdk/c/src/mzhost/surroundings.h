/* Files of the composition's folder, what the user granted, and messages. */
#pragma once
#pragma clang system_header

#include "values.h"

/** The content of a file of the composition's folder; at most 16 MiB. */
const mz_data *mz_read(const char *path) MZ_CHECKED;
/** A part of a file: `length` bytes from byte `offset`. */
const mz_data *mz_read_part(const char *path, double offset, uint32_t length) MZ_CHECKED;
/** The files whose relative path fits a glob, sorted. */
const mz_list *mz_find(const char *glob) MZ_CHECKED;

/** The value of an environment variable that the user granted with `--allow-env NAME`; NULL when it is not. */
const char *mz_variable(const char *name);
/** The run's seed: `--seed` repeats it. */
const char *mz_seed(void);
/** The project's name, which prefixes all container names. */
const char *mz_project(void);

/** A message in the manner of `printf`, shown with `--verbose` only. */
void mz_debug(const char *format, ...) MZ_FORMAT(1, 2);
/** An ordinary message. `printf` is shown, too. */
void mz_info(const char *format, ...) MZ_FORMAT(1, 2);
/** Something that may be a problem. */
void mz_warn(const char *format, ...) MZ_FORMAT(1, 2);
/** Something that is a problem; the workflow goes on. */
void mz_problem(const char *format, ...) MZ_FORMAT(1, 2);
