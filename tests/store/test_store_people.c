#include "tests/store/room.h"

#include "geo/base/civil.h"

#include <string.h>

static void engineer__round_trips_and_there_is_one_owner(void **state)
{
    struct room *room = *state;
    struct engineer read;
    int64_t id = 0;
    FAILS(room, STATUS_NOT_FOUND, "rounds init", store_engineer_self(room->store, room->arena, &read, &room->err));
    struct engineer self = {.uuid = "",
                            .name = "Robin Field",
                            .is_self = true,
                            .has_home = true,
                            .home = {52.67, -0.73},
                            .work_start_s = 27000,
                            .work_end_s = 61200,
                            .work_days = 0x1f};
    room_begin(room, "init");
    WELL(room, store_engineer_save(room->store, &self, &id, &room->err));
    room_commit(room);
    WELL(room, store_engineer_self(room->store, room->arena, &read, &room->err));
    assert_int_equal(read.id, id);
    assert_string_equal(read.name, "Robin Field");
    assert_true(read.is_self && read.has_home);
    assert_memory_equal(&read.home, &self.home, sizeof read.home);
    assert_int_equal(read.work_start_s, 27000);
    assert_int_equal(read.work_end_s, 61200);
    assert_int_equal(read.work_days, 0x1f);
    read.has_home = false;
    read.work_days = 0x7f;
    room_begin(room, "edit");
    WELL(room, store_engineer_save(room->store, &read, &id, &room->err));
    struct engineer second = self;
    FAILS(room, STATUS_INPUT, "already", store_engineer_save(room->store, &second, &id, &room->err));
    second.is_self = false;
    second.name = "Jos\xc3\xa9";
    WELL(room, store_engineer_save(room->store, &second, &id, &room->err));
    second.home.lat_deg = 100;
    FAILS(room, STATUS_INPUT, "not on the globe", store_engineer_save(room->store, &second, &id, &room->err));
    room_commit(room);
    WELL(room, store_engineer_find(room->store, "jose", room->arena, &read, &room->err));
    assert_int_equal(read.id, id);
    WELL(room, store_engineer_self(room->store, room->arena, &read, &room->err));
    assert_false(read.has_home);
    assert_int_equal(read.work_days, 0x7f);
    FAILS(room, STATUS_NOT_FOUND, "no engineer \"Kim\"",
          store_engineer_find(room->store, "Kim", room->arena, &read, &room->err));
}

static void contact__round_trips(void **state)
{
    struct room *room = *state;
    struct contact read;
    int64_t site_id = room_furnish(room);
    int64_t id = 0;
    struct contact c = {.uuid = "",
                        .site_id = site_id,
                        .name = "Ann Lee",
                        .role = "manager",
                        .department = "IT",
                        .phone = "07700 900123",
                        .email = "ann@example.org",
                        .drink = "tea, white, no sugar",
                        .left_day = DAY_NONE};
    room_begin(room, "add");
    WELL(room, store_contact_save(room->store, &c, &id, &room->err));
    c.id = id;
    c.left_day = ROOM_DAY;
    c.phone = "+44 7700 900124";
    WELL(room, store_contact_save(room->store, &c, &id, &room->err));
    room_commit(room);
    WELL(room, store_contact_get(room->store, id, room->arena, &read, &room->err));
    assert_int_equal(read.site_id, site_id);
    assert_string_equal(read.site_name, "Oakham Bakery");
    assert_string_equal(read.name, c.name);
    assert_string_equal(read.role, c.role);
    assert_string_equal(read.department, c.department);
    assert_string_equal(read.phone, c.phone);
    assert_string_equal(read.email, c.email);
    assert_string_equal(read.drink, c.drink);
    assert_int_equal(read.left_day, ROOM_DAY);
    FAILS(room, STATUS_NOT_FOUND, "contact #99", store_contact_get(room->store, 99, room->arena, &read, &room->err));
    struct site site;
    WELL(room, store_site_find(room->store, "07700900124", room->arena, &site, &room->err));
    assert_int_equal(site.id, site_id);
}

