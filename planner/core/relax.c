/* Backward labels (Righini and Salani 2009) over the state space relaxation of Christofides, Mingozzi and Toth (1981): a
 * state knows the place, the tracked duties served and whether the break was had, and nothing of the other places served,
 * but for the very next one: going back to where one comes from is ruled out by keeping the best two labels with
 * different next stops (Houck et al. 1980). Times are exact, except that labels of a state that fall into the same piece
 * of the day are merged into one that is as good as any of them. */
#include "planner/core/relax.h"
#include "planner/core/schedule.h"
#include "planner/core/starts.h"

enum { ASK_EVERY = 500000 }; /* steps between two questions whether to stop: a few milliseconds */

/* A label that is being extended backwards: service at J, or the arrival at the end, starts by START_S. */
struct arrival {
    uint32_t j;
    uint32_t mask; /* of the duties served before */
    bool had;      /* the break, by the end of the leg to J */
    int64_t start_s;
    int64_t value_ms[2]; /* gain of J included */
    uint16_t after;      /* the stop after J in the first of the two */
    int32_t cell;
    uint32_t piece; /* of the day that is being worked on */
};

/* The layer of MASK, a set that there is. */
static uint32_t layer_of(const struct core_relax *x, uint32_t mask, bool had)
{
    const struct core_relax_lane *lane = &x->lanes[x->route];
    return (uint32_t)x->mask_index[mask] + (lane->breaking && had ? lane->masks_n : 0);
}

static uint32_t piece_of(const struct core_relax *x, int64_t time_s)
{
    return (uint32_t)((time_s - x->rules->problem->routes[x->route].earliest_s) >> x->shift);
}

static void lay_layers(struct core_relax *x)
{
    const struct core_relax_lane *lane = &x->lanes[x->route];
    const struct core_route *route = &x->rules->problem->routes[x->route];
    x->layers_n = lane->masks_n * (lane->breaking ? 2 : 1);
    x->cells_n = 0;
    for (uint32_t l = 0; l < x->layers_n; l++) {
        bool had = l >= lane->masks_n;
        uint32_t m = had ? l - lane->masks_n : l;
        int64_t low_s = lane->mask_ready_s[m], high_s = lane->mask_late_s[m];
        int64_t rested_s = (int64_t)route->break_open_s + route->break_s;
        if (had && low_s < rested_s)
            low_s = rested_s;
        if (lane->breaking && !had && high_s > route->break_close_s)
            high_s = route->break_close_s;
        struct core_relax_layer *layer = &x->layers[l];
        *layer = (struct core_relax_layer){.mask = lane->mask[m], .had = had, .low_s = INT32_MAX, .base = x->cells_n};
        if (low_s > high_s)
            continue;
        layer->low_s = (int32_t)low_s;
        layer->high_s = (int32_t)high_s;
        layer->first = piece_of(x, low_s);
        layer->count = piece_of(x, high_s) + 1 - layer->first;
        x->cells_n += layer->count * lane->n;
    }
}

/* The legs, which number the end and the start like one more place. */
static void lay_legs(struct core_relax *x)
{
    const struct core_relax_lane *lane = &x->lanes[x->route];
    const struct core_problem *q = x->rules->problem;
    const struct core_route *route = &q->routes[x->route];
    size_t n = lane->n;
    for (size_t j = 0; j <= n; j++)
        for (size_t i = 0; i <= n; i++)
            x->legs_s[j * (n + 1) + i] =
                core_schedule_leg(q, i < n ? lane->place[i] : route->start, j < n ? lane->place[j] : route->end);
    for (size_t j = 0; j < n; j++) {
        x->legs_s[j * (n + 1) + j] = x->least_in_s[j] = CORE_NO_WAY;
        for (size_t i = 0; i <= n; i++)
            if (x->legs_s[j * (n + 1) + i] < x->least_in_s[j])
                x->least_in_s[j] = x->legs_s[j * (n + 1) + i];
    }
}

