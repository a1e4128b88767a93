/* Any bytes as a saved plan: refused with a sentence, or read into a plan that prints to a fixed point. */
#include "geo/base/mem.h"
#include "planner/plan.h"
#include "tests/fuzz/fuzz.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    char *json = arena_alloc(arena, size + 1);
    memcpy(json, data, size);
    struct plan *plan = NULL;
    struct error err = {0};
    if (plan_from_json(arena, json, &plan, &err) == STATUS_OK) {
        char *printed = plan_to_json(arena, plan);
        struct plan *again = NULL;
        assert(plan_from_json(arena, printed, &again, &err) == STATUS_OK);
        assert(strcmp(plan_to_json(arena, again), printed) == 0);
    } else {
        assert(err.text[0] != '\0');
    }
    arena_free(arena);
    return 0;
}
