#include "cli/day_view.h"

#include "cli/card.h"
#include "cli/doc.h"
#include "cli/out.h"
#include "cli/words.h"
#include "geo/amenity.h"
#include "geo/store/job.h"
#include "geo/store/people.h"
#include "planner/say.h"

#include <string.h>

enum { INDENT = 18, ARRIVAL_SHOWN_S = 60, FIRST_SEARCH_DAYS = 8 };

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

size_t day_view_number(const struct plan *plan, size_t index)
{
    size_t number = 0;
    for (size_t i = 0; i <= index; i++)
        number += plan->stops[i].kind != PLAN_STOP_BREAK;
    return number;
}

/* --- one stop ----------------------------------------------------------------------------------------------------- */

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
    *text = words_address(cli->arena, stop->name, site.town);
    return STATUS_OK;
}

const char *day_view_leg(struct cli *cli, int32_t from_s, int32_t to_s, int32_t drive_m)
{
    if (to_s - from_s < 30 && drive_m == 0) /* one is there already */
        return "";
    return arena_printf(cli->arena, "%s, %s", words_between(cli->arena, from_s, to_s), words_km(cli->arena, drive_m));
}

static const char *leg_to(struct cli *cli, const struct plan_stop *stop)
{
    return day_view_leg(cli, stop->arrive_s - stop->drive_s, stop->arrive_s, stop->drive_m);
}

static bool same_place(struct point a, struct point b)
{
    return point_distance_m(a, b) < 1;
}

/* Lunch at no place in particular after a drive is at the next stop, or somewhere on the way there. */
const char *day_view_break(struct cli *cli, const struct plan *plan, size_t index)
{
    const struct plan_stop *stop = &plan->stops[index], *next = stop + 1;
    bool last = index + 1 == plan->stops_n;
    if (plan_stop_is_place(stop))
        return arena_printf(cli->arena, "%s at %s", stop->title, stop->name);
    if (!*leg_to(cli, stop))
        return stop->name;
    const char *there = same_place(stop->at, last ? plan->home : next->at) ? "at" : "on the way to";
    return arena_printf(cli->arena, "%s, %s %s", stop->name, there, last ? "home" : next->name);
}

static void print_break_lines(struct cli *cli, const struct plan *plan, const struct plan_stop *stop)
{
    bool drive = *leg_to(cli, stop) != '\0', wait = stop->wait_s >= ARRIVAL_SHOWN_S;
    const char *text = "";
    if (drive)
        text = arena_printf(cli->arena, "leave %s, there at %s",
                            words_time(cli->arena, plan->day, stop->arrive_s - stop->drive_s),
                            words_time(cli->arena, plan->day, stop->arrive_s));
    if (wait)
        text = words_join(
            cli->arena, text, ", ",
            arena_printf(cli->arena, "%s to wait", words_between(cli->arena, stop->arrive_s, stop->start_s)));
    if (drive || wait)
        out_hanging(cli->out, STYLE_PLAIN, "", INDENT, text);
}

struct row {
    size_t number; /* of the stop; breaks have none */
    bool mark, next;
};

static enum status print_stop(struct cli *cli, const struct plan *plan, size_t index, struct row row, struct error *err)
{
    const struct plan_stop *stop = &plan->stops[index];
    const char *where;
    enum status status = name_and_town(cli, stop, &where, err);
    if (status)
        return status;
    static const char *const states[] = {"", "done", "skipped"};
    bool over = row.mark && stop->state != PLAN_STOP_PLANNED;
    bool is_break = stop->kind == PLAN_STOP_BREAK, nowhere = !plan_stop_is_place(stop);
    const char *number = is_break ? "" : arena_printf(cli->arena, "%zu", row.number);
    const char *right = over ? states[stop->state] : leg_to(cli, stop);
    if (nowhere)
        where = day_view_break(cli, plan, index);
    else if (is_break)
        where = arena_printf(cli->arena, "%s at %s", stop->title, where);
    const char *left = arena_printf(cli->arena, "%s%2s  %s-%s  %s", row.mark && row.next ? ">" : " ", number,
                                    words_time(cli->arena, plan->day, stop->start_s),
                                    words_time(cli->arena, plan->day, stop->depart_s), where);
    out_line(cli->out, over ? STYLE_DIM : nowhere ? STYLE_PLAIN : STYLE_BOLD, left, right);
    if (nowhere)
        print_break_lines(cli, plan, stop);
    else if (!over)
        day_view_stop_lines(cli, plan, stop, INDENT);
    return STATUS_OK;
}

/* --- the day ------------------------------------------------------------------------------------------------------ */

/* "7 jobs, no visits, 1 stop for parcels, 1 rest": what is not there goes unsaid, but for jobs and visits. */
static const char *counts_text(struct cli *cli, const struct plan *plan)
{
    struct arena *arena = cli->arena;
    size_t parcels = 0, rests = 0;
    for (size_t i = 0; i < plan->stops_n; i++) {
        parcels += plan->stops[i].kind == PLAN_STOP_PARCEL;
        rests += plan->stops[i].kind == PLAN_STOP_REST;
    }
    const char *jobs = plan->jobs_n > 0 ? words_count(arena, plan->jobs_n, "job") : "no jobs";
    const char *visits = plan->visits_n > 0 ? words_count(arena, plan->visits_n, "visit") : "no visits";
    const char *text = words_join(arena, jobs, ", ", visits);
    if (parcels > 0)
        text = arena_printf(arena, "%s, %s for parcels", text, words_count(arena, parcels, "stop"));
    return rests > 0 ? words_join(arena, text, ", ", words_count(arena, rests, "rest")) : text;
}

