/* Public holidays: known days of each country, own additions, and the independent table of the shared folder. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "geo/base/caps.h"
#include "geo/base/civil.h"
#include "geo/base/file.h"
#include "geo/base/mem.h"
#include "geo/holidays.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static const char *name_on(const char *country, const char *region, const char *date)
{
    int32_t day = 0;
    assert_true(civil_parse_date(date, &day));
    const char *name = holidays_public(holidays_new(arena, country, region), day);
    return name == NULL ? "" : name;
}

struct known {
    const char *country, *region, *date, *name;
};

static void check(const struct known *known, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *name = name_on(known[i].country, known[i].region, known[i].date);
        if (strcmp(name, known[i].name) != 0) {
            fail_msg("%s %s %s: \"%s\", not \"%s\"", known[i].country, known[i].region, known[i].date, name,
                     known[i].name);
        }
    }
}
#define CHECK(known) check(known, sizeof(known) / sizeof *(known))

static void holidays__of_the_british_nations(void **state)
{
    (void)state;
    static const struct known known[] = {
        {"gb", "ENG", "2026-04-06", "Easter Monday"},
        {"gb", "SCT", "2026-04-06", ""},
        {"gb", "", "2026-04-06", ""},
        {"GB", "Scotland", "2026-08-03", "Summer bank holiday"},
        {"gb", "England", "2026-08-31", "Summer bank holiday"},
        {"gb", "SCT", "2026-08-31", ""},
        {"gb", "SCT", "2026-01-02", "2nd January"},
        {"gb", "SCT", "2026-11-30", "St Andrew's Day"},
        {"gb", "NIR", "2026-03-17", "St Patrick's Day"},
        {"gb", "NIR", "2026-07-13", "Battle of the Boyne (substitute day)"}, /* the 12th is a Sunday */
        {"gb", "WLS", "2026-12-28", "Boxing Day (substitute day)"},
        {"gb", "ENG", "2027-12-27", "Christmas Day (substitute day)"}, /* a Saturday and a Sunday */
        {"gb", "ENG", "2027-12-28", "Boxing Day (substitute day)"},
        {"gb", "ENG", "2027-12-25", "Christmas Day"},
        {"gb", "ENG", "2022-12-27", "Christmas Day (substitute day)"},
        {"gb", "SCT", "2022-01-03", "New Year's Day (substitute day)"},
        {"gb", "SCT", "2022-01-04", "2nd January (substitute day)"},
        {"gb", "ENG", "2022-05-30", ""}, /* moved for the jubilee */
        {"gb", "ENG", "2022-06-02", "Spring bank holiday"},
        {"gb", "ENG", "2022-06-03", "Platinum Jubilee bank holiday"},
        {"gb", "ENG", "2020-05-08", "Early May bank holiday"},
        {"gb", "ENG", "2020-05-04", ""},
        {"gb", "ENG", "2023-05-08", "Coronation of King Charles III"},
    };
    CHECK(known);
}

