/* What is left to choose, once a sequence's times are as early as can be (see way.h), is where the break is had; then a pass
 * backwards finds how late the route can leave. Where the price depends on the times, every choice is priced on its own
 * final times; else one walk for each gap that can matter is enough. */
#include "planner/core/way.h"

/* --- prices -------------------------------------------------------------------------------------------------------- */

static bool has_amenity(const struct core_way *way, uint32_t place)
{
    return way->problem->places[place].amenities & way->route->break_amenities;
}

/* Is the break, in a gap left at DEPART_S, had elsewhere than where it is best had? */
static bool is_elsewhere(const struct core_way *way, const struct core_stop *rest, int32_t depart_s)
{
    bool before = way->gap > 0 && rest->arrive_s == depart_s && has_amenity(way, way->sequence[way->gap - 1]);
    bool behind = way->gap < way->count && rest->arrive_s - depart_s == core_way_leg(way, way->gap) &&
                  has_amenity(way, way->sequence[way->gap]);
    return way->route->break_amenities && !before && !behind;
}

/* By how much the stretches between stops with NEED are too long. */
static int64_t excess(const struct core_way *way, const struct core_need *need, int64_t home_s)
{
    uint32_t n = core_way_stops_n(way);
    int64_t since_s = way->leave_s, sum_s = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct core_stop *stop = &way->stops[i];
        if (stop->place == CORE_BREAK || !(way->problem->places[stop->place].amenities & need->amenities))
            continue;
        if (stop->start_s - since_s > need->within_s)
            sum_s += stop->start_s - since_s - need->within_s;
        since_s = stop->depart_s;
    }
    if (home_s - since_s > need->within_s)
        sum_s += home_s - since_s - need->within_s;
    return sum_s;
}

static struct core_way_point start_of(const struct core_way *way)
{
    return (struct core_way_point){.time_s = way->leave_s};
}

/* Go WAY, a possible one, leaving as late as leaves its end and its lateness as they are. */
static struct core_way_point go_late(struct core_way *way)
{
    struct core_way_point point = start_of(way);
    core_way_go(way, &point, way->stops);
    way->leave_s = core_way_latest_leave(way, point.time_s);
    point = start_of(way);
    core_way_go(way, &point, way->stops);
    return point;
}

/* The final times of WAY, and all that they cost. What COST says of breaks missed stays. */
static void settle(struct core_way *way, struct core_cost *cost)
{
    const struct core_problem *q = way->problem;
    struct core_way_point end = go_late(way);
    uint32_t n = core_way_stops_n(way);
    *cost = (struct core_cost){.never_late_s = end.never_late_s,
                               .late_s = end.late_s,
                               .missed = cost->missed,
                               .driving_s = end.driving_s,
                               .late_price_ms = end.late_price_ms,
                               .home_s = end.time_s,
                               .leave_s = way->leave_s};
    cost->price_ms = end.driving_s * q->driving_weight + end.late_price_ms;
    for (uint32_t i = 0; i < n; i++)
        cost->waiting_s += way->stops[i].start_s - way->stops[i].arrive_s;
    cost->price_ms += cost->waiting_s * q->waiting_weight;
    for (uint32_t k = 0; k < q->needs_n; k++) {
        cost->need_s[k] = excess(way, &q->needs[k], end.time_s);
        cost->price_ms += cost->need_s[k] * q->needs[k].weight;
    }
    if (way->gap == CORE_WAY_NO_GAP)
        return;
    int32_t depart_s = way->gap ? way->stops[way->gap - 1].depart_s : way->leave_s;
    cost->elsewhere = is_elsewhere(way, &way->stops[way->gap], depart_s);
    cost->price_ms += cost->elsewhere * way->route->break_elsewhere_s * 1000;
}

/* Changes of the given plan to be seen on the route; see core_problem.given. */
static int64_t count_changes(const struct core_way *way)
{
    const struct core_rules *rules = way->rules;
    uint32_t route = (uint32_t)(way->route - way->problem->routes), before = CORE_NOWHERE;
    int64_t changes = 0;
    for (uint32_t i = 0; i < way->count; i++) {
        uint32_t place = way->sequence[i];
        if (rules->given_route[place] != route) {
            changes++;
            continue;
        }
        changes += before != CORE_NOWHERE && rules->given_at[place] < before;
        before = rules->given_at[place];
    }
    return changes;
}

