/* Every importer with what no importer should be given: each ends in a sentence with the file's name, nothing half-written. */
#include "import_fixture.h"

#include "geo/base/caps.h"
#include "geo/base/mem.h"

#include <string.h>

static const struct {
    const char *name;
    importer *run;
    const char *file;
    const char *seed; /* a good file, to be mutated */
} importers[] = {
    {"customers", import_customers_csv, "a.csv",
     "key,name,lat,lon,last visit,hours,amenities,contact,phone,note,collections,goal\n"
     "K1,Bakery,52.67,-0.73,29/02/2024,Mo-Fr 09:00-17:00,\"toilet, wifi\",Ann,01572 1,\"two\nlines\",DPD Mo-Fr "
     "16:15,90\n"
     "K2,Books,52.59,-0.72,2025-10-26,,,Bob,,,,3 months\n"},
    {"havens", import_havens_csv, "a.csv",
     "osm,name,kind,lat,lon,opening_hours,internet_access,toilets\nn1,Cafe,amenity=cafe,52.67,-0.73,Mo-Fr "
     "9-17,wlan,yes\n"
     "n2,,amenity=toilets,52.68,-0.74,,,\n"},
    {"havens", import_havens_geojson, "a.geojson",
     "{\"type\":\"FeatureCollection\",\"crs\":null,\"features\":[{\"type\":\"Feature\",\"id\":\"node/"
     "1\",\"properties\":"
     "{\"amenity\":\"cafe\",\"name\":\"Caf\\u00e9\",\"opening_hours\":\"Mo-Fr "
     "9-17\"},\"geometry\":{\"type\":\"Polygon\","
     "\"coordinates\":[[[-0.73,52.66],[-0.72,52.66],[-0.72,52.67],[-0.73,52.66]]]}},{\"type\":\"Feature\","
     "\"properties\":null,"
     "\"geometry\":{\"type\":\"Point\",\"coordinates\":[-0.7,52.6]}}]}"},
    {"jobs", import_jobs_csv, "a.csv",
     "uid,site,date,start,latest,minutes,title,status,lat,lon\nJ1,S1,2026-11-24,09:00,10:00,45,Boiler,open,,\n"
     "J2,,29/02/2028,1:30,,1h,,,52.6705,-0.7290\n"},
    {"jobs", import_jobs_ics, "a.ics",
     "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:PUBLISH\r\nX-WR-TIMEZONE:Europe/"
     "London\r\nBEGIN:VTIMEZONE\r\nTZID:Own\r\n"
     "BEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
     "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:a\r\nSEQUENCE:"
     "1\r\n"
     "SUMMARY:Site One [S1]\r\nLOCATION:Site One\\, "
     "Oakham\r\nGEO:52.6705;-0.729\r\nDTSTART;TZID=Own:20261124T090000\r\n"
     "DTEND;TZID=GMT Standard "
     "Time:20261124T100000\r\nRRULE:FREQ=WEEKLY;COUNT=5;BYDAY=TU,TH\r\nEXDATE:20261201T080000Z\r\n"
     "RDATE;VALUE=PERIOD:20261205T080000Z/"
     "PT1H\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID:20261126T080000Z\r\n"
     "DTSTART:20261126T100000\r\nDURATION:PT30M\r\nSTATUS:CONFIRMED\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"},
};

enum { IMPORTERS = sizeof importers / sizeof importers[0] };

static void give_site(struct fixture *f)
{
    assert_int_equal(
        fixture_import(f, import_customers_csv, "s.csv", "key,name,lat,lon\nS1,Site One,52.6705,-0.7290\n"), STATUS_OK);
}

static size_t all_of(struct fixture *f)
{
    struct store_counts counts;
    assert_int_equal(store_count(f->store, &counts, &f->err), STATUS_OK);
    return counts.customers + counts.havens + counts.contacts + counts.jobs_open + counts.visits;
}

/* Run; a failure must name the file and change nothing. */
static enum status run(struct fixture *f, size_t i, const char *bytes, size_t length)
{
    const size_t before = all_of(f);
    const enum status status = fixture_import_bytes(f, importers[i].run, importers[i].file, bytes, length);
    if (status == STATUS_OK)
        return status;
    assert_int_equal(status, STATUS_INPUT);
    assert_memory_equal(f->err.text, importers[i].file, strlen(importers[i].file));
    assert_int_equal(all_of(f), before);
    return status;
}

