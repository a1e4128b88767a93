/* profile: which roads a car may use, and how fast: from the tags of a way, a node or a relation, by a table in a readable
 * data file (data/roads/car.ini, compiled in; a person's own file takes its place line by line). */
#ifndef ROUNDS_GEO_ROADS_PROFILE_H
#define ROUNDS_GEO_ROADS_PROFILE_H

#include "geo/base/mem.h"
#include "geo/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum roads_class {
    ROADS_MOTORWAY,
    ROADS_MOTORWAY_LINK,
    ROADS_TRUNK,
    ROADS_TRUNK_LINK,
    ROADS_PRIMARY,
    ROADS_PRIMARY_LINK,
    ROADS_SECONDARY,
    ROADS_SECONDARY_LINK,
    ROADS_TERTIARY,
    ROADS_TERTIARY_LINK,
    ROADS_UNCLASSIFIED,
    ROADS_RESIDENTIAL,
    ROADS_LIVING_STREET,
    ROADS_SERVICE,
    ROADS_TRACK,
    ROADS_FERRY_LINE,
    ROADS_SHUTTLE_TRAIN,
    ROADS_OTHER,
    ROADS_CLASSES
};

struct profile; /* free with profile_free */

/* The table that is compiled in, then TEXT (the content of a person's file; NULL = none) over it. FILE names it in errors
 * (FILE:LINE: KEY: sentence). */
MUST_CHECK enum status profile_new(const char *text, const char *file, struct profile **out, struct error *err);
void profile_free(struct profile *profile);
const char *profile_default_text(void); /* the compiled-in file, for `rounds roads speeds` */
/* One value over the table: "class.track" = "15", "general.ferries" = "no". */
MUST_CHECK enum status profile_set(struct profile *profile, const char *name, const char *value, struct error *err);
/* One line that says what differs from the defaults ("ferries no, track 15"); "" when nothing does. */
char *profile_differences(const struct profile *profile, struct arena *arena);

struct profile_tag {
    const char *key, *value;
};

struct profile_way {
    bool usable;
    uint8_t class_;
    bool private_; /* at the ends of a route only */
    bool roundabout, ferry;
    double kmh[2];     /* forward, backward; 0 = not in that direction */
    double duration_s; /* of the whole way, both directions alike; 0 = by speed */
};
/* Deterministic, no allocation; any tags, any order, hostile values. */
struct profile_way profile_way(const struct profile *profile, const struct profile_tag *tags, size_t n);

struct profile_node {
    bool blocks;   /* no car passes */
    bool private_; /* passing it is for the ends of a route: a private gate */
    uint32_t ms;   /* what passing it costs: traffic signals */
};
struct profile_node profile_node(const struct profile *profile, const struct profile_tag *tags, size_t n);

enum profile_turn { PROFILE_TURN_NONE, PROFILE_TURN_NO, PROFILE_TURN_ONLY };
/* Of a relation: does it restrict a car's turn? By restriction, restriction:motorcar ..., except, conditional ones left out. */
enum profile_turn profile_turn(const struct profile *profile, const struct profile_tag *tags, size_t n);

/* What a turn by ANGLE_DEG costs where more than two stretches meet (0 = straight on .. 180 = back), the mean of left and
 * right: seconds. */
double profile_turn_s(const struct profile *profile, double angle_deg);

#endif
