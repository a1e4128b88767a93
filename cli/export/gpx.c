/* GPX 1.1 (topografix.com/GPX/1/1/gpx.xsd): every stop as a waypoint, the day as one route, with Garmin's Trip extension
 * (TripExtensionsv1.xsd) so that a sat-nav knows the stops for stops and how long they take. The roads that the minutes
 * are of are a track, to be looked at: which ones are driven is the phone's to choose. */
#include "cli/export/export.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/base/text.h"
#include "planner/polyline.h"

#include <libxml/xmlwriter.h>
#include <string.h>

enum { DESC_MAX = 5000 }; /* longer ones upset some readers */

#define GPX_NS  "http://www.topografix.com/GPX/1/1"
#define TRIP_NS "http://www.garmin.com/xmlschemas/TripExtensions/v1"

/* A document in hand. libxml's calls answer -1 when something failed; one is enough to fail all. */
struct gpx {
    xmlTextWriter *writer;
    const struct export_input *input;
    const char **ways; /* polylines, in order */
    size_t ways_n;
    bool failed;
};

static void check(struct gpx *gpx, int answer)
{
    gpx->failed = gpx->failed || answer < 0;
}

static const xmlChar *xml(const char *text)
{
    return (const xmlChar *)text;
}

static void start(struct gpx *gpx, const char *element)
{
    check(gpx, xmlTextWriterStartElement(gpx->writer, xml(element)));
}

static void end(struct gpx *gpx)
{
    check(gpx, xmlTextWriterEndElement(gpx->writer));
}

static void attribute(struct gpx *gpx, const char *name, const char *value)
{
    check(gpx, xmlTextWriterWriteAttribute(gpx->writer, xml(name), xml(value)));
}

static void element(struct gpx *gpx, const char *name, const char *text)
{
    if (*text != '\0')
        check(gpx, xmlTextWriterWriteElement(gpx->writer, xml(name), xml(text_xml_clean(gpx->input->arena, text))));
}

static void time_element(struct gpx *gpx, const char *name, int64_t utc)
{
    char text[CIVIL_TEXT];
    civil_format_utc(text, utc);
    element(gpx, name, text);
}

/* The schema wants -180 <= lon < 180 and no exponents. */
static void start_point(struct gpx *gpx, const char *name, struct point at)
{
    char lat[NUM_DECIMAL_MAX];
    char lon[NUM_DECIMAL_MAX];
    num_format(lat, at.lat_deg, 6);
    num_format(lon, at.lon_deg, 6);
    start(gpx, name);
    attribute(gpx, "lat", lat);
    attribute(gpx, "lon", strcmp(lon, "180.000000") == 0 ? "-180.000000" : lon);
}

static const char *point_name(const struct gpx *gpx, const struct export_stop *stop)
{
    return stop->number == 0 ? stop->name : arena_printf(gpx->input->arena, "%d %s", stop->number, stop->name);
}

/* "09:05-09:50; printer service; 4 Mill Street, Oakham" */
static const char *description(const struct gpx *gpx, const struct export_stop *stop)
{
    struct arena *arena = gpx->input->arena;
    const int32_t day = gpx->input->plan->day;
    char from[CIVIL_TEXT];
    char to[CIVIL_TEXT];
    if (stop->stop == NULL)
        return "";
    civil_format_time(from, civil_wall(day, stop->stop->arrive_s));
    civil_format_time(to, civil_wall(day, stop->stop->depart_s));
    const char *text = arena_printf(arena, "%s-%s", from, to);
    if (*stop->stop->title != '\0')
        text = arena_printf(arena, "%s; %s", text, text_terminal_safe(arena, stop->stop->title));
    const char *errand = export_errand(arena, stop->stop);
    if (*errand != '\0')
        text = arena_printf(arena, "%s; %s", text, errand);
    if (*stop->stop->address != '\0')
        text = arena_printf(arena, "%s; %s", text, text_terminal_safe(arena, stop->stop->address));
    size_t length = strlen(text);
    for (; length > DESC_MAX || (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80); length--)
        ; /* at a whole character */
    return arena_strndup(arena, text, length);
}

static void write_metadata(struct gpx *gpx)
{
    const struct plan *plan = gpx->input->plan;
    char day[CIVIL_TEXT];
    civil_format_day(day, plan->day);
    start(gpx, "metadata");
    element(gpx, "name", day);
    if (gpx->ways_n > 0) { /* the lines are of the map, whose licence asks for this */
        start(gpx, "copyright");
        attribute(gpx, "author", "OpenStreetMap contributors");
        element(gpx, "license", "https://opendatacommons.org/licenses/odbl/1-0/");
        end(gpx);
    }
    time_element(gpx, "time", plan->made_utc);
    end(gpx);
}

static void write_waypoint(struct gpx *gpx, const struct export_stop *stop)
{
    start_point(gpx, "wpt", stop->at);
    if (stop->stop != NULL)
        time_element(gpx, "time", export_utc(gpx->input->plan, stop->stop->arrive_s));
    element(gpx, "name", point_name(gpx, stop));
    element(gpx, "desc", description(gpx, stop));
    element(gpx, "sym", stop->stop == NULL ? "Residence" : "Flag, Blue");
    end(gpx);
}

