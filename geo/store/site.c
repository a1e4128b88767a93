#include "geo/store/site.h"

#include "geo/amenity.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/store/db.h"
#include "geo/store/geom.h"
#include "geo/store/query.h"
#include "geo/store/site_read.h"

#include <assert.h>
#include <inttypes.h>

struct site site_empty(void)
{
    return (struct site){.uuid = "",
                         .key = "",
                         .name = "",
                         .street = "",
                         .town = "",
                         .postcode = "",
                         .country = "",
                         .hours = "",
                         .service_s = NUMBER_UNSET,
                         .tags = "",
                         .goal_days = NUMBER_UNSET,
                         .status_reason = "",
                         .haven_kind = "",
                         .haven_source = "",
                         .haven_source_id = "",
                         .haven_list = "",
                         .haven_gone_day = DAY_NONE,
                         .last_visit_day = DAY_NONE};
}

enum status store_site_get(struct store *store, int64_t id, struct arena *arena, struct site *out, struct error *err)
{
    struct query q = query_start(store, SITE_READ_SELECT "WHERE s.id = ?");
    query_bind_i64(&q, id);
    bool found = query_next(&q);
    struct site site = found ? site_read(&q, arena) : site_empty();
    enum status status = query_end(&q, err);
    if (status == STATUS_OK && !found) {
        status = error_set(err, STATUS_NOT_FOUND, "there is no site #%" PRId64, id);
    }
    if (status == STATUS_OK) {
        *out = site;
    }
    return status;
}

/* --- saving ----------------------------------------------------------------------------------------------------- */

/* A key belongs to one site. When saving failed: was that why? The index could only say "constraint failed". */
static enum status explain_key(struct store *store, const struct site *site, enum status failed, struct error *err)
{
    if (failed != STATUS_INPUT || site->key[0] == '\0') {
        return failed;
    }
    struct query q = query_start(store, "SELECT id, name FROM site WHERE key = ?1 AND key <> '' AND id <> ?2");
    query_bind_text(&q, site->key);
    query_bind_i64(&q, site->id);
    int64_t id = 0;
    const char *name = "";
    if (query_next(&q)) {
        id = query_i64(&q);
        name = query_text(&q, db_scratch(store));
    }
    if (query_end(&q, NULL) == STATUS_OK && id != 0) {
        return error_set(err, STATUS_INPUT, "the key \"%s\" belongs to %s (#%" PRId64 ") already", site->key, name, id);
    }
    return failed;
}

/* The columns of `site` that insert and update share, in the order of both statements. */
static void bind_texts(struct query *q, const struct site *site, struct arena *scratch)
{
    query_bind_text(q, site->key);
    query_bind_text(q, site->name);
    query_bind_text(q, text_fold(scratch, site->name));
    query_bind_text(q, site->street);
    query_bind_text(q, site->town);
    query_bind_text(q, site->postcode);
    query_bind_text(q, site->country);
    query_bind_name(q, site_read_placed_names, 4, site->placed_by);
    query_bind_text(q, site->hours);
    query_bind_i64_or_null(q, site->service_s, NUMBER_UNSET);
    query_bind_text(q, site->tags);
}

static enum status insert_site(struct store *store, const struct site *site, const unsigned char *geom, int64_t *id,
                               struct error *err)
{
    char uuid[37];
    struct query q = query_start(store, "INSERT INTO site (key, name, name_folded, street, town, postcode, country, "
                                        "placed_by, hours, service_s, tags, uuid, created_utc, geom) "
                                        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    bind_texts(&q, site, db_scratch(store));
    query_bind_text(&q, query_uuid(site->uuid, uuid));
    query_bind_i64(&q, store->now_utc);
    query_bind_blob(&q, geom, GEOM_BYTES);
    return query_insert(&q, id, err);
}

static enum status run_for_id(struct store *store, const char *sql, int64_t id, struct error *err)
{
    struct query q = query_start(store, sql);
    query_bind_i64(&q, id);
    return query_run(&q, err);
}

static enum status run_all_for_id(struct store *store, const char *const *sql, size_t n, int64_t id, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        status = run_for_id(store, sql[i], id, err);
    }
    return status;
}

