/* Which site of the store is the same as one that comes in from a file. Every rule is one look-up in an index, so that a
 * file of a hundred thousand places that share a name costs no more than any other. */
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/store/db.h"
#include "geo/store/geom.h"
#include "geo/store/query.h"
#include "geo/store/site.h"
#include "geo/store/site_read.h"

#include <inttypes.h>
#include <math.h>

static const double SAME_PLACE_M = 50.0;
static const double FAR_M = 1000.0; /* two places as far apart as this are two sites, whatever they are called */

/* A site whose name fits, and what decides between several: does the street fit too, and where it lies. The parameters
 * are bound by bind_rest. Another site of that name: one with a key or a source id of its own, or another postcode. */
#define SELECT(street)                                                                                                 \
    "SELECT s.id, " street " <> '' AND lower(s.street) = lower(" street "), s.geom FROM site s WHERE "
#define NOT_ANOTHER(key, source, source_id, postcode)                                                                  \
    "AND (s.key = '' OR " key " = '' OR s.key = " key ") AND NOT EXISTS (SELECT 1 FROM haven h "                       \
    "WHERE h.site_id = s.id AND h.source = " source " AND h.source_id <> '' AND " source_id " <> '' "                  \
    "AND h.source_id <> " source_id ") AND (s.postcode = '' OR " postcode " = '' "                                     \
    "OR upper(replace(s.postcode, ' ', '')) = upper(replace(" postcode ", ' ', ''))) ORDER BY s.id"

static enum status by_key(struct store *store, const char *key, int64_t *id, struct error *err)
{
    struct query q = query_start(store, "SELECT id FROM site WHERE key = ? AND key <> ''");
    query_bind_text(&q, key);
    return query_number(&q, 0, id, err);
}

static enum status by_source(struct store *store, const struct site *site, int64_t *id, struct error *err)
{
    struct query q = query_start(store, "SELECT site_id FROM haven WHERE source = ? AND source_id = ? "
                                        "AND source_id <> ''");
    query_bind_text(&q, site->haven_source);
    query_bind_text(&q, site->haven_source_id);
    return query_number(&q, 0, id, err);
}

/* --- by name ---------------------------------------------------------------------------------------------------- */

/* What a rule has found: the best, and another that is no worse. 0: none. */
struct hits {
    int64_t best, other;
    long rank; /* of the best; lower is better */
};

static bool placed(const struct site *site)
{
    return site->placed_by != PLACED_NOT && point_valid(site->at);
}

/* The nearer one within SAME_PLACE_M, to the metre, then the one in the same street. */
static void rank_hit(struct hits *hits, int64_t id, double away_m, bool same_street)
{
    long rank = 2 * (away_m <= SAME_PLACE_M ? lround(away_m) : lround(SAME_PLACE_M) + 1) + (same_street ? 0 : 1);
    if (hits->best == 0 || rank < hits->rank) {
        *hits = (struct hits){id, 0, rank};
    } else if (rank == hits->rank && hits->other == 0) {
        hits->other = id;
    }
}

/* The rows of a SELECT: those that lie within WITHIN_M, or, when that is FAR_M, of whose place nothing is known. */
static enum status take_hits(struct query *q, const struct site *site, double within_m, struct hits *hits,
                             struct error *err)
{
    while (query_next(q)) {
        size_t length;
        struct point at = {0};
        int64_t id = query_i64(q);
        bool same_street = query_bool(q);
        const void *blob = query_blob(q, &length);
        bool known = placed(site) && geom_read(blob, length, &at);
        double away_m = known ? point_distance_m(site->at, at) : FAR_M;
        if (away_m <= within_m) {
            rank_hit(hits, id, away_m, same_street);
        }
    }
    return query_end(q, err);
}

static void bind_rest(struct query *q, const struct site *site, const char *folded)
{
    query_bind_text(q, folded);
    query_bind_text(q, site->key);
    query_bind_text(q, site->haven_source);
    query_bind_text(q, site->is_haven ? site->haven_source_id : "");
    query_bind_text(q, site->postcode);
    query_bind_text(q, site->street);
}

static enum status by_postcode(struct store *store, const struct site *site, const char *folded, struct hits *hits,
                               struct error *err)
{
    struct query q =
        query_start(store, SELECT("?6") "s.name_folded = ?1 AND upper(replace(s.postcode, ' ', '')) = "
                                        "upper(replace(?5, ' ', '')) " NOT_ANOTHER("?2", "?3", "?4", "?5"));
    bind_rest(&q, site, folded);
    return take_hits(&q, site, FAR_M, hits, err);
}

