/* core_schedule, which explains, against core_solve, which plans. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "planner/core/schedule.h"
#include "planner/core/solve.h"
#include "tests/core/make_problem.h"
#include "tests/core/room.h"
#include "tests/core/rules_room.h"

#include <string.h>

static struct made made;

static void schedule__of_a_solved_route_is_the_solved_route(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 500; seed++) {
        made.state = seed * 104729 + 7;
        struct making kind = made_any_kind(&made, 20);
        made_fill(&made, &kind);
        struct core_solution solution;
        void *memory = room_solve(&made.problem, 30, &solution);
        int64_t driving = 0;
        for (uint32_t r = 0; r < made.problem.routes_n; r++) {
            uint32_t sequence[MADE_PLACES_MAX], n = 0;
            uint32_t first = solution.route_first[r], count = solution.route_first[r + 1] - first;
            for (uint32_t i = first; i < first + count; i++) {
                if (solution.stops[i].place != CORE_BREAK) {
                    sequence[n++] = solution.stops[i].place;
                }
            }
            struct core_stop stops[MADE_PLACES_MAX + 1];
            int64_t late_s = 0, driving_s = 0;
            int32_t leave_s = 0, home_s = 0;
            uint32_t got = core_schedule(&made.problem, r, sequence, n, stops, &late_s, &leave_s, &home_s, &driving_s);
            assert_int_equal(got, count);
            for (uint32_t i = 0; i < count; i++) {
                assert_memory_equal(&stops[i], &solution.stops[first + i], sizeof stops[i]);
            }
            if (count > 0) {
                assert_int_equal(leave_s, solution.leave_s[r]);
                assert_int_equal(home_s, solution.home_s[r]);
            }
            driving += driving_s < CORE_NO_WAY ? driving_s : 0;
        }
        assert_int_equal(driving, solution.driving_s);
        free(memory);
    }
}

/* --- by hand: one road, places 0, 1, 2 an hour's drive apart, the depot (3) an hour before 0; times in minutes ------- */

enum { DEPOT = 3, HOUR = 60 };

static struct core_place places[3];
static struct core_window windows[3][2];
static struct core_route route;
static int32_t road[16];
static struct core_problem problem;

static void lay_road(void)
{
    static const int32_t at[4] = {1, 2, 3, 0};
    memset(windows, 0, sizeof windows);
    for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
            road[i * 4 + j] = (at[i] > at[j] ? at[i] - at[j] : at[j] - at[i]) * HOUR;
        }
    }
    for (uint32_t i = 0; i < 3; i++) {
        places[i] = (struct core_place){.service_s = 30, .mandatory = true, .window_first = 2 * i, .routes = 1};
    }
    route = (struct core_route){.start = DEPOT,
                                .end = DEPOT,
                                .earliest_s = 8 * HOUR,
                                .latest_s = 18 * HOUR,
                                .max_driving_s = CORE_TIME_MAX,
                                .max_optional = CORE_PLACES_MAX};
    problem = (struct core_problem){.places_n = 3,
                                    .nodes_n = 4,
                                    .places = places,
                                    .windows = windows[0],
                                    .windows_n = 6,
                                    .routes_n = 1,
                                    .routes = &route,
                                    .travel_s = road,
                                    .max_detour_s = CORE_TIME_MAX,
                                    .driving_weight = 1000};
}

static void open_at(uint32_t place, int32_t from, int32_t to)
{
    windows[place][places[place].window_count++] = (struct core_window){from, to};
}

struct timed {
    struct core_stop stop[4];
    uint32_t n;
    int64_t late_s, driving_s;
    int32_t leave_s, home_s;
};

static struct timed schedule(uint32_t count)
{
    static const uint32_t sequence[3] = {0, 1, 2};
    struct timed t = {0};
    t.n = core_schedule(&problem, 0, sequence, count, t.stop, &t.late_s, &t.leave_s, &t.home_s, &t.driving_s);
    return t;
}

