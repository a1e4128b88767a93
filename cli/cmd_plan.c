#include "cli/cmd.h"

#include "cli/day_news.h"
#include "cli/day_view.h"
#include "cli/out.h"
#include "cli/roads_net.h"
#include "cli/words.h"
#include "geo/base/file.h"
#include "geo/base/num.h"
#include "geo/store/people.h"
#include "planner/plan.h"

#include <string.h>

static const struct command_option options[] = {
    {"jobs-only", 0, NULL, "the booked jobs, no proactive visits"},
    {"max-detour", 0, "MIN", "most extra driving for one visit (setting plan.max_detour)"},
    {"max-extra", 0, "MIN", "most extra driving in the day (setting plan.max_extra)"},
    {"comfort", 0, "HOURS", "longest time without a toilet (setting worth.comfort_after)"},
    {"max-visits", 0, "N", "most proactive visits in the day (setting plan.max_visits)"},
    {"time-limit", 0, "SECONDS", "search no longer than so many seconds (2, 0.5 or 500ms)"},
    {0},
};

enum { HOURS_MAX = 10000 }; /* so that what is too much is refused as hours, and not read as minutes */

static enum status take_limits(struct cli *cli, struct error *err)
{
    static const char *const limits[][2] = {
        {"max-detour", "plan.max_detour"}, {"max-extra", "plan.max_extra"}, {"max-visits", "plan.max_visits"}};
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        const char *value = cli_option(cli, limits[i][0]);
        enum status status = value ? settings_set(&cli->settings, limits[i][1], value, err) : STATUS_OK;
        if (status)
            return status;
    }
    return STATUS_OK;
}

/* "3", "2.5", "2h30". A bare number means hours. */
static enum status take_comfort(struct cli *cli, struct error *err)
{
    const char *text = cli_option(cli, "comfort");
    double hours;
    if (!text)
        return STATUS_OK;
    if (num_parse_double(text, false, 0, HOURS_MAX, &hours))
        text = arena_printf(cli->arena, "%d min", (int)(hours * 60 + 0.5));
    if (settings_set(&cli->settings, "worth.comfort_after", text, NULL))
        return cli_usage(cli, err, "--comfort %s is no time from half an hour to a day; try 3 or 2h30",
                         cli_option(cli, "comfort"));
    return STATUS_OK;
}

/* --- the time limit ----------------------------------------------------------------------------------------------- */

enum { LIMIT_MAX_S = 3600 };

/* Of searching, from the moment it begins. */
struct limit {
    int64_t until_ms;
};

static bool time_is_up(void *context)
{
    const struct limit *limit = context;
    return civil_clock_ms() >= limit->until_ms;
}

/* "2", "0.5", "2 s", "500ms" in milliseconds. */
static bool parse_limit(struct arena *arena, const char *text, int64_t *ms)
{
    size_t digits = strspn(text, "0123456789.");
    const char *unit = text + digits + strspn(text + digits, " ");
    bool small = strcmp(unit, "ms") == 0;
    double value;
    if (*unit && !small && strcmp(unit, "s") != 0)
        return false;
    if (!num_parse_double(arena_strndup(arena, text, digits), false, 0, small ? LIMIT_MAX_S * 1000 : LIMIT_MAX_S,
                          &value))
        return false;
    *ms = (int64_t)(value * (small ? 1 : 1000));
    return true;
}

static enum status take_time_limit(struct cli *cli, struct plan_request *request, struct error *err)
{
    const char *text = cli_option(cli, "time-limit");
    int64_t ms;
    if (!text)
        return STATUS_OK;
    if (!parse_limit(cli->arena, text, &ms))
        return cli_usage(cli, err, "--time-limit %s is no time up to an hour; try 2, 0.5 or 500ms", text);
    struct limit *limit = arena_alloc(cli->arena, sizeof *limit);
    limit->until_ms = civil_clock_ms() + ms;
    request->stop = time_is_up;
    request->stop_context = limit;
    return STATUS_OK;
}

/* --- the day ------------------------------------------------------------------------------------------------------ */

static enum status take_day(struct cli *cli, int32_t *day, struct error *err)
{
    enum status status = cli_words(cli, 0, 1, err);
    if (status || cli->argc == 0)
        return status ? status : day_view_default(cli, day, err);
    if (civil_parse_day_word(cli->argv[0], cli->today, day))
        return STATUS_OK;
    return cli_usage(cli, err, "'%s' is no date; try today, tomorrow, fri or 2026-11-24", cli->argv[0]);
}

/* Planning again forgets what was ticked off; somebody half-way through a day should hear so. */
static enum status warn_of_ticks(struct cli *cli, int32_t day, struct error *err)
{
    struct saved_plan saved;
    enum status status = store_plan_get(cli->store, day, 0, cli->arena, &saved, err);
    if (status)
        return status == STATUS_NOT_FOUND ? STATUS_OK : status;
    size_t ticked = 0;
    for (size_t i = 0; i < saved.stops_n; i++)
        ticked += saved.stops[i].state != PLAN_STOP_PLANNED;
    if (ticked > 0)
        out_warning(cli->out,
                    "the plan of that day had %zu stop%s ticked off; this one begins at home again (rounds undo "
                    "brings the old one back)",
                    ticked, ticked == 1 ? "" : "s");
    return STATUS_OK;
}

