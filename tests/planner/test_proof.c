/* What is said of better plans is true: days small enough to try every plan there is. No store: places are made up here,
 * and every order of the jobs and of any choice of visits is judged. */
#include "geo/base/mem.h"
#include "geo/travel.h"
#include "planner/bounds.h"
#include "planner/ceiling.h"
#include "planner/search.h"
#include "planner/trial.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { MINUTE = 60, HOUR = 3600, JOBS_MAX = 3, VISITS_MAX = 4, PLACES_MAX = JOBS_MAX + VISITS_MAX, DAYS = 250 };

struct made_day {
    struct arena *arena;
    struct travel *travel;
    struct frame frame;
    struct place places[PLACES_MAX];
    struct open_span spans[PLACES_MAX][2];
    const struct place *list[PLACES_MAX];
    struct place *jobs[JOBS_MAX];
    uint32_t jobs_n, n;
    struct search search;
    struct found jobs_only, found;
};

static uint64_t chance;

static uint32_t below(uint32_t n)
{
    chance = chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((chance >> 33) % n);
}

static struct point some_point(void)
{
    return (struct point){52.5 + (below(2001) - 1000.0) / 1000.0 * 0.1, -1.0 + (below(2001) - 1000.0) / 1000.0 * 0.15};
}

static void some_job(struct made_day *day, uint32_t i)
{
    int32_t from_s = 9 * HOUR + (int32_t)below(7 * 60) * MINUTE;
    day->spans[i][0] = (struct open_span){from_s, from_s + (int32_t)below(3) * 40 * MINUTE};
    day->places[i] = (struct place){.site_id = (int64_t)i + 1,
                                    .at = some_point(),
                                    .service_s = (int32_t)(10 + below(50)) * MINUTE,
                                    .windows = day->spans[i],
                                    .windows_n = 1,
                                    .kind = PLACE_JOB,
                                    .toilet = below(3) == 0};
    day->jobs[i] = &day->places[i];
}

static void some_visit(struct made_day *day, uint32_t i)
{
    int32_t from_s = (int32_t)(8 + below(6)) * HOUR;
    day->spans[i][0] = (struct open_span){from_s, from_s + (int32_t)(1 + below(5)) * HOUR};
    day->spans[i][1] = (struct open_span){day->spans[i][0].to_s + 20 * MINUTE, 19 * HOUR};
    bool toilet = below(2) == 0;
    day->places[i] = (struct place){.site_id = (int64_t)i + 1,
                                    .at = some_point(),
                                    .service_s = (int32_t)(5 + below(40)) * MINUTE,
                                    .windows = day->spans[i],
                                    .windows_n = 1 + below(2),
                                    .toilet = toilet,
                                    .worth_s = (int32_t)below(30) * MINUTE,
                                    .comfort_s = toilet ? 6 * MINUTE : 0};
}

static struct made_day *day_new(uint64_t seed)
{
    struct arena *arena = arena_new();
    struct made_day *day = arena_alloc(arena, sizeof *day);
    struct travel_estimate_settings estimate = travel_estimate_defaults();
    chance = seed * UINT64_C(0x9E3779B97F4A7C15);
    *day = (struct made_day){.arena = arena, .travel = travel_estimate_new(&estimate)};
    day->jobs_n = below(JOBS_MAX + 1);
    day->n = day->jobs_n + below(VISITS_MAX + 1);
    for (uint32_t i = 0; i < day->n; i++) {
        if (i < day->jobs_n) {
            some_job(day, i);
        } else {
            some_visit(day, i);
        }
        day->list[i] = &day->places[i];
    }
    day->frame = (struct frame){.home = {52.5, -1.0},
                                .leave_from_s = 8 * HOUR,
                                .home_by_s = 18 * HOUR,
                                .break_s = below(2) == 0 ? 0 : 30 * MINUTE,
                                .break_open_s = 12 * HOUR,
                                .break_close_s = 13 * HOUR,
                                .max_extra_s = (int32_t)(20 + below(60)) * MINUTE,
                                .max_detour_s = (int32_t)(10 + below(30)) * MINUTE,
                                .max_visits = 1 + below(5),
                                .comfort_s = below(3) == 0 ? 0 : 3 * HOUR};
    return day;
}

