#include "tests/core/label_days.h"

#include "tests/core/label_bound.h"

#include <stdlib.h>
#include <string.h>

enum { ROOM_AT_FIRST = 1 << 14, LABELS_MAX = 8000000, PRICES = 5, SHARPENINGS = 3, LEAST_STEP_MS = 60000 };

/* A way from the start to the end of service at a stop. */
struct label {
    int64_t value_ms;
    uint64_t visited, after; /* optional places; stops that may come next */
    int64_t late_s;
    int32_t time_s, driving_s;
    uint32_t came_from, next; /* the label before it; the next of its list */
    uint16_t duties, calls;
    uint8_t stop, had;
    bool dead;
};

struct search {
    const struct label_model *model;
    const struct label_bound *bound; /* NULL: none */
    bool duties_only;
    int64_t at_least_ms; /* no use for less, at the lateness allowed, when there is a bound */
    struct label *labels;
    uint32_t labels_n, labels_room, labels_max, *heap, heap_n, *first;
    struct label_day best;
    bool found;
    uint32_t best_label;
};

/* --- a heap of labels, the earliest first ------------------------------------------------------------------------- */

static bool sooner(const struct search *search, uint32_t a, uint32_t b)
{
    return search->labels[a].time_s < search->labels[b].time_s;
}

static void push(struct search *search, uint32_t label)
{
    uint32_t i = search->heap_n++;
    for (; i > 0 && sooner(search, label, search->heap[(i - 1) / 2]); i = (i - 1) / 2)
        search->heap[i] = search->heap[(i - 1) / 2];
    search->heap[i] = label;
}

static uint32_t pop(struct search *search)
{
    uint32_t first = search->heap[0], last = search->heap[--search->heap_n], i = 0;
    for (uint32_t child = 1; child < search->heap_n; child = 2 * i + 1) {
        child += child + 1 < search->heap_n && sooner(search, search->heap[child + 1], search->heap[child]);
        if (!sooner(search, search->heap[child], last))
            break;
        search->heap[i] = search->heap[child];
        i = child;
    }
    search->heap[i] = last;
    return first;
}

/* --- labels ------------------------------------------------------------------------------------------------------- */

static size_t list_of(const struct search *search, uint32_t stop, uint32_t duties, bool had)
{
    return ((size_t)stop * (search->model->full + 1) + duties) * 2 + had;
}

static bool beats(const struct label_model *model, const struct label *a, const struct label *b)
{
    bool driving = model->route->max_driving_s == CORE_TIME_MAX || a->driving_s <= b->driving_s;
    bool calls = model->route->max_optional >= LABEL_PLACES_MAX || a->calls <= b->calls;
    bool none = a->calls == 0 || b->calls > 0; /* the limit on driving is not asked of a day without calls */
    return a->time_s <= b->time_s && a->late_s <= b->late_s && a->value_ms >= b->value_ms && driving && calls && none &&
           !(a->visited & ~b->visited) && !(b->after & ~b->visited & ~a->after);
}

static bool grow(struct search *search)
{
    if (search->labels_n >= search->labels_max)
        return false;
    if (search->labels_n < search->labels_room)
        return true;
    search->labels_room = search->labels_room ? search->labels_room * 2 : ROOM_AT_FIRST;
    search->labels = realloc(search->labels, search->labels_room * sizeof *search->labels);
    search->heap = realloc(search->heap, search->labels_room * sizeof *search->heap);
    return search->labels && search->heap;
}

static bool add(struct search *search, const struct label *label)
{
    if (!grow(search))
        return false;
    uint32_t *first = &search->first[list_of(search, label->stop, label->duties, label->had)];
    for (uint32_t at = *first; at; at = search->labels[at].next)
        if (beats(search->model, &search->labels[at], label))
            return true;
    for (uint32_t *at = first; *at;) {
        struct label *other = &search->labels[*at];
        if (beats(search->model, label, other)) {
            other->dead = true;
            *at = other->next;
        } else {
            at = &other->next;
        }
    }
    uint32_t number = search->labels_n++;
    search->labels[number] = *label;
    search->labels[number].next = *first;
    *first = number;
    push(search, number);
    return true;
}

