/* The same file again, and after somebody changed a job by hand. */
#include "import_fixture.h"

#include "geo/base/mem.h"
#include "geo/store/history.h"
#include "geo/store/job.h"

#include <string.h>

static const char sites[] = "key,name,lat,lon,minutes\n"
                            "C1,Oakham Bakery,52.6705,-0.7290,\n"
                            "C2,Uppingham Books,52.5891,-0.7226,30\n";

static void take(struct fixture *f, importer *run, const char *file)
{
    if (fixture_import(f, run, "file", file) != STATUS_OK)
        fail_msg("%s", f->err.text);
}

static struct job job_of(struct fixture *f, int64_t id)
{
    struct job job;
    assert_int_equal(store_job_get(f->store, id, f->arena, &job, &f->err), STATUS_OK);
    return job;
}

/* What `rounds edit J1` does. */
static void save(struct fixture *f, const struct job *job)
{
    int64_t id = 0;
    assert_int_equal(store_begin(f->store, "edit", &f->err), STATUS_OK);
    assert_int_equal(store_job_save(f->store, job, &id, &f->err), STATUS_OK);
    assert_int_equal(store_commit(f->store, &f->err), STATUS_OK);
}

static void move(struct fixture *f, int64_t id, int32_t mday, int32_t hour)
{
    struct job job = job_of(f, id);
    job.day = civil_day(2026, 11, mday);
    job.earliest_s = job.latest_s = hour * 3600;
    save(f, &job);
}

static const char *note(struct fixture *f, size_t i)
{
    return i < f->im.notes_n ? f->im.notes[i] : "";
}

static const char csv[] = "uid,site,date,start,minutes,title\nJ1,C1,2026-11-24,09:00,45,Boiler\n";

static void csv__leaves_alone_what_was_changed_by_hand(void **state)
{
    struct fixture *f = *state;
    take(f, import_jobs_csv, csv);
    struct job job = job_of(f, 1);
    job.title = "Boiler, bring the long ladder";
    job.duration_s = 5400;
    save(f, &job);
    move(f, 1, 26, 14);
    take(f, import_jobs_csv, csv);
    assert_counts(f, "0 new, 0 changed, 1 same, 0 refused");
    assert_string_equal(fixture_jobs(f),
                        "2026-11-26 14:00-14:00 90m Oakham Bakery|Boiler, bring the long ladder|open\n");
    assert_int_equal(f->im.notes_n, 0);
    take(f, import_jobs_csv, "uid,site,date,start,minutes,title\nJ1,C1,2026-11-25,08:45,45,Boiler\n");
    assert_counts(f, "0 new, 1 changed, 0 same, 0 refused");
    assert_string_equal(fixture_jobs(f),
                        "2026-11-25 08:45-08:45 90m Oakham Bakery|Boiler, bring the long ladder|open\n");
    assert_string_equal(note(f, 0), "J1 Oakham Bakery: Thu 26 Nov 2026 14:00 \xe2\x86\x92 Wed 25 Nov 2026 08:45");
}

static void csv__without_a_column_clears_nothing(void **state)
{
    struct fixture *f = *state;
    take(f, import_jobs_csv, csv);
    take(f, import_jobs_csv, "uid,site,date,start\nJ1,C1,2026-11-24,09:30-10:00\n");
    assert_counts(f, "0 new, 1 changed, 0 same, 0 refused");
    assert_string_equal(note(f, 0), "J1 Oakham Bakery: 09:00 \xe2\x86\x92 09:30-10:00");
    take(f, import_jobs_csv, "uid,site,date,title\nJ1,C1,2026-11-24,\n");
    assert_string_equal(fixture_jobs(f), "2026-11-24 09:30-10:00 45m Oakham Bakery|Boiler|open\n");
    take(f, import_jobs_csv, "uid,site,date,start\nJ1,C2,2026-11-24,09:30-10:00\n"); /* 45 minutes were given once */
    assert_string_equal(fixture_jobs(f), "2026-11-24 09:30-10:00 45m Uppingham Books|Boiler|open\n");
}

/* Cancelled by hand it stays cancelled, though the file calls it open as it did before. */
static void csv__does_not_reopen_what_was_cancelled_by_hand(void **state)
{
    struct fixture *f = *state;
    static const char file[] = "uid,site,date,start,status\nJ1,C1,2026-11-24,09:00,booked\n";
    take(f, import_jobs_csv, file);
    struct job job = job_of(f, 1);
    job.status = JOB_CANCELLED;
    save(f, &job);
    take(f, import_jobs_csv, file);
    assert_counts(f, "0 new, 0 changed, 1 same, 0 refused");
    assert_int_equal(job_of(f, 1).status, JOB_CANCELLED);
}

static void csv__without_a_uid_finds_what_was_moved_by_hand(void **state)
{
    struct fixture *f = *state;
    static const char file[] = "site,date,start,title\nC1,2026-11-24,09:00,A\nC1,2026-11-24,10:00,B\n";
    take(f, import_jobs_csv, file);
    move(f, 1, 24, 10);
    move(f, 2, 26, 14);
    take(f, import_jobs_csv, file);
    assert_counts(f, "0 new, 0 changed, 2 same, 0 refused");
    assert_string_equal(fixture_jobs(f), "2026-11-24 10:00-10:00 60m Oakham Bakery|A|open\n"
                                         "2026-11-26 14:00-14:00 60m Oakham Bakery|B|open\n");
    take(f, import_jobs_csv, "site,date,start,title\nC1,2026-11-24,10:00,B\nC1,2026-11-26,14:00,C\n");
    assert_counts(f, "1 new, 0 changed, 1 same, 0 refused");
}

