/* plan_store: the saved plan of a day. The plan itself is one JSON text (planner/plan_json); its stops are rows too, so
 * that QGIS and SQL see them and `done` can tick them off. */
#ifndef ROUNDS_GEO_STORE_PLAN_STORE_H
#define ROUNDS_GEO_STORE_PLAN_STORE_H

#include "geo/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct store;

/* A stop that does more than one thing is what comes first here: a job at which a parcel is left is a job. */
enum plan_stop_kind {
    PLAN_STOP_JOB,
    PLAN_STOP_VISIT,
    PLAN_STOP_BREAK,  /* lunch: with a site, at a place with food; else wherever one is */
    PLAN_STOP_PARCEL, /* for parcels alone, left or collected */
    PLAN_STOP_REST    /* for its toilet alone */
};
enum { PLAN_STOP_KINDS = 5 };
enum plan_stop_state { PLAN_STOP_PLANNED, PLAN_STOP_DONE, PLAN_STOP_SKIPPED };

struct saved_stop {
    int64_t id;  /* filled by reads */
    int32_t seq; /* 1.. */
    enum plan_stop_kind kind;
    int64_t site_id;                     /* 0 for a break that is at no place in particular */
    int64_t job_id;                      /* 0 if not a job */
    int32_t arrive_s, start_s, depart_s; /* seconds elapsed since the local midnight of the day */
    enum plan_stop_state state;
};

struct saved_plan {
    int64_t id;
    const char *uuid;
    int32_t day;
    int64_t engineer_id;
    int64_t made_utc;
    const char *summary; /* JSON */
    struct saved_stop *stops;
    size_t stops_n;
};

/* STATUS_NOT_FOUND when no plan was made for that day. ENGINEER_ID 0 = the owner's. */
MUST_CHECK enum status store_plan_get(struct store *store, int32_t day, int64_t engineer_id, struct arena *arena,
                                      struct saved_plan *out, struct error *err);
/* Replace the day's plan. Ids of PLAN are ignored. Inside store_begin. */
MUST_CHECK enum status store_plan_save(struct store *store, const struct saved_plan *plan, struct error *err);
MUST_CHECK enum status store_plan_stop_mark(struct store *store, int64_t stop_id, enum plan_stop_state state,
                                            struct error *err);

#endif
