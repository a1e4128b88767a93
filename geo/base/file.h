/* file: files read whole under a cap, and replaced whole or not at all. */
#ifndef ROUNDS_GEO_BASE_FILE_H
#define ROUNDS_GEO_BASE_FILE_H

#include "geo/base/status.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Read PATH ("-" is standard input) whole, at most MAX bytes. *DATA is NUL-terminated, in ARENA. */
MUST_CHECK enum status file_read(struct arena *arena, const char *path, size_t max, char **data, size_t *length,
                                 struct error *err);

/* Write a new file beside PATH (mode 0600, O_EXCL, O_NOFOLLOW), fsync, rename over PATH, fsync the folder. On failure
 * PATH is as it was and no temporary file is left, also when a signal ends the program (file_remove_temporaries). One
 * failure comes later: when the disk does not confirm the folder, the sentence says that the file is written. A link
 * to a file is itself replaced, and what it pointed to is left alone; devices, pipes and folders, also behind a link,
 * are refused with STATUS_INPUT. Not for two threads at once. */
MUST_CHECK enum status file_replace(const char *path, const char *data, size_t length, struct error *err);

/* Async-signal-safe: unlink what file_replace has in hand. For signal handlers and atexit. */
void file_remove_temporaries(void);

MUST_CHECK enum status file_make_folder(const char *path, struct error *err); /* with parents, each new one 0700 */
bool file_exists(const char *path);

#endif
