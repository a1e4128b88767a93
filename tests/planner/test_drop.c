#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "planner/drop.h"

#include <string.h>

enum { TUESDAY = 20781 /* 2026-11-24 */, SUNDAY = TUESDAY + 5 };

static struct drop_point point_of(const char *name, struct collection *list, size_t n)
{
    struct drop_point point = {.site = site_empty(), .collections = list, .collections_n = n};
    point.site.name = name;
    return point;
}

static int64_t at(int32_t day, const char *time)
{
    int32_t wall_s = 0;
    int64_t utc = 0;
    assert_true(civil_parse_time(time, &wall_s));
    (void)civil_utc(day, wall_s, &utc);
    return utc;
}

static struct drop_day day_of(const struct drop_point *point, const char *carrier, int32_t day, const char *hours)
{
    struct arena *arena = arena_new();
    struct open_span any = {0, DAY_SECONDS};
    struct open_book *book = open_book_new(arena, day, any, any, NULL);
    struct drop_day got = drop_on(point, carrier, day, false, open_on(book, hours));
    arena_free(arena);
    return got;
}

/* --- who collects --------------------------------------------------------------------------------------------------- */

static const struct {
    const char *site, *tags, *first, *second; /* names of collections; NULL: no such collection */
    const char *asked;
    enum drop_carrier answer;
} takers[] = {
    {"Garage", "", "DPD", NULL, "", DROP_CARRIER_SURE},
    {"Garage", "", "DPD", NULL, "dpd", DROP_CARRIER_SURE},
    {"Garage", "", "DPD", "Evri", "Evri", DROP_CARRIER_SURE},
    {"Garage", "", "Royal Mail Group", NULL, "Royal Mail", DROP_CARRIER_SURE},
    {"Garage", "", "UPS", NULL, "UPS Standard", DROP_CARRIER_SURE},
    {"Garage", "", "DPD", NULL, "Evri", DROP_CARRIER_OTHER},
    {"Garage", "", "Groups", NULL, "UPS", DROP_CARRIER_OTHER},
    {"Garage", "", "", NULL, "Evri", DROP_CARRIER_MAYBE},
    {"Evri locker", "", "", NULL, "Evri", DROP_CARRIER_SURE},
    {"Garage", "", NULL, NULL, "Evri", DROP_CARRIER_MAYBE},
    {"DHL Packstation 12", "", NULL, NULL, "DHL", DROP_CARRIER_SURE},
    {"Locker", "dhl red", NULL, NULL, "DHL", DROP_CARRIER_SURE},
    {"Upstairs Cafe", "", NULL, NULL, "UPS", DROP_CARRIER_MAYBE},
    {"Garage", "", NULL, NULL, "", DROP_CARRIER_SURE},
};

static void takes__whoever_collects_there(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof takers / sizeof takers[0]; i++) {
        struct collection list[2] = {{.carrier = takers[i].first, .weekdays = 31, .cutoff_s = 58500},
                                     {.carrier = takers[i].second, .weekdays = 31, .cutoff_s = 58500}};
        size_t n = (takers[i].first != NULL ? 1U : 0U) + (takers[i].second != NULL ? 1U : 0U);
        struct drop_point point = point_of(takers[i].site, list, n);
        point.site.tags = takers[i].tags;
        enum drop_carrier got = drop_takes(&point, takers[i].asked);
        if (got != takers[i].answer) {
            fail_msg("row %zu, %s asked at %s: %d", i, takers[i].asked, takers[i].site, (int)got);
        }
    }
}

/* --- when ------------------------------------------------------------------------------------------------------------- */

static void day__ends_with_the_last_collection_of_the_carrier(void **state)
{
    (void)state;
    struct collection list[] = {{.carrier = "DPD", .weekdays = 31, .cutoff_s = 12 * 3600},
                                {.carrier = "DPD", .weekdays = 31, .cutoff_s = 16 * 3600},
                                {.carrier = "Evri", .weekdays = 63, .cutoff_s = 17 * 3600}};
    struct drop_point point = point_of("Garage", list, 3);
    struct drop_day got = day_of(&point, "DPD", TUESDAY, "");
    assert_int_equal(got.basis, DROP_BY_COLLECTION);
    assert_false(got.hours_known);
    assert_int_equal(got.cutoff_utc, at(TUESDAY, "16:00"));
    assert_string_equal(got.carrier, "DPD");
    assert_int_equal(got.n, 1);
    assert_int_equal(got.spans[0].from_utc, at(TUESDAY, "00:00"));
    assert_int_equal(got.spans[0].to_utc, at(TUESDAY, "16:00"));
    assert_int_equal(day_of(&point, "", TUESDAY, "").cutoff_utc, at(TUESDAY, "17:00"));
    assert_int_equal(day_of(&point, "DPD", TUESDAY + 4, "").n, 0); /* Saturday */
    assert_int_equal(day_of(&point, "Evri", TUESDAY + 4, "").n, 1);
}

