/* buf: a growing run of bytes with a ceiling, always NUL-terminated. */
#ifndef ROUNDS_GEO_BASE_BUF_H
#define ROUNDS_GEO_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct buf {
    char *data;    /* never NULL after buf_init */
    size_t length; /* without the NUL */
    size_t capacity;
    size_t max;     /* ceiling of length */
    bool truncated; /* something did not fit below the ceiling; nothing was added by that call */
};

void buf_init(struct buf *buf, size_t max);
void buf_clear(struct buf *buf); /* frees; the struct may be initialised again */
void buf_reset(struct buf *buf); /* empties and keeps the room */
void buf_add(struct buf *buf, const char *text);
void buf_add_n(struct buf *buf, const char *bytes, size_t length);
void buf_add_char(struct buf *buf, char c);
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *buf_take(struct buf *buf); /* the caller owns the text and frees it with mem_free; buf is cleared */
char *buf_into_arena(struct buf *buf, struct arena *arena); /* the text, moved into ARENA; buf is cleared */

#endif
