#include "geo/store/geocode_cache.h"
#include "geo/store/placing.h"
#include "tests/store/room.h"

#include <math.h>
#include <string.h>

static const struct point MILL = {52.6701, -0.7295};

/* A customer with an address and no place. */
static int64_t add_unplaced(struct room *room, const char *name, const char *street)
{
    struct site site = room_customer(name, 0, 0);
    site.placed_by = PLACED_NOT;
    site.street = street;
    site.town = "Oakham";
    room_begin(room, "add");
    int64_t id = room_save(room, &site);
    room_commit(room);
    return id;
}

static struct placing found_at(int64_t id, enum placed_by by)
{
    return (struct placing){.site_id = id,
                            .by = by,
                            .source = "nominatim at example.org",
                            .source_id = "osm:node/7",
                            .label = "1 Mill Street, Oakham",
                            .precision = GEOCODE_INTERPOLATED,
                            .placed_utc = ROOM_NOW,
                            .asked = "1 Mill Street, Oakham"};
}

static void set(struct room *room, struct placing placing, struct point at)
{
    room_begin(room, "place");
    WELL(room, store_placing_set(room->store, &placing, at, &room->err));
    room_commit(room);
}

static struct placing get(struct room *room, int64_t id)
{
    struct placing placing;
    WELL(room, store_placing_get(room->store, id, room->arena, &placing, &room->err));
    assert_int_equal(placing.site_id, id);
    return placing;
}

static size_t due(struct room *room, bool again)
{
    struct site *sites = NULL;
    size_t n = 0;
    WELL(room, store_placing_due(room->store, again, room->arena, &sites, &n, &room->err));
    return n;
}

static void put_review(struct room *room, int64_t id, const char *asked, int64_t asked_utc, bool wrong)
{
    struct geocode_candidate candidates[2] = {
        {.at = MILL,
         .label = "1\x1b[31m Mill'; DROP TABLE site; --",
         .precision = GEOCODE_STREET,
         .parts = {"n", "1", "Mill Street", "s", "Oakham", "Rutland", "LE15 6EA", "gb"},
         .source_id = "osm:way/9",
         .matched = GEOCODE_TOWN | GEOCODE_COUNTRY,
         .mismatched = GEOCODE_NUMBER},
        {.at = {(double)NAN, 0}, .label = "nowhere", .parts = {"", "", "", "", "", "", "", ""}, .source_id = ""}};
    struct review review = {.site_id = id,
                            .asked = asked,
                            .why = "the street only",
                            .source = "places",
                            .asked_utc = asked_utc,
                            .wrong = wrong,
                            .candidates = candidates,
                            .n = 2};
    room_begin(room, "review");
    WELL(room, store_review_put(room->store, &review, &room->err));
    room_commit(room);
}

static void place__is_kept_with_how_it_was_found(void **state)
{
    struct room *room = *state;
    struct site site;
    int64_t id = add_unplaced(room, "Mill", "1 Mill Street");
    assert_int_equal(get(room, id).by, PLACED_NOT);
    set(room, found_at(id, PLACED_GEOCODER), MILL);
    struct placing placing = get(room, id);
    assert_int_equal(placing.by, PLACED_GEOCODER);
    assert_string_equal(placing.source, "nominatim at example.org");
    assert_string_equal(placing.source_id, "osm:node/7");
    assert_string_equal(placing.label, "1 Mill Street, Oakham");
    assert_int_equal(placing.precision, GEOCODE_INTERPOLATED);
    assert_int_equal(placing.placed_utc, ROOM_NOW);
    assert_string_equal(placing.asked, "1 Mill Street, Oakham");
    assert_false(placing.reviewed);
    WELL(room, store_site_get(room->store, id, room->arena, &site, &room->err));
    assert_string_equal(placing_asked(room->arena, &site), placing.asked);
    assert_true(point_distance_m(site.at, MILL) < 0.01);
    room_healthy(room);
    FAILS(room, STATUS_NOT_FOUND, "no site #99", store_placing_get(room->store, 99, room->arena, &placing, &room->err));
}

