#include "geo/base/mem.h"
#include "geo/roads/contract.h"
#include "tests/base/unit.h"

#include <stdlib.h>
#include <string.h>

/* What a hierarchy is asked here: everything it says is worked out once more from the arcs alone. */
struct made {
    uint32_t n;
    struct contract_arc *arcs;
    size_t arcs_n, room;
    uint32_t *rank, *up_first, ups_n;
    struct roads_up *ups;
};

static const uint64_t DIGEST = UINT64_C(0x74c9e07bb94c2279);

static uint64_t dice_state;

static uint32_t dice(uint32_t n)
{
    dice_state ^= dice_state << 13;
    dice_state ^= dice_state >> 7;
    dice_state ^= dice_state << 17;
    return (uint32_t)((dice_state >> 32) * n >> 32);
}

static void arc(struct made *made, uint32_t tail, uint32_t head, uint32_t ms, uint32_t dm, uint32_t id)
{
    if (made->arcs_n == made->room) {
        made->room = made->room * 2 + 64;
        made->arcs = mem_grow(made->arcs, made->room, sizeof *made->arcs);
    }
    made->arcs[made->arcs_n++] = (struct contract_arc){tail, head, ms, dm, id};
}

/* An edge that can be driven both ways for the same. */
static void street(struct made *made, uint32_t edge, uint32_t a, uint32_t b, uint32_t ms, uint32_t dm)
{
    arc(made, a, b, ms, dm, 2 * edge);
    arc(made, b, a, ms, dm, 2 * edge + 1);
}

static void contracted(struct made *made)
{
    struct error err;
    assert_int_equal(
        contract(made->n, made->arcs, made->arcs_n, NULL, &made->rank, &made->up_first, &made->ups, &made->ups_n, &err),
        STATUS_OK);
}

static void made_free(struct made *made)
{
    mem_free(made->arcs);
    mem_free(made->rank);
    mem_free(made->up_first);
    mem_free(made->ups);
}

/* One-ways, streets that take longer one way, parallels, loops, costs of nothing, and many that tie. */
static struct made random_network(uint32_t n, uint32_t edges, uint32_t ms_max)
{
    struct made made = {.n = n};
    for (uint32_t e = 0; e < edges; e++) {
        uint32_t a = dice(n), b = dice(4) ? (a + 1 + dice(3)) % n : dice(n), ms = dice(ms_max), dm = 1 + dice(ms_max);
        uint32_t kind = dice(10);
        if (kind < 6) {
            street(&made, e, a, b, ms, dm);
        } else if (kind < 8) {
            arc(&made, a, b, ms, dm, 2 * e);
        } else {
            arc(&made, b, a, ms, dm, 2 * e + 1);
            arc(&made, a, b, ms + dice(3), dm, 2 * e);
        }
    }
    return made;
}

static roads_cost *all_pairs(const struct made *made) /* Floyd and Warshall */
{
    size_t n = made->n;
    roads_cost *far = mem_alloc_array(n * n, sizeof *far);
    for (size_t i = 0; i < n * n; i++) {
        far[i] = i % (n + 1) ? ROADS_NONE : 0;
    }
    for (size_t i = 0; i < made->arcs_n; i++) {
        const struct contract_arc *a = &made->arcs[i];
        roads_cost *at = &far[a->tail * n + a->head], cost = roads_cost_of(a->ms, a->dm);
        *at = cost < *at ? cost : *at;
    }
    for (size_t k = 0; k < n; k++) {
        for (size_t i = 0; i < n; i++) {
            for (size_t j = 0; j < n; j++) {
                roads_cost over = far[i * n + k] + far[k * n + j];
                far[i * n + j] = over < far[i * n + j] ? over : far[i * n + j];
            }
        }
    }
    return far;
}

/* What lies above NODE in the hierarchy, and how far: a node's arcs are all looked at before those of higher ones. */
static void upward(const struct made *made, uint32_t node, uint32_t flag, roads_cost *cost)
{
    for (uint32_t i = 0; i < made->n; i++) {
        cost[i] = i == made->rank[node] ? 0 : ROADS_NONE;
    }
    for (uint32_t i = made->rank[node]; i < made->n; i++) {
        for (uint32_t u = made->up_first[i]; u < made->up_first[i + 1]; u++) {
            const struct roads_up *up = &made->ups[u];
            roads_cost over = cost[i] + roads_cost_of(up->ms, up->dm);
            if (up->via & flag && over < cost[up->head]) {
                cost[up->head] = over;
            }
        }
    }
}

