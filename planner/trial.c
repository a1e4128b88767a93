#include "planner/trial.h"

#include "geo/base/mem.h"
#include "geo/travel.h"

#include <string.h>

static uint32_t home_row(const struct trial *trial)
{
    return trial->n + 1;
}

int32_t trial_travel_s(const struct trial *trial, uint32_t from, uint32_t to)
{
    return trial->travel_s[(size_t)from * (trial->n + 2) + to];
}

/* The source gives the times among the places and home; the slot's row and column lie between them. */
static enum status read_travel(struct trial *trial, struct arena *arena, struct travel *travel, struct error *err)
{
    size_t n = trial->n + 1, rows = trial->n + 2;
    struct point *points = arena_array(arena, n, sizeof *points);
    int32_t *seconds = arena_array(arena, n * n, sizeof *seconds);
    for (uint32_t i = 0; i < trial->n; i++) {
        points[i] = trial->places[i]->at;
    }
    points[trial->n] = trial->frame->home;
    enum status status = travel_matrix(travel, points, n, points, n, seconds, NULL, err);
    if (status != STATUS_OK) {
        return status;
    }
    for (size_t from = 0; from < rows; from++) {
        for (size_t to = 0; to < rows; to++) {
            bool slot = from == trial->n || to == trial->n;
            size_t a = from > trial->n ? from - 1 : from, b = to > trial->n ? to - 1 : to;
            trial->travel_s[from * rows + to] = slot ? CORE_NO_WAY : seconds[a * n + b];
        }
    }
    return STATUS_OK;
}

enum status trial_new(struct arena *arena, struct travel *travel, const struct frame *frame,
                      const struct place *const *places, uint32_t n, struct trial **out, struct error *err)
{
    struct trial *trial = arena_alloc(arena, sizeof *trial);
    trial->frame = frame;
    trial->n = n;
    trial->places = arena_array(arena, (size_t)n + 1, sizeof *trial->places);
    trial->travel_s = arena_array(arena, (size_t)(n + 2) * (n + 2), sizeof *trial->travel_s);
    trial->sequence = arena_array(arena, (size_t)n + 1, sizeof *trial->sequence);
    trial->stops = arena_array(arena, (size_t)n + 2, sizeof *trial->stops);
    trial->credited = arena_array(arena, (size_t)n + 1, sizeof *trial->credited);
    trial->ask = ask_new(arena, frame, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        trial->places[i] = places[i];
        ask_put(trial->ask, i, places[i], places[i]->worth_s);
    }
    enum status status = read_travel(trial, arena, travel, err);
    if (status != STATUS_OK) {
        return status;
    }
    static const struct place nowhere = {.job = false};
    ask_put(trial->ask, n, &nowhere, 0);
    ask_travel(trial->ask, trial->travel_s);
    *out = trial;
    return STATUS_OK;
}

void trial_slot(struct trial *trial, const struct place *place, const int32_t *to_s, const int32_t *from_s)
{
    size_t rows = trial->n + 2;
    trial->places[trial->n] = place;
    ask_put(trial->ask, trial->n, place, place->worth_s);
    for (size_t i = 0; i <= trial->n; i++) {
        size_t row = i == trial->n ? home_row(trial) : i;
        trial->travel_s[row * rows + trial->n] = to_s[i];
        trial->travel_s[trial->n * rows + row] = from_s[i];
    }
}

/* What core_schedule counts as late beside the stops and home is the break that is missed. */
static int32_t break_missed_s(const struct trial *trial, const struct judgement *now, int64_t late_s)
{
    late_s -= now->home_s > trial->frame->home_by_s ? now->home_s - trial->frame->home_by_s : 0;
    for (uint32_t i = 0; i < now->stops_n; i++) {
        late_s -= trial->stops[i].late_s;
    }
    return (int32_t)late_s;
}