static void place__that_a_person_gave_is_never_moved_by_a_geocoder(void **state)
{
    static const enum placed_by given[] = {PLACED_HAND, PLACED_IMPORT};
    struct room *room = *state;
    for (size_t i = 0; i < 2; i++) {
        struct site site = room_customer("Given", 52.5, -0.5);
        site.placed_by = given[i];
        room_begin(room, "add");
        int64_t id = room_save(room, &site);
        struct placing placing = found_at(id, PLACED_GEOCODER);
        FAILS(room, STATUS_INPUT, i == 0 ? "was set by hand; it stays" : "was brought by an import; it stays",
              store_placing_set(room->store, &placing, MILL, &room->err));
        room_commit(room);
        WELL(room, store_site_get(room->store, id, room->arena, &site, &room->err));
        assert_true(site.at.lat_deg == 52.5 && site.placed_by == given[i]);
        assert_int_equal(room_number(room, "SELECT count(*) FROM placing"), i);
        set(room, found_at(id, PLACED_HAND), MILL); /* but by the person */
        assert_int_equal(get(room, id).by, PLACED_HAND);
    }
}

static void place__off_the_globe_is_refused(void **state)
{
    struct room *room = *state;
    int64_t id = add_unplaced(room, "Mill", "1 Mill Street");
    struct placing placing = found_at(id, PLACED_GEOCODER);
    room_begin(room, "place");
    FAILS(room, STATUS_INPUT, "not on the globe",
          store_placing_set(room->store, &placing, (struct point){(double)NAN, 0}, &room->err));
    FAILS(room, STATUS_INPUT, "not on the globe",
          store_placing_set(room->store, &placing, (struct point){91, 0}, &room->err));
    store_rollback(room->store);
    assert_int_equal(get(room, id).by, PLACED_NOT);
}

/* Told by the address, or moved in the editor: what was found then says nothing about the place of today. */
static void place__set_otherwise_forgets_how_it_was_found(void **state)
{
    struct room *room = *state;
    struct site site;
    int64_t id = add_unplaced(room, "Mill", "1 Mill Street");
    set(room, found_at(id, PLACED_GEOCODER), MILL);
    WELL(room, store_site_get(room->store, id, room->arena, &site, &room->err));
    site.hours = "24/7";
    room_begin(room, "edit");
    room_save(room, &site);
    room_commit(room);
    assert_string_equal(get(room, id).source, "nominatim at example.org");
    site.placed_by = PLACED_HAND; /* the very same place, confirmed by hand */
    room_begin(room, "edit");
    room_save(room, &site);
    room_commit(room);
    assert_int_equal(get(room, id).by, PLACED_HAND);
    assert_string_equal(get(room, id).source, "");
    put_review(room, id, "x", ROOM_NOW, false);
    site.at.lat_deg += 0.01;
    room_begin(room, "edit");
    room_save(room, &site);
    room_commit(room);
    assert_int_equal(room_number(room, "SELECT count(*) FROM placing"), 0);
    assert_int_equal(room_number(room, "SELECT count(*) FROM site_review"), 0);
}

static void undo__takes_a_batch_back(void **state)
{
    struct room *room = *state;
    struct store_undo_report report;
    int64_t a = add_unplaced(room, "A", "1 Mill Street");
    int64_t b = add_unplaced(room, "B", "2 Mill Street");
    put_review(room, b, "2 Mill Street, Oakham", ROOM_NOW, false);
    struct placing one = found_at(a, PLACED_GEOCODER), two = found_at(b, PLACED_GEOCODER);
    room_begin(room, "geocode");
    WELL(room, store_placing_set(room->store, &one, MILL, &room->err));
    WELL(room, store_placing_set(room->store, &two, MILL, &room->err));
    room_commit(room);
    assert_int_equal(room_number(room, "SELECT count(*) FROM site_review"), 0);
    WELL(room, store_undo(room->store, false, room->arena, 20, &report, &room->err));
    assert_string_equal(report.command, "geocode");
    assert_int_equal(get(room, a).by, PLACED_NOT);
    assert_int_equal(get(room, b).by, PLACED_NOT);
    assert_int_equal(room_number(room, "SELECT count(*) FROM review_candidate"), 1);
    WELL(room, store_undo(room->store, true, room->arena, 20, &report, &room->err));
    assert_string_equal(get(room, b).label, "1 Mill Street, Oakham");
    room_healthy(room);
}

