#include "cli/import/names.h"

#include "cli/import/seen.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/store/site.h"

#include <inttypes.h>
#include <string.h>

enum { SHOWN_MAX = 5 };

/* The sites of one name, as a chain that grows at its end. */
struct chain {
    struct names_site *first, *last;
};

/* The table of seen.h. With ids for lines: 'K' keys as written, 'k' keys in lower case, 'x' those that several have, 't'
 * names with towns, 's' those that several have. With indices (from 1) into CHAINS: 'n' names. With indices into SITES:
 * 'i' ids with names. */
struct names {
    struct arena *arena;
    struct seen *seen;
    struct chain *chains;
    size_t chains_n, chains_room;
    struct names_site **sites;
    size_t sites_n, sites_room;
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

/* The first that is called so under KIND, and under SEVERAL that there is another. */
static void add_name(struct names *names, char kind, char several, const char *name, size_t id)
{
    const size_t there = seen_line(names->seen, kind, name);
    seen_add(names->seen, there != 0 && there != id ? several : kind, name, id);
}

static int64_t find(struct names *names, char kind, char several, const char *name)
{
    if (seen_line(names->seen, several, name) != 0)
        return NAMES_SEVERAL;
    return (int64_t)seen_line(names->seen, kind, name);
}

static void append(struct names *names, const char *folded, struct names_site *site)
{
    const size_t at = seen_line(names->seen, 'n', folded);
    if (at != 0) {
        struct chain *chain = &names->chains[at - 1];
        chain->last->next = site;
        chain->last = site;
        return;
    }
    struct chain *chain =
        arena_push(names->arena, &names->chains, &names->chains_n, &names->chains_room, sizeof *names->chains);
    *chain = (struct chain){site, site};
    seen_add(names->seen, 'n', folded, names->chains_n);
}

/* The entry of this site under this name, a new one at the end of the name's chain if need be. */
static struct names_site *entry(struct names *names, const struct site *site)
{
    const char *folded = text_fold(names->arena, site->name);
    const char *own = arena_printf(names->arena, "%" PRId64 " %s", site->id, folded);
    const size_t at = seen_line(names->seen, 'i', own);
    if (at != 0)
        return names->sites[at - 1];
    struct names_site **slot =
        arena_push(names->arena, &names->sites, &names->sites_n, &names->sites_room, sizeof(struct names_site *));
    *slot = arena_alloc(names->arena, sizeof **slot);
    seen_add(names->seen, 'i', own, names->sites_n);
    append(names, folded, *slot);
    return *slot;
}

void names_add(struct names *names, const struct site *site)
{
    const size_t id = (size_t)site->id;
    if (*site->key != '\0') {
        seen_add(names->seen, 'K', site->key, id);
        add_name(names, 'k', 'x', lower(names, site->key), id);
    }
    add_name(names, 't', 's', with_town(names, site->name, site->town), id);
    struct names_site *own = entry(names, site);
    own->id = site->id;
    own->name = arena_strdup(names->arena, site->name);
    own->town = arena_strdup(names->arena, site->town);
    own->postcode = arena_strdup(names->arena, site->postcode);
    own->has_place = site->placed_by != PLACED_NOT;
    own->at = site->at;
}

enum status names_load(struct store *store, struct arena *arena, struct names **out, struct error *err)
{
    struct names *names = arena_alloc(arena, sizeof *names);
    *names = (struct names){.arena = arena, .seen = seen_new(arena)};
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
    const size_t exact = seen_line(names->seen, 'K', key);
    return exact != 0 ? (int64_t)exact : find(names, 'k', 'x', lower(names, key));
}

const struct names_site *names_all(struct names *names, const char *name)
{
    const char *folded = text_fold(names->arena, name);
    const size_t at = *folded == '\0' ? 0 : seen_line(names->seen, 'n', folded);
    return at == 0 ? NULL : names->chains[at - 1].first;
}

int64_t names_by_town(struct names *names, const char *name, const char *town)
{
    return find(names, 't', 's', with_town(names, name, town));
}

/* --- sentences ----------------------------------------------------------------------------------------------------------- */

const char *names_say_several(struct arena *arena, const char *name, const struct names_site *const *sites, size_t n)
{
    const char *list = "";
    for (size_t i = 0; i < n && i < SHOWN_MAX; i++)
        list = arena_printf(arena, "%s%s#%" PRId64 " %s%s%s", list, i == 0 ? "" : "; ", sites[i]->id, sites[i]->name,
                            *sites[i]->town == '\0' ? "" : ", ", sites[i]->town);
    return arena_printf(arena, "\"%s\" fits %zu sites, say which by its number: %s%s", name, n, list,
                        n > SHOWN_MAX ? " ..." : "");
}
