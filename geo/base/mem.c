#include "geo/base/mem.h"

#include <assert.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Under AddressSanitizer the unused part of a chunk, and a gap behind each allocation, are poisoned: an arena would
 * hide overruns otherwise. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MEM_ASAN 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define MEM_ASAN 1
#endif
#ifdef MEM_ASAN
#include <sanitizer/asan_interface.h>
enum { RED_ZONE = 16 };
#else
#define ASAN_POISON_MEMORY_REGION(address, size)   ((void)(address), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
enum { RED_ZONE = 0 };
#endif

enum {
    ALIGNMENT = _Alignof(max_align_t),
    FIRST_CHUNK = 4 << 10,
    LARGEST_CHUNK = 1 << 20, /* above it chunks grow no further: the waste at the end stays small */
};

static void (*exhausted_handler)(void);
static uint64_t fail_countdown;

void mem_on_exhausted(void (*handler)(void))
{
    exhausted_handler = handler;
}

void mem_fail_after(uint64_t n)
{
    fail_countdown = n;
}

_Noreturn static void exhausted(void)
{
    if (exhausted_handler != NULL) {
        exhausted_handler();
    }
    abort();
}

static bool must_fail(void)
{
    return fail_countdown > 0 && --fail_countdown == 0;
}

static size_t checked_product(size_t count, size_t size)
{
    size_t product;
    if (__builtin_mul_overflow(count, size, &product)) {
        exhausted();
    }
    return product;
}

void *mem_alloc(size_t size)
{
    return mem_alloc_array(1, size);
}

void *mem_alloc_array(size_t count, size_t size)
{
    size_t total = checked_product(count, size);
    void *block = must_fail() ? NULL : calloc(1, total > 0 ? total : 1);
    if (block == NULL) {
        exhausted();
    }
    return block;
}

void *mem_grow(void *block, size_t count, size_t size)
{
    size_t total = checked_product(count, size);
    void *grown = must_fail() ? NULL : realloc(block, total > 0 ? total : 1);
    if (grown == NULL) {
        exhausted();
    }
    return grown;
}

char *mem_strdup(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = mem_alloc(size);
    memcpy(copy, text, size);
    return copy;
}

void mem_free(void *block)
{
    free(block);
}

struct chunk {
    struct chunk *next;
    size_t size; /* of data */
    _Alignas(max_align_t) unsigned char data[];
};

struct arena {
    struct chunk *chunks; /* the first one is being filled; the others are full */
    size_t used;          /* of the first chunk */
    size_t next_size;
    size_t bytes;
};

struct arena *arena_new(void)
{
    struct arena *arena = mem_alloc(sizeof *arena);
    arena->next_size = FIRST_CHUNK;
    return arena;
}

void arena_free(struct arena *arena)
{
    if (arena == NULL) {
        return;
    }
    struct chunk *chunk = arena->chunks;
    while (chunk != NULL) {
        struct chunk *next = chunk->next;
        ASAN_UNPOISON_MEMORY_REGION(chunk->data, chunk->size);
        mem_free(chunk);
        chunk = next;
    }
    mem_free(arena);
}

static struct chunk *chunk_new(size_t size)
{
    size_t total;
    if (__builtin_add_overflow(sizeof(struct chunk), size, &total)) {
        exhausted();
    }
    struct chunk *chunk = mem_alloc(total); /* zeroed, and never used twice: so all that is handed out is zero */
    chunk->size = size;
    ASAN_POISON_MEMORY_REGION(chunk->data, chunk->size);
    return chunk;
}

/* A block too big to share a chunk gets its own, put behind the one that is being filled. */
static void *alloc_alone(struct arena *arena, size_t size, size_t step)
{
    struct chunk *chunk = chunk_new(step);
    if (arena->chunks == NULL) {
        arena->chunks = chunk;
        arena->used = chunk->size;
    } else {
        chunk->next = arena->chunks->next;
        arena->chunks->next = chunk;
    }
    ASAN_UNPOISON_MEMORY_REGION(chunk->data, size);
    return chunk->data;
}

static void start_chunk(struct arena *arena)
{
    struct chunk *chunk = chunk_new(arena->next_size);
    chunk->next = arena->chunks;
    arena->chunks = chunk;
    arena->used = 0;
    if (arena->next_size < LARGEST_CHUNK) {
        arena->next_size *= 2;
    }
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size_t wanted = size > 0 ? size : 1;
    if (wanted > SIZE_MAX / 2) {
        exhausted();
    }
    size_t step = (wanted + RED_ZONE + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    arena->bytes += size;
    if (arena->chunks == NULL || step > arena->chunks->size - arena->used) {
        if (step > arena->next_size / 4) {
            return alloc_alone(arena, wanted, step);
        }
        start_chunk(arena);
    }
    void *block = arena->chunks->data + arena->used;
    arena->used += step;
    ASAN_UNPOISON_MEMORY_REGION(block, wanted);
    return block;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    return arena_alloc(arena, checked_product(count, size));
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return arena_strndup(arena, text, text != NULL ? strlen(text) : 0);
}

char *arena_strndup(struct arena *arena, const char *text, size_t length)
{
    if (length == SIZE_MAX) {
        exhausted();
    }
    char *copy = arena_alloc(arena, length + 1);
    if (length > 0) {
        memcpy(copy, text, length);
    }
    return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_list again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    assert(length >= 0); /* only a broken format or a text over INT_MAX */
    char *text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

void *arena_push(struct arena *arena, void *array, size_t *count, size_t *capacity, size_t size)
{
    /* By memcpy, because the caller's pointer has another type than void *. */
    void *block;
    memcpy(&block, array, sizeof block);
    if (*count == *capacity) {
        size_t room = *capacity > 0 ? checked_product(*capacity, 2) : 8;
        void *bigger = arena_array(arena, room, size);
        if (*count > 0) {
            memcpy(bigger, block, *count * size);
        }
        block = bigger;
        memcpy(array, &block, sizeof block);
        *capacity = room;
    }
    void *element = (unsigned char *)block + *count * size;
    memset(element, 0, size); /* the caller may have taken elements away again */
    ++*count;
    return element;
}

size_t arena_bytes(const struct arena *arena)
{
    return arena->bytes;
}
