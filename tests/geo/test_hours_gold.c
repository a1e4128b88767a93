/* Real values against the reference implementation's answers, and how many of the usual misspellings are mended. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "geo/base/caps.h"
#include "geo/base/civil.h"
#include "geo/base/file.h"
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/holidays.h"
#include "geo/hours.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SKIP = 77, COLUMNS = 5 };

static const char *shared; /* the folder of third-party data */

struct rows {
    char *next, *end;
};

static struct rows rows_of(struct arena *arena, const char *name)
{
    struct error err;
    char *data = NULL;
    size_t length = 0;
    const char *path = arena_printf(arena, "%s/data/opening-hours/%s", shared, name);
    if (file_read(arena, path, CAP_FILE_BYTES, &data, &length, &err) != STATUS_OK) {
        fail_msg("%s", err.text);
    }
    return (struct rows){.next = data, .end = data + length};
}

/* Cut the next line at SEPARATOR into COLUMNS fields, absent ones "". */
static bool next_row(struct rows *rows, char separator, char *field[COLUMNS])
{
    if (rows->next == rows->end) {
        return false;
    }
    char *line = rows->next;
    char *line_end = memchr(line, '\n', (size_t)(rows->end - line)); /* strchr would look at all of it under ASan */
    rows->next = line_end == NULL ? rows->end : line_end + 1;
    if (line_end != NULL) {
        *line_end = '\0';
    }
    for (int i = 0; i < COLUMNS; i++) {
        field[i] = line;
        char *end = i < COLUMNS - 1 ? strchr(line, separator) : NULL;
        if (end != NULL) {
            *end = '\0';
            line = end + 1;
        } else {
            line += strlen(line);
        }
    }
    return true;
}

/* The place of the reference's answers. */
static struct hours_where munich(struct arena *arena)
{
    return (struct hours_where){
        .placed = true, .lat_deg = 48.14, .lon_deg = 11.58, .holidays = holidays_new(arena, "de", "Bayern")};
}

static struct hours_moment moment_of(struct arena *arena, const char *text)
{
    struct hours_moment out = {0};
    int32_t wall_s = 0;
    assert_true(strlen(text) > 11);
    assert_true(civil_parse_date(arena_strndup(arena, text, 10), &out.day));
    assert_true(civil_parse_time(text + 11, &wall_s));
    out.wall_min = wall_s / 60;
    return out;
}

static const char *moment_text(struct arena *arena, struct hours_moment at)
{
    char date[CIVIL_TEXT];
    civil_format_date(date, at.day);
    return arena_printf(arena, "%sT%02d:%02d", date, at.wall_min / 60, at.wall_min % 60);
}

struct tally {
    size_t values, understood, rows, state, next, comment;
};

/* How our answer compares with the row of the table. */
static void tally_row(struct arena *arena, struct tally *tally, const struct hours *hours, char *field[COLUMNS])
{
    static const char *const words[] = {"closed", "open", "unknown"};
    const char *state = "INVALID";
    const char *next = "-";
    const char *comment = "";
    if (hours != NULL) {
        struct hours_where where = munich(arena);
        struct hours_moment at = moment_of(arena, field[1]);
        struct hours_moment change;
        struct hours_answer answer = hours_at(hours, &where, at);
        state = words[answer.state];
        comment = answer.comment == NULL ? "" : answer.comment;
        if (hours_next_change(hours, &where, at, HOURS_HORIZON_DAYS, &change, NULL)) {
            next = moment_text(arena, change);
        }
    }
    bool state_agrees = strcmp(state, field[2]) == 0;
    bool next_agrees = strcmp(next, field[3]) == 0;
    tally->rows++;
    tally->state += state_agrees ? 1 : 0;
    tally->next += next_agrees ? 1 : 0;
    tally->comment += strcmp(comment, field[4]) == 0 ? 1 : 0;
    if (!(state_agrees && next_agrees) && getenv("ROUNDS_VERBOSE") != NULL) {
        print_message("differs: %s at %s: %s until %s, not %s until %s\n", field[0], field[1], state, next, field[2],
                      field[3]);
    }
}

static double percent(size_t part, size_t whole)
{
    return 100.0 * (double)part / (double)whole;
}

/* Every row counts, also those that the reference calls INVALID. */
static void gold__states_and_next_changes_agree_with_the_reference(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct rows rows = rows_of(arena, "gold-berlin.tsv");
    struct tally tally = {0};
    struct hours *hours = NULL;
    const char *value = "";
    char *field[COLUMNS];
    while (next_row(&rows, '\t', field)) {
        if (strcmp(field[0], value) != 0) {
            value = field[0];
            hours = NULL;
            if (hours_parse(arena, value, &hours, NULL) != STATUS_OK || hours_guessed(hours)) {
                hours = NULL;
            }
            tally.values++;
            tally.understood += hours != NULL ? 1 : 0;
        }
        tally_row(arena, &tally, hours, field);
    }
    print_message("%zu of %zu values understood (%.2f %%)\n", tally.understood, tally.values,
                  percent(tally.understood, tally.values));
    print_message("of %zu answers the state agrees in %.3f %%, the next change in %.3f %%, the comment in %.3f %%\n",
                  tally.rows, percent(tally.state, tally.rows), percent(tally.next, tally.rows),
                  percent(tally.comment, tally.rows));
    assert_true(percent(tally.state, tally.rows) >= 99.6);
    assert_true(percent(tally.next, tally.rows) >= 99.3);
    assert_true(percent(tally.comment, tally.rows) >= 99.7);
    arena_free(arena);
}

