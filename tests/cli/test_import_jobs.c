/* Jobs from CSV. */
#include "import_fixture.h"

#include "geo/base/mem.h"
#include "geo/store/job.h"

#include <string.h>

static const char sites[] = "key,name,town,postcode,lat,lon,minutes\n"
                            "C1,Oakham Bakery,Oakham,LE15 6AL,52.6705,-0.7290,\n"
                            "C2,Uppingham Books,Uppingham,LE15 9QH,52.5891,-0.7226,30\n"
                            "C3,The Forge,Oakham,LE15 6AA,52.6710,-0.7300,\n"
                            "C4,The Forge,Melton,LE13 1AA,52.7660,-0.8860,\n";

static void jobs__come_from_csv(void **state)
{
    struct fixture *f = *state;
    static const char file[] = "uid,site,date,start,latest,minutes,title\n"
                               "J1,C1,2026-11-24,09:00,10:00,45,Boiler\n"
                               "J2,oakham BAKERY,24/11/2026,14:00,,,Oven\n"
                               "J3,C2,24 Nov 2026,,,,Any time\n";
    for (int round = 0; round < 2; round++)
        assert_int_equal(fixture_import(f, import_jobs_csv, "jobs.csv", file), STATUS_OK);
    assert_counts(f, "0 new, 0 changed, 3 same, 0 refused");
    assert_string_equal(fixture_jobs(f), "2026-11-24 08:00-17:00 30m Uppingham Books|Any time|open\n"
                                         "2026-11-24 09:00-10:00 45m Oakham Bakery|Boiler|open\n"
                                         "2026-11-24 14:00-14:00 60m Oakham Bakery|Oven|open\n");
}

/* `end` closes the work, or the window when the duration is given. */
static void jobs__times_can_be_written_in_many_ways(void **state)
{
    struct fixture *f = *state;
    static const char file[] = "uid,customer,date,start,end,window,duration\n"
                               "J1,C1,2026-11-24,09:00,10:30,,\n"
                               "J2,C1,2026-11-25,09:00,10:30,,45\n"
                               "J3,C1,2026-11-26,,,09:00-10:30,1h\n"
                               "J4,C1,2026-11-27,,,9am \xe2\x80\x93 10am,1h\n"
                               "J5,C1,,2026-11-28 09:00,2026-11-28 09:45,,\n"
                               "J6,C1,,2026-11-29T9:15,,,20\n"
                               "J7,C1,2026-11-30,11:00-11:30,,,20\n"
                               "J8,C1,,1 Dec 2026 11:00 - 11:30,,,20\n"
                               "J9,C1,02/12/2026 14:00,,,,20\n"
                               "K1,C1,03/12/2026 00:00:00,,,,20\n"
                               "K2,C1,2026-12-04,2026-12-04 09:00,2026-12-04 10:00,,\n";
    assert_int_equal(fixture_import(f, import_jobs_csv, "jobs.csv", file), STATUS_OK);
    assert_string_equal(fixture_refusal(f, 0), "");
    assert_string_equal(fixture_jobs(f), "2026-11-24 09:00-09:00 90m Oakham Bakery||open\n"
                                         "2026-11-25 09:00-10:30 45m Oakham Bakery||open\n"
                                         "2026-11-26 09:00-10:30 60m Oakham Bakery||open\n"
                                         "2026-11-27 09:00-10:00 60m Oakham Bakery||open\n"
                                         "2026-11-28 09:00-09:00 45m Oakham Bakery||open\n"
                                         "2026-11-29 09:15-09:15 20m Oakham Bakery||open\n"
                                         "2026-11-30 11:00-11:30 20m Oakham Bakery||open\n"
                                         "2026-12-01 11:00-11:30 20m Oakham Bakery||open\n"
                                         "2026-12-02 14:00-14:00 20m Oakham Bakery||open\n"
                                         "2026-12-03 08:00-17:10 20m Oakham Bakery||open\n"
                                         "2026-12-04 09:00-09:00 60m Oakham Bakery||open\n");
}

