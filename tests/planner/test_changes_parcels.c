#include "world.h"

#include "geo/amenity.h"
#include "geo/store/parcel.h"

#include <string.h>

/* A job at A that yields a parcel, which is left at the locker L; one that waits at C for the job at B. */
struct day {
    struct world *world;
    struct plan plan;
    struct plan_stop stops[4];
    struct plan_parcel out, in;
    int64_t a, b, c, locker, job_a, job_b;
};

static int64_t add_parcel(struct world *world, const struct parcel *parcel)
{
    struct error err = {0};
    int64_t id = 0;
    world_write(world);
    assert_int_equal(store_parcel_save(world->store, parcel, &id, &err), STATUS_OK);
    return id;
}

static struct parcel get_parcel(struct day *day, int64_t id)
{
    struct error err = {0};
    struct parcel parcel;
    assert_int_equal(store_parcel_get(day->world->store, id, day->world->arena, &parcel, &err), STATUS_OK);
    return parcel;
}

static void collections(struct world *world, int64_t site_id, const char *carrier, int32_t cutoff_s)
{
    struct error err = {0};
    struct collection one = {.site_id = site_id, .carrier = carrier, .weekdays = 31, .cutoff_s = cutoff_s};
    world_write(world);
    assert_int_equal(store_collection_replace(world->store, site_id, &one, 1, &err), STATUS_OK);
}

static int64_t add_locker(struct world *world)
{
    struct site site = site_empty();
    site.name = "Locker";
    site.is_haven = true;
    site.haven_kind = "locker";
    site.placed_by = PLACED_HAND;
    site.at = world_at(world, 7, 0);
    site.amenities = AMENITY_BIT(AMENITY_PARCEL_DROP);
    int64_t id = world_site(world, &site, 0);
    collections(world, id, "DHL", 16 * HOUR);
    return id;
}

static struct plan_stop stop_at(struct day *day, enum plan_stop_kind kind, int64_t site_id, int32_t start_s)
{
    struct site site = world_get(day->world, site_id);
    return (struct plan_stop){.kind = kind,
                              .site_id = site_id,
                              .name = site.name,
                              .address = "",
                              .at = site.at,
                              .start_s = start_s,
                              .depart_s = start_s + 45 * MINUTE,
                              .window_from_s = start_s,
                              .window_to_s = start_s};
}

static int setup(void **state)
{
    struct world *world = world_new();
    struct day *day = arena_alloc(world->arena, sizeof *day);
    *day = (struct day){.world = world};
    day->a = world_customer(world, "A", 5, 0, "", 10);
    day->b = world_customer(world, "B", 15, 0, "", 10);
    day->c = world_customer(world, "C", 10, 0.2, "", 10);
    day->locker = add_locker(world);
    day->job_a = world_job(world, day->a, "10:00", "10:00", 30);
    day->job_b = world_job(world, day->b, "15:00", "15:00", 30);
    struct parcel out = parcel_empty(), in = parcel_empty();
    out.what = "board";
    out.carrier = "DHL";
    out.job_id = day->job_a;
    in.direction = PARCEL_IN;
    in.what = "pump";
    in.site_id = day->c;
    in.job_id = day->job_b;
    day->out = (struct plan_parcel){add_parcel(world, &out), PARCEL_OUT, "board", "DHL", 16 * HOUR, ""};
    day->in = (struct plan_parcel){add_parcel(world, &in), PARCEL_IN, "pump", "", NUMBER_UNSET, ""};
    world_commit(world);
    day->stops[0] = stop_at(day, PLAN_STOP_JOB, day->a, 10 * HOUR);
    day->stops[0].job_id = day->job_a;
    day->stops[1] = stop_at(day, PLAN_STOP_PARCEL, day->locker, 11 * HOUR);
    day->stops[1].parcels = &day->out;
    day->stops[2] = stop_at(day, PLAN_STOP_PARCEL, day->c, 12 * HOUR);
    day->stops[2].parcels = &day->in;
    day->stops[1].parcels_n = day->stops[2].parcels_n = 1;
    day->stops[3] = stop_at(day, PLAN_STOP_JOB, day->b, 15 * HOUR);
    day->stops[3].job_id = day->job_b;
    int64_t midnight_utc = 0;
    (void)civil_utc(world->day, 0, &midnight_utc);
    day->plan = (struct plan){
        .day = world->day, .made_utc = midnight_utc - HOUR, .engineer_id = 1, .stops = day->stops, .stops_n = 4};
    *state = day;
    return 0;
}

