#include "planner/near.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/hours.h"
#include "geo/travel.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { SPANS = 16, DAYS_AHEAD = 8, FIRST_BATCH = 4, BATCH = 1024, MINUTE = 60 };

/* --- opening hours -------------------------------------------------------------------------------------------------- */

/* Hours, and where they hold. */
struct opening {
    const struct hours *hours;
    const struct hours_where *where;
};

/* "17:00+" names no end, and whether it is open then is not known: a plan takes it as open (hours_day), and so does this. */
static bool within_span(const struct opening *opening, struct hours_moment at)
{
    struct hours_span spans[SPANS];
    size_t n = hours_day(opening->hours, opening->where, at.day, spans, SPANS);
    int32_t at_s = at.wall_min * MINUTE;
    for (size_t i = 0; i < n && i < SPANS; i++) {
        if (spans[i].open_s <= at_s && at_s < spans[i].close_s) {
            return true;
        }
    }
    return false;
}

static bool counts_as_open(const struct opening *opening, struct hours_moment at, enum hours_state state)
{
    return state == HOURS_OPEN || (state == HOURS_UNKNOWN && within_span(opening, at));
}

/* The first moment after AT at which it is closed, or not known to be open, when it is OPEN now; else open. */
static void find_change(const struct opening *opening, struct hours_moment at, bool open, struct near_hours *out)
{
    int32_t last_day = at.day + DAYS_AHEAD;
    struct hours_answer then;
    while (at.day < last_day && hours_next_change(opening->hours, opening->where, at, last_day - at.day, &at, &then)) {
        if (counts_as_open(opening, at, then.state) != open) {
            out->changes = true;
            out->change_day = at.day;
            out->change_wall_s = at.wall_min * MINUTE;
            return;
        }
    }
}

struct near_hours near_hours_at(struct arena *arena, const char *text, const struct hours_where *where, int32_t day,
                                int32_t wall_s)
{
    struct near_hours found = {.state = NEAR_UNKNOWN};
    struct hours *hours;
    if (*text == '\0' || hours_parse(arena, text, &hours, NULL) != STATUS_OK) {
        return found;
    }
    struct opening opening = {hours, where};
    struct hours_moment at = {day, wall_s / MINUTE};
    enum hours_state state = hours_at(hours, where, at).state;
    bool open = counts_as_open(&opening, at, state);
    if (!open && state == HOURS_UNKNOWN) {
        return found; /* "by appointment" */
    }
    found.state = open ? NEAR_OPEN : NEAR_CLOSED;
    if (state != HOURS_UNKNOWN) { /* else when it closes is what is not known */
        find_change(&opening, at, open, &found);
    }
    return found;
}

/* --- the search ------------------------------------------------------------------------------------------------------ */

/* One that counts, before the rest of it is read from the store. */
struct hit {
    struct nearest_site site;
    int32_t drive_s, drive_m, minutes;
    struct near_hours hours;
};

struct search {
    struct store *store;
    struct travel *travel;
    const struct near_request *request;
    struct arena *arena;
    struct hit *hits; /* in order, LIMIT at most */
    size_t n;
    struct hit *shut; /* left out by OPEN_ONLY */
    size_t shut_n, shut_room;
    size_t looked_at, unreachable;
};

static int32_t minutes_of(int32_t seconds)
{
    return (seconds + MINUTE / 2) / MINUTE;
}

static bool comes_before(const struct hit *a, const struct hit *b)
{
    if (a->minutes != b->minutes) {
        return a->minutes < b->minutes;
    }
    if (a->site.is_customer != b->site.is_customer) {
        return a->site.is_customer;
    }
    return a->drive_s != b->drive_s ? a->drive_s < b->drive_s : a->site.id < b->site.id;
}

static void add_hit(struct search *search, const struct hit *hit)
{
    size_t at = search->n;
    if (at == search->request->limit) {
        if (!comes_before(hit, &search->hits[at - 1])) {
            return;
        }
        at--;
    } else {
        search->n++;
    }
    for (; at > 0 && comes_before(hit, &search->hits[at - 1]); at--) {
        search->hits[at] = search->hits[at - 1];
    }
    search->hits[at] = *hit;
}

static struct near_hours hours_of(const struct search *search, const struct nearest_site *site, int32_t drive_s)
{
    const struct near_request *request = search->request;
    int64_t at_utc = request->at_given ? request->open_utc : request->leave_utc + drive_s;
    return near_hours_at(search->arena, site->hours, request->where, civil_day_of_utc(at_utc),
                         civil_wall_of_utc(at_utc));
}

static void take(struct search *search, const struct nearest_site *site, int32_t drive_s, int32_t drive_m)
{
    const struct near_request *request = search->request;
    search->looked_at++;
    if (drive_s >= TRAVEL_NONE) {
        search->unreachable++;
        return;
    }
    if ((request->within_s > 0 && drive_s > request->within_s) ||
        (request->within_m > 0 && drive_m > request->within_m)) {
        return;
    }
    struct hit hit = {.site = *site, .drive_s = drive_s, .drive_m = drive_m, .minutes = minutes_of(drive_s)};
    if (search->n == request->limit && !comes_before(&hit, &search->hits[search->n - 1])) {
        return;
    }
    hit.hours = hours_of(search, site, drive_s);
    if (request->open_only && hit.hours.state != NEAR_OPEN) {
        struct hit *shut = arena_push(search->arena, &search->shut, &search->shut_n, &search->shut_room, sizeof *shut);
        *shut = hit;
        return;
    }
    add_hit(search, &hit);
}

