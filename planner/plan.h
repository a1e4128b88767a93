/* plan: the day, as everyone shares it: made by plan_make, printed and exported by cli, saved by plan_json. */
#ifndef ROUNDS_PLANNER_PLAN_H
#define ROUNDS_PLANNER_PLAN_H

#include "geo/base/status.h"
#include "geo/point.h"
#include "geo/store/parcel.h"
#include "geo/store/plan_store.h"
#include "geo/store/site.h"
#include "planner/settings.h"
#include "planner/worth.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct store;
struct travel;

enum { PLAN_OFF_ROAD_M = 200 }; /* a place farther from the road is worth a word */

/* A parcel that a stop sees to. */
struct plan_parcel {
    int64_t parcel_id;
    enum parcel_direction direction; /* PARCEL_OUT: left there */
    const char *what, *carrier;      /* "" = any */
    int32_t last_s;   /* the last moment for it: the cut-off; of one that is collected, when its job could no longer be
                                        reached in time; NUMBER_UNSET when not known */
    const char *text; /* "faulty board (K1) for DHL, who collects until 16:15" */
};

/* A parcel that is in no stop of the plan though the day concerns it. Said first. */
struct plan_parcel_missed {
    int64_t parcel_id;
    bool due;         /* it cannot wait for a later day */
    int64_t last_utc; /* the last possible moment anywhere near the way, by any day; 0 = none known */
    const char *
        text; /* one sentence: "K2, pump for Ketton Quarry: the last collection by DHL near the way is at 16:00 at ..., 20 min before you could be
                           there" */
};

/* All times of a plan are seconds elapsed since the local midnight of its day (civil.h). */
struct plan_stop {
    enum plan_stop_kind kind;
    enum plan_stop_state state;
    int64_t site_id, job_id; /* 0 where there is none */
    const char *site_uuid;
    const char *name;    /* of the site; "Lunch" for a break */
    const char *address; /* one line; "" */
    const char *title;   /* of the job; "" */
    struct point at;
    bool place_doubtful;      /* placed by a geocoder, unreviewed */
    int32_t off_road_m;       /* from the place to the road where the ways begin and end; NUMBER_UNSET if not known */
    int32_t drive_s, drive_m; /* from the stop before */
    /* The leg from the place before (a break is none): where its minutes come from, and the way itself (polyline.h) when
     * it is more than the straight line; "" for a break. */
    const char *source, *way;
    int32_t arrive_s, start_s, depart_s;
    int32_t wait_s;  /* start - arrive */
    int32_t slack_s; /* how much later it could be reached with every window after it kept (jobs, visits, break) and
                        home in time; 0 where something is late already */
    int32_t window_from_s, window_to_s; /* job: the booked window; visit: the open span it lies in; else 0,0 */
    int32_t late_s;                     /* of a job, after its window; people read it in minutes rounded up */
    /* visits only */
    int32_t cost_s, cost_m; /* extra driving that this stop adds to the plan as it is */
    struct worth worth;
    const char *why; /* worth_text; "" for jobs; of a rest stop: "no toilet for 3 h 40 min otherwise" */
    /* every kind */
    struct plan_parcel *parcels; /* that are seen to here */
    size_t parcels_n;
    bool comfort; /* ends a stretch that would be longer than the setting without a toilet */
    /* the people */
    const char *hours; /* "open until 12:30"; "hours unknown" */
    uint32_t amenities;
    const char *contact, *phone, *drink; /* whom to ask for; "" */
};

/* Is there a place to drive to? Of a break only where it is had at a site. */
static inline bool plan_stop_is_place(const struct plan_stop *stop)
{
    return stop->kind != PLAN_STOP_BREAK || stop->site_id != 0;
}

/* Something that cannot be as it is booked. */
struct plan_conflict {
    int64_t site_id, job_id;
    const char *text; /* "Oakham Bakery: booked for 09:00, reached at 09:25 (25 min late)" */
};

