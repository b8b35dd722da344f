/* The Compose document of a composition. */
#pragma once
#pragma clang system_header

#include "values.h"

/**
 * Declares what runs in containers: what `mz_service`, `mz_volume`, the catalog and Compose documents as YAML text give. Of what
 * contradicts, the last counts.
 *
 *     MZ_SERVICES(
 *         mz_service("db", .image = "postgres:17", .volumes = MZ_LIST("data:/var/lib/postgresql/data")),
 *         mz_volume("data"),
 *         "x-mine: {anything: that Compose knows}",
 *     )
 *
 * It is short for the function `const char *services(void)`, which may be written instead.
 */
#define MZ_SERVICES(...)                          \
    const char *services(void) {                  \
        return mz_merge(MZ_LIST(__VA_ARGS__));    \
    }

/** The composition's document as YAML or JSON text; NULL when something failed. */
const char *services(void);

/** The keys of a Compose service. What has no field here is given with `set`. */
typedef struct mz_service_keys {
    const char *image;
    /** Builds the image from this folder of the composition. */
    const char *build;
    mz_list command;
    mz_list entrypoint;
    mz_map environment;
    /** Variables of `environment` that are masked in all that mzhost shows and saves. */
    mz_list secret_variables;
    /** Published ports: `5432` at a free port of 127.0.0.1, `8080:80` at that one. */
    mz_list ports;
    /** In the short form of Compose, such as `data:/var/lib/data`. */
    mz_list volumes;
    mz_list tmpfs;
    mz_list networks;
    /** Configs by name, each at `/NAME`. */
    mz_list configs;
    /** Secrets by name, each at `/run/secrets/NAME`. */
    mz_list secrets;
    /** Services that must be ready before this one starts. */
    mz_list depends_on;
    /** A command and its arguments; exit code 0 means ready. */
    mz_list healthcheck;
    /** Ready when this TCP port accepts connections. */
    uint16_t ready_tcp;
    /** Ready when an HTTP GET at this port answers 200 to 399. */
    uint16_t ready_http;
    /** The path for `ready_http`; `/` by default. */
    const char *ready_http_path;
    /** Ready when a log line fits this regular expression. */
    const char *ready_log;
    /** Ready when `select 1` succeeds for this user at port 5432. */
    const char *ready_sql_user;
    const char *ready_sql_password;
    /** How long it may take to become ready, such as `90s`. */
    const char *ready_timeout;
    /** Whether it is meant to run once and exit with 0, which then counts as ready. */
    bool once;
    /** Whether an init process runs as PID 1. */
    bool init;
    const char *hostname;
    const char *user;
    const char *working_dir;
    /** `no`, `always`, `on-failure[:N]`, `unless-stopped`. */
    const char *restart;
    const char *stop_signal;
    /** Such as `10s`. */
    const char *stop_grace_period;
    mz_map labels;
    /** Any other keys, their values as YAML in one line: `MZ_MAP("cap_add", "[SYS_PTRACE]", "mem_limit", "1g")`. */
    mz_map set;
} mz_service_keys;

/** A service: `mz_service("db", .image = "postgres:17", .ready_tcp = 5432)`. */
const char *mz_service(const char *name, const mz_service_keys *keys);
#define mz_service(name, ...) mz_service(name, &(mz_service_keys){ __VA_ARGS__ })

/** A named volume. */
const char *mz_volume(const char *name);
/** A network. */
const char *mz_network(const char *name);
/** A config with this content. */
const char *mz_config(const char *name, const char *content);
/** A secret whose content is a granted variable. */
const char *mz_secret(const char *name, const char *variable);

/** Documents put together to one, by the merge rules of the Compose specification. A NULL among them has failed before. */
const char *mz_merge(mz_list documents) MZ_CHECKED;

/** The names of all services of the catalog. */
mz_list mz_catalog_kinds(void);

/** A service of the catalog, its parameters and what is laid over it as JSON maps, which may be NULL. */
const char *mz_catalog_service(const char *kind, const char *parameters, const char *overrides) MZ_CHECKED;