/* --- the choice ---------------------------------------------------------------------------------------------------- */

/* By what ways are compared, most important first. */
struct rating {
    int64_t never_late_s, late_s, missed, price_ms, home_s;
};

static int compare(const struct rating *a, const struct rating *b)
{
    if (a->never_late_s != b->never_late_s)
        return a->never_late_s < b->never_late_s ? -1 : 1;
    if (a->late_s != b->late_s)
        return a->late_s < b->late_s ? -1 : 1;
    if (a->missed != b->missed)
        return a->missed < b->missed ? -1 : 1;
    if (a->price_ms != b->price_ms)
        return a->price_ms < b->price_ms ? -1 : 1;
    return a->home_s < b->home_s ? -1 : a->home_s > b->home_s;
}

/* The rating of a way with END, of which the price is PRICE_MS or, if only the end counts, any. */
static struct rating rate(const struct core_way_point *end, int64_t price_ms)
{
    return (struct rating){end->never_late_s, end->late_s, 0, price_ms, end->time_s};
}

/* The choice among the ways of a sequence. */
struct choice {
    struct core_way best;
    struct rating rating;
    struct core_way_point end; /* of the way without a break: no way has less driving nor lateness, nor ends sooner */
    int64_t service_s;
    bool waiting, needs; /* have a price */
};

static bool is_hopeful(const struct choice *choice, const struct core_way_point *end, int64_t price_ms)
{
    struct rating rating = rate(end, price_ms);
    return compare(&rating, &choice->rating) < 0;
}

/* The price of the break if it is to be had elsewhere than where it is best had. One that is meant to be had on the road
 * is: where it comes to be had at a stop, there is a way that means that. */
static int64_t elsewhere_price(const struct core_way *way)
{
    bool there = way->gap == CORE_WAY_NO_GAP || !way->route->break_amenities;
    if (way->mode == CORE_WAY_BEFORE)
        there = there || (way->gap > 0 && has_amenity(way, way->sequence[way->gap - 1]));
    if (way->mode == CORE_WAY_BEHIND)
        there = there || (way->gap < way->count && has_amenity(way, way->sequence[way->gap]));
    return there ? 0 : (int64_t)way->route->break_elsewhere_s * 1000;
}

/* What is to be added to the price of WAY, whose stops are those of leaving early, for its final times; less than that, if
 * so much is hopeless already. PRICE_MS is the rest of it. */
static int64_t final_price(const struct choice *choice, struct core_way *way, const struct core_way_point *end,
                           int64_t price_ms)
{
    const struct core_problem *q = way->problem;
    int32_t early_s = way->leave_s;
    if (!choice->waiting && !choice->needs)
        return price_ms;
    int64_t rest_s = way->gap == CORE_WAY_NO_GAP ? 0 : way->route->break_s;
    way->leave_s = core_way_latest_leave(way, end->time_s);
    price_ms += (end->time_s - way->leave_s - end->driving_s - choice->service_s - rest_s) * q->waiting_weight;
    if (choice->needs && is_hopeful(choice, end, price_ms)) {
        struct core_way_point point = start_of(way);
        core_way_go(way, &point, way->stops);
        for (uint32_t k = 0; k < q->needs_n; k++)
            price_ms += excess(way, &q->needs[k], end->time_s) * q->needs[k].weight;
    }
    way->leave_s = early_s;
    return price_ms;
}

/* WAY, from POINT on, which lies at or before its break's gap, if only the end counts. */
static void try_end(struct choice *choice, const struct core_way *way, struct core_way_point point)
{
    if (!core_way_go(way, &point, NULL) || !is_hopeful(choice, &point, 0))
        return;
    choice->best = *way;
    choice->rating = rate(&point, 0);
}

