#include "tests/core/label_bound.h"

#include <stdlib.h>
#include <string.h>

enum { NEAR_AT_FIRST = 5, ROOM_AT_FIRST = 1 << 14, LABELS_MAX = 6000000 };

static uint64_t bit(uint32_t stop)
{
    return UINT64_C(1) << stop;
}

/* Lists are by stop, duties and the break. */
static size_t list_of(const struct label_bound *bound, uint32_t stop, uint32_t duties, bool had)
{
    return ((size_t)stop * (bound->model->full + 1) + duties) * 2 + had;
}

static size_t lists_n(const struct label_bound *bound)
{
    return (size_t)LABEL_STOPS * (bound->model->full + 1) * 2;
}

/* --- a heap of labels, the latest first --------------------------------------------------------------------------- */

static bool sooner(const struct label_bound *bound, uint32_t a, uint32_t b)
{
    return bound->labels[a].latest_s > bound->labels[b].latest_s;
}

static void push(struct label_bound *bound, uint32_t label)
{
    uint32_t i = bound->heap_n++;
    for (; i > 0 && sooner(bound, label, bound->heap[(i - 1) / 2]); i = (i - 1) / 2)
        bound->heap[i] = bound->heap[(i - 1) / 2];
    bound->heap[i] = label;
}

static uint32_t pop(struct label_bound *bound)
{
    uint32_t first = bound->heap[0], last = bound->heap[--bound->heap_n], i = 0;
    for (uint32_t child = 1; child < bound->heap_n; child = 2 * i + 1) {
        child += child + 1 < bound->heap_n && sooner(bound, bound->heap[child + 1], bound->heap[child]);
        if (!sooner(bound, bound->heap[child], last))
            break;
        bound->heap[i] = bound->heap[child];
        i = child;
    }
    bound->heap[i] = last;
    return first;
}

/* --- labels ------------------------------------------------------------------------------------------------------- */

static bool beats(const struct label_rest *a, const struct label_rest *b)
{
    return a->value_ms >= b->value_ms && a->latest_s >= b->latest_s && !(a->memory & ~b->memory) &&
           !(b->before & ~a->before);
}

static bool grow(struct label_bound *bound)
{
    if (bound->labels_n < bound->labels_room)
        return true;
    if (bound->labels_n >= LABELS_MAX)
        return false;
    bound->labels_room = bound->labels_room ? bound->labels_room * 2 : ROOM_AT_FIRST;
    bound->labels = realloc(bound->labels, bound->labels_room * sizeof *bound->labels);
    bound->heap = realloc(bound->heap, bound->labels_room * sizeof *bound->heap);
    return bound->labels && bound->heap;
}

/* Add LABEL to its list, in the order of values, unless another one is as good; drop what it makes useless. */
static bool add(struct label_bound *bound, const struct label_rest *label)
{
    if (!grow(bound))
        return false;
    uint32_t *at = &bound->first[list_of(bound, label->stop, label->duties, label->had)];
    for (; *at && bound->labels[*at].value_ms >= label->value_ms; at = &bound->labels[*at].next)
        if (beats(&bound->labels[*at], label))
            return true;
    uint32_t number = bound->labels_n++;
    bound->labels[number] = *label;
    bound->labels[number].next = *at;
    *at = number;
    push(bound, number);
    for (at = &bound->labels[number].next; *at;) {
        struct label_rest *other = &bound->labels[*at];
        if (beats(label, other)) {
            other->dead = true;
            *at = other->next;
        } else {
            at = &other->next;
        }
    }
    return true;
}

