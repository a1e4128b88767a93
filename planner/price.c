#include "planner/price.h"

#include "geo/base/mem.h"
#include "geo/travel.h"
#include "planner/bounds.h"
#include "planner/lane.h"

#include <stdlib.h>

enum { BATCH = 64 }; /* candidates whose true travel times are asked at once */

struct sieve {
    struct trial *trial;
    struct lane *lanes;
    uint32_t lanes_n;
    int64_t value_s; /* to be bettered */
    uint32_t nodes;  /* places and home */
};

struct bound {
    uint32_t candidate;
    int64_t value_s;
};

/* One lane with every stop, and one without each but the jobs. */
static void fill_sieve(struct arena *arena, struct trial *trial, int64_t value_s, struct sieve *sieve)
{
    *sieve = (struct sieve){.trial = trial, .value_s = value_s, .nodes = trial->n + 1};
    sieve->lanes = arena_array(arena, (size_t)trial->n + 1, sizeof *sieve->lanes);
    lane_fill(arena, trial, PRICE_NONE, &sieve->lanes[sieve->lanes_n++]);
    for (uint32_t i = 0; i < trial->n; i++) {
        if (!place_is_job(trial->places[i])) {
            lane_fill(arena, trial, i, &sieve->lanes[sieve->lanes_n++]);
        }
    }
}

bool price_removal(struct trial *trial, int64_t value_s, bool own, struct move *out)
{
    bool found = false;
    uint32_t count = trial_sequence(trial, PRICE_NONE, PRICE_NONE);
    int64_t driving_s = trial_judge(trial, trial->sequence, count).driving_s;
    for (uint32_t i = 0; i < trial->n; i++) {
        const struct place *place = trial->places[i];
        trial->worths[i] = place->worth_s + (trial->credited[i] ? place->comfort_s : 0);
    }
    for (uint32_t i = 0; i < trial->n; i++) {
        if (place_is_bound(trial->places[i])) {
            continue;
        }
        count = trial_sequence(trial, i, PRICE_NONE);
        struct judgement judged = trial_judge(trial, trial->sequence, count);
        bool no_loss = judged.value_s >= value_s || (own && trial->worths[i] <= driving_s - judged.driving_s);
        if (trial_holds(&judged) && no_loss && (!found || judged.value_s > out->value_s)) {
            *out = (struct move){PRICE_NONE, PRICE_NONE, i, judged.value_s};
            found = true;
        }
    }
    return found;
}

/* Index of a row of the trial in the times to and from a candidate: home stands where the slot would. */
static uint32_t node_of(const struct trial *trial, uint32_t row)
{
    return row > trial->n ? trial->n : row;
}

/* May PLACE come where LANE has room? What does not count among the visits always finds some. */
static bool takes(const struct lane *lane, const struct place *place)
{
    return place->errand == lane->errand && (lane->room || !place_is_counted(place));
}

/* The most that the plan could be worth with PLACE in gap GAP of LANE; INT64_MIN when it cannot be there. With bounds of
 * travel times a bound; with true ones true but for the break and for comfort. */
static int64_t gap_value(const struct sieve *sieve, const struct lane *lane, uint32_t gap, const struct place *place,
                         const int32_t *to_s, const int32_t *from_s)
{
    const struct trial *trial = sieve->trial;
    uint32_t before = lane->row[gap], after = lane->row[gap + 1];
    int64_t there_s = to_s[node_of(trial, before)], back_s = from_s[node_of(trial, after)];
    const struct rush_day *rush = trial->frame->rush;
    int64_t straight_s = before == after ? 0 : trial_travel_s(trial, before, after);
    int64_t least_s = rush_least_s(rush, there_s) + rush_least_s(rush, back_s);
    int64_t detour_s = least_s - rush_least_s(rush, straight_s);
    if (detour_s > lane->extra_s ||
        (!place_is_bound(place) && least_s - rush_most_s(rush, straight_s) > trial->frame->max_detour_s)) {
        return INT64_MIN;
    }
    bool dry = place_has_reason(place) && lane->dry_s[gap] > trial->frame->comfort_s;
    int64_t value_s = lane->value_s + place->worth_s + (dry ? place->comfort_s : 0) - detour_s;
    if (value_s <= sieve->value_s || !lane_fits(place, rush_arrive_s(rush, lane->depart_s[gap], there_s),
                                                rush_depart_s(rush, lane->arrive_s[gap], back_s))) {
        return INT64_MIN;
    }
    return value_s;
}

static int64_t bound_value(const struct sieve *sieve, const struct place *place, const int32_t *to_s,
                           const int32_t *from_s)
{
    int64_t best_s = INT64_MIN;
    for (uint32_t l = 0; l < sieve->lanes_n; l++) {
        const struct lane *lane = &sieve->lanes[l];
        bool taken = takes(lane, place);
        for (uint32_t gap = 0; taken && gap <= lane->n; gap++) {
            int64_t value_s = gap_value(sieve, lane, gap, place, to_s, from_s);
            best_s = value_s > best_s ? value_s : best_s;
        }
    }
    return best_s;
}

/* The best place for the slot's candidate, every gap that could gain judged for true. */
static bool best_move(const struct sieve *sieve, const struct place *place, const int32_t *to_s, const int32_t *from_s,
                      struct move *out)
{
    struct trial *trial = sieve->trial;
    bool found = false;
    trial_slot(trial, place, to_s, from_s);
    for (uint32_t l = 0; l < sieve->lanes_n; l++) {
        const struct lane *lane = &sieve->lanes[l];
        bool taken = takes(lane, place);
        for (uint32_t gap = 0; taken && gap <= lane->n; gap++) {
            int64_t value_s = gap_value(sieve, lane, gap, place, to_s, from_s);
            if (value_s == INT64_MIN || (found && value_s <= out->value_s)) {
                continue;
            }
            uint32_t at = gap < lane->n ? lane->row[gap + 1] : trial->n;
            uint32_t count = trial_sequence(trial, lane->skip, at);
            struct judgement judged = trial_judge(trial, trial->sequence, count);
            if (trial_holds(&judged) && judged.value_s > (found ? out->value_s : sieve->value_s)) {
                *out = (struct move){.at = at, .skip = lane->skip, .value_s = judged.value_s};
                found = true;
            }
        }
    }
    return found;
}