static int teardown(void **state)
{
    struct day *day = *state;
    world_free(day->world);
    return 0;
}

static const char *changes(struct day *day)
{
    return world_changes(day->world, &day->plan);
}

static void changes__are_none_where_nothing_happened(void **state)
{
    assert_string_equal(changes(*state), "");
}

static void changes__name_parcels_that_were_seen_to(void **state)
{
    struct day *day = *state;
    struct error err = {0};
    struct plan *left = NULL;
    struct parcel out = get_parcel(day, day->out.parcel_id), in = get_parcel(day, day->in.parcel_id);
    out.state = in.state = PARCEL_DONE;
    out.done_day = in.done_day = day->world->day;
    add_parcel(day->world, &out);
    add_parcel(day->world, &in);
    assert_string_equal(changes(day), "Locker: K1, board, was handed over already\n"
                                      "C: K2, pump, was collected already\n");
    assert_int_equal(plan_still_booked(day->world->store, &day->plan, day->world->arena, &left, &err), STATUS_OK);
    assert_int_equal(left->stops[1].state, PLAN_STOP_SKIPPED);
    assert_int_equal(left->stops[1].parcels_n, 0);
    assert_int_equal(left->stops[0].state, PLAN_STOP_PLANNED);
    assert_int_equal(day->stops[1].parcels_n, 1);
}

static void changes__name_parcels_that_are_others_now(void **state)
{
    struct day *day = *state;
    struct parcel out = get_parcel(day, day->out.parcel_id), in = get_parcel(day, day->in.parcel_id);
    in.site_id = day->a;
    add_parcel(day->world, &in);
    out.carrier = "DPD";
    add_parcel(day->world, &out);
    assert_string_equal(changes(day), "Locker: K1, board, is for DPD now\nC: K2, pump, waits at A now\n");
    out.carrier = "DHL";
    out.ready_day = day->world->day + 1;
    in.site_id = 0;
    add_parcel(day->world, &in);
    add_parcel(day->world, &out);
    assert_string_equal(changes(day),
                        "Locker: K1, board, is not ready on that day\nC: K2, pump, waits nobody knows where now\n");
    out.ready_day = day->world->day;
    out.ready_s = 11 * HOUR + 41 * MINUTE;
    in.site_id = day->c;
    add_parcel(day->world, &in);
    add_parcel(day->world, &out);
    assert_string_equal(changes(day), "Locker: K1, board, is ready only at 11:41 now\n");
    out.ready_s -= MINUTE;
    add_parcel(day->world, &out);
    assert_string_equal(changes(day), "");
    out.ready_day = DAY_NONE;
    out.ready_s = NUMBER_UNSET;
    out.due_day = day->world->day;
    out.due_s = 11 * HOUR;
    add_parcel(day->world, &out);
    assert_string_equal(changes(day), "");
    out.due_s -= 1;
    add_parcel(day->world, &out);
    assert_string_equal(changes(day), "Locker: K1, board, is due before 11:00 now\n");
    out.due_day = day->world->day - 1; /* late already, and no plan of this day would be another */
    add_parcel(day->world, &out);
    assert_string_equal(changes(day), "");
}

/* Whoever waits for a job can hand it over first. */
static void changes__are_none_where_it_is_handed_over_before_a_job(void **state)
{
    struct day *day = *state;
    struct site site = world_get(day->world, day->b);
    site.amenities = AMENITY_BIT(AMENITY_PARCEL_DROP);
    world_edit(day->world, &site);
    collections(day->world, day->b, "DHL", 14 * HOUR + 50 * MINUTE);
    day->stops[3].arrive_s = 14 * HOUR + 45 * MINUTE;
    day->stops[3].parcels = &day->out;
    day->stops[3].parcels_n = 1;
    day->stops[1].parcels_n = 0;
    assert_string_equal(changes(day), "");
    day->stops[3].arrive_s += 6 * MINUTE;
    assert_string_equal(changes(day), "B: K1, board: the last collection is at 14:50 now\n");
}

