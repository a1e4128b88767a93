#include "planner/verdict.h"

#include "geo/base/mem.h"
#include "planner/lane.h"
#include "planner/say.h"

#include <assert.h>

/* One place where it could stand, in the plan as it is or with one visit left out. */
struct gap {
    uint32_t at;
    int64_t cost_s;  /* driving that it adds there */
    int64_t worth_s; /* its own, with comfort if it is credited there */
    int64_t
        value_s; /* of the plan with it; what others would gain by it (comfort, for being reached later) not counted,
                        as the search does not count it */
    struct judgement judged;
    int32_t arrive_s; /* at the customer */
    bool comfort;
};

struct gaps {
    struct gap *list; /* those with a way */
    size_t n;
};

static const char *name_before(const struct bench *bench, uint32_t at)
{
    return at == 0 ? "home" : bench->names[at - 1];
}

static const char *name_after(const struct bench *bench, uint32_t at)
{
    return at >= bench->trial->n ? "home" : bench->names[at];
}

/* SKIP is left out; BASE is the plan so, without the customer. */
static struct gap judge_gap(const struct bench *bench, uint32_t skip, uint32_t at, const struct judgement *base)
{
    struct trial *trial = bench->trial;
    const struct place *place = trial->places[trial->n];
    uint32_t count = trial_sequence(trial, skip, at);
    struct gap gap = {.at = at, .judged = trial_judge(trial, trial->sequence, count)};
    gap.comfort = trial->credited[trial->n];
    gap.cost_s = base->way ? gap.judged.driving_s - base->driving_s : 0; /* nothing is saved where no road leads past */
    gap.worth_s = place->worth_s + (gap.comfort ? place->comfort_s : 0);
    gap.value_s = base->way ? base->value_s + gap.worth_s - gap.cost_s : gap.judged.value_s;
    gap.value_s = gap.value_s < gap.judged.value_s ? gap.value_s : gap.judged.value_s;
    for (uint32_t i = 0; i < gap.judged.stops_n; i++) {
        if (trial->stops[i].place == trial->n) {
            gap.arrive_s = trial->stops[i].arrive_s;
        }
    }
    return gap;
}

static struct gaps judge_gaps(struct arena *arena, const struct bench *bench)
{
    uint32_t n = bench->trial->n;
    struct gaps gaps = {.list = arena_array(arena, (size_t)n + 1, sizeof *gaps.list)};
    for (uint32_t at = bench->first; at <= n; at++) {
        struct gap gap = judge_gap(bench, LANE_NONE, at, &bench->judged);
        if (gap.judged.way) {
            gaps.list[gaps.n++] = gap;
        }
    }
    return gaps;
}

/* How far a gap gets through the rules, in the order in which they are named. */
enum stage { STAGE_COST, STAGE_DETOUR, STAGE_TIME, STAGE_EXTRA, STAGE_FITS };

static enum stage stage_of(const struct bench *bench, const struct gap *gap)
{
    if (gap->worth_s <= gap->cost_s) {
        return STAGE_COST;
    }
    if (!gap->judged.detour) {
        return STAGE_DETOUR;
    }
    if (!gap->judged.time) {
        return STAGE_TIME;
    }
    if (!gap->judged.extra || !gap->judged.count) {
        return STAGE_EXTRA;
    }
    return gap->value_s > bench->judged.value_s ? STAGE_FITS : STAGE_COST;
}

/* By stage, then whether it could be there in time at all, then by balance. */
static bool gets_farther(const struct gap *a, enum stage a_stage, const struct gap *b, enum stage b_stage)
{
    if (a_stage != b_stage) {
        return a_stage > b_stage;
    }
    if (a->judged.time != b->judged.time) {
        return a->judged.time;
    }
    return a->worth_s - a->cost_s > b->worth_s - b->cost_s;
}

/* The gap that gets farthest; NULL when there is none at all. */
static const struct gap *farthest(const struct bench *bench, const struct gaps *gaps, enum stage *stage)
{
    const struct gap *best = NULL;
    *stage = STAGE_COST;
    for (size_t i = 0; i < gaps->n; i++) {
        const struct gap *gap = &gaps->list[i];
        enum stage now = stage_of(bench, gap);
        if (best == NULL || gets_farther(gap, now, best, *stage)) {
            best = gap;
            *stage = now;
        }
    }
    return best;
}

static struct verdict speak(const struct bench *bench, enum plan_verdict verdict, const struct gap *gap, char *text)
{
    return (struct verdict){
        .verdict = verdict,
        .cost_s = (int32_t)gap->cost_s,
        .worth_s = (int32_t)gap->worth_s,
        .comfort = gap->comfort,
        .after = name_before(bench, gap->at),
        .at_s = gap->judged.time ? gap->arrive_s : NUMBER_UNSET,
        .text = text,
    };
}

static struct verdict say_cost(struct arena *arena, const struct bench *bench, const struct gap *gap)
{
    const char *but = gap->worth_s > gap->cost_s ? ", but takes the toilet stop from another visit" : "";
    char *text = arena_printf(arena, "costs %d min of driving after %s, worth %d%s", say_minutes_up(gap->cost_s),
                              name_before(bench, gap->at), say_minutes_down(gap->worth_s), but);
    return speak(bench, VERDICT_COST, gap, text);
}

