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

static bool open_at(const struct hours *hours, int weekday, bool holiday, int32_t wall_s)
{
    struct hours_span spans[64];
    size_t n = hours_day(hours, weekday, holiday, spans, 64);
    assert_true(n <= 64);
    for (size_t i = 0; i < n; i++) {
        if (wall_s >= spans[i].open_s && wall_s < spans[i].close_s) {
            return true;
        }
    }
    return false;
}

/* Is DAY a holiday all over Germany? */
static bool german_holiday(struct arena *arena, int32_t day)
{
    static int32_t days[400];
    static size_t n;
    if (n == 0) {
        struct rows rows = rows_of(arena, "holidays_public.global.txt");
        char *field[COLUMNS];
        while (next_row(&rows, ' ', field)) {
            if (strcmp(field[0], "DE") == 0 && n < sizeof days / sizeof *days) {
                n += civil_parse_date(field[1], &days[n]) ? 1 : 0;
            }
        }
        assert_true(n > 100);
    }
    for (size_t i = 0; i < n; i++) {
        if (days[i] == day) {
            return true;
        }
    }
    return false;
}

struct moment {
    int32_t day, wall_s;
};

static struct moment moment_of(char *text)
{
    struct moment out = {0};
    char *t = strchr(text, 'T');
    assert_non_null(t);
    *t = '\0';
    assert_true(civil_parse_date(text, &out.day));
    assert_true(civil_parse_time(t + 1, &out.wall_s));
    if (strcmp(text, "2026-03-29") == 0 && out.wall_s >= 7200 && out.wall_s < 10800) {
        out.wall_s += 3600; /* the clock skips this hour, and the reference asked at 03:30 */
    }
    return out;
}

struct tally {
    size_t values, understood, invalid_mended;
    size_t rows, agreed;
    size_t open_end; /* rows that the reference calls unknown because no end is given */
};

static void tally_row(struct arena *arena, struct tally *tally, const struct hours *hours, char *field[COLUMNS])
{
    if (strcmp(field[2], "unknown") == 0 && strstr(field[4], "open end") != NULL) {
        tally->open_end++; /* we say open or closed there, the reference neither */
        return;
    }
    struct moment at = moment_of(field[1]);
    bool open = open_at(hours, civil_weekday(at.day), german_holiday(arena, at.day), at.wall_s);
    bool agreed = open == (strcmp(field[2], "open") == 0);
    tally->rows++;
    tally->agreed += agreed ? 1 : 0;
    if (!agreed && getenv("ROUNDS_VERBOSE") != NULL) {
        print_message("differs: %s at %s %d: %s\n", field[0], field[1], at.wall_s / 60, field[2]);
    }
}

static void gold__open_and_closed_agree_with_the_reference(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct rows rows = rows_of(arena, "gold-berlin.tsv");
    struct tally tally = {0};
    struct hours *hours = NULL;
    const char *value = "";
    char *field[COLUMNS];
    while (next_row(&rows, '\t', field)) {
        bool invalid = strcmp(field[2], "INVALID") == 0;
        if (strcmp(field[0], value) != 0) {
            value = field[0];
            hours = NULL;
            bool understood = hours_parse(arena, value, &hours, NULL) == STATUS_OK;
            tally.values++;
            tally.understood += understood ? 1 : 0;
            tally.invalid_mended += understood && invalid ? 1 : 0;
        }
        if (hours != NULL && !invalid) {
            tally_row(arena, &tally, hours, field);
        }
    }
    double share = 100.0 * (double)tally.understood / (double)tally.values;
    double agreement = 100.0 * (double)tally.agreed / (double)tally.rows;
    print_message("%zu of %zu values understood (%.2f %%; %zu of them refused by the reference)\n", tally.understood,
                  tally.values, share, tally.invalid_mended);
    print_message("%zu of %zu answers agree (%.3f %%); %zu more have an open end\n", tally.agreed, tally.rows,
                  agreement, tally.open_end);
    assert_true(share > 95.0);
    assert_true(agreement >= 99.5);
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
    assert_true(share > 80.0);
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
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gold__open_and_closed_agree_with_the_reference),
        cmocka_unit_test(gold__real_objects_are_understood_and_print_back),
        cmocka_unit_test(gold__most_misspellings_are_mended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
