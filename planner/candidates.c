#include "planner/candidates.h"

#include "geo/base/caps.h"
#include "geo/base/mem.h"
#include "geo/travel.h"

#include <math.h>

enum { NODES_MAX = CAP_JOBS_PER_DAY + 1 };

/* Two fixed nodes that can follow each other, with all visits between them left out. */
struct pair {
    uint32_t from, to;
    int32_t travel_s;
    int64_t depart_s; /* earliest from FROM */
    int64_t arrive_s; /* latest at TO */
    bool next;        /* no other job has to come between them */
};

struct reach {
    struct travel *travel;
    const struct frame *frame;
    struct point nodes[NODES_MAX]; /* home first */
    uint32_t nodes_n;
    struct pair *pairs;
    size_t pairs_n;
    int32_t to_s[NODES_MAX], from_s[NODES_MAX]; /* bounds for the customer in hand */
};

/* At least so much; where no road leads straight there one may get there over others. */
static int32_t at_least_s(int32_t travel_s)
{
    return travel_s < TRAVEL_NONE ? travel_s : 0;
}

static void depart_and_arrive(const struct frame *frame, const struct fixed *fixed, uint32_t node, int64_t *depart_s,
                              int64_t *arrive_s)
{
    if (node == 0) {
        *depart_s = frame->leave_from_s;
        *arrive_s = (int64_t)frame->home_by_s + frame->home_late_ok_s;
        return;
    }
    const struct place *job = fixed->jobs[node - 1];
    int64_t reached_s = rush_arrive_s(frame->rush, frame->leave_from_s, at_least_s(fixed->travel_s[node]));
    int64_t start_s = reached_s > job->windows[0].from_s ? reached_s : job->windows[0].from_s;
    *depart_s = start_s + job->service_s;
    *arrive_s = (int64_t)job->windows[job->windows_n - 1].to_s + job->late_ok_s;
}

/* Can job K be anywhere but between A and B? Whoever is served before another leaves time for the drive there. */
static bool is_elsewhere(const struct frame *frame, const struct fixed *fixed, uint32_t a, uint32_t b, uint32_t k)
{
    size_t n = fixed->jobs_n + 1;
    int64_t depart_k_s, arrive_k_s, depart_b_s, arrive_a_s, ignored;
    depart_and_arrive(frame, fixed, k, &depart_k_s, &arrive_k_s);
    depart_and_arrive(frame, fixed, b, &depart_b_s, &ignored);
    depart_and_arrive(frame, fixed, a, &ignored, &arrive_a_s);
    return (a != 0 && rush_arrive_s(frame->rush, depart_k_s, at_least_s(fixed->travel_s[k * n + a])) <= arrive_a_s) ||
           (b != 0 && rush_arrive_s(frame->rush, depart_b_s, at_least_s(fixed->travel_s[b * n + k])) <= arrive_k_s);
}

static bool can_be_next(const struct frame *frame, const struct fixed *fixed, uint32_t a, uint32_t b)
{
    for (uint32_t k = 1; k <= fixed->jobs_n; k++) {
        if (k != a && k != b && !is_elsewhere(frame, fixed, a, b, k)) {
            return false;
        }
    }
    return true;
}

static void find_pairs(struct reach *reach, const struct fixed *fixed, struct arena *arena)
{
    uint32_t n = reach->nodes_n;
    reach->pairs = arena_array(arena, (size_t)n * n, sizeof *reach->pairs);
    for (uint32_t a = 0; a < n; a++) {
        for (uint32_t b = 0; b < n; b++) {
            if (a == b && n > 1) {
                continue; /* from home to home only when nothing is booked */
            }
            struct pair pair = {.from = a, .to = b, .travel_s = a == b ? 0 : fixed->travel_s[a * n + b]};
            int64_t ignored;
            depart_and_arrive(reach->frame, fixed, a, &pair.depart_s, &ignored);
            depart_and_arrive(reach->frame, fixed, b, &ignored, &pair.arrive_s);
            if (rush_arrive_s(reach->frame->rush, pair.depart_s, at_least_s(pair.travel_s)) <= pair.arrive_s) {
                pair.next = can_be_next(reach->frame, fixed, a, b);
                reach->pairs[reach->pairs_n++] = pair;
            }
        }
    }
}

/* Longitudes are unrolled around home's, so that boxes on both sides of the 180th meridian join. */
static void widen(struct box *hull, struct box box, double centre_deg)
{
    double west = remainder(box.west_deg - centre_deg, 360.0);
    double width = box.east_deg - box.west_deg + (box.west_deg > box.east_deg ? 360.0 : 0.0);
    if (width >= 360.0) {
        west = -180.0;
    }
    hull->south_deg = fmin(hull->south_deg, box.south_deg);
    hull->north_deg = fmax(hull->north_deg, box.north_deg);
    hull->west_deg = fmin(hull->west_deg, west);
    hull->east_deg = fmax(hull->east_deg, west + width);
}

