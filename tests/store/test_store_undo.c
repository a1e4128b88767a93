#include "tests/store/room.h"

#include "geo/amenity.h"
#include "geo/base/caps.h"
#include "geo/store/undo.h"

#include <stdio.h>
#include <string.h>

/* --- every kind of write, there and back --------------------------------------------------------------------------- */

static void nothing_less_than_a_whole_store(struct room *room)
{
    (void)room;
}

static void new_site(struct room *room)
{
    struct site site = room_customer("New", 52.1, -0.1);
    site.amenities = 7;
    site.is_haven = true;
    int64_t id = room_save(room, &site);
    room_add_contact(room, id, "Kit", "1234567");
    room_add_visit(room, id, ROOM_DAY);
    room_add_job(room, id, ROOM_DAY, 36000);
}

static void edited_site(struct room *room)
{
    struct site site;
    WELL(room, store_site_get(room->store, 1, room->arena, &site, &room->err));
    site.name = "Oakham Bakehouse";
    site.at.lat_deg = 52.7;
    site.amenities = AMENITY_BIT(AMENITY_PC) | AMENITY_BIT(AMENITY_TOILET);
    site.goal_days = 30;
    site.service_s = NUMBER_UNSET;
    site.is_haven = false;
    room_save(room, &site);
}

static void site_placed_and_another_unplaced(struct room *room)
{
    struct site site;
    WELL(room, store_site_get(room->store, 3, room->arena, &site, &room->err));
    site.placed_by = PLACED_HAND;
    site.at = (struct point){52.5, -0.5};
    room_save(room, &site);
    WELL(room, store_site_get(room->store, 2, room->arena, &site, &room->err));
    site.placed_by = PLACED_NOT;
    room_save(room, &site);
}

static void deleted_site(struct room *room)
{
    WELL(room, store_site_delete(room->store, 1, &room->err));
}

static void all_sites_deleted(struct room *room)
{
    for (int64_t id = 1; id <= 3; id++) {
        WELL(room, store_site_delete(room->store, id, &room->err));
    }
}

static void site_deleted_and_its_number_used_again(struct room *room)
{
    WELL(room, store_site_delete(room->store, 3, &room->err));
    struct site site = room_customer("In its place", 52.3, -0.3);
    assert_int_equal(room_save(room, &site), 3);
}

static void replanned_day(struct room *room)
{
    struct saved_stop stops[3] = {{.seq = 1, .kind = PLAN_STOP_VISIT, .site_id = 2},
                                  {.seq = 2, .kind = PLAN_STOP_JOB, .site_id = 1, .job_id = 1},
                                  {.seq = 3, .kind = PLAN_STOP_BREAK}};
    struct saved_plan plan = {
        .uuid = "", .day = ROOM_DAY, .made_utc = 5, .summary = "{\"new\":1}", .stops = stops, .stops_n = 3};
    WELL(room, store_plan_save(room->store, &plan, &room->err));
}

static void stop_ticked_off(struct room *room)
{
    struct saved_plan plan;
    WELL(room, store_plan_get(room->store, ROOM_DAY, 0, room->arena, &plan, &room->err));
    WELL(room, store_plan_stop_mark(room->store, plan.stops[0].id, PLAN_STOP_DONE, &room->err));
    room_add_visit(room, 1, ROOM_DAY);
}

static void settled_history(struct room *room)
{
    struct promise promise;
    struct note note;
    int64_t id;
    WELL(room, store_promise_get(room->store, 1, room->arena, &promise, &room->err));
    promise.state = PROMISE_BROKEN;
    promise.settled_day = ROOM_DAY;
    promise.contact_id = 0;
    WELL(room, store_promise_save(room->store, &promise, &id, &room->err));
    WELL(room, store_note_get(room->store, 2, room->arena, &note, &room->err));
    note.settled_day = ROOM_DAY;
    note.kind = NOTE_PLAIN;
    WELL(room, store_note_save(room->store, &note, &id, &room->err));
}

static void people_and_collections_changed(struct room *room)
{
    struct engineer self;
    struct contact contact;
    int64_t id;
    WELL(room, store_engineer_self(room->store, room->arena, &self, &room->err));
    self.home.lon_deg = -1;
    self.work_days = 3;
    WELL(room, store_engineer_save(room->store, &self, &id, &room->err));
    WELL(room, store_contact_get(room->store, 1, room->arena, &contact, &room->err));
    contact.left_day = ROOM_DAY;
    contact.phone = "";
    contact.site_id = 2;
    WELL(room, store_contact_save(room->store, &contact, &id, &room->err));
    WELL(room, store_collection_replace(room->store, 1, NULL, 0, &room->err));
}