static void assert_stop(const struct core_stop *stop, uint32_t place, int32_t arrive_s, int32_t start_s, int32_t late_s)
{
    assert_int_equal(stop->place, place);
    assert_int_equal(stop->arrive_s, arrive_s);
    assert_int_equal(stop->start_s, start_s);
    assert_int_equal(stop->late_s, late_s);
}

static void schedule__leaves_as_late_as_costs_nothing(void **state)
{
    (void)state;
    lay_road();
    open_at(1, 13 * HOUR, 14 * HOUR);
    struct timed t = schedule(2);
    assert_stop(&t.stop[0], 0, 11 * HOUR + 30, 11 * HOUR + 30, 0);
    assert_stop(&t.stop[1], 1, 13 * HOUR, 13 * HOUR, 0);
    assert_int_equal(t.leave_s, 10 * HOUR + 30);
    assert_int_equal(t.home_s, 15 * HOUR + 30);
    assert_int_equal(t.driving_s, 4 * HOUR);
    places[0].window_count = 0;
    open_at(0, 9 * HOUR, 10 * HOUR); /* holds the departure back to nine */
    t = schedule(2);
    assert_int_equal(t.leave_s, 9 * HOUR);
    assert_stop(&t.stop[1], 1, 11 * HOUR + 30, 13 * HOUR, 0);
}

static void schedule__waits_for_the_next_window_and_is_late_after_the_last(void **state)
{
    (void)state;
    lay_road();
    open_at(0, 8 * HOUR, 8 * HOUR + 59);
    open_at(0, 10 * HOUR, 11 * HOUR);
    struct timed t = schedule(1);
    assert_stop(&t.stop[0], 0, 10 * HOUR, 10 * HOUR, 0); /* leaves at nine */
    places[0].whole_inside = true;
    windows[0][1].close_s = 10 * HOUR + 29; /* too short for half an hour */
    t = schedule(1);
    assert_stop(&t.stop[0], 0, 9 * HOUR, 9 * HOUR, 31);
    assert_int_equal(t.late_s, 31);
    windows[0][0].close_s = 8 * HOUR + 10; /* and now both are */
    t = schedule(1);
    assert_stop(&t.stop[0], 0, 10 * HOUR, 10 * HOUR, 1);
}

static void schedule__counts_the_lateness_of_optional_places_and_of_the_end(void **state)
{
    (void)state;
    lay_road();
    places[1].mandatory = false;
    open_at(1, 8 * HOUR, 10 * HOUR);
    route.latest_s = 12 * HOUR;
    struct timed t = schedule(2);
    assert_stop(&t.stop[1], 1, 10 * HOUR + 30, 10 * HOUR + 30, 30);
    assert_int_equal(t.late_s, 30 + 60);
    assert_int_equal(t.home_s, 13 * HOUR);
}

static void have_lunch(int32_t from, int32_t to)
{
    route.break_s = 40;
    route.break_open_s = from;
    route.break_close_s = to;
}

static void schedule__has_the_break_in_the_waiting_before_a_stop(void **state)
{
    (void)state;
    lay_road();
    open_at(0, 9 * HOUR, 9 * HOUR);
    open_at(1, 14 * HOUR, 14 * HOUR);
    have_lunch(12 * HOUR, 13 * HOUR);
    struct timed t = schedule(2);
    assert_int_equal(t.n, 3);
    assert_stop(&t.stop[1], CORE_BREAK, 10 * HOUR + 30, 12 * HOUR, 0);
    assert_stop(&t.stop[2], 1, 12 * HOUR + 40, 14 * HOUR, 0);
    assert_int_equal(t.late_s, 0);
}

