/* The picture of the day: its lines, marks and words, before any form draws them. */
#include "cli/export/map.h"

#include "geo/base/buf.h"
#include "geo/base/mem.h"
#include "geo/roads/profile.h"
#include "tests/base/unit.h"
#include "tests/cli/made_day.h"
#include "tests/geo/hand_roads.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct map_mark mark_at(struct arena *arena, double lat, double lon, size_t i)
{
    return (struct map_mark){.kind = MAP_STOP,
                             .text = arena_printf(arena, "%zu", i + 1),
                             .town = "",
                             .title = "",
                             .id = "",
                             .place = {lat, lon}};
}

static double apart(const int32_t a[2], const int32_t b[2])
{
    return hypot(a[0] - b[0], a[1] - b[1]);
}

/* Every mark is whole on the picture, and none lies on another's number. */
static void check_marks(const struct map *map)
{
    for (size_t i = 0; i < map->marks_n; i++) {
        const int32_t *at = map->marks[i].at;
        const int32_t r = map->marks[i].kind == MAP_HAVEN ? MAP_HAVEN_RADIUS : MAP_STOP_RADIUS;
        assert_true(at[0] >= r && at[0] <= map->width - r && at[1] >= r && at[1] <= map->height - r);
        for (size_t k = 0; k < i; k++) {
            assert_true(apart(at, map->marks[k].at) > MAP_STOP_RADIUS);
        }
    }
}

static void map__stops_at_one_place_lie_side_by_side(void **state)
{
    (void)state;
    for (size_t n = 1; n <= 25; n++) {
        struct arena *arena = arena_new();
        struct map_mark *marks = arena_array(arena, n, sizeof *marks);
        for (size_t i = 0; i < n; i++) {
            marks[i] = mark_at(arena, 52.67, -0.73, i);
        }
        const struct map_input input = {.marks = marks, .marks_n = n};
        const struct map *map = map_draw(arena, &input);
        assert_int_equal(map->marks_n, n);
        check_marks(map);
        arena_free(arena);
    }
}

static void map__random_days_lose_no_mark(void **state)
{
    (void)state;
    static const struct point middles[] = {{52.67, -0.73}, {-17.8, 179.99}, {0, 0}, {-45, -179.95}, {70, 25}};
    for (uint64_t seed = 1; seed <= 300; seed++) {
        struct arena *arena = arena_new();
        uint64_t draw = seed;
        const struct point middle = middles[seed % COUNT(middles)];
        const double spread = pow(10, made_random(&draw, 4)) / 1000;
        struct map_mark marks[40];
        const size_t n = 1 + made_random(&draw, COUNT(marks) - 1);
        for (size_t i = 0; i < n; i++) {
            double lat = middle.lat_deg + spread * (made_random(&draw, 2001) / 1e3 - 1);
            double lon = middle.lon_deg + spread * (made_random(&draw, 2001) / 1e3 - 1);
            marks[i] = mark_at(arena, lat, remainder(lon, 360), i);
            marks[i].kind = made_random(&draw, 3) == 0 ? MAP_HAVEN : MAP_STOP;
            marks[i].town = made_random(&draw, 2) == 0 ? "Oakham" : "Great Casterton";
        }
        const struct map_input input = {.marks = marks, .marks_n = n};
        const struct map *map = map_draw(arena, &input);
        assert_int_equal(map->marks_n, n);
        check_marks(map);
        assert_true(map->words_n <= 2);
        assert_true(map->bar > MAP_WIDTH / 16 && map->bar <= MAP_WIDTH / 4 + 1);
        arena_free(arena);
    }
}

/* The scale bar is as long as it says, measured between two stops that are not moved. */
static void map__the_bar_is_as_long_as_it_says(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    for (int step = 0; step < 8; step++) {
        const double span = pow(3, step) / 100;
        struct map_mark marks[] = {mark_at(arena, 50, 8, 0), mark_at(arena, 50 + span / 4, 8 + span, 1)};
        const struct map_input input = {.marks = marks, .marks_n = 2};
        const struct map *map = map_draw(arena, &input);
        const struct point middle = {50 + span / 8, 8}, east = {50 + span / 8, 8 + span};
        const double units_m = point_distance_m(middle, east) / abs(map->marks[1].at[0] - map->marks[0].at[0]);
        char *unit = NULL;
        const double said_m = strtod(map->bar_text, &unit) * (strcmp(unit, " km") == 0 ? 1000 : 1);
        assert_true(fabs(map->bar * units_m / said_m - 1) < 0.02);
    }
    arena_free(arena);
}

