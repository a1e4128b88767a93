#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "planner/settings.h"
#include "planner/worth.h"

#include <string.h>

enum { TODAY = 20781, UNSET = -1, MIN = 60 }; /* 2026-11-24 */

static struct arena *arena;
static struct settings settings;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    settings_defaults(&settings);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* A customer seen DAYS ago about whom there is nothing to say: two contacts, no promise, no complaint. */
static struct worth_facts seen(int32_t days, int32_t goal)
{
    return (struct worth_facts){
        .day = TODAY, .last_visit_day = TODAY - days, .goal_days = goal, .promise_due_day = DAY_NONE, .contacts = 2};
}

static const char *text_of(struct worth_facts facts)
{
    struct worth worth = worth_of(&facts, &settings);
    return worth_text(arena, &worth, &facts, &settings);
}

static int32_t total_of(struct worth_facts facts)
{
    struct worth worth = worth_of(&facts, &settings);
    int32_t sum = 0;
    for (int i = 0; i < REASON_COUNT; i++) {
        assert_true(worth.reason_s[i] >= 0);
        sum += worth.reason_s[i];
    }
    assert_int_equal(sum, worth.total_s);
    return worth.total_s;
}

static void worth__overdue_follows_its_curve(void **state)
{
    (void)state;
    static const struct {
        int32_t days, goal, worth_s;
    } cases[] = {
        {0, 100, 0},
        {69, 100, 0},
        {70, 100, 7 * MIN}, /* exactly 0.7: due */
        {21, 30, 7 * MIN},
        {63, 90, 7 * MIN}, /* 0.7 * 90 is below 63 in binary; the ratio is not */
        {255, 365, 0},
        {256, 365, 7 * MIN}, /* 7.01 minutes */
        {100, 100, 10 * MIN},
        {150, 100, 15 * MIN},
        {294, 100, 29 * MIN}, /* 29.4: whole minutes */
        {295, 100, 30 * MIN},
        {300, 100, 30 * MIN},
        {301, 100, 30 * MIN}, /* the cap */
        {100000, 100, 30 * MIN},
        {365, UNSET, 10 * MIN}, /* the setting's goal */
        {365, 0, 10 * MIN},
        {0, 1, 0}, /* a daily customer, seen today */
        {1, 1, 10 * MIN},
        {2, 1, 20 * MIN},
        {-5, 100, 0}, /* seen after the plan's day */
        {-5, 1, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int32_t worth_s = total_of(seen(cases[i].days, cases[i].goal));
        if (worth_s != cases[i].worth_s) {
            fail_msg("%d days of %d: %d s, not %d", cases[i].days, cases[i].goal, worth_s, cases[i].worth_s);
        }
    }
}

static void worth__overdue_never_falls_with_time(void **state)
{
    (void)state;
    static const int32_t goals[] = {1, 2, 7, 30, 90, 365, 3650};
    for (size_t g = 0; g < sizeof goals / sizeof *goals; g++) {
        int32_t before = 0;
        for (int32_t days = 0; days < 12000; days++) {
            int32_t now = total_of(seen(days, goals[g]));
            assert_true(now >= before && now <= settings.worth_overdue_cap_s);
            assert_int_equal(now % MIN, 0);
            before = now;
        }
    }
}

static void worth__days_at_the_ends_of_time_do_not_overflow(void **state)
{
    (void)state;
    struct worth_facts facts = seen(0, 1);
    facts.last_visit_day = DAY_NONE + 1;
    facts.day = INT32_MAX;
    assert_int_equal(total_of(facts), 30 * MIN);
    assert_string_equal(text_of(facts), "5879490 years since last visit (goal 1 day)");
    facts.last_visit_day = INT32_MAX;
    facts.day = DAY_NONE + 1;
    assert_int_equal(total_of(facts), 0);
    facts.promise_due_day = INT32_MAX;
    assert_int_equal(total_of(facts), 0);
    facts.promise_due_day = DAY_NONE + 1;
    facts.day = INT32_MAX;
    assert_int_equal(total_of(facts), 20 * MIN);
    assert_string_equal(text_of(facts), "promise 5879490 years late");
    facts = seen(365, INT32_MAX);
    assert_int_equal(total_of(facts), 0);
}

static void worth__never_visited(void **state)
{
    (void)state;
    struct worth_facts facts = seen(0, UNSET);
    facts.last_visit_day = DAY_NONE;
    assert_int_equal(total_of(facts), 12 * MIN);
    assert_string_equal(text_of(facts), "never visited");
    facts.contacts = 0;
    assert_string_equal(text_of(facts), "never visited · no contact known");
}

static void worth__promises_count_from_their_days_before(void **state)
{
    (void)state;
    static const struct {
        int32_t due_in;
        int32_t worth_s;
        const char *text;
    } cases[] = {
        {4, 0, ""},
        {3, 20 * MIN, "promise due in 3 days"},
        {2, 20 * MIN, "promise due in 2 days"},
        {1, 20 * MIN, "promise due tomorrow"},
        {0, 20 * MIN, "promise due today"},
        {-1, 20 * MIN, "promise 1 day late"},
        {-3, 20 * MIN, "promise 3 days late"},
        {-40, 20 * MIN, "promise 6 weeks late"},
        {-400, 20 * MIN, "promise 13 months late"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct worth_facts facts = seen(10, UNSET);
        facts.promise_due_day = TODAY + cases[i].due_in;
        assert_int_equal(total_of(facts), cases[i].worth_s);
        assert_string_equal(text_of(facts), cases[i].text);
    }
}

static void worth__a_customer_seen_lately_is_left_in_peace(void **state)
{
    (void)state;
    struct worth_facts facts = seen(99, 300);
    facts.contacts = 1;
    facts.comfort = true;
    assert_int_equal(total_of(facts), 0);
    assert_string_equal(text_of(facts), "");
    facts.complaint_open = true;
    assert_int_equal(total_of(facts), 15 * MIN + 4 * MIN);
    facts.promise_due_day = TODAY;
    assert_int_equal(total_of(facts), 35 * MIN + 4 * MIN);
    facts = seen(100, 300); /* exactly a third */
    facts.contacts = 1;
    facts.comfort = true;
    assert_int_equal(total_of(facts), 15 * MIN);
}

static void worth__few_contacts_add_to_a_reason_and_are_none_alone(void **state)
{
    (void)state;
    struct worth_facts facts = seen(200, UNSET);
    for (facts.contacts = 0; facts.contacts < 2; facts.contacts++) {
        assert_string_equal(text_of(facts), "");
    }
    facts.complaint_open = true;
    facts.contacts = 1;
    assert_string_equal(text_of(facts), "open complaint · only one contact known");
    facts.contacts = 0;
    assert_string_equal(text_of(facts), "open complaint · no contact known");
    facts.contacts = 2;
    assert_string_equal(text_of(facts), "open complaint");
}

static void worth__text_gives_the_best_reason_first(void **state)
{
    (void)state;
    struct worth_facts facts = seen(425, 365);
    assert_string_equal(text_of(facts), "14 months since last visit (goal 12 months)");
    facts.promise_due_day = TODAY + 1;
    facts.complaint_open = true;
    facts.contacts = 1;
    facts.comfort = true;
    assert_string_equal(text_of(facts),
                        "promise due tomorrow · open complaint · toilet when none is near · 14 months since last visit "
                        "(goal 12 months) · only one contact known");
    assert_int_equal(total_of(facts), 20 * MIN + 15 * MIN + 15 * MIN + 12 * MIN + 4 * MIN);
    settings.worth_promise_s = 0; /* a reason that is switched off is not mentioned */
    settings.worth_complaint_s = 4 * MIN;
    assert_string_equal(text_of(facts), "toilet when none is near · 14 months since last visit (goal 12 months) · "
                                        "open complaint · only one contact known");
}

static void worth__goals_are_said_as_they_were_chosen(void **state)
{
    (void)state;
    assert_string_equal(text_of(seen(40, 30)), "6 weeks since last visit (goal 30 days)");
    assert_string_equal(text_of(seen(40, 28)), "6 weeks since last visit (goal 4 weeks)");
    assert_string_equal(text_of(seen(100, 90)), "3 months since last visit (goal 3 months)");
    assert_string_equal(text_of(seen(2, 1)), "2 days since last visit (goal 1 day)");
    assert_string_equal(text_of(seen(800, UNSET)), "2 years since last visit (goal 12 months)");
}

static void worth__ages_are_said_as_people_say_them(void **state)
{
    (void)state;
    static const struct {
        int32_t days;
        const char *text;
    } cases[] = {
        {INT32_MIN, "0 days"},
        {-1, "0 days"},
        {0, "0 days"},
        {1, "1 day"},
        {3, "3 days"},
        {13, "13 days"},
        {14, "2 weeks"},
        {17, "2 weeks"},
        {18, "3 weeks"},
        {35, "5 weeks"},
        {69, "10 weeks"},
        {70, "2 months"},
        {365, "12 months"},
        {425, "14 months"},
        {729, "24 months"},
        {730, "2 years"},
        {1095, "3 years"},
        {36525, "100 years"},
        {INT32_MAX, "5879490 years"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(worth_age(arena, cases[i].days), cases[i].text);
    }
}

static void worth__reasons_have_names(void **state)
{
    (void)state;
    for (int i = 0; i < REASON_COUNT; i++) {
        assert_true(strlen(reason_name((enum reason)i)) > 0);
        for (int k = 0; k < i; k++) {
            assert_string_not_equal(reason_name((enum reason)i), reason_name((enum reason)k));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(worth__overdue_follows_its_curve, setup, teardown),
        cmocka_unit_test_setup_teardown(worth__overdue_never_falls_with_time, setup, teardown),
        cmocka_unit_test_setup_teardown(worth__days_at_the_ends_of_time_do_not_overflow, setup, teardown),
        cmocka_unit_test_setup_teardown(worth__never_visited, setup, teardown),
        cmocka_unit_test_setup_teardown(worth__promises_count_from_their_days_before, setup, teardown),
        cmocka_unit_test_setup_teardown(worth__a_customer_seen_lately_is_left_in_peace, setup, teardown),
        cmocka_unit_test_setup_teardown(worth__few_contacts_add_to_a_reason_and_are_none_alone, setup, teardown),
        cmocka_unit_test_setup_teardown(worth__text_gives_the_best_reason_first, setup, teardown),
        cmocka_unit_test_setup_teardown(worth__goals_are_said_as_they_were_chosen, setup, teardown),
        cmocka_unit_test_setup_teardown(worth__ages_are_said_as_people_say_them, setup, teardown),
        cmocka_unit_test_setup_teardown(worth__reasons_have_names, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
