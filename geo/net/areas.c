#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/net/answer_json.h"
#include "geo/net/fetch.h"
#include "geo/net/http.h"

#include <string.h>

enum { INDEX_BYTES_MAX = 4 << 20, PARENTS_MAX = 8, LISTED_MAX = 10, TRIES = 3 };

/* --- reading ---------------------------------------------------------------------------------------------------- */

static const json_t *properties_of(const json_t *features, size_t i)
{
    return json_object_get(json_array_get(features, i), "properties");
}

static const char *codes_of(const json_t *properties, struct arena *arena)
{
    static const char *const names[] = {"iso3166-1:alpha2", "iso3166-2"};
    const char *list = "";
    for (size_t k = 0; k < 2; k++) {
        const json_t *codes = json_object_get(properties, names[k]);
        for (size_t i = 0; i < json_array_size(codes); i++) {
            const char *code = json_string_value(json_array_get(codes, i));
            if (code != NULL) {
                list = arena_printf(arena, "%s%s%s", list, list[0] != '\0' ? " " : "", code);
            }
        }
    }
    return list;
}

/* The id with its parent before it, unless it has a path of its own: "georgia" is a country's and a state's. */
static const char *full_id(const json_t *properties, struct arena *arena)
{
    const char *id = answer_json_text(properties, "id");
    const char *parent = answer_json_text(properties, "parent");
    bool alone = parent[0] == '\0' || strchr(id, '/') != NULL;
    return alone ? arena_strdup(arena, id) : arena_printf(arena, "%s/%s", parent, id);
}

static enum status say_no_list(struct error *err)
{
    return error_set(err, STATUS_INPUT,
                     "this is not a list of areas like Geofabrik's index-v1-nogeom.json (is "
                     "roads.index_url right?)");
}

static void take_areas(const json_t *features, struct arena *arena, struct area **areas, size_t *n)
{
    size_t room = 0;
    *areas = NULL;
    *n = 0;
    for (size_t i = 0; i < json_array_size(features); i++) {
        const json_t *properties = properties_of(features, i);
        const char *url = answer_json_text(json_object_get(properties, "urls"), "pbf");
        if (url[0] == '\0' || answer_json_text(properties, "id")[0] == '\0') {
            continue;
        }
        struct area *area = arena_push(arena, areas, n, &room, sizeof *area);
        const char *name = answer_json_text(properties, "name");
        area->id = full_id(properties, arena);
        area->name = name[0] != '\0' ? arena_strdup(arena, name) : area->id;
        area->iso = codes_of(properties, arena);
        area->url = arena_strdup(arena, url);
    }
}

enum status areas_read(const char *text, size_t length, struct arena *arena, struct area **areas, size_t *n,
                       struct error *err)
{
    const char *why;
    json_t *tree = answer_json_read(text, length, &why);
    const json_t *features = json_object_get(tree, "features");
    struct area *made = NULL;
    size_t made_n = 0;
    if (json_is_array(features)) {
        take_areas(features, arena, &made, &made_n);
    }
    json_decref(tree);
    if (made_n == 0) {
        return say_no_list(err);
    }
    *areas = made;
    *n = made_n;
    return STATUS_OK;
}

/* --- finding ---------------------------------------------------------------------------------------------------- */

/* How well an area fits what is wanted, best first. */
enum fit { FIT_ID, FIT_WORD, FIT_PART, FIT_NOT };

/* WANTED is folded. */
static bool has_code(const char *codes, const char *wanted, struct arena *arena)
{
    for (const char *at = codes; *at != '\0'; at += strspn(at, " ")) {
        size_t n = strcspn(at, " ");
        if (strcmp(text_fold(arena, arena_strndup(arena, at, n)), wanted) == 0) {
            return true;
        }
        at += n;
    }
    return false;
}

static enum fit fit_of(const struct area *area, const char *wanted, struct arena *arena)
{
    const char *slash = strrchr(area->id, '/');
    const char *name = text_fold(arena, area->name);
    if (strcmp(text_fold(arena, area->id), wanted) == 0) {
        return FIT_ID;
    }
    if ((slash != NULL && strcmp(text_fold(arena, slash + 1), wanted) == 0) || strcmp(name, wanted) == 0 ||
        has_code(area->iso, wanted, arena)) {
        return FIT_WORD;
    }
    return strstr(name, wanted) != NULL ? FIT_PART : FIT_NOT;
}

static enum status say_none(const struct area *areas, size_t n, const char *wanted, struct arena *arena,
                            struct error *err)
{
    const char **names = arena_array(arena, n, sizeof *names);
    for (size_t i = 0; i < n; i++) {
        names[i] = areas[i].name;
    }
    const char *nearest = text_nearest(wanted, names, n);
    return error_set(err, STATUS_NOT_FOUND, "no area is called \"%s\"%s%s%s", wanted,
                     nearest != NULL ? "; did you mean \""
                                     : ": give the name or ISO code of a country or region, or an "
                                       "address that begins with https://",
                     nearest != NULL ? nearest : "", nearest != NULL ? "\"?" : "");
}

static enum status say_several(const struct area *areas, const size_t *found, size_t n, const char *wanted,
                               struct arena *arena, struct error *err)
{
    const char *list = "";
    for (size_t i = 0; i < n && i < LISTED_MAX; i++) {
        list = arena_printf(arena, "%s%s%s", list, i > 0 ? ", " : "", areas[found[i]].id);
    }
    return error_set(err, STATUS_INPUT, "%zu areas fit \"%s\": give one of %s%s", n, wanted, list,
                     n > LISTED_MAX ? " ..." : "");
}

enum status areas_find(const struct area *areas, size_t n, const char *wanted, struct arena *arena,
                       const struct area **area, struct error *err)
{
    const char *folded = text_fold(arena, wanted);
    size_t *found = arena_array(arena, n, sizeof *found);
    size_t found_n = 0;
    enum fit best = FIT_NOT;
    for (size_t i = 0; i < n && folded[0] != '\0'; i++) {
        enum fit fit = fit_of(&areas[i], folded, arena);
        if (fit < best) {
            best = fit;
            found_n = 0;
        }
        if (fit == best && fit != FIT_NOT) {
            found[found_n++] = i;
        }
    }
    if (found_n == 0) {
        return say_none(areas, n, wanted, arena, err);
    }
    if (found_n > 1) {
        return say_several(areas, found, found_n, wanted, arena, err);
    }
    *area = &areas[found[0]];
    return STATUS_OK;
}

/* --- over the network ------------------------------------------------------------------------------------------- */

enum status areas_get(struct http *http, const char *index_url, struct arena *arena, struct area **areas, size_t *n,
                      struct error *err)
{
    struct http_request request = {.url = index_url, .max_bytes = INDEX_BYTES_MAX, .tries = TRIES};
    struct http_answer answer;
    request.accept = "application/json, application/geo+json";
    enum status status = http_get(http, &request, arena, &answer, err);
    if (status != STATUS_OK) {
        return status;
    }
    if (answer.code != 200) {
        const char *host = "";
        status = http_host(index_url, arena, &host, err);
        return status != STATUS_OK ? status
                                   : error_set(err, STATUS_NETWORK,
                                               "%s gives no list of areas (%ld; is "
                                               "roads.index_url right?)",
                                               host, answer.code);
    }
    return areas_read(answer.body, answer.length, arena, areas, n, err);
}
