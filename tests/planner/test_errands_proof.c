/* What the search makes of errands, orders and rests: days small enough to try every plan there is. No store: places are
 * made up here, and the rules about errands are looked at with code of this file. */
#include "geo/base/mem.h"
#include "geo/travel.h"
#include "planner/bounds.h"
#include "planner/search.h"
#include "planner/search_errands.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum {
    MINUTE = 60,
    HOUR = 3600,
    JOBS_MAX = 2,
    ERRANDS_MAX = 2,
    OPTIONS_MAX = 2,
    VISITS_MAX = 2,
    RESTS = 1,
    PLACES_MAX = JOBS_MAX + ERRANDS_MAX * OPTIONS_MAX + VISITS_MAX + 1 + RESTS,
    DAYS = 140
};

/* An errand as it was asked for, and what came of it. */
struct asked {
    struct place places[OPTIONS_MAX];
    uint32_t n;
    bool has_job, before;
    uint32_t job;
    int32_t most_s;
    enum errand_fit fit;
    int64_t more_s;
    uint32_t number;
};

struct made_day {
    struct arena *arena;
    struct travel *travel;
    struct frame frame;
    struct place jobs[JOBS_MAX], visits[VISITS_MAX + 1], rests[RESTS];
    struct place *job_list[JOBS_MAX];
    const struct place *job_places[JOBS_MAX];
    uint32_t jobs_n, visits_n;
    struct asked errands[ERRANDS_MAX];
    uint32_t errands_n;
    struct search search;
    struct found alone, based, found;
};

static uint64_t chance;

static uint32_t below(uint32_t n)
{
    chance = chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((chance >> 33) % n);
}

static struct place some_place(struct arena *arena, enum place_kind kind, int32_t from_s, int32_t to_s)
{
    struct open_span *span = arena_alloc(arena, sizeof *span);
    *span = (struct open_span){from_s, to_s};
    return (struct place){
        .kind = kind,
        .at = {52.5 + (below(2001) - 1000.0) / 1000.0 * 0.12, -1.0 + (below(2001) - 1000.0) / 1000.0 * 0.18},
        .service_s = 5 * MINUTE,
        .windows = span,
        .windows_n = 1,
        .toilet = below(4) == 0};
}

static void some_errand(struct made_day *day, struct asked *errand)
{
    *errand = (struct asked){.n = 1 + below(OPTIONS_MAX), .most_s = below(2) == 0 ? INT32_MAX : 30 * MINUTE};
    errand->has_job = day->jobs_n > 0 && below(3) > 0;
    errand->before = below(2) == 0;
    errand->job = day->jobs_n > 0 ? below(day->jobs_n) : 0;
    for (uint32_t i = 0; i < errand->n; i++) {
        int32_t from_s = (8 + (int32_t)below(5)) * HOUR;
        errand->places[i] = some_place(day->arena, PLACE_ERRAND, from_s, from_s + (int32_t)(1 + below(6)) * HOUR);
        errand->places[i].index = i;
    }
}

static struct made_day *day_new(uint64_t seed)
{
    struct arena *arena = arena_new();
    struct made_day *day = arena_alloc(arena, sizeof *day);
    struct travel_estimate_settings estimate = travel_estimate_defaults();
    chance = seed * UINT64_C(0x9E3779B97F4A7C15);
    *day = (struct made_day){.arena = arena, .travel = travel_estimate_new(&estimate)};
    day->jobs_n = below(JOBS_MAX + 1);
    for (uint32_t i = 0; i < day->jobs_n; i++) {
        int32_t from_s = 9 * HOUR + (int32_t)below(7 * 60) * MINUTE;
        day->jobs[i] = some_place(arena, PLACE_JOB, from_s, from_s + (int32_t)below(3) * 40 * MINUTE);
        day->jobs[i].index = i;
        day->jobs[i].service_s = (int32_t)(10 + below(50)) * MINUTE;
        day->job_list[i] = &day->jobs[i];
        day->job_places[i] = &day->jobs[i];
    }
    day->errands_n = below(ERRANDS_MAX + 1);
    for (uint32_t i = 0; i < day->errands_n; i++) {
        some_errand(day, &day->errands[i]);
    }
    day->visits_n = below(VISITS_MAX + 1);
    for (uint32_t i = 0; i < day->visits_n; i++) {
        int32_t from_s = (int32_t)(8 + below(6)) * HOUR;
        day->visits[i] = some_place(arena, PLACE_VISIT, from_s, from_s + (int32_t)(1 + below(6)) * HOUR);
        day->visits[i].service_s = (int32_t)(5 + below(30)) * MINUTE;
        day->visits[i].worth_s = (int32_t)below(30) * MINUTE;
        day->visits[i].comfort_s = day->visits[i].toilet ? 15 * MINUTE : 0;
    }
    day->rests[0] = some_place(arena, PLACE_REST, 8 * HOUR, 18 * HOUR);
    day->rests[0].toilet = true;
    day->rests[0].comfort_s = 15 * MINUTE;
    day->frame = (struct frame){.home = {52.5, -1.0},
                                .leave_from_s = 8 * HOUR,
                                .home_by_s = 17 * HOUR,
                                .break_s = below(2) == 0 ? 0 : 30 * MINUTE,
                                .break_open_s = 12 * HOUR,
                                .break_close_s = 13 * HOUR,
                                .max_extra_s = (int32_t)(20 + below(60)) * MINUTE,
                                .max_detour_s = (int32_t)(10 + below(30)) * MINUTE,
                                .max_visits = 1 + below(3),
                                .comfort_s = below(3) == 0 ? 0 : 2 * HOUR};
    return day;
}

