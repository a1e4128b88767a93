#include "planner/search.h"

#include "geo/base/mem.h"
#include "geo/travel.h"
#include "planner/active.h"
#include "planner/bounds.h"
#include "planner/price.h"

#include <stdlib.h>
#include <string.h>

enum {
    ACTIVE_FIRST = 250,  /* candidates the solver is given at once, by worth less the least they cost */
    ACTIVE_STEP = 50,    /* most that join after a pricing */
    ACTIVE_COMFORT = 50, /* most that join because they would end a stretch without a toilet */
    SOLVES_MAX = 6,      /* the solver is asked; after that single moves go on until none gains */
    LOSSES_MAX = 64,     /* visits left out that were not worth their own driving, though others gained by them */
    GAIN_S = 30          /* a change that gains this much is worth asking the solver again for */
};

struct rank {
    uint32_t number;
    int64_t value_s;
};

static int best_rank_first(const void *a, const void *b)
{
    const struct rank *x = a, *y = b;
    if (x->value_s != y->value_s) {
        return x->value_s > y->value_s ? -1 : 1;
    }
    return (x->number > y->number) - (x->number < y->number);
}

/* Those who serve an errand on the way: few, and each may change the whole day. */
static enum status add_calls(struct active *active, struct error *err)
{
    const struct search *search = active->search;
    uint32_t *numbers = arena_array(search->arena, search->n, sizeof *numbers);
    size_t n = 0, added;
    for (uint32_t i = search->duties_n; i < search->n; i++) {
        if (search->places[i]->errand != 0) {
            numbers[n++] = i;
        }
    }
    return n == 0 ? STATUS_OK : active_add(active, numbers, n, ACTIVE_FIRST / 2, &added, err);
}

/* Add the MOST best of the candidates, or of those marked for comfort, by worth less the least driving they cost. */
static enum status add_best(struct active *active, const int32_t *least_s, bool comfort, size_t most, struct error *err)
{
    const struct search *search = active->search;
    struct rank *ranks = arena_array(search->arena, search->n, sizeof *ranks);
    uint32_t *numbers = arena_array(search->arena, search->n, sizeof *numbers);
    size_t n = 0, added;
    for (uint32_t i = search->duties_n; i < search->n; i++) {
        const struct place *place = search->places[i];
        if (!active->in[i] && (!comfort || active->comfort[i])) {
            int64_t worth_s = (int64_t)place->worth_s + (comfort ? place->comfort_s : 0);
            ranks[n++] = (struct rank){i, worth_s - least_s[i]};
        }
    }
    qsort(ranks, n, sizeof *ranks, best_rank_first);
    for (size_t i = 0; i < n; i++) {
        numbers[i] = ranks[i].number;
    }
    return active_add(active, numbers, n, most, &added, err);
}

/* --- how good a plan could be ------------------------------------------------------------------------------------ */

/* What is known of that while the search goes on. */
struct horizon {
    const struct found *jobs_only;
    int64_t comfort_s; /* the most that toilets on the way can add to a plan */
    int64_t most_s;    /* as struct found has it */
    bool asked;        /* the solver was, about all who could be visited */
};

/* Were the jobs alone proved to drive no less? Only then are the candidates all who could be visited (candidates.h). */
static bool is_firm(const struct found *jobs_only)
{
    return jobs_only->most_s == jobs_only->value_s;
}

static void horizon_init(struct horizon *horizon, const struct search *search, const struct found *jobs_only,
                         const int32_t *least_s)
{
    *horizon = (struct horizon){.jobs_only = jobs_only, .most_s = CEILING_UNKNOWN};
    if (is_firm(jobs_only)) {
        bool metric = travel_is_metric(search->travel); /* or a plan with a visit may drive less than the jobs alone */
        horizon->comfort_s = ceiling_of_comfort(search->arena, search->frame, search->places, search->jobs_n, search->n,
                                                jobs_only->unserved);
        horizon->most_s =
            !metric ? CEILING_UNKNOWN
                    : horizon->comfort_s + ceiling_of_worths(search->arena, search->frame, search->places,
                                                             search->jobs_n, search->n, least_s, -jobs_only->value_s);
    }
}

static bool is_better(const struct levels *a, const struct levels *b)
{
    if (a->unserved != b->unserved) {
        return a->unserved < b->unserved;
    }
    if (a->late_s != b->late_s) {
        return a->late_s < b->late_s;
    }
    return a->breaks_missed < b->breaks_missed;
}

/* The solver's word counts for every plan when it knew all candidates and did no better than the jobs alone in what comes
 * before visits: a plan that keeps the rules does no worse than those. What it was not told of is comfort. */