/* How far one that would still be among the hits can lie. */
static double farthest_m(const struct search *search)
{
    if (search->n < search->request->limit) {
        return NEAREST_FARTHEST_M;
    }
    int32_t last_s = search->hits[search->n - 1].minutes * MINUTE + MINUTE / 2 - 1; /* of the same minutes */
    return travel_reach_m(search->travel, last_s);
}

static enum status take_batch(struct search *search, const struct nearest_site *sites, size_t n, struct error *err)
{
    struct arena *arena = arena_new();
    struct point *points = arena_array(arena, n, sizeof *points);
    int32_t *seconds = arena_array(arena, n, sizeof *seconds);
    int32_t *metres = arena_array(arena, n, sizeof *metres);
    for (size_t i = 0; i < n; i++) {
        points[i] = sites[i].at;
    }
    enum status status = travel_matrix(search->travel, &search->request->from, 1, points, n, seconds, metres, err);
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        take(search, &sites[i], seconds[i], metres[i]);
    }
    arena_free(arena);
    return status;
}

/* SITES from *DONE on, nearest first, until the next is too far away; then *DONE is N too. */
static enum status take_sites(struct search *search, const struct nearest_site *sites, size_t n, size_t *done,
                              struct error *err)
{
    size_t batch = *done == 0 ? search->request->limit * FIRST_BATCH : BATCH;
    while (*done < n && sites[*done].crow_m <= farthest_m(search)) {
        double reach_m = farthest_m(search);
        size_t end = *done;
        while (end < n && end - *done < batch && sites[end].crow_m <= reach_m) {
            end++;
        }
        enum status status = take_batch(search, sites + *done, end - *done, err);
        if (status != STATUS_OK) {
            return status;
        }
        *done = end;
        batch = BATCH;
    }
    *done = n;
    return STATUS_OK;
}

static double most_m(const struct search *search)
{
    const struct near_request *request = search->request;
    double most = NEAREST_FARTHEST_M;
    if (request->within_s > 0) {
        most = fmin(most, travel_reach_m(search->travel, request->within_s));
    }
    return request->within_m > 0 ? fmin(most, request->within_m) : most;
}

static enum status run(struct search *search, struct error *err)
{
    double most = most_m(search), radius_m = 0;
    size_t want = search->request->limit, done = 0;
    for (;;) {
        struct nearest_site *sites = NULL;
        size_t n = 0;
        enum status status = store_nearest(search->store, search->request->from, &search->request->filter, want, most,
                                           &radius_m, search->arena, &sites, &n, err);
        if (status == STATUS_OK) {
            status = take_sites(search, sites, n, &done, err);
        }
        double reach_m = fmin(farthest_m(search), most);
        if (status != STATUS_OK || reach_m <= radius_m) {
            return status;
        }
        want = search->n < search->request->limit ? n + 2 * search->request->limit : 0;
        radius_m = search->n < search->request->limit ? fmin(radius_m * 2, most) : reach_m;
    }
}

/* --- the answer ------------------------------------------------------------------------------------------------------ */

static enum status read_places(const struct search *search, struct near_answer *out, struct error *err)
{
    out->places = arena_array(search->arena, search->n, sizeof *out->places);
    for (size_t i = 0; i < search->n; i++) {
        const struct hit *hit = &search->hits[i];
        struct near_place *place = &out->places[i];
        enum status status = store_site_get(search->store, hit->site.id, search->arena, &place->site, err);
        if (status != STATUS_OK) {
            return status;
        }
        place->drive_s = hit->drive_s;
        place->drive_m = hit->drive_m;
        place->minutes = hit->minutes;
        place->crow_m = hit->site.crow_m;
        place->hours = hit->hours;
        place->source = arena_strdup(search->arena, travel_source(search->travel, search->request->from, hit->site.at));
    }
    out->n = search->n;
    return STATUS_OK;
}

static void count_shut(const struct search *search, struct near_answer *out)
{
    bool full = search->n == search->request->limit;
    for (size_t i = 0; i < search->shut_n; i++) {
        const struct hit *hit = &search->shut[i];
        if (!full || comes_before(hit, &search->hits[search->n - 1])) {
            out->unknown += hit->hours.state == NEAR_UNKNOWN;
            out->closed += hit->hours.state == NEAR_CLOSED;
        }
    }
}

enum status near_find(struct store *store, struct travel *travel, const struct near_request *request,
                      struct arena *arena, struct near_answer *out, struct error *err)
{
    assert(request->limit > 0 && point_valid(request->from));
    struct search search = {.store = store, .travel = travel, .request = request, .arena = arena};
    search.hits = arena_array(arena, request->limit, sizeof *search.hits);
    enum status status = run(&search, err);
    struct near_answer answer = {.looked_at = search.looked_at, .unreachable = search.unreachable};
    if (status == STATUS_OK) {
        status = read_places(&search, &answer, err);
    }
    if (status == STATUS_OK) {
        count_shut(&search, &answer);
        *out = answer;
    }
    return status;
}
