#include "tests/store/room.h"

#include "geo/amenity.h"
#include "geo/store/drop_point.h"

#include <string.h>

static struct parcel parcel_of(const char *what, enum parcel_direction direction)
{
    struct parcel parcel = parcel_empty();
    parcel.what = what;
    parcel.direction = direction;
    return parcel;
}

static int64_t save_parcel(struct room *room, const struct parcel *parcel)
{
    int64_t id = 0;
    WELL(room, store_parcel_save(room->store, parcel, &id, &room->err));
    return id;
}

static struct parcel *list_of(struct room *room, struct parcel_filter filter, size_t *n)
{
    struct parcel *list = NULL;
    WELL(room, store_parcel_list(room->store, &filter, room->arena, &list, n, &room->err));
    return list;
}

/* --- parcels ------------------------------------------------------------------------------------------------------ */

static void parcel__comes_back_as_it_was_saved(void **state)
{
    struct room *room = *state;
    struct parcel got;
    room_begin(room, "parcel");
    struct site depot = room_customer("Depot", 52.6, -0.7), farm = room_customer("Farm", 52.7, -0.8);
    int64_t depot_id = room_save(room, &depot), farm_id = room_save(room, &farm);
    int64_t job_id = room_add_job(room, farm_id, ROOM_DAY + 1, 36000);
    struct parcel parcel = parcel_of("Pump seal", PARCEL_IN);
    parcel.site_id = depot_id;
    parcel.job_id = job_id;
    parcel.ready_day = ROOM_DAY;
    parcel.ready_s = 30000;
    parcel.due_day = ROOM_DAY + 1;
    int64_t id = save_parcel(room, &parcel);
    WELL(room, store_parcel_get(room->store, id, room->arena, &got, &room->err));
    assert_int_equal(got.direction, PARCEL_IN);
    assert_string_equal(got.what, "Pump seal");
    assert_string_equal(got.carrier, "");
    assert_string_equal(got.site_name, "Depot");
    assert_string_equal(got.job_site_name, "Farm");
    assert_int_equal(got.job_site_id, farm_id);
    assert_int_equal(got.job_day, ROOM_DAY + 1);
    assert_int_equal(got.ready_day, ROOM_DAY);
    assert_int_equal(got.ready_s, 30000);
    assert_int_equal(got.due_day, ROOM_DAY + 1);
    assert_int_equal(got.due_s, NUMBER_UNSET);
    assert_int_equal(got.state, PARCEL_OPEN);
    assert_int_equal(got.done_day, DAY_NONE);
    assert_int_equal(strlen(got.uuid), 36);
    got.state = PARCEL_DONE;
    got.done_day = ROOM_DAY;
    got.done_site_id = depot_id;
    const char *uuid = got.uuid;
    assert_int_equal(save_parcel(room, &got), id);
    WELL(room, store_parcel_get(room->store, id, room->arena, &got, &room->err));
    assert_int_equal(got.state, PARCEL_DONE);
    assert_int_equal(got.done_day, ROOM_DAY);
    assert_string_equal(got.done_site_name, "Depot");
    assert_string_equal(got.uuid, uuid);
    room_commit(room);
    room_healthy(room);
}

static void parcel__that_is_not_there_is_said_so(void **state)
{
    struct room *room = *state;
    struct parcel parcel = parcel_empty();
    FAILS(room, STATUS_NOT_FOUND, "there is no parcel K7",
          store_parcel_get(room->store, 7, room->arena, &parcel, &room->err));
    room_begin(room, "parcel");
    parcel.id = 7;
    FAILS(room, STATUS_NOT_FOUND, "parcel", store_parcel_save(room->store, &parcel, &parcel.id, &room->err));
    store_rollback(room->store);
}

static void parcel__of_which_nothing_can_be_is_refused_by_the_table(void **state)
{
    struct room *room = *state;
    int64_t id = 0;
    room_begin(room, "parcel");
    struct parcel parcel = parcel_of("Board", PARCEL_OUT);
    parcel.due_s = 3600; /* of no day */
    assert_int_not_equal(store_parcel_save(room->store, &parcel, &id, &room->err), STATUS_OK);
    parcel.due_s = NUMBER_UNSET;
    parcel.job_id = 99; /* no such job */
    bool refused = store_parcel_save(room->store, &parcel, &id, &room->err) != STATUS_OK;
    assert_true(refused || store_commit(room->store, &room->err) != STATUS_OK);
    store_rollback(room->store);
}

