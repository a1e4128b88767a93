/* Or-opt (Or 1976), the segment turned round as well, and 2-opt (Croes 1958). Legs need not be symmetric, so turning is
 * priced leg by leg. */
#include "planner/core/shorten.h"

enum { SEGMENT_MAX = 3 };

static int64_t leg(const struct core_attempt *attempt, const struct core_track *track, uint32_t p, uint32_t q)
{
    return core_model_leg(attempt->tour->model, track->node[p], track->node[q]);
}

static void append_turned(struct core_attempt *attempt, uint32_t route, uint32_t first, uint32_t last)
{
    for (uint32_t p = last; p >= first; p--)
        core_attempt_append(attempt, 0, route, p, p);
}

/* The places FIRST..LAST go behind position TO, which is not among them. */
static bool move_segment(struct core_attempt *attempt, uint32_t route, const uint32_t segment[2], uint32_t to,
                         bool turned)
{
    uint32_t first = segment[0], last = segment[1], n = attempt->tour->tracks[route].n;
    core_attempt_begin(attempt, 0);
    core_attempt_append(attempt, 0, route, 1, to < first ? to : first - 1);
    if (to > last)
        core_attempt_append(attempt, 0, route, last + 1, to);
    if (turned)
        append_turned(attempt, route, first, last);
    else
        core_attempt_append(attempt, 0, route, first, last);
    if (to < first)
        core_attempt_append(attempt, 0, route, to + 1, first - 1);
    core_attempt_append(attempt, 0, route, (to < first ? last : to) + 1, n);
    return core_attempt_apply(attempt, route, route);
}

/* What is saved by taking FIRST..LAST out, and what it costs to drive them turned round rather than as they are. */
struct segment_cost {
    int64_t saved_s, turning_s;
};

static struct segment_cost cost_of(const struct core_attempt *attempt, const struct core_track *track, uint32_t first,
                                   uint32_t last)
{
    struct segment_cost cost = {leg(attempt, track, first - 1, first) + leg(attempt, track, last, last + 1) -
                                    leg(attempt, track, first - 1, last + 1),
                                0};
    for (uint32_t p = first; p < last; p++)
        cost.turning_s += leg(attempt, track, p + 1, p) - leg(attempt, track, p, p + 1);
    return cost;
}

static bool move_best(struct core_attempt *attempt, uint32_t route, uint32_t first, uint32_t last)
{
    const struct core_track *track = &attempt->tour->tracks[route];
    const uint32_t segment[2] = {first, last};
    struct segment_cost cost = cost_of(attempt, track, first, last);
    for (uint32_t to = 0; to <= track->n; to++) {
        if (to + 1 >= first && to <= last)
            continue;
        int64_t open_s = leg(attempt, track, to, to + 1) + cost.saved_s;
        int64_t plain_s = leg(attempt, track, to, first) + leg(attempt, track, last, to + 1) - open_s;
        int64_t turned_s = leg(attempt, track, to, last) + leg(attempt, track, first, to + 1) + cost.turning_s - open_s;
        if (core_attempt_gains(attempt, route, route, 0, plain_s) && move_segment(attempt, route, segment, to, false))
            return true;
        if (last > first && core_attempt_gains(attempt, route, route, 0, turned_s) &&
            move_segment(attempt, route, segment, to, true))
            return true;
    }
    return false;
}

bool core_shorten_by_moving(struct core_attempt *attempt, uint32_t route)
{
    const struct core_track *track = &attempt->tour->tracks[route];
    for (uint32_t length = 1; length <= SEGMENT_MAX; length++)
        for (uint32_t first = 1; first + length - 1 <= track->n; first++)
            if (move_best(attempt, route, first, first + length - 1))
                return true;
    return false;
}

bool core_shorten_by_turning(struct core_attempt *attempt, uint32_t route)
{
    const struct core_track *track = &attempt->tour->tracks[route];
    for (uint32_t first = 1; first < track->n; first++) {
        int64_t turning_s = 0;
        for (uint32_t last = first + 1; last <= track->n; last++) {
            turning_s += leg(attempt, track, last, last - 1) - leg(attempt, track, last - 1, last);
            int64_t extra_s = turning_s + leg(attempt, track, first - 1, last) + leg(attempt, track, first, last + 1) -
                              leg(attempt, track, first - 1, first) - leg(attempt, track, last, last + 1);
            if (!core_attempt_gains(attempt, route, route, 0, extra_s))
                continue;
            core_attempt_begin(attempt, 0);
            core_attempt_append(attempt, 0, route, 1, first - 1);
            append_turned(attempt, route, first, last);
            core_attempt_append(attempt, 0, route, last + 1, track->n);
            if (core_attempt_apply(attempt, route, route))
                return true;
        }
    }
    return false;
}