void core_relax_take(struct core_relax *x, uint32_t route, uint32_t buckets)
{
    struct core_relax_lane *lane = &x->lanes[route];
    const struct core_route *its = &x->rules->problem->routes[route];
    int64_t span_s = its->latest_s + x->late_s - its->earliest_s;
    x->route = route;
    for (uint32_t m = 0; m < 1U << lane->tracked_n; m++)
        x->mask_index[m] = -1;
    for (uint32_t m = 0; m < lane->masks_n; m++)
        x->mask_index[lane->mask[m]] = (int16_t)m;
    for (uint32_t i = 0; i < lane->n; i++)
        x->bit[i] = 0;
    for (uint32_t a = 0; a < lane->tracked_n; a++)
        x->bit[lane->tracked[a]] = 1U << a;
    lay_legs(x);
    for (x->shift = 0; span_s >> x->shift >= CORE_RELAX_BUCKETS || span_s >> x->shift > buckets; x->shift++)
        ;
    for (lay_layers(x); x->cells_n > x->cells_max; x->shift++)
        lay_layers(x);
    lay_layers(x);
    x->buckets_n = piece_of(x, its->latest_s + x->late_s) + 1;
}

/* --- labels -------------------------------------------------------------------------------------------------------- */

/* Put a value into the pair of CELL. True if the pair is better for it. */
static bool put_value(struct core_relax_cell *cell, int64_t value_ms, int32_t next, uint16_t stop)
{
    bool same = stop == cell->stop[0];
    if (value_ms > cell->value_ms[0]) {
        if (!same) {
            cell->value_ms[1] = cell->value_ms[0];
            cell->next[1] = cell->next[0];
            cell->stop[1] = cell->stop[0];
        }
        cell->value_ms[0] = value_ms;
        cell->next[0] = next;
        cell->stop[0] = stop;
        return true;
    }
    if (same || value_ms <= cell->value_ms[1])
        return false;
    cell->value_ms[1] = value_ms;
    cell->next[1] = next;
    cell->stop[1] = stop;
    return true;
}

/* The label in the cell of STATE that is left at TIME_S is to be expanded: not as late as all the cell's, some of which are
 * done; or a circle of places might go on for ever. */
static void enqueue(struct core_relax *x, uint32_t state, int32_t time_s, uint32_t *queue_n)
{
    if (!x->queued[state]) {
        x->queued[state] = true;
        x->pending_s[state] = time_s;
        x->queue[(*queue_n)++] = state;
    } else if (time_s > x->pending_s[state])
        x->pending_s[state] = time_s;
}

/* A label at place I of LAYER, left at TIME_S, which A follows. QUEUE_N: not NULL if it may have to be expanded at once. */
static void put(struct core_relax *x, uint32_t layer, uint32_t i, int64_t time_s, int64_t value_ms,
                const struct arrival *a, uint32_t *queue_n)
{
    const struct core_relax_layer *its = &x->layers[layer];
    uint32_t piece = piece_of(x, time_s), number = its->base + i * its->count + piece - its->first;
    uint32_t state = layer * x->lanes[x->route].n + i;
    struct core_relax_cell *cell = &x->cells[number];
    uint16_t stop = a->cell < 0 ? CORE_RELAX_NO_STOP : (uint16_t)a->j;
    bool better;
    if (cell->time_s < 0) {
        *cell = (struct core_relax_cell){
            {value_ms, CORE_RELAX_NONE}, {a->cell, CORE_RELAX_END}, (int32_t)time_s, {stop, CORE_RELAX_NO_STOP}};
        x->links[number] = (struct core_relax_link){x->piece[piece], state};
        x->piece[piece] = (int32_t)number;
        x->done_s[state] = -1;
        better = true;
    } else {
        better = put_value(cell, value_ms, a->cell, stop);
        if (time_s > cell->time_s)
            cell->time_s = (int32_t)time_s;
    }
    if (queue_n && piece == a->piece && (better || time_s > x->done_s[state]))
        enqueue(x, state, (int32_t)time_s, queue_n);
}

/* The latest that a stop may be left to start at J, LEG_S away, by START_S with the break on the way; below 0 if it cannot
 * be. */
