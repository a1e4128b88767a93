/* drop: on which carriers a drop point counts, and when a parcel can be handed over there. Pure: no store, no clock. */
#ifndef ROUNDS_PLANNER_DROP_H
#define ROUNDS_PLANNER_DROP_H

#include "geo/store/drop_point.h"
#include "planner/open.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum drop_carrier {
    DROP_CARRIER_OTHER, /* only others collect there */
    DROP_CARRIER_MAYBE, /* nothing is known of who collects */
    DROP_CARRIER_SURE   /* a collection says so, or the name or the tags of the place do */
};

/* Does CARRIER ("" = any) take parcels at POINT? Names agree when one is the other or stands in it as words of its own
 * ("Royal Mail" and "Royal Mail Group"), case folded. */
enum drop_carrier drop_takes(const struct drop_point *point, const char *carrier);

enum drop_basis {
    DROP_BY_COLLECTION, /* a cut-off of the day bounds it */
    DROP_BY_HOURS,      /* only the opening hours do: when it leaves from there is not known */
    DROP_BY_NOTHING     /* neither is known */
};

/* One day at a drop point. */
struct drop_day {
    enum drop_basis basis;
    bool hours_known;
    bool shut;           /* it is known to be closed all day */
    const char *carrier; /* of the last collection; "" when not known */
    int64_t cutoff_utc;  /* of the last collection; 0 when BASIS is no collection */
    size_t n;            /* when it can be handed over, in order; 0: not on that day */
    struct drop_span {
        int64_t from_utc, to_utc; /* both included */
    } spans[OPEN_SPANS_MAX];
};

/* DAY of POINT for CARRIER. HOURS are the point's on DAY (open_on). Nobody collects on a public HOLIDAY. A day on which others collect, but not CARRIER, has no
 * span; where nothing is known of collections at all, the opening hours bound it. */
struct drop_day drop_on(const struct drop_point *point, const char *carrier, int32_t day, bool holiday,
                        const struct open_day *hours);

/* The first moment from FROM_UTC to BY_UTC at which it can be handed over; -1 if none. And the last such moment. */
int64_t drop_first(const struct drop_day *day, int64_t from_utc, int64_t by_utc);
int64_t drop_last(const struct drop_day *day, int64_t from_utc, int64_t by_utc);

#endif
