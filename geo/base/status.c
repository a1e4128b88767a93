#include "geo/base/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A text that was cut off may end inside a UTF-8 character: take its head away too. */
static void drop_broken_tail(char *text, size_t length)
{
    size_t start = length;
    while (start > 0 && length - start < 3 && ((unsigned char)text[start - 1] & 0xC0) == 0x80) {
        start--;
    }
    if (start == 0) {
        return;
    }
    unsigned char lead = (unsigned char)text[start - 1];
    size_t want = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (length - (start - 1) < want) {
        text[start - 1] = '\0';
    }
}

/* Adds to ERR->text from AT on, cutting what does not fit; returns the new end. */
static size_t append_v(struct error *err, size_t at, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));
static size_t append_v(struct error *err, size_t at, const char *format, va_list args)
{
    size_t room = sizeof err->text - at;
    int wanted = vsnprintf(err->text + at, room, format, args);
    if (wanted < 0) {
        err->text[at] = '\0';
        return at;
    }
    if ((size_t)wanted < room) {
        return at + (size_t)wanted;
    }
    drop_broken_tail(err->text, sizeof err->text - 1);
    return strlen(err->text);
}

static size_t append(struct error *err, size_t at, const char *format, ...) PRINTF_LIKE(3, 4);
static size_t append(struct error *err, size_t at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    size_t end = append_v(err, at, format, args);
    va_end(args);
    return end;
}

enum status error_set(struct error *err, enum status status, const char *format, ...)
{
    if (err == NULL) {
        return status;
    }
    /* The arguments may point into err->text itself (a sentence set again with more around it). */
    struct error fresh = {.status = status};
    va_list args;
    va_start(args, format);
    append_v(&fresh, 0, format, args);
    va_end(args);
    *err = fresh;
    return status;
}

enum status error_at(struct error *err, enum status status, const char *file, size_t line, const char *field,
                     const char *format, ...)
{
    if (err == NULL) {
        return status;
    }
    struct error fresh = {.status = status};
    size_t end = 0;
    if (file != NULL && line > 0) {
        end = append(&fresh, end, "%s:%zu: ", file, line);
    } else if (file != NULL) {
        end = append(&fresh, end, "%s: ", file);
    }
    if (field != NULL && field[0] != '\0') {
        end = append(&fresh, end, "%s: ", field);
    }
    va_list args;
    va_start(args, format);
    append_v(&fresh, end, format, args);
    va_end(args);
    *err = fresh;
    return status;
}

enum status error_prefix(struct error *err, const char *context)
{
    struct error fresh = {.status = err->status};
    size_t end = append(&fresh, 0, "%s: ", context);
    append(&fresh, end, "%s", err->text);
    *err = fresh;
    return err->status;
}
