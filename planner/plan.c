#include "planner/plan.h"

#include "geo/base/mem.h"
#include "geo/travel.h"
#include "planner/bounds.h"
#include "planner/candidates.h"
#include "planner/conflicts.h"
#include "planner/day.h"
#include "planner/errands.h"
#include "planner/fill_advice.h"
#include "planner/fill_errands.h"
#include "planner/missed.h"
#include "planner/search.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char *const verdict_names[] = {
    [VERDICT_IN] = "in",
    [VERDICT_COST] = "cost",
    [VERDICT_NO_ROOM] = "no_room",
    [VERDICT_CLOSED] = "closed",
    [VERDICT_DETOUR] = "detour",
    [VERDICT_EXTRA] = "extra",
    [VERDICT_BETTER] = "better",
    [VERDICT_NOT_DUE] = "not_due",
    [VERDICT_FAR] = "far",
    [VERDICT_NOT_PLACED] = "not_placed",
    [VERDICT_NO_DROP_IN] = "no_drop_in",
    [VERDICT_ON_HOLD] = "on_hold",
    [VERDICT_HAS_JOB] = "has_job",
    [VERDICT_NOT_CUSTOMER] = "not_customer",
    [VERDICT_FITS] = "fits",
    [VERDICT_COLLEAGUE] = "colleague",
};

enum { VERDICTS = sizeof verdict_names / sizeof verdict_names[0] };

const char *plan_verdict_name(enum plan_verdict verdict)
{
    return verdict_names[verdict];
}

bool plan_verdict_from_name(const char *name, enum plan_verdict *out)
{
    for (size_t i = 0; i < VERDICTS; i++) {
        if (strcmp(name, verdict_names[i]) == 0) {
            *out = (enum plan_verdict)i;
            return true;
        }
    }
    return false;
}

/* --- the plan's own name ------------------------------------------------------------------------------------------ */

/* FNV-1a, 64 bits, from two starting points: a name for the content, not a secret. */
struct digest {
    uint64_t high, low;
};

static void digest_add(struct digest *digest, const void *data, size_t length)
{
    const unsigned char *bytes = data;
    for (size_t i = 0; i < length; i++) {
        digest->high = (digest->high ^ bytes[i]) * UINT64_C(1099511628211);
        digest->low = (digest->low ^ bytes[i]) * UINT64_C(1099511628211);
    }
}

static void digest_number(struct digest *digest, int64_t number)
{
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++) {
        bytes[i] = (unsigned char)((uint64_t)number >> (8 * i));
    }
    digest_add(digest, bytes, sizeof bytes);
}

/* The finaliser of splitmix64 (Steele, Lea, Flood 2014), so that every bit counts. */
static uint64_t stir(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

/* A UUID of version 8 (RFC 9562) made of what the plan is, so that the same plan has the same one. */
static const char *name_plan(struct arena *arena, const struct plan *plan, const char *engineer_uuid)
{
    struct digest digest = {UINT64_C(14695981039346656037), UINT64_C(0x9E3779B97F4A7C15)};
    digest_add(&digest, engineer_uuid, strlen(engineer_uuid));
    digest_number(&digest, plan->day);
    digest_number(&digest, plan->made_utc);
    for (size_t i = 0; i < plan->stops_n; i++) {
        digest_add(&digest, plan->stops[i].site_uuid, strlen(plan->stops[i].site_uuid));
        digest_number(&digest, plan->stops[i].job_id);
        digest_number(&digest, plan->stops[i].arrive_s);
    }
    uint64_t high = stir(digest.high), low = stir(digest.low ^ high);
    high = (high & ~UINT64_C(0xF000)) | UINT64_C(0x8000);
    low = (low & ~(UINT64_C(3) << 62)) | (UINT64_C(2) << 62);
    return arena_printf(arena, "%08" PRIx64 "-%04" PRIx64 "-%04" PRIx64 "-%04" PRIx64 "-%012" PRIx64, high >> 32,
                        (high >> 16) & 0xFFFF, high & 0xFFFF, low >> 48, low & UINT64_C(0xFFFFFFFFFFFF));
}

/* --- making it ---------------------------------------------------------------------------------------------------- */

/* What making a plan has in hand. Places are numbered as struct answer has it. */
struct making {
    const struct plan_request *request;
    struct travel *travel;
    struct day day;
    struct rush_day rush;
    struct frame frame;
    struct search search;
    struct place **jobs; /* the day's, to be filled in */
    struct found jobs_only;
    struct errands errands;
    struct found based; /* jobs and errands */
    struct candidates candidates;
    size_t calls_n; /* visits that serve an errand on the way */
    struct rests rests;
    struct found found;
    struct answer answer;
};

/* A job that must be left for before the working hours begin moves the start of the day, by no more than it needs. */
static enum status leave_in_time(struct making *making, struct arena *scratch, struct error *err)
{
    size_t n = making->day.jobs_n;
    struct point *points = arena_array(scratch, n, sizeof *points);
    int32_t *there_s = arena_array(scratch, n, sizeof *there_s);
    for (size_t i = 0; i < n; i++) {
        points[i] = making->jobs[i]->at;
    }
    enum status status =
        n == 0 ? STATUS_OK : travel_matrix(making->travel, &making->frame.home, 1, points, n, there_s, NULL, err);
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        const struct place *job = making->jobs[i];
        int64_t leave_s = rush_depart_s(making->frame.rush, job->windows[job->windows_n - 1].to_s, there_s[i]);
        if (there_s[i] < TRAVEL_NONE && leave_s < making->frame.leave_from_s) {
            making->frame.leave_from_s = leave_s > 0 ? (int32_t)leave_s : 0;
        }
    }
    return status;
}

