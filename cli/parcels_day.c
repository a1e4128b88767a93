#include "cli/parcels_day.h"

#include "cli/out.h"
#include "cli/parcel_fields.h"
#include "cli/words.h"
#include "geo/base/civil.h"
#include "geo/store/job.h"
#include "planner/open.h"

enum { OPTIONS = 1 };

/* --- a parcel as a question ------------------------------------------------------------------------------------------ */

static int64_t utc_of(int32_t day, int32_t wall_s)
{
    int64_t utc = 0;
    (void)civil_utc(day, wall_s, &utc);
    return utc;
}

/* The last moment of a day when no time of it is given. */
int64_t parcels_day_by(int32_t day, int32_t wall_s)
{
    return wall_s == NUMBER_UNSET ? utc_of(day, DAY_SECONDS) - 1 : utc_of(day, wall_s);
}

/* After the job, where the plan has it; else at the earliest moment that the job can be over. */
static enum status after_job(struct cli *cli, const struct parcel *parcel, struct parcels_request *request,
                             struct error *err)
{
    struct job job = job_empty();
    if (parcel->job_id == 0)
        return STATUS_OK;
    const enum status status = store_job_get(cli->store, parcel->job_id, cli->arena, &job, err);
    if (status != STATUS_OK || job.status != JOB_OPEN)
        return status;
    for (size_t i = 0; request->plan && i < request->plan->stops_n; i++) {
        if (request->plan->stops[i].job_id == job.id) {
            request->after_job_id = job.id;
            return STATUS_OK;
        }
    }
    const int64_t over_utc = utc_of(job.day, job.earliest_s) + job.duration_s;
    request->ready_utc = over_utc > request->ready_utc ? over_utc : request->ready_utc;
    return STATUS_OK;
}

enum status parcels_day_ask(struct cli *cli, const struct parcel *parcel, struct parcels_request *request,
                            struct error *err)
{
    request->carrier = parcel->carrier;
    if (parcel->ready_day != DAY_NONE)
        request->ready_utc = utc_of(parcel->ready_day, parcel->ready_s == NUMBER_UNSET ? 0 : parcel->ready_s);
    if (parcel->due_day != DAY_NONE)
        request->by_utc = parcels_day_by(parcel->due_day, parcel->due_s);
    return after_job(cli, parcel, request, err);
}

/* --- the parcels of a plan ------------------------------------------------------------------------------------------- */

struct parcels_day {
    const char **warnings, **lines; /* with room for all */
    size_t warnings_n, lines_n;
};

/* Is it to be seen to on DAY or before? */
static bool is_due(const struct parcel *parcel, int32_t day)
{
    return parcel->due_day != DAY_NONE && parcel->due_day <= day;
}

/* The earliest moment that the plan speaks about. */
static int64_t begin_utc(const struct cli *cli, const struct plan *plan)
{
    int64_t midnight_utc = 0;
    (void)civil_utc(plan->day, 0, &midnight_utc);
    return plan->day == cli->today && cli->now_utc > midnight_utc ? cli->now_utc : midnight_utc;
}

static enum status take_out(struct cli *cli, const struct plan *plan, const struct parcel *parcel,
                            struct parcels_day *day, struct error *err)
{
    struct arena *arena = cli->arena;
    struct parcels_request request = {.from = plan->home,
                                      .now_utc = begin_utc(cli, plan),
                                      .carrier = "",
                                      .by_utc = INT64_MAX,
                                      .plan = plan,
                                      .where = open_where(arena, &cli->settings, &plan->home),
                                      .limit = OPTIONS};
    struct parcels_answer answer = {0};
    enum status status = parcels_day_ask(cli, parcel, &request, err);
    if (!status)
        status = parcels_find(cli->store, cli->travel, &request, arena, &answer, err);
    if (status)
        return status;
    const char *name = arena_printf(arena, "K%lld, %s", (long long)parcel->id, parcel->what);
    if (answer.n == 0) {
        day->warnings[day->warnings_n++] = arena_printf(arena, "%s: nowhere to leave it is known near the way", name);
        return STATUS_OK;
    }
    const struct parcels_option *best = &answer.options[0];
    const char *text =
        arena_printf(arena, "%s: %s: %s", name, best->point->site.name, parcels_why(arena, &request, best));
    const bool cannot = best->chance == PARCELS_NOT || best->chance == PARCELS_AT_COST;
    if (cannot || (best->chance == PARCELS_LATER && is_due(parcel, plan->day)))
        day->warnings[day->warnings_n++] = text;
    else
        day->lines[day->lines_n++] = text;
    return STATUS_OK;
}

/* One that is to be collected is not looked for on the way: it waits at one place, which is a stop before its job or is not. */
static void take_in(struct cli *cli, const struct plan *plan, const struct parcel *parcel, struct parcels_day *day)
{
    struct arena *arena = cli->arena;
    const char *name = arena_printf(arena, "K%lld, %s", (long long)parcel->id, parcel->what);
    const char *where = parcel_fields_where(arena, parcel);
    for (size_t i = 0; i < plan->stops_n; i++) {
        const struct plan_stop *stop = &plan->stops[i];
        if (parcel->job_id != 0 && stop->job_id == parcel->job_id && stop->site_id != parcel->site_id) {
            day->warnings[day->warnings_n++] =
                arena_printf(arena, "%s, waits %s, which is no stop before %s at %s", name, where, stop->name,
                             words_time(arena, plan->day, stop->start_s));
            return;
        }
        if (stop->site_id != 0 && stop->site_id == parcel->site_id) {
            day->lines[day->lines_n++] = arena_printf(arena, "%s: collect it %s, at %s", name, where,
                                                      words_time(arena, plan->day, stop->start_s));
            return;
        }
    }
    if (is_due(parcel, plan->day))
        day->warnings[day->warnings_n++] =
            arena_printf(arena, "%s, waits %s, which is no stop of the day", name, where);
}

enum status parcels_day_read(struct cli *cli, const struct plan *plan, struct parcels_day **out, struct error *err)
{
    const struct parcel_filter filter = {.open_only = true};
    struct parcel *parcels = NULL;
    size_t n = 0;
    struct parcels_day *day = arena_alloc(cli->arena, sizeof *day);
    enum status status = store_parcel_list(cli->store, &filter, cli->arena, &parcels, &n, err);
    day->warnings = arena_array(cli->arena, n + 1, sizeof *day->warnings);
    day->lines = arena_array(cli->arena, n + 1, sizeof *day->lines);
    for (size_t i = 0; i < n && !status && plan->day >= cli->today; i++) {
        const struct parcel *one = &parcels[i];
        if ((one->ready_day != DAY_NONE && one->ready_day > plan->day) ||
            (one->job_day != DAY_NONE && one->job_day > plan->day))
            continue;
        if (one->direction == PARCEL_OUT)
            status = take_out(cli, plan, one, day, err);
        else
            take_in(cli, plan, one, day);
    }
    *out = day;
    return status;
}

void parcels_day_warn(struct cli *cli, const struct parcels_day *day)
{
    for (size_t i = 0; i < day->warnings_n; i++)
        out_alert(cli->out, day->warnings[i]);
}

void parcels_day_print(struct cli *cli, const struct parcels_day *day)
{
    if (day->lines_n == 0)
        return;
    out_styled(cli->out, STYLE_BOLD, "\nParcels that fit into it\n");
    for (size_t i = 0; i < day->lines_n; i++)
        out_hanging(cli->out, STYLE_PLAIN, "", 2, day->lines[i]);
}