static void schedule__has_the_break_before_setting_off_or_on_the_road(void **state)
{
    (void)state;
    lay_road();
    open_at(0, 12 * HOUR, 12 * HOUR);
    have_lunch(12 * HOUR, 13 * HOUR);
    struct timed t = schedule(2);
    assert_stop(&t.stop[1], CORE_BREAK, 12 * HOUR + 30, 12 * HOUR + 30, 0);
    assert_stop(&t.stop[2], 1, 14 * HOUR + 10, 14 * HOUR + 10, 0);
    have_lunch(12 * HOUR + 40, 12 * HOUR + 50);
    t = schedule(2);
    assert_stop(&t.stop[1], CORE_BREAK, 12 * HOUR + 40, 12 * HOUR + 40, 0); /* ten minutes down the road */
    assert_stop(&t.stop[2], 1, 14 * HOUR + 10, 14 * HOUR + 10, 0);
    assert_int_equal(t.stop[1].arrive_s - t.stop[0].depart_s + t.stop[2].arrive_s - t.stop[1].depart_s, HOUR);
}

static void schedule__needs_no_break_on_the_road_when_it_is_had_at_home(void **state)
{
    (void)state;
    lay_road();
    open_at(0, 9 * HOUR, 9 * HOUR);
    have_lunch(10 * HOUR, 10 * HOUR + 30);
    assert_int_equal(schedule(1).n, 1); /* home at half past ten */
    lay_road();
    open_at(0, 15 * HOUR, 15 * HOUR);
    have_lunch(12 * HOUR, 13 * HOUR);
    struct timed t = schedule(1);
    assert_int_equal(t.n, 1); /* leaves at two */
    assert_int_equal(t.leave_s, 14 * HOUR);
    lay_road();
    have_lunch(7 * HOUR, 7 * HOUR + 59);
    assert_int_equal(schedule(3).n, 3); /* its window is over before the day begins */
}

static void schedule__misses_a_break_rather_than_be_late(void **state)
{
    (void)state;
    lay_road();
    open_at(0, 9 * HOUR, 9 * HOUR);
    open_at(1, 10 * HOUR + 30, 10 * HOUR + 40);
    have_lunch(9 * HOUR + 30, 10 * HOUR);
    struct timed t = schedule(2);
    assert_int_equal(t.n, 2);
    assert_int_equal(t.stop[1].late_s, 0);
    assert_int_equal(t.late_s, 40); /* the break that is missed */
}

static void schedule__says_when_there_is_no_way(void **state)
{
    (void)state;
    lay_road();
    road[0 * 4 + 1] = CORE_NO_WAY;
    struct timed t = schedule(2);
    assert_int_equal(t.n, 0);
    assert_int_equal(t.driving_s, CORE_NO_WAY);
    assert_int_equal(schedule(1).n, 1);
}

/* --- what has a price ------------------------------------------------------------------------------------------------ */

static struct core_need need;
static uint32_t given[3], given_first[2];

static struct core_cost cost_of(const uint32_t *sequence, uint32_t count)
{
    struct rules_room room;
    struct core_cost cost, full;
    struct core_stop stops[4];
    assert_null(core_problem_fault(&problem));
    rules_room_open(&room, &problem);
    assert_true(core_schedule_cost(&room.rules, 0, sequence, count, &cost));
    core_schedule_full(&room.rules, 0, sequence, count, stops, &full);
    assert_int_equal(cost.price_ms, full.price_ms);
    assert_int_equal(cost.home_s, full.home_s);
    free(room.memory);
    return full;
}

static struct core_cost cost_of_first(uint32_t count)
{
    static const uint32_t sequence[3] = {0, 1, 2};
    return cost_of(sequence, count);
}

