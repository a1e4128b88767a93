#include "cli/cmd.h"

#include "cli/change.h"
#include "cli/day_news.h"
#include "cli/day_view.h"
#include "cli/doc.h"
#include "cli/done_parcels.h"
#include "cli/out.h"
#include "cli/words.h"
#include "geo/base/caps.h"
#include "geo/base/num.h"
#include "geo/base/text.h"
#include "geo/store/history.h"
#include "geo/store/job.h"
#include "planner/plan.h"

#include <string.h>

static const struct command_option options[] = {
    {"time", 0, "HH:MM", "when it began (now, less --minutes; hours after its planned time, that one)"},
    {"minutes", 0, "N", "how long it took"},
    {"outcome", 0, "TEXT", "what came of it"},
    {"note", 0, "TEXT", "what else to keep with the visit"},
    {"no-parcel", 0, NULL, "its parcels were not handed over or collected: they stay open"},
    {"skip", 0, NULL, "it did not happen: tick it off without a visit"},
    {"date", 0, "DAY", "on another day than today"},
    {0},
};

enum { LONG_AFTER_S = 2 * 60 * 60 }; /* as late as this a stop is not ticked off at once, but in the evening */

/* What is ticked off: a stop of the plan, or a site that was called at without one. */
struct tick {
    int32_t day;
    struct plan *plan; /* NULL: none was made for that day */
    struct saved_plan saved;
    size_t stop; /* index into both; SIZE_MAX: none */
    struct site site;
    int64_t job_id; /* 0 = none */
    struct visit visit;
    bool planned_time;        /* the visit's time is the plan's */
    const char *parcels_text; /* what became of its parcels; "" */
    json_t *parcels;
};

/* The stop's row; stops of sites deleted since have none, and are never ticked. */
static int64_t saved_id(const struct tick *tick)
{
    for (size_t i = 0; i < tick->saved.stops_n; i++)
        if (tick->saved.stops[i].seq == (int32_t)tick->stop + 1)
            return tick->saved.stops[i].id;
    return 0;
}

/* --- which stop --------------------------------------------------------------------------------------------------- */

static enum status stop_by_number(struct cli *cli, struct tick *tick, int64_t number, struct error *err)
{
    int64_t counted = 0;
    for (size_t i = 0; i < tick->plan->stops_n; i++) {
        counted += tick->plan->stops[i].kind != PLAN_STOP_BREAK;
        if (counted == number && tick->plan->stops[i].kind != PLAN_STOP_BREAK) {
            tick->stop = i;
            return STATUS_OK;
        }
    }
    return error_set(err, STATUS_NOT_FOUND, "the plan of %s has %s; there is no stop %lld",
                     words_date(cli->arena, tick->day), words_count(cli->arena, (size_t)counted, "stop"),
                     (long long)number);
}

/* The stop of the plan at SITE that is not ticked off yet; else any; else none. */
static void stop_by_site(struct tick *tick)
{
    for (size_t i = 0; tick->plan && i < tick->plan->stops_n; i++) {
        const struct plan_stop *stop = &tick->plan->stops[i];
        if (stop->site_id == tick->site.id &&
            (tick->stop == SIZE_MAX || tick->plan->stops[tick->stop].state != PLAN_STOP_PLANNED))
            tick->stop = i;
    }
}

static enum status next_stop(struct cli *cli, struct tick *tick, struct error *err)
{
    if (!tick->plan)
        return error_set(err, STATUS_NOT_FOUND, "there is no plan of %s: name the site, or `rounds plan` first",
                         words_date(cli->arena, tick->day));
    tick->stop = day_view_next_place(tick->plan);
    if (tick->stop == tick->plan->stops_n)
        return error_set(err, STATUS_NOT_FOUND, "all stops of %s are ticked off; name a site to log another visit",
                         words_date(cli->arena, tick->day));
    return STATUS_OK;
}

static enum status named_stop(struct cli *cli, struct tick *tick, struct error *err)
{
    const char *text;
    int64_t number;
    enum status status = cli_text(cli, 0, &text, err);
    if (status)
        return status;
    if (tick->plan && num_parse_i64(text, 1, 999, &number))
        return stop_by_number(cli, tick, number, err);
    status = store_site_find(cli->store, text, cli->arena, &tick->site, err);
    if (!status)
        stop_by_site(tick);
    return status;
}

/* A job that was called off is not done by habit. */
static enum status refuse_cancelled(struct cli *cli, const struct tick *tick, struct error *err)
{
    struct job job;
    enum status status = store_job_get(cli->store, tick->job_id, cli->arena, &job, err);
    if (status || job.status != JOB_CANCELLED || cli_option(cli, "skip"))
        return status;
    return error_set(err, STATUS_INPUT,
                     "%s: its job was cancelled; rounds plan makes the plan anew, --skip passes over it, and if it was "
                     "done after all: rounds edit J%lld status=open",
                     tick->site.name, (long long)job.id);
}

