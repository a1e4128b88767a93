/* Rules, each by hand on a few places, and all of them against the definition. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/core/make_problem.h"
#include "tests/core/rules_room.h"

#include <string.h>

/* --- by hand: places 0..5, routes 0..2 on days 0, 1, 3 ------------------------------------------------------------------ */

enum { PLACES = 6, ROUTES = 3 };

static struct core_place places[PLACES];
static struct core_group groups[2];
static struct core_order orders[4];
static struct core_route routes[ROUTES];
static int32_t travel[(PLACES + 1) * (PLACES + 1)];
static uint32_t given[PLACES], given_first[ROUTES + 1];
static struct core_problem problem;
static struct rules_room room;
static struct core_where where;

static void lay(void)
{
    static const int32_t days[ROUTES] = {0, 1, 3};
    memset(groups, 0, sizeof groups);
    memset(given_first, 0, sizeof given_first);
    for (uint32_t i = 0; i < PLACES; i++)
        places[i] = (struct core_place){.routes = UINT64_MAX};
    for (uint32_t r = 0; r < ROUTES; r++)
        routes[r] = (struct core_route){.start = PLACES, .end = PLACES, .day = days[r], .latest_s = 1000};
    problem = (struct core_problem){.places_n = PLACES,
                                    .nodes_n = PLACES + 1,
                                    .places = places,
                                    .routes_n = ROUTES,
                                    .routes = routes,
                                    .travel_s = travel,
                                    .groups = groups,
                                    .orders = orders};
}

static void order(struct core_item first, struct core_item then)
{
    orders[problem.orders_n++] = (struct core_order){first, then};
}

static struct core_item place(uint32_t i)
{
    return (struct core_item){false, i};
}

static struct core_item group(uint32_t g)
{
    return (struct core_item){true, g};
}

static void open_room(void)
{
    assert_null(core_problem_fault(&problem));
    rules_room_open(&room, &problem);
    core_sketch_clear(&room.sketch);
}

static void put(uint32_t route, uint32_t place_at_end)
{
    core_sketch_insert(&room.sketch, route, core_sketch_count(&room.sketch, route), place_at_end);
    core_rules_locate(&room.rules, &room.sketch, room.route, room.at);
    where = (struct core_where){room.route, room.at};
}

static bool kept(void)
{
    bool all = core_rules_kept(&room.rules, &room.sketch, room.route, room.at);
    core_rules_locate(&room.rules, &room.sketch, room.route, room.at);
    for (uint32_t i = 0; i < problem.places_n; i++)
        assert_true(!all || room.route[i] == CORE_NOWHERE || core_rules_place_kept(&room.rules, &where, i));
    return all;
}

static void assert_span(uint32_t i, uint32_t route, uint32_t first, uint32_t last)
{
    uint32_t from = 99, to = 99;
    assert_true(core_rules_span(&room.rules, &where, i, route, core_sketch_count(&room.sketch, route), &from, &to));
    assert_int_equal(from, first);
    assert_int_equal(to, last);
}

static void assert_no_span(uint32_t i, uint32_t route)
{
    uint32_t from, to;
    uint32_t count = core_sketch_count(&room.sketch, route);
    assert_false(core_rules_span(&room.rules, &where, i, route, count, &from, &to));
}

static void close_room(void)
{
    free(room.memory);
}

static void rules__a_place_is_on_no_route_but_its_own(void **state)
{
    (void)state;
    lay();
    places[0].routes = 2;
    routes[1].start = 1;
    open_room();
    assert_false(room.rules.any);
    assert_int_equal(room.rules.routes[0], 2);
    assert_int_equal(room.rules.routes[1], 5); /* where route 1 starts, and no fourth route */
    put(1, 0);
    assert_true(kept());
    put(1, 1);
    assert_false(kept());
    assert_span(2, 1, 0, 2);
    assert_no_span(1, 1);
    close_room();
}

static void rules__of_a_group_one_place_is_served(void **state)
{
    (void)state;
    lay();
    problem.groups_n = 2;
    groups[1].required = true;
    places[1].group = places[4].group = 2;
    places[2].group = 1;
    open_room();
    assert_true(room.rules.optional[2]);
    assert_false(room.rules.optional[1]);
    assert_false(room.rules.duty[1]);
    uint32_t n;
    struct core_item second = group(2);
    const uint32_t *choices = core_rules_choices(&room.rules, &second, &n);
    assert_int_equal(n, 2);
    assert_int_equal(choices[0], 1);
    assert_int_equal(choices[1], 4);
    put(0, 4);
    assert_int_equal(core_rules_served(&room.rules, &where, second), 4);
    assert_int_equal(core_rules_served(&room.rules, &where, group(1)), CORE_NOWHERE);
    assert_no_span(1, 2);
    assert_span(2, 0, 0, 1);
    put(1, 1);
    assert_false(kept());
    close_room();
}

