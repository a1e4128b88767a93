/* Any text: parse ends, what is understood prints to a form that is understood as the same. */
#include "geo/base/mem.h"
#include "geo/hours.h"
#include "tests/fuzz/fuzz.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    char *value = arena_alloc(arena, size + 1);
    memcpy(value, data, size);
    struct hours *hours = NULL;
    struct error err = {0};
    if (hours_parse(arena, value, &hours, &err) == STATUS_OK) {
        char *printed = hours_print(arena, hours);
        struct hours *again = NULL;
        assert(hours_parse(arena, printed, &again, &err) == STATUS_OK);
        assert(strcmp(hours_print(arena, again), printed) == 0);
        struct hours_span spans[64], others[64];
        for (int weekday = 0; weekday < 7; weekday++) {
            size_t n = hours_day(hours, weekday, false, spans, 64);
            assert(n == hours_day(again, weekday, false, others, 64));
            for (size_t i = 0; i < n && i < 64; i++) {
                assert(spans[i].open_s >= 0 && spans[i].open_s < spans[i].close_s);
                assert(i == 0 || spans[i - 1].close_s < spans[i].open_s);
                assert(spans[i].open_s == others[i].open_s && spans[i].close_s == others[i].close_s);
            }
        }
    } else {
        assert(err.text[0] != '\0');
    }
    arena_free(arena);
    return 0;
}