/* The + keeps SQLite from taking the index of names, which leads to every namesake in the world. */
static enum status by_place(struct store *store, const struct site *site, const char *folded, struct hits *hits,
                            struct error *err)
{
    struct query q = query_start(
        store,
        SELECT("?12") "s.id IN " SITE_READ_IN_BOX "AND +s.name_folded = ?7 "
                      "AND (?13 = '' OR NOT EXISTS (SELECT 1 FROM haven k "
                      "WHERE k.site_id = s.id AND k.kind NOT IN ('', ?13))) " NOT_ANOTHER("?8", "?9", "?10", "?11"));
    site_read_bind_box(&q, point_box(site->at, SAME_PLACE_M));
    bind_rest(&q, site, folded);
    query_bind_text(&q, site->is_haven ? site->haven_kind : "");
    return take_hits(&q, site, SAME_PLACE_M, hits, err);
}

/* Every second town has a High Street: without the town it tells nothing, but to a site of which no more is known. */
static enum status by_street(struct store *store, const struct site *site, const char *folded, struct hits *hits,
                             struct error *err)
{
    if (site->town[0] == '\0' && (site->postcode[0] != '\0' || placed(site))) {
        return STATUS_OK;
    }
    struct query q = query_start(
        store, SELECT("?6") "s.name_folded = ?1 AND lower(s.street) = lower(?6) "
                            "AND lower(s.town) = lower(?7) AND s.street <> '' " NOT_ANOTHER("?2", "?3", "?4", "?5"));
    bind_rest(&q, site, folded);
    query_bind_text(&q, site->town);
    return take_hits(&q, site, FAR_M, hits, err);
}

/* "#12 Subway, High Street, Oakham" */
static enum status describe(struct store *store, int64_t id, struct arena *arena, const char **out, struct error *err)
{
    struct site site;
    enum status status = store_site_get(store, id, arena, &site, err);
    if (status != STATUS_OK) {
        return status;
    }
    const char *parts[] = {site.street, site.town, site.postcode};
    const char *text = arena_printf(arena, "#%" PRId64 " %s", id, site.name);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        text = parts[i][0] == '\0' ? text : arena_printf(arena, "%s, %s", text, parts[i]);
    }
    *out = text;
    return STATUS_OK;
}

enum status store_site_say_both(struct store *store, const char *name, int64_t id, int64_t other_id, struct error *err)
{
    struct arena *arena = arena_new();
    const char *one = "";
    const char *other = "";
    enum status status = describe(store, id, arena, &one, err);
    if (status == STATUS_OK) {
        status = describe(store, other_id, arena, &other, err);
    }
    if (status == STATUS_OK) {
        status = error_set(err, STATUS_INPUT,
                           "\"%s\" may be %s, and just as well %s; give its key, or a street, postcode or place that "
                           "only one of them has",
                           name, one, other);
    }
    arena_free(arena);
    return status;
}

static enum status by_name(struct store *store, const struct site *site, int64_t *id, struct error *err)
{
    const char *folded = text_fold(db_scratch(store), site->name);
    struct hits hits = {0, 0, 0};
    enum status status = STATUS_OK;
    if (folded[0] == '\0') {
        return STATUS_OK;
    }
    if (site->postcode[0] != '\0') {
        status = by_postcode(store, site, folded, &hits, err);
    }
    if (status == STATUS_OK && hits.best == 0 && placed(site)) {
        status = by_place(store, site, folded, &hits, err);
    }
    if (status == STATUS_OK && hits.best == 0 && site->street[0] != '\0') {
        status = by_street(store, site, folded, &hits, err);
    }
    *id = hits.best;
    return status == STATUS_OK && hits.other != 0 ? store_site_say_both(store, site->name, hits.best, hits.other, err)
                                                  : status;
}

enum status store_site_match(struct store *store, const struct site *site, int64_t *id, struct error *err)
{
    int64_t found = 0;
    enum status status = STATUS_OK;
    if (site->key[0] != '\0') {
        status = by_key(store, site->key, &found, err);
    }
    if (status == STATUS_OK && found == 0 && site->is_haven && site->haven_source_id[0] != '\0') {
        status = by_source(store, site, &found, err);
    }
    if (status == STATUS_OK && found == 0) {
        status = by_name(store, site, &found, err);
    }
    if (status == STATUS_OK) {
        *id = found;
    }
    return status;
}