static void rules__what_comes_first_is_served_before(void **state)
{
    (void)state;
    lay();
    order(place(3), place(0));
    order(place(0), place(5));
    open_room();
    assert_true(room.rules.rank[3] < room.rules.rank[0] && room.rules.rank[0] < room.rules.rank[5]);
    put(0, 1);
    assert_no_span(0, 0); /* 3 is not served */
    put(0, 3);
    put(0, 2);
    assert_span(0, 0, 2, 3);
    assert_no_span(0, 1); /* the day after, but nothing is carried over */
    put(0, 0);
    assert_true(kept());
    assert_true(core_rules_relied_on(&room.rules, &where, 3));
    assert_false(core_rules_relied_on(&room.rules, &where, 0));
    put(1, 5);
    assert_false(kept());
    close_room();
}

/* The highest and the lowest rank that ITEM may mean. */
static void find_ranks(struct core_item item, uint32_t *high, uint32_t *low)
{
    uint32_t n;
    const uint32_t *choices = core_rules_choices(&room.rules, &item, &n);
    *high = 0;
    *low = UINT32_MAX;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t rank = room.rules.rank[choices[i]];
        *high = rank > *high ? rank : *high;
        *low = rank < *low ? rank : *low;
    }
}

static bool names_in_common(const struct core_problem *q, struct core_item a, struct core_item b)
{
    uint32_t n;
    core_rules_choices(&room.rules, &a, &n);
    if (a.group == b.group)
        return n > 0 && a.index == b.index;
    return a.group ? q->places[b.index].group == a.index : q->places[a.index].group == b.index;
}

static void rules__orders_are_sorted_and_ranked(void **state)
{
    static struct made made;
    (void)state;
    for (uint64_t seed = 1; seed <= 500; seed++) {
        const struct core_problem *q = &made.problem;
        made.state = seed;
        struct making making = made_rich_kind(&made, 16);
        making.features |= MADE_ORDERS | MADE_GROUPS;
        made_fill(&made, &making);
        rules_room_open(&room, q);
        for (uint32_t k = 0; k < q->orders_n; k++) {
            const struct core_order *one = &q->orders[room.rules.sorted[k]];
            uint32_t high, low, none;
            find_ranks(one->first, &high, &none);
            find_ranks(one->then, &none, &low);
            assert_true(high < low);
            for (uint32_t l = 0; l < k; l++) {
                assert_int_not_equal(room.rules.sorted[l], room.rules.sorted[k]);
                assert_false(names_in_common(q, q->orders[room.rules.sorted[l]].first, one->then));
            }
        }
        close_room();
    }
}

static void rules__what_comes_second_bounds_what_comes_first(void **state)
{
    (void)state;
    lay();
    problem.groups_n = 1;
    places[0].group = places[1].group = 1;
    order(group(1), place(2));
    problem.carry_over = true;
    open_room();
    put(1, 3);
    put(1, 2);
    put(1, 4);
    assert_span(0, 1, 0, 1);
    assert_span(1, 0, 0, 0); /* the day before */
    assert_no_span(1, 2);    /* a later day */
    assert_false(kept());
    put(0, 1);
    assert_true(kept());
    close_room();
}

static void rules__visits_of_a_series_are_days_apart(void **state)
{
    (void)state;
    lay();
    places[0].series = places[1].series = places[2].series = 7;
    places[0].apart_days = 2;
    open_room();
    put(0, 0);
    assert_no_span(1, 0);
    assert_no_span(1, 1);
    assert_span(1, 2, 0, 0);
    put(2, 1);
    assert_span(2, 2, 0, 1); /* apart from 0, and 1 and 2 may share a day */
    assert_true(kept());
    put(1, 2);
    assert_false(kept());
    close_room();
}

static void rules__the_fixed_beginning_stays_where_it_is(void **state)
{
    (void)state;
    lay();
    problem.given = given;
    problem.given_first = given_first;
    given[0] = 4;
    given[1] = 2;
    given[2] = 0;
    given_first[1] = 3;
    given_first[2] = given_first[3] = 3;
    routes[0].fixed_n = 2;
    open_room();
    assert_true(room.rules.duty[4] && room.rules.duty[2] && !room.rules.duty[0]);
    assert_true(core_rules_is_fixed(&room.rules, 2) && !core_rules_is_fixed(&room.rules, 0));
    assert_int_equal(room.rules.given_at[0], 2);
    assert_false(kept()); /* not served */
    put(0, 4);
    put(0, 2);
    put(0, 1);
    assert_true(kept());
    assert_span(3, 0, 2, 3);
    assert_span(3, 1, 0, 0);
    core_sketch_remove(&room.sketch, 0, 2);
    core_sketch_insert(&room.sketch, 0, 1, 1);
    assert_false(kept());
    close_room();
}

/* --- against the definition --------------------------------------------------------------------------------------------- */

static struct made made;

static bool names(struct core_item item, uint32_t i)
{
    return item.group ? made.places[i].group == item.index : item.index == i;
}

