/* Whether a route can be less late: its tracked duties in every order that their windows leave, each as soon after the one
 * before as any way through any places allows. */
#include "planner/core/relax.h"
#include "planner/core/schedule.h"
#include "planner/core/starts.h"

enum { SIDE_BY_SIDE = 8 /* labels of a set and a last duty, of which none is both sooner and less late */ };

/* The labels, in what the cells have room for: time_s, and the lateness as a value. */
static struct core_relax_cell *labels_of(const struct core_relax *x, uint32_t m, uint32_t a)
{
    return x->cells + ((size_t)m * CORE_RELAX_TRACKED + a) * SIDE_BY_SIDE;
}

/* Add a label. False if there is no room. */
static bool add(struct core_relax_cell *label, int64_t time_s, int64_t late_s)
{
    uint32_t kept = 0;
    for (uint32_t k = 0; k < SIDE_BY_SIDE && label[k].time_s >= 0; k++)
        if (label[k].time_s <= time_s && label[k].value_ms[0] <= late_s)
            return true;
    for (uint32_t k = 0; k < SIDE_BY_SIDE && label[k].time_s >= 0; k++)
        if (label[k].time_s < time_s || label[k].value_ms[0] < late_s)
            label[kept++] = label[k];
    if (kept == SIDE_BY_SIDE)
        return false;
    label[kept].time_s = (int32_t)time_s;
    label[kept].value_ms[0] = late_s;
    for (kept++; kept < SIDE_BY_SIDE; kept++)
        label[kept].time_s = -1;
    return true;
}

/* Duty A, reached at ARRIVE_S after all of MASK, LATE_S late so far. False if there is no room. */
static bool serve(struct core_relax *x, uint32_t mask, uint32_t a, int64_t arrive_s, int64_t late_s)
{
    const struct core_problem *q = x->rules->problem;
    const struct core_relax_lane *lane = &x->lanes[0];
    const struct core_place *place = &q->places[lane->place[lane->tracked[a]]];
    int64_t its_s, start_s = core_starts_first(q, place, arrive_s, &its_s);
    int16_t m = x->mask_index[mask | 1U << a];
    late_s += its_s > place->late_s ? its_s - place->late_s : 0;
    return late_s >= x->late_s || m < 0 || add(labels_of(x, (uint32_t)m, a), start_s + place->service_s, late_s);
}

/* The least from each place of the lane to the end, by any way, into the last of the rows of APART_S. */
static int64_t least_home(const struct core_relax *x, const int32_t *apart_s, uint32_t a)
{
    const struct core_problem *q = x->rules->problem;
    const struct core_relax_lane *lane = &x->lanes[0];
    int64_t least_s = core_schedule_leg(q, lane->place[lane->tracked[a]], q->routes[0].end);
    for (uint32_t i = 0; i < lane->n; i++) {
        int64_t its_s = apart_s[i] == INT32_MAX
                            ? CORE_NO_WAY
                            : (int64_t)apart_s[i] + core_schedule_leg(q, lane->place[i], q->routes[0].end);
        least_s = its_s < least_s ? its_s : least_s;
    }
    return least_s;
}

/* All that may follow duty A as the last of set M. *LESS: the route may end here, less late. False if there is no room. */
static bool go_on(struct core_relax *x, uint32_t m, uint32_t a, const int32_t *apart_s, bool *less)
{
    const struct core_problem *q = x->rules->problem;
    const struct core_relax_lane *lane = &x->lanes[0];
    const struct core_relax_cell *label = labels_of(x, m, a);
    const int32_t *from_s = apart_s + (size_t)a * lane->n;
    for (uint32_t k = 0; k < SIDE_BY_SIDE && label[k].time_s >= 0; k++) {
        if (m + 1U == lane->masks_n) {
            int64_t over_s = label[k].time_s + least_home(x, from_s, a) - q->routes[0].latest_s;
            *less |= label[k].value_ms[0] + (over_s > 0 ? over_s : 0) < x->late_s;
        }
        for (uint32_t b = 0; b < lane->tracked_n; b++) {
            uint32_t i = lane->tracked[b];
            if (lane->mask[m] >> b & 1 || from_s[i] == INT32_MAX)
                continue;
            int64_t arrive_s = (int64_t)label[k].time_s + from_s[i] - q->places[lane->place[i]].service_s;
            if (!serve(x, lane->mask[m], b, arrive_s, label[k].value_ms[0]))
                return false;
        }
    }
    return true;
}

bool core_relax_late_is_least(struct core_relax *x)
{
    const struct core_problem *q = x->rules->problem;
    const struct core_relax_lane *lane = &x->lanes[0];
    int32_t *apart_s = x->legs_s; /* not taken yet; tracked_n <= n rows */
    bool less = lane->tracked_n == 0;
    if (q->routes_n != 1 || (size_t)lane->masks_n * CORE_RELAX_TRACKED * SIDE_BY_SIDE > x->cells_max)
        return false;
    for (uint32_t m = 0; m < lane->masks_n; m++)
        for (uint32_t a = 0; a < lane->tracked_n; a++)
            for (uint32_t k = 0; k < SIDE_BY_SIDE; k++)
                labels_of(x, m, a)[k].time_s = -1;
    for (uint32_t a = 0; a < lane->tracked_n; a++) {
        uint32_t i = lane->tracked[a];
        core_relax_measure(x, lane->place[i], lane->place, lane->n, apart_s + (size_t)a * lane->n);
        if (!serve(x, 0, a, (int64_t)lane->ready_s[i] - q->places[lane->place[i]].service_s, 0))
            return false;
    }
    for (uint32_t m = 0; m < lane->masks_n && !less; m++)
        for (uint32_t a = 0; a < lane->tracked_n; a++)
            if (lane->mask[m] >> a & 1 && !go_on(x, m, a, apart_s, &less))
                return false;
    return !less;
}
