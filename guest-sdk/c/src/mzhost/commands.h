/* Commands in containers, and their files. */
#pragma once
#pragma clang system_header

#include "values.h"

typedef struct mz_exec_options {
    /** Text for the command's standard input. */
    const char *input;
    /** Bytes of `input` that are no text: their number. */
    size_t input_size;
    /** Variables added to the container's own. */
    mz_map env;
    /** User to run as, `NAME` or `UID[:GID]`. */
    const char *user;
    /** Folder to run in. */
    const char *working_dir;
    /** Takes a non-zero exit code for an ordinary result, not for the error `exec.failed`. */
    bool no_check;
    /** Give up after this long, in milliseconds; else the workflow's own limit holds. */
    uint32_t timeout_ms;
} mz_exec_options;

/** What a command printed and how it ended. */
typedef struct mz_execution {
    /** Exit code; 128 + N after signal N. */
    int exit_code;
    /** Standard output without its last line end. */
    const char *output;
    /** Standard error without its last line end. */
    const char *errors;
    /** Whether output is missing; the whole is in the run folder. */
    bool truncated;
} mz_execution;

/** Runs a command in a running container: `mz_exec("db", MZ_LIST("ls", "-l"), .user = "root")`. */
const mz_execution *mz_exec(const char *service, mz_list command, const mz_exec_options *options) MZ_CHECKED;
#define mz_exec(service, command, ...) mz_exec(service, command, &(mz_exec_options){ __VA_ARGS__ })

/** Runs a command in a new container of the service, which is removed afterwards. `MZ_LIST()`: the service's own command. */
const mz_execution *mz_run(const char *service, mz_list command, const mz_exec_options *options) MZ_CHECKED;
#define mz_run(service, command, ...) mz_run(service, command, &(mz_exec_options){ __VA_ARGS__ })

typedef struct mz_copy_options {
    /** Number of bytes, for content that is no text. */
    size_t size;
    /** Permission bits; 0644 by default. */
    uint32_t mode;
} mz_copy_options;

/** Writes a file into a container, created or running: `mz_copy_in("db", "/etc/my.cnf", "[mysqld]\n", .mode = 0600)`. */
bool mz_copy_in(const char *service, const char *path, const char *content, const mz_copy_options *options) MZ_CHECKED;
#define mz_copy_in(service, path, content, ...) mz_copy_in(service, path, content, &(mz_copy_options){ __VA_ARGS__ })

/** Reads a file out of a container; at most 16 MiB. */
const mz_data *mz_copy_out(const char *service, const char *path) MZ_CHECKED;
