/* What can be wrong with a store, looked for one check at a time. A check that itself fails is a finding too. */
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/hours.h"
#include "geo/store/cell.h"
#include "geo/store/db.h"
#include "geo/store/geom.h"
#include "geo/store/migrate.h"
#include "geo/store/query.h"
#include "geo/store/store.h"
#include "geo/store/undo.h"

#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

enum { INTEGRITY_LINES = 5 };

struct checkup {
    struct store *store;
    struct arena *arena;
    struct store_finding *findings;
    size_t n, capacity;
};

static void add(struct checkup *c, const char *check, bool ok, const char *text)
{
    struct store_finding *f = arena_push(c->arena, &c->findings, &c->n, &c->capacity, sizeof *f);
    *f = (struct store_finding){.check = check, .ok = ok, .text = text};
}

/* End a check: what it counted as wrong, or the failure that stopped it. */
static void conclude(struct checkup *c, const char *check, struct query *q, bool ok, const char *text)
{
    struct error err;
    if (query_end(q, &err) != STATUS_OK) {
        add(c, check, false, arena_strdup(c->arena, err.text));
        return;
    }
    add(c, check, ok, text);
}

static void check_integrity(struct checkup *c)
{
    struct query q = query_start(c->store, "PRAGMA integrity_check(5)");
    const char *text = "";
    bool ok = true;
    for (int i = 0; i < INTEGRITY_LINES && query_next(&q); i++) {
        const char *line = query_text(&q, c->arena);
        ok = ok && strcmp(line, "ok") == 0;
        text = arena_printf(c->arena, "%s%s%s", text, i == 0 ? "" : "; ", line);
    }
    conclude(c, "integrity", &q, ok, ok ? "every page and index of the file is sound" : text);
}

static void check_references(struct checkup *c)
{
    struct query q = query_start(c->store, "SELECT \"table\", parent FROM pragma_foreign_key_check()");
    size_t n = 0;
    const char *first = "";
    while (query_next(&q)) {
        if (n++ == 0) {
            const char *child = query_text(&q, c->arena);
            first = arena_printf(c->arena, "%s without its %s", child, query_text_borrowed(&q));
        }
    }
    conclude(c, "foreign keys", &q, n == 0,
             n == 0 ? "every row has what it belongs to"
                    : arena_printf(c->arena, "%zu rows have lost what they belong to: %s", n, first));
}

static bool has_object(struct checkup *c, const char *name)
{
    int64_t n = 0;
    struct query q = query_start(c->store, "SELECT count(*) FROM sqlite_schema WHERE name = ?");
    query_bind_text(&q, name);
    return query_number(&q, 0, &n, NULL) == STATUS_OK && n == 1;
}

static const char *missing(struct checkup *c, const char *const *names, size_t n, const char *list)
{
    for (size_t i = 0; i < n; i++) {
        if (!has_object(c, names[i])) {
            list = arena_printf(c->arena, "%s%s%s", list, *list == '\0' ? "" : ", ", names[i]);
        }
    }
    return list;
}

static void check_schema(struct checkup *c)
{
    static const char *const others[] = {"undo_step",
                                         "customers",
                                         "havens",
                                         "idx_site_geom",
                                         "geometry_columns",
                                         "ggi_site_geom",
                                         "ggu_site_geom",
                                         "gii_site_geom",
                                         "giu_site_geom",
                                         "gid_site_geom",
                                         "travel_cache",
                                         "nearby",
                                         "nearby_cell",
                                         "nearby_made",
                                         "nearby_cell_insert",
                                         "nearby_cell_delete",
                                         "nearby_cell_delete_amenities",
                                         "nearby_site_insert",
                                         "nearby_site_update",
                                         "nearby_site_delete",
                                         "nearby_customer_insert",
                                         "nearby_customer_update",
                                         "nearby_customer_delete",
                                         "nearby_amenity_insert",
                                         "nearby_amenity_update",
                                         "nearby_amenity_delete",
                                         "geocode_cache",
                                         "place_list",
                                         "place",
                                         "place_words",
                                         "place_point",
                                         "calendar_event"};
    size_t n;
    size_t known;
    const char *const *tables = undo_tables(&n);
    const char *list = missing(c, tables, n, "");
    list = missing(c, others, sizeof others / sizeof others[0], list);
    const struct migration *migrations = migration_list(&known);
    struct query q = query_start(c->store, "PRAGMA user_version");
    int64_t version = query_next(&q) ? query_i64(&q) : 0;
    bool current = version == migrations[known - 1].version;
    const char *text = arena_printf(c->arena, "version %" PRId64 " of the schema%s%s", version,
                                    *list == '\0' ? ", complete" : "; missing: ", list);
    conclude(c, "schema", &q, current && *list == '\0', text);
}

