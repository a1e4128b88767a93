#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "geo/base/mem.h"
#include "geo/travel.h"

#include <stdlib.h>
#include <string.h>

/* A source that answers FACTOR times the whole degrees between two places, knows those up to KNOWS_LAT, and fails from its
 * FAILS_AT-th table on. */
struct fake {
    int32_t factor, fails_at, asked, cells;
    double knows_lat;
    bool freed;
};

static bool knows(const struct fake *fake, struct point a)
{
    return a.lat_deg <= fake->knows_lat;
}

static int32_t answer(const struct fake *fake, struct point a, struct point b)
{
    return knows(fake, a) && knows(fake, b) ? fake->factor * (int32_t)(abs((int)(a.lat_deg - b.lat_deg)) + 1)
                                            : TRAVEL_UNKNOWN;
}

static enum status fake_matrix(void *self, const struct point *from, size_t n_from, const struct point *to, size_t n_to,
                               int32_t *seconds, int32_t *metres, struct error *err)
{
    struct fake *fake = self;
    fake->asked++;
    fake->cells += (int32_t)(n_from * n_to);
    if (fake->fails_at > 0 && fake->asked >= fake->fails_at) {
        return error_set(err, STATUS_NETWORK, "nobody answers at example.org");
    }
    for (size_t i = 0; i < n_from * n_to; i++) {
        seconds[i] = answer(fake, from[i / n_to], to[i % n_to]);
        if (metres != NULL) {
            metres[i] = seconds[i] == TRAVEL_UNKNOWN ? TRAVEL_UNKNOWN : seconds[i] * 10;
        }
    }
    return STATUS_OK;
}

static int32_t fake_at_least_s(void *self, struct point a, struct point b)
{
    return answer(self, a, b);
}

static double fake_reach_m(void *self, int32_t seconds)
{
    return ((struct fake *)self)->factor * seconds;
}

static double fake_off_road_m(void *self, struct point place)
{
    return knows(self, place) ? ((struct fake *)self)->factor : -1;
}

static void fake_free(void *self)
{
    ((struct fake *)self)->freed = true;
}

#define OPS(is_named, is_certain)                                                                                      \
    {                                                                                                                  \
        .name = is_named, .certain = is_certain, .matrix = fake_matrix, .at_least_s = fake_at_least_s,                 \
        .reach_m = fake_reach_m, .off_road_m = fake_off_road_m, .free = fake_free                                      \
    }
static const struct travel_ops remote_ops = OPS("remote", false);
static const struct travel_ops map_ops = OPS("map", true);
static const struct travel_ops last_ops = OPS("last", true);

static char told[500];
static int tellings;

static void tell(void *context, const char *text)
{
    assert_ptr_equal(context, told);
    tellings++;
    strncpy(told, text, sizeof told - 1);
}

static struct fake remote, map, last;

/* The remote knows all up to 10 degrees north, the map up to 20, the last everything. */
static int setup(void **state)
{
    remote = (struct fake){.factor = 100, .knows_lat = 10};
    map = (struct fake){.factor = 200, .knows_lat = 20};
    last = (struct fake){.factor = 300, .knows_lat = 90};
    struct travel *sources[] = {travel_new(&remote_ops, &remote), travel_new(&map_ops, &map),
                                travel_new(&last_ops, &last)};
    told[0] = '\0';
    tellings = 0;
    *state = travel_chain_new(sources, 3, tell, told);
    return 0;
}

static int teardown(void **state)
{
    travel_free(*state);
    assert_true(remote.freed && map.freed && last.freed);
    return 0;
}

static const struct point places[4] = {{1, 0}, {5, 0}, {15, 0}, {80, 0}};

static void ask(struct travel *travel, int32_t seconds[16], int32_t metres[16])
{
    struct error err;
    if (travel_matrix(travel, places, 4, places, 4, seconds, metres, &err) != STATUS_OK) {
        fail_msg("%s", err.text);
    }
}