static const struct {
    const char *row, *refusal;
} refused[] = {
    {"Oakham Bakry,,,2026-11-24,09:00,,,", "2:site: there is no site \"Oakham Bakry\"; did you mean Oakham Bakery"},
    {"Bakery,,,2026-11-24,09:00,,,", "2:site: no site has the key or the whole name \"Bakery\"; is it Oakham Bakery"},
    {"The Forge,,,2026-11-24,09:00,,,", "2:site: \"The Forge\" fits 2 sites"},
    {",,,2026-11-24,09:00,,,", "2:site: no site: give its key, name or place"},
    {",53.5,-1.5,2026-11-24,09:00,,,", "no site lies within 50 m of 53.50000,-1.50000"},
    {",nan,-1.5,2026-11-24,09:00,,,", "2:lat: \"nan\" is not decimal degrees"},
    {",-0.729,52.6705,2026-11-24,09:00,,,", "2:lat: lat and lon look swapped"},
    {",52.6705,,2026-11-24,09:00,,,", "2:lon: lat without lon"},
    {"C1,,,,09:00,,,", "2:start: \"09:00\" is not a date"},
    {"C1,,,2027-02-29,09:00,,,", "2:date: \"2027-02-29\" is not in the calendar"},
    {"C1,,,2026-11-24,25:00,,,", "2:start: \"25:00\" is not a time of day"},
    {"C1,,,2026-11-24,24:00,,,", "2:start: 24:00 is the next day's 00:00"},
    {"C1,,,2026-11-24,2026-11-25 09:00,,,", "2:start: \"2026-11-25 09:00\" is another day than the row's, 2026-11-24"},
    {"C1,,,2026-11-24,09:00,2026-11-25 10:00,,", "2:latest: \"2026-11-25 10:00\" is another day"},
    {"C1,,,2026-11-24,11:00-10:30,,,", "2:start: the latest start is before the earliest"},
    {"C1,,,2026-11-24,11:00-,,,", "2:start: \"\" is not a time of day"},
    {"C1,,,2026-11-24,11:00-11:30,12:00,,", "2:latest: the start is a window already"},
    {"C1,,,,2026-11-24T04:00-05:00,,,", "2:start: \"04:00-05:00\" is not a time of day"},
    {"C1,,,2026-11-24,10:00,09:00,,", "2:latest: the latest start is before the earliest"},
    {"C1,,,2026-11-24,,09:00,,", "2:start: an end without a start"},
    {"C1,,,2027-03-28,01:30,,,", "2:start: 01:30 does not exist on Sun 28 Mar 2027: the clocks go forward over it"},
    {"C1,,,2026-11-24,09:00,,soon,", "2:minutes: \"soon\" is not a duration"},
    {"C1,,,2026-11-24,09:00,,0,", "2:minutes: \"0\" is not a duration"},
    {"C1,,,2026-11-24,09:00,,,perhaps", "2:status: \"perhaps\" is not a status: open, done or cancelled"},
};

static void jobs__bad_rows_are_refused_with_line_and_field(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        const char *file =
            arena_printf(f->arena, "site,lat,lon,date,start,latest,minutes,status\n%s\n", refused[i].row);
        assert_int_equal(fixture_import(f, import_jobs_csv, "jobs.csv", file), STATUS_OK);
        if (f->im.refused != 1 || strstr(fixture_refusal(f, 0), refused[i].refusal) == NULL)
            fail_msg("%s: %s", refused[i].row, fixture_refusal(f, 0));
    }
    assert_string_equal(fixture_jobs(f), "");
}

/* 01:30 comes twice on 25 October 2026; the first is meant. Leap days are days. */
static void jobs__may_stand_at_odd_times(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(fixture_import(f, import_jobs_csv, "jobs.csv",
                                    "site,date,start\nC1,2026-10-25,01:30\nC1,29/02/2028,09:00\nC1,2026-11-24,23:45\n"),
                     STATUS_OK);
    assert_counts(f, "3 new, 0 changed, 0 same, 0 refused");
}

static void jobs__sites_are_told_apart_by_town_or_place(void **state)
{
    struct fixture *f = *state;
    static const char file[] = "uid,site,postcode,lat,lon,date,start\n"
                               "J1,The Forge,LE13 1AA,,,2026-11-24,09:00\n"
                               "J2,The Forge,,52.67101,-0.73001,2026-11-24,11:00\n"
                               "J3,,,52.58911,-0.72261,2026-11-24,13:00\n"
                               "J4,The smithy,,52.7660,-0.8860,2026-11-24,15:00\n";
    assert_int_equal(fixture_import(f, import_jobs_csv, "jobs.csv", file), STATUS_OK);
    assert_string_equal(fixture_refusal(f, 0), "");
    struct job job;
    static const char *const keys[] = {"C4", "C3", "C2", "C4"};
    for (size_t i = 0; i < 4; i++) {
        int64_t id = 0;
        const char *uid = arena_printf(f->arena, "J%zu", i + 1);
        assert_int_equal(store_job_by_uid(f->store, uid, &id, &f->err), STATUS_OK);
        assert_int_equal(store_job_get(f->store, id, f->arena, &job, &f->err), STATUS_OK);
        assert_int_equal(job.site_id, fixture_site(f, keys[i]).id);
    }
}

