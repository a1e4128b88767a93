/* The day as links: what an application takes, and that nothing is lost to it. */
#include "tests/cli/export_fixture.h"

#include "cli/cmd.h"
#include "cli/export/links.h"
#include "tests/cli/export_read.h"

#include <jansson.h>
#include <string.h>

static size_t links_of(struct arena *arena, const struct plan *plan, const char *key, int per_link,
                       struct export_link **links)
{
    struct export_options options = export_options_default();
    struct error err = {0};
    const char *split = NULL;
    size_t n = 0;
    options.per_link = per_link;
    const struct export_input input = fixture_input(arena, plan, &options);
    assert_int_equal(export_links_make(&input, map_app_find(key), links, &n, &split, &err), STATUS_OK);
    return n;
}

/* Twenty-five stops are a long day. */
static void links__lose_no_stop_of_the_longest_day(void **state)
{
    (void)state;
    static const struct {
        const char *key;
        int per_link;
        size_t links;
    } cases[] = {{"google", 3, 7},     {"google", 9, 3},      {"apple", 3, 2},    {"apple-leg", 3, 25},
                 {"here", 3, 1},       {"waze", 3, 25},       {"organic", 9, 25}, {"osmand", 3, 25},
                 {"sygic", 3, 25},     {"magicearth", 3, 25}, {"tomtom", 3, 25},  {"geo", 3, 25},
                 {"organic-day", 3, 1}};
    struct arena *arena = arena_new();
    struct plan *plan = fixture_plan(arena, 25);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct export_link *links = NULL;
        struct read_stops stops = {.arena = arena};
        const size_t n = links_of(arena, plan, cases[i].key, cases[i].per_link, &links);
        assert_int_equal(n, cases[i].links);
        for (size_t k = 0; k < n; k++) {
            assert_true(strlen(links[k].url) < 2048);
            read_url(&stops, cases[i].key, links[k].url);
        }
        assert_int_equal(stops.n, 25);
    }
    arena_free(arena);
}

static void links__know_every_application_of_the_table_by_its_key(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    size_t n = 0;
    const struct map_app *apps = map_apps(&n);
    assert_true(n >= 10);
    for (size_t i = 0; i < n; i++) {
        assert_ptr_equal(map_app_find(apps[i].key), &apps[i]);
        assert_non_null(strstr(command_export.help, arena_printf(arena, " %s,", apps[i].key)));
    }
    arena_free(arena);
    assert_null(map_app_find("all"));
    assert_null(map_app_find(""));
}

static void links__are_numbered_in_parts(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = fixture_plan(arena, 11);
    struct export_options options = export_options_default();
    const struct export_parts parts = fixture_parts(arena, &export_links, plan, &options);
    const char *text = parts.items[0].bytes;
    assert_int_equal(parts.n, 1);
    assert_string_equal(parts.split, "Google Maps takes 4 stops in a link");
    assert_non_null(strstr(text, "Tue 24 Nov 2026\n"));
    assert_non_null(strstr(text, "stops 1-4 of 11, link 1 of 3\nhttps://www.google.com/maps/dir/?api=1&destination="));
    assert_non_null(strstr(text, "stops 5-8 of 11, link 2 of 3\n"));
    assert_non_null(strstr(text, "stops 9-11 of 11, link 3 of 3\n"));
    assert_non_null(strstr(text, "stops 1-11 of 11, link 1 of 1\nhttps://maps.apple.com/directions?destination="));
    assert_non_null(
        strstr(text, "\n1. 08:00 Oakham Bakery\ngeo:52.00000,-0.50000?q=52.00000,-0.50000(Oakham%20Bakery)\n"));
    options.with_home = true;
    options.which = EXPORT_RANGE;
    options.first = 10;
    options.last = 11;
    options.app = "google";
    assert_non_null(strstr(fixture_parts(arena, &export_links, plan, &options).items[0].bytes,
                           "stops 10-11 of 11 and home, link 1 of 1\n"));
    arena_free(arena);
}

/* Four stops fit into a code of squares that a terminal can show (version 8, level L: 192 bytes). */
static void links__of_four_stops_stay_short(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = fixture_plan(arena, 4);
    struct export_link *links = NULL;
    for (size_t i = 0; i < 4; i++)
        plan->stops[i].at = (struct point){-52.123456, -179.123456};
    assert_int_equal(links_of(arena, plan, "google", 3, &links), 1);
    assert_true(strlen(links[0].url) <= 192);
    arena_free(arena);
}

static void links__of_an_unknown_application_say_which_there_are(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct export_options options = export_options_default();
    struct export_parts parts = {.arena = arena};
    struct error err = {0};
    options.app = "bing";
    const struct export_input input = fixture_input(arena, fixture_plan(arena, 1), &options);
    assert_int_equal(export_links.write(&input, &parts, &err), STATUS_INPUT);
    assert_non_null(strstr(err.text, "there are google, apple,"));
    assert_int_equal(parts.n, 0);
    arena_free(arena);
}

static void links__as_json_have_the_same_addresses(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *plan = fixture_plan(arena, 9);
    struct export_options options = export_options_default();
    struct export_link *links = NULL;
    struct error err = {0};
    json_t *doc = NULL;
    const struct export_input input = fixture_input(arena, plan, &options);
    assert_int_equal(export_links.json(&input, &doc, &err), STATUS_OK);
    const json_t *google = json_object_get(json_object_get(doc, "apps"), "google");
    const size_t n = links_of(arena, plan, "google", 3, &links);
    assert_int_equal(json_array_size(google), n);
    for (size_t i = 0; i < n; i++)
        assert_string_equal(json_string_value(json_object_get(json_array_get(google, i), "url")), links[i].url);
    assert_string_equal(json_string_value(json_object_get(doc, "split")), "Google Maps takes 4 stops in a link");
    assert_int_equal(json_array_size(json_object_get(doc, "stops")), 9);
    json_decref(doc);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links__lose_no_stop_of_the_longest_day),
        cmocka_unit_test(links__know_every_application_of_the_table_by_its_key),
        cmocka_unit_test(links__are_numbered_in_parts),
        cmocka_unit_test(links__of_four_stops_stay_short),
        cmocka_unit_test(links__of_an_unknown_application_say_which_there_are),
        cmocka_unit_test(links__as_json_have_the_same_addresses),
    };
    return cmocka_run_group_tests_name("export_links", tests, fixture_zone, NULL);
}
