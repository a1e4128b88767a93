#include "planner/fill.h"

#include "geo/base/mem.h"
#include "geo/travel.h"
#include "planner/fill_errands.h"
#include "planner/polyline.h"
#include "planner/say.h"

#include <string.h>

/* The legs of the plan: nodes are home, the places in order, home. */
struct legs {
    uint32_t n; /* places */
    const struct trial *trial;
    int32_t *metres; /* (n + 1) squared: places, home */
};

static enum status read_metres(const struct answer *answer, struct legs *legs, struct error *err)
{
    uint32_t n = answer->trial->n;
    size_t nodes = (size_t)n + 1;
    struct point *points = arena_array(answer->scratch, nodes, sizeof *points);
    for (uint32_t i = 0; i < n; i++) {
        points[i] = answer->trial->places[i]->at;
    }
    points[n] = answer->frame->home;
    *legs = (struct legs){.n = n, .trial = answer->trial};
    legs->metres = arena_array(answer->scratch, nodes * nodes, sizeof *legs->metres);
    return travel_matrix(answer->travel, points, nodes, points, nodes, NULL, legs->metres, err);
}

/* Numbers below; n is home, at both ends of the day. */
static int32_t leg_m(const struct legs *legs, uint32_t from, uint32_t to)
{
    return from == to ? 0 : legs->metres[(size_t)from * (legs->n + 1) + to];
}

static int32_t leg_s(const struct legs *legs, uint32_t from, uint32_t to)
{
    uint32_t a = from == legs->n ? legs->n + 1 : from, b = to == legs->n ? legs->n + 1 : to;
    return from == to ? 0 : trial_travel_s(legs->trial, a, b);
}

static enum status fill_people(const struct answer *answer, struct plan_stop *stop, struct error *err)
{
    struct contact contact;
    bool found = false;
    enum status status = store_contact_main(answer->store, stop->site_id, answer->arena, &contact, &found, err);
    if (status == STATUS_OK) {
        stop->contact = found ? contact.name : "";
        stop->phone = found ? contact.phone : "";
        stop->drink = found ? contact.drink : "";
    }
    return status;
}

enum status fill_site(const struct answer *answer, const struct site *site, struct plan_stop *stop, struct error *err)
{
    stop->site_id = site->id;
    stop->site_uuid = site->uuid;
    stop->name = site->name;
    stop->address = say_address(answer->arena, site);
    stop->at = site->at;
    stop->place_doubtful = site->placed_by == PLACED_GEOCODER;
    stop->amenities = site->amenities;
    stop->hours = open_text(answer->arena, answer->day->day, open_on(answer->day->hours, site->hours), stop->start_s);
    return fill_people(answer, stop, err);
}

/* Within the window that START_S is in; where it is in none (late, or closed then) the booking's own end. */
static int32_t latest_start_s(const struct day_job *job, int32_t start_s)
{
    for (uint32_t i = 0; i < job->windows_n; i++) {
        struct open_span window = {job->windows[i].from_s + job->early_s, job->windows[i].to_s + job->early_s};
        if (window.from_s <= start_s && start_s <= window.to_s) {
            return window.to_s;
        }
    }
    return job->booked.to_s;
}

/* The time kept free before a booked start is waiting; on a day that is late already it is given up first. */
static enum status fill_job(const struct answer *answer, const struct day_job *job, struct plan_stop *stop,
                            struct error *err)
{
    stop->kind = PLAN_STOP_JOB;
    stop->job_id = job->job.id;
    stop->title = job->job.title;
    stop->window_from_s = job->booked.from_s;
    stop->window_to_s = job->booked.to_s;
    if (stop->late_s > 0) {
        stop->start_s = stop->arrive_s > job->booked.from_s ? stop->arrive_s : job->booked.from_s;
    } else {
        stop->start_s += job->early_s;
    }
    stop->late_s = stop->start_s > job->booked.to_s ? stop->start_s - job->booked.to_s : 0;
    stop->slack_s = latest_start_s(job, stop->start_s);
    return fill_site(answer, &job->site, stop, err);
}

