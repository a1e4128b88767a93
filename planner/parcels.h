/* parcels: where a parcel can be left, from here or on the way that today's plan still has. */
#ifndef ROUNDS_PLANNER_PARCELS_H
#define ROUNDS_PLANNER_PARCELS_H

#include "geo/base/status.h"
#include "geo/point.h"
#include "planner/drop.h"
#include "planner/plan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct hours_where;
struct store;
struct travel;

enum { PARCELS_HANDOVER_S = 5 * 60 /* what handing a parcel over takes */ };

struct parcels_request {
    struct point from;
    int64_t now_utc;
    const char *carrier;     /* "" = any */
    int64_t ready_utc;       /* not before; 0 = at once */
    int64_t by_utc;          /* not after; INT64_MAX = whenever */
    int64_t after_job_id;    /* of PLAN: only after that job is done; 0 = none */
    const struct plan *plan; /* of the day that NOW_UTC is on, where its planned stops are still to come; NULL: none */
    const struct hours_where *where; /* open_where of the settings; NULL: no public holidays */
    size_t limit;                    /* > 0 */
    bool planning; /* FROM is home, and the day is the plan's, whenever that is read: so parcels_why calls them */
};

enum parcels_chance {
    PARCELS_TODAY,   /* it can be left there today, and no job suffers */
    PARCELS_AT_COST, /* the same, but a job would be late for it, or a visit come before a closed door */
    PARCELS_LATER,   /* not today, but on a later day in time */
    PARCELS_NOT      /* too late */
};

struct parcels_option {
    const struct drop_point *point;
    enum parcels_chance chance;
    enum drop_carrier carrier;
    struct drop_day day; /* the day on which it can be left; of a chance that is none, today */
    int32_t on_day;
    int64_t last_utc;         /* the last moment to hand it over on that day; -1 if there is none */
    int32_t drive_s, drive_m; /* straight from here */
    int64_t drive_off_utc;    /* the latest one straight from here: LAST less the drive */
    const char *source;       /* of the minutes */
    /* On the plan's way; with PARCELS_TODAY and AT_COST only (AFTER and LEAVE_BY with the others: where the parcel is at the
     * soonest). Without a plan the drive from here and nothing after it. */
    bool on_way;
    size_t after;                 /* the stop of the plan after which one drives there; SIZE_MAX = from here */
    int64_t leave_by_utc;         /* the latest drive-off from there; the same as from here where AFTER is none */
    bool at_stop;                 /* it is the place of that very stop */
    int32_t detour_s, detour_m;   /* more driving than without it */
    int64_t arrive_utc, hand_utc; /* there; and handed over, after waiting for the door to open */
    size_t late;                  /* AT_COST: the stop that suffers */
    int32_t late_s;               /* by so much */
};

struct parcels_answer {
    struct parcels_option
        *options; /* by chance; a carrier that is sure first; then by detour (without a plan by drive) in
                                       minutes, own customers first at equal minutes */
    size_t n;
    size_t possible; /* TODAY and AT_COST among all that were looked at */
    size_t certain;  /* of them, those whose carrier is sure and of which anything is known */
    size_t looked_at;
};

/* Looks around the way as far as a detour of 15 minutes reaches, and twice and four times as far where that finds fewer
 * than LIMIT that are certain. In ARENA. */
MUST_CHECK enum status parcels_find(struct store *store, struct travel *travel, const struct parcels_request *request,
                                    struct arena *arena, struct parcels_answer *out, struct error *err);

/* One sentence on OPTION: "DPD collects until 16:15; there at 14:32 after Whissendine Farm, 4 min more driving". */
char *parcels_why(struct arena *arena, const struct parcels_request *request, const struct parcels_option *option);

#endif
