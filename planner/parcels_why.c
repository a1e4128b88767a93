#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "planner/parcels.h"
#include "planner/say.h"

static char *clock_text(struct arena *arena, int64_t utc)
{
    char text[CIVIL_TEXT];
    civil_format_time(text, civil_wall_of_utc(utc));
    return arena_strdup(arena, text);
}

static const char *here_text(const struct parcels_request *request)
{
    return request->planning ? "home" : "here";
}

static const char *today_text(const struct parcels_request *request)
{
    return request->planning ? "that day" : "today";
}

/* "Tue 16:15" of another day, "16:15" of today. */
static char *moment_text(struct arena *arena, const struct parcels_request *request, int64_t utc)
{
    char day[CIVIL_TEXT];
    int32_t on = civil_day_of_utc(utc);
    char *time = clock_text(arena, utc);
    if (on == civil_day_of_utc(request->now_utc)) {
        return time;
    }
    civil_format_day(day, on);
    return arena_printf(arena, "%.3s %s", day, time);
}

/* The same of the end of opening hours. */
static char *shut_text(struct arena *arena, const struct parcels_request *request, const struct parcels_option *option,
                       int64_t utc)
{
    int64_t end_utc = 0;
    (void)civil_utc(option->on_day, DAY_SECONDS, &end_utc);
    return utc == end_utc ? arena_strdup(arena, "midnight") : moment_text(arena, request, utc);
}

/* "DPD collects until 16:15", "open until 17:30, collection not known", "neither hours nor collection known". */
static char *until_text(struct arena *arena, const struct parcels_request *request, const struct parcels_option *option)
{
    const struct drop_day *day = &option->day;
    char *text = arena_strdup(arena, "neither hours nor collection known");
    if (day->basis == DROP_BY_COLLECTION && day->cutoff_utc != 0) {
        const char *who = *day->carrier != '\0' ? arena_printf(arena, "%s collects", day->carrier) : "collected";
        text = arena_printf(arena, "%s until %s", who, moment_text(arena, request, day->cutoff_utc));
        if (option->last_utc >= 0 && option->last_utc < day->cutoff_utc && day->n > 0 &&
            option->last_utc == day->spans[day->n - 1].to_utc) {
            text = arena_printf(arena, "%s, but shuts at %s", text, moment_text(arena, request, option->last_utc));
        }
    } else if (day->basis == DROP_BY_HOURS && day->n > 0) {
        text = arena_printf(arena, "open until %s, collection not known",
                            shut_text(arena, request, option, day->spans[day->n - 1].to_utc));
    } else if (day->basis != DROP_BY_NOTHING) {
        text = arena_printf(arena, "%s %s", day->shut ? "closed" : "no collection", today_text(request));
    }
    if (option->carrier == DROP_CARRIER_MAYBE) {
        text = arena_printf(arena, "%s; whether %s collects there is not known", text, request->carrier);
    }
    return text;
}

static char *way_text(struct arena *arena, const struct parcels_request *request, const struct parcels_option *option)
{
    const char *there = clock_text(arena, option->hand_utc);
    if (request->plan == NULL) {
        return arena_printf(arena, "there at %s", there);
    }
    const char *name = option->after != SIZE_MAX ? request->plan->stops[option->after].name : "";
    if (option->at_stop) {
        return arena_printf(arena, "at %s, when you are there anyhow", there);
    }
    const char *after = *name != '\0' ? arena_printf(arena, "after %s", name)
                                      : arena_printf(arena, "straight from %s", here_text(request));
    char *text =
        arena_printf(arena, "there at %s %s, %d min more driving", there, after, say_minutes_up(option->detour_s));
    if (option->chance == PARCELS_AT_COST) {
        const struct plan_stop *stop = &request->plan->stops[option->late];
        text = stop->kind == PLAN_STOP_JOB
                   ? arena_printf(arena, "%s, but %s would be %d min late", text, stop->name,
                                  say_minutes_up(option->late_s))
                   : arena_printf(arena, "%s, but %s would be closed by then", text, stop->name);
    }
    return text;
}

char *parcels_why(struct arena *arena, const struct parcels_request *request, const struct parcels_option *option)
{
    char *until = until_text(arena, request, option);
    switch (option->chance) {
    case PARCELS_TODAY:
    case PARCELS_AT_COST:
        return arena_printf(arena, "%s; %s", until, way_text(arena, request, option));
    case PARCELS_LATER:
        return arena_printf(arena, "not %s; %s", today_text(request), until);
    case PARCELS_NOT:
        break;
    }
    if (option->last_utc < 0) {
        return arena_printf(arena, "not in time: %s", until);
    }
    const char *from = option->after != SIZE_MAX ? request->plan->stops[option->after].name : here_text(request);
    return arena_printf(arena, "too late: %s; to be there by %s one would have to leave %s by %s", until,
                        moment_text(arena, request, option->last_utc), from,
                        moment_text(arena, request, option->leave_by_utc));
}
