/*
 * The life of services. Where several are asked for, none means all of them: `mz_up()`. Functions that end in `_list` take the
 * names as a list that was made elsewhere.
 */
#pragma once
#pragma clang system_header

#include "values.h"

typedef struct mz_up_options {
    /** Limit on the whole in milliseconds; else the workflow's own limit holds. */
    uint32_t timeout_ms;
    /** Does not wait for readiness, except where `depends_on` asks for it. */
    bool no_wait;
} mz_up_options;

/** Creates and starts services with all that they depend on, and waits until they are ready: `mz_up("db", "web")`. */
bool mz_up_list(mz_list services, const mz_up_options *options) MZ_CHECKED;
#define mz_up(...) mz_up_list(MZ_LIST(__VA_ARGS__), &(mz_up_options){ 0 })
/** The same with options: `mz_up_with(MZ_LIST("db"), .no_wait = true)`. */
#define mz_up_with(services, ...) mz_up_list(services, &(mz_up_options){ __VA_ARGS__ })

typedef struct mz_down_options {
    /** Removes named volumes, too. */
    bool volumes;
} mz_down_options;

/** Removes all containers and networks of the project: `mz_down()`, `mz_down(.volumes = true)`. */
bool mz_down(const mz_down_options *options) MZ_CHECKED;
#define mz_down(...) mz_down(&(mz_down_options){ __VA_ARGS__ })

/** Starts containers that exist, and waits until they are ready. */
bool mz_start_list(mz_list services) MZ_CHECKED;
#define mz_start(...) mz_start_list(MZ_LIST(__VA_ARGS__))

/** Stops gracefully: the stop signal, then SIGKILL after the service's `stop_grace_period`. */
bool mz_stop_list(mz_list services) MZ_CHECKED;
#define mz_stop(...) mz_stop_list(MZ_LIST(__VA_ARGS__))
/** The same with another grace period, in milliseconds. */
bool mz_stop_within(mz_list services, uint32_t grace_ms) MZ_CHECKED;

/** Stops and starts, and waits until ready. */
bool mz_restart_list(mz_list services) MZ_CHECKED;
#define mz_restart(...) mz_restart_list(MZ_LIST(__VA_ARGS__))

/** Freezes all processes. */
bool mz_pause_list(mz_list services) MZ_CHECKED;
#define mz_pause(...) mz_pause_list(MZ_LIST(__VA_ARGS__))

/** Lets frozen processes go on. */
bool mz_unpause_list(mz_list services) MZ_CHECKED;
#define mz_unpause(...) mz_unpause_list(MZ_LIST(__VA_ARGS__))

/** Sends SIGKILL and waits for the exit. */
bool mz_kill_list(mz_list services) MZ_CHECKED;
#define mz_kill(...) mz_kill_list(MZ_LIST(__VA_ARGS__))
/** Sends a signal by name (`SIGTERM`, `HUP`) or number. Waits for the exit only after SIGKILL. */
bool mz_kill_with(mz_list services, const char *signal) MZ_CHECKED;

/** Stops services and removes their containers with their anonymous volumes. */
bool mz_rm_list(mz_list services) MZ_CHECKED;
#define mz_rm(...) mz_rm_list(MZ_LIST(__VA_ARGS__))
/** Removes named volumes; the next `mz_up` makes them anew. */
bool mz_rm_volumes_list(mz_list names) MZ_CHECKED;
#define mz_rm_volumes(...) mz_rm_volumes_list(MZ_LIST(__VA_ARGS__))

/** The last lines of a service's log. */
const char *mz_logs(const char *service, uint32_t lines) MZ_CHECKED;

/** An address that the machine of the Docker client can reach. */
typedef struct mz_address {
    const char *host;
    uint16_t port;
} mz_address;

/** The address that a container's TCP port is published at. */
const mz_address *mz_port(const char *service, uint16_t container_port) MZ_CHECKED;

/** The state of a service's container. */
typedef struct mz_container {
    /** `created`, `running`, `paused`, `restarting`, `exited`, `dead`, or `absent` when there is none. */
    const char *status;
    /** Whether mzhost saw it ready since its last start. */
    bool ready;
    /** Exit code when it has exited, else -1. */
    int exit_code;
    /** Whether the kernel killed it for its memory limit. */
    bool oom_killed;
    /** How often the engine restarted it. */
    uint32_t restarts;
} mz_container;

/** The state of a service's container. */
const mz_container *mz_state(const char *service) MZ_CHECKED;

/** What a running container uses. */
typedef struct mz_usage {
    double memory_bytes;
    /** The most that it had; -1 where the kernel does not tell. */
    double memory_peak_bytes;
    double memory_limit_bytes;
    double cpu_seconds;
    double processes;
} mz_usage;

/** What a service's running container uses at this moment. */
const mz_usage *mz_stats(const char *service) MZ_CHECKED;

/** All that the engine tells of a service's container, as JSON. */
const char *mz_inspect(const char *service) MZ_CHECKED;

/** Runs another workflow of the composition, on an instance of its own, and waits for its end: `mz_workflow("load", "10")`. */
bool mz_workflow_list(const char *name, mz_list args) MZ_CHECKED;
#define mz_workflow(name, ...) mz_workflow_list(name, MZ_LIST(__VA_ARGS__))

/** Services that are replaced. */
typedef struct mz_replacement mz_replacement;

/**
 * Puts other definitions in the place of services, until `mz_restore` or the workflow's end:
 * `mz_override(mz_service("web", .image = "my/web:next"))`.
 */
mz_replacement *mz_override_list(mz_list documents) MZ_CHECKED;
#define mz_override(...) mz_override_list(MZ_LIST(__VA_ARGS__))
/** Puts the services back. The handle is gone afterwards. */
bool mz_restore(mz_replacement *replacement);
