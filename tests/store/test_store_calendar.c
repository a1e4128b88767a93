#include "geo/store/calendar.h"
#include "tests/store/room.h"

#include <string.h>

static struct calendar_event event_of(const char *uid, int32_t day, int32_t sequence)
{
    return (struct calendar_event){.uid = uid,
                                   .day = day,
                                   .site_uuid = "44099bb0-813d-489c-9d6f-c0ee1626db70",
                                   .sequence = sequence,
                                   .changed_utc = ROOM_NOW + sequence,
                                   .digest = UINT64_C(0xfedcba9876543210) + (uint64_t)sequence,
                                   .starts_utc = ROOM_NOW,
                                   .ends_utc = ROOM_NOW + 900,
                                   .cancelled = sequence == 2};
}

static void calendar__gives_back_what_was_told_by_day(void **state)
{
    struct room *room = *state;
    const struct calendar_event events[] = {event_of("b", ROOM_DAY, 0), event_of("a", ROOM_DAY, 2),
                                            event_of("c", ROOM_DAY + 1, 0)};
    struct calendar_event *list = NULL;
    size_t n = 7;
    WELL(room, store_calendar_list(room->store, ROOM_DAY, room->arena, &list, &n, &room->err));
    assert_int_equal(n, 0);
    WELL(room, store_calendar_save(room->store, events, 3, &room->err));
    WELL(room, store_calendar_list(room->store, ROOM_DAY, room->arena, &list, &n, &room->err));
    assert_int_equal(n, 2);
    for (size_t i = 0; i < 2; i++) {
        const struct calendar_event *want = &events[1 - i];
        assert_string_equal(list[i].uid, want->uid);
        assert_string_equal(list[i].site_uuid, want->site_uuid);
        assert_int_equal(list[i].day, want->day);
        assert_int_equal(list[i].sequence, want->sequence);
        assert_int_equal(list[i].changed_utc, want->changed_utc);
        assert_true(list[i].digest == want->digest);
        assert_int_equal(list[i].starts_utc, want->starts_utc);
        assert_int_equal(list[i].ends_utc, want->ends_utc);
        assert_int_equal(list[i].cancelled, want->cancelled);
    }
    const struct calendar_event again = event_of("b", ROOM_DAY, 1);
    WELL(room, store_calendar_save(room->store, &again, 1, &room->err));
    WELL(room, store_calendar_list(room->store, ROOM_DAY, room->arena, &list, &n, &room->err));
    assert_int_equal(n, 2);
    assert_int_equal(list[1].sequence, 1);
}

/* What was told was told. */
static void calendar__is_not_under_undo(void **state)
{
    struct room *room = *state;
    struct store_undo_report report;
    const struct calendar_event event = event_of("a", ROOM_DAY, 0);
    room_furnish(room);
    WELL(room, store_calendar_save(room->store, &event, 1, &room->err));
    WELL(room, store_undo(room->store, false, room->arena, 5, &report, &room->err));
    assert_int_equal(room_number(room, "SELECT count(*) FROM site"), 0);
    assert_int_equal(room_number(room, "SELECT count(*) FROM calendar_event"), 1);
    WELL(room, store_undo(room->store, true, room->arena, 5, &report, &room->err));
    room_healthy(room);
}

static void calendar__goes_with_the_command_that_is_open(void **state)
{
    struct room *room = *state;
    const struct calendar_event event = event_of("a", ROOM_DAY, 0);
    room_begin(room, "export");
    WELL(room, store_calendar_save(room->store, &event, 1, &room->err));
    store_rollback(room->store);
    assert_int_equal(room_number(room, "SELECT count(*) FROM calendar_event"), 0);
}

/* The second of two is refused by the table: the first is not there either. */
static void calendar__is_written_whole_or_not_at_all(void **state)
{
    struct room *room = *state;
    struct calendar_event events[] = {event_of("a", ROOM_DAY, 0), event_of("b", ROOM_DAY, -1)};
    FAILS(room, STATUS_INPUT, "CHECK", store_calendar_save(room->store, events, 2, &room->err));
    assert_int_equal(room_number(room, "SELECT count(*) FROM calendar_event"), 0);
    events[1].sequence = 1;
    WELL(room, store_calendar_save(room->store, events, 2, &room->err));
    assert_int_equal(room_number(room, "SELECT count(*) FROM calendar_event"), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(calendar__gives_back_what_was_told_by_day, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(calendar__is_not_under_undo, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(calendar__goes_with_the_command_that_is_open, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(calendar__is_written_whole_or_not_at_all, room_setup, room_teardown),
    };
    return cmocka_run_group_tests_name("store_calendar", tests, NULL, NULL);
}
