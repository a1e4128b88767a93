/* tag_text: tags from a line of text, for the tests of the profile: "highway=primary, maxspeed=30 mph". */
#ifndef ROUNDS_TESTS_GEO_TAG_TEXT_H
#define ROUNDS_TESTS_GEO_TAG_TEXT_H

#include "geo/roads/profile.h"

#include <string.h>

enum { TAGS_MAX = 16, TAGS_ROOM = 1024 };

struct tag_text {
    char room[TAGS_ROOM];
    struct profile_tag tags[TAGS_MAX];
    size_t n;
};

static inline void tag_text(struct tag_text *out, const char *text)
{
    assert_true(strlen(text) < TAGS_ROOM);
    memcpy(out->room, text, strlen(text) + 1);
    out->n = 0;
    for (char *at = out->room; at != NULL && *at != '\0';) {
        char *end = strstr(at, ", "), *equals = strchr(at, '=');
        assert_non_null(equals);
        assert_true(out->n < TAGS_MAX);
        if (end != NULL) {
            *end = '\0';
        }
        *equals = '\0';
        out->tags[out->n++] = (struct profile_tag){at, equals + 1};
        at = end == NULL ? NULL : end + 2;
    }
}

#endif
