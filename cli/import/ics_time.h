/* ics_time: when an event is: from calendar values and zone names to instants and local days. */
#ifndef ROUNDS_CLI_IMPORT_ICS_TIME_H
#define ROUNDS_CLI_IMPORT_ICS_TIME_H

#include "geo/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct icaltimetype;
struct ics_text;
struct ics_zones; /* the VTIMEZONEs of one file */
struct _icaltimezone;

/* Read the file's VTIMEZONEs. Free with ics_time_zones_free (NULL does nothing). */
struct ics_zones *ics_time_zones_new(struct arena *arena, const struct ics_text *text);
void ics_time_zones_free(struct ics_zones *zones);

/* A zone as an event names it. Both NULL: the local one (floating times). */
struct ics_zone {
    const char *iana;
    struct _icaltimezone *own; /* a VTIMEZONE that has no other name; borrowed from ZONES */
};

/* TZID is an IANA name (also behind a vendor's prefix, "/mozilla.org/20050126_1/Europe/London"), a Windows name, or that
 * of a VTIMEZONE in the file, tried in this order: the machine's own rules are newer than a file's. "" is local. */
MUST_CHECK enum status ics_time_zone(const struct ics_zones *zones, struct arena *arena, const char *tzid,
                                     struct ics_zone *out, struct error *err);

/* One moment of an event. */
struct ics_when {
    bool all_day;
    int32_t day;    /* local; of an all-day event the day as written */
    int32_t wall_s; /* local wall clock; 0 when all day */
    int64_t utc;    /* 0 when all day */
};

/* VALUE (of the zone ZONE unless it is UTC or a date) here. Refuses days that are not in the calendar and times that the
 * zone's clocks skip; of two times in autumn the first is meant. */
MUST_CHECK enum status ics_time_when(const struct icaltimetype *value, const struct ics_zone *zone,
                                     struct ics_when *out, struct error *err);

#endif
