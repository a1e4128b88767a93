/* What is exported of a plan, and GPX. */
#include "tests/cli/export_fixture.h"

#include "geo/base/num.h"
#include "planner/polyline.h"

#include <jansson.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *track_as(struct arena *arena, const struct plan *plan, bool all, bool home)
{
    struct export_options options = export_options_default();
    options.which = all ? EXPORT_ALL : EXPORT_LEFT;
    options.with_home = home;
    options.track = true;
    const struct export_parts parts = fixture_parts(arena, &export_gpx, plan, &options);
    assert_int_equal(parts.n, 2);
    assert_string_equal(parts.items[1].suffix, "-track");
    assert_null(strstr(parts.items[0].bytes, "<trk>"));
    assert_null(strstr(parts.items[0].bytes, "OpenStreetMap"));
    assert_null(strstr(parts.items[1].bytes, "<wpt"));
    assert_null(strstr(parts.items[1].bytes, "<rte"));
    return parts.items[1].bytes;
}

/* --- GPX ------------------------------------------------------------------------------------------------------------------ */

static bool is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static double degrees(xmlNode *node, const char *name)
{
    xmlChar *text = xmlGetProp(node, (const xmlChar *)name);
    double value = (double)NAN;
    assert_non_null(text);
    assert_true(num_parse_double((const char *)text, false, -180, 180, &value));
    xmlFree(text);
    return value;
}

/* The points called NAME under PARENT lie where the plan's stops lie, in order. */
static void check_points(xmlNode *parent, const char *name, const struct plan *plan)
{
    size_t i = 0;
    for (xmlNode *node = parent->children; node != NULL; node = node->next) {
        if (!is(node, name))
            continue;
        assert_true(i < plan->stops_n);
        assert_true(fabs(degrees(node, "lat") - plan->stops[i].at.lat_deg) < 1e-6);
        assert_true(fabs(degrees(node, "lon") - plan->stops[i].at.lon_deg) < 1e-6);
        i++;
    }
    assert_int_equal(i, plan->stops_n);
}

static size_t count(const char *text, const char *part)
{
    size_t n = 0;
    for (const char *p = strstr(text, part); p != NULL; p = strstr(p + 1, part))
        n++;
    return n;
}

