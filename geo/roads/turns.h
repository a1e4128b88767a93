/* turns: turn restrictions as an automaton (build.h 2).
 *
 * Each restriction is a sequence of drives that must not be driven one after the other. All of them together go into one
 * automaton (Aho and Corasick 1975), whose state after a drive is the longest run of last drives that may become a
 * forbidden sequence; so a junction has one state more than its plain one for each such run that ends there, and the
 * number of states is at most the summed length of the sequences. */
#ifndef ROUNDS_GEO_ROADS_TURNS_H
#define ROUNDS_GEO_ROADS_TURNS_H

#include "geo/roads/adjacency.h"
#include "geo/roads/parts.h"

/* --- turns_resolve.c: which drives a restriction means --- */

struct turn_chain {
    uint32_t turn;     /* of raw_roads.turns */
    uint32_t first, n; /* into drives: the drive into the junction or first via way, ..., the drive on the to way */
};
struct turn_chains {
    struct turn_chain *chains; /* by turn */
    uint32_t chains_n;
    uint32_t *drives;
    uint32_t drives_n;
};

/* The drives from the from way over the via node or ways to the to way, without turning round on the way, but for
 * restrictions from a way to itself via a node: "no" means turning round there, "only" all else. An "only" with more than
 * one way in is ambiguous and left out, as is what is not on the map or cannot be driven. Over KEPT's edges. */
struct turn_chains turns_resolve(const struct raw_roads *raw, const struct parts *kept, const struct adjacency *out);
void turn_chains_free(struct turn_chains *chains);

/* --- turns.c: the automaton --- */

#define TURN_PLAIN UINT32_MAX /* no restriction under way */

struct turn_drive {
    uint32_t state, drive, to; /* TO: a state or TURN_PLAIN */
};
struct turns {
    uint32_t *junction; /* of each state */
    uint32_t states_n;
    struct turn_drive *drives; /* all that leave states */
    uint32_t drives_n;
    struct turn_drive *starts; /* from plain junctions to states; their STATE is TURN_PLAIN */
    uint32_t starts_n;
    uint32_t used, ignored, split_junctions;
};

/* Bounded whatever RAW holds: restrictions that would give one junction more than TURN_ROOM drives are ignored. */
enum { TURN_ROOM = 8192 };
struct turns turns_find(const struct raw_roads *raw, const struct parts *kept);
void turns_free(struct turns *turns);

#endif
