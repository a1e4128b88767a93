#include "world.h"

#include "geo/amenity.h"

#include <jansson.h>
#include <string.h>

static int setup(void **state)
{
    *state = world_new();
    return 0;
}

static int teardown(void **state)
{
    world_free(*state);
    return 0;
}

/* A plan with a job, visits, lunch, a conflict and something that did not make it. */
static struct plan *rich_plan(struct world *world)
{
    int64_t a = world_customer(world, "A \"quoted\" & Söhne ✓", 5, 0, "Mo-Fr 09:00-12:00", 10);
    world_job(world, a, "13:30", "13:30", 30);
    for (int i = 0; i < 12; i++) {
        char *name = arena_printf(world->arena, "Customer %d", i);
        int64_t id = world_customer(world, name, 1 + i * 0.7, 0.2 * i, "Mo-Fr 08:00-17:00", 300 + 40 * i);
        struct site site = world_get(world, id);
        site.amenities = AMENITY_BIT(AMENITY_TOILET) | AMENITY_BIT(AMENITY_WIFI);
        site.placed_by = i % 2 == 0 ? PLACED_GEOCODER : PLACED_HAND;
        site.street = "1 High Street";
        world_edit(world, &site);
    }
    struct error err = {0};
    int64_t id = 0;
    struct note note = {.uuid = "",
                        .site_id = a,
                        .kind = NOTE_TENDER,
                        .day = world->day,
                        .body = "SECRET lost her father",
                        .settled_day = DAY_NONE};
    assert_int_equal(store_note_save(world->store, &note, &id, &err), STATUS_OK);
    world->settings.lunch_s = 30 * MINUTE;
    world->settings.max_visits = 4;
    return world_plan(world);
}

/* The same with a parcel left at its first stop and one collected at its second, a stop for a parcel alone, a rest, what
 * cannot be, and advice. */
static struct plan *plan_with_errands(struct world *world)
{
    struct plan *plan = rich_plan(world);
    struct plan_parcel *parcels = arena_array(world->arena, 2, sizeof *parcels);
    parcels[0] = (struct plan_parcel){.parcel_id = 1,
                                      .what = "board \"K1\" <b>",
                                      .carrier = "DHL",
                                      .last_s = 16 * HOUR + 15 * MINUTE,
                                      .text = "board for DHL, who collects until 16:15"};
    parcels[1] = (struct plan_parcel){
        .parcel_id = 2, .direction = PARCEL_IN, .what = "pump", .carrier = "", .last_s = NUMBER_UNSET, .text = "pump"};
    plan->stops[0].parcels = &parcels[0];
    plan->stops[1].parcels = &parcels[1];
    plan->stops[0].parcels_n = plan->stops[1].parcels_n = 1;
    plan->stops[1].comfort = true;
    plan->stops[2].kind = PLAN_STOP_PARCEL;
    plan->stops[3].kind = PLAN_STOP_REST;
    plan->parcels_missed = arena_alloc(world->arena, sizeof *plan->parcels_missed);
    *plan->parcels_missed =
        (struct plan_parcel_missed){.parcel_id = 3, .due = true, .last_utc = 1795535100, .text = "K3: too late"};
    plan->parcels_missed_n = 1;
    plan->advice = arena_alloc(world->arena, sizeof *plan->advice);
    plan->advice[0] = "take a pause about 14:10";
    plan->advice_n = 1;
    return plan;
}

