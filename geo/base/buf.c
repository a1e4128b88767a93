#include "geo/base/buf.h"

#include "geo/base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_CAPACITY = 64 };

void buf_init(struct buf *buf, size_t max)
{
    *buf = (struct buf){.max = max < SIZE_MAX / 4 ? max : SIZE_MAX / 4};
    buf->capacity = FIRST_CAPACITY;
    buf->data = mem_alloc(FIRST_CAPACITY);
}

void buf_clear(struct buf *buf)
{
    mem_free(buf->data);
    *buf = (struct buf){0};
}

void buf_reset(struct buf *buf)
{
    buf->length = 0;
    buf->truncated = false;
    buf->data[0] = '\0';
}

/* Room for LENGTH more bytes and the NUL. False, and marked truncated, when the ceiling is in the way. */
static bool reserve(struct buf *buf, size_t length)
{
    if (length > buf->max - buf->length) {
        buf->truncated = true;
        return false;
    }
    size_t needed = buf->length + length + 1;
    if (needed > buf->capacity) {
        size_t capacity = buf->capacity * 2 > needed ? buf->capacity * 2 : needed;
        buf->data = mem_grow(buf->data, capacity, 1);
        buf->capacity = capacity;
    }
    return true;
}

void buf_add(struct buf *buf, const char *text)
{
    buf_add_n(buf, text, strlen(text));
}

void buf_add_n(struct buf *buf, const char *bytes, size_t length)
{
    if (length == 0 || !reserve(buf, length)) {
        return;
    }
    memcpy(buf->data + buf->length, bytes, length);
    buf->length += length;
    buf->data[buf->length] = '\0';
}

void buf_add_char(struct buf *buf, char c)
{
    buf_add_n(buf, &c, 1);
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args;
    va_list again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0) {
        buf->truncated = true;
    } else if (reserve(buf, (size_t)length)) {
        vsnprintf(buf->data + buf->length, (size_t)length + 1, format, again);
        buf->length += (size_t)length;
    }
    va_end(again);
}

char *buf_into_arena(struct buf *buf, struct arena *arena)
{
    char *text = arena_strndup(arena, buf->data, buf->length);
    buf_clear(buf);
    return text;
}

char *buf_take(struct buf *buf)
{
    char *text = buf->data;
    *buf = (struct buf){0};
    return text;
}
