/* rounds roads fetch: extracts of the map from the network, and the import of them. */
#include "cli/cmd_roads.h"

#include "cli/config.h"
#include "cli/doc.h"
#include "cli/out.h"
#include "cli/process.h"
#include "cli/roads_net.h"
#include "cli/words.h"
#include "geo/base/file.h"
#include "geo/net/fetch.h"
#include "geo/net/http.h"
#include "geo/roads/osm.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* One extract on its way. */
struct extract {
    const char *wanted; /* as typed */
    const char *url, *path;
    bool checked;
};

struct showing {
    struct cli *cli;
    const char *name;
};

static bool show_bytes(void *context, uint64_t done, uint64_t total)
{
    const struct showing *showing = context;
    bool large = total > 10000000 || done > 10000000;
    uint64_t unit = large ? 1000000 : 1000;
    out_progress(showing->cli->out, arena_printf(showing->cli->arena, "%s, %s", showing->name, large ? "MB" : "kB"),
                 (size_t)(done / unit), (size_t)(total / unit));
    return true; /* Ctrl-C ends the program where it stands; what is there is gone on with */
}

/* --- which -------------------------------------------------------------------------------------------------------- */

static enum status find_area(struct cli *cli, struct http *http, struct area **areas, size_t *n,
                             struct extract *extract, struct error *err)
{
    const struct area *area = NULL;
    enum status status = STATUS_OK;
    if (!*cli->settings.roads_index_url)
        return error_set(err, STATUS_INPUT,
                         "%s: areas go by name only with a list of them; roads.index_url is empty. Give a URL",
                         extract->wanted);
    if (!*areas)
        status = areas_get(http, cli->settings.roads_index_url, cli->arena, areas, n, err);
    if (!status)
        status = areas_find(*areas, *n, extract->wanted, cli->arena, &area, err);
    if (!status)
        extract->url = area->url;
    return status;
}

/* Where it goes: the current folder when the person wants the file, else a folder for what can be had again. */
static enum status find_folder(struct cli *cli, const char **folder, struct error *err)
{
    *folder = "";
    if (cli_option(cli, "no-import") || cli_option(cli, "keep"))
        return STATUS_OK;
    const char *cache = config_folder(cli->arena, "XDG_CACHE_HOME", ".cache");
    if (!*cache || cli->dry_run)
        return STATUS_OK;
    *folder = arena_printf(cli->arena, "%s/", cache);
    return file_make_folder(cache, err);
}

static enum status plan_extracts(struct cli *cli, struct http *http, struct extract *extracts, size_t n,
                                 struct error *err)
{
    const char *folder;
    struct area *areas = NULL;
    size_t areas_n = 0;
    enum status status = find_folder(cli, &folder, err);
    for (size_t i = 0; i < n && !status; i++) {
        struct extract *extract = &extracts[i];
        extract->wanted = cli->argv[i + 1];
        if (fetch_is_url(extract->wanted))
            extract->url = extract->wanted;
        else
            status = find_area(cli, http, &areas, &areas_n, extract, err);
        if (status)
            return status;
        const char *name = fetch_name(extract->url, cli->arena);
        /* Whatever a list says: nothing but a map is written, and so nothing but a map is written over. */
        if (!osm_name_fits(name))
            return error_set(err, STATUS_INPUT,
                             "%s: %s is no map by its name: only what ends in .osm.pbf or .osm is fetched",
                             extract->wanted, name);
        extract->path = arena_printf(cli->arena, "%s%s", folder, name);
        for (size_t k = 0; k < i; k++)
            if (strcmp(extracts[k].path, extract->path) == 0)
                return error_set(err, STATUS_INPUT, "%s and %s are the same file, %s: name it once", extracts[k].wanted,
                                 extract->wanted, extract->path);
    }
    return status;
}

/* --- get ---------------------------------------------------------------------------------------------------------- */

