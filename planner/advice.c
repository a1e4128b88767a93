#include "planner/advice.h"

#include "geo/amenity.h"
#include "geo/base/mem.h"
#include "planner/polyline.h"

/* One leg of the day, a part of one where a break parts it. */
struct leg {
    int32_t begin_s, drive_s;
    struct point from, to;
    const char *way;
};

/* Number I of the plan's legs: the one to stop I, or home. */
static struct leg leg_of(const struct plan *plan, size_t i)
{
    const struct plan_stop *stop = i < plan->stops_n ? &plan->stops[i] : NULL;
    const struct plan_stop *before = i > 0 ? &plan->stops[i - 1] : NULL;
    struct leg leg = {.from = before != NULL ? before->at : plan->home, .way = ""};
    leg.drive_s = stop != NULL ? stop->drive_s : plan->home_drive_s;
    leg.begin_s = (stop != NULL ? stop->arrive_s : plan->home_s) - leg.drive_s;
    leg.to = stop != NULL ? stop->at : plan->home;
    bool whole = (before == NULL || plan_stop_is_place(before)) && (stop == NULL || plan_stop_is_place(stop));
    if (whole) {
        leg.way = stop != NULL ? stop->way : plan->home_way;
    }
    return leg;
}

/* Where one is after PART (0 to 1) of the leg: by its line, as if all of it were driven alike. */
static struct point point_on(struct arena *arena, const struct leg *leg, double part)
{
    struct point straight[2] = {leg->from, leg->to}, *points = straight;
    size_t n = 2;
    if (leg->way != NULL && leg->way[0] != '\0') {
        (void)polyline_decode(arena, leg->way, &points, &n);
    }
    double whole_m = 0;
    for (size_t i = 0; i + 1 < n; i++) {
        whole_m += point_distance_m(points[i], points[i + 1]);
    }
    double left_m = whole_m * part;
    for (size_t i = 0; i + 1 < n; i++) {
        double piece_m = point_distance_m(points[i], points[i + 1]);
        if (piece_m >= left_m && piece_m > 0) {
            double share = left_m / piece_m;
            return (struct point){points[i].lat_deg + (points[i + 1].lat_deg - points[i].lat_deg) * share,
                                  points[i].lon_deg + (points[i + 1].lon_deg - points[i].lon_deg) * share};
        }
        left_m -= piece_m;
    }
    return leg->to;
}

/* Driving from leg I on until the next stop that is a pause. */
static int32_t driving_from(const struct plan *plan, size_t i)
{
    int32_t sum_s = 0;
    for (; i <= plan->stops_n; i++) {
        sum_s += leg_of(plan, i).drive_s;
        if (i < plan->stops_n && plan->stops[i].depart_s - plan->stops[i].arrive_s >= ADVICE_PAUSE_S) {
            break;
        }
    }
    return sum_s;
}

struct advice_pause *advice_pauses(struct arena *arena, const struct plan *plan, int32_t limit_s, size_t *n)
{
    struct advice_pause *list = NULL;
    size_t capacity = 0;
    int32_t driven_s = 0, from_s = plan->leave_s;
    *n = 0;
    for (size_t i = 0; i <= plan->stops_n; i++) {
        struct leg leg = leg_of(plan, i);
        int32_t done_s = 0; /* of the leg */
        from_s = driven_s == 0 ? leg.begin_s : from_s;
        while (driven_s + leg.drive_s - done_s > limit_s) {
            int32_t more_s = limit_s - driven_s;
            struct advice_pause *pause = arena_push(arena, &list, n, &capacity, sizeof *pause);
            done_s += more_s;
            *pause = (struct advice_pause){.from_s = from_s,
                                           .at_s = leg.begin_s + done_s,
                                           .driven_s = driven_s + driving_from(plan, i) - (done_s - more_s),
                                           .where = point_on(arena, &leg, (double)done_s / leg.drive_s)};
            driven_s = 0;
            from_s = pause->at_s;
        }
        driven_s += leg.drive_s - done_s;
        if (i < plan->stops_n && plan->stops[i].depart_s - plan->stops[i].arrive_s >= ADVICE_PAUSE_S) {
            driven_s = 0;
        }
    }
    return list;
}

struct advice_dry *advice_dry(struct arena *arena, const struct plan *plan, int32_t limit_s, size_t *n)
{
    struct advice_dry *list = NULL;
    size_t capacity = 0;
    int32_t from_s = plan->leave_s;
    *n = 0;
    for (size_t i = 0; i <= plan->stops_n; i++) {
        const struct plan_stop *stop = i < plan->stops_n ? &plan->stops[i] : NULL;
        bool toilet =
            stop == NULL || (plan_stop_is_place(stop) && (stop->amenities & AMENITY_BIT(AMENITY_TOILET)) != 0);
        if (!toilet) {
            continue;
        }
        int32_t to_s = stop == NULL ? plan->home_s : stop->kind == PLAN_STOP_JOB ? stop->arrive_s : stop->start_s;
        if (to_s - from_s > limit_s) {
            struct advice_dry *dry = arena_push(arena, &list, n, &capacity, sizeof *dry);
            *dry = (struct advice_dry){from_s, to_s};
        }
        from_s = stop != NULL ? stop->depart_s : to_s;
    }
    return list;
}
