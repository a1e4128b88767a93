#include "tests/store/room.h"

#include "geo/amenity.h"
#include "geo/store/db.h"
#include "geo/store/geom.h"

#include <string.h>

static void same_site(const struct site *a, const struct site *b)
{
    assert_string_equal(a->key, b->key);
    assert_string_equal(a->name, b->name);
    assert_string_equal(a->street, b->street);
    assert_string_equal(a->town, b->town);
    assert_string_equal(a->postcode, b->postcode);
    assert_string_equal(a->country, b->country);
    assert_int_equal(a->placed_by, b->placed_by);
    assert_memory_equal(&a->at, &b->at, sizeof a->at);
    assert_string_equal(a->hours, b->hours);
    assert_int_equal(a->service_s, b->service_s);
    assert_string_equal(a->tags, b->tags);
    assert_int_equal(a->amenities, b->amenities);
    assert_int_equal(a->is_customer, b->is_customer);
    assert_int_equal(a->goal_days, b->goal_days);
    assert_int_equal(a->status, b->status);
    assert_string_equal(a->status_reason, b->status_reason);
    assert_int_equal(a->no_drop_in, b->no_drop_in);
    assert_int_equal(a->engineer_id, b->engineer_id);
    assert_int_equal(a->is_haven, b->is_haven);
    assert_string_equal(a->haven_kind, b->haven_kind);
    assert_string_equal(a->haven_source, b->haven_source);
    assert_string_equal(a->haven_source_id, b->haven_source_id);
}

static struct site full_site(struct room *room)
{
    int64_t engineer_id;
    struct engineer other = {
        .uuid = "", .name = "Ash Dale", .work_start_s = 28800, .work_end_s = 61200, .work_days = 31};
    WELL(room, store_engineer_save(room->store, &other, &engineer_id, &room->err));
    struct site site = room_customer("Caf\xc3\xa9 'Robert\"); --", -12.345678901234567, 179.99999999999997);
    site.key = "K %_\\1";
    site.street = "1 High Street";
    site.town = "Oakham";
    site.postcode = "LE15 6QA";
    site.country = "GB";
    site.placed_by = PLACED_GEOCODER;
    site.hours = "Mo-Fr 09:00-17:00";
    site.service_s = 1200;
    site.tags = "north vip";
    site.amenities = AMENITY_BIT(AMENITY_COUNT) - 1;
    site.goal_days = 90;
    site.status = CUSTOMER_ON_HOLD;
    site.status_reason = "moving house";
    site.no_drop_in = true;
    site.engineer_id = engineer_id;
    site.is_haven = true;
    site.haven_kind = "cafe";
    site.haven_source = "osm";
    site.haven_source_id = "n123";
    return site;
}

static void save__brings_back_every_field(void **state)
{
    struct room *room = *state;
    struct site read;
    room_begin(room, "add");
    struct site site = full_site(room);
    int64_t id = room_save(room, &site);
    room_commit(room);
    WELL(room, store_site_get(room->store, id, room->arena, &read, &room->err));
    same_site(&site, &read);
    assert_int_equal(strlen(read.uuid), 36);
    assert_int_equal(read.last_visit_day, DAY_NONE);
    struct site plain = site_empty();
    plain.id = id;
    plain.name = "Plain";
    room_begin(room, "edit");
    room_save(room, &plain);
    room_commit(room);
    const char *uuid = read.uuid;
    WELL(room, store_site_get(room->store, id, room->arena, &read, &room->err));
    same_site(&plain, &read);
    assert_string_equal(read.uuid, uuid);
    room_healthy(room);
}

static void save__keeps_a_uuid_that_comes_with_a_site(void **state)
{
    struct room *room = *state;
    struct site read;
    struct site site = room_customer("Elsewhere", 1, 2);
    site.uuid = "0c8b8a2e-8e0e-4d0a-9f55-2d1a3c4b5e6f";
    room_begin(room, "merge");
    int64_t id = room_save(room, &site);
    room_commit(room);
    WELL(room, store_site_get(room->store, id, room->arena, &read, &room->err));
    assert_string_equal(read.uuid, site.uuid);
}

