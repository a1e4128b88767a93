#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "planner/core/solve.h"
#include "planner/drive.h"
#include "planner/guess.h"
#include "planner/rush.h"

#include <math.h>
#include <string.h>

enum { TUESDAY = 20781, SATURDAY = 20785, HOUR = 3600 };

static struct arena *arena;
static uint64_t state_of_chance;

static uint32_t below(uint32_t n)
{
    state_of_chance = state_of_chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((state_of_chance >> 33) % n);
}

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    state_of_chance = 11;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static struct rush read(const char *text)
{
    struct rush rush;
    if (!rush_parse(arena, text, &rush)) {
        fail_msg("refused \"%s\"", text);
    }
    return rush;
}

static void rush__tables_are_read_and_written(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"", ""},
        {" ; ", NULL},
        {"mon-fri 07:30-09:15 1.35; mon-fri 16:30-18:30 1.3", "mon-fri 07:30-09:15 1.35; mon-fri 16:30-18:30 1.3"},
        {"MON-FRI 7:30-9:15 1.350 ;", "mon-fri 07:30-09:15 1.35"},
        {"Mo-Fr 7:30-9:15 1.3; Sa,su 10:00-12:00 1.2", "mon-fri 07:30-09:15 1.3; sat-sun 10:00-12:00 1.2"},
        {"m-f 7:30-9:15 1.3", NULL},
        {"sat,sun 10:00-12:00 0.5", "sat-sun 10:00-12:00 0.5"},
        {"mon,wed-fri 00:00-24:00 3", "mon,wed-fri 00:00-24:00 3"},
        {"mon 8:00-9:00 1.2; mon 9:00-10:00 1.4", "mon 08:00-09:00 1.2; mon 09:00-10:00 1.4"},
        {"mon 8:00-9:00 1.2; tue 8:30-10:00 1.4", "mon 08:00-09:00 1.2; tue 08:30-10:00 1.4"},
        {"mon 8:00-9:00 1.2; mon-tue 8:30-10:00 1.4", NULL},
        {"fri-mon 8:00-9:00 1.2", NULL},
        {"mon 9:00-8:00 1.2", NULL},
        {"mon 8:00-8:00 1.2", NULL},
        {"mon 8:00-9:00 0.49", NULL},
        {"mon 8:00-9:00 3.01", NULL},
        {"mon 8:00-9:00 nan", NULL},
        {"mon 8:00-9:00", NULL},
        {"monday 8:00-9:00 1.2", NULL},
        {"mon- 8:00-9:00 1.2", NULL},
        {"mon, 8:00-9:00 1.2", NULL},
        {"8:00-9:00 1.2", NULL},
        {"mon 8:00:30-9:00 1.2", NULL},
        {"mon 8:00-9:00 1.2 x", NULL},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct rush rush = {.n = 7};
        bool good = rush_parse(arena, pairs[i][0], &rush);
        if (good != (pairs[i][1] != NULL)) {
            fail_msg("\"%s\"", pairs[i][0]);
        }
        if (good) {
            assert_string_equal(rush_text(arena, &rush), pairs[i][1]);
        } else {
            assert_int_equal(rush.n, 7);
        }
    }
}

static void rush__holds_on_its_weekdays(void **state)
{
    (void)state;
    struct rush rush = read("tue 08:00-09:00 2; sat 08:00-09:00 1.5; wed 08:00-09:00 3");
    struct rush_day tuesday = rush_on(&rush, TUESDAY), saturday = rush_on(&rush, SATURDAY);
    struct rush_day sunday = rush_on(&rush, SATURDAY + 1);
    assert_int_equal(rush_arrive_s(&tuesday, 8 * HOUR, 600), 8 * HOUR + 1200);
    assert_int_equal(rush_arrive_s(&saturday, 8 * HOUR, 600), 8 * HOUR + 900);
    assert_int_equal(rush_arrive_s(&sunday, 8 * HOUR, 600), 8 * HOUR + 600);
    assert_false(rush_is(&sunday));
    assert_int_equal(rush_arrive_s(NULL, 8 * HOUR, 600), 8 * HOUR + 600);
}

