#include "cli/import/ics_site.h"

#include "cli/import/ics_event.h"
#include "cli/import/import.h"
#include "cli/import/names.h"
#include "geo/base/caps.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"

#include <string.h>

enum { PIECES_MAX = 12 }; /* parts of a text that may be a site's name */

static bool is_number(const char *text)
{
    return *text != '\0' && text[strspn(text, "0123456789")] == '\0';
}

/* Which keys in brackets are looked at. A bare number may be one, but also a count: only in [square] brackets, and after
 * the names. */
enum keys { KEYS_WITH_LETTERS, KEYS_OF_DIGITS };

/* "Printer service [C1042]": what stands in brackets may be a key. */
static enum status by_key(struct import *im, const char *text, enum keys keys, struct site *site, bool *found,
                          struct error *err)
{
    for (const char *p = text; (p = strpbrk(p, "[(")) != NULL && !*found; p++) {
        const char *close = strpbrk(p, "])");
        if (close == NULL)
            break;
        const char *key = text_trim(im->row, arena_strndup(im->row, p + 1, (size_t)(close - p - 1)));
        const bool wanted = keys == KEYS_OF_DIGITS ? is_number(key) && *p == '[' : !is_number(key);
        const enum status status = wanted ? jobs_site_key(im, key, site, found, err) : STATUS_OK;
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* The length of a divider at P: between an occasion and a name, or the lines of an address. */
static size_t divider(const char *p)
{
    static const char *const dividers[] = {" - ",
                                           " \xe2\x80\x93 ",
                                           " \xe2\x80\x94 ",
                                           ": ",
                                           " @ ",
                                           " at ",
                                           " bei ",
                                           " chez ",
                                           ",",
                                           ";",
                                           "\n",
                                           "|",
                                           "/",
                                           "[",
                                           "("};
    for (size_t i = 0; i < sizeof dividers / sizeof dividers[0]; i++)
        if (strncmp(p, dividers[i], strlen(dividers[i])) == 0)
            return strlen(dividers[i]);
    return 0;
}

/* The search for one event's site. */
struct search {
    struct import *im;
    struct jobs_where where; /* town: the event's place, for namesakes */
    struct site *site;
    bool found;
    const char *doubt; /* a name that fits, but not one site: the first such sentence */
};

static enum status by_name(struct search *search, const char *name, struct error *err)
{
    struct import *im = search->im;
    const struct names_site *sites = search->found ? NULL : names_all(im->names, name);
    if (sites == NULL)
        return STATUS_OK;
    struct jobs_where where = search->where;
    if (sites->next == NULL)
        where.town = ""; /* one site of that name: an address in free text contradicts nothing */
    enum jobs_found found = JOBS_UNKNOWN;
    const char *why = NULL;
    const enum status status = jobs_site_named(im, sites, &where, search->site, &found, &why, err);
    search->found = found == JOBS_FOUND;
    if (found == JOBS_DOUBTFUL && search->doubt == NULL)
        search->doubt = why;
    return status;
}

/* The whole text, then its parts, from the left. */
static enum status by_pieces(struct search *search, const char *text, struct error *err)
{
    struct arena *arena = search->im->row;
    enum status status = by_name(search, text, err);
    const char *start = text;
    size_t pieces = 0;
    for (const char *p = text; status == STATUS_OK && !search->found && pieces < PIECES_MAX; p++) {
        const size_t width = *p == '\0' ? 1 : divider(p);
        if (width == 0)
            continue;
        pieces++;
        status = by_name(search, arena_strndup(arena, start, (size_t)(p - start)), err);
        if (*p == '\0')
            break;
        start = p + width;
        p = start - 1;
    }
    return status;
}

/* A key in brackets that has letters; the place as a key by itself; names; a number in brackets; where it lies. */
static enum status search_site(struct search *search, const struct ics_event *event, struct error *err)
{
    struct import *im = search->im;
    const char *location = text_trim(im->row, event->location);
    enum status status = by_key(im, event->summary, KEYS_WITH_LETTERS, search->site, &search->found, err);
    if (status == STATUS_OK && !search->found)
        status = by_key(im, event->location, KEYS_WITH_LETTERS, search->site, &search->found, err);
    if (status == STATUS_OK && !search->found)
        status = jobs_site_key(im, location, search->site, &search->found, err);
    if (status == STATUS_OK && !search->found)
        status = by_pieces(search, event->location, err);
    if (status == STATUS_OK && !search->found)
        status = by_pieces(search, event->summary, err);
    if (status == STATUS_OK && !search->found)
        status = by_key(im, event->summary, KEYS_OF_DIGITS, search->site, &search->found, err);
    if (status == STATUS_OK && !search->found)
        status = by_key(im, event->location, KEYS_OF_DIGITS, search->site, &search->found, err);
    if (status == STATUS_OK && !search->found && search->doubt == NULL && event->has_place)
        status = jobs_site_at(im, event->at, search->site, &search->found, err);
    return status;
}

enum status ics_site_find(struct import *im, const struct ics_event *event, struct site *site, enum jobs_found *found,
                          const char **why, struct error *err)
{
    struct search search = {
        .im = im,
        .where = {"", "", event->location, "", event->has_place, event->at},
        .site = site,
    };
    const enum status status = search_site(&search, event, err);
    *found = search.found ? JOBS_FOUND : search.doubt != NULL ? JOBS_DOUBTFUL : JOBS_UNKNOWN;
    *why = search.doubt;
    return status;
}

enum status ics_site_explain(struct import *im, const struct ics_event *event, bool with_names, const char **why,
                             struct error *err)
{
    const char *text = text_trim(im->row, *event->location != '\0' ? event->location : event->summary);
    if (!with_names || strlen(text) > CAP_NAME_BYTES)
        text = "";
    *why = "no site is called like its place or its title";
    enum status status = STATUS_OK;
    if (*text != '\0' || event->has_place) {
        const struct jobs_where where = {"", text, "", "", event->has_place, event->at};
        status = jobs_site_explain(im, &where, why, err);
    }
    *why = arena_printf(im->row, "%s (--known-only leaves such events out)", *why);
    return status;
}
