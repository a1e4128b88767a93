/* OSRM 5: /table and /route, https://project-osrm.org/docs/v5.24.0/api/. */
#include "geo/net/answer_json.h"
#include "geo/net/travel_service.h"

#include <inttypes.h>
#include <string.h>

static void add_place(struct buf *url, struct place place)
{
    service_add_degrees(url, place.lon_e6);
    buf_add_char(url, ',');
    service_add_degrees(url, place.lat_e6);
}

static void add_list(struct buf *url, const char *name, const size_t *indices, size_t n)
{
    buf_add(url, name);
    for (size_t i = 0; i < n; i++) {
        buf_printf(url, "%s%zu", i > 0 ? ";" : "", indices[i]);
    }
}

/* The service wants two places at least. */
static void osrm_ask(const struct block *block, const char *key, struct buf *url, struct http_request *request,
                     struct arena *arena)
{
    (void)key;
    (void)request;
    (void)arena;
    buf_add(url, "/table/v1/driving/");
    for (size_t i = 0; i < block->places_n; i++) {
        buf_add(url, i > 0 ? ";" : "");
        add_place(url, block->places[i]);
    }
    if (block->places_n == 1) {
        buf_add_char(url, ';');
        add_place(url, block->places[0]);
    }
    add_list(url, "?sources=", block->from, block->from_n);
    add_list(url, "&destinations=", block->to, block->to_n);
    buf_add(url, "&annotations=duration,distance");
}

/* "Could not find a matching segment for coordinate 1": the number at its end. */
static size_t place_of_message(const char *message, size_t places_n)
{
    const char *digits = strrchr(message, ' ');
    size_t n = 0;
    if (digits == NULL || digits[1] == '\0' || strlen(digits + 1) > 6) {
        return SIZE_MAX;
    }
    for (const char *p = digits + 1; *p != '\0'; p++) {
        if (*p < '0' || *p > '9') {
            return SIZE_MAX;
        }
        n = n * 10 + (size_t)(*p - '0');
    }
    return n < places_n ? n : SIZE_MAX;
}

/* What the service says instead of figures. */
static enum answer_kind read_refusal(const struct block *block, const json_t *tree, long code, struct answer *answer,
                                     struct error *err)
{
    const char *says = answer_json_text(tree, "code");
    if (strcmp(says, "TooBig") == 0) {
        return ANSWER_TOO_BIG;
    }
    if (strcmp(says, "NoSegment") == 0) {
        answer->place = place_of_message(answer_json_text(tree, "message"), block->places_n);
        return ANSWER_NO_PLACE;
    }
    if (strcmp(says, "NoRoute") == 0 || strcmp(says, "NoTable") == 0) {
        return ANSWER_NO_WAY;
    }
    if (strcmp(says, "InvalidService") == 0 || strcmp(says, "InvalidVersion") == 0 || strcmp(says, "InvalidUrl") == 0) {
        error_set(err, STATUS_NETWORK,
                  "is not an OSRM of version 5, or its address is not right: travel.osrm_url is "
                  "the part before /table");
        return ANSWER_FAILED;
    }
    if (strncmp(says, "Invalid", 7) == 0) {
        error_set(err, STATUS_NETWORK, "does not take the question (%.20s; is it an OSRM of version 5.16 or later?)",
                  says);
        return ANSWER_FAILED;
    }
    return code == 200 ? service_failed_answer("has no table in it", err) : service_failed_code(code, false, err);
}

static enum answer_kind osrm_read(const struct block *block, const json_t *tree, long code, struct answer *answer,
                                  struct error *err)
{
    const json_t *seconds = json_object_get(tree, "durations");
    const json_t *metres = json_object_get(tree, "distances");
    const json_t *says = json_object_get(tree, "code");
    bool well = says == NULL || strcmp(answer_json_text(tree, "code"), "Ok") == 0;
    if (code != 200 || !well || seconds == NULL) {
        return read_refusal(block, tree, code, answer, err);
    }
    if (metres == NULL) {
        error_set(err, STATUS_NETWORK, "gives no distances: it is older than OSRM 5.16");
        return ANSWER_FAILED;
    }
    if (!service_read_rows(block, seconds, metres, 1, answer->figures) ||
        !service_read_snaps(block, json_object_get(tree, "sources"), "distance", false, answer) ||
        !service_read_snaps(block, json_object_get(tree, "destinations"), "distance", true, answer)) {
        return service_failed_answer("is not the table that was asked for", err);
    }
    return ANSWER_WELL;
}

/* --- the way itself --------------------------------------------------------------------------------------------- */

static void osrm_ask_path(struct place from, struct place to, struct buf *url)
{
    buf_add(url, "/route/v1/driving/");
    add_place(url, from);
    buf_add_char(url, ';');
    add_place(url, to);
    buf_add(url, "?overview=full&geometries=geojson&steps=false");
}

static bool osrm_read_path(const char *text, size_t length, struct arena *arena, struct travel_path *out)
{
    const char *why;
    json_t *tree = answer_json_read(text, length, &why);
    const json_t *route = json_array_get(json_object_get(tree, "routes"), 0);
    const json_t *line = json_object_get(json_object_get(route, "geometry"), "coordinates");
    size_t n = json_array_size(line);
    struct travel_path made = {arena_array(arena, n, sizeof *made.points), n};
    bool well = n > 0;
    for (size_t i = 0; i < n && well; i++) {
        const json_t *lon = json_array_get(json_array_get(line, i), 0);
        const json_t *lat = json_array_get(json_array_get(line, i), 1);
        made.points[i] = (struct point){json_number_value(lat), json_number_value(lon)};
        well = json_is_number(lon) && json_is_number(lat) && point_valid(made.points[i]);
    }
    json_decref(tree);
    if (well) {
        *out = made;
    }
    return well;
}

const struct service service_osrm = {
    .label = "OSRM",
    .slug = "osrm",
    .places_max = 100,
    .pairs_max = 10000,
    .ask = osrm_ask,
    .read = osrm_read,
    .ask_path = osrm_ask_path,
    .read_path = osrm_read_path,
};

enum status travel_osrm_new(struct http *http, const struct travel_http_options *options, struct travel **out,
                            struct error *err)
{
    return travel_http_new(&service_osrm, http, options, out, err);
}
