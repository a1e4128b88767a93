/* hours: opening hours in OpenStreetMap's opening_hours form. Pure: no I/O, no clock.
 *
 * The whole grammar of wiki.openstreetmap.org/wiki/Key:opening_hours/specification: years, months, dates, date ranges,
 * easter, weeks, weekdays with [n], PH and SH with day offsets, times, sunrise and its kind, open end, past midnight,
 * points in time and repeats (collection_times), open/off/closed/unknown, comments, and rules joined by `;` `,` `||`.
 *
 * What a value means follows the specification and, where that is silent, its reference implementation
 * opening_hours.js 3.15 (docs/hours.md lists where the two differ):
 * - A later `;` rule that is open or unknown replaces all earlier ones on the days it names, and with them what runs in
 *   from the evening before; an `off` rule only closes. A `,` rule adds. A `||` rule fills what is closed before it.
 * - A rule without times holds all day; one without days holds every day.
 * - A comment without "open" means "unknown" ("by appointment"), and unknown is not open: a plan never drops in there.
 * - "17:00+" has no stated end: from 17:00 on the state is unknown, for 10 hours (8 from 22:00 on; before 17:00 until
 *   24:00). "10:00-14:00+" is open until 14:00.
 * - "20:00-02:00" runs past midnight, at most to 48:00; so does "20:00-26:00".
 *
 * Times are minutes of the wall clock of the place. A moment that the clock skips in spring is the one an hour later.
 */
#ifndef ROUNDS_GEO_HOURS_H
#define ROUNDS_GEO_HOURS_H

#include "geo/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct holidays;
struct hours;

enum hours_kind {
    HOURS_RANGES, /* opening_hours: a time has an end, or a + */
    HOURS_POINTS  /* collection_times, service_times: "Mo-Fr 09:00,17:30", "08:00-18:00/00:30" too */
};

/* --- text ---------------------------------------------------------------------------------------------------------- */

/* Parse VALUE; the result lives in ARENA, a few dozen bytes a rule. An empty value is an error: unknown hours are the
 * caller's to decide. Usual misspellings are mended when only one reading makes sense: one-digit hours, 8am-5.30pm,
 * 0830-1700, 9h-17h, dashes of every kind, "to", "and", names of days and months in full or in German, letter case,
 * missing or surplus separators. "9:00-5:00" has two readings and is refused with both. Linear in the length; over
 * CAP_HOURS_BYTES or CAP_HOURS_RULES is an error. */
MUST_CHECK enum status hours_parse(struct arena *arena, const char *value, struct hours **out, struct error *err);
MUST_CHECK enum status hours_parse_kind(struct arena *arena, const char *value, enum hours_kind kind,
                                        struct hours **out, struct error *err);
/* The canonical text of what was understood; hours_parse of it gives the same hours. In ARENA. */
char *hours_print(struct arena *arena, const struct hours *hours);
/* Does the value speak of public or school holidays, or of the sun? */
bool hours_needs_holidays(const struct hours *hours);
bool hours_needs_sun(const struct hours *hours);
/* Was spelling mended that a strict reader would rather refuse: "9-17:30", "8am-5:30pm", "7 days", a single |? */
bool hours_guessed(const struct hours *hours);

/* --- where the hours hold ------------------------------------------------------------------------------------------ */

struct hours_where {
    bool placed;             /* LAT and LON are known; else the sun rises at 06:00, sets at 18:00 */
    double lat_deg, lon_deg; /* WGS 84 */
    /* Seconds that the place's clock is ahead of UTC at noon of DAY; NULL: the process's zone (geo/base/civil.h). */
    int32_t (*utc_offset_s)(void *context, int32_t day);
    void *context;
    struct holidays
        *holidays; /* of the place's country and region; NULL: no day is a holiday. It keeps a year's days. */
};

/* --- answers ------------------------------------------------------------------------------------------------------- */

enum hours_state { HOURS_CLOSED, HOURS_OPEN, HOURS_UNKNOWN };

struct hours_moment {
    int32_t day;      /* geo/base/civil.h */
    int32_t wall_min; /* 0..1439 */
};

struct hours_answer {
    enum hours_state state;
    const char *comment; /* the rule's, the holiday's name, or why it is unknown; NULL for none. Lives as long as HOURS
                            and WHERE. */
};

enum { HOURS_HORIZON_DAYS = 400 }; /* what the reference's answers were computed with */

/* The state at AT (of the place's clock). WHERE may be NULL: no place, no holidays. About a microsecond. */
struct hours_answer hours_at(const struct hours *hours, const struct hours_where *where, struct hours_moment at);
/* The first moment after AT at which the state is another, looked for less than HORIZON_DAYS days ahead; false: none.
 * THEN (may be NULL) is the answer there. A microsecond or less for each day looked at. */
bool hours_next_change(const struct hours *hours, const struct hours_where *where, struct hours_moment at,
                       int32_t horizon_days, struct hours_moment *next, struct hours_answer *then);

struct hours_interval {
    struct hours_moment from, to;
    struct hours_answer answer; /* at FROM */
};

/* Every stretch of one state, closed ones left out, between FROM and TO, in order. At most MAX are written (OUT may be
 * NULL when MAX is 0); returns how many there are. */
size_t hours_intervals(const struct hours *hours, const struct hours_where *where, struct hours_moment from,
                       struct hours_moment to, struct hours_interval *out, size_t max);

struct hours_span {
    int32_t open_s;  /* wall-clock seconds of the day asked for, 0.. */
    int32_t close_s; /* > open_s; a span past midnight ends above 86400, at most at 172800 */
};

/* The open spans that begin on DAY, in order, merged; what runs in from the day before is included from 0 on. Unknown is
 * not open, but "17:00+", which names no end at all, is taken as open until 24:00 or the next time of its rule. At most
 * MAX are written (SPANS may be NULL when MAX is 0); returns how many there are. */
size_t hours_day(const struct hours *hours, const struct hours_where *where, int32_t day, struct hours_span *spans,
                 size_t max);

#endif
