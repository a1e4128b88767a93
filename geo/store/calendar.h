/* calendar: what calendars were told of a day's stops, kept in the store (table calendar_event). Not under undo: what was
 * told was told. */
#ifndef ROUNDS_GEO_STORE_CALENDAR_H
#define ROUNDS_GEO_STORE_CALENDAR_H

#include "geo/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct store;

struct calendar_event {
    const char *uid;
    int32_t day;
    const char *site_uuid; /* "" where there is none */
    int32_t sequence;      /* 0 the first time, one more with every change */
    int64_t changed_utc;
    uint64_t digest; /* of what was told */
    int64_t starts_utc, ends_utc;
    bool cancelled;
};

/* All of DAY, by uid. */
MUST_CHECK enum status store_calendar_list(struct store *store, int32_t day, struct arena *arena,
                                           struct calendar_event **out, size_t *n, struct error *err);
/* Remember EVENTS, by uid. Inside store_begin it goes with the command, else it is one transaction of its own. */
MUST_CHECK enum status store_calendar_save(struct store *store, const struct calendar_event *events, size_t n,
                                           struct error *err);

#endif
