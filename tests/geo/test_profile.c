/* The car's rules, fact by fact: speeds as OSRM's car profile has them (which were read there and written down here by
 * hand), access, one-ways, barriers, restrictions; and the table that a person can change. */
#include "geo/roads/profile.h"

#include "geo/base/text.h"
#include "tests/base/unit.h"
#include "tests/geo/tag_text.h"

#include <math.h>
#include <stdio.h>

static struct profile *profile;

static int set_up(void **state)
{
    (void)state;
    struct error err = {0};
    return profile_new(NULL, "car.ini", &profile, &err) == STATUS_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    profile_free(profile);
    profile = NULL;
    return 0;
}

/* --- ways ---------------------------------------------------------------------------------------------------------- */

/* "25/25", "52/- private roundabout", "5/5 ferry 1200s", "-". */
static void describe_way(const struct profile_way *way, char out[128])
{
    char side[2][32];
    if (!way->usable) {
        snprintf(out, 128, "-");
        return;
    }
    for (int i = 0; i < 2; i++) {
        snprintf(side[i], sizeof side[i], way->kmh[i] > 0 ? "%.7g" : "-", way->kmh[i]);
    }
    int length = snprintf(out, 128, "%s/%s%s%s%s", side[0], side[1], way->private_ ? " private" : "",
                          way->roundabout ? " roundabout" : "", way->ferry ? " ferry" : "");
    if (way->duration_s > 0) {
        snprintf(out + length, 128 - (size_t)length, " %.0fs", way->duration_s);
    }
}

static void assert_way(const char *tags, const char *expected)
{
    struct tag_text text;
    char found[128], line[2][TAGS_ROOM + 160];
    tag_text(&text, tags);
    struct profile_way way = profile_way(profile, text.tags, text.n);
    describe_way(&way, found);
    snprintf(line[0], sizeof line[0], "%s: %s", tags, found);
    snprintf(line[1], sizeof line[1], "%s: %s", tags, expected);
    assert_string_equal(line[0], line[1]);
    struct profile_tag backwards[TAGS_MAX];
    for (size_t i = 0; i < text.n; i++) {
        backwards[i] = text.tags[text.n - 1 - i];
    }
    struct profile_way again = profile_way(profile, backwards, text.n);
    char other[128];
    describe_way(&again, other);
    assert_string_equal(other, found);
}

struct way_case {
    const char *tags, *expected;
};

static void assert_ways(const struct way_case *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        assert_way(cases[i].tags, cases[i].expected);
    }
}

static void profile__each_class_has_its_speed(void **state)
{
    (void)state;
    static const struct way_case cases[] = {
        {"highway=motorway", "90/-"},
        {"highway=motorway_link", "45/45"},
        {"highway=trunk", "85/85"},
        {"highway=trunk_link", "40/40"},
        {"highway=primary", "65/65"},
        {"highway=primary_link", "30/30"},
        {"highway=secondary", "55/55"},
        {"highway=secondary_link", "25/25"},
        {"highway=tertiary", "40/40"},
        {"highway=tertiary_link", "20/20"},
        {"highway=unclassified", "25/25"},
        {"highway=residential", "25/25"},
        {"highway=living_street", "10/10"},
        {"highway=service", "15/15"},
        {"highway=track", "-"},
        {"highway=footway", "-"},
        {"highway=cycleway", "-"},
        {"highway=path", "-"},
        {"highway=pedestrian", "-"},
        {"highway=road", "-"},
        {"highway=bus_guideway", "-"},
        {"railway=rail", "-"},
        {"name=Nowhere", "-"},
        {"highway=", "-"},
    };
    assert_ways(cases, COUNT(cases));
    assert_false(profile_way(profile, NULL, 0).usable);
}

static void profile__the_class_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *tags;
        enum roads_class class_;
    } cases[] = {
        {"highway=motorway", ROADS_MOTORWAY},
        {"highway=tertiary_link", ROADS_TERTIARY_LINK},
        {"highway=living_street", ROADS_LIVING_STREET},
        {"highway=service", ROADS_SERVICE},
        {"highway=track, motor_vehicle=yes", ROADS_TRACK},
        {"highway=pedestrian, motorcar=yes", ROADS_OTHER},
        {"route=ferry, motorcar=yes", ROADS_FERRY_LINE},
        {"route=shuttle_train", ROADS_SHUTTLE_TRAIN},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct tag_text text;
        tag_text(&text, cases[i].tags);
        assert_int_equal(profile_way(profile, text.tags, text.n).class_, cases[i].class_);
    }
}

