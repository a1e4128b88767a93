#include "planner/missed.h"

#include "geo/base/mem.h"
#include "geo/travel.h"
#include "planner/bounds.h"
#include "planner/say.h"
#include "planner/verdict.h"

#include <stdlib.h>

enum {
    BATCH = 32,
    ASKED = 4 * BATCH,
    NEARLY_S = 600 /* who costs more than this over what it is worth did not nearly make it */
};

/* A candidate and how much more it is worth than the least it costs: first a bound, then true. */
struct near {
    uint32_t candidate;
    int64_t balance_s;
    int32_t *to_s, *from_s; /* once they are known */
};

static int best_first(const void *a, const void *b)
{
    const struct near *x = a, *y = b;
    if (x->balance_s != y->balance_s) {
        return x->balance_s > y->balance_s ? -1 : 1;
    }
    return (x->candidate > y->candidate) - (x->candidate < y->candidate);
}

/* Nodes are the places in order, then home. */
static int64_t least_cost_s(const struct trial *trial, const int32_t *to_s, const int32_t *from_s)
{
    uint32_t n = trial->n;
    int64_t least_s = INT64_MAX;
    for (uint32_t gap = 0; gap <= n; gap++) {
        uint32_t before = gap == 0 ? n : gap - 1, after = gap;
        uint32_t row = before == n ? n + 1 : before, next = after == n ? n + 1 : after;
        int64_t straight_s = row == next ? 0 : trial_travel_s(trial, row, next);
        int64_t cost_s = (int64_t)to_s[before] + from_s[after] - straight_s;
        least_s = cost_s < least_s ? cost_s : least_s;
    }
    return least_s;
}

static bool in_plan(const struct answer *answer, uint32_t candidate)
{
    for (uint32_t i = 0; i < answer->line.n; i++) {
        const struct place *place = answer->trial->places[i];
        if (place->kind == PLACE_VISIT && place->index == candidate) {
            return true;
        }
    }
    return false;
}

static enum status bound_all(const struct answer *answer, const struct point *nodes, struct near **out, size_t *n,
                             struct error *err)
{
    const struct candidates *candidates = answer->candidates;
    uint32_t nodes_n = answer->trial->n + 1;
    struct near *list = arena_array(answer->scratch, candidates->n, sizeof *list);
    int32_t *to_s = arena_array(answer->scratch, nodes_n, sizeof *to_s);
    int32_t *from_s = arena_array(answer->scratch, nodes_n, sizeof *from_s);
    const struct bounds_row **rows = arena_array(answer->scratch, nodes_n, sizeof *rows);
    enum status status = bounds_rows(answer->bounds, nodes, nodes_n, rows, err);
    if (status != STATUS_OK) {
        return status;
    }
    *n = 0;
    for (uint32_t c = 0; c < candidates->n; c++) {
        const struct place *place = &candidates->list[c].place;
        size_t number = answer_candidate(answer, c);
        for (uint32_t i = 0; i < nodes_n; i++) {
            to_s[i] = rows[i]->to_s[number];
            from_s[i] = rows[i]->from_s[number];
        }
        int64_t balance_s = place->worth_s - least_cost_s(answer->trial, to_s, from_s);
        if (balance_s >= -NEARLY_S && place->worth_s > 0 && !in_plan(answer, c)) {
            list[(*n)++] = (struct near){.candidate = c, .balance_s = balance_s};
        }
    }
    qsort(list, *n, sizeof *list, best_first);
    *out = list;
    return STATUS_OK;
}

/* True travel times of N of the list, and with them their true balance. */
static enum status measure(const struct answer *answer, const struct point *nodes, struct near *list, size_t n,
                           struct error *err)
{
    size_t nodes_n = (size_t)answer->trial->n + 1;
    struct point points[BATCH];
    int32_t *to_s = arena_array(answer->scratch, nodes_n * n, sizeof *to_s);
    int32_t *from_s = arena_array(answer->scratch, nodes_n * n, sizeof *from_s);
    for (size_t i = 0; i < n; i++) {
        points[i] = answer->candidates->list[list[i].candidate].place.at;
    }
    enum status status = travel_matrix(answer->travel, nodes, nodes_n, points, n, to_s, NULL, err);
    if (status == STATUS_OK) {
        status = travel_matrix(answer->travel, points, n, nodes, nodes_n, from_s, NULL, err);
    }
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        list[i].to_s = arena_array(answer->scratch, nodes_n, sizeof *list[i].to_s);
        list[i].from_s = &from_s[i * nodes_n];
        for (size_t k = 0; k < nodes_n; k++) {
            list[i].to_s[k] = to_s[k * n + i];
        }
        const struct place *place = &answer->candidates->list[list[i].candidate].place;
        list[i].balance_s = place->worth_s - least_cost_s(answer->trial, list[i].to_s, list[i].from_s);
    }
    return status;
}

