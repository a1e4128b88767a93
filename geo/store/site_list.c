#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/store/query.h"
#include "geo/store/site.h"
#include "geo/store/site_read.h"

/* ?7: customers wanted, ?8: havens wanted, ?9: 0 any, 1 placed only, 2 unplaced only, ?10: folded pattern for names,
 * '' for all, ?11: the same unfolded. */
#define LIST_WHERE                                                                                                     \
    "((?7 AND c.site_id IS NOT NULL) OR (?8 AND h.site_id IS NOT NULL) OR (NOT ?7 AND NOT ?8)) "                       \
    "AND (?9 = 0 OR (s.geom IS NOT NULL) = (?9 = 1)) "                                                                 \
    "AND (?10 = '' OR s.name_folded LIKE ?10 ESCAPE '\\' OR s.name LIKE ?11 ESCAPE '\\' "                              \
    "OR s.key LIKE ?11 ESCAPE '\\' OR s.street LIKE ?11 ESCAPE '\\' OR s.town LIKE ?11 ESCAPE '\\' "                   \
    "OR s.postcode LIKE ?11 ESCAPE '\\' OR s.tags LIKE ?11 ESCAPE '\\' "                                               \
    "OR EXISTS (SELECT 1 FROM contact k WHERE k.site_id = s.id AND k.name LIKE ?11 ESCAPE '\\')) "                     \
    "ORDER BY s.name_folded, s.name, s.id"

static const char list_in_box[] = SITE_READ_SELECT "WHERE s.id IN " SITE_READ_IN_BOX "AND " LIST_WHERE;
/* The box is bound here too, so that both statements number alike: ?1 always holds. */
static const char list_all[] = SITE_READ_SELECT "WHERE ?1 + ?2 + ?3 + ?4 + ?5 + ?6 IS NOT NULL AND " LIST_WHERE;

static void bind_filter(struct query *q, const struct site_filter *filter, struct arena *arena)
{
    static const struct box world = {-90.0, -180.0, 90.0, 180.0};
    const char *text = filter->text == NULL ? "" : text_trim(arena, filter->text);
    const char *folded = text_fold(arena, text);
    int64_t placed = filter->placed_only ? 1 : 0;
    site_read_bind_box(q, filter->box != NULL ? *filter->box : world);
    query_bind_i64(q, filter->customers);
    query_bind_i64(q, filter->havens);
    query_bind_i64(q, filter->unplaced_only ? 2 : placed);
    /* A text of punctuation alone folds to nothing, and "%%" would then be everything. */
    query_bind_text(q, *text == '\0' ? "" : query_like(arena, *folded == '\0' ? text : folded));
    query_bind_text(q, query_like(arena, text));
}

enum status store_site_list(struct store *store, const struct site_filter *filter, struct arena *arena,
                            struct site **out, size_t *n, struct error *err)
{
    struct query q = query_start(store, filter->box != NULL ? list_in_box : list_all);
    bind_filter(&q, filter, arena);
    struct site *sites = NULL;
    size_t count = 0;
    size_t capacity = 0;
    while ((filter->limit == 0 || count < filter->limit) && query_next(&q)) {
        struct site site = site_read(&q, arena);
        if (filter->box != NULL && !box_holds(*filter->box, site.at)) {
            continue;
        }
        struct site *slot = arena_push(arena, &sites, &count, &capacity, sizeof *slot);
        *slot = site;
    }
    enum status status = query_end(&q, err);
    if (status == STATUS_OK) {
        *out = sites;
        *n = count;
    }
    return status;
}

enum status store_count(struct store *store, struct store_counts *out, struct error *err)
{
    struct query q =
        query_start(store, "SELECT (SELECT count(*) FROM customer), "
                           "(SELECT count(*) FROM customer c JOIN site s ON s.id = c.site_id WHERE s.geom IS NULL), "
                           "(SELECT count(*) FROM haven), "
                           "(SELECT count(*) FROM haven h JOIN site s ON s.id = h.site_id WHERE s.geom IS NULL), "
                           "(SELECT count(*) FROM contact), (SELECT count(*) FROM job WHERE status = 'open'), "
                           "(SELECT count(*) FROM visit), (SELECT count(*) FROM promise WHERE state = 'open')");
    struct store_counts counts = {0};
    if (query_next(&q)) {
        counts.customers = (size_t)query_i64(&q);
        counts.customers_unplaced = (size_t)query_i64(&q);
        counts.havens = (size_t)query_i64(&q);
        counts.havens_unplaced = (size_t)query_i64(&q);
        counts.contacts = (size_t)query_i64(&q);
        counts.jobs_open = (size_t)query_i64(&q);
        counts.visits = (size_t)query_i64(&q);
        counts.promises_open = (size_t)query_i64(&q);
    }
    enum status status = query_end(&q, err);
    if (status == STATUS_OK) {
        *out = counts;
    }
    return status;
}
