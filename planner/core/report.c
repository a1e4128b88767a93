#include "planner/core/report.h"

#include "planner/core/schedule.h"

void core_report_init(struct core_report *report, const struct core_rules *rules, struct core_carve *carve)
{
    size_t n = rules->problem->places_n;
    report->rules = rules;
    report->route = core_carve_array(carve, n, sizeof(uint32_t));
    report->at = core_carve_array(carve, n, sizeof(uint32_t));
    report->from = core_carve_array(carve, n, sizeof(uint64_t));
    report->to = core_carve_array(carve, n, sizeof(uint64_t));
    report->queue = core_carve_array(carve, n, sizeof(uint32_t));
    report->ahead = core_carve_array(carve, n, sizeof(uint32_t));
}

void core_report_carve(const struct core_problem *problem, struct core_solution *out, struct core_carve *carve)
{
    size_t places = problem->places_n, routes = problem->routes_n;
    out->stops = core_carve_array(carve, places + routes, sizeof(struct core_stop));
    out->route_first = core_carve_array(carve, routes + 1, sizeof(uint32_t));
    out->leave_s = core_carve_array(carve, routes, sizeof(int32_t));
    out->home_s = core_carve_array(carve, routes, sizeof(int32_t));
    out->unserved = core_carve_array(carve, places + problem->groups_n, sizeof(struct core_unserved));
}

/* --- ways ------------------------------------------------------------------------------------------------------------ */

/* Mark in MASK what can be driven to from the start of ROUTE, or, if BACK, what its end can be driven to from: over the
 * places that may be on it. Cost: the reached times those that are not. */
static void spread(struct core_report *report, uint32_t route, bool back, uint64_t *mask)
{
    const struct core_problem *q = report->rules->problem;
    uint32_t node = back ? q->routes[route].end : q->routes[route].start, ahead_n = 0, queue_n = 0;
    for (uint32_t i = 0; i < q->places_n; i++)
        if (report->rules->routes[i] >> route & 1)
            report->ahead[ahead_n++] = i;
    for (uint32_t done = 0;; node = report->queue[done++]) {
        uint32_t left = 0;
        for (uint32_t i = 0; i < ahead_n; i++) {
            uint32_t place = report->ahead[i];
            if (core_schedule_leg(q, back ? place : node, back ? node : place) == CORE_NO_WAY) {
                report->ahead[left++] = place;
                continue;
            }
            report->queue[queue_n++] = place;
            mask[place] |= (uint64_t)1 << route;
        }
        ahead_n = left;
        if (done == queue_n)
            break;
    }
}

static void find_ways(struct core_report *report)
{
    const struct core_problem *q = report->rules->problem;
    for (uint32_t i = 0; i < q->places_n; i++)
        report->from[i] = report->to[i] = 0;
    for (uint32_t r = 0; r < q->routes_n; r++) {
        spread(report, r, false, report->from);
        spread(report, r, true, report->to);
    }
}

/* --- reasons --------------------------------------------------------------------------------------------------------- */

/* Is PLACE, no duty by itself, out of time even alone, on every one of ROUTES that can be driven so? */
static bool is_closed(const struct core_report *report, uint32_t place, uint64_t routes)
{
    for (uint32_t r = 0; r < report->rules->problem->routes_n; r++) {
        struct core_cost cost;
        if ((routes >> r & 1) && (!core_schedule_cost(report->rules, r, &place, 1, &cost) || cost.never_late_s == 0))
            return false;
    }
    return true;
}

/* Of ROUTES, those on which the orders of PLACE leave room for it. */
static uint64_t routes_in_order(const struct core_report *report, const struct core_sketch *sketch, uint32_t place,
                                uint64_t routes)
{
    const struct core_where where = {report->route, report->at};
    for (uint32_t r = 0; r < sketch->routes_n; r++) {
        uint32_t first = report->rules->problem->routes[r].fixed_n, last = core_sketch_count(sketch, r);
        if ((routes >> r & 1) && (!core_rules_narrow(report->rules, &where, place, r, &first, &last) || first > last))
            routes &= ~((uint64_t)1 << r);
    }
    return routes;
}

