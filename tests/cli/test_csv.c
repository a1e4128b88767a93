/* The CSV reader: a table of files, and mutated ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/import/csv.h"
#include "geo/base/buf.h"
#include "geo/base/caps.h"
#include "geo/base/mem.h"

#include <stdio.h>
#include <string.h>

/* The whole of a file as "line[a|b|c]line[d|e|f]"; a bad record as "line!"; an error as its sentence. */
static const char *read_all(struct arena *arena, const char *bytes, size_t length, enum csv_encoding encoding)
{
    char *copy = arena_alloc(arena, length + 1);
    memcpy(copy, bytes, length);
    struct csv *csv = NULL;
    struct error err = {0};
    if (csv_open(arena, "f.csv", copy, length, encoding, &csv, &err) != STATUS_OK)
        return arena_strdup(arena, err.text);
    struct buf out;
    buf_init(&out, 64 << 20);
    for (;;) {
        struct csv_record record;
        if (csv_next(csv, &record, &err) != STATUS_OK) {
            buf_add(&out, err.text);
            break;
        }
        if (record.n == 0)
            break;
        buf_printf(&out, "%zu%s", record.line, record.bad != NULL ? "!" : "[");
        for (size_t i = 0; i < record.n && record.bad == NULL; i++)
            buf_printf(&out, "%s%s", record.fields[i], i + 1 < record.n ? "|" : "]");
    }
    const char *text = arena_strdup(arena, out.data);
    buf_clear(&out);
    return text;
}

static const struct {
    const char *file, *expected;
} table[] = {
    {"", ""},
    {"\n\r\n\r", ""},
    {"a,b\n1,2\n", "1[a|b]2[1|2]"},
    {"a,b\r\n1,2\r\n", "1[a|b]2[1|2]"},
    {"a,b\r1,2\r", "1[a|b]2[1|2]"},
    {"a,b\n1,2", "1[a|b]2[1|2]"},
    {"a,b\n\n\n1,\n", "1[a|b]4[1|]"},
    {"a\n1\n", "1[a]2[1]"},
    {"a;b\n1,5;2\n", "1[a|b]2[1,5|2]"},
    {"a\tb\n1\t2\n", "1[a|b]2[1|2]"},
    {"a|b\n1|2\n", "1[a|b]2[1|2]"},
    {"sep=;\na,x;b\n1;2\n", "2[a,x|b]3[1|2]"},
    {"sep=;\r\na;b\r\n", "2[a|b]"},
    {"\xef\xbb\xbf"
     "a,b\n",
     "1[a|b]"},
    {"\"a\",\"b\"\n\"1,5\",\"2\"\n", "1[a|b]2[1,5|2]"},
    {"a,b\n\"x \"\"y\"\" z\",2\n", "1[a|b]2[x \"y\" z|2]"},
    {"a,b\n\"line\nline\",2\n3,4\n", "1[a|b]2[line\nline|2]4[3|4]"},
    {"a,b\r\n\"line\r\nline\",2\r\n3,4\r\n", "1[a|b]2[line\nline|2]4[3|4]"},
    {"a,b\n \"1\" , \"2\" \n", "1[a|b]2[1|2]"},
    {"a,b\n12\" board,2\n", "1[a|b]2[12\" board|2]"},
    {"a,b\n\"1\"x,2\n3,4\n", "1[a|b]2!3[3|4]"},
    {"a,b\n\"\",\n", "1[a|b]2[|]"},
    {"a,b\n\"1,2\n3,4\n",
     "1[a|b]f.csv:2: a quote opens in this row and does not close within 1 MiB; close it, or write it "
     "twice if it belongs to the text"},
    {"name,hours\n\"Bakery\",\"Mo-Fr 09:00-17:00; Sa off\"\n", "1[name|hours]2[Bakery|Mo-Fr 09:00-17:00; Sa off]"},
    {"name;note\nA;x, y, z\nB;p, q\n", "1[name|note]2[A|x, y, z]3[B|p, q]"},
    {"name,b\n\xc3\xa9,\xe2\x82\xac\n", "1[name|b]2[\xc3\xa9|\xe2\x82\xac]"},
};

static void csv__reads_files_as_they_are_in_the_wild(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct arena *arena = arena_new();
        assert_string_equal(read_all(arena, table[i].file, strlen(table[i].file), CSV_UTF8), table[i].expected);
        arena_free(arena);
    }
}

static void csv__refuses_what_is_not_text(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_non_null(strstr(read_all(arena, "a,b\n1,\0\n", 8, CSV_UTF8), "f.csv:2: a NUL byte"));
    assert_non_null(strstr(read_all(arena,
                                    "\xff\xfe"
                                    "a\0",
                                    4, CSV_UTF8),
                           "UTF-16"));
    assert_non_null(strstr(read_all(arena, "a\nb\n\xe4\n", 6, CSV_UTF8), "f.csv:3: byte 0xe4 is not UTF-8"));
    assert_non_null(strstr(read_all(arena, "a\nb\n\xe4\n", 6, CSV_UTF8), "--encoding windows-1252"));
    arena_free(arena);
}

