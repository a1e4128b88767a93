/* cutoff: roads that turn restrictions cut off: a street into which every turn is forbidden is no use to anybody, and a
 * place on it is better served by the next one. */
#ifndef ROUNDS_GEO_ROADS_CUTOFF_H
#define ROUNDS_GEO_ROADS_CUTOFF_H

#include "geo/roads/turns.h"

/* Finds every edge that cannot be arrived at from the main network, or left towards it, by drives that hold to TURNS: main
 * edges become fringe, fringe edges are left out. Returns how many; if there are any, TURNS are no longer those of KEPT and
 * both are to be looked at again. */
uint32_t cutoff_lower(const struct raw_roads *raw, struct parts *kept, const struct turns *turns);

#endif
