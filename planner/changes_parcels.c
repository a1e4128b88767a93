#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/store/job.h"
#include "geo/store/people.h"
#include "planner/changes.h"
#include "planner/drop.h"
#include "planner/parcels.h"
#include "planner/say.h"

#include <string.h>

/* "K1, faulty board" */
static char *name_of(struct arena *arena, int64_t id, const char *what)
{
    return arena_printf(arena, "K%lld, %s", (long long)id, what);
}

static int64_t midnight_of(const struct plan *plan)
{
    int64_t utc = 0;
    (void)civil_utc(plan->day, 0, &utc);
    return utc;
}

/* From when on a parcel may be handed over at STOP: whoever waits for a job or a visit can do that first. */
static int32_t hand_s(const struct plan_stop *stop)
{
    return stop->kind == PLAN_STOP_PARCEL ? stop->start_s : stop->arrive_s;
}

/* Is what is due on DAY at WALL_S (NUMBER_UNSET: by its end) due before it can be handed over at STOP? What was due on
 * an earlier day is late whatever the plan: one made anew would be the same. */
static bool is_due_before(const struct plan *plan, const struct plan_stop *stop, int32_t day, int32_t wall_s)
{
    int64_t due_utc = 0;
    if (day != plan->day) {
        return false;
    }
    (void)civil_utc(day, wall_s == NUMBER_UNSET ? DAY_SECONDS : wall_s, &due_utc);
    return due_utc < midnight_of(plan) + hand_s(stop);
}

/* Is it ready on the day, but only when STOP is as good as left? */
static bool is_ready_after(const struct plan *plan, const struct plan_stop *stop, const struct parcel *parcel)
{
    int64_t ready_utc = 0;
    if (parcel->ready_day != plan->day || parcel->ready_s == NUMBER_UNSET) {
        return false;
    }
    (void)civil_utc(plan->day, parcel->ready_s, &ready_utc);
    return ready_utc > midnight_of(plan) + stop->depart_s - (int32_t)PARCELS_HANDOVER_S;
}

/* What became of PARCEL itself, as the end of a sentence; NULL: it is as it was. */
static char *own_change(struct changes *changes, const struct plan_stop *stop, const struct plan_parcel *planned,
                        const struct parcel *parcel)
{
    struct arena *arena = changes->arena;
    bool out = parcel->direction == PARCEL_OUT;
    if (parcel->state == PARCEL_DONE) {
        return arena_printf(arena, ", was %s already", out ? "handed over" : "collected");
    }
    if (!out && parcel->site_id != stop->site_id) {
        return arena_printf(arena, ", waits %s%s now", parcel->site_id != 0 ? "at " : "nobody knows where",
                            parcel->site_name);
    }
    if (out && strcmp(parcel->carrier, planned->carrier) != 0) {
        return arena_printf(arena, ", is for %s now", parcel->carrier[0] != '\0' ? parcel->carrier : "any carrier");
    }
    if (parcel->ready_day != DAY_NONE && parcel->ready_day > changes->plan->day) {
        return arena_strdup(arena, ", is not ready on that day");
    }
    if (is_ready_after(changes->plan, stop, parcel)) {
        char text[CIVIL_TEXT];
        civil_format_time(text, parcel->ready_s);
        return arena_printf(arena, ", is ready only at %s now", text);
    }
    if (is_due_before(changes->plan, stop, parcel->due_day, parcel->due_s)) {
        return arena_printf(arena, ", is due before %s now", say_time(arena, changes->plan->day, hand_s(stop)));
    }
    return NULL;
}

/* The job that yields it or needs it. */
static enum status job_change(struct changes *changes, const struct parcel *parcel, char **text, struct error *err)
{
    struct arena *arena = changes->arena;
    const char *which = parcel->direction == PARCEL_OUT ? "yields" : "needs";
    struct job job;
    struct error lookup = {0};
    enum status status =
        changes_unless_gone(store_job_get(changes->store, parcel->job_id, arena, &job, &lookup), &lookup, err);
    if (status == STATUS_NOT_FOUND || (status == STATUS_OK && job.status == JOB_CANCELLED)) {
        *text =
            arena_printf(arena, ": the job that %s it was %s", which, status == STATUS_OK ? "cancelled" : "deleted");
        return STATUS_OK;
    }
    if (status == STATUS_OK && job.status == JOB_OPEN && job.day > changes->plan->day &&
        parcel->direction == PARCEL_OUT) {
        char day[CIVIL_TEXT];
        civil_format_day(day, job.day);
        *text = arena_printf(arena, ": the job that yields it moved to %s", day);
    }
    return status;
}

