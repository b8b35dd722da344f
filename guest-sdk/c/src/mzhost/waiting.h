/* Waiting for conditions. A limit of 0 milliseconds means the default of 60 seconds. */
#pragma once
#pragma clang system_header

#include "commands.h"

typedef struct mz_wait_options {
    /** Give up after this long, in milliseconds; 60 seconds by default. */
    uint32_t timeout_ms;
    /** The status that `mz_wait_for_http` waits for; 200 by default. */
    uint16_t status;
} mz_wait_options;

/** Waits until services are ready that were brought up without waiting: `mz_wait_ready(MZ_LIST("db"), .timeout_ms = 5000)`. */
bool mz_wait_ready(mz_list services, const mz_wait_options *options) MZ_CHECKED;
#define mz_wait_ready(services, ...) mz_wait_ready(services, &(mz_wait_options){ __VA_ARGS__ })

/** How a container ended. */
typedef struct mz_exit {
    const char *service;
    /** Exit code; 128 + N after signal N. */
    int exit_code;
} mz_exit;

/** How containers ended. */
typedef struct mz_exits {
    const mz_exit *items;
    size_t count;
} mz_exits;

/** Waits until containers have exited by themselves. */
const mz_exits *mz_wait_for_exit(mz_list services, const mz_wait_options *options) MZ_CHECKED;
#define mz_wait_for_exit(services, ...) mz_wait_for_exit(services, &(mz_wait_options){ __VA_ARGS__ })

/** Waits until a line of the service's log fits a regular expression (Rust's syntax); the line. */
const char *mz_wait_for_log(const char *service, const char *pattern, const mz_wait_options *options) MZ_CHECKED;
#define mz_wait_for_log(service, pattern, ...) mz_wait_for_log(service, pattern, &(mz_wait_options){ __VA_ARGS__ })

/** Waits until a TCP port of the container accepts connections. */
bool mz_wait_for_port(const char *service, uint16_t container_port, const mz_wait_options *options) MZ_CHECKED;
#define mz_wait_for_port(service, port, ...) mz_wait_for_port(service, port, &(mz_wait_options){ __VA_ARGS__ })

/** Waits until an HTTP GET of a path answers 200, or `.status`. */
bool mz_wait_for_http(const char *service, uint16_t container_port, const char *path, const mz_wait_options *options) MZ_CHECKED;
#define mz_wait_for_http(service, port, path, ...) mz_wait_for_http(service, port, path, &(mz_wait_options){ __VA_ARGS__ })

/** Waits until a command in the container exits with 0. */
const mz_execution *mz_wait_for_command(const char *service, mz_list command, const mz_wait_options *options) MZ_CHECKED;
#define mz_wait_for_command(service, command, ...) mz_wait_for_command(service, command, &(mz_wait_options){ __VA_ARGS__ })
