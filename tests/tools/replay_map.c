#include "tests/tools/replay.h"

#include "geo/base/file.h"
#include "geo/base/num.h"
#include "geo/base/text.h"
#include "geo/point.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 64 << 20, NEAR_M = 2000 };

/* --- words ---------------------------------------------------------------------------------------------------------- */

/* FNV-1a (Fowler, Noll, Vo), stirred at the end. */
uint64_t replay_hash(uint64_t seed, const char *text)
{
    uint64_t hash = UINT64_C(14695981039346656037) ^ seed;
    for (; *text != '\0'; text++) {
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    }
    hash = (hash ^ (hash >> 31)) * UINT64_C(0x7fb5d329728ea185);
    return hash ^ (hash >> 29);
}

static bool ends_in(const char *text, size_t n, const char *end)
{
    size_t length = strlen(end);
    return n >= length && strncmp(text + n - length, end, length) == 0;
}

char *replay_fold(struct arena *arena, const char *text)
{
    char *apart = arena_strdup(arena, text);
    for (char *c = apart; *c != '\0'; c++) {
        *c = (char)(strchr(",;/-.'", *c) != NULL ? ' ' : *c);
    }
    const char *folded = text_fold(arena, text_trim(arena, apart));
    size_t length = strlen(folded);
    char *out = arena_alloc(arena, 5 * length + 8);
    size_t n = 0;
    for (const char *at = folded; *at != '\0';) {
        size_t word = strcspn(at, " ");
        memcpy(out + n, at, word);
        n += word;
        if (ends_in(at, word, "str")) {
            memcpy(out + n, "asse", 4);
            n += 4;
        }
        at += word;
        if (*at == ' ') {
            out[n++] = *at++;
        }
    }
    out[n] = '\0';
    return out;
}

char *replay_fold_tight(struct arena *arena, const char *text)
{
    char *out = replay_fold(arena, text);
    size_t n = 0;
    for (const char *c = out; *c != '\0'; c++) {
        if (*c != ' ') {
            out[n++] = *c;
        }
    }
    out[n] = '\0';
    return out;
}

/* --- the table ------------------------------------------------------------------------------------------------------ */

char *replay_read_line(char *at, const char *cells[REPLAY_COLUMNS])
{
    for (int i = 0; i < REPLAY_COLUMNS; i++) {
        char *out = at;
        cells[i] = out;
        bool quoted = *at == '"';
        at += quoted;
        while (*at != '\0' && (quoted || (*at != ',' && *at != '\n'))) {
            if (quoted && *at == '"' && *++at != '"') {
                quoted = false;
                continue;
            }
            *out++ = *at++;
        }
        char end = *at;
        *out = '\0';
        if (end != (i == REPLAY_COLUMNS - 1 ? '\n' : ',')) {
            return NULL;
        }
        at++;
    }
    return at;
}

static bool read_row(const char *const cells[REPLAY_COLUMNS], struct replay_row *row)
{
    *row = (struct replay_row){.id = cells[0],
                               .name = cells[1],
                               .kind = cells[2],
                               .number = cells[3],
                               .street = cells[4],
                               .postcode = cells[5],
                               .town = cells[6],
                               .country = cells[7]};
    return num_parse_double(cells[8], false, -90, 90, &row->lat) &&
           num_parse_double(cells[9], false, -180, 180, &row->lon);
}

/* There is room for two twins of each row. */
static bool read_table(struct arena *arena, const char *path, struct replay_map *map)
{
    struct error err;
    char *text;
    size_t length;
    if (file_read(arena, path, FILE_MAX, &text, &length, &err) != STATUS_OK) {
        fprintf(stderr, "%s\n", err.text);
        return false;
    }
    size_t lines = 0;
    for (const char *at = text; (at = strchr(at, '\n')) != NULL; at++) {
        lines++;
    }
    map->rows = arena_array(arena, 3 * lines + 2, sizeof *map->rows);
    const char *cells[REPLAY_COLUMNS];
    char *at = replay_read_line(text, cells);
    while (at != NULL && *at != '\0') {
        at = replay_read_line(at, cells);
        if (at != NULL && !read_row(cells, &map->rows[map->n++])) {
            at = NULL;
        }
    }
    if (at == NULL) {
        fprintf(stderr, "%s: row %zu is not understood\n", path, map->n + 1);
    }
    return at != NULL;
}

