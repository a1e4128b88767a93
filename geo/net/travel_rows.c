/* Pieces of services' answers, read without trust. */
#include "geo/base/num.h"
#include "geo/net/answer_json.h"
#include "geo/net/travel_service.h"

void service_add_degrees(struct buf *buf, int32_t degrees_e6)
{
    char text[NUM_DECIMAL_MAX];
    num_format(text, degrees_e6 / 1e6, 6);
    buf_add(buf, text);
}

bool service_read_figure(const json_t *seconds, const json_t *metres, double metre_factor, struct figure *out)
{
    struct figure made;
    if (!answer_json_figure(seconds, 1, ANSWER_SECONDS_MAX, TRAVEL_NONE, &made.seconds) ||
        !answer_json_figure(metres, metre_factor, ANSWER_METRES_MAX, TRAVEL_NONE, &made.metres)) {
        return false;
    }
    if (made.seconds == TRAVEL_NONE || made.metres == TRAVEL_NONE) {
        made = (struct figure){TRAVEL_NONE, TRAVEL_NONE};
    }
    *out = made;
    return true;
}

static bool is_array_of(const json_t *value, size_t n)
{
    return json_is_array(value) && json_array_size(value) == n;
}

bool service_read_rows(const struct block *block, const json_t *seconds, const json_t *metres, double metre_factor,
                       struct figure *figures)
{
    if (!is_array_of(seconds, block->from_n) || !is_array_of(metres, block->from_n)) {
        return false;
    }
    for (size_t i = 0; i < block->from_n; i++) {
        const json_t *row_s = json_array_get(seconds, i);
        const json_t *row_m = json_array_get(metres, i);
        if (!is_array_of(row_s, block->to_n) || !is_array_of(row_m, block->to_n)) {
            return false;
        }
        for (size_t j = 0; j < block->to_n; j++) {
            if (!service_read_figure(json_array_get(row_s, j), json_array_get(row_m, j), metre_factor,
                                     &figures[i * block->to_n + j])) {
                return false;
            }
        }
    }
    return true;
}

static void forget(const struct block *block, size_t at, bool column, struct figure *figures)
{
    size_t n = column ? block->from_n : block->to_n;
    for (size_t k = 0; k < n; k++) {
        figures[column ? k * block->to_n + at : at * block->to_n + k] = (struct figure){TRAVEL_UNKNOWN, TRAVEL_UNKNOWN};
    }
}

bool service_read_snaps(const struct block *block, const json_t *entries, const char *name, bool columns,
                        struct answer *answer)
{
    size_t n = columns ? block->to_n : block->from_n;
    if (entries == NULL || json_is_null(entries)) {
        return true;
    }
    if (!is_array_of(entries, n)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const json_t *entry = json_array_get(entries, i);
        const json_t *distance = json_object_get(entry, name);
        if (!json_is_object(entry) && !json_is_null(entry)) {
            return false;
        }
        if (distance != NULL && (!json_is_number(distance) || !(json_number_value(distance) >= 0))) {
            return false;
        }
        if (json_is_null(entry) || !(json_number_value(distance) <= ANSWER_SNAP_MAX_M)) {
            forget(block, i, columns, answer->figures);
        } else if (distance != NULL && answer->snap_m != NULL) {
            answer->snap_m[columns ? block->to[i] : block->from[i]] = json_number_value(distance);
        }
    }
    return true;
}

enum answer_kind service_failed_code(long code, bool with_key, struct error *err)
{
    if (code == 401 || code == 403) {
        error_set(err, STATUS_NETWORK,
                  with_key ? "refuses the key, or wants one (%ld; is it right, and is the day's quota not used up?)"
                           : "refuses to answer (%ld; does it want a key?)",
                  code);
    } else if (code == 404) {
        error_set(err, STATUS_NETWORK, "does not know the address (%ld; is the address in the settings right?)", code);
    } else if (code == 413 || code == 414) {
        return ANSWER_TOO_BIG;
    } else if (code == 429) {
        error_set(err, STATUS_NETWORK, "is asked too often (%ld): try again in a few minutes", code);
    } else if (code >= 500) {
        error_set(err, STATUS_NETWORK, "is in trouble (%ld): try again later", code);
    } else {
        error_set(err, STATUS_NETWORK, "gives no answer (%ld; is the address in the settings right?)", code);
    }
    return ANSWER_FAILED;
}

enum answer_kind service_failed_answer(const char *why, struct error *err)
{
    error_set(err, STATUS_NETWORK, "gives an answer that %s (is the address in the settings right?)", why);
    return ANSWER_FAILED;
}

enum answer_kind service_read(const struct service *service, const struct block *block, long code, const char *text,
                              size_t length, struct answer *answer, struct error *err)
{
    const char *why = "";
    answer->place = SIZE_MAX;
    json_t *tree = answer_json_read(text, length, &why);
    if (tree == NULL) {
        return code == 200 ? service_failed_answer(why, err) : service_failed_code(code, service->with_key, err);
    }
    enum answer_kind kind = service->read(block, tree, code, answer, err);
    json_decref(tree);
    return kind;
}
