/* What is known of the routes before they are bounded: when each place can be left at the earliest (Dijkstra's method, over
 * times: an earlier departure never arrives later; nothing is assumed of the triangle inequality), and in which sets the
 * duties can have been served, seeing that the windows of most put them in order. */
#include "planner/core/relax.h"
#include "planner/core/schedule.h"
#include "planner/core/starts.h"

#define NEVER INT32_MAX

void core_relax_init(struct core_relax *relax, const struct core_rules *rules, struct core_carve *carve)
{
    const struct core_problem *q = rules->problem;
    size_t n = q->places_n <= CORE_RELAX_PLACES ? q->places_n : 0, routes_n = n ? q->routes_n : 0;
    const size_t cells_most = 1 << 18, cells_place = 1 << 13;
    *relax = (struct core_relax){.rules = rules};
    relax->cells_max = n * cells_place < cells_most ? n * cells_place : cells_most;
    relax->cells = core_carve_array(carve, relax->cells_max, sizeof(struct core_relax_cell));
    relax->links = core_carve_array(carve, relax->cells_max, sizeof(struct core_relax_link));
    relax->piece = core_carve_array(carve, n ? CORE_RELAX_BUCKETS : 0, sizeof(int32_t));
    relax->tops = core_carve_array(carve, n * 2 * CORE_RELAX_MASKS, sizeof(struct core_relax_cell));
    relax->queue = core_carve_array(carve, n * 2 * CORE_RELAX_MASKS, sizeof(uint32_t));
    relax->queued = core_carve_array(carve, n * 2 * CORE_RELAX_MASKS, sizeof(bool));
    relax->done_s = core_carve_array(carve, n * 2 * CORE_RELAX_MASKS, sizeof(int32_t));
    relax->pending_s = core_carve_array(carve, n * 2 * CORE_RELAX_MASKS, sizeof(int32_t));
    relax->gain_ms = core_carve_array(carve, n, sizeof(int64_t));
    relax->legs_s = core_carve_array(carve, (n + 1) * (n + 1), sizeof(int32_t));
    relax->least_in_s = core_carve_array(carve, n, sizeof(int32_t));
    relax->before_ms = core_carve_array(carve, n ? CORE_RELAX_SIZES : 0, sizeof(int64_t));
    relax->size_ms = core_carve_array(carve, n ? CORE_RELAX_SIZES : 0, sizeof(int64_t));
    relax->size = core_carve_array(carve, n ? CORE_RELAX_SIZES : 0, sizeof(uint32_t));
    relax->bit = core_carve_array(carve, n, sizeof(uint32_t));
    relax->scratch = core_carve_array(carve, n + 1, sizeof(uint32_t));
    relax->lanes = core_carve_array(carve, routes_n, sizeof(struct core_relax_lane));
    for (uint32_t r = 0; r < routes_n; r++) {
        uint32_t *place = core_carve_array(carve, n, sizeof(uint32_t));
        int32_t *ready_s = core_carve_array(carve, n, sizeof(int32_t));
        if (carve->block)
            relax->lanes[r] = (struct core_relax_lane){.place = place, .ready_s = ready_s};
    }
}

/* By how much a start at PLACE may be after its windows. */
static int64_t allowed_late(const struct core_relax *x, uint32_t place)
{
    return x->rules->problem->places[place].late_s + (x->rules->duty[place] ? x->late_s : 0);
}

/* When service at place I ends for an arrival at TIME_S. */
static int32_t ready_at(const struct core_relax *x, uint32_t r, uint32_t i, int64_t time_s)
{
    const struct core_problem *q = x->rules->problem;
    int64_t late_s, start_s = core_starts_first(q, &q->places[i], time_s, &late_s);
    int64_t ready_s = start_s + q->places[i].service_s;
    return late_s > allowed_late(x, i) || ready_s > q->routes[r].latest_s + x->late_s ? NEVER : (int32_t)ready_s;
}

/* From NODE, left at TIME_S: when each of the N places in PLACE is ready at the earliest. DONE is scratch. */
static void go_out(const struct core_relax *x, uint32_t r, uint32_t node, int32_t time_s, const uint32_t *place,
                   uint32_t n, int32_t *ready_s)
{
    uint32_t *done = x->scratch;
    for (uint32_t i = 0; i < n; i++) {
        ready_s[i] = NEVER;
        done[i] = place[i] == node;
    }
    while (time_s != NEVER) {
        for (uint32_t i = 0; i < n; i++) {
            int32_t leg_s = done[i] ? CORE_NO_WAY : core_schedule_leg(x->rules->problem, node, place[i]);
            int32_t its_s = leg_s == CORE_NO_WAY ? NEVER : ready_at(x, r, place[i], (int64_t)time_s + leg_s);
            ready_s[i] = its_s < ready_s[i] ? its_s : ready_s[i];
        }
        uint32_t next = n;
        for (uint32_t i = 0; i < n; i++)
            if (!done[i] && ready_s[i] != NEVER && (next == n || ready_s[i] < ready_s[next]))
                next = i;
        time_s = next < n ? ready_s[next] : NEVER;
        if (next < n) {
            node = place[next];
            done[next] = 1;
        }
    }
}

