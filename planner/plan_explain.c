#include "geo/amenity.h"
#include "geo/base/mem.h"
#include "geo/travel.h"
#include "planner/day.h"
#include "planner/plan.h"
#include "planner/say.h"
#include "planner/verdict.h"

#include <math.h>
#include <string.h>

/* One question: a plan, a site, and what the answer is made of. */
struct question {
    struct store *store;
    struct travel *travel;
    struct arena *arena;
    const struct plan *plan;
    const struct site *site;
    struct day day;
    struct worth_facts facts;
    struct place place;
    struct rush_day rush;
    struct frame frame;
    struct bench bench;
    int32_t *to_s, *from_s; /* between the plan's places, home last, and the site */
};

/* --- what needs no plan ------------------------------------------------------------------------------------------- */

static const struct plan_stop *stop_at_site(const struct plan *plan, int64_t site_id)
{
    for (size_t i = 0; i < plan->stops_n; i++) {
        if (plan_stop_is_place(&plan->stops[i]) && plan->stops[i].site_id == site_id) {
            return &plan->stops[i];
        }
    }
    return NULL;
}

/* Is one there for the site's own sake? A customer at whose door a parcel is left may be worth a visit all the same. */
static bool is_for_site(const struct plan_stop *stop)
{
    return stop->kind == PLAN_STOP_JOB || stop->kind == PLAN_STOP_VISIT;
}

/* "; board (K1) for DPD, who collects until 16:15", for each parcel */
static char *parcels_text(struct arena *arena, const struct plan_stop *stop)
{
    char *text = arena_strdup(arena, "");
    for (size_t i = 0; i < stop->parcels_n; i++) {
        const struct plan_parcel *parcel = &stop->parcels[i];
        text = arena_printf(arena, "%s; %s %s", text, parcel->direction == PARCEL_OUT ? "leaves" : "collects",
                            parcel->text);
    }
    return text;
}

static void answer(struct plan_missed *out, enum plan_verdict verdict, char *text)
{
    out->verdict = verdict;
    out->text = text;
}

static void answer_stop(struct arena *arena, const struct plan *plan, const struct plan_stop *stop,
                        struct plan_missed *out)
{
    char *at = say_time(arena, plan->day, stop->arrive_s);
    char *parcels = parcels_text(arena, stop);
    out->at_s = stop->arrive_s;
    if (stop->kind == PLAN_STOP_JOB) {
        answer(out, VERDICT_HAS_JOB, arena_printf(arena, "has a job that day, reached at %s%s", at, parcels));
        return;
    }
    if (!is_for_site(stop)) {
        const char *what = stop->kind == PLAN_STOP_PARCEL ? "for a parcel" : "for lunch";
        what = stop->kind == PLAN_STOP_REST ? "for a rest" : what;
        answer(out, VERDICT_IN, arena_printf(arena, "is in the plan %s, reached at %s%s", what, at, parcels));
        return;
    }
    const char *verb = stop->state == PLAN_STOP_DONE ? "was visited" : "is in the plan, reached";
    verb = stop->state == PLAN_STOP_SKIPPED ? "was in the plan and skipped," : verb;
    out->worth = stop->worth;
    out->why = stop->why;
    out->cost_s = stop->cost_s;
    answer(out, VERDICT_IN,
           arena_printf(arena, "%s at %s: %d min of driving, worth %d%s", verb, at, say_minutes_up(stop->cost_s),
                        say_minutes_down(stop->worth.total_s), parcels));
}

static char *booked_text(const struct question *q)
{
    int32_t day = day_booked(&q->day, q->site->id);
    char date[CIVIL_TEXT];
    civil_format_day(date, day);
    return day == q->day.day ? arena_strdup(q->arena, "has a job of its own that day")
                             : arena_printf(q->arena, "has a job on %s", date);
}

