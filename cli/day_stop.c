#include "cli/day_view.h"

#include "cli/out.h"
#include "cli/words.h"
#include "geo/amenity.h"
#include "planner/say.h"

#include <string.h>

enum { WAIT_SHOWN_S = 5 * 60, ARRIVAL_SHOWN_S = 60 };

static const char *clock_span(struct cli *cli, const struct plan *plan, int32_t from_s, int32_t to_s)
{
    const char *from = words_time(cli->arena, plan->day, from_s), *to = words_time(cli->arena, plan->day, to_s);
    return from_s == to_s ? from : arena_printf(cli->arena, "%s-%s", from, to);
}

/* A stop is printed with its beginning; where it is reached before, the drive and the clock agree only with this said. */
static const char *with_arrival(struct cli *cli, const struct plan *plan, const struct plan_stop *stop,
                                const char *text)
{
    if (stop->wait_s < ARRIVAL_SHOWN_S)
        return text;
    const char *there = arena_printf(cli->arena, "there at %s", words_time(cli->arena, plan->day, stop->arrive_s));
    if (stop->wait_s > WAIT_SHOWN_S)
        there =
            arena_printf(cli->arena, "%s, %s to wait", there, words_between(cli->arena, stop->arrive_s, stop->start_s));
    return words_join(cli->arena, text, " · ", there);
}

static const char *job_line(struct cli *cli, const struct plan *plan, const struct plan_stop *stop)
{
    const char *text = arena_printf(cli->arena, "job: %s%sbooked %s", stop->title, *stop->title ? ", " : "",
                                    clock_span(cli, plan, stop->window_from_s, stop->window_to_s));
    text = with_arrival(cli, plan, stop, text);
    if (stop->late_s > 0)
        return arena_printf(cli->arena, "%s · %s LATE", text,
                            words_duration(cli->arena, 60 * say_minutes_up(stop->late_s)));
    if (stop->wait_s > WAIT_SHOWN_S) /* the wait is the slack */
        return text;
    return arena_printf(cli->arena, "%s · %s slack", text, words_duration(cli->arena, stop->slack_s));
}

static const char *visit_line(struct cli *cli, const struct plan *plan, const struct plan_stop *stop)
{
    /* Whoever leaves that visit out still has to drive for its parcels. */
    const char *with = stop->parcels_n == 0 ? "" : stop->parcels_n == 1 ? " with its parcel" : " with its parcels";
    const char *text = arena_printf(cli->arena, "+%d min%s, worth %d: %s", say_minutes_up(stop->cost_s), with,
                                    say_minutes_down(stop->worth.total_s), stop->why);
    return words_join(cli->arena, with_arrival(cli, plan, stop, text), " · ", stop->hours);
}

/* --- what else a stop is good for --------------------------------------------------------------------------------- */

static const char *parcels_text(struct cli *cli, const struct plan_stop *stop)
{
    const char *text = "";
    for (size_t i = 0; i < stop->parcels_n; i++)
        text =
            words_join(cli->arena, text, " · ",
                       arena_printf(cli->arena, "%s %s", stop->parcels[i].direction == PARCEL_OUT ? "leave" : "collect",
                                    stop->parcels[i].text));
    return text;
}

static bool has_toilet(const struct plan_stop *stop)
{
    return plan_stop_is_place(stop) && (stop->amenities & AMENITY_BIT(AMENITY_TOILET)) != 0;
}

/* The time without a toilet if STOP were not there: from the one before, or home, to the one after it. */
static int32_t dry_s(const struct plan *plan, const struct plan_stop *stop)
{
    int32_t from_s = plan->leave_s, to_s = plan->home_s;
    const struct plan_stop *end = plan->stops + plan->stops_n;
    for (const struct plan_stop *before = plan->stops; before < stop; before++)
        from_s = has_toilet(before) ? before->depart_s : from_s;
    for (const struct plan_stop *after = end; --after > stop;)
        to_s = has_toilet(after) ? after->arrive_s : to_s;
    return to_s - from_s;
}

/* Of a stop that serves a need besides its own: all that it serves, in one line; "". What has to be done comes first. */
static const char *also_line(struct cli *cli, const struct plan *plan, const struct plan_stop *stop)
{
    struct arena *arena = cli->arena;
    const char *text = stop->kind == PLAN_STOP_PARCEL ? "" : parcels_text(cli, stop);
    bool comfort = stop->comfort && stop->kind != PLAN_STOP_REST;
    if (comfort)
        text =
            words_join(arena, text, " · ",
                       arena_printf(arena, "toilet (none for %s otherwise)", words_duration(arena, dry_s(plan, stop))));
    return *text ? arena_printf(arena, "Also: %s", words_join(arena, text, " · ", stop->drink)) : "";
}

