/* A. Aho, M. Corasick, "Efficient string matching: an aid to bibliographic search", Communications of the ACM 18 (1975):
 * the forbidden sequences are the words, the drives the letters. */
#include "geo/roads/turns.h"

#include "geo/base/mem.h"
#include "geo/roads/roads.h"

#include <assert.h>
#include <stdlib.h>

/* A node of the tree of sequences; 0 is the root. Parents stand before their children. */
struct run {
    uint32_t parent, drive;
    uint32_t shorter; /* the longest of its endings that is in the tree too */
    uint32_t depth;
    bool whole;  /* a forbidden sequence */
    bool barred; /* whole, or begins with one, or ends in one: never driven */
};

struct automaton {
    const struct raw_roads *raw;
    const struct parts *kept;
    struct adjacency out;
    struct run *runs;
    uint32_t runs_n, runs_room;
    uint32_t *slots, slots_n; /* children by parent and drive: open addressing, run + 1, a power of two */
    uint32_t *spent;          /* of TURN_ROOM, of each junction */
    uint64_t spent_in_all, room_in_all;
};

/* --- the tree ------------------------------------------------------------------------------------------------------- */

static uint32_t slot_of(const struct automaton *a, uint32_t parent, uint32_t drive)
{
    uint64_t mixed = ((uint64_t)parent << 32 | drive) * UINT64_C(0x9E3779B97F4A7C15);
    uint32_t slot = (uint32_t)(mixed >> 32) & (a->slots_n - 1);
    while (a->slots[slot] != 0) {
        const struct run *run = &a->runs[a->slots[slot] - 1];
        if (run->parent == parent && run->drive == drive) {
            break;
        }
        slot = (slot + 1) & (a->slots_n - 1);
    }
    return slot;
}

/* 0: none. */
static uint32_t child_of(const struct automaton *a, uint32_t parent, uint32_t drive)
{
    uint32_t slot = a->slots[slot_of(a, parent, drive)];
    return slot == 0 ? 0 : slot - 1;
}

static void grow_slots(struct automaton *a)
{
    mem_free(a->slots);
    a->slots_n = a->slots_n == 0 ? 64 : 2 * a->slots_n;
    a->slots = mem_alloc_array(a->slots_n, sizeof *a->slots);
    for (uint32_t run = 1; run < a->runs_n; run++) {
        a->slots[slot_of(a, a->runs[run].parent, a->runs[run].drive)] = run + 1;
    }
}

static uint32_t add_run(struct automaton *a, uint32_t parent, uint32_t drive)
{
    if (a->runs_n == a->runs_room) {
        a->runs_room = a->runs_room * 2 + 64;
        a->runs = mem_grow(a->runs, a->runs_room, sizeof *a->runs);
    }
    if (2 * (a->runs_n + 1) > a->slots_n) {
        grow_slots(a);
    }
    uint32_t run = a->runs_n++;
    uint32_t depth = run == 0 ? 0 : a->runs[parent].depth + 1;
    a->runs[run] = (struct run){.parent = parent, .drive = drive, .depth = depth};
    if (run > 0) {
        a->slots[slot_of(a, parent, drive)] = run + 1;
    }
    return run;
}

/* The state after DRIVE in the state RUN. */
static uint32_t after(const struct automaton *a, uint32_t run, uint32_t drive)
{
    uint32_t child = child_of(a, run, drive);
    while (child == 0 && run != 0) {
        run = a->runs[run].shorter;
        child = child_of(a, run, drive);
    }
    return child;
}

static uint32_t exits(const struct automaton *a, uint32_t junction)
{
    return a->out.first[junction + 1] - a->out.first[junction];
}

/* Whether the junction still has room for COST more; if so it is taken. */
static bool take_room(struct automaton *a, uint32_t junction, uint64_t cost)
{
    if (a->spent[junction] + cost > TURN_ROOM || a->spent_in_all + cost > a->room_in_all) {
        return false;
    }
    a->spent[junction] += (uint32_t)cost;
    a->spent_in_all += cost;
    return true;
}

/* The tree's node for DRIVES; UINT32_MAX when there is no room at the last drive's junction. */
static uint32_t add_runs(struct automaton *a, const uint32_t *drives, uint32_t n)
{
    uint32_t run = 0, known = 0;
    for (uint32_t child; known < n && (child = child_of(a, run, drives[known])) != 0; known++) {
        run = child;
    }
    uint64_t cost = 0;
    for (uint32_t i = known; i < n; i++) {
        cost += 1 + (uint64_t)exits(a, drive_head(a->raw, drives[i]));
    }
    if (!take_room(a, drive_head(a->raw, drives[n - 1]), cost)) {
        return UINT32_MAX;
    }
    for (uint32_t i = known; i < n; i++) {
        run = add_run(a, run, drives[i]);
    }
    return run;
}