static void json__keeps_parcels_rests_and_advice(void **state)
{
    struct world *world = *state;
    struct error err = {0};
    struct plan *plan = plan_with_errands(world), *back = NULL;
    char *json = plan_to_json(world->arena, plan);
    assert_int_equal(plan_from_json(world->arena, json, &back, &err), STATUS_OK);
    assert_string_equal(plan_to_json(world->arena, back), json);
    assert_int_equal(back->stops[2].kind, PLAN_STOP_PARCEL);
    assert_int_equal(back->stops[3].kind, PLAN_STOP_REST);
    assert_true(back->stops[1].comfort && !back->stops[0].comfort);
    assert_int_equal(back->stops[0].parcels_n, 1);
    assert_string_equal(back->stops[0].parcels[0].what, "board \"K1\" <b>");
    assert_string_equal(back->stops[0].parcels[0].carrier, "DHL");
    assert_int_equal(back->stops[0].parcels[0].last_s, 16 * HOUR + 15 * MINUTE);
    assert_non_null(strstr(json, "\"last\":\"16:15\""));
    assert_int_equal(back->stops[1].parcels[0].direction, PARCEL_IN);
    assert_int_equal(back->stops[1].parcels[0].last_s, NUMBER_UNSET);
    assert_int_equal(back->parcels_missed_n, 1);
    assert_true(back->parcels_missed[0].due);
    assert_int_equal(back->parcels_missed[0].last_utc, 1795535100);
    assert_string_equal(back->parcels_missed[0].text, "K3: too late");
    assert_int_equal(back->advice_n, 1);
    assert_string_equal(back->advice[0], "take a pause about 14:10");
}

static void json__without_parcels_and_advice_is_read(void **state)
{
    struct world *world = *state;
    struct error err = {0};
    struct plan *back = NULL;
    json_t *root = json_loads(plan_to_json(world->arena, plan_with_errands(world)), 0, NULL);
    json_object_del(root, "parcels_missed");
    json_object_del(root, "advice");
    size_t i;
    json_t *stop;
    json_array_foreach(json_object_get(root, "stops"), i, stop)
    {
        json_object_del(stop, "parcels");
        json_object_del(stop, "comfort");
    }
    char *old = json_dumps(root, JSON_COMPACT);
    json_decref(root);
    assert_int_equal(plan_from_json(world->arena, old, &back, &err), STATUS_OK);
    mem_free(old);
    assert_int_equal(back->parcels_missed_n + back->advice_n, 0);
    for (i = 0; i < back->stops_n; i++) {
        assert_true(back->stops[i].parcels_n == 0 && !back->stops[i].comfort);
    }
}

static void json__goes_there_and_back_exactly(void **state)
{
    struct world *world = *state;
    struct error err = {0};
    struct plan *plan = rich_plan(world), *back = NULL;
    assert_true(plan->stops_n > 4 && plan->conflicts_n > 0 && plan->missed_n > 0);
    char *json = plan_to_json(world->arena, plan);
    assert_int_equal(plan_from_json(world->arena, json, &back, &err), STATUS_OK);
    assert_string_equal(plan_to_json(world->arena, back), json);
    assert_int_equal(back->stops_n, plan->stops_n);
    for (size_t i = 0; i < plan->stops_n; i++) {
        assert_memory_equal(&back->stops[i].at, &plan->stops[i].at, sizeof plan->stops[i].at);
        assert_memory_equal(&back->stops[i].worth, &plan->stops[i].worth, sizeof plan->stops[i].worth);
        assert_string_equal(back->stops[i].name, plan->stops[i].name);
        assert_int_equal(back->stops[i].amenities, plan->stops[i].amenities);
        assert_int_equal(back->stops[i].slack_s, plan->stops[i].slack_s);
    }
    assert_int_equal(back->missed[0].verdict, plan->missed[0].verdict);
    assert_null(strstr(json, "SECRET"));
    assert_non_null(strstr(json, "\"schema\":\"rounds-plan\",\"version\":1"));
}

static void json__keeps_what_was_never_known(void **state)
{
    struct world *world = *state;
    struct error err = {0};
    struct plan *plan = rich_plan(world), *back = NULL;
    plan->missed[0].cost_s = plan->missed[0].at_s = NUMBER_UNSET;
    char *json = plan_to_json(world->arena, plan);
    assert_non_null(strstr(json, "\"at_s\":null"));
    assert_int_equal(plan_from_json(world->arena, json, &back, &err), STATUS_OK);
    assert_int_equal(back->missed[0].at_s, NUMBER_UNSET);
}

