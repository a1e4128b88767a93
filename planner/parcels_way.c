#include "planner/parcels_way.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/travel.h"

enum { LATE_S = 60 /* less is no lateness that anybody speaks of */ };

static int64_t latest_of(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int32_t drive_s(const struct parcels_way *way, size_t from, size_t to)
{
    return way->drive_s[from * way->nodes_n + to];
}

static const struct plan_stop *stop_of(const struct parcels_way *way, const struct parcels_item *item)
{
    return &way->plan->stops[item->stop];
}

static bool is_break(const struct parcels_way *way, const struct parcels_item *item)
{
    return !plan_stop_is_place(stop_of(way, item));
}

const struct parcels_item *parcels_way_item(const struct parcels_way *way, size_t node)
{
    for (size_t i = 0; i < way->items_n; i++) {
        if (way->items[i].node == node && !is_break(way, &way->items[i])) {
            return &way->items[i];
        }
    }
    return NULL;
}

/* --- reading the plan ------------------------------------------------------------------------------------------------ */

static void collect(const struct parcels_request *request, struct arena *arena, struct parcels_way *way)
{
    const struct plan *plan = request->plan;
    size_t most = plan != NULL ? plan->stops_n : 0;
    way->nodes = arena_array(arena, most + 2, sizeof *way->nodes);
    way->items = arena_array(arena, most + 1, sizeof *way->items);
    way->nodes[way->nodes_n++] = request->from;
    for (size_t i = 0; i < most; i++) {
        const struct plan_stop *stop = &plan->stops[i];
        if (stop->state != PLAN_STOP_PLANNED) {
            continue;
        }
        if (plan_stop_is_place(stop)) {
            way->nodes[way->nodes_n++] = stop->at;
        }
        way->items[way->items_n++] = (struct parcels_item){.stop = i, .node = way->nodes_n - 1};
    }
    if (plan != NULL) {
        way->nodes[way->nodes_n++] = plan->home;
    }
}

/* Nobody has left home while no stop is done or skipped. */
static int64_t leaves_utc(const struct parcels_request *request, const struct parcels_way *way)
{
    const struct plan *plan = request->plan;
    for (size_t i = 0; plan != NULL && i < plan->stops_n; i++) {
        if (plan->stops[i].state != PLAN_STOP_PLANNED) {
            return request->now_utc;
        }
    }
    return plan != NULL ? latest_of(request->now_utc, way->midnight_utc + plan->leave_s) : request->now_utc;
}

/* The moments of all items from now on. */
static void walk(struct parcels_way *way, int64_t time_utc)
{
    size_t node = 0;
    way->depart_utc[0] = time_utc;
    way->first_item[0] = 0;
    for (size_t i = 0; i < way->items_n; i++) {
        struct parcels_item *item = &way->items[i];
        const struct plan_stop *stop = stop_of(way, item);
        if (item->node != node) {
            time_utc += drive_s(way, node, item->node);
            node = item->node;
        }
        item->start_utc = latest_of(time_utc, way->midnight_utc + stop->start_s);
        time_utc = item->start_utc + stop->depart_s - stop->start_s;
        item->depart_utc = time_utc;
        if (!is_break(way, item)) {
            way->depart_utc[node] = time_utc;
            way->first_item[node] = i + 1;
        }
    }
}

enum status parcels_way_make(struct travel *travel, const struct parcels_request *request, struct arena *arena,
                             struct parcels_way *out, struct error *err)
{
    struct parcels_way way = {.plan = request->plan};
    (void)civil_utc(civil_day_of_utc(request->now_utc), 0, &way.midnight_utc);
    collect(request, arena, &way);
    size_t n = way.nodes_n;
    way.drive_s = arena_array(arena, n * n, sizeof *way.drive_s);
    way.drive_m = arena_array(arena, n * n, sizeof *way.drive_m);
    way.depart_utc = arena_array(arena, n, sizeof *way.depart_utc);
    way.first_item = arena_array(arena, n, sizeof *way.first_item);
    enum status status = travel_matrix(travel, way.nodes, n, way.nodes, n, way.drive_s, way.drive_m, err);
    if (status == STATUS_OK) {
        walk(&way, leaves_utc(request, &way));
        *out = way;
    }
    return status;
}

/* --- a call in between ----------------------------------------------------------------------------------------------- */

/* By how much ITEM suffers when it begins at START_UTC; 0 if it does not. */
static int64_t suffers_s(const struct parcels_way *way, const struct parcels_item *item, int64_t start_utc)
{
    const struct plan_stop *stop = stop_of(way, item);
    int64_t end_utc = way->midnight_utc + stop->window_to_s;
    if (stop->kind == PLAN_STOP_JOB) {
        int64_t more_s = start_utc - latest_of(item->start_utc, end_utc);
        return more_s >= LATE_S ? more_s : 0;
    }
    if (stop->kind == PLAN_STOP_PARCEL) { /* that is to be through by the cut-off */
        end_utc -= stop->depart_s - stop->start_s - 1;
    }
    bool closes = stop->kind == PLAN_STOP_VISIT || stop->kind == PLAN_STOP_PARCEL;
    bool shut = closes && stop->window_to_s > 0 && start_utc >= end_utc;
    return shut && item->start_utc < end_utc ? latest_of(start_utc - end_utc, 1) : 0;
}

bool parcels_way_hurts(const struct parcels_way *way, size_t node, int64_t leave_utc, int32_t back_s, size_t *stop,
                       int32_t *late_s)
{
    size_t from = node;
    int64_t time_utc = leave_utc;
    for (size_t i = way->items_n > 0 ? way->first_item[node] : 0; i < way->items_n; i++) {
        const struct parcels_item *item = &way->items[i];
        if (item->node != from) {
            time_utc += from == node ? back_s : drive_s(way, from, item->node);
            from = item->node;
        }
        int64_t planned_utc = way->midnight_utc + stop_of(way, item)->start_s;
        int64_t start_utc = latest_of(time_utc, planned_utc);
        int64_t suffers = suffers_s(way, item, start_utc);
        if (suffers > 0) {
            *stop = item->stop;
            *late_s = (int32_t)suffers;
            return true;
        }
        time_utc = start_utc + item->depart_utc - item->start_utc;
    }
    return false;
}
