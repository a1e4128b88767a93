/* Around every place of the way the store is asked for drop points within half of what the leg and the detour take: a place
 * farther from both ends of a leg costs more. Bounds on all of them first, then true minutes for those that cost least. */
#include "planner/parcels.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/holidays.h"
#include "geo/hours.h"
#include "geo/travel.h"
#include "planner/parcels_way.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { DETOUR_S = 15 * 60, WIDENED = 3, TRUE_MOST = 200, DAYS_AHEAD = 8, NOT_SHOWN = 3 };
static const double REACH_MOST_M = 400000.0;

/* A drop point, and what going there costs at the least. */
struct lead {
    const struct drop_point *point;
    enum drop_carrier carrier;
    int32_t least_s;
};

struct search {
    struct store *store;
    struct travel *travel;
    const struct parcels_request *request;
    struct arena *arena;
    struct parcels_way way;
    struct open_book *books[DAYS_AHEAD]; /* of today and the days after it */
    int32_t today;
    size_t first_node; /* not before this one: the parcel is there only then */
    struct lead *leads;
    size_t n, capacity;
    /* of the leads: from every node to each, row-major by node, and from each to every node, row-major by lead */
    int32_t *to_s, *to_m, *back_s, *back_m;
};

/* --- who there is ------------------------------------------------------------------------------------------------------ */

static int by_id(const void *a, const void *b)
{
    const struct lead *x = a;
    const struct lead *y = b;
    return (x->point->site.id > y->point->site.id) - (x->point->site.id < y->point->site.id);
}

static int by_least(const void *a, const void *b)
{
    const struct lead *x = a;
    const struct lead *y = b;
    return x->least_s != y->least_s ? (x->least_s > y->least_s) - (x->least_s < y->least_s) : by_id(a, b);
}

/* Half of the longest leg at NODE and of the detour. */
static int32_t reach_s(const struct search *search, size_t node, int32_t detour_s)
{
    const struct parcels_way *way = &search->way;
    int32_t leg_s = 0;
    if (way->nodes_n == 1) {
        return detour_s;
    }
    for (size_t other = node > 0 ? node - 1 : 1; other <= node + 1 && other < way->nodes_n; other += 2) {
        size_t from = other < node ? other : node;
        int32_t drive_s = way->drive_s[from * way->nodes_n + from + 1];
        leg_s = drive_s < TRAVEL_NONE && drive_s > leg_s ? drive_s : leg_s;
    }
    return (leg_s + detour_s) / 2 + 1;
}

static enum status look_around(struct search *search, size_t node, int32_t detour_s, struct error *err)
{
    double reach_m = travel_reach_m(search->travel, reach_s(search, node, detour_s));
    struct box box = point_box(search->way.nodes[node], reach_m < REACH_MOST_M ? reach_m : REACH_MOST_M);
    struct drop_point *points = NULL;
    size_t n = 0;
    enum status status = store_drop_points(search->store, box, search->arena, &points, &n, err);
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        enum drop_carrier carrier = drop_takes(&points[i], search->request->carrier);
        if (carrier != DROP_CARRIER_OTHER) {
            struct lead *lead = arena_push(search->arena, &search->leads, &search->n, &search->capacity, sizeof *lead);
            *lead = (struct lead){.point = &points[i], .carrier = carrier};
        }
    }
    return status;
}

static enum status collect(struct search *search, int32_t detour_s, struct error *err)
{
    search->n = 0;
    enum status status = STATUS_OK;
    for (size_t node = 0; node < search->way.nodes_n && status == STATUS_OK; node++) {
        status = look_around(search, node, detour_s, err);
    }
    if (search->n > 1) {
        qsort(search->leads, search->n, sizeof *search->leads, by_id);
    }
    size_t kept = 0;
    for (size_t i = 0; i < search->n && status == STATUS_OK; i++) {
        if (kept == 0 || search->leads[kept - 1].point->site.id != search->leads[i].point->site.id) {
            search->leads[kept++] = search->leads[i];
        }
    }
    search->n = kept;
    return status;
}

/* --- bounds, then true minutes ----------------------------------------------------------------------------------------- */

