/* replay: a geocoding server for tests and measurements, on 127.0.0.1, in Nominatim's form.
 *
 * Two sources, either or both:
 * - pairs: the genuine answers of a Nominatim 5.3 by request line, to the byte. It stands for what the service writes, in every shape
 *   that was recorded; it knows nothing else (404).
 * - a map made of a table of addresses (id, name, kind, number, street, postcode, town, country, place): all of its rows, the asked one
 *   among the others. It answers /search with q or the structured words, /reverse and /status in jsonv2 as Nominatim does: the house,
 *   all things at that house, the street alone when it does not know the number, a town or a postcode, or nothing; other towns with the
 *   same street when the town is not told, and sometimes when it is. The map has faults, drawn by SEED and always the same: of the houses 8 in
 *   100 are missing, 3 are interpolated 40 m away, 2 are there twice, up to a kilometre apart in the same town; of the streets 3 in 100 are missing
 *   and 5 are also in another town; a word that it does not know makes it answer nothing, an unknown postcode does not.
 *
 * What the map does not stand for: how Nominatim ranks, how its index corrects spelling, places that OpenStreetMap has in the wrong
 * spot without anything that shows it, and its speed. Figures that were measured with it say what is done with such answers, and not how
 * often a live server gives them. */
#ifndef ROUNDS_TESTS_TOOLS_REPLAY_H
#define ROUNDS_TESTS_TOOLS_REPLAY_H

#include "geo/base/mem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct replay_options {
    const char *pairs; /* folder with INDEX.tsv; NULL */
    const char *map;   /* the table, CSV; NULL */
    bool faultless;    /* the map has all that the table has, and nothing else */
    uint64_t seed;     /* of the faults */
};

struct replay;
/* NULL, having said why on stderr, when a file is not there or is not understood. */
struct replay *replay_new(const struct replay_options *options);
void replay_free(struct replay *replay);

struct replay_answer {
    int code;
    const char *type, *body; /* in the arena */
    size_t length;
};
/* TARGET: "/search?q=...". */
struct replay_answer replay_answer(struct replay *replay, const char *target, struct arena *arena);

/* A listener on a free port of 127.0.0.1; -1. */
int replay_listen(int *port);
/* Serve until STOP_FD can be read (-1: for ever). Connections stay open; one thread. */
void replay_serve(struct replay *replay, int listener, int stop_fd);

/* One line of the table in its cells (RFC 4180, no line breaks within), in place; where the next begins, or NULL when it is not
 * well formed. */
enum { REPLAY_COLUMNS = 10 };
char *replay_read_line(char *at, const char *cells[REPLAY_COLUMNS]);

/* --- within ------------------------------------------------------------------------------------------------------- */

struct replay_row {
    const char *id, *name, *kind, *number, *street, *postcode, *town, *country;
    double lat, lon;
    bool filled; /* town or postcode are not the table's: the nearest row's, as a server knows them from areas */
    bool twin;   /* made up: the same house elsewhere */
    bool interpolated;
    const char *number_key; /* folded, without spaces */
    uint32_t street_at;     /* in streets */
};

/* The houses of a street in a town. */
struct replay_street {
    const char *name, *town, *postcode, *country;
    double lat, lon;
    uint32_t first, n; /* of the rows */
};

enum replay_kind { REPLAY_STREET, REPLAY_TOWN, REPLAY_POSTCODE, REPLAY_NAME, REPLAY_COUNTRY };

/* A word, or some, that the map knows. */
struct replay_term {
    const char *text; /* folded */
    enum replay_kind kind;
    uint32_t at; /* of streets, or of rows */
};

struct replay_map {
    struct replay_row *rows;
    size_t n;
    struct replay_street *streets;
    size_t streets_n;
    struct replay_term *terms; /* by text, kind, at */
    size_t terms_n;
    uint64_t seed;
};

struct replay_map *replay_map_new(struct arena *arena, const char *path, bool faultless, uint64_t seed);
/* The terms of TEXT and KIND; *N of them. */
const struct replay_term *replay_map_find(const struct replay_map *map, const char *text, enum replay_kind kind,
                                          size_t *n);
char *replay_fold(struct arena *arena, const char *text);       /* words apart by one space */
char *replay_fold_tight(struct arena *arena, const char *text); /* without spaces */
uint64_t replay_hash(uint64_t seed, const char *text);
struct replay_answer replay_map_answer(const struct replay_map *map, const char *target, struct arena *arena);

#endif
