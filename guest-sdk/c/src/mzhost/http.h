/* HTTP requests to a service by name: no port need be published. */
#pragma once
#pragma clang system_header

#include "values.h"

typedef struct mz_request_options {
    mz_map headers;
    const char *body;
    /** Number of bytes of a body that is no text. */
    size_t body_size;
    /** 60 seconds by default. */
    uint32_t timeout_ms;
} mz_request_options;

/** What a server answered, whatever the status. */
typedef struct mz_response {
    int status;
    /** Names in lower case, in the order of the answer; a name may come several times. */
    mz_map headers;
    /** At most 16 MiB. */
    mz_data body;
} mz_response;

/** Sends a request: `mz_request("web", 8080, "POST", "/orders", .body = "{}", .headers = MZ_MAP("accept", "text/plain"))`. */
const mz_response *mz_request(const char *service, uint16_t container_port, const char *method, const char *path,
                              const mz_request_options *options) MZ_CHECKED;
#define mz_request(service, port, method, path, ...) \
    mz_request(service, port, method, path, &(mz_request_options){ __VA_ARGS__ })
