/* tags_impl: the table as tags_table.c reads it and tags.c asks it. */
#ifndef ROUNDS_CLI_IMPORT_TAGS_IMPL_H
#define ROUNDS_CLI_IMPORT_TAGS_IMPL_H

#include "cli/import/tags.h"

#include <stddef.h>

enum { CONDITIONS_MAX = 4 };

struct condition {
    int key;
    const char *values; /* "a|b", or "*" for any but no */
};

struct tag_kind {
    const char *name;
    uint32_t amenities;
    const char *also; /* "wc, loo" */
    int keep;         /* 1 yes, -1 no, 0 not said */
};

struct tag_rule {
    int kind; /* -1: of no kind */
    uint32_t amenities;
    struct condition conditions[CONDITIONS_MAX];
    size_t n;
};

struct tag_table {
    struct arena *arena;
    const char **keys;
    size_t keys_n, keys_room;
    struct tag_kind *kinds;
    size_t kinds_n, kinds_room;
    struct tag_rule *rules; /* a person's own first */
    size_t rules_n, rules_room;
};

#endif
