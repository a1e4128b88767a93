/* rounds roads matrix: every way between the places of a CSV file. */
#include "cli/cmd_roads.h"

#include "cli/doc.h"
#include "cli/import/csv.h"
#include "cli/out.h"
#include "cli/words.h"
#include "geo/base/buf.h"
#include "geo/base/caps.h"
#include "geo/base/file.h"
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/base/text.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

/* 25 million pairs: 200 MB of costs. */
enum { POINTS_MAX = 5000, PERSON_MAX = 26, TOLD_MAX = 3 };

struct points {
    const char *file;
    struct point *at;
    const char **names; /* as a column "name" has them; "" */
    size_t n, room, names_n, names_room;
    size_t lon, lat, name; /* columns; NAME is SIZE_MAX where there is none */
};

/* --- the file ----------------------------------------------------------------------------------------------------- */

static const char *const lon_names[] = {"lon", "longitude", "lng", NULL};
static const char *const lat_names[] = {"lat", "latitude", NULL};
static const char *const name_names[] = {"name", NULL};

static bool find_column(const struct csv_record *head, const char *const *names, size_t *column)
{
    for (; *names; names++)
        for (size_t i = 0; i < head->n; i++)
            if (text_equal_folded(head->fields[i], *names)) {
                *column = i;
                return true;
            }
    return false;
}

static enum status take_number(const struct points *points, const struct csv_record *record, size_t column,
                               const char *name, double max, double *out, struct error *err)
{
    const char *text = column < record->n ? record->fields[column] : "";
    if (num_parse_double(text, false, -max, max, out))
        return STATUS_OK;
    return error_at(err, STATUS_INPUT, points->file, record->line, name, "\"%s\" is not a number of degrees, -%d to %d",
                    text, (int)max, (int)max);
}

static enum status take_record(struct cli *cli, struct points *points, const struct csv_record *record,
                               struct error *err)
{
    struct point at;
    if (record->bad)
        return error_at(err, STATUS_INPUT, points->file, record->line, NULL, "%s", record->bad);
    enum status status = take_number(points, record, points->lon, "lon", 180, &at.lon_deg, err);
    if (!status)
        status = take_number(points, record, points->lat, "lat", 90, &at.lat_deg, err);
    if (!status && points->n == POINTS_MAX)
        status = error_at(err, STATUS_INPUT, points->file, record->line, NULL, "more than %d places", POINTS_MAX);
    if (!status) {
        struct point *slot =
            arena_push(cli->arena, (void **)&points->at, &points->n, &points->room, sizeof *points->at);
        *slot = at;
        const char **name = arena_push(cli->arena, (void **)&points->names, &points->names_n, &points->names_room,
                                       sizeof *points->names);
        *name = arena_strdup(cli->arena, points->name < record->n ? record->fields[points->name] : "");
    }
    return status;
}

static enum status read_points(struct cli *cli, struct points *points, struct error *err)
{
    char *text;
    size_t length;
    struct csv *csv = NULL;
    struct csv_record record;
    enum status status = file_read(cli->arena, points->file, CAP_FILE_BYTES, &text, &length, err);
    if (!status && strcmp(points->file, "-") == 0)
        points->file = "stdin";
    if (!status)
        status = csv_open(cli->arena, points->file, text, length, CSV_UTF8, &csv, err);
    if (!status)
        status = csv_next(csv, &record, err);
    if (status)
        return status;
    points->name = SIZE_MAX;
    (void)find_column(&record, name_names, &points->name);
    if (!find_column(&record, lon_names, &points->lon) || !find_column(&record, lat_names, &points->lat))
        return error_at(err, STATUS_INPUT, points->file, record.line, NULL,
                        "its first line must name the columns lon and lat");
    while (!(status = csv_next(csv, &record, err)) && record.n > 0)
        if ((status = take_record(cli, points, &record, err)))
            return status;
    if (!status && points->n == 0)
        return error_set(err, STATUS_INPUT, "%s: there is no place in it", points->file);
    return status;
}

/* --- for programs ------------------------------------------------------------------------------------------------- */

/* One row of numbers a line: a matrix stays readable, and small. */
static void write_rows(struct buf *out, const char *name, const roads_cost *costs, size_t n,
                       int32_t (*number)(roads_cost))
{
    buf_printf(out, "  \"%s\": [\n", name);
    for (size_t i = 0; i < n; i++) {
        buf_printf(out, "    [");
        for (size_t k = 0; k < n; k++) {
            int32_t value = number(costs[i * n + k]);
            const char *comma = k > 0 ? "," : "";
            if (value >= TRAVEL_NONE)
                buf_printf(out, "%snull", comma);
            else
                buf_printf(out, "%s%d", comma, value);
        }
        buf_printf(out, "]%s\n", i + 1 < n ? "," : "");
    }
    buf_printf(out, "  ]");
}

static int to_buf(const char *bytes, size_t length, void *out)
{
    buf_add_n(out, bytes, length);
    return 0;
}

/* A text between quotes, as JSON has it. */
static void write_text(struct buf *out, const char *text)
{
    json_t *value = doc_text(text);
    json_dump_callback(value, to_buf, out, JSON_ENCODE_ANY | JSON_ENSURE_ASCII);
    json_decref(value);
}

