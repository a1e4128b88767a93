#include "cli/export/export.h"

#include "cli/words.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/base/text.h"

#include <string.h>

struct export_options export_options_default(void)
{
    return (struct export_options){.app = "", .per_link = EXPORT_PER_LINK, .points = EXPORT_POINTS};
}

/* --- collecting ----------------------------------------------------------------------------------------------------- */

bool export_parse_stops(const char *text, struct export_options *options)
{
    int32_t first = 0;
    int32_t last = 0;
    char number[12] = {0};
    const char *dash = strchr(text, '-');
    if (strcmp(text, "left") == 0 || strcmp(text, "all") == 0) {
        options->which = strcmp(text, "all") == 0 ? EXPORT_ALL : EXPORT_LEFT;
        return true;
    }
    const size_t length = dash == NULL ? strlen(text) : (size_t)(dash - text);
    if (length >= sizeof number)
        return false;
    memcpy(number, text, length);
    if (!num_parse_i32(number, 1, INT32_MAX, &first) ||
        !num_parse_i32(dash == NULL ? number : dash + 1, first, INT32_MAX, &last))
        return false;
    options->which = EXPORT_RANGE;
    options->first = first;
    options->last = last;
    return true;
}

/* A break lies between its neighbours: NUMBER is that of the stop before it. */
static bool asked_for(const struct export_options *options, const struct plan_stop *stop, int number)
{
    if (options->which == EXPORT_LEFT)
        return stop->state == PLAN_STOP_PLANNED;
    if (options->which == EXPORT_ALL)
        return true;
    return number >= options->first && number + (stop->kind == PLAN_STOP_BREAK) <= options->last;
}

enum status export_collect(struct arena *arena, const struct plan *plan, const struct export_options *options,
                           struct export_input *out, size_t *left, struct error *err)
{
    struct export_stop *stops = arena_array(arena, plan->stops_n + 1, sizeof *stops);
    size_t n = 0;
    size_t left_out = 0;
    int number = 0;
    for (size_t i = 0; i < plan->stops_n; i++) {
        const struct plan_stop *stop = &plan->stops[i];
        const bool is_break = stop->kind == PLAN_STOP_BREAK;
        number += !is_break;
        if (!plan_stop_is_place(stop))
            continue;
        if (asked_for(options, stop, number))
            stops[n++] = (struct export_stop){.number = is_break ? 0 : number,
                                              .name = export_line(arena, stop->name),
                                              .at = stop->at,
                                              .stop = stop,
                                              .private_text = ""};
        else
            left_out += options->which == EXPORT_LEFT;
    }
    if (options->which == EXPORT_RANGE && options->last > number)
        return error_set(err, STATUS_INPUT, "--stops %d-%d: the plan has %d stop%s", options->first, options->last,
                         number, number == 1 ? "" : "s");
    if (options->with_home && n > 0)
        stops[n++] = (struct export_stop){.name = "Home", .at = plan->home, .private_text = ""};
    *out = (struct export_input){.arena = arena,
                                 .plan = plan,
                                 .stops = stops,
                                 .n = n,
                                 .last_number = number,
                                 .options = *options,
                                 .now_utc = plan->made_utc,
                                 .roads_path = ""};
    *left = left_out;
    return STATUS_OK;
}

enum status export_no_stops(const struct export_input *input, struct error *err)
{
    bool any = false;
    for (size_t i = 0; i < input->plan->stops_n; i++)
        any = any || plan_stop_is_place(&input->plan->stops[i]);
    return error_set(err, STATUS_INPUT, "%s has no stop %s", words_day(input->arena, input->plan->day),
                     any ? "that is still to do (--stops all takes the others)" : "in its plan");
}

/* --- making parts --------------------------------------------------------------------------------------------------- */

enum status export_add(struct export_parts *parts, struct export_part part, struct buf *buf, struct error *err)
{
    if (buf->truncated) {
        buf_clear(buf);
        return error_set(err, STATUS_INPUT, "the export is larger than %d MiB", EXPORT_BYTES_MAX >> 20);
    }
    struct export_part *slot =
        arena_push(parts->arena, (void **)&parts->items, &parts->n, &parts->capacity, sizeof *slot);
    part.length = buf->length;
    part.bytes = buf_into_arena(buf, parts->arena);
    *slot = part;
    return STATUS_OK;
}

/* --- words that several formats share ------------------------------------------------------------------------------- */