static void list__has_the_most_urgent_first_and_the_done_ones_last(void **state)
{
    struct room *room = *state;
    room_begin(room, "parcels");
    struct parcel parcel = parcel_of("whenever", PARCEL_OUT);
    save_parcel(room, &parcel);
    parcel.what = "by the end of the day";
    parcel.due_day = ROOM_DAY;
    save_parcel(room, &parcel);
    parcel.what = "by four";
    parcel.due_s = 57600;
    save_parcel(room, &parcel);
    parcel.what = "done";
    parcel.state = PARCEL_DONE;
    parcel.done_day = ROOM_DAY;
    save_parcel(room, &parcel);
    room_commit(room);
    size_t n = 0;
    struct parcel *list = list_of(room, (struct parcel_filter){0}, &n);
    static const char *const order[] = {"by four", "by the end of the day", "whenever", "done"};
    assert_int_equal(n, 4);
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(list[i].what, order[i]);
    }
    (void)list_of(room, (struct parcel_filter){.open_only = true}, &n);
    assert_int_equal(n, 3);
}

static void list__of_a_site_or_a_job_has_what_belongs_there(void **state)
{
    struct room *room = *state;
    room_begin(room, "parcels");
    struct site depot = room_customer("Depot", 52.6, -0.7), farm = room_customer("Farm", 52.7, -0.8);
    int64_t depot_id = room_save(room, &depot), farm_id = room_save(room, &farm);
    int64_t job_id = room_add_job(room, farm_id, ROOM_DAY, 36000);
    struct parcel seal = parcel_of("Seal", PARCEL_IN), other = parcel_of("Other", PARCEL_OUT);
    seal.site_id = depot_id;
    seal.job_id = job_id;
    save_parcel(room, &seal);
    save_parcel(room, &other);
    room_commit(room);
    const struct parcel_filter filters[] = {{.site_id = depot_id}, {.site_id = farm_id}, {.job_id = job_id}};
    for (size_t i = 0; i < 3; i++) {
        size_t n = 0;
        struct parcel *list = list_of(room, filters[i], &n);
        assert_int_equal(n, 1);
        assert_string_equal(list[0].what, "Seal");
    }
    size_t n = 9;
    (void)list_of(room, (struct parcel_filter){.site_id = 999}, &n);
    assert_int_equal(n, 0);
}

static void delete_site__takes_the_parcels_of_its_jobs_along_and_leaves_others(void **state)
{
    struct room *room = *state;
    struct store_undo_report report;
    size_t n = 0;
    room_begin(room, "parcels");
    struct site depot = room_customer("Depot", 52.6, -0.7), farm = room_customer("Farm", 52.7, -0.8);
    int64_t depot_id = room_save(room, &depot), farm_id = room_save(room, &farm);
    struct parcel seal = parcel_of("Seal", PARCEL_IN), letter = parcel_of("Letter", PARCEL_IN);
    seal.site_id = depot_id;
    seal.job_id = room_add_job(room, farm_id, ROOM_DAY, 36000);
    letter.site_id = depot_id;
    letter.done_site_id = farm_id;
    save_parcel(room, &seal);
    save_parcel(room, &letter);
    room_commit(room);
    char *before = room_dump(room);
    room_begin(room, "delete depot");
    WELL(room, store_site_delete(room->store, depot_id, &room->err));
    room_commit(room);
    struct parcel *list = list_of(room, (struct parcel_filter){0}, &n);
    assert_int_equal(n, 1); /* the letter waited there for nobody else */
    assert_string_equal(list[0].what, "Seal");
    assert_int_equal(list[0].site_id, 0);
    room_healthy(room);
    WELL(room, store_undo(room->store, false, room->arena, 20, &report, &room->err));
    assert_string_equal(room_dump(room), before);
    room_begin(room, "delete farm");
    WELL(room, store_site_delete(room->store, farm_id, &room->err));
    room_commit(room);
    list = list_of(room, (struct parcel_filter){0}, &n);
    assert_int_equal(n, 1);
    assert_string_equal(list[0].what, "Letter");
    assert_int_equal(list[0].done_site_id, 0);
    room_healthy(room);
}

static void undo__names_the_parcel(void **state)
{
    struct room *room = *state;
    struct store_undo_report report;
    room_begin(room, "add");
    struct parcel parcel = parcel_of("Board", PARCEL_OUT);
    parcel.id = save_parcel(room, &parcel);
    room_commit(room);
    room_begin(room, "due");
    parcel.due_day = ROOM_DAY;
    parcel.due_s = 57600;
    save_parcel(room, &parcel);
    room_commit(room);
    WELL(room, store_undo(room->store, false, room->arena, 20, &report, &room->err));
    assert_int_equal(report.changes_n, 2);
    assert_string_equal(report.changes[0].what, "K1");
    assert_string_equal(report.changes[0].column, "due on");
    assert_string_equal(report.changes[1].column, "due by");
    assert_string_equal(report.changes[1].before, "16:00");
    WELL(room, store_undo(room->store, false, room->arena, 20, &report, &room->err));
    assert_int_equal(report.changes_n, 1);
    assert_string_equal(report.changes[0].before, "Board");
}