static void profile__a_limit_times_the_factor_takes_the_place_of_the_speed(void **state)
{
    (void)state;
    static const struct way_case cases[] = {
        {"highway=residential, maxspeed=50", "40/40"},
        {"highway=motorway, maxspeed=120", "96/-"},
        {"highway=primary, maxspeed=20", "16/16"},
        {"highway=primary, maxspeed=50 km/h", "40/40"},
        {"highway=primary, maxspeed=50kmh", "40/40"},
        {"highway=primary, maxspeed=30 mph", "38.616/38.616"},
        {"highway=primary, maxspeed=30mph", "38.616/38.616"},
        {"highway=primary, maxspeed=10 knots", "14.816/14.816"},
        {"highway=primary, maxspeed=none", "112/112"},
        {"highway=primary, maxspeed=walk", "4/4"},
        {"highway=primary, maxspeed=GB:nsl_single", "77.232/77.232"},
        {"highway=primary, maxspeed=gb:nsl_dual", "90.104/90.104"},
        {"highway=primary, maxspeed=UK:nsl_single", "77.232/77.232"},
        {"highway=motorway, maxspeed=GB:motorway", "90.104/-"},
        {"highway=primary, maxspeed=DE:urban", "40/40"},
        {"highway=primary, maxspeed=DE:rural", "80/80"},
        {"highway=primary, maxspeed=FR:rural", "64/64"},
        {"highway=primary, maxspeed=IT:rural", "72/72"},
        {"highway=primary, maxspeed=IT:motorway", "104/104"},
        {"highway=motorway, maxspeed=DE:motorway", "90/-"}, /* none: the class's */
        {"highway=primary, maxspeed=RU:living_street", "16/16"},
        {"highway=primary, maxspeed=BE-VLG:rural", "56/56"},
        {"highway=primary, maxspeed=signals", "65/65"},
        {"highway=primary, maxspeed=variable", "65/65"},
        {"highway=primary, maxspeed=0", "65/65"},
        {"highway=primary, maxspeed=-50", "65/65"},
        {"highway=primary, maxspeed=50;70", "40/40"},
        {"highway=primary, maxspeed=99999999999999999999", "65/65"},
        {"highway=primary, maxspeed=1e9", "65/65"},
        {"highway=primary, maxspeed=999999", "240/240"},
        {"highway=primary, maxspeed=50, maxspeed:forward=70", "56/40"},
        {"highway=primary, maxspeed:backward=30", "65/24"},
        {"highway=primary, maxspeed:advisory=40, maxspeed=100", "32/32"},
        {"highway=primary, source:maxspeed=GB:nsl_single", "77.232/77.232"},
        {"highway=primary, maxspeed:type=DE:urban", "40/40"},
        {"highway=primary, maxspeed=100, maxspeed:type=DE:urban", "80/80"},
        {"highway=footway, maxspeed=50", "-"},
    };
    assert_ways(cases, COUNT(cases));
}