static void day_free(struct made_day *day)
{
    travel_free(day->travel);
    arena_free(day->arena);
}

/* --- every plan there is -------------------------------------------------------------------------------------------- */

struct oracle {
    struct made_day *day;
    struct trial *trial;
    const struct place *places[PLACES_MAX];
    uint32_t n;
    bool found;
    int64_t value_s, driving_s; /* the best; the least */
    int64_t plain_s;            /* the best without a rest */
};

static uint32_t place_in(const struct oracle *oracle, const uint32_t *sequence, uint32_t count, uint32_t errand,
                         bool is_errand, uint32_t job)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct place *place = oracle->places[sequence[i]];
        if (is_errand ? place->errand == errand : place->kind == PLACE_JOB && place->index == job) {
            return i;
        }
    }
    return count;
}

/* Each errand that was kept, once, and in its order with its job; no customer twice. */
static bool errands_right(const struct oracle *oracle, const uint32_t *sequence, uint32_t count)
{
    for (uint32_t e = 0; e < oracle->day->errands_n; e++) {
        const struct asked *errand = &oracle->day->errands[e];
        uint32_t times = 0;
        for (uint32_t i = 0; i < count; i++) {
            times += errand->number != 0 && oracle->places[sequence[i]]->errand == errand->number;
        }
        if (errand->number == 0) {
            continue;
        }
        uint32_t at = place_in(oracle, sequence, count, errand->number, true, 0);
        uint32_t job = place_in(oracle, sequence, count, 0, false, errand->job);
        if (times != 1 || (errand->has_job && (job == count || (errand->before ? at > job : at < job)))) {
            return false;
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = i + 1; k < count; k++) {
            uint32_t series = oracle->places[sequence[i]]->series;
            if (series != 0 && series == oracle->places[sequence[k]]->series) {
                return false;
            }
        }
    }
    return true;
}

static void try_all(struct oracle *oracle, uint32_t *sequence, uint32_t count, uint32_t used)
{
    uint32_t jobs = 0, rests = 0;
    for (uint32_t i = 0; i < count; i++) {
        jobs += oracle->places[sequence[i]]->kind == PLACE_JOB;
        rests += oracle->places[sequence[i]]->kind == PLACE_REST;
    }
    if (jobs == oracle->day->jobs_n) {
        struct judgement judged = trial_judge(oracle->trial, sequence, count);
        assert_int_equal(judged.errands, errands_right(oracle, sequence, count));
        if (trial_holds(&judged)) {
            bool first = !oracle->found;
            oracle->value_s = first || judged.value_s > oracle->value_s ? judged.value_s : oracle->value_s;
            oracle->driving_s = first || judged.driving_s < oracle->driving_s ? judged.driving_s : oracle->driving_s;
            oracle->plain_s = rests == 0 && judged.value_s > oracle->plain_s ? judged.value_s : oracle->plain_s;
            oracle->found = true;
        }
    }
    for (uint32_t i = 0; i < oracle->n; i++) {
        uint32_t errand = oracle->places[i]->errand;
        bool again = errand != 0 && place_in(oracle, sequence, count, errand, true, 0) < count;
        if ((used >> i & 1U) == 0 && !again) {
            sequence[count] = i;
            try_all(oracle, sequence, count + 1, used | 1U << i);
        }
    }
}

