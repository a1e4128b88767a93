/* Where a parcel can be left: against trying every drop point in every gap of the day. */
#include "world.h"

#include "geo/amenity.h"
#include "planner/parcels.h"

#include <string.h>

static int64_t utc_at(const struct world *world, const char *time)
{
    int32_t wall_s = 0;
    int64_t utc = 0;
    assert_true(civil_parse_time(time, &wall_s));
    (void)civil_utc(world->day, wall_s, &utc);
    return utc;
}

static struct parcels_request request_of(struct world *world, const char *now)
{
    return (struct parcels_request){
        .from = world->home, .now_utc = utc_at(world, now), .carrier = "", .by_utc = INT64_MAX, .limit = 50};
}

/* A customer who lets CARRIER collect until CUTOFF, all days; "" = no collection, only the amenity. */
static int64_t drop(struct world *world, const char *name, double east_km, double north_km, const char *carrier,
                    const char *cutoff)
{
    struct error err;
    int64_t id = world_customer(world, name, east_km, north_km, "", 1);
    struct site site = world_get(world, id);
    site.amenities |= AMENITY_BIT(AMENITY_PARCEL_DROP);
    world_edit(world, &site);
    if (*cutoff != '\0') {
        struct collection collection = {.carrier = carrier, .weekdays = 127};
        assert_true(civil_parse_time(cutoff, &collection.cutoff_s));
        world_write(world);
        assert_int_equal(store_collection_replace(world->store, id, &collection, 1, &err), STATUS_OK);
    }
    return id;
}

static struct parcels_answer ask(struct world *world, const struct parcels_request *request)
{
    struct error err;
    struct parcels_answer answer;
    world_commit(world);
    if (parcels_find(world->store, world->travel, request, world->arena, &answer, &err) != STATUS_OK) {
        fail_msg("%s", err.text);
    }
    return answer;
}

static const struct parcels_option *option_of(const struct parcels_answer *answer, int64_t id)
{
    for (size_t i = 0; i < answer->n; i++) {
        if (answer->options[i].point->site.id == id) {
            return &answer->options[i];
        }
    }
    return NULL;
}

/* --- from a place ------------------------------------------------------------------------------------------------------- */

static void from_a_place__the_nearest_in_time_is_first(void **state)
{
    (void)state;
    struct world *world = world_new();
    int64_t far = drop(world, "Far", 9, 0, "DPD", "16:00");
    int64_t near = drop(world, "Near", 3, 0, "DPD", "16:00");
    int64_t gone = drop(world, "Been", 1, 0, "DPD", "09:30");
    struct parcels_request request = request_of(world, "10:00");
    struct parcels_answer answer = ask(world, &request);
    assert_int_equal(answer.n, 3);
    assert_int_equal(answer.possible, 2);
    assert_int_equal(answer.options[0].point->site.id, near);
    assert_int_equal(answer.options[1].point->site.id, far);
    const struct parcels_option *first = &answer.options[0];
    int32_t drive_s = world_drive_s(world, world->home, world_at(world, 3, 0));
    assert_int_equal(first->drive_s, drive_s);
    assert_int_equal(first->detour_s, drive_s);
    assert_int_equal(first->hand_utc, request.now_utc + drive_s);
    assert_int_equal(first->last_utc, utc_at(world, "16:00"));
    assert_int_equal(first->drive_off_utc, utc_at(world, "16:00") - drive_s);
    const struct parcels_option *been = option_of(&answer, gone); /* they come again tomorrow */
    assert_int_equal(been->chance, PARCELS_LATER);
    assert_int_equal(been->on_day, world->day + 1);
    world_free(world);
}

static void from_a_place__driving_off_a_second_later_is_too_late(void **state)
{
    (void)state;
    struct world *world = world_new();
    int64_t id = drop(world, "Farm", 4, 0, "DPD", "16:00");
    struct parcels_request request = request_of(world, "10:00");
    request.by_utc = utc_at(world, "23:00");
    struct parcels_answer answer = ask(world, &request);
    request.now_utc = option_of(&answer, id)->drive_off_utc;
    answer = ask(world, &request);
    assert_int_equal(option_of(&answer, id)->chance, PARCELS_TODAY);
    assert_int_equal(option_of(&answer, id)->hand_utc, utc_at(world, "16:00"));
    request.now_utc++;
    answer = ask(world, &request);
    assert_int_equal(option_of(&answer, id)->chance, PARCELS_NOT);
    assert_non_null(strstr(parcels_why(world->arena, &request, option_of(&answer, id)), "too late: DPD collects"));
    world_free(world);
}

