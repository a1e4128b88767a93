/* What a calendar is told of a plan that changes again and again. Read back by libical, against a calendar of the test's
 * own that takes an event only when its SEQUENCE says that it is news. */
#include "tests/cli/export_fixture.h"

#include "geo/store/store.h"

#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STOPS = 6, STEPS = 120, EVENTS_MAX = 64, NOW = 1795629600 };

struct world {
    char folder[64];
    struct arena *arena;
    struct store *store;
    struct plan *plan;
    int64_t now_utc;
};

/* An event as a phone keeps it. */
struct kept {
    char uid[120];
    char content[4000]; /* all but the version */
    int sequence;
    bool cancelled;
};

struct phone {
    struct kept events[EVENTS_MAX];
    size_t n;
};

static int setup(void **state)
{
    struct world *world = mem_alloc(sizeof *world);
    struct error err = {0};
    strcpy(world->folder, "/tmp/rounds-ics-XXXXXX");
    if (mkdtemp(world->folder) == NULL)
        return 1;
    world->arena = arena_new();
    world->now_utc = NOW;
    world->plan = fixture_plan(world->arena, STOPS);
    *state = world;
    return store_open(arena_printf(world->arena, "%s/rounds.db", world->folder), STORE_CREATE, NOW, &world->store,
                      &err) == STATUS_OK
               ? 0
               : 1;
}

static int teardown(void **state)
{
    struct world *world = *state;
    store_close(world->store);
    const char *command = arena_printf(world->arena, "rm -rf '%s'", world->folder);
    const int answer = system(command);
    arena_free(world->arena);
    mem_free(world);
    return answer;
}

static const char *export_now(struct world *world, const struct export_options *options)
{
    struct export_input input = fixture_input(world->arena, world->plan, options);
    input.store = world->store;
    input.now_utc = world->now_utc;
    return fixture_write(&export_ics, &input).items[0].bytes;
}

static const char *export_all(struct world *world)
{
    struct export_options options = export_options_default();
    options.which = EXPORT_ALL;
    return export_now(world, &options);
}

/* EVENT without what says which version it is. */
static void content_of(icalcomponent *event, struct kept *out)
{
    icalcomponent *copy = icalcomponent_new_clone(event);
    static const icalproperty_kind versions[] = {ICAL_SEQUENCE_PROPERTY, ICAL_DTSTAMP_PROPERTY,
                                                 ICAL_LASTMODIFIED_PROPERTY};
    for (size_t i = 0; i < 3; i++) {
        icalproperty *property = icalcomponent_get_first_property(copy, versions[i]);
        assert_non_null(property);
        icalcomponent_remove_property(copy, property);
        icalproperty_free(property);
    }
    const char *text = icalcomponent_as_ical_string(copy);
    assert_true(strlen(text) < sizeof out->content);
    strcpy(out->content, text);
    icalcomponent_free(copy);
}

static struct kept *find(struct phone *phone, const char *uid)
{
    for (size_t i = 0; i < phone->n; i++)
        if (strcmp(phone->events[i].uid, uid) == 0)
            return &phone->events[i];
    return NULL;
}

static void take_event(struct phone *phone, icalcomponent *event)
{
    struct kept told = {.sequence = icalcomponent_get_sequence(event),
                        .cancelled = icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED};
    strcpy(told.uid, icalcomponent_get_uid(event));
    content_of(event, &told);
    struct kept *known = find(phone, told.uid);
    if (known == NULL) {
        assert_int_equal(told.sequence, 0);
        assert_true(phone->n < EVENTS_MAX);
        phone->events[phone->n++] = told;
        return;
    }
    const bool same = strcmp(known->content, told.content) == 0 || (known->cancelled && told.cancelled);
    assert_int_equal(told.sequence, known->sequence + (same ? 0 : 1));
    *known = told;
}

/* Each UID at most once. */
static void take(struct phone *phone, const char *text)
{
    icalcomponent *calendar = icalparser_parse_string(text);
    char seen[EVENTS_MAX][120];
    size_t n = 0;
    assert_non_null(calendar);
    for (icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); event != NULL;
         event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
        for (size_t i = 0; i < n; i++)
            assert_string_not_equal(seen[i], icalcomponent_get_uid(event));
        strcpy(seen[n++], icalcomponent_get_uid(event));
        take_event(phone, event);
    }
    icalcomponent_free(calendar);
}

/* The phone has as many events that stand as the plan has stops that are not passed over. */
static void check_phone(const struct phone *phone, const struct plan *plan)
{
    size_t stand = 0;
    size_t stops = 0;
    for (size_t i = 0; i < phone->n; i++)
        stand += !phone->events[i].cancelled;
    for (size_t i = 0; i < plan->stops_n; i++)
        stops += plan->stops[i].state != PLAN_STOP_SKIPPED;
    assert_int_equal(stand, stops);
}

/* --- a plan that changes ---------------------------------------------------------------------------------------------- */

static void swap(struct plan *plan, size_t a, size_t b)
{
    const struct plan_stop kept = plan->stops[a];
    plan->stops[a] = plan->stops[b];
    plan->stops[b] = kept;
}

