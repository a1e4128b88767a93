#include "planner/say.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/store/site.h"

#include <stddef.h>

int32_t say_minutes_up(int64_t seconds)
{
    return seconds <= 0 ? 0 : (int32_t)((seconds + 59) / 60);
}

int32_t say_minutes_down(int64_t seconds)
{
    return seconds <= 0 ? 0 : (int32_t)(seconds / 60);
}

char *say_time(struct arena *arena, int32_t day, int32_t elapsed_s)
{
    char text[CIVIL_TEXT];
    civil_format_time(text, civil_wall(day, elapsed_s));
    return arena_strdup(arena, text);
}

char *say_address(struct arena *arena, const struct site *site)
{
    const char *const parts[] = {site->street, site->town, site->postcode};
    char *text = arena_strdup(arena, "");
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i][0] != '\0') {
            text = arena_printf(arena, "%s%s%s", text, text[0] != '\0' ? ", " : "", parts[i]);
        }
    }
    return text;
}