void fill_window(const struct place *place, struct plan_stop *stop)
{
    for (uint32_t w = 0; w < place->windows_n; w++) {
        if (place->windows[w].from_s <= stop->start_s && stop->depart_s <= place->windows[w].to_s) {
            stop->window_from_s = place->windows[w].from_s;
            stop->window_to_s = place->windows[w].to_s;
            stop->slack_s = place->windows[w].to_s - place->service_s;
        }
    }
}

static enum status fill_visit(const struct answer *answer, uint32_t number, const struct legs *legs,
                              struct plan_stop *stop, struct error *err)
{
    const struct place *place = answer->trial->places[number];
    const struct candidate *candidate = &answer->candidates->list[place->index];
    uint32_t before = number == 0 ? legs->n : number - 1, after = number + 1;
    stop->kind = PLAN_STOP_VISIT;
    stop->title = "";
    if (!rush_is(answer->frame->rush) &&
        leg_s(legs, before, after) <
            TRAVEL_NONE) { /* else nothing is saved without it: the day cannot be driven then */
        stop->cost_s = leg_s(legs, before, number) + leg_s(legs, number, after) - leg_s(legs, before, after);
        stop->cost_m = leg_m(legs, before, number) + leg_m(legs, number, after) - leg_m(legs, before, after);
    }
    fill_window(place, stop);
    struct worth_facts facts = candidate->facts;
    facts.comfort = answer->trial->credited[number];
    stop->comfort = facts.comfort;
    stop->worth = worth_of(&facts, answer->day->settings);
    stop->why = worth_text(answer->arena, &stop->worth, &facts, answer->day->settings);
    struct site site;
    enum status status = store_site_get(answer->store, candidate->site->id, answer->arena, &site, err);
    return status == STATUS_OK ? fill_site(answer, &site, stop, err) : status;
}

static enum status fill_rest(const struct answer *answer, uint32_t number, struct plan_stop *stop, struct error *err)
{
    const struct place *place = answer->trial->places[number];
    struct site site;
    int32_t minutes = trial_dry_without_s(answer->trial, number) / 60;
    stop->kind = PLAN_STOP_REST;
    stop->comfort = answer->trial->credited[number];
    stop->why = arena_printf(answer->arena, "no toilet for %d h %02d min otherwise", minutes / 60, minutes % 60);
    fill_window(place, stop);
    enum status status = store_site_get(answer->store, place->site_id, answer->arena, &site, err);
    return status == STATUS_OK ? fill_site(answer, &site, stop, err) : status;
}

static void fill_break(const struct answer *answer, struct plan_stop *stop)
{
    stop->kind = PLAN_STOP_BREAK;
    stop->name = "Lunch";
    stop->window_from_s = answer->frame->break_open_s;
    stop->window_to_s = answer->frame->break_close_s;
    stop->slack_s = answer->frame->break_close_s;
}

static struct plan_stop empty_stop(const struct core_stop *core)
{
    return (struct plan_stop){
        .state = PLAN_STOP_PLANNED,
        .site_uuid = "",
        .name = "",
        .address = "",
        .title = "",
        .source = "",
        .way = "",
        .off_road_m = NUMBER_UNSET,
        .arrive_s = core->arrive_s,
        .start_s = core->start_s,
        .depart_s = core->depart_s,
        .late_s = core->late_s,
        .why = "",
        .hours = "",
        .contact = "",
        .phone = "",
        .drink = "",
    };
}

/* Driving between the stops: a break half-way along a road parts a leg, and the metres are parted like the seconds. */
static void fill_driving(const struct answer *answer, const struct legs *legs, struct plan *plan)
{
    uint32_t at = legs->n; /* where the last leg began */
    int32_t free_s = plan->leave_s, done_m = 0;
    struct point where = plan->home;
    for (size_t i = 0; i < plan->stops_n; i++) {
        struct plan_stop *stop = &plan->stops[i];
        uint32_t number = answer->trial->stops[i].place;
        stop->drive_s = stop->arrive_s - free_s;
        free_s = stop->depart_s;
        if (plan_stop_is_place(stop)) {
            stop->drive_m = leg_m(legs, at, number) - done_m;
            at = number;
            done_m = 0;
            where = stop->at;
            continue;
        }
        uint32_t next = i + 1 < plan->stops_n ? answer->trial->stops[i + 1].place : legs->n;
        int64_t whole_us = leg_s(legs, at, next) * INT64_C(1000000);
        int64_t done_us = rush_driven_us(answer->frame->rush, stop->arrive_s - stop->drive_s, stop->arrive_s);
        done_us = done_us < whole_us ? done_us : whole_us;
        done_m = whole_us > 0 ? (int32_t)((int64_t)leg_m(legs, at, next) * done_us / whole_us) : 0;
        stop->drive_m = done_m;
        stop->at = done_us > 0 && done_us == whole_us ? (next == legs->n ? plan->home : answer->trial->places[next]->at)
                                                      : where;
    }
    plan->home_drive_s = plan->home_s - free_s;
    plan->home_drive_m = leg_m(legs, at, legs->n) - done_m;
}