/* What keeps a site out of every plan. */
static bool answer_standing(struct question *q, struct plan_missed *out)
{
    const struct site *site = q->site;
    struct arena *arena = q->arena;
    const char *reason = site->status_reason;
    if (!site->is_customer) {
        answer(out, VERDICT_NOT_CUSTOMER, arena_strdup(arena, "is not a customer, so nobody is to be visited there"));
    } else if (site->placed_by == PLACED_NOT) {
        answer(out, VERDICT_NOT_PLACED,
               arena_printf(arena, "has no place yet: rounds edit #%lld place=LAT,LON", (long long)site->id));
    } else if (site->status != CUSTOMER_ACTIVE) {
        answer(out, VERDICT_ON_HOLD,
               arena_printf(arena, "is %s%s%s", site->status == CUSTOMER_CLOSED ? "closed for good" : "on hold",
                            reason[0] != '\0' ? ": " : "", reason));
    } else if (site->no_drop_in) {
        answer(out, VERDICT_NO_DROP_IN, arena_strdup(arena, "does not want to be dropped in on"));
    } else if (day_booked(&q->day, site->id) != DAY_NONE) {
        answer(out, VERDICT_HAS_JOB, booked_text(q));
    } else if (!day_is_ours(&q->day, site)) {
        answer(out, VERDICT_COLLEAGUE, arena_strdup(arena, "is a colleague's customer"));
    } else {
        return false;
    }
    return true;
}

static char *not_due_text(const struct question *q)
{
    const struct settings *settings = q->day.settings;
    if (q->facts.last_visit_day == DAY_NONE) {
        return arena_strdup(q->arena, "never visited, and the settings give that no worth (worth.never)");
    }
    int32_t goal = q->facts.goal_days == NUMBER_UNSET ? settings->goal_days : q->facts.goal_days;
    int32_t days = q->plan->day - q->facts.last_visit_day;
    int32_t from_day = q->facts.last_visit_day + (int32_t)ceil(goal * settings->overdue_from);
    if (from_day <= q->plan->day) {
        return arena_printf(q->arena,
                            "%s since the last visit (goal %s), and the settings give that no worth "
                            "(worth.overdue)",
                            worth_age(q->arena, days), worth_age(q->arena, goal));
    }
    char date[CIVIL_TEXT];
    civil_format_day(date, from_day);
    return arena_printf(q->arena, "not due: %s since the last visit (goal %s), it counts from %s on",
                        worth_age(q->arena, days), worth_age(q->arena, goal), date);
}

/* --- the plan as it stands ---------------------------------------------------------------------------------------- */

static const struct day_job *booking_of(const struct day *day, const struct plan_stop *stop)
{
    for (size_t i = 0; i < day->jobs_n; i++) {
        const struct day_job *job = &day->jobs[i];
        if (job->job.id == stop->job_id && job->booked.from_s == stop->window_from_s &&
            job->booked.to_s == stop->window_to_s) {
            return job;
        }
    }
    return NULL;
}

/* What the saved plan says; a job that is still booked as it was keeps to its site's hours as well. */
static struct place place_of_stop(struct arena *arena, const struct day *day, const struct plan_stop *stop)
{
    const struct day_job *booking = stop->kind == PLAN_STOP_JOB ? booking_of(day, stop) : NULL;
    struct open_span *window = arena_alloc(arena, sizeof *window);
    *window = (struct open_span){stop->window_from_s, stop->window_to_s};
    int32_t end_s = stop->kind == PLAN_STOP_BREAK ? stop->window_to_s + stop->depart_s - stop->start_s : stop->depart_s;
    if (stop->kind != PLAN_STOP_JOB && window->to_s < end_s) { /* lunch begins inside; a parcel may take longer */
        window->to_s = end_s;
    }
    static const enum place_kind kinds[] = {[PLAN_STOP_JOB] = PLACE_JOB,
                                            [PLAN_STOP_VISIT] = PLACE_VISIT,
                                            [PLAN_STOP_BREAK] = PLACE_ERRAND,
                                            [PLAN_STOP_PARCEL] = PLACE_ERRAND,
                                            [PLAN_STOP_REST] = PLACE_REST};
    bool errand = stop->kind != PLAN_STOP_JOB && (stop->parcels_n > 0 || kinds[stop->kind] == PLACE_ERRAND);
    return (struct place){
        .kind = kinds[stop->kind],
        .errand = errand, /* whichever: it stays in */
        .site_id = stop->site_id,
        .at = stop->at,
        .service_s = stop->depart_s - stop->start_s + (booking != NULL ? booking->early_s : 0),
        .windows = booking != NULL ? booking->windows : window,
        .windows_n = booking != NULL ? booking->windows_n : 1,
        .toilet = (stop->amenities & AMENITY_BIT(AMENITY_TOILET)) != 0,
        .worth_s = stop->worth.total_s - stop->worth.reason_s[REASON_COMFORT],
        .comfort_s = stop->worth.reason_s[REASON_COMFORT],
    };
}

