/* A way's tags: may a car use it, in which direction, how fast. The rules and figures are those of OSRM's car profile
 * (docs/roads.md says where they differ); the tags are those of https://wiki.openstreetmap.org/wiki/Key:access. */
#include "geo/roads/profile_impl.h"

#include "geo/base/num.h"

#include <math.h>
#include <string.h>

/* --- the tags that matter ------------------------------------------------------------------------------------------ */

enum key {
    HIGHWAY,
    ROUTE,
    AREA,
    BRIDGE,
    CAPACITY_CAR,
    CONSTRUCTION,
    DURATION,
    HOV,
    IMPASSABLE,
    JUNCTION,
    LANES,
    PROPOSED,
    RAILWAY,
    SERVICE,
    SMOOTHNESS,
    STATUS,
    SURFACE,
    TRACKTYPE,
    WIDTH,
    ONEWAY_MOTORCAR, /* the more special first */
    ONEWAY_MOTOR_VEHICLE,
    ONEWAY_VEHICLE,
    ONEWAY,
    MOTORCAR, /* from here on: the key alone, with :forward, with :backward */
    MOTOR_VEHICLE = MOTORCAR + 3,
    VEHICLE = MOTOR_VEHICLE + 3,
    ACCESS = VEHICLE + 3,
    MAXSPEED_ADVISORY = ACCESS + 3,
    MAXSPEED = MAXSPEED_ADVISORY + 3,
    SOURCE_MAXSPEED = MAXSPEED + 3,
    MAXSPEED_TYPE = SOURCE_MAXSPEED + 3,
    MAXHEIGHT_PHYSICAL = MAXSPEED_TYPE + 3,
    MAXHEIGHT = MAXHEIGHT_PHYSICAL + 3,
    MAXWIDTH_PHYSICAL = MAXHEIGHT + 3,
    MAXWIDTH = MAXWIDTH_PHYSICAL + 3,
    HOV_LANES = MAXWIDTH + 3,
    KEYS = HOV_LANES + 3
};

static const char *const key_names[] = {"highway",
                                        "route",
                                        "area",
                                        "bridge",
                                        "capacity:car",
                                        "construction",
                                        "duration",
                                        "hov",
                                        "impassable",
                                        "junction",
                                        "lanes",
                                        "proposed",
                                        "railway",
                                        "service",
                                        "smoothness",
                                        "status",
                                        "surface",
                                        "tracktype",
                                        "width",
                                        "oneway:motorcar",
                                        "oneway:motor_vehicle",
                                        "oneway:vehicle",
                                        "oneway"};
static const char *const sided_names[] = {"motorcar",           "motor_vehicle", "vehicle",           "access",
                                          "maxspeed:advisory",  "maxspeed",      "source:maxspeed",   "maxspeed:type",
                                          "maxheight:physical", "maxheight",     "maxwidth:physical", "maxwidth",
                                          "hov:lanes"};
_Static_assert(sizeof key_names / sizeof key_names[0] == MOTORCAR, "a name for each key");
_Static_assert(sizeof sided_names / sizeof sided_names[0] * 3 == KEYS - MOTORCAR, "three for each sided key");

/* KEYS for none of interest. */
static unsigned key_of(const char *key)
{
    for (unsigned i = 0; i < MOTORCAR; i++) {
        if (key[0] == key_names[i][0] && strcmp(key, key_names[i]) == 0) {
            return i;
        }
    }
    for (unsigned i = 0; i < (KEYS - MOTORCAR) / 3; i++) {
        size_t length = strlen(sided_names[i]);
        if (key[0] != sided_names[i][0] || strncmp(key, sided_names[i], length) != 0) {
            continue;
        }
        const char *side = key + length;
        if (*side == '\0' || strcmp(side, ":forward") == 0 || strcmp(side, ":backward") == 0) {
            return MOTORCAR + 3 * i + (*side == '\0' ? 0u : side[1] == 'f' ? 1u : 2u);
        }
    }
    return KEYS;
}

/* A key that comes twice has the smaller value, so that their order does not matter. */
static void sort_tags(const struct profile_tag *tags, size_t n, const char *value[KEYS])
{
    memset(value, 0, KEYS * sizeof value[0]);
    for (size_t i = 0; i < n; i++) {
        unsigned key = key_of(tags[i].key);
        if (key < KEYS && (value[key] == NULL || strcmp(tags[i].value, value[key]) < 0)) {
            value[key] = tags[i].value;
        }
    }
}

/* Of the sided keys FIRST .. LAST the first that says something for SIDE (0 forward, 1 backward). */
static const char *sided(const char *const value[KEYS], unsigned first, unsigned last, int side)
{
    for (unsigned key = first; key <= last; key += 3) {
        const char *special = value[key + 1 + (unsigned)side];
        if (special != NULL || value[key] != NULL) {
            return special != NULL ? special : value[key];
        }
    }
    return NULL;
}

static bool is(const char *value, const char *word)
{
    return value != NULL && strcmp(value, word) == 0;
}

