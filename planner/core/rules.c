/* The lists are laid out by counting: first how many each place has, then where they begin, then what they are. */
#include "planner/core/rules.h"

#include "planner/core/solve.h"
#include "planner/core/sort.h"

/* --- layout -------------------------------------------------------------------------------------------------------- */

static uint32_t last_series(const struct core_problem *q)
{
    uint32_t last = 0;
    for (uint32_t i = 0; i < q->places_n; i++)
        last = q->places[i].series > last ? q->places[i].series : last;
    return last;
}

static struct core_lists carve_lists(struct core_carve *carve, size_t lists, size_t items)
{
    struct core_lists made;
    made.first = core_carve_array(carve, lists + 1, sizeof(uint32_t));
    made.item = core_carve_array(carve, items, sizeof(uint32_t));
    return made;
}

static void carve_arrays(struct core_rules *rules, struct core_carve *carve)
{
    const struct core_problem *q = rules->problem;
    size_t n = q->places_n, items = n + q->groups_n + 1;
    rules->routes = core_carve_array(carve, n, sizeof(uint64_t));
    rules->duty = core_carve_array(carve, n, sizeof(bool));
    rules->optional = core_carve_array(carve, n, sizeof(bool));
    rules->members = carve_lists(carve, (size_t)q->groups_n + 1, q->groups_n ? n : 0);
    rules->fellows = carve_lists(carve, (size_t)last_series(q) + 1, n);
    rules->firsts = carve_lists(carve, items, q->orders_n);
    rules->thens = carve_lists(carve, items, q->orders_n);
    rules->sorted = core_carve_array(carve, q->orders_n, sizeof(uint32_t));
    rules->rank = core_carve_array(carve, n, sizeof(uint32_t));
    rules->given_route = core_carve_array(carve, n, sizeof(uint32_t));
    rules->given_at = core_carve_array(carve, n, sizeof(uint32_t));
    rules->stops = core_carve_array(carve, n + 1, sizeof(struct core_stop));
}

/* --- what places are ----------------------------------------------------------------------------------------------- */

static void fill_given(struct core_rules *rules)
{
    const struct core_problem *q = rules->problem;
    for (uint32_t i = 0; i < q->places_n; i++)
        rules->given_route[i] = rules->given_at[i] = CORE_NOWHERE;
    for (uint32_t r = 0; q->given && r < q->routes_n; r++)
        for (uint32_t k = q->given_first[r]; k < q->given_first[r + 1]; k++) {
            rules->given_route[q->given[k]] = r;
            rules->given_at[q->given[k]] = k - q->given_first[r];
        }
}

bool core_rules_is_fixed(const struct core_rules *rules, uint32_t place)
{
    uint32_t route = rules->given_route[place];
    return route != CORE_NOWHERE && rules->given_at[place] < rules->problem->routes[route].fixed_n;
}

static void fill_routes(struct core_rules *rules)
{
    const struct core_problem *q = rules->problem;
    uint64_t real = q->routes_n < 64 ? ((uint64_t)1 << q->routes_n) - 1 : UINT64_MAX;
    for (uint32_t i = 0; i < q->places_n; i++)
        rules->routes[i] = q->places[i].routes & real;
    for (uint32_t r = 0; r < q->routes_n; r++) {
        const struct core_route *route = &q->routes[r];
        if (route->start < q->places_n)
            rules->routes[route->start] &= ~((uint64_t)1 << r);
        if (route->end < q->places_n)
            rules->routes[route->end] &= ~((uint64_t)1 << r);
    }
}

static void fill_places(struct core_rules *rules)
{
    const struct core_problem *q = rules->problem;
    for (uint32_t i = 0; i < q->places_n; i++) {
        const struct core_place *place = &q->places[i];
        bool fixed = core_rules_is_fixed(rules, i);
        rules->duty[i] = place->mandatory || fixed;
        rules->optional[i] = !rules->duty[i] && !(place->group && q->groups[place->group - 1].required);
        rules->any = rules->any || place->group || place->series;
        rules->timed = rules->timed || (place->late_s > 0 && place->late_weight > 0);
        if (fixed)
            rules->routes[i] &= (uint64_t)1 << rules->given_route[i];
    }
}

/* --- lists --------------------------------------------------------------------------------------------------------- */

/* Put ITEM into list I; or, while counting, count it in first[i + 1]. */
static void put(struct core_lists *lists, bool counting, uint32_t i, uint32_t item)
{
    if (counting)
        lists->first[i + 1]++;
    else
        lists->item[lists->first[i]++] = item;
}

static void put_members(struct core_lists *lists, const struct core_problem *q, bool counting)
{
    for (uint32_t i = 0; i < q->places_n; i++)
        if (q->places[i].group)
            put(lists, counting, q->places[i].group, i);
}

