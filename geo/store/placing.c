#include "geo/store/placing.h"

#include "geo/base/mem.h"
#include "geo/store/db.h"
#include "geo/store/geom.h"
#include "geo/store/query.h"
#include "geo/store/site_read.h"
#include "geo/store/store.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

const char *placing_asked(struct arena *arena, const struct site *site)
{
    const char *parts[] = {site->street, site->town, site->postcode, site->country};
    const char *line = "";
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        bool country = i == 3; /* alone it is no address */
        if (parts[i][0] != '\0' && !(country && line[0] == '\0')) {
            line = line[0] == '\0' ? parts[i] : arena_printf(arena, "%s, %s", line, parts[i]);
        }
    }
    return line;
}

/* --- how a site was placed ---------------------------------------------------------------------------------------- */

static const struct placing nothing = {.source = "", .source_id = "", .label = "", .asked = ""};

static enum geocode_precision read_precision(struct query *q)
{
    enum geocode_precision precision = GEOCODE_AREA;
    (void)geocode_precision_from_name(query_text_borrowed(q), &precision);
    return precision;
}

static struct placing read_placing(struct query *q, struct arena *arena)
{
    size_t length;
    struct point at;
    struct placing placing = nothing;
    placing.by = site_read_placed_by(q);
    const void *blob = query_blob(q, &length);
    if (!geom_read(blob, length, &at)) {
        placing.by = PLACED_NOT;
    }
    bool kept = query_bool(q) && placing.by != PLACED_NOT;
    if (kept) {
        placing.source = query_text(q, arena);
        placing.source_id = query_text(q, arena);
        placing.label = query_text(q, arena);
        placing.precision = read_precision(q);
        placing.placed_utc = query_i64(q);
        placing.asked = query_text(q, arena);
        placing.reviewed = query_bool(q);
    }
    return placing;
}

enum status store_placing_get(struct store *store, int64_t site_id, struct arena *arena, struct placing *out,
                              struct error *err)
{
    struct query q = query_start(store, "SELECT s.placed_by, s.geom, p.site_id IS NOT NULL, p.source, p.source_id, "
                                        "p.label, p.precision, p.placed_utc, p.asked, p.reviewed FROM site s "
                                        "LEFT JOIN placing p ON p.site_id = s.id AND p.placed_by = s.placed_by "
                                        "WHERE s.id = ?");
    query_bind_i64(&q, site_id);
    bool found = query_next(&q);
    struct placing placing = found ? read_placing(&q, arena) : nothing;
    enum status status = query_end(&q, err);
    if (status == STATUS_OK && !found) {
        status = error_set(err, STATUS_NOT_FOUND, "there is no site #%" PRId64, site_id);
    }
    if (status == STATUS_OK) {
        placing.site_id = site_id;
        *out = placing;
    }
    return status;
}

/* A geocoder moves only what a geocoder placed, or nobody. */
static enum status may_place(struct store *store, const struct placing *placing, struct point at, struct error *err)
{
    struct placing before = nothing;
    if (!point_valid(at)) {
        return error_set(err, STATUS_INPUT, "the place of site #%" PRId64 " is not on the globe", placing->site_id);
    }
    struct arena *arena = arena_new();
    enum status status = store_placing_get(store, placing->site_id, arena, &before, err);
    arena_free(arena);
    if (status == STATUS_OK && placing->by == PLACED_GEOCODER &&
        (before.by == PLACED_HAND || before.by == PLACED_IMPORT)) {
        status = error_set(err, STATUS_INPUT, "the place of site #%" PRId64 " was %s; it stays", placing->site_id,
                           before.by == PLACED_HAND ? "set by hand" : "brought by an import");
    }
    return status;
}

static enum status move_site(struct store *store, const struct placing *placing, struct point at, struct error *err)
{
    unsigned char geom[GEOM_BYTES];
    geom_write(geom, at);
    struct query q = query_start(store, "UPDATE site SET geom = ?1 WHERE id = ?2 AND geom IS NOT ?1");
    query_bind_blob(&q, geom, GEOM_BYTES);
    query_bind_i64(&q, placing->site_id);
    enum status status = query_run(&q, err);
    if (status != STATUS_OK) {
        return status;
    }
    struct query by = query_start(store, "UPDATE site SET placed_by = ?1 WHERE id = ?2 AND placed_by IS NOT ?1");
    query_bind_name(&by, site_read_placed_names, 4, placing->by);
    query_bind_i64(&by, placing->site_id);
    return query_run(&by, err);
}