static void profile__bad_surfaces_cap_the_speed(void **state)
{
    (void)state;
    static const struct way_case cases[] = {
        {"highway=primary, surface=asphalt", "65/65"},
        {"highway=primary, surface=paved", "65/65"},
        {"highway=primary, surface=compacted, maxspeed=120", "80/80"},
        {"highway=primary, surface=fine_gravel, maxspeed=120", "80/80"},
        {"highway=primary, surface=paving_stones", "60/60"},
        {"highway=primary, surface=gravel", "40/40"},
        {"highway=primary, surface=unpaved", "40/40"},
        {"highway=primary, surface=dirt", "40/40"},
        {"highway=primary, surface=grass", "40/40"},
        {"highway=primary, surface=cobblestone", "30/30"},
        {"highway=primary, surface=sand", "20/20"},
        {"highway=primary, surface=earth", "20/20"},
        {"highway=primary, surface=mud", "10/10"},
        {"highway=primary, surface=chocolate", "65/65"},
        {"highway=residential, surface=gravel", "25/25"},
        {"highway=primary, tracktype=grade1", "60/60"},
        {"highway=primary, tracktype=grade2", "40/40"},
        {"highway=primary, tracktype=grade3", "30/30"},
        {"highway=primary, tracktype=grade4", "25/25"},
        {"highway=primary, tracktype=grade5", "20/20"},
        {"highway=primary, smoothness=intermediate, maxspeed=120", "80/80"},
        {"highway=primary, smoothness=bad", "40/40"},
        {"highway=primary, smoothness=very_bad", "20/20"},
        {"highway=primary, smoothness=horrible", "10/10"},
        {"highway=primary, smoothness=very_horrible", "5/5"},
        {"highway=primary, smoothness=impassable", "-"},
        {"highway=primary, surface=gravel, tracktype=grade5, smoothness=bad", "20/20"},
        {"highway=primary, lanes=1", "58.5/58.5"},
        {"highway=primary, lanes=1, oneway=yes", "65/-"},
        {"highway=primary, lanes=2", "65/65"},
        {"highway=primary, width=2.5", "58.5/58.5"},
        {"highway=primary, width=2.5 m", "58.5/58.5"},
        {"highway=primary, width=4", "65/65"},
    };
    assert_ways(cases, COUNT(cases));
}

static void profile__the_most_special_access_tag_wins(void **state)
{
    (void)state;
    static const struct way_case cases[] = {
        {"highway=primary, access=no", "-"},
        {"highway=primary, vehicle=no", "-"},
        {"highway=primary, motor_vehicle=no", "-"},
        {"highway=primary, motorcar=no", "-"},
        {"highway=primary, access=no, motorcar=yes", "65/65"},
        {"highway=primary, access=no, motor_vehicle=permissive", "65/65"},
        {"highway=primary, vehicle=no, motor_vehicle=designated", "65/65"},
        {"highway=primary, motor_vehicle=yes, motorcar=no", "-"},
        {"highway=primary, bicycle=no", "65/65"},
        {"highway=track, motor_vehicle=agricultural", "-"},
        {"highway=unclassified, motor_vehicle=agricultural", "-"},
        {"highway=unclassified, access=forestry", "-"},
        {"highway=unclassified, access=emergency", "-"},
        {"highway=unclassified, access=psv", "-"},
        {"highway=unclassified, motor_vehicle=agricultural;forestry", "-"},
        {"highway=unclassified, motor_vehicle=agricultural;destination", "25/25 private"},
        {"highway=unclassified, access=private", "25/25 private"},
        {"highway=unclassified, motor_vehicle=destination", "25/25 private"},
        {"highway=service, access=delivery", "15/15 private"},
        {"highway=service, access=customers", "15/15 private"},
        {"highway=service, access=private, motorcar=yes", "15/15"},
        {"highway=unclassified, access=unknown", "25/25"},
        {"highway=unclassified, motorcar:forward=no", "-/25"},
        {"highway=unclassified, motor_vehicle:backward=private", "25/25 private"},
        {"highway=unclassified, access:backward=no", "25/-"},
        {"highway=service, service=emergency_access", "-"},
        {"highway=service, service=driveway", "15/15"},
        {"highway=service, service=alley", "15/15"},
        {"highway=pedestrian, motor_vehicle=yes", "10/10"},
        {"highway=footway, access=yes", "10/10"},
        {"highway=footway, access=private", "-"},
        {"highway=footway, motor_vehicle=destination", "-"},
        {"highway=track, motor_vehicle=yes", "10/10"},
        {"highway=track, motor_vehicle=destination", "-"},
        {"highway=primary, hov=designated", "65/65 private"},
        {"highway=primary, hov:lanes=designated|designated", "65/65 private"},
        {"highway=primary, hov:lanes=designated|no", "65/65"},
        {"highway=primary, toll=yes", "65/65"},
        {"highway=primary, motorroad=yes", "65/65"},
        {"highway=primary, ford=yes", "65/65"},
    };
    assert_ways(cases, COUNT(cases));
}

