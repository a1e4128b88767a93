#include "tests/cli/export_read.h"

#include "tests/cli/export_fixture.h"

#include "geo/base/num.h"
#include "geo/base/text.h"

#include <jansson.h>
#include <libical/ical.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct read_stop *add(struct read_stops *out, double lat_deg, double lon_deg, const char *name)
{
    struct read_stop *stop = arena_push(out->arena, (void **)&out->items, &out->n, &out->capacity, sizeof *stop);
    *stop = (struct read_stop){lat_deg, lon_deg, arena_strdup(out->arena, name), ""};
    return stop;
}

static double number(const char *text, double most)
{
    double value = (double)NAN;
    if (!num_parse_double(text, false, -most, most, &value) || strpbrk(text, "eE") != NULL)
        fail_msg("\"%s\" is no number from %g to %g without an exponent", text, -most, most);
    return value;
}

/* --- XML ------------------------------------------------------------------------------------------------------------ */

static bool is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static const char *child(struct arena *arena, const xmlNode *node, const char *name)
{
    for (const xmlNode *each = node->children; each != NULL; each = each->next)
        if (is(each, name)) {
            xmlChar *content = xmlNodeGetContent(each);
            const char *text = arena_strdup(arena, (const char *)content);
            xmlFree(content);
            return text;
        }
    return "";
}

static double attribute(struct arena *arena, xmlNode *node, const char *name, double most)
{
    xmlChar *value = xmlGetProp(node, (const xmlChar *)name);
    assert_non_null(value);
    const char *text = arena_strdup(arena, (const char *)value);
    xmlFree(value);
    return number(text, most);
}

static void gpx_point(struct read_stops *out, xmlNode *node)
{
    const double lon_deg = attribute(out->arena, node, "lon", 180);
    assert_true(lon_deg < 180);
    add(out, attribute(out->arena, node, "lat", 90), lon_deg, child(out->arena, node, "name"));
}