/* How far one gets in SECONDS at best, as time on free roads. */
static int64_t free_s(const struct rush_day *rush, int64_t seconds)
{
    return rush_is(rush) ? seconds * RUSH_PAR / rush_least_s(rush, RUSH_PAR) + 1 : seconds;
}

/* A customer between a and b is within (max_extra + d(a,b)) / 2 of one of them, and can be reached and left within the
 * day. */
static struct box hull_of(const struct reach *reach)
{
    int64_t longest_s = 0;
    bool joined = true;
    for (size_t i = 0; i < reach->pairs_n; i++) {
        joined = joined && reach->pairs[i].travel_s < TRAVEL_NONE;
        longest_s = reach->pairs[i].travel_s > longest_s ? reach->pairs[i].travel_s : longest_s;
    }
    const struct frame *frame = reach->frame;
    int64_t day_s = (int64_t)frame->home_by_s + frame->home_late_ok_s - frame->leave_from_s;
    int64_t reach_s = (free_s(frame->rush, frame->max_extra_s) + rush_most_s(frame->rush, longest_s)) / 2 + 1;
    day_s = free_s(frame->rush, day_s);
    reach_s = joined && reach_s < day_s ? reach_s : day_s;
    double radius_m = travel_reach_m(reach->travel, reach_s > 0 ? (int32_t)reach_s : 0);
    double centre_deg = frame->home.lon_deg;
    struct box hull = {90.0, 360.0, -90.0, -360.0};
    for (uint32_t i = 0; i < reach->nodes_n; i++) {
        widen(&hull, point_box(reach->nodes[i], radius_m), centre_deg);
    }
    if (hull.east_deg - hull.west_deg >= 360.0) {
        return (struct box){hull.south_deg, -180.0, hull.north_deg, 180.0};
    }
    hull.west_deg = remainder(hull.west_deg + centre_deg, 360.0);
    hull.east_deg = remainder(hull.east_deg + centre_deg, 360.0);
    return hull;
}

/* What the source promises at least between the fixed nodes and N sites: rows of nodes. */
struct table {
    size_t n;
    int32_t *to_s, *from_s;
};

static enum status bound_travel(const struct reach *reach, struct arena *arena, const struct site *const *sites,
                                size_t n, struct table *out, struct error *err)
{
    struct point *points = arena_array(arena, n, sizeof *points);
    for (size_t i = 0; i < n; i++) {
        points[i] = sites[i]->at;
    }
    *out = (struct table){.n = n};
    out->to_s = arena_array(arena, n * reach->nodes_n, sizeof *out->to_s);
    out->from_s = arena_array(arena, n * reach->nodes_n, sizeof *out->from_s);
    return travel_bounds(reach->travel, reach->nodes, reach->nodes_n, points, n, out->to_s, out->from_s, err);
}

static void take_bounds(struct reach *reach, const struct table *table, size_t at)
{
    for (uint32_t i = 0; i < reach->nodes_n; i++) {
        reach->to_s[i] = table->to_s[i * table->n + at];
        reach->from_s[i] = table->from_s[i * table->n + at];
    }
}

/* What the customer in hand adds between the two at least. */
static int32_t least_detour_s(const struct reach *reach, const struct pair *pair)
{
    const struct rush_day *rush = reach->frame->rush;
    int64_t over_s = rush_least_s(rush, (int64_t)reach->to_s[pair->from] + reach->from_s[pair->to]);
    if (pair->travel_s >= TRAVEL_NONE && over_s < TRAVEL_NONE) {
        return 0; /* it joins what no road joins */
    }
    return (int32_t)(over_s - rush_most_s(rush, pair->travel_s));
}

static bool driving_fits(const struct reach *reach)
{
    for (size_t i = 0; i < reach->pairs_n; i++) {
        const struct pair *pair = &reach->pairs[i];
        if (least_detour_s(reach, pair) <= reach->frame->max_extra_s) {
            return true;
        }
    }
    return false;
}

static bool time_fits(const struct place *place, int64_t arrive_s, int64_t end_by_s)
{
    for (uint32_t w = 0; w < place->windows_n; w++) {
        const struct open_span *open = &place->windows[w];
        int64_t start_s = arrive_s > open->from_s ? arrive_s : open->from_s;
        int64_t end_s = start_s + place->service_s;
        if (end_s <= open->to_s && end_s <= end_by_s) {
            return true;
        }
    }
    return false;
}

/* Who can be reached between some pair, and perhaps between two that are next to each other. */
enum fit { FIT_NOWHERE, FIT_BETWEEN_OTHERS, FIT_HERE };

