/* What the map answers, in Nominatim's jsonv2. */
#include "tests/tools/replay.h"

#include "geo/base/buf.h"
#include "geo/base/num.h"
#include "geo/point.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS_MAX = 40, FOUND_MAX = 40, NAMES_MAX = 12, TEXT_MAX = 1000, NEAR_M = 100 };

/* --- the address line of a request ---------------------------------------------------------------------------------- */

static int digit_of(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

static char *decode(struct arena *arena, const char *text, size_t n)
{
    char *out = arena_alloc(arena, n + 1);
    size_t length = 0;
    for (size_t i = 0; i < n; i++) {
        bool escape = text[i] == '%' && i + 2 < n && digit_of(text[i + 1]) >= 0 && digit_of(text[i + 2]) >= 0;
        out[length++] = escape           ? (char)(digit_of(text[i + 1]) * 16 + digit_of(text[i + 2]))
                        : text[i] == '+' ? ' '
                                         : text[i];
        i += escape ? 2 : 0;
    }
    return out;
}

/* The parameter NAME of TARGET, NULL when it is not there. */
static const char *parameter(struct arena *arena, const char *target, const char *name)
{
    size_t length = strlen(name);
    const char *at = strchr(target, '?');
    while (at != NULL) {
        at++;
        size_t n = strcspn(at, "&");
        if (strncmp(at, name, length) == 0 && at[length] == '=') {
            return decode(arena, at + length + 1, n - length - 1);
        }
        at = at[n] == '&' ? at + n : NULL;
    }
    return NULL;
}

/* --- finding -------------------------------------------------------------------------------------------------------- */

struct found {
    const struct replay_row *row;       /* NULL: only the street */
    const struct replay_street *street; /* NULL: only the town or postcode */
    const struct replay_row *area;
    bool postcode_only;
    int rank; /* the lower, the sooner */
};

struct search {
    const struct replay_map *map;
    struct arena *arena;
    const char *words[WORDS_MAX];
    bool used[WORDS_MAX];
    size_t n;
    const char *town, *postcode; /* as the query has them and the map knows; NULL */
    const char *countries;
    struct found found[FOUND_MAX];
    size_t found_n;
};

static char *span(const struct search *s, size_t from, size_t to)
{
    char *text = arena_strdup(s->arena, s->words[from]);
    for (size_t i = from + 1; i < to; i++) {
        text = arena_printf(s->arena, "%s %s", text, s->words[i]);
    }
    return text;
}

/* The longest run of words that are free and known as KIND. */
static bool find_span(struct search *s, enum replay_kind kind, size_t *from, size_t *to,
                      const struct replay_term **terms, size_t *n)
{
    for (size_t length = s->n < NAMES_MAX ? s->n : NAMES_MAX; length > 0; length--) {
        for (size_t i = 0; i + length <= s->n; i++) {
            bool taken = false;
            for (size_t j = i; j < i + length; j++) {
                taken = taken || s->used[j];
            }
            *terms = taken ? NULL : replay_map_find(s->map, span(s, i, i + length), kind, n);
            if (*terms != NULL && *n > 0) {
                *from = i;
                *to = i + length;
                memset(s->used + i, true, length);
                return true;
            }
        }
    }
    return false;
}

static const char *take_span(struct search *s, enum replay_kind kind)
{
    size_t from;
    size_t to;
    size_t n;
    const struct replay_term *terms;
    return find_span(s, kind, &from, &to, &terms, &n) ? terms[0].text : NULL;
}

static bool country_wanted(const struct search *s, const char *country)
{
    return s->countries == NULL || *s->countries == '\0' || strstr(s->countries, country) != NULL;
}

static void add(struct search *s, struct found found)
{
    const char *country = found.row != NULL      ? found.row->country
                          : found.street != NULL ? found.street->country
                                                 : found.area->country;
    if (s->found_n < FOUND_MAX && country_wanted(s, country)) {
        s->found[s->found_n++] = found;
    }
}

static bool has_number(const struct replay_map *map, const struct replay_term *streets, size_t n, const char *key)
{
    for (size_t i = 0; i < n; i++) {
        const struct replay_street *street = &map->streets[streets[i].at];
        for (uint32_t r = street->first; r < street->first + street->n; r++) {
            if (strcmp(map->rows[r].number_key, key) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* The number beside the street at FROM..TO: "12", "12 a", "4 6"; as many words as a house of the street has. NULL: none is asked for. */
static const char *take_number(struct search *s, const struct replay_term *streets, size_t n, size_t from, size_t to)
{
    size_t begins[2] = {to, from};
    for (int side = 0; side < 2; side++) {
        for (size_t length = 3; length > 0; length--) {
            size_t first = side == 0 ? begins[0] : begins[1] - length;
            if ((side == 0 && first + length > s->n) || (side == 1 && begins[1] < length)) {
                continue;
            }
            bool free = *s->words[first] >= '0' && *s->words[first] <= '9';
            for (size_t i = first; i < first + length; i++) {
                free = free && !s->used[i];
            }
            const char *key = free ? replay_fold_tight(s->arena, span(s, first, first + length)) : NULL;
            if (key != NULL && (length == 1 || has_number(s->map, streets, n, key))) {
                memset(s->used + first, true, length);
                return key;
            }
        }
    }
    return NULL;
}

/* A word that means nothing here ends the search, as it does there; a number or a postcode that is not known does not. */
static bool words_left(const struct search *s)
{
    for (size_t i = 0; i < s->n; i++) {
        bool digit = strpbrk(s->words[i], "0123456789") != NULL;
        if (!s->used[i] && !digit && strlen(s->words[i]) > 1) {
            return true;
        }
    }
    return false;
}

static bool same(struct search *s, const char *wanted, const char *has)
{
    return wanted != NULL && strcmp(wanted, replay_fold(s->arena, has)) == 0;
}

static void add_houses(struct search *s, const struct replay_street *street, const char *number, int rank)
{
    for (uint32_t r = street->first; r < street->first + street->n; r++) {
        const struct replay_row *row = &s->map->rows[r];
        if (strcmp(row->number_key, number) == 0) {
            add(s, (struct found){.row = row, .rank = rank - (same(s, s->postcode, row->postcode) ? 2 : 0)});
        }
    }
}

static void find_in_streets(struct search *s, const struct replay_term *streets, size_t n, const char *number,
                            bool any_town)
{
    size_t houses = s->found_n;
    for (int pass = 0; pass < 2 && s->found_n == houses; pass++) {
        for (size_t i = 0; i < n; i++) {
            const struct replay_street *street = &s->map->streets[streets[i].at];
            if (!any_town && s->town != NULL && !same(s, s->town, street->town)) {
                continue;
            }
            if (pass == 0 && number != NULL) {
                add_houses(s, street, number, 10);
            } else if (pass == 1) {
                add(s, (struct found){.street = street, .rank = 20 - (same(s, s->postcode, street->postcode) ? 2 : 0)});
            }
        }
    }
}

static void find_areas(struct search *s, const struct replay_term *terms, size_t n, bool postcode)
{
    for (size_t i = 0; i < n && s->found_n < 3; i++) {
        const struct replay_row *row = &s->map->rows[terms[i].at];
        if (i == 0 || strcmp(row->country, s->map->rows[terms[i - 1].at].country) != 0) {
            add(s, (struct found){.area = row, .postcode_only = postcode, .rank = postcode ? 30 : 40});
        }
    }
}

static int by_rank(const void *a, const void *b)
{
    const struct found *one = a;
    const struct found *two = b;
    return one->rank != two->rank ? one->rank - two->rank : (one->row > two->row) - (one->row < two->row);
}

static void run(struct search *s, const char *text)
{
    size_t from;
    size_t to;
    size_t n;
    const struct replay_term *terms;
    if (find_span(s, REPLAY_STREET, &from, &to, &terms, &n)) {
        s->town = take_span(s, REPLAY_TOWN);
        s->postcode = take_span(s, REPLAY_POSTCODE);
        const char *number = take_number(s, terms, n, from, to);
        take_span(s, REPLAY_COUNTRY);
        take_span(s, REPLAY_NAME);
        if (!words_left(s)) {
            find_in_streets(s, terms, n, number, false);
            /* Other towns with such a street, for some who asked for this one. */
            if (s->found_n == 0 && replay_hash(s->map->seed, text) % 2 == 0) {
                find_in_streets(s, terms, n, number, true);
            }
        }
    } else if (find_span(s, REPLAY_NAME, &from, &to, &terms, &n)) {
        s->town = take_span(s, REPLAY_TOWN);
        for (size_t i = 0; i < n; i++) {
            const struct replay_row *row = &s->map->rows[terms[i].at];
            if (s->town == NULL || same(s, s->town, row->town)) {
                add(s, (struct found){.row = row, .rank = 15});
            }
        }
    } else if (find_span(s, REPLAY_POSTCODE, &from, &to, &terms, &n)) {
        find_areas(s, terms, n, true);
    } else if (find_span(s, REPLAY_TOWN, &from, &to, &terms, &n)) {
        take_span(s, REPLAY_COUNTRY);
        if (!words_left(s)) {
            find_areas(s, terms, n, false);
        }
    }
    qsort(s->found, s->found_n, sizeof *s->found, by_rank);
}

/* --- writing -------------------------------------------------------------------------------------------------------- */

static void set_text(json_t *object, const char *name, const char *text)
{
    if (*text != '\0') {
        json_object_set_new(object, name, json_string(text));
    }
}

static json_t *degrees(double value)
{
    char text[NUM_DECIMAL_MAX];
    num_format(text, value, 7);
    return json_string(text);
}

/* A town may be called several things there. */
static const char *town_word(const char *town)
{
    static const char *const words[] = {"city", "town", "village"};
    return words[replay_hash(0, town) % 3];
}

static const char *country_name(const char *code)
{
    static const char *const names[] = {
        "de", "Germany", "it", "Italy",         "fi", "Finland",     "ru", "Russia",         "mc", "Monaco",
        "at", "Austria", "li", "Liechtenstein", "ch", "Switzerland", "gb", "United Kingdom", "ad", "Andorra"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i += 2) {
        if (strcmp(names[i], code) == 0) {
            return names[i + 1];
        }
    }
    return code;
}

struct written {
    const char *id, *category, *type, *addresstype, *name, *number, *road, *town, *postcode, *country;
    double lat, lon;
    int rank;
};

static struct written of_found(const struct found *found, struct arena *arena)
{
    struct written w = {.id = "", .name = "", .number = "", .road = "", .town = "", .postcode = ""};
    if (found->row != NULL) {
        const struct replay_row *row = found->row;
        char *category = arena_strdup(arena, row->interpolated ? "place=house" : row->kind);
        char *type = category + strcspn(category, "=");
        if (*type == '=') {
            *type++ = '\0';
        }
        w = (struct written){row->id,   category,      type,         category, row->name, row->number, row->street,
                             row->town, row->postcode, row->country, row->lat, row->lon,  30};
    } else if (found->street != NULL) {
        const struct replay_street *street = found->street;
        w = (struct written){
            "W1",         "highway",        "residential",   "road",      street->name, "", street->name,
            street->town, street->postcode, street->country, street->lat, street->lon,  26};
    } else {
        const struct replay_row *row = found->area;
        bool postcode = found->postcode_only;
        w = (struct written){postcode ? "" : "R1",
                             postcode ? "place" : "boundary",
                             postcode ? "postcode" : "administrative",
                             postcode ? "postcode" : town_word(row->town),
                             postcode ? row->postcode : row->town,
                             "",
                             "",
                             postcode ? "" : row->town,
                             postcode ? row->postcode : "",
                             row->country,
                             row->lat,
                             row->lon,
                             postcode ? 21 : 16};
    }
    return w;
}

static json_t *address_json(const struct written *w)
{
    json_t *address = json_object();
    if (w->rank == 30 && *w->name != '\0') {
        set_text(address, w->addresstype, w->name);
    }
    set_text(address, "house_number", w->number);
    set_text(address, "road", w->road);
    if (*w->town != '\0') {
        set_text(address, town_word(w->town), w->town);
    }
    set_text(address, "postcode", w->postcode);
    set_text(address, "country", country_name(w->country));
    set_text(address, "country_code", w->country);
    return address;
}

static char *display_name(const struct written *w, struct arena *arena)
{
    const char *parts[] = {w->rank == 30 ? w->name : "", w->number, w->road, w->town, w->postcode,
                           country_name(w->country)};
    char *text = arena_strdup(arena, "");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (*parts[i] != '\0') {
            text = arena_printf(arena, "%s%s%s", text, *text != '\0' ? ", " : "", parts[i]);
        }
    }
    return text;
}

static json_t *place_json(const struct found *found, size_t at, struct arena *arena)
{
    struct written w = of_found(found, arena);
    json_t *place = json_object();
    json_object_set_new(place, "place_id", json_integer((json_int_t)(100000 + at)));
    set_text(place, "licence", "Data © OpenStreetMap contributors, ODbL 1.0. http://osm.org/copyright");
    if (*w.id != '\0') {
        set_text(place, "osm_type", *w.id == 'N' ? "node" : *w.id == 'W' ? "way" : "relation");
        json_object_set_new(place, "osm_id", json_integer((json_int_t)strtoll(w.id + 1, NULL, 10)));
    }
    json_object_set_new(place, "lat", degrees(w.lat));
    json_object_set_new(place, "lon", degrees(w.lon));
    set_text(place, "category", w.category);
    set_text(place, "type", w.type);
    json_object_set_new(place, "place_rank", json_integer(w.rank));
    json_object_set_new(place, "importance", json_real(w.rank == 30 ? 9.99999999995449e-06 : 0.05334));
    set_text(place, "addresstype", w.addresstype);
    json_object_set_new(place, "name", json_string(w.name));
    json_object_set_new(place, "display_name", json_string(display_name(&w, arena)));
    json_object_set_new(place, "address", address_json(&w));
    double half = w.rank == 30 ? 0.00005 : 0.002;
    json_object_set_new(place, "boundingbox",
                        json_pack("[oooo]", degrees(w.lat - half), degrees(w.lat + half), degrees(w.lon - half),
                                  degrees(w.lon + half)));
    return place;
}

static struct replay_answer answer_json(json_t *tree, struct arena *arena, int code)
{
    char *text = json_dumps(tree, JSON_COMPACT | JSON_REAL_PRECISION(15));
    struct replay_answer answer = {code, "application/json; charset=utf-8", arena_strdup(arena, text), strlen(text)};
    free(text);
    json_decref(tree);
    return answer;
}

static struct replay_answer answer_text(int code, const char *type, const char *text)
{
    return (struct replay_answer){code, type, text, strlen(text)};
}

static struct replay_answer refuse(struct arena *arena, const char *why)
{
    return answer_json(json_pack("{s:{s:i,s:s}}", "error", "code", 400, "message", why), arena, 400);
}

/* --- requests ------------------------------------------------------------------------------------------------------- */

static const char *structured(const char *target, struct arena *arena)
{
    static const char *const names[] = {"street", "city", "county", "state", "postalcode", "country"};
    char *text = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = parameter(arena, target, names[i]);
        if (value != NULL) {
            text = text == NULL ? arena_strdup(arena, value) : arena_printf(arena, "%s, %s", text, value);
        }
    }
    return text;
}

static struct replay_answer search(const struct replay_map *map, const char *target, struct arena *arena)
{
    const char *q = parameter(arena, target, "q");
    const char *words = structured(target, arena);
    const char *format = parameter(arena, target, "format");
    const char *limit = parameter(arena, target, "limit");
    int32_t most = 10;
    if (format != NULL && strcmp(format, "jsonv2") != 0) {
        return answer_text(400, "text/plain; charset=utf-8", "Parameter 'format' must be one of: jsonv2");
    }
    if (q != NULL && words != NULL) {
        return refuse(arena, "Structured query parameters(...) cannot be used together with 'q' parameter.");
    }
    if ((q == NULL && words == NULL) || (limit != NULL && !num_parse_i32(limit, 1, INT32_MAX, &most))) {
        return refuse(arena,
                      q == NULL && words == NULL ? "Nothing to search for." : "Parameter 'limit' must be a number.");
    }
    struct search *s = arena_alloc(arena, sizeof *s);
    const char *text = q != NULL ? q : words;
    *s = (struct search){.map = map, .arena = arena, .countries = parameter(arena, target, "countrycodes")};
    char *folded = strlen(text) <= TEXT_MAX ? replay_fold(arena, text) : arena_strdup(arena, "");
    for (char *at = folded; *at != '\0' && s->n < WORDS_MAX;) {
        size_t n = strcspn(at, " ");
        s->words[s->n++] = arena_strndup(arena, at, n);
        at += n + (at[n] == ' ');
    }
    run(s, text);
    json_t *list = json_array();
    for (size_t i = 0; i < s->found_n && i < (size_t)(most < FOUND_MAX ? most : FOUND_MAX); i++) {
        json_array_append_new(list, place_json(&s->found[i], i, arena));
    }
    return answer_json(list, arena, 200);
}

static struct replay_answer reverse(const struct replay_map *map, const char *target, struct arena *arena)
{
    const char *lat = parameter(arena, target, "lat");
    const char *lon = parameter(arena, target, "lon");
    struct point at;
    if (lat == NULL || lon == NULL || !num_parse_double(lat, false, -1e6, 1e6, &at.lat_deg) ||
        !num_parse_double(lon, false, -1e6, 1e6, &at.lon_deg)) {
        return refuse(arena, "Parameter 'lat' must be a number.");
    }
    struct found best = {0};
    double best_m = NEAR_M;
    for (size_t i = 0; i < map->n && point_valid(at); i++) {
        struct point there = {map->rows[i].lat, map->rows[i].lon};
        double m = fabs(there.lat_deg - at.lat_deg) < 0.01 ? point_distance_m(at, there) : best_m;
        if (m < best_m) {
            best_m = m;
            best.row = &map->rows[i];
        }
    }
    return best.row != NULL ? answer_json(place_json(&best, 0, arena), arena, 200)
                            : answer_json(json_pack("{s:s}", "error", "Unable to geocode"), arena, 200);
}

struct replay_answer replay_map_answer(const struct replay_map *map, const char *target, struct arena *arena)
{
    size_t n = strcspn(target, "?");
    if (n == 7 && strncmp(target, "/search", n) == 0) {
        return search(map, target, arena);
    }
    if (n == 8 && strncmp(target, "/reverse", n) == 0) {
        return reverse(map, target, arena);
    }
    if (n == 7 && strncmp(target, "/status", n) == 0) {
        return answer_json(json_pack("{s:i,s:s}", "status", 0, "message", "OK"), arena, 200);
    }
    return answer_text(404, "text/html; charset=utf-8", "<html><body>404 Not Found</body></html>");
}
