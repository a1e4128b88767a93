/* Jobs from calendars. */
#include "import_fixture.h"

#include "cli/import/windows_zones.h"
#include "geo/base/mem.h"
#include "geo/store/job.h"

#include <string.h>

static const char sites[] = "key,name,town,lat,lon\n"
                            "C1,Oakham Bakery,Oakham,52.6705,-0.7290\n"
                            "C2,Uppingham Books,Uppingham,52.5891,-0.7226\n"
                            "C3,The Forge,Oakham,52.6710,-0.7300\n"
                            "C4,The Forge,Melton,52.7660,-0.8860\n";

#define CALENDAR(method, events)                                                                                       \
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n" method events "END:VCALENDAR\r\n"
#define EVENT(lines) "BEGIN:VEVENT\r\n" lines "END:VEVENT\r\n"

static void take(struct fixture *f, const char *calendar)
{
    if (fixture_import(f, import_jobs_ics, "cal.ics", calendar) != STATUS_OK)
        fail_msg("%s", f->err.text);
}

static void events__become_jobs(void **state)
{
    struct fixture *f = *state;
    static const char calendar[] = CALENDAR(
        "", EVENT("UID:a@x\r\nSUMMARY:Boiler\\, second visit\r\nLOCATION:Oakham Bakery\\, 12 High Street\\, Oakham\r\n"
                  "DTSTART:20261124T090000Z\r\nDTEND:20261124T101500Z\r\n"
                  "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\nSUMMARY:not this\r\nEND:VALARM\r\n")
                EVENT("UID:b@x\r\nSUMMARY:Check the till [c2]\r\nDTSTART:20261125T140000\r\nDURATION:PT30M\r\n")
                    EVENT("UID:c@x\r\nSUMMARY:Service at Uppingham Books\r\nDTSTART;VALUE=DATE:20261126\r\n") EVENT(
                        "UID:d@x\r\nSUMMARY:a very long line that a calendar folds aft\r\n er 75 bytes\r\nGEO:52.67051;"
                        "-0.72901\r\nDTSTART:20261127T080000Z\r\n"));
    for (int round = 0; round < 2; round++)
        take(f, calendar);
    assert_counts(f, "0 new, 0 changed, 4 same, 0 refused");
    assert_string_equal(
        fixture_jobs(f),
        "2026-11-24 09:00-09:00 75m Oakham Bakery|Boiler, second visit|open\n"
        "2026-11-25 14:00-14:00 30m Uppingham Books|Check the till [c2]|open\n"
        "2026-11-26 08:00-16:30 60m Uppingham Books|Service at Uppingham Books|open\n"
        "2026-11-27 08:00-08:00 60m Oakham Bakery|a very long line that a calendar folds after 75 bytes|open\n");
}

/* In July London is an hour ahead of UTC. */
static const struct {
    const char *start, *expected; /* NULL: refused */
} zones[] = {
    {"DTSTART:20270712T090000Z", "10:00"},
    {"DTSTART:20270712T090000", "09:00"},
    {"DTSTART;TZID=Europe/London:20270712T090000", "09:00"},
    {"DTSTART;TZID=GMT Standard Time:20270712T090000", "09:00"},
    {"DTSTART;TZID=\"GMT Standard Time\":20270712T090000", "09:00"},
    {"DTSTART;TZID=W. Europe Standard Time:20270712T090000", "08:00"},
    {"DTSTART;TZID=Eastern Standard Time:20270712T090000", "14:00"},
    {"DTSTART;TZID=India Standard Time:20270712T090000", "04:30"},
    {"DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20270712T090000", "08:00"},
    {"DTSTART;TZID=Customized Time Zone:20270712T090000", "08:00"},
    {"DTSTART;TZID=Customized Time Zone:20270112T090000", "08:00"},
    {"DTSTART;TZID=Mars/Olympus:20270712T090000", NULL},
    {"DTSTART;TZID=../../etc/passwd:20270712T090000", NULL},
    {"DTSTART:20270328T013000", NULL},
    {"DTSTART;TZID=GMT Standard Time:20270328T013000", NULL},
    {"DTSTART;TZID=W. Europe Standard Time:20270328T023000", NULL},
    {"DTSTART;TZID=Europe/Berlin:20270328T030000", "02:00"},
    {"DTSTART:20270229T090000", NULL},
    {"DTSTART:20280229T090000", "09:00"},
    {"DTSTART:20270712T250000", NULL},
    {"DTSTART:garbage", NULL},
    {"X-NOTHING:1", NULL},
};

