/* The times of a route, replayed from the road and the windows; and every other way to time the same places. */
#include "planner/core/check_part.h"

#include <stddef.h>

enum { NEVER = -1 };

/* How the break is had. */
enum manner {
    NOT,            /* and it is missed, if it is due */
    BEFORE_LEAVING, /* the route leaves when it has been had */
    AT_STOP,        /* before leg GAP, at the stop where that begins */
    ON_ARRIVAL,     /* behind leg GAP, at the stop where that ends */
    ON_THE_ROAD     /* of leg GAP */
};

struct way {
    enum manner manner;
    uint32_t gap;
};

/* One route of the solution. */
struct trip {
    const struct core_route *rule;
    const struct core_stop *stop;
    uint32_t stops, number;
    bool bare;       /* leave its optional places out */
    uint32_t places; /* that it has then */
};

/* What a replay comes to. */
struct replay {
    bool possible;                    /* all can be driven, and the break had so, and nothing is late that may not be */
    bool as_said;                     /* every time is the solution's */
    int64_t late_s, beyond_s, home_s; /* late: of services, all of it; beyond: what counts as lateness, the end's too */
    int64_t driving_s, waiting_s, late_price_ms, need_s[CORE_NEEDS_MAX], elsewhere;
    int64_t since[CORE_NEEDS_MAX]; /* when the stretch of each need began */
};

static bool is_of_trip(const struct core_examiner *x, const struct trip *trip, uint32_t i)
{
    return trip->stop[i].place != CORE_BREAK && (!trip->bare || !core_check_optional(x, trip->stop[i].place));
}