static void find_places(struct core_relax *x, uint32_t r, struct core_relax_lane *lane)
{
    const struct core_rules *rules = x->rules;
    uint32_t n = 0, reached = 0;
    for (uint32_t i = 0; i < rules->problem->places_n; i++)
        if (rules->routes[i] >> r & 1)
            lane->place[n++] = i;
    go_out(x, r, rules->problem->routes[r].start, rules->problem->routes[r].earliest_s, lane->place, n, lane->ready_s);
    for (uint32_t i = 0; i < n; i++)
        if (lane->ready_s[i] != NEVER) {
            lane->place[reached] = lane->place[i];
            lane->ready_s[reached++] = lane->ready_s[i];
        }
    lane->n = reached;
}

/* --- sets of duties ------------------------------------------------------------------------------------------------ */

/* How long after its earliest end the service of local place I may end. */
static int64_t room_of(const struct core_relax *x, const struct core_relax_lane *lane, uint32_t i)
{
    const struct core_problem *q = x->rules->problem;
    const struct core_place *place = &q->places[lane->place[i]];
    return core_starts_by(q, place, CORE_TIME_MAX, allowed_late(x, lane->place[i])) + place->service_s -
           lane->ready_s[i];
}

/* The duties that are on this route in every plan, those with least room first. */
static void find_tracked(struct core_relax *x, uint32_t r, struct core_relax_lane *lane)
{
    lane->tracked_n = 0;
    for (uint32_t i = 0; i < lane->n; i++) {
        if (!x->must_serve || !x->rules->duty[lane->place[i]] || x->rules->routes[lane->place[i]] != (uint64_t)1 << r)
            continue;
        uint32_t at = lane->tracked_n;
        int64_t room_s = room_of(x, lane, i);
        while (at > 0 && room_of(x, lane, lane->tracked[at - 1]) > room_s)
            at--;
        if (at == CORE_RELAX_TRACKED)
            continue;
        lane->tracked_n += lane->tracked_n < CORE_RELAX_TRACKED;
        for (uint32_t k = lane->tracked_n - 1; k > at; k--)
            lane->tracked[k] = lane->tracked[k - 1];
        lane->tracked[at] = i;
    }
}

/* Which tracked duties must be served before each: those that cannot be reached from it any more. Uses the gains' room. */
static void find_before(const struct core_relax *x, uint32_t r, const struct core_relax_lane *lane,
                        uint32_t before[CORE_RELAX_TRACKED])
{
    int32_t *ready_s = x->legs_s; /* not taken yet */
    for (uint32_t a = 0; a < lane->tracked_n; a++) {
        uint32_t i = lane->tracked[a];
        before[a] = 0;
        go_out(x, r, lane->place[i], lane->ready_s[i], lane->place, lane->n, ready_s);
        for (uint32_t b = 0; b < lane->tracked_n; b++)
            if (b != a && ready_s[lane->tracked[b]] == NEVER)
                before[a] |= 1U << b;
    }
}

/* List the sets of the first TRACKED_N duties that can have been served at some time. False if there are too many. */
static bool list_masks(struct core_relax *x, struct core_relax_lane *lane, uint32_t tracked_n, uint32_t masks_max,
                       const uint32_t before[CORE_RELAX_TRACKED])
{
    uint32_t all = (1U << tracked_n) - 1;
    for (uint32_t m = 0; m <= all; m++)
        x->mask_index[m] = -1;
    lane->mask[0] = 0;
    lane->masks_n = 1;
    x->mask_index[0] = 0;
    for (uint32_t k = 0; k < lane->masks_n; k++)
        for (uint32_t a = 0; a < tracked_n; a++) {
            uint32_t mask = lane->mask[k] | 1U << a;
            if (before[a] & all & ~(uint32_t)lane->mask[k] || x->mask_index[mask] >= 0)
                continue;
            if (lane->masks_n == masks_max)
                return false;
            x->mask_index[mask] = 0;
            lane->mask[lane->masks_n++] = (uint16_t)mask;
        }
    return true;
}

void core_relax_measure(const struct core_relax *x, uint32_t node, const uint32_t *place, uint32_t n, int32_t *apart_s)
{
    const struct core_problem *q = x->rules->problem;
    uint32_t *done = x->scratch;
    int64_t so_far_s = 0;
    for (uint32_t i = 0; i < n; i++) {
        apart_s[i] = NEVER;
        done[i] = place[i] == node;
    }
    for (uint32_t next = 0; next < n;) {
        for (uint32_t i = 0; i < n; i++) {
            int32_t leg_s = done[i] ? CORE_NO_WAY : core_schedule_leg(q, node, place[i]);
            int64_t its_s = so_far_s + leg_s + q->places[place[i]].service_s;
            if (leg_s != CORE_NO_WAY && its_s < apart_s[i])
                apart_s[i] = (int32_t)its_s;
        }
        next = n;
        for (uint32_t i = 0; i < n; i++)
            if (!done[i] && apart_s[i] != NEVER && (next == n || apart_s[i] < apart_s[next]))
                next = i;
        if (next < n) {
            node = place[next];
            so_far_s = apart_s[next];
            done[next] = 1;
        }
    }
}