#define VTIMEZONE                                                                                                      \
    "BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\n"                    \
    "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"            \
    "BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"                          \
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"

static void events__are_at_the_time_their_zone_says(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
        take(f, arena_printf(f->arena, CALENDAR("%s", EVENT("UID:z%zu\r\nSUMMARY:C1 [C1]\r\n%s\r\n")), VTIMEZONE, i,
                             zones[i].start));
        if (zones[i].expected == NULL) {
            assert_int_equal(f->im.refused, 1);
            assert_has(fixture_refusal(f, 0), "19:DTSTART: ");
            continue;
        }
        int64_t id = 0;
        struct job job;
        char start[CIVIL_TEXT];
        assert_int_equal(store_job_by_uid(f->store, arena_printf(f->arena, "z%zu", i), &id, &f->err), STATUS_OK);
        if (id == 0)
            fail_msg("%s: %s", zones[i].start, fixture_refusal(f, 0));
        assert_int_equal(store_job_get(f->store, id, f->arena, &job, &f->err), STATUS_OK);
        civil_format_time(start, job.earliest_s);
        if (strcmp(start, zones[i].expected) != 0)
            fail_msg("%s is at %s", zones[i].start, start);
    }
}

static void windows_zones__are_all_known_to_this_machine(void **state)
{
    (void)state;
    const char *windows = NULL;
    const char *iana = NULL;
    for (size_t i = 0; windows_zones_row(i, &windows, &iana); i++) {
        if (!civil_zone_known(iana))
            fail_msg("%s: %s", windows, iana);
        assert_string_equal(windows_zones_iana(windows), iana);
    }
    assert_string_equal(windows_zones_iana("gmt standard time"), "Europe/London");
    assert_null(windows_zones_iana("GMT"));
}

#define A(sequence, start, more)                                                                                       \
    EVENT("UID:a@x\r\nSEQUENCE:" sequence "\r\nSUMMARY:Oakham Bakery\r\nDTSTART:" start "\r\n" more)

static void events__update_by_uid_and_never_backwards(void **state)
{
    struct fixture *f = *state;
    take(f, CALENDAR("", A("1", "20261124T090000Z", "")));
    take(f, CALENDAR("", A("2", "20261124T110000Z", "")));
    assert_counts(f, "0 new, 1 changed, 0 same, 0 refused");
    take(f, CALENDAR("", A("1", "20261124T090000Z", "")));
    assert_counts(f, "0 new, 0 changed, 1 same, 0 refused");
    assert_string_equal(fixture_jobs(f), "2026-11-24 11:00-11:00 60m Oakham Bakery|Oakham Bakery|open\n");
}

static void events__that_are_cancelled_cancel_their_job(void **state)
{
    struct fixture *f = *state;
    take(f, CALENDAR("", A("0", "20261124T090000Z", "")));
    take(f, CALENDAR("", A("1", "20261124T090000Z", "STATUS:CANCELLED\r\n")));
    assert_counts(f, "0 new, 1 changed, 0 same, 0 refused");
    assert_int_equal(f->im.cancelled, 1);
    take(f, CALENDAR("", A("0", "20261124T090000Z", "")));
    assert_counts(f, "0 new, 0 changed, 1 same, 0 refused");
    take(f, CALENDAR("", A("2", "20261124T100000Z", "")));
    assert_string_equal(fixture_jobs(f), "2026-11-24 10:00-10:00 60m Oakham Bakery|Oakham Bakery|open\n");
    take(f, CALENDAR("METHOD:CANCEL\r\n", A("3", "20261124T100000Z", "")));
    assert_string_equal(fixture_jobs(f), "2026-11-24 10:00-10:00 60m Oakham Bakery|Oakham Bakery|cancelled\n");
    take(f, CALENDAR("METHOD:CANCEL\r\n", EVENT("UID:unknown\r\nDTSTART:20261124T100000Z\r\n")));
    assert_counts(f, "0 new, 0 changed, 1 same, 0 refused");
}

#define SERIES(sequence, rule)                                                                                         \
    EVENT("UID:s@x\r\nSEQUENCE:" sequence "\r\nSUMMARY:Weekly\r\nLOCATION:Oakham Bakery\r\n"                           \
          "DTSTART;TZID=Europe/London:20261013T090000\r\nDTEND;TZID=Europe/London:20261013T093000\r\n" rule)