static void jobs__with_the_same_uid_are_changed_or_cancelled(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(fixture_import(f, import_jobs_csv, "a.csv",
                                    "uid,site,date,start,status\nJ1,C1,2026-11-24,09:00,open\n"
                                    "J1,C1,2026-11-24,10:00,open\n"),
                     STATUS_OK);
    assert_has(fixture_refusal(f, 0), "3:uid: \"J1\" is on line 2 already");
    assert_int_equal(
        fixture_import(f, import_jobs_csv, "b.csv", "uid,site,date,start,status\nJ1,C2,2026-11-25,10:00,\n"),
        STATUS_OK);
    assert_counts(f, "0 new, 1 changed, 0 same, 0 refused");
    assert_string_equal(fixture_jobs(f), "2026-11-25 10:00-10:00 30m Uppingham Books||open\n");
    assert_int_equal(fixture_import(f, import_jobs_csv, "c.csv",
                                    "uid,site,date,start,status\n"
                                    "J1,C2,2026-11-25,10:00,Cancelled\n"
                                    "J9,C2,2026-11-25,10:00,Cancelled\n"),
                     STATUS_OK);
    assert_counts(f, "0 new, 1 changed, 1 same, 0 refused");
    assert_int_equal(f->im.cancelled, 1);
    assert_string_equal(fixture_jobs(f), "2026-11-25 10:00-10:00 30m Uppingham Books||cancelled\n");
}

static void jobs__without_a_uid_must_differ_in_time(void **state)
{
    struct fixture *f = *state;
    static const char file[] = "site,date,start,title\nC1,2026-11-24,09:00,A\nC1,2026-11-24,09:00,B\n";
    for (int round = 0; round < 2; round++)
        assert_int_equal(fixture_import(f, import_jobs_csv, "a.csv", file), STATUS_OK);
    assert_counts(f, "0 new, 0 changed, 1 same, 1 refused");
    assert_has(fixture_refusal(f, 0), "3:start: the same site, day and time as line 2");
}

static void jobs__of_unknown_engineers_are_ones_own(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(fixture_import(f, import_jobs_csv, "a.csv",
                                    "site,date,start,engineer\nC1,2026-11-24,09:00,Me\n"
                                    "C2,2026-11-24,09:00,Somebody\nC3,2026-11-24,10:00,Other\n"),
                     STATUS_OK);
    assert_counts(f, "3 new, 0 changed, 0 same, 0 refused");
    assert_int_equal(f->im.notes_n, 1);
    assert_has(f->im.notes[0], "\"Somebody\", line 3");
}

static void jobs__files_without_a_site_column_are_explained(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(fixture_import(f, import_jobs_csv, "a.csv", "wer,wann\nA,B\n"), STATUS_INPUT);
    assert_has(f->err.text, "a.csv:1: no column is known as the site; the columns are: wer, wann");
}

static int set_up(void **state)
{
    struct fixture *f = fixture_new(false);
    *state = f;
    assert_int_equal(fixture_import(f, import_customers_csv, "sites.csv", sites), STATUS_OK);
    assert_counts(f, "4 new, 0 changed, 0 same, 0 refused");
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
        TEST(jobs__come_from_csv),
        TEST(jobs__times_can_be_written_in_many_ways),
        TEST(jobs__bad_rows_are_refused_with_line_and_field),
        TEST(jobs__may_stand_at_odd_times),
        TEST(jobs__sites_are_told_apart_by_town_or_place),
        TEST(jobs__with_the_same_uid_are_changed_or_cancelled),
        TEST(jobs__without_a_uid_must_differ_in_time),
        TEST(jobs__of_unknown_engineers_are_ones_own),
        TEST(jobs__files_without_a_site_column_are_explained),
    };
    return cmocka_run_group_tests_name("import jobs", tests, NULL, NULL);
}