static xmlDoc *parse(const char *text)
{
    xmlDoc *doc = xmlReadMemory(text, (int)strlen(text), "export.xml", NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    return doc;
}

void read_gpx(struct read_stops *out, const char *text)
{
    xmlDoc *doc = parse(text);
    struct read_stops route = {.arena = out->arena};
    const size_t before = out->n;
    size_t routes = 0;
    for (xmlNode *node = xmlDocGetRootElement(doc)->children; node != NULL; node = node->next) {
        if (is(node, "wpt"))
            gpx_point(out, node);
        routes += is(node, "rte");
        for (xmlNode *point = is(node, "rte") ? node->children : NULL; point != NULL; point = point->next)
            if (is(point, "rtept"))
                gpx_point(&route, point);
    }
    xmlFreeDoc(doc);
    assert_int_equal(routes, 1);
    assert_int_equal(route.n, out->n - before);
    for (size_t i = 0; i < route.n; i++) {
        const struct read_stop *a = &route.items[i];
        const struct read_stop *b = &out->items[before + i];
        assert_true(a->lat_deg == b->lat_deg && a->lon_deg == b->lon_deg);
        assert_string_equal(a->name, b->name);
    }
}

/* "lon,lat", no blank inside: what the schema does not check. */
static void kml_point(struct read_stops *out, const xmlNode *placemark)
{
    for (const xmlNode *node = placemark->children; node != NULL; node = node->next) {
        if (!is(node, "Point"))
            continue;
        const char *tuple = child(out->arena, node, "coordinates");
        const size_t lon = strcspn(tuple, ",");
        assert_int_equal(tuple[lon], ',');
        add(out, number(tuple + lon + 1, 90), number(arena_strndup(out->arena, tuple, lon), 180),
            child(out->arena, placemark, "name"));
    }
}

static void kml_node(struct read_stops *out, const xmlNode *node)
{
    if (is(node, "Placemark"))
        kml_point(out, node);
    else
        for (const xmlNode *each = node->children; each != NULL; each = each->next)
            kml_node(out, each);
}

void read_kml(struct read_stops *out, const char *text)
{
    xmlDoc *doc = parse(text);
    kml_node(out, xmlDocGetRootElement(doc));
    xmlFreeDoc(doc);
}

/* --- JSON ----------------------------------------------------------------------------------------------------------- */

void read_geojson(struct read_stops *out, const char *text)
{
    json_error_t error;
    json_t *doc = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    assert_non_null(doc);
    assert_string_equal(json_string_value(json_object_get(doc, "type")), "FeatureCollection");
    assert_null(json_object_get(doc, "crs"));
    size_t i = 0;
    json_t *feature = NULL;
    json_array_foreach(json_object_get(doc, "features"), i, feature)
    {
        json_t *geometry = json_object_get(feature, "geometry");
        json_t *properties = json_object_get(feature, "properties");
        assert_string_equal(json_string_value(json_object_get(feature, "type")), "Feature");
        if (strcmp(json_string_value(json_object_get(geometry, "type")), "Point") != 0)
            continue;
        json_t *at = json_object_get(geometry, "coordinates");
        assert_int_equal(json_array_size(at), 2);
        add(out, json_number_value(json_array_get(at, 1)), json_number_value(json_array_get(at, 0)),
            json_string_value(json_object_get(properties, "name")));
    }
    json_decref(doc);
}

/* --- CSV (RFC 4180) ------------------------------------------------------------------------------------------------- */

/* The next field of a record; *END is true when the record ends after it. */
static const char *csv_field(struct arena *arena, const char **p, bool *end)
{
    struct buf field;
    const char *at = *p;
    buf_init(&field, SIZE_MAX);
    if (*at == '"') {
        for (at++; *at != '"' || at[1] == '"'; at++) {
            assert_true(*at != '\0');
            at += *at == '"';
            buf_add_char(&field, *at);
        }
        at++;
    } else {
        while (strchr(",\r\n", *at) == NULL) {
            assert_true(*at != '"');
            buf_add_char(&field, *at++);
        }
    }
    *end = *at == '\r';
    assert_true(*end ? at[1] == '\n' : *at == ',');
    *p = at + (*end ? 2 : 1);
    return buf_into_arena(&field, arena);
}

/* A record of exactly COLUMNS fields. */
static const char **csv_record(struct arena *arena, const char **p, size_t columns)
{
    const char **fields = arena_array(arena, columns, sizeof *fields);
    bool end = false;
    for (size_t i = 0; i < columns; i++) {
        assert_false(end);
        fields[i] = csv_field(arena, p, &end);
    }
    assert_true(end);
    return fields;
}

void read_csv(struct read_stops *out, const char *text, size_t columns)
{
    enum { NAME = 4, LAT = 7, LON = 8 };
    const char *p = text;
    const char **header = csv_record(out->arena, &p, columns);
    assert_string_equal(header[NAME], "name");
    assert_string_equal(header[LAT], "lat");
    assert_string_equal(header[LON], "lon");
    while (*p != '\0') {
        const char **fields = csv_record(out->arena, &p, columns);
        add(out, number(fields[LAT], 90), number(fields[LON], 180), fields[NAME]);
        for (size_t i = 0; i < columns; i++) /* numbers alone may begin so */
            assert_true(i == LAT || i == LON || fields[i][0] == '\0' || strchr("=+-@\t\r", fields[i][0]) == NULL);
    }
}

void read_garmin_poi(struct read_stops *out, const char *text)
{
    for (const char *p = text; *p != '\0';) {
        const char **fields = csv_record(out->arena, &p, 4);
        add(out, number(fields[1], 90), number(fields[0], 180), fields[2]);
        assert_true(fields[2][0] == '\0' || strchr("=+-@", fields[2][0]) == NULL);
    }
}

void read_itn(struct read_stops *out, const char *text)
{
    size_t lines = 0;
    for (const char *p = text; *p != '\0'; lines++) {
        int32_t lon = 0;
        int32_t lat = 0;
        const char *fields[4];
        for (size_t i = 0; i < 4; i++) {
            const size_t length = strcspn(p, "|\r\n");
            assert_int_equal(p[length], '|');
            fields[i] = arena_strndup(out->arena, p, length);
            p += length + 1;
        }
        assert_memory_equal(p, "\r\n", 2);
        p += 2;
        assert_true(num_parse_i32(fields[0], -18000000, 18000000, &lon));
        assert_true(num_parse_i32(fields[1], -9000000, 9000000, &lat));
        assert_string_equal(fields[3], "2");
        add(out, lat / 1e5, lon / 1e5, fields[2]);
    }
    assert_true(lines <= 255);
}

/* --- calendars and cards ---------------------------------------------------------------------------------------------- */

void read_folded_lines(const char *text)
{
    for (const char *p = text; *p != '\0';) {
        const size_t length = strcspn(p, "\r\n");
        size_t bad = 0;
        assert_memory_equal(p + length, "\r\n", 2);
        assert_true(length <= 75);
        assert_true(length > 1); /* no blank line, and no fold of nothing */
        assert_true(text_utf8_valid(p, length, &bad));
        for (size_t i = 0; i < length; i++)
            assert_true((unsigned char)p[i] >= 0x20 && p[i] != 0x7f);
        p += length + 2;
    }
}

void read_ics(struct read_stops *out, const char *text)
{
    icalcomponent *calendar = icalparser_parse_string(text);
    assert_non_null(calendar);
    assert_int_equal(icalcomponent_isa(calendar), ICAL_VCALENDAR_COMPONENT);
    if (icalcomponent_count_errors(calendar) != 0)
        fail_msg("libical: %s", strstr(icalcomponent_as_ical_string(calendar), "X-LIC-ERROR"));
    for (icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); event != NULL;
         event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
        icalproperty *geo = icalcomponent_get_first_property(event, ICAL_GEO_PROPERTY);
        icalcomponent *alarm = icalcomponent_get_first_component(event, ICAL_VALARM_COMPONENT);
        assert_non_null(geo);
        assert_non_null(icalcomponent_get_uid(event));
        assert_non_null(icalcomponent_get_first_property(event, ICAL_DTSTAMP_PROPERTY));
        if (icalcomponent_get_status(event) != ICAL_STATUS_CANCELLED) {
            assert_non_null(alarm);
            assert_non_null(icalcomponent_get_first_property(alarm, ICAL_TRIGGER_PROPERTY));
        }
        const struct icalgeotype at = icalproperty_get_geo(geo);
        struct read_stop *stop = add(out, at.lat, at.lon, icalcomponent_get_summary(event));
        stop->starts = arena_strdup(out->arena, icaltime_as_ical_string(icalcomponent_get_dtstart(event)));
    }
    icalcomponent_free(calendar);
}

