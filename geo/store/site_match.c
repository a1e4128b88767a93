/* Which site of the store is the same as one that comes in from a file. Every rule is one look-up in an index, so that a
 * file of a hundred thousand places that share a name costs no more than any other. */
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/store/db.h"
#include "geo/store/geom.h"
#include "geo/store/query.h"
#include "geo/store/site.h"
#include "geo/store/site_read.h"

#include <math.h>

static const double SAME_PLACE_M = 50.0;

/* A key or a source id of its own tells a site from others of the same name. The parameters are bound by bind_own. */
#define NOT_ANOTHER(key, source, source_id)                                                                            \
    "AND (s.key = '' OR " key " = '' OR s.key = " key ") AND NOT EXISTS (SELECT 1 FROM haven h "                       \
    "WHERE h.site_id = s.id AND h.source = " source " AND h.source_id <> '' AND " source_id " <> '' "                  \
    "AND h.source_id <> " source_id ") "

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

static void bind_own(struct query *q, const struct site *site)
{
    query_bind_text(q, site->key);
    query_bind_text(q, site->haven_source);
    query_bind_text(q, site->is_haven ? site->haven_source_id : "");
}

static enum status by_postcode(struct store *store, const struct site *site, const char *folded, int64_t *id,
                               struct error *err)
{
    struct query q = query_start(store, "SELECT s.id FROM site s WHERE s.name_folded = ?4 "
                                        "AND upper(replace(s.postcode, ' ', '')) = upper(replace(?5, ' ', '')) "
                                        "AND ?5 <> '' " NOT_ANOTHER("?1", "?2", "?3") "ORDER BY s.id LIMIT 1");
    bind_own(&q, site);
    query_bind_text(&q, folded);
    query_bind_text(&q, site->postcode);
    return query_number(&q, 0, id, err);
}

static enum status by_street(struct store *store, const struct site *site, const char *folded, int64_t *id,
                             struct error *err)
{
    struct query q = query_start(store, "SELECT s.id FROM site s WHERE s.name_folded = ?4 "
                                        "AND lower(s.street) = lower(?5) AND lower(s.town) = lower(?6) "
                                        "AND s.street <> '' " NOT_ANOTHER("?1", "?2", "?3") "ORDER BY s.id LIMIT 1");
    bind_own(&q, site);
    query_bind_text(&q, folded);
    query_bind_text(&q, site->street);
    query_bind_text(&q, site->town);
    return query_number(&q, 0, id, err);
}

/* The nearest within SAME_PLACE_M. */
static enum status by_place(struct store *store, const struct site *site, const char *folded, int64_t *id,
                            struct error *err)
{
    struct query q = query_start(store, "SELECT s.id, s.geom FROM site s WHERE s.id IN " SITE_READ_IN_BOX
                                        "AND s.name_folded = ?7 " NOT_ANOTHER("?8", "?9", "?10") "ORDER BY s.id");
    site_read_bind_box(&q, point_box(site->at, SAME_PLACE_M));
    query_bind_text(&q, folded);
    bind_own(&q, site);
    int64_t best = 0;
    double best_m = SAME_PLACE_M;
    while (query_next(&q)) {
        size_t length;
        struct point at;
        int64_t other = query_i64(&q);
        const void *blob = query_blob(&q, &length);
        double away_m = geom_read(blob, length, &at) ? point_distance_m(site->at, at) : HUGE_VAL;
        if (away_m < best_m || (best == 0 && away_m <= best_m)) {
            best = other;
            best_m = away_m;
        }
    }
    *id = best;
    return query_end(&q, err);
}

static enum status by_name(struct store *store, const struct site *site, int64_t *id, struct error *err)
{
    const char *folded = text_fold(db_scratch(store), site->name);
    enum status status = STATUS_OK;
    if (folded[0] == '\0') {
        return STATUS_OK;
    }
    if (site->postcode[0] != '\0') {
        status = by_postcode(store, site, folded, id, err);
    }
    if (status == STATUS_OK && *id == 0 && site->placed_by != PLACED_NOT && point_valid(site->at)) {
        status = by_place(store, site, folded, id, err);
    }
    if (status == STATUS_OK && *id == 0 && site->street[0] != '\0') {
        status = by_street(store, site, folded, id, err);
    }
    return status;
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