static void profile__what_cannot_be_driven_is_out(void **state)
{
    (void)state;
    static const struct way_case cases[] = {
        {"highway=service, area=yes", "-"},
        {"highway=service, area=no", "15/15"},
        {"highway=steps, motorcar=yes", "-"},
        {"highway=construction", "-"},
        {"highway=construction, access=yes", "-"},
        {"highway=proposed, access=yes", "-"},
        {"highway=primary, construction=yes", "-"},
        {"highway=primary, construction=primary", "-"},
        {"highway=primary, construction=no", "65/65"},
        {"highway=primary, construction=minor", "65/65"},
        {"highway=primary, construction=widening", "65/65"},
        {"highway=primary, railway=construction", "-"},
        {"highway=primary, railway=tram", "65/65"},
        {"highway=primary, proposed=motorway", "-"},
        {"highway=primary, impassable=yes", "-"},
        {"highway=primary, status=impassable", "-"},
        {"highway=primary, maxheight=1.9", "-"},
        {"highway=primary, maxheight=2.1", "65/65"},
        {"highway=primary, maxheight=6'6\"", "-"},
        {"highway=primary, maxheight=6'7\"", "65/65"},
        {"highway=primary, maxheight=default", "65/65"},
        {"highway=primary, maxheight:forward=1.5", "-/65"},
        {"highway=primary, maxheight:physical=1.5, maxheight=4", "-"},
        {"highway=primary, maxwidth=1.5", "-"},
        {"highway=primary, maxwidth=2", "65/65"},
    };
    assert_ways(cases, COUNT(cases));
}

static void profile__one_way_streets(void **state)
{
    (void)state;
    static const struct way_case cases[] = {
        {"highway=primary, oneway=yes", "65/-"},
        {"highway=primary, oneway=1", "65/-"},
        {"highway=primary, oneway=true", "65/-"},
        {"highway=primary, oneway=-1", "-/65"},
        {"highway=primary, oneway=no", "65/65"},
        {"highway=primary, oneway=reversible", "-"},
        {"highway=primary, oneway=alternating", "65/65"},
        {"highway=motorway", "90/-"},
        {"highway=motorway, oneway=no", "90/90"},
        {"highway=motorway, oneway=-1", "-/90"},
        {"highway=motorway_link", "45/45"},
        {"highway=trunk", "85/85"},
        {"highway=primary, junction=roundabout", "65/- roundabout"},
        {"highway=primary, junction=circular", "65/- roundabout"},
        {"highway=primary, junction=roundabout, oneway=no", "65/65 roundabout"},
        {"highway=primary, junction=yes", "65/65"},
        {"highway=primary, oneway=yes, oneway:motorcar=no", "65/65"},
        {"highway=primary, oneway=yes, oneway:bicycle=no", "65/-"},
        {"highway=primary, oneway=no, oneway:vehicle=yes", "65/-"},
        {"highway=primary, oneway=yes, maxspeed:backward=30", "65/-"},
        {"highway=primary, oneway=yes, motorcar:forward=no", "-"},
    };
    assert_ways(cases, COUNT(cases));
}