/* Put STOP before the label REST, from which one departs by DEPART_S. */
static bool put_before(struct label_bound *bound, uint32_t rest, uint32_t stop, int32_t depart_s, bool had)
{
    const struct label_model *model = bound->model;
    const struct label_rest *from = &bound->labels[rest];
    int duty = model->duty[stop];
    struct label_rest label = {.then = rest, .stop = (uint8_t)stop, .had = had, .duties = from->duties};
    label.latest_s = label_model_latest(model, stop, depart_s);
    label.duties |= (uint16_t)(duty >= 0 ? 1U << duty : 0);
    if (label.latest_s < 0 ||
        (bound->earliest_s &&
         label.latest_s < bound->earliest_s[stop * (model->full + 1) + (model->full & ~label.duties)]))
        return true;
    int64_t prize_ms = duty >= 0 ? 0 : (int64_t)model->problem->places[stop].prize_s * 1000 - bound->call_ms;
    label.value_ms = from->value_ms - model->leg_s[stop][from->stop] * bound->driving_ms + prize_ms;
    label.memory = bound->rough ? 0 : (from->memory & bound->near[stop]) | (duty >= 0 ? 0 : bit(stop));
    label.before = bound->rough ? UINT64_MAX : model->before[stop][from->stop];
    return add(bound, &label);
}

static bool extend(struct label_bound *bound, uint32_t rest)
{
    const struct label_model *model = bound->model;
    for (uint32_t i = 0; i < model->stops_n; i++) {
        const struct label_rest from = bound->labels[rest];
        uint32_t stop = model->stops[i];
        int duty = model->duty[stop];
        int32_t leg_s = model->leg_s[stop][from.stop];
        if (leg_s == CORE_NO_WAY || stop == from.stop || !(from.before & bit(stop)) || (from.memory & bit(stop)) ||
            (duty >= 0 && (from.duties >> duty & 1)))
            continue;
        if (!put_before(bound, rest, stop, from.latest_s - leg_s, from.had))
            return false;
        int32_t rest_s = model->route->break_s, close_s = model->route->break_close_s;
        if (!from.had || !model->break_due || model->route->break_open_s + rest_s > from.latest_s)
            continue;
        int32_t depart_s = from.latest_s - rest_s - leg_s;
        if (!put_before(bound, rest, stop, depart_s < close_s ? depart_s : close_s, false))
            return false;
    }
    return true;
}

static bool add_ends(struct label_bound *bound)
{
    const struct label_model *model = bound->model;
    struct label_rest end = {.before = UINT64_MAX, .stop = LABEL_END, .had = true};
    int32_t latest_s = model->route->latest_s + (int32_t)model->late_s, close_s = model->route->break_close_s;
    end.latest_s = latest_s;
    if (!add(bound, &end))
        return false;
    end.had = false;
    end.latest_s = latest_s < close_s || model->missed ? latest_s : close_s;
    return !model->break_due || add(bound, &end);
}

bool label_bound_make(struct label_bound *bound)
{
    memset(bound->first, 0, lists_n(bound) * sizeof *bound->first);
    bound->heap_n = 0;
    bound->labels_n = 0;
    if (!grow(bound))
        return false;
    bound->labels_n = 1; /* 0 is none */
    if (!add_ends(bound))
        return false;
    while (bound->heap_n) {
        uint32_t label = pop(bound);
        if (!bound->labels[label].dead && !extend(bound, label))
            return false;
    }
    return true;
}

/* --- what they say ------------------------------------------------------------------------------------------------ */

static uint32_t best_at(const struct label_bound *bound, uint32_t from, uint32_t stop, int32_t arrive_s, bool had,
                        uint32_t duties, uint64_t visited)
{
    for (uint32_t at = bound->first[list_of(bound, stop, duties, had)]; at; at = bound->labels[at].next) {
        const struct label_rest *label = &bound->labels[at];
        if (label->latest_s >= arrive_s && !(label->memory & visited) && (label->before & bit(from)))
            return at;
    }
    return 0;
}

int64_t label_bound_at(const struct label_bound *bound, uint32_t from, uint32_t stop, int32_t arrive_s, bool had,
                       uint32_t duties, uint64_t visited)
{
    uint32_t label = best_at(bound, from, stop, arrive_s, had, duties, visited);
    return label ? bound->labels[label].value_ms : LABEL_NO_VALUE;
}

