/* osm_towns: which towns, villages and parts of them a point lies in, by the settlements and boundaries of a map. Pure.
 *
 * An area tells it surely: the outline of the settlement itself, or that of an administrative boundary which has a
 * settlement of its name inside ("Gemeinde Krems" that round Krems; a county names none). Where no outline is, the nearest
 * settlement does for its size (a city within 12 km, a hamlet within 1 km), and only when no other is about as near: better no
 * town than a wrong one. */
#ifndef ROUNDS_GEO_ROADS_OSM_TOWNS_H
#define ROUNDS_GEO_ROADS_OSM_TOWNS_H

#include "geo/point.h"
#include "geo/roads/osm_inside.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum osm_town_kind {
    OSM_CITY,
    OSM_TOWN,
    OSM_VILLAGE,
    OSM_HAMLET,
    OSM_PART,    /* a suburb, a quarter */
    OSM_BOUNDARY /* an administrative area; it has an outline */
};

struct osm_town {
    const char *name;
    enum osm_town_kind kind;
    struct point at;
    const struct osm_edge *outline; /* NULL: not known */
    size_t outline_n;
    const char *country; /* of an area that says so, ISO 3166-1 alpha-2, lower case; "" */
};

struct osm_towns;

/* LIST is borrowed. Everything in ARENA. */
struct osm_towns *osm_towns_new(struct arena *arena, const struct osm_town *list, size_t n);

struct osm_towns_answer {
    const char *town;    /* city, town or village; "" when it is not sure */
    bool guessed;        /* TOWN is the nearest; no area says that it is in it */
    const char *suburb;  /* a smaller settlement in it or by itself; "" */
    const char *within;  /* the names of all that it lies in, the smallest first, each ended by '\n'; in ARENA */
    const char *country; /* "" */
};
/* About 2 us among a hundred settlements. */
struct osm_towns_answer osm_towns_of(const struct osm_towns *towns, struct point at, struct arena *arena);

#endif
