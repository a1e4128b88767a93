/* KML, GeoJSON, CSV, vCard, Garmin's points of interest, ITN: what the property test of all formats does not see. */
#include "tests/cli/export_fixture.h"

#include "cli/export/fold.h"
#include "geo/store/people.h"
#include "planner/polyline.h"
#include "tests/cli/export_read.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

/* Twenty-five stops are a long day. */
static void formats__lose_no_stop_of_the_longest_day(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = fixture_plan(arena, 25);
    static const struct {
        const struct exporter *exporter;
        void (*read)(struct read_stops *out, const char *text);
    } cases[] = {{&export_gpx, read_gpx},         {&export_kml, read_kml},
                 {&export_geojson, read_geojson}, {&export_garmin_poi, read_garmin_poi},
                 {&export_itn, read_itn},         {&export_ics, read_ics},
                 {&export_vcf, read_vcf}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct read_stops stops = {.arena = arena};
        cases[i].read(&stops, fixture_text(arena, cases[i].exporter, plan, false, false));
        assert_int_equal(stops.n, 25);
    }
    arena_free(arena);
}

/* --- roads ------------------------------------------------------------------------------------------------------------ */

/* A plan of three stops with a way to each, the last across the antimeridian. */
static struct plan *plan_with_ways(struct arena *arena)
{
    struct plan *plan = fixture_plan(arena, 3);
    const struct point ways[3][3] = {{{52, -1}, {52.1, -1.1}, {52.2, -1.2}},
                                     {{52.2, -1.2}, {52.3, -1.3}, {52.4, -1.4}},
                                     {{-17, 179.9}, {-17.2, -179.9}, {-17.3, -179.8}}};
    for (size_t i = 0; i < 3; i++)
        plan->stops[i].way = polyline_encode(arena, ways[i], 3);
    return plan;
}

static const char *with_track(struct arena *arena, const struct exporter *exporter, const struct plan *plan)
{
    struct export_options options = export_options_default();
    options.track = true;
    const struct export_parts parts = fixture_parts(arena, exporter, plan, &options);
    assert_int_equal(parts.n, 1);
    return parts.items[0].bytes;
}

static void kml__is_valid(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = plan_with_ways(arena);
    plan->stops[1].name = "\xef\xbf\xbe not of XML";
    assert_true(fixture_valid_xml(arena, with_track(arena, &export_kml, plan), "ogckml22.xsd"));
    assert_true(fixture_valid_xml(arena, fixture_text(arena, &export_kml, fixture_plan(arena, 25), false, true),
                                  "ogckml22.xsd"));
    assert_false(fixture_valid_xml(
        arena, "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><x/></Document></kml>", "ogckml22.xsd"));
    arena_free(arena);
}

static void kml__draws_the_roads_only_when_asked(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = plan_with_ways(arena);
    assert_null(strstr(fixture_text(arena, &export_kml, plan, false, false), "LineString"));
    const char *text = with_track(arena, &export_kml, plan);
    assert_non_null(
        strstr(text, "<coordinates>-1.200000,52.200000 -1.300000,52.300000 -1.400000,52.400000</coordinates>"));
    assert_null(strstr(text, "-1.100000,52.100000")); /* of the leg from home */
    arena_free(arena);
}

/* KML's descriptions are HTML to the programs that show them. */
static void kml__what_looks_like_a_tag_is_none(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = fixture_plan(arena, 3);
    plan->stops[0].title = "<img src=\"https://example.com/x\"> & <b>bold</b>";
    const char *text = fixture_text(arena, &export_kml, plan, false, false);
    assert_non_null(strstr(text, "&amp;lt;img src="));
    assert_non_null(strstr(text, "&amp;lt;b&gt;bold"));
    assert_null(strstr(text, "&lt;img"));
    arena_free(arena);
}

