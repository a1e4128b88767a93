#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/store/db.h"
#include "geo/store/people.h"
#include "geo/store/query.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#define SELECT                                                                                                         \
    "SELECT c.id, c.uuid, c.site_id, s.name, c.name, c.role, c.department, c.phone, c.email, c.drink, c.left_day "     \
    "FROM contact c JOIN site s ON s.id = c.site_id "

struct contact contact_empty(void)
{
    return (struct contact){.uuid = "",
                            .site_name = "",
                            .name = "",
                            .role = "",
                            .department = "",
                            .phone = "",
                            .email = "",
                            .drink = "",
                            .left_day = DAY_NONE};
}

static struct contact read_row(struct query *q, struct arena *arena)
{
    struct contact c = contact_empty();
    c.id = query_i64(q);
    c.uuid = query_text(q, arena);
    c.site_id = query_i64(q);
    c.site_name = query_text(q, arena);
    c.name = query_text(q, arena);
    c.role = query_text(q, arena);
    c.department = query_text(q, arena);
    c.phone = query_text(q, arena);
    c.email = query_text(q, arena);
    c.drink = query_text(q, arena);
    c.left_day = query_i32(q, DAY_NONE);
    return c;
}

/* --- reading ---------------------------------------------------------------------------------------------------- */

static const char list_all[] =
    SELECT "WHERE (?1 = '' OR c.name LIKE ?1 ESCAPE '\\' OR c.role LIKE ?1 ESCAPE '\\' "
           "OR c.department LIKE ?1 ESCAPE '\\' OR c.phone LIKE ?1 ESCAPE '\\' OR c.email LIKE ?1 ESCAPE '\\' "
           "OR s.name LIKE ?1 ESCAPE '\\' OR s.town LIKE ?1 ESCAPE '\\' OR (?2 <> '' AND s.name_folded LIKE ?2 "
           "ESCAPE '\\')) ORDER BY c.left_day IS NOT NULL, c.id";

static const char list_of_site[] =
    SELECT "WHERE (?1 = '' OR c.name LIKE ?1 ESCAPE '\\' OR c.role LIKE ?1 ESCAPE '\\' "
           "OR c.department LIKE ?1 ESCAPE '\\' OR c.phone LIKE ?1 ESCAPE '\\' OR c.email LIKE ?1 ESCAPE '\\' "
           "OR (?2 <> '' AND s.name_folded LIKE ?2 ESCAPE '\\')) AND c.site_id = ?3 "
           "ORDER BY c.left_day IS NOT NULL, c.id";

enum status store_contact_list(struct store *store, int64_t site_id, const char *text, struct arena *arena,
                               struct contact **out, size_t *n, struct error *err)
{
    const char *typed = text == NULL ? "" : text_trim(arena, text);
    const char *folded = text_fold(arena, typed);
    struct query q = query_start(store, site_id == 0 ? list_all : list_of_site);
    query_bind_text(&q, *typed == '\0' ? "" : query_like(arena, typed));
    query_bind_text(&q, *folded == '\0' ? "" : query_like(arena, folded));
    if (site_id != 0) {
        query_bind_i64(&q, site_id);
    }
    struct contact *list = NULL;
    size_t count = 0;
    size_t capacity = 0;
    while (query_next(&q)) {
        struct contact *slot = arena_push(arena, &list, &count, &capacity, sizeof *slot);
        *slot = read_row(&q, arena);
    }
    enum status status = query_end(&q, err);
    if (status == STATUS_OK) {
        *out = list;
        *n = count;
    }
    return status;
}

enum status store_contact_get(struct store *store, int64_t id, struct arena *arena, struct contact *out,
                              struct error *err)
{
    struct query q = query_start(store, SELECT "WHERE c.id = ?");
    query_bind_i64(&q, id);
    bool found = query_next(&q);
    struct contact contact = found ? read_row(&q, arena) : contact_empty();
    enum status status = query_end(&q, err);
    if (status == STATUS_OK && !found) {
        status = error_set(err, STATUS_NOT_FOUND, "there is no contact #%" PRId64, id);
    }
    if (status == STATUS_OK) {
        *out = contact;
    }
    return status;
}