/* On the wall at nine, before and after the clocks change; seven days back and sixty ahead. */
static void series__are_written_out(void **state)
{
    struct fixture *f = *state;
    take(f,
         CALENDAR("",
                  SERIES("0",
                         "RRULE:FREQ=WEEKLY;UNTIL=20261208T090000Z\r\n"
                         "EXDATE;TZID=Europe/London:20261201T090000\r\nRDATE;TZID=Europe/London:20261210T150000\r\n")));
    assert_counts(f, "4 new, 0 changed, 0 same, 0 refused");
    assert_string_equal(fixture_jobs(f), "2026-11-17 09:00-09:00 30m Oakham Bakery|Weekly|open\n"
                                         "2026-11-24 09:00-09:00 30m Oakham Bakery|Weekly|open\n"
                                         "2026-12-08 09:00-09:00 30m Oakham Bakery|Weekly|open\n"
                                         "2026-12-10 15:00-15:00 30m Oakham Bakery|Weekly|open\n");
}

static void series__changed_repetitions_replace_their_own(void **state)
{
    struct fixture *f = *state;
    static const char calendar[] = CALENDAR(
        "",
        EVENT(
            "UID:s@x\r\nRECURRENCE-ID;TZID=Europe/London:20261201T090000\r\nSUMMARY:Moved\r\nLOCATION:Oakham Bakery\r\n"
            "DTSTART;TZID=Europe/London:20261202T100000\r\nDTEND;TZID=Europe/London:20261202T110000\r\n")
            EVENT("UID:s@x\r\nRECURRENCE-ID:20261208T090000Z\r\nSUMMARY:x\r\nSTATUS:CANCELLED\r\nDTSTART:"
                  "20261208T090000Z\r\n") SERIES("0", "RRULE:FREQ=WEEKLY;COUNT=10\r\n"));
    for (int round = 0; round < 2; round++)
        take(f, calendar);
    assert_counts(f, "0 new, 0 changed, 5 same, 0 refused");
    assert_string_equal(fixture_jobs(f), "2026-11-17 09:00-09:00 30m Oakham Bakery|Weekly|open\n"
                                         "2026-11-24 09:00-09:00 30m Oakham Bakery|Weekly|open\n"
                                         "2026-12-02 10:00-10:00 60m Oakham Bakery|Moved|open\n"
                                         "2026-12-15 09:00-09:00 30m Oakham Bakery|Weekly|open\n");
}

static void series__repetitions_that_go_are_cancelled(void **state)
{
    struct fixture *f = *state;
    take(f, CALENDAR("", SERIES("0", "RRULE:FREQ=WEEKLY;COUNT=9\r\n")));
    assert_counts(f, "4 new, 0 changed, 0 same, 0 refused");
    take(f, CALENDAR("", SERIES("1", "RRULE:FREQ=WEEKLY;COUNT=9\r\nEXDATE;TZID=Europe/London:20261201T090000\r\n")));
    assert_int_equal(f->im.cancelled, 1);
    assert_has(fixture_jobs(f), "2026-12-01 09:00-09:00 30m Oakham Bakery|Weekly|cancelled");
    assert_has(fixture_jobs(f), "2026-12-08 09:00-09:00 30m Oakham Bakery|Weekly|open");
    take(f, CALENDAR("", SERIES("2", "")));
    assert_has(fixture_jobs(f), "2026-12-08 09:00-09:00 30m Oakham Bakery|Weekly|open"); /* a past event says nothing */
    take(f, CALENDAR("METHOD:CANCEL\r\n", SERIES("3", "")));
    assert_has(fixture_jobs(f), "2026-12-08 09:00-09:00 30m Oakham Bakery|Weekly|cancelled");
    assert_has(fixture_jobs(f), "2026-11-17 09:00-09:00 30m Oakham Bakery|Weekly|open"); /* what was, was */
}

