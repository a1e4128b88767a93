/* The first pass: ways that a car may use, and turn restrictions. */
#include "geo/roads/osm_impl.h"

#include "geo/base/caps.h"
#include "geo/base/text.h"

#include <stdlib.h>
#include <string.h>

static void *push(void *array, size_t *count, size_t *room, size_t size)
{
    void **block = array;
    if (*count == *room) {
        *room = *room == 0 ? 1024 : *room + *room / 2;
        *block = mem_grow(*block, *room, size);
    }
    void *element = (char *)*block + *count * size;
    memset(element, 0, size);
    (*count)++;
    return element;
}

/* The tags as the profile wants them; libreadosm's have the same two pointers in them. */
_Static_assert(sizeof(readosm_tag) == sizeof(struct profile_tag), "a key and a value");

static const struct profile_tag *tags_of(const readosm_tag *tags)
{
    return (const struct profile_tag *)(const void *)tags;
}

static const char *text_of(const readosm_tag *tags, int n, const char *key)
{
    const char *value = NULL;
    for (int i = 0; i < n; i++) {
        if (strcmp(tags[i].key, key) == 0 && (value == NULL || strcmp(tags[i].value, value) < 0)) {
            value = tags[i].value;
        }
    }
    return value;
}

/* NULL, empty or not UTF-8: "". */
static bool clean_name(const char *name, char out[CAP_NAME_BYTES + 1])
{
    size_t length = name == NULL ? 0 : strlen(name), bad;
    if (length == 0 || !text_utf8_valid(name, length, &bad)) {
        return false;
    }
    if (length > CAP_NAME_BYTES) {
        length = CAP_NAME_BYTES;
        while (((uint8_t)name[length] & 0xc0) == 0x80) {
            length--;
        }
    }
    memcpy(out, name, length);
    out[length] = '\0';
    return true;
}

static uint32_t name_of(struct osm_import *import, const readosm_way *way)
{
    char name[CAP_NAME_BYTES + 1];
    if (clean_name(text_of(way->tags, way->tag_count, "name"), name) ||
        clean_name(text_of(way->tags, way->tag_count, "ref"), name)) {
        return osm_names_add(&import->names, name);
    }
    return 0;
}

static void add_road(struct osm_import *import, struct osm_way *taken, const readosm_way *way,
                     const struct profile_way *road)
{
    taken->ref_first = import->refs_n;
    for (int i = 0; i < way->node_ref_count; i++) {
        *(int64_t *)push(&import->refs, &import->refs_n, &import->refs_room, sizeof *import->refs) = way->node_refs[i];
    }
    taken->ref_n = (uint32_t)way->node_ref_count;
    taken->name = name_of(import, way);
    taken->m_per_h[0] = (uint32_t)(road->kmh[0] * 1000 + 0.5);
    taken->m_per_h[1] = (uint32_t)(road->kmh[1] * 1000 + 0.5);
    taken->duration_ms = (uint32_t)(road->duration_s * 1000 + 0.5);
    taken->class_ = road->class_;
    taken->flags = (uint8_t)((road->ferry ? ROADS_FERRY : 0) | (road->roundabout ? ROADS_ROUNDABOUT : 0) |
                             (road->private_ ? ROADS_PRIVATE : 0));
}

int osm_take_way(const void *cookie, const readosm_way *way)
{
    struct osm_import *import = *(struct osm_import *const *)cookie;
    import->summary->ways++;
    struct osm_age age = osm_age_of(import, way->version, way->timestamp);
    size_t tags_n = way->tag_count > 0 ? (size_t)way->tag_count : 0;
    struct profile_way road = profile_way(import->profile, tags_of(way->tags), tags_n);
    bool usable = road.usable && way->node_ref_count > 1;
    bool replaces = import->files_n > 1 && text_of(way->tags, way->tag_count, "building") == NULL;
    if (usable || replaces) {
        struct osm_way *taken = push(&import->ways, &import->ways_n, &import->ways_room, sizeof *import->ways);
        taken->id = way->id;
        taken->age = age;
        if (usable) {
            add_road(import, taken, way, &road);
        }
    }
    return osm_tell(import) ? READOSM_OK : READOSM_ABORT;
}

/* --- restrictions -------------------------------------------------------------------------------------------------- */

enum { MEMBERS_MAX = 100 }; /* of one restriction; no real one has more than a dozen */

static bool role_of(const readosm_member *member, uint8_t *role)
{
    static const char *const roles[] = {"from", "via", "to"};
    for (uint8_t i = 0; i < 3; i++) {
        if (member->role != NULL && strcmp(member->role, roles[i]) == 0) {
            *role = i;
            return member->member_type == READOSM_MEMBER_WAY ||
                   (i == OSM_VIA && member->member_type == READOSM_MEMBER_NODE);
        }
    }
    return false;
}

static void add_members(struct osm_import *import, struct osm_turn *turn, const readosm_relation *relation)
{
    turn->member_first = import->members_n;
    for (int i = 0; i < relation->member_count && turn->member_n < MEMBERS_MAX; i++) {
        uint8_t role;
        if (role_of(&relation->members[i], &role)) {
            struct osm_member *member =
                push(&import->members, &import->members_n, &import->members_room, sizeof *import->members);
            *member = (struct osm_member){relation->members[i].id, role,
                                          relation->members[i].member_type == READOSM_MEMBER_NODE};
            turn->member_n++;
        }
    }
}