static struct verdict say_detour(struct arena *arena, const struct bench *bench, const struct gap *gap)
{
    char *text = arena_printf(arena, "%d min off the way, and one visit may cost %d at most (plan.max_detour)",
                              say_minutes_up(gap->cost_s), say_minutes_down(bench->trial->frame->max_detour_s));
    return speak(bench, VERDICT_DETOUR, gap, text);
}

static struct verdict say_fits(struct arena *arena, const struct bench *bench, const struct gap *gap)
{
    char *text = arena_printf(arena, "would fit after %s, reached at %s, for %d min of driving, worth %d: plan again",
                              name_before(bench, gap->at), say_time(arena, bench->day, gap->arrive_s),
                              say_minutes_up(gap->cost_s), say_minutes_down(gap->worth_s));
    return speak(bench, VERDICT_FITS, gap, text);
}

static struct verdict say_extra(struct arena *arena, const struct bench *bench, const struct gap *gap)
{
    const struct frame *frame = bench->trial->frame;
    char *text;
    if (!gap->judged.count) {
        text = arena_printf(arena,
                            "the day has its %u visits already (plan.max_visits), and to change one for "
                            "it would gain nothing",
                            frame->max_visits);
    } else {
        int64_t left_s = frame->base_driving_s + frame->max_extra_s - bench->judged.driving_s;
        text =
            arena_printf(arena, "needs %d min more driving, and %d of the day's %d are left (plan.max_extra)",
                         say_minutes_up(gap->cost_s), say_minutes_down(left_s), say_minutes_down(frame->max_extra_s));
    }
    return speak(bench, VERDICT_EXTRA, gap, text);
}

/* --- instead of a visit ------------------------------------------------------------------------------------------ */

/* The best plan with it in the place of one visit, that keeps every rule. */
static bool best_swap(const struct bench *bench, struct gap *out, uint32_t *instead)
{
    struct trial *trial = bench->trial;
    bool found = false;
    for (uint32_t skip = bench->first; skip < trial->n; skip++) {
        if (place_is_bound(trial->places[skip])) {
            continue;
        }
        uint32_t count = trial_sequence(trial, skip, LANE_NONE);
        struct judgement base = trial_judge(trial, trial->sequence, count);
        for (uint32_t at = bench->first; at <= trial->n; at++) {
            struct gap gap = judge_gap(bench, skip, at, &base);
            if (trial_holds(&gap.judged) && (!found || gap.value_s > out->value_s)) {
                *out = gap;
                *instead = skip;
                found = true;
            }
        }
    }
    return found;
}

/* Minutes are those with the other one gone. */
static struct verdict say_swap(struct arena *arena, const struct bench *bench, const struct gap *gap, uint32_t instead)
{
    const char *name = bench->names[instead];
    int64_t loses_s = bench->judged.value_s - gap->value_s;
    char *text;
    if (loses_s < 0) {
        text = arena_printf(arena, "would fit instead of %s, with a gain of %d min: plan again", name,
                            say_minutes_up(-loses_s));
    } else if (loses_s < 60) {
        text = arena_printf(arena, "would fit only instead of %s, which is worth as much for its minutes", name);
    } else {
        text = arena_printf(arena, "would fit only instead of %s, which is worth %d min more, driving counted", name,
                            say_minutes_down(loses_s));
    }
    struct verdict out = speak(bench, loses_s < 0 ? VERDICT_FITS : VERDICT_BETTER, gap, text);
    out.after = gap->at > 0 && gap->at - 1 == instead ? name_before(bench, instead) : out.after;
    return out;
}

/* --- time -------------------------------------------------------------------------------------------------------- */

static char *closed_text(struct arena *arena, const struct bench *bench, const struct open_day *hours, int32_t at_s)
{
    char *at = say_time(arena, bench->day, at_s);
    if (!hours->known) {
        return arena_printf(arena, "hours unknown, and it could be reached only at %s (plan.visit_window)", at);
    }
    const struct open_span *now = open_at(hours, at_s), *next = open_next(hours, at_s);
    if (now != NULL) {
        return arena_printf(arena, "reached at %s, and closes at %s: too soon for a visit", at,
                            say_time(arena, bench->day, now->to_s));
    }
    if (next != NULL) {
        return arena_printf(arena, "closed then (%s): opens %s", at, say_time(arena, bench->day, next->from_s));
    }
    return arena_printf(arena, "closed then (%s): was open until %s", at,
                        say_time(arena, bench->day, hours->spans[hours->n - 1].to_s));
}

static struct verdict closed_all_day(struct arena *arena, const struct bench *bench, const struct place *place,
                                     const struct open_day *hours)
{
    char *text = hours->n == 0 ? arena_strdup(arena, hours->known ? "closed that day" : "no time for visits that day")
                               : arena_printf(arena, "%s, outside the working hours",
                                              open_text(arena, bench->day, hours, INT32_MIN));
    return (struct verdict){VERDICT_CLOSED, NUMBER_UNSET, place->worth_s, false, "", NUMBER_UNSET, text};
}