static void turn(struct room *room, bool redo, const char *command)
{
    struct store_undo_report report;
    WELL(room, store_undo(room->store, redo, room->arena, 100, &report, &room->err));
    assert_string_equal(report.command, command);
    assert_int_equal(report.at_utc, ROOM_NOW);
    assert_true(report.rows > 0);
}

static void there_and_back(struct room *room, void (*work)(struct room *room))
{
    char *before = room_dump(room);
    room_begin(room, "work");
    work(room);
    room_commit(room);
    assert_true(store_recorded(room->store));
    char *after = room_dump(room);
    assert_string_not_equal(before, after);
    for (int i = 0; i < 3; i++) {
        turn(room, false, "work");
        assert_string_equal(before, room_dump(room));
        room_healthy(room);
        turn(room, true, "work");
        assert_string_equal(after, room_dump(room));
        room_healthy(room);
    }
}

static void undo__brings_back_every_byte_of_every_kind_of_write(void **state)
{
    struct room *room = *state;
    static void (*const works[])(struct room * room) = {new_site,
                                                        edited_site,
                                                        site_placed_and_another_unplaced,
                                                        deleted_site,
                                                        all_sites_deleted,
                                                        site_deleted_and_its_number_used_again,
                                                        replanned_day,
                                                        stop_ticked_off,
                                                        settled_history,
                                                        people_and_collections_changed};
    for (size_t i = 0; i < sizeof works / sizeof works[0]; i++) {
        snprintf(room->path, sizeof room->path, "%s/%zu/rounds.db", room->folder, i);
        room_open(room, STORE_CREATE);
        room_furnish(room);
        there_and_back(room, works[i]);
        room_close(room);
    }
}

static void undo__walks_back_to_the_empty_store_and_forward_again(void **state)
{
    struct room *room = *state;
    enum { STEPS = 5 };
    static void (*const works[STEPS])(struct room * room) = {new_site, edited_site, stop_ticked_off, settled_history,
                                                             deleted_site};
    char *dumps[STEPS + 2];
    dumps[0] = room_dump(room);
    room_furnish(room);
    dumps[1] = room_dump(room);
    for (size_t i = 0; i < STEPS; i++) {
        room_begin(room, "step");
        works[i](room);
        room_commit(room);
        dumps[i + 2] = room_dump(room);
    }
    struct store_undo_report report;
    for (size_t i = STEPS + 1; i > 0; i--) {
        WELL(room, store_undo(room->store, false, room->arena, 5, &report, &room->err));
        assert_string_equal(dumps[i - 1], room_dump(room));
        room_healthy(room);
    }
    FAILS(room, STATUS_NOT_FOUND, "nothing to take back",
          store_undo(room->store, false, room->arena, 5, &report, &room->err));
    room_close(room); /* and in another run */
    room_open(room, STORE_MUST_EXIST);
    for (size_t i = 1; i < STEPS + 2; i++) {
        WELL(room, store_undo(room->store, true, room->arena, 5, &report, &room->err));
        assert_string_equal(dumps[i], room_dump(room));
    }
    FAILS(room, STATUS_NOT_FOUND, "nothing to do again",
          store_undo(room->store, true, room->arena, 5, &report, &room->err));
    room_healthy(room);
}

static void undo__forgets_what_was_taken_back_once_something_new_is_done(void **state)
{
    struct room *room = *state;
    struct store_undo_report report;
    room_furnish(room);
    room_begin(room, "old");
    edited_site(room);
    room_commit(room);
    turn(room, false, "old");
    room_begin(room, "nothing");
    nothing_less_than_a_whole_store(room);
    room_commit(room);
    turn(room, true, "old"); /* a command that changed nothing is no step, and forgets nothing */
    turn(room, false, "old");
    room_begin(room, "new");
    stop_ticked_off(room);
    room_commit(room);
    FAILS(room, STATUS_NOT_FOUND, "nothing to do again",
          store_undo(room->store, true, room->arena, 5, &report, &room->err));
    turn(room, false, "new");
    turn(room, false, "furnish");
}

static void undo__leaves_no_step_of_a_command_that_was_rolled_back(void **state)
{
    struct room *room = *state;
    room_furnish(room);
    char *before = room_dump(room);
    room_begin(room, "dry run");
    deleted_site(room);
    store_rollback(room->store);
    assert_string_equal(before, room_dump(room));
    turn(room, false, "furnish");
}

