/* hours: opening hours in OpenStreetMap's opening_hours form. Pure: no I/O, no clock.
 * Grammar: wiki.openstreetmap.org/wiki/Key:opening_hours/specification. The part understood so far: 24/7, weekdays and
 * ranges (also wrapping, Sa-Mo), PH as a selector (it matches only days that the caller declares holidays), time lists,
 * open end "+", spans past midnight, open/off/closed/unknown, `;` `,` and `||` rules, comments in quotes. Anything else
 * (months, dates, weeks, school holidays, sunrise, the n-th weekday) is refused by name.
 *
 * What a value means follows the specification and, where that is silent, its reference implementation:
 * - A later `;` rule that is open or unknown replaces all earlier ones on the days it names, and with them what runs in
 *   from the evening before; an `off` rule only closes. A `,` rule adds. A `||` rule fills what is closed before it.
 * - A rule without times holds all day; one without days holds every day.
 * - A comment without "open" means "unknown" ("by appointment"), and unknown is not open: a plan never drops in there.
 * - "10:00-14:00+" is open until 14:00 (what follows is unknown). "17:00+" has no stated end: it is taken as open until
 *   24:00, or until the next time of the same rule.
 * - "20:00-02:00" runs past midnight, at most to 48:00; so does "20:00-26:00".
 */
#ifndef ROUNDS_GEO_HOURS_H
#define ROUNDS_GEO_HOURS_H

#include "geo/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct hours;

/* Parse VALUE; the result lives in ARENA, a few dozen bytes a rule. An empty value is an error: unknown hours are the
 * caller's to decide. Usual misspellings are mended when only one reading makes sense: one-digit hours, 8am-5.30pm,
 * 0830-1700, 9h-17h, dashes of every kind, "to", "and", day names in full or in German, letter case, missing or surplus
 * separators. "9:00-5:00" has two readings and is refused with both. Linear in the length; over CAP_HOURS_BYTES or
 * CAP_HOURS_RULES is an error. */
MUST_CHECK enum status hours_parse(struct arena *arena, const char *value, struct hours **out, struct error *err);
/* The canonical text of what was understood; hours_parse of it gives the same hours. In ARENA. */
char *hours_print(struct arena *arena, const struct hours *hours);

struct hours_span {
    int32_t open_s;  /* wall-clock seconds of the day asked for, 0.. */
    int32_t close_s; /* > open_s; a span past midnight ends above 86400 */
};

/* The open spans of one day (weekday 0 = Monday; HOLIDAY if it is a public holiday), in order, merged; a span of the
 * day before that runs past midnight is included from 0 on. The days before and after are taken as ordinary ones, not
 * holidays. At most MAX are written (SPANS may be NULL when MAX is 0); returns how many there are. A few
 * microseconds. */
size_t hours_day(const struct hours *hours, int weekday, bool holiday, struct hours_span *spans, size_t max);

#endif
