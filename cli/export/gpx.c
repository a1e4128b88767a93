/* GPX 1.1 (topografix.com/GPX/1/1/gpx.xsd): every stop as a waypoint, and the day as a route, with Garmin's Trip extension
 * (TripExtensionsv1.xsd) so that a sat-nav knows the stops for stops and how long they take. A device takes so many points
 * in a route and drops the rest without a word, so a longer day is several files. The roads that the minutes are of are a
 * track in a file of its own, to be looked at: which ones are driven is the phone's to choose, and programs that find both
 * in one file take the wrong one. */
#include "cli/export/export.h"

#include "cli/export/xml_doc.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "planner/polyline.h"

#include <string.h>

enum { DESC_MAX = 5000 }; /* longer ones upset some readers */

#define GPX_NS  "http://www.topografix.com/GPX/1/1"
#define TRIP_NS "http://www.garmin.com/xmlschemas/TripExtensions/v1"

/* A file in hand: stops FROM to FROM + N. */
struct gpx {
    struct xml_doc xml;
    const struct export_input *input;
    const char *name; /* of the file and the route */
    size_t from, n;
};

/* The schema wants -180 <= lon < 180 and no exponents. */
static void start_point(struct gpx *gpx, const char *name, struct point at)
{
    xml_open(&gpx->xml, name);
    xml_attribute(&gpx->xml, "lat", export_degrees(gpx->input->arena, at.lat_deg, 6));
    xml_attribute(&gpx->xml, "lon", export_degrees(gpx->input->arena, at.lon_deg, 6));
}

static const char *description(const struct gpx *gpx, const struct export_stop *stop)
{
    const char *text = export_description_all(gpx->input, stop);
    size_t length = strlen(text);
    for (; length > DESC_MAX || (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80); length--)
        ; /* at a whole character */
    return arena_strndup(gpx->input->arena, text, length);
}

static struct gpx start_document(const struct export_input *input, const char *name, bool of_map)
{
    struct gpx gpx = {.xml = xml_begin(input->arena), .input = input, .name = name};
    xml_open(&gpx.xml, "gpx");
    xml_attribute(&gpx.xml, "xmlns", GPX_NS);
    xml_attribute(&gpx.xml, "xmlns:trp", TRIP_NS);
    xml_attribute(&gpx.xml, "version", "1.1");
    xml_attribute(&gpx.xml, "creator", "rounds " ROUNDS_VERSION);
    xml_open(&gpx.xml, "metadata");
    xml_text(&gpx.xml, "name", name);
    if (of_map) { /* the lines are of the map, whose licence asks for this */
        xml_open(&gpx.xml, "copyright");
        xml_attribute(&gpx.xml, "author", "OpenStreetMap contributors");
        xml_text(&gpx.xml, "license", "https://opendatacommons.org/licenses/odbl/1-0/");
        xml_close(&gpx.xml);
    }
    xml_instant(&gpx.xml, "time", input->plan->made_utc);
    xml_close(&gpx.xml);
    return gpx;
}

static enum status finish_document(struct gpx *gpx, const char *suffix, const char *title, struct export_parts *parts,
                                   struct error *err)
{
    struct buf out;
    buf_init(&out, EXPORT_BYTES_MAX);
    xml_close(&gpx->xml);
    const enum status status = xml_finish(&gpx->xml, &out, err);
    if (status != STATUS_OK) {
        buf_clear(&out);
        return status;
    }
    const struct export_part part = {
        .suffix = suffix, .extension = "gpx", .mime = "application/gpx+xml", .title = title};
    return export_add(parts, part, &out, err);
}

/* --- the stops ------------------------------------------------------------------------------------------------------ */

static void write_waypoint(struct gpx *gpx, const struct export_stop *stop)
{
    start_point(gpx, "wpt", stop->at);
    if (stop->stop != NULL)
        xml_instant(&gpx->xml, "time", export_utc(gpx->input->plan, stop->stop->arrive_s));
    xml_text(&gpx->xml, "name", export_label(gpx->input, stop));
    xml_text(&gpx->xml, "desc", description(gpx, stop));
    xml_text(&gpx->xml, "sym", stop->stop == NULL ? "Residence" : "Flag, Blue");
    xml_close(&gpx->xml);
}