static enum status keep_placing(struct store *store, const struct placing *placing, struct error *err)
{
    struct query q = query_start(store, "INSERT INTO placing (site_id, placed_by, source, source_id, label, precision, "
                                        "placed_utc, asked, reviewed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
                                        "ON CONFLICT (site_id) DO UPDATE SET placed_by = excluded.placed_by, "
                                        "source = excluded.source, source_id = excluded.source_id, "
                                        "label = excluded.label, precision = excluded.precision, "
                                        "placed_utc = excluded.placed_utc, asked = excluded.asked, "
                                        "reviewed = excluded.reviewed");
    query_bind_i64(&q, placing->site_id);
    query_bind_name(&q, site_read_placed_names, 4, placing->by);
    query_bind_text(&q, placing->source);
    query_bind_text(&q, placing->source_id);
    query_bind_text(&q, placing->label);
    query_bind_text(&q, geocode_precision_name(placing->precision));
    query_bind_i64_or_null(&q, placing->placed_utc, 0);
    query_bind_text(&q, placing->asked);
    query_bind_i64(&q, placing->reviewed);
    return query_run(&q, err);
}

enum status store_placing_set(struct store *store, const struct placing *placing, struct point at, struct error *err)
{
    assert(store->command != NULL && placing->by != PLACED_NOT);
    enum status status = may_place(store, placing, at, err);
    if (status == STATUS_OK) {
        status = move_site(store, placing, at, err);
    }
    if (status == STATUS_OK) {
        status = keep_placing(store, placing, err);
    }
    return status == STATUS_OK ? store_review_drop(store, placing->site_id, err) : status;
}

/* --- who is to be asked about ---------------------------------------------------------------------------------------- */

/* What of a site decides whether it is due. */
struct due {
    int64_t id;
    const char *review_asked; /* NULL: not in review */
    bool wrong;
};

/* placing_asked, in SQL, of a site that has an address. */
#define ASKED                                                                                                          \
    "substr(iif(s.street <> '', ', ' || s.street, '') || iif(s.town <> '', ', ' || s.town, '') || "                    \
    "iif(s.postcode <> '', ', ' || s.postcode, '') || iif(s.country <> '', ', ' || s.country, ''), 3)"

static enum status read_due(struct store *store, bool again, struct arena *arena, struct due **list, size_t *n,
                            struct error *err)
{
    size_t room = 0;
    struct query q =
        query_start(store, "SELECT s.id, r.site_id IS NOT NULL, r.asked, r.wrong FROM site s "
                           "LEFT JOIN site_review r ON r.site_id = s.id LEFT JOIN placing p ON p.site_id = s.id "
                           "AND p.placed_by = s.placed_by WHERE (s.street <> '' OR s.town <> '' OR s.postcode <> '') "
                           "AND (s.geom IS NULL OR (s.placed_by = 'geocoder' AND coalesce(p.reviewed, 0) = 0 "
                           "AND (?1 OR (p.asked <> '' AND p.asked <> " ASKED ")))) ORDER BY s.id");
    query_bind_i64(&q, again);
    while (query_next(&q)) {
        struct due *due = arena_push(arena, list, n, &room, sizeof *due);
        due->id = query_i64(&q);
        bool waits = query_bool(&q);
        const char *asked = query_text(&q, arena);
        due->review_asked = waits ? asked : NULL;
        due->wrong = query_bool(&q);
    }
    return query_end(&q, err);
}

static bool is_due(const struct due *due, const struct site *site, bool again, struct arena *arena)
{
    bool same = due->review_asked != NULL && strcmp(due->review_asked, placing_asked(arena, site)) == 0;
    return !same || (again && !due->wrong);
}

enum status store_placing_due(struct store *store, bool again, struct arena *arena, struct site **out, size_t *n,
                              struct error *err)
{
    struct due *list = NULL;
    struct site *sites = NULL;
    size_t list_n = 0, count = 0, room = 0;
    struct arena *scratch = arena_new();
    enum status status = read_due(store, again, scratch, &list, &list_n, err);
    for (size_t i = 0; i < list_n && status == STATUS_OK; i++) {
        struct site site;
        status = store_site_get(store, list[i].id, arena, &site, err);
        if (status == STATUS_OK && is_due(&list[i], &site, again, scratch)) {
            struct site *slot = arena_push(arena, &sites, &count, &room, sizeof *slot);
            *slot = site;
        }
    }
    arena_free(scratch);
    if (status == STATUS_OK) {
        *out = sites;
        *n = count;
    }
    return status;
}