/* The R*Tree keeps floats rounded outwards, so a point lies in its box, and the box is small. */
static bool box_fits(struct query *q, struct point p)
{
    static const double ROUNDING_DEG = 1e-4; /* of a float at 180 */
    static const double MARGIN_DEG = 1e-9;   /* SpatiaLite's own trigger rounds to 12 decimals first */
    double edge[4];                          /* xmin, xmax, ymin, ymax */
    bool there = true;
    for (int i = 0; i < 4; i++) {
        bool given;
        edge[i] = query_double(q, &given);
        there = there && given;
    }
    return there && edge[0] <= p.lon_deg + MARGIN_DEG && p.lon_deg - MARGIN_DEG <= edge[1] &&
           edge[2] <= p.lat_deg + MARGIN_DEG && p.lat_deg - MARGIN_DEG <= edge[3] && edge[1] - edge[0] < ROUNDING_DEG &&
           edge[3] - edge[2] < ROUNDING_DEG;
}

static void check_places(struct checkup *c)
{
    struct query q = query_start(c->store, "SELECT s.geom, i.xmin, i.xmax, i.ymin, i.ymax FROM site s "
                                           "LEFT JOIN idx_site_geom i ON i.pkid = s.id WHERE s.geom IS NOT NULL");
    size_t placed = 0;
    size_t unreadable = 0;
    size_t astray = 0;
    while (query_next(&q)) {
        size_t length;
        struct point p;
        const void *blob = query_blob(&q, &length);
        placed++;
        if (!geom_read(blob, length, &p)) {
            unreadable++;
        } else if (!box_fits(&q, p)) {
            astray++;
        }
    }
    const char *text = arena_printf(c->arena,
                                    "%zu placed sites, %zu with an unreadable place, %zu not where the "
                                    "spatial index has them",
                                    placed, unreadable, astray);
    conclude(c, "places", &q, unreadable == 0 && astray == 0, text);
}

static void check_spatial_index(struct checkup *c)
{
    struct query q = query_start(c->store, "SELECT rtreecheck('main', 'idx_site_geom'), "
                                           "(SELECT count(*) FROM idx_site_geom), "
                                           "(SELECT count(*) FROM site WHERE geom IS NOT NULL)");
    const char *says = "it cannot be read";
    int64_t in_index = 0;
    int64_t in_table = 0;
    if (query_next(&q)) {
        says = query_text(&q, c->arena);
        in_index = query_i64(&q);
        in_table = query_i64(&q);
    }
    bool ok = strcmp(says, "ok") == 0 && in_index == in_table;
    const char *text = arena_printf(c->arena, "%" PRId64 " entries for %" PRId64 " placed sites; its own check says %s",
                                    in_index, in_table, says);
    conclude(c, "spatial index", &q, ok, text);
}

/* Sites whose cell is not the one of their place. */
static size_t count_astray(struct checkup *c)
{
    struct query q =
        query_start(c->store, "SELECT s.geom, n.x, n.y FROM site s JOIN nearby_cell n ON n.site_id = s.id");
    size_t astray = 0;
    while (query_next(&q)) {
        size_t length;
        struct point p;
        uint32_t x, y;
        const void *blob = query_blob(&q, &length);
        if (!geom_read(blob, length, &p)) {
            continue; /* found by check_places */
        }
        cell_of_point(p, &x, &y);
        bool same_x = query_i64(&q) == x;
        astray += query_i64(&q) != y || !same_x;
    }
    return query_end(&q, NULL) == STATUS_OK ? astray : 1;
}

