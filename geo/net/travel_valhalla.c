/* Valhalla 3: /sources_to_targets, https://valhalla.github.io/valhalla/api/matrix/api-reference/. */
#include "geo/net/answer_json.h"
#include "geo/net/travel_service.h"

#include <math.h>
#include <string.h>

/* A place without a road within SEARCH is refused, where the service would otherwise look 35 km around. */
static void add_places(struct buf *body, const struct block *block, const size_t *indices, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        buf_add(body, i > 0 ? ",{\"lat\":" : "{\"lat\":");
        service_add_degrees(body, block->places[indices[i]].lat_e6);
        buf_add(body, ",\"lon\":");
        service_add_degrees(body, block->places[indices[i]].lon_e6);
        buf_printf(body, ",\"search_cutoff\":%d}", ANSWER_SNAP_MAX_M);
    }
}

static void valhalla_ask(const struct block *block, const char *key, struct buf *url, struct http_request *request,
                         struct arena *arena)
{
    (void)key;
    struct buf body;
    buf_add(url, "/sources_to_targets");
    buf_init(&body, ANSWER_BYTES_MAX);
    buf_add(&body, "{\"sources\":[");
    add_places(&body, block, block->from, block->from_n);
    buf_add(&body, "],\"targets\":[");
    add_places(&body, block, block->to, block->to_n);
    buf_add(&body, "],\"costing\":\"auto\",\"units\":\"kilometers\"}");
    request->body = buf_into_arena(&body, arena);
    request->content_type = "application/json";
}

/* https://valhalla.github.io/valhalla/api/turn-by-turn/api-reference/#internal-error-codes-and-conditions */
static enum answer_kind read_refusal(const json_t *tree, long code, struct error *err)
{
    json_int_t says = json_integer_value(json_object_get(tree, "error_code"));
    switch (says) {
    case 150: /* too many places */
        return ANSWER_TOO_BIG;
    case 154: /* too far apart */
        return ANSWER_TOO_FAR;
    case 171: /* no road near a place */
        return ANSWER_NO_PLACE;
    case 170: /* in parts that hang together nowhere */
    case 440:
    case 441:
    case 442:
        return ANSWER_NO_WAY;
    case 0:
        return code == 200 ? service_failed_answer("has no matrix in it", err) : service_failed_code(code, false, err);
    default:
        error_set(err, STATUS_NETWORK, "does not take the question (its error %d; is it a Valhalla of version 3?)",
                  says > 0 && says < 100000 ? (int)says : -1);
        return ANSWER_FAILED;
    }
}

static double metres_of_unit(const json_t *tree)
{
    const char *units = answer_json_text(tree, "units");
    return strncmp(units, "mi", 2) == 0 ? 1609.344 : 1000;
}

static bool is_index(const json_t *value, size_t wanted)
{
    return value == NULL || (json_is_integer(value) && json_integer_value(value) == (json_int_t)wanted);
}

/* One object for each pair. */
static bool read_objects(const struct block *block, const json_t *rows, double metre_factor, struct figure *figures)
{
    if (json_array_size(rows) != block->from_n) {
        return false;
    }
    for (size_t i = 0; i < block->from_n; i++) {
        const json_t *row = json_array_get(rows, i);
        if (json_array_size(row) != block->to_n) {
            return false;
        }
        for (size_t j = 0; j < block->to_n; j++) {
            const json_t *pair = json_array_get(row, j);
            if (!is_index(json_object_get(pair, "from_index"), i) || !is_index(json_object_get(pair, "to_index"), j) ||
                !service_read_figure(json_object_get(pair, "time"), json_object_get(pair, "distance"), metre_factor,
                                     &figures[i * block->to_n + j])) {
                return false;
            }
        }
    }
    return true;
}

static enum answer_kind valhalla_read(const struct block *block, const json_t *tree, long code, struct answer *answer,
                                      struct error *err)
{
    const json_t *matrix = json_object_get(tree, "sources_to_targets");
    double metres = metres_of_unit(tree);
    if (code != 200 || matrix == NULL) {
        return read_refusal(tree, code, err);
    }
    bool well = json_is_object(matrix)
                    ? service_read_rows(block, json_object_get(matrix, "durations"),
                                        json_object_get(matrix, "distances"), metres, answer->figures)
                    : json_is_array(matrix) && read_objects(block, matrix, metres, answer->figures);
    return well ? ANSWER_WELL : service_failed_answer("is not the matrix that was asked for", err);
}

const struct service service_valhalla = {
    .label = "Valhalla",
    .slug = "valhalla",
    .places_max = 100,
    .pairs_max = 2500,
    .ask = valhalla_ask,
    .read = valhalla_read,
};

enum status travel_valhalla_new(struct http *http, const struct travel_http_options *options, struct travel **out,
                                struct error *err)
{
    return travel_http_new(&service_valhalla, http, options, out, err);
}
