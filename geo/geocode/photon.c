/* Photon: /api and /reverse, https://github.com/komoot/photon/blob/master/docs/api-v1.md. It forgives typing errors,
 * so what it answers is often not what was asked. /structured is not asked: servers have it only when their data was
 * made for it, and a parameter that a server does not know is refused, so only the old ones are sent. */
#include "geo/base/mem.h"
#include "geo/geocode/service_impl.h"

#include <string.h>

#define TITLE "Photon"

/* Other languages than the server was made with are refused. */
static const char *language_of(const char *language)
{
    static const char *const known[] = {"de", "en", "fr"};
    for (size_t i = 0; i < 3; i++) {
        if (strncmp(language, known[i], 2) == 0) {
            return known[i];
        }
    }
    return "";
}

static char *photon_search_url(struct arena *arena, const char *base, const struct geocode_query *query, size_t limit,
                               const char *email)
{
    struct buf url;
    (void)email;
    service_url_begin(&url, base, "/api");
    service_url_add(&url, "q", query->text);
    service_url_count(&url, "limit", limit);
    service_url_add(&url, "lang", language_of(query->language));
    if (query->near_known) {
        struct point near = geocode_rough(query->near);
        service_url_degrees(&url, "lat", near.lat_deg, 1);
        service_url_degrees(&url, "lon", near.lon_deg, 1);
    }
    return buf_into_arena(&url, arena);
}

static char *photon_reverse_url(struct arena *arena, const char *base, struct point at, const char *language,
                                const char *email)
{
    struct buf url;
    (void)email;
    service_url_begin(&url, base, "/reverse");
    service_url_degrees(&url, "lat", at.lat_deg, 7);
    service_url_degrees(&url, "lon", at.lon_deg, 7);
    service_url_add(&url, "lang", language_of(language));
    return buf_into_arena(&url, arena);
}

/* --- to read ----------------------------------------------------------------------------------------------------- */

static bool is_one_of(const char *word, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strcmp(word, *words) == 0) {
            return true;
        }
    }
    return false;
}

/* TYPE ("house", "street", "locality", ...) is missing from servers of before 2020. */
static enum geocode_precision precision_of(struct arena *arena, const json_t *p)
{
    static const char *const areas[] = {"locality", "district", "city", "county", "state", "country", NULL};
    static const char *const area_keys[] = {"boundary", "place", "landuse", "natural", NULL};
    const char *type = service_text(arena, p, "type");
    const char *key = service_text(arena, p, "osm_key");
    const char *value = service_text(arena, p, "osm_value");
    bool numbered = service_text(arena, p, "housenumber")[0] != '\0';
    bool way = strcmp(service_text(arena, p, "osm_type"), "W") == 0;
    if (numbered) {
        return way && strcmp(key, "place") == 0 && strncmp(value, "house", 5) == 0 ? GEOCODE_INTERPOLATED
                                                                                   : GEOCODE_HOUSE;
    }
    if (strcmp(value, "postcode") == 0 || strcmp(value, "postal_code") == 0) {
        return GEOCODE_POSTCODE;
    }
    if (strcmp(type, "street") == 0 || (type[0] == '\0' && strcmp(key, "highway") == 0)) {
        return GEOCODE_STREET;
    }
    return is_one_of(type, areas) || (type[0] == '\0' && is_one_of(key, area_keys)) ? GEOCODE_AREA : GEOCODE_HOUSE;
}

static char *label_of(struct arena *arena, const json_t *p)
{
    static const char *const words[] = {"name", "street", "housenumber", "district", "postcode",
                                        "city", "county", "state",       "country"};
    struct buf label;
    buf_init(&label, 4 * SERVICE_TEXT_MAX);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *word = service_text(arena, p, words[i]);
        const char *gap = i == 2 && label.length > 0 ? " " : ", ";
        buf_add(&label, word[0] != '\0' && label.length > 0 ? gap : "");
        buf_add(&label, word);
    }
    return buf_into_arena(&label, arena);
}

/* What something is called is the name of the part that it is. */
static void read_name(const char *name, struct geocode_candidate *out)
{
    if (out->precision <= GEOCODE_INTERPOLATED) {
        out->parts.name = name;
    } else if (out->precision == GEOCODE_STREET && out->parts.street[0] == '\0') {
        out->parts.street = name;
    } else if (out->precision == GEOCODE_POSTCODE && out->parts.postcode[0] == '\0') {
        out->parts.postcode = name;
    } else if (out->precision == GEOCODE_AREA && out->parts.town[0] == '\0') {
        out->parts.town = name;
    }
}

/* Servers of before 2020 give the name only. */
static const char *country_of(struct arena *arena, const json_t *p)
{
    static const char *const words[] = {"countrycode", "country", NULL};
    const struct address_country *country = address_country_find(service_first(arena, p, words));
    return country != NULL ? country->code : "";
}

static bool read_one(struct arena *arena, const json_t *item, struct geocode_candidate *out)
{
    static const char *const parts[] = {"district", "locality", NULL};
    static const char *const within[] = {"locality", "district", "city", NULL};
    static const char *const counties[] = {"county", "state", NULL};
    const json_t *p = json_object_get(item, "properties");
    struct buf names;
    if (!service_geojson_point(item, &out->at)) {
        return false;
    }
    out->precision = precision_of(arena, p);
    out->parts.number = service_text(arena, p, "housenumber");
    out->parts.street = service_text(arena, p, "street");
    out->parts.suburb = service_first(arena, p, parts);
    out->parts.town = service_text(arena, p, "city");
    out->parts.county = service_first(arena, p, counties);
    out->parts.postcode = service_text(arena, p, "postcode");
    out->parts.country = country_of(arena, p);
    read_name(service_text(arena, p, "name"), out);
    buf_init(&names, SIZE_MAX);
    service_within(arena, &names, p, within);
    out->within = buf_into_arena(&names, arena);
    out->label = label_of(arena, p);
    out->source_id = service_osm_id(arena, service_text(arena, p, "osm_type"), service_text(arena, p, "osm_id"));
    return true;
}

static enum status photon_read(struct arena *arena, long code, const char *body, size_t length, bool reverse,
                               struct geocode_candidate **candidates, size_t *n, struct error *err)
{
    json_t *tree = NULL;
    (void)reverse;
    enum status status = service_open(arena, TITLE, code, body, length, &tree, err);
    if (status == STATUS_OK) {
        status = service_each(arena, TITLE, json_object_get(tree, "features"), read_one, candidates, n, err);
        json_decref(tree);
    }
    return status;
}

const struct geocode_service geocode_photon = {
    .name = "photon",
    .title = TITLE,
    .attribution = "(c) OpenStreetMap contributors, ODbL 1.0",
    .search_url = photon_search_url,
    .reverse_url = photon_reverse_url,
    .read = photon_read,
};
