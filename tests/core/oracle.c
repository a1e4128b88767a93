#include "tests/core/oracle.h"

#include <stddef.h>
#include <string.h>

enum { SETS = 1 << ORACLE_PLACES_MAX, STOPS = ORACLE_PLACES_MAX };

/* How the break is had: not, before the route leaves, at the stop before leg GAP or behind it, or on the road between. */
enum manner { NOT, BEFORE_LEAVING, STAYING, ON_ARRIVAL, ON_THE_ROAD };

struct way {
    enum manner manner;
    uint32_t gap;
};

/* One route as it is being made, and what has been found on each. */
struct trial {
    const struct core_problem *p;
    const struct core_route *route;
    uint32_t r, n, set;
    uint32_t seq[STOPS];
    int64_t last[STOPS]; /* by place: the last start that its windows allow; see last_start */
    bool never[STOPS];   /* by place: none of its windows can be used */
    bool duty[STOPS], optional[STOPS];
    uint32_t fixed_on[STOPS]; /* by place: route + 1, or 0 */
    uint32_t given_on[STOPS]; /* by place: route + 1, or 0 */
    uint32_t given_at[STOPS];
    struct oracle_result found[ORACLE_ROUTES_MAX][SETS]; /* unserved 1: nothing found */
    uint32_t shared[ORACLE_ROUTES_MAX];                  /* sets, while sharing out */
    struct oracle_result best;
};

/* One sequence timed one way. */
struct timing {
    bool possible;
    enum manner had;
    int64_t arrive[STOPS], start[STOPS], late[STOPS];
    int64_t home, leave, waiting, beyond; /* beyond: lateness of duties and of the end that has no price */
};

