/* places_impl: what the files of places_*.c share. Internal to geo/store. */
#ifndef ROUNDS_GEO_STORE_PLACES_IMPL_H
#define ROUNDS_GEO_STORE_PLACES_IMPL_H

#include "geo/geocode/geocode.h"
#include "geo/store/query.h"

/* Degrees as the store keeps places, and the bands of latitude that its indexes are in. */
static const double PLACES_E7 = 1e7;
int64_t places_e7(double deg); /* rounded */
enum { PLACES_BAND_HOUSE = 20000, PLACES_BAND_AREA = 1000000 };

/* The columns of a place P and of one of its points H, which places_read takes; FROM follows. */
#define PLACES_SELECT_PLACE                                                                                            \
    "p.id, p.precision, p.name, p.suburb, p.town, p.county, p.postcode, p.country, p.within, "                         \
    "(SELECT l.day FROM place_list l WHERE l.id = p.list_id)"
#define PLACES_SELECT       "SELECT " PLACES_SELECT_PLACE ", p.lat_e7, p.lon_e7, p.source_id, '', '' "
#define PLACES_SELECT_POINT "SELECT " PLACES_SELECT_PLACE ", h.lat_e7, h.lon_e7, h.source_id, h.number, h.name "

struct places_found {
    int64_t id; /* of the place */
    int32_t day;
    struct geocode_candidate candidate;
};
/* The label is left to be made. */
struct places_found places_read(struct query *q, struct arena *arena);

char *places_label(struct arena *arena, const struct geocode_candidate *candidate);

/* ANSWER's words on who answered. DAY: the oldest data among what was found; DAY_NONE. */
void places_sign(struct geocode_answer *answer, int32_t day, struct arena *arena);

/* places_reverse.c: as of struct geocoder_local. */
MUST_CHECK enum status places_reverse(void *context, struct point at, struct arena *arena, struct geocode_answer *out,
                                      struct error *err);

/* The word of the cell, a fiftieth of a degree wide, that a place lies in; SOUTH and WEST move it by so many cells. */
char *places_cell(struct arena *arena, struct point at, int south, int west);

/* "LE15 6EA" as one word, folded. */
char *places_postcode_word(struct arena *arena, const char *postcode);

/* An FTS5 expression: FOLDED's words, each in quotes so that nothing in it is syntax, parted by AND or OR (BETWEEN), behind
 * "COLUMN:"; "" when there is no word. */
char *places_words(struct arena *arena, const char *column, const char *folded, const char *between);

#endif
