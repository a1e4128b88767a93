#include "cli/job_fields.h"

#include "cli/out.h"
#include "cli/words.h"
#include "geo/base/caps.h"
#include "geo/base/text.h"

#include <string.h>

static enum status set_date(struct cli *cli, struct job *job, const char *value, struct error *err)
{
    if (civil_parse_day_word(value, cli->today, &job->day))
        return STATUS_OK;
    return error_set(err, STATUS_INPUT, "date: '%s' is no date; try 2026-11-24, tomorrow or fri", value);
}

static enum status set_start(struct cli *cli, struct job *job, const char *value, struct error *err)
{
    const char *dash = strchr(value, '-');
    const char *first = dash ? arena_strndup(cli->arena, value, (size_t)(dash - value)) : value;
    int32_t from, to;
    if (!civil_parse_time(text_trim(cli->arena, first), &from) ||
        !civil_parse_time(text_trim(cli->arena, dash ? dash + 1 : value), &to))
        return error_set(err, STATUS_INPUT, "start: '%s' is no time; try 09:00, or 09:00-10:00 for a window", value);
    if (to < from)
        return error_set(err, STATUS_INPUT, "start: the window %s ends before it begins", value);
    job->earliest_s = from;
    job->latest_s = to;
    return STATUS_OK;
}

static enum status set_minutes(struct job *job, const char *value, struct error *err)
{
    int32_t seconds;
    if (!civil_parse_duration(value, &seconds) || seconds <= 0 || seconds > DAY_SECONDS)
        return error_set(err, STATUS_INPUT, "minutes: '%s' is no duration of a job; try 45 or 1h30", value);
    job->duration_s = seconds;
    return STATUS_OK;
}

static enum status set_status(struct job *job, const char *value, struct error *err)
{
    static const char *const names[] = {"open", "done", "cancelled"};
    for (int i = 0; i < 3; i++) {
        if (text_equal_folded(value, names[i])) {
            job->status = (enum job_status)i;
            return STATUS_OK;
        }
    }
    return error_set(err, STATUS_INPUT, "status: '%s' is none of open, done, cancelled", value);
}

static enum status set_text(struct cli *cli, const char **to, const char *field, const char *value, struct error *err)
{
    if (strlen(value) > CAP_NAME_BYTES || !text_utf8_valid(value, strlen(value), NULL))
        return error_set(err, STATUS_INPUT, "%s: a text in UTF-8 of at most %d bytes", field, CAP_NAME_BYTES);
    *to = text_trim(cli->arena, value);
    return STATUS_OK;
}

enum status job_fields_set(struct cli *cli, struct job *job, const char *field, const char *value, struct error *err)
{
    if (strcmp(field, "date") == 0)
        return set_date(cli, job, value, err);
    if (strcmp(field, "start") == 0)
        return set_start(cli, job, value, err);
    if (strcmp(field, "minutes") == 0)
        return set_minutes(job, value, err);
    if (strcmp(field, "status") == 0)
        return set_status(job, value, err);
    if (strcmp(field, "title") == 0)
        return set_text(cli, &job->title, field, value, err);
    if (strcmp(field, "uid") == 0)
        return set_text(cli, &job->uid, field, value, err);
    return error_set(err, STATUS_INPUT, "a job has no field '%s'; it has date, start, minutes, title, status, uid",
                     field);
}

/* --- the whole job ------------------------------------------------------------------------------------------------------- */

static const char *skipped_hour(struct arena *arena, int32_t day, int32_t wall_s)
{
    int64_t utc = 0;
    if (civil_utc(day, wall_s, &utc))
        return NULL;
    char time[CIVIL_TEXT];
    char date[CIVIL_TEXT];
    civil_format_time(time, wall_s);
    civil_format_day(date, day);
    return arena_printf(arena, "%s does not exist on %s: the clocks go forward over it", time, date);
}

const char *job_fields_bad_start(struct arena *arena, int32_t day, int32_t earliest_s, int32_t latest_s)
{
    if (earliest_s >= DAY_SECONDS)
        return "24:00 is the next day's 00:00";
    if (latest_s < earliest_s)
        return "the latest start is before the earliest";
    const char *why = skipped_hour(arena, day, earliest_s);
    return why != NULL ? why : skipped_hour(arena, day, latest_s);
}

/* The same visit booked twice is a slip of the hand, and would cost an hour of the day. */
static enum status refuse_twin(struct cli *cli, const struct job *job, struct error *err)
{
    const struct job_filter filter = {.from_day = job->day, .to_day = job->day, .site_id = job->site_id};
    struct job *jobs = NULL;
    size_t n = 0;
    enum status status = store_job_list(cli->store, &filter, cli->arena, &jobs, &n, err);
    for (size_t i = 0; i < n && !status; i++)
        if (jobs[i].id != job->id && jobs[i].earliest_s == job->earliest_s && jobs[i].status != JOB_CANCELLED)
            status = error_set(err, STATUS_INPUT, "J%lld is booked there already; `rounds edit J%lld ...` changes it",
                               (long long)jobs[i].id, (long long)jobs[i].id);
    return status;
}

enum status job_fields_check(struct cli *cli, const struct job *before, const struct job *job, struct error *err)
{
    const bool other_day = !before || before->day != job->day;
    const bool other_start = other_day || before->earliest_s != job->earliest_s || before->latest_s != job->latest_s;
    const bool reopened = before && before->status == JOB_CANCELLED;
    const char *why = other_start ? job_fields_bad_start(cli->arena, job->day, job->earliest_s, job->latest_s) : NULL;
    if (why)
        return error_set(err, STATUS_INPUT, "start: %s", why);
    enum status status =
        (other_start || reopened) && job->status != JOB_CANCELLED ? refuse_twin(cli, job, err) : STATUS_OK;
    if (!status && other_day && job->day < cli->today)
        out_note(cli->out, "%s is in the past.", words_day(cli->arena, job->day));
    return status;
}

char *job_fields_text(struct cli *cli, const struct job *job)
{
    const char *from = words_wall(cli->arena, job->earliest_s), *to = words_wall(cli->arena, job->latest_s);
    return arena_printf(cli->arena, "J%lld: %s%s%s, %s, %s%s%s, %s", (long long)job->id, job->title,
                        *job->title ? " at " : "", job->site_name, words_day(cli->arena, job->day), from,
                        job->earliest_s == job->latest_s ? "" : "-", job->earliest_s == job->latest_s ? "" : to,
                        words_duration(cli->arena, job->duration_s));
}
