/* Addresses whose places are known, as customers without coordinates, and what became of them.
 *
 *   bench_geocode make TRUTH.csv N [COUNTRY]   N rows, spread over the file, as a customers file on stdout
 *   bench_geocode judge TRUTH.csv SITES.json   SITES.json: of `rounds list customers --json`
 *
 * TRUTH.csv has columns housenumber, street, postcode, city, country_code, lat, lon. A customer's key is "R" and the row's number. */
#include "cli/import/csv.h"
#include "geo/base/file.h"
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/point.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 256 << 20, COLUMNS = 7, WRONG_M = 100 };

enum column { NUMBER, STREET, POSTCODE, CITY, COUNTRY, LAT, LON };

struct row {
    const char *field[COLUMNS];
};

struct truth {
    struct row *rows;
    size_t n, room;
};

static void need(enum status status, const struct error *err)
{
    if (status != STATUS_OK) {
        fprintf(stderr, "bench_geocode: %s\n", err->text);
        exit(1);
    }
}

static void find_columns(const struct csv_record *head, size_t at[COLUMNS])
{
    static const char *const names[COLUMNS] = {"housenumber",  "street", "postcode", "city",
                                               "country_code", "lat",    "lon"};
    for (int c = 0; c < COLUMNS; c++) {
        at[c] = SIZE_MAX;
        for (size_t i = 0; i < head->n; i++) {
            at[c] = strcmp(head->fields[i], names[c]) == 0 ? i : at[c];
        }
        if (at[c] == SIZE_MAX) {
            fprintf(stderr, "bench_geocode: there is no column %s\n", names[c]);
            exit(1);
        }
    }
}

static struct truth read_truth(struct arena *arena, const char *path)
{
    struct truth truth = {0};
    struct error err = {0};
    struct csv *csv = NULL;
    struct csv_record record;
    char *text;
    size_t length, at[COLUMNS];
    need(file_read(arena, path, FILE_MAX, &text, &length, &err), &err);
    need(csv_open(arena, path, text, length, CSV_UTF8, &csv, &err), &err);
    need(csv_next(csv, &record, &err), &err);
    find_columns(&record, at);
    for (need(csv_next(csv, &record, &err), &err); record.n > 0; need(csv_next(csv, &record, &err), &err)) {
        struct row *row = arena_push(arena, &truth.rows, &truth.n, &truth.room, sizeof *row);
        for (int c = 0; c < COLUMNS; c++) {
            row->field[c] = at[c] < record.n ? arena_strdup(arena, record.fields[at[c]]) : "";
        }
    }
    return truth;
}

static void put_field(const char *text, const char *end)
{
    putchar('"');
    for (; *text != '\0'; text++) {
        printf(*text == '"' ? "\"\"" : "%c", *text);
    }
    printf("\"%s", end);
}

/* The number stands where the country has it. */
static const char *street_of(struct arena *arena, const struct row *row)
{
    const char *country = row->field[COUNTRY];
    bool first = strcmp(country, "gb") == 0 || strcmp(country, "ie") == 0 || strcmp(country, "us") == 0 ||
                 strcmp(country, "fr") == 0 || strcmp(country, "mc") == 0 || strcmp(country, "mt") == 0;
    return first ? arena_printf(arena, "%s %s", row->field[NUMBER], row->field[STREET])
                 : arena_printf(arena, "%s %s", row->field[STREET], row->field[NUMBER]);
}

/* Can a person find it: a number, a street, and a town or a postcode? */
static bool is_whole(const struct row *row, const char *country)
{
    return *row->field[NUMBER] != '\0' && *row->field[STREET] != '\0' &&
           (*row->field[POSTCODE] != '\0' || *row->field[CITY] != '\0') &&
           (*country == '\0' || strcmp(row->field[COUNTRY], country) == 0);
}

static void make(struct arena *arena, const struct truth *truth, size_t n, const char *country)
{
    size_t fit = 0, seen = 0, made = 0;
    for (size_t i = 0; i < truth->n; i++) {
        fit += is_whole(&truth->rows[i], country);
    }
    n = n < fit ? n : fit;
    printf("key,name,street,postcode,town,country\n");
    for (size_t i = 0; i < truth->n && made < n; i++) {
        const struct row *row = &truth->rows[i];
        if (!is_whole(row, country) || seen++ * n / fit < made) {
            continue;
        }
        printf("R%zu,Customer %zu,", i, i);
        put_field(street_of(arena, row), ",");
        put_field(row->field[POSTCODE], ",");
        put_field(row->field[CITY], ",");
        printf("%s\n", row->field[COUNTRY]);
        made++;
    }
}