static void contact__lists_those_still_there_first(void **state)
{
    struct room *room = *state;
    struct contact *list;
    struct contact main_contact;
    size_t n;
    bool found;
    int64_t id;
    int64_t site_id = room_furnish(room);
    room_begin(room, "add");
    struct contact gone = contact_empty();
    gone.id = 1;
    gone.site_id = site_id;
    gone.name = "Jo Baker";
    gone.phone = "01572 722000";
    gone.left_day = ROOM_DAY - 1;
    WELL(room, store_contact_save(room->store, &gone, &id, &room->err));
    int64_t mute = room_add_contact(room, site_id, "Max Mute", "");
    int64_t phone = room_add_contact(room, site_id, "Pat Phone", "01572 1");
    room_commit(room);
    WELL(room, store_contact_list(room->store, site_id, NULL, room->arena, &list, &n, &room->err));
    assert_int_equal(n, 3);
    assert_int_equal(list[0].id, mute);
    assert_int_equal(list[2].id, 1);
    WELL(room, store_contact_list(room->store, 0, "garage", room->arena, &list, &n, &room->err));
    assert_int_equal(n, 1);
    WELL(room, store_contact_list(room->store, 0, "", room->arena, &list, &n, &room->err));
    assert_int_equal(n, 4);
    WELL(room, store_contact_list(room->store, site_id, "PAT", room->arena, &list, &n, &room->err));
    assert_int_equal(n, 1);
    WELL(room, store_contact_main(room->store, site_id, room->arena, &main_contact, &found, &room->err));
    assert_true(found);
    assert_int_equal(main_contact.id, phone);
    WELL(room, store_contact_main(room->store, 3, room->arena, &main_contact, &found, &room->err));
    assert_false(found);
}

static void contact__matches_by_folded_name(void **state)
{
    struct room *room = *state;
    int64_t id = -1;
    int64_t site_id = room_furnish(room);
    WELL(room, store_contact_match(room->store, site_id, "J\xc3\x93  baker", &id, &room->err));
    assert_int_equal(id, 1);
    WELL(room, store_contact_match(room->store, site_id, "Jo Bake", &id, &room->err));
    assert_int_equal(id, 0);
}

static void contact__counts_for_many_sites(void **state)
{
    struct room *room = *state;
    room_furnish(room);
    room_begin(room, "add");
    room_add_contact(room, 1, "Second", "");
    struct contact gone = contact_empty();
    gone.site_id = 2;
    gone.left_day = 1;
    int64_t id;
    WELL(room, store_contact_save(room->store, &gone, &id, &room->err));
    room_commit(room);
    const int64_t ids[] = {1, 2, 3, 50};
    int32_t counts[4] = {9, 9, 9, 9};
    const int32_t wanted[4] = {2, 1, 0, 0};
    WELL(room, store_contact_counts(room->store, ids, 4, counts, &room->err));
    assert_memory_equal(counts, wanted, sizeof wanted);
    WELL(room, store_contact_counts(room->store, ids, 0, counts, &room->err));
}

static void job__round_trips_and_is_matched(void **state)
{
    struct room *room = *state;
    struct job read;
    int64_t site_id = room_furnish(room);
    int64_t id = 0;
    int64_t found = -1;
    struct job job = {.uuid = "",
                      .uid = "abc@cal",
                      .sequence = 3,
                      .site_id = site_id,
                      .day = ROOM_DAY + 1,
                      .earliest_s = 36000,
                      .latest_s = 37800,
                      .duration_s = 5400,
                      .title = "Board swap",
                      .status = JOB_OPEN,
                      .engineer_id = 0,
                      .imported = "when=1"};
    room_begin(room, "add");
    WELL(room, store_job_save(room->store, &job, &id, &room->err));
    job.id = id;
    job.status = JOB_CANCELLED;
    job.engineer_id = 1;
    WELL(room, store_job_save(room->store, &job, &id, &room->err));
    room_commit(room);
    WELL(room, store_job_get(room->store, id, room->arena, &read, &room->err));
    assert_string_equal(read.uid, job.uid);
    assert_int_equal(read.sequence, 3);
    assert_int_equal(read.site_id, site_id);
    assert_string_equal(read.site_name, "Oakham Bakery");
    assert_int_equal(read.day, job.day);
    assert_int_equal(read.earliest_s, job.earliest_s);
    assert_int_equal(read.latest_s, job.latest_s);
    assert_int_equal(read.duration_s, job.duration_s);
    assert_string_equal(read.title, job.title);
    assert_int_equal(read.status, JOB_CANCELLED);
    assert_int_equal(read.engineer_id, 1);
    WELL(room, store_job_by_uid(room->store, "abc@cal", &found, &room->err));
    assert_int_equal(found, id);
    WELL(room, store_job_by_uid(room->store, "", &found, &room->err));
    assert_int_equal(found, 0);
    WELL(room, store_job_match(room->store, site_id, ROOM_DAY, 32400, &found, &room->err));
    assert_int_equal(found, 1);
    WELL(room, store_job_match(room->store, site_id, job.day, 36000, &found, &room->err));
    assert_int_equal(found, 0); /* it has a uid of its own */
    assert_string_equal(read.imported, "when=1");
}