/* The place apart, and only when it differs: its triggers rewrite the R*Tree. How the former place was found, and what
 * else might have been it, is over with it. */
static enum status update_place(struct store *store, int64_t id, const unsigned char *geom, struct error *err)
{
    static const char *const over[] = {"DELETE FROM placing WHERE site_id = ?",
                                       "DELETE FROM review_candidate WHERE site_id = ?",
                                       "DELETE FROM site_review WHERE site_id = ?"};
    struct query q = query_start(store, "UPDATE site SET geom = ?1 WHERE id = ?2 AND geom IS NOT ?1");
    query_bind_blob(&q, geom, GEOM_BYTES);
    query_bind_i64(&q, id);
    enum status status = query_run(&q, err);
    if (status != STATUS_OK || sqlite3_changes(store->db) == 0) {
        return status;
    }
    return run_all_for_id(store, over, sizeof over / sizeof over[0], id, err);
}

static enum status update_site(struct store *store, const struct site *site, const unsigned char *geom,
                               struct error *err)
{
    struct query q = query_start(store, "UPDATE site SET key = ?, name = ?, name_folded = ?, street = ?, town = ?, "
                                        "postcode = ?, country = ?, placed_by = ?, hours = ?, service_s = ?, tags = ? "
                                        "WHERE id = ?");
    bind_texts(&q, site, db_scratch(store));
    query_bind_i64(&q, site->id);
    enum status status = query_update(&q, "site", site->id, err);
    return status == STATUS_OK ? update_place(store, site->id, geom, err) : status;
}

static enum status save_customer(struct store *store, const struct site *site, int64_t id, struct error *err)
{
    if (!site->is_customer) {
        return site->id == 0 ? STATUS_OK : run_for_id(store, "DELETE FROM customer WHERE site_id = ?", id, err);
    }
    struct query q = query_start(store, "INSERT INTO customer (site_id, goal_days, status, status_reason, no_drop_in, "
                                        "engineer_id) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (site_id) DO UPDATE SET "
                                        "goal_days = excluded.goal_days, status = excluded.status, "
                                        "status_reason = excluded.status_reason, no_drop_in = excluded.no_drop_in, "
                                        "engineer_id = excluded.engineer_id");
    query_bind_i64(&q, id);
    query_bind_i64_or_null(&q, site->goal_days, NUMBER_UNSET);
    query_bind_name(&q, site_read_status_names, 3, site->status);
    query_bind_text(&q, site->status_reason);
    query_bind_i64(&q, site->no_drop_in);
    query_bind_i64_or_null(&q, site->engineer_id, 0);
    return query_run(&q, err);
}

static enum status save_haven(struct store *store, const struct site *site, int64_t id, struct error *err)
{
    if (!site->is_haven) {
        return site->id == 0 ? STATUS_OK : run_for_id(store, "DELETE FROM haven WHERE site_id = ?", id, err);
    }
    struct query q = query_start(store, "INSERT INTO haven (site_id, kind, source, source_id, list, gone_day) "
                                        "VALUES (?, ?, ?, ?, ?, ?) "
                                        "ON CONFLICT (site_id) DO UPDATE SET kind = excluded.kind, "
                                        "source = excluded.source, source_id = excluded.source_id, "
                                        "list = excluded.list, gone_day = excluded.gone_day");
    query_bind_i64(&q, id);
    query_bind_text(&q, site->haven_kind);
    query_bind_text(&q, site->haven_source);
    query_bind_text(&q, site->haven_source_id);
    query_bind_text(&q, site->haven_list);
    query_bind_i64_or_null(&q, site->haven_gone_day, DAY_NONE);
    return query_run(&q, err);
}

static enum status read_amenities(struct store *store, int64_t id, uint32_t *mask, struct error *err)
{
    uint32_t found = 0;
    struct query q = query_start(store, "SELECT name FROM amenity WHERE site_id = ?");
    query_bind_i64(&q, id);
    while (query_next(&q)) {
        found |= site_read_amenities(query_text_borrowed(&q));
    }
    *mask = found;
    return query_end(&q, err);
}