static void chain__each_pair_is_answered_by_the_first_that_knows_it(void **state)
{
    struct travel *travel = *state;
    int32_t seconds[16], metres[16];
    assert_string_equal(travel_name(travel), "remote");
    ask(travel, seconds, metres);
    for (size_t i = 0; i < 16; i++) {
        struct point a = places[i / 4], b = places[i % 4];
        const struct fake *by = a.lat_deg > 20 || b.lat_deg > 20   ? &last
                                : a.lat_deg > 10 || b.lat_deg > 10 ? &map
                                                                   : &remote;
        assert_int_equal(seconds[i], answer(by, a, b));
        assert_int_equal(metres[i], 10 * answer(by, a, b));
        assert_string_equal(travel_source(travel, a, b), by == &last ? "last" : by == &map ? "map" : "remote");
    }
    assert_string_equal(travel_name(travel), "remote, map, last");
    assert_int_equal(remote.cells, 16);
    assert_int_equal(map.cells, 12); /* two whole rows, and what two rows lack */
    assert_int_equal(last.cells, 7);
    assert_int_equal(tellings, 0);
}

static void chain__seconds_or_metres_may_be_left_out(void **state)
{
    struct travel *travel = *state;
    int32_t both[2][16], one[16];
    struct error err;
    ask(travel, both[0], both[1]);
    assert_int_equal(travel_matrix(travel, places, 4, places, 4, NULL, one, &err), STATUS_OK);
    assert_memory_equal(one, both[1], sizeof one);
    assert_int_equal(travel_matrix(travel, places, 4, places, 4, one, NULL, &err), STATUS_OK);
    assert_memory_equal(one, both[0], sizeof one);
    assert_int_equal(travel_matrix(travel, places, 0, places, 4, one, NULL, &err), STATUS_OK);
}

static void chain__one_that_fails_is_left_alone_and_named_once(void **state)
{
    struct travel *travel = *state;
    int32_t seconds[16], first[16];
    remote.fails_at = 2;
    ask(travel, first, NULL);
    ask(travel, seconds, NULL);
    assert_int_equal(tellings, 1);
    assert_string_equal(told, "nobody answers at example.org; its part is taken from map");
    assert_int_equal(seconds[1], answer(&map, places[0], places[1]));
    assert_string_equal(travel_source(travel, places[0], places[1]), "map");
    ask(travel, seconds, NULL);
    assert_int_equal(remote.asked, 2);
    assert_int_equal(tellings, 1);
    assert_string_equal(travel_name(travel), "remote, map, last");
}

static void chain__one_that_never_answered_is_not_named_as_a_source(void **state)
{
    struct travel *travel = *state;
    int32_t seconds[16];
    remote.fails_at = 1;
    assert_false(travel_is_certain(travel));
    ask(travel, seconds, NULL);
    assert_true(travel_is_certain(travel)); /* as those that are left are */
    assert_string_equal(travel_name(travel), "map, last");
    assert_string_equal(travel_source(travel, places[0], places[1]), "map");
    assert_string_equal(travel_source(travel, places[0], places[3]), "last");
}

static void chain__when_the_last_fails_it_fails_with_its_words(void **state)
{
    struct travel *travel = *state;
    int32_t seconds[16];
    memset(seconds, 7, sizeof seconds);
    int32_t before = seconds[0];
    struct error err;
    last.fails_at = 1;
    assert_int_equal(travel_matrix(travel, places, 4, places, 4, seconds, NULL, &err), STATUS_NETWORK);
    assert_string_equal(err.text, "nobody answers at example.org");
    assert_int_equal(seconds[0], before);
    assert_int_equal(travel_matrix(travel, places, 2, places, 2, seconds, NULL, &err), STATUS_OK);
}

/* What the last does not know either cannot be driven: there is no number to give. */
static void chain__never_answers_that_it_does_not_know(void **state)
{
    struct travel *travel = *state;
    int32_t seconds[16], metres[16];
    last.knows_lat = 50;
    ask(travel, seconds, metres);
    assert_int_equal(seconds[3], TRAVEL_NONE);
    assert_int_equal(metres[3], TRAVEL_NONE);
}

