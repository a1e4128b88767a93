#include "cli/import/seen.h"

#include "geo/base/mem.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_SLOTS = 256, ID_TEXT = 24 };

struct slot {
    const char *name; /* NULL: free */
    size_t line;
    uint64_t hash;
    char kind;
};

/* Open addressing, at most half full; the number of slots is a power of two. */
struct seen {
    struct arena *arena;
    struct slot *slots;
    size_t room, n;
};

struct seen *seen_new(struct arena *arena)
{
    struct seen *seen = arena_alloc(arena, sizeof *seen);
    *seen = (struct seen){arena, arena_array(arena, FIRST_SLOTS, sizeof(struct slot)), FIRST_SLOTS, 0};
    return seen;
}

/* FNV-1a, 64 bits (Fowler, Noll and Vo, draft-eastlake-fnv). A hostile file can make it slow, not wrong. */
static uint64_t hash_of(char kind, const char *name)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    hash = (hash ^ (unsigned char)kind) * UINT64_C(1099511628211);
    for (; *name != '\0'; name++)
        hash = (hash ^ (unsigned char)*name) * UINT64_C(1099511628211);
    return hash;
}

/* Where KIND and NAME stand, or the free slot where they would. */
static struct slot *find(const struct seen *seen, char kind, const char *name, uint64_t hash)
{
    for (size_t i = (size_t)hash & (seen->room - 1);; i = (i + 1) & (seen->room - 1)) {
        struct slot *slot = &seen->slots[i];
        if (slot->name == NULL || (slot->hash == hash && slot->kind == kind && strcmp(slot->name, name) == 0))
            return slot;
    }
}

static void grow(struct seen *seen)
{
    const struct seen old = *seen;
    seen->room *= 2;
    seen->slots = arena_array(seen->arena, seen->room, sizeof *seen->slots);
    for (size_t i = 0; i < old.room; i++)
        if (old.slots[i].name != NULL)
            *find(seen, old.slots[i].kind, old.slots[i].name, old.slots[i].hash) = old.slots[i];
}

size_t seen_line(const struct seen *seen, char kind, const char *name)
{
    return find(seen, kind, name, hash_of(kind, name))->line;
}

void seen_add(struct seen *seen, char kind, const char *name, size_t line)
{
    const uint64_t hash = hash_of(kind, name);
    struct slot *slot = find(seen, kind, name, hash);
    if (slot->name != NULL)
        return;
    *slot = (struct slot){arena_strdup(seen->arena, name), line, hash, kind};
    if (++seen->n > seen->room / 2)
        grow(seen);
}

size_t seen_line_id(const struct seen *seen, char kind, int64_t id)
{
    char name[ID_TEXT];
    snprintf(name, sizeof name, "%" PRId64, id);
    return seen_line(seen, kind, name);
}

void seen_add_id(struct seen *seen, char kind, int64_t id, size_t line)
{
    char name[ID_TEXT];
    snprintf(name, sizeof name, "%" PRId64, id);
    seen_add(seen, kind, name, line);
}