static void review__gives_back_what_was_found(void **state)
{
    struct room *room = *state;
    struct review review, *list;
    size_t n;
    int64_t id = add_unplaced(room, "Mill", "1 Mill Street");
    put_review(room, id, "1 Mill Street, Oakham", ROOM_NOW, false);
    put_review(room, id, "1 Mill Street, Oakham", ROOM_NOW + 1, false); /* replaces */
    WELL(room, store_review_get(room->store, id, room->arena, &review, &room->err));
    assert_int_equal(review.asked_utc, ROOM_NOW + 1);
    assert_string_equal(review.why, "the street only");
    assert_string_equal(review.source, "places");
    assert_int_equal(review.n, 1); /* the other one is not on the globe */
    const struct geocode_candidate *one = review.candidates;
    assert_string_equal(one->label, "1\x1b[31m Mill'; DROP TABLE site; --");
    assert_int_equal(one->precision, GEOCODE_STREET);
    assert_int_equal(one->matched, GEOCODE_TOWN | GEOCODE_COUNTRY);
    assert_int_equal(one->mismatched, GEOCODE_NUMBER);
    assert_string_equal(one->source_id, "osm:way/9");
    assert_string_equal(one->parts.name, "n");
    assert_string_equal(one->parts.number, "1");
    assert_string_equal(one->parts.street, "Mill Street");
    assert_string_equal(one->parts.suburb, "s");
    assert_string_equal(one->parts.town, "Oakham");
    assert_string_equal(one->parts.county, "Rutland");
    assert_string_equal(one->parts.postcode, "LE15 6EA");
    assert_string_equal(one->parts.country, "gb");
    assert_true(one->at.lat_deg == MILL.lat_deg && one->at.lon_deg == MILL.lon_deg);
    int64_t earlier = add_unplaced(room, "Zeta", "2 Mill Street");
    put_review(room, earlier, "x", ROOM_NOW - 5, true);
    int64_t same = add_unplaced(room, "Alpha", "3 Mill Street");
    put_review(room, same, "x", ROOM_NOW + 1, false);
    WELL(room, store_review_list(room->store, 0, room->arena, &list, &n, &room->err));
    assert_int_equal(n, 3);
    assert_int_equal(list[0].site_id, earlier);
    assert_true(list[0].wrong);
    assert_int_equal(list[1].site_id, same);
    assert_int_equal(list[2].site_id, id);
    assert_int_equal(list[2].n, 1);
    WELL(room, store_review_list(room->store, 1, room->arena, &list, &n, &room->err));
    assert_int_equal(n, 1);
    room_begin(room, "drop");
    WELL(room, store_review_drop(room->store, id, &room->err));
    WELL(room, store_review_drop(room->store, id, &room->err));
    room_commit(room);
    FAILS(room, STATUS_NOT_FOUND, "is not in review",
          store_review_get(room->store, id, room->arena, &review, &room->err));
}

static void due__is_what_has_an_address_and_no_place(void **state)
{
    struct room *room = *state;
    struct site site;
    room_furnish(room); /* two placed, and a barn without address */
    assert_int_equal(due(room, false), 0);
    assert_int_equal(due(room, true), 0);
    int64_t id = add_unplaced(room, "Mill", "1 Mill Street");
    assert_int_equal(due(room, false), 1);
    put_review(room, id, "1 Mill Street, Oakham", ROOM_NOW, false);
    assert_int_equal(due(room, false), 0);
    assert_int_equal(due(room, true), 1);
    put_review(room, id, "1 Mill Street, Oakham", ROOM_NOW, true);
    assert_int_equal(due(room, true), 0);
    WELL(room, store_site_get(room->store, id, room->arena, &site, &room->err));
    site.street = "2 Mill Street"; /* another question */
    room_begin(room, "edit");
    room_save(room, &site);
    room_commit(room);
    assert_int_equal(due(room, false), 1);
    set(room, found_at(id, PLACED_GEOCODER), MILL); /* for the address of before */
    assert_int_equal(due(room, false), 1);
    struct placing found = found_at(id, PLACED_GEOCODER);
    WELL(room, store_site_get(room->store, id, room->arena, &site, &room->err));
    found.asked = placing_asked(room->arena, &site);
    set(room, found, MILL);
    assert_int_equal(due(room, false), 0);
    assert_int_equal(due(room, true), 1);
    struct placing confirmed = found;
    confirmed.reviewed = true;
    set(room, confirmed, MILL);
    assert_int_equal(due(room, true), 0);
}