static void day__that_is_a_public_holiday_has_no_collection(void **state)
{
    (void)state;
    struct collection list[] = {{.carrier = "DPD", .weekdays = 127, .cutoff_s = 16 * 3600}};
    struct drop_point point = point_of("Garage", list, 1);
    struct arena *arena = arena_new();
    struct open_span any = {0, DAY_SECONDS};
    const struct open_day *hours = open_on(open_book_new(arena, TUESDAY, any, any, NULL), "24/7");
    assert_int_equal(drop_on(&point, "DPD", TUESDAY, false, hours).n, 1);
    assert_int_equal(drop_on(&point, "DPD", TUESDAY, true, hours).n, 0);
    arena_free(arena);
}

static void day__is_within_opening_hours(void **state)
{
    (void)state;
    struct collection list[] = {{.carrier = "DPD", .weekdays = 31, .cutoff_s = 16 * 3600}};
    struct drop_point point = point_of("Garage", list, 1);
    struct drop_day got = day_of(&point, "DPD", TUESDAY, "Mo-Fr 09:00-12:00,13:00-17:00");
    assert_int_equal(got.n, 2);
    assert_int_equal(got.spans[0].to_utc, at(TUESDAY, "12:00"));
    assert_int_equal(got.spans[1].from_utc, at(TUESDAY, "13:00"));
    assert_int_equal(got.spans[1].to_utc, at(TUESDAY, "16:00"));
    got = day_of(&point, "DPD", TUESDAY, "Mo-Fr 16:30-20:00"); /* opens after the courier has been */
    assert_int_equal(got.n, 0);
    got = day_of(&point, "DPD", TUESDAY, "We 09:00-17:00");
    assert_int_equal(got.n, 0);
    assert_true(got.shut);
}

static void day__without_collections_is_what_the_hours_say(void **state)
{
    (void)state;
    struct drop_point point = point_of("Post office", NULL, 0);
    struct drop_day got = day_of(&point, "DPD", TUESDAY, "Mo-Fr 09:00-17:30");
    assert_int_equal(got.basis, DROP_BY_HOURS);
    assert_int_equal(got.cutoff_utc, 0);
    assert_int_equal(got.spans[0].to_utc, at(TUESDAY, "17:30"));
    assert_int_equal(day_of(&point, "", SUNDAY, "Mo-Fr 09:00-17:30").n, 0);
    got = day_of(&point, "", TUESDAY, "");
    assert_int_equal(got.basis, DROP_BY_NOTHING);
    assert_int_equal(got.spans[0].to_utc, at(TUESDAY, "24:00"));
    got = day_of(&point, "", TUESDAY, "by the moon");
    assert_int_equal(got.basis, DROP_BY_NOTHING);
}

static void day__on_which_the_clocks_change_ends_at_the_wall_clock(void **state)
{
    (void)state;
    assert_true(civil_zone_set("Europe/London"));
    int32_t spring = civil_day(2027, 3, 28);
    struct collection list[] = {{.carrier = "DPD", .weekdays = 127, .cutoff_s = 16 * 3600}};
    struct drop_point point = point_of("Garage", list, 1);
    struct drop_day got = day_of(&point, "", spring, "Mo-Su 09:00-17:00");
    assert_int_equal(got.spans[0].from_utc, at(spring, "09:00"));
    assert_int_equal(got.spans[0].to_utc, at(spring, "16:00"));
    assert_int_equal(civil_wall_of_utc(got.spans[0].to_utc), 16 * 3600);
}

static void first_and_last__keep_to_the_spans_and_the_limits(void **state)
{
    (void)state;
    struct drop_day day = {.n = 2, .spans = {{100, 200}, {300, 400}}};
    assert_int_equal(drop_first(&day, 0, INT64_MAX), 100);
    assert_int_equal(drop_first(&day, 150, INT64_MAX), 150);
    assert_int_equal(drop_first(&day, 200, INT64_MAX), 200);
    assert_int_equal(drop_first(&day, 201, INT64_MAX), 300);
    assert_int_equal(drop_first(&day, 201, 299), -1);
    assert_int_equal(drop_first(&day, 401, INT64_MAX), -1);
    assert_int_equal(drop_first(&day, 0, 99), -1);
    assert_int_equal(drop_last(&day, 0, INT64_MAX), 400);
    assert_int_equal(drop_last(&day, 0, 350), 350);
    assert_int_equal(drop_last(&day, 0, 250), 200);
    assert_int_equal(drop_last(&day, 0, 99), -1);
    assert_int_equal(drop_last(&day, 401, INT64_MAX), -1);
    assert_int_equal(drop_last(&day, 250, 299), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes__whoever_collects_there),
        cmocka_unit_test(day__ends_with_the_last_collection_of_the_carrier),
        cmocka_unit_test(day__that_is_a_public_holiday_has_no_collection),
        cmocka_unit_test(day__is_within_opening_hours),
        cmocka_unit_test(day__without_collections_is_what_the_hours_say),
        cmocka_unit_test(day__on_which_the_clocks_change_ends_at_the_wall_clock),
        cmocka_unit_test(first_and_last__keep_to_the_spans_and_the_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