/* --- ways --------------------------------------------------------------------------------------------------------- */

/* One leg. A source that cannot draw it leaves the straight line, which needs no text. */
static void fill_way(const struct answer *answer, struct point from, struct point to, const char **source,
                     const char **way)
{
    struct travel_path path = {0};
    *source = arena_strdup(answer->arena, travel_source(answer->travel, from, to));
    *way = "";
    if (travel_path(answer->travel, from, to, answer->scratch, &path, NULL) == STATUS_OK &&
        (path.n != 2 || memcmp(&path.points[0], &from, sizeof from) != 0 ||
         memcmp(&path.points[1], &to, sizeof to) != 0)) {
        *way = polyline_encode(answer->arena, path.points, path.n);
    }
}

/* How many of the legs have the source that leg LEG has; 0 when one before it has it too. */
static size_t count_source(const char *const *sources, size_t n, size_t leg)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        bool same = strcmp(sources[i], sources[leg]) == 0;
        if (same && i < leg) {
            return 0;
        }
        count += same;
    }
    return count;
}

/* The source of most legs, then each other with the number of its legs. */
static const char *sum_up(struct arena *arena, const char *const *sources, size_t n)
{
    size_t main_leg = 0;
    for (size_t i = 1; i < n; i++) {
        main_leg = count_source(sources, n, i) > count_source(sources, n, main_leg) ? i : main_leg;
    }
    const char *text = sources[main_leg];
    for (size_t i = 0; i < n; i++) {
        size_t count = count_source(sources, n, i);
        if (i != main_leg && count > 0) {
            text = arena_printf(arena, "%s, %s for %zu leg%s", text, sources[i], count, count == 1 ? "" : "s");
        }
    }
    return text;
}

static void fill_ways(const struct answer *answer, struct plan *plan)
{
    const char **sources = arena_array(answer->scratch, plan->stops_n + 1, sizeof *sources);
    size_t legs = 0;
    struct point where = plan->home;
    for (size_t i = 0; i < plan->stops_n; i++) {
        struct plan_stop *stop = &plan->stops[i];
        if (!plan_stop_is_place(stop)) {
            continue;
        }
        fill_way(answer, where, stop->at, &stop->source, &stop->way);
        double off_m = travel_off_road_m(answer->travel, stop->at);
        stop->off_road_m = off_m >= 0 && off_m < TRAVEL_NONE ? (int32_t)off_m : NUMBER_UNSET;
        sources[legs++] = stop->source;
        where = stop->at;
    }
    fill_way(answer, where, plan->home, &plan->home_source, &plan->home_way);
    sources[legs++] = plan->home_source;
    plan->source = sum_up(answer->arena, sources, legs);
}

/* Until here slack_s is the latest start that the stop's own window allows. */
static void fill_slack(const struct rush_day *rush, struct plan *plan)
{
    int64_t drive_us = rush_driven_us(rush, plan->home_s - plan->home_drive_s, plan->home_s);
    int32_t by_s =
        (int32_t)rush_depart_us(rush, plan->work_end_s, drive_us); /* latest departure from the stop in hand */
    for (size_t i = plan->stops_n; i-- > 0;) {
        struct plan_stop *stop = &plan->stops[i];
        int32_t start_s = by_s - (stop->depart_s - stop->start_s);
        start_s = start_s < stop->slack_s ? start_s : stop->slack_s;
        stop->slack_s = start_s > stop->arrive_s ? start_s - stop->arrive_s : 0;
        drive_us = rush_driven_us(rush, stop->arrive_s - stop->drive_s, stop->arrive_s);
        by_s = (int32_t)rush_depart_us(rush, start_s, drive_us);
    }
}

