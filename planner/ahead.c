#include "geo/base/mem.h"
#include "geo/travel.h"
#include "planner/plan.h"

enum { LATE_S = 60 /* less is no lateness that anybody speaks of */ };

/* What is left of the plan: NODES are where the engineer is, then the stops in their order. */
struct rest {
    const struct plan *plan;
    size_t n;
    size_t *stops;    /* indices into the plan */
    int32_t *drive_s; /* among the nodes, row-major */
    struct rush_day rush;
    /* Of each stop, as the last walk found it. */
    int32_t *late_s;  /* jobs */
    int32_t *spoil_s; /* so much too late for the first of its parcels that is */
    size_t *spoilt;   /* which that is */
    int32_t now_s;
    bool closed; /* the first stop, as the last walk found it */
};

/* What a walk through the rest leaves out. */
struct spare {
    size_t stop; /* index into the plan */
    bool visits, breaks;
};

static const struct plan_stop *stop_at(const struct rest *rest, size_t i)
{
    return &rest->plan->stops[rest->stops[i]];
}

/* For whoever leaves at AT_S. */
static int32_t drive_s(const struct rest *rest, size_t from_node, size_t i, int32_t at_s)
{
    int32_t free_s = rest->drive_s[from_node * (rest->n + 1) + i + 1];
    return free_s < TRAVEL_NONE ? (int32_t)(rush_arrive_s(&rest->rush, at_s, free_s) - at_s) : free_s;
}

/* A visit at which a parcel is left or collected is no longer to choose. */
static bool is_optional(const struct plan_stop *stop)
{
    return stop->kind == PLAN_STOP_REST || (stop->kind == PLAN_STOP_VISIT && stop->parcels_n == 0);
}

static bool is_spared(const struct rest *rest, const struct spare *spare, size_t i)
{
    const struct plan_stop *stop = stop_at(rest, i);
    return stop->kind == PLAN_STOP_BREAK ? spare->breaks
                                         : is_optional(stop) && (spare->visits || spare->stop == rest->stops[i]);
}

/* At a place with food: not at all where it cannot be reached in time. */
static void take_lunch(const struct rest *rest, size_t i, size_t *node, int32_t *time_s)
{
    const struct plan_stop *lunch = stop_at(rest, i);
    int32_t start_s = *time_s + drive_s(rest, *node, i, *time_s);
    if (start_s > lunch->window_to_s) {
        return;
    }
    *time_s = (start_s > lunch->window_from_s ? start_s : lunch->window_from_s) + lunch->depart_s - lunch->start_s;
    *node = i + 1;
}

/* Drive on first where that leaves time to begin the break at the next place: nobody waits for noon to drive after it. */
static void take_break(const struct rest *rest, const struct spare *spare, size_t i, size_t *node, int32_t *time_s)
{
    const struct plan_stop *pause = stop_at(rest, i);
    if (*time_s > pause->window_to_s) {
        return;
    }
    size_t k = i + 1;
    while (k < rest->n && (stop_at(rest, k)->kind == PLAN_STOP_BREAK || is_spared(rest, spare, k))) {
        k++;
    }
    if (k < rest->n && *time_s + drive_s(rest, *node, k, *time_s) <= pause->window_to_s) {
        *time_s += drive_s(rest, *node, k, *time_s);
        *node = k + 1;
    }
    *time_s = (*time_s > pause->window_from_s ? *time_s : pause->window_from_s) + pause->depart_s - pause->start_s;
}

/* Is STOP passed by when it is reached at START_S? */
static bool is_closed(const struct plan_stop *stop, int32_t start_s)
{
    return (stop->kind == PLAN_STOP_VISIT || stop->kind == PLAN_STOP_REST) && stop->window_to_s > 0 &&
           start_s >= stop->window_to_s;
}

