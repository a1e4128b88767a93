#include "cli/import/jobs_site.h"

#include "cli/import/import.h"
#include "cli/import/names.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"

#include <math.h>
#include <string.h>

enum { POSTCODE_PART_MIN = 3, UUID_LENGTH = 36 };

static enum status need_names(struct import *im, struct error *err)
{
    return im->names != NULL ? STATUS_OK : names_load(im->store, im->arena, &im->names, err);
}

/* --- by key -------------------------------------------------------------------------------------------------------------- */

enum status jobs_site_key(struct import *im, const char *key, struct site *site, bool *found, struct error *err)
{
    *found = false;
    enum status status = *key == '\0' ? STATUS_OK : need_names(im, err);
    if (status != STATUS_OK || *key == '\0')
        return status;
    const int64_t id = names_by_key(im->names, key);
    if (id > 0) {
        *found = true;
        return store_site_get(im->store, id, im->row, site, err);
    }
    const bool number = key[0] == '#' && strspn(key + 1, "0123456789") == strlen(key + 1);
    if (id == NAMES_SEVERAL || (!number && strlen(key) != UUID_LENGTH))
        return STATUS_OK;
    struct site hit;
    struct error unknown = {0};
    status = store_site_find(im->store, key, im->row, &hit, &unknown);
    if (status == STATUS_OK && (number || strcmp(hit.uuid, key) == 0)) {
        *site = hit;
        *found = true;
    }
    if (status == STATUS_OK || status == STATUS_NOT_FOUND || status == STATUS_INPUT)
        return STATUS_OK;
    return error_set(err, status, "%s", unknown.text);
}

/* --- by name ------------------------------------------------------------------------------------------------------------- */

/* What the row says of a site, field by field. */
enum verdict { SILENT, AGREES, CONTRADICTS };

/* Does TEXT have the words of PART? Both folded: "oakham rutland" has "oakham", "great casterton" not "caster". */
static bool has_words(const char *text, const char *part)
{
    const size_t n = strlen(part);
    for (const char *p = text; (p = strstr(p, part)) != NULL; p++)
        if ((p == text || p[-1] == ' ') && (p[n] == '\0' || p[n] == ' '))
            return true;
    return false;
}

static enum verdict judge_town(struct import *im, const char *said, const char *known)
{
    const char *a = text_fold(im->row, said);
    const char *b = text_fold(im->row, known);
    if (*a == '\0' || *b == '\0')
        return SILENT;
    return has_words(a, b) || has_words(b, a) ? AGREES : CONTRADICTS;
}

/* Letters and digits alone: LE156AL. */
static const char *bare_postcode(struct import *im, const char *postcode)
{
    char *text = arena_strdup(im->row, postcode);
    char *write = text;
    for (const char *p = text; *p != '\0'; p++)
        if ((*p >= '0' && *p <= '9') || (*p >= 'A' && *p <= 'Z'))
            *write++ = *p;
        else if (*p >= 'a' && *p <= 'z')
            *write++ = (char)(*p - 'a' + 'A');
    *write = '\0';
    return text;
}

/* A part of it, as "LE15" for LE15 6AL, says neither. */
static enum verdict judge_postcode(struct import *im, const char *said, const char *known)
{
    const char *a = bare_postcode(im, said);
    const char *b = bare_postcode(im, known);
    const size_t n = strlen(a) < strlen(b) ? strlen(a) : strlen(b);
    if (n == 0)
        return SILENT;
    if (strcmp(a, b) == 0)
        return AGREES;
    return n >= POSTCODE_PART_MIN && strncmp(a, b, n) == 0 ? SILENT : CONTRADICTS;
}

static double away_m(const struct names_site *site, const struct jobs_where *where)
{
    return where->has_place && site->has_place ? point_distance_m(where->at, site->at) : HUGE_VAL;
}

/* All fields together. *WHY says what contradicts. The postcode knows better than the town, which may be the village's or
 * the post town's. */
static enum verdict judge(struct import *im, const struct names_site *site, const struct jobs_where *where,
                          const char **why)
{
    const enum verdict postcode = judge_postcode(im, where->postcode, site->postcode);
    const enum verdict town = judge_town(im, where->town, site->town);
    const double m = away_m(site, where);
    const bool places = where->has_place && site->has_place;
    if (postcode == CONTRADICTS)
        *why = arena_printf(im->row, "has the postcode %s, not %s", site->postcode, where->postcode);
    else if (town == CONTRADICTS && postcode != AGREES)
        *why = arena_printf(im->row, "is in %s, not in %s", site->town, where->town);
    else if (places && m > JOBS_SITE_AGREES_M)
        *why = arena_printf(im->row, "is %.1f km from the place that is given", m / 1000);
    else
        return postcode == AGREES || town == AGREES || places ? AGREES : SILENT;
    return CONTRADICTS;
}

struct candidates {
    const struct names_site **list;
    size_t n, room;
};

static void add(struct import *im, struct candidates *to, const struct names_site *site)
{
    const struct names_site **slot =
        arena_push(im->row, &to->list, &to->n, &to->room, sizeof(const struct names_site *));
    *slot = site;
}

