/* Nominatim: /search and /reverse, https://nominatim.org/release-docs/5.3/api/Search/. No confidence is given: what
 * an answer is worth is told by its rank and by its parts. */
#include "geo/base/mem.h"
#include "geo/geocode/service_impl.h"

#include <string.h>

#define TITLE "Nominatim"

/* A street with its number and a town or a postcode. Structured, no word can be taken for another part. */
static bool has_parts(const struct address *a)
{
    return a->street[0] != '\0' && a->number[0] != '\0' && (a->town[0] != '\0' || a->postcode[0] != '\0');
}

static void add_words(struct arena *arena, struct buf *url, const struct geocode_query *query)
{
    const struct address *a = &query->parts;
    if (!has_parts(a)) {
        service_url_add(url, "q", query->text);
        return;
    }
    service_url_add(url, "street", arena_printf(arena, "%s %s", a->number, a->street));
    service_url_add(url, "city", a->town);
    service_url_add(url, "postalcode", a->postcode);
}

static void add_common(struct buf *url, const char *language, const char *email)
{
    service_url_add(url, "format", "jsonv2");
    service_url_add(url, "addressdetails", "1");
    service_url_add(url, "accept-language", language);
    service_url_add(url, "email", email);
}

/* A box around where the person is: what lies in it is preferred. */
static void add_near(struct arena *arena, struct buf *url, struct point near)
{
    struct point p = geocode_rough(near);
    if (p.lat_deg < 89 && p.lat_deg > -89 && p.lon_deg < 179 && p.lon_deg > -179) {
        const char *west = service_decimals(arena, p.lon_deg - 0.7, 1);
        const char *south = service_decimals(arena, p.lat_deg - 0.5, 1);
        const char *east = service_decimals(arena, p.lon_deg + 0.7, 1);
        const char *north = service_decimals(arena, p.lat_deg + 0.5, 1);
        service_url_add(url, "viewbox", arena_printf(arena, "%s,%s,%s,%s", west, south, east, north));
    }
}

static char *nominatim_search_url(struct arena *arena, const char *base, const struct geocode_query *query,
                                  size_t limit, const char *email)
{
    struct buf url;
    service_url_begin(&url, base, "/search");
    add_words(arena, &url, query);
    service_url_add(&url, "countrycodes", service_countries(query));
    service_url_count(&url, "limit", limit);
    add_common(&url, query->language, email);
    if (query->near_known) {
        add_near(arena, &url, query->near);
    }
    return buf_into_arena(&url, arena);
}

static char *nominatim_reverse_url(struct arena *arena, const char *base, struct point at, const char *language,
                                   const char *email)
{
    struct buf url;
    service_url_begin(&url, base, "/reverse");
    service_url_degrees(&url, "lat", at.lat_deg, 7);
    service_url_degrees(&url, "lon", at.lon_deg, 7);
    service_url_count(&url, "zoom", 18);
    add_common(&url, language, email);
    return buf_into_arena(&url, arena);
}

/* --- to read ----------------------------------------------------------------------------------------------------- */

/* Of versions before place_rank was given. */
static enum geocode_precision precision_of_class(const char *category, const char *number)
{
    if (number[0] != '\0') {
        return GEOCODE_HOUSE;
    }
    if (strcmp(category, "highway") == 0) {
        return GEOCODE_STREET;
    }
    return category[0] == '\0' || strcmp(category, "boundary") == 0 || strcmp(category, "place") == 0 ||
                   strcmp(category, "landuse") == 0
               ? GEOCODE_AREA
               : GEOCODE_HOUSE;
}

/* https://nominatim.org/release-docs/5.3/customize/Ranking/. A house number on a line between two known ones comes as
 * a way that is a "place=house". */
static enum geocode_precision precision_of(const json_t *item, const char *category, const char *type,
                                           const char *osm_type, const char *number)
{
    const json_t *rank = json_object_get(item, "place_rank");
    bool line = strcmp(category, "place") == 0 && strncmp(type, "house", 5) == 0 && strcmp(osm_type, "way") == 0;
    if (strcmp(type, "postcode") == 0 || strcmp(type, "postal_code") == 0) {
        return GEOCODE_POSTCODE;
    }
    if (line) {
        return GEOCODE_INTERPOLATED;
    }
    if (!json_is_integer(rank)) {
        return precision_of_class(category, number);
    }
    if (json_integer_value(rank) >= 28) {
        return GEOCODE_HOUSE;
    }
    if (json_integer_value(rank) >= 26) {
        return GEOCODE_STREET;
    }
    return json_integer_value(rank) == 21 ? GEOCODE_POSTCODE : GEOCODE_AREA;
}

static bool read_one(struct arena *arena, const json_t *item, struct geocode_candidate *out)
{
    static const char *const categories[] = {"category", "class", NULL};
    const char *category = service_first(arena, item, categories);
    const char *type = service_text(arena, item, "type");
    const char *osm_type = service_text(arena, item, "osm_type");
    if (!service_point(json_object_get(item, "lat"), json_object_get(item, "lon"), &out->at)) {
        return false;
    }
    service_osm_parts(arena, json_object_get(item, "address"), out);
    out->label = service_text(arena, item, "display_name");
    out->precision = precision_of(item, category, type, osm_type, out->parts.number);
    out->source_id = service_osm_id(arena, osm_type, service_text(arena, item, "osm_id"));
    if (out->precision <= GEOCODE_INTERPOLATED) {
        out->parts.name = service_text(arena, item, "name");
    }
    return true;
}

/* One answer that is no list. */
static enum status read_reverse(struct arena *arena, json_t *tree, struct geocode_candidate **candidates, size_t *n,
                                struct error *err)
{
    json_t *list = json_array();
    json_array_append(list, tree);
    enum status status = service_each(arena, TITLE, list, read_one, candidates, n, err);
    json_decref(list);
    return status;
}

static enum status nominatim_read(struct arena *arena, long code, const char *body, size_t length, bool reverse,
                                  struct geocode_candidate **candidates, size_t *n, struct error *err)
{
    json_t *tree = NULL;
    enum status status = service_open(arena, TITLE, code, body, length, &tree, err);
    if (status != STATUS_OK) {
        return status;
    }
    const char *words = service_words(arena, tree);
    bool nothing = reverse && strcmp(words, "Unable to geocode") == 0;
    if (json_is_object(tree) && json_object_get(tree, "error") != NULL && !nothing) {
        status = service_strange(
            TITLE, arena_printf(arena, "says that it has failed%s%s", words[0] != '\0' ? ": " : "", words), err);
    } else if (nothing) {
        *n = 0;
    } else if (reverse && json_is_object(tree)) {
        status = read_reverse(arena, tree, candidates, n, err);
    } else {
        status = service_each(arena, TITLE, tree, read_one, candidates, n, err);
    }
    json_decref(tree);
    return status;
}

const struct geocode_service geocode_nominatim = {
    .name = "nominatim",
    .title = TITLE,
    .attribution = "(c) OpenStreetMap contributors, ODbL 1.0",
    .search_url = nominatim_search_url,
    .reverse_url = nominatim_reverse_url,
    .read = nominatim_read,
};
