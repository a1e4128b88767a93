/* What is near, as the crow flies, against looking at every site. */
#include "room.h"

#include "geo/amenity.h"
#include "geo/store/haven_gone.h"
#include "geo/store/nearest.h"
#include "tests/geo/random_points.h"

#include <stdlib.h>
#include <string.h>

#define BIT(a) AMENITY_BIT(AMENITY_##a)

enum { SITES_MAX = 12000 };

struct made {
    struct site sites[SITES_MAX];
    size_t n;
};

static struct made made;

static void add(struct room *room, struct point at, bool customer, uint32_t amenities)
{
    struct site site = site_empty();
    site.name = arena_printf(room->arena, "Site %zu", made.n);
    site.placed_by = PLACED_IMPORT;
    site.at = at;
    site.is_customer = customer;
    site.is_haven = !customer;
    site.amenities = amenities;
    WELL(room, store_site_save(room->store, &site, &site.id, &room->err));
    made.sites[made.n++] = site;
}

static bool passes(const struct site *site, const struct nearest_filter *filter)
{
    bool wanted = (filter->customers && site->is_customer) ||
                  (filter->havens && site->is_haven && site->haven_gone_day == DAY_NONE);
    bool shut = site->is_customer && (site->status == CUSTOMER_CLOSED || (site->no_drop_in && !filter->unasked_too));
    return wanted && !shut && (site->amenities & filter->need) == filter->need && site->placed_by != PLACED_NOT;
}

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Everything within the radius of the answer and nothing else, in order; as many as wanted, or all there are. */
static void check(struct room *room, struct point from, struct nearest_filter filter, size_t want, double most_m)
{
    static double all[SITES_MAX];
    struct arena *arena = arena_new();
    struct nearest_site *found = NULL;
    size_t n = 0, all_n = 0;
    double radius = 0;
    WELL(room, store_nearest(room->store, from, &filter, want, most_m, &radius, arena, &found, &n, &room->err));
    assert_true(radius <= most_m);
    for (size_t i = 0; i < made.n; i++) {
        double away = point_distance_m(from, made.sites[i].at);
        if (passes(&made.sites[i], &filter) && away <= radius) {
            all[all_n++] = away;
        }
    }
    qsort(all, all_n, sizeof *all, compare_doubles);
    assert_int_equal(n, all_n);
    assert_true(n >= want || radius >= most_m);
    for (size_t i = 0; i < n; i++) {
        assert_true(found[i].crow_m >= all[i] && found[i].crow_m <= all[i]);
        assert_true(i == 0 || found[i].crow_m > found[i - 1].crow_m || found[i].id > found[i - 1].id);
    }
    arena_free(arena);
}

static const struct nearest_filter any = {.customers = true, .havens = true};

static void check_all_kinds(struct room *room, struct point from)
{
    check(room, from, any, 10, NEAREST_FARTHEST_M);
    check(room, from, any, 1, 500e3);
    check(room, from, (struct nearest_filter){.havens = true, .need = BIT(TOILET)}, 10, NEAREST_FARTHEST_M);
    check(room, from, (struct nearest_filter){.customers = true}, 10, NEAREST_FARTHEST_M);
    check(room, from, (struct nearest_filter){.customers = true, .havens = true, .need = BIT(TOILET) | BIT(PC)}, 3,
          NEAREST_FARTHEST_M);
}

static void nearest__are_those_that_a_look_at_all_finds(void **state)
{
    struct room *room = *state;
    struct random_points random = {20261123};
    static const struct point centres[] = {{52.67, -0.73}, {-17.5, 179.99}, {66, -180}, {89.99, 12}, {-90, 0}, {0, 0}};
    room_begin(room, "make");
    for (int i = 0; i < 4800; i++) {
        struct point at =
            i % 4 == 0 ? random_place(&random) : random_near(&random, centres[i % 6], 0.02 * (1 + i % 50));
        add(room, at, i % 7 == 0, (i % 3 == 0 ? BIT(TOILET) : 0) | (i % 60 == 0 ? BIT(PC) : 0) | BIT(FOOD));
    }
    room_commit(room);
    for (size_t i = 0; i < sizeof centres / sizeof centres[0]; i++) {
        check_all_kinds(room, centres[i]);
    }
    for (int i = 0; i < 60; i++) {
        check_all_kinds(room, i % 2 == 0 ? random_place(&random) : random_near(&random, centres[i % 6], 0.5));
    }
}

