#include "planner/ceiling.h"

#include "geo/base/mem.h"

#include <stdlib.h>
#include <string.h>

/* --- comfort ------------------------------------------------------------------------------------------------------ */

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

/* Could it be visited between FROM_S and TO_S? */
static bool is_open(const struct place *visit, int64_t from_s, int64_t to_s)
{
    for (uint32_t w = 0; w < visit->windows_n; w++) {
        int64_t first_s = visit->windows[w].from_s > from_s ? visit->windows[w].from_s : from_s;
        int64_t last_s = visit->windows[w].to_s < to_s ? visit->windows[w].to_s : to_s;
        if (first_s + visit->service_s <= last_s) {
            return true;
        }
    }
    return false;
}

/* In any plan, a stretch without a toilet begins no earlier than every job with one before it can be left, and ends no
 * later than every such job after it can be reached. So for each FROM_S at which one may begin, those jobs that cannot be
 * left by then come after it. */
static bool mark_stretch(const struct frame *frame, const struct place *const *places, uint32_t jobs_n, uint32_t n,
                         const bool *unserved, int64_t from_s, bool *marks)
{
    int64_t to_s = (int64_t)frame->home_by_s + frame->home_late_ok_s;
    bool any = false;
    for (uint32_t i = 0; i < jobs_n; i++) {
        if (ends_stretches(places, unserved, i) && earliest_departure_s(places[i]) > from_s) {
            to_s = latest_arrival_s(places[i]) < to_s ? latest_arrival_s(places[i]) : to_s;
        }
    }
    for (uint32_t i = jobs_n; i < n && to_s - from_s > frame->comfort_s; i++) {
        if (places[i]->comfort_s > 0 && is_open(places[i], from_s, to_s)) {
            marks[i] = any = true;
        }
    }
    return any;
}

bool ceiling_comfort(const struct frame *frame, const struct place *const *places, uint32_t jobs_n, uint32_t n,
                     const bool *unserved, bool *marks)
{
    memset(marks, 0, n * sizeof *marks);
    if (frame->comfort_s <= 0) {
        return false;
    }
    bool any = mark_stretch(frame, places, jobs_n, n, unserved, frame->leave_from_s, marks);
    for (uint32_t i = 0; i < jobs_n; i++) {
        if (ends_stretches(places, unserved, i)) {
            any = mark_stretch(frame, places, jobs_n, n, unserved, earliest_departure_s(places[i]), marks) || any;
        }
    }
    return any;
}

/* --- worths ------------------------------------------------------------------------------------------------------- */

struct offer {
    int64_t worth_s;
    int32_t least_s;
};

static int nearest_first(const void *a, const void *b)
{
    const struct offer *x = a, *y = b;
    return (x->least_s > y->least_s) - (x->least_s < y->least_s);
}

/* The MAX best of what was offered so far, best first. */
struct top {
    int64_t *worth_s;
    uint32_t n, max;
    int64_t sum_s;
};

static void take(struct top *top, int64_t worth_s)
{
    if (top->n == top->max) {
        if (top->max == 0 || top->worth_s[top->n - 1] >= worth_s) {
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

int64_t ceiling_of_worths(struct arena *arena, const struct frame *frame, const struct place *const *places,
                          uint32_t jobs_n, uint32_t n, const int32_t *least_s, const bool *comfort,
                          int64_t least_driving_s)
{
    uint32_t visits_n = n - jobs_n;
    struct offer *offers = arena_array(arena, visits_n, sizeof *offers);
    for (uint32_t i = jobs_n; i < n; i++) {
        int64_t worth_s = (int64_t)places[i]->worth_s + (comfort[i] ? places[i]->comfort_s : 0);
        offers[i - jobs_n] = (struct offer){worth_s, least_s[i]};
    }
    if (visits_n > 0) {
        qsort(offers, visits_n, sizeof *offers, nearest_first);
    }
    struct top top = {.max = frame->max_visits < visits_n ? frame->max_visits : visits_n};
    top.worth_s = arena_array(arena, top.max, sizeof *top.worth_s);
    int64_t best_s = 0;
    for (uint32_t i = 0; i < visits_n; i++) {
        take(&top, offers[i].worth_s);
        int64_t extra_s = offers[i].least_s > 0 ? offers[i].least_s : 0;
        best_s = top.sum_s - extra_s > best_s ? top.sum_s - extra_s : best_s;
    }
    return best_s - least_driving_s;
}