static void map__north_is_up_and_east_is_right_across_the_180th_meridian(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct map_mark marks[] = {mark_at(arena, -17, 179.8, 0), mark_at(arena, -17.2, -179.9, 1)};
    const struct map_input input = {.marks = marks, .marks_n = 2};
    const struct map *map = map_draw(arena, &input);
    assert_true(map->marks[1].at[0] > map->marks[0].at[0] + MAP_WIDTH / 2);
    assert_true(map->marks[1].at[1] > map->marks[0].at[1]);
    arena_free(arena);
}

/* --- lines -------------------------------------------------------------------------------------------------------------- */

static double off_segment(const int32_t p[2], const int32_t a[2], const int32_t b[2])
{
    double low = 0, high = 1; /* by thirds, not by the formula that is tested */
    for (int i = 0; i < 40; i++) {
        const double first = low + (high - low) / 3, second = high - (high - low) / 3;
        const double one = hypot(p[0] - a[0] - first * (b[0] - a[0]), p[1] - a[1] - first * (b[1] - a[1]));
        const double two = hypot(p[0] - a[0] - second * (b[0] - a[0]), p[1] - a[1] - second * (b[1] - a[1]));
        low = one < two ? low : first;
        high = one < two ? second : high;
    }
    return hypot(p[0] - a[0] - low * (b[0] - a[0]), p[1] - a[1] - low * (b[1] - a[1]));
}

static double off_line(const int32_t p[2], int32_t (*at)[2], size_t n)
{
    double best = HUGE_VAL;
    for (size_t i = 0; i + 1 < n; i++) {
        best = fmin(best, off_segment(p, at[i], at[i + 1]));
    }
    return best;
}

static void map__a_thinned_line_passes_by_every_point_it_had(void **state)
{
    (void)state;
    size_t before = 0, after = 0;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct arena *arena = arena_new();
        uint64_t draw = seed;
        int32_t at[60][2] = {{0}}, all[60][2];
        for (size_t i = 1; i < COUNT(at); i++) {
            at[i][0] = at[i - 1][0] + (int32_t)made_random(&draw, 40);
            at[i][1] = at[i - 1][1] + (int32_t)made_random(&draw, 40) - 20;
        }
        memcpy(all, at, sizeof at);
        const size_t n = map_line_thin(arena, at, COUNT(at), 15);
        assert_memory_equal(at[0], all[0], sizeof at[0]);
        assert_memory_equal(at[n - 1], all[COUNT(all) - 1], sizeof at[0]);
        for (size_t i = 0; i < COUNT(all); i++) {
            assert_true(off_line(all[i], at, n) <= 15.1);
        }
        before += COUNT(all);
        after += n;
        arena_free(arena);
    }
    assert_true(after * 2 < before);
}

static void map__equal_points_become_one(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    int32_t same[][2] = {{5, 5}, {5, 5}, {5, 5}};
    assert_int_equal(map_line_thin(arena, same, 3, 4), 1);
    int32_t back[][2] = {{0, 0}, {100, 0}, {0, 0}};
    assert_int_equal(map_line_thin(arena, back, 3, 4), 3);
    assert_int_equal(map_line_thin(arena, back, 0, 4), 0);
    arena_free(arena);
}

/* --- roads -------------------------------------------------------------------------------------------------------------- */

static struct roads of_class(struct arena *arena, uint64_t seed, uint32_t n, int32_t spread, uint8_t class_)
{
    static const int32_t centre[2] = {520000000, -7000000};
    struct roads roads = hand_random_roads(arena, seed, n, centre, spread);
    struct roads_edge *edges = arena_array(arena, roads.edges_n, sizeof *edges);
    memcpy(edges, roads.edges, roads.edges_n * sizeof *edges);
    for (uint32_t i = 0; i < roads.edges_n; i++) {
        edges[i].class_ = class_;
    }
    roads.edges = edges;
    return roads;
}

static struct map_frame frame_of(struct arena *arena, double half)
{
    struct map_mark marks[] = {mark_at(arena, 52 - half, -0.7 - half, 0), mark_at(arena, 52 + half, -0.7 + half, 1)};
    const struct map_input input = {.marks = marks, .marks_n = 2};
    return map_frame_of(&input);
}