/* The best MISSED_MAX by true balance: batches of the best bounds are measured until no bound left beats the fifth. */
static enum status best_of(const struct answer *answer, struct near *list, size_t n, const struct point *nodes,
                           size_t *kept, struct error *err)
{
    size_t measured = 0;
    size_t most = travel_is_certain(answer->travel) || n < ASKED ? n : ASKED; /* of another computer not too much */
    while (measured < most) {
        size_t batch = most - measured < BATCH ? most - measured : BATCH;
        enum status status = measure(answer, nodes, &list[measured], batch, err);
        if (status != STATUS_OK) {
            return status;
        }
        measured += batch;
        qsort(list, measured, sizeof *list, best_first);
        if (measured >= MISSED_MAX && measured < n && list[MISSED_MAX - 1].balance_s >= list[measured].balance_s) {
            break;
        }
    }
    *kept = measured < MISSED_MAX ? measured : MISSED_MAX;
    while (*kept > 0 && list[*kept - 1].balance_s < -NEARLY_S) {
        --*kept;
    }
    return STATUS_OK;
}

static enum status say_missed(const struct answer *answer, const struct bench *bench, const struct near *near,
                              struct plan_missed *out, struct error *err)
{
    const struct candidate *candidate = &answer->candidates->list[near->candidate];
    struct site site;
    enum status status = store_site_get(answer->store, candidate->site->id, answer->arena, &site, err);
    if (status != STATUS_OK) {
        return status;
    }
    const struct open_day *hours = open_on(answer->day->hours, site.hours);
    struct verdict verdict = verdict_of(answer->arena, bench, &candidate->place, hours, near->to_s, near->from_s);
    struct worth_facts facts = candidate->facts;
    facts.comfort = verdict.comfort;
    *out = (struct plan_missed){
        .site_id = site.id,
        .site_uuid = site.uuid,
        .name = site.name,
        .address = say_address(answer->arena, &site),
        .verdict = verdict.verdict,
        .worth = worth_of(&facts, answer->day->settings),
        .cost_s = verdict.cost_s,
        .after = arena_strdup(answer->arena, verdict.after),
        .at_s = verdict.at_s,
        .text = verdict.text,
    };
    out->why = worth_text(answer->arena, &out->worth, &facts, answer->day->settings);
    return STATUS_OK;
}

static const char **names_of(const struct answer *answer, const struct plan *plan)
{
    const char **names = arena_array(answer->scratch, answer->line.n, sizeof *names);
    for (size_t i = 0; i < plan->stops_n; i++) { /* each place of the trial is a stop */
        uint32_t number = answer->trial->stops[i].place;
        if (number != CORE_BREAK) {
            names[number] = plan->stops[i].name;
        }
    }
    return names;
}

enum status missed_find(const struct answer *answer, struct plan *plan, struct error *err)
{
    struct trial *trial = answer->trial;
    if (answer->frame->max_visits == 0) {
        return STATUS_OK; /* nobody nearly makes a day without visits */
    }
    struct point *nodes = arena_array(answer->scratch, (size_t)trial->n + 1, sizeof *nodes);
    for (uint32_t i = 0; i < trial->n; i++) {
        nodes[i] = trial->places[i]->at;
    }
    nodes[trial->n] = answer->frame->home;
    size_t n = 0, kept = 0;
    struct near *list = NULL;
    enum status status = bound_all(answer, nodes, &list, &n, err);
    if (status == STATUS_OK) {
        status = best_of(answer, list, n, nodes, &kept, err);
    }
    if (status != STATUS_OK) {
        return status;
    }
    struct bench bench = {.day = plan->day,
                          .trial = trial,
                          .judged = answer->judged,
                          .names = names_of(answer, plan),
                          .work = answer->day->work};
    plan->missed = arena_array(answer->arena, kept, sizeof *plan->missed);
    for (size_t i = 0; i < kept && status == STATUS_OK; i++) {
        status = say_missed(answer, &bench, &list[i], &plan->missed[i], err);
        plan->missed_n += status == STATUS_OK;
    }
    return status;
}