static int best_bound_first(const void *a, const void *b)
{
    const struct bound *x = a, *y = b;
    if (x->value_s != y->value_s) {
        return x->value_s > y->value_s ? -1 : 1;
    }
    return (x->candidate > y->candidate) - (x->candidate < y->candidate);
}

static int best_move_first(const void *a, const void *b)
{
    const struct move *x = a, *y = b;
    if (x->value_s != y->value_s) {
        return x->value_s > y->value_s ? -1 : 1;
    }
    return (x->candidate > y->candidate) - (x->candidate < y->candidate);
}

/* The rows of TRIAL as points: places, then home. */
static struct point *trial_points(struct arena *arena, const struct trial *trial)
{
    struct point *points = arena_array(arena, (size_t)trial->n + 1, sizeof *points);
    for (uint32_t i = 0; i < trial->n; i++) {
        points[i] = trial->places[i]->at;
    }
    points[trial->n] = trial->frame->home;
    return points;
}

static enum status sift(struct arena *arena, struct bounds *bounds, const struct sieve *sieve,
                        const struct point *points, const struct place *const *list, const bool *skip, uint32_t n,
                        struct bound **out, size_t *kept_n, struct error *err)
{
    struct bound *kept = arena_array(arena, n, sizeof *kept);
    const struct bounds_row **rows = arena_array(arena, sieve->nodes, sizeof *rows);
    int32_t *to_s = arena_array(arena, sieve->nodes, sizeof *to_s);
    int32_t *from_s = arena_array(arena, sieve->nodes, sizeof *from_s);
    enum status status = bounds_rows(bounds, points, sieve->nodes, rows, err);
    if (status != STATUS_OK) {
        return status;
    }
    *kept_n = 0;
    for (uint32_t c = 0; c < n; c++) {
        if (skip[c]) {
            continue;
        }
        for (uint32_t i = 0; i < sieve->nodes; i++) {
            to_s[i] = rows[i]->to_s[c];
            from_s[i] = rows[i]->from_s[c];
        }
        int64_t value_s = bound_value(sieve, list[c], to_s, from_s);
        if (value_s > sieve->value_s) {
            kept[(*kept_n)++] = (struct bound){c, value_s};
        }
    }
    qsort(kept, *kept_n, sizeof *kept, best_bound_first);
    *out = kept;
    return STATUS_OK;
}

/* True travel times between the plan's nodes and some candidates: TO_S by candidate, then node; so FROM_S. */
static enum status true_times(struct travel *travel, const struct point *nodes, size_t nodes_n,
                              const struct point *candidates, size_t n, int32_t *to_s, int32_t *from_s, int32_t *raw,
                              struct error *err)
{
    enum status status = travel_matrix(travel, nodes, nodes_n, candidates, n, raw, NULL, err);
    if (status != STATUS_OK) {
        return status;
    }
    for (size_t c = 0; c < n; c++) {
        for (size_t i = 0; i < nodes_n; i++) {
            to_s[c * nodes_n + i] = raw[i * n + c];
        }
    }
    return travel_matrix(travel, candidates, n, nodes, nodes_n, from_s, NULL, err);
}

enum status price_candidates(struct arena *arena, struct travel *travel, struct bounds *bounds, struct trial *trial,
                             int64_t value_s, const struct place *const *list, const bool *skip, uint32_t n, size_t max,
                             struct move **moves, size_t *moves_n, bool *capped, struct error *err)
{
    struct sieve sieve;
    fill_sieve(arena, trial, value_s, &sieve);
    struct point *nodes = trial_points(arena, trial), points[BATCH];
    size_t kept_n = 0, found = 0, size = (size_t)BATCH * sieve.nodes;
    struct bound *kept = NULL;
    enum status status = sift(arena, bounds, &sieve, nodes, list, skip, n, &kept, &kept_n, err);
    size_t asked = travel_is_certain(travel) || kept_n < PRICE_ASKED ? kept_n : PRICE_ASKED;
    struct move *out = arena_array(arena, max + BATCH, sizeof *out);
    int32_t *to_s = arena_array(arena, size, sizeof *to_s), *from_s = arena_array(arena, size, sizeof *from_s);
    int32_t *raw = arena_array(arena, size, sizeof *raw);
    for (size_t first = 0; status == STATUS_OK && first < asked && found < max; first += BATCH) {
        size_t batch = asked - first < BATCH ? asked - first : BATCH;
        for (size_t i = 0; i < batch; i++) {
            points[i] = list[kept[first + i].candidate]->at;
        }
        status = true_times(travel, nodes, sieve.nodes, points, batch, to_s, from_s, raw, err);
        for (size_t i = 0; status == STATUS_OK && i < batch; i++) {
            uint32_t c = kept[first + i].candidate;
            if (best_move(&sieve, list[c], &to_s[i * sieve.nodes], &from_s[i * sieve.nodes], &out[found])) {
                out[found++].candidate = c;
            }
        }
    }
    if (status == STATUS_OK) {
        qsort(out, found, sizeof *out, best_move_first);
        *moves = out;
        *moves_n = found;
        *capped = *capped || (asked < kept_n && found < max);
    }
    return status;
}