static void day_free(struct made_day *day)
{
    travel_free(day->travel);
    arena_free(day->arena);
}

static struct trial *trial_of_all(struct made_day *day)
{
    struct trial *trial = NULL;
    struct error err = {0};
    assert_int_equal(trial_new(day->arena, day->travel, &day->frame, day->list, day->n, &trial, &err), STATUS_OK);
    return trial;
}

/* The least that a place adds between two jobs, or home: no matter which follow each other. */
static int32_t least_of(const struct made_day *day, const struct trial *trial, uint32_t place)
{
    int32_t least_s = INT32_MAX;
    for (uint32_t a = 0; a <= day->jobs_n; a++) {
        for (uint32_t b = 0; b <= day->jobs_n; b++) {
            uint32_t from = a == day->jobs_n ? day->n + 1 : a, to = b == day->jobs_n ? day->n + 1 : b;
            int32_t straight_s = from == to ? 0 : trial_travel_s(trial, from, to);
            int32_t detour_s = trial_travel_s(trial, from, place) + trial_travel_s(trial, place, to) - straight_s;
            least_s = detour_s < least_s ? detour_s : least_s;
        }
    }
    return least_s;
}

static void solve(struct made_day *day, bool (*stop)(void *context), void *context)
{
    struct error err = {0};
    day->search = (struct search){.arena = day->arena,
                                  .travel = day->travel,
                                  .frame = &day->frame,
                                  .places = day->list,
                                  .jobs_n = day->jobs_n,
                                  .duties_n = day->jobs_n,
                                  .n = day->n,
                                  .bounds = bounds_new(day->arena, day->travel, day->list, day->n),
                                  .stop = stop,
                                  .stop_context = context};
    assert_int_equal(search_jobs(&day->search, day->jobs, &day->jobs_only, &err), STATUS_OK);
    int32_t *least_s = arena_array(day->arena, day->n, sizeof *least_s);
    struct trial *trial = trial_of_all(day);
    for (uint32_t i = day->jobs_n; i < day->n; i++) {
        least_s[i] = least_of(day, trial, i);
    }
    assert_int_equal(search_visits(&day->search, &day->jobs_only, least_s, &day->found, &err), STATUS_OK);
}

/* The most that plans are worth: with the comfort reason, and without it. */
struct best {
    int64_t value_s, plain_s;
};

static void note(const struct trial *trial, const struct judgement *judged, const uint32_t *sequence, uint32_t count,
                 struct best *best)
{
    int64_t plain_s = judged->value_s;
    for (uint32_t i = 0; i < count; i++) {
        plain_s -= trial->credited[sequence[i]] ? trial->places[sequence[i]]->comfort_s : 0;
    }
    best->value_s = judged->value_s > best->value_s ? judged->value_s : best->value_s;
    best->plain_s = plain_s > best->plain_s ? plain_s : best->plain_s;
}

/* Every plan that begins with the COUNT places in SEQUENCE. */
static void try_all(struct made_day *day, struct trial *trial, uint32_t *sequence, uint32_t count, uint32_t used,
                    struct best *best)
{
    uint32_t jobs = (1U << day->jobs_n) - 1;
    if ((used & jobs) == jobs) {
        struct judgement judged = trial_judge(trial, sequence, count);
        if (trial_holds(&judged)) {
            note(trial, &judged, sequence, count, best);
        }
    }
    for (uint32_t i = 0; i < day->n; i++) {
        if ((used >> i & 1U) == 0) {
            sequence[count] = i;
            try_all(day, trial, sequence, count + 1, used | 1U << i, best);
        }
    }
}

static struct best best_there_is(struct made_day *day)
{
    uint32_t sequence[PLACES_MAX];
    struct best best = {INT64_MIN, INT64_MIN};
    try_all(day, trial_of_all(day), sequence, 0, 0, &best);
    return best;
}