static double metres(double lat_a, double lon_a, double lat_b, double lon_b)
{
    double north = (lat_b - lat_a) * 111200;
    double east = (lon_b - lon_a) * 111200 * cos(lat_a * 0.017453292519943295);
    return sqrt(north * north + east * east);
}

/* A server knows town and postcode from areas, also where the house does not say them. */
static void fill(struct replay_map *map, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct replay_row *row = &map->rows[i];
        const struct replay_row *town = NULL;
        const struct replay_row *postcode = NULL;
        double town_m = NEAR_M;
        double postcode_m = NEAR_M;
        for (size_t j = 0; j < n && (*row->town == '\0' || *row->postcode == '\0'); j++) {
            const struct replay_row *other = &map->rows[j];
            if (fabs(other->lat - row->lat) > 0.02 || strcmp(other->country, row->country) != 0 || other->filled) {
                continue;
            }
            double m = metres(row->lat, row->lon, other->lat, other->lon);
            if (*other->town != '\0' && m < town_m) {
                town = other;
                town_m = m;
            }
            if (*other->postcode != '\0' && m < postcode_m) {
                postcode = other;
                postcode_m = m;
            }
        }
        if (*row->town == '\0' && town != NULL) {
            row->town = town->town;
            row->filled = true;
        }
        if (*row->postcode == '\0' && postcode != NULL) {
            row->postcode = postcode->postcode;
            row->filled = true;
        }
    }
}

/* --- faults --------------------------------------------------------------------------------------------------------- */

static int draw(const struct replay_map *map, struct arena *arena, const char *what, const struct replay_row *row,
                bool house)
{
    const char *text =
        arena_printf(arena, "%s|%s|%s|%s|%s", what, row->street, row->town, row->country, house ? row->number : "");
    return (int)(replay_hash(map->seed, text) % 100);
}

static bool is_missing(const struct replay_map *map, struct arena *arena, const struct replay_row *row)
{
    return draw(map, arena, "street", row, false) < 3 || draw(map, arena, "house", row, true) < 8;
}

static void add_twin(struct replay_map *map, const struct replay_row *row, double lat, double lon)
{
    struct replay_row *twin = &map->rows[map->n++];
    *twin = *row;
    twin->lat = lat;
    twin->lon = lon;
    twin->name = "";
    twin->kind = "building=yes";
    twin->twin = true;
}

/* A town of the same country, far from ROW. */
static const struct replay_row *other_town(const struct replay_map *map, const struct replay_row *row, size_t n)
{
    size_t from = replay_hash(map->seed, row->street) % n;
    for (size_t i = 0; i < n; i++) {
        const struct replay_row *other = &map->rows[(from + i) % n];
        if (strcmp(other->country, row->country) == 0 && *other->town != '\0' && strcmp(other->town, row->town) != 0 &&
            metres(row->lat, row->lon, other->lat, other->lon) > 5000) {
            return other;
        }
    }
    return NULL;
}

static void add_faults(struct replay_map *map, struct arena *arena)
{
    size_t n = map->n;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        const struct replay_row *row = &map->rows[i];
        const struct replay_row *other = draw(map, arena, "also", row, false) < 5 ? other_town(map, row, n) : NULL;
        if (draw(map, arena, "twice", row, true) < 2 && !is_missing(map, arena, row)) {
            double way = 0.004 + 0.00005 * draw(map, arena, "way", row, true);
            add_twin(map, row, row->lat + way, row->lon);
        }
        if (other != NULL) {
            add_twin(map, row, other->lat + (row->lat - map->rows[0].lat) * 0.001, other->lon);
            map->rows[map->n - 1].town = other->town;
            map->rows[map->n - 1].postcode = other->postcode;
        }
    }
    for (size_t i = 0; i < map->n; i++) {
        struct replay_row row = map->rows[i];
        int fate = draw(map, arena, "house", &row, true);
        if (!row.twin && is_missing(map, arena, &row)) {
            continue;
        }
        if (!row.twin && fate < 11) {
            row.interpolated = true;
            row.id = arena_printf(arena, "W%s", row.id + 1); /* the line between two houses */
            row.name = "";
            row.lat += 40 / 111200.0;
        }
        map->rows[kept++] = row;
    }
    map->n = kept;
}

/* --- streets and terms ---------------------------------------------------------------------------------------------- */

static int by_street(const void *a, const void *b)
{
    const struct replay_row *one = a;
    const struct replay_row *two = b;
    int order = strcmp(one->country, two->country);
    order = order != 0 ? order : strcmp(one->town, two->town);
    order = order != 0 ? order : strcmp(one->street, two->street);
    return order != 0 ? order : strcmp(one->id, two->id);
}