static void learn_most(struct horizon *horizon, const struct reply *reply)
{
    horizon->asked = true;
    if (reply->most_s == CEILING_UNKNOWN || is_better(&reply->levels, &horizon->jobs_only->levels)) {
        return;
    }
    int64_t most_s = reply->most_s + horizon->comfort_s;
    horizon->most_s = most_s < horizon->most_s ? most_s : horizon->most_s;
}

/* Once, when the solver knows all who could be visited. */
static bool is_worth_proving(const struct active *active, const struct horizon *horizon, const struct stand *best)
{
    return !horizon->asked && active->n == active->search->n && is_firm(horizon->jobs_only) &&
           best->judged.value_s < horizon->most_s;
}

static enum status consider(const struct search *search, const struct reply *reply, struct stand *best,
                            struct error *err)
{
    struct stand stand;
    enum status status = stand_at(search, reply->line, &stand, err);
    if (status == STATUS_OK && trial_holds(&stand.judged) && stand.judged.value_s > best->judged.value_s &&
        line_jobs(search, &stand.line) >= line_jobs(search, &best->line)) {
        *best = stand;
    }
    return status;
}

/* With rush hours: from likely times, from safe ones, then from those of the best plan as long as that gains. */
static enum status solve_better_timed(struct active *active, struct stand *best, struct error *err)
{
    enum status status = STATUS_OK;
    bool gained = true;
    for (int round = 0; round < TIMED_ROUNDS && gained && status == STATUS_OK && !active_is_over(active); round++) {
        struct clock clock = {.stand = round == 1 ? NULL : best, .safe = round == 1};
        int64_t value_s = best->judged.value_s;
        struct reply reply;
        status = active_solve(active, false, &clock, &reply, NULL, err);
        if (status == STATUS_OK) {
            status = consider(active->search, &reply, best, err);
        }
        gained = round == 0 || best->judged.value_s > value_s;
    }
    return status;
}

/* Solve, and let the answer take the place of BEST when it is worth more. */
static enum status solve_better(struct active *active, struct horizon *horizon, struct stand *best, struct error *err)
{
    if (rush_is(active->search->frame->rush)) {
        return solve_better_timed(active, best, err);
    }
    struct reply reply;
    bool prove = is_worth_proving(active, horizon, best);
    enum status status = active_solve(active, prove, NULL, &reply, NULL, err);
    if (status == STATUS_OK) {
        status = consider(active->search, &reply, best, err);
    }
    if (status == STATUS_OK && prove) {
        learn_most(horizon, &reply);
    }
    return status;
}

/* --- comfort ----------------------------------------------------------------------------------------------------- */

/* Mark the candidates with a toilet that could be visited in the midst of the dry time between FROM_S and TO_S (trial.c
 * says what the midst is). */
static bool mark_comfort(struct active *active, int32_t from_s, int32_t to_s)
{
    const struct search *search = active->search;
    int32_t edge_s = search->frame->comfort_s / 4;
    bool any = false;
    for (uint32_t i = search->duties_n; i < search->n; i++) {
        const struct place *place = search->places[i];
        for (uint32_t w = 0; place->comfort_s > 0 && w < place->windows_n; w++) {
            int32_t first_s = from_s + edge_s - place->service_s, last_s = to_s - edge_s; /* starts */
            first_s = first_s > from_s ? first_s : from_s;
            first_s = first_s > place->windows[w].from_s ? first_s : place->windows[w].from_s;
            int32_t close_s = place->windows[w].to_s - place->service_s;
            last_s = last_s < close_s ? last_s : close_s;
            active->comfort[i] = active->comfort[i] || first_s <= last_s;
        }
        any = any || active->comfort[i];
    }
    return any;
}

/* The next stretch of BEST longer than comfort_s without a toilet, from stop *AT on; home has one. */
static bool next_dry(const struct stand *best, uint32_t *at, int32_t *from_s, int32_t *to_s)
{
    int32_t comfort_s = best->trial->frame->comfort_s;
    while (*at <= best->judged.stops_n) {
        bool home = *at == best->judged.stops_n;
        const struct core_stop *stop = &best->trial->stops[(*at)++];
        const struct place *place = home || stop->place == CORE_BREAK ? NULL : best->trial->places[stop->place];
        if (!home && (place == NULL || !place->toilet)) {
            continue;
        }
        int32_t last_s = *from_s;
        *to_s = home ? best->judged.home_s : place_is_job(place) ? stop->arrive_s : stop->start_s;
        *from_s = home ? *to_s : stop->depart_s;
        if (comfort_s > 0 && *to_s - last_s > comfort_s) {
            *from_s = last_s;
            return true;
        }
    }
    return false;
}

