/* osm_area: how osm_places gathers what a map covers. Internal to geo/roads. */
#ifndef ROUNDS_GEO_ROADS_OSM_AREA_H
#define ROUNDS_GEO_ROADS_OSM_AREA_H

#include "geo/roads/osm_places.h"

struct osm_area *osm_area_new(struct arena *arena);
void osm_area_add(struct osm_area *area, struct point at);

#endif