static int64_t leave_with_break(const struct core_route *route, int64_t start_s, int64_t leg_s)
{
    int64_t time_s = start_s - route->break_s - leg_s;
    if (start_s < (int64_t)route->break_open_s + route->break_s)
        return -1;
    return time_s < route->break_close_s ? time_s : route->break_close_s;
}

/* The route begins with the leg to A->j. */
static void begin(struct core_relax *x, const struct arrival *a)
{
    const struct core_relax_lane *lane = &x->lanes[x->route];
    const struct core_route *route = &x->rules->problem->routes[x->route];
    int64_t leg_s = x->legs_s[(size_t)a->j * (lane->n + 1) + lane->n], leave_s = a->start_s - leg_s;
    bool can;
    if (a->j == lane->n && leg_s == CORE_NO_WAY) { /* nothing is served and nothing driven */
        leave_s = a->start_s;
        leg_s = 0;
    }
    if (!lane->breaking || !a->had)
        can = leave_s >= route->earliest_s;
    else
        can = (route->earliest_s <= route->break_open_s && leave_s >= (int64_t)route->break_open_s + route->break_s) ||
              leave_with_break(route, a->start_s, leg_s) >= route->earliest_s;
    int64_t value_ms = a->value_ms[0] - leg_s * x->rules->problem->driving_weight;
    if (can && value_ms > x->value_ms) {
        x->value_ms = value_ms;
        x->first = a->cell;
    }
}

/* All stops before A->j, the break had before the leg to it or none. */
static void extend_plainly(struct core_relax *x, const struct arrival *a, uint32_t *queue_n)
{
    const struct core_relax_lane *lane = &x->lanes[x->route];
    const int32_t *legs_s = x->legs_s + (size_t)a->j * (lane->n + 1);
    int64_t weight = x->rules->problem->driving_weight;
    uint32_t layer = layer_of(x, a->mask, a->had);
    const struct core_relax_cell *tops = x->tops + (size_t)layer * lane->n;
    int32_t low_s = x->layers[layer].low_s;
    x->steps += lane->n;
    for (uint32_t i = 0; i < lane->n; i++) {
        int64_t time_s = a->start_s - legs_s[i];
        if (time_s < lane->ready_s[i] || time_s < low_s || x->bit[i] & ~a->mask)
            continue;
        int64_t before_ms = a->value_ms[i == a->after], value_ms = before_ms - legs_s[i] * weight;
        if (before_ms > CORE_RELAX_NONE && value_ms > tops[i].value_ms[1]) /* else something later is no worse */
            put(x, layer, i, time_s, value_ms, a, queue_n);
    }
}

/* All stops before A->j, with the break on the leg to it. */
static void extend_with_break(struct core_relax *x, const struct arrival *a, uint32_t *queue_n)
{
    const struct core_relax_lane *lane = &x->lanes[x->route];
    const struct core_route *route = &x->rules->problem->routes[x->route];
    const int32_t *legs_s = x->legs_s + (size_t)a->j * (lane->n + 1);
    int64_t weight = x->rules->problem->driving_weight;
    uint32_t layer = layer_of(x, a->mask, false);
    int32_t low_s = x->layers[layer].low_s;
    x->steps += lane->n;
    for (uint32_t i = 0; i < lane->n; i++) {
        int64_t time_s = leave_with_break(route, a->start_s, legs_s[i]);
        if (time_s < lane->ready_s[i] || time_s < low_s || x->bit[i] & ~a->mask)
            continue;
        int64_t before_ms = a->value_ms[i == a->after], value_ms = before_ms - legs_s[i] * weight;
        if (before_ms > CORE_RELAX_NONE && value_ms > x->tops[(size_t)layer * lane->n + i].value_ms[1])
            put(x, layer, i, time_s, value_ms, a, queue_n);
    }
}

