/* How the catalog's builders, which are written by a program, say what their structures hold. */
#pragma once

#include <stddef.h>

/* What a parameter is in C: text, `long long`, `mz_choice`, `mz_list`, `mz_map`. */
typedef enum mz_parameter_type { MZ_TEXT, MZ_NUMBER, MZ_BOOL, MZ_TEXTS, MZ_NAMED } mz_parameter_type;

typedef struct mz_parameter {
    const char *name;
    mz_parameter_type type;
    size_t offset;
} mz_parameter;

/* The Compose document of a service of the catalog. */
const char *sdk_catalog_document(const char *kind, const mz_parameter *parameters, size_t count, const void *given,
                             const char *overrides);
