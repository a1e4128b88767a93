/* profile_impl: what the files of the profile share: the table, and the values of tags. */
#ifndef ROUNDS_GEO_ROADS_PROFILE_IMPL_H
#define ROUNDS_GEO_ROADS_PROFILE_IMPL_H

#include "geo/roads/profile.h"

/* A line of the table: section "maxspeed gb", key "nsl_single", 96.56. */
struct profile_entry {
    const char *section, *key;
    double value, usual; /* in force; as compiled in (NAN: the line is not there) */
};

struct profile {
    struct arena *arena;
    struct profile_entry *entries;
    size_t n, capacity;
    double class_kmh[ROADS_CLASSES];
    double maxspeed_factor, narrow_factor, movable_bridge_kmh, turn_s;
    uint32_t signal_ms;
    bool ferries;
};

/* What an access tag's value says, in order of generosity; UNSAID: nothing that is known. */
enum profile_access { PROFILE_UNSAID, PROFILE_SHUT, PROFILE_ENDS, PROFILE_OPEN };
enum profile_access profile_access(const char *value);

/* The line's value; FALLBACK when there is none. */
double profile_entry_value(const struct profile *profile, const char *section, const char *key, double fallback);

/* A speed with its unit: "50", "50 km/h", "30 mph", "5 knots". False: none of these. */
bool profile_parse_speed(const char *text, double *kmh);
/* A tagged limit in km/h; 0 when it says nothing ("signals", "variable", garbage). */
double profile_parse_maxspeed(const struct profile *profile, const char *text);
/* "00:20", "0:45:30", "PT1H30M", "P1D", "35" (minutes) in seconds; 0 when it is none of these or not above 0. */
double profile_parse_duration(const char *text);
/* "2.1", "2.1 m", "6'6\"" in metres; -1 when it says nothing. */
double profile_parse_metres(const char *text);

#endif