static void save__refuses_what_cannot_be(void **state)
{
    struct room *room = *state;
    int64_t id = 0;
    int64_t first = room_furnish(room);
    room_begin(room, "add");
    struct site site = room_customer("Twin", 1, 2);
    site.key = "B1";
    FAILS(room, STATUS_INPUT, "belongs to Oakham Bakery (#1) already",
          store_site_save(room->store, &site, &id, &room->err));
    site.key = "";
    site.at.lat_deg = 91;
    FAILS(room, STATUS_INPUT, "not on the globe", store_site_save(room->store, &site, &id, &room->err));
    site.at.lat_deg = 1;
    site.goal_days = 0;
    FAILS(room, STATUS_INPUT, "does not take this value", store_site_save(room->store, &site, &id, &room->err));
    site.goal_days = 10;
    site.engineer_id = 4711;
    FAILS(room, STATUS_INPUT, "not in the store", store_site_save(room->store, &site, &id, &room->err));
    site.engineer_id = 0;
    site.id = first + 1000;
    FAILS(room, STATUS_NOT_FOUND, "no site #1001", store_site_save(room->store, &site, &id, &room->err));
    store_rollback(room->store);
    assert_int_equal(id, 0);
    struct site read;
    FAILS(room, STATUS_NOT_FOUND, "no site #77", store_site_get(room->store, 77, room->arena, &read, &room->err));
}

static void save__writes_nothing_twice(void **state)
{
    struct room *room = *state;
    struct site read;
    struct store_undo_report report;
    int64_t id = room_furnish(room);
    WELL(room, store_site_get(room->store, id, room->arena, &read, &room->err));
    room_begin(room, "the same again");
    room_save(room, &read);
    room_commit(room);
    WELL(room, store_undo(room->store, false, room->arena, 0, &report, &room->err));
    assert_string_equal(report.command, "furnish");
}

static void get__derives_the_last_visit_from_the_log(void **state)
{
    struct room *room = *state;
    struct site read;
    int64_t id = room_furnish(room);
    room_begin(room, "log");
    room_add_visit(room, id, ROOM_DAY - 10);
    room_add_visit(room, id, ROOM_DAY - 200);
    struct site wrong;
    WELL(room, store_site_get(room->store, id, room->arena, &wrong, &room->err));
    wrong.last_visit_day = 1;
    room_save(room, &wrong);
    room_commit(room);
    WELL(room, store_site_get(room->store, id, room->arena, &read, &room->err));
    assert_int_equal(read.last_visit_day, ROOM_DAY - 10);
}

static void get__reads_places_that_another_program_drew(void **state)
{
    struct room *room = *state;
    struct site read;
    room_furnish(room);
    room_sql(room, "UPDATE site SET geom = MakePoint(-0.5, 52.5, 4326) WHERE name = 'Barn'");
    WELL(room, store_site_find(room->store, "Barn", room->arena, &read, &room->err));
    assert_int_equal(read.placed_by, PLACED_HAND);
    assert_float_equal(read.at.lat_deg, 52.5, 0);
    assert_float_equal(read.at.lon_deg, -0.5, 0);
    room_healthy(room);
}

static void geom__reads_all_forms_of_a_point(void **state)
{
    (void)state;
    unsigned char blob[GEOM_BYTES];
    struct point p = {52.67, -0.73};
    struct point read;
    geom_write(blob, p);
    assert_true(geom_read(blob, sizeof blob, &read));
    assert_memory_equal(&p, &read, sizeof p);
    /* TinyPointEncode(MakePoint(1, 2, 4326)) of SpatiaLite 5.0.1 */
    static const unsigned char tiny[24] = {0x00, 0x81, 0xE6, 0x10, 0, 0, 1, 0, 0, 0, 0,    0,
                                           0,    0xF0, 0x3F, 0,    0, 0, 0, 0, 0, 0, 0x40, 0xFE};
    assert_true(geom_read(tiny, sizeof tiny, &read));
    assert_float_equal(read.lat_deg, 2, 0);
    assert_float_equal(read.lon_deg, 1, 0);
    for (size_t length = 0; length < sizeof blob; length++) {
        assert_false(geom_read(blob, length, &read));
    }
    blob[2] ^= 1; /* another reference system */
    assert_false(geom_read(blob, sizeof blob, &read));
    assert_false(geom_read(NULL, 0, &read));
}

static void geom__is_what_spatialite_would_write(void **state)
{
    struct room *room = *state;
    room_furnish(room);
    assert_int_equal(room_number(room, "SELECT count(*) FROM site WHERE geom IS NOT NULL"), 2);
    assert_int_equal(
        room_number(room, "SELECT count(*) FROM site WHERE geom = MakePoint(ST_X(geom), ST_Y(geom), 4326)"), 2);
}

