#include "geo/net/answer_json.h"

#include <math.h>

/* What jansson 2.14 allocates for one of each on a machine of 64 bits, rounded up. */
enum { ROOM_OBJECT = 320, ROOM_ARRAY = 160, ROOM_VALUE = 56, ROOM_MEMBER = 72 };

/* A walk over the text that knows strings and brackets only. */
struct walk {
    size_t room, depth, deepest;
    bool in_string, escaped;
};

static void walk_one(struct walk *walk, char c)
{
    if (walk->in_string) {
        walk->room++;
        walk->in_string = walk->escaped || c != '"';
        walk->escaped = !walk->escaped && c == '\\';
        return;
    }
    switch (c) {
    case '"':
        walk->in_string = true;
        break;
    case '{':
    case '[':
        walk->room += c == '{' ? ROOM_OBJECT : ROOM_ARRAY;
        walk->depth++;
        walk->deepest = walk->depth > walk->deepest ? walk->depth : walk->deepest;
        break;
    case '}':
    case ']':
        walk->depth -= walk->depth > 0;
        break;
    case ',':
        walk->room += ROOM_VALUE;
        break;
    case ':':
        walk->room += ROOM_MEMBER;
        break;
    default:
        break;
    }
}

json_t *answer_json_read(const char *text, size_t length, const char **why)
{
    struct walk walk = {0};
    for (size_t i = 0; i < length; i++) {
        walk_one(&walk, text[i]);
    }
    if (walk.deepest > ANSWER_JSON_DEPTH) {
        *why = "is nested too deep";
        return NULL;
    }
    if (walk.room > ANSWER_JSON_ROOM) {
        *why = "is too large";
        return NULL;
    }
    json_t *tree = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
    if (tree == NULL) {
        *why = "is not JSON";
    }
    return tree;
}

bool answer_json_figure(const json_t *value, double factor, int32_t max, int32_t null_value, int32_t *out)
{
    if (json_is_null(value)) {
        *out = null_value;
        return true;
    }
    if (!json_is_number(value)) {
        return false;
    }
    double figure = json_number_value(value) * factor;
    if (!(figure >= 0 && figure <= max)) { /* also for what is no number at all */
        return false;
    }
    *out = (int32_t)ceil(round(figure * 1000) / 1000);
    return true;
}

const char *answer_json_text(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text != NULL ? text : "";
}
