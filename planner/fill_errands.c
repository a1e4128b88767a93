#include "planner/fill_errands.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/travel.h"
#include "planner/errands.h"
#include "planner/parcels.h"
#include "planner/say.h"

#include <stdlib.h>
#include <string.h>

enum { LOOKED_AT = 3 };

static int64_t midnight_of(const struct answer *answer)
{
    int64_t utc = 0;
    (void)civil_utc(answer->day->day, 0, &utc);
    return utc;
}

/* --- a parcel of a stop ------------------------------------------------------------------------------------------------ */

/* "faulty board (K1)", "faulty board (K1) for DHL" */
static char *name_text(struct arena *arena, const struct parcel *parcel)
{
    char *text = arena_printf(arena, "%s (K%lld)", parcel->what, (long long)parcel->id);
    bool carrier = parcel->direction == PARCEL_OUT && *parcel->carrier != '\0';
    return carrier ? arena_printf(arena, "%s for %s", text, parcel->carrier) : text;
}

static const char *out_text(const struct answer *answer, const struct parcel *parcel,
                            const struct errand_option *option, int32_t last_s)
{
    struct arena *arena = answer->arena;
    const struct drop_day *day = &option->day;
    char *name = name_text(arena, parcel), *until = say_time(arena, answer->day->day, last_s);
    if (day->basis == DROP_BY_NOTHING) {
        return arena_printf(arena, "%s: neither hours nor collection known", name);
    }
    if (day->basis == DROP_BY_HOURS) {
        return arena_printf(arena, "%s: taken until %s, collection not known", name, until);
    }
    if (option->doubtful) {
        return arena_printf(arena, "%s: collected until %s, whether by %s is not known", name, until, parcel->carrier);
    }
    if (*parcel->carrier != '\0') {
        return arena_printf(arena, "%s, who collects until %s", name, until);
    }
    return arena_printf(arena, "%s, collected%s%s until %s", name, *day->carrier != '\0' ? " by " : "", day->carrier,
                        until);
}

/* The last moment to hand it over; NUMBER_UNSET where nothing bounds it. */
static int32_t last_out_s(const struct answer *answer, const struct errand *errand, const struct errand_option *option)
{
    const struct drop_day *day = &option->day;
    if (day->n == 0 || day->basis == DROP_BY_NOTHING) {
        return errand->by_s < INT32_MAX ? errand->by_s : NUMBER_UNSET;
    }
    int64_t last_s = day->spans[day->n - 1].to_utc - midnight_of(answer);
    return last_s < errand->by_s ? (int32_t)last_s : errand->by_s;
}

/* When it has to be collected at the latest for its job. */
static int32_t last_in_s(const struct answer *answer, const struct errand *errand, uint32_t number)
{
    const struct trial *trial = answer->trial;
    for (uint32_t i = 0; errand->has_job && i < trial->n; i++) {
        const struct place *job = trial->places[i];
        if (place_is_job(job) && job->index == errand->job) {
            int32_t drive_s = number == i ? 0 : trial_travel_s(trial, number, i);
            int32_t last_s = job->windows[job->windows_n - 1].to_s + job->late_ok_s - drive_s;
            return drive_s < TRAVEL_NONE ? last_s - (int32_t)PARCELS_HANDOVER_S : NUMBER_UNSET;
        }
    }
    return errand->by_s < INT32_MAX ? errand->by_s : NUMBER_UNSET;
}

static const char *in_text(const struct answer *answer, const struct parcel *parcel, const struct errand *errand)
{
    char *name = name_text(answer->arena, parcel);
    return errand->has_job ? arena_printf(answer->arena, "%s for %s", name, answer->day->jobs[errand->job].site.name)
                           : name;
}

void fill_parcels(const struct answer *answer, uint32_t number, struct plan_stop *stop)
{
    const struct place *place = answer->trial->places[number];
    const struct errand *errand = errands_numbered(answer->errands, place->errand);
    if (errand == NULL || errand->parcels_n == 0) {
        return;
    }
    const struct errand_option *option = errand_at(errand, place->site_id);
    int32_t last_s = errand->kind == ERRAND_IN ? last_in_s(answer, errand, number) : last_out_s(answer, errand, option);
    stop->parcels = arena_array(answer->arena, errand->parcels_n, sizeof *stop->parcels);
    for (size_t i = 0; i < errand->parcels_n; i++) {
        const struct parcel *parcel = &errand->parcels[i];
        stop->parcels[stop->parcels_n++] = (struct plan_parcel){
            .parcel_id = parcel->id,
            .direction = parcel->direction,
            .what = arena_strdup(answer->arena, parcel->what),
            .carrier = arena_strdup(answer->arena, parcel->carrier),
            .last_s = last_s,
            .text =
                errand->kind == ERRAND_IN ? in_text(answer, parcel, errand) : out_text(answer, parcel, option, last_s),
        };
    }
}