static void extend(struct core_relax *x, const struct arrival *a, uint32_t *queue_n)
{
    const struct core_route *route = &x->rules->problem->routes[x->route];
    if (a->mask == 0)
        begin(x, a);
    extend_plainly(x, a, queue_n);
    if (a->had && a->start_s >= (int64_t)route->break_open_s + route->break_s)
        extend_with_break(x, a, queue_n);
}

/* The label in the cell of STATE, as far as it is better than the best one of the later cells. */
static void expand(struct core_relax *x, uint32_t state, uint32_t piece, uint32_t *queue_n)
{
    const struct core_relax_lane *lane = &x->lanes[x->route];
    const struct core_problem *q = x->rules->problem;
    uint32_t j = state % lane->n, place = lane->place[j];
    const struct core_relax_layer *layer = &x->layers[state / lane->n];
    uint32_t mask = layer->mask & ~x->bit[j], number = layer->base + j * layer->count + piece - layer->first;
    const struct core_relax_cell *cell = &x->cells[number], *top = &x->tops[state];
    bool outdone[2];
    for (int k = 0; k < 2; k++)
        outdone[k] = cell->value_ms[k] <= top->value_ms[1] ||
                     (cell->value_ms[k] <= top->value_ms[0] && cell->stop[k] == top->stop[0]);
    if ((outdone[0] && outdone[1]) || x->mask_index[mask] < 0)
        return;
    int64_t most_ms = x->flooring ? core_relax_before(x, layer, j, x->pending_s[state]) : 0;
    if (x->flooring && most_ms + cell->value_ms[0] <= x->floor_ms)
        return;
    int64_t late_s = q->places[place].late_s + (x->rules->duty[place] ? x->late_s : 0);
    int64_t start_s = core_starts_by(q, &q->places[place], x->pending_s[state] - q->places[place].service_s, late_s);
    if (start_s < 0)
        return;
    struct arrival a = {.j = j,
                        .mask = mask,
                        .had = layer->had,
                        .start_s = start_s,
                        .after = cell->stop[0],
                        .cell = (int32_t)number,
                        .piece = piece};
    for (int k = 0; k < 2; k++)
        a.value_ms[k] = outdone[k] ? CORE_RELAX_NONE : cell->value_ms[k] + x->gain_ms[j];
    if (outdone[0]) {
        a.value_ms[0] = a.value_ms[1];
        a.value_ms[1] = CORE_RELAX_NONE;
        a.after = cell->stop[1];
    }
    extend(x, &a, queue_n);
}

/* Make TOP the best of itself and CELL. */
static void raise_top(struct core_relax_cell *top, const struct core_relax_cell *cell)
{
    for (int k = 0; k < 2; k++)
        if (cell->value_ms[k] > CORE_RELAX_NONE)
            put_value(top, cell->value_ms[k], cell->next[k], cell->stop[k]);
}

static const struct core_relax_cell nothing = {
    {CORE_RELAX_NONE, CORE_RELAX_NONE}, {CORE_RELAX_END, CORE_RELAX_END}, -1, {CORE_RELAX_NO_STOP, CORE_RELAX_NO_STOP}};

static void clear(struct core_relax *x)
{
    uint32_t states_n = x->layers_n * x->lanes[x->route].n;
    for (uint32_t c = 0; c < x->cells_n; c++)
        x->cells[c].time_s = -1;
    for (uint32_t k = 0; k < x->buckets_n; k++)
        x->piece[k] = CORE_RELAX_END;
    for (uint32_t s = 0; s < states_n; s++) {
        x->tops[s] = nothing;
        x->queued[s] = false;
    }
    x->value_ms = CORE_RELAX_NONE;
    x->first = CORE_RELAX_END;
}

/* The arrival at the end, with the break and without it. */
static void seed(struct core_relax *x)
{
    const struct core_relax_lane *lane = &x->lanes[x->route];
    const struct core_route *route = &x->rules->problem->routes[x->route];
    struct arrival end = {.j = lane->n,
                          .mask = lane->mask[lane->masks_n - 1],
                          .had = lane->breaking,
                          .start_s = route->latest_s + x->late_s,
                          .value_ms = {0, 0},
                          .after = CORE_RELAX_NO_STOP,
                          .cell = CORE_RELAX_END};
    if (end.mask + 1U != 1U << lane->tracked_n)
        return; /* the duties cannot be served together */
    extend(x, &end, NULL);
    if (!lane->breaking)
        return;
    end.had = false;
    end.start_s = route->break_close_s < end.start_s ? route->break_close_s : end.start_s;
    extend(x, &end, NULL);
}

