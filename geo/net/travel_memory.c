#include "geo/net/travel_memory.h"

#include "geo/base/mem.h"

#include <math.h>

enum { FIRST_CAPACITY = 256 };

struct place place_of(struct point p)
{
    int32_t lon_e6 = (int32_t)lround(p.lon_deg * 1e6);
    return (struct place){(int32_t)lround(p.lat_deg * 1e6), lon_e6};
}

struct point place_point(struct place p)
{
    return (struct point){p.lat_e6 / 1e6, p.lon_e6 / 1e6};
}

bool place_equal(struct place a, struct place b)
{
    return a.lat_e6 == b.lat_e6 && a.lon_e6 == b.lon_e6;
}

void travel_memory_clear(struct travel_memory *memory)
{
    mem_free(memory->slots);
    *memory = (struct travel_memory){0};
}

static uint64_t mix(uint64_t h, int32_t value)
{
    h = (h ^ (uint32_t)value) * UINT64_C(0xff51afd7ed558ccd);
    return h ^ (h >> 32);
}

/* Where the pair is, or where it would go. */
static size_t slot_of(const struct travel_memory *memory, struct place from, struct place to)
{
    uint64_t h = mix(mix(mix(mix(UINT64_C(0x9e3779b97f4a7c15), from.lat_e6), from.lon_e6), to.lat_e6), to.lon_e6);
    size_t at = (size_t)h & (memory->capacity - 1);
    while (memory->slots[at].used &&
           !(place_equal(memory->slots[at].from, from) && place_equal(memory->slots[at].to, to))) {
        at = (at + 1) & (memory->capacity - 1);
    }
    return at;
}

const struct known_pair *travel_memory_find(const struct travel_memory *memory, struct place from, struct place to)
{
    if (memory->n == 0) {
        return NULL;
    }
    const struct known_pair *pair = &memory->slots[slot_of(memory, from, to)];
    return pair->used ? pair : NULL;
}

static void grow(struct travel_memory *memory)
{
    struct travel_memory larger = {.n = memory->n, .capacity = memory->capacity * 2};
    if (larger.capacity == 0) {
        larger.capacity = FIRST_CAPACITY;
    }
    larger.slots = mem_alloc_array(larger.capacity, sizeof *larger.slots);
    for (size_t i = 0; i < memory->capacity; i++) {
        if (memory->slots[i].used) {
            larger.slots[slot_of(&larger, memory->slots[i].from, memory->slots[i].to)] = memory->slots[i];
        }
    }
    mem_free(memory->slots);
    *memory = larger;
}

void travel_memory_put(struct travel_memory *memory, struct known_pair pair)
{
    if (memory->n * 2 >= memory->capacity) {
        grow(memory);
    }
    size_t at = slot_of(memory, pair.from, pair.to);
    memory->n += !memory->slots[at].used;
    memory->slots[at] = pair;
    memory->slots[at].used = true;
}
