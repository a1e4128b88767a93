#include "planner/trial.h"

#include "geo/base/mem.h"
#include "geo/travel.h"
#include "planner/drive.h"

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
    trial->rest = arena_array(arena, (size_t)n + 1, sizeof *trial->rest);
    trial->worths = arena_array(arena, (size_t)n + 1, sizeof *trial->worths);
    trial->legs = arena_array(arena, (size_t)n + 2, sizeof *trial->legs);
    trial->rest_stops = arena_array(arena, (size_t)n + 2, sizeof *trial->rest_stops);
    trial->ask = ask_new(arena, frame, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        trial->places[i] = places[i];
        ask_put(trial->ask, i, places[i], places[i]->worth_s);
    }
    enum status status = read_travel(trial, arena, travel, err);
    if (status != STATUS_OK) {
        return status;
    }
    static const struct place nowhere = {.kind = PLACE_VISIT};
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
        if (stop->late_s > (place_is_job(place) ? place->late_ok_s : 0)) {
            return false;
        }
    }
    return now->home_s - frame->home_by_s <= frame->home_late_ok_s && now->break_missed_s <= frame->break_missed_ok_s;
}

/* The times of SEQUENCE: the solver's own, or on a day with rush hours those of its departures. */
static uint32_t schedule(const struct trial *trial, const uint32_t *sequence, uint32_t count, struct core_stop *stops,
                         int64_t *late_s, int32_t *leave_s, int32_t *home_s, int64_t *driving_s)
{
    const struct core_problem *problem = &trial->ask->problem;
    return rush_is(trial->frame->rush)
               ? drive_schedule(problem, trial->frame->rush, sequence, count, stops, late_s, leave_s, home_s, driving_s)
               : core_schedule(problem, 0, sequence, count, stops, late_s, leave_s, home_s, driving_s);
}

/* What the leg to each place of the last schedule took, and the one home: LEGS has room for one more than places. */
void trial_legs(const struct trial *trial, const struct judgement *judged, int32_t *legs)
{
    int32_t free_s = judged->leave_s, leg_s = 0;
    uint32_t at = 0;
    for (uint32_t i = 0; i < judged->stops_n; i++) {
        const struct core_stop *stop = &trial->stops[i];
        leg_s += stop->arrive_s - free_s;
        free_s = stop->depart_s;
        if (stop->place != CORE_BREAK) {
            legs[at++] = leg_s;
            leg_s = 0;
        }
    }
    legs[at] = leg_s + judged->home_s - free_s;
}

int64_t trial_direct_s(const struct trial *trial, uint32_t from, uint32_t to, int32_t depart_s)
{
    int32_t free_s = from == to ? 0 : trial_travel_s(trial, from, to);
    return free_s >= CORE_NO_WAY ? free_s : rush_arrive_s(trial->frame->rush, depart_s, free_s) - depart_s;
}

/* The way past a visit is the one that leaves the stop before when that is left. */
static bool short_timed_detours(const struct trial *trial, const uint32_t *sequence, uint32_t count,
                                const struct judgement *judged)
{
    int32_t depart_s = judged->leave_s;
    uint32_t stop = 0;
    trial_legs(trial, judged, trial->legs);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t before = i == 0 ? home_row(trial) : sequence[i - 1];
        uint32_t after = i + 1 == count ? home_row(trial) : sequence[i + 1];
        int64_t detour_s =
            (int64_t)trial->legs[i] + trial->legs[i + 1] - trial_direct_s(trial, before, after, depart_s);
        if (!place_is_bound(trial->places[sequence[i]]) && detour_s > trial->frame->max_detour_s) {
            return false;
        }
        stop += trial->stops[stop].place == CORE_BREAK;
        depart_s = trial->stops[stop++].depart_s;
    }
    return true;
}

