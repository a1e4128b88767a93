/* seen: which names a file has had already, and on which line. A hash table of texts. */
#ifndef ROUNDS_CLI_IMPORT_SEEN_H
#define ROUNDS_CLI_IMPORT_SEEN_H

#include <stddef.h>
#include <stdint.h>

struct arena;
struct seen;

struct seen *seen_new(struct arena *arena); /* lives in ARENA */
/* The line that KIND and NAME were first added with; 0: not yet. KIND keeps apart keys, sites, jobs. */
size_t seen_line(const struct seen *seen, char kind, const char *name);
/* Add it, unless it is there. LINE > 0. */
void seen_add(struct seen *seen, char kind, const char *name, size_t line);
/* The same with a number for a name. */
size_t seen_line_id(const struct seen *seen, char kind, int64_t id);
void seen_add_id(struct seen *seen, char kind, int64_t id, size_t line);

#endif