static void profile__ferries_carry_cars_where_that_is_said(void **state)
{
    (void)state;
    static const struct way_case cases[] = {
        {"route=ferry, motorcar=yes", "5/5 ferry"},
        {"route=ferry, motor_vehicle=yes, duration=00:25", "5/5 ferry 1500s"},
        {"route=ferry, motorcar=yes, duration=1:45", "5/5 ferry 6300s"},
        {"route=ferry, motorcar=yes, duration=01:00:30", "5/5 ferry 3630s"},
        {"route=ferry, motorcar=yes, duration=35", "5/5 ferry 2100s"},
        {"route=ferry, motorcar=yes, duration=PT20M", "5/5 ferry 1200s"},
        {"route=ferry, motorcar=yes, duration=PT1H30M", "5/5 ferry 5400s"},
        {"route=ferry, motorcar=yes, duration=P1DT2H", "5/5 ferry 93600s"},
        {"route=ferry, motorcar=yes, duration=PT45S", "5/5 ferry 45s"},
        {"route=ferry, motorcar=yes, duration=20 minutes", "5/5 ferry"},
        {"route=ferry, motorcar=yes, duration=1:75", "5/5 ferry"},
        {"route=ferry, motorcar=yes, duration=0", "5/5 ferry"},
        {"route=ferry, motorcar=yes, duration=P", "5/5 ferry"},
        {"route=ferry, motorcar=yes, duration=PT5D", "5/5 ferry"},
        {"route=ferry, motorcar=yes, duration=999999999:00", "5/5 ferry"},
        {"route=ferry, motorcar=yes, oneway=yes", "5/- ferry"},
        {"route=ferry", "-"},
        {"route=ferry, foot=yes", "-"},
        {"route=ferry, motorcar=no", "-"},
        {"route=ferry, motor_vehicle=yes, motorcar=no", "-"},
        {"route=ferry, access=private", "-"},
        {"route=shuttle_train", "10/10 ferry"},
        {"route=shuttle_train, motor_vehicle=no", "-"},
        {"route=shuttle_train, motorcar=yes, duration=00:35", "10/10 ferry 2100s"},
        {"route=bus", "-"},
        {"highway=primary, route=bus", "65/65"},
        {"highway=primary, bridge=movable", "5/5"},
        {"highway=primary, bridge=movable, duration=00:05", "5/5 300s"},
        {"highway=primary, bridge=movable, capacity:car=0", "65/65"},
        {"highway=primary, bridge=yes", "65/65"},
        {"highway=primary, duration=00:05", "65/65"},
    };
    assert_ways(cases, COUNT(cases));
}

static void profile__a_key_that_comes_twice_is_read_alike_in_any_order(void **state)
{
    (void)state;
    assert_way("highway=primary, highway=tertiary", "65/65");
    assert_way("highway=primary, oneway=yes, oneway=no", "65/65");
    assert_way("highway=primary, maxspeed=50, maxspeed=30", "24/24");
}

/* --- nodes --------------------------------------------------------------------------------------------------------- */

static void assert_node(const char *tags, const char *expected)
{
    struct tag_text text;
    char found[TAGS_ROOM + 64], wanted[TAGS_ROOM + 64];
    tag_text(&text, tags);
    struct profile_node node = profile_node(profile, text.tags, text.n);
    snprintf(found, sizeof found, "%s: %s%s%u", tags, node.blocks ? "blocks " : "", node.private_ ? "private " : "",
             (unsigned)node.ms);
    snprintf(wanted, sizeof wanted, "%s: %s", tags, expected);
    assert_string_equal(found, wanted);
}

static void profile__barriers_that_pass_and_that_do_not(void **state)
{
    (void)state;
    static const char *const passable[] = {
        "gate",     "lift_gate",  "cattle_grid", "toll_booth",        "border_control",
        "entrance", "sally_port", "arch",        "height_restrictor", "no"};
    static const char *const blocking[] = {"bollard",       "block",          "fence", "wall",       "chain", "stile",
                                           "cycle_barrier", "jersey_barrier", "kerb",  "swing_gate", "yes",   "debris"};
    char tags[64], expected[16];
    for (size_t i = 0; i < COUNT(passable); i++) {
        snprintf(tags, sizeof tags, "barrier=%s", passable[i]);
        assert_node(tags, "0");
    }
    for (size_t i = 0; i < COUNT(blocking); i++) {
        snprintf(tags, sizeof tags, "barrier=%s", blocking[i]);
        snprintf(expected, sizeof expected, "blocks 0");
        assert_node(tags, expected);
    }
    assert_node("barrier=bollard, bollard=rising", "0");
    assert_node("barrier=bollard, bollard=removable", "blocks 0");
    assert_node("barrier=height_restrictor, maxheight=1.8", "blocks 0");
    assert_node("barrier=height_restrictor, maxheight=2", "0");
    assert_node("barrier=height_restrictor, maxheight=2.5 m", "0");
    assert_node("barrier=height_restrictor, maxheight=6'6\"", "blocks 0");
    assert_node("barrier=kerb, kerb=lowered", "0");
    assert_node("barrier=kerb, kerb=flush", "0");
    assert_node("barrier=kerb, kerb=raised", "blocks 0");
    assert_node("barrier=kerb, highway=crossing", "0");
}