static enum status get(struct cli *cli, struct http *http, struct extract *extract, struct error *err)
{
    const char *name = fetch_name(extract->url, cli->arena);
    const char *host = "";
    enum status status = http_host(extract->url, cli->arena, &host, err);
    if (status)
        return status;
    struct showing showing = {cli, name};
    const struct fetch fetch = {.url = extract->url, .path = extract->path, .tell = show_bytes, .context = &showing};
    out_note(cli->out, "%s from %s ...", name, host);
    status = fetch_extract(http, &fetch, &extract->checked, err);
    out_progress_end(cli->out);
    if (!status && !extract->checked)
        out_warning(cli->out, "%s publishes no checksum of %s; it came whole, and is not checked further", host, name);
    return status;
}

static void report_files(struct cli *cli, const struct extract *extracts, size_t n)
{
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) {
        json_t *one = json_object();
        doc_set(one, "url", doc_text(extracts[i].url));
        doc_set(one, "file", doc_text(extracts[i].path));
        doc_set(one, "checked", json_boolean(extracts[i].checked));
        doc_add(list, one);
        if (!cli->json)
            out_printf(cli->out, "%s %s%s\n", cli->dry_run ? "Would fetch" : "Fetched",
                       cli->dry_run ? extracts[i].url : extracts[i].path,
                       extracts[i].checked ? ", checksum right" : "");
    }
    if (!cli->json) {
        json_decref(list);
        return;
    }
    json_t *document = doc_new("rounds-roads-fetch");
    doc_set(document, "dry_run", json_boolean(cli->dry_run));
    doc_set(document, "files", list);
    out_json(cli->out, document);
}

static enum status import(struct cli *cli, const struct extract *extracts, size_t n, struct error *err)
{
    const char *list = "";
    bool checked = true;
    const char **files = arena_array(cli->arena, n, sizeof *files);
    for (size_t i = 0; i < n; i++) {
        files[i] = extracts[i].path;
        list = words_join(cli->arena, list, " ", files[i]);
        checked = checked && extracts[i].checked;
    }
    process_when_stopped(arena_printf(cli->arena,
                                      "rounds: stopped; the road network is as it was. The map is there: rounds roads "
                                      "import %s",
                                      list));
    enum status status = cmd_roads_import_files(cli, files, n, err);
    /* What was not even checked and is no map is somebody's page of apologies. */
    bool worthless = status == STATUS_INPUT && !checked;
    for (size_t i = 0; i < n && (!status || worthless) && !cli_option(cli, "keep"); i++)
        if (unlink(files[i]) != 0)
            out_warning(cli->out, "%s: could not be removed: %s", files[i], strerror(errno));
    if (status && !worthless)
        out_note(cli->out, "The map is there, to be tried again without a download: rounds roads import %s", list);
    return status;
}

static enum status fetch_all(struct cli *cli, struct http *http, struct error *err)
{
    size_t n = (size_t)cli->argc - 1;
    struct extract *extracts = arena_array(cli->arena, n, sizeof *extracts);
    enum status status = plan_extracts(cli, http, extracts, n, err);
    if (!status && cli->dry_run) {
        report_files(cli, extracts, n);
        out_note(cli->out, "Nothing was changed (--dry-run).");
        return STATUS_OK;
    }
    process_when_stopped("rounds: stopped; what has come is kept, and the same command goes on with it");
    for (size_t i = 0; i < n && !status; i++)
        status = get(cli, http, &extracts[i], err);
    if (status)
        return status;
    if (!cli_option(cli, "no-import"))
        return import(cli, extracts, n, err);
    process_when_stopped(NULL);
    report_files(cli, extracts, n);
    return STATUS_OK;
}

enum status cmd_roads_fetch(struct cli *cli, struct error *err)
{
    if (cli_option(cli, "no-import") && cli_option(cli, "keep"))
        return error_set(err, STATUS_INPUT, "--no-import and --keep: one imports and the other does not; take one");
    struct http *http =
        http_new(&(struct http_options){.user_agent = "rounds/" ROUNDS_VERSION, .seed = (uint64_t)cli->now_utc});
    enum status status = fetch_all(cli, http, err);
    http_free(http);
    return status;
}
