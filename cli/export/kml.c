/* KML 2.2 (OGC 07-147r2, ogckml22.xsd) for Google Earth, My Maps and Organic Maps: a folder of stops, which My Maps takes
 * for a layer, and with --track a folder of roads. Longitude comes first, and no blank stands in a tuple: the schema checks
 * neither. */
#include "cli/export/export.h"

#include "cli/export/xml_doc.h"
#include "geo/base/mem.h"
#include "planner/polyline.h"

enum { DECIMALS = 6 };

static const char *tuple(struct arena *arena, struct point at)
{
    return arena_printf(arena, "%s,%s", export_degrees(arena, at.lon_deg, DECIMALS),
                        export_degrees(arena, at.lat_deg, DECIMALS));
}

static void data(struct xml_doc *xml, const char *name, const char *value)
{
    xml_open(xml, "Data");
    xml_attribute(xml, "name", name);
    xml_text(xml, "value", value);
    xml_close(xml);
}

/* KML 2.2 lets descriptions be HTML, and programs show them so: what looks like a tag in somebody's text must be no tag. */
static const char *no_tags(const struct export_input *input, const char *text)
{
    struct buf out;
    buf_init(&out, EXPORT_BYTES_MAX);
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '<')
            buf_add(&out, "&lt;");
        else
            buf_add_char(&out, *p);
    }
    return buf_into_arena(&out, input->arena);
}

static void write_stop(struct xml_doc *xml, const struct export_input *input, size_t i)
{
    const struct export_stop *stop = &input->stops[i];
    xml_open(xml, "Placemark");
    xml_attribute(xml, "id", arena_printf(input->arena, "stop-%zu", i + 1));
    xml_text(xml, "name", export_label(input, stop));
    if (stop->stop != NULL)
        xml_text(xml, "address", export_line(input->arena, stop->stop->address));
    xml_text(xml, "description", no_tags(input, export_description_all(input, stop)));
    xml_open(xml, "ExtendedData");
    data(xml, "arrive", export_time(input, export_arrive_s(input, stop)));
    data(xml, "leave", export_time(input, export_depart_s(input, stop)));
    xml_close(xml);
    xml_open(xml, "Point");
    xml_text(xml, "coordinates", tuple(input->arena, stop->at));
    xml_close(xml);
    xml_close(xml);
}

static void write_way(struct xml_doc *xml, const struct export_input *input, const char *way, size_t number)
{
    struct point *points = NULL;
    size_t n = 0;
    struct buf line;
    if (!polyline_decode(input->arena, way, &points, &n) || n < 2)
        return;
    buf_init(&line, EXPORT_BYTES_MAX);
    for (size_t i = 0; i < n; i++)
        buf_printf(&line, "%s%s", i == 0 ? "" : " ", tuple(input->arena, points[i]));
    xml_open(xml, "Placemark");
    xml_attribute(xml, "id", arena_printf(input->arena, "road-%zu", number));
    xml_open(xml, "LineString");
    xml_text(xml, "coordinates", buf_into_arena(&line, input->arena));
    xml_close(xml);
    xml_close(xml);
}

static void write_roads(struct xml_doc *xml, const struct export_input *input, const char *const *ways, size_t n)
{
    xml_open(xml, "Folder");
    xml_text(xml, "name", "Roads");
    xml_text(xml, "description", "Roads: OpenStreetMap contributors, https://opendatacommons.org/licenses/odbl/1-0/");
    for (size_t i = 0; i < n; i++)
        write_way(xml, input, ways[i], i + 1);
    xml_close(xml);
}

static enum status write_kml(const struct export_input *input, struct export_parts *parts, struct error *err)
{
    size_t ways_n = 0;
    const char *const *ways = export_ways(input, &ways_n);
    if (input->options.track && ways_n == 0)
        return export_no_roads(err);
    struct xml_doc xml = xml_begin(input->arena);
    xml_open(&xml, "kml");
    xml_attribute(&xml, "xmlns", "http://www.opengis.net/kml/2.2");
    xml_open(&xml, "Document");
    xml_text(&xml, "name", export_day(input));
    xml_open(&xml, "Folder");
    xml_text(&xml, "name", "Stops");
    for (size_t i = 0; i < input->n; i++)
        write_stop(&xml, input, i);
    xml_close(&xml);
    if (input->options.track)
        write_roads(&xml, input, ways, ways_n);
    xml_close(&xml);
    xml_close(&xml);
    struct buf out;
    buf_init(&out, EXPORT_BYTES_MAX);
    const enum status status = xml_finish(&xml, &out, err);
    if (status != STATUS_OK) {
        buf_clear(&out);
        return status;
    }
    const struct export_part part = {
        .suffix = "", .extension = "kml", .mime = "application/vnd.google-earth.kml+xml", .title = ""};
    return export_add(parts, part, &out, err);
}

const struct exporter export_kml = {
    .name = "kml",
    .summary = "KML 2.2 for Google My Maps, Google Earth, Organic Maps: stops in order; the roads with --track",
    .contains = "as gpx",
    .needs = EXPORT_PRIVATE | EXPORT_TRACK,
    .write = write_kml,
};