/* --- the caps --------------------------------------------------------------------------------------------------- */

static int64_t steps(struct room *room)
{
    return room_number(room, "SELECT count(*) FROM undo_step");
}

static void add_named(struct room *room, const char *name)
{
    struct site site = room_customer(name, 52, -1);
    room_begin(room, name);
    room_save(room, &site);
    room_commit(room);
}

static void caps__drop_the_oldest_steps(void **state)
{
    struct room *room = *state;
    undo_set_caps(room->store, 3, CAP_UNDO_BYTES);
    static const char *const names[] = {"one", "two", "three", "four", "five"};
    for (size_t i = 0; i < 5; i++) {
        add_named(room, names[i]);
    }
    assert_int_equal(steps(room), 3);
    turn(room, false, "five");
    turn(room, false, "four");
    turn(room, false, "three");
    struct store_undo_report report;
    FAILS(room, STATUS_NOT_FOUND, "nothing to take back",
          store_undo(room->store, false, room->arena, 5, &report, &room->err));
    int64_t bytes = room_number(room, "SELECT max(bytes) FROM undo_step");
    undo_set_caps(room->store, 100, (size_t)(2 * bytes + bytes / 2));
    for (size_t i = 0; i < 5; i++) {
        add_named(room, names[i]);
    }
    assert_int_equal(steps(room), 2);
}

static void caps__commit_what_is_too_large_and_say_so(void **state)
{
    struct room *room = *state;
    struct store_undo_report report;
    add_named(room, "small");
    undo_set_caps(room->store, 100, 2000);
    room_begin(room, "import");
    for (int i = 0; i < 100; i++) {
        struct site site = room_customer("Bulk", 52, i / 100.0);
        room_save(room, &site);
    }
    room_commit(room);
    assert_false(store_recorded(room->store));
    assert_int_equal(room_number(room, "SELECT count(*) FROM site"), 101);
    assert_int_equal(steps(room), 2);
    FAILS(room, STATUS_INPUT, "\"import\" changed too much",
          store_undo(room->store, false, room->arena, 5, &report, &room->err));
    add_named(room, "after");
    assert_true(store_recorded(room->store));
    turn(room, false, "after");
    room_healthy(room);
}

/* --- the report ------------------------------------------------------------------------------------------------- */

static const struct store_change *change(const struct store_undo_report *report, const char *table, const char *column)
{
    for (size_t i = 0; i < report->changes_n; i++) {
        if (strcmp(report->changes[i].table, table) == 0 && strcmp(report->changes[i].column, column) == 0) {
            return &report->changes[i];
        }
    }
    fail_msg("no change of %s.%s", table, column);
    return NULL;
}

static void says(const struct store_undo_report *report, char op, const char *table, const char *column,
                 const char *what, const char *before, const char *after)
{
    const struct store_change *c = change(report, table, column);
    assert_int_equal(c->op, op);
    assert_string_equal(c->what, what);
    assert_string_equal(c->before, before);
    assert_string_equal(c->after, after);
}

static void report__reads_like_a_diff_of_what_people_know(void **state)
{
    struct room *room = *state;
    struct store_undo_report r;
    room_furnish(room);
    room_begin(room, "edit");
    edited_site(room);
    people_and_collections_changed(room);
    settled_history(room);
    stop_ticked_off(room);
    room_commit(room);
    WELL(room, store_undo(room->store, false, room->arena, 100, &r, &room->err));
    says(&r, '~', "site", "name", "Oakham Bakehouse", "Oakham Bakehouse", "Oakham Bakery");
    says(&r, '~', "site", "place", "Oakham Bakehouse", "52.700000,-0.729000", "52.670300,-0.729000");
    says(&r, '~', "site", "minutes", "Oakham Bakehouse", "", "15 min");
    says(&r, '~', "customer", "goal", "Oakham Bakehouse", "30", "");
    says(&r, '+', "haven", "", "Oakham Bakehouse", "", "haven");
    says(&r, '~', "engineer", "work days", "Robin Field", "Mo Tu", "Mo Tu We Th Fr");
    says(&r, '~', "contact", "left", "Jo Baker at Uppingham Garage", "2026-11-24", "");
    says(&r, '~', "contact", "site", "Jo Baker at Uppingham Garage", "Uppingham Garage", "Oakham Bakehouse");
    says(&r, '~', "contact", "phone", "Jo Baker at Uppingham Garage", "", "01572 722000");
    says(&r, '+', "collection", "", "Oakham Bakery", "", "DPD");
    says(&r, '~', "promise", "state", "Oakham Bakehouse", "broken", "open");
    says(&r, '~', "promise", "to", "Oakham Bakehouse", "", "Jo Baker");
    says(&r, '~', "note", "settled", "Oakham Bakehouse", "2026-11-24", "");
    says(&r, '-', "visit", "", "Oakham Bakehouse", "2026-11-24", "");
    says(&r, '~', "plan_stop", "state", "Oakham Bakehouse", "done", "planned");
    for (size_t i = 0; i < r.changes_n; i++) {
        assert_null(strstr(r.changes[i].column, "uuid"));
        assert_null(strstr(r.changes[i].column, "folded"));
        assert_null(strstr(r.changes[i].column, "digits"));
    }
}

