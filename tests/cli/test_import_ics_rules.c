/* Calendars by the letter of RFC 5545: folds, skipped hours, sequences; and what is kept out of private ones. */
#include "import_fixture.h"

#include "cli/import/ics_text.h"
#include "geo/base/mem.h"

#include <string.h>

static const char sites[] = "key,name,lat,lon\n"
                            "C1,Oakham Bakery,52.6705,-0.7290\n"
                            "C2,B\xc3\xa4ume \xe2\x82\xac,52.5891,-0.7226\n";

#define CALENDAR(method, events)                                                                                       \
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n" method events "END:VCALENDAR\r\n"
#define EVENT(lines) "BEGIN:VEVENT\r\n" lines "END:VEVENT\r\n"

static void take(struct fixture *f, const char *calendar)
{
    if (fixture_import(f, import_jobs_ics, "cal.ics", calendar) != STATUS_OK)
        fail_msg("%s", f->err.text);
}

/* RFC 5545, 3.1: a fold may stand between the octets of a character. */
static void folds__may_cut_a_character(void **state)
{
    struct fixture *f = *state;
    take(f, CALENDAR("", EVENT("UID:a\r\nSUMMARY:T\xc3\r\n \xbcr\r\nLOCATION:B\xc3\r\n\t\xa4ume \xe2\r\n \x82\r\n "
                               "\xac\r\nDTSTART:20261124T090000\r\n")
                             EVENT("UID:b\r\nSUMMARY:Dentist\r\nDTSTART:20261124T090000\r\n")));
    assert_string_equal(fixture_refusal(f, 0),
                        "14:SUMMARY: there is no site \"Dentist\"; `rounds list` shows them (--known-only leaves such "
                        "events out)");
    assert_has(fixture_jobs(f), "B\xc3\xa4ume \xe2\x82\xac|T\xc3\xbcr|open");
    assert_int_equal(fixture_import(f, import_jobs_ics, "cal.ics", "BEGIN:VCALENDAR\r\nX:a\r\n \xa4\r\n"),
                     STATUS_INPUT);
    assert_has(f->err.text, "byte 0xa4 is not UTF-8");
}

static void folds__are_mended_in_place(void **state)
{
    (void)state;
    char text[] = "\xe2\n \x82\n \xac.\n \n\t";
    ics_text_mend_folds(text, sizeof text - 1);
    assert_string_equal(text, "\xe2\x82\xac\n \n .\n \n\t");
    char hostile[] = "\n \x80\x80\x80\x80\x80\n \n ";
    const size_t length = strlen(hostile);
    ics_text_mend_folds(hostile, length);
    assert_int_equal(strlen(hostile), length);
    ics_text_mend_folds(hostile, 0);
}

/* 01:30 does not exist on 28 March 2027 in London: no visit then, the others as the clock on the wall says. */
static void series__step_over_an_hour_that_the_clocks_skip(void **state)
{
    struct fixture *f = *state;
    f->today = civil_day(2027, 3, 24);
    take(f, CALENDAR("", EVENT("UID:a\r\nSUMMARY:[C1]\r\nDTSTART;TZID=Europe/London:20270326T013000\r\n"
                               "RRULE:FREQ=DAILY;COUNT=5\r\n")));
    assert_string_equal(fixture_jobs(f), "2027-03-26 01:30-01:30 60m Oakham Bakery|[C1]|open\n"
                                         "2027-03-27 01:30-01:30 60m Oakham Bakery|[C1]|open\n"
                                         "2027-03-29 01:30-01:30 60m Oakham Bakery|[C1]|open\n"
                                         "2027-03-30 01:30-01:30 60m Oakham Bakery|[C1]|open\n"
                                         "2027-03-31 01:30-01:30 60m Oakham Bakery|[C1]|open\n");
}

/* In UTC every hour is there: on the wall it is 00:30, then 01:30. */
static void series__in_utc_stay_in_utc(void **state)
{
    struct fixture *f = *state;
    f->today = civil_day(2027, 3, 24);
    take(f, CALENDAR("X-WR-TIMEZONE:America/New_York\r\n",
                     EVENT("UID:a\r\nSUMMARY:[C1]\r\nDTSTART:20270327T003000Z\r\nRRULE:FREQ=DAILY;COUNT=3\r\n")));
    assert_string_equal(fixture_jobs(f), "2027-03-27 00:30-00:30 60m Oakham Bakery|[C1]|open\n"
                                         "2027-03-28 00:30-00:30 60m Oakham Bakery|[C1]|open\n"
                                         "2027-03-29 01:30-01:30 60m Oakham Bakery|[C1]|open\n");
}

#define SERIES(sequence)                                                                                               \
    EVENT("UID:s\r\nSEQUENCE:" sequence "\r\nSUMMARY:[C1]\r\nDTSTART:20261124T090000\r\n"                              \
          "RRULE:FREQ=WEEKLY;COUNT=4\r\n")
#define SINGLE(sequence) EVENT("UID:s\r\nSEQUENCE:" sequence "\r\nSUMMARY:[C1]\r\nDTSTART:20261125T100000\r\n")
#define CHANGED(sequence)                                                                                              \
    EVENT("UID:s\r\nSEQUENCE:" sequence "\r\nRECURRENCE-ID:20261201T090000\r\nSUMMARY:[C1]\r\n"                        \
          "DTSTART:20261202T110000\r\n")

