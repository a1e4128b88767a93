/* bench_roads: what a network file costs to open and to ask, in CPU milliseconds on one core.
 *
 *   bench_roads FILE.roads     -> one line of tab-separated figures, the columns of roads.sh
 *
 * Places are drawn evenly over the network's box, as the tables of the literature do. */
#include "geo/base/mem.h"
#include "geo/roads/file.h"
#include "geo/roads/path.h"
#include "geo/roads/query.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUTES = 2000, MATRIX = 60, MATRIX_RUNS = 20, SITES = 10000, LEGS = 10, DETOUR_RUNS = 5, OPENINGS = 20 };

struct bench {
    struct roads_file *file;
    const struct roads *roads;
    struct query *query;
    uint64_t random;
};

static double cpu_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static double unit(uint64_t *state) /* splitmix64 (Steele, Lea, Flood 2014) */
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

static struct point *draw(struct bench *bench, size_t n, struct arena *arena)
{
    const struct roads_box *box = &bench->roads->boxes[bench->roads->boxes_n - 1];
    struct point *points = arena_array(arena, n, sizeof *points);
    for (size_t i = 0; i < n; i++) {
        points[i].lat_deg = (box->south + unit(&bench->random) * ((double)box->north - box->south)) / 1e7;
        points[i].lon_deg = (box->west + unit(&bench->random) * ((double)box->east - box->west)) / 1e7;
    }
    return points;
}

static const struct query_place **snapped(struct bench *bench, const struct point *points, size_t n,
                                          struct arena *arena)
{
    struct query_place *places = query_places(bench->query, points, n, HUGE_VAL, arena);
    const struct query_place **refs = arena_array(arena, n, sizeof *refs);
    for (size_t i = 0; i < n; i++) {
        refs[i] = &places[i];
    }
    return refs;
}

static double opening(const char *path)
{
    double from = cpu_ms();
    for (int i = 0; i < OPENINGS; i++) {
        struct roads_file *file = NULL;
        if (roads_file_open(path, &file, NULL) != STATUS_OK) {
            return (double)NAN;
        }
        roads_file_close(file);
    }
    return (cpu_ms() - from) / OPENINGS;
}

/* Snapping, the search, the line and its streets. */
static double routes(struct bench *bench, double *points_each)
{
    struct arena *drawn = arena_new();
    struct point *points = draw(bench, 2 * (size_t)ROUTES, drawn);
    uint64_t total = 0;
    double from = cpu_ms();
    for (size_t i = 0; i < ROUTES; i++) {
        struct arena *arena = arena_new();
        const struct query_place **ends = snapped(bench, &points[2 * i], 2, arena);
        struct path path = path_of(bench->query, ends[0], ends[1], arena);
        total += path.points_n;
        arena_free(arena);
    }
    double took = cpu_ms() - from;
    arena_free(drawn);
    *points_each = (double)total / ROUTES;
    return took / ROUTES;
}

static double matrices(struct bench *bench, size_t *none)
{
    struct arena *drawn = arena_new();
    struct point *points = draw(bench, (size_t)MATRIX * MATRIX_RUNS, drawn);
    roads_cost *costs = arena_array(drawn, (size_t)MATRIX * MATRIX, sizeof *costs);
    double from = cpu_ms();
    for (size_t run = 0; run < MATRIX_RUNS; run++) {
        struct arena *arena = arena_new();
        const struct query_place **places = snapped(bench, &points[run * MATRIX], MATRIX, arena);
        query_matrix(bench->query, places, MATRIX, places, MATRIX, costs);
        for (size_t i = 0; i < (size_t)MATRIX * MATRIX; i++) {
            *none += costs[i] >= ROADS_NONE;
        }
        arena_free(arena);
    }
    double took = cpu_ms() - from;
    arena_free(drawn);
    return took / MATRIX_RUNS;
}

struct detours {
    double snapping, target, sweep;
};

/* A day of ten legs; the sites snapped once, which is done once a run whatever the number of days. */
static struct detours detours(struct bench *bench)
{
    struct detours took = {0};
    for (int run = 0; run < DETOUR_RUNS; run++) {
        struct arena *arena = arena_new();
        struct point *sites = draw(bench, SITES, arena);
        struct point *day = draw(bench, LEGS + 1, arena);
        int32_t *seconds = arena_array(arena, (size_t)LEGS * SITES, sizeof *seconds);
        int32_t *metres = arena_array(arena, (size_t)LEGS * SITES, sizeof *metres);
        double from = cpu_ms();
        const struct query_place **places = snapped(bench, sites, SITES, arena);
        double at = cpu_ms();
        took.snapping += at - from;
        const struct query_place **stops = snapped(bench, day, LEGS + 1, arena);
        from = cpu_ms();
        struct query_target *target = query_target_new(bench->query, places, SITES, arena);
        at = cpu_ms();
        took.target += at - from;
        query_detours(bench->query, target, stops, LEGS + 1, seconds, metres);
        took.sweep += cpu_ms() - at;
        arena_free(arena);
    }
    return (struct detours){took.snapping / DETOUR_RUNS, took.target / DETOUR_RUNS, took.sweep / DETOUR_RUNS};
}

int main(int argc, char **argv)
{
    struct bench bench = {.random = 2026};
    struct error err = {0};
    if (argc != 2) {
        fprintf(stderr, "usage: bench_roads FILE.roads\n");
        return 2;
    }
    double open_ms = opening(argv[1]);
    if (roads_file_open(argv[1], &bench.file, &err)) {
        fprintf(stderr, "bench_roads: %s\n", err.text);
        return 1;
    }
    bench.roads = roads_file_roads(bench.file);
    bench.query = query_new(bench.roads);
    double points_each = 0;
    size_t none = 0;
    double route_ms = routes(&bench, &points_each);
    double matrix_ms = matrices(&bench, &none);
    struct detours detour = detours(&bench);
    printf("%u\t%.1f\t%.1f\t%.3f\t%.0f\t%.2f\t%zu\t%.1f\t%.1f\t%.1f\n", roads_file_about(bench.file)->report.junctions,
           (double)roads_file_bytes(bench.file) / 1e6, open_ms, route_ms, points_each, matrix_ms, none,
           detour.target + detour.sweep, detour.target, detour.snapping);
    query_free(bench.query);
    roads_file_close(bench.file);
    return 0;
}
