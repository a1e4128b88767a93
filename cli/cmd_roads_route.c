/* rounds roads route: the way from one place to another, street by street. */
#include "cli/cmd_roads.h"

#include "cli/doc.h"
#include "cli/out.h"
#include "cli/where.h"
#include "cli/words.h"
#include "geo/base/num.h"
#include "geo/roads/path.h"

#include <jansson.h>
#include <math.h>

struct way {
    struct where from, to;
    const struct query_place *places; /* of both */
    struct path path;
    const char *source;
};

static const char *street(struct cli *cli, const struct path_step *step)
{
    const char *kind = step->ferry ? "ferry" : step->roundabout ? "roundabout" : "road without a name";
    if (!*step->name)
        return kind;
    return step->ferry ? arena_printf(cli->arena, "ferry: %s", step->name) : step->name;
}

/* "4.2": how far one has come. */
static const char *km(struct cli *cli, int64_t metres)
{
    char number[NUM_DECIMAL_MAX];
    num_format(number, (double)metres / 1000.0, 1);
    return arena_strdup(cli->arena, number);
}

static void print_steps(struct cli *cli, const struct path *path)
{
    static const struct out_column columns[] = {
        {"at km", true, false}, {"street", false, true}, {"for", true, false}, {"min", true, false}};
    struct out_table *table = out_table_new(cli->out, columns, 4);
    int64_t at_m = 0;
    int64_t at_s = 0;
    for (uint32_t i = 0; i < path->steps_n; i++) {
        const struct path_step *step = &path->steps[i];
        /* Minutes by what has gone by, so that the column adds up to the whole. */
        int64_t minutes = (at_s + step->seconds + 30) / 60 - (at_s + 30) / 60;
        if (step->metres == 0 && step->seconds == 0)
            continue; /* the corner at which one sets off */
        const char *cells[] = {km(cli, at_m), street(cli, step), words_km(cli->arena, step->metres),
                               arena_printf(cli->arena, "%lld", (long long)minutes)};
        out_table_row(table, cells);
        at_m += step->metres;
        at_s += step->seconds;
    }
    out_table_print(table);
}

static void print_way(struct cli *cli, const struct way *way)
{
    out_printf(cli->out, "%s to %s: %s, %s, by %s\n", way->from.name, way->to.name,
               words_km(cli->arena, way->path.metres), words_duration(cli->arena, way->path.seconds), way->source);
    print_steps(cli, &way->path);
}

static json_t *place_json(const struct where *place, const struct query_place *found)
{
    json_t *object = json_object();
    doc_set(object, "name", doc_text(place->name));
    doc_set(object, "lat", json_real(place->at.lat_deg));
    doc_set(object, "lon", json_real(place->at.lon_deg));
    bool none = found->snap.edge == ROADS_NO_WAY;
    doc_set(object, "road_m", none ? json_null() : json_real(round(10 * found->snap.distance_m) / 10));
    return object;
}

static json_t *steps_json(const struct path *path)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < path->steps_n; i++) {
        const struct path_step *step = &path->steps[i];
        json_t *one = json_object();
        doc_set(one, "name", doc_text(step->name));
        doc_set(one, "ferry", json_boolean(step->ferry));
        doc_set(one, "roundabout", json_boolean(step->roundabout));
        doc_set(one, "distance_m", json_integer(step->metres));
        doc_set(one, "duration_s", json_integer(step->seconds));
        doc_set(one, "first_point", json_integer(step->first_point));
        doc_add(list, one);
    }
    return list;
}

static json_t *line_json(const struct path *path)
{
    json_t *line = json_array();
    for (uint32_t i = 0; i < path->points_n; i++)
        doc_add(line, cmd_roads_position(path->points[i]));
    return line;
}

static void fill_json(json_t *object, const struct way *way)
{
    bool none = way->path.seconds >= TRAVEL_NONE;
    doc_set(object, "source", doc_text(way->source));
    doc_set(object, "from", place_json(&way->from, &way->places[0]));
    doc_set(object, "to", place_json(&way->to, &way->places[1]));
    doc_set(object, "duration_s", none ? json_null() : json_integer(way->path.seconds));
    doc_set(object, "distance_m", none ? json_null() : json_integer(way->path.metres));
    doc_set(object, "steps", steps_json(&way->path));
}

static void print_json(struct cli *cli, const struct way *way)
{
    json_t *document = doc_new("rounds-roads-route");
    fill_json(document, way);
    doc_set(document, "points", line_json(&way->path));
    out_json(cli->out, document);
}

static void print_geojson(struct cli *cli, const struct way *way)
{
    json_t *feature = json_object();
    json_t *properties = json_object();
    json_t *geometry = json_object();
    fill_json(properties, way);
    doc_set(properties, "attribution", doc_text("(c) OpenStreetMap contributors, ODbL 1.0"));
    doc_set(geometry, "type", doc_text("LineString"));
    doc_set(geometry, "coordinates", line_json(&way->path));
    doc_set(feature, "type", doc_text("Feature"));
    doc_set(feature, "properties", properties);
    doc_set(feature, "geometry", geometry);
    cmd_roads_geojson(cli, feature);
}

/* GeoJSON of a line of two points at least: a route that ends where it begins has one. */
static struct path whole_line(struct cli *cli, struct path path)
{
    if (path.points_n == 1) {
        struct point *points = arena_array(cli->arena, 2, sizeof *points);
        points[0] = points[1] = path.points[0];
        path.points = points;
        path.points_n = 2;
    }
    return path;
}

static enum status answer(struct cli *cli, struct way *way, struct error *err)
{
    cmd_roads_tell_far(cli, way->from.name, &way->places[0]);
    cmd_roads_tell_far(cli, way->to.name, &way->places[1]);
    bool none = way->path.seconds >= TRAVEL_NONE;
    if (none && !cli->json)
        return error_set(err, STATUS_INPUT, "there is no way by road from %s to %s (%s)", way->from.name, way->to.name,
                         way->source);
    if (cli->json)
        print_json(cli, way);
    else if (cli_option(cli, "geojson"))
        print_geojson(cli, way);
    else
        print_way(cli, way);
    return STATUS_OK;
}

enum status cmd_roads_route(struct cli *cli, struct error *err)
{
    struct way way = {0};
    struct roads_file *file = NULL;
    enum status status = where_text(cli, cli->argv[1], &way.from, err);
    if (!status)
        status = where_text(cli, cli->argv[2], &way.to, err);
    if (!status)
        status = cmd_roads_open(cli, &file, err);
    if (status)
        return status;
    struct query *query = query_new(roads_file_roads(file));
    const struct point ends[] = {way.from.at, way.to.at};
    way.places = cmd_roads_places(cli, query, file, ends, 2);
    status = cmd_roads_on_map(cli, file, way.from.name, ends[0], &way.places[0], err);
    if (!status)
        status = cmd_roads_on_map(cli, file, way.to.name, ends[1], &way.places[1], err);
    if (!status) {
        way.path = whole_line(cli, path_of(query, &way.places[0], &way.places[1], cli->arena));
        way.source = cmd_roads_source(cli, file);
        status = answer(cli, &way, err);
    }
    query_free(query);
    roads_file_close(file);
    return status;
}
