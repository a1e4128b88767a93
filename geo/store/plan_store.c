#include "geo/store/plan_store.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/store/db.h"
#include "geo/store/query.h"

#include <assert.h>

static const char *const kind_names[PLAN_STOP_KINDS] = {"job", "visit", "break", "parcel", "rest"};
static const char *const state_names[] = {"planned", "done", "skipped"};

/* --- reading ---------------------------------------------------------------------------------------------------- */

static enum status read_stops(struct store *store, struct saved_plan *plan, struct arena *arena, struct error *err)
{
    size_t capacity = 0;
    struct query q = query_start(store, "SELECT id, seq, kind, site_id, job_id, arrive_s, start_s, depart_s, state "
                                        "FROM plan_stop WHERE plan_id = ? ORDER BY seq");
    query_bind_i64(&q, plan->id);
    while (query_next(&q)) {
        struct saved_stop *stop = arena_push(arena, &plan->stops, &plan->stops_n, &capacity, sizeof *stop);
        stop->id = query_i64(&q);
        stop->seq = query_i32(&q, 0);
        stop->kind = (enum plan_stop_kind)query_name(&q, kind_names, PLAN_STOP_KINDS);
        stop->site_id = query_i64(&q);
        stop->job_id = query_i64(&q);
        stop->arrive_s = query_i32(&q, 0);
        stop->start_s = query_i32(&q, 0);
        stop->depart_s = query_i32(&q, 0);
        stop->state = (enum plan_stop_state)query_name(&q, state_names, 3);
    }
    return query_end(&q, err);
}

static enum status read_plan(struct store *store, int32_t day, int64_t engineer_id, struct arena *arena,
                             struct saved_plan *plan, struct error *err)
{
    struct query q = query_start(store, "SELECT id, uuid, day, engineer_id, made_utc, summary FROM plan "
                                        "WHERE day = ? AND coalesce(engineer_id, 0) = ?");
    query_bind_i64(&q, day);
    query_bind_i64(&q, engineer_id);
    bool found = query_next(&q);
    if (found) {
        plan->id = query_i64(&q);
        plan->uuid = query_text(&q, arena);
        plan->day = query_i32(&q, DAY_NONE);
        plan->engineer_id = query_i64(&q);
        plan->made_utc = query_i64(&q);
        plan->summary = query_text(&q, arena);
    }
    enum status status = query_end(&q, err);
    if (status == STATUS_OK && !found) {
        char text[CIVIL_TEXT];
        civil_format_day(text, day);
        status = error_set(err, STATUS_NOT_FOUND, "there is no plan for %s yet: `rounds plan` makes one", text);
    }
    return status;
}

enum status store_plan_get(struct store *store, int32_t day, int64_t engineer_id, struct arena *arena,
                           struct saved_plan *out, struct error *err)
{
    struct saved_plan plan = {0};
    enum status status = read_plan(store, day, engineer_id, arena, &plan, err);
    if (status == STATUS_OK) {
        status = read_stops(store, &plan, arena, err);
    }
    if (status == STATUS_OK) {
        *out = plan;
    }
    return status;
}

/* --- saving ----------------------------------------------------------------------------------------------------- */

static enum status old_plan(struct store *store, const struct saved_plan *plan, int64_t *id, struct error *err)
{
    struct query q = query_start(store, "SELECT id FROM plan WHERE day = ? AND coalesce(engineer_id, 0) = ?");
    query_bind_i64(&q, plan->day);
    query_bind_i64(&q, plan->engineer_id);
    return query_number(&q, 0, id, err);
}

static enum status delete_old(struct store *store, int64_t id, struct error *err)
{
    struct query stops = query_start(store, "DELETE FROM plan_stop WHERE plan_id = ?");
    query_bind_i64(&stops, id);
    enum status status = query_run(&stops, err);
    if (status != STATUS_OK) {
        return status;
    }
    struct query plan = query_start(store, "DELETE FROM plan WHERE id = ?");
    query_bind_i64(&plan, id);
    return query_run(&plan, err);
}

static enum status insert_plan(struct store *store, const struct saved_plan *plan, int64_t *id, struct error *err)
{
    char uuid[37];
    struct query q = query_start(store, "INSERT INTO plan (uuid, day, engineer_id, made_utc, summary) "
                                        "VALUES (?, ?, ?, ?, ?)");
    query_bind_text(&q, query_uuid(plan->uuid, uuid));
    query_bind_i64(&q, plan->day);
    query_bind_i64_or_null(&q, plan->engineer_id, 0);
    query_bind_i64(&q, plan->made_utc);
    query_bind_text(&q, plan->summary);
    return query_insert(&q, id, err);
}

static enum status insert_stop(struct store *store, int64_t plan_id, const struct saved_stop *stop, struct error *err)
{
    char uuid[37];
    struct query q = query_start(store, "INSERT INTO plan_stop (uuid, plan_id, seq, kind, site_id, job_id, arrive_s, "
                                        "start_s, depart_s, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    query_bind_text(&q, query_uuid("", uuid));
    query_bind_i64(&q, plan_id);
    query_bind_i64(&q, stop->seq);
    query_bind_name(&q, kind_names, PLAN_STOP_KINDS, stop->kind);
    query_bind_i64_or_null(&q, stop->site_id, 0);
    query_bind_i64_or_null(&q, stop->job_id, 0);
    query_bind_i64(&q, stop->arrive_s);
    query_bind_i64(&q, stop->start_s);
    query_bind_i64(&q, stop->depart_s);
    query_bind_name(&q, state_names, 3, stop->state);
    return query_run(&q, err);
}

enum status store_plan_save(struct store *store, const struct saved_plan *plan, struct error *err)
{
    assert(store->command != NULL);
    int64_t id = 0;
    enum status status = old_plan(store, plan, &id, err);
    if (status == STATUS_OK && id != 0) {
        status = delete_old(store, id, err);
    }
    if (status == STATUS_OK) {
        status = insert_plan(store, plan, &id, err);
    }
    for (size_t i = 0; i < plan->stops_n && status == STATUS_OK; i++) {
        status = insert_stop(store, id, &plan->stops[i], err);
    }
    return status;
}

enum status store_plan_stop_mark(struct store *store, int64_t stop_id, enum plan_stop_state state, struct error *err)
{
    assert(store->command != NULL);
    struct query q = query_start(store, "UPDATE plan_stop SET state = ? WHERE id = ?");
    query_bind_name(&q, state_names, 3, state);
    query_bind_i64(&q, stop_id);
    return query_update(&q, "stop of a plan", stop_id, err);
}