/* By hand: who sets off half an hour before the rush, for an hour's drive, has half of it left when it begins. */
static void rush__who_is_on_the_road_when_it_begins_or_ends_drives_on_at_the_other_speed(void **state)
{
    (void)state;
    struct rush rush = read("tue 08:00-09:00 1.5");
    struct rush_day day = rush_on(&rush, TUESDAY);
    assert_int_equal(rush_arrive_s(&day, 7 * HOUR + 1800, HOUR), 8 * HOUR + 2700);
    assert_int_equal(rush_arrive_s(&day, 8 * HOUR + 1800, HOUR), 8 * HOUR + 1800 + HOUR + 600);
    assert_int_equal(rush_arrive_s(&day, 7 * HOUR, HOUR), 8 * HOUR);
    assert_int_equal(rush_arrive_s(&day, 9 * HOUR, HOUR), 10 * HOUR);
    assert_int_equal(rush_arrive_s(&day, 7 * HOUR, 3 * HOUR), 10 * HOUR + 1200);
}

static struct rush some_rush(void)
{
    struct rush rush = {.n = 0};
    int32_t at_s = (int32_t)below(9) * HOUR;
    for (uint32_t i = 0; i < 1 + below(4); i++) {
        int32_t from_s = at_s + 60 * (int32_t)below(120), to_s = from_s + 60 * (1 + (int32_t)below(150));
        if (to_s > 24 * HOUR) {
            break;
        }
        rush.rules[rush.n++] = (struct rush_rule){2, from_s, to_s, (int32_t)(500 + below(2501))};
        at_s = to_s;
    }
    return rush;
}

/* Minute by minute of the clock's own, with fractions. */
static double naive_arrival(const struct rush *rush, double at_s, double left_s)
{
    while (left_s > 1e-9) {
        double factor = 1, until_s = at_s + left_s * 4 + 1;
        for (uint32_t i = 0; i < rush->n; i++) {
            const struct rush_rule *rule = &rush->rules[i];
            if (rule->from_s <= at_s && at_s < rule->to_s) {
                factor = rule->permille / 1000.0;
                until_s = fmin(until_s, rule->to_s);
            } else if (rule->from_s > at_s) {
                until_s = fmin(until_s, rule->from_s);
            }
        }
        double step_s = fmin(left_s * factor, until_s - at_s);
        at_s += step_s;
        left_s -= step_s / factor;
    }
    return at_s;
}

static void rush__agrees_with_driving_it_slowly(void **state)
{
    (void)state;
    for (int i = 0; i < 20000; i++) {
        struct rush rush = some_rush();
        struct rush_day day = rush_on(&rush, TUESDAY);
        int32_t depart_s = (int32_t)below(24 * HOUR), drive_s = (int32_t)below(i % 3 == 0 ? 5 * HOUR : 3000);
        int64_t arrive_s = rush_arrive_s(&day, depart_s, drive_s);
        double naive_s = naive_arrival(&rush, depart_s, drive_s);
        if ((double)arrive_s < naive_s - 1e-3 || (double)arrive_s > naive_s + 1 + 1e-3) {
            fail_msg("%d + %d: %d, not %.3f", depart_s, drive_s, (int)arrive_s, naive_s);
        }
        assert_true(arrive_s - depart_s >= rush_least_s(&day, drive_s));
        assert_true(arrive_s - depart_s <= rush_most_s(&day, drive_s));
    }
}

static void rush__who_leaves_later_never_arrives_earlier(void **state)
{
    (void)state;
    for (int i = 0; i < 300; i++) {
        struct rush rush = some_rush();
        struct rush_day day = rush_on(&rush, TUESDAY);
        int32_t drive_s = (int32_t)below(3000);
        int64_t before_s = INT64_MIN;
        for (int32_t at_s = 0; at_s < 24 * HOUR; at_s += 1 + (int32_t)below(40)) {
            int64_t arrive_s = rush_arrive_s(&day, at_s, drive_s);
            assert_true(arrive_s >= before_s);
            before_s = arrive_s;
        }
    }
}

