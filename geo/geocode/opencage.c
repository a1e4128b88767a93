/* OpenCage: /geocode/v1/json, https://opencagedata.com/api. Its confidence is the size of the box around an answer
 * and is not read. */
#include "geo/base/mem.h"
#include "geo/geocode/service_impl.h"

#include <string.h>

#define TITLE "OpenCage"

static char *degrees_pair(struct arena *arena, struct point p, int decimals)
{
    return arena_printf(arena, "%s,%s", service_decimals(arena, p.lat_deg, decimals),
                        service_decimals(arena, p.lon_deg, decimals));
}

/* no_record: the words of the question are not kept there. no_dedupe: two places that are alike are both shown. */
static void add_common(struct buf *url, const char *language)
{
    service_url_add(url, "language", language);
    service_url_add(url, "no_annotations", "1");
    service_url_add(url, "no_record", "1");
}

static char *opencage_search_url(struct arena *arena, const char *base, const struct geocode_query *query, size_t limit,
                                 const char *email)
{
    struct buf url;
    (void)email;
    service_url_begin(&url, base, "/geocode/v1/json");
    service_url_add(&url, "q", query->text);
    service_url_count(&url, "limit", limit);
    service_url_add(&url, "countrycode", service_countries(query));
    service_url_add(&url, "no_dedupe", "1");
    add_common(&url, query->language);
    if (query->near_known) {
        struct point near = geocode_rough(query->near);
        service_url_add(&url, "proximity", degrees_pair(arena, near, 1));
    }
    return buf_into_arena(&url, arena);
}

static char *opencage_reverse_url(struct arena *arena, const char *base, struct point at, const char *language,
                                  const char *email)
{
    struct buf url;
    (void)email;
    service_url_begin(&url, base, "/geocode/v1/json");
    service_url_add(&url, "q", degrees_pair(arena, at, 7));
    service_url_count(&url, "limit", 1);
    add_common(&url, language);
    return buf_into_arena(&url, arena);
}

static bool is_one_of(const char *word, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strcmp(word, *words) == 0) {
            return true;
        }
    }
    return false;
}

/* _type says what kind of thing it is; a number in an answer that calls itself a road is that of somebody on it. */
static enum geocode_precision precision_of(const struct address *parts, const char *type)
{
    static const char *const streets[] = {"road", "footway", "path", "street", NULL};
    static const char *const areas[] = {
        "city",         "city_district", "continent",   "country", "county", "hamlet",         "locality",
        "municipality", "neighbourhood", "postal_city", "region",  "state",  "state_district", "suburb",
        "town",         "village",       "partial",     "unknown", NULL};
    if (is_one_of(type, streets)) {
        return GEOCODE_STREET;
    }
    if (strcmp(type, "postcode") == 0) {
        return GEOCODE_POSTCODE;
    }
    if (is_one_of(type, areas)) {
        return GEOCODE_AREA;
    }
    if (parts->number[0] != '\0') {
        return GEOCODE_HOUSE;
    }
    if (type[0] != '\0') {
        return GEOCODE_HOUSE; /* "attraction", "restaurant" and a hundred more: the thing itself */
    }
    return parts->street[0] != '\0' ? GEOCODE_STREET : GEOCODE_AREA;
}

/* The name of a thing stands under the word for its kind. */
static const char *name_of(struct arena *arena, const json_t *components, const char *type)
{
    const char *name = type[0] != '\0' && type[0] != '_' ? service_text(arena, components, type) : "";
    return name;
}

static bool read_one(struct arena *arena, const json_t *item, struct geocode_candidate *out)
{
    const json_t *at = json_object_get(item, "geometry");
    const json_t *components = json_object_get(item, "components");
    const char *type = service_text(arena, components, "_type");
    if (!service_point(json_object_get(at, "lat"), json_object_get(at, "lng"), &out->at)) {
        return false;
    }
    service_osm_parts(arena, components, out);
    out->label = service_text(arena, item, "formatted");
    out->precision = precision_of(&out->parts, type);
    if (out->precision == GEOCODE_HOUSE) {
        out->parts.name = name_of(arena, components, type);
    }
    return true;
}

/* The code of the answer stands in its body too, and in old answers only there. */
static enum status opencage_read(struct arena *arena, long code, const char *body, size_t length, bool reverse,
                                 struct geocode_candidate **candidates, size_t *n, struct error *err)
{
    json_t *tree = NULL;
    (void)reverse;
    enum status status = service_open(arena, TITLE, code, body, length, &tree, err);
    if (status != STATUS_OK) {
        return status;
    }
    const json_t *inner = json_object_get(json_object_get(tree, "status"), "code");
    if (json_is_integer(inner) && json_integer_value(inner) != 200) {
        json_int_t says = json_integer_value(inner);
        status = service_refuse(TITLE, says > 0 && says < 1000 ? (long)says : 500, service_words(arena, tree), err);
    } else {
        status = service_each(arena, TITLE, json_object_get(tree, "results"), read_one, candidates, n, err);
    }
    json_decref(tree);
    return status;
}

const struct geocode_service geocode_opencage = {
    .name = "opencage",
    .title = TITLE,
    .attribution = "(c) OpenStreetMap contributors, ODbL 1.0; geocoding by OpenCage",
    .with_key = true,
    .key_parameter = "key",
    .search_url = opencage_search_url,
    .reverse_url = opencage_reverse_url,
    .read = opencage_read,
};