enum status fill_errand(const struct answer *answer, uint32_t number, struct plan_stop *stop, struct error *err)
{
    const struct place *place = answer->trial->places[number];
    const struct errand *errand = errands_numbered(answer->errands, place->errand);
    struct site site;
    stop->kind = errand->kind == ERRAND_LUNCH ? PLAN_STOP_BREAK : PLAN_STOP_PARCEL;
    fill_window(place, stop);
    if (errand->kind == ERRAND_LUNCH) { /* the window is that of lunch, the slack that of the door as well */
        stop->title = "Lunch";
        stop->window_from_s = answer->frame->break_open_s;
        stop->window_to_s = answer->frame->break_close_s;
        stop->slack_s = stop->slack_s < stop->window_to_s ? stop->slack_s : stop->window_to_s;
    }
    enum status status = store_site_get(answer->store, place->site_id, answer->arena, &site, err);
    return status == STATUS_OK ? fill_site(answer, &site, stop, err) : status;
}

/* --- stops at one site ------------------------------------------------------------------------------------------------- */

/* Can B be one stop with A, which comes right before it? Whoever waits for B's door does not hand over the while. */
static bool are_one(const struct plan_stop *a, const struct plan_stop *b)
{
    bool parcels = a->kind == PLAN_STOP_PARCEL || b->kind == PLAN_STOP_PARCEL;
    bool lunch = a->kind == PLAN_STOP_BREAK || b->kind == PLAN_STOP_BREAK;
    bool waits = b->wait_s > 0 && (a->kind != PLAN_STOP_PARCEL || b->kind == PLAN_STOP_PARCEL);
    return parcels && !lunch && !waits && a->site_id != 0 && a->site_id == b->site_id && b->drive_s == 0;
}

static void take_over(struct arena *arena, struct plan_stop *to, const struct plan_stop *from)
{
    size_t n = to->parcels_n + from->parcels_n;
    struct plan_parcel *parcels = arena_array(arena, n, sizeof *parcels);
    for (size_t i = 0; i < n; i++) {
        parcels[i] = i < to->parcels_n ? to->parcels[i] : from->parcels[i - to->parcels_n];
    }
    to->parcels = parcels;
    to->parcels_n = n;
    to->comfort = to->comfort || from->comfort;
}

/* A and B as one: of the kind that comes first, with A's way there. */
static struct plan_stop merged(struct arena *arena, const struct plan_stop *a, const struct plan_stop *b)
{
    bool first = b->kind == PLAN_STOP_PARCEL;
    struct plan_stop out = first ? *a : *b;
    take_over(arena, &out, first ? b : a);
    out.drive_s = a->drive_s;
    out.drive_m = a->drive_m;
    out.source = a->source;
    out.way = a->way;
    out.arrive_s = a->arrive_s;
    out.depart_s = b->depart_s;
    if (!first && b->wait_s == 0) {
        out.start_s = b->kind == PLAN_STOP_JOB ? b->start_s : a->start_s;
    }
    out.wait_s = out.start_s - out.arrive_s;
    out.kind = out.kind == PLAN_STOP_REST ? PLAN_STOP_PARCEL : out.kind;
    out.slack_s = a->slack_s < b->slack_s ? a->slack_s : b->slack_s;
    return out;
}

static void count_again(struct plan *plan)
{
    plan->wait_s = plan->on_site_s = 0;
    for (size_t i = 0; i < plan->stops_n; i++) {
        const struct plan_stop *stop = &plan->stops[i];
        plan->wait_s += stop->wait_s;
        plan->on_site_s += stop->kind != PLAN_STOP_BREAK ? stop->depart_s - stop->start_s : 0;
    }
}

