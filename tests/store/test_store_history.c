#include "tests/store/room.h"

#include "geo/base/civil.h"

#include <string.h>

static void visit__round_trips_newest_first(void **state)
{
    struct room *room = *state;
    struct visit *list;
    size_t n;
    bool found = false;
    int64_t id = 0;
    int64_t site_id = room_furnish(room);
    struct visit visit = {.uuid = "",
                          .site_id = site_id,
                          .job_id = 1,
                          .engineer_id = 1,
                          .day = ROOM_DAY,
                          .at_s = 40800,
                          .duration_s = 1260,
                          .kind = VISIT_JOB,
                          .outcome = "fixed",
                          .note = "new tray\nneeds a fuser by spring"};
    room_begin(room, "done");
    WELL(room, store_visit_save(room->store, &visit, &id, &room->err));
    room_commit(room);
    WELL(room, store_visit_list(room->store, site_id, 0, room->arena, &list, &n, &room->err));
    assert_int_equal(n, 2);
    assert_int_equal(list[0].id, id);
    assert_int_equal(list[0].job_id, 1);
    assert_int_equal(list[0].engineer_id, 1);
    assert_int_equal(list[0].at_s, 40800);
    assert_int_equal(list[0].duration_s, 1260);
    assert_int_equal(list[0].kind, VISIT_JOB);
    assert_string_equal(list[0].outcome, visit.outcome);
    assert_string_equal(list[0].note, visit.note);
    assert_int_equal(list[1].at_s, NUMBER_UNSET);
    assert_int_equal(list[1].day, ROOM_DAY - 400);
    WELL(room, store_visit_list(room->store, site_id, 1, room->arena, &list, &n, &room->err));
    assert_int_equal(n, 1);
    WELL(room, store_visit_on(room->store, site_id, ROOM_DAY, &found, &room->err));
    assert_true(found);
    WELL(room, store_visit_on(room->store, site_id, ROOM_DAY - 1, &found, &room->err));
    assert_false(found);
}

static void promise__round_trips_and_is_settled(void **state)
{
    struct room *room = *state;
    struct promise *list;
    struct promise read;
    size_t n;
    int64_t id = 0;
    int64_t site_id = room_furnish(room);
    struct promise later = {.uuid = "",
                            .site_id = 2,
                            .what = "Send the manual",
                            .made_day = ROOM_DAY,
                            .due_day = ROOM_DAY + 30,
                            .state = PROMISE_OPEN,
                            .settled_day = DAY_NONE};
    room_begin(room, "promise");
    WELL(room, store_promise_save(room->store, &later, &id, &room->err));
    WELL(room, store_promise_get(room->store, 1, room->arena, &read, &room->err));
    assert_int_equal(read.contact_id, 1);
    assert_string_equal(read.site_name, "Oakham Bakery");
    assert_string_equal(read.what, "Ring back about the tray");
    assert_int_equal(read.made_day, ROOM_DAY - 3);
    assert_int_equal(read.due_day, ROOM_DAY + 2);
    assert_int_equal(read.settled_day, DAY_NONE);
    read.state = PROMISE_KEPT;
    read.settled_day = ROOM_DAY;
    WELL(room, store_promise_save(room->store, &read, &id, &room->err));
    room_commit(room);
    WELL(room, store_promise_list(room->store, 0, true, room->arena, &list, &n, &room->err));
    assert_int_equal(n, 1);
    assert_string_equal(list[0].what, "Send the manual");
    WELL(room, store_promise_list(room->store, site_id, false, room->arena, &list, &n, &room->err));
    assert_int_equal(n, 1);
    assert_int_equal(list[0].state, PROMISE_KEPT);
    assert_int_equal(list[0].settled_day, ROOM_DAY);
    FAILS(room, STATUS_NOT_FOUND, "no promise P77", store_promise_get(room->store, 77, room->arena, &read, &room->err));
}

