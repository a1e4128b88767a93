#include "geo/roads/travel_roads.h"

#include "geo/base/mem.h"
#include "geo/roads/query.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    /* Below so many on the longer side, or above so few columns for each row, a table is made by buckets: a sweep pays where
     * few stand against many. */
    SWEEP_FROM = 200,
    SWEEP_RATIO = 6,
    SHORT_DM = 1000 /* of shorter edges the length is rounded too much to tell their speed */
};
#define SLACK_M 200.0 /* of two ends on short edges */

/* The places met so far, by their point. */
struct known {
    struct point at;
    const struct query_place *place; /* NULL = an empty slot */
};

struct network {
    struct roads_file *file;
    struct query *query;
    char *name;
    double top_m_s;
    struct arena *arena; /* of places */
    struct known *slots;
    size_t n, room; /* a power of two */
    /* The many of the last sweep, as they are likely to be asked for again. */
    struct arena *target_arena;
    struct point *target_points;
    size_t target_n;
    struct query_target *target;
};

/* --- places ---------------------------------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t hash, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    hash = (hash ^ bits) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 29;
}

static struct known *slot_of(struct known *slots, size_t room, struct point at)
{
    size_t i = (size_t)mix(mix(1, at.lat_deg), at.lon_deg) & (room - 1);
    while (slots[i].place != NULL && memcmp(&slots[i].at, &at, sizeof at) != 0) {
        i = (i + 1) & (room - 1);
    }
    return &slots[i];
}

static void make_room(struct network *network, size_t more)
{
    size_t room = network->room > 0 ? network->room : 256;
    while ((network->n + more) * 2 > room) {
        room *= 2;
    }
    if (room == network->room) {
        return;
    }
    struct known *slots = mem_alloc_array(room, sizeof *slots);
    for (size_t i = 0; i < network->room; i++) {
        if (network->slots[i].place != NULL) {
            *slot_of(slots, room, network->slots[i].at) = network->slots[i];
        }
    }
    mem_free(network->slots);
    network->slots = slots;
    network->room = room;
}

/* Which strip of about two kilometres a place lies in, and where along it, to and fro: who stands near each other in this
 * order asks for the same parts of the network's file. */
static int by_strip(const void *a, const void *b)
{
    const struct point *x = a, *y = b;
    double strip_x = floor(x->lat_deg * 50), strip_y = floor(y->lat_deg * 50);
    if (strip_x != strip_y) {
        return strip_x < strip_y ? -1 : 1;
    }
    return (x->lon_deg > y->lon_deg) - (x->lon_deg < y->lon_deg);
}

/* Those of POINTS that were not met before, snapped. */
static void learn(struct network *network, const struct point *points, size_t n)
{
    make_room(network, n);
    struct arena *scratch = arena_new();
    struct point *fresh = arena_array(scratch, n, sizeof *fresh);
    size_t fresh_n = 0;
    for (size_t i = 0; i < n; i++) {
        if (slot_of(network->slots, network->room, points[i])->place == NULL) {
            fresh[fresh_n++] = points[i];
        }
    }
    if (fresh_n > 1) {
        qsort(fresh, fresh_n, sizeof *fresh, by_strip);
    }
    if (fresh_n > 0) {
        struct query_place *places = query_places(network->query, fresh, fresh_n, TRAVEL_ROADS_LIMIT_M, network->arena);
        for (size_t i = 0; i < fresh_n; i++) {
            struct known *slot = slot_of(network->slots, network->room, fresh[i]);
            network->n += slot->place == NULL;
            *slot = (struct known){fresh[i], &places[i]};
        }
    }
    arena_free(scratch);
}

static const struct query_place *place_of(struct network *network, struct point at)
{
    const struct query_place *place = network->room > 0 ? slot_of(network->slots, network->room, at)->place : NULL;
    if (place == NULL) {
        learn(network, &at, 1);
        place = slot_of(network->slots, network->room, at)->place;
    }
    return place;
}

static const struct query_place **places_of(struct network *network, const struct point *points, size_t n,
                                            struct arena *arena)
{
    learn(network, points, n);
    const struct query_place **places = arena_array(arena, n, sizeof *places);
    for (size_t i = 0; i < n; i++) {
        places[i] = slot_of(network->slots, network->room, points[i])->place;
    }
    return places;
}

static bool is_known(const struct query_place *place)
{
    return place->snap.edge != ROADS_NO_WAY;
}

/* --- tables ---------------------------------------------------------------------------------------------------------- */

static bool is_target(const struct network *network, const struct point *points, size_t n)
{
    return network->target != NULL && network->target_n == n &&
           memcmp(network->target_points, points, n * sizeof *points) == 0;
}