static void triggers__refuse_what_is_not_a_point(void **state)
{
    struct room *room = *state;
    room_furnish(room);
    char *message = NULL;
    sqlite3 *db = room->store->db;
    room_begin(room, "bad"); /* loads SpatiaLite */
    assert_int_equal(sqlite3_exec(db, "UPDATE site SET geom = MakeLine(MakePoint(1, 2, 4326), MakePoint(2, 2, 4326))",
                                  NULL, NULL, &message),
                     SQLITE_CONSTRAINT_TRIGGER);
    assert_string_equal(message, "site.geom is not a point in WGS 84");
    sqlite3_free(message);
    assert_int_equal(sqlite3_exec(db, "UPDATE site SET geom = MakePoint(1, 2, 27700)", NULL, NULL, NULL),
                     SQLITE_CONSTRAINT_TRIGGER);
    assert_int_equal(sqlite3_exec(db, "UPDATE site SET geom = x'00'", NULL, NULL, NULL), SQLITE_CONSTRAINT_TRIGGER);
    store_rollback(room->store);
    room_healthy(room);
}

static void delete__takes_all_that_belongs_to_a_site(void **state)
{
    struct room *room = *state;
    int64_t id = room_furnish(room);
    room_begin(room, "delete");
    WELL(room, store_site_delete(room->store, id, &room->err));
    FAILS(room, STATUS_NOT_FOUND, "no site #1", store_site_delete(room->store, id, &room->err));
    room_commit(room);
    room_healthy(room);
    assert_int_equal(room_number(room, "SELECT (SELECT count(*) FROM job) + (SELECT count(*) FROM visit) + "
                                       "(SELECT count(*) FROM note) + (SELECT count(*) FROM promise) + "
                                       "(SELECT count(*) FROM collection) + (SELECT count(*) FROM amenity)"),
                     0);
    assert_int_equal(room_number(room, "SELECT count(*) FROM contact"), 1);
    assert_int_equal(room_number(room, "SELECT count(*) FROM plan_stop"), 1);
}

static void count__counts(void **state)
{
    struct room *room = *state;
    struct store_counts c;
    room_furnish(room);
    WELL(room, store_count(room->store, &c, &room->err));
    assert_int_equal(c.customers, 3);
    assert_int_equal(c.customers_unplaced, 1);
    assert_int_equal(c.havens, 1);
    assert_int_equal(c.havens_unplaced, 0);
    assert_int_equal(c.contacts, 2);
    assert_int_equal(c.jobs_open, 1);
    assert_int_equal(c.visits, 1);
    assert_int_equal(c.promises_open, 1);
}

static void collections__are_replaced_only_when_they_differ(void **state)
{
    struct room *room = *state;
    struct collection *list;
    size_t n;
    int64_t id = room_furnish(room);
    WELL(room, store_collection_list(room->store, id, room->arena, &list, &n, &room->err));
    assert_int_equal(n, 1);
    assert_string_equal(list[0].carrier, "DPD");
    assert_int_equal(list[0].weekdays, 31);
    assert_int_equal(list[0].cutoff_s, 58500);
    char *before = room_dump(room);
    struct collection two[2] = {{.carrier = "Evri", .weekdays = 63, .cutoff_s = 61200}, list[0]};
    room_begin(room, "same");
    WELL(room, store_collection_replace(room->store, id, list, n, &room->err));
    room_commit(room);
    assert_string_equal(before, room_dump(room));
    room_begin(room, "two");
    WELL(room, store_collection_replace(room->store, id, two, 2, &room->err));
    room_commit(room);
    WELL(room, store_collection_list(room->store, id, room->arena, &list, &n, &room->err));
    assert_int_equal(n, 2);
    assert_string_equal(list[1].carrier, "Evri");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(save__brings_back_every_field, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(save__keeps_a_uuid_that_comes_with_a_site, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(save__refuses_what_cannot_be, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(save__writes_nothing_twice, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(get__derives_the_last_visit_from_the_log, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(get__reads_places_that_another_program_drew, room_setup, room_teardown),
        cmocka_unit_test(geom__reads_all_forms_of_a_point),
        cmocka_unit_test_setup_teardown(geom__is_what_spatialite_would_write, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(triggers__refuse_what_is_not_a_point, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(delete__takes_all_that_belongs_to_a_site, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(count__counts, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(collections__are_replaced_only_when_they_differ, room_setup, room_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