static void rush__the_latest_departure_is_the_latest(void **state)
{
    (void)state;
    for (int i = 0; i < 20000; i++) {
        struct rush rush = some_rush();
        struct rush_day day = rush_on(&rush, TUESDAY);
        int32_t by_s = 6 * HOUR + (int32_t)below(16 * HOUR), drive_s = (int32_t)below(5000);
        int64_t leave_s = rush_depart_s(&day, by_s, drive_s);
        assert_true(rush_arrive_s(&day, leave_s, drive_s) <= by_s);
        assert_true(rush_arrive_s(&day, leave_s + 1, drive_s) > by_s || drive_s == 0);
    }
}

static void guess__a_safe_leg_is_no_shorter_than_any_true_one(void **state)
{
    (void)state;
    for (int i = 0; i < 5000; i++) {
        struct rush rush = some_rush();
        struct rush_day day = rush_on(&rush, TUESDAY);
        int32_t from_s = 7 * HOUR + (int32_t)below(8 * HOUR);
        struct open_span window = {from_s, from_s + 1 + (int32_t)below(5 * HOUR)};
        struct place place = {.windows = &window,
                              .windows_n = 1,
                              .service_s = (int32_t)below(4000),
                              .kind = i % 2 == 0 ? PLACE_JOB : PLACE_VISIT};
        struct frame frame = {.rush = &day, .leave_from_s = 8 * HOUR, .home_by_s = 17 * HOUR};
        int32_t last_s = place_is_job(&place) ? window.to_s + place.service_s : window.to_s,
                drive_s = (int32_t)below(4000);
        struct guess safe = guess_of(&frame, &place, true);
        for (int k = 0; k < 8 && last_s >= from_s + place.service_s; k++) {
            int32_t at_s = from_s + place.service_s + (int32_t)below((uint32_t)(last_s - from_s - place.service_s) + 1);
            assert_true(rush_arrive_s(&day, at_s, drive_s) - at_s <= guess_leg_s(&safe, drive_s));
        }
    }
}

/* --- the schedule ------------------------------------------------------------------------------------------------------- */

enum { PLACES = 7 };

struct sequence {
    struct core_problem problem;
    struct core_place places[PLACES];
    struct core_window windows[2 * PLACES];
    struct core_route route;
    int32_t travel_s[(PLACES + 1) * (PLACES + 1)];
    uint32_t order[PLACES];
};

static void some_sequence(struct sequence *out)
{
    *out = (struct sequence){0};
    for (uint32_t i = 0; i < PLACES; i++) {
        int32_t open_s = (int32_t)(8 * HOUR + below(8 * HOUR)), close_s = open_s + (int32_t)below(3 * HOUR);
        uint32_t windows = below(3);
        out->windows[2 * i] = (struct core_window){open_s, close_s};
        out->windows[2 * i + 1] = (struct core_window){close_s + 600, close_s + 600 + (int32_t)below(HOUR)};
        out->places[i] = (struct core_place){.service_s = (int32_t)below(2000),
                                             .mandatory = below(2) == 0,
                                             .whole_inside = below(2) == 0,
                                             .window_first = 2 * i,
                                             .window_count = windows,
                                             .routes = 1};
        out->order[i] = i;
    }
    for (uint32_t i = 0; i < (PLACES + 1) * (PLACES + 1); i++) {
        out->travel_s[i] = (int32_t)below(3000);
    }
    out->route = (struct core_route){.start = PLACES,
                                     .end = PLACES,
                                     .earliest_s = (int32_t)(7 * HOUR + below(3 * HOUR)),
                                     .latest_s = 17 * HOUR,
                                     .max_driving_s = CORE_TIME_MAX,
                                     .max_optional = PLACES,
                                     .break_s = below(2) == 0 ? 0 : 1800,
                                     .break_open_s = 11 * HOUR + (int32_t)below(HOUR),
                                     .break_close_s = 12 * HOUR + (int32_t)below(2) * HOUR};
    out->problem = (struct core_problem){.places_n = PLACES,
                                         .nodes_n = PLACES + 1,
                                         .places = out->places,
                                         .windows = out->windows,
                                         .windows_n = 2 * PLACES,
                                         .routes_n = 1,
                                         .routes = &out->route,
                                         .travel_s = out->travel_s,
                                         .max_detour_s = CORE_TIME_MAX,
                                         .driving_weight = 1000};
}