static bool short_detours(const struct trial *trial, const uint32_t *sequence, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t before = i == 0 ? home_row(trial) : sequence[i - 1];
        uint32_t after = i + 1 == count ? home_row(trial) : sequence[i + 1];
        int32_t straight_s = before == after ? 0 : trial_travel_s(trial, before, after);
        int64_t detour_s = (int64_t)trial_travel_s(trial, before, sequence[i]) +
                           trial_travel_s(trial, sequence[i], after) - straight_s;
        if (!place_is_bound(trial->places[sequence[i]]) && detour_s > trial->frame->max_detour_s) {
            return false;
        }
    }
    return true;
}

/* --- comfort ----------------------------------------------------------------------------------------------------- */

/* A stretch of a day without a toilet, from leaving the one before to reaching the one after; home has one. A visit
 * that is waited for is not open before it begins. */
struct stretch {
    int32_t from_s, to_s;
};

/* A schedule and its ends. */
struct times {
    const struct core_stop *stops;
    uint32_t n;
    int32_t leave_s, home_s;
};

/* From the last toilet among the first BEFORE places of the schedule to the first from number AFTER on, of jobs and of
 * visits that are credited already. */
static struct stretch stretch_of(const struct trial *trial, const struct times *times, uint32_t before, uint32_t after)
{
    struct stretch out = {times->leave_s, times->home_s};
    uint32_t number = 0;
    for (uint32_t i = 0; i < times->n; i++) {
        const struct core_stop *stop = &times->stops[i];
        if (stop->place == CORE_BREAK) {
            continue;
        }
        const struct place *place = trial->places[stop->place];
        if (number < before && place->toilet) {
            out.from_s = stop->depart_s;
        }
        if (number >= after && place->toilet && (!place_has_reason(place) || trial->credited[stop->place])) {
            out.to_s = place_is_job(place) ? stop->arrive_s : stop->start_s;
            break;
        }
        number++;
    }
    return out;
}

/* How long the stretch would be with number AT of SEQUENCE taken out, everything after it as early as it then can be. */
static int32_t dry_without(struct trial *trial, const uint32_t *sequence, uint32_t count, uint32_t at)
{
    struct times rest = {.stops = trial->rest_stops};
    int64_t late_s = 0, driving_s = 0;
    memcpy(trial->rest, sequence, at * sizeof *sequence);
    memcpy(trial->rest + at, sequence + at + 1, (count - at - 1) * sizeof *sequence);
    rest.n =
        schedule(trial, trial->rest, count - 1, trial->rest_stops, &late_s, &rest.leave_s, &rest.home_s, &driving_s);
    struct stretch stretch = stretch_of(trial, &rest, at, at);
    return driving_s < CORE_NO_WAY ? stretch.to_s - stretch.from_s : 0;
}

int32_t trial_dry_without_s(struct trial *trial, uint32_t at)
{
    uint32_t count = trial_sequence(trial, UINT32_MAX, UINT32_MAX);
    return dry_without(trial, trial->sequence, count, at);
}

/* Does number AT of SEQUENCE, at STOP, end a stretch that would be too long without it, and somewhere in its midst? Just
 * behind one toilet or just before another it would be of little use. */
static bool ends_stretch(struct trial *trial, const uint32_t *sequence, uint32_t count, uint32_t at,
                         const struct times *now, const struct core_stop *stop)
{
    enum { USEFUL = 4 }; /* both parts are shorter than the whole by at least this part of comfort_s */
    int32_t comfort_s = trial->frame->comfort_s;
    struct stretch stretch = stretch_of(trial, now, at, at + 1);
    if (stretch.to_s - stretch.from_s <= comfort_s) {
        return false;
    }
    int32_t whole_s = dry_without(trial, sequence, count, at);
    int32_t most_s = whole_s - comfort_s / USEFUL;
    return whole_s > comfort_s && stop->start_s - stretch.from_s <= most_s && stretch.to_s - stop->depart_s <= most_s;
}

/* A visit with a toilet is credited when the day would be dry for too long without it. Every toilet before it counts,
 * and after it those of jobs and of the visits that are credited themselves: from the last visit backward, so that of
 * several that would do for the same stretch the earliest keeps the credit. */
