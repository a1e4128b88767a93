/* That the arrays of a network file hold nothing that leads a query out of them, round in circles or past 64 bits,
 * whatever wrote them. What merely makes a wrong answer (an arc of the hierarchy that is none of its roads) is not looked
 * for: the checksum tells files that were changed after they were made. The loops gather faults without branches. */
#include "geo/base/text_utf8.h"
#include "geo/roads/file_format.h"
#include "geo/roads/profile.h"

enum { LAT_MAX_E7 = 900000000, LON_MAX_E7 = 1800000000 };

#define MS_LIMIT     (UINT32_C(1) << 30) /* so that a cost below ROADS_NONE and an arc's stay below 2^63 */
#define ALL_FLAGS    (ROADS_FRINGE | ROADS_FERRY | ROADS_ROUNDABOUT | ROADS_SPLIT_0 | ROADS_SPLIT_1 | ROADS_PRIVATE)
#define BOTH         (ROADS_UP_FORWARD | ROADS_UP_BACKWARD)
#define FRINGE_N(of) ((of)->nodes_n - (of)->main_n)

static uint32_t arcs_n(const struct roads *roads)
{
    return 2 * roads->edges_n + roads->extra_n;
}

static bool counts_fit(const struct roads *roads)
{
    return roads->edges_n >= 1 && roads->edges_n < ROADS_UP_ID / 4 && roads->extra_n < ROADS_UP_ID / 4 &&
           roads->nodes_n < ROADS_UP_ID && roads->names_bytes >= 1;
}

static unsigned off_globe(int32_t lat, int32_t lon)
{
    return (lat < -LAT_MAX_E7) | (lat > LAT_MAX_E7) | (lon < -LON_MAX_E7) | (lon > LON_MAX_E7);
}

static bool places_fit(const struct roads *roads)
{
    unsigned bad = 0;
    for (uint32_t i = 0; i < roads->nodes_n; i++) {
        bad |= off_globe(roads->at[i][0], roads->at[i][1]);
    }
    return bad == 0;
}

/* FIRST[0 .. n] rises from 0 to TOTAL. */
static bool firsts_fit(const uint32_t *first, uint32_t n, uint32_t total)
{
    unsigned bad = first[0] != 0 || first[n] != total;
    for (uint32_t i = 0; i < n; i++) {
        bad |= first[i] > first[i + 1];
    }
    return bad == 0;
}

static unsigned ms_bad(uint32_t ms)
{
    return (ms >= MS_LIMIT) & (ms != ROADS_NO_WAY);
}

/* A name begins where the one before it ends. */
static unsigned name_bad(const struct roads *roads, uint32_t name)
{
    return name != 0 && (name >= roads->names_bytes || roads->names[name - 1] != '\0');
}

static bool edges_fit(const struct roads *roads)
{
    unsigned bad = 0;
    uint32_t splits = 0;
    for (uint32_t i = 0; i < roads->edges_n; i++) {
        const struct roads_edge *edge = &roads->edges[i];
        bad |= (edge->node[0] >= roads->nodes_n) | (edge->node[1] >= roads->nodes_n);
        bad |= ms_bad(edge->ms[0]) | ms_bad(edge->ms[1]) | (edge->dm < 1) | (edge->dm > INT32_MAX);
        bad |= (uint64_t)edge->shape + UINT64_C(2) * edge->shape_points > roads->shapes_bytes;
        bad |= (edge->class_ >= ROADS_CLASSES) | ((edge->flags & ~(unsigned)ALL_FLAGS) != 0);
        bad |= name_bad(roads, edge->name);
        splits += (edge->flags & ROADS_SPLIT_0) != 0;
        splits += (edge->flags & ROADS_SPLIT_1) != 0;
    }
    return bad == 0 && splits == roads->arrivals_n;
}

static bool drivable(const struct roads *roads, uint32_t plain)
{
    return plain < 2 * roads->edges_n && roads->edges[plain / 2].ms[plain & 1] != ROADS_NO_WAY;
}

/* After edges_fit: as many as there are split directions, rising, each for one that is. */
static bool arrivals_fit(const struct roads *roads)
{
    for (uint32_t i = 0; i < roads->arrivals_n; i++) {
        const struct roads_arrival *arrival = &roads->arrivals[i];
        unsigned flag = arrival->arc & 1 ? ROADS_SPLIT_1 : ROADS_SPLIT_0;
        if ((i > 0 && arrival->arc <= roads->arrivals[i - 1].arc) || arrival->arc >= 2 * roads->edges_n ||
            !(roads->edges[arrival->arc / 2].flags & flag) || arrival->node >= roads->nodes_n) {
            return false;
        }
    }
    return true;
}

