/* A network file with any numbers in it under right checksums: refused with a sentence, or every query of it ends and stays
 * inside its arrays. The input is a list of changes to a small file that is written here, so that seeds outlive the format:
 * a byte that chooses the network, then 7 bytes each: how wide, where (16 bits), what (32 bits). */
#include "geo/roads/file_format.h"
#include "geo/roads/path.h"
#include "tests/fuzz/fuzz.h"
#include "tests/geo/hand_roads.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xxhash.h>

enum { BASES = 3, BASE_MAX = 1 << 16, CHANGE_BYTES = 7, PLACES = 4 };

static struct base {
    uint8_t bytes[BASE_MAX];
    size_t n;
} bases[BASES];

/* What is written to the file of descriptor FD. */
static void path_of_fd(char path[64], int fd)
{
    snprintf(path, 64, "/proc/self/fd/%d", fd);
}

static void make_base(struct base *base, uint32_t junctions)
{
    struct arena *arena = arena_new();
    struct roads roads = hand_split_roads(arena, junctions, junctions);
    struct roads_about about = {.date = "2018-02-03", .sources = "a", .profile = "", .profile_text = "x\n"};
    char folder[] = "/tmp/rounds-fuzz-XXXXXX", path[64];
    assert(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/net", folder);
    assert(roads_file_write(path, &roads, &about, NULL) == STATUS_OK);
    FILE *file = fopen(path, "rb");
    assert(file != NULL);
    base->n = fread(base->bytes, 1, BASE_MAX, file);
    assert(base->n > 0 && base->n < BASE_MAX);
    fclose(file);
    assert(remove(path) == 0 && remove(folder) == 0);
    arena_free(arena);
}

static void make_bases(void)
{
    static const uint32_t junctions[BASES] = {5, 12, 40};
    for (int i = 0; i < BASES && bases[i].n == 0; i++) {
        make_base(&bases[i], junctions[i]);
    }
}

static void change(uint8_t *bytes, size_t n, const uint8_t *by)
{
    size_t at = ((size_t)by[1] | (size_t)by[2] << 8) % n, width = (size_t)1 << (by[0] % 3);
    at = at / width * width;
    uint8_t value[4] = {by[3], by[4], by[5], by[6]};
    if (by[0] & 128 && at + 4 <= n) { /* a little more or less than was there */
        uint32_t old;
        memcpy(&old, bytes + at / 4 * 4, sizeof old);
        old += by[3] < 128 ? by[3] : (uint32_t)by[3] - 256;
        memcpy(bytes + at / 4 * 4, &old, sizeof old);
        return;
    }
    memcpy(bytes + at, value, width < n - at ? width : n - at);
}

static void seal(uint8_t *bytes, size_t n)
{
    struct file_header header;
    memcpy(&header, bytes, sizeof header);
    header.rest_check = XXH3_64bits(bytes + sizeof header, n - sizeof header);
    header.header_check = file_header_check(&header);
    memcpy(bytes, &header, sizeof header);
}

static void ask(const struct roads *roads, uint32_t dice)
{
    struct arena *arena = arena_new();
    struct query *query = query_new(roads);
    struct point points[PLACES] = {{52, 0}, {52.003, 0.002}, {51.996, -0.004}, {-16.8, 180}};
    struct query_place *places = query_places(query, points, PLACES, dice % 4 == 0 ? 1e9 : 2000, arena);
    const struct query_place *list[PLACES];
    roads_cost costs[PLACES * PLACES], back[PLACES * PLACES];
    int32_t seconds[PLACES * PLACES], metres[PLACES * PLACES];
    for (int i = 0; i < PLACES; i++) {
        list[i] = &places[i];
    }
    query_matrix(query, list, PLACES, list, PLACES, costs);
    for (int i = 0; i < PLACES * PLACES; i++) {
        struct path path = path_of(query, list[i / PLACES], list[i % PLACES], arena);
        assert(path.seconds == TRAVEL_NONE || path.points_n >= 2);
        for (uint32_t k = 0; k < path.points_n; k++) {
            assert(point_valid(path.points[k]));
        }
    }
    struct query_target *target = query_target_new(query, list, PLACES, arena);
    query_sweep(query, target, list, PLACES, costs, back);
    query_detours(query, target, list, PLACES, seconds, metres);
    if (dice % 64 == 0) { /* a raster takes its time */
        struct path_reach reach = path_reach(query, list[0], 300, arena);
        assert(places[0].snap.edge == ROADS_NO_WAY || reach.count > 0);
    }
    query_free(query);
    arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    make_bases();
    if (size == 0) {
        return 0;
    }
    const struct base *base = &bases[data[0] % BASES];
    static uint8_t bytes[BASE_MAX];
    memcpy(bytes, base->bytes, base->n);
    for (size_t i = 1; i + CHANGE_BYTES <= size; i += CHANGE_BYTES) {
        change(bytes, base->n, data + i);
    }
    seal(bytes, base->n);
    int fd = memfd_create("network", MFD_CLOEXEC);
    assert(fd >= 0 && write(fd, bytes, base->n) == (ssize_t)base->n);
    char path[64];
    path_of_fd(path, fd);
    struct roads_file *file = NULL;
    struct error err = {0};
    if (roads_file_open(path, &file, &err) == STATUS_OK) {
        ask(roads_file_roads(file), (uint32_t)XXH3_64bits(data, size));
        roads_file_close(file);
    } else {
        assert(err.text[0] != '\0');
    }
    close(fd);
    return 0;
}
