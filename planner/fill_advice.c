#include "planner/fill_advice.h"

#include "geo/amenity.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/store/nearest.h"
#include "geo/travel.h"
#include "planner/advice.h"
#include "planner/say.h"

enum { NEAR_S = 5 * 60, WANT = 4 };
static const double NEAR_M = 8000.0;

struct list {
    struct plan *plan;
    struct arena *arena;
    size_t capacity;
};

static void add(struct list *list, const char *text)
{
    const char **slot =
        arena_push(list->arena, &list->plan->advice, &list->plan->advice_n, &list->capacity, sizeof *slot);
    *slot = text;
}

/* "3 h 40 min", "50 min" */
static char *duration_text(struct arena *arena, int32_t seconds)
{
    int32_t minutes = seconds / 60;
    return minutes < 60 ? arena_printf(arena, "%d min", minutes)
                        : arena_printf(arena, "%d h %02d min", minutes / 60, minutes % 60);
}

/* The nearest haven with one of these within a few minutes: a toilet best, then a lay-by or a car park. *SITE is empty
 * where there is none. */
static enum status find_haven(const struct answer *answer, struct point at, struct site *site, struct error *err)
{
    static const enum amenity wanted[] = {AMENITY_TOILET, AMENITY_REST, AMENITY_PARKING};
    enum status status = STATUS_OK;
    *site = site_empty();
    for (size_t w = 0; w < sizeof wanted / sizeof *wanted && status == STATUS_OK && site->id == 0; w++) {
        struct nearest_filter filter = {.havens = true, .need = AMENITY_BIT(wanted[w])};
        struct nearest_site *sites = NULL;
        size_t n = 0;
        double radius_m = 0;
        status = store_nearest(answer->store, at, &filter, WANT, NEAR_M, &radius_m, answer->scratch, &sites, &n, err);
        for (size_t i = 0; i < n && i < WANT && status == STATUS_OK && site->id == 0; i++) {
            int32_t there_s = TRAVEL_NONE;
            status = travel_matrix(answer->travel, &at, 1, &sites[i].at, 1, &there_s, NULL, err);
            if (status == STATUS_OK && there_s <= NEAR_S) {
                status = store_site_get(answer->store, sites[i].id, answer->arena, site, err);
            }
        }
    }
    return status;
}

static enum status advise_pauses(const struct answer *answer, struct list *list, struct error *err)
{
    int32_t limit_s = answer->day->settings->drive_break_s, day = answer->day->day;
    struct arena *arena = list->arena;
    size_t n = 0;
    if (limit_s <= 0) {
        return STATUS_OK;
    }
    struct advice_pause *pauses = advice_pauses(answer->scratch, list->plan, limit_s, &n);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        struct site site;
        status = find_haven(answer, pauses[i].where, &site, err);
        if (status != STATUS_OK) {
            break;
        }
        char *where = site.id == 0 ? arena_strdup(arena, "")
                                   : arena_printf(arena, ", at %s (#%lld)", site.name, (long long)site.id);
        add(list, arena_printf(arena, "%s of driving from %s on with no pause of %d min: take one about %s%s",
                               duration_text(arena, pauses[i].driven_s), say_time(arena, day, pauses[i].from_s),
                               ADVICE_PAUSE_S / 60, say_time(arena, day, pauses[i].at_s), where));
    }
    return status;
}

static void advise_toilets(const struct answer *answer, struct list *list)
{
    const struct settings *settings = answer->day->settings;
    struct arena *arena = list->arena;
    size_t n = 0;
    if (settings->comfort_s <= 0) {
        return;
    }
    struct advice_dry *dry = advice_dry(answer->scratch, list->plan, settings->comfort_s, &n);
    for (size_t i = 0; i < n; i++) {
        add(list, arena_printf(
                      arena, "no toilet between %s and %s (%s)%s", say_time(arena, answer->day->day, dry[i].from_s),
                      say_time(arena, answer->day->day, dry[i].to_s), duration_text(arena, dry[i].to_s - dry[i].from_s),
                      settings->rest_s > 0 && !answer->jobs_alone
                          ? ": none is known that is open then, near the way and in time"
                          : ""));
    }
}

/* Lunch that was to be had at a place with food, and is had elsewhere. */
static void advise_lunch(const struct answer *answer, struct list *list)
{
    if (answer->judged.break_missed_s > 0) {
        return;
    }
    for (size_t i = 0; i < answer->errands->n; i++) {
        const struct errand *errand = &answer->errands->list[i];
        if (errand->kind != ERRAND_LUNCH || errand->number != 0 || errand->fit == ERRAND_FITS) {
            continue;
        }
        if (errand->fit == ERRAND_TOO_FAR) {
            add(list,
                arena_printf(list->arena,
                             "lunch is on the road: the nearest place with food costs %d min more driving, where "
                             "%d are allowed (plan.lunch_detour)",
                             say_minutes_up(errand->more_s), say_minutes_down(answer->day->settings->lunch_detour_s)));
        } else {
            add(list, "lunch is on the road: no place with food is known that is open then, near the way and in time");
        }
    }
}

enum status fill_advice(const struct answer *answer, struct plan *plan, struct error *err)
{
    struct list list = {.plan = plan, .arena = answer->arena};
    advise_toilets(answer, &list);
    advise_lunch(answer, &list);
    return advise_pauses(answer, &list, err);
}