static void schedule__lateness_that_is_allowed_has_a_price_and_more_of_it_counts(void **state)
{
    (void)state;
    lay_road();
    open_at(1, 9 * HOUR, 10 * HOUR); /* reached at half past ten */
    places[1].late_s = 20;
    places[1].late_weight = 3000;
    struct core_cost cost = cost_of_first(2);
    assert_int_equal(cost.late_s, 10);
    assert_int_equal(cost.late_price_ms, 20 * 3000);
    assert_int_equal(cost.price_ms, 4 * HOUR * 1000 + 20 * 3000);
    places[1].late_s = 40;
    cost = cost_of_first(2);
    assert_int_equal(cost.late_s, 0);
    assert_int_equal(cost.late_price_ms, 30 * 3000);
    assert_int_equal(schedule(2).late_s, 0);
    assert_int_equal(schedule(2).stop[1].late_s, 30);
    places[1].mandatory = false;
    assert_int_equal(cost_of_first(2).never_late_s, 0);
    places[1].late_s = 20;
    cost = cost_of_first(2);
    assert_int_equal(cost.late_s, 0);
    assert_int_equal(cost.never_late_s, 10);
}

static void schedule__a_place_without_a_usable_window_is_only_for_duties(void **state)
{
    (void)state;
    lay_road();
    open_at(0, 9 * HOUR, 9 * HOUR + 20); /* for half an hour inside */
    places[0].whole_inside = true;
    places[0].late_s = 15;
    struct core_cost cost = cost_of_first(1);
    assert_int_equal(cost.late_s, 0);
    places[0].mandatory = false;
    cost = cost_of_first(1);
    assert_int_equal(cost.never_late_s, 10);
}

static void schedule__fixed_places_are_duties(void **state)
{
    (void)state;
    lay_road();
    open_at(0, 8 * HOUR, 8 * HOUR + 30);
    places[0].mandatory = places[1].mandatory = false;
    problem.given = given;
    problem.given_first = given_first;
    given[0] = 0;
    given_first[1] = 1;
    assert_int_equal(cost_of_first(2).never_late_s, 30);
    route.fixed_n = 1;
    assert_int_equal(cost_of_first(2).never_late_s, 0);
    assert_int_equal(cost_of_first(2).late_s, 30);
    /* A break is missed rather than make any place late, duty or not. */
    open_at(1, 10 * HOUR, 11 * HOUR);
    have_lunch(9 * HOUR, 10 * HOUR);
    assert_int_equal(schedule(2).late_s, 30 + 40);
}

static void schedule__waiting_is_what_leaving_late_does_not_save(void **state)
{
    (void)state;
    lay_road();
    problem.waiting_weight = 500;
    open_at(0, 9 * HOUR, 10 * HOUR);
    open_at(1, 13 * HOUR, 14 * HOUR);
    struct core_cost cost = cost_of_first(2);
    assert_int_equal(cost.leave_s, 9 * HOUR);
    assert_int_equal(cost.waiting_s, 90); /* at place 1 from 11:30 */
    assert_int_equal(cost.price_ms, (4 * HOUR * 1000) + (90 * 500));
}

static void schedule__the_break_is_had_where_waiting_is_least(void **state)
{
    (void)state;
    lay_road();
    problem.waiting_weight = 1000;
    open_at(0, 9 * HOUR, 9 * HOUR + 40);
    open_at(1, 14 * HOUR, 14 * HOUR);
    have_lunch(10 * HOUR, 13 * HOUR);
    struct core_cost cost = cost_of_first(2);
    assert_int_equal(cost.leave_s, 8 * HOUR + 40);
    assert_int_equal(cost.waiting_s, 14 * HOUR - (10 * HOUR + 10) - HOUR - 40);
    /* No time for it in between: had on arrival at 0, left for so as to be in time after it. */
    lay_road();
    problem.waiting_weight = 1000;
    open_at(0, 12 * HOUR, 12 * HOUR);
    open_at(1, 13 * HOUR + 30, 13 * HOUR + 30);
    have_lunch(11 * HOUR, 13 * HOUR);
    cost = cost_of_first(2);
    assert_int_equal(cost.waiting_s, 0);
    assert_int_equal(cost.leave_s, 10 * HOUR + 20);
    assert_int_equal(cost.missed, 0);
}

