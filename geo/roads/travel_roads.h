/* travel_roads: the road network as a travel source. Its name is "roads of 2018-02-03". */
#ifndef ROUNDS_GEO_ROADS_TRAVEL_ROADS_H
#define ROUNDS_GEO_ROADS_TRAVEL_ROADS_H

#include "geo/roads/file.h"
#include "geo/roads/path.h"
#include "geo/travel.h"

/* A place farther from any road is none that the network knows (TRAVEL_UNKNOWN): another source answers for it. */
enum { TRAVEL_ROADS_LIMIT_M = 2000 };

/* Takes FILE. Places are snapped once and remembered. */
struct travel *travel_roads_new(struct roads_file *file);

#endif