/* Arrival is not valid for the first point of a route, departure not for the last. */
static void write_via(struct gpx *gpx, const struct export_stop *stop, bool first, bool last)
{
    const struct plan *plan = gpx->input->plan;
    xml_open(&gpx->xml, "extensions");
    xml_open(&gpx->xml, "trp:ViaPoint");
    if (stop->stop != NULL && !last)
        xml_instant(&gpx->xml, "trp:DepartureTime", export_utc(plan, stop->stop->depart_s));
    if (stop->stop != NULL) {
        const int32_t stay_s = stop->stop->depart_s - stop->stop->arrive_s;
        xml_text(&gpx->xml, "trp:StopDuration",
                 arena_printf(gpx->input->arena, "PT%dM", stay_s > 0 ? (stay_s + 59) / 60 : 0));
    }
    if (!first)
        xml_instant(&gpx->xml, "trp:ArrivalTime", export_utc(plan, export_arrive_s(gpx->input, stop)));
    xml_text(&gpx->xml, "trp:CalculationMode", "FasterTime");
    xml_close(&gpx->xml);
    xml_close(&gpx->xml);
}

static void write_route(struct gpx *gpx)
{
    xml_open(&gpx->xml, "rte");
    xml_text(&gpx->xml, "name", gpx->name);
    xml_open(&gpx->xml, "extensions");
    xml_open(&gpx->xml, "trp:Trip");
    xml_text(&gpx->xml, "trp:TransportationMode", "Automotive");
    xml_close(&gpx->xml);
    xml_close(&gpx->xml);
    for (size_t i = 0; i < gpx->n; i++) {
        const struct export_stop *stop = &gpx->input->stops[gpx->from + i];
        start_point(gpx, "rtept", stop->at);
        xml_text(&gpx->xml, "name", export_label(gpx->input, stop));
        xml_text(&gpx->xml, "desc", description(gpx, stop));
        write_via(gpx, stop, i == 0, i + 1 == gpx->n);
        xml_close(&gpx->xml);
    }
    xml_close(&gpx->xml);
}

/* File PART of FILES. */
static enum status write_stops(const struct export_input *input, size_t part, size_t files, struct export_parts *parts,
                               struct error *err)
{
    const size_t from = input->n * part / files;
    const size_t n = input->n * (part + 1) / files - from;
    const char *title = files == 1 ? "" : export_span(input, from, n);
    const char *name = files == 1 ? export_day(input) : arena_printf(input->arena, "%s, %s", export_day(input), title);
    const char *suffix = files == 1 ? "" : arena_printf(input->arena, "-%zu", part + 1);
    struct gpx gpx = start_document(input, name, false);
    gpx.from = from;
    gpx.n = n;
    for (size_t i = 0; i < n; i++)
        write_waypoint(&gpx, &input->stops[from + i]);
    write_route(&gpx);
    return finish_document(&gpx, suffix, title, parts, err);
}

/* --- the track ------------------------------------------------------------------------------------------------------ */

static void write_way(struct gpx *gpx, const char *way)
{
    struct point *points = NULL;
    size_t n = 0;
    if (!polyline_decode(gpx->input->arena, way, &points, &n))
        return;
    xml_open(&gpx->xml, "trkseg");
    for (size_t i = 0; i < n; i++) {
        start_point(gpx, "trkpt", points[i]);
        xml_close(&gpx->xml);
    }
    xml_close(&gpx->xml);
}

static enum status write_track(const struct export_input *input, struct export_parts *parts, struct error *err)
{
    size_t n = 0;
    const char *const *ways = export_ways(input, &n);
    if (n == 0)
        return export_no_roads(err);
    struct gpx gpx = start_document(input, export_day(input), true);
    xml_open(&gpx.xml, "trk");
    xml_text(&gpx.xml, "name", gpx.name);
    for (size_t i = 0; i < n; i++)
        write_way(&gpx, ways[i]);
    xml_close(&gpx.xml);
    return finish_document(&gpx, "-track", "the roads", parts, err);
}

static enum status write_gpx(const struct export_input *input, struct export_parts *parts, struct error *err)
{
    const size_t points = (size_t)input->options.points;
    const size_t files = (input->n + points - 1) / points;
    enum status status = STATUS_OK;
    for (size_t part = 0; status == STATUS_OK && part < files; part++)
        status = write_stops(input, part, files, parts, err);
    if (status == STATUS_OK && input->options.track)
        status = write_track(input, parts, err);
    if (status == STATUS_OK && files > 1)
        parts->split =
            arena_printf(input->arena, "a route of the device has at most %zu points (export.points)", points);
    return status;
}

const struct exporter export_gpx = {
    .name = "gpx",
    .summary = "GPX 1.1 for Garmin, OsmAnd, Organic Maps: stops as waypoints and a route; the roads with --track",
    .contains = "of each stop: number, name, address, place, times, the title of the job, whether a parcel is left or "
                "collected (not which); with --track the roads between "
                "them; home and the roads to it only with --with-home; no contacts, no reasons",
    .needs = EXPORT_PRIVATE | EXPORT_TRACK | EXPORT_POINTS_LIMIT,
    .write = write_gpx,
};
