#include "planner/search_errands.h"

#include "geo/base/mem.h"
#include "geo/travel.h"
#include "planner/price.h"

#include <string.h>

/* SEARCH and its frame with ASK as one errand more. */
static void extend(struct search *search, struct errand_ask *ask)
{
    struct frame *frame = search->frame;
    uint32_t number = frame->errands_n + 1;
    const struct place **places = arena_array(search->arena, (size_t)search->n + ask->n, sizeof *places);
    struct place_order *orders = arena_array(search->arena, (size_t)frame->orders_n + ask->orders_n, sizeof *orders);
    for (uint32_t i = 0; i < search->n; i++) {
        places[i] = search->places[i];
    }
    for (uint32_t i = 0; i < ask->n; i++) {
        ask->places[i].errand = number;
        places[search->n + i] = &ask->places[i];
    }
    for (uint32_t i = 0; i < frame->orders_n; i++) {
        orders[i] = frame->orders[i];
    }
    for (uint32_t i = 0; i < ask->orders_n; i++) {
        struct place_order order = ask->orders[i];
        order.first.number = order.first.errand ? number : order.first.number;
        order.then.number = order.then.errand ? number : order.then.number;
        orders[frame->orders_n + i] = order;
    }
    search->places = places;
    search->n += ask->n;
    search->duties_n = search->n;
    frame->errands_n = number;
    frame->orders = orders;
    frame->orders_n += ask->orders_n;
}

/* LINE with NUMBER before its place AT. */
static struct line with(struct arena *arena, const struct line *line, uint32_t at, uint32_t number)
{
    struct line out = {arena_array(arena, (size_t)line->n + 1, sizeof *out.places), 0};
    for (uint32_t i = 0; i <= line->n; i++) {
        if (i == at) {
            out.places[out.n++] = number;
        }
        if (i < line->n) {
            out.places[out.n++] = line->places[i];
        }
    }
    return out;
}

/* The times from and to the places from number FIRST on: TO_S by node (the trial's places, then home), then place. */
static enum status times_of(const struct search *search, const struct trial *trial, uint32_t first, int32_t **to_s,
                            int32_t **from_s, struct error *err)
{
    uint32_t nodes_n = trial->n + 1, n = search->n - first;
    struct point *nodes = arena_array(search->arena, nodes_n, sizeof *nodes);
    struct point *points = arena_array(search->arena, n, sizeof *points);
    for (uint32_t i = 0; i < trial->n; i++) {
        nodes[i] = trial->places[i]->at;
    }
    nodes[trial->n] = search->frame->home;
    for (uint32_t i = 0; i < n; i++) {
        points[i] = search->places[first + i]->at;
    }
    *to_s = arena_array(search->arena, (size_t)nodes_n * n, sizeof **to_s);
    *from_s = arena_array(search->arena, (size_t)nodes_n * n, sizeof **from_s);
    enum status status = travel_matrix(search->travel, nodes, nodes_n, points, n, *to_s, NULL, err);
    return status == STATUS_OK ? travel_matrix(search->travel, points, n, nodes, nodes_n, *from_s, NULL, err) : status;
}

/* A plan that was found, and how much it drives. */
struct choice {
    bool found;
    struct line line;
    int64_t driving_s;
};

static void offer(struct choice *choice, const struct judgement *judged, struct line line)
{
    if (trial_holds(judged) && (!choice->found || judged->driving_s < choice->driving_s)) {
        *choice = (struct choice){true, line, judged->driving_s};
    }
}