/* A day that is planned all the same, with a word on what is odd about it. */
static enum status note_day(struct cli *cli, const struct plan *plan, struct error *err)
{
    struct engineer engineer;
    const char *day = words_day(cli->arena, plan->day);
    enum status status = store_engineer_self(cli->store, cli->arena, &engineer, err);
    if (status)
        return status;
    if (plan->day < cli->today)
        out_note(cli->out, "%s is past.", day);
    if (!(engineer.work_days >> civil_weekday(plan->day) & 1))
        out_note(cli->out, "%s is not one of your working days (engineer.days).", day);
    int32_t now_s;
    if (plan->stops_n > 0 && day_news_now(cli, plan, &now_s) && now_s > plan->leave_s)
        out_note(cli->out, "It is %s: made as if the day were still ahead; rounds has no mid-day replanning yet.",
                 words_time(cli->arena, plan->day, now_s));
    return STATUS_OK;
}

static enum status save(struct cli *cli, const struct plan *plan, struct error *err)
{
    enum status status = warn_of_ticks(cli, plan->day, err);
    if (!status)
        status = cli_begin(cli, err);
    if (!status)
        status = plan_save(cli->store, plan, err);
    return status ? status : cli_end(cli, err);
}

/* A source that fails half-way has answered for some pairs, and what the visits add would be the difference of two
 * sources. It is left alone from then on, so that planning again has all minutes from one place. */
static enum status make(struct cli *cli, const struct plan_request *request, struct plan **plan, struct error *err)
{
    size_t failed;
    enum status status;
    do {
        failed = cli->sources_failed;
        status = plan_make(cli->store, cli->travel, request, cli->arena, plan, err);
    } while (!status && cli->sources_failed > failed);
    return status;
}

/* That minutes are estimates, and what can be done about it. */
static const char *estimate_hint(struct cli *cli, const struct plan *plan)
{
    if (strncmp(plan->source, "estimate", 8) != 0)
        return "";
    if (!file_exists(roads_net_path(cli)))
        return "\nminutes are estimates: rounds roads fetch AREA brings the roads";
    return strstr(cli->settings.sources, "roads")
               ? "\nminutes are estimates: the map does not reach there (rounds roads "
                 "info)"
               : "";
}

/* What is named with a '!': what cannot be as booked, and parcels that are due and in no stop. */
static size_t wrong_things(const struct plan *plan)
{
    size_t n = plan->conflicts_n;
    for (size_t i = 0; i < plan->parcels_missed_n; i++)
        n += plan->parcels_missed[i].due;
    return n;
}

static enum status run(struct cli *cli, struct error *err)
{
    int32_t day;
    enum status status = take_day(cli, &day, err);
    if (!status)
        status = take_limits(cli, err);
    if (!status)
        status = take_comfort(cli, err);
    if (status)
        return status;
    struct plan_request request = {
        .day = day, .now_utc = cli->now_utc, .settings = &cli->settings, .jobs_only = cli_option(cli, "jobs-only")};
    struct plan *plan = NULL;
    status = take_time_limit(cli, &request, err);
    if (!status)
        status = make(cli, &request, &plan, err);
    if (!status)
        status = note_day(cli, plan, err);
    if (!status)
        status = save(cli, plan, err);
    if (!status)
        status = cli->json ? day_view_json(cli, plan, err) : day_view_print(cli, plan, false, err);
    if (status)
        return status;
    if (!cli->json && plan->stops_n > 0)
        out_note(cli->out, "\nrounds export links: to the phone · rounds why SITE: why, or why not%s",
                 estimate_hint(cli, plan));
    const size_t wrong = wrong_things(plan);
    if (cli->strict && wrong > 0)
        return error_set(err, STATUS_INCOMPLETE, "%zu conflict%s on %s (--strict)", wrong, wrong == 1 ? "" : "s",
                         words_date(cli->arena, plan->day));
    return STATUS_OK;
}

const struct command command_plan = {
    .name = "plan",
    .usage = "plan [DATE] [--jobs-only] [--max-detour MIN] [--max-extra MIN]",
    .summary = "plan a day: booked jobs, and the visits that are worth their minutes",
    .help =
        "  rounds plan\n"
        "  rounds plan tomorrow\n"
        "  rounds plan 2026-11-24 --max-detour 15\n"
        "  rounds plan fri --set plan.lunch=30 --dry-run\n\n"
        "Jobs stand at their booked windows. A visit is put in only where what it is worth, in minutes, is more than "
        "the driving it adds, and where it makes no job late. Each says what it adds, what it is worth and why. "
        "Without DATE it is the next day with jobs, today included while there is working time left. What cannot "
        "work is named first, with a '!'; with --strict the exit status is then 5. The plan is saved: rounds today, "
        "rounds next and rounds export work on it.\n\n"
        "Open parcels that are ready are planned too: the best place among all where one can be left before its "
        "cut-off and after the job that yields it, one that comes in before the job that needs it. A stop that serves "
        "several needs says so in one line (\"Also:\"). One that is due and cannot be, is named first, with the last "
        "possible moment. Where there would be no toilet for longer than --comfort, a visit to a customer who has one "
        "is worth more, and a stop for it alone is put in where none is (plan.rest_stop). plan.lunch_place=food has "
        "lunch where there is food. Pauses while driving are advice; no claim is made that any rule is kept.\n\n"
        "Below the totals it says whether the plan is proved to be the best, or how much more worth another one could "
        "have at most; where that is not known, nothing. The same data give the same plan, however fast the machine; "
        "with --time-limit they may not, and a plan that was cut short by it says so.",
    .needs = NEEDS_STORE | NEEDS_TRAVEL | WRITES | READS,
    .options = options,
    .run = run,
};