static enum status plan_jobs(struct making *making, struct arena *scratch, struct error *err)
{
    uint32_t n = (uint32_t)making->day.jobs_n;
    const struct place **places = arena_array(scratch, n, sizeof *places);
    making->jobs = arena_array(scratch, n, sizeof *making->jobs);
    for (uint32_t i = 0; i < n; i++) {
        making->jobs[i] = &making->day.jobs[i].place;
        places[i] = making->jobs[i];
    }
    making->search = (struct search){.arena = scratch,
                                     .travel = making->travel,
                                     .frame = &making->frame,
                                     .places = places,
                                     .jobs_n = n,
                                     .duties_n = n,
                                     .n = n,
                                     .stop = making->request->stop,
                                     .stop_context = making->request->stop_context};
    enum status status = leave_in_time(making, scratch, err);
    return status == STATUS_OK ? search_jobs(&making->search, making->jobs, &making->jobs_only, err) : status;
}

static enum status find_candidates(struct store *store, struct making *making, struct arena *scratch, struct error *err)
{
    const struct line *line = &making->jobs_only.line;
    const struct place **jobs = arena_array(scratch, line->n, sizeof *jobs);
    size_t nodes = (size_t)line->n + 1;
    struct point *points = arena_array(scratch, nodes, sizeof *points);
    int32_t *travel_s = arena_array(scratch, nodes * nodes, sizeof *travel_s);
    points[0] = making->frame.home;
    for (uint32_t i = 0; i < line->n; i++) {
        jobs[i] = making->search.places[line->places[i]];
        points[i + 1] = jobs[i]->at;
    }
    /* What errands add to the jobs alone is not charged to visits. */
    struct frame frame = making->frame;
    int64_t errands_s = making->jobs_only.value_s - making->based.value_s;
    frame.max_extra_s += errands_s > 0 && errands_s < TRAVEL_NONE ? (int32_t)errands_s : 0;
    enum status status = travel_matrix(making->travel, points, nodes, points, nodes, travel_s, NULL, err);
    struct fixed fixed = {jobs, line->n, travel_s};
    return status == STATUS_OK ? candidates_collect(store, making->travel, &making->day, &frame, &fixed, scratch,
                                                    &making->candidates, err)
                               : status;
}

static enum status plan_visits(struct making *making, struct arena *scratch, struct error *err)
{
    struct candidates *candidates = &making->candidates;
    size_t duties_n = making->search.duties_n, fit_n = duties_n + candidates->fit_n, calls_n = 0;
    for (size_t i = 0; i < candidates->n; i++) {
        candidates->list[i].place.index = (uint32_t)i;
    }
    struct place *calls = errands_visits(&making->errands, candidates, scratch, &calls_n);
    calls_n = making->frame.max_visits > 0 ? calls_n : 0;
    making->calls_n = calls_n;
    size_t searched_n = fit_n + calls_n, n = duties_n + candidates->n + calls_n;
    const struct place **places = arena_array(scratch, n, sizeof *places);
    int32_t *least_s = arena_array(scratch, n, sizeof *least_s);
    for (size_t i = 0; i < duties_n; i++) {
        places[i] = making->search.places[i];
    }
    for (size_t i = 0; i < candidates->n; i++) {
        size_t number = i < candidates->fit_n ? duties_n + i : searched_n + i - candidates->fit_n;
        places[number] = &candidates->list[i].place;
        least_s[number] = candidates->list[i].least_s;
    }
    for (size_t i = 0; i < calls_n; i++) {
        places[fit_n + i] = &calls[i];
        least_s[fit_n + i] = candidates->list[calls[i].index].least_s;
    }
    making->search.places = places;
    making->search.n = (uint32_t)searched_n;
    making->search.bounds = bounds_new(scratch, making->travel, places, (uint32_t)n);
    return search_visits(&making->search, &making->based, least_s, &making->found, err);
}

