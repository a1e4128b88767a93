#include "cli/export/ics_told.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/store/history.h"
#include "geo/store/job.h"
#include "geo/store/parcel.h"
#include "geo/store/site.h"

#include <inttypes.h>
#include <string.h>

/* --- names ---------------------------------------------------------------------------------------------------------- */

static bool same_business(const struct plan_stop *a, const struct plan_stop *b)
{
    return a->site_id == b->site_id && a->job_id == b->job_id &&
           (a->kind == PLAN_STOP_BREAK) == (b->kind == PLAN_STOP_BREAK);
}

const char *ics_uid(struct arena *arena, const struct plan *plan, const struct plan_stop *stop)
{
    char date[CIVIL_TEXT];
    civil_format_date(date, plan->day);
    if (stop == NULL)
        return arena_printf(arena, "%s-home@rounds", date);
    size_t which = 1;
    for (const struct plan_stop *before = plan->stops; before < stop; before++)
        which += same_business(before, stop);
    const char *site = stop->site_uuid == NULL || *stop->site_uuid == '\0'
                           ? arena_printf(arena, "site%" PRId64, stop->site_id)
                           : export_line(arena, stop->site_uuid);
    const char *business = stop->kind == PLAN_STOP_BREAK ? "break"
                           : stop->job_id != 0           ? arena_printf(arena, "job%" PRId64, stop->job_id)
                                                         : "visit";
    return arena_printf(arena, "%s-%s-%s-%zu@rounds", date, site, business, which);
}

uint64_t ics_digest(const char *text, bool cancelled)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (const char *p = cancelled ? "cancelled" : text; *p != '\0'; p++)
        hash = (hash ^ (unsigned char)*p) * UINT64_C(1099511628211);
    return hash;
}

/* --- before and now ------------------------------------------------------------------------------------------------- */

static const struct calendar_event *find(const struct calendar_event *events, size_t n, const char *uid)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(events[i].uid, uid) == 0)
            return &events[i];
    return NULL;
}

/* Is UID that of a stop that one still goes to, or of coming home? */
static bool still_planned(const struct export_input *input, const char *uid)
{
    const struct plan *plan = input->plan;
    bool found = strcmp(uid, ics_uid(input->arena, plan, NULL)) == 0;
    for (size_t i = 0; i < plan->stops_n && !found; i++)
        found =
            plan->stops[i].state != PLAN_STOP_SKIPPED && strcmp(uid, ics_uid(input->arena, plan, &plan->stops[i])) == 0;
    return found;
}

/* --- done ----------------------------------------------------------------------------------------------------------- */

/* The part of a UID that names its business. */
static const char *job_part(struct arena *arena, int64_t job_id)
{
    return arena_printf(arena, "-job%" PRId64 "-", job_id);
}

static enum status job_done(const struct export_input *input, const struct calendar_event *event, int64_t site_id,
                            bool *done, struct error *err)
{
    const struct job_filter filter = {.from_day = event->day, .to_day = event->day, .site_id = site_id};
    struct job *jobs = NULL;
    size_t n = 0;
    const enum status status = store_job_list(input->store, &filter, input->arena, &jobs, &n, err);
    for (size_t i = 0; i < n && status == STATUS_OK; i++)
        if (jobs[i].status == JOB_DONE && strstr(event->uid, job_part(input->arena, jobs[i].id)) != NULL)
            *done = true;
    return status;
}

static enum status visited(const struct export_input *input, const struct calendar_event *event, int64_t site_id,
                           bool *done, struct error *err)
{
    struct visit *visits = NULL;
    size_t n = 0;
    const bool of_job = strstr(event->uid, "-job") != NULL;
    const enum status status = store_visit_list(input->store, site_id, 0, input->arena, &visits, &n, err);
    for (size_t i = 0; i < n && status == STATUS_OK; i++)
        if (visits[i].day == event->day &&
            (!of_job || strstr(event->uid, job_part(input->arena, visits[i].job_id)) != NULL))
            *done = true;
    return status;
}

static enum status parcel_seen_to(const struct export_input *input, const struct calendar_event *event, int64_t site_id,
                                  bool *done, struct error *err)
{
    const struct parcel_filter filter = {.site_id = site_id};
    struct parcel *parcels = NULL;
    size_t n = 0;
    const enum status status = store_parcel_list(input->store, &filter, input->arena, &parcels, &n, err);
    for (size_t i = 0; i < n && status == STATUS_OK; i++)
        if (parcels[i].state == PARCEL_DONE && parcels[i].done_day == event->day &&
            parcels[i].done_site_id == site_id && strstr(event->uid, "-job") == NULL)
            *done = true;
    return status;
}

/* Was what EVENT stands for done that day? Planning again forgets what was ticked off; the store's log does not. */
static enum status was_done(const struct export_input *input, const struct calendar_event *event, bool *done,
                            struct error *err)
{
    struct site site;
    struct error lookup = {0};
    *done = false;
    if (*event->site_uuid == '\0')
        return STATUS_OK;
    enum status status = store_site_find(input->store, event->site_uuid, input->arena, &site, &lookup);
    if (status != STATUS_OK) /* deleted since */
        return status == STATUS_NOT_FOUND ? STATUS_OK : error_set(err, status, "%s", lookup.text);
    status = job_done(input, event, site.id, done, err);
    if (status == STATUS_OK && !*done)
        status = visited(input, event, site.id, done, err);
    if (status == STATUS_OK && !*done)
        status = parcel_seen_to(input, event, site.id, done, err);
    return status;
}

/* --- telling -------------------------------------------------------------------------------------------------------- */

static void revise(struct calendar_event *event, const struct calendar_event *before, int64_t now_utc)
{
    const bool same = before != NULL && before->digest == event->digest;
    event->sequence = before == NULL ? 0 : same ? before->sequence : before->sequence + 1;
    event->changed_utc = same ? before->changed_utc : now_utc;
}

enum status ics_tell(const struct export_input *input, struct calendar_event *events, size_t n,
                     struct calendar_event **withdrawn, size_t *withdrawn_n, struct error *err)
{
    struct calendar_event *before = NULL;
    size_t before_n = 0;
    size_t count = 0;
    enum status status = STATUS_OK;
    if (input->store != NULL)
        status = store_calendar_list(input->store, input->plan->day, input->arena, &before, &before_n, err);
    if (status != STATUS_OK)
        return status;
    const bool whole_day = input->options.which != EXPORT_RANGE; /* a part of the day says nothing of the rest */
    struct calendar_event *gone = arena_array(input->arena, before_n + 1, sizeof *gone);
    for (size_t i = 0; i < n; i++)
        revise(&events[i], find(before, before_n, events[i].uid), input->now_utc);
    for (size_t i = 0; i < before_n && whole_day; i++) {
        bool done = false;
        if (find(events, n, before[i].uid) != NULL || still_planned(input, before[i].uid))
            continue;
        status = was_done(input, &before[i], &done, err);
        if (status != STATUS_OK)
            return status;
        if (done)
            continue;
        gone[count] = before[i];
        gone[count].cancelled = true;
        gone[count].digest = ics_digest("", true);
        revise(&gone[count], &before[i], input->now_utc);
        count++;
    }
    if (input->store != NULL)
        status = store_calendar_save(input->store, events, n, err);
    if (status == STATUS_OK && input->store != NULL)
        status = store_calendar_save(input->store, gone, count, err);
    *withdrawn = gone;
    *withdrawn_n = count;
    return status;
}