static void put_fellows(struct core_lists *lists, const struct core_problem *q, bool counting)
{
    for (uint32_t i = 0; i < q->places_n; i++)
        if (q->places[i].series)
            put(lists, counting, q->places[i].series, i);
}

static uint32_t list_of(const struct core_problem *q, struct core_item item)
{
    return item.group ? q->places_n + item.index : item.index;
}

static void put_orders(struct core_lists *lists, const struct core_problem *q, bool counting, bool then)
{
    for (uint32_t o = 0; o < q->orders_n; o++)
        put(lists, counting, list_of(q, then ? q->orders[o].then : q->orders[o].first), o);
}

static void put_firsts(struct core_lists *lists, const struct core_problem *q, bool counting)
{
    put_orders(lists, q, counting, true);
}

static void put_thens(struct core_lists *lists, const struct core_problem *q, bool counting)
{
    put_orders(lists, q, counting, false);
}

static void fill_lists(struct core_lists *lists, uint32_t n, const struct core_problem *q,
                       void (*put_all)(struct core_lists *, const struct core_problem *, bool))
{
    for (uint32_t i = 0; i <= n; i++)
        lists->first[i] = 0;
    put_all(lists, q, true);
    for (uint32_t i = 0; i < n; i++)
        lists->first[i + 1] += lists->first[i];
    put_all(lists, q, false);
    for (uint32_t i = n; i > 0; i--) /* each beginning has moved to its list's end */
        lists->first[i] = lists->first[i - 1];
    lists->first[0] = 0;
}

static bool times_matter(const struct core_problem *q)
{
    bool matter = q->waiting_weight > 0;
    for (uint32_t k = 0; k < q->needs_n; k++)
        matter = matter || q->needs[k].weight > 0;
    for (uint32_t r = 0; r < q->routes_n; r++)
        matter = matter || (q->routes[r].break_s > 0 && q->routes[r].break_amenities && q->routes[r].break_elsewhere_s);
    return matter;
}

void core_rules_init(struct core_rules *rules, const struct core_problem *problem, struct core_carve *carve)
{
    const struct core_problem *q = problem;
    *rules = (struct core_rules){.problem = q, .any = q->groups_n || q->orders_n || q->given};
    carve_arrays(rules, carve);
    if (!carve->block)
        return;
    rules->timed = times_matter(q);
    fill_given(rules);
    fill_routes(rules);
    fill_places(rules);
    fill_lists(&rules->members, q->groups_n + 1, q, put_members);
    fill_lists(&rules->fellows, last_series(q) + 1, q, put_fellows);
    fill_lists(&rules->firsts, q->places_n + q->groups_n + 1, q, put_firsts);
    fill_lists(&rules->thens, q->places_n + q->groups_n + 1, q, put_thens);
    for (uint32_t i = 0; i < q->places_n; i++)
        rules->rank[i] = 0;
    if (q->orders_n)
        core_sort_orders(q, rules->sorted, rules->rank);
}

/* --- questions ----------------------------------------------------------------------------------------------------- */

const uint32_t *core_rules_choices(const struct core_rules *rules, const struct core_item *item, uint32_t *n)
{
    *n = 1;
    if (!item->group)
        return &item->index;
    uint32_t first = rules->members.first[item->index];
    *n = rules->members.first[item->index + 1] - first;
    return rules->members.item + first;
}

uint32_t core_rules_served(const struct core_rules *rules, const struct core_where *where, struct core_item item)
{
    const struct core_lists *members = &rules->members;
    if (!item.group)
        return where->route[item.index] != CORE_NOWHERE ? item.index : CORE_NOWHERE;
    for (uint32_t k = members->first[item.index]; k < members->first[item.index + 1]; k++)
        if (where->route[members->item[k]] != CORE_NOWHERE)
            return members->item[k];
    return CORE_NOWHERE;
}

static bool is_earlier_day(const struct core_problem *q, uint32_t route, uint32_t than)
{
    return q->carry_over && q->routes[route].day < q->routes[than].day;
}

/* Is another place of the group served? */
static bool group_taken(const struct core_rules *rules, const struct core_where *where, uint32_t place)
{
    const struct core_lists *members = &rules->members;
    uint32_t group = rules->problem->places[place].group;
    for (uint32_t k = members->first[group]; group && k < members->first[group + 1]; k++)
        if (members->item[k] != place && where->route[members->item[k]] != CORE_NOWHERE)
            return true;
    return false;
}

