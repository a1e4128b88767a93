/* rounds roads import: map files into the network's file, by way of reading, building, contraction and calibration. */
#include "cli/cmd_roads.h"

#include "cli/doc.h"
#include "cli/out.h"
#include "cli/process.h"
#include "cli/roads_net.h"
#include "cli/words.h"
#include "geo/base/civil.h"
#include "geo/base/file.h"
#include "geo/base/num.h"
#include "geo/roads/build.h"
#include "geo/roads/calibrate.h"
#include "geo/roads/osm.h"

#include <string.h>
#include <sys/stat.h>

/* What is on its way into the file. */
struct making {
    const char *path;
    struct profile *profile;
    struct raw_roads raw;
    struct osm_summary read;
    struct roads roads;
    bool built;
    struct roads_about about;
};

static bool show_progress(void *context, const char *what, size_t done, size_t total)
{
    out_progress(context, what, done, total);
    return true; /* Ctrl-C ends the program where it stands: the old network is another file until the very end */
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static const char *file_names(struct cli *cli, const char *const *files, size_t n)
{
    const char *names = "";
    for (size_t i = 0; i < n; i++)
        names = words_join(cli->arena, names, ", ", base_name(files[i]));
    return names;
}

static struct box area_of(const struct roads *roads)
{
    const struct roads_box *whole = &roads->boxes[roads->boxes_n - 1];
    return (struct box){whole->south / 1e7, whole->west / 1e7, whole->north / 1e7, whole->east / 1e7};
}

static void fit_estimate(struct cli *cli, struct making *m)
{
    struct calibration fitted;
    out_progress(cli->out, "Fitting the estimate", 0, 0);
    m->about.has_estimate = calibrate(&m->roads, &fitted);
    if (m->about.has_estimate) {
        m->about.estimate = fitted.settings;
        m->about.estimate_error_median = fitted.error_median;
        m->about.estimate_error_p90 = fitted.error_p90;
    }
}

static enum status make(struct cli *cli, struct making *m, const char *const *files, size_t files_n, struct error *err)
{
    const struct roads_progress progress = {show_progress, cli->out};
    const char *text = "";
    enum status status = roads_net_profile(cli, &m->profile, &text, err);
    if (!status)
        status = osm_read(files, files_n, m->profile, &progress, &m->raw, &m->read, err);
    if (!status)
        status = roads_build(&m->raw, &progress, &m->roads, &m->about.report, err);
    if (status)
        return status;
    m->built = true;
    m->about.date = m->read.newest;
    m->about.sources = file_names(cli, files, files_n);
    m->about.profile = profile_differences(m->profile, cli->arena);
    m->about.profile_text = text;
    m->about.made_utc = cli->now_utc;
    m->about.area = area_of(&m->roads);
    fit_estimate(cli, m);
    return STATUS_OK;
}

static enum status write_network(struct cli *cli, struct making *m, struct error *err)
{
    const char *slash = strrchr(m->path, '/');
    enum status status = STATUS_OK;
    if (cli->dry_run)
        return status;
    if (slash && slash != m->path)
        status = file_make_folder(arena_strndup(cli->arena, m->path, (size_t)(slash - m->path)), err);
    return status ? status : roads_file_write(m->path, &m->roads, &m->about, err);
}

/* --- the report --------------------------------------------------------------------------------------------------- */

static int64_t bytes_of(const char *path)
{
    struct stat file;
    return stat(path, &file) == 0 ? (int64_t)file.st_size : -1;
}

static void print_report(struct cli *cli, const struct making *m, size_t files_n, int64_t took_ms)
{
    const struct osm_summary *read = &m->read;
    char seconds[NUM_DECIMAL_MAX];
    num_format(seconds, (double)took_ms / 1000.0, 1);
    out_hanging(cli->out, STYLE_PLAIN, "Read", CMD_ROADS_LABELS,
                arena_printf(cli->arena, "%s in %s s: %zu of %s are roads for cars; %s between them",
                             files_n == 1 ? m->about.sources : words_count(cli->arena, files_n, "file"), seconds,
                             read->roads, words_count(cli->arena, read->ways, "way"),
                             words_count(cli->arena, read->turns, "turn restriction")));
    if (read->nodes_missing > 0)
        out_hanging(cli->out, STYLE_PLAIN, "Cut off", CMD_ROADS_LABELS,
                    arena_printf(cli->arena,
                                 "%s of roads at the edge of the map; the roads end there. Neighbouring extracts "
                                 "imported together join up",
                                 words_count(cli->arena, read->nodes_missing, "point")));
}

static json_t *report_json(const struct making *m, int64_t took_ms)
{
    json_t *read = json_object();
    doc_set(read, "nodes", json_integer((json_int_t)m->read.nodes));
    doc_set(read, "ways", json_integer((json_int_t)m->read.ways));
    doc_set(read, "relations", json_integer((json_int_t)m->read.relations));
    doc_set(read, "roads", json_integer((json_int_t)m->read.roads));
    doc_set(read, "turns", json_integer((json_int_t)m->read.turns));
    doc_set(read, "nodes_missing", json_integer((json_int_t)m->read.nodes_missing));
    doc_set(read, "took_ms", json_integer(took_ms));
    return read;
}

static void report(struct cli *cli, const struct making *m, size_t files_n, int64_t took_ms)
{
    int64_t bytes = cli->dry_run ? -1 : bytes_of(m->path);
    if (cli->json) {
        json_t *document = doc_new("rounds-roads-import");
        doc_set(document, "dry_run", json_boolean(cli->dry_run));
        doc_set(document, "read", report_json(m, took_ms));
        doc_set(document, "network", cmd_roads_about_json(&m->about, m->path, bytes));
        out_json(cli->out, document);
    } else {
        print_report(cli, m, files_n, took_ms);
        cmd_roads_print_about(cli, &m->about, m->path, bytes);
    }
    if (cli->dry_run)
        out_note(cli->out, "Nothing was changed (--dry-run).");
}

/* What the network that stands there is made of, where it is something else. */
static const char *sources_replaced(struct cli *cli, const struct making *m)
{
    struct roads_file *old = NULL;
    if (cli->dry_run || roads_file_open(m->path, &old, NULL))
        return "";
    const char *sources = roads_file_about(old)->sources;
    const char *replaced = strcmp(sources, m->about.sources) != 0 ? arena_strdup(cli->arena, sources) : "";
    roads_file_close(old);
    return replaced;
}

/* Nobody should find out on the road that last week's county went when this week's came. */
static void tell_replaced(struct cli *cli, const char *replaced)
{
    if (*replaced)
        out_note(cli->out, "It takes the place of the network of %s. To have both, name both at once.", replaced);
}

enum status cmd_roads_import_files(struct cli *cli, const char *const *files, size_t files_n, struct error *err)
{
    int64_t from_ms = civil_clock_ms();
    struct making m = {.path = roads_net_path(cli)};
    enum status status = make(cli, &m, files, files_n, err);
    out_progress_end(cli->out);
    const char *replaced = status ? "" : sources_replaced(cli, &m);
    if (!status)
        status = write_network(cli, &m, err);
    process_when_stopped(NULL);
    if (!status)
        tell_replaced(cli, replaced);
    if (!status)
        report(cli, &m, files_n, civil_clock_ms() - from_ms);
    roads_raw_free(&m.raw);
    if (m.built)
        roads_free(&m.roads);
    profile_free(m.profile);
    return status;
}

enum status cmd_roads_import(struct cli *cli, struct error *err)
{
    process_when_stopped("rounds: stopped; the road network is as it was");
    return cmd_roads_import_files(cli, (const char *const *)cli->argv + 1, (size_t)cli->argc - 1, err);
}