enum status store_contact_main(struct store *store, int64_t site_id, struct arena *arena, struct contact *out,
                               bool *found, struct error *err)
{
    struct query q = query_start(store, SELECT "WHERE c.site_id = ? AND c.left_day IS NULL "
                                               "ORDER BY c.phone = '', c.id LIMIT 1");
    query_bind_i64(&q, site_id);
    bool there = query_next(&q);
    struct contact contact = there ? read_row(&q, arena) : contact_empty();
    enum status status = query_end(&q, err);
    if (status == STATUS_OK) {
        *out = contact;
        *found = there;
    }
    return status;
}

enum status store_contact_match(struct store *store, int64_t site_id, const char *name, int64_t *id, struct error *err)
{
    struct arena *scratch = db_scratch(store);
    const char *wanted = text_fold(scratch, name);
    int64_t found = 0;
    struct query q = query_start(store, "SELECT id, name FROM contact WHERE site_id = ? "
                                        "ORDER BY left_day IS NOT NULL, id");
    query_bind_i64(&q, site_id);
    while (found == 0 && query_next(&q)) {
        int64_t candidate = query_i64(&q);
        if (strcmp(text_fold(scratch, query_text_borrowed(&q)), wanted) == 0) {
            found = candidate;
        }
    }
    enum status status = query_end(&q, err);
    if (status == STATUS_OK) {
        *id = found;
    }
    return status;
}

/* One pass over the index between the first and the last site, beside the list: both rise. */
enum status store_contact_counts(struct store *store, const int64_t *site_ids, size_t n, int32_t *counts,
                                 struct error *err)
{
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        counts[i] = 0;
    }
    struct query q = query_start(store, "SELECT site_id, count(*) FROM contact WHERE left_day IS NULL "
                                        "AND site_id BETWEEN ? AND ? GROUP BY site_id ORDER BY site_id");
    query_bind_i64(&q, n == 0 ? 0 : site_ids[0]);
    query_bind_i64(&q, n == 0 ? 0 : site_ids[n - 1]);
    while (query_next(&q)) {
        int64_t site_id = query_i64(&q);
        int32_t count = query_i32(&q, 0);
        while (at < n && site_ids[at] < site_id) {
            at++;
        }
        if (at < n && site_ids[at] == site_id) {
            counts[at] = count;
        }
    }
    return query_end(&q, err);
}

/* --- saving ----------------------------------------------------------------------------------------------------- */

static void bind_columns(struct query *q, const struct contact *c, struct arena *scratch)
{
    query_bind_i64(q, c->site_id);
    query_bind_text(q, c->name);
    query_bind_text(q, c->role);
    query_bind_text(q, c->department);
    query_bind_text(q, c->phone);
    query_bind_text(q, c->phone[0] == '\0' ? "" : text_phone_digits(scratch, c->phone));
    query_bind_text(q, c->email);
    query_bind_text(q, c->drink);
    query_bind_i64_or_null(q, c->left_day, DAY_NONE);
}

static enum status insert(struct store *store, const struct contact *c, int64_t *id, struct error *err)
{
    char uuid[37];
    struct query q = query_start(store, "INSERT INTO contact (site_id, name, role, department, phone, phone_digits, "
                                        "email, drink, left_day, uuid) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    bind_columns(&q, c, db_scratch(store));
    query_bind_text(&q, query_uuid(c->uuid, uuid));
    return query_insert(&q, id, err);
}

static enum status update(struct store *store, const struct contact *c, struct error *err)
{
    struct query q =
        query_start(store, "UPDATE contact SET site_id = ?, name = ?, role = ?, department = ?, phone = ?, "
                           "phone_digits = ?, email = ?, drink = ?, left_day = ? WHERE id = ?");
    bind_columns(&q, c, db_scratch(store));
    query_bind_i64(&q, c->id);
    return query_update(&q, "contact", c->id, err);
}

enum status store_contact_save(struct store *store, const struct contact *contact, int64_t *id, struct error *err)
{
    assert(store->command != NULL);
    if (contact->id == 0) {
        return insert(store, contact, id, err);
    }
    enum status status = update(store, contact, err);
    if (status == STATUS_OK) {
        *id = contact->id;
    }
    return status;
}
