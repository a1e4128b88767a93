/* world: a small county with an engineer in the middle, for tests: a real store in a folder of its own, the estimate's
 * road minutes, and an examiner of plans that shares no code with the planner. Distances are kilometres east and north of
 * home. Every call fails the test when it cannot do what it says. */
#ifndef ROUNDS_TESTS_PLANNER_WORLD_H
#define ROUNDS_TESTS_PLANNER_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/store/history.h"
#include "geo/store/job.h"
#include "geo/store/parcel.h"
#include "geo/store/people.h"
#include "geo/store/site.h"
#include "geo/store/store.h"
#include "geo/travel.h"
#include "planner/plan.h"

enum { WORLD_DAY = 20781 /* Tue 2026-11-24 */, MINUTE = 60, HOUR = 3600 };

struct world {
    struct arena *arena;
    struct store *store;
    struct travel *travel;
    struct settings settings;
    struct point home;
    char folder[64];
    int32_t day;
    bool writing; /* a transaction is open */
};

/* An engineer at home, Monday to Friday, 08:00 to 17:30; default settings; nothing else. */
struct world *world_new(void);
void world_free(struct world *world);
void world_write(struct world *world); /* opens the transaction that changes stand in; world_plan commits it */
void world_commit(struct world *world);

struct point world_at(const struct world *world, double east_km, double north_km);
/* A customer there with two contacts (so that nothing is said about contacts), seen SEEN_DAYS before the day, -1 never.
 * HOURS may be "". */
int64_t world_customer(struct world *world, const char *name, double east_km, double north_km, const char *hours,
                       int32_t seen_days);
/* Any site; contacts as above. */
int64_t world_site(struct world *world, const struct site *site, int32_t contacts);
void world_seen(struct world *world, int64_t site_id, int32_t days_ago);
/* A job at SITE on the day, starting between EARLIEST and LATEST ("09:00"). */
int64_t world_job(struct world *world, int64_t site_id, const char *earliest, const char *latest, int32_t minutes);
/* A job there at ten, some days after the day (before, when below 0). */
int64_t world_job_on(struct world *world, int64_t site_id, int32_t in_days, enum job_status status);
void world_edit(struct world *world, const struct site *site);
struct site world_get(struct world *world, int64_t site_id);
void world_promise(struct world *world, int64_t site_id, int32_t due_in_days);
void world_complaint(struct world *world, int64_t site_id);
void world_hours(struct world *world, const char *start, const char *end); /* the engineer's */

/* Roads without any order in place of the estimate (which still answers for places off the map): each pair takes its
 * estimate times a percentage of its own, one way another than back. */
struct scramble_options {
    uint32_t least_percent, most_percent;
    uint32_t no_way_permille; /* of the pairs */
    uint32_t off_map_percent; /* of the places */
    bool exact;               /* bounds are the true times */
};
void world_scramble(struct world *world, uint64_t seed, struct scramble_options options);

/* A haven there. */
int64_t world_haven(struct world *world, const char *name, double east_km, double north_km, const char *hours,
                    uint32_t amenities);
/* Let CARRIER collect at SITE until CUTOFF ("16:15"), all days; with a CUTOFF of "" nothing is known of collections. */
void world_make_drop(struct world *world, int64_t site_id, const char *carrier, const char *cutoff);
/* A haven for parcels there. */
int64_t world_drop(struct world *world, const char *name, double east_km, double north_km, const char *hours,
                   const char *carrier, const char *cutoff);
/* A parcel that goes out after a job (0: at once), due IN_DAYS after the day (-1: never) by TIME (NULL: the day's end). */
int64_t world_parcel_out(struct world *world, const char *what, const char *carrier, int64_t after_job_id,
                         int32_t due_in_days, const char *time);
/* One that waits at SITE for a job (0: for none). */
int64_t world_parcel_in(struct world *world, const char *what, int64_t site_id, int64_t before_job_id);

int32_t world_s(const struct world *world, const char *time); /* "09:00", elapsed on the day */
struct plan *world_plan(struct world *world);
struct plan *world_plan_jobs(struct world *world); /* jobs only */
struct plan_missed world_explain(struct world *world, const struct plan *plan, int64_t site_id);

const struct plan_stop *world_stop(const struct plan *plan, int64_t site_id); /* NULL if it is not in */
bool world_conflict(const struct plan *plan, const char *text);               /* is there one that has TEXT in it? */
/* plan_changes once all is committed: its sentences, each followed by a line feed. */
const char *world_changes(struct world *world, const struct plan *plan);
int32_t world_drive_s(struct world *world, struct point a, struct point b);

const struct plan_stop *world_parcel_stop(const struct plan *plan, int64_t parcel_id); /* that sees to it; or NULL */

/* What parcels, and rests, ask of a plan, examined from the store; parts of world_examine. */
void world_examine_parcels(struct world *world, const struct plan *plan);
void world_examine_rests(struct world *world, const struct plan *plan);
/* Every rule of a plan, examined afresh from the store: times, driving, hours, limits, sums, who may be visited, and
 * that no job is later than without visits. */
void world_examine(struct world *world, const struct plan *plan);
/* No customer outside the plan can be put in anywhere, or in the place of one visit, with a gain. Not for days with
 * lunch. */
void world_examine_best(struct world *world, const struct plan *plan);
/* The same for every EVERY-th customer only, for large stores. */
void world_examine_some(struct world *world, const struct plan *plan, size_t every);

#endif