/* More than few have a toilet here, so that the box is what finds them. */
static void nearest__of_ten_thousand_in_one_spot_are_found(void **state)
{
    struct room *room = *state;
    room_begin(room, "make");
    for (int i = 0; i < 10000; i++) {
        add(room, (struct point){52.67, -0.73}, false, BIT(TOILET));
    }
    add(room, (struct point){52.68, -0.73}, false, BIT(TOILET) | BIT(FOOD));
    room_commit(room);
    check(room, (struct point){52.67, -0.73}, any, 10, NEAREST_FARTHEST_M);
    check(room, (struct point){52.70, -0.73}, any, 10, NEAREST_FARTHEST_M);
    check(room, (struct point){52.70, -0.73}, (struct nearest_filter){.havens = true, .need = BIT(TOILET)}, 10001,
          NEAREST_FARTHEST_M);
    check(room, (struct point){-52.70, 179.27}, (struct nearest_filter){.havens = true, .need = BIT(TOILET)}, 1,
          NEAREST_FARTHEST_M);
}

static void nearest__is_nothing_when_there_is_nothing_within_the_limit(void **state)
{
    struct room *room = *state;
    struct nearest_site *found = NULL;
    size_t n = 99;
    double radius = 0;
    WELL(room, store_nearest(room->store, (struct point){0, 0}, &any, 10, NEAREST_FARTHEST_M, &radius, room->arena,
                             &found, &n, &room->err));
    assert_int_equal(n, 0);
    room_begin(room, "make");
    add(room, (struct point){0, 10}, false, 0);
    room_commit(room);
    check(room, (struct point){0, 0}, any, 10, 500e3);
    check(room, (struct point){0, 0}, any, 10, NEAREST_FARTHEST_M);
}

static void nearest__leave_out_who_is_closed_gone_unplaced_or_unwilling(void **state)
{
    struct room *room = *state;
    struct point at = {52.67, -0.73};
    room_begin(room, "make");
    for (int i = 0; i < 6; i++) {
        add(room, at, i < 3, BIT(TOILET));
    }
    made.sites[0].status = CUSTOMER_CLOSED;
    made.sites[1].no_drop_in = true;
    made.sites[3].haven_gone_day = ROOM_DAY;
    made.sites[4].placed_by = PLACED_NOT;
    made.sites[2].is_haven = true; /* customer and haven: either will do */
    for (size_t i = 0; i < made.n; i++) {
        WELL(room, store_site_save(room->store, &made.sites[i], &made.sites[i].id, &room->err));
    }
    room_commit(room);
    check_all_kinds(room, at);
    check(room, at, (struct nearest_filter){.customers = true, .unasked_too = true}, 10, NEAREST_FARTHEST_M);
    check(room, at, (struct nearest_filter){.havens = true}, 10, NEAREST_FARTHEST_M);
}

/* A haven that its list has no longer is marked, found as marked, and put back by undo. */
static void gone__is_marked_and_taken_back(void **state)
{
    struct room *room = *state;
    struct haven_listed *listed = NULL;
    struct store_undo_report report;
    struct site site;
    const struct box box = {52, -1, 53, 0}, elsewhere = {10, -1, 11, 0};
    size_t n = 0;
    room_begin(room, "make");
    add(room, (struct point){52.67, -0.73}, false, 0);
    made.sites[0].haven_source = "osm";
    made.sites[0].haven_source_id = "n1";
    made.sites[0].haven_list = "a.osm";
    WELL(room, store_site_save(room->store, &made.sites[0], &made.sites[0].id, &room->err));
    room_commit(room);
    WELL(room, store_haven_listed(room->store, "osm", "", elsewhere, room->arena, &listed, &n, &room->err));
    assert_int_equal(n, 0);
    WELL(room, store_haven_listed(room->store, "osm", "b.osm", box, room->arena, &listed, &n, &room->err));
    assert_int_equal(n, 0);
    WELL(room, store_haven_listed(room->store, "osm", "", box, room->arena, &listed, &n, &room->err));
    assert_int_equal(n, 1);
    assert_string_equal(listed[0].list, "a.osm");
    room_begin(room, "mark");
    WELL(room, store_haven_mark_gone(room->store, listed[0].id, ROOM_DAY, &room->err));
    room_commit(room);
    WELL(room, store_site_get(room->store, listed[0].id, room->arena, &site, &room->err));
    assert_int_equal(site.haven_gone_day, ROOM_DAY);
    WELL(room, store_haven_listed(room->store, "osm", "", box, room->arena, &listed, &n, &room->err));
    assert_int_equal(n, 0);
    WELL(room, store_undo(room->store, false, room->arena, 10, &report, &room->err));
    assert_string_equal(report.changes[0].column, "gone since");
    WELL(room, store_site_get(room->store, site.id, room->arena, &site, &room->err));
    assert_int_equal(site.haven_gone_day, DAY_NONE);
}