/* A toilet that the plan did not need may be needed in another order: it is worth then what it always would be. */
static enum status set_comfort(struct question *q, const struct plan_stop *stop, struct place *place, struct error *err)
{
    if (!place_has_reason(place) || !place->toilet || place->comfort_s > 0) {
        return STATUS_OK;
    }
    struct site site;
    enum status status = store_site_get(q->store, stop->site_id, q->arena, &site, err);
    if (status == STATUS_OK) {
        struct worth_facts facts = day_facts(&q->day, &site, 0);
        place->comfort_s = day_visit(&q->day, &site, &facts).comfort_s;
    }
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static const struct plan_stop *break_of(const struct plan *plan)
{
    for (size_t i = 0; i < plan->stops_n; i++) {
        if (plan->stops[i].kind == PLAN_STOP_BREAK) {
            return &plan->stops[i];
        }
    }
    return NULL;
}

static void set_frame(struct question *q)
{
    const struct plan *plan = q->plan;
    struct rush rush = {.n = 0};
    q->frame = day_frame(&q->day);
    if (plan->rush != NULL && rush_parse(q->arena, plan->rush, &rush)) {
        q->rush = rush_on(&rush, plan->day);
        q->frame.rush = rush_is(&q->rush) ? &q->rush : NULL;
    }
    q->frame.home = plan->home;
    q->frame.leave_from_s = plan->leave_s < plan->work_start_s ? plan->leave_s : plan->work_start_s;
    q->frame.home_by_s = plan->work_end_s;
    const struct plan_stop *pause = break_of(plan);
    if (pause != NULL) {
        q->frame.break_s = pause->site_id == 0 ? pause->depart_s - pause->start_s : 0;
        q->frame.break_open_s = pause->window_from_s;
        q->frame.break_close_s = pause->window_to_s;
    }
}

/* The saved plan is what it is: whatever is late in it is no fault of the site that is asked about. */
static void accept_as_is(struct question *q, struct place *places)
{
    struct trial *trial = q->bench.trial;
    struct frame *frame = &q->frame;
    uint32_t count = trial_sequence(trial, UINT32_MAX, UINT32_MAX);
    struct judgement judged = trial_judge(trial, trial->sequence, count);
    for (uint32_t i = 0; i < judged.stops_n; i++) {
        uint32_t number = trial->stops[i].place;
        if (number < trial->n) {
            places[number].late_ok_s = trial->stops[i].late_s;
        }
    }
    frame->home_late_ok_s = judged.home_s > frame->home_by_s ? judged.home_s - frame->home_by_s : 0;
    frame->break_missed_ok_s = judged.break_missed_s;
    frame->base_driving_s = judged.driving_s - q->plan->extra_s;
    q->bench.judged = trial_judge(trial, trial->sequence, count);
}

static enum status set_bench(struct question *q, struct error *err)
{
    const struct plan *plan = q->plan;
    struct place *places = arena_array(q->arena, plan->stops_n, sizeof *places);
    const struct place **list = arena_array(q->arena, plan->stops_n, sizeof *list);
    const char **names = arena_array(q->arena, plan->stops_n, sizeof *names);
    uint32_t n = 0;
    q->bench = (struct bench){.day = plan->day, .names = names, .work = {plan->work_start_s, plan->work_end_s}};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < plan->stops_n && status == STATUS_OK; i++) {
        const struct plan_stop *stop = &plan->stops[i];
        /* overtaken, or we would know */
        bool own = stop->site_id == q->site->id && stop->state == PLAN_STOP_PLANNED && is_for_site(stop);
        if (!plan_stop_is_place(stop) || stop->state == PLAN_STOP_SKIPPED || own) {
            continue;
        }
        places[n] = place_of_stop(q->arena, &q->day, stop);
        status = set_comfort(q, stop, &places[n], err);
        list[n] = &places[n];
        names[n++] = stop->name;
        q->bench.first = stop->state == PLAN_STOP_DONE ? n : q->bench.first;
    }
    set_frame(q);
    if (status == STATUS_OK) {
        status = trial_new(q->arena, q->travel, &q->frame, list, n, &q->bench.trial, err);
    }
    if (status == STATUS_OK) {
        accept_as_is(q, places);
    }
    return status;
}

