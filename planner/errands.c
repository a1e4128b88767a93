#include "planner/errands.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/store/job.h"
#include "planner/parcels.h"

#include <stdlib.h>
#include <string.h>

enum { ERRANDS_MAX = 32 /* looked at in a day */ };

/* --- what there is ----------------------------------------------------------------------------------------------------- */

static const struct day_job *job_of_day(const struct day *day, int64_t job_id, uint32_t *index)
{
    for (size_t i = 0; i < day->jobs_n; i++) {
        if (day->jobs[i].job.id == job_id) {
            *index = (uint32_t)i;
            return &day->jobs[i];
        }
    }
    return NULL;
}

/* What its job means for it on the day. *CONCERNS: it has to do with the day at all. */
static enum status read_job(const struct errands_work *work, const struct parcel *parcel, struct errand *errand,
                            bool *concerns, struct error *err)
{
    const struct day *day = work->day;
    struct job job = job_empty();
    if (parcel->job_id == 0) {
        return STATUS_OK;
    }
    enum status status = store_job_get(work->store, parcel->job_id, work->arena, &job, err);
    if (status == STATUS_NOT_FOUND) {
        return STATUS_OK;
    }
    if (status != STATUS_OK || job.status != JOB_OPEN || job.day < day->day) {
        return status;
    }
    if (job.day > day->day) { /* it needs not be collected before then, nor can it be had */
        *concerns = parcel->direction == PARCEL_IN && errand->due;
        return STATUS_OK;
    }
    errand->has_job = job_of_day(day, job.id, &errand->job) != NULL;
    if (errand->has_job && parcel->direction == PARCEL_IN) {
        errand->due = true;
    }
    if (!errand->has_job && parcel->direction == PARCEL_OUT) {
        int32_t over_s = open_elapsed(day->day, job.earliest_s) + job.duration_s;
        errand->ready_s = over_s > errand->ready_s ? over_s : errand->ready_s;
    }
    if (errand->has_job && work->alone->unserved[errand->job]) {
        errand->why = arena_printf(work->arena, "the job at %s is left out", day->jobs[errand->job].site.name);
    }
    return STATUS_OK;
}

static enum status read_parcel(const struct errands_work *work, const struct parcel *parcel, struct errand *out,
                               bool *concerns, struct error *err)
{
    int32_t day = work->day->day;
    *out = (struct errand){.kind = parcel->direction == PARCEL_OUT ? ERRAND_OUT : ERRAND_IN,
                           .parcels = parcel,
                           .parcels_n = 1,
                           .due = parcel->due_day != DAY_NONE && parcel->due_day <= day,
                           .by_s = INT32_MAX};
    *concerns = parcel->ready_day == DAY_NONE || parcel->ready_day <= day;
    if (parcel->ready_day == day && parcel->ready_s != NUMBER_UNSET) {
        out->ready_s = open_elapsed(day, parcel->ready_s);
    }
    if (parcel->due_day == day) {
        out->by_s = open_elapsed(day, parcel->due_s != NUMBER_UNSET ? parcel->due_s : DAY_SECONDS);
    }
    return *concerns ? read_job(work, parcel, out, concerns, err) : STATUS_OK;
}

/* Can B be handed over wherever and whenever A can? */
static bool are_alike(const struct errand *a, const struct errand *b)
{
    return a->kind == ERRAND_OUT && b->kind == ERRAND_OUT && a->why == NULL && b->why == NULL && a->due == b->due &&
           a->ready_s == b->ready_s && a->by_s == b->by_s && a->has_job == b->has_job && a->job == b->job &&
           text_equal_folded(a->parcels->carrier, b->parcels->carrier);
}

static void join(struct arena *arena, struct errand *to, const struct errand *one)
{
    struct parcel *parcels = arena_array(arena, to->parcels_n + 1, sizeof *parcels);
    memcpy(parcels, to->parcels, to->parcels_n * sizeof *parcels);
    parcels[to->parcels_n++] = *one->parcels;
    to->parcels = parcels;
}

/* What is due goes first, then what jobs need, then lunch, then what could wait. */
static int rank_of(const struct errand *errand)
{
    if (errand->kind == ERRAND_LUNCH) {
        return 2;
    }
    return !errand->due ? 3 : errand->kind == ERRAND_IN && errand->has_job ? 1 : 0;
}