/* What lies above PLACES, which stand at POINTS; worked out when it was others that were asked for before. */
static const struct query_target *target_of(struct network *network, const struct point *points,
                                            const struct query_place *const *places, size_t n)
{
    if (!is_target(network, points, n)) {
        arena_free(network->target_arena);
        network->target_arena = arena_new();
        network->target_points = arena_array(network->target_arena, n, sizeof *points);
        memcpy(network->target_points, points, n * sizeof *points);
        network->target_n = n;
        network->target = query_target_new(network->query, places, n, network->target_arena);
    }
    return network->target;
}

static bool is_for_sweep(size_t few, size_t many)
{
    return many >= SWEEP_FROM && many >= few * SWEEP_RATIO;
}

/* COSTS as query_matrix has them, whichever way they are found. */
static void find_costs(struct network *network, const struct point *from, const struct query_place *const *from_places,
                       size_t n_from, const struct point *to, const struct query_place *const *to_places, size_t n_to,
                       roads_cost *costs)
{
    if (is_for_sweep(n_from, n_to)) {
        query_sweep(network->query, target_of(network, to, to_places, n_to), from_places, n_from, costs, NULL);
        return;
    }
    if (!is_for_sweep(n_to, n_from)) {
        query_matrix(network->query, from_places, n_from, to_places, n_to, costs);
        return;
    }
    roads_cost *back = mem_alloc_array(n_from * n_to, sizeof *back);
    query_sweep(network->query, target_of(network, from, from_places, n_from), to_places, n_to, NULL, back);
    for (size_t r = 0; r < n_from; r++) {
        for (size_t c = 0; c < n_to; c++) {
            costs[r * n_to + c] = back[c * n_from + r];
        }
    }
    mem_free(back);
}

static enum status network_matrix(void *self, const struct point *from, size_t n_from, const struct point *to,
                                  size_t n_to, int32_t *seconds, int32_t *metres, struct error *err)
{
    (void)err;
    struct network *network = self;
    if (n_from == 0 || n_to == 0) {
        return STATUS_OK;
    }
    struct arena *arena = arena_new();
    const struct query_place **from_places = places_of(network, from, n_from, arena);
    const struct query_place **to_places = places_of(network, to, n_to, arena);
    roads_cost *costs = mem_alloc_array(n_from * n_to, sizeof *costs);
    find_costs(network, from, from_places, n_from, to, to_places, n_to, costs);
    for (size_t i = 0; i < n_from * n_to; i++) {
        bool known = is_known(from_places[i / n_to]) && is_known(to_places[i % n_to]);
        if (seconds != NULL) {
            seconds[i] = known ? roads_seconds(costs[i]) : TRAVEL_UNKNOWN;
        }
        if (metres != NULL) {
            metres[i] = known ? roads_metres(costs[i]) : TRAVEL_UNKNOWN;
        }
    }
    mem_free(costs);
    arena_free(arena);
    return STATUS_OK;
}

/* The true times: one sweep costs little more than looking at every point. */
static enum status network_bounds(void *self, const struct point *hubs, size_t hubs_n, const struct point *points,
                                  size_t n, int32_t *to_s, int32_t *back_s, struct error *err)
{
    (void)err;
    struct network *network = self;
    if (hubs_n == 0 || n == 0) {
        return STATUS_OK;
    }
    struct arena *arena = arena_new();
    const struct query_place **hub_places = places_of(network, hubs, hubs_n, arena);
    const struct query_place **places = places_of(network, points, n, arena);
    roads_cost *to = mem_alloc_array(hubs_n * n, sizeof *to), *back = mem_alloc_array(hubs_n * n, sizeof *back);
    query_sweep(network->query, target_of(network, points, places, n), hub_places, hubs_n, to, back);
    for (size_t i = 0; i < hubs_n * n; i++) {
        bool known = is_known(hub_places[i / n]) && is_known(places[i % n]);
        to_s[i] = known ? roads_seconds(to[i]) : TRAVEL_UNKNOWN;
        back_s[i] = known ? roads_seconds(back[i]) : TRAVEL_UNKNOWN;
    }
    mem_free(to);
    mem_free(back);
    arena_free(arena);
    return STATUS_OK;
}

/* --- bounds without a search ------------------------------------------------------------------------------------------- */

/* No less than the metres between two places at most some kilometres apart: degrees of latitude are 111,700 m at most, and
 * those of longitude are taken where they are widest. STRETCH has the cosine of each whole degree of latitude. */
