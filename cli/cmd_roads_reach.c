/* rounds roads reach: how far one gets in so many minutes, and to whom. */
#include "cli/cmd_roads.h"

#include "cli/doc.h"
#include "cli/out.h"
#include "cli/where.h"
#include "cli/words.h"
#include "geo/base/file.h"
#include "geo/base/num.h"
#include "geo/roads/path.h"
#include "geo/roads/travel_roads.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

enum { MINUTES_MAX = 600 };

struct reached {
    const struct site *site;
    int32_t seconds, metres;
};

struct reach {
    struct where from;
    const struct query_place *place; /* of it */
    int32_t seconds;
    const char *source;
    struct path_reach area;
    struct reached *sites; /* nearest first */
    size_t sites_n, placed_n;
};

/* --- whom --------------------------------------------------------------------------------------------------------- */

static int by_time(const void *a, const void *b)
{
    const struct reached *x = a;
    const struct reached *y = b;
    if (x->seconds != y->seconds)
        return x->seconds < y->seconds ? -1 : 1;
    return x->site->id < y->site->id ? -1 : x->site->id > y->site->id;
}

static struct site *placed_sites(struct cli *cli, size_t *n)
{
    struct site_filter filter = {.customers = true, .placed_only = true};
    struct site *sites = NULL;
    *n = 0;
    /* Without a store the question is about the map alone. */
    if (!file_exists(cli->store_path) || cli_open_store(cli, STORE_MUST_EXIST, NULL) ||
        store_site_list(cli->store, &filter, cli->arena, &sites, n, NULL))
        *n = 0;
    return sites;
}

static void find_sites(struct cli *cli, struct query *query, struct reach *reach)
{
    size_t n;
    struct site *sites = placed_sites(cli, &n);
    reach->placed_n = n;
    if (n == 0)
        return;
    struct point *at = arena_array(cli->arena, n, sizeof *at);
    for (size_t i = 0; i < n; i++)
        at[i] = sites[i].at;
    struct query_place *places = query_places(query, at, n, TRAVEL_ROADS_LIMIT_M, cli->arena);
    const struct query_place **all = arena_array(cli->arena, n, sizeof *all);
    for (size_t i = 0; i < n; i++)
        all[i] = &places[i];
    roads_cost *costs = arena_array(cli->arena, n, sizeof *costs);
    struct query_target *target = query_target_new(query, all, n, cli->arena);
    query_sweep(query, target, &reach->place, 1, costs, NULL);
    reach->sites = arena_array(cli->arena, n, sizeof *reach->sites);
    for (size_t i = 0; i < n; i++)
        if (roads_seconds(costs[i]) <= reach->seconds)
            reach->sites[reach->sites_n++] =
                (struct reached){&sites[i], roads_seconds(costs[i]), roads_metres(costs[i])};
    qsort(reach->sites, reach->sites_n, sizeof *reach->sites, by_time);
}

/* --- how far ------------------------------------------------------------------------------------------------------ */

static json_t *ring_json(const struct path_reach *area, uint32_t i)
{
    json_t *ring = json_array();
    for (uint32_t k = 0; k < area->rings_n[i]; k++)
        doc_add(ring, cmd_roads_position(area->rings[i][k]));
    return ring;
}

/* A ring that is no hole begins a polygon; the holes after it are in it. */
static json_t *area_json(const struct path_reach *area)
{
    json_t *geometry = json_object();
    json_t *polygons = json_array();
    for (uint32_t i = 0; i < area->count; i++) {
        if (!area->hole[i])
            doc_add(polygons, json_array());
        doc_add(json_array_get(polygons, json_array_size(polygons) - 1), ring_json(area, i));
    }
    doc_set(geometry, "type", doc_text("MultiPolygon"));
    doc_set(geometry, "coordinates", polygons);
    return geometry;
}

/* --- out ---------------------------------------------------------------------------------------------------------- */