static void profile__access_on_a_node_wins_over_its_barrier(void **state)
{
    (void)state;
    assert_node("barrier=gate, access=no", "blocks 0");
    assert_node("access=no", "blocks 0");
    assert_node("barrier=gate, motor_vehicle=no", "blocks 0");
    assert_node("barrier=gate, access=no, motorcar=yes", "0");
    assert_node("barrier=bollard, motor_vehicle=yes", "0");
    assert_node("barrier=bollard, access=yes", "0");
    assert_node("barrier=gate, access=private", "private 0");
    assert_node("barrier=bollard, motor_vehicle=destination", "private 0");
    assert_node("barrier=gate, access=agricultural", "blocks 0");
    assert_node("access=private", "0"); /* no barrier: it says something else */
    assert_node("barrier=gate, access=unknown", "0");
    assert_node("barrier=bollard, bicycle=yes", "blocks 0");
}

static void profile__traffic_signals_cost_two_seconds(void **state)
{
    (void)state;
    assert_node("highway=traffic_signals", "2000");
    assert_node("highway=traffic_signals, traffic_signals:direction=forward", "2000");
    assert_node("highway=crossing, crossing=traffic_signals", "0");
    assert_node("highway=stop", "0");
    assert_node("name=x", "0");
}

/* --- restrictions -------------------------------------------------------------------------------------------------- */

static void assert_turn(const char *tags, enum profile_turn expected)
{
    struct tag_text text;
    tag_text(&text, tags);
    enum profile_turn found = profile_turn(profile, text.tags, text.n);
    if (found != expected) {
        fail_msg("%s: %d in place of %d", tags, (int)found, (int)expected);
    }
}

static void profile__restrictions_that_concern_cars(void **state)
{
    (void)state;
    assert_turn("type=restriction, restriction=no_left_turn", PROFILE_TURN_NO);
    assert_turn("type=restriction, restriction=no_u_turn", PROFILE_TURN_NO);
    assert_turn("type=restriction, restriction=no_straight_on", PROFILE_TURN_NO);
    assert_turn("type=restriction, restriction=no_entry", PROFILE_TURN_NO);
    assert_turn("type=restriction, restriction=only_straight_on", PROFILE_TURN_ONLY);
    assert_turn("type=restriction, restriction=only_right_turn", PROFILE_TURN_ONLY);
    assert_turn("type=restriction, restriction:motorcar=no_left_turn", PROFILE_TURN_NO);
    assert_turn("type=restriction, restriction:motor_vehicle=only_left_turn", PROFILE_TURN_ONLY);
    assert_turn("type=restriction, restriction:vehicle=no_left_turn", PROFILE_TURN_NO);
    assert_turn("type=restriction, restriction:hgv=no_left_turn", PROFILE_TURN_NONE);
    assert_turn("type=restriction, restriction:bicycle=no_left_turn", PROFILE_TURN_NONE);
    assert_turn("type=restriction, restriction:conditional=no_left_turn @ (07:00-09:00)", PROFILE_TURN_NONE);
    assert_turn("type=restriction, restriction=give_way", PROFILE_TURN_NONE);
    assert_turn("type=restriction", PROFILE_TURN_NONE);
    assert_turn("type=route, restriction=no_left_turn", PROFILE_TURN_NONE);
    assert_turn("restriction=no_left_turn", PROFILE_TURN_NONE);
    assert_turn("type=restriction, restriction=no_left_turn, except=motorcar", PROFILE_TURN_NONE);
    assert_turn("type=restriction, restriction=no_left_turn, except=bus;motor_vehicle", PROFILE_TURN_NONE);
    assert_turn("type=restriction, restriction=no_left_turn, except=bus; vehicle", PROFILE_TURN_NONE);
    assert_turn("type=restriction, restriction=no_left_turn, except=bus;bicycle", PROFILE_TURN_NO);
    assert_turn("type=restriction, restriction=no_left_turn, except=motorcarriage", PROFILE_TURN_NO);
    assert_turn("type=restriction:motorcar, restriction=no_left_turn", PROFILE_TURN_NO);
    assert_turn("type=restriction:hgv, restriction=no_left_turn", PROFILE_TURN_NONE);
}

