/* near: the nearest places by travel time, open or not when one gets there. */
#ifndef ROUNDS_PLANNER_NEAR_H
#define ROUNDS_PLANNER_NEAR_H

#include "geo/base/status.h"
#include "geo/store/nearest.h"
#include "geo/store/site.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct hours_where;
struct store;
struct travel;

enum near_state { NEAR_UNKNOWN, NEAR_OPEN, NEAR_CLOSED };

struct near_hours {
    enum near_state state;
    bool changes; /* within a week: then at CHANGE_WALL_S of CHANGE_DAY */
    int32_t change_day, change_wall_s;
};

/* What HOURS (opening_hours; "" when unknown) say about a moment of DAY, on the wall clock. WHERE may be NULL: no public
 * holidays. */
struct near_hours near_hours_at(struct arena *arena, const char *hours, const struct hours_where *where, int32_t day,
                                int32_t wall_s);

struct near_request {
    struct point from;
    int64_t leave_utc;
    struct nearest_filter filter;
    bool open_only; /* known to be open: on arrival, or at OPEN_UTC */
    bool at_given;
    int64_t open_utc;                /* the moment that opening hours are about; else the arrival */
    int32_t within_s;                /* 0: no limit */
    double within_m;                 /* by road; 0: no limit */
    size_t limit;                    /* > 0 */
    const struct hours_where *where; /* open_where of the settings; NULL: no public holidays */
};

struct near_place {
    struct site site;
    int32_t drive_s, drive_m;
    int32_t minutes; /* as people read them; at equal minutes customers come first */
    double crow_m;
    const char *source; /* of the minutes */
    struct near_hours hours;
};

struct near_answer {
    struct near_place *places; /* by minutes, customers first, then by seconds */
    size_t n;
    size_t closed, unknown; /* as near as the last of them, and left out by OPEN_ONLY */
    size_t looked_at;       /* places whose travel time was asked for */
    size_t unreachable;     /* of them, those without a way */
};

/* The LIMIT nearest, and none is nearer that is not among them: no place beyond the last is asked for only when it lies so
 * far as the crow flies that travel_reach_m rules it out. In ARENA. */
MUST_CHECK enum status near_find(struct store *store, struct travel *travel, const struct near_request *request,
                                 struct arena *arena, struct near_answer *out, struct error *err);

#endif