/* At most what a day can be worth that goes on from FROM, with this driving, to STOP. */
static bool is_promising(const struct search *search, const struct label *from, const struct label *label,
                         uint32_t stop, int32_t arrive_s)
{
    const struct label_bound *bound = search->bound;
    const struct label_model *model = search->model;
    if (!bound)
        return true;
    int64_t rest_ms = label_bound_at(bound, from->stop, stop, arrive_s, label->had,
                                     model->full & ~(uint32_t)from->duties, from->visited);
    if (rest_ms <= LABEL_NO_VALUE)
        return false;
    int64_t own_ms = from->value_ms - (int64_t)model->leg_s[from->stop][stop] * model->problem->driving_weight;
    int64_t driving_price_ms = bound->driving_ms - model->problem->driving_weight;
    if (driving_price_ms)
        own_ms += driving_price_ms * (model->route->max_driving_s - label->driving_s);
    if (bound->call_ms)
        own_ms += bound->call_ms * ((int64_t)model->route->max_optional - from->calls);
    return own_ms + rest_ms >= search->at_least_ms;
}

static int compare_days(const struct label_day *a, const struct label_day *b)
{
    if (a->late_s != b->late_s)
        return a->late_s < b->late_s ? -1 : 1;
    if (a->missed != b->missed)
        return a->missed < b->missed ? -1 : 1;
    return a->value_ms > b->value_ms ? -1 : a->value_ms < b->value_ms;
}

/* The day ends here, coming home at ARRIVE_S. */
static void finish(struct search *search, const struct label *label, uint32_t number, int32_t arrive_s)
{
    const struct core_route *route = search->model->route;
    struct label_day day = {.late_s = label->late_s, .value_ms = label->value_ms, .driving_s = label->driving_s};
    if (label->duties != search->model->full || label->calls > route->max_optional ||
        (label->calls && route->max_driving_s < CORE_TIME_MAX && label->driving_s > route->max_driving_s))
        return;
    day.late_s += arrive_s > route->latest_s ? arrive_s - route->latest_s : 0;
    day.missed = !label->had && arrive_s > route->break_close_s;
    if (search->found && compare_days(&day, &search->best) >= 0)
        return;
    if (search->bound && day.value_ms < search->at_least_ms)
        return;
    search->best = day;
    search->best_label = number;
    search->found = true;
}

/* From the label NUMBER to STOP, with the break on the way or not. False if there is no room left. */
static bool go(struct search *search, uint32_t number, uint32_t stop, bool rest)
{
    const struct label_model *model = search->model;
    const struct core_route *route = model->route;
    const struct label from = search->labels[number];
    struct label label = from;
    int32_t leg_s = model->leg_s[from.stop][stop], arrive_s = from.time_s + leg_s, late_s = 0;
    if (rest) {
        arrive_s = (arrive_s > route->break_open_s ? arrive_s : route->break_open_s) + route->break_s;
        label.had = true;
    }
    label.driving_s += leg_s;
    label.value_ms -= (int64_t)leg_s * model->problem->driving_weight;
    if (stop == LABEL_END) {
        finish(search, &label, number, arrive_s);
        return true;
    }
    if (!is_promising(search, &from, &label, stop, arrive_s))
        return true;
    const struct core_place *place = &model->problem->places[stop];
    label.time_s = label_model_start(model, stop, arrive_s, &late_s) + place->service_s;
    label.late_s += late_s;
    label.stop = (uint8_t)stop;
    label.came_from = number;
    label.after = model->after[from.stop][stop];
    if (model->duty[stop] >= 0) {
        label.duties |= (uint16_t)(1U << model->duty[stop]);
    } else {
        label.value_ms += (int64_t)place->prize_s * 1000;
        label.visited |= UINT64_C(1) << stop;
        label.calls++;
    }
    if ((late_s > 0 && model->duty[stop] < 0) || (search->found && label.late_s > search->best.late_s))
        return true;
    return add(search, &label);
}

