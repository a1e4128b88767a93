#include "planner/core/report.h"

#include "planner/core/schedule.h"

void core_report_init(struct core_report *report, const struct core_rules *rules, struct core_carve *carve)
{
    size_t n = rules->problem->places_n;
    report->rules = rules;
    report->route = core_carve_array(carve, n, sizeof(uint32_t));
    report->at = core_carve_array(carve, n, sizeof(uint32_t));
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

/* --- reasons --------------------------------------------------------------------------------------------------------- */

/* What keeps a place, alone, from a route: the first of the reasons that are about that, ROOM if none is. */
static enum core_reason bar_on(const struct core_rules *rules, uint32_t place, uint32_t route)
{
    const struct core_problem *q = rules->problem;
    struct core_cost cost;
    if (!(rules->routes[place] >> route & 1))
        return CORE_REASON_ROUTES;
    if (core_schedule_leg(q, q->routes[route].start, place) == CORE_NO_WAY ||
        core_schedule_leg(q, place, q->routes[route].end) == CORE_NO_WAY)
        return CORE_REASON_WAY;
    core_schedule_cost(rules, route, &place, 1, &cost);
    return cost.never_late_s > 0 ? CORE_REASON_CLOSED : CORE_REASON_ROOM;
}

/* Do the orders leave a position for PLACE on its ROUTE, of COUNT places? */
static bool is_in_order(const struct core_report *report, uint32_t place, uint32_t route, uint32_t count)
{
    const struct core_where where = {report->route, report->at};
    uint32_t first = 0, last = count;
    return (report->rules->routes[place] >> route & 1) &&
           core_rules_narrow(report->rules, &where, place, route, &first, &last) && first <= last;
}

/* What is found out about the places of a duty, any of which would do. */
struct finding {
    enum core_reason bar; /* the least: what can be said of all */
    bool second;          /* something has to come before one */
    bool in_order, in_both;
};

static void look_into(const struct core_report *report, const struct core_sketch *sketch, uint32_t place,
                      struct finding *finding)
{
    const struct core_rules *rules = report->rules;
    const struct core_where where = {report->route, report->at};
    finding->second = finding->second || core_rules_first(rules, place, 0) != CORE_NOWHERE;
    for (uint32_t r = 0; r < sketch->routes_n; r++) {
        enum core_reason bar = bar_on(rules, place, r);
        finding->bar = bar > finding->bar ? bar : finding->bar;
        if (!is_in_order(report, place, r, core_sketch_count(sketch, r)))
            continue;
        finding->in_order = true;
        finding->in_both = finding->in_both || core_rules_apart(rules, &where, place, r);
    }
}

static enum core_reason reason_of(const struct core_report *report, const struct core_sketch *sketch,
                                  const struct core_item *duty)
{
    struct finding finding = {.bar = CORE_REASON_ROUTES};
    uint32_t n;
    const uint32_t *place = core_rules_choices(report->rules, duty, &n);
    for (uint32_t i = 0; i < n; i++)
        look_into(report, sketch, place[i], &finding);
    if (finding.bar < CORE_REASON_ORDER)
        return finding.bar;
    if (!finding.in_order)
        return finding.second ? CORE_REASON_ORDER : CORE_REASON_ROOM;
    return finding.in_both ? CORE_REASON_ROOM : CORE_REASON_APART;
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
    for (uint32_t i = 0; i < out->unserved_n; i++)
        out->unserved[i].reason = reason_of(report, sketch, &out->unserved[i].duty);
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
