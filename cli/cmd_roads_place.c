#include "cli/cmd_roads.h"

#include "cli/out.h"
#include "cli/roads_net.h"
#include "cli/words.h"
#include "geo/base/file.h"
#include "geo/roads/travel_roads.h"

#include <math.h>
#include <string.h>

/* In the box round the map's roads: a bay, a range of hills. Of two maps far apart the box holds a country between them. */
enum { INSIDE_LIMIT_M = 20000 };

enum status cmd_roads_open(struct cli *cli, struct roads_file **out, struct error *err)
{
    const char *path = roads_net_path(cli);
    enum status status = roads_file_open(path, out, err);
    if (status != STATUS_NOT_FOUND)
        return status;
    return error_set(err, STATUS_INPUT,
                     "there is no road network yet (%s): `rounds roads fetch AREA` downloads one, `rounds roads import "
                     "FILE.osm.pbf` makes it from a map file",
                     path);
}

const char *cmd_roads_source(struct cli *cli, const struct roads_file *file)
{
    const char *date = roads_file_about(file)->date;
    return *date ? arena_printf(cli->arena, "roads of %s", date) : "roads";
}

/* --- places ------------------------------------------------------------------------------------------------------- */

struct query_place *cmd_roads_places(struct cli *cli, struct query *query, const struct roads_file *file,
                                     const struct point *points, size_t n)
{
    struct box area = roads_file_about(file)->area;
    struct query_place *places = arena_array(cli->arena, n, sizeof *places);
    for (size_t i = 0; i < n; i++)
        places[i] = *query_places(query, &points[i], 1,
                                  box_holds(area, points[i]) ? INSIDE_LIMIT_M : TRAVEL_ROADS_LIMIT_M, cli->arena);
    return places;
}

static const char *far(struct cli *cli, double metres)
{
    return words_km(cli->arena, (int32_t)lround(metres));
}

enum status cmd_roads_on_map(struct cli *cli, const struct roads_file *file, const char *name, struct point at,
                             const struct query_place *place, struct error *err)
{
    if (place->snap.edge != ROADS_NO_WAY)
        return STATUS_OK;
    struct snap nearest = snap_nearest(roads_file_roads(file), at, HUGE_VAL);
    return error_set(err, STATUS_INPUT,
                     "%s lies off the map: the nearest road is %s away. Import its area together with the one that is "
                     "there (%s)",
                     name, far(cli, nearest.distance_m), roads_file_about(file)->sources);
}

void cmd_roads_tell_far(struct cli *cli, const char *name, const struct query_place *place)
{
    if (place->snap.distance_m >= SNAP_FAR_M)
        out_warning(cli->out, "the nearest road is %s from %s", far(cli, place->snap.distance_m), name);
}

static double rounded(double degrees)
{
    return round(degrees * 1e7) / 1e7;
}

json_t *cmd_roads_position(struct point p)
{
    json_t *pair = json_array();
    json_array_append_new(pair, json_real(rounded(p.lon_deg)));
    json_array_append_new(pair, json_real(rounded(p.lat_deg)));
    return pair;
}

static int to_stdout(const char *bytes, size_t length, void *out)
{
    out_bytes(out, bytes, length);
    return 0;
}

void cmd_roads_geojson(struct cli *cli, json_t *document)
{
    json_dump_callback(document, to_stdout, cli->out, JSON_COMPACT | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(10));
    out_bytes(cli->out, "\n", 1);
    json_decref(document);
}