static struct trip trip_of(const struct core_examiner *x, uint32_t r, bool bare)
{
    uint32_t first = x->s->route_first[r];
    struct trip trip = {&x->p->routes[r], x->s->stops + first, x->s->route_first[r + 1] - first, r, bare, 0};
    for (uint32_t i = 0; i < trip.stops; i++)
        trip.places += is_of_trip(x, &trip, i);
    return trip;
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* --- windows ------------------------------------------------------------------------------------------------------- */

static bool allowed(const struct core_place *place, const struct core_window *w, int64_t start)
{
    int64_t must_be_in_until = place->whole_inside ? start + place->service_s : start;
    return start >= w->open_s && must_be_in_until <= w->close_s;
}

/* The first moment from ARRIVE on at which the windows allow service to start, or NEVER. */
static int64_t first_allowed(const struct core_place *place, const struct core_window *w, int64_t arrive)
{
    int64_t best = NEVER;
    for (uint32_t i = 0; i < place->window_count; i++) {
        int64_t start = larger(arrive, w[i].open_s);
        if (allowed(place, &w[i], start) && (best == NEVER || start < best))
            best = start;
    }
    return best;
}

bool core_check_usable(const struct core_examiner *x, uint32_t number)
{
    const struct core_place *place = &x->p->places[number];
    for (uint32_t i = 0; i < place->window_count; i++) {
        const struct core_window *w = &x->p->windows[place->window_first + i];
        if (allowed(place, w, w->open_s))
            return true;
    }
    return place->window_count == 0;
}

int64_t core_check_start(const struct core_examiner *x, uint32_t number, int64_t arrive, int64_t *late)
{
    const struct core_place *place = &x->p->places[number];
    *late = 0;
    if (place->window_count == 0)
        return arrive;
    const struct core_window *w = x->p->windows + place->window_first;
    int64_t start = first_allowed(place, w, arrive), last = NEVER, service = place->whole_inside ? place->service_s : 0;
    if (start != NEVER)
        return start;
    for (uint32_t i = 0; i < place->window_count; i++)
        if (allowed(place, &w[i], w[i].open_s) || !core_check_usable(x, number))
            last = w[i].close_s - service;
    start = core_check_usable(x, number) ? arrive : larger(arrive, w[place->window_count - 1].open_s);
    *late = start - last;
    return start;
}

/* --- replay -------------------------------------------------------------------------------------------------------- */

/* Is NODE a stop, and has it what the break is best had with? */
static bool good_for_break(const struct core_examiner *x, const struct trip *trip, uint32_t node, bool is_stop)
{
    uint32_t wanted = trip->rule->break_amenities;
    return wanted == 0 || (is_stop && (x->p->places[node].amenities & wanted));
}

/* A leg with the break: leave at TIME, be there, with the break behind one, at what is returned; NEVER if it cannot be.
 * MANNER becomes what it comes to: whoever has it on the road and is there first has it there. */
static int64_t drive_with_break(const struct trip *trip, enum manner *manner, int64_t time, int64_t leg,
                                struct core_stop *had)
{
    const struct core_route *rule = trip->rule;
    int64_t there = time + leg, here = *manner == ON_ARRIVAL ? there : time, start = larger(here, rule->break_open_s);
    if (start > rule->break_close_s)
        return NEVER;
    if (*manner == ON_THE_ROAD && start >= there)
        *manner = ON_ARRIVAL;
    if (*manner != AT_STOP)
        here = smaller(start, there);
    int64_t end = start + rule->break_s;
    *had = (struct core_stop){CORE_BREAK, (int32_t)here, (int32_t)start, (int32_t)end, 0};
    return *manner == AT_STOP ? end + leg : end + there - here;
}

static bool same_times(const struct core_stop *a, const struct core_stop *b)
{
    return a->place == b->place && a->arrive_s == b->arrive_s && a->start_s == b->start_s &&
           a->depart_s == b->depart_s && a->late_s == b->late_s;
}

/* A stop that has AMENITIES ends the stretches of those needs, coming to the end those of all. */
static void end_stretches(const struct core_examiner *x, struct replay *out, uint32_t amenities, bool all,
                          int64_t start, int64_t depart)
{
    for (uint32_t k = 0; k < x->p->needs_n; k++)
        if (all || (x->p->needs[k].amenities & amenities)) {
            out->need_s[k] += larger(0, start - out->since[k] - x->p->needs[k].within_s);
            out->since[k] = depart;
        }
}

/* Serve PLACE for one who arrives at TIME. */
static struct core_stop serve(const struct core_examiner *x, uint32_t number, int64_t time, struct replay *out)
{
    const struct core_place *place = &x->p->places[number];
    int64_t late, start = core_check_start(x, number, time, &late), beyond = larger(0, late - place->late_s);
    int64_t depart = start + place->service_s;
    out->waiting_s += start - time;
    out->late_s += late;
    out->beyond_s += beyond;
    out->late_price_ms += smaller(late, place->late_s) * place->late_weight;
    out->possible = out->possible && ((beyond == 0 && core_check_usable(x, number)) || core_check_duty(x, number));
    end_stretches(x, out, place->amenities, false, start, depart);
    return (struct core_stop){number, (int32_t)time, (int32_t)start, (int32_t)depart, (int32_t)late};
}

/* Compare STOP with the solution's next. */
static void compare(const struct trip *trip, struct replay *out, uint32_t *next, const struct core_stop *stop)
{
    out->as_said = out->as_said && *next < trip->stops && same_times(&trip->stop[*next], stop);
    ++*next;
}

/* Drive from the node AT, left at TIME, to the node TO, the end of leg GAP, in the way WAY. */
static int64_t ride(const struct core_examiner *x, const struct trip *trip, struct way way, uint32_t gap, uint32_t at,
                    uint32_t to, int64_t time, uint32_t *next, struct replay *out)
{
    int64_t leg = core_check_drive(x, at, to);
    if (leg == CORE_NO_WAY && trip->places == 0)
        leg = 0;
    out->possible = out->possible && leg != CORE_NO_WAY;
    out->driving_s += leg;
    if (way.manner <= BEFORE_LEAVING || way.gap != gap)
        return time + leg;
    struct core_stop had = {0};
    time = drive_with_break(trip, &way.manner, time, leg, &had);
    out->possible = out->possible && time != NEVER;
    out->waiting_s += had.start_s - had.arrive_s;
    if (way.manner == AT_STOP)
        out->elsewhere += !good_for_break(x, trip, at, gap > 0);
    else
        out->elsewhere += !good_for_break(x, trip, to, way.manner == ON_ARRIVAL && gap < trip->places);
    compare(trip, out, next, &had);
    return time;
}

/* The route's places, in order, after leaving at LEAVE, with the break had in this way. */
static struct replay replay(const struct core_examiner *x, const struct trip *trip, struct way way, int64_t leave)
{
    struct replay out = {.possible = true, .as_said = true};
    uint32_t at = trip->rule->start, gap = 0, next = 0;
    int64_t time = leave;
    for (uint32_t k = 0; k < CORE_NEEDS_MAX; k++)
        out.since[k] = leave;
    for (uint32_t i = 0; i <= trip->stops && out.possible; i++) {
        if (i < trip->stops && !is_of_trip(x, trip, i))
            continue;
        uint32_t to = i < trip->stops ? trip->stop[i].place : trip->rule->end;
        time = ride(x, trip, way, gap++, at, to, time, &next, &out);
        if (i < trip->stops && out.possible) {
            struct core_stop stop = serve(x, to, time, &out);
            compare(trip, &out, &next, &stop);
            time = (int64_t)stop.start_s + x->p->places[to].service_s;
        }
        at = to;
    }
    end_stretches(x, &out, 0, true, time, time);
    out.home_s = time;
    out.beyond_s += larger(0, time - trip->rule->latest_s);
    out.as_said = out.as_said && out.possible && next == trip->stops && time == x->s->home_s[trip->number];
    return out;
}

/* --- every way to time a route -------------------------------------------------------------------------------------- */

/* What a way to have the break comes to. */
struct outcome {
    bool possible;
    int64_t beyond_s, missed, price_ms, home_s, leave_s;
};

static int64_t price_of(const struct core_examiner *x, const struct trip *trip, const struct replay *run)
{
    int64_t price = run->waiting_s * x->p->waiting_weight + run->late_price_ms;
    for (uint32_t k = 0; k < x->p->needs_n; k++)
        price += run->need_s[k] * x->p->needs[k].weight;
    return price + run->elsewhere * trip->rule->break_elsewhere_s * 1000;
}

static bool same_end(const struct replay *a, const struct replay *b)
{
    return b->possible && a->home_s == b->home_s && a->late_s == b->late_s;
}

static int64_t earliest_leave(const struct trip *trip, struct way way)
{
    return way.manner == BEFORE_LEAVING ? (int64_t)trip->rule->break_open_s + trip->rule->break_s
                                        : trip->rule->earliest_s;
}

/* As early as can be, then leaving as late as costs nothing: later leaves never end sooner, so the last is bisected. Not
 * possible, too, if it is more than LATE later. */
static struct outcome time_it(const struct core_examiner *x, const struct trip *trip, struct way way, int64_t late)
{
    int64_t low = earliest_leave(trip, way);
    struct replay early = replay(x, trip, way, low), run = early;
    if (!early.possible || early.beyond_s > late)
        return (struct outcome){.possible = false};
    int64_t high = early.home_s;
    while (low < high) {
        int64_t middle = low + (high - low + 1) / 2;
        struct replay later = replay(x, trip, way, middle);
        if (same_end(&early, &later)) {
            low = middle;
            run = later;
        } else {
            high = middle - 1;
        }
    }
    return (struct outcome){true, run.beyond_s, 0, price_of(x, trip, &run), run.home_s, low};
}

/* Below 0 if A is better. */
static int compare_outcomes(const struct outcome *a, const struct outcome *b)
{
    if (a->beyond_s != b->beyond_s)
        return a->beyond_s < b->beyond_s ? -1 : 1;
    if (a->missed != b->missed)
        return a->missed < b->missed ? -1 : 1;
    if (a->price_ms != b->price_ms)
        return a->price_ms < b->price_ms ? -1 : 1;
    return a->home_s < b->home_s ? -1 : a->home_s > b->home_s;
}

/* Is a break due, of one who leaves at earliest_s and is at the end at HOME without it? */
static bool is_due(const struct trip *trip, int64_t home)
{
    return trip->rule->break_s > 0 && trip->rule->earliest_s <= trip->rule->break_close_s &&
           home > trip->rule->break_close_s;
}

static bool may_be_had_before(const struct trip *trip)
{
    return trip->rule->break_s > 0 && trip->rule->earliest_s <= trip->rule->break_open_s;
}

static void consider(const struct core_examiner *x, const struct trip *trip, struct way way, struct outcome *best)
{
    struct outcome outcome = time_it(x, trip, way, best->beyond_s);
    if (outcome.possible && compare_outcomes(&outcome, best) < 0)
        *best = outcome;
}

/* The best that can be said of the route's places in their order. */
static struct outcome best_outcome(const struct core_examiner *x, const struct trip *trip, bool *due)
{
    struct outcome best = time_it(x, trip, (struct way){NOT, 0}, INT64_MAX);
    *due = best.possible && is_due(trip, best.home_s);
    if (!*due)
        return best;
    best.missed = 1;
    if (may_be_had_before(trip))
        consider(x, trip, (struct way){BEFORE_LEAVING, 0}, &best);
    for (uint32_t gap = 0; gap <= trip->places; gap++)
        for (enum manner manner = AT_STOP; manner <= ON_THE_ROAD; manner++)
            consider(x, trip, (struct way){manner, gap}, &best);
    return best;
}

/* --- one route ------------------------------------------------------------------------------------------------------ */

static bool break_right(const struct core_examiner *x, const struct trip *trip, const struct core_stop *stop)
{
    const struct core_route *rule = trip->rule;
    if (rule->break_s == 0)
        return core_check_wrong(x, "route %u has a break that nobody asked for", trip->number);
    if (stop->start_s < rule->break_open_s || stop->start_s > rule->break_close_s)
        return core_check_wrong(x, "the break of route %u starts at %d, outside its window", trip->number,
                                stop->start_s);
    if (stop->start_s < stop->arrive_s || stop->depart_s - stop->start_s != rule->break_s || stop->late_s != 0)
        return core_check_wrong(x, "the break of route %u has wrong times", trip->number);
    return true;
}

static bool service_right(const struct core_examiner *x, const struct trip *trip, const struct core_stop *stop)
{
    int64_t late, start = core_check_start(x, stop->place, stop->arrive_s, &late);
    if (start != stop->start_s)
        return core_check_wrong(x, "place %u, reached at %d, starts at %d, not at %lld", stop->place, stop->arrive_s,
                                stop->start_s, (long long)start);
    if (late != stop->late_s)
        return core_check_wrong(x, "place %u is %lld s late, not %d", stop->place, (long long)late, stop->late_s);
    if (stop->depart_s - stop->start_s != x->p->places[stop->place].service_s)
        return core_check_wrong(x, "place %u is not served as long as it takes", stop->place);
    if (!core_check_usable(x, stop->place) && !core_check_duty(x, stop->place))
        return core_check_wrong(x, "place %u is served in no window and no duty", stop->place);
    if (late > x->p->places[stop->place].late_s && !core_check_duty(x, stop->place))
        return core_check_wrong(x, "place %u is %lld s late on route %u and no duty", stop->place, (long long)late,
                                trip->number);
    return true;
}

static bool stops_right(const struct core_examiner *x, const struct trip *trip)
{
    uint32_t breaks = 0;
    for (uint32_t i = 0; i < trip->stops; i++) {
        const struct core_stop *stop = &trip->stop[i];
        breaks += stop->place == CORE_BREAK;
        if (stop->place == CORE_BREAK ? !break_right(x, trip, stop) : !service_right(x, trip, stop))
            return false;
    }
    return breaks <= 1 || core_check_wrong(x, "route %u has %u breaks", trip->number, breaks);
}

/* From a stop to the next is the drive between them, of which a break may stand in the middle. */
static bool legs_right(const struct core_examiner *x, const struct trip *trip)
{
    uint32_t r = trip->number, at = trip->rule->start;
    int64_t time = x->s->leave_s[r], spent = 0;
    for (uint32_t i = 0; i <= trip->stops; i++) {
        bool end = i == trip->stops;
        int64_t arrive = end ? x->s->home_s[r] : trip->stop[i].arrive_s;
        if (arrive < time)
            return core_check_wrong(x, "stop %u of route %u is reached before the one before it is left", i, r);
        spent += arrive - time;
        time = end ? arrive : trip->stop[i].depart_s;
        if (!end && trip->stop[i].place == CORE_BREAK)
            continue;
        uint32_t to = end ? trip->rule->end : trip->stop[i].place;
        int64_t leg = core_check_drive(x, at, to);
        if (leg == CORE_NO_WAY && trip->places == 0)
            leg = 0;
        if (leg == CORE_NO_WAY)
            return core_check_wrong(x, "route %u drives from %u to %u, where there is no way", r, at, to);
        if (spent != leg)
            return core_check_wrong(x, "route %u drives %lld s from %u to %u, which takes %lld", r, (long long)spent,
                                    at, to, (long long)leg);
        spent = 0;
        at = to;
    }
    return true;
}

static uint32_t node_beside(const struct trip *trip, int64_t i, int64_t step)
{
    for (i += step; i >= 0 && i < (int64_t)trip->stops; i += step)
        if (trip->stop[i].place != CORE_BREAK)
            return trip->stop[i].place;
    return step < 0 ? trip->rule->start : trip->rule->end;
}

/* What optional places must not: drive more than they may, be more than they may, lead too far away. */
static bool limits_kept(const struct core_examiner *x, const struct trip *trip, int64_t driving)
{
    uint32_t optional = 0;
    for (uint32_t i = 0; i < trip->stops; i++) {
        uint32_t here = trip->stop[i].place, from = node_beside(trip, i, -1), to = node_beside(trip, i, 1);
        if (here == CORE_BREAK || !core_check_optional(x, here))
            continue;
        int64_t detour =
            core_check_drive(x, from, here) + core_check_drive(x, here, to) - core_check_drive(x, from, to);
        if (detour > x->p->max_detour_s && x->p->max_detour_s < CORE_TIME_MAX)
            return core_check_wrong(x, "place %u is too far out of the way on route %u", here, trip->number);
        optional++;
    }
    if (optional > trip->rule->max_optional && trip->rule->max_optional < CORE_PLACES_MAX)
        return core_check_wrong(x, "route %u has %u optional places, more than it may", trip->number, optional);
    if (optional && driving > trip->rule->max_driving_s && trip->rule->max_driving_s < CORE_TIME_MAX)
        return core_check_wrong(x, "route %u drives %lld s, more than it may", trip->number, (long long)driving);
    return true;
}

/* --- how the break is had ------------------------------------------------------------------------------------------- */

/* In which gap the break stands; false if it stands nowhere. */
static bool break_gap(const struct trip *trip, uint32_t *gap)
{
    *gap = 0;
    for (uint32_t i = 0; i < trip->stops; i++) {
        if (trip->stop[i].place == CORE_BREAK)
            return true;
        ++*gap;
    }
    return false;
}

/* Is it timed in this way? It replays to what it says, and ends as early as when it leaves as early as can be, and later if
 * it left a second later. Then RUN is the replay. */
static bool is_timed(const struct core_examiner *x, const struct trip *trip, struct way way, struct replay *run,
                     const char **why)
{
    int64_t leave = x->s->leave_s[trip->number], earliest = earliest_leave(trip, way);
    *run = replay(x, trip, way, leave);
    if (!run->as_said)
        return false;
    struct replay early = replay(x, trip, way, earliest), later = replay(x, trip, way, leave + 1);
    *why = leave < earliest ? "leaves too early" : "could end sooner, or be less late, if it left sooner";
    if (leave < earliest || !same_end(run, &early))
        return false;
    *why = "could leave later";
    return !same_end(run, &later);
}

/* In which way is it timed? The best, where it can be said in two: at a stop is on the road as well. */
static bool find_way(const struct core_examiner *x, const struct trip *trip, struct way *way, struct replay *run)
{
    uint32_t gap;
    bool had = break_gap(trip, &gap), found = false;
    const char *why = "does not replay to the times it says";
    enum manner first = had ? AT_STOP : NOT, last = had ? ON_THE_ROAD : BEFORE_LEAVING;
    for (enum manner manner = first; manner <= last; manner++) {
        struct way one = {manner, gap};
        struct replay it;
        if (manner == BEFORE_LEAVING && !may_be_had_before(trip))
            continue;
        if (is_timed(x, trip, one, &it, &why) && (!found || it.elsewhere < run->elsewhere)) {
            *way = one;
            *run = it;
            found = true;
        }
    }
    return found || core_check_wrong(x, "route %u %s", trip->number, why);
}

/* No other way to time the same places is better. */
static bool timed_best(const struct core_examiner *x, const struct trip *trip, struct way way, const struct replay *run,
                       bool *missed)
{
    bool due;
    struct outcome best = best_outcome(x, trip, &due);
    bool before =
        may_be_had_before(trip) && x->s->leave_s[trip->number] >= earliest_leave(trip, (struct way){BEFORE_LEAVING, 0});
    *missed = due && way.manner == NOT && !before;
    struct outcome said = {true, run->beyond_s, *missed, price_of(x, trip, run), run->home_s, 0};
    if (!due && way.manner != NOT)
        return core_check_wrong(x, "no break is due on route %u, but it is timed as if", trip->number);
    if (best.beyond_s < said.beyond_s)
        return core_check_wrong(x, "route %u could be %lld s less late", trip->number,
                                (long long)(said.beyond_s - best.beyond_s));
    if (best.missed < said.missed)
        return core_check_wrong(x, "route %u could have its break", trip->number);
    if (best.price_ms < said.price_ms)
        return core_check_wrong(x, "route %u could be had for %lld ms less", trip->number,
                                (long long)(said.price_ms - best.price_ms));
    return compare_outcomes(&best, &said) >= 0 ||
           core_check_wrong(x, "route %u could be at its end sooner for the same price", trip->number);
}

/* Is an optional place of TRIP there for another's sake? */
static bool is_needed(const struct core_examiner *x, const struct trip *trip)
{
    uint32_t route, at;
    for (uint32_t i = 0; i < trip->stops; i++) {
        uint32_t place = trip->stop[i].place;
        if (place == CORE_BREAK || !core_check_optional(x, place))
            continue;
        for (uint32_t o = 0; o < x->p->orders_n; o++)
            if (core_check_is_of(x, place, x->p->orders[o].first) &&
                core_check_served(x, x->p->orders[o].then, &route, &at))
                return true;
    }
    return false;
}

/* Its optional places do not make it later, nor miss its break. */
static bool bare_is_no_better(const struct core_examiner *x, const struct trip *trip, const struct replay *run,
                              bool missed)
{
    bool due;
    struct trip duties = trip_of(x, trip->number, true);
    if (duties.places == trip->places || is_needed(x, trip))
        return true;
    struct outcome bare = best_outcome(x, &duties, &due);
    if (!bare.possible || bare.beyond_s > run->beyond_s)
        return true;
    if (bare.beyond_s < run->beyond_s)
        return core_check_wrong(x, "optional places make route %u late", trip->number);
    return bare.missed >= missed || core_check_wrong(x, "optional places make route %u miss its break", trip->number);
}

static void add_up(const struct core_examiner *x, const struct trip *trip, const struct replay *run,
                   struct core_check_sums *sums)
{
    for (uint32_t i = 0; i < trip->stops; i++)
        if (trip->stop[i].place != CORE_BREAK && !core_check_duty(x, trip->stop[i].place))
            sums->prize_s += x->p->places[trip->stop[i].place].prize_s;
    sums->late_s += run->beyond_s;
    sums->driving_s += run->driving_s;
    sums->waiting_s += run->waiting_s;
    sums->late_price_ms += run->late_price_ms;
    sums->breaks_elsewhere += run->elsewhere;
    sums->elsewhere_ms += run->elsewhere * trip->rule->break_elsewhere_s * 1000;
    for (uint32_t k = 0; k < x->p->needs_n; k++)
        sums->need_s[k] += run->need_s[k];
}

bool core_check_times(const struct core_examiner *x, uint32_t r, struct core_check_sums *sums)
{
    struct trip trip = trip_of(x, r, false);
    struct way way = {NOT, 0};
    struct replay run = {0};
    bool missed;
    if (x->s->leave_s[r] < trip.rule->earliest_s)
        return core_check_wrong(x, "route %u leaves before it may", r);
    if (!stops_right(x, &trip) || !legs_right(x, &trip) || !find_way(x, &trip, &way, &run) ||
        !limits_kept(x, &trip, run.driving_s) || !timed_best(x, &trip, way, &run, &missed) ||
        !bare_is_no_better(x, &trip, &run, missed))
        return false;
    add_up(x, &trip, &run, sums);
    sums->breaks_missed += missed;
    return true;
}