/* The same if prices count. The stops up to POINT are those of leaving early. */
static void try_price(struct choice *choice, struct core_way *way, struct core_way_point point)
{
    const struct core_problem *q = way->problem;
    int64_t elsewhere_ms = elsewhere_price(way), driving_ms = choice->end.driving_s * q->driving_weight;
    if (!is_hopeful(choice, &choice->end, driving_ms + choice->end.late_price_ms + elsewhere_ms))
        return;
    if (!core_way_go(way, &point, way->stops))
        return;
    int64_t price_ms = driving_ms + point.late_price_ms + elsewhere_ms;
    if (is_hopeful(choice, &point, price_ms))
        price_ms = final_price(choice, way, &point, price_ms);
    if (!is_hopeful(choice, &point, price_ms))
        return;
    choice->best = *way;
    choice->rating = rate(&point, price_ms);
}

/* The way that leaves at LEAVE_S and has the break in GAP, or none. */
static void try_way(struct choice *choice, const struct core_way_point *from, int32_t leave_s, uint32_t gap,
                    enum core_way_mode mode)
{
    struct core_way way = choice->best;
    way.leave_s = leave_s;
    way.gap = gap;
    way.mode = mode;
    if (way.timed)
        try_price(choice, &way, *from);
    else
        try_end(choice, &way, *from);
}

/* The ways to have the break in the gap that AT is about to enter. */
static void try_modes(struct choice *choice, const struct core_way_point *at)
{
    const struct core_route *route = choice->best.route;
    bool early = at->time_s < route->break_open_s;
    if (!early)
        try_way(choice, at, route->earliest_s, at->gap, CORE_WAY_BEFORE);
    try_way(choice, at, route->earliest_s, at->gap, CORE_WAY_BEHIND);
    if (!early)
        return;
    try_way(choice, at, route->earliest_s, at->gap, CORE_WAY_ROAD); /* perhaps on leaving later only */
    try_way(choice, at, route->earliest_s, at->gap, CORE_WAY_BEFORE);
}

/* Every gap that is entered by the close of the break's window, and every mode. */
static void try_all_gaps(struct choice *choice)
{
    const struct core_route *route = choice->best.route;
    struct core_way way = choice->best;
    way.leave_s = route->earliest_s;
    way.gap = CORE_WAY_NO_GAP;
    struct core_way_point at = start_of(&way);
    while (at.gap <= way.count && at.time_s <= route->break_close_s) {
        try_modes(choice, &at);
        core_way_step(&way, &at, &way.stops[at.gap]);
    }
}

/* The gaps worth trying if only the end counts: not before the last one that is entered by the opening of the break's
 * window, as it is no worse than any before it; and none that is entered after the close. Entered without a break before,
 * that is. */
static void try_gaps(struct choice *choice)
{
    const struct core_route *route = choice->best.route;
    struct core_way way = choice->best;
    way.leave_s = route->earliest_s;
    way.gap = CORE_WAY_NO_GAP;
    struct core_way_point at = start_of(&way), first = at;
    while (at.gap <= way.count && at.time_s <= route->break_open_s) {
        first = at;
        core_way_step(&way, &at, NULL);
    }
    for (at = first; at.gap <= way.count && at.time_s <= route->break_close_s; core_way_step(&way, &at, NULL))
        try_way(choice, &at, route->earliest_s, at.gap, CORE_WAY_SOONEST);
}

static bool has_late_price(const struct core_way *way)
{
    for (uint32_t i = 0; i < way->count; i++) {
        const struct core_place *place = &way->problem->places[way->sequence[i]];
        if (place->late_s > 0 && place->late_weight > 0)
            return true;
    }
    return false;
}

/* Does the price of having the break here or there depend on more than when the route is at its end? */
static bool is_timed(struct choice *choice)
{
    const struct core_way *way = &choice->best;
    const struct core_problem *q = way->problem;
    if (way->rules && !way->rules->timed)
        return false;
    choice->waiting = q->waiting_weight;
    for (uint32_t k = 0; k < q->needs_n; k++)
        choice->needs = choice->needs || q->needs[k].weight;
    for (uint32_t i = 0; i < way->count; i++)
        choice->service_s += q->places[way->sequence[i]].service_s;
    return choice->waiting || choice->needs || (way->route->break_amenities && way->route->break_elsewhere_s) ||
           has_late_price(way);
}