static void holidays__of_other_countries(void **state)
{
    (void)state;
    static const struct known known[] = {
        {"ie", "", "2026-02-02", "St Brigid's Day"},
        {"ie", "", "2030-02-01", "St Brigid's Day"}, /* a Friday */
        {"ie", "", "2030-02-04", ""},
        {"ie", "", "2026-10-26", "October Holiday"},
        {"de", "", "2026-01-06", ""},
        {"de", "BY", "2026-01-06", "Heilige Drei Könige"},
        {"de", "Bayern", "2026-06-04", "Fronleichnam"},
        {"de", "DE-SN", "2026-11-18", "Buß- und Bettag"},
        {"de", "SN", "2026-10-31", "Reformationstag"},
        {"de", "BY", "2026-10-31", ""},
        {"de", "BY", "2017-10-31", "Reformationstag"},
        {"de", "BE", "2026-03-08", "Internationaler Frauentag"},
        {"fr", "", "2026-05-08", "Victoire 1945"},
        {"fr", "", "2026-04-03", ""},
        {"fr", "Moselle", "2026-04-03", "Vendredi saint"},
        {"nl", "", "2026-04-27", "Koningsdag"},
        {"nl", "", "2025-04-26", "Koningsdag"}, /* the 27th is a Sunday */
        {"nl", "", "2025-05-05", "Bevrijdingsdag"},
        {"nl", "", "2026-05-05", ""},
        {"be", "", "2026-07-21", "Nationale feestdag"},
        {"at", "", "2026-10-26", "Nationalfeiertag"},
        {"ch", "GE", "2026-09-10", "Jeûne genevois"},
        {"ch", "VD", "2026-09-21", "Lundi du Jeûne"},
        {"ch", "GL", "2026-04-02", "Näfelser Fahrt"},
        {"ch", "TI", "2026-04-03", ""},
        {"ch", "ZH", "2026-04-03", "Karfreitag"},
        {"es", "", "2026-10-12", "Fiesta Nacional de España"},
        {"es", "Catalunya", "2026-09-11", "Diada Nacional de Catalunya"},
        {"pt", "", "2014-10-05", ""}, /* suspended for three years */
        {"pt", "", "2016-10-05", "Implantação da República"},
        {"it", "", "2026-10-04", "San Francesco d'Assisi"},
        {"it", "", "2025-10-04", ""},
        {"us", "", "2026-11-26", "Thanksgiving Day"},
        {"us", "", "2026-07-03", "Independence Day (observed)"},
        {"us", "", "2026-07-04", "Independence Day"},
        {"us", "", "2027-12-31", "New Year's Day (observed)"},
        {"xx", "", "2026-12-25", ""},
        {"", "", "2026-12-25", ""},
        {"de", "", "1969-12-25", ""}, /* before the years that are known */
    };
    CHECK(known);
    assert_true(holidays_country_known("CH") && !holidays_country_known("xx"));
    assert_true(holidays_region_known("ch", "Zürich") && holidays_region_known("ch", ""));
    assert_false(holidays_region_known("ch", "Bayern"));
    assert_string_equal(holidays_place(holidays_new(arena, "de", "bavaria")), "Bayern, DE");
}

static void holidays__own_additions_win(void **state)
{
    (void)state;
    static const char csv[] = "country,region,date,name,kind\n"
                              "# works outing\n"
                              "gb,,2026-06-18,\"Outing, all day\"\n"
                              "de,BY,2026-08-03/2026-09-14,Sommerferien,school\r\n"
                              "de,,2026-06-19,elsewhere\n"
                              "*,,2026-12-25,at work,none\n"
                              "gb,SCT,2026-06-20,only Scotland\n";
    struct holidays *h = holidays_new(arena, "gb", "ENG");
    struct holidays *by = holidays_new(arena, "de", "Bayern");
    struct error err;
    assert_int_equal(holidays_add_csv(h, csv, "own.csv", &err), STATUS_OK);
    assert_int_equal(holidays_add_csv(by, csv, "own.csv", &err), STATUS_OK);
    assert_string_equal(holidays_public(h, civil_day(2026, 6, 18)), "Outing, all day");
    assert_null(holidays_public(h, civil_day(2026, 6, 19)));
    assert_null(holidays_public(h, civil_day(2026, 6, 20)));
    assert_null(holidays_public(h, civil_day(2026, 12, 25)));
    assert_non_null(holidays_public(h, civil_day(2026, 12, 28)));
    assert_false(holidays_has_school(h));
    assert_true(holidays_has_school(by));
    assert_null(holidays_school(by, civil_day(2026, 8, 2)));
    assert_string_equal(holidays_school(by, civil_day(2026, 8, 3)), "Sommerferien");
    assert_string_equal(holidays_school(by, civil_day(2026, 9, 14)), "Sommerferien");
    assert_null(holidays_school(by, civil_day(2026, 9, 15)));
}

static void holidays__wrong_additions_are_refused_with_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *csv, *says;
    } cases[] = {
        {"gb,,2026-06-18\n", "own.csv:1"},
        {"gb,,2026-06-18,a\ngb,,2026-13-18,b\n", "own.csv:2: date"},
        {"gb,,2026-06-18/2026-06-01,a\n", "YYYY-MM-DD"},
        {"gb,,2026-06-18,a,sometimes\n", "none of public, school, none"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error err;
        struct holidays *h = holidays_new(arena, "gb", "");
        assert_int_equal(holidays_add_csv(h, cases[i].csv, "own.csv", &err), STATUS_INPUT);
        if (strstr(err.text, cases[i].says) == NULL) {
            fail_msg("%s", err.text);
        }
    }
}

/* --- the table of another project ---------------------------------------------------------------------------------- */

static const char *const countries[] = {"AT", "BE", "CH", "DE", "ES", "FR", "GB", "IE", "IT", "NL", "PT", "US"};

