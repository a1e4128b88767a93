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

/* A file that is written in pieces and takes the place of the one at PATH when it is finished: a new file beside PATH
 * (mode 0600, O_EXCL, O_NOFOLLOW), then fsync, rename over PATH, fsync the folder. Until then, and on any failure, PATH
 * is as it was, and no temporary file is left, also when a signal ends the program (file_remove_temporaries). One failure
 * comes later: when the disk does not confirm the folder, the sentence says that the file is written. A link to a file is
 * itself replaced, and what it pointed to is left alone; devices, pipes and folders, also behind a link, are refused with
 * STATUS_INPUT. One at a time; not for two threads at once. */
struct file_writer;

MUST_CHECK enum status file_begin(const char *path, struct file_writer **out, struct error *err);
/* After a failure only file_abandon may follow. */
MUST_CHECK enum status file_write(struct file_writer *writer, const void *data, size_t length, struct error *err);
MUST_CHECK enum status file_finish(struct file_writer *writer, struct error *err); /* frees WRITER, also on failure */
void file_abandon(struct file_writer *writer); /* leaves PATH as it was; NULL does nothing */

/* All three in one: LENGTH bytes of DATA take the place of PATH, whole or not at all. */
MUST_CHECK enum status file_replace(const char *path, const char *data, size_t length, struct error *err);

/* Async-signal-safe: unlink the temporary file that is in hand. For signal handlers and atexit. */
void file_remove_temporaries(void);

MUST_CHECK enum status file_make_folder(const char *path, struct error *err); /* with parents, each new one 0700 */
bool file_exists(const char *path);

#endif
