#include "planner/search.h"

#include "geo/base/caps.h"
#include "geo/base/mem.h"
#include "geo/travel.h"
#include "planner/ask.h"
#include "planner/bounds.h"
#include "planner/core/solve.h"
#include "planner/grid.h"
#include "planner/guess.h"
#include "planner/price.h"
#include "planner/trial.h"

#include <stdlib.h>
#include <string.h>

enum {
    ACTIVE_FIRST = 250,  /* candidates the solver is given at once, by worth less the least they cost */
    ACTIVE_STEP = 50,    /* most that join after a pricing */
    ACTIVE_COMFORT = 50, /* most that join because they would end a stretch without a toilet */
    TIMED_ROUNDS = 4,    /* with rush hours, of each time that it is asked */
    SOLVES_MAX = 6,      /* the solver is asked; after that single moves go on until none gains */
    GAIN_S = 30,         /* a change that gains this much is worth asking the solver again for */
    ITERATIONS = 2000,   /* of the solver each time: more found nothing better on days of any kind */
    PRIZE_SECOND = 1000  /* the solver's values count thousandths of a second */
};

/* What the solver knows: jobs and the active candidates. Grid rows are home, then these in order. */
struct active {
    const struct search *search;
    struct grid grid;
    uint32_t *places; /* numbers of search->places */
    uint32_t n, max;
    bool *in;      /* by number of place */
    bool *comfort; /* by number: the solver is told the comfort reason too */
    uint32_t solves;
    bool stopped; /* the solver was, or the search should be */
};

/* What the solver answered. */
struct reply {
    struct line line;
    struct levels levels;
    int64_t most_s; /* no solution as good as this one in the levels has a value above it; CEILING_UNKNOWN */
};

/* A plan judged: TRIAL's places are in the order of LINE. */
struct stand {
    struct line line;
    struct trial *trial;
    struct judgement judged;
};

static enum status stand_at(const struct search *search, struct line line, struct stand *out, struct error *err)
{
    const struct place **places = arena_array(search->arena, line.n, sizeof *places);
    for (uint32_t i = 0; i < line.n; i++) {
        places[i] = search->places[line.places[i]];
    }
    struct stand stand = {.line = line};
    enum status status = trial_new(search->arena, search->travel, search->frame, places, line.n, &stand.trial, err);
    if (status != STATUS_OK) {
        return status;
    }
    uint32_t count = trial_sequence(stand.trial, PRICE_NONE, PRICE_NONE);
    stand.judged = trial_judge(stand.trial, stand.trial->sequence, count);
    *out = stand;
    return STATUS_OK;
}

static enum status active_init(struct active *active, const struct search *search, struct error *err)
{
    *active = (struct active){.search = search, .max = CAP_ACTIVE_VISITS + search->jobs_n};
    active->max = active->max < search->n ? active->max : search->n;
    active->places = arena_array(search->arena, active->max, sizeof *active->places);
    active->in = arena_array(search->arena, search->n, sizeof *active->in);
    active->comfort = arena_array(search->arena, search->n, sizeof *active->comfort);
    grid_init(&active->grid, search->arena, search->travel, (size_t)active->max + 1);
    return grid_add(&active->grid, &search->frame->home, 1, err);
}

/* Those of NUMBERS that are not there yet and find room, MOST at most. */
static enum status active_add(struct active *active, const uint32_t *numbers, size_t n, size_t most, size_t *added,
                              struct error *err)
{
    struct point *points = arena_array(active->search->arena, most, sizeof *points);
    uint32_t old = active->n;
    *added = 0;
    for (size_t i = 0; i < n && *added < most && active->n < active->max; i++) {
        if (!active->in[numbers[i]]) {
            active->in[numbers[i]] = true;
            active->places[active->n++] = numbers[i];
            points[(*added)++] = active->search->places[numbers[i]]->at;
        }
    }
    enum status status = *added == 0 ? STATUS_OK : grid_add(&active->grid, points, *added, err);
    if (status != STATUS_OK) {
        active->n = old;
    }
    return status;
}

/* What the legs are taken to last on a day with rush hours: of a plan that is there by its times, else by what can be said
 * of the place. */
struct clock {
    const struct stand *stand; /* NULL: none yet */
    bool safe;
};