static roads_cost meeting(const struct made *made, const roads_cost *up, const roads_cost *down)
{
    roads_cost least = ROADS_NONE;
    for (uint32_t i = 0; i < made->n; i++) {
        least = up[i] + down[i] < least ? up[i] + down[i] : least;
    }
    return least;
}

static void expect_true_costs(const struct made *made)
{
    roads_cost *far = all_pairs(made), *up = mem_alloc_array(made->n, sizeof *up);
    roads_cost *down = mem_alloc_array((size_t)made->n * made->n, sizeof *down);
    for (uint32_t b = 0; b < made->n; b++) {
        upward(made, b, ROADS_UP_BACKWARD, down + (size_t)b * made->n);
    }
    for (uint32_t a = 0; a < made->n; a++) {
        upward(made, a, ROADS_UP_FORWARD, up);
        for (uint32_t b = 0; b < made->n; b++) {
            roads_cost least = meeting(made, up, down + (size_t)b * made->n);
            assert_true(least == far[(size_t)a * made->n + b]);
        }
    }
    mem_free(far);
    mem_free(up);
    mem_free(down);
}

/* The arcs by their ids, as far as there are any. */
static const struct contract_arc **arcs_by_id(const struct made *made)
{
    uint32_t ids = 0;
    for (size_t i = 0; i < made->arcs_n; i++) {
        ids = made->arcs[i].id >= ids ? made->arcs[i].id + 1 : ids;
    }
    const struct contract_arc **by_id = mem_alloc_array((size_t)ids + 1, sizeof *by_id);
    for (size_t i = 0; i < made->arcs_n; i++) {
        by_id[made->arcs[i].id] = &made->arcs[i];
    }
    return by_id;
}

/* The arc of LOW's to HIGH that can be driven in that direction. */
static const struct roads_up *up_between(const struct made *made, uint32_t low, uint32_t high, uint32_t flag)
{
    const struct roads_up *found = NULL;
    for (uint32_t u = made->up_first[low]; u < made->up_first[low + 1]; u++) {
        if (made->ups[u].head == high && made->ups[u].via & flag) {
            assert_null(found);
            found = &made->ups[u];
        }
    }
    return found;
}

static void expect_direction(const struct made *made, const struct contract_arc *const *by_id, uint32_t node,
                             const struct roads_up *up, uint32_t flag)
{
    uint32_t id = up->via & ROADS_UP_ID, from = flag == ROADS_UP_FORWARD ? node : up->head;
    uint32_t to = flag == ROADS_UP_FORWARD ? up->head : node;
    if (up->via & ROADS_UP_ARC) {
        id ^= flag == ROADS_UP_BACKWARD && up->via & ROADS_UP_FORWARD ? 1 : 0;
        const struct contract_arc *a = by_id[id];
        assert_non_null(a);
        assert_true(made->rank[a->tail] == from && made->rank[a->head] == to);
        assert_true(a->ms == up->ms && a->dm == up->dm);
        return;
    }
    assert_true(id < node);
    const struct roads_up *in = up_between(made, id, from, ROADS_UP_BACKWARD);
    const struct roads_up *out = up_between(made, id, to, ROADS_UP_FORWARD);
    assert_true(in != NULL && out != NULL);
    assert_true(roads_cost_of(in->ms, in->dm) + roads_cost_of(out->ms, out->dm) == roads_cost_of(up->ms, up->dm));
}

static void expect_sound(const struct made *made)
{
    bool *taken = mem_alloc_array(made->n, sizeof *taken);
    for (uint32_t i = 0; i < made->n; i++) {
        assert_true(made->rank[i] < made->n && !taken[made->rank[i]]);
        taken[made->rank[i]] = true;
    }
    mem_free(taken);
    const struct contract_arc **by_id = arcs_by_id(made);
    assert_int_equal(made->up_first[0], 0);
    assert_int_equal(made->up_first[made->n], made->ups_n);
    for (uint32_t node = 0; node < made->n; node++) {
        for (uint32_t u = made->up_first[node]; u < made->up_first[node + 1]; u++) {
            const struct roads_up *up = &made->ups[u];
            assert_true(up->head > node && up->head < made->n);
            assert_true(u == made->up_first[node] || up[-1].head <= up->head);
            assert_true(up->via & (ROADS_UP_FORWARD | ROADS_UP_BACKWARD));
            for (uint32_t flag = ROADS_UP_BACKWARD; flag != 0;
                 flag = flag == ROADS_UP_BACKWARD ? ROADS_UP_FORWARD : 0) {
                if (up->via & flag) {
                    expect_direction(made, by_id, node, up, flag);
                }
            }
        }
    }
    mem_free(by_id);
}