static enum status plan_errands(struct store *store, struct making *making, struct arena *scratch, struct error *err)
{
    struct errands_work work = {.store = store,
                                .travel = making->travel,
                                .arena = scratch,
                                .day = &making->day,
                                .search = &making->search,
                                .jobs = making->jobs,
                                .alone = &making->jobs_only};
    making->based = making->jobs_only;
    enum status status = errands_collect(&work, &making->errands, err);
    if (status != STATUS_OK || making->errands.n == 0) {
        return status;
    }
    work.where = open_where(scratch, making->day.settings, &making->frame.home);
    return errands_plan(&work, &making->errands, &making->based, err);
}

/* Where the day goes too long without a toilet: places by the way, which stand behind all others. */
static enum status plan_rests(struct store *store, struct making *making, struct arena *scratch, struct error *err)
{
    bool dry = false;
    struct search *search = &making->search;
    const struct line *line = &making->found.line;
    size_t n = making->search.duties_n + making->candidates.n + making->calls_n, nodes_n = (size_t)line->n + 2;
    enum status status = search_is_dry(search, *line, &dry, err);
    if (status != STATUS_OK || !dry) {
        return status;
    }
    struct point *nodes = arena_array(scratch, nodes_n, sizeof *nodes);
    nodes[0] = nodes[nodes_n - 1] = making->frame.home;
    for (uint32_t i = 0; i < line->n; i++) {
        nodes[i + 1] = search->places[line->places[i]]->at;
    }
    const struct hours_where *where = open_where(scratch, making->day.settings, &making->frame.home);
    status = rests_find(store, making->travel, &making->day, where, nodes, nodes_n, scratch, &making->rests, err);
    if (status != STATUS_OK || making->rests.n == 0) {
        return status;
    }
    const struct place **places = arena_array(scratch, n + making->rests.n, sizeof *places);
    memcpy(places, search->places, n * sizeof *places);
    for (size_t i = 0; i < making->rests.n; i++) {
        places[n + i] = &making->rests.places[i];
    }
    search->places = places;
    return search_rests(search, (uint32_t)n, (uint32_t)making->rests.n, &making->found, err);
}

/* The line once more by itself, judged, for everything that is read off it. */
static enum status judge_answer(struct making *making, struct arena *scratch, struct error *err)
{
    struct answer *answer = &making->answer;
    const struct place **places = arena_array(scratch, answer->line.n, sizeof *places);
    for (uint32_t i = 0; i < answer->line.n; i++) {
        places[i] = making->search.places[answer->line.places[i]];
    }
    enum status status =
        trial_new(scratch, making->travel, &making->frame, places, answer->line.n, &answer->trial, err);
    if (status == STATUS_OK) {
        uint32_t count = trial_sequence(answer->trial, UINT32_MAX, UINT32_MAX);
        answer->judged = trial_judge(answer->trial, answer->trial->sequence, count);
    }
    return status;
}

static struct plan *start_plan(const struct making *making, struct arena *arena)
{
    struct plan *plan = arena_alloc(arena, sizeof *plan);
    *plan = (struct plan){
        .day = making->request->day,
        .engineer_id = making->day.engineer.id,
        .engineer = arena_strdup(arena, making->day.engineer.name),
        .made_utc = making->request->now_utc,
        .home = making->frame.home,
        .source = arena_strdup(arena, travel_name(making->travel)),
        .rush = making->frame.rush != NULL ? rush_text(arena, &making->request->settings->rush) : "",
        .work_start_s = making->day.work.from_s,
        .work_end_s = making->day.work.to_s,
        .customers_placed = making->candidates.placed,
        .customers_reachable = making->candidates.reachable,
        .customers_due = making->candidates.n,
        .search_capped = making->found.capped,
        .more_s = NUMBER_UNSET,
        .more_comfort_s = NUMBER_UNSET,
        .stopped = making->found.stopped,
    };
    return plan;
}

