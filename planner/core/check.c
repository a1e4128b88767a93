/* Written from problem.h and solve.h alone, the plain way: everything is replayed, nothing is remembered. */
#include "planner/core/check.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

enum { NOWHERE = -1, NEVER = -1 };

struct examiner {
    const struct core_problem *p;
    const struct core_solution *s;
    char *fault;
};

/* One route of the solution. */
struct trip {
    const struct core_route *rule;
    const struct core_stop *stop;
    uint32_t stops;
    uint32_t number;
};

/* What a replay comes to. */
struct result {
    bool possible;
    int64_t late_s, home_s;
};

static bool wrong(const struct examiner *x, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool wrong(const struct examiner *x, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(x->fault, CORE_CHECK_TEXT, format, args);
    va_end(args);
    return false;
}

static struct trip trip_of(const struct examiner *x, uint32_t r)
{
    uint32_t first = x->s->route_first[r];
    return (struct trip){&x->p->routes[r], x->s->stops + first, x->s->route_first[r + 1] - first, r};
}

static int64_t drive(const struct examiner *x, uint32_t from, uint32_t to)
{
    if (from == to)
        return 0;
    return x->p->travel_s[(size_t)from * x->p->nodes_n + to];
}

/* --- windows ------------------------------------------------------------------------------------------------------- */

static bool allowed(const struct core_place *place, const struct core_window *w, int64_t start)
{
    int64_t must_be_in_until = place->whole_inside ? start + place->service_s : start;
    return start >= w->open_s && must_be_in_until <= w->close_s;
}

/* The first moment from ARRIVE on at which the windows allow service to start, or NEVER. */
static int64_t first_allowed(const struct examiner *x, const struct core_place *place, int64_t arrive)
{
    if (place->window_count == 0)
        return arrive;
    int64_t best = NEVER;
    for (uint32_t i = 0; i < place->window_count; i++) {
        const struct core_window *w = &x->p->windows[place->window_first + i];
        int64_t start = arrive > w->open_s ? arrive : w->open_s;
        if (allowed(place, w, start) && (best == NEVER || start < best))
            best = start;
    }
    return best;
}

/* When a mandatory service starts that no window allows any more, and how late that is. */
static int64_t forced_start(const struct examiner *x, const struct core_place *place, int64_t arrive, int64_t *late)
{
    const struct core_window *w = &x->p->windows[place->window_first];
    int64_t last = NEVER;
    for (uint32_t i = 0; i < place->window_count; i++)
        if (allowed(place, &w[i], w[i].open_s))
            last = w[i].close_s - (place->whole_inside ? place->service_s : 0);
    w += place->window_count - 1;
    if (last == NEVER) {
        last = (int64_t)w->close_s - place->service_s;
        arrive = arrive > w->open_s ? arrive : w->open_s;
    }
    *late = arrive - last;
    return arrive;
}

static int64_t start_of(const struct examiner *x, const struct core_place *place, int64_t arrive, int64_t *late)
{
    int64_t start = first_allowed(x, place, arrive);
    *late = 0;
    return start != NEVER ? start : forced_start(x, place, arrive, late);
}

/* --- replay -------------------------------------------------------------------------------------------------------- */

static bool counts(const struct examiner *x, const struct core_stop *stop, bool mandatory_only)
{
    return stop->place != CORE_BREAK && (!mandatory_only || x->p->places[stop->place].mandatory);
}

/* Drive LEG from TIME on, with the break as soon as it may be; NEVER if its window is over. */
static int64_t drive_with_break(const struct core_route *rule, int64_t time, int64_t leg)
{
    int64_t from = time > rule->break_open_s ? time : rule->break_open_s;
    int64_t driven = from - time < leg ? from - time : leg;
    return from > rule->break_close_s ? NEVER : from + rule->break_s + (leg - driven);
}

/* The route's places (or the mandatory ones of them), in order, from LEAVE on, with the break after GAP places. */
static struct result replay(const struct examiner *x, const struct trip *trip, bool mandatory_only, int64_t leave,
                            int64_t gap)
{
    struct result result = {true, 0, 0};
    int64_t time = leave, done = 0;
    uint32_t at = trip->rule->start;
    for (uint32_t i = 0; i <= trip->stops && result.possible; i++) {
        bool end = i == trip->stops;
        if (!end && !counts(x, &trip->stop[i], mandatory_only))
            continue;
        uint32_t to = end ? trip->rule->end : trip->stop[i].place;
        int64_t leg = drive(x, at, to), late = 0;
        if (leg == CORE_NO_WAY && end && done == 0)
            leg = 0;
        result.possible = leg != CORE_NO_WAY;
        time = done == gap ? drive_with_break(trip->rule, time, leg) : time + leg;
        result.possible = result.possible && time != NEVER;
        if (!end && result.possible) {
            const struct core_place *place = &x->p->places[to];
            time = start_of(x, place, time, &late) + place->service_s;
            result.possible = late == 0 || place->mandatory;
            result.late_s += late;
        }
        at = to;
        done++;
    }
    result.home_s = time;
    if (time > trip->rule->latest_s)
        result.late_s += time - trip->rule->latest_s;
    return result;
}

/* The best that can be said of the route's places in their order: least lateness, then break not missed. */
static struct result best_replay(const struct examiner *x, const struct trip *trip, bool mandatory_only, bool *missed)
{
    const struct core_route *rule = trip->rule;
    int64_t places = 0;
    for (uint32_t i = 0; i < trip->stops; i++)
        places += counts(x, &trip->stop[i], mandatory_only);
    struct result best = replay(x, trip, mandatory_only, rule->earliest_s, NOWHERE);
    *missed = rule->break_s > 0 && rule->earliest_s <= rule->break_close_s && best.home_s > rule->break_close_s;
    for (int64_t gap = NOWHERE; *missed && gap <= places; gap++) {
        int64_t leave = gap == NOWHERE ? (int64_t)rule->break_open_s + rule->break_s : rule->earliest_s;
        if (gap == NOWHERE && rule->earliest_s > rule->break_open_s)
            continue;
        struct result with = replay(x, trip, mandatory_only, leave, gap);
        *missed = !with.possible || with.late_s > best.late_s;
    }
    return best;
}

/* --- one route ----------------------------------------------------------------------------------------------------- */

static bool break_stop_right(const struct examiner *x, const struct trip *trip, const struct core_stop *stop)
{
    const struct core_route *rule = trip->rule;
    if (rule->break_s == 0)
        return wrong(x, "route %u has a break that nobody asked for", trip->number);
    if (stop->start_s < rule->break_open_s || stop->start_s > rule->break_close_s)
        return wrong(x, "the break of route %u starts at %d, outside its window", trip->number, stop->start_s);
    if (stop->start_s < stop->arrive_s || stop->depart_s - stop->start_s != rule->break_s || stop->late_s != 0)
        return wrong(x, "the break of route %u has wrong times", trip->number);
    return true;
}

static bool place_stop_right(const struct examiner *x, const struct trip *trip, const struct core_stop *stop)
{
    if (stop->place >= x->p->places_n)
        return wrong(x, "route %u stops at %u, which is no place", trip->number, stop->place);
    const struct core_place *place = &x->p->places[stop->place];
    if (!(place->routes >> trip->number & 1) || stop->place == trip->rule->start || stop->place == trip->rule->end)
        return wrong(x, "place %u may not be on route %u", stop->place, trip->number);
    int64_t late, start = start_of(x, place, stop->arrive_s, &late);
    if (start != stop->start_s || late != stop->late_s || stop->depart_s - stop->start_s != place->service_s)
        return wrong(x, "place %u, reached at %d, has wrong times", stop->place, stop->arrive_s);
    if (late > 0 && !place->mandatory)
        return wrong(x, "place %u is optional and %d s late", stop->place, stop->late_s);
    return true;
}

/* Driving between stops takes as long as it does, the break's halves of a leg together. Adds the driving to *DRIVING. */
static bool legs_right(const struct examiner *x, const struct trip *trip, int64_t *driving)
{
    uint32_t r = trip->number, at = trip->rule->start, breaks = 0;
    int64_t time = x->s->leave_s[r], spent = 0, sum = 0;
    for (uint32_t i = 0; i <= trip->stops; i++) {
        bool end = i == trip->stops;
        int64_t arrive = end ? x->s->home_s[r] : trip->stop[i].arrive_s;
        if (arrive < time)
            return wrong(x, "stop %u of route %u is reached before the one before it is left", i, r);
        spent += arrive - time;
        time = end ? arrive : trip->stop[i].depart_s;
        if (!end && trip->stop[i].place == CORE_BREAK) {
            breaks++;
            continue;
        }
        uint32_t to = end ? trip->rule->end : trip->stop[i].place;
        int64_t leg = drive(x, at, to);
        if (leg == CORE_NO_WAY && !(trip->stops == 0))
            return wrong(x, "route %u drives from %u to %u, where there is no way", r, at, to);
        if (spent != (leg == CORE_NO_WAY ? 0 : leg))
            return wrong(x, "route %u drives %lld s from %u to %u", r, (long long)spent, at, to);
        sum += spent;
        spent = 0;
        at = to;
    }
    *driving += sum;
    return breaks <= 1 || wrong(x, "route %u has %u breaks", r, breaks);
}

static const struct core_stop *next_place(const struct trip *trip, int64_t i, int64_t step)
{
    for (i += step; i >= 0 && i < (int64_t)trip->stops; i += step)
        if (trip->stop[i].place != CORE_BREAK)
            return &trip->stop[i];
    return NULL;
}

/* What optional places must not: drive more than they may, be more than they may, lead too far away. */
static bool limits_kept(const struct examiner *x, const struct trip *trip, int64_t driving)
{
    uint32_t optional = 0;
    for (uint32_t i = 0; i < trip->stops; i++) {
        if (!counts(x, &trip->stop[i], false) || x->p->places[trip->stop[i].place].mandatory)
            continue;
        const struct core_stop *before = next_place(trip, i, -1), *after = next_place(trip, i, 1);
        uint32_t from = before ? before->place : trip->rule->start, here = trip->stop[i].place;
        uint32_t to = after ? after->place : trip->rule->end;
        if (drive(x, from, here) + drive(x, here, to) - drive(x, from, to) > x->p->max_detour_s &&
            x->p->max_detour_s < CORE_TIME_MAX)
            return wrong(x, "place %u is too far out of the way on route %u", here, trip->number);
        optional++;
    }
    if (optional > trip->rule->max_optional && trip->rule->max_optional < CORE_PLACES_MAX)
        return wrong(x, "route %u has %u optional places", trip->number, optional);
    if (optional && driving > trip->rule->max_driving_s && trip->rule->max_driving_s < CORE_TIME_MAX)
        return wrong(x, "route %u drives %lld s, more than it may", trip->number, (long long)driving);
    return true;
}

static int64_t gap_of_break(const struct trip *trip)
{
    for (uint32_t i = 0; i < trip->stops; i++)
        if (trip->stop[i].place == CORE_BREAK)
            return i;
    return NOWHERE;
}

static bool break_missed(const struct examiner *x, const struct trip *trip)
{
    const struct core_route *rule = trip->rule;
    if (rule->break_s == 0 || rule->earliest_s > rule->break_close_s || gap_of_break(trip) != NOWHERE)
        return false;
    bool had_before = rule->earliest_s <= rule->break_open_s &&
                      x->s->leave_s[trip->number] >= (int64_t)rule->break_open_s + rule->break_s;
    return x->s->home_s[trip->number] > rule->break_close_s && !had_before;
}

/* No schedule of the same places, nor of the mandatory ones alone, is less late, misses less, or is home sooner for the
 * same leave; and none leaves later for the same. */
static bool as_good_as_can_be(const struct examiner *x, const struct trip *trip, int64_t late)
{
    bool missed = break_missed(x, trip), miss_all, miss_bare;
    int64_t gap = gap_of_break(trip), leave = x->s->leave_s[trip->number];
    struct result all = best_replay(x, trip, false, &miss_all), bare = best_replay(x, trip, true, &miss_bare);
    if (all.late_s < late || (missed && !miss_all))
        return wrong(x, "route %u could be less late, or have its break", trip->number);
    if (bare.possible && (bare.late_s < late || (bare.late_s == late && missed && !miss_bare)))
        return wrong(x, "optional places make route %u late, or miss its break", trip->number);
    struct result same = replay(x, trip, false, leave, gap), later = replay(x, trip, false, leave + 1, gap);
    if (!same.possible || same.late_s != late || same.home_s != x->s->home_s[trip->number])
        return wrong(x, "route %u does not replay to what it says", trip->number);
    if (trip->stops && later.possible && later.late_s == late && later.home_s == same.home_s)
        return wrong(x, "route %u could leave later", trip->number);
    return true;
}

static bool route_right(const struct examiner *x, uint32_t r, struct core_solution *sums)
{
    struct trip trip = trip_of(x, r);
    int64_t driving = 0, late = x->s->home_s[r] - (int64_t)trip.rule->latest_s;
    late = late > 0 ? late : 0;
    for (uint32_t i = 0; i < trip.stops; i++) {
        const struct core_stop *stop = &trip.stop[i];
        if (stop->place == CORE_BREAK ? !break_stop_right(x, &trip, stop) : !place_stop_right(x, &trip, stop))
            return false;
        late += stop->late_s;
        if (stop->place != CORE_BREAK && !x->p->places[stop->place].mandatory)
            sums->prize_s += x->p->places[stop->place].prize_s;
    }
    if (x->s->leave_s[r] < trip.rule->earliest_s)
        return wrong(x, "route %u leaves too early", r);
    if (!legs_right(x, &trip, &driving) || !limits_kept(x, &trip, driving) || !as_good_as_can_be(x, &trip, late))
        return false;
    sums->late_s += late;
    sums->driving_s += driving;
    sums->breaks_missed += break_missed(x, &trip);
    return true;
}

/* --- the whole ----------------------------------------------------------------------------------------------------- */

static uint32_t times_served(const struct core_solution *s, uint32_t routes_n, uint32_t place)
{
    uint32_t times = 0;
    for (uint32_t i = 0; i < s->route_first[routes_n]; i++)
        times += s->stops[i].place == place;
    return times;
}

static bool served_right(const struct examiner *x)
{
    uint32_t unserved = 0;
    for (uint32_t i = 0; i < x->p->places_n; i++) {
        uint32_t times = times_served(x->s, x->p->routes_n, i);
        if (times > 1)
            return wrong(x, "place %u is served %u times", i, times);
        if (times > 0 || !x->p->places[i].mandatory)
            continue;
        if (unserved >= x->s->unserved_n || x->s->unserved[unserved].duty.index != i)
            return wrong(x, "mandatory place %u is neither served nor listed as unserved", i);
        unserved++;
    }
    return unserved == x->s->unserved_n || wrong(x, "places are listed as unserved that are not");
}

static bool sums_right(const struct examiner *x, const struct core_solution *sums)
{
    const struct core_solution *s = x->s;
    if (s->late_s != sums->late_s || s->breaks_missed != sums->breaks_missed)
        return wrong(x, "lateness is %lld s and %u breaks, not %lld and %u", (long long)sums->late_s,
                     sums->breaks_missed, (long long)s->late_s, s->breaks_missed);
    if (s->prize_s != sums->prize_s || s->driving_s != sums->driving_s)
        return wrong(x, "prizes are %lld and driving %lld, not %lld and %lld", (long long)sums->prize_s,
                     (long long)sums->driving_s, (long long)s->prize_s, (long long)s->driving_s);
    if (s->value_ms != s->prize_s * 1000 - s->driving_s * x->p->driving_weight)
        return wrong(x, "the value is not prizes less driving");
    return true;
}

bool core_check(const struct core_problem *problem, const struct core_solution *solution, char fault[CORE_CHECK_TEXT])
{
    struct examiner x = {problem, solution, fault};
    struct core_solution sums = {0};
    fault[0] = '\0';
    if (solution->route_first[0] != 0)
        return wrong(&x, "the first route does not begin at the first stop");
    for (uint32_t r = 0; r < problem->routes_n; r++)
        if (solution->route_first[r + 1] < solution->route_first[r])
            return wrong(&x, "the routes' stops are out of order");
    for (uint32_t r = 0; r < problem->routes_n; r++)
        if (!route_right(&x, r, &sums))
            return false;
    return served_right(&x) && sums_right(&x, &sums);
}
