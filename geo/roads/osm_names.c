#include "geo/roads/osm_impl.h"

#include "geo/base/caps.h"
#include "geo/base/text.h"

#include <string.h>

void osm_names_begin(struct osm_names *names)
{
    *names = (struct osm_names){.slots_n = 1024};
    buf_init(&names->bytes, UINT32_MAX - 1);
    buf_add_n(&names->bytes, "", 1);
    names->slots = mem_alloc_array(names->slots_n, sizeof *names->slots);
}

void osm_names_free(struct osm_names *names)
{
    mem_free(names->slots);
    names->slots = NULL;
    buf_clear(&names->bytes);
}

/* FNV-1a. */
static uint64_t hash_of(const char *text)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (; *text != '\0'; text++) {
        hash = (hash ^ (uint8_t)*text) * UINT64_C(1099511628211);
    }
    return hash;
}

static uint32_t *slot_of(const struct osm_names *names, const char *text)
{
    size_t slot = (size_t)hash_of(text) & (names->slots_n - 1);
    while (names->slots[slot] != 0 && strcmp(names->bytes.data + names->slots[slot], text) != 0) {
        slot = (slot + 1) & (names->slots_n - 1);
    }
    return &names->slots[slot];
}

static void widen(struct osm_names *names)
{
    uint32_t *old = names->slots;
    size_t old_n = names->slots_n;
    names->slots_n *= 2;
    names->slots = mem_alloc_array(names->slots_n, sizeof *names->slots);
    for (size_t i = 0; i < old_n; i++) {
        if (old[i] != 0) {
            *slot_of(names, names->bytes.data + old[i]) = old[i];
        }
    }
    mem_free(old);
}

uint32_t osm_names_add(struct osm_names *names, const char *text)
{
    if (*text == '\0') {
        return 0;
    }
    uint32_t *slot = slot_of(names, text);
    if (*slot == 0) {
        size_t offset = names->bytes.length;
        buf_add_n(&names->bytes, text, strlen(text) + 1);
        if (names->bytes.truncated) {
            return 0;
        }
        *slot = (uint32_t)offset;
        if (++names->used > names->slots_n / 2) {
            widen(names);
            return (uint32_t)offset;
        }
    }
    return *slot;
}