static void schedule__a_break_is_had_where_there_is_food_if_that_costs_less(void **state)
{
    (void)state;
    lay_road();
    open_at(0, 9 * HOUR, 9 * HOUR);
    have_lunch(9 * HOUR + 30, 12 * HOUR);
    route.break_amenities = 4;
    struct core_cost cost = cost_of_first(3);
    assert_int_equal(cost.elsewhere, 1); /* not that it mattered */
    route.break_elsewhere_s = 100;
    assert_int_equal(cost_of_first(3).price_ms, (6 * HOUR + 100) * 1000);
    places[1].amenities = 6;
    cost = cost_of_first(3);
    assert_int_equal(cost.elsewhere, 0);
    assert_int_equal(cost.price_ms, 6 * HOUR * 1000);
    struct timed t = schedule(3);
    assert_stop(&t.stop[1], CORE_BREAK, 10 * HOUR + 30, 10 * HOUR + 30, 0); /* on arrival at 1 */
    route.break_open_s = 10 * HOUR + 45;
    t = schedule(3);
    assert_stop(&t.stop[2], CORE_BREAK, 11 * HOUR, 11 * HOUR, 0); /* after its service, without waiting */
    problem.waiting_weight = 100000;
    assert_int_equal(cost_of_first(3).waiting_s, 0);
}

static void schedule__waits_where_there_is_food_only_if_that_is_worth_it(void **state)
{
    (void)state;
    lay_road();
    open_at(0, 9 * HOUR, 9 * HOUR);
    places[0].amenities = 1;
    have_lunch(10 * HOUR, 10 * HOUR + 20);
    route.break_amenities = 1;
    route.break_elsewhere_s = 10;
    problem.waiting_weight = 1000;
    struct core_cost cost = cost_of_first(2);
    assert_int_equal(cost.elsewhere, 1); /* on the road at ten */
    assert_int_equal(cost.waiting_s, 0);
    route.break_elsewhere_s = 31;
    cost = cost_of_first(2);
    assert_int_equal(cost.elsewhere, 0); /* half an hour's wait at 0 */
    assert_int_equal(cost.waiting_s, 30);
    assert_int_equal(schedule(2).stop[1].arrive_s, 9 * HOUR + 30);
    assert_int_equal(schedule(2).stop[1].start_s, 10 * HOUR);
}

static void schedule__stretches_without_what_is_needed_have_a_price(void **state)
{
    (void)state;
    lay_road();
    need = (struct core_need){.amenities = 8, .within_s = 2 * HOUR, .weight = 10};
    problem.needs = &need;
    problem.needs_n = 1;
    struct core_cost cost = cost_of_first(3); /* nine hours less the late leave, in one go */
    assert_int_equal(cost.need_s[0], 7 * HOUR + 30 - 2 * HOUR);
    assert_int_equal(cost.price_ms, 6 * HOUR * 1000 + (5 * HOUR + 30) * 10);
    places[1].amenities = 8; /* reached after 2:30, left 4 hours before the end */
    cost = cost_of_first(3);
    assert_int_equal(cost.need_s[0], 30 + 2 * HOUR + 30);
    places[0].amenities = places[2].amenities = 9;
    cost = cost_of_first(3);
    assert_int_equal(cost.need_s[0], HOUR); /* the way home */
}

static void schedule__changes_of_the_given_plan_are_counted(void **state)
{
    (void)state;
    lay_road();
    problem.given = given;
    problem.given_first = given_first;
    problem.change_s = 50;
    given[0] = 2;
    given[1] = 0;
    given_first[1] = 2;
    static const uint32_t kept[] = {2, 1, 0}, turned[] = {0, 1, 2};
    assert_int_equal(cost_of(kept, 3).changes, 1); /* 1 is added */
    assert_int_equal(cost_of(turned, 3).changes, 2);
    assert_int_equal(cost_of(turned, 3).price_ms, (6 * HOUR + 2 * 50) * 1000);
}

/* --- against a slow replay -------------------------------------------------------------------------------------------- */