static void from_a_place__who_is_sure_comes_before_who_is_nearer(void **state)
{
    (void)state;
    struct world *world = world_new();
    int64_t maybe = drop(world, "Locker", 1, 0, "", "");
    int64_t sure = drop(world, "Sure", 20, 0, "DPD", "16:00");
    int64_t other = drop(world, "Other", 2, 0, "Evri", "16:00");
    struct parcels_request request = request_of(world, "10:00");
    request.carrier = "DPD";
    request.limit = 1;
    struct parcels_answer answer = ask(world, &request);
    assert_int_equal(answer.n, 1);
    assert_int_equal(answer.options[0].point->site.id, sure);
    request.limit = 9;
    answer = ask(world, &request);
    assert_int_equal(answer.n, 2);
    assert_int_equal(answer.options[1].point->site.id, maybe);
    assert_null(option_of(&answer, other));
    assert_non_null(strstr(parcels_why(world->arena, &request, &answer.options[1]), "whether DPD collects there"));
    world_free(world);
}

static void from_a_place__nothing_is_handed_over_before_it_is_ready_nor_after_its_last_moment(void **state)
{
    (void)state;
    struct world *world = world_new();
    int64_t id = drop(world, "Farm", 1, 0, "DPD", "16:00");
    struct parcels_request request = request_of(world, "10:00");
    request.ready_utc = utc_at(world, "14:00");
    struct parcels_answer answer = ask(world, &request);
    assert_int_equal(option_of(&answer, id)->hand_utc, utc_at(world, "14:00"));
    request.by_utc = utc_at(world, "13:00");
    answer = ask(world, &request);
    assert_int_equal(option_of(&answer, id)->chance, PARCELS_NOT);
    world_free(world);
}

static void from_a_place__nothing_near_is_no_error(void **state)
{
    (void)state;
    struct world *world = world_new();
    (void)world_customer(world, "No drop", 1, 1, "", 1);
    struct parcels_request request = request_of(world, "10:00");
    struct parcels_answer answer = ask(world, &request);
    assert_int_equal(answer.n, 0);
    world_free(world);
}

/* --- on the day's way ------------------------------------------------------------------------------------------------- */

/* Two jobs in a row, 10 km apart; drop points on both sides of the way. */
static struct plan *day_with_jobs(struct world *world, int64_t *first, int64_t *second)
{
    *first = world_customer(world, "First", 8, 0, "", 1);
    *second = world_customer(world, "Second", 18, 0, "", 1);
    (void)world_job(world, *first, "09:30", "10:00", 45);
    (void)world_job(world, *second, "13:00", "13:30", 45);
    return world_plan_jobs(world);
}

static void on_the_way__the_gap_with_the_least_detour_is_taken(void **state)
{
    (void)state;
    struct world *world = world_new();
    int64_t first;
    int64_t second;
    int64_t between = drop(world, "Between", 13, 1, "DPD", "16:00");
    struct plan *plan = day_with_jobs(world, &first, &second);
    struct parcels_request request = request_of(world, "07:30");
    request.plan = plan;
    struct parcels_answer answer = ask(world, &request);
    const struct parcels_option *option = option_of(&answer, between);
    struct point places[] = {world->home, world_at(world, 8, 0), world_at(world, 18, 0), world->home};
    int32_t least_s = INT32_MAX;
    for (size_t i = 0; i < 3; i++) {
        int32_t cost_s = world_drive_s(world, places[i], world_at(world, 13, 1)) +
                         world_drive_s(world, world_at(world, 13, 1), places[i + 1]) -
                         world_drive_s(world, places[i], places[i + 1]);
        least_s = cost_s < least_s ? cost_s : least_s;
    }
    assert_int_equal(option->chance, PARCELS_TODAY);
    assert_int_equal(option->detour_s, least_s);
    assert_int_equal(plan->stops[option->after].site_id, first);
    int64_t midnight = utc_at(world, "00:00");
    assert_int_equal(option->arrive_utc, midnight + plan->stops[option->after].depart_s +
                                             world_drive_s(world, places[1], world_at(world, 13, 1)));
    assert_int_equal(option->leave_by_utc,
                     utc_at(world, "16:00") - world_drive_s(world, places[1], world_at(world, 13, 1)));
    world_free(world);
}

static void on_the_way__what_a_job_yields_is_left_after_it(void **state)
{
    (void)state;
    struct world *world = world_new();
    int64_t first;
    int64_t second;
    int64_t before = drop(world, "Before", 4, 0, "DPD", "17:00");
    struct plan *plan = day_with_jobs(world, &first, &second);
    struct parcels_request request = request_of(world, "07:30");
    request.plan = plan;
    request.by_utc = utc_at(world, "09:30");
    struct parcels_answer answer = ask(world, &request);
    assert_int_equal(option_of(&answer, before)->after, SIZE_MAX);
    request.by_utc = INT64_MAX;
    request.after_job_id = world_stop(plan, second)->job_id;
    answer = ask(world, &request);
    const struct parcels_option *option = option_of(&answer, before);
    assert_int_equal(option->chance, PARCELS_TODAY);
    assert_int_equal(plan->stops[option->after].site_id, second);
    assert_true(option->hand_utc >= utc_at(world, "00:00") + world_stop(plan, second)->depart_s);
    world_free(world);
}