/* RFC 7946, 3.1.9: no line crosses the antimeridian. */
static void geojson__cuts_a_road_at_the_antimeridian(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    json_error_t error;
    json_t *doc = json_loads(with_track(arena, &export_geojson, plan_with_ways(arena)), 0, &error);
    json_t *features = json_object_get(doc, "features");
    assert_int_equal(json_array_size(features), 5);
    json_t *geometry = json_object_get(json_array_get(features, 4), "geometry");
    assert_string_equal(json_string_value(json_object_get(geometry, "type")), "MultiLineString");
    json_t *lines = json_object_get(geometry, "coordinates");
    assert_int_equal(json_array_size(lines), 2);
    json_t *last = json_array_get(json_array_get(lines, 0), 1);
    json_t *first = json_array_get(json_array_get(lines, 1), 0);
    assert_true(json_number_value(json_array_get(last, 0)) == 180);
    assert_true(json_number_value(json_array_get(first, 0)) == -180);
    assert_true(fabs(json_number_value(json_array_get(last, 1)) - -17.1) < 1e-6);
    assert_true(fabs(json_number_value(json_array_get(first, 1)) - -17.1) < 1e-6);
    json_decref(doc);
    arena_free(arena);
}

static void geojson__has_no_more_than_seven_decimals(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = fixture_plan(arena, 2);
    plan->stops[0].at = (struct point){1.0 / 3, -100.0 / 3};
    plan->stops[1].at = (struct point){-89.12345678901, 179.98765432109};
    const char *text = fixture_text(arena, &export_geojson, plan, false, false);
    assert_non_null(strstr(text, "-33.333333,"));
    assert_non_null(strstr(text, "0.333333\n"));
    assert_non_null(strstr(text, "179.987654,"));
    assert_non_null(strstr(text, "-89.123457\n"));
    arena_free(arena);
}

/* --- lines ---------------------------------------------------------------------------------------------------------- */

/* Whatever stands before them, characters of two to four octets are never cut. */
static void lines__fold_between_characters(void **state)
{
    (void)state;
    static const char *const characters[] = {"\xc3\xa9", "\xe5\xb1\xb1", "\xf0\x9f\x9a\x9a", "a"};
    struct arena *arena = arena_new();
    for (size_t k = 0; k < 4; k++)
        for (size_t lead = 0; lead < 80; lead++) {
            struct buf value;
            struct buf out;
            buf_init(&value, SIZE_MAX);
            buf_init(&out, SIZE_MAX);
            for (size_t i = 0; i < lead; i++)
                buf_add_char(&value, 'x');
            for (size_t i = 0; i < 100; i++)
                buf_add(&value, characters[k]);
            fold_line(&out, "NOTE", value.data);
            read_folded_lines(out.data);
            size_t octets = 0; /* all there, in order */
            for (const char *p = out.data + strlen("NOTE:"); *p != '\0'; p++) {
                if (strncmp(p, "\r\n", 2) == 0) {
                    p += p[2] == ' ' ? 2 : 1;
                    continue;
                }
                assert_int_equal(*p, value.data[octets]);
                octets++;
            }
            assert_int_equal(octets, value.length);
            buf_clear(&value);
            buf_clear(&out);
        }
    arena_free(arena);
}

static void lines__escape_text_and_parameters(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buf out;
    assert_string_equal(fold_text(arena, "a\\b;c,d\ne\r\nf:\"g\""), "a\\\\b\\;c\\,d\\ne\\nf:\"g\"");
    assert_string_equal(fold_text(arena, "bell\x07"), "bell\\\\x07");
    assert_string_equal(fold_quoted(arena, "a\"b\\c;d\ne"), "\"a'b/c;d e\"");
    buf_init(&out, SIZE_MAX);
    fold_line(&out, "NOTE", "");
    assert_string_equal(out.data, "");
    buf_clear(&out);
    arena_free(arena);
}

/* --- cards ------------------------------------------------------------------------------------------------------------ */

