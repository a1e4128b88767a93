#include "tests/core/oracle.h"

#include <stddef.h>
#include <string.h>

/* The routes as they are being made. */
struct trial {
    const struct core_problem *p;
    uint32_t sequence[CORE_ROUTES_MAX][ORACLE_PLACES_MAX];
    uint32_t count[CORE_ROUTES_MAX];
    bool used[ORACLE_PLACES_MAX];
    struct oracle_result best;
};

struct outcome {
    bool possible;
    int64_t late, missed, home;
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

static int64_t leg_of(const struct core_problem *p, uint32_t a, uint32_t b)
{
    return a == b ? 0 : p->travel_s[(size_t)a * p->nodes_n + b];
}

/* Starts of service are tried second by second. */
static int64_t serve(const struct core_problem *p, const struct core_place *place, int64_t arrive, int64_t *late)
{
    int64_t length = place->whole_inside ? place->service_s : 0, last = -1, latest_close = -1;
    *late = 0;
    if (!place->window_count)
        return arrive + place->service_s;
    const struct core_window *w = p->windows + place->window_first;
    for (uint32_t i = 0; i < place->window_count; i++) {
        if (w[i].close_s - length >= w[i].open_s)
            last = w[i].close_s - length;
        latest_close = w[i].close_s;
    }
    for (int64_t start = arrive; start <= latest_close; start++)
        for (uint32_t i = 0; i < place->window_count; i++)
            if (start >= w[i].open_s && start + length <= w[i].close_s)
                return start + place->service_s;
    if (last < 0) {
        last = latest_close - length;
        if (arrive < w[place->window_count - 1].open_s)
            arrive = w[place->window_count - 1].open_s;
    }
    *late = arrive - last;
    return arrive + place->service_s;
}

/* One way: leaving at LEAVE, with the break in gap GAP (-1: none). */
static struct outcome go(const struct trial *t, uint32_t r, int64_t leave, int gap)
{
    const struct core_problem *p = t->p;
    const struct core_route *route = &p->routes[r];
    struct outcome out = {true, 0, 0, leave};
    uint32_t at = route->start;
    for (uint32_t i = 0; i <= t->count[r]; i++) {
        uint32_t to = i < t->count[r] ? t->sequence[r][i] : route->end;
        int64_t leg = leg_of(p, at, to), late;
        if (t->count[r] == 0 && leg == CORE_NO_WAY)
            leg = 0;
        if (leg == CORE_NO_WAY)
            out.possible = false;
        if (gap == (int)i) {
            if (out.home > route->break_close_s)
                out.possible = false;
            int64_t there = out.home + leg;
            out.home = (there > route->break_open_s ? there : route->break_open_s) + route->break_s;
        } else {
            out.home += leg;
        }
        if (i < t->count[r]) {
            out.home = serve(p, &p->places[to], out.home, &late);
            out.late += late;
            if (late && !p->places[to].mandatory)
                out.possible = false;
        }
        at = to;
    }
    if (out.home > route->latest_s)
        out.late += out.home - route->latest_s;
    return out;
}

static struct outcome best_way(const struct trial *t, uint32_t r)
{
    const struct core_route *route = &t->p->routes[r];
    struct outcome best = go(t, r, route->earliest_s, -1);
    if (!best.possible || !route->break_s || route->earliest_s > route->break_close_s ||
        best.home <= route->break_close_s)
        return best;
    best.missed = 1;
    for (int gap = -1; gap <= (int)t->count[r]; gap++) {
        if (gap < 0 && route->earliest_s > route->break_open_s)
            continue;
        struct outcome way = go(t, r, gap < 0 ? route->break_open_s + route->break_s : route->earliest_s, gap);
        if (way.possible && way.late <= best.late)
            best = way;
    }
    return best;
}

static bool limits_kept(const struct trial *t, uint32_t r, int64_t *driving)
{
    const struct core_problem *p = t->p;
    const struct core_route *route = &p->routes[r];
    uint32_t optional = 0, n = t->count[r];
    *driving = 0;
    for (uint32_t i = 0; i <= n; i++) {
        uint32_t before = i ? t->sequence[r][i - 1] : route->start, at = i < n ? t->sequence[r][i] : route->end;
        int64_t leg = leg_of(p, before, at);
        *driving += n == 0 && leg == CORE_NO_WAY ? 0 : leg;
        if (i == n || p->places[at].mandatory)
            continue;
        optional++;
        uint32_t after = i + 1 < n ? t->sequence[r][i + 1] : route->end;
        if (p->max_detour_s < CORE_TIME_MAX && leg + leg_of(p, at, after) - leg_of(p, before, after) > p->max_detour_s)
            return false;
    }
    return !optional || (optional <= route->max_optional &&
                         (route->max_driving_s == CORE_TIME_MAX || *driving <= route->max_driving_s));
}

static void judge(struct trial *t)
{
    struct oracle_result sum = {0};
    int64_t driving = 0, all = 0;
    for (uint32_t r = 0; r < t->p->routes_n; r++) {
        struct outcome way = best_way(t, r);
        if (!way.possible || !limits_kept(t, r, &driving))
            return;
        sum.late_s += way.late;
        sum.missed += way.missed;
        all += driving;
    }
    for (uint32_t i = 0; i < t->p->places_n; i++) {
        sum.unserved += t->p->places[i].mandatory && !t->used[i];
        sum.value_ms += !t->p->places[i].mandatory && t->used[i] ? (int64_t)t->p->places[i].prize_s * 1000 : 0;
    }
    sum.value_ms -= all * t->p->driving_weight;
    if (oracle_compare(&sum, &t->best) < 0)
        t->best = sum;
}

/* Extend route R by every place, or go on to the next route. */
static void extend(struct trial *t, uint32_t r)
{
    if (r == t->p->routes_n) {
        judge(t);
        return;
    }
    extend(t, r + 1);
    for (uint32_t i = 0; i < t->p->places_n; i++) {
        if (t->used[i] || !(t->p->places[i].routes >> r & 1) || i == t->p->routes[r].start || i == t->p->routes[r].end)
            continue;
        t->used[i] = true;
        t->sequence[r][t->count[r]++] = i;
        extend(t, r);
        t->count[r]--;
        t->used[i] = false;
    }
}

struct oracle_result oracle_best(const struct core_problem *problem)
{
    struct trial t;
    memset(&t, 0, sizeof t);
    t.p = problem;
    t.best.unserved = INT64_MAX / 2;
    extend(&t, 0);
    return t.best;
}
