#include "tests/geo/town.h"

#include "geo/base/mem.h"
#include "geo/roads/profile.h"
#include "geo/roads/travel_roads.h"
#include "tests/geo/raw_maker.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

uint32_t town_dice(uint64_t *state, uint32_t n)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((*state >> 33) % n);
}

static void street(struct raw_maker *maker, uint64_t *state, int64_t way, uint32_t a, uint32_t b)
{
    const struct raw_junction *from = &maker->raw.junctions[a], *to = &maker->raw.junctions[b];
    double metres = point_distance_m((struct point){from->lat_e7 / 1e7, from->lon_e7 / 1e7},
                                     (struct point){to->lat_e7 / 1e7, to->lon_e7 / 1e7});
    uint32_t ms = (uint32_t)(metres * 3600 / (20 + town_dice(state, 40)));
    uint32_t back_ms = town_dice(state, 12) == 0 ? ROADS_NO_WAY : ms + town_dice(state, 3000);
    uint32_t edge = maker_edge(maker, way, a, b, ms, back_ms, 0);
    maker->raw.edges[edge].dm = (uint32_t)(metres * 10 + 1);
    maker->raw.edges[edge].class_ = ROADS_RESIDENTIAL;
}

static struct raw_roads streets(const struct town *town, uint64_t seed)
{
    struct raw_maker maker = {0};
    uint32_t side = town->side;
    for (uint32_t i = 0; i < side * side; i++) {
        maker_junction(&maker, (int32_t)((town->corner.lat_deg + i / side * town->step_deg) * 1e7),
                       (int32_t)((town->corner.lon_deg + i % side * town->step_deg * 1.6) * 1e7));
    }
    for (uint32_t i = 0; i < side * side; i++) {
        if (i % side + 1 < side) {
            street(&maker, &seed, i / side + 1, i, i + 1);
        }
        if (i / side + 1 < side) {
            street(&maker, &seed, side + i % side + 1, i, i + side);
        }
    }
    maker.raw.names = mem_alloc(1); /* "" */
    maker.raw.names_bytes = 1;
    return maker.raw;
}

void town_build(struct town *town, uint32_t side, uint64_t seed)
{
    *town =
        (struct town){.side = side, .step_deg = 0.00135, .corner = {52.6, -0.8}, .folder = "/tmp/rounds-town-XXXXXX"};
    struct raw_roads raw = streets(town, seed);
    struct roads_report report;
    struct error err;
    enum status status = roads_build(&raw, NULL, &town->roads, &report, &err);
    assert(status == STATUS_OK);
    roads_raw_free(&raw);
    char *made = mkdtemp(town->folder);
    assert(made != NULL);
    snprintf(town->path, sizeof town->path, "%s/x.roads", town->folder);
    struct roads_about about = {.date = "2018-02-03", .sources = "town", .profile = "", .profile_text = ""};
    status = roads_file_write(town->path, &town->roads, &about, &err);
    assert(status == STATUS_OK);
}

void town_free(struct town *town)
{
    roads_free(&town->roads);
    unlink(town->path);
    rmdir(town->folder);
}

struct travel *town_travel(struct town *town)
{
    struct roads_file *file = NULL;
    struct error err;
    enum status status = roads_file_open(town->path, &file, &err);
    if (status != STATUS_OK) {
        fprintf(stderr, "%s\n", err.text);
        abort();
    }
    return travel_roads_new(file);
}

struct point town_place(const struct town *town, uint64_t *state)
{
    double extent_deg = town->step_deg * (town->side - 1);
    double north = town_dice(state, 100000) / 1e5 * extent_deg,
           east = town_dice(state, 100000) / 1e5 * extent_deg * 1.6;
    return (struct point){town->corner.lat_deg + north, town->corner.lon_deg + east};
}
