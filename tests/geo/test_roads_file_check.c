/* What the check of a network's arrays finds: every number that leads out of them, round in circles or past 64 bits. */
#include "geo/roads/file_format.h"
#include "tests/geo/hand_roads.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* A network whose arrays may be changed. */
struct room {
    struct roads roads;
    int32_t (*at)[2];
    struct roads_edge *edges;
    struct roads_extra_arc *extra;
    struct roads_arrival *arrivals;
    uint32_t *up_first;
    struct roads_up *ups;
    uint32_t *out_first, *in_first;
    struct roads_fringe_arc *out, *in;
    char *names;
    struct roads_box *boxes;
};

static void *copied(const void *from, size_t n, size_t size)
{
    void *to = arena_array(arena, n + 1, size);
    memcpy(to, from, n * size);
    return to;
}

static struct room room_of(const struct roads *roads)
{
    uint32_t fringe_n = roads->nodes_n - roads->main_n;
    struct room room = {.roads = *roads};
    room.roads.at = (void *)(room.at = copied(roads->at, roads->nodes_n, sizeof *room.at));
    room.roads.edges = room.edges = copied(roads->edges, roads->edges_n, sizeof *room.edges);
    room.roads.extra_arcs = room.extra = copied(roads->extra_arcs, roads->extra_n, sizeof *room.extra);
    room.roads.arrivals = room.arrivals = copied(roads->arrivals, roads->arrivals_n, sizeof *room.arrivals);
    room.roads.up_first = room.up_first = copied(roads->up_first, roads->main_n + (size_t)1, sizeof(uint32_t));
    room.roads.ups = room.ups = copied(roads->ups, roads->ups_n, sizeof *room.ups);
    room.roads.fringe_out_first = room.out_first = copied(roads->fringe_out_first, fringe_n + (size_t)1, 4);
    room.roads.fringe_in_first = room.in_first = copied(roads->fringe_in_first, fringe_n + (size_t)1, 4);
    room.roads.fringe_out = room.out = copied(roads->fringe_out, roads->fringe_out_n, sizeof *room.out);
    room.roads.fringe_in = room.in = copied(roads->fringe_in, roads->fringe_in_n, sizeof *room.in);
    room.roads.names = room.names = copied(roads->names, roads->names_bytes, 1);
    room.roads.boxes = room.boxes = copied(roads->boxes, roads->boxes_n, sizeof *room.boxes);
    return room;
}

static const char *fault_of(const struct room *room)
{
    return file_check(&room->roads);
}

/* Each spoils one thing. SPOILT is the lvalue that gets VALUE. */
#define SPOIL(spoilt, value, fault)                                                                                    \
    do {                                                                                                               \
        struct room r = room_of(&roads);                                                                               \
        assert_null(fault_of(&r));                                                                                     \
        r.spoilt = value;                                                                                              \
        assert_non_null(fault_of(&r));                                                                                 \
        assert_string_equal(fault_of(&r), fault);                                                                      \
    } while (0)

static void file_check__finds_every_number_that_leads_out_of_its_array(void **state)
{
    (void)state;
    struct roads roads = hand_split_roads(arena, 99, 40);
    uint32_t nodes_n = roads.nodes_n, split = roads.edges_n - 1;
    SPOIL(at[3][0], 900000001, "places");
    SPOIL(at[3][0], INT32_MIN, "places");
    SPOIL(at[nodes_n - 1][1], 1800000001, "places");
    SPOIL(at[0][1], -1800000001, "places");
    SPOIL(edges[2].node[0], nodes_n, "edges");
    SPOIL(edges[2].node[1], UINT32_MAX, "edges");
    SPOIL(edges[2].ms[0], UINT32_C(1) << 30, "edges");
    SPOIL(edges[2].ms[1], ROADS_NO_WAY - 1, "edges");
    SPOIL(edges[2].dm, 0, "edges");
    SPOIL(edges[2].dm, UINT32_MAX, "edges");
    SPOIL(edges[2].name, roads.names_bytes, "edges");
    SPOIL(edges[2].name, 2, "edges"); /* in the middle of one */
    SPOIL(edges[2].shape, roads.shapes_bytes + 1, "edges");
    SPOIL(edges[2].shape_points, UINT16_MAX, "edges");
    SPOIL(edges[2].class_, 200, "edges");
    SPOIL(edges[2].flags, 128, "edges");
    SPOIL(edges[2].flags, ROADS_SPLIT_0, "edges"); /* without an arrival */
    SPOIL(edges[split].flags, 0, "edges");
    SPOIL(arrivals[0].arc, 2 * roads.edges_n, "arrivals");
    SPOIL(arrivals[0].arc, 4, "arrivals");
    SPOIL(arrivals[0].node, nodes_n, "arrivals");
    SPOIL(extra[0].tail, nodes_n, "extra arcs");
    SPOIL(extra[1].head, nodes_n, "extra arcs");
    SPOIL(extra[1].plain, 2 * roads.edges_n, "extra arcs");
    SPOIL(extra[1].plain, 0, "extra arcs"); /* not in order */
    SPOIL(names[roads.names_bytes - 1], 'x', "names");
    SPOIL(names[0], 'x', "names");
    SPOIL(names[1], (char)0xff, "names");
    SPOIL(roads.names_bytes, 0, "counts");
    SPOIL(roads.edges_n, 0, "counts");
    SPOIL(roads.edges_n, UINT32_C(1) << 30, "counts");
}

