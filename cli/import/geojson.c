#include "cli/import/geojson.h"

#include "geo/base/buf.h"
#include "geo/base/caps.h"
#include "geo/base/mem.h"

#include <jansson.h>
#include <string.h>

/* --- finding the features ------------------------------------------------------------------------------------------------- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static const char *skip_space(const char *p, size_t *line)
{
    for (; is_space(*p); p++)
        *line += *p == '\n';
    return p;
}

/* From an opening quote to behind the closing one; NULL when there is none. */
static const char *skip_string(const char *p, size_t *line)
{
    for (p++; *p != '\0'; p++) {
        if (*p == '"')
            return p + 1;
        if (*p == '\\' && p[1] != '\0')
            p++;
        *line += *p == '\n';
    }
    return NULL;
}

enum walk { WALK_OK, WALK_CUT, WALK_DEEP };

/* From an opening brace or bracket to behind its partner. */
static enum walk skip_nested(const char **at, size_t *line)
{
    size_t depth = 0;
    const char *p = *at;
    do {
        if (*p == '\0')
            return WALK_CUT;
        if (*p == '"') {
            p = skip_string(p, line);
            if (p == NULL)
                return WALK_CUT;
            continue;
        }
        depth += *p == '{' || *p == '[';
        depth -= *p == '}' || *p == ']';
        if (depth > CAP_JSON_DEPTH)
            return WALK_DEEP;
        *line += *p == '\n';
        p++;
    } while (depth > 0);
    *at = p;
    return WALK_OK;
}

static enum status walk_error(const char *name, size_t line, enum walk walk, struct error *err)
{
    return error_at(err, STATUS_INPUT, name, line, NULL,
                    walk == WALK_DEEP ? "nested too deeply" : "what begins here does not end: the file is cut short");
}

/* The root object on the way to its "features". */
struct root {
    const char *name; /* of the file */
    const char *at;
    size_t line;
    const char *array; /* of the features, at its bracket; NULL: not met */
    size_t array_line;
};

/* A text of the root: a key or a value. After the key "features" the array follows. */
static enum walk walk_text(struct root *root)
{
    static const char key[] = "\"features\"";
    const char *start = root->at;
    root->at = skip_string(start, &root->line);
    if (root->at == NULL)
        return WALK_CUT;
    const bool named = (size_t)(root->at - start) == sizeof key - 1 && memcmp(start, key, sizeof key - 1) == 0;
    root->at = skip_space(root->at, &root->line);
    if (!named || *root->at != ':')
        return WALK_OK;
    root->at = skip_space(root->at + 1, &root->line);
    root->array = *root->at == '[' ? root->at : NULL;
    root->array_line = root->line;
    return WALK_OK;
}

/* One piece of the root: a text, a nested value, or a character between them. */
static enum walk walk_piece(struct root *root)
{
    if (*root->at == '"')
        return walk_text(root);
    if (*root->at == '{' || *root->at == '[')
        return skip_nested(&root->at, &root->line);
    root->at++;
    return WALK_OK;
}

static enum status find_features(struct root *root, struct error *err)
{
    root->at = skip_space(root->at, &root->line);
    if (*root->at != '{')
        return error_at(err, STATUS_INPUT, root->name, root->line, NULL,
                        "this is not GeoJSON: it does not begin with {");
    root->at++;
    for (;;) {
        root->at = skip_space(root->at, &root->line);
        const size_t line = root->line;
        if (*root->at == '\0' || *root->at == '}' || root->array != NULL)
            return STATUS_OK;
        const enum walk walk = walk_piece(root);
        if (walk != WALK_OK)
            return walk_error(root->name, line, walk, err);
    }
}

/* --- what stands round them ------------------------------------------------------------------------------------------------ */

/* "urn:ogc:def:crs:OGC:1.3:CRS84" and EPSG:4326 (whose axes GeoJSON always has as x, y) are WGS 84. */
static const char *crs_of(struct arena *arena, json_t *root)
{
    const char *name =
        json_string_value(json_object_get(json_object_get(json_object_get(root, "crs"), "properties"), "name"));
    if (name == NULL || strstr(name, "CRS84") != NULL || strstr(name, ":4326") != NULL)
        return "";
    return arena_strdup(arena, name);
}

/* The root with its features taken out, as a tree. */
static enum status load_frame(const char *name, const char *text, const char *array, const char *array_end,
                              json_t **root, struct error *err)
{
    struct buf frame;
    buf_init(&frame, CAP_FILE_BYTES);
    buf_add_n(&frame, text, (size_t)(array - text));
    buf_add(&frame, "[]");
    buf_add(&frame, array_end);
    json_error_t why;
    *root = json_loadb(frame.data, frame.length, JSON_REJECT_DUPLICATES, &why);
    const size_t before = (size_t)(array - text);
    const size_t line = *root == NULL && why.line > 0 && (size_t)why.position <= before ? (size_t)why.line : 0;
    buf_clear(&frame);
    if (*root == NULL)
        return error_at(err, STATUS_INPUT, name, line, NULL, "this is not valid JSON: %s", why.text);
    return STATUS_OK;
}