/* Where BEST goes longer than comfort_s without a toilet, those who have one gain a reason, and all is solved again. */
static enum status relieve(struct active *active, struct horizon *horizon, const int32_t *least_s, struct stand *best,
                           struct error *err)
{
    if (active->search->frame->comfort_s <= 0 || active_is_over(active)) {
        return STATUS_OK;
    }
    bool any = false;
    int32_t from_s = best->judged.leave_s, to_s = 0;
    for (uint32_t at = 0; next_dry(best, &at, &from_s, &to_s);) {
        any = mark_comfort(active, from_s, to_s) || any;
        from_s = at <= best->judged.stops_n ? best->trial->stops[at - 1].depart_s : to_s;
    }
    if (!any) {
        return STATUS_OK;
    }
    enum status status = add_best(active, least_s, true, ACTIVE_COMFORT, err);
    return status == STATUS_OK ? solve_better(active, horizon, best, err) : status;
}

/* --- one change at a time ---------------------------------------------------------------------------------------- */

/* BEST after MOVE. */
static enum status take_move(const struct search *search, const struct move *move, uint32_t number, struct stand *best,
                             struct error *err)
{
    uint32_t count = trial_sequence(best->trial, move->skip, move->at);
    struct line line = {arena_array(search->arena, count, sizeof *line.places), count};
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = best->trial->sequence[i];
        line.places[i] = at == best->trial->n ? number : best->line.places[at];
    }
    return stand_at(search, line, best, err);
}

/* What is in the plan, and the jobs, are not priced; nor is who is visited in another capacity. */
static bool *skip_of(const struct search *search, const struct line *line)
{
    uint32_t n = search->n;
    for (uint32_t i = 0; i < line->n; i++) { /* rests are numbered beyond */
        n = line->places[i] >= n ? line->places[i] + 1 : n;
    }
    bool *skip = arena_array(search->arena, n, sizeof *skip);
    for (uint32_t i = 0; i < search->jobs_n; i++) {
        skip[i] = true;
    }
    for (uint32_t i = 0; i < line->n; i++) {
        uint32_t series = search->places[line->places[i]]->series;
        skip[line->places[i]] = true;
        for (uint32_t k = search->duties_n; k < search->n && series != 0; k++) {
            skip[k] = skip[k] || search->places[k]->series == series;
        }
    }
    return skip;
}

/* What one look at single changes came to. */
struct round {
    bool changed;   /* BEST is better now; false when no single change gains */
    int64_t gain_s; /* by how much */
    size_t added;   /* candidates that gain and that the solver did not know yet: now it does */
    bool full;      /* some of them found no room, or could not be asked about */
};

/* Those who would gain join the solver's choice; the best of them moves at once. */
static enum status let_in(struct active *active, const struct move *moves, size_t n, struct stand *best,
                          struct round *round, struct error *err)
{
    uint32_t *numbers = arena_array(active->search->arena, n, sizeof *numbers);
    size_t strangers = 0;
    for (size_t i = 0; i < n; i++) {
        numbers[i] = moves[i].candidate;
        strangers += !active->in[numbers[i]];
    }
    if (active->closed) {
        return take_move(active->search, &moves[0], moves[0].candidate, best, err);
    }
    enum status status = active_add(active, numbers, n, ACTIVE_STEP, &round->added, err);
    bool room = active->n < active->max || active->max == active->search->n;
    round->full = round->full || (round->added < strangers && !room);
    return status == STATUS_OK ? take_move(active->search, &moves[0], moves[0].candidate, best, err) : status;
}

/* Take the best single change there is: first one visit less, then one more or one for another. */
static enum status improve(struct active *active, struct stand *best, struct round *round, struct error *err)
{
    const struct search *search = active->search;
    struct move removal, *moves = NULL;
    size_t moves_n = 0;
    int64_t value_s = best->judged.value_s;
    bool own = !rush_is(search->frame->rush) && active->losses < LOSSES_MAX; /* in rush hours it may help others */
    *round = (struct round){.changed = price_removal(best->trial, value_s, own, &removal)};
    if (round->changed) {
        active->losses += removal.value_s < value_s;
        return take_move(search, &removal, PRICE_NONE, best, err);
    }
    enum status status =
        price_candidates(search->arena, search->travel, search->bounds, best->trial, value_s, search->places,
                         skip_of(search, &best->line), search->n, ACTIVE_STEP, &moves, &moves_n, &round->full, err);
    if (status != STATUS_OK || moves_n == 0) {
        return status;
    }
    round->changed = true;
    round->gain_s = moves[0].value_s - value_s;
    return let_in(active, moves, moves_n, best, round, err);
}

/* Single changes until none gains. Where one gains much among candidates that are new to the solver, it is asked again:
 * several of them together may gain more. Ends, because every round raises what BEST is worth or leaves out a visit, and only so
 * often one that makes it worth less. */