/* --- access -------------------------------------------------------------------------------------------------------- */

static bool among(const char *word, size_t length, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (strlen(*list) == length && memcmp(*list, word, length) == 0) {
            return true;
        }
    }
    return false;
}

static enum profile_access access_word(const char *word, size_t length)
{
    static const char *const open[] = {"yes",        "motorcar",   "motor_vehicle", "vehicle",
                                       "permissive", "designated", "hov",           NULL};
    static const char *const ends[] = {"private", "delivery", "destination", "customers", "permit", "residents", NULL};
    static const char *const shut[] = {"no", "agricultural", "forestry", "emergency", "psv", "bus", "military", NULL};
    return among(word, length, open)   ? PROFILE_OPEN
           : among(word, length, ends) ? PROFILE_ENDS
           : among(word, length, shut) ? PROFILE_SHUT
                                       : PROFILE_UNSAID;
}

/* Of several values ("agricultural;forestry") the most generous one counts. */
enum profile_access profile_access(const char *value)
{
    enum profile_access best = PROFILE_UNSAID;
    bool said = false;
    while (value != NULL && *value != '\0') {
        value += strspn(value, "; ");
        size_t length = strcspn(value, "; ");
        enum profile_access access = access_word(value, length);
        if (access != PROFILE_UNSAID && (!said || access > best)) {
            best = access;
            said = true;
        }
        value += length;
    }
    return best;
}

/* --- class and speed ----------------------------------------------------------------------------------------------- */

static const char *const highways[] = {"motorway",     "motorway_link", "trunk",          "trunk_link", "primary",
                                       "primary_link", "secondary",     "secondary_link", "tertiary",   "tertiary_link",
                                       "unclassified", "residential",   "living_street",  "service",    "track"};

static uint8_t class_of(const char *highway)
{
    for (unsigned i = 0; highway != NULL && i < sizeof highways / sizeof highways[0]; i++) {
        if (strcmp(highway, highways[i]) == 0) {
            return (uint8_t)i;
        }
    }
    return ROADS_OTHER;
}

static bool is_shut(const char *const value[KEYS])
{
    const char *building = value[CONSTRUCTION];
    bool under_way = building != NULL && !is(building, "no") && !is(building, "widening") && !is(building, "minor");
    return is(value[AREA], "yes") || is(value[HIGHWAY], "steps") || is(value[HIGHWAY], "construction") ||
           is(value[HIGHWAY], "proposed") || is(value[RAILWAY], "construction") || under_way ||
           (value[PROPOSED] != NULL && !is(value[PROPOSED], "no")) || is(value[ONEWAY], "reversible") ||
           is(value[IMPASSABLE], "yes") || is(value[STATUS], "impassable") || is(value[SERVICE], "emergency_access");
}

/* Who may drive each way: open[side], and whether for the ends of a route only. */
static void settle_access(const char *const value[KEYS], struct profile_way *way, bool open[2], bool needs_leave)
{
    for (int side = 0; side < 2; side++) {
        enum profile_access access = profile_access(sided(value, MOTORCAR, ACCESS, side));
        bool ends = access == PROFILE_ENDS && !needs_leave;
        open[side] = access == PROFILE_OPEN || ends || (access == PROFILE_UNSAID && !needs_leave);
        way->private_ = way->private_ || (open[side] && ends);
    }
}

/* Too low or too narrow for a car of 2 m by 1.9 m. */
static bool is_too_small(const char *const value[KEYS], int side)
{
    const char *height = sided(value, MAXHEIGHT_PHYSICAL, MAXHEIGHT, side);
    const char *width = sided(value, MAXWIDTH_PHYSICAL, MAXWIDTH, side);
    double high_m = height == NULL ? -1 : profile_parse_metres(height);
    double wide_m = width == NULL ? -1 : profile_parse_metres(width);
    return (high_m >= 0 && high_m < 2) || (wide_m >= 0 && wide_m <= 1.9);
}

static void settle_oneway(const char *const value[KEYS], bool open[2])
{
    const char *oneway = NULL;
    for (unsigned key = ONEWAY_MOTORCAR; key <= ONEWAY && oneway == NULL; key++) {
        oneway = value[key];
    }
    bool implied =
        is(value[HIGHWAY], "motorway") || is(value[JUNCTION], "roundabout") || is(value[JUNCTION], "circular");
    if (is(oneway, "-1") || is(oneway, "reverse")) {
        open[0] = false;
    } else if (is(oneway, "yes") || is(oneway, "1") || is(oneway, "true") || (implied && !is(oneway, "no"))) {
        open[1] = false;
    }
}

static bool all_lanes_hov(const char *lanes)
{
    while (lanes != NULL) {
        size_t length = strcspn(lanes, "|");
        if (length != 10 || memcmp(lanes, "designated", 10) != 0) {
            return false;
        }
        if (lanes[length] == '\0') {
            return true;
        }
        lanes += length + 1;
    }
    return false;
}