/* When all of the set MASK can have been served at the earliest with its duty A last, from when that is so without A. */
static int32_t last_ready(const struct core_relax *x, uint32_t r, uint32_t mask, uint32_t a,
                          int32_t (*last_s)[CORE_RELAX_TRACKED])
{
    const struct core_relax_lane *lane = &x->lanes[r];
    uint32_t before = mask & ~(1U << a), i = lane->tracked[a];
    const int32_t *apart_s = x->legs_s + i; /* to duty A, a row for each duty */
    int32_t service_s = x->rules->problem->places[lane->place[i]].service_s, least_s = NEVER;
    if (!before)
        return lane->ready_s[i];
    for (uint32_t b = 0; b < lane->tracked_n; b++) {
        int32_t from_s = before >> b & 1 ? last_s[x->mask_index[before]][b] : NEVER;
        int32_t way_s = apart_s[(size_t)b * lane->n];
        if (from_s == NEVER || way_s == NEVER)
            continue;
        int32_t ready_s = ready_at(x, r, lane->place[i], (int64_t)from_s + way_s - service_s);
        least_s = ready_s < least_s ? ready_s : least_s;
    }
    return least_s == NEVER || least_s > lane->ready_s[i] ? least_s : lane->ready_s[i];
}

/* When each of the sets can have been served at the earliest: each duty after each other, as far apart as they are. */
static void find_mask_ready(const struct core_relax *x, uint32_t r, struct core_relax_lane *lane)
{
    int32_t last_s[CORE_RELAX_MASKS][CORE_RELAX_TRACKED], *apart_s = x->legs_s; /* not taken yet */
    for (uint32_t a = 0; a < lane->tracked_n; a++)
        core_relax_measure(x, lane->place[lane->tracked[a]], lane->place, lane->n, apart_s + (size_t)a * lane->n);
    lane->mask_ready_s[0] = x->rules->problem->routes[r].earliest_s;
    for (uint32_t m = 1; m < lane->masks_n; m++) {
        lane->mask_ready_s[m] = NEVER;
        for (uint32_t a = 0; a < lane->tracked_n; a++) {
            uint32_t before = lane->mask[m] & ~(1U << a);
            bool can = before != lane->mask[m] && x->mask_index[before] >= 0;
            last_s[m][a] = can ? last_ready(x, r, lane->mask[m], a, last_s) : NEVER;
            if (last_s[m][a] < lane->mask_ready_s[m])
                lane->mask_ready_s[m] = last_s[m][a];
        }
    }
}

/* The last time at which each of the sets may be all that was served: some other duty must be begun after that. */
static void find_mask_late(const struct core_relax *x, uint32_t r, struct core_relax_lane *lane)
{
    const struct core_problem *q = x->rules->problem;
    for (uint32_t m = lane->masks_n; m-- > 0;) {
        int64_t late_s = q->routes[r].latest_s + x->late_s, most_s = -1;
        for (uint32_t a = 0; a < lane->tracked_n; a++) {
            uint32_t after = lane->mask[m] | 1U << a, place = lane->place[lane->tracked[a]];
            if (after == lane->mask[m] || x->mask_index[after] < 0)
                continue;
            int64_t by_s =
                core_starts_by(q, &q->places[place], lane->mask_late_s[x->mask_index[after]], allowed_late(x, place));
            most_s = by_s > most_s ? by_s : most_s;
        }
        lane->mask_late_s[m] = (int32_t)(m + 1U == lane->masks_n ? late_s : most_s);
    }
}

static void find_masks(struct core_relax *x, uint32_t r, struct core_relax_lane *lane, uint32_t masks_max)
{
    const size_t cells_state = 32; /* times of the day that there must be room for */
    uint32_t before[CORE_RELAX_TRACKED];
    size_t most = x->cells_max / ((size_t)(lane->n ? lane->n : 1) * 2 * cells_state);
    most = most < 1 ? 1 : most > masks_max ? masks_max : most;
    find_tracked(x, r, lane);
    find_before(x, r, lane, before);
    while (!list_masks(x, lane, lane->tracked_n, (uint32_t)most, before))
        lane->tracked_n--;
    for (uint32_t m = 0; m < lane->masks_n; m++)
        x->mask_index[lane->mask[m]] = (int16_t)m;
    find_mask_ready(x, r, lane);
    find_mask_late(x, r, lane);
}

void core_relax_lay(struct core_relax *x, int64_t late_s, bool must_serve, bool must_break, uint32_t masks_max)
{
    const struct core_problem *q = x->rules->problem;
    x->late_s = late_s;
    x->must_serve = must_serve;
    x->must_break = must_break;
    for (uint32_t r = 0; r < q->routes_n; r++) {
        const struct core_route *route = &q->routes[r];
        x->lanes[r].breaking = must_break && route->break_s > 0 && route->earliest_s <= route->break_close_s;
        find_places(x, r, &x->lanes[r]);
        find_masks(x, r, &x->lanes[r], masks_max);
    }
}