static void check_nearby(struct checkup *c)
{
    size_t astray = count_astray(c);
    struct query q = query_start(
        c->store, "SELECT (SELECT count(*) FROM nearby), (SELECT count(*) FROM site WHERE geom IS NOT NULL), "
                  "(SELECT count(*) FROM nearby_cell), "
                  "(SELECT count(*) FROM (SELECT what, cell, site_id FROM nearby_made EXCEPT SELECT * FROM nearby)), "
                  "(SELECT count(*) FROM (SELECT * FROM nearby EXCEPT SELECT what, cell, site_id FROM nearby_made))");
    int64_t counts[5] = {0};
    for (size_t i = 0; i < 5 && (i > 0 || query_next(&q)); i++) {
        counts[i] = query_i64(&q);
    }
    bool ok = astray == 0 && counts[1] == counts[2] && counts[3] == 0 && counts[4] == 0;
    const char *text = arena_printf(c->arena, "%" PRId64 " entries for %" PRId64 " placed sites", counts[0], counts[1]);
    if (!ok) {
        text = arena_printf(c->arena,
                            "%s (%" PRId64 " have a cell, %zu another one than their place's); %" PRId64
                            " entries are missing, %" PRId64 " are wrong",
                            text, counts[2], astray, counts[3], counts[4]);
    }
    conclude(c, "what is near", &q, ok, text);
}

/* Columns that are made from others by this program, and searched. */
static void check_look_ups(struct checkup *c)
{
    struct query q = query_start(c->store, "SELECT 0, name, name_folded FROM site UNION ALL "
                                           "SELECT 1, phone, phone_digits FROM contact");
    size_t wrong = 0;
    while (query_next(&q)) {
        struct arena *scratch = db_scratch(c->store);
        bool phone = query_bool(&q);
        const char *from = query_text_borrowed(&q);
        const char *made = phone ? text_phone_digits(scratch, from) : text_fold(scratch, from);
        wrong += strcmp(*from == '\0' ? "" : made, query_text_borrowed(&q)) != 0;
    }
    const char *text = arena_printf(c->arena, "%zu names or phone numbers are not found as they are written", wrong);
    conclude(c, "look-ups", &q, wrong == 0,
             wrong == 0 ? "names and phone numbers are found as they are written" : text);
}

static void check_hours(struct checkup *c)
{
    struct query q = query_start(c->store, "SELECT hours, min(id), count(*) FROM site WHERE hours <> '' "
                                           "GROUP BY hours ORDER BY min(id)");
    size_t wrong = 0;
    const char *first = "";
    while (query_next(&q)) {
        struct hours *parsed;
        const char *hours = query_text(&q, c->arena);
        int64_t id = query_i64(&q);
        int64_t sites = query_i64(&q);
        if (hours_parse(c->arena, hours, &parsed, NULL) == STATUS_OK) {
            continue;
        }
        if (wrong == 0) {
            first = arena_printf(c->arena, "\"%s\" (#%" PRId64 ")", hours, id);
        }
        wrong += (size_t)sites;
    }
    conclude(c, "opening hours", &q, wrong == 0,
             wrong == 0 ? "all that are given are understood"
                        : arena_printf(c->arena, "%zu sites have hours that are not understood: %s", wrong, first));
}

