/* Answers of geocoding services, read without trust. */
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/base/text.h"
#include "geo/geocode/service_impl.h"
#include "geo/net/answer_json.h"

#include <inttypes.h>
#include <string.h>

enum { WORDS_COLUMNS = 160 };

enum status service_strange(const char *title, const char *what, struct error *err)
{
    return error_set(err, STATUS_NETWORK, "%s's answer %s", title, what);
}

/* Whatever stands where a message is expected: a text, or an object that holds one. */
static const char *message_of(const json_t *value)
{
    if (json_is_array(value)) {
        value = json_array_get(value, 0);
    }
    if (json_is_object(value)) {
        value = json_object_get(value, "message");
    }
    return json_is_string(value) ? json_string_value(value) : "";
}

static char *safe_words(struct arena *arena, const char *words)
{
    return text_cut(arena,
                    text_trim(arena, text_terminal_safe(arena, arena_strndup(arena, words, strnlen(words, 1000)))),
                    WORDS_COLUMNS);
}

const char *service_words(struct arena *arena, const json_t *tree)
{
    const char *const *name;
    static const char *const names[] = {"error", "message", "errors", "status", "detail", "title", NULL};
    const char *words = message_of(json_object_get(json_object_get(tree, "geocoding"), "errors"));
    for (name = names; words[0] == '\0' && *name != NULL; name++) {
        words = message_of(json_object_get(tree, *name));
    }
    return safe_words(arena, words);
}

/* A web page, as a proxy or an overloaded server sends it. */
static bool is_page(const char *body, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (strchr(" \t\r\n\xEF\xBB\xBF", body[i]) == NULL || body[i] == '\0') {
            return body[i] == '<';
        }
    }
    return false;
}

/* The first line of a refusal that is no JSON. */
static const char *plain_words(struct arena *arena, const char *body, size_t length)
{
    size_t n = 0;
    while (n < length && n < 1000 && body[n] != '\n' && body[n] != '\0') {
        n++;
    }
    return is_page(body, length) ? "" : safe_words(arena, arena_strndup(arena, body, n));
}

/* What a service says about a key may hold the key, so it is not repeated. */
enum status service_refuse(const char *title, long code, const char *words, struct error *err)
{
    switch (code) {
    case 400:
    case 410:
    case 413:
    case 414:
    case 422:
        return error_set(err, STATUS_INPUT, "%s does not take the question%s%s", title, words[0] != '\0' ? ": " : "",
                         words);
    case 401:
    case 403:
        return error_set(err, STATUS_NETWORK,
                         "%s refuses to answer (%ld): its key is missing or not valid, or it does not "
                         "serve this machine",
                         title, code);
    case 402:
        return error_set(err, STATUS_NETWORK, "%s answers no more questions (402): what the key is good for is used up",
                         title);
    case 404:
        return error_set(err, STATUS_NETWORK, "%s is not at this address (404): check the URL in the settings", title);
    case 429:
        return error_set(err, STATUS_NETWORK, "%s was asked too often (429): try again later", title);
    default:
        return error_set(err, STATUS_NETWORK, "%s has failed (%ld): try again later", title, code);
    }
}

enum status service_open(struct arena *arena, const char *title, long code, const char *body, size_t length,
                         json_t **tree, struct error *err)
{
    const char *why = "is too large";
    if (length > SERVICE_BODY_MAX) {
        return service_strange(title, why, err);
    }
    json_t *read = answer_json_read(body, length, &why);
    if (code != 200) {
        const char *words = read != NULL ? service_words(arena, read) : plain_words(arena, body, length);
        json_decref(read);
        return service_refuse(title, code, words, err);
    }
    if (read == NULL) {
        return service_strange(title, is_page(body, length) ? "is a web page: check the URL in the settings" : why,
                               err);
    }
    *tree = read;
    return STATUS_OK;
}

/* --- members ----------------------------------------------------------------------------------------------------- */

static char *cut_text(struct arena *arena, const char *text)
{
    size_t n = strlen(text);
    if (n > SERVICE_TEXT_MAX) {
        for (n = SERVICE_TEXT_MAX; ((unsigned char)text[n] & 0xC0) == 0x80; n--) {
        }
    }
    return text_trim(arena, arena_strndup(arena, text, n));
}

const char *service_text(struct arena *arena, const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    if (json_is_string(value)) {
        return cut_text(arena, json_string_value(value));
    }
    return json_is_integer(value) ? arena_printf(arena, "%" PRId64, (int64_t)json_integer_value(value)) : "";
}

const char *service_first(struct arena *arena, const json_t *object, const char *const *names)
{
    const char *text = "";
    for (; text[0] == '\0' && *names != NULL; names++) {
        text = service_text(arena, object, *names);
    }
    return text;
}