/* By row of the solver's matrix: active places, then home. */
static struct guess *guesses(const struct active *active, const struct clock *clock, struct arena *arena)
{
    const struct search *search = active->search;
    const struct frame *frame = search->frame;
    const struct stand *stand = clock->stand;
    struct guess *out = arena_array(arena, (size_t)active->n + 1, sizeof *out);
    for (uint32_t i = 0; i < active->n; i++) {
        out[i] = guess_of(frame, search->places[active->places[i]], clock->safe);
        for (uint32_t k = 0; stand != NULL && k < stand->judged.stops_n; k++) {
            const struct core_stop *stop = &stand->trial->stops[k];
            if (stop->place != CORE_BREAK && stand->line.places[stop->place] == active->places[i]) {
                out[i] = guess_at(frame->rush, stop->depart_s);
            }
        }
    }
    out[active->n] = stand != NULL ? guess_at(frame->rush, stand->judged.leave_s) : guess_of(frame, NULL, clock->safe);
    return out;
}

/* CLOCK may be NULL: the legs last as long as the source says. */
static struct ask *active_ask(const struct active *active, const struct clock *clock, struct arena *arena)
{
    uint32_t n = active->n;
    struct ask *ask = ask_new(arena, active->search->frame, n);
    int32_t *travel_s = arena_array(arena, (size_t)(n + 1) * (n + 1), sizeof *travel_s);
    for (uint32_t i = 0; i < n; i++) {
        const struct place *place = active->search->places[active->places[i]];
        bool comfort = active->comfort[active->places[i]];
        ask_put(ask, i, place, place->worth_s + (comfort ? place->comfort_s : 0));
    }
    const struct guess *rows = clock != NULL ? guesses(active, clock, arena) : NULL;
    for (uint32_t from = 0; from <= n; from++) {
        for (uint32_t to = 0; to <= n; to++) {
            size_t a = from == n ? 0 : from + 1, b = to == n ? 0 : to + 1;
            int32_t free_s = grid_s(&active->grid, a, b);
            travel_s[(size_t)from * (n + 1) + to] = rows != NULL ? guess_leg_s(&rows[from], free_s) : free_s;
        }
    }
    ask_travel(ask, travel_s);
    return ask;
}

/* The names of the jobs that no place was found for. */
static void name_unserved(const struct active *active, const struct core_solution *solution, struct found *jobs)
{
    for (uint32_t i = 0; i < solution->unserved_n; i++) {
        uint32_t number = active->places[solution->unserved[i].duty.index];
        jobs->unserved[number] = true;
        jobs->no_room[number] = solution->unserved[i].reason == CORE_REASON_ROOM;
    }
}

static void read_solution(const struct active *active, const struct core_solution *solution, struct reply *out)
{
    out->line.places = arena_array(active->search->arena, active->n, sizeof *out->line.places);
    for (uint32_t i = 0; i < solution->route_first[1]; i++) {
        if (solution->stops[i].place != CORE_BREAK) {
            out->line.places[out->line.n++] = active->places[solution->stops[i].place];
        }
    }
    out->levels = (struct levels){solution->unserved_n, solution->late_s, solution->breaks_missed};
    out->most_s = solution->bound_ms == CORE_NO_BOUND ? CEILING_UNKNOWN : solution->bound_ms / PRIZE_SECOND;
}

/* Ask the solver for the best plan of what is active; with PROVE also how good it could be at most. JOBS may be NULL, and
 * CLOCK as active_ask has it. */
static enum status solve(struct active *active, bool prove, const struct clock *clock, struct reply *out,
                         struct found *jobs, struct error *err)
{
    struct arena *arena = arena_new();
    struct ask *ask = active_ask(active, clock, arena);
    size_t bytes = core_solve_bytes(&ask->problem);
    struct core_options options = {.iterations = ITERATIONS,
                                   .stop = active->search->stop,
                                   .context = active->search->stop_context,
                                   .no_proof = !prove};
    struct core_solution solution;
    active->solves++;
    if (bytes == 0 || !core_solve(&ask->problem, &options, arena_alloc(arena, bytes), bytes, &solution)) {
        const char *fault = core_problem_fault(&ask->problem);
        arena_free(arena);
        return error_set(err, STATUS_INTERNAL, "the day cannot be put to the solver: %s", fault != NULL ? fault : "?");
    }
    active->stopped = active->stopped || solution.stopped;
    *out = (struct reply){.most_s = CEILING_UNKNOWN};
    read_solution(active, &solution, out);
    if (jobs != NULL) {
        name_unserved(active, &solution, jobs);
    }
    arena_free(arena);
    return STATUS_OK;
}