/* Would it be in time somewhere if it were open all the time? */
static bool closed_instead(struct arena *arena, const struct bench *bench, const struct place *place,
                           const struct open_day *hours, const int32_t *to_s, const int32_t *from_s,
                           struct verdict *out)
{
    struct place always = *place;
    always.windows = &bench->work;
    always.windows_n = 1;
    trial_slot(bench->trial, &always, to_s, from_s);
    struct gaps gaps = judge_gaps(arena, bench);
    enum stage stage;
    const struct gap *gap = farthest(bench, &gaps, &stage);
    trial_slot(bench->trial, place, to_s, from_s);
    if (gap == NULL || !gap->judged.time) {
        return false;
    }
    *out = speak(bench, VERDICT_CLOSED, gap, closed_text(arena, bench, hours, gap->arrive_s));
    return true;
}

/* The break of the plan as it is, when it is had between number AT - 1 and AT. */
static int64_t break_in_gap_s(const struct bench *bench, uint32_t at)
{
    struct trial *trial = bench->trial;
    uint32_t count = trial_sequence(trial, LANE_NONE, LANE_NONE);
    struct judgement judged = trial_judge(trial, trial->sequence, count);
    uint32_t before = 0;
    for (uint32_t i = 0; i < judged.stops_n; i++) {
        if (trial->stops[i].place == CORE_BREAK) {
            return before == at ? trial->frame->break_s : 0;
        }
        before = trial->stops[i].place + 1;
    }
    return 0;
}

/* The gap where the least time is missing. */
static struct verdict say_room(struct arena *arena, const struct bench *bench, const struct place *place,
                               const struct gaps *gaps)
{
    struct lane lane;
    lane_fill(arena, bench->trial, LANE_NONE, &lane);
    const struct gap *best = NULL;
    int64_t needs_s = 0, free_s = 0;
    for (size_t i = 0; i < gaps->n; i++) {
        const struct gap *gap = &gaps->list[i];
        if (stage_of(bench, gap) != STAGE_TIME) {
            continue;
        }
        uint32_t before = lane.row[gap->at], after = lane.row[gap->at + 1];
        int64_t drive_s = trial_direct_s(bench->trial, before, after, (int32_t)lane.depart_s[gap->at]);
        int64_t room_s = lane.arrive_s[gap->at] - lane.depart_s[gap->at] - drive_s - break_in_gap_s(bench, gap->at);
        int64_t wanted_s = place->service_s + gap->cost_s;
        if (best == NULL || wanted_s - room_s < needs_s - free_s) {
            best = gap;
            needs_s = wanted_s;
            free_s = room_s;
        }
    }
    assert(best != NULL); /* asked only when time is what stands in the way */
    const char *a = name_before(bench, best->at), *b = name_after(bench, best->at);
    char *text = free_s < needs_s ? arena_printf(arena, "needs %d min between %s and %s, where %d are free",
                                                 say_minutes_up(needs_s), a, b, say_minutes_down(free_s))
                                  : arena_printf(arena, "needs %d min between %s and %s, which lunch does not leave",
                                                 say_minutes_up(needs_s), a, b);
    return speak(bench, VERDICT_NO_ROOM, best, text);
}

struct verdict verdict_of(struct arena *arena, const struct bench *bench, const struct place *place,
                          const struct open_day *hours, const int32_t *to_s, const int32_t *from_s)
{
    if (place->windows_n == 0) {
        return closed_all_day(arena, bench, place, hours);
    }
    trial_slot(bench->trial, place, to_s, from_s);
    struct gaps gaps = judge_gaps(arena, bench);
    enum stage stage;
    const struct gap *gap = farthest(bench, &gaps, &stage);
    if (gap == NULL) {
        return (struct verdict){VERDICT_FAR,
                                NUMBER_UNSET,
                                place->worth_s,
                                false,
                                "",
                                NUMBER_UNSET,
                                arena_strdup(arena, "no road leads there from the day's stops")};
    }
    struct verdict closed;
    struct gap swap;
    uint32_t instead = 0;
    /* What it costs where it could never be called on is no answer. */
    if (stage <= STAGE_DETOUR && gap->worth_s > 0 && !gap->judged.time &&
        closed_instead(arena, bench, place, hours, to_s, from_s, &closed)) {
        return closed;
    }
    switch (stage) {
    case STAGE_COST:
        return say_cost(arena, bench, gap);
    case STAGE_DETOUR:
        return say_detour(arena, bench, gap);
    case STAGE_FITS:
        return say_fits(arena, bench, gap);
    case STAGE_EXTRA:
        if (best_swap(bench, &swap, &instead) && swap.value_s > bench->judged.value_s) {
            return say_swap(arena, bench, &swap, instead);
        }
        return say_extra(arena, bench, gap);
    case STAGE_TIME:
        break;
    }
    if (closed_instead(arena, bench, place, hours, to_s, from_s, &closed)) {
        return closed;
    }
    if (best_swap(bench, &swap, &instead)) {
        return say_swap(arena, bench, &swap, instead);
    }
    return say_room(arena, bench, place, &gaps);
}