static enum status measure(struct question *q, struct error *err)
{
    const struct trial *trial = q->bench.trial;
    size_t nodes = (size_t)trial->n + 1;
    struct point *points = arena_array(q->arena, nodes, sizeof *points);
    for (uint32_t i = 0; i < trial->n; i++) {
        points[i] = trial->places[i]->at;
    }
    points[trial->n] = q->plan->home;
    q->to_s = arena_array(q->arena, nodes, sizeof *q->to_s);
    q->from_s = arena_array(q->arena, nodes, sizeof *q->from_s);
    enum status status = travel_matrix(q->travel, points, nodes, &q->site->at, 1, q->to_s, NULL, err);
    return status == STATUS_OK ? travel_matrix(q->travel, &q->site->at, 1, points, nodes, q->from_s, NULL, err)
                               : status;
}

/* The least driving that the site adds to the jobs alone, whatever their order; see candidates.h. */
static int64_t least_extra_s(const struct question *q)
{
    const struct trial *trial = q->bench.trial;
    int64_t least_s = INT64_MAX;
    uint32_t jobs = 0;
    for (uint32_t i = 0; i < trial->n; i++) {
        jobs += place_is_bound(trial->places[i]);
    }
    for (uint32_t a = 0; a <= trial->n; a++) {
        for (uint32_t b = 0; b <= trial->n; b++) {
            bool fixed = (a == trial->n || place_is_bound(trial->places[a])) &&
                         (b == trial->n || place_is_bound(trial->places[b]));
            if (!fixed || (a == b && jobs > 0)) {
                continue;
            }
            uint32_t row = a == trial->n ? a + 1 : a, next = b == trial->n ? b + 1 : b;
            int64_t straight_s = a == b ? 0 : trial_travel_s(trial, row, next);
            int64_t extra_s = (int64_t)q->to_s[a] + q->from_s[b] - straight_s;
            least_s = extra_s < least_s ? extra_s : least_s;
        }
    }
    return least_s;
}

static void answer_verdict(struct question *q, struct plan_missed *out)
{
    const struct open_day *hours = open_on(q->day.hours, q->site->hours);
    struct verdict verdict = verdict_of(q->arena, &q->bench, &q->place, hours, q->to_s, q->from_s);
    struct worth_facts facts = q->facts;
    facts.comfort = verdict.comfort;
    out->worth = worth_of(&facts, q->day.settings);
    out->why = worth_text(q->arena, &out->worth, &facts, q->day.settings);
    out->cost_s = verdict.cost_s;
    out->at_s = verdict.at_s;
    out->after = verdict.after;
    if (verdict.verdict == VERDICT_COST && out->worth.total_s == 0) { /* its toilet is of no use there */
        answer(out, VERDICT_NOT_DUE, not_due_text(q));
        return;
    }
    answer(out, verdict.verdict, verdict.text);
}

