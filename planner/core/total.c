#include "planner/core/total.h"

int core_total_compare(const struct core_total *a, const struct core_total *b)
{
    if (a->unserved != b->unserved)
        return a->unserved < b->unserved ? -1 : 1;
    if (a->late_s != b->late_s)
        return a->late_s < b->late_s ? -1 : 1;
    if (a->missed != b->missed)
        return a->missed < b->missed ? -1 : 1;
    return a->value_ms > b->value_ms ? -1 : a->value_ms < b->value_ms;
}

void core_totals_init(struct core_totals *totals, const struct core_rules *rules, struct core_carve *carve)
{
    totals->rules = rules;
    totals->route = core_carve_array(carve, rules->problem->places_n, sizeof(uint32_t));
    totals->at = core_carve_array(carve, rules->problem->places_n, sizeof(uint32_t));
}

/* By how much PLACE makes the driving from FROM to TO longer. */
static int64_t detour(const struct core_problem *q, uint32_t from, uint32_t place, uint32_t to)
{
    return (int64_t)core_schedule_leg(q, from, place) + core_schedule_leg(q, place, to) -
           core_schedule_leg(q, from, to);
}

bool core_total_limits_kept(const struct core_rules *rules, uint32_t route, const uint32_t *sequence, uint32_t count,
                            int64_t driving_s)
{
    const struct core_problem *q = rules->problem;
    const struct core_route *its = &q->routes[route];
    uint32_t optional_n = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!rules->optional[sequence[i]])
            continue;
        optional_n++;
        uint32_t from = i > 0 ? sequence[i - 1] : its->start, to = i + 1 < count ? sequence[i + 1] : its->end;
        if (q->max_detour_s < CORE_TIME_MAX && detour(q, from, sequence[i], to) > q->max_detour_s)
            return false;
    }
    if (optional_n > its->max_optional && its->max_optional < CORE_PLACES_MAX)
        return false;
    return !optional_n || its->max_driving_s == CORE_TIME_MAX || driving_s <= its->max_driving_s;
}

/* Duties that are not served, and what is given and not served, from who is where. */
static void add_absent(const struct core_totals *totals, struct core_total *total)
{
    const struct core_rules *rules = totals->rules;
    const struct core_problem *q = rules->problem;
    const struct core_where where = {totals->route, totals->at};
    for (uint32_t i = 0; i < q->places_n; i++) {
        if (totals->route[i] != CORE_NOWHERE)
            continue;
        total->unserved += rules->duty[i];
        if (rules->given_route[i] != CORE_NOWHERE)
            total->value_ms -= (int64_t)q->change_s * 1000;
    }
    for (uint32_t g = 1; g <= q->groups_n; g++)
        if (q->groups[g - 1].required)
            total->unserved += core_rules_served(rules, &where, (struct core_item){true, g}) == CORE_NOWHERE;
}

static bool add_route(const struct core_totals *totals, const struct core_sketch *sketch, uint32_t r,
                      struct core_total *total)
{
    const struct core_rules *rules = totals->rules;
    const uint32_t *sequence = core_sketch_route(sketch, r);
    uint32_t count = core_sketch_count(sketch, r);
    struct core_cost cost;
    if (!core_schedule_cost(rules, r, sequence, count, &cost) || cost.never_late_s > 0 ||
        !core_total_limits_kept(rules, r, sequence, count, cost.driving_s))
        return false;
    total->late_s += cost.late_s;
    total->missed += cost.missed;
    total->value_ms -= cost.price_ms;
    for (uint32_t i = 0; i < count; i++) {
        totals->route[sequence[i]] = r;
        if (!rules->duty[sequence[i]])
            total->value_ms += (int64_t)rules->problem->places[sequence[i]].prize_s * 1000;
    }
    return true;
}

bool core_total_of(const struct core_totals *totals, const struct core_sketch *sketch, struct core_total *total)
{
    *total = (struct core_total){0};
    if (!core_rules_kept(totals->rules, sketch, totals->route, totals->at))
        return false;
    for (uint32_t i = 0; i < totals->rules->problem->places_n; i++)
        totals->route[i] = CORE_NOWHERE;
    for (uint32_t r = 0; r < sketch->routes_n; r++)
        if (!add_route(totals, sketch, r, total))
            return false;
    add_absent(totals, total);
    return true;
}