/* The last moment for PARCEL at STOP. What is collected too late for its job makes that job late, and counts there. */
static int32_t last_moment(const struct plan_stop *stop, const struct plan_parcel *parcel)
{
    int32_t last_s = stop->kind == PLAN_STOP_PARCEL                           ? stop->window_to_s
                     : stop->kind == PLAN_STOP_VISIT && stop->window_to_s > 0 ? stop->window_to_s - 1
                                                                              : INT32_MAX;
    bool cut = parcel->direction == PARCEL_OUT && parcel->last_s != NUMBER_UNSET && parcel->last_s < last_s;
    return cut ? parcel->last_s : last_s;
}

/* Of stop I, reached at START_S: by how much the first of its parcels that is too late is so. */
static void judge_parcels(struct rest *rest, size_t i, int32_t start_s)
{
    const struct plan_stop *stop = stop_at(rest, i);
    for (size_t k = 0; k < stop->parcels_n && rest->spoil_s[i] == 0; k++) {
        int32_t last_s = last_moment(stop, &stop->parcels[k]);
        rest->spoilt[i] = k;
        rest->spoil_s[i] = start_s > last_s ? start_s - last_s : 0;
    }
}

static void walk(struct rest *rest, const struct spare *spare)
{
    size_t node = 0;
    int32_t time_s = rest->now_s;
    for (size_t i = 0; i < rest->n; i++) {
        const struct plan_stop *stop = stop_at(rest, i);
        rest->late_s[i] = rest->spoil_s[i] = 0;
        if (is_spared(rest, spare, i)) {
            continue;
        }
        if (stop->kind == PLAN_STOP_BREAK && plan_stop_is_place(stop)) {
            take_lunch(rest, i, &node, &time_s);
            continue;
        }
        if (stop->kind == PLAN_STOP_BREAK) {
            take_break(rest, spare, i, &node, &time_s);
            continue;
        }
        int32_t start_s = time_s + drive_s(rest, node, i, time_s);
        bool closed = is_closed(stop, start_s);
        rest->closed = i == 0 ? closed : rest->closed;
        judge_parcels(rest, i, start_s);
        if (closed) {
            continue;
        }
        start_s = start_s > stop->window_from_s ? start_s : stop->window_from_s;
        if (stop->kind == PLAN_STOP_JOB && start_s - stop->window_to_s >= LATE_S) {
            rest->late_s[i] = start_s - stop->window_to_s;
        }
        time_s = start_s + stop->depart_s - stop->start_s;
        node = i + 1;
    }
}

/* What stop I of the rest comes to, by WHAT (late_s or spoil_s), with SPARE left out. */
static int32_t late_with(struct rest *rest, size_t i, const int32_t *what, struct spare spare)
{
    walk(rest, &spare);
    return what[i];
}

static size_t first_late(const struct rest *rest, const int32_t *what)
{
    size_t i = 0;
    while (i < rest->n && what[i] == 0) {
        i++;
    }
    return i;
}

static enum status collect(struct travel *travel, struct rest *rest, size_t next, struct point from,
                           struct arena *arena, struct plan_ahead *out, struct error *err)
{
    const struct plan *plan = rest->plan;
    struct point *points = arena_array(arena, plan->stops_n + 1, sizeof *points);
    rest->stops = arena_array(arena, plan->stops_n, sizeof *rest->stops);
    points[0] = from;
    for (size_t i = next; i < plan->stops_n; i++) {
        if (plan->stops[i].state == PLAN_STOP_PLANNED) {
            rest->stops[rest->n++] = i;
            points[rest->n] = plan->stops[i].at;
        }
    }
    size_t nodes = rest->n + 1;
    rest->drive_s = arena_array(arena, nodes * nodes, sizeof *rest->drive_s);
    rest->late_s = arena_array(arena, nodes, sizeof *rest->late_s);
    rest->spoil_s = arena_array(arena, nodes, sizeof *rest->spoil_s);
    rest->spoilt = arena_array(arena, nodes, sizeof *rest->spoilt);
    enum status status = travel_matrix(travel, points, nodes, points, nodes, rest->drive_s, NULL, err);
    return status == STATUS_OK
               ? travel_matrix(travel, &from, 1, &plan->stops[next].at, 1, &out->drive_s, &out->drive_m, err)
               : status;
}

