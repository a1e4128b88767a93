#include "tests/core/make_days.h"

#include "tests/core/make_roads.h"

#include <stdlib.h>

enum {
    MINUTE = 60,
    HOUR = 3600,
    DAY = 86400,
    AMENITY_TOILET = 1,
    AMENITY_FOOD = 2,
    DROPS = 4, /* points where a parcel can be left */
    SPANS = 2  /* opening hours of a day */
};

const struct day_kind day_small = {8, 40, 1, true, false};
const struct day_kind day_large = {10, 500, 1, true, false};
const struct day_kind day_week = {40, 500, 5, false, false};
const struct day_kind day_rich = {8, 40, 1, true, true};

struct maker {
    const struct day_kind *kind;
    struct roads roads;
    struct made_day *day;
    struct roads_site *sites;
    bool *again; /* by place: the customer of the one before once more */
    uint32_t places, windows;
};

/* --- where ------------------------------------------------------------------------------------------------------- */

static int64_t apart(const struct maker *maker, uint32_t a, uint32_t b)
{
    const struct roads *roads = &maker->roads;
    int64_t dx = roads->x_m[maker->sites[a].junction] - roads->x_m[maker->sites[b].junction];
    int64_t dy = roads->y_m[maker->sites[a].junction] - roads->y_m[maker->sites[b].junction];
    return dx * dx + dy * dy;
}

/* Jobs are booked so that most are not far from the one before. */
static void order_jobs(struct maker *maker, uint32_t first, uint32_t count)
{
    for (uint32_t i = first; i + 1 < first + count; i++) {
        uint32_t next = i + 1;
        for (uint32_t j = i + 2; j < first + count; j++)
            if (apart(maker, i, j) < apart(maker, i, next))
                next = j;
        if (roads_chance(&maker->roads, 70)) {
            struct roads_site site = maker->sites[next];
            maker->sites[next] = maker->sites[i + 1];
            maker->sites[i + 1] = site;
        }
    }
}

static void choose_sites(struct maker *maker, uint32_t nodes)
{
    const struct day_kind *kind = maker->kind;
    uint32_t a_day = kind->jobs / kind->routes;
    for (uint32_t i = 0; i < nodes; i++) {
        maker->sites[i] = roads_any_site(&maker->roads);
        maker->again[i] =
            kind->routes > 1 && i > kind->jobs && i < kind->jobs + kind->calls && roads_chance(&maker->roads, 10);
        if (maker->again[i])
            maker->sites[i] = maker->sites[i - 1];
    }
    for (uint32_t r = 0; r < kind->routes; r++)
        order_jobs(maker, r * a_day, a_day);
    roads_matrix(&maker->roads, maker->sites, nodes, maker->day->travel_s);
    maker->day->problem.nodes_n = nodes;
}

static int32_t drive_s(const struct maker *maker, uint32_t from, uint32_t to)
{
    return maker->day->travel_s[(size_t)from * maker->day->problem.nodes_n + to];
}

/* --- windows ----------------------------------------------------------------------------------------------------- */

static void add_window(struct maker *maker, int32_t open_s, int32_t close_s)
{
    maker->day->places[maker->places].window_count++;
    maker->day->windows[maker->windows++] = (struct core_window){open_s, close_s};
}

/* What the customer was told: the minute, within an hour of it, the half-day, or nothing. */
static void add_booking(struct maker *maker, int32_t day_s, int32_t start_s)
{
    int32_t rounded_s = (start_s + 15 * MINUTE - 1) / (15 * MINUTE) * (15 * MINUTE);
    uint32_t how = roads_dice(&maker->roads, 100);
    if (how < 35)
        add_window(maker, day_s + rounded_s, day_s + rounded_s);
    else if (how < 60)
        add_window(maker, day_s + rounded_s - HOUR, day_s + rounded_s + HOUR);
    else if (how < 92 && rounded_s <= 12 * HOUR)
        add_window(maker, day_s + 8 * HOUR, day_s + 12 * HOUR);
    else if (how < 92)
        add_window(maker, day_s + 12 * HOUR + 30 * MINUTE, day_s + 17 * HOUR);
    else
        add_window(maker, day_s + 8 * HOUR, day_s + 18 * HOUR);
}

