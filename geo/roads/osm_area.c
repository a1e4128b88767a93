/* What a map covers, as the set of cells that have a node. */
#include "geo/roads/osm_area.h"

#include "geo/base/mem.h"

#include <math.h>

enum { ROOM = 1 << 12, PER_DEG = 100, LON_CELLS = 361 * PER_DEG };

struct osm_area {
    struct arena *arena;
    uint32_t *slots; /* cell + 1; 0 = free */
    size_t room, n;  /* room a power of two */
    uint32_t last;   /* nodes come in flocks */
};

struct osm_area *osm_area_new(struct arena *arena)
{
    struct osm_area *area = arena_alloc(arena, sizeof *area);
    area->arena = arena;
    area->room = ROOM;
    area->slots = arena_array(arena, area->room, sizeof *area->slots);
    return area;
}

static uint32_t *slot_of(uint32_t *slots, size_t room, uint32_t cell)
{
    size_t i = (size_t)(cell * UINT32_C(2654435769) >> 7) & (room - 1);
    while (slots[i] != 0 && slots[i] != cell + 1) {
        i = (i + 1) & (room - 1);
    }
    return &slots[i];
}

static void grow(struct osm_area *area)
{
    size_t room = area->room * 2;
    uint32_t *slots = arena_array(area->arena, room, sizeof *slots);
    for (size_t i = 0; i < area->room; i++) {
        if (area->slots[i] != 0) {
            *slot_of(slots, room, area->slots[i] - 1) = area->slots[i];
        }
    }
    area->slots = slots;
    area->room = room;
}

static uint32_t cell_of(int row, int column)
{
    int round = 360 * PER_DEG;
    return (uint32_t)row * LON_CELLS + (uint32_t)((column + round) % round);
}

static int row_of(struct point at)
{
    return (int)floor((at.lat_deg + 90) * PER_DEG);
}

static int column_of(struct point at)
{
    return (int)floor((at.lon_deg + 180) * PER_DEG);
}

void osm_area_add(struct osm_area *area, struct point at)
{
    uint32_t cell = cell_of(row_of(at), column_of(at));
    if (cell + 1 == area->last) {
        return;
    }
    area->last = cell + 1;
    uint32_t *slot = slot_of(area->slots, area->room, cell);
    if (*slot == 0) {
        *slot = cell + 1;
        if (++area->n * 2 > area->room) {
            grow(area);
        }
    }
}

bool osm_area_holds(const struct osm_area *area, struct point at)
{
    for (int i = 0; i < 9; i++) {
        int row = row_of(at) + i / 3 - 1;
        if (row < 0 || *slot_of(area->slots, area->room, cell_of(row, column_of(at) + i % 3 - 1)) == 0) {
            return false;
        }
    }
    return true;
}
