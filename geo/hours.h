/* hours: opening hours in OpenStreetMap's opening_hours form. Pure: no I/O, no clock.
 * Grammar: wiki.openstreetmap.org/wiki/Key:opening_hours/specification. The part understood so far: 24/7, weekdays and
 * ranges (also wrapping, Sa-Mo), PH as a selector (it matches only days that the caller declares holidays), time lists,
 * open end "+", spans past midnight, off/closed, `;` and `,` rules, comments in quotes. Anything else is refused by name.
 */
#ifndef ROUNDS_GEO_HOURS_H
#define ROUNDS_GEO_HOURS_H

#include "geo/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct hours;

/* Parse VALUE; the result lives in ARENA. An empty value is an error: unknown hours are the caller's to decide. Common
 * misspellings (one-digit hours, long day names, am/pm, dashes, case) are mended. */
MUST_CHECK enum status hours_parse(struct arena *arena, const char *value, struct hours **out, struct error *err);
/* The canonical text of what was understood. In ARENA. */
char *hours_print(struct arena *arena, const struct hours *hours);

struct hours_span {
    int32_t open_s;  /* wall-clock seconds of the day asked for, 0.. */
    int32_t close_s; /* > open_s; a span past midnight ends above 86400 */
};

/* The open spans of one day (weekday 0 = Monday; HOLIDAY if it is a public holiday), in order, merged; a span of the
 * day before that runs past midnight is included from 0 on. At most MAX are written; returns how many there are. */
size_t hours_day(const struct hours *hours, int weekday, bool holiday, struct hours_span *spans, size_t max);

#endif