static bool forbid(struct automaton *a, uint32_t run, uint32_t drive)
{
    uint32_t child = child_of(a, run, drive);
    if (child == 0) {
        if (!take_room(a, drive_tail(a->raw, drive), 1)) {
            return false;
        }
        child = add_run(a, run, drive);
    }
    a->runs[child].whole = true;
    return true;
}

/* Sets what each run falls back to, shorter runs first. */
static void link_runs(struct automaton *a)
{
    uint32_t deepest = 0;
    for (uint32_t run = 1; run < a->runs_n; run++) {
        deepest = a->runs[run].depth > deepest ? a->runs[run].depth : deepest;
    }
    uint32_t *next = mem_alloc_array((size_t)deepest + 2, sizeof *next);
    uint32_t *order = mem_alloc_array(a->runs_n, sizeof *order);
    for (uint32_t run = 0; run < a->runs_n; run++) {
        next[a->runs[run].depth + 1]++;
    }
    for (uint32_t depth = 1; depth <= deepest + 1; depth++) {
        next[depth] += next[depth - 1];
    }
    for (uint32_t run = 0; run < a->runs_n; run++) {
        order[next[a->runs[run].depth]++] = run;
    }
    for (uint32_t i = 1; i < a->runs_n; i++) {
        struct run *run = &a->runs[order[i]];
        run->shorter = run->depth == 1 ? 0 : after(a, a->runs[run->parent].shorter, run->drive);
        run->barred = run->whole || a->runs[run->parent].barred || a->runs[run->shorter].barred;
    }
    mem_free(next);
    mem_free(order);
}

/* --- the sequences -------------------------------------------------------------------------------------------------- */

struct only {
    uint32_t run, drive, turn; /* after RUN nothing but DRIVE */
};

static int by_run(const void *left, const void *right)
{
    const struct only *x = left, *y = right;
    if (x->run != y->run) {
        return x->run < y->run ? -1 : 1;
    }
    return x->drive != y->drive ? (x->drive < y->drive ? -1 : 1) : (x->turn > y->turn) - (x->turn < y->turn);
}

/* All other ways out are forbidden. Several of the same run allow each what they name; both lists are by drive. */
static bool forbid_others(struct automaton *a, const struct only *group, size_t n)
{
    uint32_t junction = drive_tail(a->raw, group->drive), run = group->run;
    size_t i = 0;
    for (uint32_t k = a->out.first[junction]; k < a->out.first[junction + 1]; k++) {
        uint32_t drive = a->out.drives[k];
        while (i < n && group[i].drive < drive) {
            i++;
        }
        bool allowed = i < n && group[i].drive == drive;
        if (!allowed && !forbid(a, run, drive)) {
            return false;
        }
    }
    return true;
}

enum { USED = 1, REFUSED = 2 };

static void add_chains(struct automaton *a, const struct turn_chains *chains, uint8_t *fate)
{
    struct only *onlys = mem_alloc_array(chains->chains_n, sizeof *onlys);
    size_t onlys_n = 0;
    for (uint32_t i = 0; i < chains->chains_n; i++) {
        const struct turn_chain *chain = &chains->chains[i];
        const uint32_t *drives = chains->drives + chain->first;
        uint32_t run = add_runs(a, drives, chain->n - 1), last = drives[chain->n - 1];
        fate[chain->turn] |= run == UINT32_MAX ? REFUSED : USED;
        if (run == UINT32_MAX) {
            continue;
        }
        if (a->raw->turns[chain->turn].only) {
            onlys[onlys_n++] = (struct only){run, last, chain->turn};
        } else if (!forbid(a, run, last)) {
            fate[chain->turn] |= REFUSED;
        }
    }
    if (onlys_n > 0) {
        qsort(onlys, onlys_n, sizeof *onlys, by_run);
    }
    for (size_t i = 0, next; i < onlys_n; i = next) {
        for (next = i + 1; next < onlys_n && onlys[next].run == onlys[i].run; next++) {
        }
        bool fits = forbid_others(a, onlys + i, next - i);
        for (size_t k = i; k < next; k++) {
            fate[onlys[k].turn] |= fits ? USED : REFUSED;
        }
    }
    mem_free(onlys);
}

/* The road that DRIVE is on ends there: for a main road, where only fringe roads go on. */
static bool dead_end(const struct automaton *a, uint32_t drive)
{
    uint32_t junction = drive_head(a->raw, drive);
    for (uint32_t k = a->out.first[junction]; k < a->out.first[junction + 1]; k++) {
        uint32_t next = a->out.drives[k];
        if (next != (drive ^ 1) && a->kept->edge[next / 2] <= a->kept->edge[drive / 2]) {
            return false;
        }
    }
    return true;
}

/* While a restriction is under way, into a road and round on it is the way round it: forbidden as well, unless that road ends
 * there. A fringe road is driven out of a main junction only to stay there. */
