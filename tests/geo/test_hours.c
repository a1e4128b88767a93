#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "geo/base/caps.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/holidays.h"
#include "geo/hours.h"

#include <stdio.h>
#include <string.h>

enum { MO, TU, WE, TH, FR, SA, SU };

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

static struct hours *parse(const char *value)
{
    struct hours *hours = NULL;
    struct error err;
    if (hours_parse(arena, value, &hours, &err) != STATUS_OK) {
        fail_msg("%s: %s", value, err.text);
    }
    return hours;
}

static const char *refusal(const char *value)
{
    static struct error err;
    struct hours *hours = NULL;
    if (hours_parse(arena, value, &hours, &err) == STATUS_OK) {
        fail_msg("understood: %s as %s", value, hours_print(arena, hours));
    }
    assert_null(hours);
    assert_int_equal(err.status, STATUS_INPUT);
    return err.text;
}

/* The spans of a weekday in a week of November 2026, in which that day alone is a public holiday if HOLIDAY. */
static size_t week_day(const struct hours *hours, int weekday, bool holiday, struct hours_span *spans, size_t max)
{
    int32_t day = civil_day(2026, 11, 16) + weekday;
    struct hours_where where = {.holidays = holidays_new(arena, "", "")};
    struct error err;
    if (holiday) {
        const char *line = arena_printf(arena, ",,2026-11-%d,a day off", 16 + weekday);
        assert_int_equal(holidays_add_csv(where.holidays, line, "test", &err), STATUS_OK);
    }
    return hours_day(hours, &where, day, spans, max);
}

/* The spans of a day as text: "09:00-17:00 20:00-26:00". */
static const char *day_text(const char *value, int weekday, bool holiday)
{
    struct hours_span spans[16];
    size_t n = week_day(parse(value), weekday, holiday, spans, 16);
    char *text = arena_strdup(arena, "");
    for (size_t i = 0; i < n && i < 16; i++) {
        text = arena_printf(arena, "%s%s%02d:%02d-%02d:%02d", text, i > 0 ? " " : "", spans[i].open_s / 3600,
                            spans[i].open_s / 60 % 60, spans[i].close_s / 3600, spans[i].close_s / 60 % 60);
    }
    return text;
}

struct day_case {
    const char *value;
    int weekday;
    bool holiday;
    const char *spans;
};

static void check_days(const struct day_case *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *spans = day_text(cases[i].value, cases[i].weekday, cases[i].holiday);
        if (strcmp(spans, cases[i].spans) != 0) {
            fail_msg("%s on day %d%s: \"%s\", not \"%s\"", cases[i].value, cases[i].weekday,
                     cases[i].holiday ? " (holiday)" : "", spans, cases[i].spans);
        }
    }
}
#define CHECK_DAYS(cases) check_days(cases, sizeof(cases) / sizeof *(cases))

static void hours__weekdays_and_times(void **state)
{
    (void)state;
    static const struct day_case cases[] = {
        {"24/7", WE, false, "00:00-24:00"},
        {"Mo-Fr 09:00-17:00", MO, false, "09:00-17:00"},
        {"Mo-Fr 09:00-17:00", FR, false, "09:00-17:00"},
        {"Mo-Fr 09:00-17:00", SA, false, ""},
        {"Sa-Mo 09:00-17:00", SU, false, "09:00-17:00"},
        {"Sa-Mo 09:00-17:00", MO, false, "09:00-17:00"},
        {"Sa-Mo 09:00-17:00", TU, false, ""},
        {"Mo,We,Fr 08:00-12:00,13:00-17:00", WE, false, "08:00-12:00 13:00-17:00"},
        {"Mo,We,Fr 08:00-12:00,13:00-17:00", TU, false, ""},
        {"08:00-18:00", SU, false, "08:00-18:00"},
        {"Mo-Sa", TU, false, "00:00-24:00"},
        {"Mo-Sa", SU, false, ""},
        {"10:00-12:00,11:00-13:00,12:59-14:00", MO, false, "10:00-14:00"},
        {"14:00-16:00,09:00-10:00", MO, false, "09:00-10:00 14:00-16:00"},
        {"closed", MO, false, ""},
        {"off", MO, false, ""},
        {"open", MO, false, "00:00-24:00"},
        {"unknown", MO, false, ""},
    };
    CHECK_DAYS(cases);
}