/* Of the duties alone (N of the search's places), or of all. */
static struct oracle ask_oracle(struct made_day *day, uint32_t n)
{
    struct oracle oracle = {.day = day, .n = n, .plain_s = INT64_MIN};
    struct error err = {0};
    uint32_t sequence[PLACES_MAX];
    for (uint32_t i = 0; i < n; i++) {
        oracle.places[i] = day->search.places[i];
    }
    assert_int_equal(trial_new(day->arena, day->travel, &day->frame, oracle.places, n, &oracle.trial, &err), STATUS_OK);
    try_all(&oracle, sequence, 0, 0);
    return oracle;
}

/* --- the search ------------------------------------------------------------------------------------------------------ */

struct tally {
    int asked, kept, right, least;
};

/* Does the oracle say the same of an errand that was just looked at, BEFORE_S being the driving without it? */
static void check_errand(struct made_day *day, struct asked *errand, struct tally *tally, int64_t before_s)
{
    struct search search = day->search;
    struct frame frame = day->frame;
    if (errand->fit != ERRAND_FITS) { /* as it would be with it */
        struct place_order *orders = arena_array(day->arena, frame.orders_n + 1, sizeof *orders);
        const struct place **places = arena_array(day->arena, (size_t)search.n + errand->n, sizeof *places);
        struct place_item job = {false, errand->job}, self = {true, frame.errands_n + 1};
        for (uint32_t i = 0; i < frame.orders_n; i++) {
            orders[i] = frame.orders[i];
        }
        for (uint32_t i = 0; i < search.n; i++) {
            places[i] = search.places[i];
        }
        orders[frame.orders_n] = (struct place_order){errand->before ? self : job, errand->before ? job : self};
        for (uint32_t i = 0; i < errand->n; i++) {
            places[search.n + i] = &errand->places[i];
        }
        errand->number = ++day->frame.errands_n;
        day->frame.orders = orders;
        day->frame.orders_n += errand->has_job;
        day->search.places = places;
        day->search.n += errand->n;
    }
    struct oracle oracle = ask_oracle(day, day->search.n);
    bool near_enough = oracle.found && oracle.driving_s - before_s <= errand->most_s;
    enum errand_fit fit = !oracle.found ? ERRAND_NO_TIME : near_enough ? ERRAND_FITS : ERRAND_TOO_FAR;
    tally->asked++;
    tally->kept += errand->fit == ERRAND_FITS;
    tally->right += fit == errand->fit;
    tally->least += oracle.found && oracle.driving_s - before_s == errand->more_s;
    assert_true(errand->fit != ERRAND_FITS || oracle.found); /* never one that cannot be */
    if (errand->fit != ERRAND_FITS) {
        errand->number = 0;
        day->search = search;
        day->frame = frame;
    }
}

static void fit_errands(struct made_day *day, struct tally *tally)
{
    struct error err = {0};
    struct stand best;
    assert_int_equal(search_jobs(&day->search, day->job_list, &day->alone, &err), STATUS_OK);
    assert_int_equal(stand_at(&day->search, day->alone.line, &best, &err), STATUS_OK);
    for (uint32_t i = 0; i < day->errands_n; i++) {
        struct asked *errand = &day->errands[i];
        struct place_item job = {false, errand->job}, self = {true, 0};
        struct place_order order = {errand->before ? self : job, errand->before ? job : self};
        struct errand_ask ask = {errand->places, errand->n, &order, errand->has_job, errand->most_s};
        int64_t before_s = best.judged.driving_s;
        assert_int_equal(search_errand(&day->search, &best, &ask, &errand->fit, &errand->more_s, &err), STATUS_OK);
        errand->number = errand->fit == ERRAND_FITS ? day->frame.errands_n : 0;
        check_errand(day, errand, tally, before_s);
    }
    assert_int_equal(search_duties(&day->search, day->job_list, &day->alone, &best, &day->based, &err), STATUS_OK);
}