/* --- drop points -------------------------------------------------------------------------------------------------- */

static struct box everywhere_near(void)
{
    return point_box((struct point){52.65, -0.75}, 50000);
}

static bool has(const struct drop_point *list, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list[i].site.name, name) == 0) {
            return true;
        }
    }
    return false;
}

static void drop_points__are_who_offers_it_or_has_a_collection(void **state)
{
    struct room *room = *state;
    struct drop_point *list = NULL;
    size_t n = 0;
    struct collection dpd = {.carrier = "DPD", .weekdays = 31, .cutoff_s = 58500};
    room_begin(room, "sites");
    struct site farm = room_customer("Farm", 52.7, -0.8), shop = room_customer("Shop", 52.6, -0.7);
    struct site far = room_customer("Far", 50.0, 10.0), cafe = room_customer("Cafe", 52.6, -0.7);
    struct site left = room_customer("Unplaced", 0, 0);
    left.placed_by = PLACED_NOT;
    shop.is_customer = false;
    shop.is_haven = true;
    shop.haven_kind = "post_office";
    shop.amenities = far.amenities = left.amenities = AMENITY_BIT(AMENITY_PARCEL_DROP);
    cafe.amenities = AMENITY_BIT(AMENITY_PARCEL_RECEIVE);
    int64_t farm_id = room_save(room, &farm);
    room_save(room, &shop);
    room_save(room, &far);
    room_save(room, &cafe);
    room_save(room, &left);
    WELL(room, store_collection_replace(room->store, farm_id, &dpd, 1, &room->err));
    room_commit(room);
    WELL(room, store_drop_points(room->store, everywhere_near(), room->arena, &list, &n, &room->err));
    assert_int_equal(n, 2);
    assert_string_equal(list[0].site.name, "Farm");
    assert_true(list[0].site.is_customer);
    assert_int_equal(list[0].collections_n, 1);
    assert_string_equal(list[0].collections[0].carrier, "DPD");
    assert_string_equal(list[1].site.name, "Shop");
    assert_string_equal(list[1].site.haven_kind, "post_office");
    assert_int_equal(list[1].collections_n, 0);
}

static void drop_points__are_not_who_wants_nobody_to_call_nor_what_has_gone(void **state)
{
    struct room *room = *state;
    struct drop_point *list = NULL;
    size_t n = 0;
    room_begin(room, "sites");
    struct site open = room_customer("Open", 52.7, -0.8), held = open, shut = open, asks = open, gone = open;
    open.amenities = held.amenities = shut.amenities = asks.amenities = gone.amenities =
        AMENITY_BIT(AMENITY_PARCEL_DROP);
    held.name = "Held";
    held.status = CUSTOMER_ON_HOLD;
    shut.name = "Shut";
    shut.status = CUSTOMER_CLOSED;
    asks.name = "Asks";
    asks.no_drop_in = true;
    gone.name = "Gone";
    gone.is_customer = false;
    gone.is_haven = true;
    gone.haven_gone_day = ROOM_DAY;
    struct site *const all[] = {&open, &held, &shut, &asks, &gone};
    for (size_t i = 0; i < 5; i++) {
        room_save(room, all[i]);
    }
    room_commit(room);
    WELL(room, store_drop_points(room->store, everywhere_near(), room->arena, &list, &n, &room->err));
    assert_int_equal(n, 1);
    assert_true(has(list, n, "Open"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, room_setup, room_teardown)
    const struct CMUnitTest tests[] = {
        TEST(parcel__comes_back_as_it_was_saved),
        TEST(parcel__that_is_not_there_is_said_so),
        TEST(parcel__of_which_nothing_can_be_is_refused_by_the_table),
        TEST(list__has_the_most_urgent_first_and_the_done_ones_last),
        TEST(list__of_a_site_or_a_job_has_what_belongs_there),
        TEST(delete_site__takes_the_parcels_of_its_jobs_along_and_leaves_others),
        TEST(undo__names_the_parcel),
        TEST(drop_points__are_who_offers_it_or_has_a_collection),
        TEST(drop_points__are_not_who_wants_nobody_to_call_nor_what_has_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