static const struct {
    const char *lines, *refusal;
} refused[] = {
    {"UID:r\r\nSUMMARY:Dentist\r\nDTSTART:20261124T090000Z\r\n", "4:SUMMARY: there is no site \"Dentist\""},
    {"UID:r\r\nLOCATION:Oakham Bakry\r\nDTSTART:20261124T090000Z\r\n",
     "4:LOCATION: there is no site \"Oakham Bakry\"; did "
     "you mean Oakham Bakery"},
    {"UID:r\r\nLOCATION:The Forge\r\nDTSTART:20261124T090000Z\r\n", "4:LOCATION: \"The Forge\" fits 2 sites"},
    {"UID:r\r\nDTSTART:20261124T090000Z\r\n", "4:SUMMARY: no site is called like its place or its title"},
    {"UID:r\r\nSUMMARY:x [C1]\r\nDTSTART:20261124T090000Z\r\nDTEND:20261124T080000Z\r\n",
     "4:DTEND: the end is before the start"},
    {"UID:r\r\nSUMMARY:x [C1]\r\nDTSTART:20261124T090000Z\r\nDTEND:20261126T080000Z\r\n", "4:DTEND: longer than a day"},
    {"UID:r\r\nSUMMARY:x [C1]\r\nDTSTART;VALUE=DATE:20261124\r\nDTEND;VALUE=DATE:20261128\r\n",
     "4:DTEND: longer than a day"},
    {"UID:r\r\nSUMMARY:x [C1]\r\nDTSTART:20261124T090000Z\r\nRRULE:FREQ=HOURLY\r\n",
     "4:RRULE: repeats more often than daily"},
    {"UID:r\r\nSUMMARY:x [C1]\r\nDTSTART:19000101T090000Z\r\nRRULE:FREQ=DAILY\r\n",
     "4:RRULE: a rule with more than 40000"},
    {"UID:r\r\nSUMMARY:x [C1]\r\nDTSTART:20261124T090000Z\r\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261124T090000Z\r\n",
     "4:RECURRENCE-ID: a change of this and all later repetitions"},
};

static void events__that_cannot_be_jobs_are_refused_with_line_and_property(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        take(f, arena_printf(f->arena, CALENDAR("", EVENT("%s")), refused[i].lines));
        if (f->im.refused != 1 || strstr(fixture_refusal(f, 0), refused[i].refusal) == NULL)
            fail_msg("%s: %s", refused[i].lines, fixture_refusal(f, 0));
    }
    assert_string_equal(fixture_jobs(f), "");
}

static void events__of_long_ago_are_left_out(void **state)
{
    struct fixture *f = *state;
    take(f, CALENDAR("", EVENT("UID:o\r\nSUMMARY:Dentist\r\nDTSTART:20251124T090000Z\r\n")
                             EVENT("UID:p\r\nSUMMARY:C1 [C1]\r\nDTSTART:20261116T090000Z\r\n")));
    assert_counts(f, "1 new, 0 changed, 0 same, 0 refused");
    assert_int_equal(f->im.left_out, 1);
    assert_string_equal(f->im.notes[0], "1 event from more than 7 days ago: left out");
}

static void series__that_begin_later_or_are_over_are_left_out(void **state)
{
    struct fixture *f = *state;
    take(f, CALENDAR("", EVENT("UID:l\r\nSUMMARY:[C1]\r\nDTSTART:20270624T090000Z\r\nRRULE:FREQ=WEEKLY\r\n") EVENT(
                             "UID:e\r\nSUMMARY:[C1]\r\nDTSTART:20250624T090000Z\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n")));
    assert_counts(f, "0 new, 0 changed, 0 same, 0 refused");
    assert_int_equal(f->im.left_out, 2);
    assert_string_equal(f->im.notes[0], "2 repeating events with none in the next 60 days: left out");
}

static void events__with_one_uid_twice_are_refused(void **state)
{
    struct fixture *f = *state;
    for (int round = 0; round < 2; round++)
        take(f, CALENDAR("",
                         A("0", "20261124T090000Z", "") A("0", "20261125T090000Z", "") A("1", "20261126T090000Z", "")));
    assert_counts(f, "0 new, 0 changed, 1 same, 0 refused");
    assert_int_equal(f->im.left_out, 2);
    take(f, CALENDAR("", A("1", "20261126T090000Z", "") A("1", "20261127T090000Z", "")));
    assert_counts(f, "0 new, 0 changed, 1 same, 1 refused");
    assert_has(fixture_refusal(f, 0), "10:UID: \"a@x\" is on line 4 already");
}

