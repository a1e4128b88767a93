#include "planner/core/carve.h"

#include <stdalign.h>

void *core_carve_array(struct core_carve *carve, size_t count, size_t size)
{
    const size_t align = alignof(max_align_t);
    size_t at = carve->used;
    carve->used += (count * size + align - 1) / align * align; /* the problem's caps keep this far below SIZE_MAX */
    return carve->block ? carve->block + at : NULL;
}
