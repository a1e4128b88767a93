/* haven_gone: havens that the list they came from has no longer. They stay in the store, marked, until a person deletes
 * them or a list has them again. */
#ifndef ROUNDS_GEO_STORE_HAVEN_GONE_H
#define ROUNDS_GEO_STORE_HAVEN_GONE_H

#include "geo/base/status.h"
#include "geo/point.h"

#include <stddef.h>
#include <stdint.h>

struct arena;
struct store;

struct haven_listed {
    int64_t id;
    struct point at;
    const char *kind, *source_id;
    const char *list; /* the file that brought it first */
};

/* The placed havens in BOX from SOURCE ("": any) and LIST ("": any) that are not marked; those of customers left out. By
 * id. */
MUST_CHECK enum status store_haven_listed(struct store *store, const char *source, const char *list, struct box box,
                                          struct arena *arena, struct haven_listed **out, size_t *n, struct error *err);
/* Mark one as gone on DAY. Inside store_begin. */
MUST_CHECK enum status store_haven_mark_gone(struct store *store, int64_t id, int32_t day, struct error *err);

#endif