/* No visit may make anything later than the jobs alone make it. */
static bool in_time(const struct trial *trial, const struct judgement *now)
{
    const struct frame *frame = trial->frame;
    for (uint32_t i = 0; i < now->stops_n; i++) {
        const struct core_stop *stop = &trial->stops[i];
        if (stop->place == CORE_BREAK) {
            continue;
        }
        const struct place *place = trial->places[stop->place];
        if (stop->late_s > (place->job ? place->late_ok_s : 0)) {
            return false;
        }
    }
    return now->home_s - frame->home_by_s <= frame->home_late_ok_s && now->break_missed_s <= frame->break_missed_ok_s;
}

static bool short_detours(const struct trial *trial, const uint32_t *sequence, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t before = i == 0 ? home_row(trial) : sequence[i - 1];
        uint32_t after = i + 1 == count ? home_row(trial) : sequence[i + 1];
        int32_t straight_s = before == after ? 0 : trial_travel_s(trial, before, after);
        int64_t detour_s = (int64_t)trial_travel_s(trial, before, sequence[i]) +
                           trial_travel_s(trial, sequence[i], after) - straight_s;
        if (!trial->places[sequence[i]]->job && detour_s > trial->frame->max_detour_s) {
            return false;
        }
    }
    return true;
}

/* When the next stop with a toilet after stop I is reached; home has one. */
static int32_t next_toilet_s(const struct trial *trial, const struct judgement *now, uint32_t i)
{
    for (uint32_t k = i + 1; k < now->stops_n; k++) {
        const struct core_stop *stop = &trial->stops[k];
        if (stop->place != CORE_BREAK && trial->places[stop->place]->toilet) {
            return stop->arrive_s;
        }
    }
    return now->home_s;
}

/* Walks through the day: a visit with a toilet is credited when, without it, the time from the last toilet (of home, a
 * job, or a visit credited before) to the next would be over comfort_s. So of two such visits close together one is. */
static void credit_comfort(struct trial *trial, const struct judgement *now)
{
    int32_t last_s = now->leave_s;
    memset(trial->credited, 0, (trial->n + 1) * sizeof *trial->credited);
    for (uint32_t i = 0; i < now->stops_n; i++) {
        const struct core_stop *stop = &trial->stops[i];
        if (stop->place == CORE_BREAK || !trial->places[stop->place]->toilet) {
            continue;
        }
        const struct place *place = trial->places[stop->place];
        bool dry = trial->frame->comfort_s > 0 && next_toilet_s(trial, now, i) - last_s > trial->frame->comfort_s;
        trial->credited[stop->place] = !place->job && dry;
        if (place->job || dry) {
            last_s = stop->depart_s;
        }
    }
}

struct judgement trial_judge(struct trial *trial, const uint32_t *sequence, uint32_t count)
{
    struct judgement out = {.way = false};
    int64_t late_s = 0;
    out.stops_n = core_schedule(&trial->ask->problem, 0, sequence, count, trial->stops, &late_s, &out.leave_s,
                                &out.home_s, &out.driving_s);
    out.way = out.driving_s < CORE_NO_WAY;
    if (!out.way) {
        return out;
    }
    credit_comfort(trial, &out);
    uint32_t visits = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct place *place = trial->places[sequence[i]];
        visits += !place->job;
        if (!place->job) {
            out.worth_s += place->worth_s + (trial->credited[sequence[i]] ? place->comfort_s : 0);
        }
    }
    out.value_s = out.worth_s - out.driving_s;
    out.break_missed_s = break_missed_s(trial, &out, late_s);
    out.time = in_time(trial, &out);
    out.detour = short_detours(trial, sequence, count);
    out.extra = visits == 0 || out.driving_s <= trial->frame->base_driving_s + trial->frame->max_extra_s;
    out.count = visits <= trial->frame->max_visits;
    return out;
}

bool trial_holds(const struct judgement *judgement)
{
    return judgement->way && judgement->time && judgement->detour && judgement->extra && judgement->count;
}

uint32_t trial_sequence(struct trial *trial, uint32_t skip, uint32_t at)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i <= trial->n; i++) {
        if (i == at) {
            trial->sequence[count++] = trial->n;
        }
        if (i < trial->n && i != skip) {
            trial->sequence[count++] = i;
        }
    }
    return count;
}
