/* amenity: what a stop offers. A set is a bit mask. */
#ifndef ROUNDS_GEO_AMENITY_H
#define ROUNDS_GEO_AMENITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* Order is the order of printing; names are in amenity.c; append only (the store keeps names, not numbers). */
enum amenity {
    AMENITY_TOILET,
    AMENITY_HOT_DRINK,
    AMENITY_WARMTH,
    AMENITY_FOOD,
    AMENITY_PC,
    AMENITY_WIFI,
    AMENITY_PARKING,
    AMENITY_FUEL,
    AMENITY_CHARGING,
    AMENITY_REST,
    AMENITY_PARCEL_DROP,
    AMENITY_PARCEL_RECEIVE,
    AMENITY_WATER,
    AMENITY_SHOWER,
    AMENITY_PHONE_SIGNAL,
    AMENITY_COUNT
};

#define AMENITY_BIT(a) (UINT32_C(1) << (a))

const char *amenity_name(enum amenity amenity);  /* "hot_drink" */
const char *amenity_label(enum amenity amenity); /* "hot drink" */
bool amenity_from_name(const char *name,
                       enum amenity *out); /* case, '-', ' ' folded; also tea, coffee, wc, loo, computer */
/* "toilet, pc;wifi" to a mask. On an unknown word false, and *BAD is that word in ARENA. */
bool amenity_parse_list(struct arena *arena, const char *list, uint32_t *mask, char **bad);
char *amenity_list(struct arena *arena, uint32_t mask, const char *separator); /* labels joined */

#endif