static enum status open_collection(struct arena *arena, const char *text, const char *array, size_t line,
                                   struct geojson *out, struct error *err)
{
    const char *end = array;
    size_t end_line = line;
    const enum walk walk = skip_nested(&end, &end_line);
    if (walk != WALK_OK)
        return walk_error(out->name, line, walk, err);
    json_t *root = NULL;
    const enum status status = load_frame(out->name, text, array, end, &root, err);
    if (status != STATUS_OK)
        return status;
    const char *type = json_string_value(json_object_get(root, "type"));
    const bool collection = type != NULL && strcmp(type, "FeatureCollection") == 0;
    out->crs = crs_of(arena, root);
    out->at = array + 1;
    out->line = line;
    json_decref(root);
    if (!collection)
        return error_at(err, STATUS_INPUT, out->name, 1, NULL, "\"features\", but no \"type\": \"FeatureCollection\"");
    return STATUS_OK;
}

enum status geojson_open(struct arena *arena, const char *name, const char *text, struct geojson *out,
                         struct error *err)
{
    *out = (struct geojson){.name = name, .at = text, .line = 1, .crs = ""};
    struct root root = {.name = name, .at = text, .line = 1};
    const enum status status = find_features(&root, err);
    /* No features: the whole file may be one; geojson_next hands it out as it is. */
    if (status != STATUS_OK || root.array == NULL)
        return status;
    return open_collection(arena, text, root.array, root.array_line, out, err);
}

enum status geojson_next(struct geojson *geojson, struct geojson_feature *out, bool *more, struct error *err)
{
    size_t line = geojson->line;
    const char *p = skip_space(geojson->at, &line);
    if (*p == ',')
        p = skip_space(p + 1, &line);
    *more = !geojson->done && *p == '{';
    if (!*more) {
        const bool at_end = geojson->done || *p == ']' || *p == '\0';
        return at_end ? STATUS_OK
                      : error_at(err, STATUS_INPUT, geojson->name, line, NULL,
                                 "something that is not a feature stands here");
    }
    *out = (struct geojson_feature){.line = line, .text = p};
    const enum walk walk = skip_nested(&p, &line);
    if (walk != WALK_OK)
        return walk_error(geojson->name, out->line, walk, err);
    out->length = (size_t)(p - out->text);
    geojson->at = p;
    geojson->line = line;
    return STATUS_OK;
}

/* --- geometry -------------------------------------------------------------------------------------------------------------- */

static bool position(const json_t *pair, double *x, double *y)
{
    const json_t *first = json_array_get(pair, 0);
    const json_t *second = json_array_get(pair, 1);
    if (!json_is_number(first) || !json_is_number(second))
        return false;
    *x = json_number_value(first);
    *y = json_number_value(second);
    return true;
}

/* Even-odd rule over the ring's edges. */
static bool ring_holds(const json_t *ring, double x, double y)
{
    bool inside = false;
    const size_t n = json_array_size(ring);
    for (size_t i = 0, k = n - 1; i < n; k = i++) {
        double xi = 0, yi = 0, xk = 0, yk = 0;
        if (!position(json_array_get(ring, i), &xi, &yi) || !position(json_array_get(ring, k), &xk, &yk))
            return false;
        if ((yi > y) != (yk > y) && x < (xk - xi) * (y - yi) / (yk - yi) + xi)
            inside = !inside;
    }
    return inside;
}

static bool point_of_ring(const json_t *ring, double *x, double *y)
{
    double west = 0, south = 0;
    if (!position(json_array_get(ring, 0), x, y))
        return false;
    west = *x;
    south = *y;
    double east = west, north = south;
    for (size_t i = 1; i < json_array_size(ring); i++) {
        double px = 0, py = 0;
        if (!position(json_array_get(ring, i), &px, &py))
            return false;
        west = px < west ? px : west;
        east = px > east ? px : east;
        south = py < south ? py : south;
        north = py > north ? py : north;
    }
    if (ring_holds(ring, (west + east) / 2, (south + north) / 2)) {
        *x = (west + east) / 2;
        *y = (south + north) / 2;
    }
    return true;
}

bool geojson_point(const struct json_t *geometry, double *x, double *y)
{
    const char *type = json_string_value(json_object_get(geometry, "type"));
    const json_t *coordinates = json_object_get(geometry, "coordinates");
    if (type == NULL)
        return false;
    if (strcmp(type, "GeometryCollection") == 0) {
        const json_t *first = json_array_get(json_object_get(geometry, "geometries"), 0);
        const char *inner = json_string_value(json_object_get(first, "type"));
        return inner != NULL && strcmp(inner, "GeometryCollection") != 0 && geojson_point(first, x, y);
    }
    if (strcmp(type, "Point") == 0)
        return position(coordinates, x, y);
    if (strcmp(type, "MultiPoint") == 0)
        return position(json_array_get(coordinates, 0), x, y);
    if (strcmp(type, "MultiLineString") == 0 || strcmp(type, "MultiPolygon") == 0)
        coordinates = json_array_get(coordinates, 0);
    if (strcmp(type, "LineString") == 0 || strcmp(type, "MultiLineString") == 0)
        return position(json_array_get(coordinates, json_array_size(coordinates) / 2), x, y);
    if (strcmp(type, "Polygon") == 0 || strcmp(type, "MultiPolygon") == 0)
        return point_of_ring(json_array_get(coordinates, 0), x, y);
    return false;
}