static void proof__no_plan_is_worth_more_than_is_said(void **state)
{
    (void)state;
    int known = 0, proved = 0, best_n = 0;
    for (uint64_t seed = 1; seed <= DAYS; seed++) {
        struct made_day *day = day_new(seed);
        solve(day, NULL, NULL);
        struct best best = best_there_is(day);
        assert_true(day->found.value_s <= best.value_s);
        assert_true(best.value_s <= day->found.most_s);
        assert_false(day->found.stopped);
        if (day->found.most_s != CEILING_UNKNOWN) {
            assert_true(best.plain_s <= day->found.most_s - day->found.most_comfort_s);
            known++;
        }
        best_n += day->found.value_s == best.value_s;
        proved += day->found.most_s <= day->found.value_s;
        day_free(day);
    }
    print_message("of %d days: %d best, %d with a ceiling, %d proved\n", DAYS, best_n, known, proved);
    assert_true(best_n >= DAYS * 95 / 100);
}

static bool at_once(void *context)
{
    ++*(int *)context;
    return true;
}

static bool never(void *context)
{
    ++*(int *)context;
    return false;
}

static void proof__a_search_that_is_stopped_says_so_and_keeps_the_rules(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        struct made_day *day = day_new(seed);
        int asked = 0;
        solve(day, at_once, &asked);
        assert_true(day->found.stopped);
        assert_true(asked > 0);
        struct trial *trial = trial_of_all(day);
        struct judgement judged = trial_judge(trial, day->found.line.places, day->found.line.n);
        assert_true(trial_holds(&judged));
        assert_true(judged.value_s == day->found.value_s);
        assert_true(best_there_is(day).value_s <= day->found.most_s);
        day_free(day);
    }
}

static void proof__a_limit_that_is_not_reached_changes_nothing(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        struct made_day *day = day_new(seed), *other = day_new(seed);
        int asked = 0;
        solve(day, never, &asked);
        solve(other, NULL, NULL);
        assert_false(day->found.stopped);
        assert_true(day->found.most_s == other->found.most_s);
        assert_int_equal(day->found.line.n, other->found.line.n);
        assert_memory_equal(day->found.line.places, other->found.line.places,
                            day->found.line.n * sizeof *day->found.line.places);
        day_free(day);
        day_free(other);
    }
}

/* --- the ceiling by itself ---------------------------------------------------------------------------------------- */

static void ceiling__counts_the_best_worths_within_the_least_driving(void **state)
{
    (void)state;
    static const struct place job = {.kind = PLACE_JOB};
    static const struct place a = {.worth_s = 600}, b = {.worth_s = 900, .comfort_s = 360}, c = {.worth_s = 2000};
    const struct place *places[] = {&job, &a, &b, &c};
    int32_t least_s[] = {0, 100, 300, 1900};
    struct arena *arena = arena_new();
    struct frame frame = {.max_visits = 2};
    assert_int_equal(ceiling_of_worths(arena, &frame, places, 1, 4, least_s, 5000), 1200 - 5000);
    frame.max_visits = 3;
    assert_int_equal(ceiling_of_worths(arena, &frame, places, 1, 4, least_s, 5000), 1600 - 5000);
    frame.max_visits = 0;
    assert_int_equal(ceiling_of_worths(arena, &frame, places, 1, 4, least_s, 5000), -5000);
    frame.max_visits = 2;
    assert_int_equal(ceiling_of_worths(arena, &frame, places, 1, 1, least_s, 5000), -5000);
    arena_free(arena);
}

/* Someone who is only worth a visit for the toilet is worth less than nothing without it. */
static void ceiling__nobody_has_to_be_visited_on_the_way_to_another(void **state)
{
    (void)state;
    static const struct place near = {.worth_s = -200, .comfort_s = 600}, far = {.worth_s = 5000};
    const struct place *places[] = {&near, &far};
    int32_t least_s[] = {10, 900};
    struct arena *arena = arena_new();
    struct frame frame = {.max_visits = 8};
    assert_int_equal(ceiling_of_worths(arena, &frame, places, 0, 2, least_s, 0), 5000 - 900);
    arena_free(arena);
}

