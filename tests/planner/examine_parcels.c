/* The part of the examiner that looks at parcels and rests: from the plan and the store alone. */
#include "world.h"

#include "geo/amenity.h"
#include "geo/base/text.h"
#include "geo/holidays.h"
#include "geo/hours.h"
#include "planner/open.h"

#include <string.h>

enum { SPANS_MAX = 24, HANDOVER_S = 300 };

static void must(enum status status, const struct error *err)
{
    if (status != STATUS_OK) {
        fail_msg("status %d: %s", (int)status, err->text);
    }
}

static int32_t elapsed(const struct world *world, int32_t wall_s)
{
    int32_t s = 0;
    (void)civil_elapsed(world->day, wall_s, &s);
    return s;
}

static size_t stop_index(const struct plan *plan, const struct plan_stop *stop)
{
    return (size_t)(stop - plan->stops);
}

static const struct plan_stop *stop_of_job(const struct plan *plan, int64_t job_id)
{
    for (size_t i = 0; i < plan->stops_n; i++) {
        if (plan->stops[i].job_id == job_id && job_id != 0) {
            return &plan->stops[i];
        }
    }
    return NULL;
}

/* Is SITE open all the while from FROM_S to TO_S? Where nothing is known it may be. */
static bool open_while(struct world *world, const struct site *site, int32_t from_s, int32_t to_s)
{
    struct error err = {0};
    struct hours *hours = NULL;
    struct hours_span spans[SPANS_MAX];
    if (site->hours[0] == '\0') {
        return true;
    }
    must(hours_parse(world->arena, site->hours, &hours, &err), &err);
    size_t n = hours_day(hours, open_where(world->arena, &world->settings, NULL), world->day, spans, SPANS_MAX);
    for (size_t i = 0; i < n; i++) {
        if (elapsed(world, spans[i].open_s) <= from_s && to_s <= elapsed(world, spans[i].close_s)) {
            return true;
        }
    }
    return false;
}

/* Does somebody who takes it collect there that day after TO_S? */
static bool collected_after(struct world *world, const struct site *site, const char *carrier, int32_t to_s)
{
    struct error err = {0};
    struct collection *list = NULL;
    size_t n = 0;
    must(store_collection_list(world->store, site->id, world->arena, &list, &n, &err), &err);
    struct holidays *holidays = holidays_new(world->arena, world->settings.country, world->settings.region);
    bool holiday = holidays_public(holidays, world->day) != NULL, taken = n == 0;
    for (size_t i = 0; i < n && !holiday; i++) {
        bool who = *carrier == '\0' || *list[i].carrier == '\0' || text_equal_folded(list[i].carrier, carrier);
        bool today = (list[i].weekdays >> civil_weekday(world->day) & 1) != 0;
        taken = taken || (who && today && to_s <= elapsed(world, list[i].cutoff_s));
    }
    return taken;
}

/* Five minutes of STOP in which it can be handed over: when one comes, or before one leaves. */
static bool can_be_left(struct world *world, const struct plan_stop *stop, const struct parcel *parcel)
{
    struct site site = world_get(world, stop->site_id);
    int32_t begin_s = stop->kind == PLAN_STOP_JOB ? stop->arrive_s : stop->start_s;
    int32_t from_s[] = {begin_s, stop->depart_s - HANDOVER_S};
    int32_t by_s = parcel->due_day == world->day && parcel->due_s >= 0 ? elapsed(world, parcel->due_s) : INT32_MAX;
    int32_t ready_s = parcel->ready_day == world->day && parcel->ready_s >= 0 ? elapsed(world, parcel->ready_s) : 0;
    assert_true((site.amenities & AMENITY_BIT(AMENITY_PARCEL_DROP)) != 0);
    for (size_t i = 0; i < 2; i++) {
        int32_t to_s = from_s[i] + HANDOVER_S;
        if (ready_s <= from_s[i] && to_s <= by_s && open_while(world, &site, from_s[i], to_s) &&
            collected_after(world, &site, parcel->carrier, to_s)) {
            return true;
        }
    }
    return false;
}