static bool extend(struct search *search, uint32_t number)
{
    const struct label_model *model = search->model;
    const struct label from = search->labels[number];
    for (uint32_t i = 0; i <= model->stops_n; i++) {
        uint32_t stop = i < model->stops_n ? model->stops[i] : LABEL_END;
        int duty = stop == LABEL_END ? -1 : model->duty[stop];
        if (model->leg_s[from.stop][stop] == CORE_NO_WAY || !(from.after >> stop & 1) || (from.visited >> stop & 1) ||
            (duty >= 0 && (from.duties >> duty & 1)) || (search->duties_only && duty < 0 && stop != LABEL_END))
            continue;
        if (!go(search, number, stop, false))
            return false;
        if (!from.had && from.time_s <= model->route->break_close_s && !go(search, number, stop, true))
            return false;
    }
    return true;
}

static bool run(struct search *search)
{
    const struct label_model *model = search->model;
    const struct core_route *route = model->route;
    size_t lists = (size_t)LABEL_STOPS * (model->full + 1) * 2;
    if (!search->first)
        search->first = malloc(lists * sizeof *search->first);
    if (!search->first || !grow(search))
        return false;
    memset(search->first, 0, lists * sizeof *search->first);
    search->heap_n = 0;
    search->labels_n = 1; /* 0 is none */
    struct label start = {
        .after = UINT64_MAX, .time_s = route->earliest_s, .stop = LABEL_START, .had = !model->break_due};
    if (!add(search, &start))
        return false;
    start.time_s = route->break_open_s + route->break_s;
    start.had = true;
    if (model->break_due && route->earliest_s <= route->break_open_s && !add(search, &start))
        return false;
    while (search->heap_n) {
        uint32_t number = pop(search);
        if (!search->labels[number].dead && !extend(search, number))
            return false;
    }
    return true;
}

static void release(struct search *search)
{
    free(search->labels);
    free(search->heap);
    free(search->first);
}