static void changes__name_the_job_behind_a_parcel(void **state)
{
    struct day *day = *state;
    struct error err = {0};
    struct job job;
    int64_t id = 0;
    assert_int_equal(store_job_get(day->world->store, day->job_a, day->world->arena, &job, &err), STATUS_OK);
    job.status = JOB_CANCELLED;
    world_write(day->world);
    assert_int_equal(store_job_save(day->world->store, &job, &id, &err), STATUS_OK);
    assert_string_equal(changes(day),
                        "A: its job was cancelled\nLocker: K1, board: the job that yields it was cancelled\n");
    job.status = JOB_OPEN;
    job.day += 1;
    world_write(day->world);
    assert_int_equal(store_job_save(day->world->store, &job, &id, &err), STATUS_OK);
    assert_string_equal(changes(day), "A: its job moved to Wed 25 Nov 2026\n"
                                      "Locker: K1, board: the job that yields it moved to Wed 25 Nov 2026\n");
}

static void changes__name_places_that_take_it_no_more(void **state)
{
    struct day *day = *state;
    collections(day->world, day->locker, "DHL", 10 * HOUR);
    assert_string_equal(changes(day), "Locker: K1, board: the last collection is at 10:00 now\n");
    collections(day->world, day->locker, "DHL", 11 * HOUR);
    assert_string_equal(changes(day), "");
    collections(day->world, day->locker, "Evri", 16 * HOUR);
    assert_string_equal(changes(day), "Locker: K1, board: DHL does not collect there now\n");
    collections(day->world, day->locker, "DHL", 16 * HOUR);
    struct site site = world_get(day->world, day->locker);
    site.haven_gone_day = day->world->day;
    world_edit(day->world, &site);
    assert_string_equal(changes(day), "Locker: gone from the list that it came from\n");
    site = world_get(day->world, day->c);
    site.status = CUSTOMER_ON_HOLD; /* what waits there can be had all the same */
    site.no_drop_in = true;
    world_edit(day->world, &site);
    assert_string_equal(changes(day), "Locker: gone from the list that it came from\n");
    site.status = CUSTOMER_CLOSED;
    world_edit(day->world, &site);
    assert_string_equal(changes(day), "Locker: gone from the list that it came from\nC: closed for good now\n");
}

static void changes__name_new_parcels(void **state)
{
    struct day *day = *state;
    struct plan_parcel_missed known = {.parcel_id = 3, .text = ""};
    struct parcel parcel = parcel_empty();
    parcel.what = "samples";
    add_parcel(day->world, &parcel);
    parcel.what = "later";
    parcel.ready_day = day->world->day + 1;
    add_parcel(day->world, &parcel);
    assert_string_equal(changes(day), "K3, samples: not in this plan\n");
    day->plan.parcels_missed = &known;
    day->plan.parcels_missed_n = 1;
    assert_string_equal(changes(day), "");
}

static void changes__name_parcels_whose_stop_is_over(void **state)
{
    struct day *day = *state;
    day->stops[1].state = PLAN_STOP_DONE;
    day->stops[2].state = PLAN_STOP_SKIPPED;
    assert_string_equal(changes(day), "K1, board: not handed over, though Locker is done\n"
                                      "K2, pump: not collected, though C is skipped\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(changes__are_none_where_nothing_happened, setup, teardown),
        cmocka_unit_test_setup_teardown(changes__name_parcels_that_were_seen_to, setup, teardown),
        cmocka_unit_test_setup_teardown(changes__name_parcels_that_are_others_now, setup, teardown),
        cmocka_unit_test_setup_teardown(changes__are_none_where_it_is_handed_over_before_a_job, setup, teardown),
        cmocka_unit_test_setup_teardown(changes__name_the_job_behind_a_parcel, setup, teardown),
        cmocka_unit_test_setup_teardown(changes__name_places_that_take_it_no_more, setup, teardown),
        cmocka_unit_test_setup_teardown(changes__name_new_parcels, setup, teardown),
        cmocka_unit_test_setup_teardown(changes__name_parcels_whose_stop_is_over, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
