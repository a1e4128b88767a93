/* The network against genuine answers of OSRM's car profile over the same extracts. */
#include "geo/base/file.h"
#include "tests/roads/network.h"
#include "tests/roads/osrm_answer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const char *const no_ferries[] = {"general.ferries", "no", NULL};

static const char *read_text(struct arena *arena, const char *name)
{
    char *data = NULL;
    size_t length = 0;
    const char *path = arena_printf(arena, "%s/data/osrm-answers/%s", getenv("ROUNDS_SHARED"), name);
    assert_int_equal(file_read(arena, path, 16 << 20, &data, &length, NULL), STATUS_OK);
    return data;
}

static struct osrm_comparison compare(const char *extract, const char *const *changes, const char *answer_name)
{
    struct arena *arena = arena_new();
    const char *file = network_extract(arena, extract);
    if (!file) {
        arena_free(arena);
        skip();
    }
    struct osrm_answer answer = {0};
    assert_true(
        osrm_request_points(read_text(arena, arena_printf(arena, "%s.request.txt", answer_name)), arena, &answer));
    assert_true(osrm_answer_read(read_text(arena, arena_printf(arena, "%s.json", answer_name)), arena, &answer));
    struct network *network = network_new(file, changes);
    struct osrm_comparison result = osrm_compare(&answer, network->query, arena);
    network_free(network);
    arena_free(arena);
    printf(
        "%s: %zu pairs; durations median %.3f, p5 %.3f, p95 %.3f; distances %.3f, %.3f, %.3f; ways only here %zu, only "
        "there %zu\n",
        answer_name, result.pairs, result.seconds.median, result.seconds.p5, result.seconds.p95, result.metres.median,
        result.metres.p5, result.metres.p95, result.only_ours, result.only_osrm);
    return result;
}

static void assert_between(double low, double value, double high)
{
    if (!(value >= low && value <= high)) {
        print_error("%.4f is not within %.2f-%.2f\n", value, low, high);
        fail();
    }
}

static void assert_close(const struct osrm_comparison *result)
{
    const struct osrm_ratio *both[] = {&result->seconds, &result->metres};
    for (int i = 0; i < 2; i++) {
        assert_between(0.98, both[i]->median, 1.02);
        assert_between(0.92, both[i]->p5, 1.08);
        assert_between(0.92, both[i]->p95, 1.08);
    }
    assert_int_equal(result->only_ours, 0);
    assert_int_equal(result->only_osrm, 0);
}

static void osrm__porto_takes_as_long_and_is_as_far(void **state)
{
    (void)state;
    struct osrm_comparison result = compare("porto_portugal.osm.pbf", NULL, "porto-table-50");
    assert_true(result.pairs > 2000);
    assert_close(&result);
}

static void osrm__rutland_takes_as_long_and_is_as_far(void **state)
{
    (void)state;
    struct osrm_comparison result = compare("rutland-latest.osm.pbf", NULL, "rutland-table-50");
    assert_true(result.pairs > 2000);
    assert_close(&result);
}

/* Three places, one of them on Gozo: two pairs with a way, four without. */
static void osrm__malta_without_its_ferries_has_the_same_gaps(void **state)
{
    (void)state;
    struct osrm_comparison result = compare("malta-latest.osm.pbf", no_ferries, "malta-table-null");
    assert_int_equal(result.pairs, 2);
    assert_close(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(osrm__porto_takes_as_long_and_is_as_far),
        cmocka_unit_test(osrm__rutland_takes_as_long_and_is_as_far),
        cmocka_unit_test(osrm__malta_without_its_ferries_has_the_same_gaps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
