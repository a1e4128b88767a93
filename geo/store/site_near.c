#include "geo/store/site_near.h"

#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/store/query.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

enum { NEAR_MAX = 3, TEXT_MIN = 4 };

/* Runs of words of the sites' folded names, each as long in words as the text; RUNS and SITES go together. */
struct runs {
    struct arena *arena;
    const char **texts;
    int64_t *sites;
    size_t n, texts_capacity;
    size_t sites_n, sites_capacity;
};

static size_t word_count(const char *folded)
{
    size_t n = *folded != '\0';
    for (; *folded != '\0'; folded++) {
        n += *folded == ' ';
    }
    return n;
}

static void add_run(struct runs *runs, const char *text, size_t length, int64_t site)
{
    const char **text_slot = arena_push(runs->arena, &runs->texts, &runs->n, &runs->texts_capacity, sizeof *text_slot);
    int64_t *site_slot =
        arena_push(runs->arena, &runs->sites, &runs->sites_n, &runs->sites_capacity, sizeof *site_slot);
    *text_slot = arena_strndup(runs->arena, text, length);
    *site_slot = site;
}

/* The end of the run of WORDS words that starts at TEXT; NULL when there are not so many. */
static const char *run_end(const char *text, size_t words)
{
    const char *end = text;
    assert(words > 0);
    for (size_t i = 0; i < words; i++) {
        end += i > 0; /* the space between */
        if (*end == '\0') {
            return NULL;
        }
        end += strcspn(end, " ");
    }
    return end;
}

/* Every run of WORDS words of NAME; the whole of a name that has fewer. */
static void add_name(struct runs *runs, const char *name, size_t words, int64_t site)
{
    const char *end = run_end(name, words);
    if (end == NULL) {
        add_run(runs, name, strlen(name), site);
    }
    for (const char *start = name; end != NULL; end = run_end(start, words)) {
        add_run(runs, start, (size_t)(end - start), site);
        start += strcspn(start, " ");
        start += *start == ' ';
    }
}

static const char *name_of(struct store *store, int64_t id, struct arena *arena)
{
    struct query q = query_start(store, "SELECT name FROM site WHERE id = ?");
    query_bind_i64(&q, id);
    const char *name = query_next(&q) ? query_text(&q, arena) : "";
    return query_end(&q, NULL) == STATUS_OK ? name : "";
}

/* The nearest run, its site taken out of the rest; 0 when none is near enough. */
static int64_t take_nearest(struct runs *runs, const char *folded)
{
    const char *near = text_nearest(folded, runs->texts, runs->n);
    if (near == NULL) {
        return 0;
    }
    int64_t site = 0;
    for (size_t i = 0; i < runs->n && site == 0; i++) {
        site = runs->texts[i] == near ? runs->sites[i] : 0;
    }
    for (size_t i = 0; i < runs->n; i++) {
        if (runs->sites[i] == site) {
            runs->texts[i] = "";
        }
    }
    return site;
}

static enum status read_runs(struct store *store, size_t words, struct runs *runs, struct error *err)
{
    struct query q = query_start(store, "SELECT id, name_folded FROM site ORDER BY id");
    while (query_next(&q)) {
        int64_t id = query_i64(&q);
        add_name(runs, query_text_borrowed(&q), words, id);
    }
    return query_end(&q, err);
}

enum status site_near_names(struct store *store, const char *text, struct arena *arena, const char **out,
                            struct error *err)
{
    const char *folded = text_fold(arena, text);
    const char *list = "";
    struct runs runs = {.arena = arena};
    if (strlen(folded) >= TEXT_MIN) {
        enum status status = read_runs(store, word_count(folded), &runs, err);
        if (status != STATUS_OK) {
            return status;
        }
    }
    for (int i = 0; i < NEAR_MAX; i++) {
        int64_t site = take_nearest(&runs, folded);
        if (site == 0) {
            break;
        }
        list =
            arena_printf(arena, "%s%s%s (#%" PRId64 ")", list, i == 0 ? "" : ", ", name_of(store, site, arena), site);
    }
    *out = list;
    return STATUS_OK;
}