/* Why a customer is in the plan, or is not. */
enum plan_verdict {
    VERDICT_IN,      /* it is in the plan */
    VERDICT_COST,    /* it costs more driving than it is worth */
    VERDICT_NO_ROOM, /* no gap is long enough without making a job late or the day too long */
    VERDICT_CLOSED,  /* it is not open when it could be reached */
    VERDICT_DETOUR,  /* over max_detour */
    VERDICT_EXTRA,   /* the day's max_extra, or max_visits, is used up */
    VERDICT_BETTER,  /* it would fit, but only instead of visits that are worth more */
    VERDICT_NOT_DUE, /* worth nothing today */
    VERDICT_FAR,     /* out of reach whatever the order */
    VERDICT_NOT_PLACED,
    VERDICT_NO_DROP_IN,
    VERDICT_ON_HOLD,
    VERDICT_HAS_JOB,
    VERDICT_NOT_CUSTOMER,
    VERDICT_FITS,     /* it would fit into the plan as it stands now: plan again */
    VERDICT_COLLEAGUE /* it is a colleague's customer */
};
const char *plan_verdict_name(enum plan_verdict verdict); /* "cost", ... for JSON */
bool plan_verdict_from_name(const char *name, enum plan_verdict *out);

struct plan_missed {
    int64_t site_id;
    const char *site_uuid, *name, *address;
    enum plan_verdict verdict;
    struct worth worth;
    const char *why;   /* worth_text */
    int32_t cost_s;    /* least extra driving anywhere in the plan; NUMBER_UNSET if unknown */
    const char *after; /* name of the stop it would come after; "" */
    int32_t at_s;      /* when it would be reached; NUMBER_UNSET */
    const char *text;  /* one sentence with the minutes: "costs 18 min of driving, worth 12" */
};

struct plan {
    const char *uuid;
    int32_t day;
    int64_t engineer_id;
    const char *engineer;
    int64_t made_utc;
    struct point home;
    const char *source; /* of the travel times: "estimate"; "roads of 2018-02-03, estimate for 2 legs" */
    const char *rush; /* the table of rush hours that it was made with, as rush.h reads it; "" when the day has none */
    const char *home_source, *home_way; /* of the last leg, as plan_stop has them */
    int32_t leave_s, home_s;            /* from and at home */
    int32_t home_drive_s, home_drive_m; /* the last leg */
    int32_t work_start_s, work_end_s;
    struct plan_stop *stops;
    size_t stops_n;
    struct plan_conflict *conflicts;
    size_t conflicts_n;
    struct plan_missed *missed; /* what nearly made it, best first, at most 5 */
    size_t missed_n;
    struct plan_parcel_missed *parcels_missed; /* due ones first, by last moment */
    size_t parcels_missed_n;
    /* What is advised of pauses while driving, one sentence each ("2 h 20 min of driving from 13:05 with no pause of 15 min: take one at H19 about 14:10"). Advice: no claim
     * that any law is kept. */
    const char **advice;
    size_t advice_n;
    /* totals */
    int32_t drive_s, drive_m, wait_s, on_site_s,
        extra_s; /* extra: driving that visits and rests add to jobs and errands */
    int32_t worth_s;
    size_t jobs_n, visits_n;
    size_t customers_placed;    /* customers with a place */
    size_t customers_reachable; /* of those, how many could possibly fit, by time and driving */
    size_t customers_due;       /* of those, how many are worth anything: every one of them was weighed */
    bool search_capped;         /* the solver's room (CAP_ACTIVE_VISITS) was full: a better set may exist */
    /* how good it is: what the visits are worth less all driving is what counts */
    bool proved_best;       /* no other plan without rests that keeps the rules (docs/planning.md) has more of that */
    int32_t more_s;         /* one could have at most so much more; 0 when proved; NUMBER_UNSET if that is not known */
    int32_t more_comfort_s; /* so much of that only by the comfort reason; NUMBER_UNSET as more_s */
    bool stopped;           /* by plan_request.stop: a longer search may find better */
};

struct plan_request {
    int32_t day;
    int64_t now_utc;
    const struct settings *settings;
    bool jobs_only; /* no proactive visits */
    /* NULL, or asked every now and then whether to end the search with the best plan so far, which is always one that
     * keeps the rules. This makes the plan depend on the machine; without it, it does not. */
    bool (*stop)(void *context);
    void *stop_context;
};

/* Make the day's plan. Reads the store, never writes. A day without jobs is planned too (visits around home). Fails
 * only when the store or the travel source fails, or nobody's home is known. Deterministic. ARENA owns the result. */
