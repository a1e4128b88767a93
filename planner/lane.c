#include "planner/lane.h"

#include "geo/base/mem.h"

/* The first window in which a start after ARRIVE_S still fits; a job after its last one starts at once. */
static int64_t soonest_end(const struct place *place, int64_t arrive_s)
{
    int32_t inside_s = place_is_job(place) ? 0 : place->service_s;
    for (uint32_t w = 0; w < place->windows_n; w++) {
        int64_t from_s = place->windows[w].from_s;
        int64_t start_s = arrive_s > from_s ? arrive_s : from_s;
        if (start_s + inside_s <= place->windows[w].to_s) {
            return start_s + place->service_s;
        }
    }
    return place_is_job(place) ? arrive_s + place->service_s : CORE_NO_WAY;
}

/* The latest start that still ends by END_BY_S. */
static int64_t latest_arrival(const struct place *place, int64_t end_by_s)
{
    int64_t start_s = end_by_s - place->service_s;
    int32_t inside_s = place_is_job(place) ? 0 : place->service_s;
    for (uint32_t w = place->windows_n; w-- > 0;) {
        bool last = w + 1 == place->windows_n;
        int64_t last_s =
            (int64_t)place->windows[w].to_s - inside_s + (last && place_is_job(place) ? place->late_ok_s : 0);
        last_s = last_s < start_s ? last_s : start_s;
        if (last_s >= place->windows[w].from_s) {
            return last_s;
        }
    }
    return -CORE_NO_WAY;
}

static void bound_times(const struct trial *trial, struct lane *lane)
{
    const struct frame *frame = trial->frame;
    lane->depart_s[0] = frame->leave_from_s;
    for (uint32_t i = 0; i < lane->n; i++) {
        int64_t arrive_s =
            rush_arrive_s(frame->rush, lane->depart_s[i], trial_travel_s(trial, lane->row[i], lane->row[i + 1]));
        lane->depart_s[i + 1] = soonest_end(trial->places[lane->row[i + 1]], arrive_s);
    }
    lane->arrive_s[lane->n] = (int64_t)frame->home_by_s + frame->home_late_ok_s;
    for (uint32_t i = lane->n; i-- > 0;) {
        int64_t end_by_s = rush_depart_s(frame->rush, lane->arrive_s[i + 1],
                                         trial_travel_s(trial, lane->row[i + 1], lane->row[i + 2]));
        lane->arrive_s[i] = latest_arrival(trial->places[lane->row[i + 1]], end_by_s);
    }
}

/* In the order of the lane's stops; the break has no toilet. A credited visit after the gap may lose its credit to one
 * in the gap, so only jobs' toilets end a stretch for certain. */
static void find_dry(const struct trial *trial, const struct judgement *judged, struct lane *lane)
{
    int64_t last_s = judged->leave_s;
    uint32_t gap = 0;
    lane->dry_s[0] = -last_s;
    for (uint32_t i = 0; i < judged->stops_n; i++) {
        const struct core_stop *stop = &trial->stops[i];
        if (stop->place == CORE_BREAK) {
            continue;
        }
        const struct place *place = trial->places[stop->place];
        last_s = place->toilet ? stop->depart_s : last_s;
        lane->dry_s[++gap] = -last_s;
    }
    int64_t next_s = judged->home_s;
    gap = lane->n;
    lane->dry_s[gap] += next_s;
    for (uint32_t i = judged->stops_n; i-- > 0;) {
        const struct core_stop *stop = &trial->stops[i];
        if (stop->place == CORE_BREAK) {
            continue;
        }
        const struct place *place = trial->places[stop->place];
        if (place->toilet && !place_has_reason(place)) {
            next_s = place_is_job(place) ? stop->arrive_s : stop->start_s;
        }
        lane->dry_s[--gap] += next_s;
    }
}

/* In rush hours a visit moves what comes after it, to better times perhaps: the least that the legs can take counts then,
 * so that what is made of it stays a bound. */
static int64_t least_driving_s(const struct trial *trial, const struct lane *lane, const struct judgement *judged)
{
    int64_t sum_s = 0;
    for (uint32_t i = 0; judged->way && rush_is(trial->frame->rush) && i <= lane->n; i++) {
        bool same = lane->row[i] == lane->row[i + 1];
        sum_s += same ? 0 : rush_least_s(trial->frame->rush, trial_travel_s(trial, lane->row[i], lane->row[i + 1]));
    }
    return judged->way && rush_is(trial->frame->rush) ? sum_s : judged->driving_s;
}

void lane_fill(struct arena *arena, struct trial *trial, uint32_t skip, struct lane *lane)
{
    const struct frame *frame = trial->frame;
    uint32_t home = trial->n + 1, visits = 0;
    lane->skip = skip;
    lane->n = trial_sequence(trial, skip, LANE_NONE);
    lane->row = arena_array(arena, (size_t)lane->n + 2, sizeof *lane->row);
    lane->depart_s = arena_array(arena, (size_t)lane->n + 1, sizeof *lane->depart_s);
    lane->arrive_s = arena_array(arena, (size_t)lane->n + 1, sizeof *lane->arrive_s);
    lane->dry_s = arena_array(arena, (size_t)lane->n + 1, sizeof *lane->dry_s);
    struct judgement judged = trial_judge(trial, trial->sequence, lane->n);
    lane->row[0] = home;
    lane->row[lane->n + 1] = home;
    for (uint32_t i = 0; i < lane->n; i++) {
        uint32_t number = trial->sequence[i];
        lane->row[i + 1] = number;
        visits += place_is_counted(trial->places[number]);
    }
    int64_t least_s = least_driving_s(trial, lane, &judged);
    lane->value_s = judged.way ? judged.worth_s - least_s : judged.value_s;
    lane->extra_s = frame->base_driving_s + frame->max_extra_s - least_s;
    lane->errand = skip < trial->n ? trial->places[skip]->errand : 0;
    lane->room = lane->errand != 0 || visits < frame->max_visits;
    bound_times(trial, lane);
    if (judged.way) {
        find_dry(trial, &judged, lane);
    }
}

bool lane_fits(const struct place *place, int64_t arrive_s, int64_t end_by_s)
{
    for (uint32_t w = 0; w < place->windows_n; w++) {
        int64_t from_s = place->windows[w].from_s;
        int64_t end_s = (arrive_s > from_s ? arrive_s : from_s) + place->service_s;
        if (end_s <= place->windows[w].to_s && end_s <= end_by_s) {
            return true;
        }
    }
    return false;
}
