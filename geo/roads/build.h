/* build: from stretches of road to the network that answers.
 *
 * 1. The main network: the large strongly connected parts of the roads open to all (Tarjan 1972): the largest, and every
 *    one of at least ROADS_MAJOR junctions (an island). Everything that hangs on it both ways over private,
 *    destination-only or other small roads is its fringe; what does not is left out, so that a place beside it snaps to
 *    the main network instead.
 * 2. Turn restrictions as an automaton: a node is a junction and the set of restrictions that are under way there; drives
 *    that would finish a forbidden sequence are not made, and those that must be are the only ones. Turning round on the
 *    next stretch while a restriction is under way is forbidden as well, unless that stretch ends there. A street that
 *    restrictions cut off altogether is no part of the main network (cutoff.h).
 * 3. Contraction of the main nodes (contract.h), and renumbering in its order.
 * 4. Edges along a Hilbert curve, shapes packed, the tree of boxes.
 */
#ifndef ROUNDS_GEO_ROADS_BUILD_H
#define ROUNDS_GEO_ROADS_BUILD_H

#include "geo/base/status.h"
#include "geo/roads/raw.h"
#include "geo/roads/roads.h"

enum { ROADS_MAJOR = 1000 };

/* Told now and then what is done: DONE of TOTAL steps of WHAT. Returns false to stop. */
struct roads_progress {
    bool (*tell)(void *context, const char *what, size_t done, size_t total);
    void *context;
};

struct roads_report {
    uint32_t junctions, edges, split_junctions, turns_used, turns_ignored, shortcuts, main_parts, fringe_edges,
        dropped_edges;
};

/* Everything in *OUT is owned by the caller: roads_free. STATUS_INPUT when nothing drivable is left ("no roads for cars
 * in it"), or more than a network can number; STATUS_INCOMPLETE when PROGRESS stopped it. Deterministic: the same input
 * gives the same bytes. RAW may be emptied as it goes, to keep the peak low (roads_raw_free is still the caller's). */
MUST_CHECK enum status roads_build(struct raw_roads *raw, const struct roads_progress *progress, struct roads *out,
                                   struct roads_report *report, struct error *err);
void roads_free(struct roads *roads); /* of roads_build; not of a mapped file */
void roads_raw_free(struct raw_roads *raw);

#endif