static bool comes_before(uint32_t a, uint32_t b)
{
    if (room.route[a] == room.route[b])
        return room.at[a] < room.at[b];
    return made.problem.carry_over && made.routes[room.route[a]].day < made.routes[room.route[b]].day;
}

static bool order_is_kept(const struct core_order *its)
{
    for (uint32_t then = 0; then < made.problem.places_n; then++) {
        if (room.route[then] == CORE_NOWHERE || !names(its->then, then))
            continue;
        bool after = false;
        for (uint32_t first = 0; first < made.problem.places_n; first++)
            after =
                after || (room.route[first] != CORE_NOWHERE && names(its->first, first) && comes_before(first, then));
        if (!after)
            return false;
    }
    return true;
}

static bool pair_is_kept(uint32_t a, uint32_t b)
{
    const struct core_place *x = &made.places[a], *y = &made.places[b];
    if (x->group && x->group == y->group)
        return false;
    int64_t days = (int64_t)made.routes[room.route[a]].day - made.routes[room.route[b]].day;
    days = days < 0 ? -days : days;
    return !x->series || x->series != y->series || (days >= x->apart_days && days >= y->apart_days);
}

static bool is_kept_by_definition(void)
{
    const struct core_problem *q = &made.problem;
    for (uint32_t i = 0; i < q->places_n; i++) {
        uint32_t route = room.route[i];
        if (route == CORE_NOWHERE)
            continue;
        if (!(made.places[i].routes >> route & 1) || made.routes[route].start == i || made.routes[route].end == i)
            return false;
        for (uint32_t j = 0; j < q->places_n; j++)
            if (j != i && room.route[j] != CORE_NOWHERE && !pair_is_kept(i, j))
                return false;
    }
    for (uint32_t o = 0; o < q->orders_n; o++)
        if (!order_is_kept(&q->orders[o]))
            return false;
    for (uint32_t r = 0; q->given && r < q->routes_n; r++)
        for (uint32_t k = 0; k < q->routes[r].fixed_n; k++)
            if (room.route[q->given[q->given_first[r] + k]] != r || room.at[q->given[q->given_first[r] + k]] != k + 1)
                return false;
    return true;
}

static void make_any(uint64_t seed)
{
    made.state = seed * 7727 + 3;
    struct making kind = made_rich_kind(&made, 8);
    made_fill(&made, &kind);
}

/* Wherever the span says a place may go it keeps the rules, and nowhere else. */
static void rules__the_span_is_where_the_definition_allows(void **state)
{
    (void)state;
    unsigned tried = 0, allowed = 0;
    for (uint64_t seed = 0; seed < 4000; seed++) {
        make_any(seed);
        rules_room_open(&room, &made.problem);
        where = (struct core_where){room.route, room.at};
        const struct core_problem *q = &made.problem;
        for (uint32_t r = 0; q->given && r < q->routes_n; r++)
            for (uint32_t k = 0; k < q->routes[r].fixed_n; k++)
                core_sketch_insert(&room.sketch, r, k, q->given[q->given_first[r] + k]);
        for (uint32_t step = 0; q->places_n && step < 12; step++) {
            uint32_t i = made_dice(&made, q->places_n), r = made_dice(&made, q->routes_n), first, last;
            core_rules_locate(&room.rules, &room.sketch, room.route, room.at);
            if (room.route[i] != CORE_NOWHERE)
                continue;
            uint32_t count = core_sketch_count(&room.sketch, r), good = count + 1;
            bool any = core_rules_span(&room.rules, &where, i, r, count, &first, &last);
            for (uint32_t at = 0; at <= count; at++) {
                core_sketch_insert(&room.sketch, r, at, i);
                core_rules_locate(&room.rules, &room.sketch, room.route, room.at);
                bool right = is_kept_by_definition();
                assert_int_equal(right, any && first <= at && at <= last);
                assert_int_equal(right, core_rules_kept(&room.rules, &room.sketch, room.route, room.at));
                core_sketch_remove(&room.sketch, r, at);
                good = right ? at : good;
                tried++;
                allowed += right;
            }
            if (good <= count)
                core_sketch_insert(&room.sketch, r, good, i);
        }
        close_room();
    }
    assert_true(allowed > tried / 10 && allowed < tried);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules__a_place_is_on_no_route_but_its_own),
        cmocka_unit_test(rules__of_a_group_one_place_is_served),
        cmocka_unit_test(rules__what_comes_first_is_served_before),
        cmocka_unit_test(rules__orders_are_sorted_and_ranked),
        cmocka_unit_test(rules__what_comes_second_bounds_what_comes_first),
        cmocka_unit_test(rules__visits_of_a_series_are_days_apart),
        cmocka_unit_test(rules__the_fixed_beginning_stays_where_it_is),
        cmocka_unit_test(rules__the_span_is_where_the_definition_allows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