/* OSRM's formula, worked out by hand for both sides at 0, 90 and 180 degrees. */
static void profile__turns_cost_by_their_angle(void **state)
{
    (void)state;
    assert_true(fabs(profile_turn_s(profile, 0) - (0.0069114 + 0.0177088) / 2) < 1e-4);
    assert_true(fabs(profile_turn_s(profile, 90) - 3.75) < 1e-9); /* left and right make up for each other */
    assert_true(fabs(profile_turn_s(profile, 180) - (7.4530 + 7.49723) / 2) < 1e-3);
    for (int angle = 1; angle <= 180; angle++) {
        assert_true(profile_turn_s(profile, angle) > profile_turn_s(profile, angle - 1));
    }
}

/* --- the table ----------------------------------------------------------------------------------------------------- */

static void set(const char *name, const char *value)
{
    struct error err = {0};
    assert_int_equal(profile_set(profile, name, value, &err), STATUS_OK);
}

static void profile__tracks_are_a_setting(void **state)
{
    (void)state;
    set("class.track", "15");
    assert_way("highway=track", "15/15");
    assert_way("highway=track, tracktype=grade5", "15/15");
    assert_way("highway=track, motor_vehicle=private", "15/15 private");
    assert_way("highway=track, motor_vehicle=agricultural", "-");
    assert_way("highway=track, motor_vehicle=yes", "15/15");
    set("class.track", "0");
    assert_way("highway=track", "-");
}

static void profile__ferries_are_a_setting(void **state)
{
    (void)state;
    set("general.ferries", "no");
    assert_way("route=ferry, motorcar=yes", "-");
    assert_way("route=shuttle_train", "-");
    assert_way("highway=primary, bridge=movable", "5/5");
    set("general.ferries", "yes");
    assert_way("route=ferry, motorcar=yes", "5/5 ferry");
}

static void profile__a_class_without_speed_is_out(void **state)
{
    (void)state;
    set("class.motorway", "0");
    assert_way("highway=motorway", "-");
    assert_way("highway=motorway, maxspeed=100", "-");
    assert_way("highway=motorway, motorcar=yes", "-");
}

static void profile__differences_are_said_in_a_line(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(profile_differences(profile, arena), "");
    set("general.ferries", "no");
    set("class.track", "15");
    set("surface.sand", "12.5");
    set("maxspeed gb.nsl_single", "50 mph");
    assert_string_equal(profile_differences(profile, arena),
                        "ferries no, track 15, surface sand 12.50, maxspeed gb nsl_single 80.45");
    set("general.ferries", "yes");
    set("class.track", "0");
    set("surface.sand", "20");
    set("maxspeed gb.nsl_single", "60 mph");
    assert_string_equal(profile_differences(profile, arena), "");
    arena_free(arena);
}

static void assert_table(const char *text, const char *sentence)
{
    struct profile *made = NULL;
    struct error err = {0};
    enum status status = profile_new(text, "roads.ini", &made, &err);
    if (sentence == NULL) {
        assert_int_equal(status, STATUS_OK);
        profile_free(made);
        return;
    }
    assert_int_equal(status, STATUS_INPUT);
    assert_null(made);
    assert_string_equal(err.text, sentence);
}

static void profile__a_table_of_ones_own_takes_its_place_line_by_line(void **state)
{
    (void)state;
    struct error err = {0};
    profile_free(profile);
    profile = NULL;
    assert_int_equal(profile_new("\xef\xbb\xbf[class]\nresidential = 20 mph\r\n; mine\ntrack=15\n\n[surface]\n"
                                 "shells = 12\n[maxspeed xx]\nrural = 60",
                                 "roads.ini", &profile, &err),
                     STATUS_OK);
    assert_way("highway=residential", "32.18/32.18");
    assert_way("highway=track", "15/15");
    assert_way("highway=primary, surface=shells", "12/12");
    assert_way("highway=primary, maxspeed=XX:rural", "48/48");
    assert_way("highway=primary", "65/65");
    assert_table("", NULL);
    assert_table(profile_default_text(), NULL);
}