/* Is the effort spent, or enough of it? */
static bool must_stop(struct core_relax *x)
{
    if (x->steps > x->steps_max)
        return true;
    if (!x->options || !x->options->stop || x->steps < x->ask_at)
        return false;
    x->ask_at = x->steps + ASK_EVERY;
    return x->options->stop(x->options->context);
}

bool core_relax_run(struct core_relax *x)
{
    x->ask_at = x->steps;
    clear(x);
    x->flooring = x->floor_ms > CORE_RELAX_NONE && core_relax_fill_before(x);
    seed(x);
    for (uint32_t piece = x->buckets_n; piece-- > 0;) {
        uint32_t queue_n = 0;
        for (int32_t c = x->piece[piece]; c >= 0; c = x->links[c].next)
            enqueue(x, x->links[c].state, x->cells[c].time_s, &queue_n);
        while (queue_n > 0) {
            uint32_t s = x->queue[--queue_n];
            x->queued[s] = false;
            x->done_s[s] = x->pending_s[s];
            expand(x, s, piece, &queue_n);
            if (must_stop(x))
                return false;
        }
        for (int32_t c = x->piece[piece]; c >= 0; c = x->links[c].next)
            raise_top(&x->tops[x->links[c].state], &x->cells[c]);
    }
    return true;
}

void core_relax_count(const struct core_relax *x, uint32_t *count)
{
    const struct core_relax_lane *lane = &x->lanes[x->route];
    uint32_t from = CORE_RELAX_NO_STOP;
    int32_t cell = x->first;
    for (uint32_t i = 0; i < lane->n; i++)
        count[i] = 0;
    for (uint32_t stops = 0; cell >= 0 && stops < 4 * lane->n; stops++) {
        uint32_t i = x->links[cell].state % lane->n;
        const struct core_relax_cell *its = &x->cells[cell];
        count[i]++;
        cell = its->next[from != CORE_RELAX_NO_STOP && its->stop[0] == from];
        from = i;
    }
}

void core_relax_close(struct core_relax *x)
{
    const struct core_relax_lane *lane = &x->lanes[x->route];
    for (uint32_t s = 0; s < x->layers_n * lane->n; s++) {
        const struct core_relax_layer *layer = &x->layers[s / lane->n];
        struct core_relax_cell *cells = x->cells + layer->base + (size_t)(s % lane->n) * layer->count;
        for (uint32_t k = layer->count; k-- > 0;) {
            int32_t time_s = cells[k].time_s;
            if (time_s < 0)
                cells[k] = nothing;
            if (k + 1 < layer->count)
                raise_top(&cells[k], &cells[k + 1]);
            cells[k].time_s = time_s;
        }
    }
}

int64_t core_relax_after(const struct core_relax *x, uint32_t i, uint32_t mask, bool had, int64_t time_s,
                         const uint64_t *taken)
{
    if (x->mask_index[mask] < 0)
        return CORE_RELAX_NONE;
    const struct core_relax_layer *layer = &x->layers[layer_of(x, mask, had)];
    uint32_t piece = piece_of(x, time_s), k = piece < layer->first ? 0 : piece - layer->first;
    if (k >= layer->count)
        return CORE_RELAX_NONE;
    const struct core_relax_cell *cell = x->cells + layer->base + (size_t)i * layer->count + k;
    if (cell->time_s < time_s && k + 1 == layer->count)
        return CORE_RELAX_NONE;
    cell += cell->time_s < time_s;
    uint32_t next = cell->stop[0];
    return cell->value_ms[taken && next != CORE_RELAX_NO_STOP && taken[next / 64] >> next % 64 & 1];
}
