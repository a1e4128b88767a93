/* Between two routes: relocation and exchange of places (Savelsbergh 1992), and 2-opt*, the exchange of tails (Potvin and
 * Rousseau 1995). */
#include "planner/core/across.h"

#include "planner/core/insert.h"

/* Two routes, A and B, and a position on each. */
struct pair {
    struct core_attempt *attempt;
    uint32_t route[2];
    const struct core_track *track[2];
};

static struct pair pair_of(struct core_attempt *attempt, uint32_t a, uint32_t b)
{
    return (struct pair){attempt, {a, b}, {&attempt->tour->tracks[a], &attempt->tour->tracks[b]}};
}

static int64_t leg(const struct pair *pair, uint32_t from, uint32_t to)
{
    return core_model_leg(pair->attempt->tour->model, from, to);
}

/* The driving that taking position P out of track I adds (less than 0, mostly). */
static int64_t without(const struct pair *pair, int i, uint32_t p)
{
    const struct core_track *track = pair->track[i];
    int64_t direct_s = leg(pair, track->node[p - 1], track->node[p + 1]);
    if (track->n == 1 && direct_s == CORE_NO_WAY)
        direct_s = 0;
    return direct_s - track->leg_s[p - 1] - track->leg_s[p];
}

/* The driving that PLACE in the stead of position P of track I adds. */
static int64_t instead(const struct pair *pair, int i, uint32_t p, uint32_t place)
{
    const struct core_track *track = pair->track[i];
    return leg(pair, track->node[p - 1], place) + leg(pair, place, track->node[p + 1]) - track->leg_s[p - 1] -
           track->leg_s[p];
}

/* Fill sequence I: track I with positions P..Q replaced by PLACE, if that is one. */
static void fill(const struct pair *pair, int i, uint32_t p, uint32_t q, uint32_t place)
{
    core_attempt_begin(pair->attempt, i);
    core_attempt_append(pair->attempt, i, pair->route[i], 1, p - 1);
    if (place != CORE_UNSERVED)
        core_attempt_append_place(pair->attempt, i, place);
    core_attempt_append(pair->attempt, i, pair->route[i], q + 1, pair->track[i]->n);
}

bool core_across_relocate(struct core_attempt *attempt, uint32_t a, uint32_t b)
{
    const struct pair pair = pair_of(attempt, a, b);
    const struct core_tour *tour = attempt->tour;
    for (uint32_t p = 1; p <= pair.track[0]->n; p++) {
        uint32_t place = pair.track[0]->node[p];
        if (!(tour->model->routes[place] >> b & 1))
            continue;
        for (uint32_t to = 0; to <= pair.track[1]->n; to++) {
            int64_t extra_s = leg(&pair, pair.track[1]->node[to], place) +
                              leg(&pair, place, pair.track[1]->node[to + 1]) - pair.track[1]->leg_s[to];
            if (!core_attempt_gains(attempt, a, b, 0, extra_s + without(&pair, 0, p)) ||
                !core_insert_in_time(tour, b, to, to + 1, place))
                continue;
            fill(&pair, 0, p, p, CORE_UNSERVED);
            fill(&pair, 1, to + 1, to, place);
            if (core_attempt_apply(attempt, a, b))
                return true;
        }
    }
    return false;
}

bool core_across_exchange(struct core_attempt *attempt, uint32_t a, uint32_t b)
{
    const struct pair pair = pair_of(attempt, a, b);
    const struct core_tour *tour = attempt->tour;
    for (uint32_t p = 1; p <= pair.track[0]->n; p++) {
        for (uint32_t q = 1; q <= pair.track[1]->n; q++) {
            uint32_t of_a = pair.track[0]->node[p], of_b = pair.track[1]->node[q];
            int64_t extra_s = instead(&pair, 0, p, of_b) + instead(&pair, 1, q, of_a);
            if (!core_attempt_gains(attempt, a, b, 0, extra_s) || !core_insert_in_time(tour, a, p - 1, p + 1, of_b) ||
                !core_insert_in_time(tour, b, q - 1, q + 1, of_a))
                continue;
            fill(&pair, 0, p, p, of_b);
            fill(&pair, 1, q, q, of_a);
            if (core_attempt_apply(attempt, a, b))
                return true;
        }
    }
    return false;
}

static bool swap_tails(const struct pair *pair, uint32_t p, uint32_t q)
{
    uint32_t a = pair->route[0], b = pair->route[1];
    core_attempt_begin(pair->attempt, 0);
    core_attempt_append(pair->attempt, 0, a, 1, p);
    core_attempt_append(pair->attempt, 0, b, q + 1, pair->track[1]->n);
    core_attempt_begin(pair->attempt, 1);
    core_attempt_append(pair->attempt, 1, b, 1, q);
    core_attempt_append(pair->attempt, 1, a, p + 1, pair->track[0]->n);
    return core_attempt_apply(pair->attempt, a, b);
}

/* From position P of track I to what follows position Q of the other; the ends stay with their routes. */
static int64_t cross(const struct pair *pair, int i, uint32_t p, uint32_t q)
{
    const struct core_track *mine = pair->track[i], *other = pair->track[1 - i];
    if (q < other->n)
        return leg(pair, mine->node[p], other->node[q + 1]);
    return leg(pair, mine->node[p], mine->node[mine->n + 1]);
}

/* What the last leg of track I becomes when the tail behind P goes and the one behind Q of the other comes. */
static int64_t last_leg(const struct pair *pair, int i, uint32_t q)
{
    const struct core_track *mine = pair->track[i], *other = pair->track[1 - i];
    return q < other->n ? leg(pair, other->node[other->n], mine->node[mine->n + 1]) : 0;
}

static int64_t tails_extra(const struct pair *pair, uint32_t p, uint32_t q)
{
    const struct core_track *a = pair->track[0], *b = pair->track[1];
    int64_t now_s = a->leg_s[p] + b->leg_s[q];
    now_s += p < a->n ? a->leg_s[a->n] : 0;
    now_s += q < b->n ? b->leg_s[b->n] : 0;
    return cross(pair, 0, p, q) + cross(pair, 1, q, p) + last_leg(pair, 0, q) + last_leg(pair, 1, p) - now_s;
}

bool core_across_tails(struct core_attempt *attempt, uint32_t a, uint32_t b)
{
    const struct pair pair = pair_of(attempt, a, b);
    for (uint32_t p = 0; p <= pair.track[0]->n; p++)
        for (uint32_t q = 0; q <= pair.track[1]->n; q++)
            if (core_attempt_gains(attempt, a, b, 0, tails_extra(&pair, p, q)) && swap_tails(&pair, p, q))
                return true;
    return false;
}
