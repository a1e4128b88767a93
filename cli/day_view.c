#include "cli/day_view.h"

#include "cli/doc.h"
#include "cli/out.h"
#include "cli/words.h"
#include "geo/amenity.h"
#include "geo/store/job.h"
#include "geo/store/people.h"
#include "planner/say.h"

#include <string.h>

enum { INDENT = 18, WAIT_SHOWN_S = 5 * 60, FIRST_SEARCH_DAYS = 8 };

/* --- which day ---------------------------------------------------------------------------------------------------- */

enum status day_view_default(struct cli *cli, int32_t *day, struct error *err)
{
    struct engineer engineer;
    enum status status = store_engineer_self(cli->store, cli->arena, &engineer, err);
    if (status)
        return status;
    int32_t from = civil_wall_of_utc(cli->now_utc) < engineer.work_end_s ? cli->today : cli->today + 1;
    status = store_job_next_day(cli->store, from, day, err);
    if (status || *day != DAY_NONE)
        return status;
    for (*day = from; *day < from + FIRST_SEARCH_DAYS; ++*day)
        if (engineer.work_days >> civil_weekday(*day) & 1)
            return STATUS_OK;
    *day = from;
    return STATUS_OK;
}

size_t day_view_next(const struct cli *cli, const struct plan *plan)
{
    int32_t now_s = plan->day == cli->today ? civil_wall_of_utc(cli->now_utc) : 0;
    size_t ticked = plan->stops_n; /* the last stop that is */
    while (ticked > 0 && plan->stops[ticked - 1].state == PLAN_STOP_PLANNED)
        ticked--;
    for (size_t i = 0; i < plan->stops_n; i++) {
        const struct plan_stop *stop = &plan->stops[i];
        bool over = stop->kind == PLAN_STOP_BREAK && (i < ticked || civil_wall(plan->day, stop->depart_s) <= now_s);
        if (stop->state == PLAN_STOP_PLANNED && !over)
            return i;
    }
    return plan->stops_n;
}

size_t day_view_next_place(const struct plan *plan)
{
    size_t i = 0;
    while (i < plan->stops_n && (plan->stops[i].kind == PLAN_STOP_BREAK || plan->stops[i].state != PLAN_STOP_PLANNED))
        i++;
    return i;
}

/* --- one stop ----------------------------------------------------------------------------------------------------- */

static const char *clock_span(struct cli *cli, const struct plan *plan, int32_t from_s, int32_t to_s)
{
    const char *from = words_time(cli->arena, plan->day, from_s), *to = words_time(cli->arena, plan->day, to_s);
    return from_s == to_s ? from : arena_printf(cli->arena, "%s-%s", from, to);
}

static const char *job_line(struct cli *cli, const struct plan *plan, const struct plan_stop *stop)
{
    const char *text = arena_printf(cli->arena, "job: %s%sbooked %s", stop->title, *stop->title ? ", " : "",
                                    clock_span(cli, plan, stop->window_from_s, stop->window_to_s));
    if (stop->wait_s > WAIT_SHOWN_S)
        text =
            arena_printf(cli->arena, "%s · there at %s, %s to wait", text,
                         words_time(cli->arena, plan->day, stop->arrive_s), words_duration(cli->arena, stop->wait_s));
    if (stop->late_s > 0)
        return arena_printf(cli->arena, "%s · %s LATE", text, words_duration(cli->arena, stop->late_s));
    if (stop->wait_s > WAIT_SHOWN_S) /* the wait is the slack */
        return text;
    return arena_printf(cli->arena, "%s · %s slack", text, words_duration(cli->arena, stop->slack_s));
}

static const char *visit_line(struct cli *cli, const struct plan *plan, const struct plan_stop *stop)
{
    const char *text = arena_printf(cli->arena, "+%d min, worth %d: %s", say_minutes_up(stop->cost_s),
                                    say_minutes_down(stop->worth.total_s), stop->why);
    if (stop->wait_s > WAIT_SHOWN_S)
        text =
            arena_printf(cli->arena, "%s · there at %s, %s to wait", text,
                         words_time(cli->arena, plan->day, stop->arrive_s), words_duration(cli->arena, stop->wait_s));
    return words_join(cli->arena, text, " · ", stop->hours);
}

