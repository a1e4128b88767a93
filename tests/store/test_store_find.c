#include "tests/store/room.h"

#include "geo/amenity.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- find ------------------------------------------------------------------------------------------------------- */

static int64_t find(struct room *room, const char *text)
{
    struct site site = site_empty();
    WELL(room, store_site_find(room->store, text, room->arena, &site, &room->err));
    return site.id;
}

static void missing(struct room *room, enum status status, const char *text, const char *part)
{
    struct site site;
    FAILS(room, status, part, store_site_find(room->store, text, room->arena, &site, &room->err));
}

static void find__takes_what_people_type(void **state)
{
    struct room *room = *state;
    int64_t bakery = room_furnish(room);
    struct site site;
    WELL(room, store_site_get(room->store, bakery, room->arena, &site, &room->err));
    char part[9];
    snprintf(part, sizeof part, "%.8s", site.uuid);
    assert_int_equal(find(room, "#1"), bakery);
    assert_int_equal(find(room, "2"), 2);
    assert_int_equal(find(room, "B1"), bakery);
    assert_int_equal(find(room, "b1"), bakery);
    assert_int_equal(find(room, site.uuid), bakery);
    assert_int_equal(find(room, part), bakery);
    assert_int_equal(find(room, "  OAKHAM   bakery "), bakery);
    assert_int_equal(find(room, "akham bak"), bakery);
    assert_int_equal(find(room, "barn"), 3);
}

static void find__knows_a_phone_number_however_it_is_written(void **state)
{
    struct room *room = *state;
    int64_t bakery = room_furnish(room);
    static const char *const ways[] = {"01572 722000", "+44 1572 722000", "0044 1572 722 000", "(01572) 722-000",
                                       "722000"};
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        assert_int_equal(find(room, ways[i]), bakery);
    }
    missing(room, STATUS_NOT_FOUND, "01572 722001", "no site");
}

static void find__prefers_a_key_to_a_number(void **state)
{
    struct room *room = *state;
    room_furnish(room);
    room_begin(room, "add");
    struct site site = room_customer("Keyed", 1, 2);
    site.key = "2";
    int64_t id = room_save(room, &site);
    room_commit(room);
    assert_int_equal(find(room, "2"), id);
    assert_int_equal(find(room, "#2"), 2);
}

static void find__names_the_choices_when_several_fit(void **state)
{
    struct room *room = *state;
    room_begin(room, "add");
    for (int i = 0; i < 7; i++) {
        char name[20];
        snprintf(name, sizeof name, "Smithy %d", i);
        struct site site = room_customer(name, 52, i);
        site.town = "Langham";
        room_save(room, &site);
    }
    room_commit(room);
    missing(room, STATUS_INPUT, "smithy",
            "fits 7 sites, say which by its number: #1 Smithy 0, Langham; #2 Smithy 1, Langham; #3");
    assert_non_null(strstr(room->err.text, "#5 Smithy 4, Langham ..."));
    assert_null(strstr(room->err.text, "#6"));
    assert_int_equal(find(room, "smithy 3"), 4);
}

static void find__suggests_what_may_have_been_meant(void **state)
{
    struct room *room = *state;
    room_furnish(room);
    missing(room, STATUS_NOT_FOUND, "Okaham", "did you mean Oakham Bakery (#1)?");
    missing(room, STATUS_NOT_FOUND, "Upingham Garag", "did you mean Uppingham Garage (#2)?");
    missing(room, STATUS_NOT_FOUND, "bakrey", "Oakham Bakery");
    missing(room, STATUS_NOT_FOUND, "Zzyzx Road", "`rounds list`");
    missing(room, STATUS_INPUT, "   ", "say which site");
    missing(room, STATUS_NOT_FOUND, "#99999999999999999999", "no site");
    missing(room, STATUS_NOT_FOUND, "#", "no site");
}

static void find__takes_like_characters_as_they_are(void **state)
{
    struct room *room = *state;
    room_furnish(room);
    missing(room, STATUS_NOT_FOUND, "%", "no site");
    missing(room, STATUS_NOT_FOUND, "_____", "no site");
    missing(room, STATUS_NOT_FOUND, "O%y", "no site");
    missing(room, STATUS_NOT_FOUND, "' OR 1=1 --", "no site");
}

/* --- match ------------------------------------------------------------------------------------------------------ */