static void csv__names_the_jobs_it_moves_up_to_twenty(void **state)
{
    struct fixture *f = *state;
    const char *before = "uid,site,date,start\n";
    const char *after = before;
    for (int i = 0; i < 23; i++) {
        before = arena_printf(f->arena, "%sK%d,C1,2026-11-24,%02d:00\n", before, i, i);
        after = arena_printf(f->arena, "%sK%d,C1,2026-11-24,%02d:15\n", after, i, i);
    }
    take(f, import_jobs_csv, before);
    take(f, import_jobs_csv, after);
    assert_int_equal(f->im.notes_n, 21);
    assert_string_equal(note(f, 20), "3 more jobs were moved");
}

#define EVENT(sequence, start)                                                                                         \
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a@x\r\nSEQUENCE:" sequence "\r\nSUMMARY:Boiler\r\n"                        \
    "LOCATION:Oakham Bakery\r\nDTSTART:" start "\r\nDURATION:PT45M\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

static void calendar__leaves_alone_what_was_changed_by_hand(void **state)
{
    struct fixture *f = *state;
    take(f, import_jobs_ics, EVENT("0", "20261124T090000"));
    move(f, 1, 26, 14);
    take(f, import_jobs_ics, EVENT("0", "20261124T090000"));
    assert_counts(f, "0 new, 0 changed, 1 same, 0 refused");
    assert_string_equal(fixture_jobs(f), "2026-11-26 14:00-14:00 45m Oakham Bakery|Boiler|open\n");
    take(f, import_jobs_ics, EVENT("0", "20261124T103000")); /* not every calendar counts its changes */
    assert_string_equal(fixture_jobs(f), "2026-11-24 10:30-10:30 45m Oakham Bakery|Boiler|open\n");
    assert_string_equal(note(f, 0), "J1 Oakham Bakery: Thu 26 Nov 2026 14:00 \xe2\x86\x92 Tue 24 Nov 2026 10:30");
}

static void finish(struct fixture *f, int64_t id)
{
    struct job job = job_of(f, id);
    job.status = JOB_DONE;
    save(f, &job);
    struct visit visit = visit_empty();
    visit.site_id = job.site_id;
    visit.job_id = id;
    visit.day = job.day;
    visit.kind = VISIT_JOB;
    assert_int_equal(store_begin(f->store, "done", &f->err), STATUS_OK);
    assert_int_equal(store_visit_save(f->store, &visit, &visit.id, &f->err), STATUS_OK);
    assert_int_equal(store_commit(f->store, &f->err), STATUS_OK);
}

static void calendar__books_anew_what_was_done_and_is_moved_to_a_later_day(void **state)
{
    struct fixture *f = *state;
    take(f, import_jobs_ics, EVENT("0", "20261120T090000"));
    finish(f, 1);
    take(f, import_jobs_ics, EVENT("0", "20261120T090000"));
    assert_counts(f, "0 new, 0 changed, 1 same, 0 refused");
    for (int round = 0; round < 2; round++) {
        take(f, import_jobs_ics, EVENT("1", "20261124T093000"));
        assert_counts(f, round == 0 ? "1 new, 0 changed, 0 same, 0 refused" : "0 new, 0 changed, 1 same, 0 refused");
        assert_string_equal(note(f, 0), round == 0 ? "J1 Oakham Bakery was done on Fri 20 Nov 2026: moved to "
                                                     "Tue 24 Nov 2026 09:30 it is booked anew as J2"
                                                   : "");
        assert_string_equal(fixture_jobs(f), "2026-11-20 09:00-09:00 45m Oakham Bakery|Boiler|done\n"
                                             "2026-11-24 09:30-09:30 45m Oakham Bakery|Boiler|open\n");
    }
    struct visit *visits = NULL;
    size_t n = 0;
    assert_int_equal(store_visit_list(f->store, 1, 0, f->arena, &visits, &n, &f->err), STATUS_OK);
    assert_int_equal(n, 1);
    assert_int_equal(visits[0].job_id, 1);
    take(f, import_jobs_ics, EVENT("2", "20261125T093000")); /* the new one is a job like any other */
    assert_counts(f, "0 new, 1 changed, 0 same, 0 refused");
}

/* Put right afterwards: the event moved to the day of the visit, or to another hour of it, books nobody. */
static void calendar__leaves_done_what_was_done(void **state)
{
    struct fixture *f = *state;
    take(f, import_jobs_ics, EVENT("0", "20261120T090000"));
    move(f, 1, 19, 9);
    finish(f, 1);
    struct job job = job_of(f, 1);
    job.day = civil_day(2026, 11, 18);
    save(f, &job);
    take(f, import_jobs_ics, EVENT("1", "20261119T100000"));
    assert_counts(f, "0 new, 0 changed, 1 same, 0 refused");
    take(f, import_jobs_ics, EVENT("1", "20261117T100000"));
    assert_counts(f, "0 new, 0 changed, 1 same, 0 refused");
}

static int set_up(void **state)
{
    struct fixture *f = fixture_new(false);
    *state = f;
    assert_int_equal(fixture_import(f, import_customers_csv, "sites.csv", sites), STATUS_OK);
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
        TEST(csv__leaves_alone_what_was_changed_by_hand),
        TEST(csv__without_a_column_clears_nothing),
        TEST(csv__does_not_reopen_what_was_cancelled_by_hand),
        TEST(csv__without_a_uid_finds_what_was_moved_by_hand),
        TEST(csv__names_the_jobs_it_moves_up_to_twenty),
        TEST(calendar__leaves_alone_what_was_changed_by_hand),
        TEST(calendar__books_anew_what_was_done_and_is_moved_to_a_later_day),
        TEST(calendar__leaves_done_what_was_done),
    };
    return cmocka_run_group_tests_name("import jobs again", tests, NULL, NULL);
}
