#include "geo/base/buf.h"
#include "geo/base/mem.h"
#include "tests/base/unit.h"

#include <string.h>

static void buf__grows_and_stays_terminated(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 1 << 20);
    assert_string_equal(buf.data, "");
    for (int i = 0; i < 1000; i++) {
        buf_add(&buf, "ab");
        buf_add_char(&buf, 'c');
        buf_printf(&buf, "%03d", i);
        assert_int_equal(strlen(buf.data), buf.length);
    }
    assert_int_equal(buf.length, 6000);
    assert_memory_equal(buf.data + 5994, "abc999", 6);
    assert_false(buf.truncated);
    buf_reset(&buf);
    assert_string_equal(buf.data, "");
    buf_add(&buf, "taken");
    char *text = buf_take(&buf);
    assert_string_equal(text, "taken");
    mem_free(text);
    buf_clear(&buf);
}

static void buf__adds_all_or_nothing_at_the_ceiling(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 5);
    buf_add(&buf, "abc");
    buf_add(&buf, "def");
    assert_true(buf.truncated);
    assert_string_equal(buf.data, "abc");
    buf_printf(&buf, "%d", 1000);
    assert_string_equal(buf.data, "abc");
    buf_printf(&buf, "%d", 10);
    assert_string_equal(buf.data, "abc10");
    buf_add_char(&buf, 'x');
    assert_string_equal(buf.data, "abc10");
    buf_add_n(&buf, "", 0);
    buf_reset(&buf);
    assert_false(buf.truncated);
    buf_clear(&buf);
    buf_init(&buf, 0);
    buf_add_char(&buf, 'x');
    assert_true(buf.truncated);
    assert_string_equal(buf.data, "");
    buf_clear(&buf);
}

static void buf_into_arena__moves_the_text(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buf buf;
    buf_init(&buf, 100);
    buf_add(&buf, "moved");
    assert_string_equal(buf_into_arena(&buf, arena), "moved");
    assert_null(buf.data);
    arena_free(arena);
}

static void buf__carries_bytes_that_are_nul(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    buf_add_n(&buf, "a\0b", 3);
    assert_int_equal(buf.length, 3);
    assert_memory_equal(buf.data, "a\0b", 4);
    buf_clear(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buf__grows_and_stays_terminated),
        cmocka_unit_test(buf__adds_all_or_nothing_at_the_ceiling),
        cmocka_unit_test(buf_into_arena__moves_the_text),
        cmocka_unit_test(buf__carries_bytes_that_are_nul),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