static void ceiling__comfort_adds_only_where_no_toilet_need_be_near(void **state)
{
    (void)state;
    struct open_span morning = {9 * HOUR, 9 * HOUR}, noon = {11 * HOUR, 12 * HOUR}, open = {9 * HOUR, 12 * HOUR};
    struct place early = {.windows = &morning, .windows_n = 1, .service_s = HOUR, .kind = PLACE_JOB, .toilet = true};
    struct place late = {.windows = &noon, .windows_n = 1, .service_s = HOUR, .kind = PLACE_JOB, .toilet = true};
    struct place visit = {.windows = &open, .windows_n = 1, .service_s = 600, .comfort_s = 360, .toilet = true};
    const struct place *places[] = {&early, &late, &visit};
    struct frame frame = {.leave_from_s = 8 * HOUR, .home_by_s = 15 * HOUR, .comfort_s = 3 * HOUR, .max_visits = 8};
    bool unserved[] = {false, false};
    struct arena *arena = arena_new();
    /* 8 to 9, 10 to 12 at most, 12 to 15 */
    assert_int_equal(ceiling_of_comfort(arena, &frame, places, 2, 3, unserved), 0);
    late.late_ok_s = HOUR + 1; /* 10 to past 13 */
    assert_int_equal(ceiling_of_comfort(arena, &frame, places, 2, 3, unserved), 360);
    late.late_ok_s = 0;
    unserved[1] = true; /* 10 to 15 */
    assert_int_equal(ceiling_of_comfort(arena, &frame, places, 2, 3, unserved), 360);
    unserved[1] = false;
    frame.home_late_ok_s = 1; /* 12 to past 15, but it is shut by then */
    assert_int_equal(ceiling_of_comfort(arena, &frame, places, 2, 3, unserved), 0);
    early.toilet = late.toilet = false;
    frame.comfort_s = 0;
    assert_int_equal(ceiling_of_comfort(arena, &frame, places, 2, 3, unserved), 0);
    arena_free(arena);
}

/* In seven hours two stretches of more than three lie apart: four visits at most. */
static void ceiling__comfort_is_counted_once_for_each_stretch_and_its_neighbour(void **state)
{
    (void)state;
    struct open_span open = {8 * HOUR, 18 * HOUR};
    struct place visits[6];
    const struct place *places[6];
    for (int32_t i = 0; i < 6; i++) {
        visits[i] = (struct place){.windows = &open, .windows_n = 1, .comfort_s = 300 + i, .toilet = true};
        places[i] = &visits[i];
    }
    struct frame frame = {.leave_from_s = 8 * HOUR, .home_by_s = 15 * HOUR, .comfort_s = 3 * HOUR, .max_visits = 8};
    struct arena *arena = arena_new();
    assert_int_equal(ceiling_of_comfort(arena, &frame, places, 0, 6, NULL), 305 + 304 + 303 + 302);
    frame.home_by_s = 14 * HOUR; /* only one: each is longer than three hours */
    assert_int_equal(ceiling_of_comfort(arena, &frame, places, 0, 6, NULL), 305 + 304);
    frame.max_visits = 1;
    assert_int_equal(ceiling_of_comfort(arena, &frame, places, 0, 6, NULL), 305);
    frame.home_by_s = 11 * HOUR;
    assert_int_equal(ceiling_of_comfort(arena, &frame, places, 0, 6, NULL), 0);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(proof__no_plan_is_worth_more_than_is_said),
        cmocka_unit_test(proof__a_search_that_is_stopped_says_so_and_keeps_the_rules),
        cmocka_unit_test(proof__a_limit_that_is_not_reached_changes_nothing),
        cmocka_unit_test(ceiling__counts_the_best_worths_within_the_least_driving),
        cmocka_unit_test(ceiling__nobody_has_to_be_visited_on_the_way_to_another),
        cmocka_unit_test(ceiling__comfort_adds_only_where_no_toilet_need_be_near),
        cmocka_unit_test(ceiling__comfort_is_counted_once_for_each_stretch_and_its_neighbour),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
