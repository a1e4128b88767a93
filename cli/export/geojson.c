/* GeoJSON (RFC 7946): a point a stop, in order, and with --track the roads as lines. WGS 84, longitude first, six decimals;
 * lines that cross the antimeridian are cut there (3.1.9). */
#include "cli/export/export.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "planner/polyline.h"

#include <jansson.h>
#include <math.h>

enum { DIGITS = 9 /* six decimals behind three digits */ };

static json_t *position(struct point at)
{
    return json_pack("[f, f]", round(at.lon_deg * 1e6) / 1e6, round(at.lat_deg * 1e6) / 1e6);
}

static json_t *feature(json_t *geometry, json_t *properties)
{
    return json_pack("{s:s, s:o, s:o}", "type", "Feature", "geometry", geometry, "properties", properties);
}

static void set_text(json_t *object, const char *key, const char *text)
{
    if (*text != '\0')
        json_object_set_new(object, key, json_string(text));
}

static void set_instant(json_t *object, const char *key, const struct export_input *input, int32_t elapsed_s)
{
    char text[CIVIL_TEXT];
    civil_format_utc(text, export_utc(input->plan, elapsed_s));
    set_text(object, key, text);
}

static json_t *stop_feature(const struct export_input *input, const struct export_stop *stop)
{
    json_t *properties = json_object();
    if (stop->number != 0)
        json_object_set_new(properties, "number", json_integer(stop->number));
    json_object_set_new(properties, "name", json_string(stop->name));
    set_instant(properties, "arrive", input, export_arrive_s(input, stop));
    set_instant(properties, "leave", input, export_depart_s(input, stop));
    if (stop->stop != NULL) {
        set_text(properties, "title", export_title(input->arena, stop));
        set_text(properties, "address", export_line(input->arena, stop->stop->address));
    }
    set_text(properties, "private", stop->private_text);
    return feature(json_pack("{s:s, s:o}", "type", "Point", "coordinates", position(stop->at)), properties);
}

/* --- roads ---------------------------------------------------------------------------------------------------------- */

/* Where the way from A to B meets the antimeridian, on A's side of it. */
static struct point meets(struct point a, struct point b)
{
    const double edge = a.lon_deg > 0 ? 180 : -180;
    const double b_lon = b.lon_deg + 2 * edge; /* on A's side, past the edge */
    const double share = b_lon == a.lon_deg ? 0 : (edge - a.lon_deg) / (b_lon - a.lon_deg);
    return (struct point){a.lat_deg + share * (b.lat_deg - a.lat_deg), edge};
}

static json_t *lines_of(const struct point *points, size_t n)
{
    json_t *lines = json_array();
    json_t *line = json_array();
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && fabs(points[i].lon_deg - points[i - 1].lon_deg) > 180) {
            struct point edge = meets(points[i - 1], points[i]);
            json_array_append_new(line, position(edge));
            json_array_append_new(lines, line);
            line = json_array();
            edge.lon_deg = -edge.lon_deg;
            json_array_append_new(line, position(edge));
        }
        json_array_append_new(line, position(points[i]));
    }
    json_array_append_new(lines, line);
    return lines;
}

static void add_roads(const struct export_input *input, const char *const *ways, size_t ways_n, json_t *features)
{
    for (size_t i = 0; i < ways_n; i++) {
        struct point *points = NULL;
        size_t n = 0;
        if (!polyline_decode(input->arena, ways[i], &points, &n) || n < 2)
            continue;
        json_t *geometry = json_pack("{s:s, s:o}", "type", "MultiLineString", "coordinates", lines_of(points, n));
        json_array_append_new(features, feature(geometry, json_pack("{s:s, s:s}", "name", "road", "copyright",
                                                                    "OpenStreetMap contributors, ODbL 1.0")));
    }
}

static int to_buf(const char *bytes, size_t length, void *out)
{
    buf_add_n(out, bytes, length);
    return 0;
}

static enum status write_geojson(const struct export_input *input, struct export_parts *parts, struct error *err)
{
    size_t ways_n = 0;
    const char *const *ways = export_ways(input, &ways_n);
    if (input->options.track && ways_n == 0)
        return export_no_roads(err);
    json_t *features = json_array();
    for (size_t i = 0; i < input->n; i++)
        json_array_append_new(features, stop_feature(input, &input->stops[i]));
    if (input->options.track)
        add_roads(input, ways, ways_n, features);
    json_t *doc = json_pack("{s:s, s:o}", "type", "FeatureCollection", "features", features);
    struct buf out;
    buf_init(&out, EXPORT_BYTES_MAX);
    const int failed = json_dump_callback(doc, to_buf, &out, JSON_INDENT(1) | JSON_REAL_PRECISION(DIGITS));
    json_decref(doc);
    if (failed != 0) {
        buf_clear(&out);
        return error_set(err, STATUS_INTERNAL, "the GeoJSON document could not be made");
    }
    buf_add_char(&out, '\n');
    const struct export_part part = {.suffix = "", .extension = "geojson", .mime = "application/geo+json", .title = ""};
    return export_add(parts, part, &out, err);
}

const struct exporter export_geojson = {
    .name = "geojson",
    .summary = "GeoJSON (RFC 7946) for map programs: a point a stop; the roads with --track",
    .contains = "as gpx",
    .needs = EXPORT_PRIVATE | EXPORT_TRACK,
    .write = write_geojson,
};
