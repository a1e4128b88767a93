/* The person's own sites as a source of places. */
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/store/geom.h"
#include "geo/store/places.h"
#include "geo/store/placing.h"
#include "geo/store/site_read.h"
#include "geo/store/store.h"

#include <inttypes.h>
#include <string.h>

static const double NEAR_M = 50.0;
enum { ROWS_MAX = 200 };

#define PLACED "s.geom IS NOT NULL "
/* With how precisely it was placed, and for which address, where that is known. */
#define COLUMNS                                                                                                        \
    "SELECT s.id, s.geom, s.name, s.street, s.town, s.postcode, s.country, coalesce(k.precision, ''), "                \
    "coalesce(k.asked, '') FROM site s "                                                                               \
    "LEFT JOIN placing k ON k.site_id = s.id AND k.placed_by = s.placed_by AND k.source <> '' "
/* A place that somebody answers for: else a site would be the proof of its own address. */
#define ANSWERED                                                                                                       \
    "AND (s.placed_by <> 'geocoder' OR EXISTS (SELECT 1 FROM placing p WHERE p.site_id = s.id "                        \
    "AND p.placed_by = 'geocoder' AND p.reviewed = 1)) "

struct sites {
    struct store *store;
    const struct geocode_query *query; /* NULL: reverse */
    struct arena *arena;
    size_t limit;
    struct geocode_candidate *list;
    size_t n, room;
};

static bool is_there(const struct sites *sites, const char *source_id)
{
    for (size_t i = 0; i < sites->n; i++) {
        if (strcmp(sites->list[i].source_id, source_id) == 0) {
            return true;
        }
    }
    return false;
}

/* False when it is not to be believed: no place, or one that was found for another address. A street that somebody accepted is no house. */
static bool read_site(struct query *q, struct arena *arena, struct geocode_candidate *out)
{
    size_t length;
    *out = (struct geocode_candidate){.precision = GEOCODE_HOUSE};
    out->source_id = arena_printf(arena, "site:%" PRId64, query_i64(q));
    const void *blob = query_blob(q, &length);
    bool placed = geom_read(blob, length, &out->at);
    const char *name = query_text(q, arena);
    struct site site = {.street = query_text(q, arena)};
    site.town = query_text(q, arena);
    site.postcode = query_text(q, arena);
    site.country = query_text(q, arena);
    (void)geocode_precision_from_name(query_text_borrowed(q), &out->precision);
    const char *asked = query_text(q, arena);
    out->parts = address_of(arena, site.street, site.town, site.postcode, site.country, "");
    out->parts.name = name;
    out->label = address_line(arena, &out->parts);
    return placed && (asked[0] == '\0' || strcmp(asked, placing_asked(arena, &site)) == 0);
}

static void add(struct sites *sites, const struct geocode_candidate *one)
{
    if (sites->n < sites->limit && !is_there(sites, one->source_id)) {
        struct geocode_candidate *slot = arena_push(sites->arena, &sites->list, &sites->n, &sites->room, sizeof *slot);
        *slot = *one;
    }
}

static enum status take(struct sites *sites, struct query *q, bool by_address, struct error *err)
{
    const struct address *asked = &sites->query->parts;
    while (query_next(q)) {
        struct geocode_candidate one;
        bool good = read_site(q, sites->arena, &one);
        if (good && by_address) {
            good = address_same_number(one.parts.number, asked->number) &&
                   address_same_street(one.parts.street, asked->street);
        }
        if (good) {
            add(sites, &one);
        }
    }
    return query_end(q, err);
}