static int64_t match(struct room *room, const struct site *site)
{
    int64_t id = -1;
    WELL(room, store_site_match(room->store, site, &id, &room->err));
    return id;
}

static void match__goes_by_key_then_name_and_place(void **state)
{
    struct room *room = *state;
    int64_t bakery = room_furnish(room);
    struct site same = site_empty();
    same.name = "Another name";
    same.key = "B1";
    assert_int_equal(match(room, &same), bakery);
    same.key = "";
    assert_int_equal(match(room, &same), 0);
    same.name = "OAKHAM BAKERY";
    assert_int_equal(match(room, &same), 0);
    same.postcode = "le156ea";
    assert_int_equal(match(room, &same), bakery);
    same.postcode = "LE15 9ZZ";
    assert_int_equal(match(room, &same), 0);
    same.street = "1 mill street";
    same.town = "OAKHAM";
    assert_int_equal(match(room, &same), 0); /* another postcode is another site */
    same.postcode = "";
    assert_int_equal(match(room, &same), bakery);
    same.street = "";
    same.placed_by = PLACED_IMPORT;
    same.at = (struct point){52.67065, -0.7290}; /* 39 m north */
    assert_int_equal(match(room, &same), bakery);
    same.at.lat_deg = 52.6708; /* 56 m */
    assert_int_equal(match(room, &same), 0);
}

static int64_t add_subway(struct room *room, const char *street, const char *town, const char *postcode)
{
    struct site site = site_empty();
    site.name = "Subway";
    site.is_customer = true;
    site.street = street;
    site.town = town;
    site.postcode = postcode;
    room_begin(room, "add");
    int64_t id = room_save(room, &site);
    room_commit(room);
    return id;
}

static void match__takes_no_street_without_its_town(void **state)
{
    struct room *room = *state;
    int64_t id = add_subway(room, "High Street", "", "LE15 6AH");
    struct site other = site_empty();
    other.name = "Subway";
    other.street = "High Street";
    other.placed_by = PLACED_IMPORT;
    other.at = (struct point){52.08, 0.44};
    assert_int_equal(match(room, &other), 0);
    other.placed_by = PLACED_NOT;
    other.town = "Haverhill";
    assert_int_equal(match(room, &other), 0);
    other.town = "";
    other.postcode = "CB9 8AD";
    assert_int_equal(match(room, &other), 0);
    other.postcode = ""; /* it says no more than that: the same file must find it again */
    assert_int_equal(match(room, &other), id);
}

static void match__never_joins_what_lies_far_apart(void **state)
{
    struct room *room = *state;
    struct site site = room_customer("Billa", 48.40, 15.60);
    site.postcode = "3500";
    site.street = "Hauptstrasse 1";
    site.town = "Krems";
    room_begin(room, "add");
    int64_t id = room_save(room, &site);
    room_commit(room);
    site.at.lat_deg = 48.4089; /* 990 m */
    assert_int_equal(match(room, &site), id);
    site.at.lat_deg = 48.4091; /* 1,012 m */
    assert_int_equal(match(room, &site), 0);
    site.postcode = "";
    assert_int_equal(match(room, &site), 0);
    site.placed_by = PLACED_NOT;
    assert_int_equal(match(room, &site), id);
}

static void match__of_several_wants_one_that_fits_better(void **state)
{
    struct room *room = *state;
    int64_t first = add_subway(room, "1 High Street", "Oakham", "LE15 6AH");
    int64_t second = add_subway(room, "9 High Street", "Oakham", "LE15 6AH");
    struct site row = site_empty();
    int64_t id = -1;
    row.name = "Subway";
    row.postcode = "le156ah";
    FAILS(room, STATUS_INPUT,
          "\"Subway\" may be #1 Subway, 1 High Street, Oakham, LE15 6AH, and just as well #2 Subway, 9 High Street",
          store_site_match(room->store, &row, &id, &room->err));
    assert_int_equal(id, -1);
    row.street = "9 HIGH STREET";
    assert_int_equal(match(room, &row), second);
    row.street = "1 High Street";
    assert_int_equal(match(room, &row), first);
}