/* Of several that agree, the one that stands where the row says. */
static const struct names_site *nearest(const struct candidates *of, const struct jobs_where *where)
{
    const struct names_site *best = NULL;
    double best_m = JOBS_SITE_AT_M;
    for (size_t i = 0; i < of->n; i++) {
        const double m = away_m(of->list[i], where);
        if (m > best_m || (best != NULL && m == best_m))
            continue;
        best = of->list[i];
        best_m = m;
    }
    return best;
}

static enum status take(struct import *im, const struct names_site *one, struct site *site, enum jobs_found *found,
                        struct error *err)
{
    *found = JOBS_FOUND;
    return store_site_get(im->store, one->id, im->row, site, err);
}

enum status jobs_site_named(struct import *im, const struct names_site *sites, const struct jobs_where *where,
                            struct site *site, enum jobs_found *found, const char **why, struct error *err)
{
    struct candidates all = {0};
    struct candidates agreeing = {0};
    const char *reason = NULL;
    for (const struct names_site *one = sites; one != NULL; one = one->next) {
        const enum verdict verdict = judge(im, one, where, &reason);
        add(im, &all, one);
        if (verdict == AGREES || (verdict == SILENT && sites->next == NULL))
            add(im, &agreeing, one);
    }
    if (agreeing.n == 1)
        return take(im, agreeing.list[0], site, found, err);
    const struct names_site *there = nearest(&agreeing, where);
    if (there != NULL)
        return take(im, there, site, found, err);
    *found = JOBS_DOUBTFUL;
    if (all.n == 1)
        *why = arena_printf(im->row, "%s (#%lld) %s", sites->name, (long long)sites->id, reason);
    else if (agreeing.n > 1)
        *why = names_say_several(im->row, sites->name, agreeing.list, agreeing.n);
    else
        *why = names_say_several(im->row, sites->name, all.list, all.n);
    return STATUS_OK;
}

/* --- by place ------------------------------------------------------------------------------------------------------------ */

enum status jobs_site_at(struct import *im, struct point at, struct site *site, bool *found, struct error *err)
{
    const struct box box = point_box(at, JOBS_SITE_AT_M);
    const struct site_filter filter = {.placed_only = true, .box = &box};
    struct site *sites = NULL;
    size_t n = 0;
    *found = false;
    const enum status status = store_site_list(im->store, &filter, im->row, &sites, &n, err);
    double best_m = JOBS_SITE_AT_M;
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        const double m = point_distance_m(at, sites[i].at);
        if (m > best_m)
            continue;
        best_m = m;
        *site = sites[i];
        *found = true;
    }
    return status;
}

/* --- all together -------------------------------------------------------------------------------------------------------- */

/* The store's own sentence has near names. */
enum status jobs_site_explain(struct import *im, const struct jobs_where *where, const char **why, struct error *err)
{
    if (*where->key != '\0' && *where->name != '\0') {
        *why =
            arena_printf(im->row,
                         "there is no site with the key \"%s\"; `rounds edit SITE key=%s` gives it one, an empty cell "
                         "goes by the name",
                         where->key, where->key);
        return STATUS_OK;
    }
    const char *text = *where->key != '\0' ? where->key : where->name;
    if (*text == '\0' && where->has_place) {
        *why = arena_printf(im->row, "no site lies within %d m of %.5f,%.5f; add it first: rounds add customer",
                            JOBS_SITE_AT_M, where->at.lat_deg, where->at.lon_deg);
        return STATUS_OK;
    }
    if (*text == '\0') {
        *why = "no site: give its key, name or place";
        return STATUS_OK;
    }
    struct site near;
    struct error sentence = {0};
    const enum status status = store_site_find(im->store, text, im->row, &near, &sentence);
    if (status == STATUS_OK)
        *why = arena_printf(im->row, "no site has the key%s \"%s\"; is it %s (#%lld)?",
                            *where->key != '\0' ? "" : " or the whole name", text, near.name, (long long)near.id);
    else if (status == STATUS_INPUT || status == STATUS_NOT_FOUND)
        *why = arena_strdup(im->row, sentence.text);
    else
        return error_set(err, status, "%s", sentence.text);
    return STATUS_OK;
}

static enum status by_name(struct import *im, const struct jobs_where *where, struct site *site, enum jobs_found *found,
                           const char **why, struct error *err)
{
    bool keyed = false;
    enum status status = jobs_site_key(im, where->name, site, &keyed, err); /* the column may hold keys */
    if (keyed)
        *found = JOBS_FOUND;
    if (status != STATUS_OK || keyed)
        return status;
    status = need_names(im, err);
    const struct names_site *sites = status == STATUS_OK ? names_all(im->names, where->name) : NULL;
    return sites == NULL ? status : jobs_site_named(im, sites, where, site, found, why, err);
}

enum status jobs_site_find(struct import *im, const struct jobs_where *where, struct site *site, enum jobs_found *found,
                           const char **why, struct error *err)
{
    bool hit = false;
    *found = JOBS_UNKNOWN;
    *why = NULL;
    enum status status = STATUS_OK;
    if (*where->key != '\0') {
        status = jobs_site_key(im, where->key, site, &hit, err);
    } else {
        status = by_name(im, where, site, found, why, err);
        if (status == STATUS_OK && *found == JOBS_UNKNOWN && where->has_place)
            status = jobs_site_at(im, where->at, site, &hit, err);
    }
    if (hit)
        *found = JOBS_FOUND;
    return status == STATUS_OK && *found == JOBS_UNKNOWN ? jobs_site_explain(im, where, why, err) : status;
}