static void gpx__has_every_stop_as_waypoint_and_in_one_route(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = fixture_plan(arena, 25);
    const char *text = fixture_text(arena, &export_gpx, plan, false, false);
    xmlDoc *doc = xmlReadMemory(text, (int)strlen(text), "plan.gpx", NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    xmlNode *root = xmlDocGetRootElement(doc);
    check_points(root, "wpt", plan);
    size_t routes = 0;
    for (xmlNode *node = root->children; node != NULL; node = node->next)
        if (is(node, "rte")) {
            routes++;
            check_points(node, "rtept", plan);
        }
    assert_int_equal(routes, 1);
    assert_non_null(strstr(text, "<time>2026-11-24T08:00:00Z</time>"));
    assert_non_null(strstr(text, "<trp:StopDuration>PT15M</trp:StopDuration>"));
    assert_non_null(strstr(text, "<desc>08:00-08:15; Boiler &amp; oven; 12 High Street, Oakham</desc>"));
    assert_int_equal(count(text, "<trp:ArrivalTime>"), 24);   /* not at the first */
    assert_int_equal(count(text, "<trp:DepartureTime>"), 24); /* not from the last */
    xmlFreeDoc(doc);
    arena_free(arena);
}

/* A way of its own for each leg, which no other place of the plan lies on. */
static const char *way_of(struct arena *arena, size_t leg)
{
    const struct point line[] = {{60 + (double)leg, 10.5}, {60.25 + (double)leg, 10.75}, {60.5 + (double)leg, 11}};
    return polyline_encode(arena, line, 3);
}

/* The legs whose ways are in TEXT, as bits; each in a segment of three points. */
static unsigned legs_in(const char *text)
{
    xmlDoc *doc = xmlReadMemory(text, (int)strlen(text), "plan.gpx", NULL, XML_PARSE_NONET);
    unsigned legs = 0;
    assert_non_null(doc);
    for (xmlNode *track = xmlDocGetRootElement(doc)->children; track != NULL; track = track->next)
        for (xmlNode *part = is(track, "trk") ? track->children : NULL; part != NULL; part = part->next) {
            if (!is(part, "trkseg"))
                continue;
            int n = 0;
            double first = 0;
            for (xmlNode *point = part->children; point != NULL; point = point->next)
                if (is(point, "trkpt")) {
                    first = n == 0 ? degrees(point, "lat") : first;
                    assert_true(fabs(degrees(point, "lat") - first - 0.25 * n) < 1e-9);
                    n++;
                }
            assert_int_equal(n, 3);
            legs |= 1U << (unsigned)lround(first - 60);
        }
    xmlFreeDoc(doc);
    return legs;
}

static void gpx__draws_the_roads_between_the_stops_that_are_in_it_and_no_others(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = fixture_plan(arena, 5);
    struct export_options options = export_options_default();
    options.track = true;
    const struct export_input input = fixture_input(arena, plan, &options);
    struct export_parts parts = {.arena = arena};
    struct error err = {0};
    assert_int_equal(export_gpx.write(&input, &parts, &err), STATUS_INPUT); /* nothing is known of the roads */
    assert_non_null(strstr(err.text, "rounds roads import"));
    for (size_t i = 0; i < 5; i++)
        plan->stops[i].way = way_of(arena, i);
    plan->home_way = way_of(arena, 5);
    const char *text = track_as(arena, plan, false, false);
    assert_int_equal(legs_in(text), 0x1e); /* not the one from home, not the one to it */
    assert_non_null(strstr(text, "<copyright author=\"OpenStreetMap contributors\">"));
    assert_int_equal(legs_in(track_as(arena, plan, false, true)), 0x3f);
    plan->stops[0].state = PLAN_STOP_DONE; /* the leg from there would tell where it is */
    assert_int_equal(legs_in(track_as(arena, plan, false, false)), 0x1c);
    plan->stops[2].state = PLAN_STOP_SKIPPED;
    assert_int_equal(legs_in(track_as(arena, plan, false, true)), 0x30);
    assert_int_equal(legs_in(track_as(arena, plan, true, false)), 0x1e);
    plan->stops[0].state = plan->stops[2].state = PLAN_STOP_PLANNED;
    plan->stops[3].kind = PLAN_STOP_BREAK; /* in the middle of the leg from 2 to 4 */
    plan->stops[3].way = "";
    plan->stops[3].site_id = 0;
    assert_int_equal(legs_in(track_as(arena, plan, false, false)), 0x16);
    plan->stops[1].way = "\x01 no line"; /* from a plan that somebody wrote by hand */
    assert_int_equal(legs_in(track_as(arena, plan, false, false)), 0x14);
    arena_free(arena);
}

static void exports__let_no_secret_out(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = fixture_plan(arena, 4);
    size_t n = 0;
    const struct exporter *const *list = export_list(&n);
    struct export_options options = export_options_default();
    options.with_home = true;
    for (size_t i = 0; i < n; i++) {
        if ((list[i]->needs & (EXPORT_NEEDS_CONTACTS | EXPORT_BINARY)) != 0)
            continue; /* of no use without people; no text to look through */
        const struct export_parts parts = fixture_parts(arena, list[i], plan, &options);
        for (size_t k = 0; k < parts.n; k++)
            if (memmem(parts.items[k].bytes, parts.items[k].length, fixture_secret, strlen(fixture_secret)) != NULL)
                fail_msg("%s lets the secret out", list[i]->name);
    }
    const struct export_input input = fixture_input(arena, plan, &options);
    struct error err = {0};
    json_t *doc = NULL;
    assert_int_equal(export_links.json(&input, &doc, &err), STATUS_OK);
    char *json = json_dumps(doc, 0);
    json_decref(doc);
    assert_null(strstr(json, fixture_secret));
    free(json);
    arena_free(arena);
}

static void gpx__keeps_longitude_below_180_and_texts_short(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = fixture_plan(arena, 3);
    char *title = arena_alloc(arena, 12001);
    for (size_t i = 0; i < 6000; i++)
        memcpy(title + 2 * i, "\xc3\xa9", 2);
    plan->stops[0].at = (struct point){-0.0000001, 180};
    plan->stops[1].at = (struct point){1e-7, -180};
    plan->stops[2].title = title;
    const char *text = fixture_text(arena, &export_gpx, plan, false, false);
    assert_non_null(strstr(text, "<wpt lat=\"0.000000\" lon=\"-180.000000\">"));
    assert_null(strstr(text, "lon=\"180"));
    assert_null(strstr(text, "e-07"));
    const char *desc = strstr(strstr(text, "3 Robert"), "<desc>");
    assert_true(strstr(desc, "</desc>") - desc <= 5000 + 6);
    arena_free(arena);
}

/* By xmllint, against GPX 1.1 and Garmin's extensions. */
static void gpx__is_valid(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = fixture_plan(arena, 25);
    plan->stops[0].at.lon_deg = 180;
    plan->stops[1].name = "\xef\xbf\xbe not of XML \xef\xbf\xbf";
    for (size_t i = 0; i < 25; i++)
        plan->stops[i].way = way_of(arena, i);
    assert_true(fixture_valid_xml(arena, fixture_text(arena, &export_gpx, plan, false, false), "gpx-plus.xsd"));
    assert_true(fixture_valid_xml(arena, track_as(arena, plan, false, false), "gpx-plus.xsd"));
    assert_false(fixture_valid_xml(arena, "<gpx xmlns=\"http://www.topografix.com/GPX/1/1\"/>", "gpx-plus.xsd"));
    arena_free(arena);
}

static void gpx__splits_what_a_device_cannot_take(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = fixture_plan(arena, 26);
    struct export_options options = export_options_default();
    struct export_parts parts = fixture_parts(arena, &export_gpx, plan, &options);
    assert_int_equal(parts.n, 2);
    assert_string_equal(parts.split, "a route of the device has at most 25 points (export.points)");
    assert_string_equal(parts.items[0].suffix, "-1");
    assert_string_equal(parts.items[1].suffix, "-2");
    assert_string_equal(parts.items[0].title, "stops 1-13 of 26");
    assert_string_equal(parts.items[1].title, "stops 14-26 of 26");
    assert_non_null(strstr(parts.items[1].bytes, "<name>Tue 24 Nov 2026, stops 14-26 of 26</name>"));
    options.points = 26;
    assert_int_equal(fixture_parts(arena, &export_gpx, plan, &options).n, 1);
    arena_free(arena);
}

static void exports__leave_out_what_is_done(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = fixture_plan(arena, 5);
    struct export_options options = export_options_default();
    struct error err = {0};
    plan->stops[0].state = PLAN_STOP_DONE;
    plan->stops[1].state = PLAN_STOP_SKIPPED;
    plan->stops[2].kind = PLAN_STOP_BREAK;
    plan->stops[2].site_id = 0;
    size_t left = 0;
    struct export_input input;
    options.with_home = true;
    assert_int_equal(export_collect(arena, plan, &options, &input, &left, &err), STATUS_OK);
    assert_int_equal(left, 2);
    assert_int_equal(input.n, 3);
    assert_int_equal(input.stops[0].number, 3);
    assert_int_equal(input.last_number, 4);
    assert_null(input.stops[2].stop);
    options = export_options_default();
    options.which = EXPORT_ALL;
    assert_int_equal(export_collect(arena, plan, &options, &input, &left, &err), STATUS_OK);
    assert_int_equal(input.n, 4);
    arena_free(arena);
}

/* That a parcel is left or collected may be known, and not which. */
static void exports__say_what_a_stop_is_for(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = fixture_plan(arena, 4);
    struct plan_parcel parcels[3] = {{.direction = PARCEL_OUT}, {.direction = PARCEL_OUT}, {.direction = PARCEL_IN}};
    for (size_t i = 0; i < 3; i++)
        parcels[i].what = parcels[i].carrier = parcels[i].text = fixture_secret;
    plan->stops[0].parcels = &parcels[2];
    plan->stops[0].parcels_n = 1;
    plan->stops[1] = (struct plan_stop){.kind = PLAN_STOP_PARCEL,
                                        .site_id = 9,
                                        .name = "Locker",
                                        .title = "",
                                        .address = "",
                                        .parcels = parcels,
                                        .parcels_n = 3,
                                        .why = ""};
    plan->stops[2].kind = PLAN_STOP_REST;
    plan->stops[2].title = "";
    plan->stops[3].kind = PLAN_STOP_BREAK;
    plan->stops[3].title = "Lunch";
    const char *text = fixture_text(arena, &export_csv, plan, false, false);
    assert_non_null(strstr(text, ",\"Boiler & oven; collect a parcel\","));
    assert_non_null(strstr(text, ",Locker,\"leave 2 parcels, collect a parcel\","));
    assert_non_null(strstr(text, ",rest stop,"));
    assert_non_null(strstr(text, ",,09:00,09:15,"));
    assert_non_null(strstr(text, ",Lunch,"));
    assert_null(strstr(text, fixture_secret));
    arena_free(arena);
}

/* A lunch with a place lies between its neighbours. */
static void exports__take_the_numbers_that_were_asked_for(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = fixture_plan(arena, 6);
    struct export_options options = export_options_default();
    struct export_input input;
    struct error err = {0};
    size_t left = 0;
    plan->stops[2].kind = PLAN_STOP_BREAK;
    plan->stops[1].state = PLAN_STOP_DONE;
    static const struct {
        const char *text;
        size_t n;
        int first;
    } cases[] = {{"2-3", 3, 2}, {"2", 1, 2}, {"3", 1, 3}, {"1-5", 6, 1}, {"all", 6, 1}, {"left", 5, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(export_parse_stops(cases[i].text, &options));
        assert_int_equal(export_collect(arena, plan, &options, &input, &left, &err), STATUS_OK);
        assert_int_equal(input.n, cases[i].n);
        assert_int_equal(input.stops[0].number, cases[i].first);
        assert_int_equal(left, i == 5 ? 1 : 0);
    }
    assert_true(export_parse_stops("3-6", &options));
    assert_int_equal(export_collect(arena, plan, &options, &input, &left, &err), STATUS_INPUT);
    assert_string_equal(err.text, "--stops 3-6: the plan has 5 stops");
    static const char *const wrong[] = {"", "0", "-3", "3-", "4-3", "a", "1-2-3", " 1", "All", "99999999999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(export_parse_stops(wrong[i], &options));
    arena_free(arena);
}

/* Elapsed seconds, not wall clock: on the day that the clocks go forward 12:00 is eleven hours after midnight. */
static void exports__know_the_day_of_23_hours(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = fixture_plan(arena, 1);
    plan->day = civil_day(2027, 3, 28);
    plan->stops[0].arrive_s = 11 * 3600;
    plan->stops[0].depart_s = 12 * 3600;
    const char *text = fixture_text(arena, &export_gpx, plan, false, false);
    assert_non_null(strstr(text, "<time>2027-03-28T11:00:00Z</time>"));
    assert_non_null(strstr(text, "<desc>12:00-13:00;"));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gpx__has_every_stop_as_waypoint_and_in_one_route),
        cmocka_unit_test(gpx__draws_the_roads_between_the_stops_that_are_in_it_and_no_others),
        cmocka_unit_test(exports__let_no_secret_out),
        cmocka_unit_test(gpx__keeps_longitude_below_180_and_texts_short),
        cmocka_unit_test(gpx__is_valid),
        cmocka_unit_test(gpx__splits_what_a_device_cannot_take),
        cmocka_unit_test(exports__leave_out_what_is_done),
        cmocka_unit_test(exports__say_what_a_stop_is_for),
        cmocka_unit_test(exports__take_the_numbers_that_were_asked_for),
        cmocka_unit_test(exports__know_the_day_of_23_hours),
    };
    return cmocka_run_group_tests_name("export", tests, fixture_zone, NULL);
}