static void file_check__finds_a_hierarchy_that_does_not_rise(void **state)
{
    (void)state;
    struct roads roads = hand_split_roads(arena, 99, 40);
    uint32_t up = roads.up_first[5], shortcut = 0, node = 0;
    while (roads.ups[shortcut].via & ROADS_UP_ARC) {
        shortcut++;
    }
    while (roads.up_first[node + 1] <= shortcut) {
        node++;
    }
    SPOIL(up_first[0], 1, "hierarchy");
    SPOIL(up_first[5], roads.ups_n + 1, "hierarchy");
    SPOIL(up_first[roads.main_n], roads.ups_n - 1, "hierarchy");
    SPOIL(ups[up].head, 5, "hierarchy");
    SPOIL(ups[up].head, 0, "hierarchy");
    SPOIL(ups[up].head, roads.main_n, "hierarchy");
    SPOIL(ups[up].ms, UINT32_C(1) << 30, "hierarchy");
    SPOIL(ups[up].via, ROADS_UP_FORWARD | ROADS_UP_ARC | (2 * roads.edges_n + roads.extra_n), "hierarchy");
    SPOIL(ups[shortcut].via, ROADS_UP_FORWARD | node, "hierarchy");
    SPOIL(ups[shortcut].via, ROADS_UP_FORWARD | ROADS_UP_ID, "hierarchy");
    for (uint32_t i = 0; i + 1 < roads.main_n; i++) {
        if (roads.up_first[i + 1] - roads.up_first[i] >= 2 &&
            roads.ups[roads.up_first[i]].head < roads.ups[roads.up_first[i] + 1].head) {
            SPOIL(ups[roads.up_first[i] + 1].head, i + 1 < roads.ups[roads.up_first[i]].head ? i + 1 : i, "hierarchy");
        }
    }
}

static void file_check__finds_a_fringe_and_a_tree_that_do_not_fit(void **state)
{
    (void)state;
    struct roads roads = hand_split_roads(arena, 99, 40);
    uint32_t one_way = 0;
    while (roads.edges[one_way].ms[0] != ROADS_NO_WAY) {
        one_way++;
    }
    SPOIL(out_first[0], 1, "fringe");
    SPOIL(in_first[1], UINT32_MAX, "fringe");
    SPOIL(out[0].node, roads.nodes_n, "fringe");
    SPOIL(in[0].node, UINT32_MAX, "fringe");
    SPOIL(out[0].arc, 2 * roads.edges_n + roads.extra_n, "fringe");
    SPOIL(in[0].arc, 2 * one_way, "fringe");
    SPOIL(roads.levels_n, 0, "boxes");
    SPOIL(roads.levels_n, 1, "boxes");
    SPOIL(roads.levels_n, ROADS_TREE_LEVELS_MAX + 1, "boxes");
    SPOIL(roads.level_first[0], 1, "boxes");
    SPOIL(roads.level_first[1], UINT32_MAX, "boxes");
    SPOIL(roads.boxes_n, roads.boxes_n - 1, "boxes");
    SPOIL(boxes[0].south, 900000001, "boxes");
    SPOIL(boxes[0].south, roads.boxes[0].north + 1, "boxes");
    SPOIL(boxes[1].west, roads.boxes[1].east + 1, "boxes");
    SPOIL(boxes[1].east, INT32_MAX, "boxes");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(file_check__finds_every_number_that_leads_out_of_its_array),
        TEST(file_check__finds_a_hierarchy_that_does_not_rise),
        TEST(file_check__finds_a_fringe_and_a_tree_that_do_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