static void note__round_trips_and_knows_what_is_private(void **state)
{
    struct room *room = *state;
    struct note *list;
    struct note read;
    size_t n;
    bool found = false;
    int64_t id = 0;
    int64_t site_id = room_furnish(room);
    static const bool hidden[] = {false, true, true, true, false};
    room_begin(room, "notes");
    for (int kind = NOTE_PLAIN; kind <= NOTE_COMPLAINT; kind++) {
        struct note note = {.uuid = "",
                            .site_id = 2,
                            .kind = (enum note_kind)kind,
                            .day = ROOM_DAY - kind,
                            .body = note_kind_name((enum note_kind)kind),
                            .settled_day = DAY_NONE};
        WELL(room, store_note_save(room->store, &note, &id, &room->err));
        WELL(room, store_note_get(room->store, id, room->arena, &read, &room->err));
        assert_int_equal(read.kind, kind);
        assert_int_equal(read.day, ROOM_DAY - kind);
        assert_string_equal(read.body, note.body);
        assert_int_equal(note_is_private(read.kind), hidden[kind]);
    }
    room_commit(room);
    WELL(room, store_note_list(room->store, 2, room->arena, &list, &n, &room->err));
    assert_int_equal(n, 5);
    assert_int_equal(list[0].kind, NOTE_PLAIN);
    WELL(room, store_note_list(room->store, 0, room->arena, &list, &n, &room->err));
    assert_int_equal(n, 7);
    WELL(room, store_note_has(room->store, site_id, "The toner leaked", &found, &room->err));
    assert_true(found);
    WELL(room, store_note_has(room->store, 2, "The toner leaked", &found, &room->err));
    assert_false(found);
    WELL(room, store_complaint_open(room->store, room->arena, &list, &n, &room->err));
    assert_int_equal(n, 2);
    assert_int_equal(list[0].site_id, site_id);
    read = list[0];
    read.settled_day = ROOM_DAY;
    room_begin(room, "settle");
    WELL(room, store_note_save(room->store, &read, &id, &room->err));
    room_commit(room);
    WELL(room, store_complaint_open(room->store, room->arena, &list, &n, &room->err));
    assert_int_equal(n, 1);
}

static void plan__is_one_a_day_and_ticked_off(void **state)
{
    struct room *room = *state;
    struct saved_plan plan;
    int64_t site_id = room_furnish(room);
    WELL(room, store_plan_get(room->store, ROOM_DAY, 0, room->arena, &plan, &room->err));
    assert_int_equal(plan.day, ROOM_DAY);
    assert_int_equal(plan.made_utc, ROOM_NOW);
    assert_string_equal(plan.summary, "{}");
    assert_int_equal(plan.stops_n, 2);
    assert_int_equal(plan.stops[0].kind, PLAN_STOP_JOB);
    assert_int_equal(plan.stops[0].site_id, site_id);
    assert_int_equal(plan.stops[0].job_id, 1);
    assert_int_equal(plan.stops[0].arrive_s, 32000);
    assert_int_equal(plan.stops[0].start_s, 32400);
    assert_int_equal(plan.stops[0].depart_s, 35100);
    assert_int_equal(plan.stops[1].kind, PLAN_STOP_BREAK);
    assert_int_equal(plan.stops[1].site_id, 0);
    room_begin(room, "done");
    WELL(room, store_plan_stop_mark(room->store, plan.stops[0].id, PLAN_STOP_DONE, &room->err));
    FAILS(room, STATUS_NOT_FOUND, "stop of a plan", store_plan_stop_mark(room->store, 99, PLAN_STOP_DONE, &room->err));
    room_commit(room);
    WELL(room, store_plan_get(room->store, ROOM_DAY, 0, room->arena, &plan, &room->err));
    assert_int_equal(plan.stops[0].state, PLAN_STOP_DONE);
    plan.stops_n = 1;
    plan.summary = "{\"again\":1}";
    plan.uuid = "";
    room_begin(room, "plan again");
    WELL(room, store_plan_save(room->store, &plan, &room->err));
    plan.engineer_id = 1;
    WELL(room, store_plan_save(room->store, &plan, &room->err)); /* a colleague's day is another plan */
    room_commit(room);
    WELL(room, store_plan_get(room->store, ROOM_DAY, 0, room->arena, &plan, &room->err));
    assert_int_equal(plan.stops_n, 1);
    assert_string_equal(plan.summary, "{\"again\":1}");
    assert_int_equal(plan.stops[0].state, PLAN_STOP_DONE);
    FAILS(room, STATUS_NOT_FOUND, "no plan for Wed 25 Nov 2026",
          store_plan_get(room->store, ROOM_DAY + 1, 0, room->arena, &plan, &room->err));
    room_healthy(room);
}

static void text__of_any_kind_comes_back_as_it_went_in(void **state)
{
    struct room *room = *state;
    struct note read;
    int64_t id = 0;
    room_furnish(room);
    char *long_text = arena_alloc(room->arena, 65537);
    memset(long_text, 'x', 65536);
    const char *const texts[] = {"'",      "\"; DROP TABLE site; --", "\x1b[31m", "\xf0\x9f\x8d\x9e", "a\r\nb\tc", "?1",
                                 long_text};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct note note = {
            .uuid = "", .site_id = 1, .kind = NOTE_PLAIN, .day = 1, .body = texts[i], .settled_day = DAY_NONE};
        room_begin(room, texts[i]);
        WELL(room, store_note_save(room->store, &note, &id, &room->err));
        room_commit(room);
        WELL(room, store_note_get(room->store, id, room->arena, &read, &room->err));
        assert_string_equal(read.body, texts[i]);
    }
    room_healthy(room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(visit__round_trips_newest_first, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(promise__round_trips_and_is_settled, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(note__round_trips_and_knows_what_is_private, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(plan__is_one_a_day_and_ticked_off, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(text__of_any_kind_comes_back_as_it_went_in, room_setup, room_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
