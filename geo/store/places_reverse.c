/* From a place to its address: points in bands of latitude, by longitude. */
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/store/places.h"
#include "geo/store/places_impl.h"

static const double HOUSE_M = 150.0;
static const double STREET_M = 500.0;
static const double TOWN_M = 20000.0;

#define NEAR_POINTS(more)                                                                                              \
    PLACES_SELECT_POINT                                                                                                \
    "FROM place_point h JOIN place p ON p.id = h.place_id WHERE (h.lat_e7 + 900000000) / 20000 = ?1 "                  \
    "AND h.lon_e7 BETWEEN ?2 AND ?3 AND h.lat_e7 BETWEEN ?4 AND ?5 " more " ORDER BY h.id"
#define NEAR_TOWNS                                                                                                     \
    PLACES_SELECT                                                                                                      \
    "FROM place p WHERE p.precision = 'area' AND p.size <= 3 AND (p.lat_e7 + 900000000) / 1000000 = ?1 "               \
    "AND p.lon_e7 BETWEEN ?2 AND ?3 AND p.lat_e7 BETWEEN ?4 AND ?5 ORDER BY p.id"

/* What is looked for, and the nearest so far. */
struct near {
    struct store *store;
    const char *sql;
    int64_t band_e7;
    double within_m;
    struct point at;
    struct arena *arena;
    bool found;
    double away_m;
    struct places_found best;
};

static enum status look_in(struct near *near, int64_t band, const struct box *box, double west_deg, double east_deg,
                           struct error *err)
{
    struct query q = query_start(near->store, near->sql);
    query_bind_i64(&q, band);
    query_bind_i64(&q, places_e7(west_deg));
    query_bind_i64(&q, places_e7(east_deg));
    query_bind_i64(&q, places_e7(box->south_deg));
    query_bind_i64(&q, places_e7(box->north_deg));
    while (query_next(&q)) {
        struct places_found found = places_read(&q, near->arena);
        double away_m = point_distance_m(near->at, found.candidate.at);
        if (away_m <= near->within_m && (!near->found || away_m < near->away_m)) {
            near->found = true;
            near->away_m = away_m;
            near->best = found;
        }
    }
    return query_end(&q, err);
}

/* The nearest that SQL's rows have within WITHIN_M. A box across the 180th meridian is two. */
static enum status look_near(struct near *near, struct error *err)
{
    const int64_t south_pole = INT64_C(900000000);
    struct box box = point_box(near->at, near->within_m);
    bool across = box.west_deg > box.east_deg;
    enum status status = STATUS_OK;
    int64_t last = (places_e7(box.north_deg) + south_pole) / near->band_e7;
    for (int64_t band = (places_e7(box.south_deg) + south_pole) / near->band_e7; band <= last && status == STATUS_OK;
         band++) {
        status = look_in(near, band, &box, box.west_deg, across ? 180 : box.east_deg, err);
        if (status == STATUS_OK && across) {
            status = look_in(near, band, &box, -180, box.east_deg, err);
        }
    }
    return status;
}

enum status places_reverse(void *context, struct point at, struct arena *arena, struct geocode_answer *out,
                           struct error *err)
{
    static const struct {
        const char *sql;
        int64_t band_e7;
        const double *within_m;
    } steps[] = {{NEAR_POINTS("AND h.number <> ''"), PLACES_BAND_HOUSE, &HOUSE_M},
                 {NEAR_POINTS("AND h.number = ''"), PLACES_BAND_HOUSE, &STREET_M},
                 {NEAR_TOWNS, PLACES_BAND_AREA, &TOWN_M}};
    struct near near = {.store = context, .at = at, .arena = arena};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && !near.found && status == STATUS_OK; i++) {
        near.sql = steps[i].sql;
        near.band_e7 = steps[i].band_e7;
        near.within_m = *steps[i].within_m;
        status = look_near(&near, err);
    }
    if (status == STATUS_OK) {
        *out = (struct geocode_answer){0};
        places_sign(out, near.found ? near.best.day : DAY_NONE, arena);
    }
    if (status == STATUS_OK && near.found) {
        out->candidates = arena_alloc(arena, sizeof *out->candidates);
        *out->candidates = near.best.candidate;
        out->candidates->label = places_label(arena, out->candidates);
        out->n = 1;
    }
    return status;
}