static void job__without_a_uid_is_found_by_what_the_file_said(void **state)
{
    struct room *room = *state;
    int64_t site_id = room_furnish(room);
    int64_t id = 0;
    int64_t found = -1;
    struct job job = job_empty();
    job.site_id = site_id;
    job.day = ROOM_DAY + 1;
    job.imported = "when=1\ntitle=x\n";
    room_begin(room, "add");
    WELL(room, store_job_save(room->store, &job, &id, &room->err));
    room_commit(room);
    WELL(room, store_job_by_import(room->store, site_id, "when=1\n", &found, &room->err));
    assert_int_equal(found, id);
    WELL(room, store_job_by_import(room->store, site_id, "when=2\n", &found, &room->err));
    assert_int_equal(found, 0);
    WELL(room,
         store_job_by_import(room->store, site_id, "", &found, &room->err)); /* those booked by hand say nothing */
    assert_int_equal(found, 0);
}

static size_t jobs(struct room *room, struct job_filter filter)
{
    struct job *list;
    size_t n = 0;
    WELL(room, store_job_list(room->store, &filter, room->arena, &list, &n, &room->err));
    for (size_t i = 1; i < n; i++) {
        assert_true(list[i - 1].day < list[i].day ||
                    (list[i - 1].day == list[i].day && list[i - 1].earliest_s <= list[i].earliest_s));
    }
    return n;
}

static void job__lists_by_day(void **state)
{
    struct room *room = *state;
    int32_t day = 0;
    room_furnish(room);
    room_begin(room, "add");
    room_add_job(room, 2, ROOM_DAY, 30000);
    int64_t id = room_add_job(room, 2, ROOM_DAY + 5, 30000);
    struct job done;
    WELL(room, store_job_get(room->store, id, room->arena, &done, &room->err));
    done.status = JOB_DONE;
    WELL(room, store_job_save(room->store, &done, &id, &room->err));
    room_add_job(room, 2, ROOM_DAY + 9, 30000);
    room_commit(room);
    assert_int_equal(jobs(room, (struct job_filter){DAY_NONE, DAY_NONE, false, 0, NULL}), 4);
    assert_int_equal(jobs(room, (struct job_filter){DAY_NONE, DAY_NONE, true, 0, NULL}), 3);
    assert_int_equal(jobs(room, (struct job_filter){ROOM_DAY, ROOM_DAY, true, 0, NULL}), 2);
    assert_int_equal(jobs(room, (struct job_filter){ROOM_DAY + 6, DAY_NONE, true, 0, NULL}), 1);
    assert_int_equal(jobs(room, (struct job_filter){DAY_NONE, DAY_NONE, false, 1, NULL}), 1);
    assert_int_equal(jobs(room, (struct job_filter){DAY_NONE, DAY_NONE, false, 0, "BAKERY"}), 1);
    assert_int_equal(jobs(room, (struct job_filter){DAY_NONE, DAY_NONE, false, 0, "print"}), 4);
    WELL(room, store_job_next_day(room->store, ROOM_DAY + 1, &day, &room->err));
    assert_int_equal(day, ROOM_DAY + 9);
    WELL(room, store_job_next_day(room->store, ROOM_DAY + 10, &day, &room->err));
    assert_int_equal(day, DAY_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(engineer__round_trips_and_there_is_one_owner, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(contact__round_trips, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(contact__lists_those_still_there_first, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(contact__matches_by_folded_name, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(contact__counts_for_many_sites, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(job__round_trips_and_is_matched, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(job__without_a_uid_is_found_by_what_the_file_said, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(job__lists_by_day, room_setup, room_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