static int32_t least_of(const struct search *search, const int32_t *to_s, const int32_t *back_s, size_t lead)
{
    const struct parcels_way *way = &search->way;
    int32_t least_s = way->nodes_n == 1 ? to_s[lead] : TRAVEL_NONE;
    for (size_t node = search->first_node; node + 1 < way->nodes_n; node++) {
        int64_t cost_s = (int64_t)to_s[node * search->n + lead] + back_s[(node + 1) * search->n + lead] -
                         way->drive_s[node * way->nodes_n + node + 1];
        least_s = cost_s < least_s ? (int32_t)(cost_s > 0 ? cost_s : 0) : least_s;
    }
    return least_s;
}

/* Keep the TRUE_MOST leads that cost least. */
static enum status bound(struct search *search, struct error *err)
{
    struct arena *arena = arena_new();
    size_t nodes_n = search->way.nodes_n;
    struct point *points = arena_array(arena, search->n + 1, sizeof *points);
    int32_t *to_s = arena_array(arena, nodes_n * search->n + 1, sizeof *to_s);
    int32_t *back_s = arena_array(arena, nodes_n * search->n + 1, sizeof *back_s);
    for (size_t i = 0; i < search->n; i++) {
        points[i] = search->leads[i].point->site.at;
    }
    enum status status =
        travel_bounds(search->travel, search->way.nodes, nodes_n, points, search->n, to_s, back_s, err);
    for (size_t i = 0; i < search->n && status == STATUS_OK; i++) {
        search->leads[i].least_s = least_of(search, to_s, back_s, i);
    }
    arena_free(arena);
    if (status == STATUS_OK) {
        qsort(search->leads, search->n, sizeof *search->leads, by_least);
        search->n = search->n < TRUE_MOST ? search->n : TRUE_MOST;
    }
    return status;
}

static enum status measure(struct search *search, struct error *err)
{
    struct arena *arena = search->arena;
    size_t nodes_n = search->way.nodes_n;
    size_t cells = nodes_n * search->n;
    struct point *points = arena_array(arena, search->n, sizeof *points);
    int32_t **const tables[] = {&search->to_s, &search->to_m, &search->back_s, &search->back_m};
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        *tables[i] = arena_array(arena, cells, sizeof **tables[i]);
    }
    for (size_t i = 0; i < search->n; i++) {
        points[i] = search->leads[i].point->site.at;
    }
    enum status status =
        travel_matrix(search->travel, search->way.nodes, nodes_n, points, search->n, search->to_s, search->to_m, err);
    return status != STATUS_OK ? status
                               : travel_matrix(search->travel, points, search->n, search->way.nodes, nodes_n,
                                               search->back_s, search->back_m, err);
}

/* --- one drop point ------------------------------------------------------------------------------------------------------ */

static struct drop_day day_of(const struct search *search, const struct lead *lead, int32_t ahead)
{
    const struct open_day *hours = open_on(search->books[ahead], lead->point->site.hours);
    const struct hours_where *where = search->request->where;
    int32_t day = search->today + ahead;
    bool holiday = where != NULL && where->holidays != NULL && holidays_public(where->holidays, day) != NULL;
    return drop_on(lead->point, search->request->carrier, day, holiday, hours);
}