/* Imported places, and their words in the index. */
static void check_places_found(struct checkup *c)
{
    struct query q = query_start(c->store, "SELECT (SELECT count(*) FROM place_list), "
                                           "(SELECT count(*) FROM place p WHERE NOT EXISTS "
                                           "(SELECT 1 FROM place_words_docsize d WHERE d.id = p.id)), "
                                           "(SELECT count(*) FROM place_words_docsize d WHERE NOT EXISTS "
                                           "(SELECT 1 FROM place p WHERE p.id = d.id))");
    int64_t numbers[3] = {0};
    if (query_next(&q)) {
        for (size_t i = 0; i < 3; i++) {
            numbers[i] = query_i64(&q);
        }
    }
    bool ok = numbers[1] == 0 && numbers[2] == 0;
    const char *text = numbers[0] == 0 ? "none are imported" : "every street, town and postcode of them is found";
    if (!ok) {
        text = arena_printf(c->arena,
                            "%" PRId64 " streets, towns or postcodes are not found, %" PRId64
                            " are found that are not there: import the maps again (rounds import places)",
                            numbers[1], numbers[2]);
    }
    conclude(c, "map places", &q, ok, text);
}

/* Does a change set read to its end, and speak of tables of ours only? */
static bool changes_parse(const void *bytes, size_t length)
{
    union {
        const void *in;
        void *out;
    } changes = {.in = bytes};
    sqlite3_changeset_iter *iter = NULL;
    size_t n;
    const char *const *tables = undo_tables(&n);
    bool good = sqlite3changeset_start(&iter, (int)length, changes.out) == SQLITE_OK;
    while (good && sqlite3changeset_next(iter) == SQLITE_ROW) {
        const char *table = "";
        int columns;
        int op;
        good = sqlite3changeset_op(iter, &table, &columns, &op, NULL) == SQLITE_OK;
        size_t i = 0;
        while (i < n && strcmp(tables[i], table) != 0) {
            i++;
        }
        good = good && i < n;
    }
    return sqlite3changeset_finalize(iter) == SQLITE_OK && good;
}

static void check_undo(struct checkup *c)
{
    struct query q = query_start(c->store, "SELECT bytes, changeset FROM undo_step ORDER BY id");
    size_t steps = 0;
    size_t wrong = 0;
    while (query_next(&q)) {
        size_t length;
        int64_t bytes = query_i64(&q);
        const void *changes = query_blob(&q, &length);
        steps++;
        wrong += (size_t)bytes != length || (length > 0 && !changes_parse(changes, length));
    }
    conclude(c, "undo", &q, wrong == 0, arena_printf(c->arena, "%zu steps, %zu of them unreadable", steps, wrong));
}

static const char *mode_of(struct checkup *c, const char *suffix, const char *list)
{
    struct stat info;
    const char *path = arena_printf(c->arena, "%s%s", c->store->path, suffix);
    if (stat(path, &info) != 0 || (info.st_mode & 077) == 0) {
        return list;
    }
    return arena_printf(c->arena, "%s%s%s (%03o)", list, *list == '\0' ? "" : ", ", path,
                        (unsigned)info.st_mode & 0777);
}

static void check_modes(struct checkup *c)
{
    size_t known;
    const struct migration *migrations = migration_list(&known);
    const char *list = mode_of(c, "", "");
    list = mode_of(c, "-wal", list);
    list = mode_of(c, "-shm", list);
    for (size_t i = 0; i < known; i++) {
        list = mode_of(c, arena_printf(c->arena, ".v%" PRId32 ".bak", migrations[i].version), list);
    }
    add(c, "file modes", *list == '\0',
        *list == '\0' ? "nobody else can read the store"
                      : arena_printf(c->arena, "others can read or write %s: chmod 600", list));
}

enum status store_doctor(struct store *store, struct arena *arena, struct store_finding **out, size_t *n,
                         struct error *err)
{
    struct checkup c = {.store = store, .arena = arena};
    /* One moment of the file: another process may write meanwhile. */
    enum status status = db_exec(store, "BEGIN", err);
    if (status != STATUS_OK) {
        return status;
    }
    check_integrity(&c);
    check_schema(&c);
    check_references(&c);
    check_places(&c);
    check_spatial_index(&c);
    check_nearby(&c);
    check_look_ups(&c);
    check_hours(&c);
    check_places_found(&c);
    check_undo(&c);
    check_modes(&c);
    status = db_exec(store, "ROLLBACK", err);
    *out = c.findings;
    *n = c.n;
    return status;
}
