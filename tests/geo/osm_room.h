/* osm_room: a folder of its own for the map files of a test, and the usual profile. */
#ifndef ROUNDS_TESTS_GEO_OSM_ROOM_H
#define ROUNDS_TESTS_GEO_OSM_ROOM_H

#include "geo/roads/osm.h"

int room_set_up(void **state);
int room_tear_down(void **state); /* removes the folder */
const struct profile *room_profile(void);
const char *room_path(const char *name); /* in the folder; valid until tear-down */
void room_write_bytes(const char *path, const void *bytes, size_t length);
/* What osm_maker makes of LINES, as PBF when NAME ends so; gives the path. */
const char *room_write(const char *lines, const char *name);
/* Fails the test when it cannot be read. */
struct raw_roads room_read(const char *lines, bool pbf);
enum status room_read_bytes(const void *bytes, size_t length, const char *name, struct raw_roads *roads,
                            struct error *err);

#endif
