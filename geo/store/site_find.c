/* What a person types for a site. The rules are tried in order; the first that finds anything decides. */
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/base/text.h"
#include "geo/store/db.h"
#include "geo/store/query.h"
#include "geo/store/site.h"
#include "geo/store/site_near.h"

#include <inttypes.h>
#include <string.h>

enum {
    SHOWN_MAX = 5,
    HITS_MAX = 50, /* more are counted as "more than" */
    UUID_PREFIX_MIN = 8,
    PHONE_DIGITS_MIN = 6,
    PHONE_TAIL = 9 /* the digits that are the same with and without the country code */
};

/* What a rule found. */
struct hits {
    int64_t ids[HITS_MAX];
    size_t n;
};

static enum status take_hits(struct query *q, struct hits *hits, struct error *err)
{
    while (hits->n < HITS_MAX && query_next(q)) {
        hits->ids[hits->n++] = query_i64(q);
    }
    return query_end(q, err);
}

static enum status by_text(struct store *store, const char *sql, const char *text, struct hits *hits, struct error *err)
{
    struct query q = query_start(store, sql);
    query_bind_text(&q, text);
    return take_hits(&q, hits, err);
}

static enum status by_number(struct store *store, const char *text, struct hits *hits, struct error *err)
{
    int64_t id;
    if (!num_parse_i64(text, 1, INT64_MAX, &id)) {
        return STATUS_OK;
    }
    struct query q = query_start(store, "SELECT id FROM site WHERE id = ?");
    query_bind_i64(&q, id);
    return take_hits(&q, hits, err);
}

static enum status by_key(struct store *store, const char *text, struct hits *hits, struct error *err)
{
    enum status status = by_text(store, "SELECT id FROM site WHERE key = ? AND key <> ''", text, hits, err);
    if (status == STATUS_OK && hits->n == 0) {
        status = by_text(store, "SELECT id FROM site WHERE key = ? COLLATE NOCASE AND key <> '' ORDER BY id", text,
                         hits, err);
    }
    return status;
}

static enum status by_uuid(struct store *store, const char *text, struct hits *hits, struct error *err)
{
    size_t length = strlen(text);
    if (length < UUID_PREFIX_MIN || strspn(text, "0123456789abcdefABCDEF-") != length) {
        return STATUS_OK;
    }
    return by_text(store, "SELECT id FROM site WHERE uuid >= lower(?1) AND uuid < lower(?1) || 'g' ORDER BY id", text,
                   hits, err);
}

static enum status by_exact_name(struct store *store, const char *folded, struct hits *hits, struct error *err)
{
    if (folded[0] == '\0') {
        return STATUS_OK;
    }
    return by_text(store, "SELECT id FROM site WHERE name_folded = ? ORDER BY id", folded, hits, err);
}

static enum status by_phone(struct store *store, const char *text, struct arena *arena, struct hits *hits,
                            struct error *err)
{
    const char *digits = text_phone_digits(arena, text);
    digits += *digits == '+';
    size_t length = strlen(digits);
    if (length < PHONE_DIGITS_MIN || strspn(text, "+0123456789 ()-./") != strlen(text)) {
        return STATUS_OK;
    }
    if (length >= PHONE_TAIL) {
        return by_text(store,
                       "SELECT site_id FROM contact WHERE substr(phone_digits, -9) = ? AND phone_digits <> '' "
                       "GROUP BY site_id ORDER BY max(left_day IS NULL) DESC, site_id",
                       digits + length - PHONE_TAIL, hits, err);
    }
    return by_text(store, "SELECT DISTINCT site_id FROM contact WHERE phone_digits LIKE '%' || ? ORDER BY site_id",
                   digits, hits, err);
}

static enum status by_part(struct store *store, const char *folded, struct arena *arena, struct hits *hits,
                           struct error *err)
{
    if (folded[0] == '\0') {
        return STATUS_OK;
    }
    return by_text(store, "SELECT id FROM site WHERE name_folded LIKE ? ESCAPE '\\' ORDER BY name_folded, id",
                   query_like(arena, folded), hits, err);
}

static enum status find_hits(struct store *store, const char *text, struct arena *arena, struct hits *hits,
                             struct error *err)
{
    if (text[0] == '#') {
        return by_number(store, text + 1, hits, err);
    }
    const char *folded = text_fold(arena, text);
    enum status status = by_key(store, text, hits, err);
    if (status == STATUS_OK && hits->n == 0) {
        status = by_number(store, text, hits, err);
    }
    if (status == STATUS_OK && hits->n == 0) {
        status = by_uuid(store, text, hits, err);
    }
    if (status == STATUS_OK && hits->n == 0) {
        status = by_exact_name(store, folded, hits, err);
    }
    if (status == STATUS_OK && hits->n == 0) {
        status = by_phone(store, text, arena, hits, err);
    }
    if (status == STATUS_OK && hits->n == 0) {
        status = by_part(store, folded, arena, hits, err);
    }
    return status;
}

/* "#12 Oakham Bakery, Oakham; #40 Bakery Lane Garage, Uppingham" */
static enum status say_several(struct store *store, const char *text, const struct hits *hits, struct arena *arena,
                               struct error *err)
{
    const char *list = "";
    for (size_t i = 0; i < hits->n && i < SHOWN_MAX; i++) {
        struct site site;
        enum status status = store_site_get(store, hits->ids[i], arena, &site, err);
        if (status != STATUS_OK) {
            return status;
        }
        list = arena_printf(arena, "%s%s#%" PRId64 " %s%s%s", list, i == 0 ? "" : "; ", site.id, site.name,
                            site.town[0] == '\0' ? "" : ", ", site.town);
    }
    return error_set(err, STATUS_INPUT, "\"%s\" fits %s%zu sites, say which by its number: %s%s", text,
                     hits->n == HITS_MAX ? "at least " : "", hits->n, list, hits->n > SHOWN_MAX ? " ..." : "");
}

static enum status say_none(struct store *store, const char *text, struct arena *arena, struct error *err)
{
    const char *near = "";
    enum status status = site_near_names(store, text, arena, &near, err);
    if (status != STATUS_OK) {
        return status;
    }
    if (near[0] == '\0') {
        return error_set(err, STATUS_NOT_FOUND, "there is no site \"%s\"; `rounds list` shows them", text);
    }
    return error_set(err, STATUS_NOT_FOUND, "there is no site \"%s\"; did you mean %s?", text, near);
}

enum status store_site_find(struct store *store, const char *text, struct arena *arena, struct site *out,
                            struct error *err)
{
    struct hits hits = {.n = 0};
    struct arena *scratch = arena_new();
    const char *typed = text_trim(scratch, text);
    enum status status = typed[0] == '\0' ? error_set(err, STATUS_INPUT, "say which site: a number, key, name or phone")
                                          : find_hits(store, typed, scratch, &hits, err);
    if (status == STATUS_OK && hits.n == 0) {
        status = say_none(store, typed, scratch, err);
    } else if (status == STATUS_OK && hits.n == 1) {
        status = store_site_get(store, hits.ids[0], arena, out, err);
    } else if (status == STATUS_OK) {
        status = say_several(store, typed, &hits, scratch, err);
    }
    arena_free(scratch);
    return status;
}