/* From the start, left at TIME_S; the better of this and BEST_MS. */
static int64_t day_from(const struct label_bound *bound, int32_t time_s, bool had, bool rest, int64_t best_ms,
                        uint32_t *arrives)
{
    const struct label_model *model = bound->model;
    for (uint32_t i = 0; i <= model->stops_n; i++) {
        uint32_t stop = i < model->stops_n ? model->stops[i] : LABEL_END;
        int32_t leg_s = model->leg_s[LABEL_START][stop], arrive_s = time_s + leg_s;
        if (leg_s == CORE_NO_WAY)
            continue;
        if (rest)
            arrive_s =
                (arrive_s > model->route->break_open_s ? arrive_s : model->route->break_open_s) + model->route->break_s;
        uint32_t label = best_at(bound, LABEL_START, stop, arrive_s, had, model->full, 0);
        if (label && bound->labels[label].value_ms - leg_s * bound->driving_ms > best_ms) {
            best_ms = bound->labels[label].value_ms - leg_s * bound->driving_ms;
            *arrives = label;
        }
    }
    return best_ms;
}

int64_t label_bound_day(const struct label_bound *bound, uint32_t *arrives)
{
    const struct core_route *route = bound->model->route;
    *arrives = 0;
    int64_t best_ms = day_from(bound, route->earliest_s, !bound->model->break_due, false, LABEL_NO_VALUE, arrives);
    if (!bound->model->break_due)
        return best_ms;
    best_ms = day_from(bound, route->earliest_s, true, true, best_ms, arrives);
    if (route->earliest_s <= route->break_open_s)
        best_ms = day_from(bound, route->break_open_s + route->break_s, true, false, best_ms, arrives);
    return best_ms;
}

/* Where the best way comes to a place again, all on the way in between have to remember it. True if there was such. */
static bool sharpen_along(struct label_bound *bound, uint32_t label)
{
    uint32_t way[1024], n = 0;
    bool sharper = false;
    for (; label && n < 1024; label = bound->labels[label].then)
        way[n++] = bound->labels[label].stop;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = i + 1; j < n; j++) {
            if (way[j] != way[i] || way[i] >= LABEL_PLACES_MAX)
                continue;
            for (uint32_t k = i + 1; k < j; k++)
                bound->near[way[k]] |= bit(way[i]);
            sharper = true;
            break;
        }
    return sharper;
}

bool label_bound_sharpen(struct label_bound *bound, int times)
{
    for (int i = 0;; i++) {
        uint32_t arrives;
        if (!label_bound_make(bound))
            return false;
        label_bound_day(bound, &arrives);
        if (i == times || !sharpen_along(bound, arrives))
            return true;
    }
}

/* --- before it begins --------------------------------------------------------------------------------------------- */

static void find_near(struct label_bound *bound, uint32_t place)
{
    const struct label_model *model = bound->model;
    for (int n = 0; n < NEAR_AT_FIRST; n++) {
        uint32_t best = LABEL_PLACES_MAX;
        int64_t best_s = INT64_MAX;
        for (uint32_t i = 0; i < model->stops_n; i++) {
            uint32_t other = model->stops[i];
            int64_t away_s = (int64_t)model->leg_s[place][other] + model->leg_s[other][place];
            if (model->duty[other] < 0 && !(bound->near[place] & bit(other)) && other != place && away_s < best_s) {
                best = other;
                best_s = away_s;
            }
        }
        if (best < LABEL_PLACES_MAX)
            bound->near[place] |= bit(best);
    }
    bound->near[place] |= bit(place);
}

bool label_bound_init(struct label_bound *bound, const struct label_model *model, const int32_t *earliest_s)
{
    memset(bound, 0, sizeof *bound);
    bound->model = model;
    bound->earliest_s = earliest_s;
    bound->driving_ms = model->problem->driving_weight;
    for (uint32_t i = 0; i < model->stops_n; i++)
        find_near(bound, model->stops[i]);
    bound->first = malloc(lists_n(bound) * sizeof *bound->first);
    return bound->first != NULL;
}

void label_bound_free(struct label_bound *bound)
{
    free(bound->labels);
    free(bound->heap);
    free(bound->first);
}