static void site__that_is_deleted_takes_its_review_along(void **state)
{
    struct room *room = *state;
    struct store_undo_report report;
    int64_t id = add_unplaced(room, "Mill", "1 Mill Street");
    set(room, found_at(id, PLACED_GEOCODER), MILL);
    put_review(room, id, "x", ROOM_NOW, false);
    char *before = room_dump(room);
    room_begin(room, "delete");
    WELL(room, store_site_delete(room->store, id, &room->err));
    room_commit(room);
    assert_int_equal(room_number(room, "SELECT (SELECT count(*) FROM placing) + (SELECT count(*) FROM site_review) + "
                                       "(SELECT count(*) FROM review_candidate)"),
                     0);
    WELL(room, store_undo(room->store, false, room->arena, 20, &report, &room->err));
    assert_string_equal(before, room_dump(room));
}

/* --- the cache ---------------------------------------------------------------------------------------------------------- */

static const int64_t DAY_S = 86400;

static bool cached(struct room *room, const char *service, const char *key, int64_t now_utc, const char *body)
{
    struct geocoder_cache cache = store_geocode_cache(room->store);
    const char *got = "";
    size_t length = 0;
    int64_t asked = 0;
    if (!cache.get(cache.context, service, key, now_utc, room->arena, &got, &length, &asked)) {
        return false;
    }
    assert_int_equal(asked, ROOM_NOW);
    assert_int_equal(length, strlen(body));
    assert_memory_equal(got, body, length);
    return true;
}

static void cache__keeps_what_was_found_180_days_and_nothing_30(void **state)
{
    struct room *room = *state;
    struct geocoder_cache cache = store_geocode_cache(room->store);
    cache.put(cache.context, "photon at a", "mill", ROOM_NOW, true, "{}", 2);
    cache.put(cache.context, "photon at a", "hill", ROOM_NOW, false, "", 0);
    assert_true(cached(room, "photon at a", "mill", ROOM_NOW + 180 * DAY_S, "{}"));
    assert_false(cached(room, "photon at a", "mill", ROOM_NOW + 180 * DAY_S + 1, "{}"));
    assert_true(cached(room, "photon at a", "hill", ROOM_NOW + 30 * DAY_S, ""));
    assert_false(cached(room, "photon at a", "hill", ROOM_NOW + 30 * DAY_S + 1, ""));
    assert_true(cached(room, "photon at a", "hill", 0, "")); /* whatever its age */
    assert_false(cached(room, "photon at b", "mill", ROOM_NOW, "{}"));
    cache.put(cache.context, "photon at b", "x", ROOM_NOW + 31 * DAY_S, true, "1", 1);
    assert_int_equal(room_number(room, "SELECT count(*) FROM geocode_cache"), 2); /* what is too old has gone */
}

static void cache__is_outside_undo_and_writes_by_itself(void **state)
{
    struct room *room = *state;
    struct geocoder_cache cache = store_geocode_cache(room->store);
    struct store_undo_report report;
    int64_t n = 0;
    add_unplaced(room, "Mill", "1 Mill Street");
    cache.put(cache.context, "s", "k", ROOM_NOW, true, "old", 3);
    cache.put(cache.context, "s", "k", ROOM_NOW, true, "a\0b", 3);
    room_begin(room, "geocode");
    cache.put(cache.context, "s", "in a command", ROOM_NOW, true, "1", 1);
    room_commit(room);
    assert_true(cached(room, "s", "in a command", ROOM_NOW, "1"));
    WELL(room, store_undo(room->store, false, room->arena, 5, &report, &room->err));
    assert_string_equal(report.command, "add");
    assert_int_equal(room_number(room, "SELECT count(*) FROM geocode_cache"), 2);
    assert_int_equal(room_number(room, "SELECT count(*) FROM geocode_cache WHERE body = x'610062'"), 1);
    WELL(room, store_geocode_cache_forget(room->store, &n, &room->err));
    assert_int_equal(n, 2);
    assert_false(cached(room, "s", "k", ROOM_NOW, ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(place__is_kept_with_how_it_was_found, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(place__that_a_person_gave_is_never_moved_by_a_geocoder, room_setup,
                                        room_teardown),
        cmocka_unit_test_setup_teardown(place__off_the_globe_is_refused, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(place__set_otherwise_forgets_how_it_was_found, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(undo__takes_a_batch_back, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(review__gives_back_what_was_found, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(due__is_what_has_an_address_and_no_place, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(site__that_is_deleted_takes_its_review_along, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(cache__keeps_what_was_found_180_days_and_nothing_30, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(cache__is_outside_undo_and_writes_by_itself, room_setup, room_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