static void contract__keeps_every_shortest_way_of_random_networks(void **state)
{
    (void)state;
    dice_state = 20100;
    for (unsigned round = 0; round < 60; round++) {
        uint32_t n = 2 + dice(70);
        struct made made = random_network(n, n * (1 + dice(3)), round % 3 ? 1000 : 4);
        contracted(&made);
        expect_sound(&made);
        expect_true_costs(&made);
        made_free(&made);
    }
}

/* 140: more neighbours than anybody looks for witnesses among. */
static void contract__keeps_every_shortest_way_where_all_meet_all(void **state)
{
    (void)state;
    dice_state = 60;
    for (uint32_t n = 60; n <= 140; n += 80) {
        struct made made = {.n = n};
        uint32_t edge = 0;
        for (uint32_t a = 0; a < n; a++) {
            for (uint32_t b = a + 1; b < n; b++) {
                street(&made, edge++, a, b, 1 + dice(1000), 1 + dice(1000));
                if (dice(3) == 0) {
                    arc(&made, b, a, 1 + dice(1000), 1, 2 * edge++);
                }
            }
        }
        contracted(&made);
        expect_sound(&made);
        expect_true_costs(&made);
        made_free(&made);
    }
}

static void contract__merges_both_directions_of_a_street(void **state)
{
    (void)state;
    struct made made = {.n = 2};
    arc(&made, 0, 1, 50, 7, 9); /* driven for the same, but another street */
    street(&made, 2, 0, 1, 50, 7);
    street(&made, 1, 1, 0, 50, 7);
    street(&made, 3, 0, 1, 50, 8);
    contracted(&made);
    assert_int_equal(made.ups_n, 1);
    expect_sound(&made);
    assert_int_equal((made.ups[0].via & ROADS_UP_ID) / 2, 1); /* of several, the one with the smallest number */
    made_free(&made);
}

static void contract__does_not_merge_what_costs_more_one_way(void **state)
{
    (void)state;
    struct made made = {.n = 2};
    arc(&made, 0, 1, 50, 7, 0);
    arc(&made, 1, 0, 51, 7, 1);
    contracted(&made);
    assert_int_equal(made.ups_n, 2);
    expect_sound(&made);
    made_free(&made);
}

static void contract__takes_nothing_and_a_lone_node(void **state)
{
    (void)state;
    for (uint32_t n = 0; n < 2; n++) {
        struct made made = {.n = n};
        if (n == 1) {
            arc(&made, 0, 0, 5, 5, 0);
        }
        contracted(&made);
        assert_int_equal(made.ups_n, 0);
        assert_int_equal(made.up_first[n], 0);
        made_free(&made);
    }
}

static void contract__needs_no_shortcut_for_a_star(void **state)
{
    (void)state;
    struct made made = {.n = 10001};
    for (uint32_t i = 0; i < 10000; i++) {
        street(&made, i, 5000, i < 5000 ? i : i + 1, 100 + i, 100);
    }
    contracted(&made);
    expect_sound(&made);
    assert_int_equal(made.ups_n, 10000);
    made_free(&made);
}

/* A hub with 5,000 spokes and a rim: what costs most is looked at last. */
static void contract__takes_the_rim_of_a_wheel_before_its_hub(void **state)
{
    (void)state;
    enum { SPOKES = 5000 };
    dice_state = 5000;
    struct made made = {.n = SPOKES + 1};
    for (uint32_t i = 0; i < SPOKES; i++) {
        street(&made, 2 * i, i, (i + 1) % SPOKES, 1 + dice(100), 10);
        street(&made, 2 * i + 1, i, SPOKES, 1000 + dice(1000), 10);
    }
    contracted(&made);
    expect_sound(&made);
    assert_true(made.rank[SPOKES] > SPOKES - 100);
    assert_true(made.ups_n < 4 * SPOKES);
    made_free(&made);
}

static void contract__of_a_path_is_shallow(void **state)
{
    (void)state;
    enum { LENGTH = 100000 };
    struct made made = {.n = LENGTH};
    for (uint32_t i = 0; i + 1 < LENGTH; i++) {
        street(&made, i, i, i + 1, 10, 10);
    }
    contracted(&made);
    assert_true(made.ups_n < 2 * LENGTH);
    uint32_t *depth = mem_alloc_array(LENGTH, sizeof *depth), most = 0;
    for (uint32_t i = LENGTH; i-- > 0;) {
        for (uint32_t u = made.up_first[i]; u < made.up_first[i + 1]; u++) {
            uint32_t above = depth[made.ups[u].head] + 1;
            depth[i] = above > depth[i] ? above : depth[i];
        }
        most = depth[i] > most ? depth[i] : most;
    }
    assert_true(most < 100);
    mem_free(depth);
    made_free(&made);
}

