/* Calendars that somebody else wrote: cut into events, read, and their repetitions written out. */
#include "tests/fuzz/fuzz.h"

#include "cli/import/csv.h"
#include "cli/import/ics_event.h"
#include "cli/import/ics_text.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"

#include <assert.h>
#include <string.h>

static void read_event(struct arena *arena, const struct ics_zones *zones, const struct ics_text *text,
                       const struct ics_part *part, size_t *barren)
{
    struct ics_event event;
    struct ics_when *list = NULL;
    const char *field = NULL;
    size_t n = 0;
    const int32_t today = civil_day(2026, 11, 23);
    assert(strpbrk(ics_text_value(arena, part, "UID"), "\r\n") == NULL);
    if (part->is_zone || ics_event_read(arena, zones, text->zone, part, &event, &field, NULL) != STATUS_OK)
        return;
    assert(event.duration_s >= 0 && event.duration_s <= ICS_DURATION_MAX_S);
    if (ics_event_expand(arena, zones, &event, today - 7, today + 60, barren, &list, &n, NULL) == STATUS_OK)
        for (size_t i = 0; i < n; i++)
            assert(list[i].day >= today - 7 && list[i].day <= today + 60 && list[i].wall_s < DAY_SECONDS);
    ics_event_clear(&event);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    char *bytes = arena_alloc(arena, size + 1);
    struct ics_text text;
    memcpy(bytes, data, size);
    ics_text_mend_folds(bytes, size);
    if (csv_text(arena, "fuzz", CSV_UTF8, &bytes, &size, NULL) == STATUS_OK &&
        ics_text_split(arena, "fuzz", bytes, &text, NULL) == STATUS_OK) {
        size_t barren = 0;
        struct ics_zones *zones = ics_time_zones_new(arena, &text);
        for (size_t i = 0; i < text.n; i++)
            read_event(arena, zones, &text, &text.parts[i], &barren);
        ics_time_zones_free(zones);
    }
    arena_free(arena);
    return 0;
}