static void csv__reads_windows_1252_when_told(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(read_all(arena, "a,b\nM\xfcller,\x80\n", 12, CSV_WINDOWS_1252),
                        "1[a|b]2[M\xc3\xbcller|\xe2\x82\xac]");
    assert_string_equal(read_all(arena,
                                 "\xef\xbb\xbf"
                                 "a,\xc3\xa9\n",
                                 8, CSV_WINDOWS_1252),
                        "1[a|\xc3\xa9]");
    enum csv_encoding encoding = CSV_UTF8;
    assert_int_equal(csv_encoding_parse("Windows-1252", &encoding, NULL), STATUS_OK);
    assert_int_equal(encoding, CSV_WINDOWS_1252);
    assert_int_equal(csv_encoding_parse("ebcdic", &encoding, NULL), STATUS_INPUT);
    arena_free(arena);
}

/* A row over the cap is refused and the next one read; a quote that runs over it ends the file. */
static void csv__goes_on_behind_a_row_that_is_too_long(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buf file;
    buf_init(&file, 64 << 20);
    buf_add(&file, "a,b\n");
    for (size_t i = 0; i < CAP_CSV_LINE_BYTES + 10; i++)
        buf_add_char(&file, 'x');
    buf_add(&file, ",2\n3,4\n");
    assert_string_equal(read_all(arena, file.data, file.length, CSV_UTF8), "1[a|b]2!3[3|4]");
    file.data[4] = '"';
    assert_non_null(strstr(read_all(arena, file.data, file.length, CSV_UTF8), "f.csv:2: a quote opens"));
    buf_clear(&file);
    arena_free(arena);
}

static void csv__takes_512_columns_and_refuses_513(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buf file;
    buf_init(&file, 1 << 20);
    buf_add(&file, "a,b\n");
    for (size_t i = 1; i < CAP_CSV_FIELDS; i++)
        buf_add(&file, ",");
    buf_add(&file, "\n");
    assert_null(strchr(read_all(arena, file.data, file.length, CSV_UTF8), '!'));
    file.data[file.length - 1] = ',';
    buf_add(&file, "\n5,6\n");
    assert_non_null(strstr(read_all(arena, file.data, file.length, CSV_UTF8), "2!3[5|6]"));
    buf_clear(&file);
    arena_free(arena);
}

/* splitmix64 (Steele, Lea, Flood 2014) */
static uint64_t next(uint64_t *seed)
{
    uint64_t z = (*seed += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* Mutated files end; sanitizers watch the memory; lines only rise. */
static void csv__survives_mutated_files(void **state)
{
    (void)state;
    static const char bytes[] = "\",;\t|\r\n a\xc3\xa9\xff";
    uint64_t seed = 42;
    for (int round = 0; round < 20000; round++) {
        struct arena *arena = arena_new();
        const size_t pick = (size_t)(next(&seed) % (sizeof table / sizeof table[0]));
        const size_t length = strlen(table[pick].file);
        char *file = arena_alloc(arena, length + 9);
        memcpy(file, table[pick].file, length);
        size_t n = length + (size_t)(next(&seed) % 8);
        for (size_t i = length; i < n; i++)
            file[i] = ' ';
        for (uint64_t k = next(&seed) % 6; n > 0 && k > 0; k--)
            file[next(&seed) % n] = bytes[next(&seed) % (sizeof bytes - 1)];
        struct csv *csv = NULL;
        struct csv_record record = {.n = 1};
        size_t line = 0;
        if (csv_open(arena, "f.csv", file, n, round % 2 == 0 ? CSV_UTF8 : CSV_WINDOWS_1252, &csv, NULL) != STATUS_OK)
            record.n = 0;
        while (record.n > 0 && csv_next(csv, &record, NULL) == STATUS_OK && record.n > 0) {
            assert_true(record.line > line);
            line = record.line;
            for (size_t i = 0; i < record.n; i++)
                assert_true(strlen(record.fields[i]) <= 3 * n);
        }
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv__reads_files_as_they_are_in_the_wild),
        cmocka_unit_test(csv__refuses_what_is_not_text),
        cmocka_unit_test(csv__reads_windows_1252_when_told),
        cmocka_unit_test(csv__goes_on_behind_a_row_that_is_too_long),
        cmocka_unit_test(csv__takes_512_columns_and_refuses_513),
        cmocka_unit_test(csv__survives_mutated_files),
    };
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
