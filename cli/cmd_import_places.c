#include "cli/cmd_import_places.h"

#include "cli/doc.h"
#include "cli/import/places.h"
#include "cli/out.h"
#include "cli/words.h"
#include "geo/base/civil.h"
#include "geo/base/text.h"
#include "geo/roads/osm.h"

#include <string.h>

static bool show_progress(void *context, const char *what, size_t done, size_t total)
{
    out_progress(context, what, done, total);
    return true; /* Ctrl-C ends the program where it stands: nothing is kept before the end */
}

/* "117 houses, 930 streets, 384 towns and hamlets, 85 postcodes" */
static const char *counts_text(struct cli *cli, const struct places_list *list)
{
    return arena_printf(cli->arena, "%s, %s, %s, %s", words_count(cli->arena, list->houses, "house number"),
                        words_count(cli->arena, list->streets, "street"),
                        words_count(cli->arena, list->towns, "settlement"),
                        words_count(cli->arena, list->postcodes, "postcode"));
}

static json_t *doc_list(const struct places_list *list)
{
    json_t *doc = json_object();
    doc_set(doc, "name", doc_text(list->name));
    doc_set(doc, "date", doc_date(list->day));
    doc_set(doc, "houses", doc_count((int64_t)list->houses));
    doc_set(doc, "streets", doc_count((int64_t)list->streets));
    doc_set(doc, "settlements", doc_count((int64_t)list->towns));
    doc_set(doc, "postcodes", doc_count((int64_t)list->postcodes));
    return doc;
}

static void print_doc(struct cli *cli, const char *did, const struct places_list *lists, size_t n)
{
    json_t *doc = doc_new("rounds-places");
    json_t *array = json_array();
    for (size_t i = 0; i < n; i++)
        doc_add(array, doc_list(&lists[i]));
    doc_set(doc, "did", doc_text(did));
    doc_set(doc, "dry_run", json_boolean(cli->dry_run));
    doc_set(doc, "lists", array);
    out_json(cli->out, doc);
}

static enum status show_lists(struct cli *cli, struct error *err)
{
    struct places_list *lists = NULL;
    size_t n = 0;
    const enum status status = store_places_lists(cli->store, cli->arena, &lists, &n, err);
    if (status != STATUS_OK)
        return status;
    if (cli->json) {
        print_doc(cli, "shown", lists, n);
        return STATUS_OK;
    }
    for (size_t i = 0; i < n; i++)
        out_printf(cli->out, "%s  (%s): %s\n", lists[i].name,
                   lists[i].day == DAY_NONE ? "undated" : words_date(cli->arena, lists[i].day),
                   counts_text(cli, &lists[i]));
    if (n == 0)
        out_note(cli->out, "No places are imported. `rounds import places FILE.osm.pbf` takes them from a map.");
    return STATUS_OK;
}

static enum status say_unknown(struct cli *cli, const char *name, struct error *err)
{
    struct places_list *lists = NULL;
    size_t n = 0;
    const char *names = "";
    const enum status status = store_places_lists(cli->store, cli->arena, &lists, &n, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < n; i++)
        names = words_join(cli->arena, names, ", ", lists[i].name);
    return error_set(err, STATUS_NOT_FOUND, "there is no list of places \"%s\"; there %s", name,
                     n == 0 ? "are none" : arena_printf(cli->arena, "%s %s", n == 1 ? "is" : "are", names));
}

static enum status remove_list(struct cli *cli, const char *name, struct error *err)
{
    enum status status = cli_begin(cli, err);
    if (status == STATUS_OK)
        status = store_places_remove(cli->store, name, err);
    if (status == STATUS_NOT_FOUND)
        return say_unknown(cli, name, err);
    if (status == STATUS_OK)
        status = cli_end(cli, err);
    if (status != STATUS_OK)
        return status;
    const struct places_list removed = {.name = name, .day = DAY_NONE};
    if (cli->json)
        print_doc(cli, "removed", &removed, 1);
    else
        out_printf(cli->out, "Removed the places of %s.\n", name);
    return STATUS_OK;
}

static enum status import_file(struct cli *cli, const char *path, struct error *err)
{
    const struct roads_progress progress = {show_progress, cli->out};
    struct places_imported made = {.country = ""};
    if (!osm_name_fits(path))
        return error_set(err, STATUS_INPUT, "%s: places come from a map of OpenStreetMap (.osm.pbf, .osm)", path);
    enum status status = cli_begin(cli, err);
    if (status == STATUS_OK)
        status = places_import(cli->store, path, &progress, cli->arena, &made, err);
    out_progress_end(cli->out);
    if (status == STATUS_OK)
        status = cli_end(cli, err);
    if (status != STATUS_OK)
        return status;
    if (made.unplaced > 0)
        out_note(cli->out, "%s: %zu whose nodes are not in the file, as its edge cuts through them: left out", path,
                 made.unplaced);
    if (made.list.houses == 0)
        out_note(cli->out, "%s: no house numbers in it: addresses will be found to the street only", path);
    if (cli->json)
        print_doc(cli, "imported", &made.list, 1);
    else
        out_printf(cli->out, "%s\n", counts_text(cli, &made.list));
    if (!cli->dry_run && made.list.houses > 0)
        out_note(cli->out, "Next: rounds geocode");
    return STATUS_OK;
}

/* Options of the other imports say nothing here. */
static enum status check_options(struct cli *cli, struct error *err)
{
    static const char *const others[] = {"map", "crs", "encoding", "date-order", "rejects", "known-only"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (cli_option(cli, others[i]) != NULL)
            return error_set(err, STATUS_INPUT, "--%s has no meaning for places", others[i]);
    return STATUS_OK;
}

enum status cmd_import_places(struct cli *cli, struct error *err)
{
    const char *removed = cli_option(cli, "remove");
    enum status status = cli_words(cli, 1, removed == NULL ? 2 : 1, err);
    if (status == STATUS_OK)
        status = check_options(cli, err);
    if (status != STATUS_OK)
        return status;
    if (removed != NULL)
        return remove_list(cli, removed, err);
    return cli->argc == 1 ? show_lists(cli, err) : import_file(cli, cli->argv[1], err);
}