/* Metres from where SITE was placed to where its row is; below 0 when it has no place. */
static double miss_m(const struct truth *truth, const json_t *site, size_t *number)
{
    const char *key = json_string_value(json_object_get(site, "key"));
    const json_t *lat = json_object_get(site, "lat"), *lon = json_object_get(site, "lon");
    int64_t at;
    struct point is;
    if (key == NULL || key[0] != 'R' || !num_parse_i64(key + 1, 0, (int64_t)truth->n - 1, &at)) {
        fprintf(stderr, "bench_geocode: a site with the key %s is none of ours\n", key != NULL ? key : "(none)");
        exit(1);
    }
    *number = (size_t)at;
    const struct row *row = &truth->rows[at];
    if (!json_is_number(lat) || !json_is_number(lon)) {
        return -1;
    }
    if (!num_parse_double(row->field[LAT], true, -90, 90, &is.lat_deg) ||
        !num_parse_double(row->field[LON], true, -180, 180, &is.lon_deg)) {
        fprintf(stderr, "bench_geocode: row %zu has no place\n", *number);
        exit(1);
    }
    return point_distance_m(is, (struct point){json_number_value(lat), json_number_value(lon)});
}

/* Farther than WRONG_M from the truth. A row whose address stands at several places is right at any of them. */
static bool is_wrong(const struct truth *truth, size_t number, const json_t *site, double missed_m)
{
    const struct row *row = &truth->rows[number];
    const struct point at = {json_number_value(json_object_get(site, "lat")),
                             json_number_value(json_object_get(site, "lon"))};
    for (size_t i = 0; i < truth->n && missed_m > WRONG_M; i++) {
        const struct row *other = &truth->rows[i];
        struct point is;
        bool same = i != number;
        for (int c = 0; c <= COUNTRY && same; c++) {
            same = strcmp(row->field[c], other->field[c]) == 0;
        }
        if (same && num_parse_double(other->field[LAT], true, -90, 90, &is.lat_deg) &&
            num_parse_double(other->field[LON], true, -180, 180, &is.lon_deg)) {
            double other_m = point_distance_m(is, at);
            missed_m = other_m < missed_m ? other_m : missed_m;
        }
    }
    return missed_m > WRONG_M;
}

static int judge(const struct truth *truth, const char *path)
{
    json_error_t fault;
    json_t *document = json_load_file(path, 0, &fault);
    const json_t *sites = json_object_get(document, "sites");
    const json_t *site;
    size_t i, placed = 0, waiting = 0, wrong = 0;
    sites = sites != NULL ? sites : json_object_get(document, "customers");
    json_array_foreach(sites, i, site)
    {
        size_t number;
        double missed_m = miss_m(truth, site, &number);
        placed += missed_m >= 0;
        waiting += missed_m < 0;
        if (missed_m >= 0 && is_wrong(truth, number, site, missed_m)) {
            const struct row *row = &truth->rows[number];
            wrong++;
            printf("  wrong by %.0f m: %s %s, %s %s (%s)\n", missed_m, row->field[STREET], row->field[NUMBER],
                   row->field[POSTCODE], row->field[CITY], row->field[COUNTRY]);
        }
    }
    size_t all = placed + waiting;
    if (all == 0) {
        fprintf(stderr, "bench_geocode: %s has no sites: %s\n", path, document != NULL ? "none at all" : fault.text);
        json_decref(document);
        return 1;
    }
    printf("%6zu addresses: placed %zu (%.1f %%), for a person %zu (%.1f %%), placed wrongly %zu\n", all, placed,
           100.0 * (double)placed / (double)all, waiting, 100.0 * (double)waiting / (double)all, wrong);
    json_decref(document);
    return wrong > 0;
}

int main(int argc, char **argv)
{
    struct arena *arena = arena_new();
    int64_t n = 0;
    int exit_status = 2;
    if (argc >= 4 && strcmp(argv[1], "make") == 0 && num_parse_i64(argv[3], 1, 10000000, &n)) {
        struct truth truth = read_truth(arena, argv[2]);
        make(arena, &truth, (size_t)n, argc > 4 ? argv[4] : "");
        exit_status = 0;
    } else if (argc == 4 && strcmp(argv[1], "judge") == 0) {
        struct truth truth = read_truth(arena, argv[2]);
        exit_status = judge(&truth, argv[3]);
    } else {
        fprintf(stderr, "usage: bench_geocode make TRUTH.csv N [COUNTRY] | judge TRUTH.csv SITES.json\n");
    }
    arena_free(arena);
    return exit_status;
}