/* With rush hours what a visit costs depends on when it is: its legs, less what the way past it takes for whoever leaves
 * the stop before when that is left. */
static void fill_timed_costs(const struct answer *answer, const struct legs *legs, struct plan *plan)
{
    const struct trial *trial = answer->trial;
    uint32_t n = legs->n;
    int32_t *legs_s = arena_array(answer->scratch, (size_t)n + 1, sizeof *legs_s), depart_s = plan->leave_s;
    trial_legs(trial, &answer->judged, legs_s);
    for (size_t i = 0; i < plan->stops_n; i++) {
        struct plan_stop *stop = &plan->stops[i];
        uint32_t number = trial->stops[i].place, before = number == 0 ? n : number - 1, after = number + 1;
        if (!plan_stop_is_place(stop)) {
            continue;
        }
        if (stop->kind == PLAN_STOP_VISIT && leg_s(legs, before, after) < TRAVEL_NONE) {
            int64_t past_s = trial_direct_s(trial, before == n ? n + 1 : before, after == n ? n + 1 : after, depart_s);
            stop->cost_s = (int32_t)(legs_s[number] + legs_s[number + 1] - past_s);
            stop->cost_m = leg_m(legs, before, number) + leg_m(legs, number, after) - leg_m(legs, before, after);
        }
        depart_s = stop->depart_s;
    }
}

static void fill_totals(const struct answer *answer, struct plan *plan)
{
    plan->drive_s = plan->home_drive_s;
    plan->drive_m = plan->home_drive_m;
    for (size_t i = 0; i < plan->stops_n; i++) {
        struct plan_stop *stop = &plan->stops[i];
        stop->wait_s = stop->start_s - stop->arrive_s;
        plan->drive_s += stop->drive_s;
        plan->drive_m += stop->drive_m;
        plan->wait_s += stop->wait_s;
        if (stop->kind != PLAN_STOP_BREAK) {
            plan->on_site_s += stop->depart_s - stop->start_s;
        }
        plan->worth_s += stop->worth.total_s;
        plan->jobs_n += stop->kind == PLAN_STOP_JOB;
        plan->visits_n += stop->kind == PLAN_STOP_VISIT;
    }
    int64_t extra_s = plan->drive_s - answer->frame->base_driving_s;
    plan->extra_s = extra_s > 0 ? (int32_t)extra_s : 0;
}

static enum status fill_stop(const struct answer *answer, const struct legs *legs, const struct core_stop *core,
                             struct plan_stop *stop, struct error *err)
{
    *stop = empty_stop(core);
    if (core->place == CORE_BREAK) {
        fill_break(answer, stop);
        return STATUS_OK;
    }
    const struct place *place = answer->trial->places[core->place];
    fill_parcels(answer, core->place, stop);
    switch (place->kind) {
    case PLACE_JOB:
        return fill_job(answer, &answer->day->jobs[place->index], stop, err);
    case PLACE_VISIT:
        return fill_visit(answer, core->place, legs, stop, err);
    case PLACE_REST:
        return fill_rest(answer, core->place, stop, err);
    case PLACE_ERRAND:
        break;
    }
    return fill_errand(answer, core->place, stop, err);
}

enum status fill_plan(const struct answer *answer, struct plan *plan, struct error *err)
{
    struct legs legs;
    enum status status = read_metres(answer, &legs, err);
    plan->leave_s = answer->judged.leave_s;
    plan->home_s = answer->judged.home_s;
    plan->stops_n = answer->judged.stops_n;
    plan->stops = arena_array(answer->arena, plan->stops_n, sizeof *plan->stops);
    for (size_t i = 0; i < plan->stops_n && status == STATUS_OK; i++) {
        status = fill_stop(answer, &legs, &answer->trial->stops[i], &plan->stops[i], err);
    }
    if (status != STATUS_OK) {
        return status;
    }
    fill_driving(answer, &legs, plan);
    fill_ways(answer, plan);
    if (rush_is(answer->frame->rush)) {
        fill_timed_costs(answer, &legs, plan);
    }
    fill_slack(answer->frame->rush, plan);
    fill_totals(answer, plan);
    return STATUS_OK;
}