static void drive__without_rush_hours_goes_as_the_solver_goes(void **state)
{
    (void)state;
    struct rush_day none = {.n = 0};
    size_t breaks = 0;
    for (int i = 0; i < 20000; i++) {
        struct sequence s;
        some_sequence(&s);
        uint32_t count = below(PLACES + 1);
        struct core_stop ours[PLACES + 1] = {{0}}, theirs[PLACES + 1] = {{0}};
        int64_t late[2], driving[2];
        int32_t leave[2], home[2];
        uint32_t n =
            drive_schedule(&s.problem, &none, s.order, count, ours, &late[0], &leave[0], &home[0], &driving[0]);
        uint32_t m = core_schedule(&s.problem, 0, s.order, count, theirs, &late[1], &leave[1], &home[1], &driving[1]);
        assert_int_equal(n, m);
        assert_int_equal(late[0], late[1]);
        assert_int_equal(driving[0], driving[1]);
        assert_int_equal(home[0], home[1]);
        assert_int_equal(leave[0], leave[1]);
        assert_memory_equal(ours, theirs, n * sizeof *ours);
        breaks += n > count;
    }
    assert_true(breaks > 1000);
}

/* Every leg takes what its departure has it take, and nobody leaves later than they could. */
static void drive__each_leg_takes_what_its_departure_has_it_take(void **state)
{
    (void)state;
    size_t parted = 0;
    for (int i = 0; i < 5000; i++) {
        struct sequence s;
        some_sequence(&s);
        struct rush rush = some_rush();
        struct rush_day day = rush_on(&rush, TUESDAY);
        uint32_t count = below(PLACES + 1), gap = 0;
        struct core_stop stops[PLACES + 1];
        int64_t late_s, driving_s, sum_s = 0;
        int32_t leave_s, home_s;
        uint32_t n = drive_schedule(&s.problem, &day, s.order, count, stops, &late_s, &leave_s, &home_s, &driving_s);
        double free_s = leave_s, left_s = 0;
        assert_true(leave_s >= s.route.earliest_s);
        bool fresh = true;
        for (uint32_t k = 0; k <= n; k++) {
            bool end = k == n;
            int32_t arrive_s = end ? home_s : stops[k].arrive_s;
            uint32_t from = gap == 0 ? PLACES : gap - 1, to = gap == count ? PLACES : gap;
            left_s = fresh ? (from == to ? 0 : s.travel_s[from * (PLACES + 1) + to]) : left_s;
            sum_s += arrive_s - (int64_t)free_s;
            if (!end && stops[k].place == CORE_BREAK) {
                for (double at = free_s; at < arrive_s; at += 1) { /* a second's driving at a time */
                    double factor = (naive_arrival(&rush, at, 0.001) - at) / 0.001;
                    left_s -= 1 / factor;
                }
                parted += arrive_s > (int32_t)free_s && left_s > 1;
                left_s = fmax(left_s, 0);
                fresh = false;
            } else {
                double there_s = naive_arrival(&rush, free_s, left_s);
                assert_true(arrive_s >= there_s - 0.02 && arrive_s <= there_s + 1.02);
                fresh = true;
                gap++;
            }
            free_s = end ? 0 : stops[k].depart_s;
        }
        assert_int_equal(sum_s, driving_s);
    }
    assert_true(parted > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rush__tables_are_read_and_written, setup, teardown),
        cmocka_unit_test_setup_teardown(rush__holds_on_its_weekdays, setup, teardown),
        cmocka_unit_test_setup_teardown(rush__who_is_on_the_road_when_it_begins_or_ends_drives_on_at_the_other_speed,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(rush__agrees_with_driving_it_slowly, setup, teardown),
        cmocka_unit_test_setup_teardown(rush__who_leaves_later_never_arrives_earlier, setup, teardown),
        cmocka_unit_test_setup_teardown(rush__the_latest_departure_is_the_latest, setup, teardown),
        cmocka_unit_test_setup_teardown(guess__a_safe_leg_is_no_shorter_than_any_true_one, setup, teardown),
        cmocka_unit_test_setup_teardown(drive__without_rush_hours_goes_as_the_solver_goes, setup, teardown),
        cmocka_unit_test_setup_teardown(drive__each_leg_takes_what_its_departure_has_it_take, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
