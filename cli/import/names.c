#include "cli/import/names.h"

#include "cli/import/seen.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/store/site.h"

/* The table of seen.h with ids for lines: 'k' keys, 'n' names, 's' names that several have, 't' names with towns. */
struct names {
    struct arena *arena;
    struct seen *ids;
};

static const char *with_town(struct names *names, const char *name, const char *town)
{
    return arena_printf(names->arena, "%s\n%s", text_fold(names->arena, name), text_fold(names->arena, town));
}

static const char *lower(struct names *names, const char *key)
{
    char *text = arena_strdup(names->arena, key);
    for (char *p = text; *p != '\0'; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    return text;
}

void names_add(struct names *names, const struct site *site)
{
    const char *folded = text_fold(names->arena, site->name);
    const size_t id = (size_t)site->id;
    if (*site->key != '\0')
        seen_add(names->ids, 'k', lower(names, site->key), id);
    const size_t there = seen_line(names->ids, 'n', folded);
    seen_add(names->ids, there != 0 && there != id ? 's' : 'n', folded, id);
    seen_add(names->ids, 't', with_town(names, site->name, site->town), id);
}

enum status names_load(struct store *store, struct arena *arena, struct names **out, struct error *err)
{
    struct names *names = arena_alloc(arena, sizeof *names);
    *names = (struct names){arena, seen_new(arena)};
    struct arena *scratch = arena_new();
    const struct site_filter all = {0};
    struct site *sites = NULL;
    size_t n = 0;
    const enum status status = store_site_list(store, &all, scratch, &sites, &n, err);
    for (size_t i = 0; status == STATUS_OK && i < n; i++)
        names_add(names, &sites[i]);
    arena_free(scratch);
    if (status == STATUS_OK)
        *out = names;
    return status;
}

int64_t names_by_key(struct names *names, const char *key)
{
    return (int64_t)seen_line(names->ids, 'k', lower(names, key));
}

int64_t names_by_name(struct names *names, const char *name)
{
    const char *folded = text_fold(names->arena, name);
    if (seen_line(names->ids, 's', folded) != 0)
        return NAMES_SEVERAL;
    return (int64_t)seen_line(names->ids, 'n', folded);
}

int64_t names_by_town(struct names *names, const char *name, const char *town)
{
    return (int64_t)seen_line(names->ids, 't', with_town(names, name, town));
}