static char *shared_table(void)
{
    const char *shared = getenv("ROUNDS_SHARED");
    struct error err;
    char *data = NULL;
    size_t length = 0;
    if (shared == NULL || shared[0] == '\0') {
        return NULL;
    }
    const char *path = arena_printf(arena, "%s/data/opening-hours/holidays_public.global.txt", shared);
    return file_read(arena, path, CAP_FILE_BYTES, &data, &length, &err) == STATUS_OK ? data : NULL;
}

/* Does the table list DAY for COUNTRY? LINE is where its lines begin. */
static bool listed(const char *table, const char *country, int32_t day)
{
    char text[CIVIL_TEXT];
    civil_format_date(text, day);
    return strstr(table, arena_printf(arena, "\n%s %s\n", country, text)) != NULL;
}

static int shipped(const char *code)
{
    for (size_t i = 0; i < sizeof countries / sizeof *countries; i++) {
        if (strncmp(countries[i], code, 2) == 0) {
            return (int)i;
        }
    }
    return -1;
}

/* Every day that the other table has of 2026 to 2036 is one of ours, and ours that it lacks are of a kind that is known:
 * the real day where it only has the one in lieu, New Year in Britain, Whit Sunday, Columbus Day, every fifth 5 May. */
static void holidays__cover_an_independent_table(void **state)
{
    (void)state;
    char *table = shared_table();
    if (table == NULL) {
        print_message("skipped: holidays_public.global.txt is not in ROUNDS_SHARED\n");
        skip();
    }
    struct holidays *all[12];
    size_t n = 0;
    size_t missing = 0;
    for (size_t i = 0; i < 12; i++) {
        all[i] = holidays_new(arena, countries[i], "");
    }
    for (char *line = table; line != NULL && *line != '\0';) {
        char *next = strchr(line, '\n');
        int country = shipped(line);
        int year = (int)strtol(line + 3, NULL, 10);
        if (country >= 0 && year >= 2026 && year <= 2036) {
            int32_t day = 0;
            assert_true(civil_parse_date(arena_strndup(arena, line + 3, 10), &day));
            n++;
            if (holidays_public(all[country], day) == NULL) {
                missing++;
                print_message("not ours: %.13s\n", line);
            }
        }
        line = next == NULL ? NULL : next + 1;
    }
    print_message("%zu holidays of the other table, %zu of them not ours\n", n, missing);
    assert_true(n > 1000);
    assert_int_equal(missing, 0);
}

static bool explained(const char *country, const char *name, int32_t day)
{
    bool weekend = civil_weekday(day) >= 5;
    bool in_lieu = weekend && (strcmp(country, "GB") == 0 || strcmp(country, "US") == 0);
    bool new_year = strcmp(country, "GB") == 0 && strncmp(name, "New Year", 8) == 0; /* it has it among the nations' */
    bool others =
        strstr(name, "Pinksteren") != NULL || strstr(name, "Columbus") != NULL || strcmp(name, "Bevrijdingsdag") == 0;
    return in_lieu || new_year || others;
}

static void holidays__have_none_that_an_independent_table_lacks(void **state)
{
    (void)state;
    char *table = shared_table();
    if (table == NULL) {
        print_message("skipped: holidays_public.global.txt is not in ROUNDS_SHARED\n");
        skip();
    }
    size_t extra = 0;
    for (size_t i = 0; i < 12; i++) {
        struct holidays *h = holidays_new(arena, countries[i], "");
        const char *of_country = strstr(table, arena_printf(arena, "\n%s 2026", countries[i]));
        char *end = strstr(of_country, arena_printf(arena, "\n%s 2037", countries[i]));
        const char *part = arena_strndup(arena, of_country, (size_t)(end - of_country) + 1);
        for (int32_t day = civil_day(2026, 1, 1); day < civil_day(2037, 1, 1); day++) {
            const char *name = holidays_public(h, day);
            if (name != NULL && !listed(part, countries[i], day) && !explained(countries[i], name, day)) {
                char text[CIVIL_TEXT];
                civil_format_date(text, day);
                print_message("only ours: %s %s %s\n", countries[i], text, name);
                extra++;
            }
        }
    }
    assert_int_equal(extra, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(holidays__of_the_british_nations, setup, teardown),
        cmocka_unit_test_setup_teardown(holidays__of_other_countries, setup, teardown),
        cmocka_unit_test_setup_teardown(holidays__own_additions_win, setup, teardown),
        cmocka_unit_test_setup_teardown(holidays__wrong_additions_are_refused_with_their_line, setup, teardown),
        cmocka_unit_test_setup_teardown(holidays__cover_an_independent_table, setup, teardown),
        cmocka_unit_test_setup_teardown(holidays__have_none_that_an_independent_table_lacks, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
