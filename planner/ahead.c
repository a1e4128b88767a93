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
    int32_t *late_s; /* of each stop, as the last walk found it; jobs only */
    int32_t now_s;
    bool closed; /* the first stop, as the last walk found it */
};

/* What a walk through the rest leaves out. */
struct spare {
    size_t visit; /* index into the plan */
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

static bool is_spared(const struct rest *rest, const struct spare *spare, size_t i)
{
    const struct plan_stop *stop = stop_at(rest, i);
    return stop->kind == PLAN_STOP_BREAK   ? spare->breaks
           : stop->kind == PLAN_STOP_VISIT ? spare->visits || spare->visit == rest->stops[i]
                                           : false;
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

static void walk(struct rest *rest, const struct spare *spare)
{
    size_t node = 0;
    int32_t time_s = rest->now_s;
    for (size_t i = 0; i < rest->n; i++) {
        const struct plan_stop *stop = stop_at(rest, i);
        rest->late_s[i] = 0;
        if (is_spared(rest, spare, i)) {
            continue;
        }
        if (stop->kind == PLAN_STOP_BREAK) {
            take_break(rest, spare, i, &node, &time_s);
            continue;
        }
        int32_t start_s = time_s + drive_s(rest, node, i, time_s);
        bool closed = stop->kind == PLAN_STOP_VISIT && stop->window_to_s > 0 && start_s >= stop->window_to_s;
        rest->closed = i == 0 ? closed : rest->closed;
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

static int32_t late_with(struct rest *rest, size_t i, struct spare spare)
{
    walk(rest, &spare);
    return rest->late_s[i];
}

static size_t first_late(const struct rest *rest)
{
    size_t i = 0;
    while (i < rest->n && rest->late_s[i] == 0) {
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
    enum status status = travel_matrix(travel, points, nodes, points, nodes, rest->drive_s, NULL, err);
    return status == STATUS_OK
               ? travel_matrix(travel, &from, 1, &plan->stops[next].at, 1, &out->drive_s, &out->drive_m, err)
               : status;
}

/* Why the job that is stop I of the rest is late: the nearest visit that makes it so by itself, else all of them. */
static void find_cause(struct rest *rest, size_t late, struct plan_ahead *out)
{
    size_t none = rest->plan->stops_n;
    out->late = rest->stops[late];
    out->late_s = rest->late_s[late];
    for (size_t i = 0; i < late && out->visit == none; i++) {
        if (stop_at(rest, i)->kind == PLAN_STOP_VISIT &&
            late_with(rest, late, (struct spare){.visit = rest->stops[i]}) == 0) {
            out->visit = rest->stops[i];
        }
    }
    out->late_least_s = late_with(rest, late, (struct spare){.visit = none, .visits = true});
    out->late_bare_s = late_with(rest, late, (struct spare){.visit = none, .visits = true, .breaks = true});
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
    struct plan_ahead ahead = {.late = plan->stops_n, .visit = plan->stops_n};
    enum status status = collect(travel, &rest, next, from, arena, &ahead, err);
    if (status != STATUS_OK) {
        return status;
    }
    if (ahead.drive_s < TRAVEL_NONE) {
        ahead.drive_s = (int32_t)(rush_arrive_s(&rest.rush, now_s, ahead.drive_s) - now_s);
    }
    ahead.arrive_s = now_s + ahead.drive_s;
    walk(&rest, &(struct spare){.visit = plan->stops_n});
    ahead.closed = rest.closed;
    size_t late = first_late(&rest);
    if (late < rest.n) {
        find_cause(&rest, late, &ahead);
    }
    *out = ahead;
    return STATUS_OK;
}
