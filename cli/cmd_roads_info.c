/* rounds roads info, speeds, remove: what is there, what it was made by, and taking it away. */
#include "cli/cmd_roads.h"

#include "cli/doc.h"
#include "cli/out.h"
#include "cli/roads_net.h"
#include "cli/words.h"
#include "geo/base/civil.h"
#include "geo/base/file.h"
#include "geo/base/num.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static const char *size_of_file(struct cli *cli, int64_t bytes)
{
    char number[NUM_DECIMAL_MAX];
    if (bytes < 1000000)
        return arena_printf(cli->arena, "%lld kB", (long long)((bytes + 999) / 1000));
    num_format(number, (double)bytes / 1e6, bytes < 10000000 ? 1 : 0);
    return arena_printf(cli->arena, "%s MB", number);
}

static const char *degrees(struct cli *cli, double lat_deg, double lon_deg)
{
    char lat[NUM_DECIMAL_MAX];
    char lon[NUM_DECIMAL_MAX];
    num_format(lat, lat_deg, 3);
    num_format(lon, lon_deg, 3);
    return arena_printf(cli->arena, "%s,%s", lat, lon);
}

static void line(struct cli *cli, const char *label, const char *text)
{
    out_hanging(cli->out, STYLE_PLAIN, label, CMD_ROADS_LABELS, text);
}

static const char *percent(struct cli *cli, double share)
{
    char number[NUM_DECIMAL_MAX];
    num_format(number, 100.0 * share, 0);
    return arena_printf(cli->arena, "%s%%", number);
}

static void print_network(struct cli *cli, const struct roads_report *report)
{
    struct arena *arena = cli->arena;
    line(cli, "Network",
         arena_printf(arena, "%s, %s, %s", words_count(arena, report->junctions, "junction"),
                      words_count(arena, report->edges, "section"), words_count(arena, report->shortcuts, "shortcut")));
    line(cli, "Turns",
         arena_printf(
             arena, "%s kept, at %s%s", words_count(arena, report->turns_used, "restriction"),
             words_count(arena, report->split_junctions, "junction"),
             report->turns_ignored == 0 ? "" : arena_printf(arena, "; %u without effect here", report->turns_ignored)));
    line(cli, "Ends only",
         arena_printf(arena, "%s: private, for residents or deliveries, or reached over such alone",
                      words_count(arena, report->fringe_edges, "section")));
    if (report->dropped_edges > 0)
        line(cli, "Left out",
             arena_printf(arena, "%s that no car gets to and back from",
                          words_count(arena, report->dropped_edges, "section")));
}

static void print_estimate(struct cli *cli, const struct roads_about *about)
{
    struct settings fitted = cli->settings;
    fitted.estimate = about->estimate;
    if (!about->has_estimate) {
        line(cli, "Estimate", "not fitted: the network is too small for it");
        return;
    }
    line(cli, "Estimate",
         arena_printf(cli->arena,
                      "off the map: factor %s, %s; wrong by %s at most for half of the journeys, by %s for "
                      "nine in ten",
                      settings_get(cli->arena, &fitted, "travel.road_factor"),
                      settings_get(cli->arena, &fitted, "travel.bands"), percent(cli, about->estimate_error_median),
                      percent(cli, about->estimate_error_p90)));
}

void cmd_roads_print_about(struct cli *cli, const struct roads_about *about, const char *path, int64_t bytes)
{
    struct arena *arena = cli->arena;
    line(cli, "Roads",
         arena_printf(arena, "of %s, from %s", *about->date ? about->date : "unknown date", about->sources));
    line(cli, "Area",
         arena_printf(arena, "%s to %s", degrees(cli, about->area.south_deg, about->area.west_deg),
                      degrees(cli, about->area.north_deg, about->area.east_deg)));
    print_network(cli, &about->report);
    line(cli, "Speeds",
         *about->profile ? arena_printf(arena, "%s; the rest as they come", about->profile)
                         : "as they come (rounds roads speeds)");
    print_estimate(cli, about);
    if (bytes >= 0)
        line(cli, "File", arena_printf(arena, "%s, %s", path, size_of_file(cli, bytes)));
    out_styled(cli->out, STYLE_DIM, "Map data (c) OpenStreetMap contributors, ODbL 1.0: openstreetmap.org/copyright\n");
}

static json_t *estimate_json(const struct roads_about *about)
{
    if (!about->has_estimate)
        return json_null();
    json_t *estimate = json_object();
    json_t *bands = json_array();
    for (size_t i = 0; i < about->estimate.bands; i++) {
        json_t *band = json_object();
        bool last = i + 1 == about->estimate.bands;
        doc_set(band, "to_km", last ? json_null() : json_real(about->estimate.band_to_km[i]));
        doc_set(band, "kmh", json_real(about->estimate.band_speed_kmh[i]));
        doc_add(bands, band);
    }
    doc_set(estimate, "road_factor", json_real(about->estimate.road_factor));
    doc_set(estimate, "bands", bands);
    doc_set(estimate, "error_median", json_real(about->estimate_error_median));
    doc_set(estimate, "error_p90", json_real(about->estimate_error_p90));
    return estimate;
}