const char *export_line(struct arena *arena, const char *text)
{
    return text_trim(arena, text_terminal_safe(arena, text));
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

int32_t export_arrive_s(const struct export_input *input, const struct export_stop *stop)
{
    return stop->stop == NULL ? input->plan->home_s : stop->stop->arrive_s;
}

int32_t export_depart_s(const struct export_input *input, const struct export_stop *stop)
{
    return stop->stop == NULL ? input->plan->home_s : stop->stop->depart_s;
}

const char *export_time(const struct export_input *input, int32_t elapsed_s)
{
    char text[CIVIL_TEXT];
    civil_format_time(text, civil_wall(input->plan->day, elapsed_s));
    return arena_strdup(input->arena, text);
}

const char *export_day(const struct export_input *input)
{
    char day[CIVIL_TEXT];
    civil_format_day(day, input->plan->day);
    return arena_strdup(input->arena, day);
}

const char *export_label(const struct export_input *input, const struct export_stop *stop)
{
    return stop->number == 0 ? stop->name : arena_printf(input->arena, "%d %s", stop->number, stop->name);
}

const char *export_title(struct arena *arena, const struct export_stop *stop)
{
    if (stop->stop == NULL)
        return "";
    return words_join(arena, export_line(arena, stop->stop->title), "; ", export_errand(arena, stop->stop));
}

const char *export_description(const struct export_input *input, const struct export_stop *stop)
{
    struct arena *arena = input->arena;
    if (stop->stop == NULL)
        return "";
    const char *text = arena_printf(arena, "%s-%s", export_time(input, stop->stop->arrive_s),
                                    export_time(input, stop->stop->depart_s));
    const char *const more[] = {export_title(arena, stop), export_line(arena, stop->stop->address)};
    for (size_t i = 0; i < 2; i++)
        if (*more[i] != '\0')
            text = arena_printf(arena, "%s; %s", text, more[i]);
    return text;
}

const char *export_description_all(const struct export_input *input, const struct export_stop *stop)
{
    const char *text = export_description(input, stop);
    return *stop->private_text == '\0' ? text : arena_printf(input->arena, "%s\n%s", text, stop->private_text);
}

const char *export_span(const struct export_input *input, size_t from, size_t n)
{
    int first = 0;
    int last = 0;
    bool home = false;
    for (size_t i = from; i < from + n; i++) {
        const struct export_stop *stop = &input->stops[i];
        first = first == 0 ? stop->number : first;
        last = stop->number != 0 ? stop->number : last;
        home = home || stop->stop == NULL;
    }
    const char *tail = home ? " and home" : "";
    if (first == 0)
        return home ? "home" : "a break";
    if (first == last)
        return arena_printf(input->arena, "stop %d of %d%s", first, input->last_number, tail);
    return arena_printf(input->arena, "stops %d-%d of %d%s", first, last, input->last_number, tail);
}

const char *export_degrees(struct arena *arena, double degrees, int decimals)
{
    char text[NUM_DECIMAL_MAX];
    num_format(text, degrees, decimals);
    if (strncmp(text, "180", 3) == 0)
        num_format(text, -180, decimals);
    return arena_strdup(arena, text);
}

/* --- the roads ------------------------------------------------------------------------------------------------------ */

static void add_way(const char **ways, size_t *n, const char *way)
{
    if (way != NULL && *way != '\0')
        ways[(*n)++] = way;
}

const char *const *export_ways(const struct export_input *input, size_t *n)
{
    const struct plan *plan = input->plan;
    const bool with_home = input->n > 0 && input->stops[input->n - 1].stop == NULL;
    bool begun = with_home; /* the place before is in the export */
    size_t next = 0;
    const char **ways = arena_array(input->arena, plan->stops_n + 1, sizeof *ways);
    *n = 0;
    for (size_t i = 0; i < plan->stops_n; i++) {
        const struct plan_stop *stop = &plan->stops[i];
        const bool here = next < input->n && input->stops[next].stop == stop;
        next += here;
        if (!plan_stop_is_place(stop))
            continue; /* no leg begins or ends there */
        if (begun && here)
            add_way(ways, n, stop->way);
        begun = here;
    }
    if (begun && with_home)
        add_way(ways, n, plan->home_way);
    return ways;
}

enum status export_no_roads(struct error *err)
{
    return error_set(err, STATUS_INPUT,
                     "--track: the plan knows no roads between these stops; `rounds roads import` takes a map in, and "
                     "`rounds plan` plans with it");
}