static void undo(struct room *room, bool redo)
{
    struct store_undo_report report;
    WELL(room, store_undo(room->store, redo, room->arena, 10, &report, &room->err));
    assert_true(room_finding(room, "what is near").ok);
}

/* Whatever becomes of a site, what finds it follows, and undo brings both back. */
static void nearby__follows_every_change_of_a_site(void **state)
{
    struct room *room = *state;
    room_begin(room, "make");
    add(room, (struct point){52.67, -0.73}, true, BIT(TOILET) | BIT(PC));
    add(room, (struct point){52.68, -0.73}, false, BIT(TOILET));
    room_commit(room);
    char *first = room_dump(room);
    struct site *site = &made.sites[0];
    room_begin(room, "change");
    site->at = (struct point){-17, 180};
    site->amenities = BIT(TOILET) | BIT(FOOD);
    site->is_customer = false;
    site->is_haven = true;
    WELL(room, store_site_save(room->store, site, &site->id, &room->err));
    room_commit(room);
    assert_true(room_finding(room, "what is near").ok);
    check_all_kinds(room, (struct point){-17, 179});
    room_begin(room, "unplace");
    site->placed_by = PLACED_NOT;
    WELL(room, store_site_save(room->store, site, &site->id, &room->err));
    room_commit(room);
    assert_int_equal(room_number(room, "SELECT count(*) FROM nearby WHERE site_id = 1"), 0);
    room_begin(room, "delete");
    WELL(room, store_site_delete(room->store, made.sites[1].id, &room->err));
    room_commit(room);
    assert_int_equal(room_number(room, "SELECT count(*) FROM nearby"), 0);
    char *last = room_dump(room);
    for (int i = 0; i < 3; i++) {
        undo(room, false);
    }
    assert_string_equal(room_dump(room), first);
    for (int i = 0; i < 3; i++) {
        undo(room, true);
    }
    assert_string_equal(room_dump(room), last);
}

/* As QGIS would, against advice. */
static void nearby__follows_changes_from_outside(void **state)
{
    static const char *const changes[] = {
        "UPDATE site SET geom = MakePoint(179.9, 89.9, 4326) WHERE id = 1",
        "UPDATE site SET geom = NULL WHERE id = 1",
        "UPDATE site SET geom = MakePoint(-0.73, 52.67, 4326) WHERE id = 1",
        "UPDATE amenity SET name = 'shower' WHERE site_id = 1",
        "UPDATE amenity SET site_id = 2 WHERE site_id = 1",
        "INSERT INTO amenity VALUES (1, 'balcony')",
        "DELETE FROM amenity WHERE site_id = 2",
        "INSERT INTO customer (site_id) VALUES (2)",
        "DELETE FROM customer WHERE site_id = 1",
        "UPDATE customer SET site_id = 1 WHERE site_id = 2",
        "PRAGMA foreign_keys = OFF; UPDATE site SET id = 70 WHERE id = 1; UPDATE amenity SET site_id = 70 "
        "WHERE site_id = 1; UPDATE customer SET site_id = 70 WHERE site_id = 1",
        "DELETE FROM site WHERE id = 70; DELETE FROM amenity WHERE site_id = 70; DELETE FROM customer WHERE site_id = "
        "70",
    };
    struct room *room = *state;
    room_begin(room, "make");
    add(room, (struct point){52.67, -0.73}, true, BIT(TOILET));
    add(room, (struct point){52.68, -0.73}, false, BIT(TOILET) | BIT(FOOD));
    room_commit(room);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        room_sql(room, changes[i]);
        struct store_finding finding = room_finding(room, "what is near");
        if (!finding.ok) {
            fail_msg("after %s: %s", changes[i], finding.text);
        }
    }
    assert_int_equal(room_number(room, "SELECT count(*) FROM nearby"), 1);
}

static int set_up(void **state)
{
    made.n = 0;
    return room_setup(state);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, room_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nearest__are_those_that_a_look_at_all_finds),
        TEST(nearest__of_ten_thousand_in_one_spot_are_found),
        TEST(nearest__is_nothing_when_there_is_nothing_within_the_limit),
        TEST(nearest__leave_out_who_is_closed_gone_unplaced_or_unwilling),
        TEST(gone__is_marked_and_taken_back),
        TEST(nearby__follows_every_change_of_a_site),
        TEST(nearby__follows_changes_from_outside),
    };
    return cmocka_run_group_tests_name("store nearest", tests, NULL, NULL);
}
