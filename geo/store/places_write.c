/* Lists of places into the store. Houses and street points of one street, town and postcode share a row of `place`, so that
 * its words stand there once. */
#include "geo/base/buf.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/store/db.h"
#include "geo/store/places.h"
#include "geo/store/places_impl.h"
#include "geo/store/store.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

enum { FIRST_SLOTS = 1 << 12 };

/* A street or a postcode: the row it has, and the middle of its points. */
struct group {
    const char *key;
    uint64_t hash;
    int64_t id; /* 0: a postcode, whose row is written at the end */
    const char *name, *town, *country;
    double lat_sum, lon_sum;
    size_t n;
};

struct places_writer {
    struct store *store;
    struct arena *arena; /* of the keys */
    int64_t list_id;
    struct group *groups;
    size_t groups_n, groups_room;
    uint32_t *slots; /* index + 1 of a group; 0 = free */
    size_t slots_n;
    struct places_list counts;
};

/* --- groups -------------------------------------------------------------------------------------------------------------- */

/* FNV-1a. */
static uint64_t hash_of(const char *text)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (; *text != '\0'; text++) {
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    }
    return hash;
}

static void put_slot(struct places_writer *writer, size_t index)
{
    size_t slot = writer->groups[index].hash & (writer->slots_n - 1);
    while (writer->slots[slot] != 0) {
        slot = (slot + 1) & (writer->slots_n - 1);
    }
    writer->slots[slot] = (uint32_t)index + 1;
}

static void grow(struct places_writer *writer)
{
    mem_free(writer->slots);
    writer->slots_n = writer->slots_n == 0 ? FIRST_SLOTS : writer->slots_n * 2;
    writer->slots = mem_alloc_array(writer->slots_n, sizeof *writer->slots);
    for (size_t i = 0; i < writer->groups_n; i++) {
        put_slot(writer, i);
    }
}

/* The group of KEY; *MADE when it was not there. */
static struct group *group_of(struct places_writer *writer, const char *key, bool *made)
{
    uint64_t hash = hash_of(key);
    if (2 * writer->groups_n >= writer->slots_n) {
        grow(writer);
    }
    for (size_t slot = hash & (writer->slots_n - 1); writer->slots[slot] != 0;
         slot = (slot + 1) & (writer->slots_n - 1)) {
        struct group *group = &writer->groups[writer->slots[slot] - 1];
        if (group->hash == hash && strcmp(group->key, key) == 0) {
            *made = false;
            return group;
        }
    }
    struct group *group =
        arena_push(writer->arena, &writer->groups, &writer->groups_n, &writer->groups_room, sizeof *group);
    *group = (struct group){.key = arena_strdup(writer->arena, key), .hash = hash};
    put_slot(writer, writer->groups_n - 1);
    *made = true;
    return group;
}

static void widen(struct group *group, struct point at)
{
    group->lat_sum += at.lat_deg;
    group->lon_sum += at.lon_deg;
    group->n++;
}

/* --- rows ---------------------------------------------------------------------------------------------------------------- */

/* The street's name as it is compared, each way as one word, and its words. */
static const char *name_words(struct arena *arena, const char *name)
{
    const char *forms[ADDRESS_FORMS_MAX];
    size_t n = address_street_forms(arena, name, forms);
    const char *words = text_fold(arena, name);
    for (size_t i = 0; i < n; i++) {
        words = arena_printf(arena, "%s %s", words, forms[i]);
    }
    return words;
}

static enum status add_words(struct places_writer *writer, int64_t id, const struct place_row *row, const char *name,
                             struct error *err)
{
    struct arena *arena = arena_new();
    const struct address *a = &row->address;
    const char *within = row->within == NULL ? "" : row->within;
    struct query q = query_start(writer->store, "INSERT INTO place_words (rowid, name, town, postcode, cell) "
                                                "VALUES (?, ?, ?, ?, ?)");
    query_bind_i64(&q, id);
    query_bind_text(&q, name_words(arena, name));
    query_bind_text(&q, text_fold(arena, arena_printf(arena, "%s %s %s %s", a->town, a->suburb, within, a->county)));
    query_bind_text(&q, places_postcode_word(arena, a->postcode));
    query_bind_text(&q, row->town_guessed ? places_cell(arena, row->at, 0, 0) : "");
    enum status status = query_run(&q, err);
    arena_free(arena);
    return status;
}

