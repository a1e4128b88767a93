#include "geo/amenity.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/holidays.h"
#include "geo/hours.h"
#include "planner/errands.h"
#include "planner/near_way.h"
#include "planner/parcels.h"

#include <string.h>

enum { OPTIONS_MAX = 12, ASKED = 16 };

/* --- an option as a place ---------------------------------------------------------------------------------------------- */

/* The options of an errand while they are found. */
struct finder {
    const struct errands_work *work;
    struct errand *errand;
    struct open_book *book; /* hours of the day, whoever works when */
    int32_t service_s;
};

static struct finder finder_of(const struct errands_work *work, struct errand *errand, int32_t service_s)
{
    struct open_span any = {0, DAY_SECONDS};
    struct finder out = {.work = work, .errand = errand, .service_s = service_s};
    out.book = open_book_new(work->arena, work->day->day, any, any, work->where);
    errand->options = arena_array(work->arena, OPTIONS_MAX, sizeof *errand->options);
    errand->places = arena_array(work->arena, OPTIONS_MAX, sizeof *errand->places);
    errand->options_n = 0;
    return out;
}

/* An option that is open at SPANS: the whole stop lies within one of them, and within the errand's own times. */
static void add_option(const struct finder *finder, const struct errand_option *option, const struct open_span *spans,
                       size_t n)
{
    struct errand *errand = finder->errand;
    struct open_span *windows = arena_array(finder->work->arena, OPEN_SPANS_MAX, sizeof *windows);
    uint32_t windows_n = 0;
    for (size_t i = 0; i < n && windows_n < OPEN_SPANS_MAX; i++) {
        struct open_span span = {spans[i].from_s > errand->ready_s ? spans[i].from_s : errand->ready_s,
                                 spans[i].to_s < errand->by_s ? spans[i].to_s : errand->by_s};
        if (span.from_s + finder->service_s <= span.to_s) {
            windows[windows_n++] = span;
        }
    }
    if (windows_n == 0 || errand->options_n == OPTIONS_MAX) {
        return;
    }
    size_t at = errand->options_n++;
    errand->options[at] = *option;
    errand->places[at] = (struct place){.kind = PLACE_ERRAND,
                                        .index = (uint32_t)at,
                                        .site_id = option->site.id,
                                        .at = option->site.at,
                                        .service_s = finder->service_s,
                                        .windows = windows,
                                        .windows_n = windows_n,
                                        .toilet = (option->site.amenities & AMENITY_BIT(AMENITY_TOILET)) != 0};
}

/* --- parcels to be handed over ----------------------------------------------------------------------------------------- */

static int64_t midnight_of(int32_t day)
{
    int64_t utc = 0;
    (void)civil_utc(day, 0, &utc);
    return utc;
}

static const struct site *site_of(const struct day *day, const struct place *place)
{
    return place_is_job(place) ? &day->jobs[place->index].site : NULL;
}

/* The day as it is so far, as parcels_find reads one. */
static struct plan *sketch(const struct errands_work *work, const struct stand *stand)
{
    struct plan *plan = arena_alloc(work->arena, sizeof *plan);
    const struct judgement *judged = &stand->judged;
    *plan = (struct plan){.day = work->day->day, .home = work->search->frame->home, .leave_s = judged->leave_s};
    plan->stops = arena_array(work->arena, judged->stops_n, sizeof *plan->stops);
    plan->stops_n = judged->stops_n;
    for (uint32_t i = 0; i < judged->stops_n; i++) {
        const struct core_stop *stop = &stand->trial->stops[i];
        struct plan_stop *out = &plan->stops[i];
        *out = (struct plan_stop){.kind = PLAN_STOP_BREAK,
                                  .name = "",
                                  .arrive_s = stop->arrive_s,
                                  .start_s = stop->start_s,
                                  .depart_s = stop->depart_s};
        if (stop->place != CORE_BREAK) {
            const struct place *place = stand->trial->places[stop->place];
            const struct site *site = site_of(work->day, place);
            out->kind = place_is_job(place) ? PLAN_STOP_JOB : PLAN_STOP_PARCEL;
            out->site_id = place->site_id;
            out->at = place->at;
            out->job_id = site != NULL ? work->day->jobs[place->index].job.id : 0;
            out->window_to_s = place->windows[place->windows_n - 1].to_s;
        }
    }
    return plan;
}

static struct drop_day day_at(const struct finder *finder, const struct drop_point *point)
{
    const struct hours_where *where = finder->work->where;
    int32_t day = finder->work->day->day;
    bool holiday = where->holidays != NULL && holidays_public(where->holidays, day) != NULL;
    return drop_on(point, finder->errand->parcels->carrier, day, holiday, open_on(finder->book, point->site.hours));
}

static void add_drop_point(const struct finder *finder, const struct parcels_option *found, bool doubtful)
{
    struct errand_option option = {.site = found->point->site, .day = day_at(finder, found->point)};
    option.doubtful = found->carrier != DROP_CARRIER_SURE || option.day.basis == DROP_BY_NOTHING;
    struct open_span spans[OPEN_SPANS_MAX];
    int64_t midnight_utc = midnight_of(finder->work->day->day);
    for (size_t i = 0; i < option.day.n; i++) {
        spans[i] = (struct open_span){(int32_t)(option.day.spans[i].from_utc - midnight_utc),
                                      (int32_t)(option.day.spans[i].to_utc - midnight_utc)};
    }
    if (option.doubtful == doubtful) {
        add_option(finder, &option, spans, option.day.n);
    }
}

