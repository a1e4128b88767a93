#include "cli/export/export.h"

#include "cli/words.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"

static struct export_stop as_export(struct arena *arena, const struct plan_stop *stop, int number)
{
    return (struct export_stop){stop->kind == PLAN_STOP_BREAK ? 0 : number, text_terminal_safe(arena, stop->name),
                                stop->at, stop};
}

struct export_input export_collect(struct arena *arena, const struct plan *plan, bool all, bool with_home, size_t *left)
{
    struct export_stop *stops = arena_array(arena, plan->stops_n + 1, sizeof *stops);
    size_t n = 0;
    int number = 0;
    *left = 0;
    for (size_t i = 0; i < plan->stops_n; i++) {
        const struct plan_stop *stop = &plan->stops[i];
        number += stop->kind != PLAN_STOP_BREAK;
        if (stop->kind == PLAN_STOP_BREAK && stop->site_id == 0)
            continue;
        if (!all && stop->state != PLAN_STOP_PLANNED)
            ++*left;
        else
            stops[n++] = as_export(arena, stop, number);
    }
    if (with_home && n > 0)
        stops[n++] = (struct export_stop){0, "Home", plan->home, NULL};
    return (struct export_input){arena, plan, stops, n, number};
}

/* Midnight is where the day's elapsed seconds begin, also where the clocks skip it. */
int64_t export_utc(const struct plan *plan, int32_t elapsed_s)
{
    int64_t midnight = 0;
    (void)civil_utc(plan->day, 0, &midnight);
    return midnight + elapsed_s;
}

const char *export_errand(struct arena *arena, const struct plan_stop *stop)
{
    size_t out = 0;
    for (size_t i = 0; i < stop->parcels_n; i++)
        out += stop->parcels[i].direction == PARCEL_OUT;
    const size_t in = stop->parcels_n - out;
    const char *text = stop->kind == PLAN_STOP_REST ? "rest stop" : "";
    if (out > 0)
        text =
            words_join(arena, text, ", ", out == 1 ? "leave a parcel" : arena_printf(arena, "leave %zu parcels", out));
    if (in > 0)
        text = words_join(arena, text, ", ",
                          in == 1 ? "collect a parcel" : arena_printf(arena, "collect %zu parcels", in));
    return text;
}
