#include "cli/cmd.h"

#include "cli/cmd_import_places.h"
#include "cli/config.h"
#include "cli/doc.h"
#include "cli/import/import.h"
#include "cli/import/tags.h"
#include "cli/out.h"
#include "geo/base/caps.h"
#include "geo/base/file.h"
#include "geo/base/text.h"
#include "geo/crs.h"

#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct command_option options[] = {
    {"map", 0, "FIELD=COLUMN", "the column that holds a field, where its name is not known; may be repeated"},
    {"crs", 0, "NAME", "reference system of eastings and northings, e.g. EPSG:27700 (British National Grid)"},
    {"encoding", 0, "NAME", "utf-8 (default) or windows-1252"},
    {"date-order", 0, "ORDER", "what 03/04/2026 means: dmy (default) or mdy"},
    {"rejects", 0, "FILE",
     "write the refused rows there, each with its reason, to mend and import; removed when there are none"},
    {"known-only", 0, NULL, "jobs from a calendar: leave out events at no known site instead of refusing them"},
    {"remove", 0, "LIST", "places: take the list of that file name out again"},
    {0},
};

enum format { FORMAT_CSV, FORMAT_GEOJSON, FORMAT_ICS, FORMAT_GPX, FORMAT_KML, FORMAT_OSM, FORMATS };

/* What can be imported, from which formats. */
static const struct kind {
    const char *name;
    const char *singular;
    enum status (*from[FORMATS])(struct import *im, struct error *err); /* per format; NULL: not from that */
    const char *formats;
} kinds[] = {
    {"customers", "customer", {import_customers_csv}, "CSV"},
    {"havens",
     "haven",
     {import_havens_csv, import_havens_geojson, NULL, import_havens_gpx, import_havens_kml, import_havens_osm},
     "OpenStreetMap (.osm.pbf, .osm), GeoJSON, CSV, GPX or KML"},
    {"jobs", "job", {[FORMAT_CSV] = import_jobs_csv, [FORMAT_ICS] = import_jobs_ics}, "CSV or iCalendar"},
};

static const char *const packed_ends[] = {".kmz", ".gz", ".bz2", ".zip", ".xz"};

static enum status find_kind(const struct cli *cli, const char *name, const struct kind **out, struct error *err)
{
    static const char *const names[] = {"customers", "havens", "jobs", "places"};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(name, kinds[i].name) == 0 || strcmp(name, kinds[i].singular) == 0) {
            *out = &kinds[i];
            return STATUS_OK;
        }
    const char *near = text_nearest(name, names, 4);
    if (near != NULL)
        return error_set(err, STATUS_INPUT, "import %s: did you mean '%s'?", name, near);
    return cli_usage(cli, err, "import what? '%s' is neither customers, havens, jobs nor places", name);
}

/* --- options ------------------------------------------------------------------------------------------------------------- */

static enum status take_maps(struct cli *cli, struct import *im, struct error *err)
{
    size_t n = 0;
    while (cli_option_nth(cli, "map", n) != NULL)
        n++;
    struct import_map *maps = arena_array(cli->arena, n + 1, sizeof *maps);
    for (size_t i = 0; i < n; i++) {
        const char *text = cli_option_nth(cli, "map", i);
        const char *equals = strchr(text, '=');
        if (equals == NULL || equals == text || equals[1] == '\0')
            return error_set(err, STATUS_INPUT, "--map %s: it wants FIELD=COLUMN, as in --map name=Firma", text);
        maps[i].field = arena_strndup(cli->arena, text, (size_t)(equals - text));
        maps[i].column = equals + 1;
    }
    im->maps = maps;
    im->maps_n = n;
    return STATUS_OK;
}

/* By whatever path or link: the refused rows must not take the place of what they were read from. */
static bool same_file(const char *imported, const char *rejects)
{
    struct stat from;
    struct stat to;
    const int there = strcmp(imported, "-") == 0 ? fstat(STDIN_FILENO, &from) : stat(imported, &from);
    return there == 0 && stat(rejects, &to) == 0 && S_ISREG(to.st_mode) && from.st_dev == to.st_dev &&
           from.st_ino == to.st_ino;
}