int osm_take_relation(const void *cookie, const readosm_relation *relation)
{
    struct osm_import *import = *(struct osm_import *const *)cookie;
    import->summary->relations++;
    struct osm_age age = osm_age_of(import, relation->version, relation->timestamp);
    size_t tags_n = relation->tag_count > 0 ? (size_t)relation->tag_count : 0;
    enum profile_turn kind = profile_turn(import->profile, tags_of(relation->tags), tags_n);
    if (kind != PROFILE_TURN_NONE || import->files_n > 1) {
        struct osm_turn *turn = push(&import->turns, &import->turns_n, &import->turns_room, sizeof *import->turns);
        turn->relation = relation->id;
        turn->age = age;
        turn->only = kind == PROFILE_TURN_ONLY;
        if (kind != PROFILE_TURN_NONE) {
            add_members(import, turn, relation);
        }
    }
    return osm_tell(import) ? READOSM_OK : READOSM_ABORT;
}

/* --- each once ----------------------------------------------------------------------------------------------------- */

int osm_age_compare(struct osm_age a, struct osm_age b)
{
    if (a.version != b.version) {
        return a.version < b.version ? -1 : 1;
    }
    return a.changed < b.changed ? -1 : a.changed > b.changed;
}

/* By id, the newest first; of two that are as new the longer, then the one that came first. */
static int by_way(const void *left, const void *right)
{
    const struct osm_way *a = left, *b = right;
    if (a->id != b->id) {
        return a->id < b->id ? -1 : 1;
    }
    int age = osm_age_compare(b->age, a->age);
    if (age != 0) {
        return age;
    }
    if (a->ref_n != b->ref_n) {
        return a->ref_n > b->ref_n ? -1 : 1;
    }
    return a->ref_first < b->ref_first ? -1 : a->ref_first > b->ref_first;
}

void osm_ways_settle(struct osm_import *import)
{
    size_t kept = 0;
    if (import->ways_n > 0) {
        qsort(import->ways, import->ways_n, sizeof *import->ways, by_way);
    }
    for (size_t i = 0; i < import->ways_n; i++) {
        bool first = i == 0 || import->ways[i].id != import->ways[i - 1].id;
        if (first && import->ways[i].ref_n > 0) {
            import->ways[kept++] = import->ways[i];
        }
    }
    import->ways_n = kept;
    import->summary->roads = kept;
}

static int by_relation(const void *left, const void *right)
{
    const struct osm_turn *a = left, *b = right;
    if (a->relation != b->relation) {
        return a->relation < b->relation ? -1 : 1;
    }
    int age = osm_age_compare(b->age, a->age);
    if (age != 0) {
        return age;
    }
    return a->member_n != b->member_n ? (a->member_n > b->member_n ? -1 : 1)
                                      : (a->member_first < b->member_first ? -1 : a->member_first > b->member_first);
}

struct turn_sink {
    struct raw_roads *out;
    size_t turns_room, vias_room, turns_n, vias_n;
};

/* One restriction for each way from and each way to: no_entry has several from, no_exit several to. */
static void add_turns(struct turn_sink *sink, const struct osm_turn *turn, const struct osm_member *members)
{
    int64_t via_node = 0;
    uint32_t via_first = (uint32_t)sink->vias_n, via_n = 0;
    for (uint32_t i = 0; i < turn->member_n; i++) {
        if (members[i].role == OSM_VIA && members[i].node) {
            via_node = members[i].id;
        } else if (members[i].role == OSM_VIA) {
            *(int64_t *)push(&sink->out->via_ways, &sink->vias_n, &sink->vias_room, sizeof(int64_t)) = members[i].id;
            via_n++;
        }
    }
    if ((via_node == 0) == (via_n == 0)) {
        sink->vias_n = via_first;
        return; /* no place, or two */
    }
    for (uint32_t i = 0; i < turn->member_n; i++) {
        for (uint32_t j = 0; j < turn->member_n; j++) {
            if (members[i].role == OSM_FROM && members[j].role == OSM_TO) {
                struct raw_turn *made = push(&sink->out->turns, &sink->turns_n, &sink->turns_room, sizeof *made);
                *made = (struct raw_turn){turn->only, turn->relation, members[i].id, members[j].id,
                                          via_node,   via_first,      via_n};
            }
        }
    }
}

void osm_turns_settle(struct osm_import *import, struct raw_roads *out)
{
    struct turn_sink sink = {.out = out};
    if (import->turns_n > 0) {
        qsort(import->turns, import->turns_n, sizeof *import->turns, by_relation);
    }
    for (size_t i = 0; i < import->turns_n; i++) {
        const struct osm_turn *turn = &import->turns[i];
        if ((i == 0 || turn->relation != import->turns[i - 1].relation) && turn->member_n > 0) {
            add_turns(&sink, turn, import->members + turn->member_first);
        }
    }
    out->turns_n = (uint32_t)sink.turns_n;
    out->via_ways_n = (uint32_t)sink.vias_n;
    import->summary->turns = sink.turns_n;
}