static enum status add_place(struct places_writer *writer, const struct place_row *row, const char *precision,
                             const char *name, int64_t *id, struct error *err)
{
    const struct address *a = &row->address;
    struct query q =
        query_start(writer->store, "INSERT INTO place (list_id, precision, name, suburb, town, county, "
                                   "postcode, country, within, town_guessed, size, lat_e7, lon_e7, source_id) "
                                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    query_bind_i64(&q, writer->list_id);
    const char *texts[] = {precision, name, a->suburb, a->town, a->county, a->postcode, a->country, row->within};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        query_bind_text(&q, texts[i]);
    }
    query_bind_i64(&q, row->town_guessed);
    query_bind_i64(&q, row->size);
    query_bind_i64(&q, places_e7(row->at.lat_deg));
    query_bind_i64(&q, places_e7(row->at.lon_deg));
    query_bind_text(&q, row->source_id);
    enum status status = query_insert(&q, id, err);
    return status == STATUS_OK ? add_words(writer, *id, row, name, err) : status;
}

static enum status add_point(struct places_writer *writer, int64_t place_id, const struct place_row *row,
                             struct error *err)
{
    struct query q = query_start(writer->store, "INSERT INTO place_point (place_id, number, name, lat_e7, lon_e7, "
                                                "source_id) VALUES (?, ?, ?, ?, ?, ?)");
    bool house = row->precision == GEOCODE_HOUSE;
    query_bind_i64(&q, place_id);
    query_bind_text(&q, house ? row->address.number : "");
    query_bind_text(&q, house ? row->address.name : "");
    query_bind_i64(&q, places_e7(row->at.lat_deg));
    query_bind_i64(&q, places_e7(row->at.lon_deg));
    query_bind_text(&q, row->source_id);
    return query_run(&q, err);
}

/* A postcode stands for itself in its country; houses that say none of theirs are in one of their own. */
static void count_postcode(struct places_writer *writer, const struct place_row *row)
{
    bool made;
    const struct address *a = &row->address;
    if (a->postcode[0] == '\0') {
        return;
    }
    struct group *group =
        group_of(writer, arena_printf(db_scratch(writer->store), "p\n%s\n%s", a->country, a->postcode), &made);
    if (made) {
        group->name = arena_strdup(writer->arena, a->postcode);
        group->country = arena_strdup(writer->arena, a->country);
        group->town = arena_strdup(writer->arena, a->town);
    }
    group->town = strcmp(group->town, a->town) == 0 ? group->town : ""; /* of several towns */
    widen(group, row->at);
}

static enum status add_to_street(struct places_writer *writer, const struct place_row *row, struct error *err)
{
    bool made;
    const struct address *a = &row->address;
    const char *key =
        arena_printf(db_scratch(writer->store), "s%d\n%s\n%s\n%s\n%s\n%s\n%s", row->town_guessed, a->street, a->suburb,
                     a->town, a->postcode, a->country, row->within == NULL ? "" : row->within);
    struct group *group = group_of(writer, key, &made);
    enum status status = STATUS_OK;
    if (made) {
        status = add_place(writer, row, "street", a->street, &group->id, err);
        writer->counts.streets++;
    }
    widen(group, row->at);
    if (status == STATUS_OK) {
        status = add_point(writer, group->id, row, err);
    }
    if (status == STATUS_OK && row->precision == GEOCODE_HOUSE) {
        writer->counts.houses++;
        count_postcode(writer, row);
    }
    return status;
}

enum status store_places_add(struct places_writer *writer, const struct place_row *row, struct error *err)
{
    int64_t id;
    const struct address *a = &row->address;
    if (!point_valid(row->at)) {
        return STATUS_OK;
    }
    if (row->precision == GEOCODE_HOUSE || row->precision == GEOCODE_STREET) {
        return a->street[0] == '\0' ? STATUS_OK : add_to_street(writer, row, err);
    }
    if (row->precision != GEOCODE_AREA || a->name[0] == '\0') {
        return STATUS_OK;
    }
    writer->counts.towns++;
    return add_place(writer, row, "area", a->name, &id, err);
}

/* --- the end ------------------------------------------------------------------------------------------------------------- */

/* The point of the street that is nearest to the middle of all, a house only when the street itself has none. */
static enum status settle_street(struct places_writer *writer, const struct group *group, struct error *err)
{
    struct query q = query_start(
        writer->store, "UPDATE place SET (lat_e7, lon_e7, source_id) = (SELECT h.lat_e7, h.lon_e7, h.source_id "
                       "FROM place_point h WHERE h.place_id = ?1 ORDER BY h.number <> '', "
                       "abs(h.lat_e7 - ?2) + abs(h.lon_e7 - ?3), h.id LIMIT 1) WHERE id = ?1");
    query_bind_i64(&q, group->id);
    query_bind_i64(&q, places_e7(group->lat_sum / (double)group->n));
    query_bind_i64(&q, places_e7(group->lon_sum / (double)group->n));
    return query_run(&q, err);
}

static enum status add_postcode(struct places_writer *writer, const struct group *group, struct error *err)
{
    int64_t id;
    struct place_row row = {.precision = GEOCODE_POSTCODE,
                            .address = {.name = "",
                                        .number = "",
                                        .street = "",
                                        .suburb = "",
                                        .town = group->town,
                                        .county = "",
                                        .postcode = group->name,
                                        .country = group->country},
                            .at = {group->lat_sum / (double)group->n, group->lon_sum / (double)group->n},
                            .source_id = ""};
    writer->counts.postcodes++;
    return add_place(writer, &row, "postcode", "", &id, err);
}