static enum status by_name(struct sites *sites, struct error *err)
{
    const char *text = text_trim(sites->arena, sites->query->text);
    const char *folded = text_fold(sites->arena, text);
    if (folded[0] == '\0') {
        return STATUS_OK;
    }
    struct query q = query_start(sites->store, COLUMNS "WHERE s.key = ?1 AND s.key <> '' AND " PLACED);
    query_bind_text(&q, text);
    enum status status = take(sites, &q, false, err);
    if (status != STATUS_OK) {
        return status;
    }
    struct query named =
        query_start(sites->store, COLUMNS "WHERE s.name_folded = ?1 AND " PLACED "ORDER BY s.id LIMIT 20");
    query_bind_text(&named, folded);
    return take(sites, &named, false, err);
}

static enum status by_postcode(struct sites *sites, struct error *err)
{
    const struct address *asked = &sites->query->parts;
    if (asked->postcode[0] == '\0' || asked->street[0] == '\0' || asked->number[0] == '\0') {
        return STATUS_OK;
    }
    struct query q =
        query_start(sites->store, COLUMNS "WHERE upper(replace(s.postcode, ' ', '')) = "
                                          "upper(replace(?1, ' ', '')) AND s.postcode <> '' AND " PLACED ANSWERED
                                          "ORDER BY s.id LIMIT ?2");
    query_bind_text(&q, asked->postcode);
    query_bind_i64(&q, ROWS_MAX);
    return take(sites, &q, true, err);
}

/* The street as people write it, the number in front or behind. */
static enum status by_street(struct sites *sites, struct error *err)
{
    const struct address *asked = &sites->query->parts;
    if (asked->street[0] == '\0' || asked->number[0] == '\0') {
        return STATUS_OK;
    }
    struct query q =
        query_start(sites->store, COLUMNS "WHERE lower(s.street) IN (lower(?1 || ' ' || ?2), "
                                          "lower(?2 || ' ' || ?1), lower(?2 || ', ' || ?1), "
                                          "lower(?1 || ', ' || ?2)) AND s.street <> '' AND " PLACED ANSWERED
                                          "ORDER BY s.id LIMIT ?3");
    query_bind_text(&q, asked->number);
    query_bind_text(&q, asked->street);
    query_bind_i64(&q, ROWS_MAX);
    return take(sites, &q, true, err);
}

static void sign(struct geocode_answer *out, struct sites *sites)
{
    *out = (struct geocode_answer){
        .candidates = sites->list, .n = sites->n, .source = "your sites", .service = "sites", .attribution = ""};
}

static enum status sites_search(void *context, const struct geocode_query *query, size_t limit, struct arena *arena,
                                struct geocode_answer *out, struct error *err)
{
    struct sites sites = {.store = context, .query = query, .arena = arena, .limit = limit};
    enum status status = by_name(&sites, err);
    if (status == STATUS_OK) {
        status = by_postcode(&sites, err);
    }
    if (status == STATUS_OK) {
        status = by_street(&sites, err);
    }
    if (status == STATUS_OK) {
        sign(out, &sites);
    }
    return status;
}

static enum status sites_reverse(void *context, struct point at, struct arena *arena, struct geocode_answer *out,
                                 struct error *err)
{
    struct sites sites = {.store = context, .arena = arena, .limit = 1};
    double best_m = NEAR_M;
    struct geocode_candidate best = {.source_id = ""};
    struct query q = query_start(context, COLUMNS "WHERE s.id IN " SITE_READ_IN_BOX "ORDER BY s.id");
    site_read_bind_box(&q, point_box(at, NEAR_M));
    while (query_next(&q)) {
        struct geocode_candidate one;
        if (!read_site(&q, arena, &one)) {
            continue;
        }
        double away_m = point_distance_m(at, one.at);
        if (away_m < best_m) {
            best = one;
            best_m = away_m;
        }
    }
    enum status status = query_end(&q, err);
    if (status == STATUS_OK) {
        if (best_m < NEAR_M) {
            add(&sites, &best);
        }
        sign(out, &sites);
    }
    return status;
}

struct geocoder_local store_sites_local(struct store *store)
{
    return (struct geocoder_local){.context = store, .search = sites_search, .reverse = sites_reverse};
}
