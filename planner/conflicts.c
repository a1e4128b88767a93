#include "planner/conflicts.h"

#include "geo/base/mem.h"
#include "planner/say.h"

#include <string.h>

struct list {
    struct arena *arena;
    struct plan *plan;
    size_t capacity;
};

static void add(struct list *list, int64_t site_id, int64_t job_id, const char *text)
{
    struct plan *plan = list->plan;
    struct plan_conflict *conflict =
        arena_push(list->arena, &plan->conflicts, &plan->conflicts_n, &list->capacity, sizeof *conflict);
    *conflict = (struct plan_conflict){.site_id = site_id, .job_id = job_id, .text = text};
}

static const struct day_job *job_of(const struct day *day, int64_t job_id)
{
    for (size_t i = 0; i < day->jobs_n; i++) {
        if (day->jobs[i].job.id == job_id) {
            return &day->jobs[i];
        }
    }
    return NULL;
}

static void find_unplaced(const struct day *day, struct list *list)
{
    for (size_t i = 0; i < day->unplaced_n; i++) {
        const struct day_job *job = &day->unplaced[i];
        long long id = (long long)job->site.id;
        add(list, job->site.id, job->job.id,
            arena_printf(list->arena, "%s: has no place yet, so its job is left out: rounds edit #%lld place=LAT,LON",
                         job->site.name, id));
    }
}

static void find_unserved(const struct answer *answer, struct list *list)
{
    for (size_t i = 0; i < answer->day->jobs_n; i++) {
        const struct day_job *job = &answer->day->jobs[i];
        if (answer->jobs_only->unserved[i]) {
            const char *where = answer->jobs_only->no_room[i] ? "the other jobs" : "home and back";
            add(list, job->site.id, job->job.id,
                arena_printf(list->arena, "%s: no road leads there from %s, so its job is left out", job->site.name,
                             where));
        }
    }
}

/* The booking wins, but somebody should ring first. */
static void find_closed(const struct answer *answer, struct list *list)
{
    int32_t day = answer->day->day;
    for (size_t i = 0; i < list->plan->stops_n; i++) {
        const struct plan_stop *stop = &list->plan->stops[i];
        const struct day_job *job = stop->kind == PLAN_STOP_JOB ? job_of(answer->day, stop->job_id) : NULL;
        if (job == NULL || !job->hours->known) {
            continue;
        }
        char *at = say_time(list->arena, day, stop->start_s), *text = NULL;
        const struct open_span *now = open_at(job->hours, stop->start_s);
        if (job->hours->n == 0) {
            text = arena_printf(list->arena, "%s: booked for %s, but closed that day", stop->name, at);
        } else if (now == NULL) {
            text = arena_printf(list->arena, "%s: booked for %s, but closed then (%s)", stop->name, at,
                                open_text(list->arena, day, job->hours, stop->start_s));
        } else if (now->to_s < stop->depart_s) {
            text = arena_printf(list->arena, "%s: closes at %s, but the job lasts until %s", stop->name,
                                say_time(list->arena, day, now->to_s), say_time(list->arena, day, stop->depart_s));
        }
        if (text != NULL) {
            add(list, stop->site_id, stop->job_id, text);
        }
    }
}

/* Could B be served in time after A, DRIVE_S apart on free roads? */
static bool can_follow(const struct rush_day *rush, const struct day_job *a, const struct day_job *b, int64_t drive_s)
{
    return rush_arrive_s(rush, (int64_t)a->booked.from_s + a->job.duration_s, drive_s) <= b->booked.to_s;
}

/* The name, and the title too where two jobs are at one site. */
static char *label(struct arena *arena, const struct day_job *job, const struct day_job *other)
{
    if (job->site.id == other->site.id && job->job.title[0] != '\0') {
        return arena_printf(arena, "%s (%s)", job->site.name, job->job.title);
    }
    return arena_strdup(arena, job->site.name);
}

/* The job before LATE in the plan that it cannot be in time beside, whichever comes first. */
static const struct day_job *rival(const struct answer *answer, uint32_t late, bool *same_time)
{
    const struct day *day = answer->day;
    const struct line *line = &answer->line;
    const struct day_job *job = &day->jobs[line->places[late]];
    for (uint32_t i = late; i-- > 0;) {
        if (line->places[i] >= day->jobs_n) {
            continue;
        }
        const struct day_job *other = &day->jobs[line->places[i]];
        int32_t there_s = trial_travel_s(answer->trial, i, late), back_s = trial_travel_s(answer->trial, late, i);
        const struct rush_day *rush = answer->frame->rush;
        if (!can_follow(rush, other, job, there_s) && !can_follow(rush, job, other, back_s)) {
            *same_time = other->booked.from_s == job->booked.from_s && other->booked.to_s == job->booked.to_s;
            return other;
        }
    }
    return NULL;
}

static char *late_text(const struct answer *answer, uint32_t number, const struct plan_stop *stop, struct arena *arena)
{
    const struct day_job *job = &answer->day->jobs[answer->line.places[number]];
    int32_t minutes = say_minutes_up(stop->late_s);
    bool same_time = false;
    const struct day_job *other = rival(answer, number, &same_time);
    if (other == NULL) {
        return arena_printf(arena, "%s: booked for %s, reached at %s (%d min late)", stop->name,
                            say_time(arena, answer->day->day, job->booked.to_s),
                            say_time(arena, answer->day->day, stop->start_s), minutes);
    }
    char *name = label(arena, job, other);
    return arena_printf(arena, "%s and %s are booked %s: %s is reached %d min late", label(arena, other, job), name,
                        same_time ? "at the same time" : "too close together", name, minutes);
}

static void find_late(const struct answer *answer, struct list *list)
{
    for (size_t i = 0; i < list->plan->stops_n; i++) {
        const struct plan_stop *stop = &list->plan->stops[i];
        if (stop->kind == PLAN_STOP_JOB && stop->late_s > 0) {
            add(list, stop->site_id, stop->job_id, late_text(answer, answer->trial->stops[i].place, stop, list->arena));
        }
    }
}

void conflicts_find(const struct answer *answer, struct plan *plan)
{
    struct list list = {.arena = answer->arena, .plan = plan};
    find_unplaced(answer->day, &list);
    find_unserved(answer, &list);
    find_closed(answer, &list);
    find_late(answer, &list);
    if (answer->judged.break_missed_s > 0) {
        add(&list, 0, 0, arena_strdup(list.arena, "no room for lunch between the jobs"));
    }
    if (plan->home_s > plan->work_end_s) {
        add(&list, 0, 0,
            arena_printf(list.arena, "home at %s, %d min after the day ends",
                         say_time(list.arena, plan->day, plan->home_s),
                         say_minutes_up(plan->home_s - plan->work_end_s)));
    }
}