static void report__keeps_private_notes_private(void **state)
{
    struct room *room = *state;
    struct store_undo_report r;
    struct note note;
    int64_t id;
    room_furnish(room);
    room_begin(room, "note");
    WELL(room, store_note_get(room->store, 1, room->arena, &note, &room->err));
    note.body = "Lost her mother in May";
    WELL(room, store_note_save(room->store, &note, &id, &room->err));
    room_commit(room);
    WELL(room, store_undo(room->store, false, room->arena, 100, &r, &room->err));
    says(&r, '~', "note", "text", "Oakham Bakery", "(private)", "(private)");
    WELL(room, store_undo(room->store, false, room->arena, 100, &r, &room->err));
    for (size_t i = 0; i < r.changes_n; i++) {
        assert_null(strstr(r.changes[i].before, "Lost her"));
    }
}

static void report__lists_no_more_than_asked(void **state)
{
    struct room *room = *state;
    struct store_undo_report r;
    room_furnish(room);
    WELL(room, store_undo(room->store, false, room->arena, 3, &r, &room->err));
    assert_int_equal(r.changes_n, 3);
    assert_true(r.rows > 10);
    assert_int_equal(r.changes[0].op, '-');
    assert_string_equal(r.changes[0].before, "Robin Field");
    WELL(room, store_undo(room->store, true, room->arena, 0, &r, &room->err));
    assert_int_equal(r.changes_n, 0);
}

static void undo__stops_when_another_program_changed_the_same_rows(void **state)
{
    struct room *room = *state;
    struct store_undo_report r;
    room_furnish(room);
    room_begin(room, "edit");
    edited_site(room);
    room_commit(room);
    room_sql(room, "UPDATE site SET name = 'Renamed elsewhere' WHERE id = 1");
    char *before = room_dump(room);
    FAILS(room, STATUS_STORE, "another program changed the same rows since; nothing was changed",
          store_undo(room->store, false, room->arena, 5, &r, &room->err));
    assert_string_equal(before, room_dump(room));
    room_sql(room, "UPDATE site SET name = 'Oakham Bakehouse' WHERE id = 1");
    turn(room, false, "edit");
    room_healthy(room);
}

static void undo__stops_when_rows_would_lose_what_they_belong_to(void **state)
{
    struct room *room = *state;
    struct store_undo_report r;
    add_named(room, "Forge");
    room_sql(room, "INSERT INTO note (uuid, site_id, kind, day, body) VALUES ('u', 1, 'plain', 1, 'by hand')");
    char *before = room_dump(room);
    FAILS(room, STATUS_STORE, "nothing was changed", store_undo(room->store, false, room->arena, 5, &r, &room->err));
    assert_string_equal(before, room_dump(room));
    room_healthy(room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(undo__brings_back_every_byte_of_every_kind_of_write, room_setup_empty,
                                        room_teardown),
        cmocka_unit_test_setup_teardown(undo__walks_back_to_the_empty_store_and_forward_again, room_setup,
                                        room_teardown),
        cmocka_unit_test_setup_teardown(undo__forgets_what_was_taken_back_once_something_new_is_done, room_setup,
                                        room_teardown),
        cmocka_unit_test_setup_teardown(undo__leaves_no_step_of_a_command_that_was_rolled_back, room_setup,
                                        room_teardown),
        cmocka_unit_test_setup_teardown(caps__drop_the_oldest_steps, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(caps__commit_what_is_too_large_and_say_so, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(report__reads_like_a_diff_of_what_people_know, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(report__keeps_private_notes_private, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(report__lists_no_more_than_asked, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(undo__stops_when_another_program_changed_the_same_rows, room_setup,
                                        room_teardown),
        cmocka_unit_test_setup_teardown(undo__stops_when_rows_would_lose_what_they_belong_to, room_setup,
                                        room_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