/* *LEAST_S: the least detour between two that are next to each other. */
static enum fit fit_of(const struct reach *reach, const struct place *place, int32_t *least_s)
{
    enum fit fit = FIT_NOWHERE;
    for (size_t i = 0; i < reach->pairs_n; i++) {
        const struct pair *pair = &reach->pairs[i];
        int32_t detour_s = least_detour_s(reach, pair);
        bool matters = fit == FIT_NOWHERE || (pair->next && (fit == FIT_BETWEEN_OTHERS || detour_s < *least_s));
        if (!matters || detour_s > reach->frame->max_extra_s ||
            !time_fits(place, rush_arrive_s(reach->frame->rush, pair->depart_s, reach->to_s[pair->from]),
                       rush_depart_s(reach->frame->rush, pair->arrive_s, reach->from_s[pair->to]))) {
            continue;
        }
        fit = pair->next ? FIT_HERE : FIT_BETWEEN_OTHERS;
        *least_s = detour_s;
    }
    return fit;
}

/* Sites whose driving, time and hours fit, as candidates without contacts yet. */
static void sift(struct reach *reach, const struct day *day, const struct site *const *sites, const struct table *table,
                 struct candidates *out)
{
    for (size_t i = 0; i < table->n; i++) {
        const struct site *site = sites[i];
        take_bounds(reach, table, i);
        if (!driving_fits(reach)) {
            continue;
        }
        struct candidate candidate = {.site = site, .facts = day_facts(day, site, 0)};
        candidate.place = day_visit(day, site, &candidate.facts);
        enum fit fit = fit_of(reach, &candidate.place, &candidate.least_s);
        candidate.fits = fit == FIT_HERE;
        if (fit != FIT_NOWHERE) {
            out->list[out->n++] = candidate;
        }
    }
    out->reachable = out->n;
}

/* Those of the sites that may be called on that day. */
static const struct site **ours_of(const struct day *day, const struct site *sites, size_t n, struct arena *arena,
                                   size_t *ours_n)
{
    const struct site **ours = arena_array(arena, n, sizeof *ours);
    *ours_n = 0;
    for (size_t i = 0; i < n; i++) {
        if (day_is_ours(day, &sites[i]) && day_booked(day, sites[i].id) == DAY_NONE) {
            ours[(*ours_n)++] = &sites[i];
        }
    }
    return ours;
}

/* Contacts count among the reasons, so worth is settled last; who is worth nothing goes. */
static enum status settle_worth(struct store *store, const struct day *day, struct arena *arena, struct candidates *out,
                                struct error *err)
{
    int64_t *ids = arena_array(arena, out->n, sizeof *ids);
    int32_t *counts = arena_array(arena, out->n, sizeof *counts);
    for (size_t i = 0; i < out->n; i++) {
        ids[i] = out->list[i].site->id;
    }
    enum status status = store_contact_counts(store, ids, out->n, counts, err);
    if (status != STATUS_OK) {
        return status;
    }
    size_t kept = 0;
    for (size_t i = 0; i < out->n; i++) {
        struct candidate *candidate = &out->list[i];
        candidate->facts.contacts = counts[i];
        candidate->place = day_visit(day, candidate->site, &candidate->facts);
        if (candidate->place.worth_s + candidate->place.comfort_s > 0) {
            out->list[kept++] = *candidate;
        }
    }
    out->n = kept;
    return STATUS_OK;
}

/* Those that fit come first; otherwise the order stays. */
static void part(struct arena *arena, struct candidates *out)
{
    struct candidate *others = arena_array(arena, out->n, sizeof *others);
    size_t others_n = 0;
    for (size_t i = 0; i < out->n; i++) {
        if (out->list[i].fits) {
            out->list[out->fit_n++] = out->list[i];
        } else {
            others[others_n++] = out->list[i];
        }
    }
    for (size_t i = 0; i < others_n; i++) {
        out->list[out->fit_n + i] = others[i];
    }
}

enum status candidates_collect(struct store *store, struct travel *travel, const struct day *day,
                               const struct frame *frame, const struct fixed *fixed, struct arena *arena,
                               struct candidates *out, struct error *err)
{
    struct reach *reach = arena_alloc(arena, sizeof *reach);
    reach->travel = travel;
    reach->frame = frame;
    reach->nodes_n = (uint32_t)fixed->jobs_n + 1;
    reach->nodes[0] = frame->home;
    for (size_t i = 0; i < fixed->jobs_n; i++) {
        reach->nodes[i + 1] = fixed->jobs[i]->at;
    }
    find_pairs(reach, fixed, arena);
    struct store_counts counts;
    enum status status = store_count(store, &counts, err);
    if (status != STATUS_OK) {
        return status;
    }
    struct candidates found = {.placed = counts.customers - counts.customers_unplaced};
    struct site *sites = NULL;
    size_t n = 0;
    status = store_site_suggestable(store, hull_of(reach), arena, &sites, &n, err);
    if (status != STATUS_OK) {
        return status;
    }
    const struct site **ours = ours_of(day, sites, n, arena, &n);
    struct table table;
    status = bound_travel(reach, arena, ours, n, &table, err);
    if (status != STATUS_OK) {
        return status;
    }
    found.list = arena_array(arena, n, sizeof *found.list);
    sift(reach, day, ours, &table, &found);
    status = settle_worth(store, day, arena, &found, err);
    if (status == STATUS_OK) {
        part(arena, &found);
        *out = found;
    }
    return status;
}