static void forbid_dodge(struct automaton *a, uint32_t run, uint32_t dodge)
{
    uint32_t junction = drive_tail(a->raw, dodge);
    bool passable = a->kept->edge[dodge / 2] == PART_MAIN || a->kept->junction[junction] != PART_MAIN;
    bool both_ways = a->raw->edges[dodge / 2].ms[~dodge & 1] != ROADS_NO_WAY;
    if (!passable || !both_ways || dodge == (a->runs[run].drive ^ 1) || a->runs[after(a, run, dodge)].barred ||
        dead_end(a, dodge)) {
        return;
    }
    uint32_t there = child_of(a, run, dodge);
    if (there == 0) {
        if (!take_room(a, junction, 1 + (uint64_t)exits(a, drive_head(a->raw, dodge)))) {
            return;
        }
        there = add_run(a, run, dodge);
    }
    (void)forbid(a, there, dodge ^ 1);
}

static void forbid_dodges(struct automaton *a)
{
    uint32_t runs_n = a->runs_n;
    for (uint32_t run = 1; run < runs_n; run++) {
        uint32_t junction = drive_head(a->raw, a->runs[run].drive);
        for (uint32_t k = a->out.first[junction]; k < a->out.first[junction + 1] && !a->runs[run].barred; k++) {
            forbid_dodge(a, run, a->out.drives[k]);
        }
    }
}

/* --- what the network gets ------------------------------------------------------------------------------------------ */

static uint32_t *number_states(const struct automaton *a, struct turns *turns)
{
    uint32_t *number = mem_alloc_array(a->runs_n, sizeof *number);
    turns->junction = mem_alloc_array(a->runs_n, sizeof *turns->junction);
    uint8_t *split = mem_alloc_array(a->raw->junctions_n, 1);
    number[0] = TURN_PLAIN;
    for (uint32_t run = 1; run < a->runs_n; run++) {
        if (a->runs[run].barred) {
            continue;
        }
        uint32_t junction = drive_head(a->raw, a->runs[run].drive);
        number[run] = turns->states_n;
        turns->junction[turns->states_n++] = junction;
        turns->split_junctions += split[junction] == 0;
        split[junction] = 1;
    }
    mem_free(split);
    return number;
}

static void collect(const struct automaton *a, struct turns *turns)
{
    uint32_t *number = number_states(a, turns);
    size_t room = 0;
    for (uint32_t state = 0; state < turns->states_n; state++) {
        room += exits(a, turns->junction[state]);
    }
    assert(room < UINT32_MAX);
    turns->drives = mem_alloc_array(room, sizeof *turns->drives);
    turns->starts = mem_alloc_array(turns->states_n, sizeof *turns->starts);
    for (uint32_t run = 1; run < a->runs_n; run++) {
        if (a->runs[run].barred) {
            continue;
        }
        if (a->runs[run].depth == 1) {
            turns->starts[turns->starts_n++] = (struct turn_drive){TURN_PLAIN, a->runs[run].drive, number[run]};
        }
        uint32_t junction = turns->junction[number[run]];
        for (uint32_t k = a->out.first[junction]; k < a->out.first[junction + 1]; k++) {
            uint32_t drive = a->out.drives[k], to = after(a, run, drive);
            if (!a->runs[to].barred) {
                turns->drives[turns->drives_n++] = (struct turn_drive){number[run], drive, number[to]};
            }
        }
    }
    mem_free(number);
}

struct turns turns_find(const struct raw_roads *raw, const struct parts *kept)
{
    struct automaton a = {.raw = raw, .kept = kept, .room_in_all = (UINT64_C(1) << 20) + 8 * (uint64_t)raw->edges_n};
    a.out = adjacency_new(raw, kept->edge, PART_MAIN | PART_FRINGE, false);
    a.spent = mem_alloc_array(raw->junctions_n, sizeof *a.spent);
    add_run(&a, 0, 0);
    struct turn_chains chains = turns_resolve(raw, kept, &a.out);
    uint8_t *fate = mem_alloc_array(raw->turns_n, 1);
    add_chains(&a, &chains, fate);
    turn_chains_free(&chains);
    link_runs(&a);
    forbid_dodges(&a);
    link_runs(&a);

    struct turns turns = {0};
    for (uint32_t i = 0; i < raw->turns_n; i++) {
        turns.used += fate[i] == USED;
    }
    turns.ignored = raw->turns_n - turns.used;
    collect(&a, &turns);
    mem_free(fate);
    mem_free(a.spent);
    mem_free(a.runs);
    mem_free(a.slots);
    adjacency_free(&a.out);
    return turns;
}

void turns_free(struct turns *turns)
{
    mem_free(turns->junction);
    mem_free(turns->drives);
    mem_free(turns->starts);
    *turns = (struct turns){0};
}
