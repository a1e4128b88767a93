#include "geo/base/buf.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "tests/base/unit.h"

#include <stdbool.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static bool all_zero(const void *block, size_t size)
{
    const unsigned char *bytes = block;
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    return true;
}

static void mem_alloc__is_zeroed_and_never_null(void **state)
{
    (void)state;
    void *none = mem_alloc(0);
    void *also_none = mem_alloc(0);
    unsigned char *some = mem_alloc(1000);
    assert_non_null(none);
    assert_ptr_not_equal(none, also_none);
    assert_true(all_zero(some, 1000));
    some = mem_grow(some, 500, 4);
    assert_true(all_zero(some, 1000));
    char *copy = mem_strdup("text");
    assert_string_equal(copy, "text");
    mem_free(copy);
    mem_free(some);
    mem_free(none);
    mem_free(also_none);
    mem_free(NULL);
}

/* Sizes around every boundary: alignment, chunk, a block of its own. */
static void arena__gives_aligned_zeroed_blocks_that_do_not_overlap(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    enum { BLOCKS = 3000 };
    static unsigned char *blocks[BLOCKS];
    static size_t sizes[BLOCKS];
    size_t total = 0;
    uint32_t random = 12345;
    for (size_t i = 0; i < BLOCKS; i++) {
        random = random * 1664525U + 1013904223U;
        sizes[i] = (random >> 8) % (i % 100 == 0 ? 300000 : 200);
        blocks[i] = arena_alloc(arena, sizes[i]);
        total += sizes[i];
        assert_int_equal((uintptr_t)blocks[i] % _Alignof(max_align_t), 0);
        assert_true(all_zero(blocks[i], sizes[i]));
        memset(blocks[i], (int)(i % 255) + 1, sizes[i]);
    }
    for (size_t i = 0; i < BLOCKS; i++) {
        for (size_t j = 0; j < sizes[i]; j++) {
            assert_int_equal(blocks[i][j], i % 255 + 1);
        }
    }
    assert_int_equal(arena_bytes(arena), total);
    arena_free(arena);
    arena_free(NULL);
}

static void arena__starts_with_a_big_block_too(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    char *big = arena_alloc(arena, 5 << 20);
    char *small = arena_strdup(arena, "small");
    memset(big, 'x', 5 << 20);
    assert_string_equal(small, "small");
    arena_free(arena);
}

static void arena__copies_texts(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(arena_strdup(arena, NULL), "");
    assert_string_equal(arena_strdup(arena, "abc"), "abc");
    assert_string_equal(arena_strndup(arena, "abcdef", 3), "abc");
    assert_string_equal(arena_strndup(arena, NULL, 0), "");
    assert_string_equal(arena_printf(arena, "%s-%05d", "x", 42), "x-00042");
    char *wide = arena_printf(arena, "%10000d", 1);
    assert_int_equal(strlen(wide), 10000);
    arena_free(arena);
}

static void arena_push__keeps_what_was_pushed(void **state)
{
    (void)state;
    struct item {
        int64_t number;
        char letter;
    };
    struct arena *arena = arena_new();
    struct item *items = NULL;
    size_t count = 0;
    size_t capacity = 0;
    for (int i = 0; i < 10000; i++) {
        struct item *item = arena_push(arena, &items, &count, &capacity, sizeof *items);
        assert_int_equal(item->number, 0);
        item->number = i;
        item->letter = 'x';
    }
    assert_int_equal(count, 10000);
    assert_true(capacity >= count);
    for (int i = 0; i < 10000; i++) {
        assert_int_equal(items[i].number, i);
    }
    count -= 5; /* room that is used again comes back zeroed */
    struct item *again = arena_push(arena, &items, &count, &capacity, sizeof *items);
    assert_int_equal(again->number, 0);
    arena_free(arena);
}

/* ---- running out */

enum { EXIT_EXHAUSTED = 41 };

static void leave(void)
{
    _exit(EXIT_EXHAUSTED);
}

/* Runs WORK in a child whose N-th allocation fails; its exit status. */
static int status_of(void (*work)(void), uint64_t n)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        mem_on_exhausted(leave);
        mem_fail_after(n);
        work();
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void overflow_array(void)
{
    (void)mem_alloc_array(SIZE_MAX / 2, 3);
}

static void overflow_grow(void)
{
    (void)mem_grow(NULL, SIZE_MAX / 4, 5);
}

static void overflow_arena(void)
{
    struct arena *arena = arena_new();
    (void)arena_array(arena, SIZE_MAX / 8, 9);
}

static void huge_arena(void)
{
    struct arena *arena = arena_new();
    (void)arena_alloc(arena, SIZE_MAX - 8);
}

static void mem__calls_the_handler_when_a_size_overflows(void **state)
{
    (void)state;
    void (*const works[])(void) = {overflow_array, overflow_grow, overflow_arena, huge_arena};
    for (size_t i = 0; i < COUNT(works); i++) {
        assert_int_equal(status_of(works[i], 0), EXIT_EXHAUSTED);
    }
}

static void everything_that_allocates(void)
{
    struct arena *arena = arena_new();
    char *copy = mem_strdup("a");
    copy = mem_grow(copy, 100, 100);
    struct buf buf;
    buf_init(&buf, 100000);
    for (int i = 0; i < 1000; i++) {
        buf_printf(&buf, "%d ", i);
    }
    (void)text_fold(arena, buf.data);
    (void)text_terminal_safe(arena, buf.data);
    (void)text_cut(arena, buf.data, 10);
    (void)arena_alloc(arena, 1 << 20);
    mem_free(buf_take(&buf));
    mem_free(copy);
    arena_free(arena);
}

static void mem__fails_each_allocation_in_turn_and_always_says_so(void **state)
{
    (void)state;
    uint64_t n = 1;
    while (status_of(everything_that_allocates, n) == EXIT_EXHAUSTED) {
        n++;
        assert_true(n < 1000);
    }
    assert_true(n > 10); /* that many were failed, each with the handler called */
    assert_int_equal(status_of(everything_that_allocates, n), 0);
    assert_int_equal(status_of(everything_that_allocates, 0), 0);
}

static jmp_buf after_exhaustion;

static void jump(void)
{
    longjmp(after_exhaustion, 1);
}

static void arena__is_whole_after_a_failed_allocation(void **state)
{
    (void)state;
    struct arena *volatile arena = arena_new();
    char *volatile kept = arena_strdup(arena, "kept");
    mem_on_exhausted(jump);
    if (setjmp(after_exhaustion) == 0) {
        mem_fail_after(1);
        (void)arena_alloc(arena, 1 << 20);
        fail();
    }
    mem_on_exhausted(NULL);
    assert_string_equal(kept, "kept");
    assert_string_equal(arena_strdup(arena, "more"), "more");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mem_alloc__is_zeroed_and_never_null),
        cmocka_unit_test(arena__gives_aligned_zeroed_blocks_that_do_not_overlap),
        cmocka_unit_test(arena__starts_with_a_big_block_too),
        cmocka_unit_test(arena__copies_texts),
        cmocka_unit_test(arena_push__keeps_what_was_pushed),
        cmocka_unit_test(mem__calls_the_handler_when_a_size_overflows),
        cmocka_unit_test(mem__fails_each_allocation_in_turn_and_always_says_so),
        cmocka_unit_test(arena__is_whole_after_a_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
