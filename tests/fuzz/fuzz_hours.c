/* Any text: parse ends, what is understood prints to a form that is understood as the same. */
#include "geo/base/caps.h"
#include "geo/base/mem.h"
#include "geo/holidays.h"
#include "geo/hours.h"
#include "tests/fuzz/fuzz.h"

#include <assert.h>
#include <string.h>

static void same_answer(struct hours_answer a, struct hours_answer b)
{
    assert(a.state == b.state && (a.comment == NULL) == (b.comment == NULL));
    assert(a.comment == NULL || strcmp(a.comment, b.comment) == 0);
}

/* HOURS and what is parsed from its PRINTED form give the same answers. */
static void compare(struct arena *arena, const struct hours *hours, const char *printed, enum hours_kind kind)
{
    struct hours *again = NULL;
    struct error err;
    struct hours_where where = {.placed = true, .lat_deg = 48.14, .lon_deg = 11.58};
    where.holidays = holidays_new(arena, "de", "BY");
    assert(hours_parse_kind(arena, printed, kind, &again, &err) == STATUS_OK);
    assert(strcmp(hours_print(arena, again), printed) == 0);
    for (int32_t k = 0; k < 8; k++) {
        struct hours_moment at = {20780 + k * 53, k * 177};
        struct hours_moment a = {0}, b = {0};
        struct hours_span spans[64], others[64];
        same_answer(hours_at(hours, &where, at), hours_at(again, &where, at));
        bool changes = hours_next_change(hours, &where, at, 30, &a, NULL);
        assert(changes == hours_next_change(again, &where, at, 30, &b, NULL));
        assert(a.day == b.day && a.wall_min == b.wall_min);
        assert(!changes || a.day > at.day || (a.day == at.day && a.wall_min > at.wall_min));
        size_t n = hours_day(hours, &where, at.day, spans, 64);
        assert(n == hours_day(again, &where, at.day, others, 64));
        for (size_t i = 0; i < n && i < 64; i++) {
            assert(spans[i].open_s >= 0 && spans[i].open_s < spans[i].close_s && spans[i].close_s <= 172800);
            assert(i == 0 || spans[i - 1].close_s < spans[i].open_s);
            assert(spans[i].open_s == others[i].open_s && spans[i].close_s == others[i].close_s);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    char *value = arena_alloc(arena, size + 1);
    memcpy(value, data, size);
    struct hours *hours = NULL;
    struct error err = {0};
    enum hours_kind kind = size % 2 == 0 ? HOURS_RANGES : HOURS_POINTS;
    if (hours_parse_kind(arena, value, kind, &hours, &err) == STATUS_OK) {
        char *printed = hours_print(arena, hours);
        if (strlen(printed) <= CAP_HOURS_BYTES) {
            compare(arena, hours, printed, kind);
        }
    } else {
        assert(err.text[0] != '\0');
    }
    arena_free(arena);
    return 0;
}