static enum status improve_all(struct active *active, struct horizon *horizon, struct stand *best, bool *capped,
                               struct error *err)
{
    struct round round = {.changed = true};
    enum status status = STATUS_OK;
    while (status == STATUS_OK && round.changed && !active_is_over(active)) {
        status = improve(active, best, &round, err);
        *capped = *capped || round.full;
        if (status == STATUS_OK && round.added > 0 && round.gain_s >= GAIN_S && active->solves < SOLVES_MAX) {
            status = solve_better(active, horizon, best, err);
        }
    }
    return status;
}

static enum status begin(struct active *active, const struct search *search, const int32_t *least_s, struct error *err)
{
    enum status status = active_init(active, search, err);
    if (status == STATUS_OK) {
        status = active_add_duties(active, err);
    }
    if (status == STATUS_OK) {
        status = add_calls(active, err);
    }
    return status == STATUS_OK ? add_best(active, least_s, false, ACTIVE_FIRST, err) : status;
}

static enum status run(struct active *active, struct horizon *horizon, const int32_t *least_s, struct stand *best,
                       bool *capped, struct error *err)
{
    enum status status = solve_better(active, horizon, best, err);
    if (status == STATUS_OK) {
        status = relieve(active, horizon, least_s, best, err);
    }
    return status == STATUS_OK ? improve_all(active, horizon, best, capped, err) : status;
}

enum status search_visits(const struct search *search, const struct found *jobs_only, const int32_t *least_s,
                          struct found *out, struct error *err)
{
    struct active active;
    struct horizon horizon;
    struct stand best;
    bool capped = false;
    enum status status = stand_at(search, jobs_only->line, &best, err);
    if (status == STATUS_OK) {
        status = begin(&active, search, least_s, err);
    }
    if (status == STATUS_OK) {
        horizon_init(&horizon, search, jobs_only, least_s);
        status = run(&active, &horizon, least_s, &best, &capped, err);
    }
    if (status == STATUS_OK) {
        *out = (struct found){.line = best.line,
                              .value_s = best.judged.value_s,
                              .most_s = horizon.most_s,
                              .most_comfort_s = horizon.comfort_s,
                              .stopped = active.stopped || jobs_only->stopped,
                              .capped = capped};
    }
    return status;
}

/* --- rests -------------------------------------------------------------------------------------------------------- */

enum status search_is_dry(const struct search *search, struct line line, bool *dry, struct error *err)
{
    struct stand stand;
    enum status status = stand_at(search, line, &stand, err);
    if (status == STATUS_OK) {
        uint32_t at = 0;
        int32_t from_s = stand.judged.leave_s, to_s = 0;
        *dry = stand.judged.way && next_dry(&stand, &at, &from_s, &to_s);
    }
    return status;
}

/* The best rest to be put in, or to take the place of one visit. */
static enum status put_rest(const struct search *search, struct bounds *bounds, uint32_t first, uint32_t n,
                            struct stand *best, bool *changed, struct error *err)
{
    bool *skip = arena_array(search->arena, n, sizeof *skip), capped = false;
    struct move *moves = NULL;
    size_t moves_n = 0;
    for (uint32_t i = 0; i < best->line.n; i++) {
        if (best->line.places[i] >= first) {
            skip[best->line.places[i] - first] = true;
        }
    }
    enum status status = price_candidates(search->arena, search->travel, bounds, best->trial, best->judged.value_s,
                                          search->places + first, skip, n, 1, &moves, &moves_n, &capped, err);
    *changed = status == STATUS_OK && moves_n > 0;
    return *changed ? take_move(search, &moves[0], first + moves[0].candidate, best, err) : status;
}

enum status search_rests(const struct search *search, uint32_t first, uint32_t n, struct found *found,
                         struct error *err)
{
    struct active active = {.search = search, .closed = true, .solves = SOLVES_MAX};
    struct horizon horizon = {.most_s = CEILING_UNKNOWN};
    struct bounds *bounds = bounds_new(search->arena, search->travel, search->places + first, n);
    struct stand best;
    bool changed = true, any = false;
    active.in = arena_array(search->arena, search->n, sizeof *active.in);
    enum status status = stand_at(search, found->line, &best, err);
    while (status == STATUS_OK && changed && !active_is_over(&active)) {
        status = put_rest(search, bounds, first, n, &best, &changed, err);
        any = any || changed;
        if (status == STATUS_OK && changed) {
            status = improve_all(&active, &horizon, &best, &found->capped, err);
        }
    }
    found->stopped = found->stopped || active.stopped;
    if (status == STATUS_OK && any) {
        found->line = best.line;
        found->value_s = best.judged.value_s;
        found->most_s = CEILING_UNKNOWN;
    }
    return status;
}