/* ALSO is what is told already. */
static const char *people_line(struct cli *cli, const struct plan_stop *stop, const char *also)
{
    const char *text = words_join(cli->arena, stop->contact, " ", stop->phone);
    text = words_join(cli->arena, text, " · ", *also ? "" : stop->drink);
    /* How they take theirs says that there is a hot drink. */
    uint32_t told = *stop->drink ? AMENITY_BIT(AMENITY_HOT_DRINK) : 0;
    told |= *also && stop->comfort ? AMENITY_BIT(AMENITY_TOILET) : 0;
    return words_join(cli->arena, text, " · ", amenity_list(cli->arena, stop->amenities & ~told, ", "));
}

static const char *parcel_line(struct cli *cli, const struct plan *plan, const struct plan_stop *stop)
{
    const char *text = with_arrival(cli, plan, stop, parcels_text(cli, stop));
    return arena_printf(cli->arena, "%s · %s slack", text, words_duration(cli->arena, stop->slack_s));
}

static const char *rest_line(struct cli *cli, const struct plan *plan, const struct plan_stop *stop)
{
    const char *text = words_join(cli->arena, "rest stop", ": ", stop->why);
    return words_join(cli->arena, with_arrival(cli, plan, stop, text), " · ", stop->hours);
}

/* A leg whose minutes come from elsewhere than most of the plan's: "roads of ..." up to a comma, which ends the name. */
static bool is_odd_source(const struct plan *plan, const char *source)
{
    size_t length = strcspn(source, ",");
    return length > 0 && (strcspn(plan->source, ",") != length || strncmp(plan->source, source, length) != 0);
}

/* The network knows every place on its map: who is estimated beside it begins or ends off it. */
void day_view_odd_source(struct cli *cli, const struct plan *plan, const char *source, int indent)
{
    bool off = strcmp(source, "estimate") == 0 && strncmp(plan->source, "roads", 5) == 0;
    if (is_odd_source(plan, source))
        out_hanging(cli->out, STYLE_YELLOW, "", indent,
                    arena_printf(cli->arena, "the drive there: %s%s", source, off ? ", off the map" : ""));
}

/* What the drive to a stop rests on, where a person had better know. */
static void print_doubts(struct cli *cli, const struct plan *plan, const struct plan_stop *stop, int indent)
{
    if (stop->off_road_m >= PLAN_OFF_ROAD_M)
        out_hanging(cli->out, STYLE_YELLOW, "", indent,
                    arena_printf(cli->arena, "the nearest road is %s from it", words_km(cli->arena, stop->off_road_m)));
    day_view_odd_source(cli, plan, stop->source, indent);
    if (stop->place_doubtful)
        out_hanging(cli->out, STYLE_YELLOW, "", indent,
                    "the place was found by a geocoder: check it before you set out");
}

static void print_main_line(struct cli *cli, const struct plan *plan, const struct plan_stop *stop, int indent)
{
    enum out_style style = STYLE_PLAIN;
    const char *text = "";
    switch (stop->kind) {
    case PLAN_STOP_JOB:
        style = stop->late_s > 0 ? STYLE_RED : STYLE_PLAIN;
        text = job_line(cli, plan, stop);
        break;
    case PLAN_STOP_VISIT:
        style = STYLE_CYAN;
        text = visit_line(cli, plan, stop);
        break;
    case PLAN_STOP_PARCEL:
        text = parcel_line(cli, plan, stop);
        break;
    case PLAN_STOP_REST:
        style = STYLE_CYAN;
        text = rest_line(cli, plan, stop);
        break;
    case PLAN_STOP_BREAK:
        text = with_arrival(cli, plan, stop, plan_stop_is_place(stop) ? stop->hours : "");
        break;
    }
    if (*text)
        out_hanging(cli->out, style, "", indent, text);
}

void day_view_stop_lines(struct cli *cli, const struct plan *plan, const struct plan_stop *stop, int indent)
{
    const char *also = also_line(cli, plan, stop), *people = people_line(cli, stop, also);
    print_main_line(cli, plan, stop, indent);
    if (*also)
        out_hanging(cli->out, STYLE_GREEN, "", indent, also);
    if (*people)
        out_hanging(cli->out, STYLE_DIM, "", indent, people);
    print_doubts(cli, plan, stop, indent);
}
