/* trial: a sequence of stops as it would really go: times, lateness, driving, worth. The one judge of what a plan is
 * worth: the search, the sentences of `why` and the printed plan all ask here. Schedules are the solver's
 * (core_schedule, or drive.h on days with rush hours), so lunch and waiting follow the same rules everywhere. */
#ifndef ROUNDS_PLANNER_TRIAL_H
#define ROUNDS_PLANNER_TRIAL_H

#include "geo/base/status.h"
#include "planner/ask.h"
#include "planner/core/solve.h"
#include "planner/place.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct travel;

/* N places in the order of a plan, and one slot more (number n) for a place that is tried. Home is row n + 1. */
struct trial {
    const struct frame *frame;
    const struct place **places; /* n + 1; the slot's is NULL until it is set */
    uint32_t n;
    int32_t *travel_s; /* (n + 2) squared, rows: places, slot, home; on free roads */
    struct ask *ask;
    uint32_t *sequence;           /* scratch, n + 1 */
    struct core_stop *stops;      /* of the last judgement, n + 2 */
    bool *credited;               /* of the last judgement, by place: a visit that ends a stretch without a toilet */
    int32_t *legs;                /* scratch, n + 2 */
    int64_t *worths;              /* scratch of the callers, n + 1 */
    uint32_t *rest;               /* scratch, n + 1: a sequence without one place ... */
    struct core_stop *rest_stops; /* ... and its stops, n + 2 */
};

/* Each rule by itself, so that a sentence can say which one stands in the way. */
struct judgement {
    bool way;     /* every leg can be driven; nothing else is set when it cannot */
    bool time;    /* visits inside their hours; no job, nor home, later than it is without visits; the break as well */
    bool detour;  /* no visit adds more than max_detour_s between its neighbours */
    bool extra;   /* driving within the jobs' own and max_extra_s */
    bool count;   /* no more than max_visits */
    bool errands; /* each is served once, in its order; no customer is visited twice */
    uint32_t stops_n;
    int32_t leave_s, home_s;
    int32_t break_missed_s; /* its length, when it was due and fits nowhere */
    int64_t driving_s;
    int64_t worth_s; /* with comfort where it is credited */
    int64_t value_s; /* worth - driving */
};

/* Places are borrowed for the life of the trial, everything else lives in ARENA. */
MUST_CHECK enum status trial_new(struct arena *arena, struct travel *travel, const struct frame *frame,
                                 const struct place *const *places, uint32_t n, struct trial **out, struct error *err);

/* Put PLACE into the slot. TO_S are the n + 1 times from each place, then home, to it; FROM_S those back. */
void trial_slot(struct trial *trial, const struct place *place, const int32_t *to_s, const int32_t *from_s);

/* Judge a sequence of numbers of places (the slot's too). The stops stay in trial->stops until the next call. */
struct judgement trial_judge(struct trial *trial, const uint32_t *sequence, uint32_t count);
bool trial_holds(const struct judgement *judgement); /* every rule */

/* The plan as it is without number SKIP (n or more = none), with the slot put in before number AT (n = last; more = not
 * at all). Uses trial->sequence, returns its length. */
uint32_t trial_sequence(struct trial *trial, uint32_t skip, uint32_t at);

/* How long one would be without a toilet if place AT of the plan as it is were left out, after it was judged. */
int32_t trial_dry_without_s(struct trial *trial, uint32_t at);

/* What the leg to each place of the judgement before took, and the one home, breaks left out. LEGS has room for one more
 * than there are places in it. */
void trial_legs(const struct trial *trial, const struct judgement *judged, int32_t *legs);
/* What the way from row FROM to row TO takes for whoever leaves at DEPART_S. */
int64_t trial_direct_s(const struct trial *trial, uint32_t from, uint32_t to, int32_t depart_s);

/* Driving between two rows on free roads; row n + 1 is home. */
int32_t trial_travel_s(const struct trial *trial, uint32_t from, uint32_t to);

#endif