static void match__of_several_takes_the_nearest(void **state)
{
    struct room *room = *state;
    struct site site = room_customer("Kiosk", 52.67, -0.73);
    room_begin(room, "add");
    room_save(room, &site);
    site.at.lat_deg = 52.6703; /* 33 m north */
    int64_t north = room_save(room, &site);
    room_commit(room);
    int64_t id = -1;
    assert_int_equal(match(room, &site), north);
    site.at.lat_deg = 52.6702;
    assert_int_equal(match(room, &site), north);
    site.at.lat_deg = 52.67015; /* half-way */
    FAILS(room, STATUS_INPUT, "\"Kiosk\" may be #", store_site_match(room->store, &site, &id, &room->err));
}

static void match__never_joins_sites_with_different_keys(void **state)
{
    struct room *room = *state;
    room_furnish(room);
    struct site other = room_customer("Oakham Bakery", 52.6703, -0.7290);
    other.postcode = "LE15 6EA";
    other.street = "1 Mill Street";
    other.town = "Oakham";
    other.key = "B2";
    assert_int_equal(match(room, &other), 0);
    struct site keyed = room_customer("Uppingham Garage", 52.5890, -0.7220);
    keyed.key = "G1"; /* the one in the store has no key yet */
    assert_int_equal(match(room, &keyed), 2);
}

static void match__knows_havens_by_their_source(void **state)
{
    struct room *room = *state;
    struct site locker = site_empty();
    locker.name = "Locker";
    locker.is_haven = true;
    locker.haven_source = "osm";
    locker.haven_source_id = "n1";
    locker.placed_by = PLACED_IMPORT;
    locker.at = (struct point){52.6, -0.7};
    room_begin(room, "import");
    int64_t id = room_save(room, &locker);
    room_commit(room);
    struct site again = locker;
    again.name = "Locker, renamed";
    again.at.lat_deg = 10;
    assert_int_equal(match(room, &again), id);
    again = locker;
    again.haven_source_id = "n2"; /* beside it, of the same name: another one all the same */
    assert_int_equal(match(room, &again), 0);
    again.haven_source = "council";
    assert_int_equal(match(room, &again), id);
}

static void match__finds_across_the_antimeridian(void **state)
{
    struct room *room = *state;
    struct site site = room_customer("Taveuni Store", -16.8, 179.9999);
    room_begin(room, "add");
    int64_t id = room_save(room, &site);
    room_commit(room);
    site.at.lon_deg = -179.9999; /* 21 m further on */
    assert_int_equal(match(room, &site), id);
}

/* --- list ------------------------------------------------------------------------------------------------------- */

static size_t list(struct room *room, struct site_filter filter, struct site **out)
{
    size_t n = 0;
    struct site *sites = NULL;
    WELL(room, store_site_list(room->store, &filter, room->arena, &sites, &n, &room->err));
    if (out != NULL) {
        *out = sites;
    }
    return n;
}

static void list__filters(void **state)
{
    struct room *room = *state;
    struct site *sites;
    room_furnish(room);
    assert_int_equal(list(room, (struct site_filter){.limit = 0}, &sites), 3);
    assert_string_equal(sites[0].name, "Barn");
    assert_string_equal(sites[2].name, "Uppingham Garage");
    assert_int_equal(list(room, (struct site_filter){.havens = true}, &sites), 1);
    assert_int_equal(list(room, (struct site_filter){.customers = true}, NULL), 3);
    assert_int_equal(list(room, (struct site_filter){.unplaced_only = true}, NULL), 1);
    assert_int_equal(list(room, (struct site_filter){.placed_only = true}, NULL), 2);
    assert_int_equal(list(room, (struct site_filter){.limit = 2}, NULL), 2);
    static const char *const bakery[] = {"b1", "bakery", "mill", "OAKHAM", "le15 6", "jo bak", "\303\262akham"};
    for (size_t i = 0; i < sizeof bakery / sizeof bakery[0]; i++) {
        if (list(room, (struct site_filter){.text = bakery[i]}, &sites) != 1) {
            fail_msg("\"%s\" should find one", bakery[i]);
        }
        assert_string_equal(sites[0].name, "Oakham Bakery");
    }
    assert_int_equal(list(room, (struct site_filter){.text = "%"}, NULL), 0);
    assert_int_equal(list(room, (struct site_filter){.text = "_"}, NULL), 0);
}