/* A job of that day at the site, also when the plan does not know of it. */
static enum status find_job(struct cli *cli, struct tick *tick, struct error *err)
{
    if (tick->stop != SIZE_MAX && tick->plan->stops[tick->stop].job_id != 0) {
        tick->job_id = tick->plan->stops[tick->stop].job_id;
        return refuse_cancelled(cli, tick, err);
    }
    struct job_filter filter = {
        .from_day = tick->day, .to_day = tick->day, .open_only = true, .site_id = tick->site.id};
    struct job *jobs;
    size_t n;
    enum status status = store_job_list(cli->store, &filter, cli->arena, &jobs, &n, err);
    if (!status && n > 0)
        tick->job_id = jobs[0].id;
    return status;
}

static enum status find_stop(struct cli *cli, struct tick *tick, struct error *err)
{
    enum status status = day_view_load(cli, tick->day, &tick->plan, &tick->saved, err);
    if (status == STATUS_NOT_FOUND) {
        tick->plan = NULL;
        status = STATUS_OK;
    }
    tick->stop = SIZE_MAX;
    if (!status)
        status = cli->argc == 0 ? next_stop(cli, tick, err) : named_stop(cli, tick, err);
    if (status)
        return status;
    if (tick->stop != SIZE_MAX) {
        const struct plan_stop *stop = &tick->plan->stops[tick->stop];
        if (stop->state == PLAN_STOP_DONE || (stop->state == PLAN_STOP_SKIPPED && cli_option(cli, "skip")))
            return error_set(err, STATUS_INPUT, "%s is %s already; `rounds undo` takes that back", stop->name,
                             stop->state == PLAN_STOP_DONE ? "done" : "skipped");
        if (saved_id(tick) == 0)
            return error_set(err, STATUS_NOT_FOUND, "%s was deleted since the plan was made: plan again", stop->name);
        if (stop->site_id)
            status = store_site_get(cli->store, stop->site_id, cli->arena, &tick->site, err);
    } else if (cli_option(cli, "skip")) {
        return error_set(err, STATUS_INPUT, "%s is not in the plan of %s: there is nothing to skip", tick->site.name,
                         words_date(cli->arena, tick->day));
    }
    return status ? status : find_job(cli, tick, err);
}

/* --- what happened ------------------------------------------------------------------------------------------------ */

static enum status take_text(struct cli *cli, const char *option, const char **to, struct error *err)
{
    const char *text = cli_option(cli, option);
    if (!text)
        return STATUS_OK;
    if (strlen(text) > CAP_TEXT_BYTES || !text_utf8_valid(text, strlen(text), NULL))
        return error_set(err, STATUS_INPUT, "--%s: a text in UTF-8 of at most %d bytes", option, CAP_TEXT_BYTES);
    *to = text;
    return STATUS_OK;
}

/* The stop's planned beginning when that is long ago: the day is being written up. */
static bool take_planned_time(const struct cli *cli, struct tick *tick)
{
    int32_t now_s;
    const struct plan_stop *stop = tick->stop != SIZE_MAX ? &tick->plan->stops[tick->stop] : NULL;
    if (!stop || !day_news_now(cli, tick->plan, &now_s) || now_s - stop->depart_s <= LONG_AFTER_S)
        return false;
    tick->visit.at_s = civil_wall(tick->day, stop->start_s);
    tick->planned_time = true;
    return true;
}

static enum status take_time(struct cli *cli, struct tick *tick, struct error *err)
{
    const char *minutes = cli_option(cli, "minutes"), *time = cli_option(cli, "time");
    if (minutes && (!civil_parse_duration(minutes, &tick->visit.duration_s) || tick->visit.duration_s > DAY_SECONDS))
        return cli_usage(cli, err, "--minutes %s is no duration; try 45 or 1h30", minutes);
    if (time) {
        if (!civil_parse_time(time, &tick->visit.at_s) || tick->visit.at_s >= DAY_SECONDS)
            return cli_usage(cli, err, "--time %s is no time of day; try 14:05", time);
        if (tick->day == cli->today && tick->visit.at_s > civil_wall_of_utc(cli->now_utc))
            return error_set(err, STATUS_INPUT, "--time %s is still to come: it is %s", time,
                             words_wall(cli->arena, civil_wall_of_utc(cli->now_utc)));
    } else if (tick->day == cli->today && !take_planned_time(cli, tick)) {
        int32_t now_s = civil_wall_of_utc(cli->now_utc), took_s = minutes ? tick->visit.duration_s : 0;
        tick->visit.at_s = took_s < now_s ? now_s - took_s : 0;
    }
    return STATUS_OK;
}

