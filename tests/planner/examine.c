/* The examiner of plans: reads the store and does the sums again, slowly and plainly. */
#include "world.h"

#include "geo/amenity.h"
#include "geo/hours.h"
#include "planner/open.h"

#include <stdlib.h>
#include <string.h>

enum { SPANS_MAX = 24, STOPS_MAX = 200 };

static void must(enum status status, const struct error *err)
{
    if (status != STATUS_OK) {
        fail_msg("status %d: %s", (int)status, err->text);
    }
}

struct spans {
    size_t n;
    int32_t from_s[SPANS_MAX], to_s[SPANS_MAX];
};

static int32_t elapsed(const struct world *world, int32_t wall_s)
{
    int32_t s = 0;
    (void)civil_elapsed(world->day, wall_s, &s);
    return s;
}

static int32_t later(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static int32_t sooner(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* When a visit to SITE may be, start to end. */
static struct spans visit_spans(struct world *world, const struct plan *plan, const struct site *site)
{
    struct error err = {0};
    struct hours *hours = NULL;
    struct hours_span open[SPANS_MAX] = {{world->settings.visit_before_s, world->settings.visit_after_s}};
    size_t n = 1;
    if (site->hours[0] != '\0') {
        must(hours_parse(world->arena, site->hours, &hours, &err), &err);
        n = hours_day(hours, open_where(world->arena, &world->settings, NULL), world->day, open, SPANS_MAX);
    }
    struct spans spans = {0};
    for (size_t i = 0; i < n; i++) {
        int32_t from_s = later(elapsed(world, open[i].open_s), plan->work_start_s);
        int32_t to_s = sooner(elapsed(world, open[i].close_s), plan->work_end_s);
        if (from_s < to_s) {
            spans.from_s[spans.n] = from_s;
            spans.to_s[spans.n++] = to_s;
        }
    }
    return spans;
}

static int32_t visit_service_s(const struct world *world, const struct site *site)
{
    return site->service_s == NUMBER_UNSET ? world->settings.visit_s : site->service_s;
}

/* --- rush hours -------------------------------------------------------------------------------------------------- */

/* When LEFT_S of driving on free roads end that begin at AT_S, with fractions: from one window's end to the next. */
static double arrival(const struct world *world, double at_s, double left_s)
{
    const struct rush *rush = &world->settings.rush;
    while (left_s > 1e-9) {
        double factor = 1, until_s = at_s + left_s * 4 + 1;
        for (uint32_t i = 0; i < rush->n; i++) {
            const struct rush_rule *rule = &rush->rules[i];
            double from_s = elapsed(world, rule->from_s), to_s = elapsed(world, rule->to_s);
            bool today = (rule->days >> civil_weekday(world->day) & 1) != 0;
            factor = today && from_s <= at_s && at_s < to_s ? rule->permille / 1000.0 : factor;
            until_s = today && from_s > at_s && from_s < until_s ? from_s : until_s;
            until_s = today && to_s > at_s && to_s < until_s ? to_s : until_s;
        }
        double step_s = left_s * factor < until_s - at_s ? left_s * factor : until_s - at_s;
        at_s += step_s;
        left_s -= step_s / factor;
    }
    return at_s;
}

/* What is driven on free roads between two moments, by halves. */
static double driven(const struct world *world, double from_s, double to_s)
{
    double low_s = 0, high_s = 4 * (to_s - from_s) + 1;
    for (int i = 0; i < 60; i++) {
        double mid_s = (low_s + high_s) / 2;
        *(arrival(world, from_s, mid_s) <= to_s ? &low_s : &high_s) = mid_s;
    }
    return low_s;
}

/* Each leg begins when the stop before is left and takes what that has it take; a break parts it. */
static void examine_rush(struct world *world, const struct plan *plan)
{
    double free_s = plan->leave_s, done_s = 0;
    struct point where = plan->home;
    for (size_t i = 0; i <= plan->stops_n; i++) {
        bool home = i == plan->stops_n;
        const struct plan_stop *stop = home ? NULL : &plan->stops[i];
        int32_t arrive_s = home ? plan->home_s : stop->arrive_s;
        if (!home && !plan_stop_is_place(stop)) {
            done_s += driven(world, free_s, arrive_s);
        } else {
            struct point at = home ? plan->home : stop->at;
            double left_s = world_drive_s(world, where, at) - done_s;
            double there_s = arrival(world, free_s, left_s > 0 ? left_s : 0);
            if (arrive_s < there_s - 0.01 || arrive_s > there_s + 1.01) {
                fail_msg("stop %zu is reached at %d, not at %.2f", i, arrive_s, there_s);
            }
            where = at;
            done_s = 0;
        }
        free_s = home ? 0 : stop->depart_s;
    }
}

/* What the visit I adds: its two legs, less the way past it for whoever leaves the stop before when that is left. */
static void examine_rush_cost(struct world *world, const struct plan *plan, size_t i)
{
    int32_t legs_s = 0, left_s = plan->leave_s;
    struct point before = plan->home, after = plan->home;
    size_t last = i + 1;
    for (size_t k = 0; k < i; k++) {
        bool place = plan_stop_is_place(&plan->stops[k]);
        legs_s = place ? 0 : legs_s + plan->stops[k].drive_s;
        before = place ? plan->stops[k].at : before;
        left_s = place ? plan->stops[k].depart_s : left_s;
    }
    legs_s += plan->stops[i].drive_s;
    for (; last < plan->stops_n && !plan_stop_is_place(&plan->stops[last]); last++) {
        legs_s += plan->stops[last].drive_s;
    }
    after = last < plan->stops_n ? plan->stops[last].at : after;
    legs_s += last < plan->stops_n ? plan->stops[last].drive_s : plan->home_drive_s;
    double past_s = arrival(world, left_s, world_drive_s(world, before, after)) - left_s;
    double cost_s = legs_s - past_s;
    assert_true(plan->stops[i].cost_s >= cost_s - 1.01 && plan->stops[i].cost_s <= cost_s + 0.01);
}

/* --- times and driving ------------------------------------------------------------------------------------------- */

static void examine_times(struct world *world, const struct plan *plan)
{
    int32_t free_s = plan->leave_s, driven_s = 0, drive_s = 0, wait_s = 0, on_site_s = 0;
    struct point where = plan->home;
    bool rush = world->settings.rush.n > 0;
    for (size_t i = 0; i < plan->stops_n; i++) {
        const struct plan_stop *stop = &plan->stops[i];
        assert_int_equal(stop->arrive_s, free_s + stop->drive_s);
        assert_int_equal(stop->start_s, stop->arrive_s + stop->wait_s);
        assert_true(stop->wait_s >= 0 && stop->depart_s >= stop->start_s && stop->slack_s >= 0 && stop->drive_s >= 0);
        driven_s += stop->drive_s;
        if (plan_stop_is_place(stop)) {
            assert_true(rush || driven_s == world_drive_s(world, where, stop->at));
            where = stop->at;
            driven_s = 0;
            on_site_s += stop->kind == PLAN_STOP_BREAK ? 0 : stop->depart_s - stop->start_s;
        }
        free_s = stop->depart_s;
        drive_s += stop->drive_s;
        wait_s += stop->wait_s;
    }
    assert_true(rush || driven_s + plan->home_drive_s == world_drive_s(world, where, plan->home));
    if (rush) {
        examine_rush(world, plan);
    }
    assert_int_equal(plan->home_s, free_s + plan->home_drive_s);
    assert_int_equal(plan->drive_s, drive_s + plan->home_drive_s);
    assert_int_equal(plan->wait_s, wait_s);
    assert_int_equal(plan->on_site_s, on_site_s);
}

/* --- jobs -------------------------------------------------------------------------------------------------------- */

static const struct plan_stop *job_stop(const struct plan *plan, int64_t job_id)
{
    for (size_t i = 0; i < plan->stops_n; i++) {
        if (plan->stops[i].kind == PLAN_STOP_JOB && plan->stops[i].job_id == job_id) {
            return &plan->stops[i];
        }
    }
    return NULL;
}

static void examine_jobs(struct world *world, const struct plan *plan, const struct plan *alone)
{
    struct error err = {0};
    struct job *jobs = NULL;
    size_t n = 0, placed = 0;
    struct job_filter filter = {.from_day = plan->day, .to_day = plan->day, .open_only = true};
    must(store_job_list(world->store, &filter, world->arena, &jobs, &n, &err), &err);
    for (size_t i = 0; i < n; i++) {
        const struct plan_stop *stop = job_stop(plan, jobs[i].id), *before = job_stop(alone, jobs[i].id);
        if (world_get(world, jobs[i].site_id).placed_by == PLACED_NOT) {
            assert_null(stop);
            continue;
        }
        placed++;
        assert_non_null(stop);
        assert_int_equal(stop->window_from_s, elapsed(world, jobs[i].earliest_s));
        assert_int_equal(stop->window_to_s, elapsed(world, jobs[i].latest_s));
        assert_true(stop->start_s >= stop->window_from_s);
        assert_true(stop->depart_s - stop->start_s >= jobs[i].duration_s);
        assert_int_equal(stop->late_s, later(0, stop->start_s - stop->window_to_s));
        assert_true(stop->late_s <= before->late_s);
    }
    assert_int_equal(plan->jobs_n, placed);
    assert_true(plan->home_s <= later(plan->work_end_s, alone->home_s));
}

/* --- visits ------------------------------------------------------------------------------------------------------ */

/* The driving that stop I adds where it stands. */
static int32_t cost_of(struct world *world, const struct plan *plan, size_t i)
{
    struct point before = plan->home, after = plan->home;
    for (size_t k = 0; k < plan->stops_n; k++) {
        bool place = plan_stop_is_place(&plan->stops[k]);
        if (k < i && place) {
            before = plan->stops[k].at;
        }
    }
    for (size_t k = plan->stops_n; k-- > i + 1;) {
        if (plan_stop_is_place(&plan->stops[k])) {
            after = plan->stops[k].at;
        }
    }
    struct point at = plan->stops[i].at;
    if (world_drive_s(world, before, after) >= TRAVEL_NONE) {
        return 0; /* without it the day cannot be driven: nothing is saved */
    }
    return world_drive_s(world, before, at) + world_drive_s(world, at, after) - world_drive_s(world, before, after);
}

/* Roads of any kind may need a visit for the day to be driven at all, or for others to be near enough: does the plan
 * without stop I, breaks left out, have a way, and does each visit in it keep to max_detour? */
static bool can_do_without(struct world *world, const struct plan *plan, size_t i)
{
    struct plan without = *plan;
    struct point where = plan->home;
    without.stops = arena_array(world->arena, plan->stops_n, sizeof *without.stops);
    without.stops_n = 0;
    for (size_t k = 0; k < plan->stops_n; k++) {
        if (k != i && plan_stop_is_place(&plan->stops[k])) {
            without.stops[without.stops_n++] = plan->stops[k];
        }
    }
    bool can = true;
    for (size_t k = 0; k < without.stops_n; k++) {
        const struct plan_stop *stop = &without.stops[k];
        can = can && world_drive_s(world, where, stop->at) < TRAVEL_NONE &&
              (stop->kind == PLAN_STOP_JOB || cost_of(world, &without, k) <= world->settings.max_detour_s);
        where = stop->at;
    }
    return can && world_drive_s(world, where, plan->home) < TRAVEL_NONE;
}

static void examine_visit(struct world *world, const struct plan *plan, size_t i)
{
    const struct plan_stop *stop = &plan->stops[i];
    struct site site = world_get(world, stop->site_id);
    struct spans spans = visit_spans(world, plan, &site);
    bool inside = false;
    for (size_t k = 0; k < spans.n; k++) {
        int32_t end_s = stop->start_s + visit_service_s(world, &site);
        inside = inside || (spans.from_s[k] <= stop->start_s && end_s <= spans.to_s[k]);
    }
    assert_true(inside);
    assert_true(site.is_customer && site.status == CUSTOMER_ACTIVE && !site.no_drop_in);
    bool parcels = stop->parcels_n > 0; /* then it is bound, and may take some minutes more */
    assert_true(stop->depart_s - stop->start_s == visit_service_s(world, &site) || parcels);
    assert_true(stop->depart_s - stop->start_s >= visit_service_s(world, &site));
    if (world->settings.rush.n > 0) {
        examine_rush_cost(world, plan, i);
    } else {
        assert_int_equal(stop->cost_s, cost_of(world, plan, i));
    }
    assert_true(parcels || stop->cost_s <= world->settings.max_detour_s);
    /* Roads of any kind may need it for others to be near enough. */
    bool timed = world->settings.rush.n > 0; /* then it may move others to better hours */
    assert_true(timed || parcels || stop->worth.total_s > stop->cost_s || !can_do_without(world, plan, i));
    assert_true(stop->worth.total_s == 0 || stop->why[0] != 0);
    for (size_t k = 0; k < plan->stops_n; k++) {
        assert_true(k == i || plan->stops[k].site_id != stop->site_id || plan->stops[k].kind == PLAN_STOP_PARCEL);
    }
}

static void examine_visits(struct world *world, const struct plan *plan, const struct plan *alone)
{
    size_t visits = 0, on_the_way = 0;
    int32_t worth_s = 0;
    for (size_t i = 0; i < plan->stops_n; i++) {
        if (plan->stops[i].kind == PLAN_STOP_VISIT) {
            examine_visit(world, plan, i);
            visits++;
            on_the_way += plan->stops[i].parcels_n > 0;
            worth_s += plan->stops[i].worth.total_s;
        }
    }
    assert_int_equal(plan->visits_n, visits);
    assert_int_equal(plan->worth_s, worth_s);
    assert_true(visits - on_the_way <= (size_t)world->settings.max_visits);
    assert_true(visits == on_the_way || plan->drive_s <= alone->drive_s + world->settings.max_extra_s);
    assert_int_equal(plan->extra_s, later(0, plan->drive_s - alone->drive_s));
}

/* Nobody is called on who has a job on the day, or an open one soon: today is the day before. */
static void examine_busy(struct world *world, const struct plan *plan)
{
    struct error err = {0};
    for (size_t i = 0; i < plan->stops_n; i++) {
        struct job *jobs = NULL;
        size_t n = 0;
        struct job_filter filter = {.from_day = DAY_NONE, .to_day = DAY_NONE, .site_id = plan->stops[i].site_id};
        if (plan->stops[i].kind != PLAN_STOP_VISIT) {
            continue;
        }
        must(store_job_list(world->store, &filter, world->arena, &jobs, &n, &err), &err);
        for (size_t k = 0; k < n; k++) {
            int32_t in_days = jobs[k].day - plan->day;
            assert_false(in_days == 0 && jobs[k].status != JOB_CANCELLED);
            assert_false(in_days >= -1 && in_days <= world->settings.job_days && jobs[k].status == JOB_OPEN);
        }
    }
}

static void examine_break(const struct world *world, const struct plan *plan)
{
    for (size_t i = 0; i < plan->stops_n; i++) {
        const struct plan_stop *stop = &plan->stops[i];
        if (stop->kind == PLAN_STOP_BREAK) {
            assert_int_equal(stop->depart_s - stop->start_s, world->settings.lunch_s);
            assert_true(stop->start_s >= elapsed(world, world->settings.lunch_from_s));
            assert_true(stop->start_s <= elapsed(world, world->settings.lunch_to_s));
        }
    }
}

/* --- is there anything better one step away? --------------------------------------------------------------------- */

struct step {
    struct point at;
    bool job, bound, reason, toilet; /* bound: may not be left out; reason: its toilet may be one to be there */
    int32_t service_s, late_ok_s, worth_s;
    struct spans spans; /* of a job: its window */
};

struct route {
    struct step steps[STOPS_MAX];
    size_t n;
    int32_t leave_s, home_by_s;
    int32_t max_driving_s, max_detour_s;
};

static struct route route_of(struct world *world, const struct plan *plan, const struct plan *alone)
{
    struct route route = {.leave_s = sooner(plan->work_start_s, plan->leave_s),
                          .home_by_s = later(plan->work_end_s, alone->home_s),
                          .max_driving_s = alone->drive_s + world->settings.max_extra_s,
                          .max_detour_s = world->settings.max_detour_s};
    for (size_t i = 0; i < plan->stops_n; i++) {
        const struct plan_stop *stop = &plan->stops[i];
        assert_true(route.n < STOPS_MAX - 1 && plan_stop_is_place(stop));
        struct site site = world_get(world, stop->site_id);
        struct step step = {.at = stop->at,
                            .job = stop->kind == PLAN_STOP_JOB,
                            .bound =
                                (stop->kind != PLAN_STOP_VISIT && stop->kind != PLAN_STOP_REST) || stop->parcels_n > 0,
                            .reason = stop->kind == PLAN_STOP_VISIT || stop->kind == PLAN_STOP_REST,
                            .toilet = (site.amenities & AMENITY_BIT(AMENITY_TOILET)) != 0,
                            .service_s = stop->depart_s - stop->start_s,
                            .worth_s = stop->worth.total_s};
        if (step.job) {
            step.spans = (struct spans){1, {stop->window_from_s}, {stop->window_to_s}};
            step.late_ok_s = job_stop(alone, stop->job_id)->late_s;
        } else if (step.bound || stop->kind == PLAN_STOP_REST) {
            step.spans = (struct spans){1, {stop->window_from_s}, {stop->window_to_s}};
        } else {
            step.spans = visit_spans(world, plan, &site);
        }
        route.steps[route.n++] = step;
    }
    return route;
}

/* When STEP ends if it is reached at ARRIVE_S; -1 when that is not allowed. */
static int32_t end_of(const struct step *step, int32_t arrive_s)
{
    if (step->job) {
        bool late = arrive_s > step->spans.to_s[0] + step->late_ok_s;
        return late ? -1 : later(arrive_s, step->spans.from_s[0]) + step->service_s;
    }
    for (size_t i = 0; i < step->spans.n; i++) {
        int32_t start_s = later(arrive_s, step->spans.from_s[i]);
        if (start_s + step->service_s <= step->spans.to_s[i]) {
            return start_s + step->service_s;
        }
    }
    return -1;
}

/* Worth less driving of ROUTE; INT64_MIN when it breaks a rule. */
static int64_t value_of(struct world *world, const struct route *route)
{
    int32_t now_s = route->leave_s, driving_s = 0;
    int64_t worth_s = 0;
    struct point where = world->home;
    for (size_t i = 0; i < route->n; i++) {
        const struct step *step = &route->steps[i];
        struct point next = i + 1 < route->n ? route->steps[i + 1].at : world->home;
        int32_t there_s = world_drive_s(world, where, step->at);
        int32_t detour_s = there_s + world_drive_s(world, step->at, next) - world_drive_s(world, where, next);
        now_s = end_of(step, now_s + there_s);
        if (now_s < 0 || (!step->bound && detour_s > route->max_detour_s)) {
            return INT64_MIN;
        }
        driving_s += there_s;
        worth_s += step->job ? 0 : step->worth_s;
        where = step->at;
    }
    int32_t home_s = world_drive_s(world, where, world->home);
    if (now_s + home_s > route->home_by_s || driving_s + home_s > route->max_driving_s) {
        return INT64_MIN;
    }
    return worth_s - driving_s - home_s;
}

/* ROUTE with STEP before number AT and without number SKIP (of ROUTE as it is; n or more = none). */
static struct route changed(const struct route *route, size_t skip, size_t at, const struct step *step)
{
    struct route out = *route;
    out.n = 0;
    for (size_t i = 0; i <= route->n; i++) {
        if (i == at) {
            out.steps[out.n++] = *step;
        }
        if (i < route->n && i != skip) {
            out.steps[out.n++] = route->steps[i];
        }
    }
    return out;
}

static struct worth_facts facts_now(struct world *world, const struct site *site)
{
    struct error err = {0};
    int32_t contacts = 0;
    struct promise *promises = NULL;
    struct note *notes = NULL;
    size_t promises_n = 0, notes_n = 0;
    must(store_contact_counts(world->store, &site->id, 1, &contacts, &err), &err);
    must(store_promise_list(world->store, site->id, true, world->arena, &promises, &promises_n, &err), &err);
    must(store_complaint_open(world->store, world->arena, &notes, &notes_n, &err), &err);
    struct worth_facts facts = {.day = world->day,
                                .last_visit_day = site->last_visit_day,
                                .goal_days = site->goal_days,
                                .promise_due_day = promises_n > 0 ? promises[0].due_day : DAY_NONE,
                                .contacts = contacts};
    for (size_t i = 0; i < notes_n; i++) {
        facts.complaint_open = facts.complaint_open || notes[i].site_id == site->id;
    }
    return facts;
}

static int32_t worth_now(struct world *world, const struct site *site)
{
    struct worth_facts facts = facts_now(world, site);
    return worth_of(&facts, &world->settings).total_s;
}

/* --- toilets ----------------------------------------------------------------------------------------------------- */

struct timing {
    int32_t arrive_s[STOPS_MAX], depart_s[STOPS_MAX], home_s;
    int64_t late_s;
};

static struct timing timing_of(struct world *world, const struct route *route, int32_t leave_s)
{
    struct timing out = {.home_s = leave_s};
    struct point where = world->home;
    for (size_t i = 0; i < route->n; i++) {
        out.arrive_s[i] = out.home_s + world_drive_s(world, where, route->steps[i].at);
        out.depart_s[i] = end_of(&route->steps[i], out.arrive_s[i]);
        out.late_s += out.depart_s[i] < 0;
        out.home_s = out.depart_s[i];
        where = route->steps[i].at;
    }
    out.home_s += world_drive_s(world, where, world->home);
    return out;
}

/* As late from home as can be without being home later: found by halves. */
static struct timing latest_timing(struct world *world, const struct route *route, int32_t *leave_s)
{
    int32_t good_s = route->leave_s, bad_s = route->home_by_s + 1;
    struct timing best = timing_of(world, route, good_s);
    while (bad_s - good_s > 1) {
        int32_t middle_s = good_s + (bad_s - good_s) / 2;
        struct timing now = timing_of(world, route, middle_s);
        bool good = now.late_s == 0 && now.home_s <= best.home_s;
        good_s = good ? middle_s : good_s;
        bad_s = good ? bad_s : middle_s;
    }
    *leave_s = good_s;
    return timing_of(world, route, good_s);
}

/* When the toilet before number AT is left; that of home when there is none. */
static int32_t toilet_before(const struct route *route, const struct timing *timing, size_t at, int32_t leave_s)
{
    for (size_t i = at; i-- > 0;) {
        if (route->steps[i].toilet) {
            return timing->depart_s[i];
        }
    }
    return leave_s;
}

/* When the next one that ends a stretch, from number AT on, is reached. */
static int32_t toilet_after(const struct route *route, const struct timing *timing, size_t at, const bool *ends)
{
    for (size_t i = at; i < route->n; i++) {
        if (route->steps[i].toilet && ((route->steps[i].bound && !route->steps[i].reason) || ends[i])) {
            return route->steps[i].job ? timing->arrive_s[i] : timing->depart_s[i] - route->steps[i].service_s;
        }
    }
    return timing->home_s;
}

/* ENDS are of ROUTE as it is. */
static bool ends_dry(struct world *world, const struct route *route, const struct timing *timing, int32_t leave_s,
                     size_t at, const bool *ends)
{
    int32_t comfort_s = world->settings.comfort_s, edge_s = comfort_s / 4, leave_without_s;
    struct route *without = arena_alloc(world->arena, sizeof *without);
    *without = changed(route, at, SIZE_MAX, NULL);
    struct timing then = latest_timing(world, without, &leave_without_s);
    int32_t whole_s = toilet_after(without, &then, at, ends + 1) - toilet_before(without, &then, at, leave_without_s);
    int32_t start_s = timing->depart_s[at] - route->steps[at].service_s;
    int32_t first_s = start_s - toilet_before(route, timing, at, leave_s);
    int32_t second_s = toilet_after(route, timing, at + 1, ends) - timing->depart_s[at];
    return whole_s > comfort_s && first_s + edge_s <= whole_s && second_s + edge_s <= whole_s;
}

/* Only where times are plain: no lunch, nothing late, and no job that its site's hours or an early arrival shift. */
static bool plain_times(struct world *world, const struct plan *plan, const struct plan *alone)
{
    bool plain =
        world->settings.lunch_s == 0 && world->settings.arrive_early_s == 0 && alone->home_s <= alone->work_end_s;
    for (size_t i = 0; i < alone->stops_n; i++) {
        plain = plain && alone->stops[i].late_s == 0 && world_get(world, alone->stops[i].site_id).hours[0] == '\0';
    }
    for (size_t i = 0; i < plan->stops_n; i++) { /* a parcel may be handed over before the job */
        plain = plain && (plan->stops[i].kind != PLAN_STOP_JOB || plan->stops[i].parcels_n == 0);
    }
    return plain && plan->stops_n < STOPS_MAX;
}

static void examine_comfort(struct world *world, const struct plan *plan, const struct plan *alone)
{
    bool ends[STOPS_MAX + 1] = {false};
    if (!plain_times(world, plan, alone) || world->settings.rush.n > 0) {
        return;
    }
    struct route *route = arena_alloc(world->arena, sizeof *route);
    *route = route_of(world, plan, alone);
    int32_t leave_s;
    struct timing timing = latest_timing(world, route, &leave_s);
    assert_int_equal(leave_s, plan->leave_s);
    for (size_t i = plan->stops_n; i-- > 0;) {
        const struct plan_stop *stop = &plan->stops[i];
        assert_int_equal(timing.arrive_s[i], stop->arrive_s);
        if (!route->steps[i].reason) {
            continue;
        }
        struct site site = world_get(world, stop->site_id);
        struct worth_facts facts = facts_now(world, &site);
        ends[i] = world->settings.comfort_s > 0 && route->steps[i].toilet &&
                  ends_dry(world, route, &timing, leave_s, i, ends);
        facts.comfort = ends[i];
        assert_int_equal(stop->comfort, ends[i]);
        if (stop->kind == PLAN_STOP_REST) {
            assert_true(ends[i]);
            continue;
        }
        struct worth worth = worth_of(&facts, &world->settings);
        assert_int_equal(stop->worth.reason_s[REASON_COMFORT], worth.reason_s[REASON_COMFORT]);
        assert_int_equal(stop->worth.total_s, worth.total_s);
    }
}

void world_examine(struct world *world, const struct plan *plan)
{
    struct plan *alone = world_plan_jobs(world);
    examine_times(world, plan);
    examine_jobs(world, plan, alone);
    examine_visits(world, plan, alone);
    examine_busy(world, plan);
    examine_break(world, plan);
    world_examine_parcels(world, plan);
    world_examine_rests(world, plan);
    examine_comfort(world, plan, alone);
    assert_true(plan->missed_n <= 5);
}

/* --- nothing is ------------------------------------------------------------------------------------------------- */

static void try_everywhere(struct world *world, const struct plan *plan, const struct route *route, int64_t value_s,
                           const struct site *site)
{
    struct step step = {.at = site->at,
                        .service_s = visit_service_s(world, site),
                        .worth_s = worth_now(world, site),
                        .spans = visit_spans(world, plan, site)};
    size_t visits = plan->visits_n;
    for (size_t skip = 0; step.worth_s > 0 && skip <= route->n; skip++) {
        if (skip < route->n ? route->steps[skip].bound : visits >= (size_t)world->settings.max_visits) {
            continue;
        }
        for (size_t at = 0; at <= route->n; at++) {
            struct route with = changed(route, skip, at, &step);
            if (value_of(world, &with) > value_s) {
                fail_msg("%s would gain in gap %zu, without %zu", site->name, at, skip);
            }
        }
    }
}

void world_examine_best(struct world *world, const struct plan *plan)
{
    world_examine_some(world, plan, 1);
}

void world_examine_some(struct world *world, const struct plan *plan, size_t every)
{
    struct error err = {0};
    struct plan *alone = world_plan_jobs(world);
    struct route *route = arena_alloc(world->arena, sizeof *route);
    *route = route_of(world, plan, alone);
    int64_t value_s = value_of(world, route);
    assert_true(value_s > INT64_MIN);
    struct site_filter filter = {.customers = true, .placed_only = true};
    struct site *sites = NULL;
    size_t n = 0;
    must(store_site_list(world->store, &filter, world->arena, &sites, &n, &err), &err);
    for (size_t i = 0; i < n; i += every) {
        const struct site *site = &sites[i];
        bool may = site->status == CUSTOMER_ACTIVE && !site->no_drop_in;
        if (may && world_stop(plan, site->id) == NULL) {
            try_everywhere(world, plan, route, value_s, site);
        }
    }
    for (size_t i = 0; i < route->n; i++) {
        struct route without = changed(route, i, SIZE_MAX, NULL);
        assert_true(route->steps[i].bound || value_of(world, &without) < value_s);
    }
}