/* The nearest rest before stop I that makes it late by itself, else the nearest visit; stops_n: none does. */
static size_t find_spare(struct rest *rest, size_t late, const int32_t *what)
{
    static const enum plan_stop_kind kinds[] = {PLAN_STOP_REST, PLAN_STOP_VISIT};
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        for (size_t i = 0; i < late; i++) {
            if (stop_at(rest, i)->kind == kinds[k] && is_optional(stop_at(rest, i)) &&
                late_with(rest, late, what, (struct spare){.stop = rest->stops[i]}) == 0) {
                return rest->stops[i];
            }
        }
    }
    return rest->plan->stops_n;
}

/* Why the job that is stop LATE of the rest is late: one stop to choose that makes it so by itself, else all of them. */
static void find_cause(struct rest *rest, size_t late, struct plan_ahead *out)
{
    size_t none = rest->plan->stops_n;
    out->late = rest->stops[late];
    out->late_s = rest->late_s[late];
    out->visit = find_spare(rest, late, rest->late_s);
    out->late_least_s = late_with(rest, late, rest->late_s, (struct spare){.stop = none, .visits = true});
    out->late_bare_s =
        late_with(rest, late, rest->late_s, (struct spare){.stop = none, .visits = true, .breaks = true});
}

static void find_spoiler(struct rest *rest, size_t stop, struct plan_ahead *out)
{
    out->parcel_stop = rest->stops[stop];
    out->parcel = &stop_at(rest, stop)->parcels[rest->spoilt[stop]];
    out->parcel_last_s = last_moment(stop_at(rest, stop), out->parcel);
    out->parcel_late_s = rest->spoil_s[stop];
    out->parcel_spare = find_spare(rest, stop, rest->spoil_s);
}

struct point plan_whereabouts(const struct plan *plan, int32_t now_s)
{
    size_t done = plan->stops_n;
    while (done > 0 && plan->stops[done - 1].state != PLAN_STOP_DONE) {
        done--;
    }
    struct point where = done == 0 ? plan->home : plan->stops[done - 1].at;
    for (size_t i = done; i < plan->stops_n; i++) {
        const struct plan_stop *stop = &plan->stops[i];
        if (stop->kind == PLAN_STOP_BREAK && stop->depart_s <= now_s) {
            where = stop->at;
        } else if (stop->kind == PLAN_STOP_BREAK || stop->state == PLAN_STOP_PLANNED) {
            break;
        }
    }
    return where;
}

enum status plan_ahead(struct travel *travel, const struct plan *plan, size_t next, struct point from, int32_t now_s,
                       struct arena *arena, struct plan_ahead *out, struct error *err)
{
    struct rest rest = {.plan = plan, .now_s = now_s};
    struct rush rush;
    if (plan->rush != NULL && rush_parse(arena, plan->rush, &rush)) {
        rest.rush = rush_on(&rush, plan->day);
    }
    struct plan_ahead ahead = {
        .late = plan->stops_n, .visit = plan->stops_n, .parcel_stop = plan->stops_n, .parcel_spare = plan->stops_n};
    enum status status = collect(travel, &rest, next, from, arena, &ahead, err);
    if (status != STATUS_OK) {
        return status;
    }
    if (ahead.drive_s < TRAVEL_NONE) {
        ahead.drive_s = (int32_t)(rush_arrive_s(&rest.rush, now_s, ahead.drive_s) - now_s);
    }
    ahead.arrive_s = now_s + ahead.drive_s;
    walk(&rest, &(struct spare){.stop = plan->stops_n});
    ahead.closed = rest.closed;
    size_t late = first_late(&rest, rest.late_s), spoilt = first_late(&rest, rest.spoil_s);
    if (spoilt < rest.n) {
        find_spoiler(&rest, spoilt, &ahead);
        walk(&rest, &(struct spare){.stop = plan->stops_n});
    }
    if (late < rest.n) {
        find_cause(&rest, late, &ahead);
    }
    *out = ahead;
    return STATUS_OK;
}
