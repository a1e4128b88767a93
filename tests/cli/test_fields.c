/* The names of fields, their checks, and how a row is laid over a site. */
#include "import_fixture.h"

#include "geo/amenity.h"
#include "geo/base/caps.h"
#include "geo/base/mem.h"
#include "geo/store/history.h"

#include <string.h>

static void fields__no_name_means_two_things(void **state)
{
    (void)state;
    size_t n = 0;
    const struct field *fields = field_table(&n);
    assert_int_equal(n, FIELD_COUNT);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(fields[i].id, i);
        assert_ptr_equal(field_find(fields[i].name), &fields[i]);
        for (const char *const *alias = fields[i].aliases; *alias != NULL; alias++) {
            assert_int_equal(strspn(*alias, "abcdefghijklmnopqrstuvwxyz0123456789"), strlen(*alias));
            if (field_find(*alias) != &fields[i])
                fail_msg("\"%s\" of %s means %s", *alias, fields[i].name, field_find(*alias)->name);
        }
    }
}

static const struct {
    const char *header;
    int id;
} headers[] = {
    {"Customer No.", FIELD_KEY},
    {"Company Name", FIELD_NAME},
    {"Straße", FIELD_STREET},
    {"STRASSE", FIELD_STREET},
    {"PLZ", FIELD_POSTCODE},
    {"Ort", FIELD_TOWN},
    {"Ville", FIELD_TOWN},
    {"Code postal", FIELD_POSTCODE},
    {"Öffnungszeiten", FIELD_HOURS},
    {"oeffnungszeiten", FIELD_HOURS},
    {"Länge", FIELD_LON},
    {"Breitengrad", FIELD_LAT},
    {"Opening_Hours", FIELD_HOURS},
    {"last visit", FIELD_LAST_VISIT},
    {"LastVisit", FIELD_LAST_VISIT},
    {"dernière visite", FIELD_LAST_VISIT},
    {"E-mail", FIELD_EMAIL},
    {"Tél.", FIELD_PHONE},
    {"Téléphone", FIELD_PHONE},
    {"Société", FIELD_NAME},
    {"colour", -1},
    {"", -1},
    {"\xff\xfe", -1},
    {"a very long header that nobody would ever give a name to, in seventy characters", -1},
};

static void fields__know_the_usual_headers(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        const struct field *field = field_find(headers[i].header);
        const int id = field == NULL ? -1 : (int)field->id;
        if (id != headers[i].id)
            fail_msg("\"%s\" is %d, not %d", headers[i].header, id, headers[i].id);
    }
}

static const struct {
    enum field_id id;
    const char *value;
    const char *why; /* part of the sentence; NULL: taken */
} values[] = {
    {FIELD_LAT, "52.67", NULL},
    {FIELD_LAT, "52,67", NULL},
    {FIELD_LAT, " 52.67 ", NULL},
    {FIELD_LAT, "nan", "latitude"},
    {FIELD_LAT, "inf", "latitude"},
    {FIELD_LAT, "1e400", "latitude"},
    {FIELD_LAT, "151.2", "look swapped"},
    {FIELD_LAT, "52.67N", "latitude"},
    {FIELD_LON, "-181", "longitude"},
    {FIELD_LON, "180", NULL},
    {FIELD_PLACE, "52.67,-0.73", NULL},
    {FIELD_PLACE, "52.67", ""},
    {FIELD_PLACE, "", NULL},
    {FIELD_EASTING, "449898", NULL},
    {FIELD_EASTING, "x", "not a number"},
    {FIELD_NAME, "", "needs a name"},
    {FIELD_NAME, "  Oakham   Bakery ", NULL},
    {FIELD_NAME, "a\xff", "not UTF-8"},
    {FIELD_HOURS, "Mo-Fr 9-17", NULL},
    {FIELD_HOURS, "whenever", ""},
    {FIELD_GOAL, "90", NULL},
    {FIELD_GOAL, "3 months", NULL},
    {FIELD_GOAL, "1 year", NULL},
    {FIELD_GOAL, "0", "visit goal"},
    {FIELD_GOAL, "-3", "visit goal"},
    {FIELD_GOAL, "99999", "visit goal"},
    {FIELD_GOAL, "99999 years", "visit goal"},
    {FIELD_GOAL, "often", "visit goal"},
    {FIELD_MINUTES, "45", NULL},
    {FIELD_MINUTES, "1h30", NULL},
    {FIELD_MINUTES, "soon", "minutes (45)"},
    {FIELD_LAST_VISIT, "2026-11-23", NULL},
    {FIELD_LAST_VISIT, "2026-11-24", "in the future"},
    {FIELD_LAST_VISIT, "2025-02-29", "not a date"},
    {FIELD_LAST_VISIT, "2024-02-29", NULL},
    {FIELD_LAST_VISIT, "1066-10-14", "before 1900"},
    {FIELD_AMENITIES, "toilet, wifi;pc", NULL},
    {FIELD_AMENITIES, "toilet, sauna", "\"sauna\" is not an amenity"},
    {FIELD_STATUS, "Active", NULL},
    {FIELD_STATUS, "on hold: waiting for the new owner", NULL},
    {FIELD_STATUS, "perhaps", "not a status"},
    {FIELD_DROP_IN, "no", NULL},
    {FIELD_DROP_IN, "maybe", "neither yes nor no"},
    {FIELD_COLLECTIONS, "DPD Mo-Fr 16:15; Evri Mo-Sa 17:00", NULL},
    {FIELD_COLLECTIONS, "Mondial Relay 16:00", NULL},
    {FIELD_COLLECTIONS, "DPD Mo-Xx 16:15", NULL}, /* a carrier of that name */
    {FIELD_COLLECTIONS, "DPD Mo-Fr", "not a collection"},
    {FIELD_COLLECTIONS, "DPD 25:00", "not a collection"},
    {FIELD_NOTE, "two\nlines", NULL},
};