/* Arrival is not valid for the first point of a route, departure not for the last. */
static void write_via(struct gpx *gpx, size_t i)
{
    const struct export_stop *stop = &gpx->input->stops[i];
    const struct plan *plan = gpx->input->plan;
    start(gpx, "extensions");
    start(gpx, "trp:ViaPoint");
    if (stop->stop != NULL && i + 1 < gpx->input->n)
        time_element(gpx, "trp:DepartureTime", export_utc(plan, stop->stop->depart_s));
    if (stop->stop != NULL) {
        const int32_t stay_s = stop->stop->depart_s - stop->stop->arrive_s;
        element(gpx, "trp:StopDuration", arena_printf(gpx->input->arena, "PT%dM", stay_s > 0 ? (stay_s + 59) / 60 : 0));
    }
    if (i > 0)
        time_element(gpx, "trp:ArrivalTime",
                     export_utc(plan, stop->stop == NULL ? plan->home_s : stop->stop->arrive_s));
    element(gpx, "trp:CalculationMode", "FasterTime");
    end(gpx);
    end(gpx);
}

static void write_route(struct gpx *gpx)
{
    char day[CIVIL_TEXT];
    civil_format_day(day, gpx->input->plan->day);
    start(gpx, "rte");
    element(gpx, "name", day);
    start(gpx, "extensions");
    start(gpx, "trp:Trip");
    element(gpx, "trp:TransportationMode", "Automotive");
    end(gpx);
    end(gpx);
    for (size_t i = 0; i < gpx->input->n; i++) {
        start_point(gpx, "rtept", gpx->input->stops[i].at);
        element(gpx, "name", point_name(gpx, &gpx->input->stops[i]));
        element(gpx, "desc", description(gpx, &gpx->input->stops[i]));
        write_via(gpx, i);
        end(gpx);
    }
    end(gpx);
}

/* --- the track ---------------------------------------------------------------------------------------------------- */

static void add_way(struct gpx *gpx, const char *way)
{
    if (way != NULL && *way != '\0')
        gpx->ways[gpx->ways_n++] = way;
}

/* The legs both of whose ends are in the file: a line that begins at a place which is not would tell where that is. */
static void find_ways(struct gpx *gpx)
{
    const struct export_input *input = gpx->input;
    const struct plan *plan = input->plan;
    bool with_home = input->n > 0 && input->stops[input->n - 1].stop == NULL;
    bool begun = with_home; /* the place before is in the file */
    size_t next = 0;
    gpx->ways = arena_array(input->arena, plan->stops_n + 1, sizeof *gpx->ways);
    for (size_t i = 0; i < plan->stops_n; i++) {
        const struct plan_stop *stop = &plan->stops[i];
        bool here = next < input->n && input->stops[next].stop == stop;
        next += here;
        if (!plan_stop_is_place(stop))
            continue; /* no leg begins or ends there */
        if (begun && here)
            add_way(gpx, stop->way);
        begun = here;
    }
    if (begun && with_home)
        add_way(gpx, plan->home_way);
}

static void write_way(struct gpx *gpx, const char *way)
{
    struct point *points = NULL;
    size_t n = 0;
    if (!polyline_decode(gpx->input->arena, way, &points, &n))
        return;
    start(gpx, "trkseg");
    for (size_t i = 0; i < n; i++) {
        start_point(gpx, "trkpt", points[i]);
        end(gpx);
    }
    end(gpx);
}

static void write_track(struct gpx *gpx)
{
    char day[CIVIL_TEXT];
    if (gpx->ways_n == 0)
        return;
    civil_format_day(day, gpx->input->plan->day);
    start(gpx, "trk");
    element(gpx, "name", day);
    for (size_t i = 0; i < gpx->ways_n; i++)
        write_way(gpx, gpx->ways[i]);
    end(gpx);
}

static void write_document(struct gpx *gpx)
{
    find_ways(gpx);
    check(gpx, xmlTextWriterSetIndent(gpx->writer, 1));
    check(gpx, xmlTextWriterStartDocument(gpx->writer, "1.0", "UTF-8", NULL));
    start(gpx, "gpx");
    attribute(gpx, "xmlns", GPX_NS);
    attribute(gpx, "xmlns:trp", TRIP_NS);
    attribute(gpx, "version", "1.1");
    attribute(gpx, "creator", "rounds " ROUNDS_VERSION);
    write_metadata(gpx);
    for (size_t i = 0; i < gpx->input->n; i++)
        write_waypoint(gpx, &gpx->input->stops[i]);
    write_route(gpx);
    write_track(gpx);
    end(gpx);
    check(gpx, xmlTextWriterEndDocument(gpx->writer));
}

static enum status write_gpx(const struct export_input *input, struct buf *out, struct error *err)
{
    xmlBuffer *buffer = xmlBufferCreate();
    struct gpx gpx = {.writer = buffer == NULL ? NULL : xmlNewTextWriterMemory(buffer, 0), .input = input};
    gpx.failed = gpx.writer == NULL;
    if (!gpx.failed)
        write_document(&gpx);
    xmlFreeTextWriter(gpx.writer); /* flushes */
    if (!gpx.failed)
        buf_add_n(out, (const char *)xmlBufferContent(buffer), (size_t)xmlBufferLength(buffer));
    xmlBufferFree(buffer);
    return gpx.failed ? error_set(err, STATUS_INTERNAL, "the GPX document could not be made") : STATUS_OK;
}

const struct exporter export_gpx = {
    .name = "gpx",
    .summary = "GPX 1.1 for Garmin, OsmAnd, Organic Maps: stops as waypoints and one route, roads as a track",
    .extension = "gpx",
    .contains = "of each stop: number, name, address, place, times, the title of the job, and whether a parcel is left "
                "or collected (not which); the roads between them; home "
                "and the roads to it only with --with-home; no notes, no contacts, no drinks, no reasons",
    .write = write_gpx,
};
