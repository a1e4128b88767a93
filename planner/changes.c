#include "planner/changes.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/store/history.h"
#include "geo/store/job.h"
#include "geo/store/site.h"
#include "planner/open.h"
#include "planner/plan.h"
#include "planner/say.h"

#include <string.h>

/* A place written anew from the same source may differ in its last digits; nobody drives elsewhere for that. */
enum { MOVED_M = 50 };

void changes_add(struct changes *changes, const char *text)
{
    *(const char **)arena_push(changes->arena, &changes->texts, &changes->n, &changes->capacity,
                               sizeof *changes->texts) = text;
}

/* STATUS_NOT_FOUND is an answer here, and no sentence is wanted of it. */
enum status changes_unless_gone(enum status status, const struct error *lookup, struct error *err)
{
    if (status != STATUS_OK && status != STATUS_NOT_FOUND && err != NULL) {
        *err = *lookup;
    }
    return status;
}

static char *day_text(struct arena *arena, int32_t day)
{
    char text[CIVIL_TEXT];
    civil_format_day(text, day);
    return arena_strdup(arena, text);
}

static char *wall_text(struct arena *arena, int32_t wall_s)
{
    char text[CIVIL_TEXT];
    civil_format_time(text, wall_s);
    return arena_strdup(arena, text);
}

/* "09:30", "09:30-09:45": when a job may begin. */
static char *booked_text(struct arena *arena, const struct job *job)
{
    char *from = wall_text(arena, job->earliest_s);
    return job->latest_s > job->earliest_s ? arena_printf(arena, "%s-%s", from, wall_text(arena, job->latest_s)) : from;
}

static bool is_ours(const struct plan *plan, const struct job *job)
{
    return job->engineer_id == 0 || job->engineer_id == plan->engineer_id;
}

/* --- jobs of the plan --------------------------------------------------------------------------------------------- */

static bool booked_anew(const struct plan *plan, const struct plan_stop *stop, const struct job *job)
{
    int32_t from_s = open_elapsed(plan->day, job->earliest_s), to_s = open_elapsed(plan->day, job->latest_s);
    to_s = to_s < from_s ? from_s : to_s;
    return from_s != stop->window_from_s || to_s != stop->window_to_s;
}

/* What became of the job of STOP, as the end of a sentence; NULL: it is as it was. A job that is shorter now makes nothing
 * wrong; and a stop that is late is planned with the minutes that it would have been early, so only what is longer than
 * the whole stop counts. */
static char *job_change(struct arena *arena, const struct plan *plan, const struct plan_stop *stop,
                        const struct job *job)
{
    if (job->status == JOB_CANCELLED) {
        return arena_strdup(arena, "its job was cancelled");
    }
    if (job->status == JOB_DONE) {
        return arena_strdup(arena, "its job is done already");
    }
    if (job->site_id != stop->site_id) {
        return arena_printf(arena, "its job moved to %s", job->site_name);
    }
    if (job->day != plan->day) {
        return arena_printf(arena, "its job moved to %s", day_text(arena, job->day));
    }
    if (!is_ours(plan, job)) {
        return arena_strdup(arena, "its job is a colleague's now");
    }
    if (booked_anew(plan, stop, job)) {
        return arena_printf(arena, "its job moved to %s", booked_text(arena, job));
    }
    if (job->duration_s > stop->depart_s - stop->start_s) {
        return arena_printf(arena, "its job takes %d min now", say_minutes_up(job->duration_s));
    }
    return NULL;
}

/* --- visits of the plan ------------------------------------------------------------------------------------------- */

/* Was the visit of LAST_DAY, when the plan was made too, made after it? By the clock where the log has one, else by
 * whether the plan still counted the time since the visit before. */
static enum status visited_later(struct changes *changes, const struct plan_stop *stop, bool *later, struct error *err)
{
    struct visit *visits = NULL;
    size_t n = 0;
    enum status status = store_visit_list(changes->store, stop->site_id, 1, changes->arena, &visits, &n, err);
    if (status != STATUS_OK || n == 0) {
        return status;
    }
    int64_t at_utc = 0;
    if (visits[0].at_s != NUMBER_UNSET) {
        (void)civil_utc(visits[0].day, visits[0].at_s, &at_utc);
        *later = at_utc > changes->plan->made_utc;
    } else {
        *later = stop->worth.reason_s[REASON_OVERDUE] > 0 || stop->worth.reason_s[REASON_NEVER] > 0;
    }
    return STATUS_OK;
}

