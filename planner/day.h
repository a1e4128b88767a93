/* day: what the store knows about one day: who drives, what is booked, what was promised, who complained. */
#ifndef ROUNDS_PLANNER_DAY_H
#define ROUNDS_PLANNER_DAY_H

#include "geo/base/status.h"
#include "geo/store/history.h"
#include "geo/store/job.h"
#include "geo/store/people.h"
#include "geo/store/site.h"
#include "planner/open.h"
#include "planner/place.h"
#include "planner/plan.h"
#include "planner/worth.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct day_job {
    struct job job;
    struct site site;
    const struct open_day *hours;
    struct open_span booked; /* the work starts inside, both ends included; may be one moment */
    int32_t early_s;         /* kept free between arriving and starting */
    /* When to arrive: what the opening hours leave of the booking, early_s before; all of it when they leave nothing. */
    struct open_span windows[OPEN_SPANS_MAX];
    uint32_t windows_n;
    struct place place;
};

/* A site that is called on anyhow, and when: on the day itself, else the soonest. */
struct day_booking {
    int64_t site_id;
    int32_t day;
};

struct day {
    const struct settings *settings;
    int32_t day;
    struct engineer engineer;
    struct open_span work; /* working hours */
    struct open_book *hours;
    struct day_job *jobs; /* with a place; by booked time, then id */
    size_t jobs_n;
    struct day_job *unplaced; /* their site has no place yet */
    size_t unplaced_n;
    struct day_booking *busy; /* by site, each once; see day_booked */
    size_t busy_n;
    struct promise *promises; /* open, by site, then due day */
    size_t promises_n;
    struct note *complaints; /* open, by site */
    size_t complaints_n;
};

/* Read the day of REQUEST. Everything lives in ARENA. STATUS_NOT_FOUND when there is no engineer, STATUS_INPUT when no
 * home is set or more jobs are booked than CAP_JOBS_PER_DAY. */
MUST_CHECK enum status day_collect(struct store *store, const struct plan_request *request, struct arena *arena,
                                   struct day *out, struct error *err);

/* The day of the job that keeps SITE_ID from being suggested, DAY_NONE if there is none: one on the day itself, done or
 * not; else the soonest open one from the request's today to settings.job_days after the day. Whoever's job it is. */
int32_t day_booked(const struct day *day, int64_t site_id);
/* Whose customer is SITE: the engineer's own, or nobody's in particular? */
bool day_is_ours(const struct day *day, const struct site *site);

/* What worth looks at for SITE, CONTACTS known there; without comfort. */
struct worth_facts day_facts(const struct day *day, const struct site *site, int32_t contacts);

/* SITE as a possible visit. Its hours stay with the day's book. */
struct place day_visit(const struct day *day, const struct site *site, const struct worth_facts *facts);

/* The frame of the day, without what only a plan of the jobs alone can tell (base driving, unavoidable lateness). */
struct frame day_frame(const struct day *day);

#endif