static bool extra_arcs_fit(const struct roads *roads)
{
    for (uint32_t i = 0; i < roads->extra_n; i++) {
        const struct roads_extra_arc *arc = &roads->extra_arcs[i];
        if ((i > 0 && arc->plain < roads->extra_arcs[i - 1].plain) || arc->tail >= roads->nodes_n ||
            arc->head >= roads->nodes_n || !drivable(roads, arc->plain)) {
            return false;
        }
    }
    return true;
}

/* Heads rise and are above NODE; what a shortcut leads over is below it. Where both ways are one, so is an arc's id ^ 1. */
static unsigned ups_bad(const struct roads *roads, uint32_t node)
{
    unsigned bad = 0;
    uint32_t last = node, arcs = arcs_n(roads);
    for (uint32_t i = roads->up_first[node]; i < roads->up_first[node + 1]; i++) {
        const struct roads_up *up = &roads->ups[i];
        uint32_t id = up->via & ROADS_UP_ID, other = (up->via & BOTH) == BOTH;
        bad |= (up->head <= node) | (up->head < last) | (up->head >= roads->main_n) | (up->ms >= MS_LIMIT);
        bad |= (up->via & ROADS_UP_ARC ? id | other : id) >= (up->via & ROADS_UP_ARC ? arcs : node);
        last = up->head;
    }
    return bad;
}

static bool hierarchy_fits(const struct roads *roads)
{
    if (!firsts_fit(roads->up_first, roads->main_n, roads->ups_n)) {
        return false;
    }
    unsigned bad = 0;
    for (uint32_t node = 0; node < roads->main_n; node++) {
        bad |= ups_bad(roads, node);
    }
    return bad == 0;
}

static bool fringe_fits(const struct roads *roads, const uint32_t *first, const struct roads_fringe_arc *arcs,
                        uint32_t n)
{
    if (!firsts_fit(first, FRINGE_N(roads), n)) {
        return false;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (arcs[i].node >= roads->nodes_n || arcs[i].arc >= arcs_n(roads) ||
            !drivable(roads, roads_arc_plain(roads, arcs[i].arc))) {
            return false;
        }
    }
    return true;
}

static bool names_fit(const struct roads *roads)
{
    const char *at = roads->names, *end = at + roads->names_bytes;
    if (at[0] != '\0' || end[-1] != '\0') {
        return false;
    }
    while (at < end) {
        if (*at >= 0) {
            at++;
        } else if (text_utf8_next_n(&at, end) == TEXT_UTF8_BAD) {
            return false;
        }
    }
    return true;
}

/* Each level has one box for so many of the one below, and the last has one. */
static bool tree_fits(const struct roads *roads)
{
    if (roads->levels_n < 1 || roads->levels_n > ROADS_TREE_LEVELS_MAX || roads->level_first[0] != 0) {
        return false;
    }
    uint32_t n = (roads->edges_n - 1) / ROADS_LEAF_EDGES + 1;
    for (uint32_t level = 0; level < roads->levels_n; level++) {
        if ((uint64_t)roads->level_first[level] + n != roads->level_first[level + 1]) {
            return false;
        }
        if (n == 1) {
            return level + 1 == roads->levels_n && roads->level_first[level + 1] == roads->boxes_n;
        }
        n = (n - 1) / ROADS_TREE_FANOUT + 1;
    }
    return false;
}

static bool boxes_fit(const struct roads *roads)
{
    unsigned bad = 0;
    for (uint32_t i = 0; i < roads->boxes_n; i++) {
        const struct roads_box *box = &roads->boxes[i];
        bad |= off_globe(box->south, box->west) | off_globe(box->north, box->east);
        bad |= (box->south > box->north) | (box->west > box->east);
    }
    return bad == 0;
}

const char *file_check(const struct roads *roads)
{
    /* In this order: some rely on those before them. */
    if (!counts_fit(roads)) {
        return "counts";
    }
    if (!places_fit(roads)) {
        return "places";
    }
    if (!names_fit(roads)) {
        return "names";
    }
    if (!edges_fit(roads)) {
        return "edges";
    }
    if (!arrivals_fit(roads)) {
        return "arrivals";
    }
    if (!extra_arcs_fit(roads)) {
        return "extra arcs";
    }
    if (!hierarchy_fits(roads)) {
        return "hierarchy";
    }
    if (!fringe_fits(roads, roads->fringe_out_first, roads->fringe_out, roads->fringe_out_n) ||
        !fringe_fits(roads, roads->fringe_in_first, roads->fringe_in, roads->fringe_in_n)) {
        return "fringe";
    }
    return tree_fits(roads) && boxes_fit(roads) ? NULL : "boxes";
}