static void fields__check_what_is_given(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        struct site_row row = site_row_empty();
        const struct site_row before = row;
        struct error why = {0};
        const enum status status = field_set(f->arena, &row, values[i].id, values[i].value, f->today, &why);
        if ((values[i].why == NULL) != (status == STATUS_OK) ||
            (status != STATUS_OK && !strstr(why.text, values[i].why)))
            fail_msg("\"%s\": %d %s", values[i].value, status, why.text);
        if (status != STATUS_OK)
            assert_memory_equal(&row, &before, sizeof row);
    }
}

static struct site_row row_of(struct fixture *f, enum field_id id, const char *value)
{
    struct site_row row = site_row_empty();
    assert_int_equal(field_set(f->arena, &row, id, value, f->today, &f->err), STATUS_OK);
    return row;
}

static void fields__understand_what_they_take(void **state)
{
    struct fixture *f = *state;
    assert_string_equal(row_of(f, FIELD_NAME, "  Oakham   Bakery ").site.name, "Oakham Bakery");
    assert_string_equal(row_of(f, FIELD_HOURS, "Mo-Fr 9-17").site.hours, "Mo-Fr 09:00-17:00");
    assert_int_equal(row_of(f, FIELD_GOAL, "3 months").site.goal_days, 90);
    assert_int_equal(row_of(f, FIELD_GOAL, "12 months").site.goal_days, 365);
    assert_int_equal(row_of(f, FIELD_MINUTES, "1h30").site.service_s, 5400);
    assert_int_equal(row_of(f, FIELD_AMENITIES, "wc;wifi").site.amenities,
                     AMENITY_BIT(AMENITY_TOILET) | AMENITY_BIT(AMENITY_WIFI));
    assert_true(row_of(f, FIELD_DROP_IN, "nein").site.no_drop_in);
    assert_true(row_of(f, FIELD_NO_DROP_IN, "yes").site.no_drop_in);
    assert_string_equal(row_of(f, FIELD_STATUS, "on hold: new owner").site.status_reason, "new owner");
    assert_string_equal(row_of(f, FIELD_TAGS, "red, blue;green").site.tags, "red blue green");
    assert_string_equal(row_of(f, FIELD_NOTE, "\n two\nlines \n").note, "two\nlines");
    const struct site_row row =
        row_of(f, FIELD_COLLECTIONS, "DPD Mo-Fr 16:15; Evri Sa-Mo 17:00; Mondial Relay 9:30; 12:00");
    assert_int_equal(row.collections_n, 4);
    assert_string_equal(row.collections[0].carrier, "DPD");
    assert_int_equal(row.collections[0].weekdays, 0x1f);
    assert_int_equal(row.collections[0].cutoff_s, 58500);
    assert_int_equal(row.collections[1].weekdays, 0x61);
    assert_string_equal(row.collections[2].carrier, "Mondial Relay");
    assert_string_equal(row.collections[3].carrier, "");
}

static void set(struct fixture *f, struct site_row *row, enum field_id id, const char *value)
{
    assert_int_equal(field_set(f->arena, row, id, value, f->today, &f->err), STATUS_OK);
}