static int in_order(const void *a, const void *b)
{
    const struct errand *x = a, *y = b;
    int rank_x = rank_of(x), rank_y = rank_of(y);
    if (rank_x != rank_y) {
        return rank_x - rank_y;
    }
    bool by_job = rank_x == 1; /* jobs are in the order of their times */
    int64_t key_x = by_job ? (int64_t)x->job : x->by_s, key_y = by_job ? (int64_t)y->job : y->by_s;
    if (key_x != key_y) {
        return key_x < key_y ? -1 : 1;
    }
    int64_t id_x = x->parcels_n > 0 ? x->parcels->id : 0, id_y = y->parcels_n > 0 ? y->parcels->id : 0;
    return (id_x > id_y) - (id_x < id_y);
}

/* A day that has its lunch somewhere on the road may have it where there is food. */
static void add_lunch(const struct errands_work *work, struct errands *errands)
{
    if (work->day->settings->lunch_food && work->search->frame->break_s > 0) {
        errands->list[errands->n++] = (struct errand){.kind = ERRAND_LUNCH, .by_s = INT32_MAX, .fit = ERRAND_NO_TIME};
    }
}

enum status errands_collect(const struct errands_work *work, struct errands *out, struct error *err)
{
    struct parcel *parcels = NULL;
    size_t n = 0;
    struct parcel_filter filter = {.open_only = true};
    enum status status = store_parcel_list(work->store, &filter, work->arena, &parcels, &n, err);
    *out = (struct errands){.list = arena_array(work->arena, n + 1, sizeof *out->list)};
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        struct errand one;
        bool concerns = false;
        status = read_parcel(work, &parcels[i], &one, &concerns, err);
        size_t like = 0;
        while (like < out->n && !are_alike(&out->list[like], &one)) {
            like++;
        }
        if (status != STATUS_OK || !concerns) {
            continue;
        }
        if (like < out->n) {
            join(work->arena, &out->list[like], &one);
        } else {
            out->list[out->n++] = one;
        }
    }
    add_lunch(work, out);
    if (out->n > 1) {
        qsort(out->list, out->n, sizeof *out->list, in_order);
    }
    return status;
}

/* --- fitting in -------------------------------------------------------------------------------------------------------- */

static int32_t most_of(const struct errands_work *work, const struct errand *errand)
{
    const struct settings *settings = work->day->settings;
    if (errand->kind == ERRAND_LUNCH) {
        return settings->lunch_detour_s;
    }
    return errand->due ? INT32_MAX : settings->parcel_detour_s;
}

static enum status try_options(const struct errands_work *work, struct stand *best, struct errand *errand,
                               struct error *err)
{
    struct place_item job = {false, errand->job}, self = {true, 0};
    struct place_order order = {errand->kind == ERRAND_OUT ? job : self, errand->kind == ERRAND_OUT ? self : job};
    struct errand_ask ask = {.places = errand->places,
                             .n = (uint32_t)errand->options_n,
                             .orders = &order,
                             .orders_n = errand->has_job,
                             .most_s = most_of(work, errand)};
    errand->fit = ERRAND_NO_TIME;
    enum status status = errand->options_n == 0
                             ? STATUS_OK
                             : search_errand(work->search, best, &ask, &errand->fit, &errand->more_s, err);
    errand->number = errand->fit == ERRAND_FITS ? work->search->frame->errands_n : 0;
    return status;
}

/* Where it is sure to leave from first, then where that is not known. */
static enum status fit_parcel(const struct errands_work *work, struct stand *best, struct errand *errand,
                              struct error *err)
{
    enum status status = STATUS_OK;
    for (int doubtful = 0; doubtful <= 1 && status == STATUS_OK && errand->number == 0; doubtful++) {
        struct errand sure = *errand;
        status = errand_find_options(work, best, doubtful != 0, errand, err);
        if (status == STATUS_OK && (doubtful == 0 || errand->options_n > 0)) {
            status = try_options(work, best, errand, err);
        }
        if (doubtful != 0 && errand->number == 0) {
            *errand = sure;
        }
    }
    return status;
}

/* Is lunch had, or missed, on the road? One that is not due by the time home is reached needs no place. */
static bool has_break(const struct stand *stand)
{
    bool found = stand->judged.break_missed_s > 0;
    for (uint32_t i = 0; i < stand->judged.stops_n; i++) {
        found = found || stand->trial->stops[i].place == CORE_BREAK;
    }
    return found;
}