static enum status save_amenity(struct store *store, int64_t id, enum amenity amenity, bool there, struct error *err)
{
    struct query q = query_start(store, there ? "INSERT INTO amenity (site_id, name) VALUES (?, ?)"
                                              : "DELETE FROM amenity WHERE site_id = ? AND name = ?");
    query_bind_i64(&q, id);
    query_bind_text(&q, amenity_name(amenity));
    return query_run(&q, err);
}

/* Only what differs is written; a name that this program does not know stays. */
static enum status save_amenities(struct store *store, const struct site *site, int64_t id, struct error *err)
{
    uint32_t before = 0;
    enum status status = site->id == 0 ? STATUS_OK : read_amenities(store, id, &before, err);
    for (unsigned i = 0; i < AMENITY_COUNT && status == STATUS_OK; i++) {
        uint32_t bit = AMENITY_BIT(i);
        if (((before ^ site->amenities) & bit) != 0) {
            status = save_amenity(store, id, (enum amenity)i, (site->amenities & bit) != 0, err);
        }
    }
    return status;
}

enum status store_site_save(struct store *store, const struct site *site, int64_t *id, struct error *err)
{
    assert(store->command != NULL);
    unsigned char geom[GEOM_BYTES];
    bool placed = site->placed_by != PLACED_NOT;
    if (placed && !point_valid(site->at)) {
        return error_set(err, STATUS_INPUT, "the place of %s is not on the globe", site->name);
    }
    if (placed) {
        geom_write(geom, site->at);
    }
    int64_t saved = site->id;
    enum status status = saved == 0 ? insert_site(store, site, placed ? geom : NULL, &saved, err)
                                    : update_site(store, site, placed ? geom : NULL, err);
    if (status != STATUS_OK) {
        return explain_key(store, site, status, err);
    }
    status = save_customer(store, site, saved, err);
    if (status == STATUS_OK) {
        status = save_haven(store, site, saved, err);
    }
    if (status == STATUS_OK) {
        status = save_amenities(store, site, saved, err);
    }
    if (status == STATUS_OK) {
        *id = saved;
    }
    return status;
}

/* --- deleting --------------------------------------------------------------------------------------------------- */

enum status store_site_delete(struct store *store, int64_t id, struct error *err)
{
    /* Children first: foreign keys do not cascade, so that undo sees every row that goes. */
    static const char *const steps[] = {
        "DELETE FROM plan_stop WHERE site_id = ?1 OR job_id IN (SELECT id FROM job WHERE site_id = ?1)",
        "DELETE FROM parcel WHERE job_id IN (SELECT id FROM job WHERE site_id = ?)",
        "DELETE FROM parcel WHERE site_id = ? AND job_id IS NULL",
        "UPDATE parcel SET site_id = NULL WHERE site_id = ?",
        "UPDATE parcel SET done_site_id = NULL WHERE done_site_id = ?",
        "DELETE FROM visit WHERE site_id = ?",
        "UPDATE visit SET job_id = NULL WHERE job_id IN (SELECT id FROM job WHERE site_id = ?)",
        "DELETE FROM promise WHERE site_id = ?",
        "UPDATE promise SET contact_id = NULL WHERE contact_id IN (SELECT id FROM contact WHERE site_id = ?)",
        "DELETE FROM note WHERE site_id = ?",
        "DELETE FROM contact WHERE site_id = ?",
        "DELETE FROM job WHERE site_id = ?",
        "DELETE FROM collection WHERE site_id = ?",
        "DELETE FROM placing WHERE site_id = ?",
        "DELETE FROM review_candidate WHERE site_id = ?",
        "DELETE FROM site_review WHERE site_id = ?",
        "DELETE FROM amenity WHERE site_id = ?",
        "DELETE FROM haven WHERE site_id = ?",
        "DELETE FROM customer WHERE site_id = ?",
    };
    assert(store->command != NULL);
    enum status status = run_all_for_id(store, steps, sizeof steps / sizeof steps[0], id, err);
    if (status == STATUS_OK) {
        struct query q = query_start(store, "DELETE FROM site WHERE id = ?");
        query_bind_i64(&q, id);
        status = query_update(&q, "site", id, err);
    }
    return status;
}