/* Each junction in the frame lies on a line that is drawn. */
static void map__roads_are_drawn_where_they_are(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct arena *arena = arena_new();
        const struct roads roads = of_class(arena, seed, 60, 600000, ROADS_PRIMARY);
        const struct map_frame frame = frame_of(arena, 0.06);
        size_t n = 0;
        const struct map_line *lines = map_roads(arena, &roads, &frame, &n);
        assert_true(n > 0);
        for (uint32_t e = 0; e < roads.edges_n; e++) {
            int32_t at[2];
            double best = HUGE_VAL;
            map_frame_place(&frame, roads_point(roads.at[roads.edges[e].node[0]]), at);
            for (size_t i = 0; i < n; i++) {
                assert_int_equal(lines[i].role, MAP_ROAD_MAIN);
                best = fmin(best, off_line(at, lines[i].at, lines[i].n));
            }
            assert_true(best < 12);
        }
        arena_free(arena);
    }
}

static void map__small_roads_are_left_out_where_there_is_no_room(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const struct roads service = of_class(arena, 4, 60, 600000, ROADS_SERVICE);
    const struct roads many = of_class(arena, 4, 8000, 600000, ROADS_PRIMARY);
    const struct map_frame wide = frame_of(arena, 0.06), far = frame_of(arena, 20), close = frame_of(arena, 0.005);
    size_t n = 0;
    (void)map_roads(arena, &service, &wide, &n);
    assert_int_equal(n, 0);
    (void)map_roads(arena, &service, &close, &n);
    assert_true(n > 0);
    (void)map_roads(arena, &many, &far, &n);
    assert_int_equal(n, 0);
    (void)map_roads(arena, &many, &wide, &n);
    assert_int_equal(n, 0); /* more points than there is room for: none rather than some */
    arena_free(arena);
}

static void map__what_is_of_openstreetmap_is_thanked_for(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct map_mark marks[] = {mark_at(arena, 52, -0.7, 0), mark_at(arena, 52.05, -0.75, 1)};
    const struct point way[] = {{52, -0.7}, {52.05, -0.75}};
    struct map_leg leg = {way, 2, false};
    struct map_input input = {.marks = marks, .marks_n = 2, .legs = &leg, .legs_n = 1};
    assert_string_equal(map_draw(arena, &input)->thanks, "");
    leg.is_way = true;
    assert_string_equal(map_draw(arena, &input)->thanks, "\xc2\xa9 OpenStreetMap contributors");
    leg.is_way = false;
    const struct roads roads = of_class(arena, 1, 60, 600000, ROADS_PRIMARY);
    input.roads = &roads;
    assert_string_equal(map_draw(arena, &input)->thanks, "\xc2\xa9 OpenStreetMap contributors");
    input.marks_n = 0;
    assert_null(map_draw(arena, &input));
    arena_free(arena);
}

/* Whole numbers, closed quotes: the path of a line reads back to its points. */
static void map__a_path_in_svg_reads_back_to_its_line(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct map_mark marks[] = {mark_at(arena, 52, -0.7, 0), mark_at(arena, 52.2, -0.5, 1)};
    const struct point way[] = {{52, -0.7}, {52.1, -0.72}, {52.1, -0.6}, {52.05, -0.6}, {52.2, -0.5}};
    const struct map_leg leg = {way, COUNT(way), true};
    const struct map_input input = {.marks = marks, .marks_n = 2, .legs = &leg, .legs_n = 1};
    const struct map *map = map_draw(arena, &input);
    struct buf svg;
    buf_init(&svg, 1 << 20);
    map_svg(map, &svg);
    const char *p = strstr(svg.data, "class=\"map-way\" d=\"M");
    assert_non_null(p);
    p += strlen("class=\"map-way\" d=\"M");
    int32_t at[2] = {0, 0};
    for (size_t i = 0; i < COUNT(way); i++) {
        int32_t expected[2];
        const struct map_frame frame = map_frame_of(&input);
        map_frame_place(&frame, way[i], expected);
        for (int k = 0; k < 2; k++) {
            char *end = NULL;
            at[k] += (int32_t)strtol(p + (*p == 'l'), &end, 10);
            p = end;
            assert_int_equal(at[k], expected[k]);
        }
    }
    assert_int_equal(*p, '"');
    buf_clear(&svg);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(map__stops_at_one_place_lie_side_by_side),
        cmocka_unit_test(map__random_days_lose_no_mark),
        cmocka_unit_test(map__the_bar_is_as_long_as_it_says),
        cmocka_unit_test(map__north_is_up_and_east_is_right_across_the_180th_meridian),
        cmocka_unit_test(map__a_thinned_line_passes_by_every_point_it_had),
        cmocka_unit_test(map__equal_points_become_one),
        cmocka_unit_test(map__roads_are_drawn_where_they_are),
        cmocka_unit_test(map__small_roads_are_left_out_where_there_is_no_room),
        cmocka_unit_test(map__what_is_of_openstreetmap_is_thanked_for),
        cmocka_unit_test(map__a_path_in_svg_reads_back_to_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