static void change(struct world *world, uint64_t *random)
{
    struct plan *plan = world->plan;
    const size_t i = (size_t)fixture_random(random, plan->stops_n);
    switch (fixture_random(random, 7)) {
    case 0: /* later */
        plan->stops[i].depart_s += 60 * (int32_t)fixture_random(random, 3);
        break;
    case 1: /* some seconds, which nobody sees */
        plan->stops[i].arrive_s = plan->stops[i].arrive_s / 60 * 60 + (int32_t)fixture_random(random, 60);
        break;
    case 2:
        plan->stops[i].title = fixture_hostile(world->arena, random);
        break;
    case 3: /* dropped: it waits behind the end */
        if (plan->stops_n > 1) {
            swap(plan, i, plan->stops_n - 1);
            plan->stops_n--;
        }
        break;
    case 4: /* one that was dropped comes back */
        plan->stops_n += plan->stops_n < STOPS;
        break;
    case 5: /* another order */
        swap(plan, i, (size_t)fixture_random(random, plan->stops_n));
        break;
    default:
        plan->stops[i].state = fixture_random(random, 4) == 0 ? PLAN_STOP_SKIPPED : PLAN_STOP_PLANNED;
        break;
    }
}

static void ics__tells_each_change_once_and_nothing_else(void **state)
{
    struct world *world = *state;
    struct phone *phone = mem_alloc(sizeof *phone);
    uint64_t random = 42;
    for (size_t step = 0; step < STEPS; step++) {
        world->now_utc += 60;
        const char *text = export_all(world);
        take(phone, text);
        check_phone(phone, world->plan);
        world->now_utc += 60;
        assert_string_equal(export_all(world), text); /* the same again is the same bytes */
        change(world, &random);
    }
    assert_true(phone->n >= STOPS);
    mem_free(phone);
}

/* A part of the day says nothing of the rest. */
static void ics__of_some_stops_withdraws_none_of_the_others(void **state)
{
    struct world *world = *state;
    struct export_options options = export_options_default();
    (void)export_all(world);
    assert_true(export_parse_stops("2-3", &options));
    const char *text = export_now(world, &options);
    assert_null(strstr(text, "CANCELLED"));
    world->plan->stops[0].state = PLAN_STOP_DONE; /* no more to do, and not dropped */
    options = export_options_default();
    assert_null(strstr(export_now(world, &options), "CANCELLED"));
    world->plan->stops[1].state = PLAN_STOP_SKIPPED;
    assert_non_null(strstr(export_now(world, &options), "STATUS:CANCELLED"));
    options.with_home = true;
    assert_non_null(strstr(export_now(world, &options), "SUMMARY:Home"));
    options.with_home = false;
    assert_null(strstr(export_now(world, &options), "SUMMARY:Home"));
}

/* Two visits of one site, one with a job, are three events for ever. */
static void ics__keeps_apart_what_is_at_one_site(void **state)
{
    struct world *world = *state;
    struct plan *plan = world->plan;
    struct phone *phone = mem_alloc(sizeof *phone);
    for (size_t i = 0; i < 3; i++) {
        plan->stops[i].site_id = 1;
        plan->stops[i].site_uuid = plan->stops[0].site_uuid;
    }
    plan->stops[1].job_id = 12;
    take(phone, export_all(world));
    assert_int_equal(phone->n, STOPS);
    check_phone(phone, plan);
    plan->stops[1].kind = PLAN_STOP_BREAK; /* lunch there is something else again */
    plan->stops[1].job_id = 0;
    take(phone, export_all(world));
    assert_int_equal(phone->n, STOPS + 1);
    check_phone(phone, plan);
    mem_free(phone);
}

/* On the day that the clocks go forward 12:00 is eleven hours after midnight; in London that is 11:00 UTC. */
static void ics__has_instants_in_utc(void **state)
{
    struct world *world = *state;
    world->plan->day = civil_day(2027, 3, 28);
    world->plan->stops_n = 1;
    world->plan->stops[0].arrive_s = 11 * 3600 + 59;
    world->plan->stops[0].depart_s = 11 * 3600 + 59;
    const char *text = export_all(world);
    assert_non_null(strstr(text, "\r\nDTSTART:20270328T110000Z\r\nSUMMARY")); /* no DTEND: it would not be later */
    world->plan->stops[0].depart_s = 12 * 3600;
    world->plan->stops[0].drive_s = 601;
    text = export_all(world);
    assert_non_null(strstr(text, "\r\nDTEND:20270328T120000Z\r\n"));
    assert_non_null(strstr(text, "\r\nTRIGGER:-PT16M\r\n")); /* eleven minutes, and five to set out */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(ics__tells_each_change_once_and_nothing_else, setup, teardown),
        cmocka_unit_test_setup_teardown(ics__of_some_stops_withdraws_none_of_the_others, setup, teardown),
        cmocka_unit_test_setup_teardown(ics__keeps_apart_what_is_at_one_site, setup, teardown),
        cmocka_unit_test_setup_teardown(ics__has_instants_in_utc, setup, teardown),
    };
    return cmocka_run_group_tests_name("export_ics", tests, fixture_zone, NULL);
}
