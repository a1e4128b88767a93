#include "planner/active.h"

#include "geo/base/mem.h"

void search_learn(const struct search *search, struct place *const *jobs, const struct stand *stand)
{
    struct frame *frame = search->frame;
    const struct judgement *judged = &stand->judged;
    for (uint32_t i = 0; i < judged->stops_n; i++) {
        const struct core_stop *stop = &stand->trial->stops[i];
        if (stop->place != CORE_BREAK && place_is_job(stand->trial->places[stop->place])) {
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
        status = active_solve(active, false, &clock, &reply, &found, err);
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
    enum status status = active_solve(active, true, NULL, out, jobs, err);
    return status == STATUS_OK ? stand_at(active->search, out->line, best, err) : status;
}

enum status search_jobs(const struct search *search, struct place *const *jobs, struct found *out, struct error *err)
{
    struct search alone = *search;
    alone.n = alone.duties_n = search->jobs_n;
    struct active active;
    struct stand stand;
    struct reply reply;
    enum status status = active_init(&active, &alone, err);
    found_init(out, search);
    if (status == STATUS_OK) {
        status = active_add_duties(&active, err);
    }
    if (status == STATUS_OK) {
        status = solve_jobs(&active, &stand, &reply, out, err);
    }
    if (status == STATUS_OK) {
        search_learn(search, jobs, &stand);
        out->line = reply.line;
        out->levels = reply.levels;
        out->most_s = reply.most_s;
        out->value_s = stand.judged.value_s;
        out->stopped = active.stopped;
    }
    return status;
}
