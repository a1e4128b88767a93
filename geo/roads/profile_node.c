/* A node's and a restriction's tags: barriers, traffic signals, https://wiki.openstreetmap.org/wiki/Relation:restriction */
#include "geo/roads/profile_impl.h"

#include <math.h>
#include <string.h>

/* The smaller value where a key comes twice; NULL when it does not come. */
static const char *value_of(const struct profile_tag *tags, size_t n, const char *key)
{
    const char *value = NULL;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(tags[i].key, key) == 0 && (value == NULL || strcmp(tags[i].value, value) < 0)) {
            value = tags[i].value;
        }
    }
    return value;
}

static const char *first_of(const struct profile_tag *tags, size_t n, const char *const *keys)
{
    const char *value = NULL;
    for (; *keys != NULL && value == NULL; keys++) {
        value = value_of(tags, n, *keys);
    }
    return value;
}

static bool is(const char *value, const char *word)
{
    return value != NULL && strcmp(value, word) == 0;
}

static bool barrier_blocks(const struct profile_tag *tags, size_t n, const char *barrier)
{
    static const char *const passable[] = {"gate",     "lift_gate",        "cattle_grid",    "toll_booth",
                                           "entrance", "sally_port",       "border_control", "arch",
                                           "no",       "height_restrictor"};
    if (strcmp(barrier, "height_restrictor") == 0) {
        const char *height = value_of(tags, n, "maxheight");
        double high_m = height == NULL ? -1 : profile_parse_metres(height);
        return high_m >= 0 && high_m < 2;
    }
    for (size_t i = 0; i < sizeof passable / sizeof passable[0]; i++) {
        if (strcmp(barrier, passable[i]) == 0) {
            return false;
        }
    }
    const char *kerb = value_of(tags, n, "kerb");
    bool flat = is(kerb, "lowered") || is(kerb, "flush");
    bool crossing = strcmp(barrier, "kerb") == 0 && is(value_of(tags, n, "highway"), "crossing");
    return !flat && !crossing && !is(value_of(tags, n, "bollard"), "rising");
}

struct profile_node profile_node(const struct profile *profile, const struct profile_tag *tags, size_t n)
{
    static const char *const keys[] = {"motorcar", "motor_vehicle", "vehicle", "access", NULL};
    struct profile_node node = {0};
    const char *barrier = value_of(tags, n, "barrier");
    enum profile_access access = profile_access(first_of(tags, n, keys));
    if (access == PROFILE_SHUT) {
        node.blocks = true;
    } else if (access == PROFILE_ENDS) {
        node.private_ = barrier != NULL;
    } else if (access == PROFILE_UNSAID && barrier != NULL) {
        node.blocks = barrier_blocks(tags, n, barrier);
    }
    if (is(value_of(tags, n, "highway"), "traffic_signals")) {
        node.ms = profile->signal_ms;
    }
    return node;
}

/* One of the values of "bus;motorcar". */
static bool holds_car(const char *list)
{
    static const char *const cars[] = {"motorcar", "motor_vehicle", "vehicle"};
    while (list != NULL && *list != '\0') {
        list += strspn(list, "; ");
        size_t length = strcspn(list, "; ");
        for (size_t i = 0; i < sizeof cars / sizeof cars[0]; i++) {
            if (strlen(cars[i]) == length && memcmp(cars[i], list, length) == 0) {
                return true;
            }
        }
        list += length;
    }
    return false;
}

enum profile_turn profile_turn(const struct profile *profile, const struct profile_tag *tags, size_t n)
{
    (void)profile;
    static const char *const keys[] = {"restriction:motorcar", "restriction:motor_vehicle", "restriction:vehicle",
                                       "restriction", NULL};
    const char *value = first_of(tags, n, keys), *type = value_of(tags, n, "type");
    bool about_turns =
        is(type, "restriction") || (type != NULL && strncmp(type, "restriction:", 12) == 0 && holds_car(type + 12));
    if (value == NULL || !about_turns || holds_car(value_of(tags, n, "except"))) {
        return PROFILE_TURN_NONE;
    }
    return strncmp(value, "no_", 3) == 0     ? PROFILE_TURN_NO
           : strncmp(value, "only_", 5) == 0 ? PROFILE_TURN_ONLY
                                             : PROFILE_TURN_NONE;
}

/* OSRM's curve, a sigmoid that reaches turn_s at a half circle; its right and left turns differ by a bias of 1.075. */
double profile_turn_s(const struct profile *profile, double angle_deg)
{
    static const double bias = 1.075;
    double part = 13 * angle_deg / 180;
    double right = 1 / (1 + exp(6.5 * bias - part / bias)), left = 1 / (1 + exp(6.5 / bias - part * bias));
    return profile->turn_s * (right + left) / 2;
}