/* Visits, one of whom may serve the first errand on the way, and a rest. */
static uint32_t add_visits(struct made_day *day)
{
    uint32_t duties_n = day->search.duties_n, n = 0;
    const struct place **places = arena_array(day->arena, PLACES_MAX, sizeof *places);
    for (uint32_t i = 0; i < duties_n; i++) {
        places[i] = day->search.places[i];
    }
    for (uint32_t i = 0; i < day->visits_n; i++) {
        day->visits[i].index = i;
        places[duties_n + n++] = &day->visits[i];
    }
    if (day->visits_n > 0 && day->frame.errands_n > 0 && below(2) == 0) {
        struct place *call = &day->visits[VISITS_MAX];
        day->visits[0].series = 1;
        *call = day->visits[0];
        call->errand = 1;
        places[duties_n + n++] = call;
    }
    places[duties_n + n] = &day->rests[0];
    day->search.places = places;
    day->search.n = duties_n + n;
    return day->search.n;
}

/* Nothing one step away from the plan, be it another place of an errand, is better. */
static void check_steps(struct oracle *oracle, const struct line *line, int64_t value_s)
{
    uint32_t sequence[PLACES_MAX + 1];
    for (uint32_t place = 0; place < oracle->n; place++) {
        bool in = false;
        for (uint32_t i = 0; i < line->n; i++) {
            in = in || line->places[i] == place;
        }
        for (uint32_t skip = 0; skip <= line->n && !in; skip++) {
            if (skip < line->n && oracle->places[line->places[skip]]->kind == PLACE_JOB) {
                continue;
            }
            uint32_t count = skip < line->n ? line->n : line->n + 1;
            for (uint32_t at = 0; at < count; at++) {
                for (uint32_t i = 0, k = 0; i < count; i++) {
                    k += k == skip;
                    sequence[i] = i == at ? place : line->places[k++];
                }
                struct judgement judged = trial_judge(oracle->trial, sequence, count);
                assert_true(!trial_holds(&judged) || judged.value_s <= value_s);
            }
        }
    }
}

static void errands__are_fitted_in_as_well_as_can_be(void **state)
{
    (void)state;
    struct tally tally = {0};
    int best_n = 0, calls = 0, rests = 0;
    for (uint64_t seed = 1; seed <= DAYS; seed++) {
        struct made_day *day = day_new(seed);
        struct error err = {0};
        day->search = (struct search){.arena = day->arena,
                                      .travel = day->travel,
                                      .frame = &day->frame,
                                      .places = day->job_places,
                                      .jobs_n = day->jobs_n,
                                      .duties_n = day->jobs_n,
                                      .n = day->jobs_n};
        fit_errands(day, &tally);
        uint32_t first = add_visits(day);
        int32_t *least_s = arena_array(day->arena, PLACES_MAX, sizeof *least_s);
        day->search.bounds = bounds_new(day->arena, day->travel, day->search.places, day->search.n);
        assert_int_equal(search_visits(&day->search, &day->based, least_s, &day->found, &err), STATUS_OK);
        assert_int_equal(search_rests(&day->search, first, RESTS, &day->found, &err), STATUS_OK);
        struct oracle oracle = ask_oracle(day, first + RESTS);
        struct judgement judged = trial_judge(oracle.trial, day->found.line.places, day->found.line.n);
        assert_true(trial_holds(&judged) && errands_right(&oracle, day->found.line.places, day->found.line.n));
        assert_true(judged.value_s == day->found.value_s && judged.value_s <= oracle.value_s);
        check_steps(&oracle, &day->found.line, judged.value_s);
        assert_true(oracle.plain_s <= day->found.most_s);
        best_n += judged.value_s == oracle.value_s;
        for (uint32_t i = 0; i < day->found.line.n; i++) {
            const struct place *place = day->search.places[day->found.line.places[i]];
            calls += place->kind == PLACE_VISIT && place->errand != 0;
            rests += place->kind == PLACE_REST;
        }
        day_free(day);
    }
    print_message("%d errands, %d kept; the oracle says so of %d, with as little driving of %d; of %d days %d best, %d "
                  "visits on the way, %d rests\n",
                  tally.asked, tally.kept, tally.right, tally.least, DAYS, best_n, calls, rests);
    assert_true(tally.right >= tally.asked * 97 / 100 && tally.kept > tally.asked / 2);
    assert_true(best_n >= DAYS * 90 / 100 && calls > 0 && rests > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errands__are_fitted_in_as_well_as_can_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