static enum status settle(struct places_writer *writer, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < writer->groups_n && status == STATUS_OK; i++) {
        const struct group *group = &writer->groups[i];
        if (group->id == 0) {
            status = add_postcode(writer, group, err);
        } else if (group->n > 1) {
            status = settle_street(writer, group, err);
        }
    }
    /* The words in one piece, which makes looking up faster. */
    return status == STATUS_OK
               ? db_exec(writer->store, "INSERT INTO place_words (place_words) VALUES ('optimize')", err)
               : status;
}

void store_places_abandon(struct places_writer *writer)
{
    if (writer != NULL) {
        arena_free(writer->arena);
        mem_free(writer->slots);
        mem_free(writer);
    }
}

enum status store_places_end(struct places_writer *writer, struct places_list *out, struct error *err)
{
    enum status status = settle(writer, err);
    *out = writer->counts;
    store_places_abandon(writer);
    return status;
}

/* --- lists --------------------------------------------------------------------------------------------------------------- */

static enum status list_id(struct store *store, const char *name, int64_t *id, struct error *err)
{
    struct query q = query_start(store, "SELECT id FROM place_list WHERE name = ?");
    query_bind_text(&q, name);
    return query_number(&q, 0, id, err);
}

static enum status empty_list(struct store *store, int64_t id, struct error *err)
{
    static const char *const steps[] = {
        "DELETE FROM place_point WHERE place_id IN (SELECT id FROM place WHERE list_id = ?)",
        "DELETE FROM place_words WHERE rowid IN (SELECT id FROM place WHERE list_id = ?)",
        "DELETE FROM place WHERE list_id = ?",
        "DELETE FROM place_list WHERE id = ?",
    };
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && status == STATUS_OK; i++) {
        struct query q = query_start(store, steps[i]);
        query_bind_i64(&q, id);
        status = query_run(&q, err);
    }
    return status;
}

enum status store_places_remove(struct store *store, const char *list, struct error *err)
{
    int64_t id = 0;
    assert(store->command != NULL);
    enum status status = list_id(store, list, &id, err);
    if (status == STATUS_OK && id == 0) {
        status = error_set(err, STATUS_NOT_FOUND, "there is no list of places \"%s\"", list);
    }
    return status == STATUS_OK ? empty_list(store, id, err) : status;
}

enum status store_places_begin(struct store *store, const char *list, int32_t day, struct places_writer **out,
                               struct error *err)
{
    int64_t id = 0;
    assert(store->command != NULL);
    *out = NULL;
    enum status status = list_id(store, list, &id, err);
    if (status == STATUS_OK && id != 0) {
        status = empty_list(store, id, err);
    }
    if (status != STATUS_OK) {
        return status;
    }
    struct query q = query_start(store, "INSERT INTO place_list (name, day) VALUES (?, ?)");
    query_bind_text(&q, list);
    query_bind_i64_or_null(&q, day, DAY_NONE);
    status = query_insert(&q, &id, err);
    if (status == STATUS_OK) {
        struct places_writer *writer = mem_alloc(sizeof *writer);
        writer->store = store;
        writer->arena = arena_new();
        writer->list_id = id;
        writer->counts.day = day;
        *out = writer;
    }
    return status;
}

enum status store_places_lists(struct store *store, struct arena *arena, struct places_list **out, size_t *n,
                               struct error *err)
{
    struct places_list *lists = NULL;
    size_t count = 0, room = 0;
    struct query q =
        query_start(store, "SELECT l.name, l.day, "
                           "(SELECT count(*) FROM place p JOIN place_point h ON h.place_id = p.id "
                           "WHERE p.list_id = l.id AND h.number <> ''), "
                           "(SELECT count(*) FROM place p WHERE p.list_id = l.id AND p.precision = 'street'), "
                           "(SELECT count(*) FROM place p WHERE p.list_id = l.id AND p.precision = 'area'), "
                           "(SELECT count(*) FROM place p WHERE p.list_id = l.id AND p.precision = 'postcode') "
                           "FROM place_list l ORDER BY l.name");
    while (query_next(&q)) {
        struct places_list *list = arena_push(arena, &lists, &count, &room, sizeof *list);
        list->name = query_text(&q, arena);
        list->day = query_i32(&q, DAY_NONE);
        size_t *counts[] = {&list->houses, &list->streets, &list->towns, &list->postcodes};
        for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
            *counts[i] = (size_t)query_i64(&q);
        }
    }
    enum status status = query_end(&q, err);
    if (status == STATUS_OK) {
        *out = lists;
        *n = count;
    }
    return status;
}