/* Write down how the best day goes. */
static void trace(struct search *search)
{
    struct label_day *day = &search->best;
    day->count = 0;
    for (uint32_t at = search->best_label; search->labels[at].stop != LABEL_START; at = search->labels[at].came_from)
        day->sequence[day->count++] = search->labels[at].stop;
    for (uint32_t i = 0; i < day->count / 2; i++) {
        uint32_t stop = day->sequence[i];
        day->sequence[i] = day->sequence[day->count - 1 - i];
        day->sequence[day->count - 1 - i] = stop;
    }
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

/* By stop and set of duties served before it: when it can be reached, at the earliest, whatever else is done. */
static int32_t *earliest_of(const struct search *search)
{
    const struct label_model *model = search->model;
    size_t sets = model->full + 1;
    int32_t *earliest_s = malloc(LABEL_STOPS * sets * sizeof *earliest_s);
    for (size_t i = 0; earliest_s && i < LABEL_STOPS * sets; i++)
        earliest_s[i] = INT32_MAX;
    for (uint32_t l = 1; earliest_s && l < search->labels_n; l++)
        for (uint32_t stop = 0; stop < LABEL_PLACES_MAX; stop++) {
            const struct label *label = &search->labels[l];
            int32_t *at = &earliest_s[stop * sets + label->duties];
            int32_t there_s = label->time_s + model->leg_s[label->stop][stop];
            *at = there_s < *at ? there_s : *at;
        }
    return earliest_s;
}

static int64_t most_of(const struct label_bound *bound)
{
    uint32_t arrives;
    const struct core_route *route = bound->model->route;
    int64_t most_ms = label_bound_day(bound, &arrives),
            price_ms = bound->driving_ms - bound->model->problem->driving_weight;
    return most_ms + (price_ms ? price_ms * route->max_driving_s : 0) +
           (bound->call_ms ? bound->call_ms * route->max_optional : 0);
}

/* The price, of a few, at *PRICE that makes the bound least; it falls and then rises with the price. */
static bool set_price(struct label_bound *bound, int64_t *price, const int64_t prices[PRICES])
{
    int64_t from = *price, best = from, least_ms = most_of(bound);
    for (int i = 0; i < PRICES; i++) {
        *price = from + prices[i];
        if (!label_bound_make(bound))
            return false;
        int64_t most_ms = most_of(bound);
        if (most_ms >= least_ms)
            break;
        least_ms = most_ms;
        best = *price;
    }
    *price = best;
    return true;
}

/* Prices of driving and of calls by which the limits on them are nearly kept without being asked for. */
static bool set_prices(struct label_bound *bound)
{
    static const int64_t driving_ms[PRICES] = {200, 500, 1000, 2000, 4000};
    static const int64_t call_ms[PRICES] = {150000, 350000, 600000, 900000, 1300000};
    const struct core_route *route = bound->model->route;
    bound->rough = true;
    bool good = label_bound_make(bound) &&
                (route->max_optional >= LABEL_PLACES_MAX || set_price(bound, &bound->call_ms, call_ms)) &&
                label_bound_make(bound) &&
                (route->max_driving_s == CORE_TIME_MAX || set_price(bound, &bound->driving_ms, driving_ms));
    bound->rough = false;
    return good;
}

/* Ask for nearly as much as the bound allows, then for less and less until there is a day worth so much: the labels it
 * takes grow fast with what the bound allows beyond what is asked for. Where they are too many, ask for less less, and at
 * last make the bound better. */
static bool run_bounded(struct search *search, struct label_bound *bound)
{
    const struct label_day duties = search->best;
    if (!set_prices(bound) || !label_bound_sharpen(bound, SHARPENINGS))
        return false;
    search->bound = bound;
    search->labels_max = bound->labels_n / 4 + 5000;
    int64_t none_ms = most_of(bound) + 1, step_ms = LEAST_STEP_MS; /* there is no day worth none_ms */
    for (;;) {
        search->at_least_ms = none_ms - step_ms > duties.value_ms ? none_ms - step_ms : duties.value_ms + 1;
        search->best = duties;
        bool ran = run(search), better = compare_days(&search->best, &duties) < 0;
        if (ran && better)
            trace(search);
        if (ran && (better || search->at_least_ms == duties.value_ms + 1))
            return true;
        if (ran) {
            none_ms = search->at_least_ms;
            step_ms = (most_of(bound) - none_ms) / 8 + LEAST_STEP_MS;
            continue;
        }
        step_ms = better ? none_ms - search->best.value_ms : step_ms / 2;
        if (better || step_ms > LEAST_STEP_MS / 2)
            continue;
        step_ms = LEAST_STEP_MS;
        search->labels_max += search->labels_max / 2;
        if (search->labels_max > LABELS_MAX || !label_bound_sharpen(bound, SHARPENINGS))
            return false;
        int64_t most_ms = most_of(bound);
        none_ms = most_ms < none_ms ? most_ms + 1 : none_ms;
    }
}

bool label_days_best(const struct core_problem *problem, bool duties_only, struct label_day *out)
{
    struct label_model model;
    struct label_bound bound = {0};
    struct search search = {.model = &model, .duties_only = true, .labels_max = LABELS_MAX};
    int32_t *earliest_s = NULL;
    if (!label_model_init(&model, problem))
        return false;
    bool good = run(&search) && search.found;
    if (good) {
        trace(&search);
        model.late_s = search.best.late_s;
        model.missed = search.best.missed;
        search.duties_only = false;
    }
    if (good && !duties_only && label_model_is_metric(&model)) {
        earliest_s = earliest_of(&search);
        good = earliest_s && label_bound_init(&bound, &model, earliest_s) && run_bounded(&search, &bound);
    } else if (good && !duties_only) {
        struct label_day duties = search.best;
        good = run(&search);
        if (good && compare_days(&search.best, &duties) < 0)
            trace(&search);
    }
    search.best.labels = search.labels_n + bound.labels_n;
    *out = search.best;
    label_bound_free(&bound);
    free(earliest_s);
    release(&search);
    return good;
}