/* Each place from number FIRST on in each gap of BASE, the order of all else as it is. */
static enum status insert(const struct search *search, const struct stand *base, uint32_t first, struct choice *choice,
                          struct error *err)
{
    struct trial *trial = base->trial;
    uint32_t nodes_n = trial->n + 1, n = search->n - first;
    int32_t *to_s = NULL, *from_s = NULL, *column_s = arena_array(search->arena, nodes_n, sizeof *column_s);
    enum status status = times_of(search, trial, first, &to_s, &from_s, err);
    for (uint32_t i = 0; i < n && status == STATUS_OK; i++) {
        for (uint32_t node = 0; node < nodes_n; node++) {
            column_s[node] = to_s[node * n + i];
        }
        trial_slot(trial, search->places[first + i], column_s, &from_s[(size_t)i * nodes_n]);
        for (uint32_t at = 0; at <= trial->n; at++) {
            uint32_t count = trial_sequence(trial, PRICE_NONE, at);
            struct judgement judged = trial_judge(trial, trial->sequence, count);
            if (trial_holds(&judged) && (!choice->found || judged.driving_s < choice->driving_s)) {
                offer(choice, &judged, with(search->arena, &base->line, at, first + i));
            }
        }
    }
    return status;
}

/* The solver's own way with all duties: perhaps in another order. */
static enum status solve_all(const struct search *search, struct choice *choice, struct error *err)
{
    struct active active;
    struct reply reply;
    struct stand stand = {.trial = NULL};
    struct clock clock = {.stand = NULL, .safe = true};
    enum status status = active_init(&active, search, err);
    if (status == STATUS_OK) {
        status = active_add_duties(&active, err);
    }
    if (status == STATUS_OK) {
        status = active_solve(&active, false, rush_is(search->frame->rush) ? &clock : NULL, &reply, NULL, err);
    }
    if (status == STATUS_OK) {
        status = stand_at(search, reply.line, &stand, err);
    }
    if (status == STATUS_OK) {
        offer(choice, &stand.judged, reply.line);
    }
    return status;
}

static enum status fit_in(struct search *search, const struct stand *best, uint32_t first, int32_t most_s,
                          struct choice *choice, struct error *err)
{
    struct stand base;
    enum status status = stand_at(search, best->line, &base, err); /* by the rules as they are with the errand */
    if (status == STATUS_OK) {
        status = insert(search, &base, first, choice, err);
    }
    bool good = choice->found && choice->driving_s - best->judged.driving_s <= most_s;
    if (status == STATUS_OK && !good) {
        struct choice other = {.found = false};
        status = solve_all(search, &other, err);
        if (status == STATUS_OK && other.found && line_jobs(search, &other.line) >= line_jobs(search, &best->line) &&
            (!choice->found || other.driving_s < choice->driving_s)) {
            *choice = other;
        }
    }
    return status;
}

enum status search_errand(struct search *search, struct stand *best, struct errand_ask *ask, enum errand_fit *fit,
                          int64_t *more_s, struct error *err)
{
    struct search search_before = *search;
    struct frame frame_before = *search->frame;
    struct choice choice = {.found = false};
    extend(search, ask);
    enum status status = fit_in(search, best, search_before.n, ask->most_s, &choice, err);
    *more_s = choice.found ? choice.driving_s - best->judged.driving_s : 0;
    *fit = !choice.found ? ERRAND_NO_TIME : *more_s > ask->most_s ? ERRAND_TOO_FAR : ERRAND_FITS;
    if (status == STATUS_OK && *fit == ERRAND_FITS) {
        status = stand_at(search, choice.line, best, err);
    }
    if (status != STATUS_OK || *fit != ERRAND_FITS) {
        *search = search_before;
        *search->frame = frame_before;
    }
    return status;
}

enum status search_duties(struct search *search, struct place *const *jobs, const struct found *alone,
                          struct stand *best, struct found *out, struct error *err)
{
    struct choice choice = {true, best->line, best->judged.driving_s};
    enum status status = search->frame->errands_n > 0 ? solve_all(search, &choice, err) : STATUS_OK;
    if (status == STATUS_OK && choice.driving_s < best->judged.driving_s &&
        line_jobs(search, &choice.line) >= line_jobs(search, &best->line)) {
        status = stand_at(search, choice.line, best, err);
    }
    if (status == STATUS_OK) {
        search_learn(search, jobs, best);
        *out = *alone;
        out->line = best->line;
        out->value_s = best->judged.value_s;
        out->most_s = search->frame->errands_n > 0 ? CEILING_UNKNOWN : alone->most_s;
    }
    return status;
}