static enum status take_options(struct cli *cli, struct import *im, struct error *err)
{
    const char *encoding = cli_option(cli, "encoding");
    const char *order = cli_option(cli, "date-order");
    const char *crs = cli_option(cli, "crs");
    const char *rejects = cli_option(cli, "rejects");
    if (rejects != NULL && same_file(cli->argv[1], rejects))
        return error_set(err, STATUS_INPUT, "--rejects %s is the file that is imported; name another", rejects);
    im->want_rejects = rejects != NULL && !cli->dry_run;
    im->known_only = cli_option(cli, "known-only") != NULL;
    enum status status = take_maps(cli, im, err);
    if (status == STATUS_OK && encoding != NULL)
        status = csv_encoding_parse(encoding, &im->encoding, err);
    if (status == STATUS_OK && order != NULL)
        status = dates_order_parse(order, &im->date_order, err);
    if (status == STATUS_OK && crs != NULL)
        status = crs_open(crs, &im->crs, err);
    return status;
}

/* --- the file ------------------------------------------------------------------------------------------------------------ */

static bool ends_with(const char *path, const char *suffix)
{
    const size_t n = strlen(path);
    const size_t m = strlen(suffix);
    return n >= m && strcasecmp(path + n - m, suffix) == 0;
}

/* A map is read by itself, and more than once: known by its name alone. */
static bool is_map(const char *path)
{
    return ends_with(path, ".pbf") || ends_with(path, ".osm");
}

/* XML, by its outermost element, which stands near the beginning. */
static enum format format_of_xml(const struct import *im, const char *p)
{
    enum { LOOK = 4096 };
    const char *end = p + strnlen(p, LOOK);
    for (; (p = memchr(p, '<', (size_t)(end - p))) != NULL; p++) {
        if (strncmp(p, "<kml", 4) == 0)
            return FORMAT_KML;
        if (strncmp(p, "<gpx", 4) == 0)
            return FORMAT_GPX;
    }
    return ends_with(im->path, ".kml") ? FORMAT_KML : FORMAT_GPX;
}

/* By what it begins with; a file that says nothing, by its name. */
static enum format format_of(const struct import *im)
{
    if (im->text == NULL)
        return FORMAT_OSM;
    const char *p = im->text;
    if (im->length >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
        p += 3;
    p += strspn(p, " \t\r\n");
    if (*p == '{')
        return FORMAT_GEOJSON;
    if (strncasecmp(p, "BEGIN:VCALENDAR", 15) == 0)
        return FORMAT_ICS;
    if (*p == '<')
        return format_of_xml(im, p);
    if (ends_with(im->path, ".gpx") || ends_with(im->path, ".kml"))
        return ends_with(im->path, ".gpx") ? FORMAT_GPX : FORMAT_KML;
    if (ends_with(im->path, ".geojson") || ends_with(im->path, ".json"))
        return FORMAT_GEOJSON;
    return ends_with(im->path, ".ics") || ends_with(im->path, ".ical") ? FORMAT_ICS : FORMAT_CSV;
}

static enum status check_format(const struct kind *kind, const struct import *im, enum format format, struct error *err)
{
    static const char *const names[] = {"CSV", "GeoJSON", "a calendar", "GPX", "KML", "a map"};
    if (kind->from[format] == NULL)
        return error_set(err, STATUS_INPUT, "%s is %s; %s come from %s", im->path, names[format], kind->name,
                         kind->formats);
    if (format != FORMAT_CSV && im->maps_n > 0)
        return error_set(err, STATUS_INPUT, "--map names columns; %s is %s and has none", im->path, names[format]);
    if (format >= FORMAT_GPX && (im->crs != NULL || im->want_rejects))
        return error_set(err, STATUS_INPUT, "%s has no meaning for %s: it is %s",
                         im->crs != NULL ? "--crs" : "--rejects", im->path, names[format]);
    if (format != FORMAT_ICS && im->known_only)
        return error_set(err, STATUS_INPUT, "--known-only is for calendars; %s is %s", im->path, names[format]);
    if (strcmp(kind->name, "jobs") == 0 && im->crs != NULL)
        return error_set(err, STATUS_INPUT, "--crs has no meaning for jobs: they are at sites that are known already");
    return STATUS_OK;
}

/* --- the report ---------------------------------------------------------------------------------------------------------- */

static void tell_refusals(struct cli *cli, const struct import *im)
{
    for (size_t i = 0; i < im->refusals_n; i++) {
        const struct import_refusal *refusal = &im->refusals[i];
        struct error line;
        error_at(&line, STATUS_INPUT, im->path, refusal->line, refusal->field, "%s", refusal->why);
        if (cli->quiet)
            out_warning(cli->out, "%s", line.text);
        else
            out_note(cli->out, "%s", line.text);
    }
    for (size_t i = 0; i < im->notes_n; i++)
        out_note(cli->out, "%s: %s", im->path, im->notes[i]);
}

static json_t *doc_refusals(const struct import *im)
{
    json_t *list = json_array();
    for (size_t i = 0; i < im->refusals_n; i++) {
        json_t *refusal = json_object();
        doc_set(refusal, "line", doc_count((int64_t)im->refusals[i].line));
        doc_set(refusal, "field", doc_text(im->refusals[i].field));
        doc_set(refusal, "why", doc_text(im->refusals[i].why));
        doc_add(list, refusal);
    }
    return list;
}

static json_t *doc_texts(const char *const *texts, size_t n)
{
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++)
        doc_add(list, doc_text(texts[i]));
    return list;
}