MUST_CHECK enum status plan_make(struct store *store, struct travel *travel, const struct plan_request *request,
                                 struct arena *arena, struct plan **out, struct error *err);

/* Why SITE is in PLAN or not, in minutes, against the plan as it is given (the saved one, stops done included). */
MUST_CHECK enum status plan_explain(struct store *store, struct travel *travel, const struct plan_request *request,
                                    const struct plan *plan, const struct site *site, struct arena *arena,
                                    struct plan_missed *out, struct error *err);

/* --- plan_json.c: the saved and the --json form, schema "rounds-plan" version 1 (docs/json.md) -------------------- */
enum { PLAN_JSON_VERSION = 1 };
char *plan_to_json(struct arena *arena, const struct plan *plan); /* one line of JSON text */
MUST_CHECK enum status plan_from_json(struct arena *arena, const char *json, struct plan **out, struct error *err);

/* Load the saved plan of DAY with the stops' states brought in; STATUS_NOT_FOUND if there is none. */
MUST_CHECK enum status plan_load(struct store *store, int32_t day, struct arena *arena, struct plan **out,
                                 struct saved_plan *saved, struct error *err);
/* Save PLAN (inside store_begin). */
MUST_CHECK enum status plan_save(struct store *store, const struct plan *plan, struct error *err);

/* --- changes.c: what has happened since ----------------------------------------------------------------------------- */

/* What the saved PLAN does not know of, one sentence each: jobs cancelled, moved, new or given away, customers closed or
 * on hold, visits made meanwhile, places moved, gone or of another name or address, parcels seen to, changed or new. Stops that are done or skipped are
 * let be. In the order of the stops, new jobs and parcels last. TEXTS and what is in it live in ARENA; *N 0 when the plan is as good as new. One look at the store a stop. */
MUST_CHECK enum status plan_changes(struct store *store, const struct plan *plan, struct arena *arena,
                                    const char *const **texts, size_t *n, struct error *err);

/* PLAN with the stops whose jobs were cancelled, done or moved to another day meanwhile, or whose parcels were all seen to,
 * as skipped, and without parcels that were: what there is to do. A copy; texts are shared. */
MUST_CHECK enum status plan_still_booked(struct store *store, const struct plan *plan, struct arena *arena,
                                         struct plan **out, struct error *err);

/* --- ahead.c: the rest of the day from here and now ----------------------------------------------------------------- */

/* Where the engineer is: at the last stop that is done, at a break after it that is over by NOW_S, else at home. */
struct point plan_whereabouts(const struct plan *plan, int32_t now_s);

struct plan_ahead {
    int32_t drive_s, drive_m; /* to the stop asked about, by road from where the engineer is */
    int32_t arrive_s;         /* there, leaving at once */
    bool closed;              /* it is a visit or a rest, and closed by then */
    size_t late;              /* index of the first job that would begin after its window; stops_n = none */
    int32_t late_s;           /* by so much; 0 = none */
    int32_t late_least_s;     /* with every visit and rest before it passed over */
    int32_t late_bare_s;      /* and without a break */
    size_t visit; /* the stop to pass over for that job to be in time: the nearest rest that would do, else the nearest
                     visit without parcels; stops_n = no single one would */
    /* The first stop that comes too late for a parcel: after its last moment, or before a closed door; stops_n = none */
    size_t parcel_stop;
    const struct plan_parcel *parcel; /* which of its parcels; NULL */
    int32_t parcel_last_s;            /* that moment */
    int32_t parcel_late_s;            /* reached so much after it */
    size_t parcel_spare;              /* as VISIT, for that parcel */
};

/* What leaving FROM for stop NEXT (< stops_n) at NOW_S comes to, if the stops after it that are still planned follow in
 * their order: each takes the time that it was planned to take and does not begin before its window; visits that would be
 * reached after closing are passed by, rests too; a break is taken where it fits, and not at all after its window. Pure arithmetic over PLAN
 * and one travel_matrix; about the square of the stops that are left, times the visits. */
MUST_CHECK enum status plan_ahead(struct travel *travel, const struct plan *plan, size_t next, struct point from,
                                  int32_t now_s, struct arena *arena, struct plan_ahead *out, struct error *err);

#endif
