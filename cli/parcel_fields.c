#include "cli/parcel_fields.h"

#include "cli/doc.h"
#include "cli/words.h"
#include "geo/base/caps.h"
#include "geo/base/civil.h"
#include "geo/base/text.h"
#include "geo/store/job.h"
#include "geo/store/site.h"

#include <string.h>

/* --- moments -------------------------------------------------------------------------------------------------------- */

bool parcel_fields_when(struct cli *cli, const char *text, int32_t *day, int32_t *wall_s)
{
    char *word = text_trim(cli->arena, text);
    int32_t on = cli->today, at = NUMBER_UNSET;
    /* The time is what stands behind a blank: the last one before which there is a day ("fri 2 pm"). */
    if (strchr(word, ':') && civil_parse_time(word, &at)) {
        *day = on;
        *wall_s = at;
        return at <= DAY_SECONDS;
    }
    for (char *space = strchr(word, ' '); space; space = strchr(space + 1, ' ')) {
        const char *first = arena_strndup(cli->arena, word, (size_t)(space - word));
        if (civil_parse_day_word(first, cli->today, &on) && civil_parse_time(text_trim(cli->arena, space), &at)) {
            *day = on;
            *wall_s = at;
            return at <= DAY_SECONDS;
        }
    }
    if (civil_parse_day_word(word, cli->today, &on)) {
        *day = on;
        *wall_s = NUMBER_UNSET;
        return true;
    }
    if (civil_parse_time(word, &at) && at <= DAY_SECONDS) {
        *day = cli->today;
        *wall_s = at;
        return true;
    }
    return false;
}

static enum status set_when(struct cli *cli, const char *field, const char *value, int32_t *day, int32_t *wall_s,
                            struct error *err)
{
    if (!*value) {
        *day = DAY_NONE;
        *wall_s = NUMBER_UNSET;
        return STATUS_OK;
    }
    if (parcel_fields_when(cli, value, day, wall_s))
        return STATUS_OK;
    return error_set(err, STATUS_INPUT, "%s: '%s' is no moment; try 16:00, fri, or 'fri 16:00'", field, value);
}

/* --- the other fields ------------------------------------------------------------------------------------------------ */

static enum status set_text(struct cli *cli, const char **to, const char *field, const char *value, struct error *err)
{
    if (strlen(value) > CAP_NAME_BYTES || !text_utf8_valid(value, strlen(value), NULL))
        return error_set(err, STATUS_INPUT, "%s: a text in UTF-8 of at most %d bytes", field, CAP_NAME_BYTES);
    *to = text_trim(cli->arena, value);
    return STATUS_OK;
}

static enum status set_site(struct cli *cli, struct parcel *parcel, const char *value, struct error *err)
{
    struct site site;
    parcel->site_id = 0;
    parcel->site_name = "";
    if (!*value)
        return STATUS_OK;
    const enum status status = store_site_find(cli->store, value, cli->arena, &site, err);
    if (status == STATUS_OK) {
        parcel->site_id = site.id;
        parcel->site_name = site.name;
    }
    return status;
}

static enum status next_job_at(struct cli *cli, const char *field, const char *value, struct job *job,
                               struct error *err)
{
    struct site site;
    struct job *jobs = NULL;
    size_t n = 0;
    enum status status = store_site_find(cli->store, value, cli->arena, &site, err);
    const struct job_filter filter = {
        .from_day = cli->today, .to_day = DAY_NONE, .open_only = true, .site_id = status ? 0 : site.id};
    if (status == STATUS_OK)
        status = store_job_list(cli->store, &filter, cli->arena, &jobs, &n, err);
    if (status == STATUS_OK && n == 0)
        return error_set(err, STATUS_NOT_FOUND, "%s: no job is booked at %s; give one by its number, J5", field,
                         site.name);
    if (status == STATUS_OK)
        *job = jobs[0];
    return status;
}

