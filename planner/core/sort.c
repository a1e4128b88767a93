/* Kahn (1962), "Topological sorting of large networks". A place is settled once all that has to come before it is, a group
 * once all its places are; an order is due once what comes first in it is settled. Places are settled by rank. */
#include "planner/core/sort.h"

#include <stddef.h>
#include <string.h>

enum {
    ITEMS = 2 * CORE_PLACES_MAX + 1, /* places, then groups, the first of which is none */
    NONE = UINT16_MAX                /* all numbers fit into 16 bits, for the sake of the stack */
};

struct sorting {
    const struct core_problem *problem;
    uint32_t *sorted;                                                   /* or NULL */
    uint16_t order[ITEMS], next_order[CORE_PLACES_MAX];                 /* by item: those in which it comes first */
    uint16_t member[CORE_PLACES_MAX + 1], next_member[CORE_PLACES_MAX]; /* by group */
    /* By item: orders that are not due yet and in which it comes second; of a place, the group's, if there are any, as
     * one, and the beginning as one. */
    uint16_t waiting[ITEMS];
    uint16_t unsettled[CORE_PLACES_MAX + 1]; /* by group: its places that are not settled */
    uint16_t queue[CORE_PLACES_MAX];         /* places, as they are settled */
    uint16_t rank[CORE_PLACES_MAX];
    uint32_t queue_n, sorted_n;
};

static uint32_t number_of(struct core_item item)
{
    return item.group ? CORE_PLACES_MAX + item.index : item.index;
}

static void lay_out(struct sorting *s)
{
    const struct core_problem *q = s->problem;
    memset(s->order, 0xff, sizeof s->order);
    memset(s->member, 0xff, sizeof s->member);
    for (uint32_t o = q->orders_n; o-- > 0;) {
        uint32_t first = number_of(q->orders[o].first);
        s->next_order[o] = s->order[first];
        s->order[first] = (uint16_t)o;
        s->waiting[number_of(q->orders[o].then)]++;
    }
    for (uint32_t i = q->places_n; i-- > 0;) {
        uint32_t group = q->places[i].group;
        s->waiting[i]++;
        if (!group)
            continue;
        s->next_member[i] = s->member[group];
        s->member[group] = (uint16_t)i;
        s->unsettled[group]++;
        s->waiting[i] = (uint16_t)(s->waiting[i] + (s->waiting[CORE_PLACES_MAX + group] > 0));
    }
}

/* One thing less has to come before PLACE; if it was the last, RANK is the place's. */
static void release(struct sorting *s, uint32_t place, uint32_t rank)
{
    if (--s->waiting[place] > 0)
        return;
    s->queue[s->queue_n++] = (uint16_t)place;
    s->rank[place] = (uint16_t)rank;
}

static void release_group(struct sorting *s, uint32_t group, uint32_t rank)
{
    if (--s->waiting[CORE_PLACES_MAX + group] > 0)
        return;
    for (uint32_t i = s->member[group]; i != NONE; i = s->next_member[i])
        release(s, i, rank);
}

/* The orders in which ITEM comes first are due; the place of it that was settled last is of RANK, the highest so far. */
static void settle(struct sorting *s, struct core_item item, uint32_t rank)
{
    for (uint32_t o = s->order[number_of(item)]; o != NONE; o = s->next_order[o]) {
        struct core_item then = s->problem->orders[o].then;
        if (s->sorted)
            s->sorted[s->sorted_n] = o;
        s->sorted_n++;
        if (then.group)
            release_group(s, then.index, rank + 1);
        else
            release(s, then.index, rank + 1);
    }
}

static void settle_all(struct sorting *s)
{
    const struct core_problem *q = s->problem;
    for (uint32_t i = 0; i < q->places_n; i++)
        release(s, i, 0);
    for (uint32_t g = 1; g <= q->groups_n; g++)
        if (!s->unsettled[g])
            settle(s, (struct core_item){true, g}, 0);
    for (uint32_t k = 0; k < s->queue_n; k++) {
        uint32_t i = s->queue[k], group = q->places[i].group;
        settle(s, (struct core_item){false, i}, s->rank[i]);
        if (group && --s->unsettled[group] == 0)
            settle(s, (struct core_item){true, group}, s->rank[i]);
    }
}

bool core_sort_orders(const struct core_problem *problem, uint32_t *sorted, uint32_t *rank)
{
    struct sorting s;
    memset(&s, 0, sizeof s);
    s.problem = problem;
    s.sorted = sorted;
    lay_out(&s);
    settle_all(&s);
    for (uint32_t i = 0; rank && i < problem->places_n; i++)
        rank[i] = s.rank[i];
    return s.queue_n == problem->places_n;
}