static void print_json(struct cli *cli, const struct kind *kind, const struct import *im)
{
    json_t *doc = doc_new("rounds-import");
    doc_set(doc, "what", doc_text(kind->name));
    doc_set(doc, "file", doc_text(im->path));
    doc_set(doc, "dry_run", json_boolean(cli->dry_run));
    doc_set(doc, "new", doc_count((int64_t)im->added));
    doc_set(doc, "changed", doc_count((int64_t)im->changed));
    doc_set(doc, "same", doc_count((int64_t)im->same));
    doc_set(doc, "refused", doc_count((int64_t)im->refused));
    doc_set(doc, "not_yet_placed", doc_count((int64_t)im->unplaced));
    doc_set(doc, "cancelled", doc_count((int64_t)im->cancelled));
    doc_set(doc, "gone", doc_count((int64_t)im->gone));
    doc_set(doc, "left_out", doc_count((int64_t)im->left_out));
    doc_set(doc, "refusals", doc_refusals(im));
    doc_set(doc, "columns_not_used", doc_texts(im->unused, im->unused_n));
    doc_set(doc, "notes", doc_texts(im->notes, im->notes_n));
    out_json(cli->out, doc);
}

static void print_counts(struct cli *cli, const struct import *im)
{
    out_printf(cli->out, "%zu new, %zu changed, %zu same, %zu refused", im->added, im->changed, im->same, im->refused);
    if (im->unplaced > 0)
        out_printf(cli->out, ", %zu not yet placed", im->unplaced);
    if (im->cancelled > 0)
        out_printf(cli->out, ", %zu of the changed cancelled", im->cancelled);
    if (im->gone > 0)
        out_printf(cli->out, ", %zu gone", im->gone);
    if (im->left_out > 0)
        out_printf(cli->out, ", %zu left out", im->left_out);
    out_printf(cli->out, "\n");
}

static void tell_next(struct cli *cli, const struct kind *kind, const struct import *im)
{
    if (cli->dry_run)
        return;
    if (im->unplaced > 0)
        out_note(cli->out, "Next: rounds list %s --unplaced shows those without coordinates", kind->name);
    else if (im->added + im->changed > 0)
        out_note(cli->out, "Next: rounds plan");
}

/* Refused rows end the command with STATUS_INPUT, though the others are kept. */
static enum status conclude(struct cli *cli, const struct import *im, struct error *err)
{
    const size_t kept = im->added + im->changed + im->same;
    if (im->refused == 0)
        return STATUS_OK;
    if (kept == 0)
        return error_set(err, STATUS_INPUT, "no row of %s could be taken: nothing was changed", im->path);
    return error_set(err, STATUS_INPUT, "%zu row%s of %s %s refused; the other %zu %s kept", im->refused,
                     im->refused == 1 ? "" : "s", im->path, im->refused == 1 ? "was" : "were", kept,
                     cli->dry_run ? "would be"
                     : kept == 1  ? "is"
                                  : "are");
}

/* --- the command --------------------------------------------------------------------------------------------------------- */

static void show_progress(void *context, size_t done, size_t total)
{
    out_progress(context, "importing", done, total);
}

static enum status write_rejects(struct cli *cli, const struct import *im, struct error *err)
{
    const char *path = cli_option(cli, "rejects");
    if (!im->want_rejects || im->refused == 0)
        return STATUS_OK;
    if (im->rejects.truncated)
        return error_set(err, STATUS_INPUT, "%s: the refused rows are more than %d MiB", path, CAP_FILE_BYTES >> 20);
    return file_replace(path, im->rejects.data, im->rejects.length, err);
}

