/* keys: secrets of services, from a file that only its owner can read or from the environment. */
#ifndef ROUNDS_GEO_NET_KEYS_H
#define ROUNDS_GEO_NET_KEYS_H

#include "geo/base/status.h"

struct arena;

/* The key of SERVICE: [SERVICE] key = ... in the file PATH. *KEY is "" when there is no file, or no such key in it; else
 * in ARENA. STATUS_INPUT for a file that others can read or write (the sentence has the chmod to type), that belongs to
 * somebody else, or that is not understood, and for a key with characters that no header can carry. */
MUST_CHECK enum status keys_read(const char *path, const char *service, struct arena *arena, const char **key,
                                 struct error *err);

/* Is KEY, of the environment variable NAME say, one that a header can carry? Errors name NAME and never the key. */
MUST_CHECK enum status keys_check(const char *name, const char *key, struct error *err);

#endif