static void add_hours(struct maker *maker, uint32_t how, int32_t day_s)
{
    static const int32_t hours[][SPANS][2] = {{{540, 1020}, {0, 0}},
                                              {{510, 750}, {810, 1020}},
                                              {{480, 720}, {780, 990}},
                                              {{540, 780}, {0, 0}},
                                              {{780, 1080}, {0, 0}}};
    for (int s = 0; s < SPANS; s++)
        if (hours[how][s][1])
            add_window(maker, day_s + hours[how][s][0] * MINUTE, day_s + hours[how][s][1] * MINUTE);
}

/* --- places ------------------------------------------------------------------------------------------------------ */

static struct core_place *begin_place(struct maker *maker)
{
    struct core_place *place = &maker->day->places[maker->places];
    *place = (struct core_place){.window_first = maker->windows, .routes = UINT64_MAX};
    return place;
}

/* The jobs of one day: booked one after the other, with the drive and some time in between. A day now and then is booked so
 * tightly that someone may have to wait. */
static void make_jobs(struct maker *maker, uint32_t route, uint32_t count)
{
    static const int32_t lengths[] = {30, 30, 30, 45, 45, 60, 60, 90};
    struct roads *roads = &maker->roads;
    bool tight = roads_chance(roads, 8);
    int32_t room_s = 330 * MINUTE, day_s = (int32_t)route * DAY,
            time_s = 8 * HOUR + roads_between(roads, 0, 30) * MINUTE;
    for (uint32_t i = 0; i < count; i++, maker->places++) {
        struct core_place *place = begin_place(maker);
        int32_t length_s = lengths[roads_dice(roads, 8)] * MINUTE, spare_s = (int32_t)(count - i - 1) * 30 * MINUTE;
        if (length_s + spare_s > room_s)
            length_s = 30 * MINUTE;
        room_s -= length_s;
        place->service_s = length_s;
        place->mandatory = true;
        if (maker->kind->routes > 1) {
            bool either = roads_chance(roads, 25) && route + 1 < maker->kind->routes;
            place->routes = (either ? UINT64_C(3) : UINT64_C(1)) << route;
            add_booking(maker, day_s, time_s);
            if (either)
                add_window(maker, day_s + DAY + 8 * HOUR, day_s + DAY + 17 * HOUR);
        } else {
            add_booking(maker, day_s, time_s);
        }
        time_s += length_s + (i + 1 < count ? drive_s(maker, maker->places, maker->places + 1) : 0);
        time_s += tight ? -roads_between(roads, 0, 5) * MINUTE : roads_between(roads, 3, 22) * MINUTE;
    }
}

static void make_calls(struct maker *maker)
{
    struct roads *roads = &maker->roads;
    const struct day_kind *kind = maker->kind;
    for (uint32_t i = 0; i < kind->calls; i++, maker->places++) {
        struct core_place *place = begin_place(maker);
        uint32_t how = roads_dice(roads, 5);
        place->service_s = roads_between(roads, 10, 25) * MINUTE;
        place->prize_s = roads_between(roads, 5 * MINUTE, 40 * MINUTE);
        place->whole_inside = true;
        for (uint32_t r = 0; r < kind->routes; r++)
            add_hours(maker, how, (int32_t)r * DAY);
        if (maker->again[maker->places]) {
            place->series = place[-1].series ? place[-1].series : 1 + i;
            place[-1].series = place->series;
            place->apart_days = 1 + (int32_t)roads_dice(roads, 3);
        }
        if (kind->rich) {
            place->amenities =
                (roads_chance(roads, 30) ? AMENITY_TOILET : 0) | (roads_chance(roads, 15) ? AMENITY_FOOD : 0);
            place->late_s = roads_chance(roads, 30) ? 15 * MINUTE : 0;
            place->late_weight = 2000;
        }
    }
}

