/* mem: memory for a program that runs one command and ends.
 *
 * Almost everything lives in an arena that the command frees as a whole. The mem_ functions never return NULL: when
 * memory runs out they call the handler that main installed, which says so in one sentence and exits with 1. That is
 * safe at any point, because every write is a transaction and every file is replaced whole. The solver (planner/core)
 * does not use this file; it takes one block from its caller.
 */
#ifndef ROUNDS_GEO_BASE_MEM_H
#define ROUNDS_GEO_BASE_MEM_H

#include <stddef.h>
#include <stdint.h>

/* Called once when memory runs out or a size overflows; must not return. Default: abort(). */
void mem_on_exhausted(void (*handler)(void));

/* For tests: the N-th allocation from now on fails (1 = the next); 0 switches it off. Counts mem_ and arena blocks. */
void mem_fail_after(uint64_t n);

void *mem_alloc(size_t size);                           /* zeroed; size 0 gives a unique pointer */
void *mem_alloc_array(size_t count, size_t size);       /* zeroed, overflow-checked */
void *mem_grow(void *block, size_t count, size_t size); /* realloc to count * size, overflow-checked; not zeroed */
char *mem_strdup(const char *text);
void mem_free(void *block); /* NULL does nothing */

/* A bump allocator. Nothing in it is freed singly. */
struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *arena); /* NULL does nothing; frees all that was handed out */

void *arena_alloc(struct arena *arena, size_t size); /* zeroed, aligned for any type */
void *arena_array(struct arena *arena, size_t count, size_t size);
char *arena_strdup(struct arena *arena, const char *text); /* NULL gives "" */
char *arena_strndup(struct arena *arena, const char *text, size_t length);
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A growing array inside an arena: makes room for one more element of SIZE bytes in ARRAY (old blocks are left to the
 * arena) and returns the address of the new, zeroed element. *COUNT is raised, *CAPACITY kept by this function.
 * ARRAY is the address of the caller's pointer, which starts as NULL:
 * arena_push(arena, &items, &count, &capacity, sizeof *items). */
void *arena_push(struct arena *arena, void *array, size_t *count, size_t *capacity, size_t size);

size_t arena_bytes(const struct arena *arena); /* handed out so far, for tests and budgets */

#endif