static void vcf__has_whom_to_ask_for_and_the_site_where_nobody_is_known(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = fixture_plan(arena, 3);
    plan->stops[1].name = "Mill; Ltd";
    plan->stops[2].site_id = plan->stops[1].site_id; /* there again in the afternoon */
    struct export_options options = export_options_default();
    options.with_home = true;
    struct export_input input = fixture_input(arena, plan, &options);
    struct export_stop stops[4] = {input.stops[0], input.stops[1], input.stops[2], input.stops[3]};
    struct contact contact = contact_empty();
    contact.uuid = "44099bb0-813d-489c-9d6f-c0ee1626db70";
    contact.name = "Ann, \"the boss\"";
    contact.role = "works; manager";
    contact.phone = "01632 960001";
    contact.drink = fixture_secret;
    stops[0].contacts = &contact;
    stops[0].contacts_n = 1;
    input.stops = stops;
    const struct export_parts parts = fixture_write(&export_vcf, &input);
    assert_string_equal(parts.items[0].bytes,
                        "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:individual\r\n"
                        "UID:urn:uuid:44099bb0-813d-489c-9d6f-c0ee1626db70\r\n"
                        "FN:Ann\\, \"the boss\"\r\nTITLE:works\\; manager\r\n"
                        "TEL;TYPE=\"voice,work\":01632 960001\r\nORG:Oakham Bakery\r\n"
                        "ADR;TYPE=work;LABEL=\"12 High Street, Oakham\":;;12 High Street\\, Oakham;;;;\r\n"
                        "GEO:geo:52.000000\\,-0.500000\r\nEND:VCARD\r\n"
                        "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:org\r\n"
                        "UID:urn:uuid:00000000-0000-4000-8000-000000000002\r\n"
                        "FN:Mill\\; Ltd\r\nORG:Mill\\; Ltd\r\n"
                        "ADR;TYPE=work;LABEL=\"12 High Street, Oakham\":;;12 High Street\\, Oakham;;;;\r\n"
                        "GEO:geo:52.012346\\,-0.501112\r\nEND:VCARD\r\n");
    arena_free(arena);
}

/* --- devices ---------------------------------------------------------------------------------------------------------- */

static void itn__splits_at_255_lines(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = fixture_plan(arena, 256);
    struct export_options options = export_options_default();
    struct read_stops stops = {.arena = arena};
    struct export_parts parts = fixture_parts(arena, &export_itn, plan, &options);
    assert_int_equal(parts.n, 2);
    assert_non_null(parts.split);
    for (size_t i = 0; i < 2; i++)
        read_itn(&stops, parts.items[i].bytes);
    assert_int_equal(stops.n, 256);
    plan->stops_n = 255;
    parts = fixture_parts(arena, &export_itn, plan, &options);
    assert_int_equal(parts.n, 1);
    assert_null(parts.split);
    assert_memory_equal(parts.items[0].bytes, "-50000|5200000|1 Oakham Bakery|2|\r\n", 35);
    arena_free(arena);
}

static void garmin_poi__has_longitude_first(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = fixture_plan(arena, 1);
    plan->stops[0].name = "The \"Mill\"";
    assert_string_equal(
        fixture_text(arena, &export_garmin_poi, plan, false, false),
        "-0.500000,52.000000,\"1 The \"\"Mill\"\"\",\"08:00-08:15; Boiler & oven; 12 High Street, Oakham\"\r\n");
    arena_free(arena);
}

static void csv__lets_no_formula_run(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = fixture_plan(arena, 1);
    plan->stops[0].name = "=HYPERLINK(\"http://evil\",\"x\")";
    plan->stops[0].title = "@SUM(A1)";
    plan->stops[0].address = "-1+1";
    assert_string_equal(fixture_text(arena, &export_csv, plan, false, false),
                        "date,number,arrive,leave,name,title,address,lat,lon\r\n"
                        "2026-11-24,1,08:00,08:15,\"'=HYPERLINK(\"\"http://evil\"\",\"\"x\"\")\",'@SUM(A1),'-1+1,"
                        "52.000000,-0.500000\r\n");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats__lose_no_stop_of_the_longest_day),
        cmocka_unit_test(kml__is_valid),
        cmocka_unit_test(kml__what_looks_like_a_tag_is_none),
        cmocka_unit_test(kml__draws_the_roads_only_when_asked),
        cmocka_unit_test(geojson__cuts_a_road_at_the_antimeridian),
        cmocka_unit_test(geojson__has_no_more_than_seven_decimals),
        cmocka_unit_test(lines__fold_between_characters),
        cmocka_unit_test(lines__escape_text_and_parameters),
        cmocka_unit_test(vcf__has_whom_to_ask_for_and_the_site_where_nobody_is_known),
        cmocka_unit_test(itn__splits_at_255_lines),
        cmocka_unit_test(garmin_poi__has_longitude_first),
        cmocka_unit_test(csv__lets_no_formula_run),
    };
    return cmocka_run_group_tests_name("export_formats", tests, fixture_zone, NULL);
}