static int64_t latest_of(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* What counts among the ways to go there: nobody suffers, then driving and waiting. */
static bool is_better(const struct parcels_option *a, const struct parcels_option *b)
{
    if (!b->on_way || a->chance != b->chance) {
        return !b->on_way || a->chance < b->chance;
    }
    int64_t cost_a = a->detour_s + a->hand_utc - a->arrive_utc;
    int64_t cost_b = b->detour_s + b->hand_utc - b->arrive_utc;
    return cost_a != cost_b ? cost_a < cost_b : a->hand_utc < b->hand_utc;
}

static bool is_place_of(const struct search *search, size_t node, int64_t site_id)
{
    const struct parcels_item *item = parcels_way_item(&search->way, node);
    return item != NULL && search->way.plan->stops[item->stop].site_id == site_id;
}

/* It is the place of the stop at NODE: no way at all, and the time that one is there anyhow. */
static bool take_at_stop(const struct search *search, size_t node, struct parcels_option *try)
{
    const struct parcels_item *item = parcels_way_item(&search->way, node);
    if (!is_place_of(search, node, try->point->site.id)) {
        return false;
    }
    int64_t ready_utc = latest_of(item->start_utc, search->request->ready_utc);
    int64_t hand_utc = drop_first(&try->day,
                                  node == search->first_node && search->request->after_job_id != 0
                                      ? latest_of(ready_utc, item->depart_utc)
                                      : ready_utc,
                                  search->request->by_utc);
    if (hand_utc < 0 || hand_utc > item->depart_utc) {
        return false;
    }
    try->at_stop = true;
    try->detour_s = try->detour_m = 0;
    try->leave_by_utc = try->last_utc;
    try->arrive_utc = try->hand_utc = hand_utc;
    return true;
}

static bool take_between(const struct search *search, size_t lead, size_t node, struct parcels_option *try)
{
    const struct parcels_way *way = &search->way;
    size_t to = node * search->n + lead;
    size_t back = lead * way->nodes_n + node + 1;
    size_t leg = node * way->nodes_n + node + 1;
    bool last = node + 1 == way->nodes_n;
    if (!last && is_place_of(search, node + 1, try->point->site.id)) {
        return false; /* that is the stop itself */
    }
    if (search->to_s[to] >= TRAVEL_NONE ||
        (!last && (search->back_s[back] >= TRAVEL_NONE || way->drive_s[leg] >= TRAVEL_NONE))) {
        return false;
    }
    try->arrive_utc = way->depart_utc[node] + search->to_s[to];
    try->leave_by_utc = try->last_utc - search->to_s[to];
    try->hand_utc =
        drop_first(&try->day, latest_of(try->arrive_utc, search->request->ready_utc), search->request->by_utc);
    try->detour_s = last ? search->to_s[to] : search->to_s[to] + search->back_s[back] - way->drive_s[leg];
    try->detour_m = last ? search->to_m[to] : search->to_m[to] + search->back_m[back] - way->drive_m[leg];
    try->detour_s = try->detour_s > 0 ? try->detour_s : 0;
    if (try->hand_utc < 0) {
        return false;
    }
    if (!last && parcels_way_hurts(way, node, try->hand_utc + PARCELS_HANDOVER_S, search->back_s[back], &try->late,
                                   &try->late_s)) {
        try->chance = PARCELS_AT_COST;
    }
    return true;
}

/* The best place in the way for a call there today. */
static void try_today(const struct search *search, size_t lead, struct parcels_option *option)
{
    size_t end = search->way.nodes_n > 1 ? search->way.nodes_n - 1 : 1;
    for (size_t node = search->first_node; node < end; node++) {
        struct parcels_option try = *option;
        const struct parcels_item *item = parcels_way_item(&search->way, node);
        try.chance = PARCELS_TODAY;
        try.on_way = true;
        try.after = item != NULL ? item->stop : SIZE_MAX;
        try.at_stop = false;
        if ((take_at_stop(search, node, &try) || take_between(search, lead, node, &try)) && is_better(&try, option)) {
            *option = try;
        }
    }
}

static void try_later(const struct search *search, const struct lead *lead, struct parcels_option *option)
{
    const struct parcels_request *request = search->request;
    for (int32_t ahead = 1; ahead < DAYS_AHEAD && option->chance == PARCELS_NOT; ahead++) {
        struct drop_day day = day_of(search, lead, ahead);
        int64_t last_utc = drop_last(&day, latest_of(request->ready_utc, request->now_utc), request->by_utc);
        if (last_utc >= 0) {
            option->chance = PARCELS_LATER;
            option->day = day;
            option->on_day = search->today + ahead;
            option->last_utc = last_utc;
        }
    }
}

static struct parcels_option weigh(const struct search *search, size_t i)
{
    const struct lead *lead = &search->leads[i];
    const struct parcels_request *request = search->request;
    struct parcels_option option = {.point = lead->point,
                                    .chance = PARCELS_NOT,
                                    .carrier = lead->carrier,
                                    .day = day_of(search, lead, 0),
                                    .on_day = search->today,
                                    .drive_s = search->to_s[i],
                                    .drive_m = search->to_m[i],
                                    .after = SIZE_MAX};
    option.source = arena_strdup(search->arena, travel_source(search->travel, request->from, lead->point->site.at));
    option.last_utc = drop_last(&option.day, 0, request->by_utc);
    try_today(search, i, &option);
    if (option.chance == PARCELS_NOT) {
        try_later(search, lead, &option);
    }
    option.drive_off_utc = option.last_utc - option.drive_s;
    if (!option.on_way) { /* from where the parcel is to be had at the soonest */
        const struct parcels_item *item = parcels_way_item(&search->way, search->first_node);
        option.after = item != NULL ? item->stop : SIZE_MAX;
        option.leave_by_utc = option.last_utc - search->to_s[search->first_node * search->n + i];
    }
    return option;
}

/* --- the answer ---------------------------------------------------------------------------------------------------------- */

static int doubt_of(const struct parcels_option *option)
{
    return (option->carrier != DROP_CARRIER_SURE) + (option->day.basis == DROP_BY_NOTHING);
}

static int compare(const void *a, const void *b)
{
    const struct parcels_option *x = a;
    const struct parcels_option *y = b;
    if (x->chance != y->chance) {
        return x->chance < y->chance ? -1 : 1;
    }
    int doubt_x = doubt_of(x);
    int doubt_y = doubt_of(y);
    if (doubt_x != doubt_y) {
        return doubt_x - doubt_y;
    }
    int32_t cost_x = x->on_way ? x->detour_s : x->drive_s;
    int32_t cost_y = y->on_way ? y->detour_s : y->drive_s;
    if ((cost_x + 30) / 60 != (cost_y + 30) / 60) {
        return cost_x < cost_y ? -1 : 1;
    }
    if (x->point->site.is_customer != y->point->site.is_customer) {
        return x->point->site.is_customer ? -1 : 1;
    }
    if (cost_x != cost_y) {
        return cost_x < cost_y ? -1 : 1;
    }
    return (x->point->site.id > y->point->site.id) - (x->point->site.id < y->point->site.id);
}

static void rank(const struct search *search, struct parcels_answer *out)
{
    struct parcels_option *options = arena_array(search->arena, search->n + 1, sizeof *options);
    size_t n = 0;
    *out = (struct parcels_answer){.options = options, .looked_at = search->n};
    for (size_t i = 0; i < search->n; i++) {
        if (search->to_s[i] < TRAVEL_NONE) {
            options[n++] = weigh(search, i);
            bool possible = options[n - 1].chance <= PARCELS_AT_COST;
            out->possible += possible;
            out->certain += possible && doubt_of(&options[n - 1]) == 0;
        }
    }
    qsort(options, n, sizeof *options, compare);
    size_t not_shown = 0;
    while (out->n < n && out->n < search->request->limit && not_shown < NOT_SHOWN) {
        not_shown += options[out->n++].chance == PARCELS_NOT;
    }
}

static void prepare(struct search *search)
{
    const struct parcels_request *request = search->request;
    search->today = civil_day_of_utc(request->now_utc);
    struct open_span any = {0, DAY_SECONDS};
    for (int32_t i = 0; i < DAYS_AHEAD; i++) {
        search->books[i] = open_book_new(search->arena, search->today + i, any, any, request->where);
    }
    for (size_t i = 0; i < search->way.items_n; i++) {
        const struct plan_stop *stop = &request->plan->stops[search->way.items[i].stop];
        if (request->after_job_id != 0 && stop->job_id == request->after_job_id) {
            search->first_node = search->way.items[i].node;
        }
    }
}

enum status parcels_find(struct store *store, struct travel *travel, const struct parcels_request *request,
                         struct arena *arena, struct parcels_answer *out, struct error *err)
{
    assert(request->limit > 0 && point_valid(request->from));
    struct search search = {.store = store, .travel = travel, .request = request, .arena = arena};
    struct parcels_answer answer = {0};
    enum status status = parcels_way_make(travel, request, arena, &search.way, err);
    if (status == STATUS_OK) {
        prepare(&search);
    }
    for (int round = 0; round < WIDENED && status == STATUS_OK; round++) {
        status = collect(&search, DETOUR_S << round, err);
        answer = (struct parcels_answer){0};
        if (status != STATUS_OK || search.n == 0) {
            continue;
        }
        status = bound(&search, err);
        if (status == STATUS_OK) {
            status = measure(&search, err);
        }
        if (status == STATUS_OK) {
            rank(&search, &answer);
        }
        if (answer.certain >= request->limit) {
            break;
        }
    }
    if (status == STATUS_OK) {
        *out = answer;
    }
    return status;
}
