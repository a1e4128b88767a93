/* The day's plan as GPX and as links. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/export/export.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "planner/polyline.h"

#include <jansson.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char secret[] = "SECRET";

/* Names that try to get out of every format. */
static const char *const names[] = {
    "Oakham Bakery",        "</name><evil/>&amp;",   "Robert'); DROP TABLE site;--",  "\x1b[31mred\x07",
    "a\nb\r\nBEGIN:VEVENT", "geo (twice) | %7C ?&#", "Caf\xc3\xa9 \xe2\x80\xae/evil", ""};

static struct plan *plan_of(struct arena *arena, size_t n)
{
    struct plan *plan = arena_alloc(arena, sizeof *plan);
    *plan = (struct plan){.uuid = "u",
                          .day = civil_day(2026, 11, 24),
                          .engineer = "Me",
                          .made_utc = INT64_C(1795629600),
                          .home = {52.67, -0.73},
                          .home_s = 17 * 3600,
                          .stops = arena_array(arena, n + 1, sizeof *plan->stops),
                          .stops_n = n};
    for (size_t i = 0; i < n; i++)
        plan->stops[i] = (struct plan_stop){.kind = i % 2 == 0 ? PLAN_STOP_JOB : PLAN_STOP_VISIT,
                                            .site_id = (int64_t)i + 1,
                                            .name = names[i % (sizeof names / sizeof names[0])],
                                            .address = "12 High Street, Oakham",
                                            .title = "Boiler & oven",
                                            .at = {52.0 + 0.0123456 * (double)i, -0.5 - 0.0011117 * (double)i},
                                            .arrive_s = 8 * 3600 + (int32_t)i * 1200,
                                            .depart_s = 8 * 3600 + (int32_t)i * 1200 + 900,
                                            .why = secret,
                                            .contact = secret,
                                            .phone = secret,
                                            .drink = secret,
                                            .hours = secret};
    return plan;
}

static struct export_input collect(struct arena *arena, const struct plan *plan, const struct export_options *options)
{
    size_t left = 0;
    struct export_input input;
    struct error err = {0};
    assert_int_equal(export_collect(arena, plan, options, &input, &left, &err), STATUS_OK);
    return input;
}

static struct export_parts parts_as(struct arena *arena, const struct exporter *exporter, const struct plan *plan,
                                    const struct export_options *options)
{
    const struct export_input input = collect(arena, plan, options);
    struct export_parts parts = {.arena = arena};
    struct error err = {0};
    assert_int_equal(exporter->write(&input, &parts, &err), STATUS_OK);
    return parts;
}

/* The only part. */
static const char *export_as(struct arena *arena, const struct exporter *exporter, const struct plan *plan, bool all,
                             bool home)
{
    struct export_options options = export_options_default();
    options.which = all ? EXPORT_ALL : EXPORT_LEFT;
    options.with_home = home;
    const struct export_parts parts = parts_as(arena, exporter, plan, &options);
    assert_int_equal(parts.n, 1);
    assert_string_equal(parts.items[0].suffix, "");
    assert_int_equal(strlen(parts.items[0].bytes), parts.items[0].length);
    return parts.items[0].bytes;
}

static const char *track_as(struct arena *arena, const struct plan *plan, bool all, bool home)
{
    struct export_options options = export_options_default();
    options.which = all ? EXPORT_ALL : EXPORT_LEFT;
    options.with_home = home;
    options.track = true;
    const struct export_parts parts = parts_as(arena, &export_gpx, plan, &options);
    assert_int_equal(parts.n, 2);
    assert_string_equal(parts.items[1].suffix, "-track");
    assert_null(strstr(parts.items[0].bytes, "<trk>"));
    assert_null(strstr(parts.items[0].bytes, "OpenStreetMap"));
    assert_null(strstr(parts.items[1].bytes, "<wpt"));
    assert_null(strstr(parts.items[1].bytes, "<rte"));
    return parts.items[1].bytes;
}