/* Stretch by stretch the intervals of a fortnight say the same as asking each moment. */
static void gold__intervals_agree_with_single_moments(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct rows rows = rows_of(arena, "values.tsv");
    struct hours_where where = munich(arena);
    struct hours_interval all[200];
    struct hours *hours = NULL;
    char *field[COLUMNS];
    size_t tried = 0;
    for (size_t row = 0; next_row(&rows, '\t', field); row++) {
        if (row % 8 != 0 || hours_parse(arena, field[2], &hours, NULL) != STATUS_OK) {
            continue;
        }
        struct hours_moment from = {civil_day(2026, 12, 20), 600};
        struct hours_moment to = {from.day + 14, 600};
        size_t n = hours_intervals(hours, &where, from, to, all, 200);
        assert_true(n <= 200);
        size_t k = 0;
        for (int32_t minute = 0; minute < 14 * 1440; minute += 97) {
            struct hours_moment at = {from.day + (from.wall_min + minute) / 1440, (from.wall_min + minute) % 1440};
            while (k < n &&
                   (all[k].to.day < at.day || (all[k].to.day == at.day && all[k].to.wall_min <= at.wall_min))) {
                k++;
            }
            bool inside = k < n && (all[k].from.day < at.day ||
                                    (all[k].from.day == at.day && all[k].from.wall_min <= at.wall_min));
            enum hours_state expected = inside ? all[k].answer.state : HOURS_CLOSED;
            bool edge = inside && all[k].from.day == at.day && all[k].from.wall_min == at.wall_min;
            enum hours_state said = hours_at(hours, &where, at).state;
            if (said != expected && !edge && strchr(field[2], '+') == NULL) {
                fail_msg("%s: day %d minute %d: %d, in an interval %d", field[2], at.day - from.day, at.wall_min, said,
                         expected);
            }
            tried++;
        }
    }
    assert_true(tried > 50000);
    arena_free(arena);
}

static void gold__real_objects_are_understood_and_print_back(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct rows rows = rows_of(arena, "values.tsv");
    int64_t objects = 0;
    int64_t understood = 0;
    char *field[COLUMNS];
    while (next_row(&rows, '\t', field)) {
        int64_t count = 0;
        struct hours *hours = NULL;
        struct hours *again = NULL;
        assert_true(num_parse_i64(field[0], 0, INT64_MAX, &count));
        objects += count;
        if (hours_parse(arena, field[2], &hours, NULL) == STATUS_OK) {
            understood += count;
            char *text = hours_print(arena, hours);
            assert_int_equal(hours_parse(arena, text, &again, NULL), STATUS_OK);
            assert_string_equal(hours_print(arena, again), text);
        }
    }
    double share = 100.0 * (double)understood / (double)objects;
    print_message("hours of %lld of %lld objects understood (%.2f %%)\n", (long long)understood, (long long)objects,
                  share);
    assert_true(share > 95.0);
    arena_free(arena);
}

static void gold__most_misspellings_are_mended(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct rows rows = rows_of(arena, "malformed-common.tsv");
    int64_t objects = 0;
    int64_t mended = 0;
    char *field[COLUMNS];
    while (next_row(&rows, '\t', field)) {
        int64_t count = 0;
        struct hours *hours = NULL;
        assert_true(num_parse_i64(field[0], 0, INT64_MAX, &count));
        objects += count;
        mended += hours_parse(arena, field[1], &hours, NULL) == STATUS_OK ? count : 0;
    }
    double share = 100.0 * (double)mended / (double)objects;
    print_message("%lld of %lld misspelt objects mended (%.1f %%)\n", (long long)mended, (long long)objects, share);
    assert_true(share > 92.0);
    arena_free(arena);
}

int main(void)
{
    shared = getenv("ROUNDS_SHARED");
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/data/opening-hours/gold-berlin.tsv", shared == NULL ? "" : shared);
    if (shared == NULL || shared[0] == '\0' || !file_exists(path)) {
        print_message("skipped: data/opening-hours/gold-berlin.tsv is not in ROUNDS_SHARED\n");
        return SKIP;
    }
    assert_true(civil_zone_set("Europe/Berlin"));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gold__states_and_next_changes_agree_with_the_reference),
        cmocka_unit_test(gold__intervals_agree_with_single_moments),
        cmocka_unit_test(gold__real_objects_are_understood_and_print_back),
        cmocka_unit_test(gold__most_misspellings_are_mended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
