/* Which site a job of a file is at: never the wrong door. */
#include "import_fixture.h"

#include "cli/import/names.h"
#include "geo/base/mem.h"
#include "geo/store/job.h"

#include <string.h>

static const char sites[] = "key,name,town,postcode,lat,lon\n"
                            "C1,Oakham Bakery,Oakham,LE15 6AL,52.6705,-0.7290\n"
                            "C3,The Forge,Oakham,LE15 6AA,52.6710,-0.7300\n"
                            "C4,The Forge,Melton Mowbray,LE13 1AA,52.7660,-0.8860\n"
                            "T1,Tesco,Oakham,LE15 6XX,52.6720,-0.7310\n"
                            "T2,Tesco,Oakham,LE15 7YY,52.6690,-0.7250\n"
                            "3,Number Three,Stamford,,52.6510,-0.4800\n"
                            "7,Acme,,,,\n";

#define HEAD "site_key,site,town,postcode,lat,lon,date,start\n"

static const struct {
    const char *row, *expected; /* the site's key, or with a colon in it the refusal */
} rows[] = {
    {"C1,,,,,", "C1"},
    {"c1,,,,,", "C1"},
    {"#2,,,,,", "C3"},
    {"C9,Oakham Bakery,,,,", "2:site_key: there is no site with the key \"C9\"; `rounds edit SITE key=C9`"},
    {"C9,,,,,", "2:site_key: there is no site \"C9\""},
    {"C1,Another name,Nowhere,,,", "C1"},
    {",Oakham Bakery,Oakham,,,", "C1"},
    {",oakham bakery,\"Oakham, Rutland\",,,", "C1"},
    {",Oakham Bakery,Stamford,,,", "2:site: Oakham Bakery (#1) is in Oakham, not in Stamford"},
    {",Oakham Bakery,Ham,,,", "2:site: Oakham Bakery (#1) is in Oakham, not in Ham"},
    {",Oakham Bakery,,le156al,,", "C1"},
    {",Oakham Bakery,,LE15,,", "C1"},
    {",Oakham Bakery,Barleythorpe,LE15 6AL,,", "C1"},
    {",Oakham Bakery,,PE9 1AA,,", "2:site: Oakham Bakery (#1) has the postcode LE15 6AL, not PE9 1AA"},
    {",Oakham Bakery,,,52.6760,-0.7290", "C1"},
    {",Oakham Bakery,,,52.7660,-0.8860", "2:site: Oakham Bakery (#1) is 15.0 km from the place that is given"},
    {",The Forge,Melton,,,", "C4"},
    {",The Forge,,LE15 6AA,,", "C3"},
    {",The Forge,Corby,,,",
     "2:site: \"The Forge\" fits 2 sites, say which by its number: #2 The Forge, Oakham; #3 The"},
    {",Tesco,Oakham,,,", "2:site: \"Tesco\" fits 2 sites, say which by its number: #4 Tesco, Oakham; #5 Tesco, Oakham"},
    {",#5,,,,", "T2"},
    {",Tesco,Oakham,LE15 7YY,,", "T2"},
    {",Tesco,Oakham,,52.6690,-0.7250", "T2"},
    {",Acme,Paris,,,", "7"},
};

static void jobs__are_at_the_site_that_is_meant_or_refused(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *file = arena_printf(f->arena, HEAD "%s,2026-12-%02zu,09:00\n", rows[i].row, i + 1);
        assert_int_equal(fixture_import(f, import_jobs_csv, "jobs.csv", file), STATUS_OK);
        const bool refused = strchr(rows[i].expected, ':') != NULL;
        if (refused && strstr(fixture_refusal(f, 0), rows[i].expected) == NULL)
            fail_msg("%s: %s", rows[i].row, fixture_refusal(f, 0));
        if (refused)
            continue;
        if (f->im.added != 1)
            fail_msg("%s: %s", rows[i].row, fixture_refusal(f, 0));
        const struct job_filter filter = {.from_day = civil_day(2026, 12, (int32_t)i + 1), .to_day = DAY_NONE};
        struct job *jobs = NULL;
        size_t n = 0;
        assert_int_equal(store_job_list(f->store, &filter, f->arena, &jobs, &n, &f->err), STATUS_OK);
        assert_int_equal(n, 1);
        if (jobs[0].site_id != fixture_site(f, rows[i].expected).id)
            fail_msg("%s: %s", rows[i].row, jobs[0].site_name);
    }
}