/* The remote may fail before it is asked, so that the map may come to answer for its places; the map cannot. */
static void chain__bounds_hold_whoever_comes_to_answer(void **state)
{
    struct travel *travel = *state;
    struct error err;
    int32_t to_s[16], back_s[16];
    remote.factor = 250;
    assert_int_equal(travel_bounds(travel, places, 4, places, 4, to_s, back_s, &err), STATUS_OK);
    for (size_t i = 0; i < 16; i++) {
        struct point a = places[i / 4], b = places[i % 4];
        int32_t least_s = answer(&map, a, b) != TRAVEL_UNKNOWN ? answer(&map, a, b) : answer(&last, a, b);
        assert_int_equal(to_s[i], least_s);
        assert_int_equal(back_s[i], least_s);
        assert_int_equal(travel_at_least_s(travel, a, b), least_s);
    }
    remote.factor = 100;
    assert_int_equal(travel_at_least_s(travel, places[0], places[1]), answer(&remote, places[0], places[1]));
    assert_true(travel_reach_m(travel, 10) == 3000);
}

static void chain__the_way_and_the_road_are_the_usual_sources(void **state)
{
    struct travel *travel = *state;
    struct travel_path path;
    struct arena *arena = arena_new();
    struct error err;
    int32_t seconds[16];
    assert_true(travel_off_road_m(travel, places[0]) == 100);
    remote.fails_at = 1;
    ask(travel, seconds, NULL);
    assert_true(travel_off_road_m(travel, places[0]) == 200);
    assert_true(travel_off_road_m(travel, places[3]) == 300);
    last.knows_lat = 20;
    assert_true(travel_off_road_m(travel, places[3]) < 0);
    assert_int_equal(travel_path(travel, places[0], places[3], arena, &path, &err), STATUS_OK);
    assert_int_equal(path.n, 2);
    assert_memory_equal(&path.points[1], &places[3], sizeof places[3]);
    arena_free(arena);
}

/* Thousands of pairs that another source than the usual one answered for. */
static void chain__remembers_who_answered_for_many(void **state)
{
    struct travel *travel = *state;
    enum { N = 70 };
    struct point many[N];
    static int32_t seconds[N * N];
    struct error err;
    for (int i = 0; i < N; i++) {
        many[i] = (struct point){i % 30, i};
    }
    assert_int_equal(travel_matrix(travel, many, N, many, N, seconds, NULL, &err), STATUS_OK);
    for (size_t i = 0; i < (size_t)N * N; i++) {
        double lat = many[i / N].lat_deg > many[i % N].lat_deg ? many[i / N].lat_deg : many[i % N].lat_deg;
        const char *by = lat > 20 ? "last" : lat > 10 ? "map" : "remote";
        assert_string_equal(travel_source(travel, many[i / N], many[i % N]), by);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(chain__each_pair_is_answered_by_the_first_that_knows_it, setup, teardown),
        cmocka_unit_test_setup_teardown(chain__seconds_or_metres_may_be_left_out, setup, teardown),
        cmocka_unit_test_setup_teardown(chain__one_that_fails_is_left_alone_and_named_once, setup, teardown),
        cmocka_unit_test_setup_teardown(chain__one_that_never_answered_is_not_named_as_a_source, setup, teardown),
        cmocka_unit_test_setup_teardown(chain__when_the_last_fails_it_fails_with_its_words, setup, teardown),
        cmocka_unit_test_setup_teardown(chain__never_answers_that_it_does_not_know, setup, teardown),
        cmocka_unit_test_setup_teardown(chain__bounds_hold_whoever_comes_to_answer, setup, teardown),
        cmocka_unit_test_setup_teardown(chain__the_way_and_the_road_are_the_usual_sources, setup, teardown),
        cmocka_unit_test_setup_teardown(chain__remembers_who_answered_for_many, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