static enum status fit_lunch(const struct errands_work *work, struct stand *best, struct errands *errands,
                             struct errand *errand, struct error *err)
{
    struct frame *frame = work->search->frame;
    int32_t break_s = frame->break_s;
    if (!has_break(best)) {
        errand->fit = ERRAND_FITS; /* nothing to do */
        return STATUS_OK;
    }
    frame->break_s = 0;
    enum status status = fit_parcel(work, best, errand, err);
    errands->lunch_moved = errand->number != 0;
    if (!errands->lunch_moved) {
        frame->break_s = break_s;
    }
    return status;
}

enum status errands_plan(const struct errands_work *work, struct errands *errands, struct found *based,
                         struct error *err)
{
    struct stand best;
    enum status status = stand_at(work->search, work->alone->line, &best, err);
    for (size_t i = 0; i < errands->n && status == STATUS_OK; i++) {
        struct errand *errand = &errands->list[i];
        errand->fit = ERRAND_NO_TIME;
        if (errand->why == NULL && i >= ERRANDS_MAX) {
            errand->why = "there are more errands than a day takes";
        }
        if (errand->kind == ERRAND_LUNCH) {
            status = fit_lunch(work, &best, errands, errand, err);
        } else if (errand->why == NULL) {
            status = fit_parcel(work, &best, errand, err);
        }
    }
    return status == STATUS_OK ? search_duties(work->search, work->jobs, work->alone, &best, based, err) : status;
}

/* --- what came of them ------------------------------------------------------------------------------------------------- */

const struct errand *errands_numbered(const struct errands *errands, uint32_t number)
{
    for (size_t i = 0; i < errands->n; i++) {
        if (number != 0 && errands->list[i].number == number) {
            return &errands->list[i];
        }
    }
    return NULL;
}

const struct errand_option *errand_at(const struct errand *errand, int64_t site_id)
{
    for (size_t i = 0; i < errand->options_n; i++) {
        if (errand->options[i].site.id == site_id) {
            return &errand->options[i];
        }
    }
    return NULL;
}

/* The visit that begins while the parcel can be handed over, and may last longer. False when there is no such time. */
static bool cut_windows(const struct place *visit, const struct place *stop, struct place *out, struct arena *arena)
{
    struct open_span *windows = arena_array(arena, OPEN_SPANS_MAX, sizeof *windows);
    uint32_t n = 0;
    for (uint32_t i = 0; i < visit->windows_n; i++) {
        for (uint32_t k = 0; k < stop->windows_n && n < OPEN_SPANS_MAX; k++) {
            struct open_span a = visit->windows[i], b = stop->windows[k];
            int32_t last_s = b.to_s - stop->service_s; /* start */
            struct open_span both = {a.from_s > b.from_s ? a.from_s : b.from_s,
                                     a.to_s < last_s + visit->service_s ? a.to_s : last_s + visit->service_s};
            if (both.from_s + visit->service_s <= both.to_s) {
                windows[n++] = both;
            }
        }
    }
    *out = *visit;
    out->windows = windows;
    out->windows_n = n;
    out->errand = stop->errand;
    return n > 0;
}

static struct candidate *candidate_at(struct candidates *candidates, int64_t site_id)
{
    for (size_t i = 0; i < candidates->fit_n; i++) {
        if (candidates->list[i].place.site_id == site_id) {
            return &candidates->list[i];
        }
    }
    return NULL;
}

struct place *errands_visits(const struct errands *errands, struct candidates *candidates, struct arena *arena,
                             size_t *n)
{
    size_t most = 0;
    uint32_t series = 0;
    for (size_t i = 0; i < errands->n; i++) {
        most += errands->list[i].number != 0 ? errands->list[i].options_n : 0;
    }
    struct place *out = arena_array(arena, most, sizeof *out);
    *n = 0;
    for (size_t i = 0; i < errands->n; i++) {
        const struct errand *errand = &errands->list[i];
        for (size_t k = 0; errand->number != 0 && errand->kind != ERRAND_LUNCH && k < errand->options_n; k++) {
            struct candidate *candidate = candidate_at(candidates, errand->options[k].site.id);
            if (candidate == NULL || !cut_windows(&candidate->place, &errand->places[k], &out[*n], arena)) {
                continue;
            }
            candidate->place.series = candidate->place.series != 0 ? candidate->place.series : ++series;
            out[(*n)++].series = candidate->place.series;
        }
    }
    return out;
}