static void list__keeps_to_the_box_to_the_last_bit(void **state)
{
    struct room *room = *state;
    room_begin(room, "add");
    struct site edge = room_customer("On the edge", 52.1, 0.1);
    struct site fiji = room_customer("East of it", -17.0, -179.5);
    room_save(room, &edge);
    room_save(room, &fiji);
    room_commit(room);
    struct box box = {52.1, 0.1, 52.2, 0.2};
    assert_int_equal(list(room, (struct site_filter){.box = &box}, NULL), 1);
    box.south_deg = 52.10000000000001;
    assert_int_equal(list(room, (struct site_filter){.box = &box}, NULL), 0);
    struct box pacific = {-18, 179, -16, -179};
    assert_int_equal(list(room, (struct site_filter){.box = &pacific}, NULL), 1);
}

/* --- suggestable ------------------------------------------------------------------------------------------------ */

static double share(void)
{
    return (double)(rand() % 100000) / 100000.0;
}

static void add_random(struct room *room, int n)
{
    room_begin(room, "many");
    for (int i = 0; i < n; i++) {
        char name[30];
        snprintf(name, sizeof name, "Site %d", i);
        struct site site = room_customer(name, 50 + 5 * share(), -5 + 6 * share());
        site.status = (enum customer_status)(i % 11 == 0 ? CUSTOMER_ON_HOLD : CUSTOMER_ACTIVE);
        site.no_drop_in = i % 13 == 0;
        site.is_customer = i % 17 != 0;
        site.is_haven = !site.is_customer;
        site.amenities = (uint32_t)i % 8;
        if (i % 19 == 0) {
            site.placed_by = PLACED_NOT;
        }
        int64_t id = room_save(room, &site);
        for (int k = 0; k < i % 3; k++) {
            room_add_visit(room, id, ROOM_DAY - 10 * i - k);
        }
    }
    room_commit(room);
}

/* The same from the whole list, one site at a time. */
static void compare(struct room *room, struct box box)
{
    struct site *all;
    struct site *got;
    size_t n = 0;
    size_t wanted = 0;
    size_t all_n = list(room, (struct site_filter){.customers = true}, &all);
    WELL(room, store_site_suggestable(room->store, box, room->arena, &got, &n, &room->err));
    for (size_t i = 0; i < n; i++) {
        assert_true(i == 0 || got[i - 1].id < got[i].id);
    }
    for (size_t i = 0; i < all_n; i++) {
        const struct site *site = &all[i];
        if (site->placed_by == PLACED_NOT || site->status != CUSTOMER_ACTIVE || site->no_drop_in ||
            !box_holds(box, site->at)) {
            continue;
        }
        wanted++;
        size_t k = 0;
        while (k < n && got[k].id != site->id) {
            k++;
        }
        assert_true(k < n);
        assert_string_equal(got[k].name, site->name);
        assert_string_equal(got[k].uuid, site->uuid);
        assert_int_equal(got[k].amenities, site->amenities);
        assert_int_equal(got[k].last_visit_day, site->last_visit_day);
        assert_int_equal(got[k].placed_by, site->placed_by);
        assert_memory_equal(&got[k].at, &site->at, sizeof site->at);
    }
    assert_int_equal(n, wanted);
}

static void suggestable__is_the_same_by_index_and_by_scan(void **state)
{
    struct room *room = *state;
    struct box world = {-90, -180, 90, 180};
    struct site *none;
    size_t n = 9;
    WELL(room, store_site_suggestable(room->store, world, room->arena, &none, &n, &room->err));
    assert_int_equal(n, 0);
    srand(7);
    add_random(room, 1500); /* more than the number from which a scan is worth it */
    compare(room, world);
    compare(room, (struct box){50, -5, 55, 1});
    compare(room, (struct box){52, -2, 52.4, -1.2});
    compare(room, (struct box){52, 1.5, 53, -3});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(find__takes_what_people_type, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(find__knows_a_phone_number_however_it_is_written, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(find__prefers_a_key_to_a_number, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(find__names_the_choices_when_several_fit, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(find__suggests_what_may_have_been_meant, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(find__takes_like_characters_as_they_are, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(match__goes_by_key_then_name_and_place, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(match__takes_no_street_without_its_town, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(match__never_joins_what_lies_far_apart, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(match__of_several_wants_one_that_fits_better, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(match__of_several_takes_the_nearest, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(match__never_joins_sites_with_different_keys, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(match__knows_havens_by_their_source, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(match__finds_across_the_antimeridian, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(list__filters, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(list__keeps_to_the_box_to_the_last_bit, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(suggestable__is_the_same_by_index_and_by_scan, room_setup, room_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