bool core_rules_apart(const struct core_rules *rules, const struct core_where *where, uint32_t place, uint32_t route)
{
    const struct core_problem *q = rules->problem;
    uint32_t series = q->places[place].series;
    for (uint32_t k = rules->fellows.first[series]; k < rules->fellows.first[series + 1]; k++) {
        uint32_t other = rules->fellows.item[k];
        if (other == place || where->route[other] == CORE_NOWHERE)
            continue;
        int64_t days = (int64_t)q->routes[route].day - q->routes[where->route[other]].day;
        int32_t apart = q->places[place].apart_days, its = q->places[other].apart_days;
        if ((days < 0 ? -days : days) < (apart > its ? apart : its))
            return false;
    }
    return true;
}

bool core_rules_narrow(const struct core_rules *rules, const struct core_where *where, uint32_t place, uint32_t route,
                       uint32_t *first, uint32_t *last)
{
    const struct core_problem *q = rules->problem;
    for (uint32_t k = 0, o; (o = core_rules_first(rules, place, k)) != CORE_NOWHERE; k++) {
        uint32_t before = core_rules_served(rules, where, q->orders[o].first);
        if (before == CORE_NOWHERE)
            return false;
        if (where->route[before] == route)
            *first = where->at[before] > *first ? where->at[before] : *first;
        else if (!is_earlier_day(q, where->route[before], route))
            return false;
    }
    for (uint32_t k = 0, o; (o = core_rules_then(rules, place, k)) != CORE_NOWHERE; k++) {
        uint32_t after = core_rules_served(rules, where, q->orders[o].then);
        if (after == CORE_NOWHERE)
            continue;
        if (where->route[after] == route)
            *last = where->at[after] - 1 < *last ? where->at[after] - 1 : *last;
        else if (!is_earlier_day(q, route, where->route[after]))
            return false;
    }
    return true;
}

bool core_rules_span(const struct core_rules *rules, const struct core_where *where, uint32_t place, uint32_t route,
                     uint32_t count, uint32_t *first, uint32_t *last)
{
    *first = 0;
    *last = count;
    if (!(rules->routes[place] >> route & 1))
        return false;
    if (!rules->any)
        return true;
    if (core_rules_is_fixed(rules, place))
        *first = *last = rules->given_at[place];
    else
        *first = rules->problem->routes[route].fixed_n;
    return !group_taken(rules, where, place) && core_rules_apart(rules, where, place, route) &&
           core_rules_narrow(rules, where, place, route, first, last) && *first <= *last;
}

bool core_rules_place_kept(const struct core_rules *rules, const struct core_where *where, uint32_t place)
{
    uint32_t route = where->route[place], at = where->at[place] - 1, first = 0, last = UINT32_MAX - 1;
    if (!(rules->routes[place] >> route & 1))
        return false;
    if (!rules->any)
        return true;
    if (core_rules_is_fixed(rules, place) ? at != rules->given_at[place] : at < rules->problem->routes[route].fixed_n)
        return false;
    if (group_taken(rules, where, place) || !core_rules_apart(rules, where, place, route))
        return false;
    /* Positions are counted with the place itself among them: what comes after it is at its own position at least. */
    return core_rules_narrow(rules, where, place, route, &first, &last) && first <= at && at + 1 <= last;
}

bool core_rules_relied_on(const struct core_rules *rules, const struct core_where *where, uint32_t place)
{
    for (uint32_t k = 0, o; (o = core_rules_then(rules, place, k)) != CORE_NOWHERE; k++)
        if (core_rules_served(rules, where, rules->problem->orders[o].then) != CORE_NOWHERE)
            return true;
    return false;
}

void core_rules_locate(const struct core_rules *rules, const struct core_sketch *sketch, uint32_t *route, uint32_t *at)
{
    for (uint32_t i = 0; i < rules->problem->places_n; i++)
        route[i] = CORE_NOWHERE;
    for (uint32_t r = 0; r < sketch->routes_n; r++)
        for (uint32_t i = sketch->first[r]; i < sketch->first[r + 1]; i++) {
            route[sketch->places[i]] = r;
            at[sketch->places[i]] = i - sketch->first[r] + 1;
        }
}

static bool fixed_kept(const struct core_problem *q, const struct core_where *where)
{
    for (uint32_t r = 0; q->given && r < q->routes_n; r++)
        for (uint32_t k = 0; k < q->routes[r].fixed_n; k++)
            if (where->route[q->given[q->given_first[r] + k]] != r)
                return false;
    return true;
}

bool core_rules_kept(const struct core_rules *rules, const struct core_sketch *sketch, uint32_t *route, uint32_t *at)
{
    struct core_where where = {route, at};
    if (rules->any)
        core_rules_locate(rules, sketch, route, at);
    for (uint32_t r = 0; r < sketch->routes_n; r++)
        for (uint32_t i = sketch->first[r]; i < sketch->first[r + 1]; i++) {
            uint32_t place = sketch->places[i];
            if (rules->any ? !core_rules_place_kept(rules, &where, place) : !(rules->routes[place] >> r & 1))
                return false;
        }
    return fixed_kept(rules->problem, &where);
}