static void hours__later_rules_override_the_days_they_name(void **state)
{
    (void)state;
    static const struct day_case cases[] = {
        {"Mo-Fr 09:00-17:00; We 09:00-12:00", WE, false, "09:00-12:00"},
        {"Mo-Fr 09:00-17:00; We 09:00-12:00", TH, false, "09:00-17:00"},
        {"Mo-Fr 09:00-17:00; We off", WE, false, ""},
        {"Mo-Fr 09:00-17:00; We 12:00-13:00 off", WE, false, "09:00-12:00 13:00-17:00"},
        {"Mo-Fr 09:00-17:00; 12:00-13:00 off", MO, false, "09:00-12:00 13:00-17:00"},
        {"24/7; Su off", SU, false, ""},
        {"09:00-12:00; 14:00-18:00", MO, false, "14:00-18:00"},
        {"Mo-Fr 09:00-12:00; 14:00-18:00", MO, false, "09:00-12:00 14:00-18:00"},
        {"We off; Mo-Fr 09:00-17:00", WE, false, "09:00-17:00"},
        {"Mo-Fr 09:00-17:00; We unknown", WE, false, ""},
    };
    CHECK_DAYS(cases);
}

static void hours__comma_rules_add(void **state)
{
    (void)state;
    static const struct day_case cases[] = {
        {"Mo-Fr 09:00-12:00, We 14:00-18:00", WE, false, "09:00-12:00 14:00-18:00"},
        {"Mo-Fr 09:00-12:00, We 14:00-18:00", TH, false, "09:00-12:00"},
        {"Mo-Fr 09:00-12:00, 14:00-18:00", TH, false, "09:00-12:00 14:00-18:00"},
        {"Mo-Fr 09:00-17:00, PH off", TU, true, ""},
        {"Mo 09:00-12:00 open, 14:00-16:00", TU, false, "14:00-16:00"},
        {"Su-Th 10:00-01:00, Fr-Sa 10:00-03:00", SU, false, "00:00-03:00 10:00-25:00"},
    };
    CHECK_DAYS(cases);
}

static void hours__fallback_rules_fill_what_is_closed(void **state)
{
    (void)state;
    static const struct day_case cases[] = {
        {"Mo-Fr 08:00-16:00 || \"by appointment\"", MO, false, "08:00-16:00"},
        {"Mo-Fr 08:00-16:00 || 10:00-18:00", MO, false, "08:00-18:00"},
        {"Mo-Fr 08:00-16:00 || 10:00-18:00", SU, false, "10:00-18:00"},
        {"Mo unknown || 10:00-18:00", MO, false, ""},
        {"Mo 08:00-10:00 || Tu 08:00-10:00, Mo 09:00-12:00", MO, false, "08:00-12:00"},
    };
    CHECK_DAYS(cases);
}

static void hours__holidays_count_only_when_declared(void **state)
{
    (void)state;
    static const struct day_case cases[] = {
        {"Mo-Fr 09:00-17:00; PH off", TU, false, "09:00-17:00"},
        {"Mo-Fr 09:00-17:00; PH off", TU, true, ""},
        {"Mo-Fr 09:00-17:00", TU, true, "09:00-17:00"}, /* nothing is said of holidays */
        {"Mo-Sa 09:00-17:00; Su,PH 10:00-12:00", TU, true, "10:00-12:00"},
        {"Mo-Sa 09:00-17:00; Su,PH 10:00-12:00", SU, false, "10:00-12:00"},
        {"PH 10:00-12:00", TU, true, "10:00-12:00"},
        {"PH 10:00-12:00", TU, false, ""},
        {"PH Mo-Fr 10:00-12:00", SU, true, ""},
        {"PH Mo-Fr 10:00-12:00", MO, true, "10:00-12:00"},
        {"PH Mo-Fr 10:00-12:00", MO, false, ""},
        {"Mo-Sa 09:00-17:00; Su PH off", TU, true, ""}, /* a forgotten comma */
    };
    CHECK_DAYS(cases);
}