/* Plans saved by an earlier version are read as if nothing were known. */
static void json__without_what_is_known_of_better_plans_is_read(void **state)
{
    struct world *world = *state;
    struct error err = {0};
    struct plan *plan = rich_plan(world), *back = NULL;
    plan->proved_best = plan->stopped = true;
    plan->more_s = 77;
    plan->more_comfort_s = 7;
    char *json = plan_to_json(world->arena, plan);
    assert_int_equal(plan_from_json(world->arena, json, &back, &err), STATUS_OK);
    assert_true(back->proved_best && back->stopped);
    assert_int_equal(back->more_s, 77);
    assert_int_equal(back->more_comfort_s, 7);
    json_t *root = json_loads(json, 0, NULL);
    json_object_del(root, "proved_best");
    json_object_del(root, "more_s");
    json_object_del(root, "more_comfort_s");
    json_object_del(root, "stopped");
    char *old = json_dumps(root, JSON_COMPACT);
    json_decref(root);
    assert_int_equal(plan_from_json(world->arena, old, &back, &err), STATUS_OK);
    mem_free(old);
    assert_false(back->proved_best || back->stopped);
    assert_int_equal(back->more_s, NUMBER_UNSET);
    assert_int_equal(back->more_comfort_s, NUMBER_UNSET);
}

/* So are plans from before roads were known. */
static void json__without_ways_and_sources_is_read(void **state)
{
    struct world *world = *state;
    struct error err = {0};
    struct plan *plan = rich_plan(world), *back = NULL;
    plan->stops[0].way = plan->home_way = "_p~iF~ps|U_ulLnnqC";
    plan->stops[0].off_road_m = 640;
    char *json = plan_to_json(world->arena, plan);
    assert_int_equal(plan_from_json(world->arena, json, &back, &err), STATUS_OK);
    assert_string_equal(back->stops[0].way, plan->stops[0].way);
    assert_string_equal(back->home_way, plan->home_way);
    assert_string_equal(back->stops[0].source, "estimate");
    assert_string_equal(back->home_source, "estimate");
    assert_int_equal(back->stops[0].off_road_m, 640);
    assert_int_equal(back->stops[1].off_road_m, NUMBER_UNSET);
    json_t *root = json_loads(json, 0, NULL);
    json_object_del(root, "home_source");
    json_object_del(root, "home_way");
    size_t i;
    json_t *stop;
    json_array_foreach(json_object_get(root, "stops"), i, stop)
    {
        json_object_del(stop, "source");
        json_object_del(stop, "way");
        json_object_del(stop, "off_road_m");
    }
    char *old = json_dumps(root, JSON_COMPACT);
    json_decref(root);
    assert_int_equal(plan_from_json(world->arena, old, &back, &err), STATUS_OK);
    mem_free(old);
    assert_string_equal(back->stops[0].way, "");
    assert_string_equal(back->stops[0].source, "");
    assert_string_equal(back->home_source, "");
    assert_string_equal(back->home_way, "");
    assert_int_equal(back->stops[0].off_road_m, NUMBER_UNSET);
}

static void refused(struct world *world, const char *json, const char *text)
{
    struct error err = {0};
    struct plan *plan = NULL;
    assert_int_equal(plan_from_json(world->arena, json, &plan, &err), STATUS_INPUT);
    assert_null(plan);
    if (strstr(err.text, text) == NULL) {
        fail_msg("%s", err.text);
    }
}