/* Is the time up? */
static bool is_over(struct active *active)
{
    const struct search *search = active->search;
    active->stopped = active->stopped || (search->stop != NULL && search->stop(search->stop_context));
    return active->stopped;
}

static enum status add_jobs(struct active *active, struct error *err)
{
    const struct search *search = active->search;
    uint32_t *numbers = arena_array(search->arena, search->jobs_n, sizeof *numbers);
    for (uint32_t i = 0; i < search->jobs_n; i++) {
        numbers[i] = i;
    }
    size_t added;
    return active_add(active, numbers, search->jobs_n, search->jobs_n, &added, err);
}

/* What the jobs alone cannot help. */
static void learn_lateness(const struct search *search, struct place *const *jobs, const struct stand *stand)
{
    struct frame *frame = search->frame;
    const struct judgement *judged = &stand->judged;
    for (uint32_t i = 0; i < judged->stops_n; i++) {
        const struct core_stop *stop = &stand->trial->stops[i];
        if (stop->place != CORE_BREAK) {
            jobs[stand->line.places[stop->place]]->late_ok_s = stop->late_s;
        }
    }
    frame->base_driving_s = judged->driving_s;
    frame->home_late_ok_s = judged->home_s > frame->home_by_s ? judged->home_s - frame->home_by_s : 0;
    frame->break_missed_ok_s = judged->break_missed_s;
}

static void found_init(struct found *found, const struct search *search)
{
    *found = (struct found){.most_s = CEILING_UNKNOWN};
    found->unserved = arena_array(search->arena, search->jobs_n, sizeof *found->unserved);
    found->no_room = arena_array(search->arena, search->jobs_n, sizeof *found->no_room);
}

/* What JUDGED is late by in all. */
static int64_t lateness_of(const struct stand *stand)
{
    const struct judgement *judged = &stand->judged;
    int32_t home_by_s = stand->trial->frame->home_by_s;
    int64_t late_s = judged->home_s > home_by_s ? judged->home_s - home_by_s : 0;
    for (uint32_t i = 0; i < judged->stops_n; i++) {
        late_s += stand->trial->stops[i].late_s;
    }
    return late_s;
}

/* By the solver's own order of what counts. */
static bool goes_better(const struct stand *a, const struct stand *b)
{
    int64_t a_late_s = lateness_of(a), b_late_s = lateness_of(b);
    if (a->line.n != b->line.n) {
        return a->line.n > b->line.n;
    }
    if (a_late_s != b_late_s) {
        return a_late_s < b_late_s;
    }
    if (a->judged.break_missed_s != b->judged.break_missed_s) {
        return a->judged.break_missed_s < b->judged.break_missed_s;
    }
    return a->judged.driving_s < b->judged.driving_s;
}

/* On a day with rush hours: the best of what the solver makes of likely times, of safe ones, and of those of the best so
 * far, all by their true times. Nothing is proved then. */
static enum status solve_jobs_timed(struct active *active, struct stand *best, struct reply *out, struct found *jobs,
                                    struct error *err)
{
    const struct search *search = active->search;
    enum status status = STATUS_OK;
    for (int round = 0; round < TIMED_ROUNDS && status == STATUS_OK; round++) {
        struct clock clock = {.stand = round > 1 ? best : NULL, .safe = round == 1};
        struct found found;
        struct reply reply;
        struct stand stand = {.trial = NULL};
        found_init(&found, search);
        status = solve(active, false, &clock, &reply, &found, err);
        if (status == STATUS_OK) {
            status = stand_at(search, reply.line, &stand, err);
        }
        if (status == STATUS_OK && (round == 0 || goes_better(&stand, best))) {
            *best = stand;
            *out = reply;
            out->levels.late_s = lateness_of(&stand);
            out->levels.breaks_missed = stand.judged.break_missed_s > 0;
            *jobs = found;
        }
    }
    return status;
}

static enum status solve_jobs(struct active *active, struct stand *best, struct reply *out, struct found *jobs,
                              struct error *err)
{
    if (rush_is(active->search->frame->rush)) {
        return solve_jobs_timed(active, best, out, jobs, err);
    }
    enum status status = solve(active, true, NULL, out, jobs, err);
    return status == STATUS_OK ? stand_at(active->search, out->line, best, err) : status;
}