static void rows__want_whole_places(void **state)
{
    struct fixture *f = *state;
    enum field_id bad = FIELD_NAME;
    struct site_row row = row_of(f, FIELD_LAT, "52.67");
    assert_int_equal(site_row_check(&row, &bad, &f->err), STATUS_INPUT);
    assert_int_equal(bad, FIELD_LON);
    set(f, &row, FIELD_LON, "-0.73");
    assert_int_equal(row.site.placed_by, PLACED_HAND);
    assert_int_equal(site_row_check(&row, &bad, &f->err), STATUS_OK);
    set(f, &row, FIELD_LAT, "0");
    set(f, &row, FIELD_LON, "0");
    assert_int_equal(site_row_check(&row, &bad, &f->err), STATUS_INPUT);
    assert_has(f->err.text, "Gulf of Guinea");
    row = row_of(f, FIELD_EASTING, "449898");
    assert_int_equal(site_row_check(&row, &bad, &f->err), STATUS_INPUT);
    assert_has(f->err.text, "--crs");
}

static int64_t save(struct fixture *f, const struct site_row *row, int64_t target, bool expect_change)
{
    int64_t id = 0;
    bool changed = false;
    assert_int_equal(store_begin(f->store, "test", &f->err), STATUS_OK);
    const enum status status = site_row_save(f->store, row, target, f->today, &id, &changed, &f->err);
    if (status != STATUS_OK)
        fail_msg("%s", f->err.text);
    assert_int_equal(store_commit(f->store, &f->err), STATUS_OK);
    assert_int_equal(changed, expect_change);
    return id;
}

static void rows__are_saved_once(void **state)
{
    struct fixture *f = *state;
    struct site_row row = row_of(f, FIELD_NAME, "Oakham Bakery");
    row.site.is_customer = true;
    set(f, &row, FIELD_STREET, "High Street");
    set(f, &row, FIELD_HOUSE, "12");
    set(f, &row, FIELD_PLACE, "52.6705,-0.7290");
    set(f, &row, FIELD_FIRST_NAME, "Ann");
    set(f, &row, FIELD_LAST_NAME, "Smith");
    set(f, &row, FIELD_PHONE, "01572 1");
    set(f, &row, FIELD_DRINK, "tea, white");
    set(f, &row, FIELD_LAST_VISIT, "2025-09-23");
    set(f, &row, FIELD_NOTE, "back door");
    set(f, &row, FIELD_COLLECTIONS, "DPD 16:15");
    const int64_t id = save(f, &row, 0, true);
    assert_int_equal(save(f, &row, id, false), id);
    const struct site site = fixture_site(f, "Oakham Bakery");
    assert_string_equal(site.street, "12 High Street");
    assert_int_equal(site.last_visit_day, civil_day(2025, 9, 23));
    struct contact contact;
    bool found = false;
    assert_int_equal(store_contact_main(f->store, id, f->arena, &contact, &found, &f->err), STATUS_OK);
    assert_string_equal(contact.name, "Ann Smith");
}

/* A phone number alone belongs to the only contact there is; a name that is not there is another person. */
static void rows__find_their_contact(void **state)
{
    struct fixture *f = *state;
    struct site_row row = row_of(f, FIELD_NAME, "Book Shop");
    set(f, &row, FIELD_CONTACT, "Ann Smith");
    const int64_t id = save(f, &row, 0, true);
    struct site_row phone = row_of(f, FIELD_PHONE, "+44 1572 1");
    save(f, &phone, id, true);
    save(f, &phone, id, false);
    struct site_row other = row_of(f, FIELD_CONTACT, "Bob Jones");
    set(f, &other, FIELD_PHONE, "01572 2");
    save(f, &other, id, true);
    struct site_row same_number = row_of(f, FIELD_PHONE, "00441572 1");
    set(f, &same_number, FIELD_ROLE, "manager");
    save(f, &same_number, id, true);
    struct contact *list = NULL;
    size_t n = 0;
    assert_int_equal(store_contact_list(f->store, id, NULL, f->arena, &list, &n, &f->err), STATUS_OK);
    assert_int_equal(n, 2);
    assert_string_equal(list[0].role, "manager");
}

static void refuse(struct fixture *f, const struct site_row *row, int64_t target, const char *why)
{
    int64_t id = 0;
    bool changed = false;
    assert_int_equal(store_begin(f->store, "test", &f->err), STATUS_OK);
    assert_int_equal(site_row_save(f->store, row, target, f->today, &id, &changed, &f->err), STATUS_INPUT);
    store_rollback(f->store);
    assert_has(f->err.text, why);
}