static json_t *links_doc(struct arena *arena, const struct plan *plan, const struct export_options *options)
{
    const struct export_input input = collect(arena, plan, options);
    struct error err = {0};
    json_t *doc = NULL;
    assert_int_equal(export_links.json(&input, &doc, &err), STATUS_OK);
    return doc;
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

static void gpx__has_every_stop_as_waypoint_and_in_one_route(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = plan_of(arena, 25);
    const char *text = export_as(arena, &export_gpx, plan, false, false);
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
    struct plan *plan = plan_of(arena, 5);
    struct export_options options = export_options_default();
    options.track = true;
    const struct export_input input = collect(arena, plan, &options);
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
    struct plan *plan = plan_of(arena, 9);
    struct export_options options = export_options_default();
    options.with_home = true;
    json_t *doc = links_doc(arena, plan, &options);
    char *json = json_dumps(doc, 0);
    json_decref(doc);
    assert_null(strstr(json, secret));
    assert_null(strstr(export_as(arena, &export_gpx, plan, true, true), secret));
    assert_null(strstr(export_as(arena, &export_links, plan, true, true), secret));
    free(json);
    arena_free(arena);
}

/* No control character in any format, whatever the sites are called. */
static void exports__carry_hostile_names_safely(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = plan_of(arena, 16);
    const char *texts[] = {export_as(arena, &export_gpx, plan, true, true),
                           export_as(arena, &export_links, plan, true, true)};
    for (size_t i = 0; i < 2; i++)
        for (const char *p = texts[i]; *p != '\0'; p++)
            assert_true((unsigned char)*p >= 0x20 || *p == '\n');
    assert_null(strstr(texts[0], "<evil/>"));
    assert_null(strstr(texts[1], "\nBEGIN:VEVENT"));
    assert_null(strstr(texts[1], "\xe2\x80\xae"));
    arena_free(arena);
}

static void gpx__keeps_longitude_below_180_and_texts_short(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = plan_of(arena, 3);
    char *title = arena_alloc(arena, 12001);
    for (size_t i = 0; i < 6000; i++)
        memcpy(title + 2 * i, "\xc3\xa9", 2);
    plan->stops[0].at = (struct point){-0.0000001, 180};
    plan->stops[1].at = (struct point){1e-7, -180};
    plan->stops[2].title = title;
    const char *text = export_as(arena, &export_gpx, plan, false, false);
    assert_non_null(strstr(text, "<wpt lat=\"0.000000\" lon=\"-180.000000\">"));
    assert_null(strstr(text, "lon=\"180"));
    assert_null(strstr(text, "e-07"));
    const char *desc = strstr(strstr(text, "3 Robert"), "<desc>");
    assert_true(strstr(desc, "</desc>") - desc <= 5000 + 6);
    arena_free(arena);
}

/* Validation by xmllint against GPX 1.1 and Garmin's extensions, where both are there. */
static void gpx__is_valid(void **state)
{
    (void)state;
    const char *shared = getenv("ROUNDS_SHARED");
    struct arena *arena = arena_new();
    const char *schema = arena_printf(arena, "%s/data/schemas/gpx-plus.xsd", shared == NULL ? "../shared" : shared);
    if (access(schema, R_OK) != 0 || system("xmllint --version >/dev/null 2>&1") != 0) {
        print_message("SKIP: xmllint or %s is missing\n", schema);
        arena_free(arena);
        skip();
    }
    for (size_t n = 1; n <= 25; n += 8) {
        struct plan *plan = plan_of(arena, n);
        plan->stops[0].at.lon_deg = 180;
        for (size_t i = 0; i < n; i++)
            plan->stops[i].way = way_of(arena, i);
        const char *text =
            n == 9 ? track_as(arena, plan, false, true) : export_as(arena, &export_gpx, plan, false, n > 8 && n < 25);
        char path[] = "/tmp/rounds-gpx-XXXXXX";
        const int file = mkstemp(path);
        assert_true(file >= 0);
        assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
        close(file);
        assert_int_equal(
            system(arena_printf(arena, "xmllint --noout --nonet --schema '%s' %s >/dev/null 2>&1", schema, path)), 0);
        unlink(path);
    }
    arena_free(arena);
}

/* --- links ----------------------------------------------------------------------------------------------------------------- */

/* The next coordinates "lat,lon" of URL at or after *P; false at its end. */
static bool take_point(struct arena *arena, const char **p, struct point *at)
{
    const char *start = strpbrk(*p, "0123456789-");
    if (start == NULL)
        return false;
    const size_t lat = strspn(start, "0123456789.-");
    if (start[lat] != ',')
        return false;
    const size_t lon = strspn(start + lat + 1, "0123456789.-");
    assert_true(num_parse_double(arena_strndup(arena, start, lat), false, -90, 90, &at->lat_deg));
    assert_true(num_parse_double(arena_strndup(arena, start + lat + 1, lon), false, -180, 180, &at->lon_deg));
    *p = start + lat + 1 + lon;
    return true;
}

static bool same(struct point a, struct point b)
{
    return fabs(a.lat_deg - b.lat_deg) < 5.1e-6 && fabs(a.lon_deg - b.lon_deg) < 5.1e-6;
}

/* All stops of one link: waypoints in their order, then the destination, which stands first in the text. */
static size_t check_link(struct arena *arena, const char *url, const struct plan *plan, size_t from, size_t most)
{
    struct point destination, at;
    const char *p = strstr(url, "destination=");
    assert_non_null(p);
    p += strlen("destination=");
    assert_true(take_point(arena, &p, &destination));
    size_t n = 0;
    for (const char *end = strstr(url, "mode=driving"); p < end; n++) {
        const char *next = strstr(p, n == 0 ? "waypoint" : strstr(url, "%7C") != NULL ? "%7C" : "waypoint=");
        if (next == NULL)
            break;
        p = strncmp(next, "%7C", 3) == 0 ? next + 3 : strchr(next, '=') + 1;
        assert_true(take_point(arena, &p, &at));
        assert_true(same(at, plan->stops[from + n].at));
    }
    assert_true(n < most);
    assert_true(same(destination, plan->stops[from + n].at));
    return n + 1;
}

static void check_app(struct arena *arena, const json_t *links, const struct plan *plan, size_t most)
{
    size_t seen = 0;
    size_t i = 0;
    json_t *link = NULL;
    json_array_foreach(links, i, link)
    {
        const char *url = json_string_value(json_object_get(link, "url"));
        assert_true(strlen(url) < 2048);
        assert_int_equal(json_integer_value(json_object_get(link, "part")), i + 1);
        assert_int_equal(json_integer_value(json_object_get(link, "of")), json_array_size(links));
        seen += check_link(arena, url, plan, seen, most);
    }
    assert_int_equal(seen, plan->stops_n);
}

static void links__lose_no_stop(void **state)
{
    (void)state;
    for (size_t n = 1; n <= 25; n++) {
        struct arena *arena = arena_new();
        struct plan *plan = plan_of(arena, n);
        struct export_options options = export_options_default();
        json_t *doc = links_doc(arena, plan, &options);
        json_t *apps = json_object_get(doc, "apps");
        check_app(arena, json_object_get(apps, "google"), plan, 4);
        check_app(arena, json_object_get(apps, "apple"), plan, 15);
        json_t *geo = json_object_get(apps, "geo");
        assert_int_equal(json_array_size(geo), n);
        for (size_t i = 0; i < n; i++) {
            struct point at;
            const char *url = json_string_value(json_object_get(json_array_get(geo, i), "url"));
            assert_memory_equal(url, "geo:", 4);
            assert_true(take_point(arena, &url, &at));
            assert_true(same(at, plan->stops[i].at));
        }
        json_decref(doc);
        arena_free(arena);
    }
}

static void links__are_numbered_in_parts(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = plan_of(arena, 11);
    const char *text = export_as(arena, &export_links, plan, false, false);
    assert_non_null(strstr(text, "Tue 24 Nov 2026\n"));
    assert_non_null(strstr(text, "stops 1-4 of 11, link 1 of 3\nhttps://www.google.com/maps/dir/?api=1&destination="));
    assert_non_null(strstr(text, "stops 5-8 of 11, link 2 of 3\n"));
    assert_non_null(strstr(text, "stops 9-11 of 11, link 3 of 3\n"));
    assert_non_null(strstr(text, "stops 1-11 of 11, link 1 of 1\nhttps://maps.apple.com/directions?destination="));
    assert_non_null(
        strstr(text, "\n1. 08:00 Oakham Bakery\ngeo:52.00000,-0.50000?q=52.00000,-0.50000(Oakham%20Bakery)\n"));
    arena_free(arena);
}

static void exports__leave_out_what_is_done(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = plan_of(arena, 5);
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
    assert_non_null(
        strstr(export_as(arena, &export_links, plan, false, true), "stops 3-4 of 4 and home, link 1 of 1\n"));
    options = export_options_default();
    options.which = EXPORT_ALL;
    assert_int_equal(export_collect(arena, plan, &options, &input, &left, &err), STATUS_OK);
    assert_int_equal(input.n, 4);
    arena_free(arena);
}

/* A lunch with a place lies between its neighbours. */
static void exports__take_the_numbers_that_were_asked_for(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = plan_of(arena, 6);
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
    struct plan *plan = plan_of(arena, 1);
    plan->day = civil_day(2027, 3, 28);
    plan->stops[0].arrive_s = 11 * 3600;
    plan->stops[0].depart_s = 12 * 3600;
    const char *text = export_as(arena, &export_gpx, plan, false, false);
    assert_non_null(strstr(text, "<time>2027-03-28T11:00:00Z</time>"));
    assert_non_null(strstr(text, "<desc>12:00-13:00;"));
    arena_free(arena);
}

static int zone(void **state)
{
    (void)state;
    return civil_zone_set("Europe/London") ? 0 : 1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gpx__has_every_stop_as_waypoint_and_in_one_route),
        cmocka_unit_test(gpx__draws_the_roads_between_the_stops_that_are_in_it_and_no_others),
        cmocka_unit_test(exports__let_no_secret_out),
        cmocka_unit_test(exports__carry_hostile_names_safely),
        cmocka_unit_test(gpx__keeps_longitude_below_180_and_texts_short),
        cmocka_unit_test(gpx__is_valid),
        cmocka_unit_test(links__lose_no_stop),
        cmocka_unit_test(links__are_numbered_in_parts),
        cmocka_unit_test(exports__leave_out_what_is_done),
        cmocka_unit_test(exports__take_the_numbers_that_were_asked_for),
        cmocka_unit_test(exports__know_the_day_of_23_hours),
    };
    return cmocka_run_group_tests_name("export", tests, zone, NULL);
}