static void contract__leaves_out_what_takes_longer_than_a_cost_can_say(void **state)
{
    (void)state;
    struct made made = {.n = 3};
    street(&made, 0, 0, 1, (1U << 30) - 1, 1);
    street(&made, 1, 1, 2, (1U << 30) - 1, UINT32_MAX);
    arc(&made, 0, 2, 1U << 30, 1, 4);
    contracted(&made);
    assert_int_equal(made.ups_n, 2);
    expect_sound(&made);
    made_free(&made);
}

/* A grid with fast and slow streets. */
static struct made grid(uint32_t side)
{
    struct made made = {.n = side * side};
    uint32_t edge = 0;
    for (uint32_t row = 0; row < side; row++) {
        for (uint32_t column = 0; column < side; column++) {
            uint32_t at = row * side + column, slow = row % 8 ? 40 : 10, slow_down = column % 8 ? 40 : 10;
            if (column + 1 < side) {
                street(&made, edge++, at, at + 1, slow * (80 + dice(40)), 1000);
            }
            if (row + 1 < side) {
                street(&made, edge++, at, at + side, slow_down * (80 + dice(40)), 1000);
            }
        }
    }
    return made;
}

static uint64_t digest(uint64_t hash, uint32_t value) /* FNV-1a, by words */
{
    return (hash ^ value) * UINT64_C(1099511628211);
}

static void contract__gives_the_same_with_every_compiler(void **state)
{
    (void)state;
    dice_state = 850;
    struct made made = grid(50);
    contracted(&made);
    expect_sound(&made);
    uint64_t hash = UINT64_C(14695981039346656037);
    for (uint32_t i = 0; i < made.n; i++) {
        hash = digest(hash, made.rank[i]);
    }
    for (uint32_t u = 0; u < made.ups_n; u++) {
        const struct roads_up *up = &made.ups[u];
        hash = digest(digest(digest(digest(hash, up->head), up->via), up->ms), up->dm);
    }
    assert_int_equal(hash, DIGEST);
    made_free(&made);
}

struct listener {
    size_t calls, last, stop_at;
};

static bool listen(void *context, const char *what, size_t done, size_t total)
{
    struct listener *listener = context;
    assert_string_equal(what, "contracting");
    assert_true(done >= listener->last && done <= total);
    listener->last = done;
    listener->calls++;
    return listener->calls != listener->stop_at;
}

static void contract__tells_how_far_it_is_and_stops_when_told(void **state)
{
    (void)state;
    dice_state = 850;
    struct made made = grid(150);
    struct listener listener = {0};
    struct roads_progress progress = {listen, &listener};
    struct error err;
    assert_int_equal(
        contract(made.n, made.arcs, made.arcs_n, &progress, &made.rank, &made.up_first, &made.ups, &made.ups_n, &err),
        STATUS_OK);
    assert_true(listener.calls >= 2);
    for (size_t stop_at = 1; stop_at <= listener.calls; stop_at++) {
        struct listener stopper = {.stop_at = stop_at};
        struct roads_progress stopping = {listen, &stopper};
        uint32_t *rank = NULL, *up_first = NULL, ups_n = 7;
        struct roads_up *ups = NULL;
        assert_int_equal(contract(made.n, made.arcs, made.arcs_n, &stopping, &rank, &up_first, &ups, &ups_n, &err),
                         STATUS_INCOMPLETE);
        assert_true(rank == NULL && up_first == NULL && ups == NULL && ups_n == 7);
        assert_int_equal(stopper.calls, stop_at);
    }
    made_free(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contract__keeps_every_shortest_way_of_random_networks),
        cmocka_unit_test(contract__keeps_every_shortest_way_where_all_meet_all),
        cmocka_unit_test(contract__merges_both_directions_of_a_street),
        cmocka_unit_test(contract__does_not_merge_what_costs_more_one_way),
        cmocka_unit_test(contract__takes_nothing_and_a_lone_node),
        cmocka_unit_test(contract__needs_no_shortcut_for_a_star),
        cmocka_unit_test(contract__takes_the_rim_of_a_wheel_before_its_hub),
        cmocka_unit_test(contract__of_a_path_is_shallow),
        cmocka_unit_test(contract__leaves_out_what_takes_longer_than_a_cost_can_say),
        cmocka_unit_test(contract__gives_the_same_with_every_compiler),
        cmocka_unit_test(contract__tells_how_far_it_is_and_stops_when_told),
    };
    return cmocka_run_group_tests_name("contract", tests, NULL, NULL);
}