static double at_most_m(const int32_t a[2], const int32_t b[2], const double *stretch)
{
    int32_t lat_e7 = abs(a[0]) < abs(b[0]) ? abs(a[0]) : abs(b[0]);
    double north = (a[0] - (double)b[0]) * 111700e-7, east = fabs(a[1] - (double)b[1]);
    east = (east > 1800000000.0 ? 3600000000.0 - east : east) * 111700e-7 * stretch[lat_e7 / 10000000];
    return sqrt(north * north + east * east);
}

/* No edge is driven faster, in metres a second. */
static double top_speed(const struct roads *roads)
{
    double top = 1, stretch[91];
    for (int degree = 0; degree <= 90; degree++) {
        stretch[degree] = cos(degree * 3.14159265358979 / 180);
    }
    for (uint32_t i = 0; i < roads->edges_n; i++) {
        const struct roads_edge *edge = &roads->edges[i];
        uint32_t ms = edge->ms[0] < edge->ms[1] ? edge->ms[0] : edge->ms[1];
        double metres = (edge->dm + 1) / 10.0;
        if (edge->dm < SHORT_DM && edge->node[0] < roads->nodes_n && edge->node[1] < roads->nodes_n) {
            metres = at_most_m(roads->at[edge->node[0]], roads->at[edge->node[1]], stretch);
        }
        double speed = 1000.0 * metres / (ms > 0 ? ms : 1);
        top = speed > top ? speed : top;
    }
    return top * 1.005; /* lengths are measured on a sphere or an ellipsoid */
}

static double top_of(struct network *network)
{
    if (network->top_m_s <= 0) {
        network->top_m_s = top_speed(roads_file_roads(network->file));
    }
    return network->top_m_s;
}

static int32_t network_at_least_s(void *self, struct point a, struct point b)
{
    struct network *network = self;
    const struct query_place *from = place_of(network, a);
    const struct query_place *to = place_of(network, b);
    if (!is_known(from) || !is_known(to)) {
        return TRAVEL_UNKNOWN;
    }
    double metres = point_distance_below_m(from->snap.at, to->snap.at) - SLACK_M;
    double seconds = metres > 0 ? metres / top_of(network) : 0;
    return seconds < TRAVEL_NONE ? (int32_t)seconds : TRAVEL_NONE;
}

/* A way begins and ends on the road, and the places may lie off it. */
static double network_reach_m(void *self, int32_t seconds)
{
    struct network *network = self;
    return seconds < 0 ? 0 : seconds * top_of(network) + SLACK_M + 2.0 * TRAVEL_ROADS_LIMIT_M;
}

/* --- the rest ---------------------------------------------------------------------------------------------------------- */

static enum status network_path(void *self, struct point from, struct point to, struct arena *arena,
                                struct travel_path *out, struct error *err)
{
    struct network *network = self;
    const struct query_place *begin = place_of(network, from);
    const struct query_place *end = place_of(network, to);
    if (!is_known(begin) || !is_known(end)) {
        return error_set(err, STATUS_NOT_FOUND, "the map has no road near there");
    }
    struct path path = path_of(network->query, begin, end, arena);
    if (path.seconds >= TRAVEL_NONE) {
        return error_set(err, STATUS_NOT_FOUND, "no road leads there");
    }
    *out = (struct travel_path){path.points, path.points_n};
    return STATUS_OK;
}

static double network_off_road_m(void *self, struct point at)
{
    const struct query_place *place = place_of(self, at);
    return is_known(place) ? place->snap.distance_m : -1;
}

static const char *network_named(void *self)
{
    const struct network *network = self;
    return network->name;
}

static void network_free(void *self)
{
    struct network *network = self;
    arena_free(network->target_arena);
    arena_free(network->arena);
    query_free(network->query);
    roads_file_close(network->file);
    mem_free(network->slots);
    mem_free(network->name);
    mem_free(network);
}

static const struct travel_ops network_ops = {
    .name = "roads",
    .named = network_named,
    .certain = true,
    .matrix = network_matrix,
    .bounds = network_bounds,
    .path = network_path,
    .off_road_m = network_off_road_m,
    .at_least_s = network_at_least_s,
    .reach_m = network_reach_m,
    .free = network_free,
};

struct travel *travel_roads_new(struct roads_file *file)
{
    struct network *network = mem_alloc(sizeof *network);
    network->file = file;
    network->query = query_new(roads_file_roads(file));
    network->arena = arena_new();
    struct arena *scratch = arena_new();
    const char *date = roads_file_about(file)->date;
    network->name = mem_strdup(arena_printf(scratch, date[0] != '\0' ? "roads of %s" : "roads%s", date));
    arena_free(scratch);
    return travel_new(&network_ops, network);
}