static void print_people(struct cli *cli, const struct reach *reach)
{
    static const struct out_column columns[] = {
        {"min", true, false}, {"km", true, false}, {"#", true, false}, {"customer", false, true}};
    out_printf(cli->out, "Within %s of %s by %s: %zu of %s\n", words_duration(cli->arena, reach->seconds),
               reach->from.name, reach->source, reach->sites_n, words_count(cli->arena, reach->placed_n, "customer"));
    if (reach->sites_n == 0)
        return;
    struct out_table *table = out_table_new(cli->out, columns, 4);
    for (size_t i = 0; i < reach->sites_n; i++) {
        const struct reached *one = &reach->sites[i];
        char km[NUM_DECIMAL_MAX];
        num_format(km, one->metres / 1000.0, 1);
        const char *cells[] = {arena_printf(cli->arena, "%d", (one->seconds + 30) / 60), km,
                               arena_printf(cli->arena, "%lld", (long long)one->site->id),
                               words_address(cli->arena, one->site->name, one->site->town)};
        out_table_row(table, cells);
    }
    out_table_print(table);
}

static void fill_json(json_t *object, const struct reach *reach)
{
    json_t *list = json_array();
    for (size_t i = 0; i < reach->sites_n; i++) {
        json_t *one = json_object();
        doc_set(one, "id", json_integer(reach->sites[i].site->id));
        doc_set(one, "uuid", doc_text(reach->sites[i].site->uuid));
        doc_set(one, "name", doc_text(reach->sites[i].site->name));
        doc_set(one, "duration_s", json_integer(reach->sites[i].seconds));
        doc_set(one, "distance_m", json_integer(reach->sites[i].metres));
        doc_add(list, one);
    }
    doc_set(object, "source", doc_text(reach->source));
    doc_set(object, "from", doc_text(reach->from.name));
    doc_set(object, "minutes", doc_minutes(reach->seconds));
    doc_set(object, "customers", list);
}

static void print_json(struct cli *cli, const struct reach *reach)
{
    json_t *document = doc_new("rounds-roads-reach");
    fill_json(document, reach);
    doc_set(document, "area", area_json(&reach->area));
    out_json(cli->out, document);
}

/* Whom one reaches stays out of the GeoJSON: a map is passed on more easily than a list of customers. */
static void print_geojson(struct cli *cli, const struct reach *reach)
{
    json_t *feature = json_object();
    json_t *properties = json_object();
    doc_set(properties, "from", doc_text(reach->from.name));
    doc_set(properties, "minutes", doc_minutes(reach->seconds));
    doc_set(properties, "source", doc_text(reach->source));
    doc_set(properties, "attribution", doc_text("(c) OpenStreetMap contributors, ODbL 1.0"));
    doc_set(feature, "type", doc_text("Feature"));
    doc_set(feature, "properties", properties);
    doc_set(feature, "geometry", area_json(&reach->area));
    cmd_roads_geojson(cli, feature);
}

static void answer(struct cli *cli, struct query *query, struct reach *reach)
{
    bool geojson = cli_option(cli, "geojson");
    cmd_roads_tell_far(cli, reach->from.name, reach->place);
    if (geojson || cli->json)
        reach->area = path_reach(query, reach->place, reach->seconds, cli->arena);
    if (!geojson)
        find_sites(cli, query, reach);
    if (cli->json)
        print_json(cli, reach);
    else if (geojson)
        print_geojson(cli, reach);
    else
        print_people(cli, reach);
}

enum status cmd_roads_reach(struct cli *cli, struct error *err)
{
    struct reach reach = {0};
    struct roads_file *file = NULL;
    int32_t minutes;
    if (!num_parse_i32(cli->argv[2], 1, MINUTES_MAX, &minutes))
        return error_set(err, STATUS_INPUT, "\"%s\" is not a number of minutes, 1 to %d", cli->argv[2], MINUTES_MAX);
    enum status status = where_text(cli, cli->argv[1], &reach.from, err);
    if (!status)
        status = cmd_roads_open(cli, &file, err);
    if (status)
        return status;
    struct query *query = query_new(roads_file_roads(file));
    reach.place = cmd_roads_places(cli, query, file, &reach.from.at, 1);
    reach.seconds = 60 * minutes;
    reach.source = cmd_roads_source(cli, file);
    status = cmd_roads_on_map(cli, file, reach.from.name, reach.from.at, reach.place, err);
    if (!status)
        answer(cli, query, &reach);
    query_free(query);
    roads_file_close(file);
    return status;
}