/* JSON with the member NAME of the object at PATH ("" or an index into stops) set to VALUE, or gone when that is NULL. */
static const char *with(struct world *world, const char *json, int stop, const char *name, const char *value)
{
    json_t *root = json_loads(json, 0, NULL);
    json_t *object = stop < 0 ? root : json_array_get(json_object_get(root, "stops"), (size_t)stop);
    if (value == NULL) {
        json_object_del(object, name);
    } else {
        json_object_set_new(object, name, json_loads(value, JSON_DECODE_ANY, NULL));
    }
    char *text = json_dumps(root, JSON_COMPACT);
    const char *out = arena_strdup(world->arena, text);
    mem_free(text);
    json_decref(root);
    return out;
}

static void json__that_is_damaged_is_refused_by_name(void **state)
{
    struct world *world = *state;
    const char *json = plan_to_json(world->arena, rich_plan(world));
    refused(world, "", "the plan is damaged");
    refused(world, "[]", "\"schema\" is missing");
    refused(world, "{}", "\"schema\" is missing");
    refused(world, "null", "the plan is damaged");
    refused(world, "{\"schema\":\"rounds-plan\",\"schema\":\"x\"}", "duplicate");
    refused(world, with(world, json, -1, "schema", "\"other\""), "\"schema\" is not");
    refused(world, with(world, json, -1, "version", "2"), "newer rounds");
    refused(world, with(world, json, -1, "day", "\"2026-02-30\""), "\"day\" is not a date");
    refused(world, with(world, json, -1, "leave_s", "-5"), "\"leave_s\" is not a number in its range");
    refused(world, with(world, json, -1, "leave_s", "1e3"), "\"leave_s\" is not a number in its range");
    refused(world, with(world, json, -1, "stops", "{}"), "\"stops\" is not a list");
    refused(world, with(world, json, -1, "stops", "[1]"), "stop 1: \"kind\" is missing");
    refused(world, with(world, json, -1, "home", "{\"lat\":91,\"lon\":0}"), "is not a place");
    refused(world, with(world, json, -1, "search_capped", "1"), "neither true nor false");
    refused(world, with(world, json, -1, "proved_best", "1"), "neither true nor false");
    refused(world, with(world, json, -1, "more_s", "\"much\""), "\"more_s\" is not a number");
    refused(world, with(world, json, 1, "kind", "\"lorry\""), "stop 2: \"kind\" is not known");
    refused(world, with(world, json, 1, "name", NULL), "stop 2: \"name\" is missing");
    refused(world, with(world, json, 1, "lat", "\"52\""), "stop 2: \"lat, lon\" is not a place");
    refused(world, with(world, json, 1, "arrive_s", "9999999"), "stop 2: \"start_s\" is out of order");
    refused(world, with(world, json, 1, "arrive_s", "1"), "stop 2: \"arrive_s\" is out of order");
    refused(world, with(world, json, 1, "window_from_s", "99999"), "stop 2: \"window_to_s\" is out of order");
    refused(world, with(world, json, 1, "arrive_s", "99999999999"), "stop 2: \"arrive_s\" is not a number");
    refused(world, with(world, json, 1, "amenities", "[\"helipad\"]"), "stop 2: \"amenities\" is not known");
    refused(world, with(world, json, 1, "amenities", "3"), "stop 2: \"amenities\" is not a list");
    refused(world, with(world, json, 1, "way", "\"_p~iF\""), "stop 2: \"way\" is not a way");
    refused(world, with(world, json, 1, "way", "\"<script>\""), "stop 2: \"way\" is not a way");
    refused(world, with(world, json, 1, "source", "1"), "stop 2: \"source\" is not a text");
    refused(world, with(world, json, 1, "off_road_m", "\"far\""), "stop 2: \"off_road_m\" is not a number");
    refused(world, with(world, json, -1, "home_way", "\"!!\""), "\"home_way\" is not a way");
    refused(world, with(world, json, 1, "parcels", "{}"), "stop 2: \"parcels\" is not a list");
    refused(world, with(world, json, 1, "parcels", "[1]"), "stop 2: \"direction\" is missing");
    refused(world, with(world, json, 1, "parcels", "[{\"direction\":\"up\"}]"), "stop 2: \"direction\" is not known");
    refused(world, with(world, json, 1, "comfort", "\"yes\""), "stop 2: \"comfort\" is neither true nor false");
    refused(world, with(world, json, -1, "parcels_missed", "[{}]"), "parcel missed 1: \"parcel_id\" is missing");
    refused(world, with(world, json, -1, "advice", "[7]"), "damaged: \"advice\" is not a text");
    refused(world, with(world, json, 1, "worth", "{}"), "stop 2: \"reasons_s\" is missing");
}