static void print_heading(struct cli *cli, const struct plan *plan)
{
    struct arena *arena = cli->arena;
    out_styled(cli->out, STYLE_BOLD, "%s", words_day(arena, plan->day));
    const char *ends = arena_printf(arena, " (day ends %s)", words_time(arena, plan->day, plan->work_end_s));
    if (plan->stops_n == 0)
        out_printf(cli->out, " · nothing to drive to\n");
    else
        out_printf(cli->out, " · %s · leave %s, home %s%s\n", counts_text(cli, plan),
                   words_time(arena, plan->day, plan->leave_s), words_time(arena, plan->day, plan->home_s), ends);
    for (size_t i = 0; i < plan->conflicts_n; i++)
        out_hanging(cli->out, STYLE_RED, "!", 2, plan->conflicts[i].text);
    day_view_parcels_due(cli, plan);
    out_printf(cli->out, "\n");
}

/* What the visits add one by one is not what they add together: two that are neighbours share their way. */
static bool shares_way(const struct plan *plan)
{
    int32_t sum = 0;
    for (size_t i = 0; i < plan->stops_n; i++)
        sum += plan->stops[i].parcels_n == 0 ? say_minutes_up(plan->stops[i].cost_s) : 0;
    return plan->visits_n > 1 && sum != say_minutes_up(plan->extra_s);
}

/* Driving is rounded up wherever it stands as a cost (say.h), the total with it: no part is more than the whole. */
static void print_totals(struct cli *cli, const struct plan *plan)
{
    struct arena *arena = cli->arena;
    out_line(cli->out, STYLE_PLAIN,
             arena_printf(arena, "     %s        home", words_time(arena, plan->day, plan->home_s)),
             day_view_leg(cli, plan->home_s - plan->home_drive_s, plan->home_s, plan->home_drive_m));
    day_view_odd_source(cli, plan, plan->home_source, INDENT);
    const char *text =
        arena_printf(arena, "drive %s (%s, %s%s), on site %s",
                     words_duration(arena, say_minutes_up(plan->drive_s) * 60), words_km(arena, plan->drive_m),
                     plan->source, *plan->rush ? ", with rush hours" : "", words_duration(arena, plan->on_site_s));
    if (plan->wait_s >= 60)
        text = arena_printf(arena, "%s, waiting %s", text, words_duration(arena, plan->wait_s));
    if (plan->visits_n > 0)
        text = arena_printf(arena, "%s; visits add %d min of driving and are worth %d", text,
                            say_minutes_up(plan->extra_s), say_minutes_down(plan->worth_s));
    out_printf(cli->out, "\n");
    out_wrapped(cli->out, 0, text);
    if (shares_way(plan))
        out_wrapped(cli->out, 0, "each +N is what leaving that one visit out would save");
}

/* What is known of better plans: nothing about a day with nothing to choose, nor where that would help nobody, as another
 * plan might be worth twice as much for all that is known. */
static const char *proof_text(struct cli *cli, const struct plan *plan)
{
    bool jobs_only = plan->customers_placed == 0;
    if (plan->more_s == NUMBER_UNSET || plan->more_s > (jobs_only ? plan->drive_s : plan->worth_s) ||
        (jobs_only && plan->jobs_n < 2))
        return "";
    if (plan->proved_best && jobs_only)
        return "proved best: no other order of the jobs drives less";
    if (plan->proved_best)
        return plan->visits_n > 0 ? "proved best: no other choice of visits is worth more, driving counted"
                                  : "proved best: no visits that fit are worth their driving";
    if (plan->more_comfort_s == plan->more_s)
        return arena_printf(cli->arena, "proved best, but for toilets on the way: they could add %d min at most",
                            say_minutes_up(plan->more_s));
    return arena_printf(cli->arena,
                        jobs_only ? "another order of the jobs could save %d min of driving at most"
                                  : "another choice of visits could be worth %d min more at most, driving counted",
                        say_minutes_up(plan->more_s));
}

static void print_proof(struct cli *cli, const struct plan *plan)
{
    const char *text = proof_text(cli, plan);
    if (*text)
        out_wrapped(cli->out, 0, text);
    if (plan->stopped && !plan->proved_best)
        out_wrapped(cli->out, 0, "stopped at the time limit: a longer search may find better");
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

static void print_advice(struct cli *cli, const struct plan *plan)
{
    for (size_t i = 0; i < plan->advice_n; i++) {
        if (i == 0)
            out_styled(cli->out, STYLE_BOLD, "\nAdvice, no claim that any rule is kept\n");
        out_hanging(cli->out, STYLE_PLAIN, "", 2, plan->advice[i]);
    }
}

enum status day_view_print(struct cli *cli, const struct plan *plan, bool mark, struct error *err)
{
    print_heading(cli, plan);
    size_t next = day_view_next(cli, plan), number = 0;
    for (size_t i = 0; i < plan->stops_n; i++) {
        number += plan->stops[i].kind != PLAN_STOP_BREAK;
        struct row row = {.number = number, .mark = mark, .next = i == next};
        enum status status = print_stop(cli, plan, i, row, err);
        if (status)
            return status;
    }
    if (plan->stops_n > 0)
        print_totals(cli, plan);
    if (!mark && plan->stops_n > 0)
        print_proof(cli, plan);
    if (!mark)
        day_view_parcels_waiting(cli, plan);
    if (!mark)
        print_missed(cli, plan);
    print_advice(cli, plan);
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
    return status ? status : day_view_drop_parcels(cli, *plan, err);
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