int oracle_compare(const struct oracle_result *a, const struct oracle_result *b)
{
    const int64_t worse[] = {a->unserved - b->unserved, a->late_s - b->late_s, a->missed - b->missed,
                             b->value_ms - a->value_ms};
    for (int i = 0; i < 4; i++)
        if (worse[i])
            return worse[i] < 0 ? -1 : 1;
    return 0;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t most(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t leg_of(const struct core_problem *p, uint32_t a, uint32_t b)
{
    return a == b ? 0 : p->travel_s[(size_t)a * p->nodes_n + b];
}

/* The node before leg I, or after it. */
static uint32_t node(const struct trial *t, uint32_t i, bool after)
{
    if (after)
        return i < t->n ? t->seq[i] : t->route->end;
    return i > 0 ? t->seq[i - 1] : t->route->start;
}

static int64_t nth_leg(const struct trial *t, uint32_t i)
{
    int64_t leg = leg_of(t->p, node(t, i, false), node(t, i, true));
    return t->n == 0 && leg == CORE_NO_WAY ? 0 : leg;
}

/* --- windows ------------------------------------------------------------------------------------------------------- */

static int64_t inside_of(const struct core_place *place)
{
    return place->whole_inside ? place->service_s : 0;
}

static void last_start(struct trial *t, uint32_t i)
{
    const struct core_place *place = &t->p->places[i];
    const struct core_window *w = t->p->windows + place->window_first;
    t->last[i] = place->window_count ? -1 : INT64_MAX / 4;
    for (uint32_t k = 0; k < place->window_count; k++)
        if (w[k].close_s - inside_of(place) >= w[k].open_s)
            t->last[i] = w[k].close_s - inside_of(place);
    t->never[i] = t->last[i] == -1;
    if (t->never[i])
        t->last[i] = w[place->window_count - 1].close_s - inside_of(place);
}

/* When service starts for one who arrives at ARRIVE. */
static int64_t start_of(const struct trial *t, uint32_t i, int64_t arrive)
{
    const struct core_place *place = &t->p->places[i];
    const struct core_window *w = t->p->windows + place->window_first;
    if (t->never[i])
        return most(arrive, w[place->window_count - 1].open_s);
    for (uint32_t k = 0; k < place->window_count; k++)
        if (most(arrive, w[k].open_s) + inside_of(place) <= w[k].close_s)
            return most(arrive, w[k].open_s);
    return arrive;
}

/* The latest arrival from which service starts at LIMIT or sooner, and no later than as it is. Service as it is starts at
 * START, LATE late. */
static int64_t latest_arrival(const struct trial *t, uint32_t i, int64_t limit, int64_t start, int64_t late)
{
    const struct core_place *place = &t->p->places[i];
    const struct core_window *w = t->p->windows + place->window_first;
    if (late > 0)
        return start;
    if (!place->window_count)
        return limit;
    int64_t arrival = -1;
    for (uint32_t k = 0; k < place->window_count; k++) {
        int64_t close = w[k].close_s - inside_of(place);
        if (close >= w[k].open_s && w[k].open_s <= limit)
            arrival = most(arrival, least(limit, close));
    }
    return arrival;
}

/* --- one sequence, one way ----------------------------------------------------------------------------------------- */

/* Along leg I from TIME on, to arrival and the end of the break. Below 0 if the break cannot be had so. On the road, it is
 * had from when its window opens, at the stop behind the leg if that is reached before. */
static int64_t along(const struct trial *t, uint32_t i, int64_t time, struct way way, struct timing *out)
{
    int64_t leg = nth_leg(t, i), length = t->route->break_s;
    if (way.manner <= BEFORE_LEAVING || way.gap != i)
        return time + leg;
    int64_t there = time + leg, begin = most(way.manner == ON_ARRIVAL ? there : time, t->route->break_open_s);
    if (begin > t->route->break_close_s)
        return -1;
    if (way.manner == STAYING) {
        out->waiting += begin - time;
        return begin + length + leg;
    }
    out->waiting += most(0, begin - there);
    out->had = begin >= there ? ON_ARRIVAL : ON_THE_ROAD;
    return most(there, begin) + length;
}

/* Everything as early as it can be after leaving at LEAVE. */
static void go(const struct trial *t, int64_t leave, struct way way, struct timing *out)
{
    int64_t time = leave;
    *out = (struct timing){.possible = true, .had = way.manner, .leave = leave};
    for (uint32_t i = 0; i <= t->n; i++) {
        time = along(t, i, time, way, out);
        if (time < 0) {
            out->possible = false;
            return;
        }
        if (i == t->n)
            break;
        uint32_t place = t->seq[i];
        out->arrive[i] = time;
        out->start[i] = start_of(t, place, time);
        out->waiting += out->start[i] - time;
        out->late[i] = most(0, out->start[i] - t->last[place]);
        int64_t beyond = most(0, out->late[i] - t->p->places[place].late_s);
        if ((beyond > 0 || t->never[place]) && !t->duty[place])
            out->possible = false;
        out->beyond += beyond;
        time = out->start[i] + t->p->places[place].service_s;
    }
    out->home = time;
    out->beyond += most(0, time - t->route->latest_s);
}

/* The latest leave by which the end and every lateness stay as they are in EARLY, leg by leg backwards. */
static int64_t latest_leave(const struct trial *t, const struct timing *early, struct way way)
{
    int64_t limit = early->home, close = t->route->break_close_s, length = t->route->break_s;
    for (uint32_t i = t->n + 1; i-- > 0;) {
        int64_t leg = nth_leg(t, i);
        if (way.manner <= BEFORE_LEAVING || way.gap != i)
            limit -= leg;
        else if (way.manner == ON_ARRIVAL)
            limit = least(close, limit - length) - leg;
        else
            limit = least(close, limit - length - leg);
        if (i > 0)
            limit = latest_arrival(t, t->seq[i - 1], limit - t->p->places[t->seq[i - 1]].service_s, early->start[i - 1],
                                   early->late[i - 1]);
    }
    return limit;
}

static int64_t too_long(const struct trial *t, const struct core_need *need, const struct timing *way)
{
    int64_t since = way->leave, sum = 0;
    for (uint32_t i = 0; i < t->n; i++)
        if (t->p->places[t->seq[i]].amenities & need->amenities) {
            sum += most(0, way->start[i] - since - need->within_s);
            since = way->start[i] + t->p->places[t->seq[i]].service_s;
        }
    return sum + most(0, way->home - since - need->within_s);
}

static bool had_elsewhere(const struct trial *t, enum manner had, struct way way)
{
    if (had <= BEFORE_LEAVING || !t->route->break_amenities)
        return false;
    if (had == STAYING && way.gap > 0)
        return !(t->p->places[t->seq[way.gap - 1]].amenities & t->route->break_amenities);
    if (had == ON_ARRIVAL && way.gap < t->n)
        return !(t->p->places[t->seq[way.gap]].amenities & t->route->break_amenities);
    return true;
}

/* The price of all that depends on the times, in ms. */
static int64_t price_of(const struct trial *t, const struct timing *timing, struct way way)
{
    int64_t price = timing->waiting * t->p->waiting_weight;
    for (uint32_t i = 0; i < t->n; i++) {
        const struct core_place *place = &t->p->places[t->seq[i]];
        price += least(timing->late[i], place->late_s) * place->late_weight;
    }
    for (uint32_t k = 0; k < t->p->needs_n; k++)
        price += too_long(t, &t->p->needs[k], timing) * t->p->needs[k].weight;
    return price + (had_elsewhere(t, timing->had, way) ? 1000 * (int64_t)t->route->break_elsewhere_s : 0);
}

static void keep(struct trial *t, const struct oracle_result *result)
{
    struct oracle_result *kept = &t->found[t->r][t->set];
    if (oracle_compare(result, kept) < 0)
        *kept = *result;
}

/* Time the sequence one way, from EARLIEST on, and keep it if it is good. */
static void try_way(struct trial *t, int64_t earliest, struct way way, int64_t value_ms)
{
    struct timing timing;
    go(t, earliest, way, &timing);
    if (!timing.possible)
        return;
    go(t, latest_leave(t, &timing, way), way, &timing);
    struct oracle_result result = {0, timing.beyond, 0, value_ms - price_of(t, &timing, way)};
    keep(t, &result);
}

static bool break_is_due(const struct trial *t, const struct timing *early)
{
    return t->route->break_s && t->route->earliest_s <= t->route->break_close_s &&
           early->home > t->route->break_close_s;
}

/* Every way to time the sequence, which is worth at most VALUE_MS. */
static void try_all_ways(struct trial *t, int64_t value_ms)
{
    const struct core_route *route = t->route;
    const struct way none = {NOT, 0};
    struct timing timing;
    go(t, route->earliest_s, none, &timing);
    struct oracle_result at_best = {0, timing.beyond, 0, value_ms};
    if (!timing.possible || oracle_compare(&at_best, &t->found[t->r][t->set]) >= 0)
        return;
    bool due = break_is_due(t, &timing);
    go(t, latest_leave(t, &timing, none), none, &timing);
    struct oracle_result without = {0, timing.beyond, due, value_ms - price_of(t, &timing, none)};
    keep(t, &without);
    if (!due)
        return;
    if (route->earliest_s <= route->break_open_s)
        try_way(t, (int64_t)route->break_open_s + route->break_s, (struct way){BEFORE_LEAVING, 0}, value_ms);
    for (uint32_t gap = 0; gap <= t->n; gap++)
        for (enum manner manner = STAYING; manner <= ON_THE_ROAD; manner++)
            try_way(t, route->earliest_s, (struct way){manner, gap}, value_ms);
}

/* --- every sequence on a route ------------------------------------------------------------------------------------- */

static bool limits_kept(const struct trial *t, int64_t driving)
{
    uint32_t optional = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        if (!t->optional[t->seq[i]])
            continue;
        optional++;
        int64_t past = leg_of(t->p, node(t, i, false), node(t, i + 1, true));
        if (t->p->max_detour_s < CORE_TIME_MAX && nth_leg(t, i) + nth_leg(t, i + 1) - past > t->p->max_detour_s)
            return false;
    }
    return !optional || (optional <= t->route->max_optional &&
                         (t->route->max_driving_s == CORE_TIME_MAX || driving <= t->route->max_driving_s));
}

static uint32_t changes_seen(const struct trial *t)
{
    uint32_t changes = 0, before = UINT32_MAX;
    for (uint32_t i = 0; i < t->n; i++) {
        uint32_t place = t->seq[i];
        if (t->given_on[place] != t->r + 1) {
            changes++;
            continue;
        }
        changes += before != UINT32_MAX && t->given_at[place] < before;
        before = t->given_at[place];
    }
    return changes;
}

static void judge_sequence(struct trial *t, int64_t driving)
{
    int64_t last = nth_leg(t, t->n), value_ms = 0;
    if (last == CORE_NO_WAY || t->n < t->route->fixed_n || !limits_kept(t, driving + last))
        return;
    for (uint32_t i = 0; i < t->n; i++)
        value_ms += t->duty[t->seq[i]] ? 0 : 1000 * (int64_t)t->p->places[t->seq[i]].prize_s;
    value_ms -= (driving + last) * t->p->driving_weight;
    if (t->p->given)
        value_ms -= 1000 * (int64_t)t->p->change_s * changes_seen(t);
    try_all_ways(t, value_ms);
}

static bool is_of(const struct trial *t, uint32_t place, struct core_item item)
{
    return item.group ? t->p->places[place].group == item.index : place == item.index;
}

/* The place of ITEM in SET, or -1. */
static int served(const struct trial *t, uint32_t set, struct core_item item)
{
    for (uint32_t i = 0; i < t->p->places_n; i++)
        if (set >> i & 1 && is_of(t, i, item))
            return (int)i;
    return -1;
}

static bool too_near(const struct trial *t, uint32_t a, uint32_t b, uint32_t route_a, uint32_t route_b)
{
    const struct core_place *p = &t->p->places[a], *q = &t->p->places[b];
    if (!p->series || p->series != q->series)
        return false;
    int64_t days = (int64_t)t->p->routes[route_a].day - t->p->routes[route_b].day;
    return most(days, -days) < most(p->apart_days, q->apart_days);
}

/* May PLACE come next? Of the rules, those that do not depend on other routes. */
static bool may_be_next(const struct trial *t, uint32_t place)
{
    if (t->set >> place & 1 || !(t->p->places[place].routes >> t->r & 1))
        return false;
    if (place == t->route->start || place == t->route->end)
        return false;
    if (t->n < t->route->fixed_n ? t->p->given[t->p->given_first[t->r] + t->n] != place : t->fixed_on[place] != 0)
        return false;
    for (uint32_t i = 0; i < t->n; i++) {
        uint32_t there = t->seq[i];
        if (too_near(t, place, there, t->r, t->r))
            return false;
        if (t->p->places[place].group && t->p->places[place].group == t->p->places[there].group)
            return false;
        for (uint32_t o = 0; o < t->p->orders_n; o++)
            if (is_of(t, place, t->p->orders[o].first) && is_of(t, there, t->p->orders[o].then))
                return false;
    }
    return true;
}

/* The sequence itself and all that go on from it; TIME is the earliest at which it is done, DRIVING what it has driven. */
static void extend(struct trial *t, int64_t time, int64_t driving)
{
    judge_sequence(t, driving);
    uint32_t here = node(t, t->n, false);
    for (uint32_t place = 0; place < t->p->places_n; place++) {
        int64_t leg = leg_of(t->p, here, place);
        if (leg == CORE_NO_WAY || !may_be_next(t, place))
            continue;
        int64_t start = start_of(t, place, time + leg);
        if (!t->duty[place] && (t->never[place] || start - t->last[place] > t->p->places[place].late_s))
            continue;
        t->seq[t->n++] = place;
        t->set |= 1U << place;
        extend(t, start + t->p->places[place].service_s, driving + leg);
        t->set &= ~(1U << place);
        t->n--;
    }
}

/* --- sharing out ---------------------------------------------------------------------------------------------------- */

static uint32_t route_of(const struct trial *t, uint32_t place)
{
    uint32_t r = 0;
    while (!(t->shared[r] >> place & 1))
        r++;
    return r;
}

static bool order_kept(const struct trial *t, uint32_t all, const struct core_order *order)
{
    int first = served(t, all, order->first), then = served(t, all, order->then);
    if (then < 0)
        return true;
    if (first < 0)
        return false;
    uint32_t a = route_of(t, (uint32_t)first), b = route_of(t, (uint32_t)then);
    /* on the same route the sequence itself has been looked at: THEN is not before FIRST */
    return a == b ? first != then : t->p->carry_over && t->p->routes[a].day < t->p->routes[b].day;
}

static bool rules_kept(const struct trial *t, uint32_t all)
{
    for (uint32_t o = 0; o < t->p->orders_n; o++)
        if (!order_kept(t, all, &t->p->orders[o]))
            return false;
    for (uint32_t a = 0; a < t->p->places_n; a++)
        for (uint32_t b = 0; b < a; b++) {
            if (!(all >> a & all >> b & 1))
                continue;
            if (t->p->places[a].group && t->p->places[a].group == t->p->places[b].group)
                return false;
            if (too_near(t, a, b, route_of(t, a), route_of(t, b)))
                return false;
        }
    return true;
}

/* What is left out costs. */
static void add_unserved(const struct trial *t, uint32_t all, struct oracle_result *sum)
{
    for (uint32_t i = 0; i < t->p->places_n; i++) {
        sum->unserved += t->duty[i] && !(all >> i & 1);
        if (t->given_on[i] && !(all >> i & 1))
            sum->value_ms -= 1000 * (int64_t)t->p->change_s;
    }
    for (uint32_t g = 1; g <= t->p->groups_n; g++)
        sum->unserved += t->p->groups[g - 1].required && served(t, all, (struct core_item){true, g}) < 0;
}

static void share_out(struct trial *t, uint32_t r, uint32_t left, struct oracle_result sum)
{
    if (r == t->p->routes_n) {
        uint32_t all = ((1U << t->p->places_n) - 1) & ~left;
        add_unserved(t, all, &sum);
        if (oracle_compare(&sum, &t->best) < 0 && rules_kept(t, all))
            t->best = sum;
        return;
    }
    for (uint32_t set = left;; set = (set - 1) & left) {
        const struct oracle_result *found = &t->found[r][set];
        if (!found->unserved) {
            struct oracle_result with = {0, sum.late_s + found->late_s, sum.missed + found->missed,
                                         sum.value_ms + found->value_ms};
            t->shared[r] = set;
            share_out(t, r + 1, left & ~set, with);
        }
        if (!set)
            return;
    }
}

static void know_places(struct trial *t)
{
    const struct core_problem *p = t->p;
    for (uint32_t r = 0; p->given && r < p->routes_n; r++)
        for (uint32_t i = p->given_first[r]; i < p->given_first[r + 1]; i++) {
            uint32_t place = p->given[i];
            t->given_on[place] = r + 1;
            t->given_at[place] = i;
            t->fixed_on[place] = i - p->given_first[r] < p->routes[r].fixed_n ? r + 1 : 0;
        }
    for (uint32_t i = 0; i < p->places_n; i++) {
        last_start(t, i);
        t->duty[i] = p->places[i].mandatory || t->fixed_on[i];
        t->optional[i] = !t->duty[i] && !(p->places[i].group && p->groups[p->places[i].group - 1].required);
    }
}

struct oracle_result oracle_best(const struct core_problem *problem)
{
    static struct trial t;
    memset(&t, 0, sizeof t);
    t.p = problem;
    know_places(&t);
    for (uint32_t r = 0; r < problem->routes_n; r++) {
        for (uint32_t set = 0; set < SETS; set++)
            t.found[r][set].unserved = 1;
        t.r = r;
        t.route = &problem->routes[r];
        extend(&t, t.route->earliest_s, 0);
    }
    t.best.unserved = INT64_MAX / 2;
    share_out(&t, 0, (1U << problem->places_n) - 1, (struct oracle_result){0});
    return t.best;
}
