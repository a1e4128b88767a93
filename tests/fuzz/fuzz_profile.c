/* Any tags: a decision that makes sense, the same in any order. Any table: taken, or refused with a sentence. The first
 * byte says which: 't' is a table, anything else tags, a "key=value" a line. */
#include "geo/roads/profile.h"
#include "tests/fuzz/fuzz.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { TAGS_MAX = 64 };

static size_t read_tags(char *text, struct profile_tag tags[TAGS_MAX])
{
    size_t n = 0;
    while (*text != '\0' && n < TAGS_MAX) {
        char *end = text + strcspn(text, "\n"), *next = *end == '\0' ? end : end + 1;
        *end = '\0';
        char *equals = strchr(text, '=');
        if (equals != NULL) {
            *equals = '\0';
        }
        tags[n++] = (struct profile_tag){text, equals == NULL ? "" : equals + 1};
        text = next;
    }
    return n;
}

static void check_way(const struct profile *profile, const struct profile_tag *tags, size_t n)
{
    struct profile_way way = profile_way(profile, tags, n);
    assert(way.class_ < ROADS_CLASSES);
    assert(way.usable == (way.kmh[0] > 0 || way.kmh[1] > 0));
    for (int side = 0; side < 2; side++) {
        assert(isfinite(way.kmh[side]) && way.kmh[side] >= 0 && way.kmh[side] <= 600);
    }
    assert(way.duration_s >= 0 && way.duration_s <= 30 * 86400);
    struct profile_tag backwards[TAGS_MAX];
    for (size_t i = 0; i < n; i++) {
        backwards[i] = tags[n - 1 - i];
    }
    struct profile_way again = profile_way(profile, backwards, n);
    assert(again.usable == way.usable && again.class_ == way.class_ && again.private_ == way.private_);
    assert(again.kmh[0] == way.kmh[0] && again.kmh[1] == way.kmh[1] && again.duration_s == way.duration_s);
    struct profile_node node = profile_node(profile, tags, n), other = profile_node(profile, backwards, n);
    assert(!(node.blocks && node.private_) && node.blocks == other.blocks && node.ms == other.ms);
    assert(profile_turn(profile, tags, n) == profile_turn(profile, backwards, n));
}

static void check_table(const char *text, struct arena *arena)
{
    static const struct profile_tag plain[] = {{"highway", "primary"}, {"maxspeed", "GB:nsl_single"}};
    struct profile *profile = NULL;
    struct error err = {0};
    if (profile_new(text, "roads.ini", &profile, &err) == STATUS_OK) {
        assert(profile_differences(profile, arena) != NULL);
        check_way(profile, plain, 2);
        profile_free(profile);
    } else {
        assert(err.status == STATUS_INPUT && err.text[0] != '\0' && profile == NULL);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct profile *usual;
    struct arena *arena = arena_new();
    char *text = arena_strndup(arena, (const char *)data, size);
    struct error err = {0};
    if (*text == 't') {
        check_table(text + 1, arena);
    } else {
        struct profile_tag tags[TAGS_MAX];
        enum status status = usual == NULL ? profile_new(NULL, "", &usual, &err) : STATUS_OK;
        assert(status == STATUS_OK);
        check_way(usual, tags, read_tags(text, tags));
    }
    arena_free(arena);
    return 0;
}
