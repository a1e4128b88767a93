/* A point inside an area: against counting the edges that a ray from it crosses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geo/base/mem.h"
#include "geo/roads/osm_area.h"
#include "geo/roads/osm_inside.h"
#include "tests/geo/random_points.h"

#include <math.h>

enum { EDGES_MAX = 256 };

struct area {
    struct osm_edge edges[EDGES_MAX];
    size_t n;
};

static void add_ring(struct area *area, const struct point *points, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        area->edges[area->n++] = (struct osm_edge){points[i], points[(i + 1) % n]};
    }
}

static double turned(double lon_deg, double about_deg)
{
    return remainder(lon_deg - about_deg, 360);
}

/* A ray to the north. */
static bool is_inside(const struct area *area, struct point p)
{
    bool inside = false;
    for (size_t i = 0; i < area->n; i++) {
        double ax = turned(area->edges[i].from.lon_deg, p.lon_deg), bx = turned(area->edges[i].to.lon_deg, p.lon_deg);
        double ay = area->edges[i].from.lat_deg, by = area->edges[i].to.lat_deg;
        if ((ax > 0) != (bx > 0) && fabs(ax - bx) < 180) {
            double y = ay + (by - ay) * (0 - ax) / (bx - ax);
            inside ^= y > p.lat_deg;
        }
    }
    return inside;
}

static void check(const struct area *area)
{
    struct arena *arena = arena_new();
    struct point at = {0};
    assert_true(osm_inside(area->edges, area->n, arena, &at));
    if (!is_inside(area, at)) {
        fail_msg("%.6f,%.6f is outside", at.lat_deg, at.lon_deg);
    }
    arena_free(arena);
}

static void inside__is_found_in_an_l_a_ring_and_a_comb(void **state)
{
    (void)state;
    static const struct point l[] = {{0, 0}, {0, 9}, {1, 9}, {1, 1}, {9, 1}, {9, 0}};
    static const struct point outer[] = {{0, 0}, {0, 10}, {10, 10}, {10, 0}};
    static const struct point hole[] = {{1, 1}, {9, 1}, {9, 9}, {1, 9}};
    static const struct point comb[] = {{0, 0}, {0, 7}, {5, 7}, {5, 6}, {1, 6}, {1, 4},
                                        {5, 4}, {5, 3}, {1, 3}, {1, 1}, {5, 1}, {5, 0}};
    struct area area = {.n = 0};
    add_ring(&area, l, 6);
    check(&area);
    area.n = 0;
    add_ring(&area, outer, 4);
    add_ring(&area, hole, 4);
    check(&area);
    area.n = 0;
    add_ring(&area, comb, 12);
    check(&area);
}

/* Stars with a hole like them, anywhere: on both sides of the 180th meridian too. */
static void inside__is_found_in_stars_with_holes(void **state)
{
    (void)state;
    struct random_points random = {5};
    for (int i = 0; i < 3000; i++) {
        struct area area = {.n = 0};
        struct point outer[40], hole[40];
        size_t corners = 3 + (size_t)(random_unit(&random) * 37);
        struct point centre = {random_unit(&random) * 160 - 80, i % 3 == 0 ? 180 : random_unit(&random) * 360 - 180};
        for (size_t k = 0; k < corners; k++) {
            double angle = 2 * M_PI * (double)k / (double)corners, far = 0.2 + 0.8 * random_unit(&random);
            outer[k] =
                (struct point){centre.lat_deg + far * sin(angle), remainder(centre.lon_deg + far * cos(angle), 360)};
            hole[k] = (struct point){centre.lat_deg + 0.7 * far * sin(angle),
                                     remainder(centre.lon_deg + 0.7 * far * cos(angle), 360)};
        }
        add_ring(&area, outer, corners);
        if (i % 2 == 0) {
            add_ring(&area, hole, corners);
        }
        check(&area);
    }
}

static void inside__of_what_encloses_nothing_is_none(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct osm_edge line[] = {{{0, 0}, {1, 1}}, {{1, 1}, {0, 0}}};
    struct osm_edge open[] = {{{0, 0}, {5, 5}}};
    struct point at;
    assert_false(osm_inside(line, 0, arena, &at));
    assert_false(osm_inside(line, 2, arena, &at));
    assert_false(osm_inside(open, 1, arena, &at));
    arena_free(arena);
}

/* Nodes all over a square: its middle is covered, its edge and what lies outside are not. */
static void area__is_whole_only_where_there_are_nodes_all_round(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct osm_area *area = osm_area_new(arena);
    for (int i = 0; i < 100; i++) {
        for (int j = 0; j < 100; j++) {
            osm_area_add(area, (struct point){52.0005 + i * 0.01, 179.5005 + j * 0.01 - (j >= 50 ? 360 : 0)});
        }
    }
    assert_true(osm_area_holds(area, (struct point){52.5, 179.7}));
    assert_true(osm_area_holds(area, (struct point){52.5, 180}));
    assert_true(osm_area_holds(area, (struct point){52.5, -180}));
    assert_true(osm_area_holds(area, (struct point){52.5, -179.6}));
    assert_false(osm_area_holds(area, (struct point){52.001, 179.7}));
    assert_false(osm_area_holds(area, (struct point){52.5, 179.501}));
    assert_false(osm_area_holds(area, (struct point){52.5, 170}));
    assert_false(osm_area_holds(area, (struct point){90, 0}));
    assert_false(osm_area_holds(area, (struct point){-90, 0}));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inside__is_found_in_an_l_a_ring_and_a_comb),
        cmocka_unit_test(inside__is_found_in_stars_with_holes),
        cmocka_unit_test(inside__of_what_encloses_nothing_is_none),
        cmocka_unit_test(area__is_whole_only_where_there_are_nodes_all_round),
    };
    return cmocka_run_group_tests_name("osm inside", tests, NULL, NULL);
}