/* A parcel that comes up at the first job and has to be left at one of some points before they close or collect. */
static void make_drops(struct maker *maker)
{
    struct made_day *day = maker->day;
    for (int i = 0; i < DROPS; i++, maker->places++) {
        struct core_place *place = begin_place(maker);
        place->service_s = 5 * MINUTE;
        place->group = 1;
        place->amenities = roads_chance(&maker->roads, 50) ? AMENITY_FOOD : 0;
        add_window(maker, 9 * HOUR, (15 * 60 + roads_between(&maker->roads, 0, 10) * 15) * MINUTE);
    }
    day->groups[0] = (struct core_group){.required = true};
    day->orders[0] = (struct core_order){.first = {false, 0}, .then = {true, 1}};
    day->needs[0] = (struct core_need){AMENITY_TOILET, 3 * HOUR, 300};
    day->places[2].amenities = AMENITY_TOILET;
    day->problem.groups = day->groups;
    day->problem.groups_n = 1;
    day->problem.orders = day->orders;
    day->problem.orders_n = 1;
    day->problem.needs = day->needs;
    day->problem.needs_n = 1;
    day->problem.waiting_weight = 200;
}

/* --- routes ------------------------------------------------------------------------------------------------------ */

static void make_routes(struct maker *maker)
{
    struct roads *roads = &maker->roads;
    struct made_day *day = maker->day;
    bool limits = maker->kind->limits && roads_chance(roads, 50), lunch = roads_chance(roads, 50);
    for (uint32_t r = 0; r < maker->kind->routes; r++) {
        struct core_route *route = &day->routes[r];
        *route = (struct core_route){.start = maker->places,
                                     .end = maker->places,
                                     .day = (int32_t)r,
                                     .earliest_s = (int32_t)r * DAY + 7 * HOUR + 30 * MINUTE,
                                     .latest_s = (int32_t)r * DAY + 18 * HOUR,
                                     .max_driving_s = CORE_TIME_MAX,
                                     .max_optional = limits ? 8 : CORE_PLACES_MAX};
        if (lunch || maker->kind->rich) {
            route->break_s = 30 * MINUTE;
            route->break_open_s = (int32_t)r * DAY + 11 * HOUR + 30 * MINUTE;
            route->break_close_s = (int32_t)r * DAY + 13 * HOUR + 30 * MINUTE;
        }
        if (maker->kind->rich) {
            route->break_amenities = AMENITY_FOOD;
            route->break_elsewhere_s = 10 * MINUTE;
        }
    }
    day->problem.max_detour_s = limits ? 20 * MINUTE : CORE_TIME_MAX;
    day->extra_s = limits ? HOUR : 0;
}

static void name_problem(struct maker *maker)
{
    struct made_day *day = maker->day;
    day->problem.places_n = maker->places;
    day->problem.places = day->places;
    day->problem.windows = day->windows;
    day->problem.windows_n = maker->windows;
    day->problem.routes_n = maker->kind->routes;
    day->problem.routes = day->routes;
    day->problem.travel_s = day->travel_s;
    day->problem.driving_weight = 1000;
}

struct made_day *made_day_new(const struct day_kind *kind, uint64_t seed)
{
    static struct maker maker;
    struct made_day *day = calloc(1, sizeof *day);
    uint32_t places = kind->jobs + kind->calls + (kind->rich ? DROPS : 0), nodes = places + 1;
    maker.kind = kind;
    maker.day = day;
    maker.places = maker.windows = 0;
    /* Towns apart by ten minutes or by forty. */
    roads_build(&maker.roads, seed * 7919 + 11, 14000 + (int32_t)(seed * 37 % 21) * 1000);
    day->places = calloc(places, sizeof *day->places);
    day->windows = calloc((size_t)places * SPANS * kind->routes, sizeof *day->windows);
    day->routes = calloc(kind->routes, sizeof *day->routes);
    day->travel_s = calloc((size_t)nodes * nodes, sizeof *day->travel_s);
    maker.sites = calloc(nodes, sizeof *maker.sites);
    maker.again = calloc(nodes, sizeof *maker.again);
    choose_sites(&maker, nodes);
    for (uint32_t r = 0; r < kind->routes; r++)
        make_jobs(&maker, r, kind->jobs / kind->routes);
    make_calls(&maker);
    if (kind->rich)
        make_drops(&maker);
    make_routes(&maker);
    name_problem(&maker);
    free(maker.sites);
    free(maker.again);
    return day;
}

void made_day_free(struct made_day *day)
{
    free(day->places);
    free(day->windows);
    free(day->routes);
    free(day->travel_s);
    free(day);
}