/* What the visit I of PLAN costs: its two legs, less what the way past it takes for whoever leaves the stop before then. */
static enum status cost_again(const struct answer *answer, struct plan *plan, size_t i, struct error *err)
{
    struct plan_stop *stop = &plan->stops[i];
    size_t first = i, last = i + 1;
    int64_t legs_s = stop->drive_s, legs_m = stop->drive_m;
    for (; first > 0 && !plan_stop_is_place(&plan->stops[first - 1]); first--) {
        legs_s += plan->stops[first - 1].drive_s;
        legs_m += plan->stops[first - 1].drive_m;
    }
    for (; last < plan->stops_n && !plan_stop_is_place(&plan->stops[last]); last++) {
        legs_s += plan->stops[last].drive_s;
        legs_m += plan->stops[last].drive_m;
    }
    const struct plan_stop *before = first > 0 ? &plan->stops[first - 1] : NULL;
    const struct plan_stop *after = last < plan->stops_n ? &plan->stops[last] : NULL;
    struct point from = before != NULL ? before->at : plan->home, to = after != NULL ? after->at : plan->home;
    int32_t depart_s = before != NULL ? before->depart_s : plan->leave_s, past_s = 0, past_m = 0;
    legs_s += after != NULL ? after->drive_s : plan->home_drive_s;
    legs_m += after != NULL ? after->drive_m : plan->home_drive_m;
    enum status status = before == NULL && after == NULL
                             ? STATUS_OK
                             : travel_matrix(answer->travel, &from, 1, &to, 1, &past_s, &past_m, err);
    if (status == STATUS_OK) {
        bool way = past_s < TRAVEL_NONE; /* else nothing is saved without it */
        past_s = way ? (int32_t)(rush_arrive_s(answer->frame->rush, depart_s, past_s) - depart_s) : 0;
        stop->cost_s = way ? (int32_t)(legs_s - past_s) : 0;
        stop->cost_m = way ? (int32_t)(legs_m - past_m) : 0;
    }
    return status;
}

enum status fill_merge(const struct answer *answer, struct plan *plan, struct error *err)
{
    size_t n = 0, stops_n = plan->stops_n;
    bool *again = arena_array(answer->scratch, stops_n, sizeof *again);
    for (size_t i = 0; i < plan->stops_n; i++) {
        if (n > 0 && are_one(&plan->stops[n - 1], &plan->stops[i])) {
            plan->stops[n - 1] = merged(answer->arena, &plan->stops[n - 1], &plan->stops[i]);
            again[n - 1] = plan->stops[n - 1].kind == PLAN_STOP_VISIT;
        } else {
            plan->stops[n++] = plan->stops[i];
        }
    }
    plan->stops_n = n;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        status = again[i] ? cost_again(answer, plan, i, err) : STATUS_OK;
    }
    if (n < stops_n) {
        count_again(plan);
    }
    return status;
}

/* --- what is in no stop ------------------------------------------------------------------------------------------------ */

static enum status ask_where(const struct answer *answer, const struct plan *plan, const struct errand *errand,
                             struct parcels_request *request, struct parcels_answer *found, struct error *err)
{
    int64_t midnight_utc = midnight_of(answer);
    *request = (struct parcels_request){
        .from = plan->home,
        .now_utc = midnight_utc,
        .carrier = errand->parcels->carrier,
        .ready_utc = midnight_utc + errand->ready_s,
        .by_utc = errand->by_s == INT32_MAX ? INT64_MAX : midnight_utc + errand->by_s,
        .after_job_id = errand->has_job ? answer->day->jobs[errand->job].job.id : 0,
        .plan = plan,
        .where = open_where(answer->scratch, answer->day->settings, &plan->home),
        .limit = LOOKED_AT,
        .planning = true,
    };
    return parcels_find(answer->store, answer->travel, request, answer->scratch, found, err);
}

static enum status out_reason(const struct answer *answer, const struct plan *plan, const struct errand *errand,
                              int64_t *last_utc, const char **text, struct error *err)
{
    struct arena *arena = answer->arena;
    struct parcels_request request;
    struct parcels_answer found = {0};
    enum status status = ask_where(answer, plan, errand, &request, &found, err);
    if (status != STATUS_OK || found.n == 0) {
        *text = "nowhere to leave it is known near the way";
        return status;
    }
    for (size_t i = 0; i < found.n; i++) {
        *last_utc = found.options[i].last_utc > *last_utc ? found.options[i].last_utc : *last_utc;
    }
    const struct parcels_option *best = &found.options[0];
    char *why = arena_printf(arena, "%s: %s", best->point->site.name, parcels_why(arena, &request, best));
    *text = why;
    if (best->chance == PARCELS_TODAY && errand->fit == ERRAND_TOO_FAR) {
        *text = arena_printf(arena, "%s, where %d are allowed (plan.parcel_detour)", why,
                             say_minutes_down(answer->day->settings->parcel_detour_s));
    } else if (best->chance == PARCELS_TODAY) {
        *text = arena_printf(arena, "%s; to stop there would make something late", why);
    }
    return STATUS_OK;
}