static const struct {
    const char *lines, *expected;
} events[] = {
    {"SUMMARY:Acme\r\nLOCATION:3\\, rue de la Paix\r\n", "7"},
    {"SUMMARY:Lunch\r\nLOCATION:3/7\r\n", ":LOCATION: there is no site \"3/7\""},
    {"SUMMARY:3\r\n", ":SUMMARY: "},
    {"SUMMARY:Service\r\nLOCATION:3\r\n", "3"},
    {"SUMMARY:Service [3]\r\n", "3"},
    {"SUMMARY:Service (3)\r\n", ":SUMMARY: "},
    {"SUMMARY:Service [3]\r\nLOCATION:Oakham Bakery\r\n", "C1"},
    {"SUMMARY:Oakham Bakery [C3]\r\n", "C3"},
    {"SUMMARY:Oakham Bakery (C3)\r\n", "C3"},
    {"SUMMARY:Service [#5]\r\n", "T2"},
    {"SUMMARY:C3\r\n", ":SUMMARY: "},
    {"SUMMARY:x\r\nLOCATION:The Forge\\, Melton Mowbray\r\n", "C4"},
    {"SUMMARY:x\r\nLOCATION:Tesco\\, Oakham\r\n", ":LOCATION: \"Tesco\" fits 2 sites"},
    {"SUMMARY:x\r\nLOCATION:Oakham Bakery\r\nGEO:52.7660;-0.8860\r\n", ":LOCATION: Oakham Bakery (#1) is 15.0 km"},
};

static void events__are_at_keys_in_brackets_names_or_nowhere(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++) {
        const char *file = arena_printf(f->arena,
                                        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:e%zu\r\nDTSTART:20261124T090000Z\r\n%s"
                                        "END:VEVENT\r\nEND:VCALENDAR\r\n",
                                        i, events[i].lines);
        assert_int_equal(fixture_import(f, import_jobs_ics, "cal.ics", file), STATUS_OK);
        if (strchr(events[i].expected, ':') != NULL) {
            if (f->im.refused != 1 || strstr(fixture_refusal(f, 0), events[i].expected) == NULL)
                fail_msg("%s: %s", events[i].lines, fixture_refusal(f, 0));
            continue;
        }
        int64_t id = 0;
        struct job job;
        if (f->im.added != 1)
            fail_msg("%s: %s", events[i].lines, fixture_refusal(f, 0));
        assert_int_equal(store_job_by_uid(f->store, arena_printf(f->arena, "e%zu", i), &id, &f->err), STATUS_OK);
        assert_int_equal(store_job_get(f->store, id, f->arena, &job, &f->err), STATUS_OK);
        if (job.site_id != fixture_site(f, events[i].expected).id)
            fail_msg("%s: %s", events[i].lines, job.site_name);
    }
}

static void names__of_several_sites_are_told(void **state)
{
    struct fixture *f = *state;
    struct names *names = NULL;
    assert_int_equal(names_load(f->store, f->arena, &names, &f->err), STATUS_OK);
    assert_int_equal(names_by_town(names, "TESCO", "oakham"), NAMES_SEVERAL);
    assert_int_equal(names_by_town(names, "the forge", "Oakham"), fixture_site(f, "C3").id);
    assert_int_equal(names_by_town(names, "the forge", ""), 0);
    assert_int_equal(names_by_key(names, "t1"), fixture_site(f, "T1").id);
    assert_int_equal(names_by_key(names, "nobody"), 0);
    const struct names_site *all = names_all(names, "tesco");
    assert_non_null(all);
    assert_non_null(all->next);
    assert_null(all->next->next);
    struct site again = fixture_site(f, "T1");
    again.town = "Corby";
    names_add(names, &again);
    assert_string_equal(names_all(names, "tesco")->town, "Corby");
    assert_null(names_all(names, "tesco")->next->next);
    assert_null(names_all(names, "?"));
}

/* A row with no more than a name and a town has to say which of two it is. */
static void customers__of_one_name_and_town_are_not_taken_for_the_first(void **state)
{
    struct fixture *f = *state;
    (void)fixture_import(f, import_customers_csv, "more.csv", "name,town,goal\nTesco,Oakham,30\n");
    assert_int_equal(f->im.changed + f->im.added, 0);
    assert_has(fixture_refusal(f, 0), "#4");
    assert_has(fixture_refusal(f, 0), "#5");
}

static int set_up(void **state)
{
    struct fixture *f = fixture_new(false);
    *state = f;
    assert_int_equal(fixture_import(f, import_customers_csv, "sites.csv", sites), STATUS_OK);
    assert_counts(f, "7 new, 0 changed, 0 same, 0 refused");
    return 0;
}

static int tear_down(void **state)
{
    fixture_free(*state);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(jobs__are_at_the_site_that_is_meant_or_refused),
        TEST(events__are_at_keys_in_brackets_names_or_nowhere),
        TEST(names__of_several_sites_are_told),
        TEST(customers__of_one_name_and_town_are_not_taken_for_the_first),
    };
    return cmocka_run_group_tests_name("import jobs: sites", tests, NULL, NULL);
}