/* A text value without its escapes (RFC 6350, 3.4). */
static const char *unescape(struct arena *arena, const char *value)
{
    struct buf text;
    buf_init(&text, SIZE_MAX);
    for (const char *p = value; *p != '\0'; p++) {
        if (*p == '\\') {
            p++;
            assert_true(*p != '\0' && strchr("\\,;nN", *p) != NULL);
            buf_add_char(&text, *p == 'n' || *p == 'N' ? '\n' : *p);
            continue;
        }
        assert_true(strchr(",;", *p) == NULL);
        buf_add_char(&text, *p);
    }
    return buf_into_arena(&text, arena);
}

/* TEXT with its folds taken out. */
static const char *unfold(struct arena *arena, const char *text)
{
    struct buf lines;
    buf_init(&lines, SIZE_MAX);
    for (const char *p = text; *p != '\0'; p++) {
        if (strncmp(p, "\r\n ", 3) == 0)
            p += 2;
        else if (*p != '\r')
            buf_add_char(&lines, *p);
    }
    return buf_into_arena(&lines, arena);
}

void read_vcf(struct read_stops *out, const char *text)
{
    struct read_stop *card = NULL;
    const char *lines = unfold(out->arena, text);
    for (const char *p = lines; *p != '\0'; p += strcspn(p, "\n") + 1) {
        const char *line = arena_strndup(out->arena, p, strcspn(p, "\n"));
        if (strcmp(line, "BEGIN:VCARD") == 0) {
            assert_null(card);
            card = add(out, (double)NAN, (double)NAN, "");
            assert_memory_equal(p, "BEGIN:VCARD\nVERSION:4.0\n", 24);
        } else if (strcmp(line, "END:VCARD") == 0) {
            assert_non_null(card);
            assert_true(card->lat_deg == card->lat_deg); /* not NAN */
            assert_true(*card->starts != '\0');
            card = NULL;
        } else if (strncmp(line, "FN:", 3) == 0) {
            assert_non_null(card);
            card->starts = unescape(out->arena, line + 3);
        } else if (strncmp(line, "ORG:", 4) == 0) {
            assert_non_null(card);
            card->name = unescape(out->arena, line + 4);
        } else if (strncmp(line, "GEO:geo:", 8) == 0) {
            assert_non_null(card);
            const size_t lat = strcspn(line + 8, "\\");
            assert_memory_equal(line + 8 + lat, "\\,", 2);
            card->lat_deg = number(arena_strndup(out->arena, line + 8, lat), 90);
            card->lon_deg = number(line + 8 + lat + 2, 180);
        }
    }
    assert_null(card);
}