static void events__that_were_refused_can_be_imported_again(void **state)
{
    struct fixture *f = *state;
    take(f, CALENDAR("", EVENT("UID:a\r\nSUMMARY:Dentist\r\nDESCRIPTION:kept\r\nDTSTART:20261124T090000Z\r\n")
                             A("0", "20261124T090000Z", "")));
    assert_counts(f, "1 new, 0 changed, 0 same, 1 refused");
    const char *rejects = arena_strdup(f->arena, f->im.rejects.data);
    assert_has(rejects, "DESCRIPTION:kept\r\n");
    take(f, rejects);
    assert_counts(f, "0 new, 0 changed, 0 same, 1 refused");
}

static void calendars__that_are_none_change_nothing(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *file, *why;
    } broken[] = {
        {"", "cal.ics:1: this is not a calendar"},
        {"junk\n", "cal.ics:1: this is not a calendar"},
        {"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\n", "cal.ics:2: this VEVENT does not end"},
        {"BEGIN:VCALENDAR\r\n\xe4\r\nEND:VCALENDAR\r\n", "cal.ics:2: byte 0xe4 is not UTF-8"},
        {"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n", "is an answer to an invitation"},
    };
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        assert_int_equal(fixture_import(f, import_jobs_ics, "cal.ics", broken[i].file), STATUS_INPUT);
        assert_has(f->err.text, broken[i].why);
    }
    take(f, CALENDAR("", ""));
    assert_counts(f, "0 new, 0 changed, 0 same, 0 refused");
}

/* Rules that hardly ever or never come true, and zones with rules of their own, end soon. */
static void calendars__cannot_keep_the_program_busy(void **state)
{
    struct fixture *f = *state;
    static const char *const rules[] = {
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;INTERVAL=2147483647",
        "FREQ=DAILY;BYSECOND=0,1,2,3,4,5,6,7,8,9;BYMINUTE=0,1,2,3,4,5,6,7,8,9;BYHOUR=1,2,3,4,5",
        "FREQ=YEARLY;BYSETPOS=3;BYMONTHDAY=3;BYMONTH=5"};
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        take(f,
             arena_printf(f->arena,
                          CALENDAR("", EVENT("UID:b%zu\r\nSUMMARY:[C1]\r\nDTSTART:20261124T090000Z\r\nRRULE:%s\r\n")),
                          i, rules[i]));
    take(f,
         CALENDAR("BEGIN:VTIMEZONE\r\nTZID:Evil\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nRRULE:FREQ=SECONDLY\r\n"
                  "TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n",
                  EVENT("UID:e\r\nSUMMARY:[C1]\r\nDTSTART;TZID=Evil:20261124T090000\r\n")));
    assert_has(fixture_refusal(f, 0), "the time zone \"Evil\"");
}

static void calendars__deep_nesting_does_no_harm(void **state)
{
    struct fixture *f = *state;
    struct buf file;
    buf_init(&file, 16 << 20);
    buf_add(&file, "BEGIN:VCALENDAR\r\n");
    for (int i = 0; i < 100000; i++)
        buf_add(&file, i == 0 ? "BEGIN:VEVENT\r\n" : "BEGIN:X\r\n");
    for (int i = 0; i < 100000; i++)
        buf_add(&file, "END:X\r\n");
    buf_add(&file, "END:VCALENDAR\r\n");
    take(f, file.data);
    assert_counts(f, "0 new, 0 changed, 0 same, 1 refused");
    buf_clear(&file);
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
        TEST(events__become_jobs),
        TEST(events__are_at_the_time_their_zone_says),
        cmocka_unit_test(windows_zones__are_all_known_to_this_machine),
        TEST(events__update_by_uid_and_never_backwards),
        TEST(events__that_are_cancelled_cancel_their_job),
        TEST(series__are_written_out),
        TEST(series__changed_repetitions_replace_their_own),
        TEST(series__repetitions_that_go_are_cancelled),
        TEST(events__that_cannot_be_jobs_are_refused_with_line_and_property),
        TEST(events__of_long_ago_are_left_out),
        TEST(series__that_begin_later_or_are_over_are_left_out),
        TEST(events__with_one_uid_twice_are_refused),
        TEST(events__that_were_refused_can_be_imported_again),
        TEST(calendars__that_are_none_change_nothing),
        TEST(calendars__cannot_keep_the_program_busy),
        TEST(calendars__deep_nesting_does_no_harm),
    };
    return cmocka_run_group_tests_name("import calendars", tests, NULL, NULL);
}
