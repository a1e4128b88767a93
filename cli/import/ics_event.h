/* ics_event: one VEVENT read, and its repetitions. */
#ifndef ROUNDS_CLI_IMPORT_ICS_EVENT_H
#define ROUNDS_CLI_IMPORT_ICS_EVENT_H

#include "cli/import/ics_time.h"
#include "geo/base/status.h"
#include "geo/point.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct ics_part;
struct icalcomponent_impl;

enum {
    ICS_INSTANCES_MAX = 400,   /* of one event inside the span asked for */
    ICS_STEPS_MAX = 40000,     /* repetitions looked at on the way there: daily for a century */
    ICS_BARREN_MAX = 3,        /* rules of one file that never come true: libical takes a second to find that out */
    ICS_DURATION_MAX_S = 86400 /* a visit is over within a day */
};

struct ics_event {
    size_t line;
    const char *uid, *summary, *location; /* "" when not given */
    int32_t sequence;
    bool cancelled;
    bool is_free;     /* TRANSP:TRANSPARENT: it takes no time of the day */
    bool repeats;     /* RRULE or RDATE */
    bool is_instance; /* RECURRENCE-ID: one repetition, changed */
    struct ics_when start, recurrence_id;
    int32_t duration_s; /* 0: not said */
    bool has_place;
    struct point at;

    /* for ics_event_expand */
    struct icalcomponent_impl *component; /* free with ics_event_clear */
    struct ics_zone zone;                 /* of DTSTART */
    const char *default_zone;
};

/* Read PART. A fault of the event's is an error with the field in *FIELD ("DTSTART"). */
MUST_CHECK enum status ics_event_read(struct arena *arena, const struct ics_zones *zones, const char *default_zone,
                                      const struct ics_part *part, struct ics_event *out, const char **field,
                                      struct error *err);
void ics_event_clear(struct ics_event *event);

/* The starts of a repeating event from FROM_DAY to TO_DAY (local days, both included), EXDATE left out, RDATE included,
 * in order as the rules give them. Rules that repeat more often than daily are refused. *BARREN counts the file's rules
 * that never come true; past ICS_BARREN_MAX no more rules are looked at. */
MUST_CHECK enum status ics_event_expand(struct arena *arena, const struct ics_zones *zones,
                                        const struct ics_event *event, int32_t from_day, int32_t to_day, size_t *barren,
                                        struct ics_when **out, size_t *n, struct error *err);

#endif