static enum status set_job(struct cli *cli, struct parcel *parcel, const char *field, const char *value,
                           struct error *err)
{
    struct job job = job_empty();
    if ((parcel->direction == PARCEL_OUT) != (strcmp(field, "after") == 0))
        return error_set(err, STATUS_INPUT, "%s: a parcel that goes out comes after a job, one that comes in before it",
                         field);
    if (*value) {
        const int64_t id = words_parse_id(value, 'J');
        const enum status status =
            id != 0 ? store_job_get(cli->store, id, cli->arena, &job, err) : next_job_at(cli, field, value, &job, err);
        if (status != STATUS_OK)
            return status;
        if (job.status == JOB_CANCELLED)
            return error_set(err, STATUS_INPUT, "%s: J%lld is cancelled", field, (long long)job.id);
    }
    parcel->job_id = job.id;
    parcel->job_site_id = job.site_id;
    parcel->job_site_name = job.site_name;
    parcel->job_day = job.day;
    return STATUS_OK;
}

bool parcel_fields_known(const char *name)
{
    static const char *const names[] = {"what", "carrier", "from", "ready", "by", "after", "before"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

enum status parcel_fields_set(struct cli *cli, struct parcel *parcel, const char *field, const char *value,
                              struct error *err)
{
    if (strcmp(field, "what") == 0)
        return set_text(cli, &parcel->what, field, value, err);
    if (strcmp(field, "carrier") == 0)
        return set_text(cli, &parcel->carrier, field, text_equal_folded(value, "any") ? "" : value, err);
    if (strcmp(field, "from") == 0)
        return set_site(cli, parcel, value, err);
    if (strcmp(field, "ready") == 0)
        return set_when(cli, field, value, &parcel->ready_day, &parcel->ready_s, err);
    if (strcmp(field, "by") == 0)
        return set_when(cli, field, value, &parcel->due_day, &parcel->due_s, err);
    if (strcmp(field, "after") == 0 || strcmp(field, "before") == 0)
        return set_job(cli, parcel, field, value, err);
    return error_set(err, STATUS_INPUT,
                     "a parcel has no field '%s'; it has what, carrier, ready, after and by (out), from, ready, before "
                     "and by (in)",
                     field);
}

enum status parcel_fields_check(const struct parcel *parcel, struct error *err)
{
    const int32_t ready_s = parcel->ready_s == NUMBER_UNSET ? 0 : parcel->ready_s;
    const int32_t due_s = parcel->due_s == NUMBER_UNSET ? DAY_SECONDS : parcel->due_s;
    if (!*parcel->what)
        return error_set(err, STATUS_INPUT, "what is it? A parcel needs a word or two");
    if (parcel->direction == PARCEL_OUT && parcel->site_id != 0)
        return error_set(err, STATUS_INPUT, "from: that is for a parcel that comes in; one that goes out has after=J5");
    if (parcel->direction == PARCEL_IN && *parcel->carrier)
        return error_set(err, STATUS_INPUT,
                         "carrier: that is for a parcel that goes out; one that comes in has "
                         "from=SITE");
    if (parcel->ready_day != DAY_NONE && parcel->due_day != DAY_NONE &&
        (parcel->due_day < parcel->ready_day || (parcel->due_day == parcel->ready_day && due_s < ready_s)))
        return error_set(err, STATUS_INPUT, "by: that is before it is ready");
    if (parcel->direction == PARCEL_OUT && parcel->due_day != DAY_NONE && parcel->job_day != DAY_NONE &&
        parcel->due_day < parcel->job_day)
        return error_set(err, STATUS_INPUT, "by: that is before J%lld is done", (long long)parcel->job_id);
    return STATUS_OK;
}

/* --- in words -------------------------------------------------------------------------------------------------------- */

char *parcel_fields_moment(struct arena *arena, int32_t day, int32_t wall_s)
{
    return words_join(arena, words_day(arena, day), ", ", wall_s == NUMBER_UNSET ? "" : words_wall(arena, wall_s));
}

char *parcel_fields_where(struct arena *arena, const struct parcel *parcel)
{
    if (parcel->direction == PARCEL_OUT)
        return arena_strdup(arena, *parcel->carrier ? parcel->carrier : "any carrier");
    return *parcel->site_name ? arena_printf(arena, "at %s", parcel->site_name) : arena_strdup(arena, "place unknown");
}

char *parcel_fields_job(struct arena *arena, const struct parcel *parcel)
{
    if (parcel->job_id == 0)
        return arena_strdup(arena, "");
    return arena_printf(arena, "%s J%lld at %s, %s", parcel->direction == PARCEL_OUT ? "after" : "before",
                        (long long)parcel->job_id, parcel->job_site_name, words_day(arena, parcel->job_day));
}

char *parcel_fields_text(struct arena *arena, const struct parcel *parcel)
{
    char *text = arena_printf(arena, "K%lld %s: %s", (long long)parcel->id, parcel_direction_name(parcel->direction),
                              parcel->what);
    const char *ready = parcel_fields_moment(arena, parcel->ready_day, parcel->ready_s);
    const char *due = parcel_fields_moment(arena, parcel->due_day, parcel->due_s);
    text = words_join(arena, text, " · ", parcel_fields_where(arena, parcel));
    text = words_join(arena, text, " · ", parcel_fields_job(arena, parcel));
    text = words_join(arena, text, " · ", *ready ? arena_printf(arena, "ready %s", ready) : "");
    text = words_join(arena, text, " · ", *due ? arena_printf(arena, "by %s", due) : "");
    if (parcel->state == PARCEL_DONE)
        text = arena_printf(arena, "%s · done %s%s%s", text, words_day(arena, parcel->done_day),
                            *parcel->done_site_name ? " at " : "", parcel->done_site_name);
    return text;
}

bool parcel_fields_is_late(const struct cli *cli, const struct parcel *parcel)
{
    int64_t due_utc = 0;
    if (parcel->state == PARCEL_DONE || parcel->due_day == DAY_NONE)
        return false;
    (void)civil_utc(parcel->due_day, parcel->due_s == NUMBER_UNSET ? DAY_SECONDS : parcel->due_s, &due_utc);
    return due_utc <= cli->now_utc;
}

struct json_t *parcel_fields_json(const struct parcel *parcel)
{
    json_t *object = json_object();
    const bool done = parcel->state == PARCEL_DONE;
    doc_set(object, "id", json_integer(parcel->id));
    doc_set(object, "uuid", doc_text(parcel->uuid));
    doc_set(object, "direction", json_string(parcel_direction_name(parcel->direction)));
    doc_set(object, "what", doc_text(parcel->what));
    doc_set(object, "carrier", doc_text(parcel->carrier));
    doc_set(object, "site_id", parcel->site_id ? json_integer(parcel->site_id) : json_null());
    doc_set(object, "site", doc_text(parcel->site_name));
    doc_set(object, "job_id", parcel->job_id ? json_integer(parcel->job_id) : json_null());
    doc_set(object, "job_site", doc_text(parcel->job_site_name));
    doc_set(object, "job_date", doc_date(parcel->job_day));
    doc_set(object, "ready_date", doc_date(parcel->ready_day));
    doc_set(object, "ready", doc_wall(parcel->ready_s));
    doc_set(object, "due_date", doc_date(parcel->due_day));
    doc_set(object, "due", doc_wall(parcel->due_s));
    doc_set(object, "state", json_string(done ? "done" : "open"));
    doc_set(object, "done", doc_date(parcel->done_day));
    doc_set(object, "done_site_id", parcel->done_site_id ? json_integer(parcel->done_site_id) : json_null());
    doc_set(object, "done_site", doc_text(parcel->done_site_name));
    return object;
}
