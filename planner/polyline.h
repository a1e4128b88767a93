/* polyline: a line of places as a short text, to a hundred-thousandth of a degree (about a metre): the encoded polyline
 * algorithm format, https://developers.google.com/maps/documentation/utilities/polylinealgorithm, which map programs read. */
#ifndef ROUNDS_PLANNER_POLYLINE_H
#define ROUNDS_PLANNER_POLYLINE_H

#include "geo/point.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* In ARENA; "" for no points. Only characters from ? to ~. */
char *polyline_encode(struct arena *arena, const struct point *points, size_t n);
/* The points of TEXT in ARENA. False, with outputs untouched, for anything that is no such line or leaves the globe. */
bool polyline_decode(struct arena *arena, const char *text, struct point **points, size_t *n);

#endif