static void on_the_way__a_stop_at_the_drop_point_costs_nothing(void **state)
{
    (void)state;
    struct world *world = world_new();
    int64_t drop_id = drop(world, "Works", 8, 0, "DPD", "16:00");
    (void)world_job(world, drop_id, "10:00", "10:30", 60);
    struct plan *plan = world_plan_jobs(world);
    struct parcels_request request = request_of(world, "07:30");
    request.plan = plan;
    struct parcels_answer answer = ask(world, &request);
    const struct parcels_option *option = option_of(&answer, drop_id);
    assert_true(option->at_stop);
    assert_int_equal(option->detour_s, 0);
    assert_int_equal(option->hand_utc, utc_at(world, "00:00") + world_stop(plan, drop_id)->start_s);
    assert_non_null(strstr(parcels_why(world->arena, &request, option), "when you are there anyhow"));
    world_free(world);
}

/* Nor does it where a call in another gap was looked at before. */
static void on_the_way__a_later_stop_at_the_drop_point_costs_nothing(void **state)
{
    (void)state;
    struct world *world = world_new();
    int64_t first = world_customer(world, "First", 0, 6, "", 1);
    int64_t drop_id = drop(world, "Works", 8, 0, "DPD", "16:00");
    (void)world_job(world, first, "10:00", "10:00", 30);
    (void)world_job(world, drop_id, "12:00", "12:30", 60);
    struct plan *plan = world_plan_jobs(world);
    struct parcels_request request = request_of(world, "07:30");
    request.plan = plan;
    struct parcels_answer answer = ask(world, &request);
    const struct parcels_option *option = option_of(&answer, drop_id);
    assert_true(option->at_stop);
    assert_int_equal(plan->stops[option->after].site_id, drop_id);
    assert_int_equal(option->detour_s, 0);
    assert_int_equal(option->detour_m, 0);
    world_free(world);
}

static void on_the_way__a_job_made_late_is_named(void **state)
{
    (void)state;
    struct world *world = world_new();
    int64_t first = world_customer(world, "First", 8, 0, "", 1);
    int64_t second = world_customer(world, "Second", 18, 0, "", 1);
    int64_t aside = drop(world, "Aside", 8, 12, "DPD", "11:30");
    (void)world_job(world, first, "09:30", "10:00", 45);
    (void)world_job(world, second, "11:00", "11:00", 45);
    struct plan *plan = world_plan_jobs(world);
    struct parcels_request request = request_of(world, "07:30");
    request.plan = plan;
    request.after_job_id = world_stop(plan, first)->job_id;
    request.by_utc = utc_at(world, "12:00");
    struct parcels_answer answer = ask(world, &request);
    const struct parcels_option *option = option_of(&answer, aside);
    assert_int_equal(option->chance, PARCELS_AT_COST);
    assert_int_equal(plan->stops[option->late].site_id, second);
    struct point there = world_at(world, 8, 12);
    int64_t start_utc = option->hand_utc + PARCELS_HANDOVER_S + world_drive_s(world, there, world_at(world, 18, 0));
    assert_int_equal(option->late_s, start_utc - utc_at(world, "11:00"));
    assert_non_null(strstr(parcels_why(world->arena, &request, option), "but Second would be"));
    world_free(world);
}

static void on_the_way__what_is_done_is_behind(void **state)
{
    (void)state;
    struct world *world = world_new();
    int64_t first;
    int64_t second;
    int64_t before = drop(world, "Before", 4, 0, "DPD", "17:00");
    struct plan *plan = day_with_jobs(world, &first, &second);
    struct parcels_request request = request_of(world, "11:00");
    plan->stops[0].state = PLAN_STOP_DONE;
    request.plan = plan;
    request.from = world_at(world, 8, 0);
    struct parcels_answer answer = ask(world, &request);
    const struct parcels_option *option = option_of(&answer, before);
    assert_int_equal(plan->stops[option->after].site_id, second); /* on the way home */
    struct point there = world_at(world, 4, 0);
    struct point last = world_at(world, 18, 0);
    assert_int_equal(option->detour_s, world_drive_s(world, last, there) + world_drive_s(world, there, world->home) -
                                           world_drive_s(world, last, world->home));
    world_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(from_a_place__the_nearest_in_time_is_first),
        cmocka_unit_test(from_a_place__driving_off_a_second_later_is_too_late),
        cmocka_unit_test(from_a_place__who_is_sure_comes_before_who_is_nearer),
        cmocka_unit_test(from_a_place__nothing_is_handed_over_before_it_is_ready_nor_after_its_last_moment),
        cmocka_unit_test(from_a_place__nothing_near_is_no_error),
        cmocka_unit_test(on_the_way__the_gap_with_the_least_detour_is_taken),
        cmocka_unit_test(on_the_way__what_a_job_yields_is_left_after_it),
        cmocka_unit_test(on_the_way__a_stop_at_the_drop_point_costs_nothing),
        cmocka_unit_test(on_the_way__a_later_stop_at_the_drop_point_costs_nothing),
        cmocka_unit_test(on_the_way__a_job_made_late_is_named),
        cmocka_unit_test(on_the_way__what_is_done_is_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
