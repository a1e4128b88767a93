#include "tests/geo/raw_maker.h"

#include "geo/base/mem.h"
#include "geo/roads/roads.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static void *grown(void *array, size_t count, size_t *room, size_t size)
{
    if (count >= *room) {
        *room = *room * 2 + 8;
        array = mem_grow(array, *room, size);
    }
    return array;
}

uint32_t maker_junction(struct raw_maker *maker, int32_t lat_e7, int32_t lon_e7)
{
    struct raw_roads *raw = &maker->raw;
    raw->junctions = grown(raw->junctions, raw->junctions_n, &maker->junctions_room, sizeof *raw->junctions);
    raw->junctions[raw->junctions_n] =
        (struct raw_junction){.id = 1000 + raw->junctions_n, .lat_e7 = lat_e7, .lon_e7 = lon_e7};
    return raw->junctions_n++;
}

uint32_t maker_edge(struct raw_maker *maker, int64_t way, uint32_t from, uint32_t to, uint32_t ms, uint32_t ms_back,
                    uint8_t flags)
{
    struct raw_roads *raw = &maker->raw;
    raw->edges = grown(raw->edges, raw->edges_n, &maker->edges_room, sizeof *raw->edges);
    raw->edges[raw->edges_n] = (struct raw_edge){.way = way,
                                                 .junction = {from, to},
                                                 .ms = {ms, ms_back},
                                                 .dm = MAKER_DM + raw->edges_n,
                                                 .flags = flags,
                                                 .shape_first = raw->shape_n};
    return raw->edges_n++;
}

void maker_turn(struct raw_maker *maker, bool only, int64_t from, int64_t to, uint32_t junction, const int64_t *via,
                uint32_t via_n)
{
    struct raw_roads *raw = &maker->raw;
    raw->turns = grown(raw->turns, raw->turns_n, &maker->turns_room, sizeof *raw->turns);
    raw->turns[raw->turns_n] = (struct raw_turn){.only = only,
                                                 .relation = 1 + raw->turns_n,
                                                 .from_way = from,
                                                 .to_way = to,
                                                 .via_node = via_n == 0 ? raw->junctions[junction].id : 0,
                                                 .via_first = raw->via_ways_n,
                                                 .via_n = via_n};
    raw->turns_n++;
    for (uint32_t i = 0; i < via_n; i++) {
        raw->via_ways = grown(raw->via_ways, raw->via_ways_n, &maker->via_room, sizeof *raw->via_ways);
        raw->via_ways[raw->via_ways_n++] = via[i];
    }
}

/* --- the line ------------------------------------------------------------------------------------------------------- */

static uint32_t letter(struct raw_maker *maker, char c)
{
    assert(c >= 'a' && c <= 'z');
    uint32_t wanted = (uint32_t)(c - 'a');
    while (maker->raw.junctions_n <= wanted) {
        int32_t n = (int32_t)maker->raw.junctions_n;
        maker_junction(maker, 520000000 - n / 8 * 10000, n % 8 * 10000);
    }
    return wanted;
}

static const char *way(struct raw_maker *maker, const char *text)
{
    char *next;
    int64_t number = strtol(text, &next, 10);
    assert(*next == ':');
    for (text = next + 1; text[1] != '\0' && strchr("-<>~{}=", text[1]) != NULL; text += 2) {
        uint32_t from = letter(maker, text[0]), to = letter(maker, text[2]);
        bool there = strchr("<{", text[1]) == NULL, back = strchr(">}", text[1]) == NULL;
        uint8_t flags = strchr("~{}", text[1]) != NULL ? ROADS_PRIVATE : text[1] == '=' ? ROADS_FERRY : 0;
        maker_edge(maker, number, from, to, there ? MAKER_MS : ROADS_NO_WAY, back ? MAKER_MS : ROADS_NO_WAY, flags);
    }
    return text + 1;
}

static const char *turn(struct raw_maker *maker, const char *text)
{
    bool only = strncmp(text, "only", 4) == 0;
    int64_t numbers[16];
    uint32_t n = 0, junction = 0;
    for (text += only ? 4 : 2; *text == ' ';) {
        text++;
        if (*text >= 'a') {
            junction = letter(maker, *text++);
        } else {
            char *next;
            numbers[n++] = strtol(text, &next, 10);
            text = next;
        }
    }
    assert(n >= 2);
    maker_turn(maker, only, numbers[0], numbers[n - 1], junction, numbers + 1, n - 2);
    return text;
}

struct raw_roads maker_parse(const char *text)
{
    struct raw_maker maker = {0};
    while (*text != '\0') {
        if (*text == ' ' || *text == ';') {
            text++;
        } else {
            text = *text == 'n' || *text == 'o' ? turn(&maker, text) : way(&maker, text);
        }
    }
    maker.raw.names = mem_alloc(1);
    maker.raw.names_bytes = 1;
    return maker.raw;
}

static void *copied(const void *block, size_t count, size_t size)
{
    void *copy = mem_alloc_array(count, size);
    return count > 0 ? memcpy(copy, block, count * size) : copy;
}

struct raw_roads raw_copy(const struct raw_roads *raw)
{
    struct raw_roads copy = *raw;
    copy.junctions = copied(raw->junctions, raw->junctions_n, sizeof *raw->junctions);
    copy.edges = copied(raw->edges, raw->edges_n, sizeof *raw->edges);
    copy.shape = copied(raw->shape, raw->shape_n, sizeof *raw->shape);
    copy.names = copied(raw->names, raw->names_bytes, 1);
    copy.turns = copied(raw->turns, raw->turns_n, sizeof *raw->turns);
    copy.via_ways = copied(raw->via_ways, raw->via_ways_n, sizeof *raw->via_ways);
    return copy;
}