/* Cut anywhere, or with any one byte changed, it is a plan or an error, and never more. */
static void json__survives_any_damage(void **state)
{
    struct world *world = *state;
    char *json = plan_to_json(world->arena, plan_with_errands(world));
    size_t length = strlen(json);
    uint64_t random = 1;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < 4000; i++) {
        random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        size_t at = (size_t)(random >> 33) % length;
        char byte = (char)("0-9{}[]\",:nulltrue\x01\xff"[(random >> 20) % 20]), kept = json[at];
        json[at] = i % 8 == 0 ? '\0' : byte;
        struct error err = {0};
        struct plan *plan = NULL;
        if (plan_from_json(arena, json, &plan, &err) == STATUS_OK) {
            (void)plan_to_json(arena, plan);
        } else {
            assert_string_not_equal(err.text, "");
        }
        json[at] = kept;
    }
    arena_free(arena);
}

static void plan__is_saved_and_loaded_with_its_stops_ticked_off(void **state)
{
    struct world *world = *state;
    struct error err = {0};
    struct plan *plan = rich_plan(world), *back = NULL;
    struct saved_plan saved;
    assert_int_equal(plan_load(world->store, world->day, world->arena, &back, &saved, &err), STATUS_NOT_FOUND);
    for (int again = 0; again < 2; again++) {
        world_write(world);
        assert_int_equal(plan_save(world->store, plan, &err), STATUS_OK);
        world_commit(world);
    }
    assert_int_equal(plan_load(world->store, world->day, world->arena, &back, &saved, &err), STATUS_OK);
    assert_string_equal(plan_to_json(world->arena, back), plan_to_json(world->arena, plan));
    assert_int_equal(saved.stops_n, plan->stops_n);
    world_write(world);
    assert_int_equal(store_plan_stop_mark(world->store, saved.stops[1].id, PLAN_STOP_DONE, &err), STATUS_OK);
    assert_int_equal(store_plan_stop_mark(world->store, saved.stops[2].id, PLAN_STOP_SKIPPED, &err), STATUS_OK);
    world_commit(world);
    assert_int_equal(plan_load(world->store, world->day, world->arena, &back, NULL, &err), STATUS_OK);
    assert_int_equal(back->stops[0].state, PLAN_STOP_PLANNED);
    assert_int_equal(back->stops[1].state, PLAN_STOP_DONE);
    assert_int_equal(back->stops[2].state, PLAN_STOP_SKIPPED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(json__goes_there_and_back_exactly, setup, teardown),
        cmocka_unit_test_setup_teardown(json__keeps_what_was_never_known, setup, teardown),
        cmocka_unit_test_setup_teardown(json__without_what_is_known_of_better_plans_is_read, setup, teardown),
        cmocka_unit_test_setup_teardown(json__without_ways_and_sources_is_read, setup, teardown),
        cmocka_unit_test_setup_teardown(json__keeps_parcels_rests_and_advice, setup, teardown),
        cmocka_unit_test_setup_teardown(json__without_parcels_and_advice_is_read, setup, teardown),
        cmocka_unit_test_setup_teardown(json__that_is_damaged_is_refused_by_name, setup, teardown),
        cmocka_unit_test_setup_teardown(json__survives_any_damage, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__is_saved_and_loaded_with_its_stops_ticked_off, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
