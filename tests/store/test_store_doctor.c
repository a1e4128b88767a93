#include "tests/store/room.h"

#include <string.h>
#include <sys/stat.h>

static void finds(struct room *room, const char *check, const char *part)
{
    struct store_finding finding = room_finding(room, check);
    if (finding.ok || strstr(finding.text, part) == NULL) {
        fail_msg("%s should say \"%s\": %s", check, part, finding.text);
    }
}

static void doctor__finds_a_new_store_healthy(void **state)
{
    struct room *room = *state;
    room_healthy(room);
    room_furnish(room);
    room_healthy(room);
    assert_true(room_finding(room, "integrity").ok);
}

static void doctor__sees_a_spatial_index_that_is_wrong(void **state)
{
    struct room *room = *state;
    room_furnish(room);
    room_sql(room, "UPDATE idx_site_geom SET xmin = 10, xmax = 10 WHERE pkid = 1");
    finds(room, "places", "1 not where the spatial index has them");
    room_sql(room, "DELETE FROM idx_site_geom WHERE pkid = 1");
    finds(room, "places", "1 not where");
    finds(room, "spatial index", "1 entries for 2 placed sites");
    room_sql(room, "DELETE FROM idx_site_geom_rowid");
    finds(room, "spatial index", "check says");
}

static void doctor__sees_what_near_would_not_find(void **state)
{
    struct room *room = *state;
    room_furnish(room);
    room_sql(room, "DELETE FROM nearby WHERE what = '' AND site_id = 1");
    finds(room, "what is near", "1 entries are missing, 0 are wrong");
    room_sql(room, "INSERT INTO nearby VALUES ('', 5, 1)");
    finds(room, "what is near", "1 entries are missing, 1 are wrong");
    room_sql(room, "UPDATE nearby_cell SET x = x + 1 WHERE site_id = 2");
    finds(room, "what is near", "(2 have a cell, 1 another one than their place's)");
    room_sql(room, "DELETE FROM nearby; DELETE FROM nearby_cell WHERE site_id = 1");
    finds(room, "what is near", "0 entries for 2 placed sites (1 have a cell");
}

static void doctor__sees_orphans(void **state)
{
    struct room *room = *state;
    room_furnish(room);
    room_sql(room, "PRAGMA foreign_keys = OFF; DELETE FROM site WHERE id = 2");
    finds(room, "foreign keys", "without its site");
}

static void doctor__sees_look_up_columns_that_lie(void **state)
{
    struct room *room = *state;
    room_furnish(room);
    room_sql(room, "UPDATE site SET name = 'Changed elsewhere' WHERE id = 2");
    finds(room, "look-ups", "1 names or phone numbers");
}

static void doctor__sees_hours_that_nobody_understands(void **state)
{
    struct room *room = *state;
    room_furnish(room);
    room_sql(room, "UPDATE site SET hours = 'whenever' WHERE id = 2");
    finds(room, "opening hours", "1 sites have hours that are not understood: \"whenever\" (#2)");
}

static void doctor__sees_undo_steps_that_do_not_parse(void **state)
{
    struct room *room = *state;
    room_furnish(room);
    room_sql(room, "UPDATE undo_step SET changeset = CAST(x'54ffffffffff00' AS BLOB), bytes = 7");
    finds(room, "undo", "1 of them unreadable");
    struct store_undo_report report;
    enum status status = store_undo(room->store, false, room->arena, 5, &report, &room->err);
    assert_int_equal(status, STATUS_STORE);
    assert_int_equal(room_number(room, "SELECT count(*) FROM site"), 3);
}

static void doctor__sees_files_that_others_can_read(void **state)
{
    struct room *room = *state;
    room_furnish(room);
    assert_int_equal(chmod(room->path, 0644), 0);
    finds(room, "file modes", "(644): chmod 600");
}

static void doctor__sees_map_places_that_are_not_found(void **state)
{
    struct room *room = *state;
    room_sql(room, "INSERT INTO place_list (name) VALUES ('x'); INSERT INTO place (list_id, precision, name, suburb, "
                   "town, town_guessed, county, postcode, country, within, size, lat_e7, lon_e7, source_id) "
                   "VALUES (1, 'area', 'Oakham', '', '', 0, '', '', '', '', 0, 0, 0, '')");
    finds(room, "map places", "1 streets, towns or postcodes are not found, 0 are found that are not there");
    room_sql(room, "INSERT INTO place_words (rowid, name) VALUES (1, 'oakham'), (2, 'x')");
    finds(room, "map places", "0 streets, towns or postcodes are not found, 1 are found that are not there: import");
}

static void doctor__sees_what_is_missing_from_the_schema(void **state)
{
    struct room *room = *state;
    room_furnish(room);
    room_sql(room, "DROP VIEW havens; DROP TRIGGER gii_site_geom");
    finds(room, "schema", "missing: havens, gii_site_geom");
    room_sql(room, "PRAGMA user_version = 0");
    finds(room, "schema", "version 0");
    room_sql(room, "PRAGMA user_version = 2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(doctor__finds_a_new_store_healthy, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(doctor__sees_a_spatial_index_that_is_wrong, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(doctor__sees_what_near_would_not_find, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(doctor__sees_orphans, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(doctor__sees_look_up_columns_that_lie, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(doctor__sees_hours_that_nobody_understands, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(doctor__sees_map_places_that_are_not_found, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(doctor__sees_undo_steps_that_do_not_parse, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(doctor__sees_files_that_others_can_read, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(doctor__sees_what_is_missing_from_the_schema, room_setup, room_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