static json_t *area_json(struct box area)
{
    json_t *box = json_object();
    doc_set(box, "south", json_real(area.south_deg));
    doc_set(box, "west", json_real(area.west_deg));
    doc_set(box, "north", json_real(area.north_deg));
    doc_set(box, "east", json_real(area.east_deg));
    return box;
}

json_t *cmd_roads_about_json(const struct roads_about *about, const char *path, int64_t bytes)
{
    const struct roads_report *report = &about->report;
    json_t *document = json_object();
    doc_set(document, "file", doc_text(path));
    doc_set(document, "bytes", doc_count(bytes));
    doc_set(document, "date", *about->date ? doc_text(about->date) : json_null());
    doc_set(document, "made", doc_date(civil_day_of_utc(about->made_utc)));
    doc_set(document, "sources", doc_text(about->sources));
    doc_set(document, "speeds", doc_text(about->profile));
    doc_set(document, "area", area_json(about->area));
    doc_set(document, "junctions", json_integer(report->junctions));
    doc_set(document, "sections", json_integer(report->edges));
    doc_set(document, "shortcuts", json_integer(report->shortcuts));
    doc_set(document, "main_parts", json_integer(report->main_parts));
    doc_set(document, "split_junctions", json_integer(report->split_junctions));
    doc_set(document, "turns_kept", json_integer(report->turns_used));
    doc_set(document, "turns_passed_over", json_integer(report->turns_ignored));
    doc_set(document, "ends_only", json_integer(report->fringe_edges));
    doc_set(document, "left_out", json_integer(report->dropped_edges));
    doc_set(document, "estimate", estimate_json(about));
    doc_set(document, "attribution", doc_text("(c) OpenStreetMap contributors, ODbL 1.0"));
    return document;
}

enum status cmd_roads_info(struct cli *cli, struct error *err)
{
    const char *path = roads_net_path(cli);
    struct roads_file *file = NULL;
    enum status status = cmd_roads_open(cli, &file, err);
    if (status)
        return status;
    const struct roads_about *about = roads_file_about(file);
    if (cli->json) {
        json_t *document = doc_new("rounds-roads-info");
        doc_set(document, "network", cmd_roads_about_json(about, path, roads_file_bytes(file)));
        out_json(cli->out, document);
    } else {
        cmd_roads_print_about(cli, about, path, roads_file_bytes(file));
        line(cli, "Made", words_day(cli->arena, civil_day_of_utc(about->made_utc)));
    }
    roads_file_close(file);
    return STATUS_OK;
}

/* --- speeds --------------------------------------------------------------------------------------------------------- */

/* The table is printed as it would be written: what comes later in it counts. */
enum status cmd_roads_speeds(struct cli *cli, struct error *err)
{
    const char *path;
    const char *text;
    struct profile *profile = NULL;
    enum status status = roads_net_speeds(cli, &path, &text, err);
    if (!status)
        status = roads_net_profile(cli, &profile, &text, err);
    if (status)
        return status;
    out_printf(cli->out, "%s", profile_default_text());
    if (*text)
        out_printf(cli->out, "\n; --- from %s: these take the place of the lines above ---\n\n%s%s", path, text,
                   text[strlen(text) - 1] == '\n' ? "" : "\n");
    const char *different = profile_differences(profile, cli->arena);
    if (*different)
        out_note(cli->out, "Different from the defaults, with the settings: %s", different);
    if (!*path)
        out_note(cli->out, "To change it, write the lines that you want otherwise into roads.ini beside the settings "
                           "file, and import again.");
    profile_free(profile);
    return STATUS_OK;
}

/* --- remove --------------------------------------------------------------------------------------------------------- */

static bool agreed(struct cli *cli, const char *path)
{
    if (cli_option(cli, "yes") || cli->dry_run)
        return true;
    if (cli->no_input || !out_can_ask(cli->out))
        return false;
    const char *answer = out_ask(cli->out, cli->arena, arena_printf(cli->arena, "Remove %s? yes or no", path), "no");
    return answer && (strcmp(answer, "yes") == 0 || strcmp(answer, "y") == 0);
}

enum status cmd_roads_remove(struct cli *cli, struct error *err)
{
    const char *path = roads_net_path(cli);
    if (!file_exists(path))
        return error_set(err, STATUS_INPUT, "there is no road network to remove (%s)", path);
    if (!agreed(cli, path))
        return error_set(err, STATUS_INPUT, "the network was not removed: say so with --yes");
    if (!cli->dry_run && unlink(path) != 0)
        return error_set(err, STATUS_STORE, "%s: could not be removed: %s", path, strerror(errno));
    out_printf(cli->out, "%s %s. Minutes are estimates without it.\n", cli->dry_run ? "Would remove" : "Removed", path);
    if (cli->dry_run)
        out_note(cli->out, "Nothing was changed (--dry-run).");
    return STATUS_OK;
}