static enum status find_drop_points(const struct finder *finder, const struct stand *stand, bool doubtful,
                                    struct error *err)
{
    const struct errands_work *work = finder->work;
    const struct errand *errand = finder->errand;
    int64_t midnight_utc = midnight_of(work->day->day);
    struct parcels_request request = {
        .from = work->search->frame->home,
        .now_utc = midnight_utc,
        .carrier = errand->parcels->carrier,
        .ready_utc = midnight_utc + errand->ready_s,
        .by_utc = errand->by_s == INT32_MAX ? INT64_MAX : midnight_utc + errand->by_s,
        .after_job_id = errand->has_job ? work->day->jobs[errand->job].job.id : 0,
        .plan = sketch(work, stand),
        .where = work->where,
        .limit = ASKED,
    };
    struct parcels_answer answer = {0};
    enum status status = parcels_find(work->store, work->travel, &request, work->arena, &answer, err);
    for (size_t i = 0; i < answer.n && status == STATUS_OK; i++) {
        add_drop_point(finder, &answer.options[i], doubtful);
    }
    return status;
}

/* --- a parcel to be collected ------------------------------------------------------------------------------------------ */

static enum status find_where_it_waits(const struct finder *finder, struct error *err)
{
    struct errand *errand = finder->errand;
    struct errand_option option = {.doubtful = false};
    if (errand->parcels->site_id == 0) {
        errand->why = "where it waits is not known";
        return STATUS_OK;
    }
    enum status status =
        store_site_get(finder->work->store, errand->parcels->site_id, finder->work->arena, &option.site, err);
    if (status != STATUS_OK) {
        return status;
    }
    if (option.site.placed_by == PLACED_NOT) {
        errand->why = arena_printf(finder->work->arena, "%s has no place yet: rounds edit #%lld place=LAT,LON",
                                   option.site.name, (long long)option.site.id);
        return STATUS_OK;
    }
    struct open_span any = {0, DAY_SECONDS};
    const struct open_day *hours = open_on(finder->book, option.site.hours);
    add_option(finder, &option, hours->known ? hours->spans : &any, hours->known ? hours->n : 1);
    if (errand->options_n == 0) {
        errand->why = arena_printf(finder->work->arena, "%s is closed when it could be collected", option.site.name);
    }
    return STATUS_OK;
}

/* --- lunch ------------------------------------------------------------------------------------------------------------- */

static void add_food(const struct finder *finder, const struct site *site, bool doubtful)
{
    const struct frame *frame = finder->work->search->frame;
    struct errand_option option = {.site = *site};
    const struct open_day *hours = open_on(finder->book, site->hours);
    struct open_span lunch = {frame->break_open_s, frame->break_close_s + finder->service_s}, spans[OPEN_SPANS_MAX];
    size_t n = 0;
    for (uint32_t i = 0; i < hours->n && hours->known; i++) {
        struct open_span both = {lunch.from_s > hours->spans[i].from_s ? lunch.from_s : hours->spans[i].from_s,
                                 lunch.to_s < hours->spans[i].to_s ? lunch.to_s : hours->spans[i].to_s};
        if (both.from_s < both.to_s) {
            spans[n++] = both;
        }
    }
    if (!hours->known) {
        spans[n++] = lunch;
    }
    option.doubtful = !hours->known;
    if (option.doubtful == doubtful) {
        add_option(finder, &option, spans, n);
    }
}

/* Also at a job where there is food: no way at all. */
static enum status find_food(const struct finder *finder, const struct stand *stand, bool doubtful, struct error *err)
{
    const struct errands_work *work = finder->work;
    size_t n = (size_t)stand->trial->n + 2, found_n = 0;
    struct point *nodes = arena_array(work->arena, n, sizeof *nodes);
    struct near_way *found = NULL;
    nodes[0] = nodes[n - 1] = work->search->frame->home;
    for (uint32_t i = 0; i < stand->trial->n; i++) {
        const struct place *place = stand->trial->places[i];
        const struct site *site = site_of(work->day, place);
        nodes[i + 1] = place->at;
        if (site != NULL && (site->amenities & AMENITY_BIT(AMENITY_FOOD)) != 0) {
            add_food(finder, site, doubtful);
        }
    }
    enum status status =
        near_way_find(work->store, work->travel, nodes, n, AMENITY_BIT(AMENITY_FOOD),
                      work->day->settings->lunch_detour_s, 4 * (size_t)OPTIONS_MAX, work->arena, &found, &found_n, err);
    for (size_t i = 0; i < found_n && status == STATUS_OK; i++) {
        if (errand_at(finder->errand, found[i].site.id) == NULL) {
            add_food(finder, &found[i].site, doubtful);
        }
    }
    return status;
}

enum status errand_find_options(const struct errands_work *work, const struct stand *stand, bool doubtful,
                                struct errand *errand, struct error *err)
{
    bool lunch = errand->kind == ERRAND_LUNCH;
    struct finder finder = finder_of(work, errand, lunch ? work->day->settings->lunch_s : (int32_t)PARCELS_HANDOVER_S);
    if (errand->kind == ERRAND_IN) {
        return doubtful ? STATUS_OK : find_where_it_waits(&finder, err);
    }
    return lunch ? find_food(&finder, stand, doubtful, err) : find_drop_points(&finder, stand, doubtful, err);
}