static void hours__past_midnight_belongs_to_both_days(void **state)
{
    (void)state;
    static const struct day_case cases[] = {
        {"Fr 20:00-02:00", FR, false, "20:00-26:00"},
        {"Fr 20:00-02:00", SA, false, "00:00-02:00"},
        {"Fr 20:00-26:00", SA, false, "00:00-02:00"},
        {"Fr 20:00-02:00", SU, false, ""},
        {"Su 20:00-02:00", MO, false, "00:00-02:00"},
        {"Mo-Su 10:00-10:00", TU, false, "00:00-34:00"},
        {"Mo-Su 00:00-24:00", TU, false, "00:00-24:00"},
        {"Mo-Fr 09:00-00:00", MO, false, "09:00-24:00"},
        {"Fr 20:00-02:00; Sa off", FR, false, "20:00-24:00"}, /* an off day begins at midnight */
        {"Fr 20:00-02:00; Sa off", SA, false, ""},
        {"Fr 20:00-02:00; Sa 10:00-12:00", SA, false, "10:00-12:00"}, /* replaced whole */
        {"Fr 20:00-02:00, Sa 10:00-12:00", SA, false, "00:00-02:00 10:00-12:00"},
        {"Fr 22:00-36:00", SA, false, "00:00-12:00"},
        {"Fr 22:00-36:00", FR, false, "22:00-36:00"},
    };
    CHECK_DAYS(cases);
}

static void hours__open_end_and_comments_are_read_carefully(void **state)
{
    (void)state;
    static const struct day_case cases[] = {
        {"17:00+", MO, false, "17:00-24:00"},
        {"10:00-14:00+", MO, false, "10:00-14:00"},
        {"11:30-14:30,17:30+", MO, false, "11:30-14:30 17:30-24:00"},
        {"07:00+,12:00-16:00", MO, false, "07:00-16:00"},
        {"\"by appointment\"", MO, false, ""},
        {"by appointment only", MO, false, ""},
        {"Mo-Fr 09:00-17:00 \"by appointment\"", MO, false, ""},
        {"Mo-Fr 09:00-17:00 open \"ring the bell\"", MO, false, "09:00-17:00"},
        {"Mo-Fr 09:00-17:00; Sa \"by appointment\"", SA, false, ""},
        {"Mo-Fr 09:00-17:00; PH off \"gone fishing; back soon\"", MO, false, "09:00-17:00"},
    };
    CHECK_DAYS(cases);
}