/* By hand a phone without a name replaces that of the only one there; of several nobody knows which. */
static void rows__ask_whose_phone_it_is(void **state)
{
    struct fixture *f = *state;
    struct site_row row = row_of(f, FIELD_NAME, "Book Shop");
    set(f, &row, FIELD_CONTACT, "Ann Smith");
    set(f, &row, FIELD_PHONE, "01572 111111");
    const int64_t id = save(f, &row, 0, true);
    const struct site_row phone = row_of(f, FIELD_PHONE, "01572 222222");
    save(f, &phone, id, true);
    set(f, &row, FIELD_CONTACT, "Bob Jones");
    save(f, &row, id, true);
    const struct site_row other = row_of(f, FIELD_PHONE, "01572 333333");
    refuse(f, &other, id,
           "several people are known at Book Shop: Ann Smith, Bob Jones; say whose it is with --contact");
    const struct site_row cleared = row_of(f, FIELD_PHONE, "");
    refuse(f, &cleared, id, "say whose it is");
    save(f, &phone, id, false);
}

static const struct {
    const char *street, *country, *house, *expected;
} houses[] = {
    {"Mill Street", "", "12", "12 Mill Street"},
    {"12 Mill Street", "", "12", "12 Mill Street"},
    {"12 Mill Street", "gb", "14a", "14a Mill Street"},
    {"12-14, Mill Street", "", "16", "16 Mill Street"},
    {"12 Mill Street", "", "Rose Cottage", "Rose Cottage 12 Mill Street"},
    {"1st Avenue", "", "12", "12 1st Avenue"},
    {"Highway 61", "us", "12", "12 Highway 61"},
    {"", "", "12", "12"},
    {"12", "", "14", "14"},
    {"Hauptstraße", "at", "12", "Hauptstraße 12"},
    {"Hauptstraße 12", "at", "12", "Hauptstraße 12"},
    {"Hauptstraße 12", "at", "14/3", "Hauptstraße 14/3"},
    {"12", "at", "14", "14"},
};

static void rows__put_a_house_number_to_the_street_there(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof houses / sizeof houses[0]; i++) {
        struct site site = site_empty();
        site.street = houses[i].street;
        site.country = houses[i].country;
        struct site_row row = row_of(f, FIELD_HOUSE, houses[i].house);
        site_row_complete(f->arena, &row);
        const bool changes = strcmp(houses[i].street, houses[i].expected) != 0;
        assert_int_equal(site_row_merge(f->arena, &row, &site), changes);
        assert_string_equal(site.street, houses[i].expected);
        assert_false(site_row_merge(f->arena, &row, &site));
    }
}

static void rows__want_a_customer_for_a_goal(void **state)
{
    struct fixture *f = *state;
    struct site_row row = row_of(f, FIELD_NAME, "Services");
    row.site.is_haven = true;
    const int64_t id = save(f, &row, 0, true);
    struct site_row goal = row_of(f, FIELD_GOAL, "30");
    refuse(f, &goal, id, "goal: only customers have one, and Services is none; --customer makes it one");
    goal.site.is_customer = true;
    save(f, &goal, id, true);
    struct site_row customer = row_of(f, FIELD_NAME, "Bakery");
    customer.site.is_customer = true;
    set(f, &customer, FIELD_KIND, "cafe");
    refuse(f, &customer, 0, "kind: only havens have one, and Bakery is none; add it as a haven");
}

/* An import does not move what a person has placed; a person moves what an import has placed. */
static void rows__keep_what_was_placed_by_hand(void **state)
{
    struct fixture *f = *state;
    struct site_row row = row_of(f, FIELD_NAME, "Hill Farm");
    set(f, &row, FIELD_PLACE, "52.60,-0.70");
    row.site.placed_by = PLACED_IMPORT;
    const int64_t id = save(f, &row, 0, true);
    struct site_row hand = row_of(f, FIELD_PLACE, "52.61,-0.71");
    save(f, &hand, id, true);
    save(f, &row, id, false);
    struct site site = fixture_site(f, "Hill Farm");
    assert_int_equal(site.placed_by, PLACED_HAND);
    assert_true(site.at.lat_deg > 52.605);
    struct site_row cleared = row_of(f, FIELD_PLACE, "");
    save(f, &cleared, id, true);
    site = fixture_site(f, "Hill Farm");
    assert_int_equal(site.placed_by, PLACED_NOT);
}

static int set_up(void **state)
{
    *state = fixture_new(false);
    return 0;
}

static int tear_down(void **state)
{
    fixture_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields__no_name_means_two_things),
        cmocka_unit_test(fields__know_the_usual_headers),
        cmocka_unit_test_setup_teardown(fields__check_what_is_given, set_up, tear_down),
        cmocka_unit_test_setup_teardown(fields__understand_what_they_take, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rows__want_whole_places, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rows__are_saved_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rows__find_their_contact, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rows__ask_whose_phone_it_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rows__put_a_house_number_to_the_street_there, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rows__want_a_customer_for_a_goal, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rows__keep_what_was_placed_by_hand, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("fields", tests, NULL, NULL);
}
