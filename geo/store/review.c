/* The queue of sites that a person should look at. */
#include "geo/base/mem.h"
#include "geo/store/db.h"
#include "geo/store/placing.h"
#include "geo/store/query.h"
#include "geo/store/store.h"

#include <assert.h>
#include <inttypes.h>

/* --- writing ---------------------------------------------------------------------------------------------------------- */

static enum status run_for_site(struct store *store, const char *sql, int64_t site_id, struct error *err)
{
    struct query q = query_start(store, sql);
    query_bind_i64(&q, site_id);
    return query_run(&q, err);
}

enum status store_review_drop(struct store *store, int64_t site_id, struct error *err)
{
    assert(store->command != NULL);
    enum status status = run_for_site(store, "DELETE FROM review_candidate WHERE site_id = ?", site_id, err);
    return status == STATUS_OK ? run_for_site(store, "DELETE FROM site_review WHERE site_id = ?", site_id, err)
                               : status;
}

static enum status put_head(struct store *store, const struct review *review, struct error *err)
{
    struct query q = query_start(store, "INSERT INTO site_review (site_id, asked, why, source, asked_utc, wrong) "
                                        "VALUES (?, ?, ?, ?, ?, ?)");
    query_bind_i64(&q, review->site_id);
    query_bind_text(&q, review->asked);
    query_bind_text(&q, review->why);
    query_bind_text(&q, review->source);
    query_bind_i64(&q, review->asked_utc);
    query_bind_i64(&q, review->wrong);
    return query_run(&q, err);
}

static enum status put_candidate(struct store *store, int64_t site_id, int64_t seq, const struct geocode_candidate *one,
                                 struct error *err)
{
    struct query q =
        query_start(store, "INSERT INTO review_candidate (site_id, seq, lat, lon, precision, matched, "
                           "mismatched, label, source_id, name, number, street, suburb, town, county, "
                           "postcode, country) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    const char *texts[] = {one->label,          one->source_id,    one->parts.name, one->parts.number,
                           one->parts.street,   one->parts.suburb, one->parts.town, one->parts.county,
                           one->parts.postcode, one->parts.country};
    query_bind_i64(&q, site_id);
    query_bind_i64(&q, seq);
    query_bind_double_or_null(&q, true, one->at.lat_deg);
    query_bind_double_or_null(&q, true, one->at.lon_deg);
    query_bind_text(&q, geocode_precision_name(one->precision));
    query_bind_i64(&q, one->matched);
    query_bind_i64(&q, one->mismatched);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        query_bind_text(&q, texts[i]);
    }
    return query_run(&q, err);
}

enum status store_review_put(struct store *store, const struct review *review, struct error *err)
{
    int64_t seq = 0;
    enum status status = store_review_drop(store, review->site_id, err);
    if (status == STATUS_OK) {
        status = put_head(store, review, err);
    }
    for (size_t i = 0; i < review->n && seq < GEOCODE_CANDIDATES_MAX && status == STATUS_OK; i++) {
        if (point_valid(review->candidates[i].at)) {
            status = put_candidate(store, review->site_id, ++seq, &review->candidates[i], err);
        }
    }
    return status;
}

/* --- reading ---------------------------------------------------------------------------------------------------------- */

static struct review read_head(struct query *q, struct arena *arena)
{
    struct review review = {.site_id = query_i64(q)};
    review.asked = query_text(q, arena);
    review.why = query_text(q, arena);
    review.source = query_text(q, arena);
    review.asked_utc = query_i64(q);
    review.wrong = query_bool(q);
    return review;
}

static struct geocode_candidate read_candidate(struct query *q, struct arena *arena)
{
    bool given;
    struct geocode_candidate one = {.precision = GEOCODE_AREA};
    one.at.lat_deg = query_double(q, &given);
    one.at.lon_deg = query_double(q, &given);
    (void)geocode_precision_from_name(query_text_borrowed(q), &one.precision);
    one.matched = (uint32_t)query_i64(q);
    one.mismatched = (uint32_t)query_i64(q);
    const char **texts[] = {&one.label,          &one.source_id,    &one.parts.name, &one.parts.number,
                            &one.parts.street,   &one.parts.suburb, &one.parts.town, &one.parts.county,
                            &one.parts.postcode, &one.parts.country};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        *texts[i] = query_text(q, arena);
    }
    return one;
}

static enum status read_candidates(struct store *store, struct review *review, struct arena *arena, struct error *err)
{
    size_t room = 0;
    struct query q =
        query_start(store, "SELECT lat, lon, precision, matched, mismatched, label, source_id, name, number, "
                           "street, suburb, town, county, postcode, country FROM review_candidate "
                           "WHERE site_id = ? ORDER BY seq");
    query_bind_i64(&q, review->site_id);
    while (query_next(&q)) {
        struct geocode_candidate *slot = arena_push(arena, &review->candidates, &review->n, &room, sizeof *slot);
        *slot = read_candidate(&q, arena);
    }
    return query_end(&q, err);
}

enum status store_review_get(struct store *store, int64_t site_id, struct arena *arena, struct review *out,
                             struct error *err)
{
    struct query q = query_start(store, "SELECT site_id, asked, why, source, asked_utc, wrong FROM site_review "
                                        "WHERE site_id = ?");
    query_bind_i64(&q, site_id);
    bool found = query_next(&q);
    struct review review = found ? read_head(&q, arena) : (struct review){0};
    enum status status = query_end(&q, err);
    if (status == STATUS_OK && !found) {
        status = error_set(err, STATUS_NOT_FOUND, "site #%" PRId64 " is not in review", site_id);
    }
    if (status == STATUS_OK) {
        status = read_candidates(store, &review, arena, err);
    }
    if (status == STATUS_OK) {
        *out = review;
    }
    return status;
}

enum status store_review_list(struct store *store, size_t limit, struct arena *arena, struct review **out, size_t *n,
                              struct error *err)
{
    struct review *list = NULL;
    size_t count = 0, room = 0;
    struct query q = query_start(store, "SELECT r.site_id, r.asked, r.why, r.source, r.asked_utc, r.wrong "
                                        "FROM site_review r JOIN site s ON s.id = r.site_id "
                                        "ORDER BY r.asked_utc, s.name, s.id LIMIT ?");
    query_bind_i64(&q, limit == 0 ? -1 : (int64_t)limit);
    while (query_next(&q)) {
        struct review *slot = arena_push(arena, &list, &count, &room, sizeof *slot);
        *slot = read_head(&q, arena);
    }
    enum status status = query_end(&q, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = read_candidates(store, &list[i], arena, err);
    }
    if (status == STATUS_OK) {
        *out = list;
        *n = count;
    }
    return status;
}
