#include "planner/rests.h"

#include "geo/amenity.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"

enum { RESTS_MAX = 50 };

/* When one may be there: while it is open, in the working hours. */
static void add_rest(const struct day *day, struct open_book *book, struct arena *arena, const struct site *site,
                     struct rests *out)
{
    const struct open_day *hours = open_on(book, site->hours);
    struct open_span *windows = arena_array(arena, OPEN_SPANS_MAX, sizeof *windows);
    uint32_t n = 0;
    int32_t rest_s = day->settings->rest_s;
    for (uint32_t i = 0; i < (hours->known ? hours->n : 1); i++) {
        struct open_span span = hours->known ? hours->spans[i] : day->work;
        span.from_s = span.from_s > day->work.from_s ? span.from_s : day->work.from_s;
        span.to_s = span.to_s < day->work.to_s ? span.to_s : day->work.to_s;
        if (span.from_s + rest_s <= span.to_s) {
            windows[n++] = span;
        }
    }
    if (n > 0) {
        out->places[out->n] = (struct place){.kind = PLACE_REST,
                                             .index = (uint32_t)out->n,
                                             .site_id = site->id,
                                             .at = site->at,
                                             .service_s = rest_s,
                                             .windows = windows,
                                             .windows_n = n,
                                             .toilet = true,
                                             .comfort_s = day->settings->worth_comfort_s};
    }
}

enum status rests_find(struct store *store, struct travel *travel, const struct day *day,
                       const struct hours_where *where, const struct point *nodes, size_t n, struct arena *arena,
                       struct rests *out, struct error *err)
{
    const struct settings *settings = day->settings;
    *out = (struct rests){.n = 0};
    if (settings->rest_s == 0 || settings->comfort_s == 0) {
        return STATUS_OK;
    }
    size_t found_n = 0;
    int32_t most_s =
        settings->worth_comfort_s < settings->max_detour_s ? settings->worth_comfort_s : settings->max_detour_s;
    enum status status = near_way_find(store, travel, nodes, n, AMENITY_BIT(AMENITY_TOILET), most_s, RESTS_MAX, arena,
                                       &out->sites, &found_n, err);
    struct open_span any = {0, DAY_SECONDS};
    struct open_book *book = open_book_new(arena, day->day, any, any, where);
    out->places = arena_array(arena, found_n, sizeof *out->places);
    for (size_t i = 0; i < found_n && status == STATUS_OK; i++) {
        size_t before = out->n;
        add_rest(day, book, arena, &out->sites[i].site, out);
        if (out->places[before].windows_n > 0) {
            out->sites[out->n++] = out->sites[i];
        }
    }
    return status;
}
