/* Pelias, and who runs it for others: /v1/search and /v1/reverse,
 * https://github.com/pelias/documentation/blob/master/search.md. Its confidence says how well words were found, not
 * whether the house was: match_type and accuracy do that, and the parts. */
#include "geo/base/mem.h"
#include "geo/geocode/address_impl.h"
#include "geo/geocode/service_impl.h"

#include <string.h>

static char *search_url(struct arena *arena, const char *base, const char *path, const struct geocode_query *query,
                        size_t limit)
{
    struct buf url;
    service_url_begin(&url, base, path);
    service_url_add(&url, "text", query->text);
    service_url_count(&url, "size", limit);
    service_url_add(&url, "boundary.country", service_countries(query));
    service_url_add(&url, "lang", query->language);
    if (query->near_known) {
        struct point near = geocode_rough(query->near);
        service_url_degrees(&url, "focus.point.lat", near.lat_deg, 1);
        service_url_degrees(&url, "focus.point.lon", near.lon_deg, 1);
    }
    return buf_into_arena(&url, arena);
}

static char *reverse_url(struct arena *arena, const char *base, const char *path, struct point at, const char *language)
{
    struct buf url;
    service_url_begin(&url, base, path);
    service_url_degrees(&url, "point.lat", at.lat_deg, 7);
    service_url_degrees(&url, "point.lon", at.lon_deg, 7);
    service_url_add(&url, "lang", language);
    return buf_into_arena(&url, arena);
}

static char *pelias_search_url(struct arena *arena, const char *base, const struct geocode_query *query, size_t limit,
                               const char *email)
{
    (void)email;
    return search_url(arena, base, "/v1/search", query, limit);
}

static char *pelias_reverse_url(struct arena *arena, const char *base, struct point at, const char *language,
                                const char *email)
{
    (void)email;
    return reverse_url(arena, base, "/v1/reverse", at, language);
}

/* https://openrouteservice.org/dev/#/api-docs/geocode */
static char *ors_search_url(struct arena *arena, const char *base, const struct geocode_query *query, size_t limit,
                            const char *email)
{
    (void)email;
    return search_url(arena, base, "/geocode/search", query, limit);
}

static char *ors_reverse_url(struct arena *arena, const char *base, struct point at, const char *language,
                             const char *email)
{
    (void)email;
    return reverse_url(arena, base, "/geocode/reverse", at, language);
}

/* --- to read ----------------------------------------------------------------------------------------------------- */

static enum geocode_precision precision_of(struct arena *arena, const json_t *p)
{
    const char *layer = service_text(arena, p, "layer");
    const char *match = service_text(arena, p, "match_type");
    const char *accuracy = service_text(arena, p, "accuracy");
    if (strcmp(layer, "address") == 0 || strcmp(layer, "venue") == 0) {
        bool between = strcmp(match, "interpolated") == 0 || strcmp(accuracy, "interpolated") == 0;
        return between ? GEOCODE_INTERPOLATED : GEOCODE_HOUSE;
    }
    if (strcmp(layer, "street") == 0 || strcmp(layer, "intersection") == 0) {
        return GEOCODE_STREET;
    }
    return strcmp(layer, "postalcode") == 0 ? GEOCODE_POSTCODE : GEOCODE_AREA;
}

static const char *country_of(struct arena *arena, const json_t *p)
{
    static const char *const codes[] = {"country_code", "country_a", NULL};
    const struct address_country *country = address_country_find(service_first(arena, p, codes));
    return country != NULL ? country->code : "";
}

/* "way/12" or "way:12" of OpenStreetMap, else the whole name in its data. */
static const char *id_of(struct arena *arena, const json_t *p)
{
    const char *id = service_text(arena, p, "source_id");
    size_t cut = strcspn(id, "/:");
    if (strcmp(service_text(arena, p, "source"), "openstreetmap") == 0 && id[cut] != '\0') {
        const char *osm = service_osm_id(arena, arena_strndup(arena, id, cut), id + cut + 1);
        if (osm[0] != '\0') {
            return osm;
        }
    }
    return service_text(arena, p, "gid");
}