enum status search_jobs(const struct search *search, struct place *const *jobs, struct found *out, struct error *err)
{
    struct search alone = *search;
    alone.n = search->jobs_n;
    struct active active;
    struct stand stand;
    struct reply reply;
    enum status status = active_init(&active, &alone, err);
    found_init(out, search);
    if (status == STATUS_OK) {
        status = add_jobs(&active, err);
    }
    if (status == STATUS_OK) {
        status = solve_jobs(&active, &stand, &reply, out, err);
    }
    if (status == STATUS_OK) {
        learn_lateness(search, jobs, &stand);
        out->line = reply.line;
        out->levels = reply.levels;
        out->most_s = reply.most_s;
        out->value_s = stand.judged.value_s;
        out->stopped = active.stopped;
    }
    return status;
}

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

/* Add the MOST best of the candidates, or of those marked for comfort, by worth less the least driving they cost. */
static enum status add_best(struct active *active, const int32_t *least_s, bool comfort, size_t most, struct error *err)
{
    const struct search *search = active->search;
    struct rank *ranks = arena_array(search->arena, search->n, sizeof *ranks);
    uint32_t *numbers = arena_array(search->arena, search->n, sizeof *numbers);
    size_t n = 0, added;
    for (uint32_t i = search->jobs_n; i < search->n; i++) {
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
    if (status == STATUS_OK && trial_holds(&stand.judged) && stand.judged.value_s > best->judged.value_s) {
        *best = stand;
    }
    return status;
}

/* With rush hours: from likely times, from safe ones, then from those of the best plan as long as that gains. */
static enum status solve_better_timed(struct active *active, struct stand *best, struct error *err)
{
    enum status status = STATUS_OK;
    bool gained = true;
    for (int round = 0; round < TIMED_ROUNDS && gained && status == STATUS_OK && !is_over(active); round++) {
        struct clock clock = {.stand = round == 1 ? NULL : best, .safe = round == 1};
        int64_t value_s = best->judged.value_s;
        struct reply reply;
        status = solve(active, false, &clock, &reply, NULL, err);
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
    enum status status = solve(active, prove, NULL, &reply, NULL, err);
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
    for (uint32_t i = search->jobs_n; i < search->n; i++) {
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

/* Where BEST goes longer than comfort_s without a toilet, those who have one gain a reason, and all is solved again. */
static enum status relieve(struct active *active, struct horizon *horizon, const int32_t *least_s, struct stand *best,
                           struct error *err)
{
    const struct frame *frame = active->search->frame;
    if (frame->comfort_s <= 0 || is_over(active)) {
        return STATUS_OK;
    }
    bool any = false;
    int32_t last_s = best->judged.leave_s;
    for (uint32_t i = 0; i <= best->judged.stops_n; i++) {
        const struct core_stop *stop = &best->trial->stops[i];
        bool home = i == best->judged.stops_n;
        const struct place *place = home || stop->place == CORE_BREAK ? NULL : best->trial->places[stop->place];
        if (!home && (place == NULL || !place->toilet)) {
            continue;
        }
        int32_t next_s = home ? best->judged.home_s : place->job ? stop->arrive_s : stop->start_s;
        any = (next_s - last_s > frame->comfort_s && mark_comfort(active, last_s, next_s)) || any;
        last_s = home ? next_s : stop->depart_s;
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

/* What is in the plan, and the jobs, are not priced. */
static bool *skip_of(const struct search *search, const struct line *line)
{
    bool *skip = arena_array(search->arena, search->n, sizeof *skip);
    for (uint32_t i = 0; i < search->jobs_n; i++) {
        skip[i] = true;
    }
    for (uint32_t i = 0; i < line->n; i++) {
        skip[line->places[i]] = true;
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
    *round = (struct round){.changed = price_removal(best->trial, value_s, &removal)};
    if (round->changed) {
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
 * several of them together may gain more. Ends, because every round raises what BEST is worth or leaves out a visit. */
static enum status improve_all(struct active *active, struct horizon *horizon, struct stand *best, bool *capped,
                               struct error *err)
{
    struct round round = {.changed = true};
    enum status status = STATUS_OK;
    while (status == STATUS_OK && round.changed && !is_over(active)) {
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
        status = add_jobs(active, err);
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
