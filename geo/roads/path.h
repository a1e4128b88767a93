/* path: what a person sees of a route: its line, its streets; and how far one gets. */
#ifndef ROUNDS_GEO_ROADS_PATH_H
#define ROUNDS_GEO_ROADS_PATH_H

#include "geo/base/mem.h"
#include "geo/roads/query.h"

struct path_step {
    const char *name; /* of the street; "" */
    bool ferry, roundabout;
    int32_t metres, seconds; /* they add up to the path's, by cumulated rounding */
    uint32_t first_point;
};

struct path {
    int32_t seconds, metres; /* as the table has them; TRAVEL_NONE when there is no way, and nothing else is set */
    struct point
        *points; /* from the snapped start to the snapped end; two at least, which are equal when both are one spot */
    uint32_t points_n;
    struct path_step *steps; /* stretches of the same name */
    uint32_t steps_n;
};
/* In ARENA; names are copied. */
struct path path_of(struct query *query, const struct query_place *from, const struct query_place *to,
                    struct arena *arena);

/* Where one gets to from FROM within SECONDS: rings of points, closed (first = last), outer ones anticlockwise, holes
 * clockwise, as RFC 7946 wants them. The outline of all reached road, 150 m wide (more where the area is wider than
 * some 36 km), by marching squares (Lorensen, Cline 1987); holes in which nothing is 400 m from the road are filled. */
struct path_reach {
    struct point **rings;
    uint32_t *rings_n; /* points of each */
    bool *hole;        /* of the outer ring before it */
    uint32_t count;
};
struct path_reach path_reach(struct query *query, const struct query_place *from, int32_t seconds, struct arena *arena);

#endif