static void hours__print_is_canonical_and_reads_back(void **state)
{
    (void)state;
    static const struct {
        const char *value, *canonical;
    } cases[] = {
        {"24/7", "24/7"},
        {"00:00-24:00", "24/7"},
        {"Mo-Fr 09:00-17:00", "Mo-Fr 09:00-17:00"},
        {"Sa-Mo 9:00-17:00", "Mo,Sa,Su 09:00-17:00"},
        {"Mo,Tu,We,Th 10:00-12:00", "Mo-Th 10:00-12:00"},
        {"PH,Su off", "Su,PH off"},
        {"PH Mo-Fr closed", "PH Mo-Fr off"},
        {"Fr 20:00-26:00", "Fr 20:00-02:00"},
        {"10:00-35:00", "10:00-35:00"},
        {"10:00-14:00+, Sa 17:00+", "10:00-14:00+, Sa 17:00+"},
        {"Mo 10:00-12:00 open, 14:00-16:00", "Mo 10:00-12:00 open, 14:00-16:00"},
        {"PH open, Mo 10:00-12:00", "PH open, Mo 10:00-12:00"},
        {"PH open; Mo 10:00-12:00 open", "PH; Mo 10:00-12:00"},
        {"\"by appointment\"", "\"by appointment\""},
        {"Mo-Fr 8-16 open \"bell\" || \"ring\"", "Mo-Fr 08:00-16:00 open \"bell\" || \"ring\""},
        {"unknown \"who knows\"", "\"who knows\""},
        {"nach Vereinbarung", "unknown"},
        {"24/7 closed", "24/7 off"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = hours_print(arena, parse(cases[i].value));
        assert_string_equal(text, cases[i].canonical);
        assert_string_equal(hours_print(arena, parse(text)), text);
    }
}

static void hours__usual_misspellings_are_mended(void **state)
{
    (void)state;
    static const struct {
        const char *value, *canonical;
    } cases[] = {
        {"Mo-Fr 8:00-18:00", "Mo-Fr 08:00-18:00"},
        {"mo-fr 08:00-18:00", "Mo-Fr 08:00-18:00"},
        {"MO - FR 08:00 - 18:00", "Mo-Fr 08:00-18:00"},
        {"Mo–Fr 08:00–18:00", "Mo-Fr 08:00-18:00"},
        {"Mo-Fr08:00-18:00;Sa08:00-12:00", "Mo-Fr 08:00-18:00; Sa 08:00-12:00"},
        {"Monday to Friday 9am-5:30pm", "Mo-Fr 09:00-17:30"},
        {"Mon - Fri: 9 a.m. - 5.30 p.m.", "Mo-Fr 09:00-17:30"},
        {"Monday-Friday 9:30 AM–4:30 PM", "Mo-Fr 09:30-16:30"},
        {"Mo.-Fr. 8.00 Uhr bis 17.00 Uhr", "Mo-Fr 08:00-17:00"},
        {"Montag-Freitag 8h-17h30", "Mo-Fr 08:00-17:30"},
        {"Mo-Fr 0830-1700", "Mo-Fr 08:30-17:00"},
        {"Mo-Fr 8-12 + 14-18 Uhr", "Mo-Fr 08:00-12:00,14:00-18:00"},
        {"Mo 10:00-12:00 + Di 14:00-16:00", "Mo 10:00-12:00, Tu 14:00-16:00"},
        {"Mo-Fr 10:00-18:00 + ; Sa 10:00-12:00", "Mo-Fr 10:00-18:00+; Sa 10:00-12:00"},
        {"Mo-Fr 9-17", "Mo-Fr 09:00-17:00"},
        {"Mo-Fr 09:00:00-17:00:00", "Mo-Fr 09:00-17:00"},
        {"weekdays 9-17", "Mo-Fr 09:00-17:00"},
        {"daily noon to midnight", "Mo-Su 12:00-24:00"},
        {"Sat & Sun 10:00-16:00", "Sa,Su 10:00-16:00"},
        {"Sat/Sun 10:00-16:00", "Sa,Su 10:00-16:00"},
        {"Sat and Sun 10:00-16:00", "Sa,Su 10:00-16:00"},
        {"Mo, 09:00-17:00", "Mo 09:00-17:00"},
        {"Mo-Fr 08:00-12:00 13:00-17:00 Sa 09:00-12:00", "Mo-Fr 08:00-12:00,13:00-17:00, Sa 09:00-12:00"},
        {"Mo-Fr 09:00-17:00;; Sa 09:00-12:00;", "Mo-Fr 09:00-17:00; Sa 09:00-12:00"},
        {"Mo-Fr 09:00-17:00\nSa 09:00-12:00", "Mo-Fr 09:00-17:00; Sa 09:00-12:00"},
        {"9am-5pm Mo-Fr", "Mo-Fr 09:00-17:00"},
        {"8-18 Mo-Fr 9-12 Sa", "Mo-Fr 08:00-18:00, Sa 09:00-12:00"},
        {"Closed Sunday", "Su off"},
        {"24h", "24/7"},
        {"24 hours", "24/7"},
        {"Open 24 hours", "24/7"},
        {"0-24h", "24/7"},
        {"M-F 08:00-17:00", "Mo-Fr 08:00-17:00"},
        {"Mo-Su 17:00-2:00", "Mo-Su 17:00-02:00"}, /* 2 in the afternoon is before it opens */
        {"9am-12am", "09:00-24:00"},
        {"12pm-1pm", "12:00-13:00"},
        {"9:00AM-17:00PM", "09:00-17:00"},
        {"Mo-Fr “by appointment”", "Mo-Fr \"by appointment\""},
        {"Mo-Fr 09:00-17:00, public holidays closed", "Mo-Fr 09:00-17:00, PH off"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = hours_print(arena, parse(cases[i].value));
        if (strcmp(text, cases[i].canonical) != 0) {
            fail_msg("%s: \"%s\", not \"%s\"", cases[i].value, text, cases[i].canonical);
        }
    }
}

static void hours__two_readings_are_refused_with_both(void **state)
{
    (void)state;
    assert_string_equal(refusal("Mo-Fr 9:00-5:00"),
                        "\"9:00-5:00\" may mean 09:00-17:00 or 09:00-05:00; write the one that is meant");
    assert_string_equal(refusal("1-5pm"), "\"1-5pm\" may mean 01:00-17:00 or 13:00-17:00; write the one that is meant");
    assert_non_null(strstr(refusal("9-5"), "may mean 09:00-17:00 or 09:00-05:00"));
    assert_non_null(strstr(refusal("9am-5"), "may mean 09:00-17:00"));
    assert_non_null(strstr(refusal("8-2am"), "may mean 08:00-02:00 or 20:00-02:00"));
    assert_non_null(strstr(refusal("10-10"), "may mean 10:00-22:00"));
}

static void hours__refusals_name_the_part(void **state)
{
    (void)state;
    static const struct {
        const char *value, *part;
    } cases[] = {
        {"Jan-Wanuary 09:00-17:00", "\"Jan-Wanuary\""},
        {"We[1,3 09:00-17:00", "1 to 5"},
        {"We[6] 09:00-17:00", "1 to 5"},
        {"week 1-54 Mo 09:00-17:00", "weeks are 1 to 53"},
        {"week 9-3", "weeks are 1 to 53"},
        {"Feb 30 off", "\"Feb 30\""},
        {"2027-2024 off", "\"2027-2024\""},
        {"Mo-Su 08:00-(sunset", "bracket"},
        {"Mo-Su 08:00-(sunset-25:00)", "25:00"},
        {"Mo-Fr 25:00-61:00", "61:00\""},
        {"Mo-Fr 09:99-10:00", "\"09:99\""},
        {"Mo-Fr 09:00-49:00", "49:00\""},
        {"Mo-Fr 10:00-16:00/30", "\"10:00-16:00/30\""},
        {"http://example.org/hours", "\"http://example.org/hours\""},
        {"(by arrangement)", "\"(by\""},
        {"8-18 Mo-Fr 9-12", "\"9-12\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = refusal(cases[i].value);
        if (strstr(text, cases[i].part) == NULL) {
            fail_msg("%s: %s", cases[i].value, text);
        }
    }
    assert_non_null(strstr(refusal("Su 10:00"), "the time \"10:00\" has no end"));
    assert_non_null(strstr(refusal("We-Su 11:00 -"), "the time \"11:00\" has no end"));
    assert_non_null(strstr(refusal("25:00-26:00"), "begins after the end of the day"));
    assert_non_null(strstr(refusal("Mo \"by appointment"), "no closing quotation mark"));
    assert_non_null(strstr(refusal(""), "are empty"));
    assert_non_null(strstr(refusal("  ;, || "), "are empty"));
}

static void hours__limits_end_in_a_sentence(void **state)
{
    (void)state;
    static char value[CAP_HOURS_BYTES + 2];
    memset(value, ' ', CAP_HOURS_BYTES + 1);
    assert_non_null(strstr(refusal(value), "longer than 4096 bytes"));
    char *rules = arena_strdup(arena, "");
    for (int i = 0; i <= CAP_HOURS_RULES; i++) {
        rules = arena_printf(arena, "%sMo off;", rules);
    }
    assert_non_null(strstr(refusal(rules), "more than 200 rules"));
    for (size_t i = 0; i < CAP_HOURS_BYTES; i++) {
        value[i] = "1-2,"[i % 4];
    }
    value[CAP_HOURS_BYTES] = '\0';
    assert_non_null(strstr(refusal(value), "times"));
}

static void hours__a_megabyte_is_refused_at_once(void **state)
{
    (void)state;
    enum { SIZE = 1 << 20 };
    static const char *const bits[] = {"(", "\"", "Mo-", "9", ",", "\xe2\x80", "|", "1-2 Mo "};
    char *value = arena_alloc(arena, SIZE + 1);
    for (size_t b = 0; b < sizeof bits / sizeof *bits; b++) {
        size_t length = strlen(bits[b]);
        for (size_t i = 0; i + length <= SIZE; i += length) {
            memcpy(value + i, bits[b], length);
        }
        assert_non_null(strstr(refusal(value), "longer than"));
    }
}

static void hours__days_written_never_pass_max(void **state)
{
    (void)state;
    struct hours *hours = parse("08:00-09:00,10:00-11:00,12:00-13:00");
    struct hours_span spans[2] = {{0}, {.open_s = -7}};
    assert_int_equal(week_day(hours, MO, false, spans, 1), 3);
    assert_int_equal(spans[0].close_s, 9 * 3600);
    assert_int_equal(spans[1].open_s, -7);
    assert_int_equal(week_day(hours, MO, false, NULL, 0), 3);
}

/* --- values broken at random: whatever is understood must be in order and print back ------------------------------ */

static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static void check_understood(const struct hours *hours)
{
    struct hours *again = NULL;
    char *text = hours_print(arena, hours);
    if (strlen(text) > CAP_HOURS_BYTES) {
        return;
    }
    struct error err;
    if (hours_parse(arena, text, &again, &err) != STATUS_OK) {
        fail_msg("printed \"%s\": %s", text, err.text);
    }
    assert_string_equal(hours_print(arena, again), text);
    for (int day = 0; day < 14; day++) {
        struct hours_span a[40] = {{0}};
        struct hours_span b[40] = {{0}};
        size_t n = week_day(hours, day % 7, day >= 7, a, 40);
        assert_int_equal(week_day(again, day % 7, day >= 7, b, 40), n);
        assert_memory_equal(a, b, sizeof a);
        for (size_t i = 0; i < n && i < 40; i++) {
            assert_true(a[i].open_s >= 0 && a[i].open_s < 86400 && a[i].close_s > a[i].open_s);
            assert_true(a[i].close_s <= 2 * 86400 && (i == 0 || a[i].open_s > a[i - 1].close_s));
        }
    }
}

static void try_value(const char *value)
{
    struct hours *hours = NULL;
    struct error err;
    if (hours_parse(arena, value, &hours, &err) == STATUS_OK) {
        check_understood(hours);
    } else {
        assert_null(hours);
        assert_true(err.text[0] != '\0' && strlen(err.text) < ERROR_TEXT_MAX);
    }
}

static char random_letter(uint64_t *seed)
{
    static const char letters[] = "MoTuWeThFrSaSuPHDecJan[]()week0123456789:-,;|\"+/ .apmh\n\xe2\x80\x93";
    return letters[next_random(seed) % (sizeof letters - 1)];
}

static size_t random_value(uint64_t *seed, char *value, bool any_byte)
{
    size_t length = next_random(seed) % 80;
    for (size_t i = 0; i < length; i++) {
        value[i] = random_letter(seed);
        if (any_byte) {
            value[i] = (char)(next_random(seed) % 255 + 1);
        }
    }
    return length;
}

static size_t mutated_value(uint64_t *seed, char *value, const char *from)
{
    size_t length = strlen(from);
    memcpy(value, from, length + 1);
    for (uint64_t k = next_random(seed) % 5 + 1; k > 0; k--) {
        value[next_random(seed) % length] = random_letter(seed);
    }
    return length;
}

static void hours__random_bytes_and_mutations_do_no_harm(void **state)
{
    (void)state;
    static const char *const seeds[] = {
        "Mo-Fr 08:00-12:00,13:00-17:30; Sa 09:00-12:00; PH off",
        "Su-Th 10:00-01:00, Fr-Sa 10:00-03:00+; 24/7 open \"x\" || \"by appointment\"",
        "Monday to Friday 9am–5.30pm, täglich 8h30 bis 17 Uhr",
        "PH Mo-Fr 10:00-12:00 open, 14:00-16:00, Sa unknown; 12:00-13:00 off",
    };
    uint64_t seed = 88172645463325252u;
    for (int round = 0; round < 20000; round++) {
        char value[160];
        size_t length = round % 4 == 0 ? random_value(&seed, value, round % 8 == 0)
                                       : mutated_value(&seed, value, seeds[next_random(&seed) % 4]);
        value[length] = '\0';
        try_value(value);
        if (round % 1000 == 0) {
            arena_free(arena);
            arena = arena_new();
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(hours__weekdays_and_times, setup, teardown),
        cmocka_unit_test_setup_teardown(hours__later_rules_override_the_days_they_name, setup, teardown),
        cmocka_unit_test_setup_teardown(hours__comma_rules_add, setup, teardown),
        cmocka_unit_test_setup_teardown(hours__fallback_rules_fill_what_is_closed, setup, teardown),
        cmocka_unit_test_setup_teardown(hours__holidays_count_only_when_declared, setup, teardown),
        cmocka_unit_test_setup_teardown(hours__past_midnight_belongs_to_both_days, setup, teardown),
        cmocka_unit_test_setup_teardown(hours__open_end_and_comments_are_read_carefully, setup, teardown),
        cmocka_unit_test_setup_teardown(hours__print_is_canonical_and_reads_back, setup, teardown),
        cmocka_unit_test_setup_teardown(hours__usual_misspellings_are_mended, setup, teardown),
        cmocka_unit_test_setup_teardown(hours__two_readings_are_refused_with_both, setup, teardown),
        cmocka_unit_test_setup_teardown(hours__refusals_name_the_part, setup, teardown),
        cmocka_unit_test_setup_teardown(hours__limits_end_in_a_sentence, setup, teardown),
        cmocka_unit_test_setup_teardown(hours__a_megabyte_is_refused_at_once, setup, teardown),
        cmocka_unit_test_setup_teardown(hours__days_written_never_pass_max, setup, teardown),
        cmocka_unit_test_setup_teardown(hours__random_bytes_and_mutations_do_no_harm, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