/* Nothing was refused: what an earlier import refused is no longer true. Only a file that such an import wrote goes. */
static enum status remove_rejects(struct cli *cli, const struct import *im, struct error *err)
{
    const char *path = cli_option(cli, "rejects");
    struct stat info;
    char *text = NULL;
    size_t length = 0;
    if (!im->want_rejects || im->refused > 0 || lstat(path, &info) != 0 || !S_ISREG(info.st_mode))
        return STATUS_OK;
    const enum status status = file_read(cli->arena, path, CAP_FILE_BYTES, &text, &length, err);
    if (status != STATUS_OK)
        return status;
    const char *title = strstr(text, ",refused because");
    const bool ours = title != NULL && title < text + strcspn(text, "\r\n");
    if (!ours && strstr(text, "PRODID:-//rounds//refused events//") == NULL) {
        out_note(cli->out, "no row was refused; %s is of an earlier time", path);
        return STATUS_OK;
    }
    if (unlink(path) != 0)
        return error_set(err, STATUS_STORE, "%s, of an earlier import, cannot be removed", path);
    out_note(cli->out, "%s, of an earlier import, was removed: no row was refused", path);
    return STATUS_OK;
}

/* The refused rows are written before the good ones are kept: a disk that is full loses neither. */
static enum status import_file(struct cli *cli, const struct kind *kind, struct import *im, struct error *err)
{
    const enum format format = format_of(im);
    enum status status = check_format(kind, im, format, err);
    if (status == STATUS_OK)
        status = cli_begin(cli, err);
    if (status == STATUS_OK)
        status = kind->from[format](im, err);
    out_progress_end(cli->out);
    if (status != STATUS_OK)
        return status;
    status = write_rejects(cli, im, err);
    if (status == STATUS_OK)
        status = cli_end(cli, err);
    if (status == STATUS_OK)
        status = remove_rejects(cli, im, err);
    if (status != STATUS_OK)
        return status;
    tell_refusals(cli, im);
    if (cli->json)
        print_json(cli, kind, im);
    else
        print_counts(cli, im);
    tell_next(cli, kind, im);
    return conclude(cli, im, err);
}

/* What a person calls a haven besides: $XDG_CONFIG_HOME/rounds/havens.ini. */
static enum status read_tags(struct cli *cli, const struct kind *kind, struct import *im, struct error *err)
{
    const char *folder = config_folder(cli->arena, "XDG_CONFIG_HOME", ".config");
    const char *path = arena_printf(cli->arena, "%s/havens.ini", folder);
    char *text = NULL;
    size_t length = 0;
    if (strcmp(kind->name, "havens") != 0 || *folder == '\0' || !file_exists(path))
        return STATUS_OK;
    const enum status status = file_read(cli->arena, path, CAP_CONFIG_BYTES, &text, &length, err);
    return status == STATUS_OK ? tag_table_new(cli->arena, text, path, &im->tags, err) : status;
}

static enum status read_input(struct cli *cli, struct import *im, struct error *err)
{
    const char *path = cli->argv[1];
    for (size_t i = 0; i < sizeof packed_ends / sizeof packed_ends[0]; i++)
        if (ends_with(path, packed_ends[i]))
            return error_set(err, STATUS_INPUT, "%s: unpack it first", path);
    if (is_map(path))
        return STATUS_OK;
    const enum status status = file_read(cli->arena, path, CAP_FILE_BYTES, &im->text, &im->length, err);
    if (status == STATUS_OK && im->length > 15 && memcmp(im->text + 6, "OSMHeader", 9) == 0)
        return error_set(err, STATUS_INPUT, "%s is a map; give it a name that ends in .osm.pbf", im->path);
    return status;
}

