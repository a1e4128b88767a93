#include "geo/roads/scc.h"

#include "geo/base/mem.h"
#include "tests/base/unit.h"

#include <stdbool.h>

static uint64_t dice = 88172645463325252u;

static uint32_t roll(uint32_t sides)
{
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return (uint32_t)((dice >> 33) % sides);
}

static void scc__random_graphs_agree_with_reachability(void **state)
{
    (void)state;
    for (int round = 0; round < 300; round++) {
        enum { N = 12 };
        bool reaches[N][N] = {{false}};
        uint32_t first[N + 1] = {0}, heads[N * 3], part[N], n = 0, degree = roll(3) + 1;
        for (uint32_t node = 0; node < N; node++) {
            reaches[node][node] = true;
            for (uint32_t i = roll(degree + 1); i > 0; i--) {
                heads[n] = roll(N);
                reaches[node][heads[n++]] = true;
            }
            first[node + 1] = n;
        }
        for (uint32_t via = 0; via < N; via++) { /* Warshall 1962 */
            for (uint32_t a = 0; a < N; a++) {
                for (uint32_t b = 0; b < N; b++) {
                    reaches[a][b] |= reaches[a][via] && reaches[via][b];
                }
            }
        }
        uint32_t parts_n = scc_find(N, first, heads, part), highest = 0;
        for (uint32_t a = 0; a < N; a++) {
            highest = part[a] > highest ? part[a] : highest;
            for (uint32_t b = 0; b < N; b++) {
                assert_int_equal(part[a] == part[b], reaches[a][b] && reaches[b][a]);
            }
        }
        assert_int_equal(highest + 1, parts_n);
    }
}

static void scc__a_road_of_a_million_junctions_needs_no_deep_stack(void **state)
{
    (void)state;
    enum { N = 1000000 };
    uint32_t *first = mem_alloc_array(N + 1, sizeof *first), *heads = mem_alloc_array(N, sizeof *heads);
    uint32_t *part = mem_alloc_array(N, sizeof *part);
    for (uint32_t node = 0; node < N; node++) {
        first[node] = node;
        heads[node] = (node + 1) % N;
    }
    first[N] = N;
    assert_int_equal(scc_find(N, first, heads, part), 1);
    heads[N - 1] = N - 1;
    assert_int_equal(scc_find(N, first, heads, part), N);
    mem_free(first);
    mem_free(heads);
    mem_free(part);
}

static void scc__of_nothing_is_nothing(void **state)
{
    (void)state;
    uint32_t first = 0, nothing = 7;
    assert_int_equal(scc_find(0, &first, &nothing, &nothing), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scc__random_graphs_agree_with_reachability),
        cmocka_unit_test(scc__a_road_of_a_million_junctions_needs_no_deep_stack),
        cmocka_unit_test(scc__of_nothing_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
