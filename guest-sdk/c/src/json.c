/* JSON texts, in the pool. */
#include "internal.h"

void sdk_json_raw(json *out, const char *text) {
    size_t size = strlen(text);
    if (out->size + size + 1 > out->room) {
        out->room = 2 * (out->room + size + 64);
        char *larger = sdk_pool(out->room);
        if (out->size > 0) memcpy(larger, out->text, out->size);
        out->text = larger;
    }
    memcpy(out->text + out->size, text, size + 1);
    out->size += size;
}

static void comma(json *out) {
    if (out->follows) sdk_json_raw(out, ", ");
    out->follows = false;
}

static void quoted(json *out, const char *text) {
    sdk_json_raw(out, "\"");
    for (const char *at = text; *at != '\0'; at++) {
        char part[8] = { *at, '\0' };
        if (*at == '"' || *at == '\\') snprintf(part, sizeof part, "\\%c", *at);
        if ((unsigned char)*at < 0x20) snprintf(part, sizeof part, "\\u%04x", (unsigned)*at);
        sdk_json_raw(out, part);
    }
    sdk_json_raw(out, "\"");
}

void sdk_json_text(json *out, const char *text) {
    comma(out);
    if (text == NULL) sdk_give_up("NULL was given where a text must be");
    quoted(out, text);
    out->follows = true;
}

void sdk_json_key(json *out, const char *key) {
    sdk_json_text(out, key);
    sdk_json_raw(out, ": ");
    out->follows = false;
}

void sdk_json_open(json *out, const char *bracket) {
    comma(out);
    sdk_json_raw(out, bracket);
}

void sdk_json_close(json *out, const char *bracket) {
    sdk_json_raw(out, bracket);
    out->follows = true;
}

void sdk_json_texts(json *out, mz_list list) {
    sdk_json_open(out, "[");
    for (size_t at = 0; at < list.count; at++) sdk_json_text(out, list.items[at]);
    sdk_json_close(out, "]");
}