/* Choose where the break is had in WAY, which has none yet. COST gets the lateness, the driving, the end, and whether the
 * break is missed. False if a leg cannot be driven. */
static bool choose_break(struct core_way *way, struct core_cost *cost)
{
    const struct core_route *route = way->route;
    struct core_way_point start = start_of(way), end = start;
    *cost = (struct core_cost){0};
    if (!core_way_go(way, &end, NULL))
        return false;
    struct rating rating = rate(&end, 0);
    if (route->break_s > 0 && route->earliest_s <= route->break_close_s && end.time_s > route->break_close_s) {
        struct choice choice = {.best = *way, .rating = rating, .end = end};
        choice.rating.missed = 1;
        choice.best.timed = is_timed(&choice);
        start.time_s = route->break_open_s + route->break_s;
        if (route->earliest_s <= route->break_open_s)
            try_way(&choice, &start, start.time_s, CORE_WAY_NO_GAP, CORE_WAY_SOONEST);
        if (choice.best.timed)
            try_all_gaps(&choice);
        else
            try_gaps(&choice);
        *way = choice.best;
        rating = choice.rating;
    }
    cost->never_late_s = rating.never_late_s;
    cost->late_s = rating.late_s;
    cost->missed = rating.missed;
    cost->home_s = rating.home_s;
    cost->driving_s = end.driving_s;
    return true;
}

static struct core_way way_of(const struct core_rules *rules, uint32_t route, const uint32_t *sequence, uint32_t count)
{
    const struct core_route *its = &rules->problem->routes[route];
    return (struct core_way){.problem = rules->problem,
                             .rules = rules,
                             .route = its,
                             .sequence = sequence,
                             .count = count,
                             .leave_s = its->earliest_s,
                             .gap = CORE_WAY_NO_GAP,
                             .stops = rules->stops};
}

static void add_changes(const struct core_way *way, struct core_cost *cost)
{
    if (!way->problem->given)
        return;
    cost->changes = count_changes(way);
    cost->price_ms += cost->changes * way->problem->change_s * 1000;
}

bool core_schedule_cost(const struct core_rules *rules, uint32_t route, const uint32_t *sequence, uint32_t count,
                        struct core_cost *cost)
{
    struct core_way way = way_of(rules, route, sequence, count);
    if (!choose_break(&way, cost))
        return false;
    if (rules->timed)
        settle(&way, cost);
    if (!rules->timed)
        cost->price_ms = cost->driving_s * way.problem->driving_weight;
    add_changes(&way, cost);
    return true;
}

uint32_t core_schedule_full(const struct core_rules *rules, uint32_t route, const uint32_t *sequence, uint32_t count,
                            struct core_stop *stops, struct core_cost *cost)
{
    struct core_way way = way_of(rules, route, sequence, count);
    way.stops = stops;
    if (!choose_break(&way, cost)) {
        *cost = (struct core_cost){0};
        return 0;
    }
    settle(&way, cost);
    add_changes(&way, cost);
    return core_way_stops_n(&way);
}

uint32_t core_schedule(const struct core_problem *problem, uint32_t route, const uint32_t *sequence, uint32_t count,
                       struct core_stop *out, int64_t *late_s, int32_t *leave_s, int32_t *home_s, int64_t *driving_s)
{
    const struct core_route *its = &problem->routes[route];
    struct core_way way = {.problem = problem,
                           .route = its,
                           .sequence = sequence,
                           .count = count,
                           .leave_s = its->earliest_s,
                           .gap = CORE_WAY_NO_GAP,
                           .stops = out};
    struct core_cost cost;
    *late_s = 0;
    *leave_s = *home_s = 0;
    *driving_s = CORE_NO_WAY;
    if (!choose_break(&way, &cost))
        return 0;
    *late_s = cost.never_late_s + cost.late_s + cost.missed * its->break_s;
    *home_s = (int32_t)cost.home_s;
    *driving_s = cost.driving_s;
    go_late(&way);
    *leave_s = way.leave_s;
    return core_way_stops_n(&way);
}