static void write_places(struct buf *out, const struct points *points, const struct query_place *places)
{
    buf_printf(out, "  \"places\": [\n");
    for (size_t i = 0; i < points->n; i++) {
        char lat[NUM_DECIMAL_MAX];
        char lon[NUM_DECIMAL_MAX];
        char far[NUM_DECIMAL_MAX];
        num_format(lat, points->at[i].lat_deg, 7);
        num_format(lon, points->at[i].lon_deg, 7);
        buf_printf(out, "    {\"lon\": %s, \"lat\": %s, \"road\": ", lon, lat);
        if (places[i].snap.edge == ROADS_NO_WAY) {
            buf_printf(out, "null}");
        } else {
            num_format(lat, places[i].snap.at.lat_deg, 7);
            num_format(lon, places[i].snap.at.lon_deg, 7);
            num_format(far, places[i].snap.distance_m, 1);
            buf_printf(out, "{\"lon\": %s, \"lat\": %s, \"distance_m\": %s}}", lon, lat, far);
        }
        buf_printf(out, "%s\n", i + 1 < points->n ? "," : "");
    }
    buf_printf(out, "  ]");
}

static void print_json(struct cli *cli, const char *source, const struct points *points,
                       const struct query_place *places, const roads_cost *costs)
{
    struct buf out;
    buf_init(&out, SIZE_MAX / 2);
    buf_printf(&out, "{\n  \"schema\": \"rounds-roads-matrix\",\n  \"version\": 1,\n  \"source\": ");
    write_text(&out, source);
    buf_printf(&out, ",\n");
    write_rows(&out, "durations_s", costs, points->n, roads_seconds);
    buf_printf(&out, ",\n");
    write_rows(&out, "distances_m", costs, points->n, roads_metres);
    buf_printf(&out, ",\n");
    write_places(&out, points, places);
    buf_printf(&out, "\n}\n");
    out_bytes(cli->out, out.data, out.length);
    buf_clear(&out);
}

/* --- for people --------------------------------------------------------------------------------------------------- */

static void print_table(struct cli *cli, const char *source, const struct points *points, const roads_cost *costs)
{
    struct arena *arena = cli->arena;
    size_t n = points->n;
    struct out_column *columns = arena_array(arena, n + 2, sizeof *columns);
    const char **cells = arena_array(arena, n + 2, sizeof *cells);
    columns[0] = (struct out_column){"#", true, false};
    columns[1] = (struct out_column){"place", false, false};
    for (size_t k = 0; k < n; k++)
        columns[k + 2] = (struct out_column){arena_printf(arena, "%zu", k + 1), true, false};
    out_printf(cli->out, "Minutes and km from each place (down) to each (across), by %s\n", source);
    struct out_table *table = out_table_new(cli->out, columns, n + 2);
    for (size_t i = 0; i < n; i++) {
        char lat[NUM_DECIMAL_MAX];
        char lon[NUM_DECIMAL_MAX];
        num_format(lat, points->at[i].lat_deg, 4);
        num_format(lon, points->at[i].lon_deg, 4);
        cells[0] = arena_printf(arena, "%zu", i + 1);
        cells[1] = *points->names[i] ? points->names[i] : arena_printf(arena, "%s,%s", lat, lon);
        for (size_t k = 0; k < n; k++) {
            roads_cost cost = costs[i * n + k];
            char km[NUM_DECIMAL_MAX];
            num_format(km, roads_metres(cost) / 1000.0, 1);
            cells[k + 2] = i == k               ? "-"
                           : cost >= ROADS_NONE ? "no way"
                                                : arena_printf(arena, "%d  %s", (roads_seconds(cost) + 30) / 60, km);
        }
        out_table_row(table, cells);
    }
    out_table_print(table);
}

/* The first few by name; of thousands nobody reads every line. */
static void tell_far(struct cli *cli, const struct points *points, const struct query_place *places)
{
    size_t n = 0;
    for (size_t i = 0; i < points->n; i++) {
        bool off = places[i].snap.edge == ROADS_NO_WAY;
        const char *name = arena_printf(cli->arena, "place %zu", i + 1);
        if ((off || places[i].snap.distance_m >= SNAP_FAR_M) && ++n <= TOLD_MAX) {
            if (off)
                out_warning(cli->out, "%s lies off the map", name);
            else
                cmd_roads_tell_far(cli, name, &places[i]);
        }
    }
    if (n > TOLD_MAX)
        out_warning(cli->out, "%zu more are far from any road or off the map%s", n - TOLD_MAX,
                    cli->json ? ": see places" : "; --json has them");
}

static void answer(struct cli *cli, struct roads_file *file, const struct points *points)
{
    size_t n = points->n;
    struct query *query = query_new(roads_file_roads(file));
    struct query_place *places = cmd_roads_places(cli, query, file, points->at, n);
    const struct query_place **all = arena_array(cli->arena, n, sizeof *all);
    for (size_t i = 0; i < n; i++)
        all[i] = &places[i];
    roads_cost *costs = mem_alloc_array(n * n, sizeof *costs);
    query_matrix(query, all, n, all, n, costs);
    const char *source = cmd_roads_source(cli, file);
    if (cli->json)
        print_json(cli, source, points, places, costs);
    else
        print_table(cli, source, points, costs);
    tell_far(cli, points, places);
    mem_free(costs);
    query_free(query);
}

enum status cmd_roads_matrix(struct cli *cli, struct error *err)
{
    struct points points = {.file = cli_option(cli, "points")};
    struct roads_file *file = NULL;
    if (!points.file)
        return error_set(err, STATUS_INPUT, "between which places? --points FILE.csv, with the columns lon and lat");
    enum status status = read_points(cli, &points, err);
    if (!status && !cli->json && points.n > PERSON_MAX)
        status = error_set(err, STATUS_INPUT, "a table of %zu places fits no screen: take --json", points.n);
    if (!status)
        status = cmd_roads_open(cli, &file, err);
    if (status)
        return status;
    answer(cli, file, &points);
    roads_file_close(file);
    return STATUS_OK;
}