static bool degrees_of(const json_t *value, double max, double *out)
{
    if (json_is_string(value)) {
        return num_parse_double(json_string_value(value), false, -max, max, out);
    }
    if (!json_is_number(value)) {
        return false;
    }
    *out = json_number_value(value);
    return true;
}

bool service_point(const json_t *lat, const json_t *lon, struct point *out)
{
    struct point at;
    if (!degrees_of(lat, 90, &at.lat_deg) || !degrees_of(lon, 180, &at.lon_deg) || !point_valid(at)) {
        return false;
    }
    *out = at;
    return true;
}

bool service_geojson_point(const json_t *feature, struct point *out)
{
    const json_t *pair = json_object_get(json_object_get(feature, "geometry"), "coordinates");
    return service_point(json_array_get(pair, 1), json_array_get(pair, 0), out);
}

char *service_lower(struct arena *arena, const char *text)
{
    char *lower = arena_strdup(arena, text);
    for (char *p = lower; *p != '\0'; p++) {
        *p = *p >= 'A' && *p <= 'Z' ? (char)(*p + ('a' - 'A')) : *p;
    }
    return lower;
}

const char *service_osm_id(struct arena *arena, const char *type, const char *id)
{
    static const char *const types[] = {"node", "way", "relation"};
    int64_t number;
    for (size_t i = 0; i < 3; i++) {
        bool letter = type[0] == types[i][0] - ('a' - 'A') && type[1] == '\0';
        if ((letter || strcmp(type, types[i]) == 0) && num_parse_i64(id, 1, INT64_MAX, &number)) {
            return arena_printf(arena, "osm:%s/%" PRId64, types[i], number);
        }
    }
    return "";
}

void service_within(struct arena *arena, struct buf *buf, const json_t *object, const char *const *names)
{
    for (; *names != NULL; names++) {
        const char *name = service_text(arena, object, *names); /* trimmed: no line break is in it */
        if (name[0] != '\0') {
            buf_printf(buf, "%s\n", name);
        }
    }
}

enum status service_each(struct arena *arena, const char *title, const json_t *list,
                         bool (*one)(struct arena *arena, const json_t *item, struct geocode_candidate *out),
                         struct geocode_candidate **candidates, size_t *n, struct error *err)
{
    size_t count = json_array_size(list);
    count = count < GEOCODE_CANDIDATES_MAX ? count : GEOCODE_CANDIDATES_MAX;
    struct geocode_candidate *made = arena_array(arena, count, sizeof *made);
    if (!json_is_array(list)) {
        return service_strange(title, "is not the list that was asked for", err);
    }
    for (size_t i = 0; i < count; i++) {
        made[i] = (struct geocode_candidate){
            .label = "", .source_id = "", .precision = GEOCODE_AREA, .parts = {"", "", "", "", "", "", "", ""}};
        if (!one(arena, json_array_get(list, i), &made[i])) {
            return service_strange(title, "has coordinates that are no place", err);
        }
    }
    *candidates = made;
    *n = count;
    return STATUS_OK;
}

/* --- addresses in OpenStreetMap's words -------------------------------------------------------------------------- */

/* https://nominatim.org/release-docs/5.3/api/Output/#addressdetails. Counties, states and districts share names with
 * towns that others lie in, so they say nothing about the town. */
static const char *const inner[] = {"neighbourhood", "city_block",        "residential",   "allotments",
                                    "farm",          "isolated_dwelling", "croft",         "hamlet",
                                    "place",         "locality",          "quarter",       "suburb",
                                    "subdivision",   "borough",           "city_district", NULL};
static const char *const towns[] = {"village", "town", "city", NULL};
static const char *const outer[] = {"municipality", NULL};
static const char *const small[] = {"hamlet", "isolated_dwelling", "croft", "place", "locality", NULL};
static const char *const parts[] = {"suburb", "quarter", "neighbourhood", "borough", "city_district", NULL};
static const char *const streets[] = {"road", "street", "pedestrian", "footway", "path", "cycleway", "square", NULL};
static const char *const counties[] = {"county", "state", NULL};

void service_osm_parts(struct arena *arena, const json_t *address, struct geocode_candidate *out)
{
    struct buf within;
    struct address *a = &out->parts;
    a->number = service_text(arena, address, "house_number");
    a->street = service_first(arena, address, streets);
    a->suburb = service_first(arena, address, parts);
    a->town = service_first(arena, address, towns);
    a->county = service_first(arena, address, counties);
    a->postcode = service_text(arena, address, "postcode");
    a->country = service_lower(arena, service_text(arena, address, "country_code"));
    if (a->suburb[0] == '\0') {
        a->suburb = service_first(arena, address, small);
    }
    if (a->town[0] == '\0') {
        a->town = service_first(arena, address, outer);
    }
    buf_init(&within, SIZE_MAX);
    service_within(arena, &within, address, inner);
    service_within(arena, &within, address, towns);
    service_within(arena, &within, address, outer);
    out->within = buf_into_arena(&within, arena);
}