static enum status run(struct cli *cli, struct error *err)
{
    const struct kind *kind = NULL;
    if (cli->argc > 0 && (strcmp(cli->argv[0], "places") == 0 || strcmp(cli->argv[0], "place") == 0))
        return cmd_import_places(cli, err);
    enum status status = cli_words(cli, 2, 2, err);
    if (status == STATUS_OK && cli_option(cli, "remove") != NULL)
        status = error_set(err, STATUS_INPUT, "--remove is for places: rounds import places --remove LIST");
    if (status == STATUS_OK)
        status = find_kind(cli, cli->argv[0], &kind, err);
    if (status != STATUS_OK)
        return status;
    struct import im = {.arena = cli->arena,
                        .store = cli->store,
                        .settings = &cli->settings,
                        .today = cli->today,
                        .path = strcmp(cli->argv[1], "-") == 0 ? "stdin" : cli->argv[1],
                        .progress = show_progress,
                        .progress_context = cli->out};
    import_init(&im);
    status = take_options(cli, &im, err);
    if (status == STATUS_OK)
        status = read_tags(cli, kind, &im, err);
    if (status == STATUS_OK)
        status = read_input(cli, &im, err);
    if (status == STATUS_OK)
        status = import_file(cli, kind, &im, err);
    crs_free(im.crs);
    import_clear(&im);
    return status;
}

const struct command command_import = {
    .name = "import",
    .usage = "import customers|havens|jobs|places FILE [options]",
    .summary = "bring customers, havens, jobs or places in from a file",
    .help =
        "  rounds import customers customers.csv\n"
        "  rounds import customers kunden.csv --map name=Firma --encoding windows-1252 --rejects refused.csv\n"
        "  rounds import customers sites.csv --crs EPSG:27700 --dry-run\n"
        "  rounds import havens rutland-latest.osm.pbf\n"
        "  rounds import havens favourites.gpx\n"
        "  rounds import jobs calendar.ics\n"
        "  rounds import places rutland-latest.osm.pbf\n"
        "  rounds import places --remove rutland-latest.osm.pbf\n\n"
        "FILE is CSV with a header row (comma, semicolon, tab or bar; found by looking), for havens also a map of "
        "OpenStreetMap (.osm.pbf, .osm), GeoJSON, the waypoints of a GPX or the points of a KML, for jobs "
        "also iCalendar; - reads standard input. Usual column names in English, German and French are recognised; "
        "--map names "
        "others. The whole file is one step for `rounds undo`. A row that cannot be used is refused with its line and "
        "reason, "
        "the others are kept, and the exit status is 2. The same file again changes nothing.\n\n"
        "Fields of customers and havens: key, name, street, house, town, postcode, country, lat, lon, place (LAT,LON), "
        "easting, "
        "northing (with --crs), hours (as OpenStreetMap writes opening_hours), goal, last_visit, minutes, amenities, "
        "tags, "
        "status, drop_in, contact, first_name, last_name, role, department, phone, email, drink, note; of havens also "
        "kind, "
        "collections, source, source_id, and OpenStreetMap's tags. An empty cell says nothing: it clears no field.\n"
        "A row is the site with its key; without a key the one of that name with the same postcode, or street and "
        "town, or "
        "within 50 m. A place that was set by hand stays. last_visit is logged as a visit unless that day has one.\n\n"
        "Havens are merged by their number at the source, else by name and kind within 50 m. One that its list has no "
        "longer is marked as gone, and stays until you delete it or a list has it again. What of OpenStreetMap is a "
        "haven is a table; ~/.config/rounds/havens.ini adds to it.\n\n"
        "Fields of jobs: uid, site (key or name), site_key, town, postcode, lat, lon, place, date, start, latest, "
        "window "
        "(09:00-10:00), end, minutes, title, engineer, status. The work starts between start and latest; start may be "
        "a window itself; end is the latest start where minutes are given, else the end of the work. Without a start "
        "any time of the working day will do. A job is recognised by its uid, else by its site, day and start. A key "
        "that nobody has is refused; so is a name whose town, postcode or place (over 1 km off) says otherwise. What "
        "was changed by hand stays until the file says something new about it; each job that the file moves is "
        "named, and one that was done and is moved to a later day is booked anew.\n"
        "From a calendar come the events of the last 7 days and all later ones, of a repeating event those of the next "
        "60 days. "
        "Its site is the one whose key (or #number) stands in brackets in the title or place, or whose name the place "
        "or title holds, or that lies within 50 m of its GEO; a key of digits alone stands in [square] brackets. A "
        "changed event (same UID) changes its job, a cancelled one cancels it. Free time is left out.\n\n"
        "Places are addresses, streets and towns of a map, to find an address by without asking anybody (rounds "
        "geocode, "
        "rounds where). The same file again replaces its list; `rounds import places` shows the lists; they are no "
        "part of `rounds undo`.",
    .needs = NEEDS_STORE_CREATE | WRITES | READS,
    .options = options,
    .run = run,
};