static enum status describe(struct cli *cli, struct tick *tick, struct error *err)
{
    struct engineer engineer;
    tick->visit = visit_empty();
    enum status status = store_engineer_self(cli->store, cli->arena, &engineer, err);
    if (!status)
        status = take_time(cli, tick, err);
    if (!status)
        status = take_text(cli, "outcome", &tick->visit.outcome, err);
    if (!status)
        status = take_text(cli, "note", &tick->visit.note, err);
    tick->visit.engineer_id = status ? 0 : engineer.id;
    tick->visit.site_id = tick->site.id;
    tick->visit.job_id = tick->job_id;
    tick->visit.day = tick->day;
    tick->visit.kind = tick->job_id ? VISIT_JOB : VISIT_PROACTIVE;
    return status;
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

static enum status finish_job(struct cli *cli, int64_t id, struct error *err)
{
    struct job job;
    enum status status = store_job_get(cli->store, id, cli->arena, &job, err);
    if (status || job.status == JOB_DONE)
        return status;
    job.status = JOB_DONE;
    return store_job_save(cli->store, &job, &id, err);
}

/* At a stop for a parcel or a toilet alone nobody is visited, unless something of a visit is told. */
static bool logs_visit(const struct cli *cli, const struct tick *tick)
{
    const struct plan_stop *stop = tick->stop != SIZE_MAX ? &tick->plan->stops[tick->stop] : NULL;
    bool errand = stop && (stop->kind == PLAN_STOP_PARCEL || stop->kind == PLAN_STOP_REST);
    bool told = cli_option(cli, "minutes") || cli_option(cli, "outcome") || cli_option(cli, "note");
    return tick->site.id != 0 && (!errand || told || tick->job_id != 0);
}

static enum status write_tick(struct cli *cli, struct tick *tick, bool skip, struct error *err)
{
    enum status status = cli_begin(cli, err);
    if (!status && tick->stop != SIZE_MAX) {
        enum plan_stop_state state = skip ? PLAN_STOP_SKIPPED : PLAN_STOP_DONE;
        status = store_plan_stop_mark(cli->store, saved_id(tick), state, err);
        tick->plan->stops[tick->stop].state = state;
    }
    if (!status && !skip && tick->stop != SIZE_MAX)
        status = done_parcels(cli, &tick->plan->stops[tick->stop], tick->day, cli_option(cli, "no-parcel") != NULL,
                              &tick->parcels_text, tick->parcels, err);
    if (status || skip || !logs_visit(cli, tick))
        return status;
    status = store_visit_save(cli->store, &tick->visit, &tick->visit.id, err);
    if (!status && tick->job_id)
        status = finish_job(cli, tick->job_id, err);
    return status;
}

/* --- what is next ------------------------------------------------------------------------------------------------- */

/* By road from where the engineer is: the place just done, else where the plan has him. */
static enum status look_ahead(struct cli *cli, const struct tick *tick, size_t next, bool skip,
                              struct plan_ahead *ahead, struct error *err)
{
    int32_t now_s = 0;
    (void)day_news_now(cli, tick->plan, &now_s);
    bool there = !skip && tick->site.placed_by != PLACED_NOT;
    struct point from = there ? tick->site.at : plan_whereabouts(tick->plan, now_s);
    return day_news_ahead(cli, tick->plan, next, from, ahead, err);
}

static const char *done_text(struct cli *cli, const struct tick *tick, bool skip)
{
    const char *name = tick->stop == SIZE_MAX ? tick->site.name : tick->plan->stops[tick->stop].name;
    const char *text = arena_printf(cli->arena, "%s: %s", skip ? "Skipped" : "Done", name);
    if (!skip && tick->visit.at_s != NUMBER_UNSET)
        text = arena_printf(cli->arena, "%s, %s", text, words_wall(cli->arena, tick->visit.at_s));
    if (!skip && tick->planned_time)
        text = arena_printf(cli->arena, "%s (at its planned time; --time sets another)", text);
    return tick->stop == SIZE_MAX && tick->plan ? arena_printf(cli->arena, "%s (not in the plan)", text) : text;
}

static bool is_written_up(const struct cli *cli, const struct tick *tick)
{
    return tick->visit.at_s != NUMBER_UNSET && civil_wall_of_utc(cli->now_utc) - tick->visit.at_s > LONG_AFTER_S;
}

/* What one drives to now: lunch too where it is had at a place. */
static size_t next_to_reach(const struct cli *cli, const struct plan *plan)
{
    size_t next = day_view_next(cli, plan);
    return next < plan->stops_n && plan_stop_is_place(&plan->stops[next]) ? next : day_view_next_place(plan);
}

/* The sentence, and in *LATE and *PARCEL what will go wrong; "" when nothing will. */
static enum status sentence(struct cli *cli, const struct tick *tick, bool skip, const char **text, const char **late,
                            const char **parcel, struct error *err)
{
    *text = arena_printf(cli->arena, "%s.%s", done_text(cli, tick, skip), tick->parcels_text);
    *late = *parcel = "";
    if (!tick->plan || tick->day != cli->today)
        return STATUS_OK;
    size_t next = next_to_reach(cli, tick->plan);
    if (next == tick->plan->stops_n) {
        *text =
            arena_printf(cli->arena, "%s That was the last stop: home, %s.", *text,
                         words_between(cli->arena, tick->plan->home_s - tick->plan->home_drive_s, tick->plan->home_s));
        return STATUS_OK;
    }
    const struct plan_stop *stop = &tick->plan->stops[next];
    struct plan_ahead ahead;
    enum status status = look_ahead(cli, tick, next, skip, &ahead, err);
    if (status)
        return status;
    *text = arena_printf(cli->arena, "%s Next: %s, planned for %s, %s away.", *text,
                         stop->kind == PLAN_STOP_BREAK ? day_view_break(cli, tick->plan, next) : stop->name,
                         words_time(cli->arena, tick->day, stop->start_s),
                         words_between(cli->arena, stop->arrive_s - ahead.drive_s, stop->arrive_s));
    if (!is_written_up(cli, tick)) { /* in the evening nobody is late any more */
        *late = day_news_late(cli, tick->plan, next, &ahead);
        *parcel = day_news_parcel(cli, tick->plan, next, &ahead);
    }
    return STATUS_OK;
}

static enum status report(struct cli *cli, const struct tick *tick, bool skip, struct error *err)
{
    const char *text, *late, *parcel;
    bool visited = !skip && logs_visit(cli, tick);
    enum status status = sentence(cli, tick, skip, &text, &late, &parcel, err);
    if (status)
        return status;
    json_t *members = json_object();
    doc_set(members, "visit", visited ? doc_visit(&tick->visit) : json_null());
    doc_set(members, "parcels", json_incref(tick->parcels));
    status = change_end_all(cli, true, text, skip ? "skip" : "done", members, err);
    if (!status && *late)
        out_alert(cli->out, late);
    if (!status && *parcel)
        out_alert(cli->out, parcel);
    return status;
}

static enum status run(struct cli *cli, struct error *err)
{
    struct tick tick = {.day = cli->today, .parcels_text = ""};
    const char *date = cli_option(cli, "date");
    enum status status = cli_words(cli, 0, 100, err);
    if (!status && date && !civil_parse_day_word(date, cli->today, &tick.day))
        status = cli_usage(cli, err, "--date %s is no date; try yesterday or 2026-11-24", date);
    if (!status && tick.day > cli->today)
        status = error_set(err, STATUS_INPUT, "%s is still to come: nothing is done then yet",
                           words_date(cli->arena, tick.day));
    if (!status)
        status = find_stop(cli, &tick, err);
    bool skip = cli_option(cli, "skip");
    if (!status)
        status = describe(cli, &tick, err);
    tick.parcels = json_array();
    if (!status)
        status = write_tick(cli, &tick, skip, err);
    if (!status)
        status = report(cli, &tick, skip, err);
    json_decref(tick.parcels);
    return status;
}

const struct command command_done = {
    .name = "done",
    .usage = "done [STOP] [--time HH:MM] [--minutes N] [--outcome TEXT] [--note TEXT] [--no-parcel] [--skip]",
    .summary = "log a visit, tick it off in the plan, and say what is next",
    .help =
        "  rounds done\n"
        "  rounds done 3 --minutes 45 --outcome 'board replaced'\n"
        "  rounds done bakery --time 11:20 --note 'asked for a second printer'\n"
        "  rounds done 4 --skip\n"
        "  rounds done bakery --date yesterday\n\n"
        "STOP is the number of a stop in the plan, or a site; without it the next stop is meant. A site that is in no "
        "plan is logged too. A job that was booked there is done with it; one that was cancelled is refused. Without "
        "--time it began now, less --minutes; more than two hours after the stop should be over, at its planned time. "
        "Customers' last visits are counted from "
        "this log; a stop for a parcel or a toilet alone is no visit, unless --minutes, --outcome or --note tells of "
        "one. Parcels that the plan leaves or collects there are done with it; --no-parcel keeps them open. rounds "
        "undo takes all of it back together.",
    .needs = NEEDS_STORE | NEEDS_TRAVEL | WRITES | READS,
    .options = options,
    .run = run,
};