static void credit_comfort(struct trial *trial, const uint32_t *sequence, uint32_t count,
                           const struct judgement *judged)
{
    struct times now = {trial->stops, judged->stops_n, judged->leave_s, judged->home_s};
    memset(trial->credited, 0, (trial->n + 1) * sizeof *trial->credited);
    uint32_t at = count;
    for (uint32_t i = now.n; trial->frame->comfort_s > 0 && i-- > 0;) {
        const struct core_stop *stop = &now.stops[i];
        if (stop->place == CORE_BREAK) {
            continue;
        }
        at--;
        const struct place *place = trial->places[stop->place];
        trial->credited[stop->place] =
            place->toilet && place_has_reason(place) && ends_stretch(trial, sequence, count, at, &now, stop);
    }
}

/* --- errands ----------------------------------------------------------------------------------------------------- */

/* Where ITEM stands in SEQUENCE; COUNT when it does not. */
static uint32_t position_of(const struct trial *trial, const uint32_t *sequence, uint32_t count,
                            const struct place_item *item)
{
    uint32_t at = 0;
    for (; at < count; at++) {
        const struct place *place = trial->places[sequence[at]];
        if (item->errand ? place->errand == item->number : place_is_job(place) && place->index == item->number) {
            break;
        }
    }
    return at;
}

static bool served_once(const struct trial *trial, const uint32_t *sequence, uint32_t count)
{
    uint32_t served = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct place *place = trial->places[sequence[i]];
        served += place->errand != 0;
        for (uint32_t k = i + 1; k < count; k++) {
            const struct place *other = trial->places[sequence[k]];
            if ((place->errand != 0 && place->errand == other->errand) ||
                (place->series != 0 && place->series == other->series)) {
                return false;
            }
        }
    }
    return served == trial->frame->errands_n;
}

/* What comes before something is there when that is, and before it. */
static bool errands_kept(const struct trial *trial, const uint32_t *sequence, uint32_t count)
{
    const struct frame *frame = trial->frame;
    for (uint32_t i = 0; i < frame->orders_n; i++) {
        uint32_t then = position_of(trial, sequence, count, &frame->orders[i].then);
        if (then < count && position_of(trial, sequence, count, &frame->orders[i].first) >= then) {
            return false;
        }
    }
    return frame->errands_n == 0 || served_once(trial, sequence, count);
}

struct judgement trial_judge(struct trial *trial, const uint32_t *sequence, uint32_t count)
{
    struct judgement out = {.way = false};
    int64_t late_s = 0;
    out.stops_n = schedule(trial, sequence, count, trial->stops, &late_s, &out.leave_s, &out.home_s, &out.driving_s);
    out.way = out.driving_s < CORE_NO_WAY;
    if (!out.way) {
        return out;
    }
    credit_comfort(trial, sequence, count, &out);
    uint32_t visits = 0, optional = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct place *place = trial->places[sequence[i]];
        visits += place_is_counted(place);
        optional += !place_is_bound(place);
        if (place_has_reason(place)) {
            out.worth_s += place->worth_s + (trial->credited[sequence[i]] ? place->comfort_s : 0);
        }
    }
    out.value_s = out.worth_s - out.driving_s;
    out.break_missed_s = break_missed_s(trial, &out, late_s);
    out.time = in_time(trial, &out);
    out.detour = rush_is(trial->frame->rush) ? short_timed_detours(trial, sequence, count, &out)
                                             : short_detours(trial, sequence, count);
    out.extra = optional == 0 || out.driving_s <= trial->frame->base_driving_s + trial->frame->max_extra_s;
    out.errands = errands_kept(trial, sequence, count);
    out.count = visits <= trial->frame->max_visits;
    return out;
}

bool trial_holds(const struct judgement *judgement)
{
    return judgement->way && judgement->time && judgement->detour && judgement->extra && judgement->count &&
           judgement->errands;
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