static char *standing_change(struct arena *arena, const struct site *site)
{
    const char *reason = site->status_reason;
    if (site->status != CUSTOMER_ACTIVE) {
        return arena_printf(arena, "%s now%s%s", site->status == CUSTOMER_CLOSED ? "closed for good" : "on hold",
                            reason[0] != '\0' ? ": " : "", reason);
    }
    if (!site->is_customer) {
        return arena_strdup(arena, "no customer any more");
    }
    return site->no_drop_in ? arena_strdup(arena, "does not want to be dropped in on any more") : NULL;
}

/* Is somebody's welcome needed at STOP? Where a parcel waits, or a job is, one is expected anyhow. */
static bool needs_welcome(const struct plan_stop *stop)
{
    for (size_t i = 0; i < stop->parcels_n; i++) {
        if (stop->parcels[i].direction == PARCEL_OUT) {
            return true;
        }
    }
    return stop->kind == PLAN_STOP_REST;
}

static enum status visit_change(struct changes *changes, const struct plan_stop *stop, const struct site *site,
                                char **text, struct error *err)
{
    int32_t made_day = civil_day_of_utc(changes->plan->made_utc), last_day = site->last_visit_day;
    *text = standing_change(changes->arena, site);
    bool later = last_day != DAY_NONE && last_day > made_day;
    enum status status = STATUS_OK;
    if (*text == NULL && last_day == made_day) {
        status = visited_later(changes, stop, &later, err);
    }
    if (*text == NULL && later) {
        *text =
            arena_printf(changes->arena, "visited on %s, after this plan was made", day_text(changes->arena, last_day));
    }
    return status;
}

/* --- places ------------------------------------------------------------------------------------------------------- */

/* What is written on the door: whoever carries the plan looks for that. NULL: as it was. */
static char *label_change(struct arena *arena, const struct plan_stop *stop, const struct site *site)
{
    const char *address = say_address(arena, site);
    const bool renamed = strcmp(site->name, stop->name) != 0;
    if (strcmp(address, stop->address) == 0) {
        return renamed ? arena_printf(arena, "is called %s now", site->name) : NULL;
    }
    const char *told =
        address[0] != '\0' ? arena_printf(arena, "its address is %s now", address) : "has no address now";
    return renamed ? arena_printf(arena, "is called %s now, and %s", site->name, told) : arena_strdup(arena, told);
}

static char *place_change(struct arena *arena, const struct plan_stop *stop, const struct site *site)
{
    if (stop->kind != PLAN_STOP_JOB && !site->is_customer && site->haven_gone_day != DAY_NONE) {
        return arena_strdup(arena, "gone from the list that it came from");
    }
    if (site->placed_by == PLACED_NOT || point_distance_m(site->at, stop->at) > MOVED_M) {
        return arena_strdup(arena, "its place was changed");
    }
    return label_change(arena, stop, site);
}

/* --- the plan's stops --------------------------------------------------------------------------------------------- */

static enum status change_of_stop(struct changes *changes, const struct plan_stop *stop, char **text, struct error *err)
{
    struct site site;
    struct job job;
    struct error lookup = {0};
    enum status status = changes_unless_gone(
        store_site_get(changes->store, stop->site_id, changes->arena, &site, &lookup), &lookup, err);
    if (status == STATUS_NOT_FOUND) {
        *text = arena_strdup(changes->arena, "deleted from the store");
        return STATUS_OK;
    }
    if (status == STATUS_OK && stop->kind == PLAN_STOP_VISIT) {
        status = visit_change(changes, stop, &site, text, err);
    } else if (status == STATUS_OK && stop->kind != PLAN_STOP_JOB && site.is_customer &&
               (needs_welcome(stop) || site.status == CUSTOMER_CLOSED)) {
        *text = standing_change(changes->arena, &site);
    } else if (status == STATUS_OK && stop->kind == PLAN_STOP_JOB) {
        status = changes_unless_gone(store_job_get(changes->store, stop->job_id, changes->arena, &job, &lookup),
                                     &lookup, err);
        *text = status == STATUS_OK ? job_change(changes->arena, changes->plan, stop, &job) : NULL;
        if (status == STATUS_NOT_FOUND) {
            *text = arena_strdup(changes->arena, "its job was deleted");
            status = STATUS_OK;
        }
    }
    if (status == STATUS_OK && *text == NULL) {
        *text = place_change(changes->arena, stop, &site);
    }
    return status;
}

/* --- jobs that are not in the plan -------------------------------------------------------------------------------- */

static bool has_job(const struct plan *plan, int64_t job_id)
{
    for (size_t i = 0; i < plan->stops_n; i++) {
        if (plan->stops[i].job_id == job_id) {
            return true;
        }
    }
    return false;
}

static bool left_out(const struct plan *plan, int64_t job_id)
{
    for (size_t i = 0; i < plan->conflicts_n; i++) {
        if (plan->conflicts[i].job_id == job_id) {
            return true;
        }
    }
    return false;
}

