/* Which havens are by the way, against a look at every one of them. */
#include "cli/export/sheet_facts.h"

#include "geo/amenity.h"
#include "geo/base/mem.h"
#include "geo/store/site.h"
#include "tests/base/unit.h"
#include "tests/cli/import_fixture.h"
#include "tests/cli/made_day.h"

#include <math.h>

enum { HAVENS = 500, TURNS = 40 };

static double random_between(uint64_t *state, double low, double high)
{
    return low + (high - low) * made_random(state, 1000001) / 1e6;
}

/* Metres from PLACE to the way, by a step every few metres. */
static double off_way(struct point place, const struct map_leg *legs, size_t legs_n)
{
    double best = HUGE_VAL;
    for (size_t leg = 0; leg < legs_n; leg++) {
        for (size_t i = 0; i + 1 < legs[leg].n; i++) {
            const struct point a = legs[leg].points[i], b = legs[leg].points[i + 1];
            if (point_distance_below_m(place, a) > 20000) {
                continue;
            }
            for (int k = 0; k <= 60; k++) {
                const struct point at = {a.lat_deg + (b.lat_deg - a.lat_deg) * k / 60,
                                         a.lon_deg + (b.lon_deg - a.lon_deg) * k / 60};
                best = fmin(best, point_distance_below_m(place, at));
            }
        }
    }
    return best;
}

static struct site make_site(struct arena *arena, uint64_t *state, size_t i)
{
    static const uint32_t offers[] = {AMENITY_BIT(AMENITY_TOILET), AMENITY_BIT(AMENITY_FUEL),
                                      AMENITY_BIT(AMENITY_TOILET) | AMENITY_BIT(AMENITY_HOT_DRINK)};
    struct site site = site_empty();
    site.name = arena_printf(arena, "Haven %zu", i);
    site.placed_by = PLACED_HAND;
    site.at = (struct point){random_between(state, 52.5, 52.9), random_between(state, -1, -0.4)};
    site.amenities = offers[made_random(state, COUNT(offers))];
    site.is_haven = made_random(state, 10) != 0;
    site.is_customer = !site.is_haven || made_random(state, 10) == 0;
    return site;
}

static struct map_leg make_leg(struct arena *arena, uint64_t *state, struct point from)
{
    struct point *points = arena_array(arena, TURNS, sizeof *points);
    points[0] = from;
    for (size_t i = 1; i < TURNS; i++) {
        points[i] = (struct point){points[i - 1].lat_deg + random_between(state, -0.004, 0.01),
                                   points[i - 1].lon_deg + random_between(state, -0.003, 0.015)};
    }
    return (struct map_leg){points, TURNS, true};
}

/* One of CHOSEN stands for SITE: near it, and with all that it offers. */
static bool stands_for(const struct sheet_haven *haven, const struct site *of, const struct site *site)
{
    return (site->amenities & ~of->amenities) == 0 && point_distance_m(haven->there.at, site->at) < 1510;
}

static const struct site *site_at(const struct site *sites, struct point at)
{
    for (size_t i = 0; i < HAVENS; i++) {
        if (point_distance_m(sites[i].at, at) < 0.01) {
            return &sites[i];
        }
    }
    fail_msg("a haven that is none");
    return NULL;
}

static void check(const struct site *sites, const struct map_leg *legs, size_t legs_n, const struct sheet_haven *havens,
                  size_t n)
{
    for (size_t k = 0; k < n; k++) {
        const struct site *site = site_at(sites, havens[k].there.at);
        assert_true(site->is_haven && !site->is_customer);
        assert_true(off_way(site->at, legs, legs_n) < 710);
        assert_int_equal(havens[k].letter[0], 'A' + (int)k);
    }
    for (size_t i = 0; i < HAVENS && n < SHEET_HAVENS_MAX; i++) {
        bool told = !sites[i].is_haven || sites[i].is_customer || off_way(sites[i].at, legs, legs_n) > 690;
        for (size_t k = 0; k < n && !told; k++) {
            told = stands_for(&havens[k], site_at(sites, havens[k].there.at), &sites[i]);
        }
        assert_true(told);
    }
}

static void havens__by_the_way_are_found_wherever_it_goes(void **state)
{
    (void)state;
    struct fixture *fixture = fixture_new(false);
    uint64_t draw = 5;
    static struct site sites[HAVENS];
    assert_int_equal(store_begin(fixture->store, "havens", &fixture->err), STATUS_OK);
    for (size_t i = 0; i < HAVENS; i++) {
        sites[i] = make_site(fixture->arena, &draw, i);
        assert_int_equal(store_site_save(fixture->store, &sites[i], &sites[i].id, &fixture->err), STATUS_OK);
    }
    assert_int_equal(store_commit(fixture->store, &fixture->err), STATUS_OK);
    size_t found = 0, full = 0;
    for (size_t round = 0; round < 12; round++) {
        struct plan plan = {.day = fixture->today};
        const struct export_input input = {.arena = fixture->arena, .plan = &plan, .store = fixture->store};
        const struct point from = {random_between(&draw, 52.5, 52.75), random_between(&draw, -1, -0.7)};
        struct map_leg legs[2] = {make_leg(fixture->arena, &draw, from)};
        legs[1] = make_leg(fixture->arena, &draw, legs[0].points[TURNS - 1]);
        const size_t legs_n = 1 + round % 2;
        struct sheet_haven *havens = NULL;
        size_t n = 0;
        assert_int_equal(sheet_havens(&input, legs, legs_n, &havens, &n, &fixture->err), STATUS_OK);
        check(sites, legs, legs_n, havens, n);
        found += n;
        full += n == SHEET_HAVENS_MAX;
    }
    assert_true(found > 40 && full < 8); /* there is something to choose, and something to miss */
    fixture_free(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(havens__by_the_way_are_found_wherever_it_goes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