static const char *people_line(struct cli *cli, const struct plan_stop *stop)
{
    const char *text = words_join(cli->arena, stop->contact, " ", stop->phone);
    text = words_join(cli->arena, text, " · ", stop->drink);
    /* How they take theirs says that there is a hot drink. */
    uint32_t told = *stop->drink ? AMENITY_BIT(AMENITY_HOT_DRINK) : 0;
    return words_join(cli->arena, text, " · ", amenity_list(cli->arena, stop->amenities & ~told, ", "));
}

void day_view_stop_lines(struct cli *cli, const struct plan *plan, const struct plan_stop *stop, int indent)
{
    if (stop->kind == PLAN_STOP_JOB)
        out_hanging(cli->out, stop->late_s > 0 ? STYLE_RED : STYLE_PLAIN, "", indent, job_line(cli, plan, stop));
    else if (stop->kind == PLAN_STOP_VISIT)
        out_hanging(cli->out, STYLE_CYAN, "", indent, visit_line(cli, plan, stop));
    const char *people = people_line(cli, stop);
    if (*people)
        out_hanging(cli->out, STYLE_DIM, "", indent, people);
    if (stop->place_doubtful)
        out_hanging(cli->out, STYLE_YELLOW, "", indent,
                    "the place was found by a geocoder: check it before you set out");
}

/* "Oakham Bakery, Oakham": the town is not in the plan, the store has it. */
static enum status name_and_town(struct cli *cli, const struct plan_stop *stop, const char **text, struct error *err)
{
    *text = stop->name;
    if (stop->site_id == 0)
        return STATUS_OK;
    struct site site;
    struct error gone = {0};
    enum status status = store_site_get(cli->store, stop->site_id, cli->arena, &site, &gone);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK; /* deleted since the plan was made */
    if (status) {
        if (err)
            *err = gone;
        return status;
    }
    *text = words_join(cli->arena, stop->name, ", ", site.town);
    return STATUS_OK;
}

static const char *leg(struct cli *cli, int32_t drive_s, int32_t drive_m)
{
    if (drive_s < 30 && drive_m == 0) /* behind a break one is there already */
        return "";
    return arena_printf(cli->arena, "%s, %s", words_duration(cli->arena, drive_s), words_km(cli->arena, drive_m));
}

struct row {
    size_t number; /* of the stop; breaks have none */
    bool mark, next;
};

static enum status print_stop(struct cli *cli, const struct plan *plan, const struct plan_stop *stop, struct row row,
                              struct error *err)
{
    const char *where;
    enum status status = name_and_town(cli, stop, &where, err);
    if (status)
        return status;
    static const char *const states[] = {"", "done", "skipped"};
    bool over = row.mark && stop->state != PLAN_STOP_PLANNED;
    bool is_break = stop->kind == PLAN_STOP_BREAK;
    const char *number = is_break ? "" : arena_printf(cli->arena, "%zu", row.number);
    const char *right = over ? states[stop->state] : leg(cli, stop->drive_s, stop->drive_m);
    const char *left = arena_printf(cli->arena, "%s%2s  %s-%s  %s", row.mark && row.next ? ">" : " ", number,
                                    words_time(cli->arena, plan->day, stop->start_s),
                                    words_time(cli->arena, plan->day, stop->depart_s), where);
    out_line(cli->out, over ? STYLE_DIM : is_break ? STYLE_PLAIN : STYLE_BOLD, left, right);
    if (!over && !is_break)
        day_view_stop_lines(cli, plan, stop, INDENT);
    return STATUS_OK;
}

/* --- the day ------------------------------------------------------------------------------------------------------ */

static void print_heading(struct cli *cli, const struct plan *plan)
{
    struct arena *arena = cli->arena;
    out_styled(cli->out, STYLE_BOLD, "%s", words_day(arena, plan->day));
    const char *ends = arena_printf(arena, " (day ends %s)", words_time(arena, plan->day, plan->work_end_s));
    if (plan->stops_n == 0)
        out_printf(cli->out, " · nothing to drive to\n");
    else
        out_printf(cli->out, " · %s, %s · leave %s, home %s%s\n", words_count(arena, plan->jobs_n, "job"),
                   words_count(arena, plan->visits_n, "visit"), words_time(arena, plan->day, plan->leave_s),
                   words_time(arena, plan->day, plan->home_s), ends);
    for (size_t i = 0; i < plan->conflicts_n; i++)
        out_hanging(cli->out, STYLE_RED, "!", 2, plan->conflicts[i].text);
    out_printf(cli->out, "\n");
}