static void make_streets(struct replay_map *map, struct arena *arena)
{
    qsort(map->rows, map->n, sizeof *map->rows, by_street);
    map->streets = arena_array(arena, map->n + 1, sizeof *map->streets);
    for (size_t i = 0; i < map->n; i++) {
        struct replay_row *row = &map->rows[i];
        const struct replay_row *before = i > 0 ? row - 1 : NULL;
        bool same = before != NULL && strcmp(before->country, row->country) == 0 &&
                    strcmp(before->town, row->town) == 0 && strcmp(before->street, row->street) == 0;
        if (!same) {
            map->streets[map->streets_n++] = (struct replay_street){.name = row->street,
                                                                    .town = row->town,
                                                                    .postcode = row->postcode,
                                                                    .country = row->country,
                                                                    .first = (uint32_t)i};
        }
        struct replay_street *street = &map->streets[map->streets_n - 1];
        street->n++;
        street->lat += (row->lat - street->lat) / street->n;
        street->lon += (row->lon - street->lon) / street->n;
        row->street_at = (uint32_t)(map->streets_n - 1);
        row->number_key = replay_fold_tight(arena, row->number);
    }
}

static int by_term(const void *a, const void *b)
{
    const struct replay_term *one = a;
    const struct replay_term *two = b;
    int order = strcmp(one->text, two->text);
    order = order != 0 ? order : (int)one->kind - (int)two->kind;
    return order != 0 ? order : (one->at > two->at) - (one->at < two->at);
}

static void add_term(struct replay_map *map, const char *text, enum replay_kind kind, size_t at)
{
    if (*text != '\0') {
        map->terms[map->terms_n++] = (struct replay_term){text, kind, (uint32_t)at};
    }
}

static void make_terms(struct replay_map *map, struct arena *arena)
{
    static const char *const countries[] = {"de",
                                            "germany",
                                            "deutschland",
                                            "it",
                                            "italy",
                                            "italia",
                                            "fi",
                                            "finland",
                                            "suomi",
                                            "ru",
                                            "russia",
                                            "mc",
                                            "monaco",
                                            "at",
                                            "austria",
                                            "osterreich",
                                            "li",
                                            "liechtenstein",
                                            "ch",
                                            "switzerland",
                                            "schweiz",
                                            "gb",
                                            "uk",
                                            "united kingdom",
                                            "great britain",
                                            "england",
                                            "ad",
                                            "andorra",
                                            "россия"};
    map->terms =
        arena_array(arena, map->streets_n + 3 * map->n + sizeof countries / sizeof *countries, sizeof *map->terms);
    for (size_t i = 0; i < map->streets_n; i++) {
        add_term(map, replay_fold(arena, map->streets[i].name), REPLAY_STREET, i);
    }
    for (size_t i = 0; i < map->n; i++) {
        const struct replay_row *row = &map->rows[i];
        add_term(map, replay_fold(arena, row->town), REPLAY_TOWN, i);
        add_term(map, replay_fold(arena, row->postcode), REPLAY_POSTCODE, i);
        add_term(map, replay_fold(arena, row->name), REPLAY_NAME, i);
    }
    for (size_t i = 0; i < sizeof countries / sizeof *countries; i++) {
        add_term(map, countries[i], REPLAY_COUNTRY, i);
    }
    qsort(map->terms, map->terms_n, sizeof *map->terms, by_term);
}

const struct replay_term *replay_map_find(const struct replay_map *map, const char *text, enum replay_kind kind,
                                          size_t *n)
{
    struct replay_term wanted = {text, kind, 0};
    size_t low = 0;
    size_t high = map->terms_n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_term(&map->terms[middle], &wanted) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *n = 0;
    while (low + *n < map->terms_n && map->terms[low + *n].kind == kind &&
           strcmp(map->terms[low + *n].text, text) == 0) {
        ++*n;
    }
    return map->terms + low;
}

struct replay_map *replay_map_new(struct arena *arena, const char *path, bool faultless, uint64_t seed)
{
    struct replay_map *map = arena_alloc(arena, sizeof *map);
    map->seed = seed;
    if (!read_table(arena, path, map)) {
        return NULL;
    }
    fill(map, map->n);
    if (!faultless) {
        add_faults(map, arena);
    }
    make_streets(map, arena);
    make_terms(map, arena);
    return map;
}