static enum status new_jobs(struct changes *changes, struct error *err)
{
    const struct plan *plan = changes->plan;
    struct job_filter filter = {.from_day = plan->day, .to_day = plan->day, .open_only = true};
    struct job *jobs = NULL;
    size_t n = 0;
    enum status status = store_job_list(changes->store, &filter, changes->arena, &jobs, &n, err);
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        if (has_job(plan, jobs[i].id) || !is_ours(plan, &jobs[i])) {
            continue;
        }
        struct site site;
        status = store_site_get(changes->store, jobs[i].site_id, changes->arena, &site, err);
        if (status == STATUS_OK && (site.placed_by != PLACED_NOT || !left_out(plan, jobs[i].id))) {
            changes_add(changes, arena_printf(changes->arena, "%s: a job at %s is not in this plan", jobs[i].site_name,
                                              booked_text(changes->arena, &jobs[i])));
        }
    }
    return status;
}

enum status plan_changes(struct store *store, const struct plan *plan, struct arena *arena, const char *const **texts,
                         size_t *n, struct error *err)
{
    struct changes changes = {.store = store, .plan = plan, .arena = arena};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < plan->stops_n && status == STATUS_OK; i++) {
        const struct plan_stop *stop = &plan->stops[i];
        char *text = NULL;
        if (plan_stop_is_place(stop) && stop->state == PLAN_STOP_PLANNED) {
            status = change_of_stop(&changes, stop, &text, err);
        }
        if (status == STATUS_OK && text != NULL) {
            changes_add(&changes, arena_printf(arena, "%s: %s", stop->name, text));
        }
        if (status == STATUS_OK && stop->state == PLAN_STOP_PLANNED) {
            status = changes_of_parcels(&changes, stop, err);
        }
    }
    if (status == STATUS_OK) {
        status = new_jobs(&changes, err);
    }
    if (status == STATUS_OK) {
        status = changes_new_parcels(&changes, err);
    }
    if (status == STATUS_OK) {
        *texts = changes.texts;
        *n = changes.n;
    }
    return status;
}

/* A job that was cancelled, done or moved is nothing to drive to. */
static enum status keep_job(struct store *store, const struct plan *plan, struct plan_stop *stop, struct arena *arena,
                            struct error *err)
{
    struct job job;
    struct error lookup = {0};
    enum status status = changes_unless_gone(store_job_get(store, stop->job_id, arena, &job, &lookup), &lookup, err);
    if (status == STATUS_NOT_FOUND || (status == STATUS_OK && (job.status != JOB_OPEN || job.day != plan->day))) {
        stop->state = PLAN_STOP_SKIPPED;
        status = STATUS_OK;
    }
    return status;
}

/* Nor is a stop for parcels that were all seen to. */
static enum status keep_parcels(struct store *store, struct plan_stop *stop, struct arena *arena, struct error *err)
{
    struct plan_parcel *kept = arena_array(arena, stop->parcels_n, sizeof *kept);
    size_t n = 0;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < stop->parcels_n && status == STATUS_OK; i++) {
        struct parcel parcel;
        struct error lookup = {0};
        status = changes_unless_gone(store_parcel_get(store, stop->parcels[i].parcel_id, arena, &parcel, &lookup),
                                     &lookup, err);
        if (status == STATUS_OK && parcel.state == PARCEL_OPEN) {
            kept[n++] = stop->parcels[i];
        }
        status = status == STATUS_NOT_FOUND ? STATUS_OK : status;
    }
    stop->parcels = kept;
    stop->parcels_n = n;
    if (n == 0 && stop->kind == PLAN_STOP_PARCEL) {
        stop->state = PLAN_STOP_SKIPPED;
    }
    return status;
}

enum status plan_still_booked(struct store *store, const struct plan *plan, struct arena *arena, struct plan **out,
                              struct error *err)
{
    struct plan *copy = arena_alloc(arena, sizeof *copy);
    enum status status = STATUS_OK;
    *copy = *plan;
    copy->stops = arena_array(arena, plan->stops_n, sizeof *copy->stops);
    for (size_t i = 0; i < plan->stops_n && status == STATUS_OK; i++) {
        struct plan_stop *stop = &copy->stops[i];
        *stop = plan->stops[i];
        if (stop->kind == PLAN_STOP_JOB && stop->state == PLAN_STOP_PLANNED) {
            status = keep_job(store, plan, stop, arena, err);
        }
        if (status == STATUS_OK && stop->state == PLAN_STOP_PLANNED && stop->parcels_n > 0) {
            status = keep_parcels(store, stop, arena, err);
        }
    }
    if (status == STATUS_OK) {
        *out = copy;
    }
    return status;
}