static enum status answer_against_plan(struct question *q, struct plan_missed *out, struct error *err)
{
    enum status status = set_bench(q, err);
    if (status == STATUS_OK) {
        status = measure(q, err);
    }
    if (status != STATUS_OK) {
        return status;
    }
    int64_t extra_s = least_extra_s(q);
    if (extra_s > q->frame.max_extra_s && extra_s < TRAVEL_NONE && !rush_is(q->frame.rush)) {
        out->cost_s = (int32_t)extra_s;
        answer(out, VERDICT_FAR,
               arena_printf(q->arena,
                            "at least %d min more driving wherever it comes, and a day may have %d "
                            "(plan.max_extra)",
                            say_minutes_up(extra_s), say_minutes_down(q->frame.max_extra_s)));
        return STATUS_OK;
    }
    answer_verdict(q, out);
    return STATUS_OK;
}

static enum status read_worth(struct question *q, struct plan_missed *out, struct error *err)
{
    int32_t contacts = 0;
    enum status status = store_contact_counts(q->store, &q->site->id, 1, &contacts, err);
    if (status == STATUS_OK) {
        q->facts = day_facts(&q->day, q->site, contacts);
        q->place = day_visit(&q->day, q->site, &q->facts);
        out->worth = worth_of(&q->facts, q->day.settings);
        out->why = worth_text(q->arena, &out->worth, &q->facts, q->day.settings);
    }
    return status;
}

/* A stop still to come that the bookings have overtaken: a visit where there is a job by now, a job that is none. */
static bool is_overtaken(const struct question *q, const struct plan_stop *stop)
{
    bool booked = day_booked(&q->day, stop->site_id) == q->day.day;
    return stop->state == PLAN_STOP_PLANNED && is_for_site(stop) && (stop->kind == PLAN_STOP_VISIT) == booked;
}

static enum status explain(struct question *q, struct plan_missed *out, struct error *err)
{
    const struct plan_stop *stop = stop_at_site(q->plan, q->site->id);
    bool asks_more = stop != NULL && !is_for_site(stop) && q->site->is_customer && stop->state == PLAN_STOP_PLANNED;
    if (stop != NULL && !asks_more && !is_overtaken(q, stop)) {
        answer_stop(q->arena, q->plan, stop, out);
        return STATUS_OK;
    }
    if (answer_standing(q, out)) {
        return STATUS_OK;
    }
    enum status status = read_worth(q, out, err);
    if (status != STATUS_OK) {
        return status;
    }
    if (q->place.worth_s + q->place.comfort_s <= 0) {
        answer(out, VERDICT_NOT_DUE, not_due_text(q));
        return STATUS_OK;
    }
    return answer_against_plan(q, out, err);
}

enum status plan_explain(struct store *store, struct travel *travel, const struct plan_request *request,
                         const struct plan *plan, const struct site *site, struct arena *arena, struct plan_missed *out,
                         struct error *err)
{
    struct question *q = arena_alloc(arena, sizeof *q);
    *q = (struct question){.store = store, .travel = travel, .arena = arena, .plan = plan, .site = site};
    struct plan_request of_plan = *request;
    of_plan.day = plan->day;
    enum status status = day_collect(store, &of_plan, arena, &q->day, err);
    if (status != STATUS_OK) {
        return status;
    }
    struct plan_missed missed = {
        .site_id = site->id,
        .site_uuid = site->uuid,
        .name = site->name,
        .address = say_address(arena, site),
        .why = "",
        .cost_s = NUMBER_UNSET,
        .after = "",
        .at_s = NUMBER_UNSET,
        .text = "",
    };
    status = explain(q, &missed, err);
    if (status == STATUS_OK) {
        *out = missed;
    }
    return status;
}