static void print_totals(struct cli *cli, const struct plan *plan)
{
    struct arena *arena = cli->arena;
    out_line(cli->out, STYLE_PLAIN,
             arena_printf(arena, "     %s        home", words_time(arena, plan->day, plan->home_s)),
             leg(cli, plan->home_drive_s, plan->home_drive_m));
    const char *text =
        arena_printf(arena, "drive %s (%s, %s), on site %s", words_duration(arena, plan->drive_s),
                     words_km(arena, plan->drive_m), plan->source, words_duration(arena, plan->on_site_s));
    if (plan->wait_s >= 60)
        text = arena_printf(arena, "%s, waiting %s", text, words_duration(arena, plan->wait_s));
    if (plan->visits_n > 0)
        text = arena_printf(arena, "%s; visits add %d min of driving and are worth %d", text,
                            say_minutes_up(plan->extra_s), say_minutes_down(plan->worth_s));
    out_printf(cli->out, "\n");
    out_wrapped(cli->out, 0, text);
}

static void print_missed(struct cli *cli, const struct plan *plan)
{
    if (plan->missed_n == 0)
        return;
    out_styled(cli->out, STYLE_BOLD, "\nNearly made it\n");
    for (size_t i = 0; i < plan->missed_n; i++) {
        const struct plan_missed *missed = &plan->missed[i];
        out_hanging(
            cli->out, STYLE_PLAIN, "", 2,
            words_join(cli->arena, arena_printf(cli->arena, "%s: %s", missed->name, missed->text), " · ", missed->why));
    }
}

enum status day_view_print(struct cli *cli, const struct plan *plan, bool mark, struct error *err)
{
    print_heading(cli, plan);
    size_t next = day_view_next(cli, plan), number = 0;
    for (size_t i = 0; i < plan->stops_n; i++) {
        number += plan->stops[i].kind != PLAN_STOP_BREAK;
        struct row row = {.number = number, .mark = mark, .next = i == next};
        enum status status = print_stop(cli, plan, &plan->stops[i], row, err);
        if (status)
            return status;
    }
    if (plan->stops_n > 0)
        print_totals(cli, plan);
    if (!mark)
        print_missed(cli, plan);
    if (plan->search_capped)
        out_warning(cli->out, "more visits are possible than can be weighed at once: a better day may exist");
    return STATUS_OK;
}

enum status day_view_json(struct cli *cli, const struct plan *plan, struct error *err)
{
    json_t *document = json_loads(plan_to_json(cli->arena, plan), 0, NULL);
    if (!document)
        return error_set(err, STATUS_INTERNAL, "the plan makes no JSON document");
    out_json(cli->out, document);
    return STATUS_OK;
}

enum status day_view_load(struct cli *cli, int32_t day, struct plan **plan, struct saved_plan *saved, struct error *err)
{
    enum status status = plan_load(cli->store, day, cli->arena, plan, saved, err);
    for (size_t i = 0; !status && i < (*plan)->stops_n; i++) {
        bool there = false;
        for (size_t k = 0; k < saved->stops_n; k++)
            there = there || saved->stops[k].seq == (int32_t)i + 1;
        if (!there)
            (*plan)->stops[i].state = PLAN_STOP_SKIPPED;
    }
    return status;
}

enum status day_view_promises(struct cli *cli, int32_t day, const char *lead, struct error *err)
{
    struct promise *promises;
    size_t n;
    enum status status = store_promise_list(cli->store, 0, true, cli->arena, &promises, &n, err);
    bool any = false;
    for (size_t i = 0; i < n && !status; i++) {
        const struct promise *one = &promises[i];
        if (one->due_day > day)
            continue;
        if (!any)
            out_styled(cli->out, STYLE_BOLD, "%sPromised\n", lead);
        any = true;
        out_hanging(cli->out, one->due_day < cli->today ? STYLE_RED : STYLE_PLAIN,
                    arena_printf(cli->arena, "  P%lld", (long long)one->id), 7,
                    arena_printf(cli->arena, "%s: %s · %s", one->site_name, one->what,
                                 words_due(cli->arena, one->due_day, cli->today)));
    }
    return status;
}