/* Does the courier still collect at STOP, and after it is reached? */
static enum status collection_change(struct changes *changes, const struct plan_stop *stop, const struct parcel *parcel,
                                     char **text, struct error *err)
{
    const struct plan *plan = changes->plan;
    struct drop_point point = {0};
    enum status status = store_site_get(changes->store, stop->site_id, changes->arena, &point.site, err);
    if (status == STATUS_OK) {
        status = store_collection_list(changes->store, stop->site_id, changes->arena, &point.collections,
                                       &point.collections_n, err);
    }
    if (status != STATUS_OK) {
        return status == STATUS_NOT_FOUND ? STATUS_OK : status; /* said of the stop */
    }
    if (drop_takes(&point, parcel->carrier) == DROP_CARRIER_OTHER) {
        *text = arena_printf(changes->arena, ": %s does not collect there now", parcel->carrier);
        return STATUS_OK;
    }
    struct drop_day day = drop_on(&point, parcel->carrier, plan->day, false, &(struct open_day){0});
    if (day.basis == DROP_BY_COLLECTION && day.cutoff_utc < midnight_of(plan) + hand_s(stop)) {
        *text = day.cutoff_utc == 0
                    ? arena_strdup(changes->arena, ": nobody collects there on that day now")
                    : arena_printf(changes->arena, ": the last collection is at %s now",
                                   say_time(changes->arena, plan->day, (int32_t)(day.cutoff_utc - midnight_of(plan))));
    }
    return STATUS_OK;
}

static enum status change_of_parcel(struct changes *changes, const struct plan_stop *stop,
                                    const struct plan_parcel *planned, char **text, struct error *err)
{
    struct parcel parcel;
    struct error lookup = {0};
    enum status status = changes_unless_gone(
        store_parcel_get(changes->store, planned->parcel_id, changes->arena, &parcel, &lookup), &lookup, err);
    if (status == STATUS_NOT_FOUND) {
        *text = arena_strdup(changes->arena, ", was deleted");
        return STATUS_OK;
    }
    if (status == STATUS_OK) {
        *text = own_change(changes, stop, planned, &parcel);
    }
    if (status == STATUS_OK && *text == NULL && parcel.job_id != 0) {
        status = job_change(changes, &parcel, text, err);
    }
    if (status == STATUS_OK && *text == NULL && parcel.direction == PARCEL_OUT) {
        status = collection_change(changes, stop, &parcel, text, err);
    }
    return status;
}

enum status changes_of_parcels(struct changes *changes, const struct plan_stop *stop, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < stop->parcels_n && status == STATUS_OK; i++) {
        const struct plan_parcel *parcel = &stop->parcels[i];
        char *text = NULL;
        status = change_of_parcel(changes, stop, parcel, &text, err);
        if (status == STATUS_OK && text != NULL) {
            changes_add(changes, arena_printf(changes->arena, "%s: %s%s", stop->name,
                                              name_of(changes->arena, parcel->parcel_id, parcel->what), text));
        }
    }
    return status;
}

/* Has an open PARCEL to do with DAY? */
static bool concerns(const struct parcel *parcel, int32_t day)
{
    bool due = parcel->due_day != DAY_NONE && parcel->due_day <= day;
    bool later = parcel->job_day != DAY_NONE && parcel->job_day > day;
    return (parcel->ready_day == DAY_NONE || parcel->ready_day <= day) &&
           (!later || (due && parcel->direction == PARCEL_IN));
}

/* The stop of PLAN that was to see to the parcel; NULL if there is none. */
static const struct plan_stop *planned_stop(const struct plan *plan, int64_t parcel_id)
{
    for (size_t i = 0; i < plan->stops_n; i++) {
        for (size_t k = 0; k < plan->stops[i].parcels_n; k++) {
            if (plan->stops[i].parcels[k].parcel_id == parcel_id) {
                return &plan->stops[i];
            }
        }
    }
    return NULL;
}

static bool is_missed(const struct plan *plan, int64_t parcel_id)
{
    for (size_t i = 0; i < plan->parcels_missed_n; i++) {
        if (plan->parcels_missed[i].parcel_id == parcel_id) {
            return true;
        }
    }
    return false;
}

/* PARCEL is open. A stop that was ticked off without it does nothing for it. */
static void look_for(struct changes *changes, const struct parcel *parcel)
{
    struct arena *arena = changes->arena;
    const struct plan_stop *stop = planned_stop(changes->plan, parcel->id);
    const char *name = name_of(arena, parcel->id, parcel->what);
    if (stop != NULL && stop->state != PLAN_STOP_PLANNED) {
        changes_add(changes, arena_printf(arena, "%s: not %s, though %s is %s", name,
                                          parcel->direction == PARCEL_OUT ? "handed over" : "collected", stop->name,
                                          stop->state == PLAN_STOP_DONE ? "done" : "skipped"));
    } else if (stop == NULL && concerns(parcel, changes->plan->day) && !is_missed(changes->plan, parcel->id)) {
        changes_add(changes, arena_printf(arena, "%s: not in this plan", name));
    }
}

enum status changes_new_parcels(struct changes *changes, struct error *err)
{
    const struct parcel_filter filter = {.open_only = true};
    struct parcel *parcels = NULL;
    size_t n = 0;
    enum status status = store_parcel_list(changes->store, &filter, changes->arena, &parcels, &n, err);
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        look_for(changes, &parcels[i]);
    }
    return status;
}
