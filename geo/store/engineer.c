#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/store/db.h"
#include "geo/store/people.h"
#include "geo/store/query.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#define SELECT "SELECT id, uuid, name, is_self, home_lat, home_lon, work_start_s, work_end_s, work_days FROM engineer "

static struct engineer read_row(struct query *q, struct arena *arena)
{
    struct engineer e = {.id = query_i64(q)};
    bool has_lat;
    bool has_lon;
    e.uuid = query_text(q, arena);
    e.name = query_text(q, arena);
    e.is_self = query_bool(q);
    e.home.lat_deg = query_double(q, &has_lat);
    e.home.lon_deg = query_double(q, &has_lon);
    e.has_home = has_lat && has_lon && point_valid(e.home);
    e.work_start_s = query_i32(q, 0);
    e.work_end_s = query_i32(q, 0);
    e.work_days = (uint32_t)query_i64(q);
    return e;
}

enum status store_engineer_self(struct store *store, struct arena *arena, struct engineer *out, struct error *err)
{
    struct query q = query_start(store, SELECT "WHERE is_self = 1");
    bool found = query_next(&q);
    struct engineer e = found ? read_row(&q, arena) : (struct engineer){.uuid = "", .name = ""};
    enum status status = query_end(&q, err);
    if (status == STATUS_OK && !found) {
        status = error_set(err, STATUS_NOT_FOUND, "nobody's home and hours are known yet: run `rounds init`");
    }
    if (status == STATUS_OK) {
        *out = e;
    }
    return status;
}

enum status store_engineer_find(struct store *store, const char *name, struct arena *arena, struct engineer *out,
                                struct error *err)
{
    struct query q = query_start(store, SELECT "ORDER BY id");
    const char *wanted = text_fold(arena, name);
    bool found = false;
    struct engineer e = {.uuid = "", .name = ""};
    while (!found && query_next(&q)) {
        e = read_row(&q, arena);
        found = strcmp(text_fold(arena, e.name), wanted) == 0;
    }
    enum status status = query_end(&q, err);
    if (status == STATUS_OK && !found) {
        status = error_set(err, STATUS_NOT_FOUND, "there is no engineer \"%s\"", name);
    }
    if (status == STATUS_OK) {
        *out = e;
    }
    return status;
}

static void bind_columns(struct query *q, const struct engineer *e)
{
    query_bind_text(q, e->name);
    query_bind_i64(q, e->is_self);
    query_bind_double_or_null(q, e->has_home, e->home.lat_deg);
    query_bind_double_or_null(q, e->has_home, e->home.lon_deg);
    query_bind_i64(q, e->work_start_s);
    query_bind_i64(q, e->work_end_s);
    query_bind_i64(q, e->work_days);
}

static enum status insert(struct store *store, const struct engineer *e, int64_t *id, struct error *err)
{
    char uuid[37];
    struct query q = query_start(store, "INSERT INTO engineer (name, is_self, home_lat, home_lon, work_start_s, "
                                        "work_end_s, work_days, uuid) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    bind_columns(&q, e);
    query_bind_text(&q, query_uuid(e->uuid, uuid));
    return query_insert(&q, id, err);
}

static enum status update(struct store *store, const struct engineer *e, struct error *err)
{
    struct query q = query_start(store, "UPDATE engineer SET name = ?, is_self = ?, home_lat = ?, home_lon = ?, "
                                        "work_start_s = ?, work_end_s = ?, work_days = ? WHERE id = ?");
    bind_columns(&q, e);
    query_bind_i64(&q, e->id);
    return query_update(&q, "engineer", e->id, err);
}

enum status store_engineer_save(struct store *store, const struct engineer *engineer, int64_t *id, struct error *err)
{
    assert(store->command != NULL);
    if (engineer->has_home && !point_valid(engineer->home)) {
        return error_set(err, STATUS_INPUT, "the home of %s is not on the globe", engineer->name);
    }
    if (engineer->id == 0) {
        return insert(store, engineer, id, err);
    }
    enum status status = update(store, engineer, err);
    if (status == STATUS_OK) {
        *id = engineer->id;
    }
    return status;
}