static enum core_reason place_reason(const struct core_report *report, const struct core_sketch *sketch, uint32_t place)
{
    const struct core_rules *rules = report->rules;
    const struct core_where where = {report->route, report->at};
    uint64_t routes = rules->routes[place];
    if (!routes)
        return CORE_REASON_ROUTES;
    routes &= report->from[place] & report->to[place];
    if (!routes)
        return CORE_REASON_WAY;
    if (!rules->duty[place] && is_closed(report, place, routes))
        return CORE_REASON_CLOSED;
    routes = routes_in_order(report, sketch, place, routes);
    if (!routes)
        return CORE_REASON_ORDER;
    for (uint32_t r = 0; r < sketch->routes_n; r++)
        if ((routes >> r & 1) && core_rules_apart(rules, &where, place, r))
            return CORE_REASON_ROOM;
    return CORE_REASON_APART;
}

static enum core_reason group_reason(const struct core_report *report, const struct core_sketch *sketch, uint32_t group)
{
    const struct core_lists *members = &report->rules->members;
    enum core_reason last = CORE_REASON_ROUTES;
    for (uint32_t k = members->first[group]; k < members->first[group + 1]; k++) {
        enum core_reason its = place_reason(report, sketch, members->item[k]);
        last = its > last ? its : last;
    }
    return last;
}

static void list_unserved(struct core_report *report, const struct core_sketch *sketch, struct core_solution *out)
{
    const struct core_problem *q = report->rules->problem;
    const struct core_where where = {report->route, report->at};
    for (uint32_t i = 0; i < q->places_n; i++)
        if (report->rules->duty[i] && report->route[i] == CORE_NOWHERE)
            out->unserved[out->unserved_n++].duty = (struct core_item){false, i};
    for (uint32_t g = 1; g <= q->groups_n; g++) {
        struct core_item group = {true, g};
        if (q->groups[g - 1].required && core_rules_served(report->rules, &where, group) == CORE_NOWHERE)
            out->unserved[out->unserved_n++].duty = group;
    }
    if (out->unserved_n)
        find_ways(report);
    for (uint32_t i = 0; i < out->unserved_n; i++) {
        struct core_unserved *one = &out->unserved[i];
        one->reason = one->duty.group ? group_reason(report, sketch, one->duty.index)
                                      : place_reason(report, sketch, one->duty.index);
    }
}

/* --- times and prices ------------------------------------------------------------------------------------------------ */

static void fill_route(const struct core_rules *rules, const struct core_sketch *sketch, uint32_t r,
                       struct core_solution *out)
{
    const uint32_t *sequence = core_sketch_route(sketch, r);
    uint32_t count = core_sketch_count(sketch, r), first = out->route_first[r];
    struct core_cost cost;
    uint32_t n = core_schedule_full(rules, r, sequence, count, out->stops + first, &cost);
    out->leave_s[r] = (int32_t)cost.leave_s;
    out->home_s[r] = (int32_t)cost.home_s;
    out->route_first[r + 1] = first + n;
    out->late_s += cost.late_s;
    out->breaks_missed += (uint32_t)cost.missed;
    out->driving_s += cost.driving_s;
    out->waiting_s += cost.waiting_s;
    out->late_price_ms += cost.late_price_ms;
    for (uint32_t k = 0; k < CORE_NEEDS_MAX; k++)
        out->need_s[k] += cost.need_s[k];
    out->breaks_elsewhere += (uint32_t)cost.elsewhere;
    out->changes += (uint32_t)cost.changes;
    out->value_ms -= cost.price_ms;
    for (uint32_t i = 0; i < count; i++)
        out->prize_s += rules->duty[sequence[i]] ? 0 : rules->problem->places[sequence[i]].prize_s;
}

void core_report_fill(struct core_report *report, const struct core_sketch *sketch, struct core_solution *out)
{
    const struct core_rules *rules = report->rules;
    out->route_first[0] = 0;
    core_rules_locate(rules, sketch, report->route, report->at);
    for (uint32_t r = 0; r < sketch->routes_n; r++)
        fill_route(rules, sketch, r, out);
    for (uint32_t i = 0; i < rules->problem->places_n; i++) {
        bool absent = report->route[i] == CORE_NOWHERE && rules->given_route[i] != CORE_NOWHERE;
        out->changes += absent;
        out->value_ms -= absent ? (int64_t)rules->problem->change_s * 1000 : 0;
    }
    out->value_ms += out->prize_s * 1000;
    list_unserved(report, sketch, out);
    out->bound_ms = CORE_NO_BOUND;
}