static void importers__take_their_seeds(void **state)
{
    struct fixture *f = *state;
    give_site(f);
    for (size_t i = 0; i < IMPORTERS; i++) {
        if (run(f, i, importers[i].seed, strlen(importers[i].seed)) != STATUS_OK)
            fail_msg("%s", f->err.text);
        assert_true(f->im.added + f->im.changed >= 1);
    }
}

static void importers__refuse_empty_and_binary_files(void **state)
{
    struct fixture *f = *state;
    static const char binary[] = "\x7f"
                                 "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0";
    static const char utf16[] = "\xff\xfen\0a\0m\0e\0";
    for (size_t i = 0; i < IMPORTERS; i++) {
        assert_int_equal(run(f, i, "", 0), STATUS_INPUT);
        assert_int_equal(run(f, i, "\r\n\n", 3), STATUS_INPUT);
        assert_int_equal(run(f, i, binary, sizeof binary), STATUS_INPUT);
        assert_has(f->err.text, "NUL byte");
        assert_int_equal(run(f, i, utf16, sizeof utf16), STATUS_INPUT);
        assert_has(f->err.text, "UTF-16");
    }
}

static void importers__refuse_a_wrong_encoding_with_its_line(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < IMPORTERS; i++) {
        const size_t length = strlen(importers[i].seed);
        char *file = arena_strdup(f->arena, importers[i].seed);
        file[length - 3] = (char)0xfc;
        assert_int_equal(run(f, i, file, length), STATUS_INPUT);
        assert_has(f->err.text, "--encoding windows-1252");
    }
}

/* A line of two megabytes where the name would be: one row refused, or the whole file, by name. */
static void importers__survive_a_huge_line(void **state)
{
    struct fixture *f = *state;
    give_site(f);
    enum { HUGE_BYTES = 2 << 20 };
    for (size_t i = 0; i < IMPORTERS; i++) {
        const char *mark = strstr(importers[i].seed, i == 2   ? "Caf"
                                                     : i == 3 ? "Boiler"
                                                     : i == 4 ? "Site One"
                                                     : i == 0 ? "Bakery"
                                                              : "Cafe");
        const size_t head = (size_t)(mark - importers[i].seed);
        const size_t length = strlen(importers[i].seed);
        char *file = arena_alloc(f->arena, length + HUGE_BYTES + 1);
        memcpy(file, importers[i].seed, head);
        memset(file + head, 'x', HUGE_BYTES);
        memcpy(file + head + HUGE_BYTES, mark, length - head);
        if (run(f, i, file, length + HUGE_BYTES) == STATUS_OK)
            assert_true(f->im.refused >= 1);
    }
}

/* splitmix64 (Steele, Lea, Flood 2014) */
static uint64_t next(uint64_t *seed)
{
    uint64_t z = (*seed += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* A few bytes changed, a piece doubled, or the end cut off. */
static size_t mutate(char *file, size_t length, uint64_t *seed)
{
    static const char bytes[] = "\",;:=[]{}\r\n0-9.T\\\xc3\xa9\xff";
    for (uint64_t k = next(seed) % 5; k > 0; k--)
        file[next(seed) % length] = bytes[next(seed) % (sizeof bytes - 1)];
    const size_t at = (size_t)(next(seed) % length);
    const size_t n = (size_t)(next(seed) % (length - at));
    if (next(seed) % 4 == 0) {
        memmove(file + at + n, file + at, length - at);
        return length + n;
    }
    return next(seed) % 4 == 0 ? at + 1 : length;
}

static void importers__survive_mutated_files(void **state)
{
    struct fixture *f = *state;
    uint64_t seed = 7;
    give_site(f);
    for (int round = 0; round < 1000; round++) {
        const size_t i = (size_t)round % IMPORTERS;
        const size_t length = strlen(importers[i].seed);
        char *file = arena_alloc(f->arena, 2 * length + 1);
        memcpy(file, importers[i].seed, length);
        const size_t mutated = mutate(file, length, &seed);
        (void)run(f, i, file, mutated);
    }
}

static int set_up(void **state)
{
    *state = fixture_new(false);
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
        TEST(importers__take_their_seeds),
        TEST(importers__refuse_empty_and_binary_files),
        TEST(importers__refuse_a_wrong_encoding_with_its_line),
        TEST(importers__survive_a_huge_line),
        TEST(importers__survive_mutated_files),
    };
    return cmocka_run_group_tests_name("hostile imports", tests, NULL, NULL);
}