static double capped(const struct profile *profile, const char *section, const char *value, double kmh)
{
    return value == NULL ? kmh : fmin(kmh, profile_entry_value(profile, section, value, kmh));
}

static double speed(const struct profile *profile, const char *const value[KEYS], double class_kmh, int side)
{
    const char *limit = sided(value, MAXSPEED_ADVISORY, MAXSPEED_TYPE, side);
    double limit_kmh = limit == NULL ? 0 : profile_parse_maxspeed(profile, limit);
    double kmh = limit_kmh > 0 ? fmin(limit_kmh, 300) * profile->maxspeed_factor : class_kmh;
    kmh = capped(profile, "surface", value[SURFACE], kmh);
    kmh = capped(profile, "tracktype", value[TRACKTYPE], kmh);
    return capped(profile, "smoothness", value[SMOOTHNESS], kmh);
}

/* One lane for both directions, or a width of at most 3 m. */
static bool is_narrow(const char *const value[KEYS], const struct profile_way *way)
{
    double lanes, width_m = value[WIDTH] == NULL ? -1 : profile_parse_metres(value[WIDTH]);
    bool one_lane = value[LANES] != NULL && num_parse_double(value[LANES], false, 0, 1, &lanes);
    return (one_lane && way->kmh[0] > 0 && way->kmh[1] > 0) || (width_m >= 0 && width_m <= 3);
}

/* --- ways ---------------------------------------------------------------------------------------------------------- */

static void settle_duration(const char *const value[KEYS], struct profile_way *way)
{
    way->duration_s = value[DURATION] == NULL ? 0 : profile_parse_duration(value[DURATION]);
}

/* Ferries and shuttle trains carry a car where it is said that they do: many a ferry line is a tourist boat. */
static struct profile_way ferry_way(const struct profile *profile, const char *const value[KEYS], uint8_t class_)
{
    struct profile_way way = {.class_ = class_, .ferry = true};
    bool open[2];
    settle_access(value, &way, open, class_ == ROADS_FERRY_LINE);
    settle_oneway(value, open);
    settle_duration(value, &way);
    double kmh = profile->class_kmh[class_];
    for (int side = 0; side < 2; side++) {
        way.kmh[side] = open[side] ? kmh : 0;
    }
    way.usable = profile->ferries && kmh > 0 && (open[0] || open[1]);
    return way;
}

static struct profile_way road_way(const struct profile *profile, const char *const value[KEYS])
{
    struct profile_way way = {.class_ = class_of(value[HIGHWAY])};
    bool open[2];
    settle_access(value, &way, open, way.class_ == ROADS_OTHER);
    settle_oneway(value, open);
    double class_kmh = profile->class_kmh[way.class_];
    if (class_kmh <= 0) { /* a track, as a rule: only where it is said to be open */
        bool said = profile_access(sided(value, MOTORCAR, ACCESS, 0)) == PROFILE_OPEN ||
                    profile_access(sided(value, MOTORCAR, ACCESS, 1)) == PROFILE_OPEN;
        class_kmh = said && way.class_ == ROADS_TRACK ? profile->class_kmh[ROADS_OTHER] : 0;
    }
    bool movable = is(value[BRIDGE], "movable") && !is(value[CAPACITY_CAR], "0");
    if (movable) {
        settle_duration(value, &way);
        class_kmh = class_kmh > 0 ? profile->movable_bridge_kmh : 0;
    }
    for (int side = 0; side < 2; side++) {
        bool passable = open[side] && class_kmh > 0 && !is_too_small(value, side);
        way.kmh[side] = passable ? speed(profile, value, class_kmh, side) : 0;
        way.private_ = way.private_ || (passable && all_lanes_hov(sided(value, HOV_LANES, HOV_LANES, side)));
    }
    if (is_narrow(value, &way)) {
        way.kmh[0] *= profile->narrow_factor;
        way.kmh[1] *= profile->narrow_factor;
    }
    way.private_ = way.private_ || is(value[HOV], "designated");
    way.roundabout = is(value[JUNCTION], "roundabout") || is(value[JUNCTION], "circular");
    way.usable = way.kmh[0] > 0 || way.kmh[1] > 0;
    return way;
}

struct profile_way profile_way(const struct profile *profile, const struct profile_tag *tags, size_t n)
{
    bool road = false;
    for (size_t i = 0; i < n && !road; i++) {
        road = strcmp(tags[i].key, "highway") == 0 || strcmp(tags[i].key, "route") == 0;
    }
    const char *value[KEYS];
    if (road) {
        sort_tags(tags, n, value);
    }
    if (!road || is_shut(value)) {
        return (struct profile_way){.class_ = ROADS_OTHER};
    }
    if (is(value[ROUTE], "ferry")) {
        return ferry_way(profile, value, ROADS_FERRY_LINE);
    }
    if (is(value[ROUTE], "shuttle_train")) {
        return ferry_way(profile, value, ROADS_SHUTTLE_TRAIN);
    }
    return value[HIGHWAY] == NULL ? (struct profile_way){.class_ = ROADS_OTHER} : road_way(profile, value);
}
