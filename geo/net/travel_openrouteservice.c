/* openrouteservice 5 and later: /v2/matrix, https://giscience.github.io/openrouteservice/api-reference/. */
#include "geo/net/answer_json.h"
#include "geo/net/travel_service.h"

#include <string.h>

static void add_indices(struct buf *body, const char *name, const size_t *indices, size_t n)
{
    buf_add(body, name);
    for (size_t i = 0; i < n; i++) {
        buf_printf(body, "%s\"%zu\"", i > 0 ? "," : "", indices[i]);
    }
}

static void add_place(struct buf *body, struct place place)
{
    buf_add_char(body, '[');
    service_add_degrees(body, place.lon_e6);
    buf_add_char(body, ',');
    service_add_degrees(body, place.lat_e6);
    buf_add_char(body, ']');
}

/* The service wants two places at least. */
static void openrouteservice_ask(const struct block *block, const char *key, struct buf *url,
                                 struct http_request *request, struct arena *arena)
{
    struct buf body;
    buf_add(url, "/v2/matrix/driving-car");
    buf_init(&body, ANSWER_BYTES_MAX);
    buf_add(&body, "{\"locations\":[");
    for (size_t i = 0; i < block->places_n; i++) {
        buf_add(&body, i > 0 ? "," : "");
        add_place(&body, block->places[i]);
    }
    if (block->places_n == 1) {
        buf_add_char(&body, ',');
        add_place(&body, block->places[0]);
    }
    add_indices(&body, "],\"sources\":[", block->from, block->from_n);
    add_indices(&body, "],\"destinations\":[", block->to, block->to_n);
    buf_add(&body, "],\"metrics\":[\"duration\",\"distance\"],\"units\":\"m\"}");
    request->body = buf_into_arena(&body, arena);
    request->content_type = "application/json";
    request->secret_header = key[0] != '\0' ? arena_printf(arena, "Authorization: %s", key) : NULL;
}

/* "Only a total of 2601 routes are allowed." */
static size_t most_of_message(const char *message)
{
    const char *at = strstr(message, "total of ");
    size_t most = 0;
    if (at != NULL) {
        for (at += strlen("total of "); *at >= '0' && *at <= '9' && most < 1000000; at++) {
            most = most * 10 + (size_t)(*at - '0');
        }
    }
    return most;
}

/* {"error": {"code": 6004, "message": "..."}}, or from the gate before it {"error": "..."}. */
static enum answer_kind read_refusal(const json_t *tree, long code, struct answer *answer, struct error *err)
{
    const json_t *error = json_object_get(tree, "error");
    json_int_t says = json_integer_value(json_object_get(error, "code"));
    switch (says) {
    case 6004:
        answer->most = most_of_message(answer_json_text(error, "message"));
        return ANSWER_TOO_BIG;
    case 6010:
        return ANSWER_NO_PLACE;
    case 6020:
        return ANSWER_TOO_FAR;
    case 0: /* of the gate: no error of the service itself */
    case 401:
    case 403:
    case 404:
    case 429:
        return code == 200 ? service_failed_answer("has no matrix in it", err) : service_failed_code(code, true, err);
    default:
        error_set(err, STATUS_NETWORK, "does not take the question (its error %d; does it know driving-car?)",
                  says > 0 && says < 100000 ? (int)says : -1);
        return ANSWER_FAILED;
    }
}

static enum answer_kind openrouteservice_read(const struct block *block, const json_t *tree, long code,
                                              struct answer *answer, struct error *err)
{
    const json_t *seconds = json_object_get(tree, "durations");
    if (code != 200 || seconds == NULL) {
        return read_refusal(tree, code, answer, err);
    }
    if (!service_read_rows(block, seconds, json_object_get(tree, "distances"), 1, answer->figures) ||
        !service_read_snaps(block, json_object_get(tree, "sources"), "snapped_distance", false, answer) ||
        !service_read_snaps(block, json_object_get(tree, "destinations"), "snapped_distance", true, answer)) {
        return service_failed_answer("is not the matrix that was asked for", err);
    }
    return ANSWER_WELL;
}

/* What the public service takes; one's own takes 2,500 by default, and 25 without contraction hierarchies: it says so. */
const struct service service_openrouteservice = {
    .label = "openrouteservice",
    .slug = "openrouteservice",
    .with_key = true,
    .places_max = 118,
    .pairs_max = 3500,
    .ask = openrouteservice_ask,
    .read = openrouteservice_read,
};

enum status travel_openrouteservice_new(struct http *http, const struct travel_http_options *options,
                                        struct travel **out, struct error *err)
{
    return travel_http_new(&service_openrouteservice, http, options, out, err);
}