/* Of the jobs alone, less driving may be had at the price of lateness, where there is any: nothing is said of it then. */
static void fill_proof(const struct making *making, struct plan *plan)
{
    const struct found *found = &making->found;
    const struct levels *levels = &making->jobs_only.levels;
    bool smooth = levels->unserved == 0 && levels->late_s == 0 && levels->breaks_missed == 0;
    if (found->most_s == CEILING_UNKNOWN || (making->request->jobs_only && !smooth)) {
        return;
    }
    int64_t plain_s = found->value_s, more_s = found->most_s > found->value_s ? found->most_s - found->value_s : 0;
    for (size_t i = 0; i < plan->stops_n; i++) {
        plain_s -= plan->stops[i].worth.reason_s[REASON_COMFORT];
    }
    int64_t plain_more_s = found->most_s - found->most_comfort_s - plain_s;
    plain_more_s = plain_more_s > 0 ? plain_more_s : 0;
    plan->proved_best = more_s == 0;
    if (more_s < CORE_TIME_MAX) {
        plan->more_s = (int32_t)more_s;
        plan->more_comfort_s = plain_more_s < more_s ? (int32_t)(more_s - plain_more_s) : 0;
    }
}

static enum status write_plan(struct making *making, struct arena *arena, struct plan **out, struct error *err)
{
    struct plan *plan = start_plan(making, arena);
    enum status status = fill_plan(&making->answer, plan, err);
    if (status == STATUS_OK) {
        fill_proof(making, plan);
        conflicts_find(&making->answer, plan);
        if (!making->request->jobs_only) {
            status = missed_find(&making->answer, plan, err);
        }
    }
    if (status == STATUS_OK) {
        status = fill_parcels_missed(&making->answer, plan, err);
    }
    if (status == STATUS_OK) {
        status = fill_merge(&making->answer, plan, err);
    }
    if (status == STATUS_OK) {
        status = fill_advice(&making->answer, plan, err);
    }
    if (status == STATUS_OK) {
        plan->uuid = name_plan(arena, plan, making->day.engineer.uuid);
        *out = plan;
    }
    return status;
}

static enum status make(struct store *store, struct making *making, struct arena *arena, struct arena *scratch,
                        struct plan **out, struct error *err)
{
    enum status status = day_collect(store, making->request, arena, &making->day, err);
    if (status != STATUS_OK) {
        return status;
    }
    making->frame = day_frame(&making->day);
    making->rush = rush_on(&making->request->settings->rush, making->request->day);
    making->frame.rush = rush_is(&making->rush) ? &making->rush : NULL;
    status = plan_jobs(making, scratch, err);
    if (status == STATUS_OK) {
        status = plan_errands(store, making, scratch, err);
    }
    making->found = making->based;
    if (status == STATUS_OK && !making->request->jobs_only) {
        status = find_candidates(store, making, scratch, err);
        if (status == STATUS_OK) {
            status = plan_visits(making, scratch, err);
        }
        if (status == STATUS_OK) {
            status = plan_rests(store, making, scratch, err);
        }
    }
    if (status != STATUS_OK) {
        return status;
    }
    making->answer = (struct answer){.store = store,
                                     .travel = making->travel,
                                     .arena = arena,
                                     .scratch = scratch,
                                     .day = &making->day,
                                     .frame = &making->frame,
                                     .candidates = &making->candidates,
                                     .errands = &making->errands,
                                     .places = making->search.places,
                                     .rests = &making->rests,
                                     .jobs_alone = making->request->jobs_only,
                                     .duties_n = making->search.duties_n,
                                     .searched_n = making->search.n,
                                     .jobs_only = &making->jobs_only,
                                     .bounds = making->search.bounds,
                                     .line = making->found.line};
    status = judge_answer(making, scratch, err);
    return status == STATUS_OK ? write_plan(making, arena, out, err) : status;
}

enum status plan_make(struct store *store, struct travel *travel, const struct plan_request *request,
                      struct arena *arena, struct plan **out, struct error *err)
{
    struct arena *scratch = arena_new();
    struct making *making = arena_alloc(scratch, sizeof *making);
    making->request = request;
    making->travel = travel;
    enum status status = make(store, making, arena, scratch, out, err);
    arena_free(scratch);
    return status;
}
