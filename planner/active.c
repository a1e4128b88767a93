#include "planner/active.h"

#include "geo/base/caps.h"
#include "geo/base/mem.h"
#include "geo/travel.h"
#include "planner/ask.h"
#include "planner/core/solve.h"
#include "planner/guess.h"
#include "planner/price.h"

enum {
    ITERATIONS = 2000,  /* of the solver each time: more found nothing better on days of any kind */
    PRIZE_SECOND = 1000 /* the solver's values count thousandths of a second */
};

uint32_t line_jobs(const struct search *search, const struct line *line)
{
    uint32_t jobs = 0;
    for (uint32_t i = 0; i < line->n; i++) {
        jobs += place_is_job(search->places[line->places[i]]);
    }
    return jobs;
}

enum status stand_at(const struct search *search, struct line line, struct stand *out, struct error *err)
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

enum status active_init(struct active *active, const struct search *search, struct error *err)
{
    *active = (struct active){.search = search, .max = CAP_ACTIVE_VISITS + search->duties_n};
    active->max = active->max < search->n ? active->max : search->n;
    active->places = arena_array(search->arena, active->max, sizeof *active->places);
    active->in = arena_array(search->arena, search->n, sizeof *active->in);
    active->comfort = arena_array(search->arena, search->n, sizeof *active->comfort);
    grid_init(&active->grid, search->arena, search->travel, (size_t)active->max + 1);
    return grid_add(&active->grid, &search->frame->home, 1, err);
}

enum status active_add(struct active *active, const uint32_t *numbers, size_t n, size_t most, size_t *added,
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

enum status active_add_duties(struct active *active, struct error *err)
{
    const struct search *search = active->search;
    uint32_t *numbers = arena_array(search->arena, search->duties_n, sizeof *numbers);
    for (uint32_t i = 0; i < search->duties_n; i++) {
        numbers[i] = i;
    }
    size_t added;
    return active_add(active, numbers, search->duties_n, search->duties_n, &added, err);
}

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
    ask_errands(ask, arena, active->search->frame);
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
        if (solution->unserved[i].duty.group) {
            continue;
        }
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

enum status active_solve(struct active *active, bool prove, const struct clock *clock, struct reply *out,
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

bool active_is_over(struct active *active)
{
    const struct search *search = active->search;
    active->stopped = active->stopped || (search->stop != NULL && search->stop(search->stop_context));
    return active->stopped;
}