static void examine_stop(struct world *world, const struct plan *plan, const struct plan_stop *stop,
                         const struct parcel *parcel)
{
    const struct plan_stop *job = stop_of_job(plan, parcel->job_id);
    struct site site = world_get(world, stop->site_id);
    if (parcel->direction == PARCEL_IN) {
        assert_int_equal(stop->site_id, parcel->site_id);
        assert_true(job == NULL || stop_index(plan, stop) <= stop_index(plan, job));
        assert_true(stop->kind != PLAN_STOP_PARCEL || open_while(world, &site, stop->start_s, stop->depart_s));
        return;
    }
    assert_true(job == NULL || stop_index(plan, stop) >= stop_index(plan, job));
    if (!can_be_left(world, stop, parcel)) {
        fail_msg("K%d cannot be left at %s from %d to %d", (int)parcel->id, stop->name, stop->start_s, stop->depart_s);
    }
}

/* The jobs of the day as they would be without any parcel, and with lunch wherever one is. */
static struct plan *bare_plan(struct world *world, struct parcel *parcels, size_t n)
{
    struct error err = {0};
    int64_t id = 0;
    bool food = world->settings.lunch_food;
    for (size_t i = 0; i < n; i++) {
        struct parcel done = parcels[i];
        done.state = PARCEL_DONE;
        done.done_day = world->day;
        world_write(world);
        must(store_parcel_save(world->store, &done, &id, &err), &err);
    }
    world->settings.lunch_food = false;
    struct plan *plan = world_plan_jobs(world);
    world->settings.lunch_food = food;
    for (size_t i = 0; i < n; i++) {
        world_write(world);
        must(store_parcel_save(world->store, &parcels[i], &id, &err), &err);
    }
    world_commit(world);
    return plan;
}

static void examine_lateness(const struct plan *plan, const struct plan *bare)
{
    assert_int_equal(plan->jobs_n, bare->jobs_n);
    for (size_t i = 0; i < bare->stops_n; i++) {
        const struct plan_stop *before = &bare->stops[i];
        const struct plan_stop *stop = stop_of_job(plan, before->job_id);
        assert_true(before->kind != PLAN_STOP_JOB || stop->late_s <= before->late_s);
    }
    int32_t home_s = plan->work_end_s > bare->home_s ? plan->work_end_s : bare->home_s;
    assert_true(plan->home_s <= home_s);
}

void world_examine_parcels(struct world *world, const struct plan *plan)
{
    struct error err = {0};
    struct parcel *parcels = NULL;
    size_t n = 0, seen = 0, named = 0;
    struct parcel_filter filter = {.open_only = true};
    must(store_parcel_list(world->store, &filter, world->arena, &parcels, &n, &err), &err);
    for (size_t i = 0; i < n; i++) {
        const struct plan_stop *stop = world_parcel_stop(plan, parcels[i].id);
        size_t missed = 0;
        for (size_t k = 0; k < plan->parcels_missed_n; k++) {
            missed += plan->parcels_missed[k].parcel_id == parcels[i].id;
        }
        assert_true(missed + (stop != NULL) <= 1);
        if (stop != NULL) {
            examine_stop(world, plan, stop, &parcels[i]);
        }
        seen += stop != NULL;
    }
    for (size_t i = 0; i < plan->stops_n; i++) {
        named += plan->stops[i].parcels_n;
        assert_true(plan->stops[i].kind != PLAN_STOP_PARCEL || plan->stops[i].parcels_n > 0);
    }
    assert_int_equal(seen, named);
    if (n > 0 || world->settings.lunch_food) {
        examine_lateness(plan, bare_plan(world, parcels, n));
    }
}

/* A rest is at a haven with a toilet, open then as far as is known, in the working hours, and short. */
void world_examine_rests(struct world *world, const struct plan *plan)
{
    for (size_t i = 0; i < plan->stops_n; i++) {
        const struct plan_stop *stop = &plan->stops[i];
        if (stop->kind != PLAN_STOP_REST) {
            continue;
        }
        struct site site = world_get(world, stop->site_id);
        assert_true(open_while(world, &site, stop->start_s, stop->depart_s));
        assert_true(plan->work_start_s <= stop->start_s && stop->depart_s <= plan->work_end_s);
        assert_true(site.is_haven && !site.is_customer && (site.amenities & AMENITY_BIT(AMENITY_TOILET)) != 0);
        assert_int_equal(stop->depart_s - stop->start_s, world->settings.rest_s);
        assert_true(stop->comfort && stop->why[0] != '\0' && stop->worth.total_s == 0);
    }
}