enum { NOT, LEFT_AFTER, AT_BEFORE, AT_BEHIND, ON_ROAD, PLAYED_MAX = 6 };

struct played {
    bool possible;
    int64_t late[PLAYED_MAX], never, beyond, home, price;
};

static int64_t max_of(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* By place: the first second from each on at which service may start, -1 if none; and the last of all. */
enum { SECONDS = 2000 };

static int64_t next_start[PLAYED_MAX][SECONDS + 2], last_start[PLAYED_MAX];

static bool is_open(const struct core_place *place, int64_t second)
{
    bool open = place->window_count == 0;
    for (uint32_t w = 0; w < place->window_count; w++) {
        const struct core_window *window = &made.windows[place->window_first + w];
        open = open ||
               (second >= window->open_s && second + (place->whole_inside ? place->service_s : 0) <= window->close_s);
    }
    return open;
}

static void list_starts(void)
{
    for (uint32_t i = 0; i < made.problem.places_n; i++) {
        last_start[i] = next_start[i][SECONDS + 1] = -1;
        for (int64_t second = SECONDS; second >= 0; second--) {
            bool open = is_open(&made.places[i], second);
            next_start[i][second] = open ? second : next_start[i][second + 1];
            last_start[i] = open && last_start[i] < 0 ? second : last_start[i];
        }
    }
}

static int64_t play_leg(const struct core_route *its, int manner, int64_t time, int64_t leg, int64_t *waited,
                        bool *possible)
{
    int64_t opens = max_of(time, its->break_open_s), there = time + leg;
    int64_t pulls_over = manner == AT_BEFORE ? time : manner == AT_BEHIND || opens > there ? there : opens;
    int64_t start = max_of(pulls_over, its->break_open_s);
    *possible = *possible && start <= its->break_close_s;
    *waited += start - pulls_over;
    return start + its->break_s + time + leg - pulls_over;
}

static struct played play(const uint32_t *sequence, uint32_t count, int manner, uint32_t gap, int64_t leave)
{
    const struct core_problem *q = &made.problem;
    const struct core_route *its = &q->routes[0];
    struct played out = {.possible = true};
    int64_t time = leave, waited = 0, since[CORE_NEEDS_MAX];
    uint32_t at = its->start;
    for (uint32_t k = 0; k < CORE_NEEDS_MAX; k++) {
        since[k] = leave;
    }
    for (uint32_t i = 0; i <= count; i++) {
        uint32_t to = i < count ? sequence[i] : its->end;
        int64_t leg = at == to ? 0 : q->travel_s[at * q->nodes_n + to];
        out.price += leg * q->driving_weight;
        if (manner >= AT_BEFORE && gap == i) {
            bool there = its->break_amenities == 0;
            there = there || (manner == AT_BEFORE && i > 0 && q->places[at].amenities & its->break_amenities);
            there = there || (manner == AT_BEHIND && i < count && q->places[to].amenities & its->break_amenities);
            out.price += there ? 0 : (int64_t)its->break_elsewhere_s * 1000;
            time = play_leg(its, manner, time, leg, &waited, &out.possible);
        } else {
            time += leg;
        }
        int64_t start = time, service = 0;
        if (i < count) {
            const struct core_place *place = &q->places[to];
            int64_t last = last_start[to], allowed = place->late_s;
            start = next_start[to][time <= SECONDS ? time : SECONDS + 1];
            bool shut = last < 0;
            if (shut) {
                const struct core_window *w = &made.windows[place->window_first + place->window_count - 1];
                start = max_of(time, w->open_s);
                last = w->close_s - place->service_s;
            } else if (start < 0) {
                start = time;
            }
            out.late[i] = max_of(0, start - last);
            allowed = shut && !place->mandatory ? 0 : allowed;
            int64_t priced = out.late[i] < allowed ? out.late[i] : allowed;
            *(place->mandatory ? &out.beyond : &out.never) += out.late[i] - priced;
            out.price += priced * place->late_weight;
            waited += start - time;
            service = place->service_s;
        }
        for (uint32_t k = 0; k < q->needs_n; k++) {
            if (i == count || (q->places[to].amenities & q->needs[k].amenities)) {
                out.price += max_of(0, start - since[k] - q->needs[k].within_s) * q->needs[k].weight;
                since[k] = start + service;
            }
        }
        time = start + service;
        at = to;
    }
    out.price += waited * q->waiting_weight;
    out.home = time;
    out.beyond += max_of(0, time - its->latest_s);
    return out;
}

static bool same_lateness(const struct played *a, const struct played *b)
{
    return b->possible && a->home == b->home && memcmp(a->late, b->late, sizeof a->late) == 0;
}

/* The same with the latest leave that changes neither lateness nor the end. */
static struct played play_late(const uint32_t *sequence, uint32_t count, int manner, uint32_t gap, int64_t leave)
{
    struct played early = play(sequence, count, manner, gap, leave), best = early;
    for (int64_t later = leave + 1; early.possible && later <= early.home; later++) {
        struct played now = play(sequence, count, manner, gap, later);
        if (!same_lateness(&early, &now)) {
            break;
        }
        best = now;
    }
    return best;
}

static int compare_played(const struct played *a, bool a_missed, const struct played *b, bool b_missed)
{
    const int64_t difference[] = {a->never - b->never, a->beyond - b->beyond, (int64_t)a_missed - b_missed,
                                  a->price - b->price, a->home - b->home};
    for (int i = 0; i < 5; i++) {
        if (difference[i] != 0) {
            return difference[i] < 0 ? -1 : 1;
        }
    }
    return 0;
}

static struct played play_best(const uint32_t *sequence, uint32_t count, bool *missed)
{
    const struct core_route *its = &made.routes[0];
    struct played best = play_late(sequence, count, NOT, 0, its->earliest_s);
    *missed = its->break_s > 0 && its->earliest_s <= its->break_close_s && best.home > its->break_close_s;
    bool due = *missed;
    for (int manner = LEFT_AFTER; due && manner <= ON_ROAD; manner++) {
        for (uint32_t gap = 0; gap <= (manner == LEFT_AFTER ? 0 : count); gap++) {
            int64_t leave = manner == LEFT_AFTER ? its->break_open_s + its->break_s : its->earliest_s;
            if (manner == LEFT_AFTER && its->earliest_s > its->break_open_s) {
                continue;
            }
            struct played now = play_late(sequence, count, manner, gap, leave);
            if (now.possible && compare_played(&now, false, &best, *missed) < 0) {
                best = now;
                *missed = false;
            }
        }
    }
    return best;
}

static int32_t any_of(int32_t n)
{
    return (int32_t)made_dice(&made, (uint32_t)n);
}

/* A route with every feature at random; places and windows are made's. */
static void make_rich(uint64_t seed)
{
    static struct core_need needs[CORE_NEEDS_MAX];
    made.state = seed * 31337 + 5;
    struct making kind = {.places_n = 1 + made_dice(&made, PLAYED_MAX),
                          .routes_n = 1,
                          .mandatory_percent = 50,
                          .metric = any_of(4) > 0,
                          .tight = any_of(2) > 0};
    made_fill(&made, &kind);
    made.problem.waiting_weight = any_of(2) ? any_of(3) * 500 : 0;
    made.problem.needs = needs;
    made.problem.needs_n = any_of(3) ? 0 : (uint32_t)any_of(3);
    for (uint32_t k = 0; k < made.problem.needs_n; k++) {
        needs[k] = (struct core_need){1 + made_dice(&made, 7), any_of(150), any_of(2000)};
    }
    for (uint32_t i = 0; i < made.problem.places_n; i++) {
        made.places[i].amenities = made_dice(&made, 8);
        made.places[i].late_s = any_of(2) ? any_of(60) : 0;
        made.places[i].late_weight = any_of(2) ? any_of(3000) : 0;
    }
    struct core_route *its = &made.routes[0];
    its->break_s = any_of(4) ? 1 + any_of(60) : 0;
    its->break_amenities = made_dice(&made, 8);
    its->break_elsewhere_s = any_of(3) ? any_of(60) : 0;
}

static void schedule__costs_what_the_best_of_all_ways_costs(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 1500; seed++) {
        make_rich(seed);
        assert_null(core_problem_fault(&made.problem));
        struct rules_room room;
        struct core_cost cost, full;
        struct core_stop stops[PLAYED_MAX + 1];
        uint32_t sequence[PLAYED_MAX], n = made.problem.places_n;
        for (uint32_t i = 0; i < n; i++) {
            sequence[i] = i;
        }
        rules_room_open(&room, &made.problem);
        list_starts();
        bool missed;
        struct played best = play_best(sequence, n, &missed);
        assert_true(core_schedule_cost(&room.rules, 0, sequence, n, &cost));
        assert_true(core_schedule_full(&room.rules, 0, sequence, n, stops, &full) >= n);
        if (cost.never_late_s != best.never || cost.late_s != best.beyond || cost.missed != missed ||
            cost.price_ms != best.price || cost.home_s != best.home) {
            fail_msg("seed %llu: %lld %lld %lld %lld %lld, not %lld %lld %d %lld %lld", (unsigned long long)seed,
                     (long long)cost.never_late_s, (long long)cost.late_s, (long long)cost.missed,
                     (long long)cost.price_ms, (long long)cost.home_s, (long long)best.never, (long long)best.beyond,
                     missed, (long long)best.price, (long long)best.home);
        }
        assert_int_equal(full.price_ms, cost.price_ms);
        assert_int_equal(full.home_s, cost.home_s);
        int64_t late_s, driving_s;
        int32_t leave_s, home_s;
        core_schedule(&made.problem, 0, sequence, n, stops, &late_s, &leave_s, &home_s, &driving_s);
        assert_int_equal(late_s, best.never + best.beyond + (missed ? made.routes[0].break_s : 0));
        assert_int_equal(home_s, best.home);
        assert_int_equal(leave_s, full.leave_s);
        free(room.memory);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(schedule__of_a_solved_route_is_the_solved_route),
        cmocka_unit_test(schedule__leaves_as_late_as_costs_nothing),
        cmocka_unit_test(schedule__waits_for_the_next_window_and_is_late_after_the_last),
        cmocka_unit_test(schedule__counts_the_lateness_of_optional_places_and_of_the_end),
        cmocka_unit_test(schedule__has_the_break_in_the_waiting_before_a_stop),
        cmocka_unit_test(schedule__has_the_break_before_setting_off_or_on_the_road),
        cmocka_unit_test(schedule__needs_no_break_on_the_road_when_it_is_had_at_home),
        cmocka_unit_test(schedule__misses_a_break_rather_than_be_late),
        cmocka_unit_test(schedule__says_when_there_is_no_way),
        cmocka_unit_test(schedule__lateness_that_is_allowed_has_a_price_and_more_of_it_counts),
        cmocka_unit_test(schedule__a_place_without_a_usable_window_is_only_for_duties),
        cmocka_unit_test(schedule__fixed_places_are_duties),
        cmocka_unit_test(schedule__waiting_is_what_leaving_late_does_not_save),
        cmocka_unit_test(schedule__the_break_is_had_where_waiting_is_least),
        cmocka_unit_test(schedule__a_break_is_had_where_there_is_food_if_that_costs_less),
        cmocka_unit_test(schedule__waits_where_there_is_food_only_if_that_is_worth_it),
        cmocka_unit_test(schedule__stretches_without_what_is_needed_have_a_price),
        cmocka_unit_test(schedule__changes_of_the_given_plan_are_counted),
        cmocka_unit_test(schedule__costs_what_the_best_of_all_ways_costs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
