/* Departures that decide how long a leg takes: Ichoua, Gendreau and Potvin 2003. The rest is the solver's own way through
 * a sequence (core/way.h): forward as early as can be, with the break wherever it costs least lateness, then backward as
 * late as can be. */
#include "planner/drive.h"

#include <stddef.h>

#define NO_GAP UINT32_MAX

/* A sequence to be driven: it leaves at LEAVE_S and has the break in gap GAP (before place number GAP; the last gap is
 * before the end), or none. */
struct way {
    const struct core_problem *problem;
    const struct core_route *route;
    const struct rush_day *rush;
    const uint32_t *sequence;
    uint32_t count;
    int64_t leave_s;
    uint32_t gap;
};

/* What it came to. */
struct trip {
    bool there; /* every leg can be driven, and the break begins in its window */
    int64_t optional_late_s, late_s, driving_s, home_s;
    int64_t missed;
};

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t sooner(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* On free roads; CORE_NO_WAY. */
static int32_t leg_of(const struct way *way, uint32_t gap)
{
    uint32_t from = gap == 0 ? way->route->start : way->sequence[gap - 1];
    uint32_t to = gap == way->count ? way->route->end : way->sequence[gap];
    return from == to ? 0 : way->problem->travel_s[(size_t)from * way->problem->nodes_n + to];
}

static int64_t last_start(const struct core_place *place, const struct core_window *window)
{
    return place->whole_inside ? (int64_t)window->close_s - place->service_s : window->close_s;
}

/* When service starts for an arrival at ARRIVE_S; *LATE_S is by how much that is too late. */
static int64_t start_at(const struct way *way, const struct core_place *place, int64_t arrive_s, int64_t *late_s)
{
    const struct core_window *windows = way->problem->windows + place->window_first;
    int64_t latest_s = -1;
    *late_s = 0;
    for (uint32_t w = 0; w < place->window_count; w++) {
        int64_t last_s = last_start(place, &windows[w]);
        if (last_s >= windows[w].open_s && arrive_s <= last_s) {
            return later(arrive_s, windows[w].open_s);
        }
        latest_s = last_s >= windows[w].open_s ? last_s : latest_s;
    }
    if (place->window_count == 0) {
        return arrive_s;
    }
    if (latest_s < 0) { /* too short, all of them */
        const struct core_window *window = &windows[place->window_count - 1];
        latest_s = last_start(place, window);
        arrive_s = later(arrive_s, window->open_s);
    }
    *late_s = arrive_s - latest_s;
    return arrive_s;
}

/* The break in a gap that is entered at TIME_S and would be left, without it, at THERE_S: before setting off if its window
 * is open, else on arrival if it is by then, else half-way. False when its window is over. */
static bool place_break(const struct way *way, int64_t time_s, int64_t there_s, struct core_stop *out)
{
    const struct core_route *route = way->route;
    int64_t arrive_s = time_s;
    if (time_s < route->break_open_s) {
        arrive_s = there_s <= route->break_close_s ? there_s : sooner(route->break_open_s, there_s);
    }
    int64_t start_s = later(arrive_s, route->break_open_s);
    *out = (struct core_stop){CORE_BREAK, (int32_t)arrive_s, (int32_t)start_s, (int32_t)(start_s + route->break_s), 0};
    return start_s <= route->break_close_s;
}

/* Through gap GAP from TIME_S; the time at its end. The break, if it is there, goes to *OUT, which moves on. */
static int64_t pass(const struct way *way, uint32_t gap, int64_t time_s, struct core_stop **out, struct trip *trip)
{
    int32_t leg_s = leg_of(way, gap);
    int64_t there_s = rush_arrive_s(way->rush, time_s, leg_s);
    if (leg_s >= CORE_NO_WAY) {
        trip->there = false;
        return time_s;
    }
    if (gap != way->gap) {
        trip->driving_s += there_s - time_s;
        return there_s;
    }
    struct core_stop rest;
    trip->there = place_break(way, time_s, there_s, &rest) && trip->there;
    int64_t left_us = leg_s * INT64_C(1000000) - rush_driven_us(way->rush, time_s, rest.arrive_s);
    int64_t end_s = rush_arrive_us(way->rush, rest.depart_s, later(left_us, 0));
    trip->driving_s += rest.arrive_s - time_s + end_s - rest.depart_s;
    if (*out != NULL) {
        *(*out)++ = rest;
    }
    return end_s;
}

/* Serve the place behind GAP, reached at TIME_S; returns when it is left. */
static int64_t serve(const struct way *way, uint32_t gap, int64_t time_s, struct core_stop **out, struct trip *trip)
{
    const struct core_place *place = &way->problem->places[way->sequence[gap]];
    int64_t late_s, start_s = start_at(way, place, time_s, &late_s), depart_s = start_s + place->service_s;
    trip->late_s += place->mandatory ? late_s : 0;
    trip->optional_late_s += place->mandatory ? 0 : late_s;
    if (*out != NULL) {
        *(*out)++ = (struct core_stop){way->sequence[gap], (int32_t)time_s, (int32_t)start_s, (int32_t)depart_s,
                                       (int32_t)late_s};
    }
    return depart_s;
}

/* OUT may be NULL. */
static struct trip go(const struct way *way, struct core_stop *out)
{
    struct trip trip = {.there = true};
    int64_t time_s = pass(way, 0, way->leave_s, &out, &trip);
    for (uint32_t gap = 0; gap < way->count && trip.there; gap++) {
        time_s = serve(way, gap, time_s, &out, &trip);
        time_s = pass(way, gap + 1, time_s, &out, &trip);
    }
    trip.home_s = time_s;
    trip.late_s += later(0, time_s - way->route->latest_s);
    return trip;
}

/* --- the break ---------------------------------------------------------------------------------------------------------- */

static bool is_better(const struct trip *a, const struct trip *b)
{
    if (a->optional_late_s != b->optional_late_s) {
        return a->optional_late_s < b->optional_late_s;
    }
    if (a->late_s != b->late_s) {
        return a->late_s < b->late_s;
    }
    return a->missed != b->missed ? a->missed < b->missed : a->home_s < b->home_s;
}

static void try_way(const struct way *way, struct way *best, struct trip *best_trip)
{
    struct trip trip = go(way, NULL);
    if (trip.there && is_better(&trip, best_trip)) {
        *best = *way;
        *best_trip = trip;
    }
}

/* The last gap that WAY, without a break, enters by the opening of the break's window: it is no worse than any before it, as
 * one drives on while one would wait. */
static uint32_t first_gap(const struct way *way)
{
    struct trip ignored = {.there = true};
    struct core_stop *none = NULL;
    int64_t time_s = way->leave_s;
    uint32_t gap = 0;
    for (; gap < way->count; gap++) {
        time_s = serve(way, gap, pass(way, gap, time_s, &none, &ignored), &none, &ignored);
        if (time_s > way->route->break_open_s) {
            break;
        }
    }
    return gap;
}

/* Where the break is had in WAY, which has none yet: TRIP is how it goes without. A break is due when the day is not over
 * by the close of its window. */
static void choose_break(struct way *way, struct trip *trip)
{
    const struct core_route *route = way->route;
    if (route->break_s <= 0 || route->earliest_s > route->break_close_s || trip->home_s <= route->break_close_s) {
        return;
    }
    struct way best = *way, now = *way;
    trip->missed = 1;
    if (route->earliest_s <= route->break_open_s) { /* had before setting off */
        now.leave_s = (int64_t)route->break_open_s + route->break_s;
        try_way(&now, &best, trip);
        now.leave_s = way->leave_s;
    }
    for (now.gap = first_gap(way); now.gap <= way->count; now.gap++) {
        try_way(&now, &best, trip);
    }
    *way = best;
}

/* --- as late as can be -------------------------------------------------------------------------------------------------- */

/* The latest start of service at PLACE by BOUND_S that is not late; there is one. */
static int64_t start_by(const struct way *way, const struct core_place *place, int64_t bound_s)
{
    int64_t best_s = place->window_count > 0 ? 0 : bound_s;
    for (uint32_t w = 0; w < place->window_count; w++) {
        const struct core_window *window = &way->problem->windows[place->window_first + w];
        int64_t last_s = last_start(place, window);
        if (last_s >= window->open_s && window->open_s <= bound_s) {
            best_s = sooner(last_s, bound_s);
        }
    }
    return best_s;
}

/* Backward from HOME_S. STOPS are those of leaving early. A break is taken to come before its leg. */
static int64_t latest_leave(const struct way *way, const struct core_stop *stops, int64_t home_s)
{
    const struct core_route *route = way->route;
    int64_t by_s = home_s;
    uint32_t at = way->count + (way->gap != NO_GAP);
    for (uint32_t gap = way->count + 1; gap-- > 0;) {
        by_s = rush_depart_s(way->rush, by_s, leg_of(way, gap));
        if (gap == way->gap) {
            by_s = sooner(by_s - route->break_s, route->break_close_s);
            at--;
        }
        by_s = later(by_s, way->leave_s);
        if (gap == 0) {
            break;
        }
        const struct core_stop *stop = &stops[--at];
        const struct core_place *place = &way->problem->places[stop->place];
        by_s = stop->late_s > 0 ? stop->start_s : start_by(way, place, by_s - place->service_s);
    }
    return by_s;
}

/* A break that moves along the road with a later departure may meet other traffic: what the way backward says is tried
 * forward, and where it does not come out as well, half of it, and so on. */
static struct trip go_late(struct way *way, struct core_stop *stops)
{
    struct trip early = go(way, stops);
    int64_t early_s = way->leave_s, more_s = latest_leave(way, stops, early.home_s) - early_s;
    for (; more_s > 0; more_s /= 2) {
        way->leave_s = early_s + more_s;
        struct trip trip = go(way, stops);
        if (trip.there && trip.home_s <= early.home_s && trip.late_s <= early.late_s &&
            trip.optional_late_s <= early.optional_late_s) {
            return trip;
        }
    }
    way->leave_s = early_s;
    return go(way, stops);
}

uint32_t drive_schedule(const struct core_problem *problem, const struct rush_day *rush, const uint32_t *sequence,
                        uint32_t count, struct core_stop *out, int64_t *late_s, int32_t *leave_s, int32_t *home_s,
                        int64_t *driving_s)
{
    struct way way = {.problem = problem,
                      .route = problem->routes,
                      .rush = rush,
                      .sequence = sequence,
                      .count = count,
                      .leave_s = problem->routes->earliest_s,
                      .gap = NO_GAP};
    struct trip trip = go(&way, NULL);
    *late_s = 0;
    *leave_s = *home_s = 0;
    *driving_s = CORE_NO_WAY;
    if (!trip.there) {
        return 0;
    }
    choose_break(&way, &trip);
    int64_t missed = trip.missed;
    trip = go_late(&way, out);
    *late_s = trip.optional_late_s + trip.late_s + missed * way.route->break_s;
    *leave_s = (int32_t)way.leave_s;
    *home_s = (int32_t)trip.home_s;
    *driving_s = trip.driving_s;
    return way.count + (way.gap != NO_GAP);
}
