#include "planner/ceiling.h"

#include "geo/base/mem.h"

#include <stdlib.h>

/* The MAX best of what was offered so far, best first; what is worth nothing by itself need not be taken. */
struct top {
    int64_t *worth_s;
    uint32_t n, max;
    int64_t sum_s;
};

static struct top top_new(struct arena *arena, uint32_t max, uint32_t offers_n)
{
    struct top top = {.max = max < offers_n ? max : offers_n};
    top.worth_s = arena_array(arena, top.max, sizeof *top.worth_s);
    return top;
}

static void take(struct top *top, int64_t worth_s)
{
    if (worth_s <= 0 || top->max == 0) {
        return;
    }
    if (top->n == top->max) {
        if (top->worth_s[top->n - 1] >= worth_s) {
            return;
        }
        top->sum_s -= top->worth_s[--top->n];
    }
    uint32_t at = top->n++;
    for (; at > 0 && top->worth_s[at - 1] < worth_s; at--) {
        top->worth_s[at] = top->worth_s[at - 1];
    }
    top->worth_s[at] = worth_s;
    top->sum_s += worth_s;
}

/* --- comfort ------------------------------------------------------------------------------------------------------ */

/* The day as far as toilets go: FROM_S are the moments at which a stretch without one can begin, BY_S the latest at which
 * each must have ended. */
struct dry {
    int64_t *from_s, *by_s;
    uint32_t n;
};

/* A job with a toilet ends every stretch without one that reaches it. */
static bool ends_stretches(const struct place *const *places, const bool *unserved, uint32_t job)
{
    return places[job]->toilet && !unserved[job];
}

static int64_t earliest_departure_s(const struct place *job)
{
    return (int64_t)job->windows[0].from_s + job->service_s;
}

static int64_t latest_arrival_s(const struct place *job)
{
    return (int64_t)job->windows[job->windows_n - 1].to_s + job->late_ok_s;
}

/* In any plan, a stretch without a toilet begins no earlier than every job with one before it can be left, and ends no
 * later than every such job after it can be reached. So of each FROM_S at which one may begin, those jobs that cannot be
 * left by then come after it. */
static void add_stretch(struct dry *dry, const struct frame *frame, const struct place *const *places, uint32_t jobs_n,
                        const bool *unserved, int64_t from_s)
{
    int64_t by_s = (int64_t)frame->home_by_s + frame->home_late_ok_s;
    for (uint32_t i = 0; i < jobs_n; i++) {
        if (ends_stretches(places, unserved, i) && earliest_departure_s(places[i]) > from_s) {
            by_s = latest_arrival_s(places[i]) < by_s ? latest_arrival_s(places[i]) : by_s;
        }
    }
    dry->from_s[dry->n] = from_s;
    dry->by_s[dry->n++] = by_s;
}

static struct dry dry_of(struct arena *arena, const struct frame *frame, const struct place *const *places,
                         uint32_t jobs_n, const bool *unserved)
{
    struct dry dry = {.n = 0};
    dry.from_s = arena_array(arena, (size_t)jobs_n + 1, sizeof *dry.from_s);
    dry.by_s = arena_array(arena, (size_t)jobs_n + 1, sizeof *dry.by_s);
    add_stretch(&dry, frame, places, jobs_n, unserved, frame->leave_from_s);
    for (uint32_t i = 0; i < jobs_n; i++) {
        if (ends_stretches(places, unserved, i)) {
            add_stretch(&dry, frame, places, jobs_n, unserved, earliest_departure_s(places[i]));
        }
    }
    return dry;
}

/* How many visits can be credited. The stretch that one of them ends is longer than comfort_s; it begins after the one
 * before and ends before the one after. So those of every other one lie apart. */
static uint32_t credits_of(const struct dry *dry, int32_t comfort_s)
{
    uint32_t apart = 0;
    int64_t free_s = INT64_MIN;
    for (;;) {
        int64_t next_s = INT64_MAX;
        for (uint32_t i = 0; i < dry->n; i++) {
            int64_t from_s = dry->from_s[i] > free_s ? dry->from_s[i] : free_s;
            next_s = dry->by_s[i] - from_s > comfort_s && from_s < next_s ? from_s : next_s;
        }
        if (next_s == INT64_MAX) {
            return 2 * apart;
        }
        free_s = next_s + comfort_s;
        apart++;
    }
}

/* Could it be visited in a stretch that is too long? */
static bool can_be_credited(const struct dry *dry, const struct place *visit, int32_t comfort_s)
{
    for (uint32_t i = 0; visit->comfort_s > 0 && i < dry->n; i++) {
        for (uint32_t w = 0; dry->by_s[i] - dry->from_s[i] > comfort_s && w < visit->windows_n; w++) {
            const struct open_span *open = &visit->windows[w];
            int64_t first_s = open->from_s > dry->from_s[i] ? open->from_s : dry->from_s[i];
            int64_t last_s = open->to_s < dry->by_s[i] ? open->to_s : dry->by_s[i];
            if (first_s + visit->service_s <= last_s) {
                return true;
            }
        }
    }
    return false;
}

int64_t ceiling_of_comfort(struct arena *arena, const struct frame *frame, const struct place *const *places,
                           uint32_t jobs_n, uint32_t n, const bool *unserved)
{
    if (frame->comfort_s <= 0) {
        return 0;
    }
    struct dry dry = dry_of(arena, frame, places, jobs_n, unserved);
    uint32_t most = credits_of(&dry, frame->comfort_s);
    struct top top = top_new(arena, most < frame->max_visits ? most : frame->max_visits, n - jobs_n);
    for (uint32_t i = jobs_n; i < n; i++) {
        if (can_be_credited(&dry, places[i], frame->comfort_s)) {
            take(&top, places[i]->comfort_s);
        }
    }
    return top.sum_s;
}

/* --- worths ------------------------------------------------------------------------------------------------------- */

struct offer {
    int32_t worth_s, least_s;
};

static int nearest_first(const void *a, const void *b)
{
    const struct offer *x = a, *y = b;
    return (x->least_s > y->least_s) - (x->least_s < y->least_s);
}

int64_t ceiling_of_worths(struct arena *arena, const struct frame *frame, const struct place *const *places,
                          uint32_t jobs_n, uint32_t n, const int32_t *least_s, int64_t least_driving_s)
{
    uint32_t visits_n = n - jobs_n;
    struct offer *offers = arena_array(arena, visits_n, sizeof *offers);
    for (uint32_t i = jobs_n; i < n; i++) {
        offers[i - jobs_n] = (struct offer){places[i]->worth_s, least_s[i]};
    }
    if (visits_n > 0) {
        qsort(offers, visits_n, sizeof *offers, nearest_first);
    }
    struct top top = top_new(arena, frame->max_visits, visits_n);
    int64_t best_s = 0;
    for (uint32_t i = 0; i < visits_n; i++) {
        take(&top, offers[i].worth_s);
        int64_t extra_s = offers[i].least_s > 0 ? offers[i].least_s : 0;
        best_s = top.sum_s - extra_s > best_s ? top.sum_s - extra_s : best_s;
    }
    return best_s - least_driving_s;
}