static bool read_one(struct arena *arena, const json_t *item, struct geocode_candidate *out)
{
    static const char *const parts[] = {"neighbourhood", "borough", NULL};
    static const char *const towns[] = {"locality", "localadmin", NULL};
    static const char *const within[] = {"neighbourhood", "borough", "locality", "localadmin", NULL};
    static const char *const counties[] = {"county", "region", NULL};
    const json_t *p = json_object_get(item, "properties");
    struct buf names;
    if (!service_geojson_point(item, &out->at)) {
        return false;
    }
    out->precision = precision_of(arena, p);
    out->parts.number = service_text(arena, p, "housenumber");
    out->parts.street = service_text(arena, p, "street");
    out->parts.suburb = service_first(arena, p, parts);
    out->parts.town = service_first(arena, p, towns);
    out->parts.county = service_first(arena, p, counties);
    out->parts.postcode = service_text(arena, p, "postalcode");
    out->parts.country = country_of(arena, p);
    if (strcmp(service_text(arena, p, "layer"), "venue") == 0) { /* of an address, the name is the address */
        out->parts.name = service_text(arena, p, "name");
    }
    buf_init(&names, SIZE_MAX);
    service_within(arena, &names, p, within);
    out->within = buf_into_arena(&names, arena);
    out->label = service_text(arena, p, "label");
    out->source_id = id_of(arena, p);
    return true;
}

static enum status read_titled(const char *title, struct arena *arena, long code, const char *body, size_t length,
                               struct geocode_candidate **candidates, size_t *n, struct error *err)
{
    json_t *tree = NULL;
    enum status status = service_open(arena, title, code, body, length, &tree, err);
    if (status != STATUS_OK) {
        return status;
    }
    const json_t *features = json_object_get(tree, "features");
    const json_t *errors = json_object_get(json_object_get(tree, "geocoding"), "errors");
    if (json_array_size(features) == 0 && json_array_size(errors) > 0) {
        const char *words = service_words(arena, tree);
        status = service_strange(
            title, arena_printf(arena, "says that it has failed%s%s", words[0] != '\0' ? ": " : "", words), err);
    } else {
        status = service_each(arena, title, features, read_one, candidates, n, err);
    }
    json_decref(tree);
    return status;
}

#define READ(function, title)                                                                                          \
    static enum status function(struct arena *arena, long code, const char *body, size_t length, bool reverse,         \
                                struct geocode_candidate **candidates, size_t *n, struct error *err)                   \
    {                                                                                                                  \
        (void)reverse;                                                                                                 \
        return read_titled(title, arena, code, body, length, candidates, n, err);                                      \
    }

READ(pelias_read, "Pelias")
READ(geocodeearth_read, "Geocode Earth")
READ(ors_read, "openrouteservice")

#define ATTRIBUTION "(c) OpenStreetMap contributors, OpenAddresses, Who's On First, GeoNames; geocoding by Pelias"

const struct geocode_service geocode_pelias = {
    .name = "pelias",
    .title = "Pelias",
    .attribution = ATTRIBUTION,
    .key_parameter = "api_key",
    .search_url = pelias_search_url,
    .reverse_url = pelias_reverse_url,
    .read = pelias_read,
};

const struct geocode_service geocode_geocodeearth = {
    .name = "geocodeearth",
    .title = "Geocode Earth",
    .attribution = "(c) Geocode Earth, OpenStreetMap contributors, OpenAddresses, Who's On First, GeoNames",
    .with_key = true,
    .key_parameter = "api_key",
    .search_url = pelias_search_url,
    .reverse_url = pelias_reverse_url,
    .read = geocodeearth_read,
};

const struct geocode_service geocode_openrouteservice = {
    .name = "openrouteservice",
    .title = "openrouteservice",
    .attribution = "(c) openrouteservice.org by HeiGIT, OpenStreetMap contributors; geocoding by Pelias",
    .with_key = true,
    .key_parameter = "api_key",
    .search_url = ors_search_url,
    .reverse_url = ors_reverse_url,
    .read = ors_read,
};