static void profile__what_is_wrong_in_a_table_is_said_by_line(void **state)
{
    (void)state;
    assert_table("[class]\ntrack = fast\n",
                 "roads.ini:2: [class] track: \"fast\" is not a speed, such as 40 or 25 mph");
    assert_table("[class]\ntrack = 300\n", "roads.ini:2: [class] track: 300 is outside 0 to 200");
    assert_table("[class]\ntrack = -1\n", "roads.ini:2: [class] track: \"-1\" is not a speed, such as 40 or 25 mph");
    assert_table("[class]\nmotorwy = 90\n", "roads.ini:2: [class] motorwy: there is no such line in the table; "
                                            "`rounds roads speeds` prints it");
    assert_table("[general]\nferries = maybe\n", "roads.ini:2: [general] ferries: \"maybe\" is not yes or no");
    assert_table("[general]\nmaxspeed_factor = 3\n", "roads.ini:2: [general] maxspeed_factor: 3 is outside 0.1 to 2");
    assert_table("[general]\nmaxspeed_factor = 0.8 mph\n",
                 "roads.ini:2: [general] maxspeed_factor: \"0.8 mph\" is not a number");
    assert_table("\n\nnonsense\n", "roads.ini:3: neither a [section], a name = value, nor a comment");
    assert_table("track = 15\n",
                 "roads.ini:1: [] track: there is no such line in the table; `rounds roads speeds` prints it");
    char text[1000] = "[class]\ntrack = ";
    memset(text + strlen(text), '1', 900 - strlen(text));
    struct profile *made = NULL;
    struct error err = {0};
    assert_int_equal(profile_new(text, "roads.ini", &made, &err), STATUS_INPUT);
    assert_true(strncmp(err.text, "roads.ini:2: the line is too long", 33) == 0);
    assert_int_equal(profile_set(profile, "track", "15", &err), STATUS_INPUT);
    assert_int_equal(profile_set(profile, "class.", "15", &err), STATUS_INPUT);
    assert_int_equal(profile_set(profile, ".track", "15", &err), STATUS_INPUT);
}

static void profile__a_table_has_a_ceiling(void **state)
{
    (void)state;
    struct profile *made = NULL;
    struct error err = {0};
    char *text = mem_alloc(100000);
    size_t length = (size_t)snprintf(text, 100000, "[surface]\n");
    for (int i = 0; i < 2000; i++) {
        length += (size_t)snprintf(text + length, 100000 - length, "mine%d = 10\n", i);
    }
    assert_int_equal(profile_new(text, "roads.ini", &made, &err), STATUS_INPUT);
    assert_non_null(strstr(err.text, "the table has more than 1000 lines"));
    mem_free(text);
}

static void profile__the_table_that_is_compiled_in_is_plain_text(void **state)
{
    (void)state;
    size_t bad;
    const char *text = profile_default_text();
    assert_true(text_utf8_valid(text, strlen(text), &bad));
    assert_non_null(strstr(text, "\n[class]\nmotorway = 90\n"));
}

#define EACH(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(profile__each_class_has_its_speed),
        EACH(profile__the_class_is_named),
        EACH(profile__a_limit_times_the_factor_takes_the_place_of_the_speed),
        EACH(profile__bad_surfaces_cap_the_speed),
        EACH(profile__the_most_special_access_tag_wins),
        EACH(profile__what_cannot_be_driven_is_out),
        EACH(profile__one_way_streets),
        EACH(profile__ferries_carry_cars_where_that_is_said),
        EACH(profile__a_key_that_comes_twice_is_read_alike_in_any_order),
        EACH(profile__barriers_that_pass_and_that_do_not),
        EACH(profile__access_on_a_node_wins_over_its_barrier),
        EACH(profile__traffic_signals_cost_two_seconds),
        EACH(profile__restrictions_that_concern_cars),
        EACH(profile__turns_cost_by_their_angle),
        EACH(profile__tracks_are_a_setting),
        EACH(profile__ferries_are_a_setting),
        EACH(profile__a_class_without_speed_is_out),
        EACH(profile__differences_are_said_in_a_line),
        EACH(profile__a_table_of_ones_own_takes_its_place_line_by_line),
        EACH(profile__what_is_wrong_in_a_table_is_said_by_line),
        EACH(profile__a_table_has_a_ceiling),
        EACH(profile__the_table_that_is_compiled_in_is_plain_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