/* However they are ordered, the newest event of a uid is the one that counts. */
static void sequences__the_newest_of_a_uid_counts(void **state)
{
    struct fixture *f = *state;
    static const char *const files[] = {CALENDAR("", SINGLE("2") SERIES("1") CHANGED("1")),
                                        CALENDAR("", CHANGED("1") SERIES("1") SINGLE("2"))};
    for (size_t i = 0; i < 2; i++) {
        take(f, files[i]);
        assert_string_equal(fixture_jobs(f), "2026-11-25 10:00-10:00 60m Oakham Bakery|[C1]|open\n");
        assert_int_equal(f->im.left_out, 2);
        assert_string_equal(f->im.notes[0], "2 left out: the file has a newer event of the same UID");
    }
}

/* A repetition changed before its series was: still a repetition of it. */
static void sequences__repetitions_count_by_themselves(void **state)
{
    struct fixture *f = *state;
    take(f, CALENDAR("", SERIES("3") CHANGED("1") CHANGED("0")));
    assert_string_equal(fixture_jobs(f), "2026-11-24 09:00-09:00 60m Oakham Bakery|[C1]|open\n"
                                         "2026-12-02 11:00-11:00 60m Oakham Bakery|[C1]|open\n"
                                         "2026-12-08 09:00-09:00 60m Oakham Bakery|[C1]|open\n"
                                         "2026-12-15 09:00-09:00 60m Oakham Bakery|[C1]|open\n");
    assert_int_equal(f->im.left_out, 1);
}

#define VTIMEZONE                                                                                                      \
    "BEGIN:VTIMEZONE\r\nTZID:Our Own\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"                                 \
    "TZOFFSETFROM:+0300\r\nTZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"

static void rejects__keep_method_and_zones(void **state)
{
    struct fixture *f = *state;
    take(f, CALENDAR("METHOD:REQUEST\r\nX-WR-TIMEZONE:Europe/Paris\r\n",
                     EVENT("UID:a\r\nSUMMARY:Bakery\r\nDTSTART;TZID=Our Own:20261124T120000\r\n") VTIMEZONE));
    assert_counts(f, "0 new, 0 changed, 0 same, 1 refused");
    const char *rejects = arena_strdup(f->arena, f->im.rejects.data);
    assert_has(rejects, "METHOD:REQUEST\r\nX-WR-TIMEZONE:Europe/Paris\r\n" VTIMEZONE);
    char *mended = strstr(rejects, "Bakery");
    assert_non_null(mended);
    memcpy(mended, "  [C1]", 6);
    take(f, rejects);
    assert_string_equal(fixture_jobs(f), "2026-11-24 09:00-09:00 60m Oakham Bakery|[C1]|open\n");
}

/* What was read as Windows-1252 is written as UTF-8 and says so: the same command reads it. */
static void rejects__of_another_encoding_can_be_imported_the_same_way(void **state)
{
    struct fixture *f = *state;
    f->im.encoding = CSV_WINDOWS_1252;
    take(f, CALENDAR("", EVENT("UID:a\r\nSUMMARY:M\xfcller\r\nDTSTART:20261124T120000\r\n")));
    const char *rejects = arena_strdup(f->arena, f->im.rejects.data);
    take(f, rejects);
    assert_has(fixture_refusal(f, 0), "\"M\xc3\xbcller\"");
    assert_int_equal(fixture_import(f, import_jobs_csv, "jobs.csv", "site,date\nM\xfcller,2026-11-24\n"), STATUS_OK);
    rejects = arena_strdup(f->arena, f->im.rejects.data);
    assert_int_equal(fixture_import(f, import_jobs_csv, "jobs.csv", rejects), STATUS_OK);
    assert_has(fixture_refusal(f, 0), "2:site: there is no site \"M\xc3\xbcller\"");
}

#define PRIVATE                                                                                                        \
    EVENT("UID:p1\r\nSUMMARY:Dentist\r\nDTSTART:20261124T120000\r\n")                                                  \
    EVENT("UID:p2\r\nSUMMARY:Birthday\r\nTRANSP:TRANSPARENT\r\nDTSTART;VALUE=DATE:20261124\r\n")                       \
    EVENT("UID:p3\r\nSUMMARY:Oakham Bakery\r\nTRANSP:TRANSPARENT\r\nDTSTART;VALUE=DATE:20261124\r\n")                  \
    EVENT("UID:p4\r\nSUMMARY:[C1]\r\nTRANSP:OPAQUE\r\nDTSTART:20261124T150000\r\n")

static void private_events__are_left_out(void **state)
{
    struct fixture *f = *state;
    take(f, CALENDAR("", PRIVATE));
    assert_counts(f, "1 new, 0 changed, 0 same, 1 refused");
    assert_has(fixture_refusal(f, 0), "(--known-only leaves such events out)");
    assert_int_equal(f->im.left_out, 2);
    assert_string_equal(f->im.notes[0],
                        "line 15: \"Oakham Bakery\" is at a known site but is free time: left out; mark "
                        "it busy in the calendar to book it");
    assert_string_equal(f->im.notes[1], "2 left out: free time");
    f->im.known_only = true;
    take(f, CALENDAR("", PRIVATE));
    assert_counts(f, "0 new, 0 changed, 1 same, 0 refused");
    assert_int_equal(f->im.left_out, 3);
    assert_string_equal(f->im.notes[2], "1 left out: at no known site");
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
        TEST(folds__may_cut_a_character),
        cmocka_unit_test(folds__are_mended_in_place),
        TEST(series__step_over_an_hour_that_the_clocks_skip),
        TEST(series__in_utc_stay_in_utc),
        TEST(sequences__the_newest_of_a_uid_counts),
        TEST(sequences__repetitions_count_by_themselves),
        TEST(rejects__keep_method_and_zones),
        TEST(rejects__of_another_encoding_can_be_imported_the_same_way),
        TEST(private_events__are_left_out),
    };
    return cmocka_run_group_tests_name("import calendars by the letter", tests, NULL, NULL);
}
