/* status: the one error convention of the program.
 *
 * A function that can fail returns `enum status` and fills a `struct error` with one sentence for the person at the
 * keyboard. Outputs are pointers and stay untouched on failure. "No plan fits" is a result, not an error; a bug is an
 * assert, and asserts stay on in release builds. Memory that runs out never comes back as a status: see mem.h.
 */
#ifndef ROUNDS_GEO_BASE_STATUS_H
#define ROUNDS_GEO_BASE_STATUS_H

#include <stddef.h>

/* The values are the exit statuses of the program. */
enum status {
    STATUS_OK = 0,
    STATUS_INTERNAL = 1,   /* a bug or an exhausted machine */
    STATUS_INPUT = 2,      /* usage, or data that cannot be understood */
    STATUS_NETWORK = 3,    /* a remote service failed */
    STATUS_STORE = 4,      /* the database or a file could not be read or written */
    STATUS_INCOMPLETE = 5, /* done as far as possible, and --strict was asked */
    STATUS_NOT_FOUND = 6   /* nothing has that name; main exits with STATUS_INPUT */
};

enum { ERROR_TEXT_MAX = 1024 };

/* One sentence, without a full line break at the end. May hold raw text from files: the printer makes it safe. */
struct error {
    enum status status;
    char text[ERROR_TEXT_MAX];
};

#define MUST_CHECK             __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

/* Set ERR (which may be NULL) and return STATUS, so that a caller can `return error_set(...)`. Too long is cut at a
 * UTF-8 boundary. */
enum status error_set(struct error *err, enum status status, const char *format, ...) PRINTF_LIKE(3, 4);

/* The same, prefixed with "FILE:LINE: FIELD: ". LINE 0 and FIELD NULL or "" leave their part out. */
enum status error_at(struct error *err, enum status status, const char *file, size_t line, const char *field,
                     const char *format, ...) PRINTF_LIKE(6, 7);

/* Put CONTEXT and ": " before the text that is there. Returns err->status. */
enum status error_prefix(struct error *err, const char *context);

#endif