static enum status in_reason(const struct answer *answer, const struct errand *errand, int64_t *last_utc,
                             const char **text, struct error *err)
{
    struct arena *arena = answer->arena;
    const struct errand_option *option = errand->options_n > 0 ? &errand->options[0] : NULL;
    if (option == NULL) {
        *text = "it cannot be collected that day";
        return STATUS_OK;
    }
    int32_t drive_s = 0, last_s = errand->by_s < INT32_MAX ? errand->by_s : 0;
    if (errand->has_job) {
        const struct day_job *job = &answer->day->jobs[errand->job];
        enum status status = travel_matrix(answer->travel, &option->site.at, 1, &job->site.at, 1, &drive_s, NULL, err);
        if (status != STATUS_OK) {
            return status;
        }
        last_s =
            drive_s < TRAVEL_NONE ? job->windows[job->windows_n - 1].to_s - drive_s - (int32_t)PARCELS_HANDOVER_S : 0;
    }
    *last_utc = last_s > 0 ? midnight_of(answer) + last_s : 0;
    *text = errand->fit == ERRAND_TOO_FAR
                ? arena_printf(arena, "%d min more driving to %s, where %d are allowed (plan.parcel_detour)",
                               say_minutes_up(errand->more_s), option->site.name,
                               say_minutes_down(answer->day->settings->parcel_detour_s))
                : arena_printf(arena, "cannot be collected at %s%s without making something late", option->site.name,
                               errand->has_job ? " before its job" : "");
    return STATUS_OK;
}

static enum status say_missed(const struct answer *answer, struct plan *plan, const struct errand *errand,
                              struct error *err)
{
    struct arena *arena = answer->arena;
    int64_t last_utc = 0;
    const char *reason = errand->why;
    enum status status = STATUS_OK;
    if (reason == NULL) {
        status = errand->kind == ERRAND_OUT ? out_reason(answer, plan, errand, &last_utc, &reason, err)
                                            : in_reason(answer, errand, &last_utc, &reason, err);
    }
    for (size_t i = 0; i < errand->parcels_n && status == STATUS_OK; i++) {
        const struct parcel *parcel = &errand->parcels[i];
        const char *job = errand->has_job ? answer->day->jobs[errand->job].site.name : "";
        char *name = arena_printf(arena, "K%lld, %s%s%s", (long long)parcel->id, parcel->what,
                                  *job == '\0'                ? ""
                                  : errand->kind == ERRAND_IN ? " for "
                                                              : " from ",
                                  job);
        plan->parcels_missed[plan->parcels_missed_n++] =
            (struct plan_parcel_missed){.parcel_id = parcel->id,
                                        .due = errand->due,
                                        .last_utc = last_utc > 0 ? last_utc : 0,
                                        .text = arena_printf(arena, "%s: %s", name, reason)};
    }
    return status;
}

static int most_urgent_first(const void *a, const void *b)
{
    const struct plan_parcel_missed *x = a, *y = b;
    if (x->due != y->due) {
        return x->due ? -1 : 1;
    }
    int64_t last_x = x->last_utc > 0 ? x->last_utc : INT64_MAX, last_y = y->last_utc > 0 ? y->last_utc : INT64_MAX;
    if (last_x != last_y) {
        return last_x < last_y ? -1 : 1;
    }
    return (x->parcel_id > y->parcel_id) - (x->parcel_id < y->parcel_id);
}

enum status fill_parcels_missed(const struct answer *answer, struct plan *plan, struct error *err)
{
    size_t n = 0;
    const struct errands *errands = answer->errands;
    for (size_t i = 0; i < errands->n; i++) {
        n += errands->list[i].number == 0 ? errands->list[i].parcels_n : 0;
    }
    plan->parcels_missed = arena_array(answer->arena, n, sizeof *plan->parcels_missed);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < errands->n && status == STATUS_OK; i++) {
        if (errands->list[i].number == 0 && errands->list[i].parcels_n > 0) {
            status = say_missed(answer, plan, &errands->list[i], err);
        }
    }
    if (plan->parcels_missed_n > 1) {
        qsort(plan->parcels_missed, plan->parcels_missed_n, sizeof *plan->parcels_missed, most_urgent_first);
    }
    return status;
}
