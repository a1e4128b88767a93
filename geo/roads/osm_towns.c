#include "geo/roads/osm_towns.h"

#include "geo/base/mem.h"
#include "geo/base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STRIPS_MAX = 256, HITS_MAX = 16, BAND_PER_DEG = 8 };

static const double M_PER_DEG = 111320.0;
/* How far a settlement reaches, by kind. It is taken up to twice that. */
static const double REACH_M[] = {6000, 2500, 1000, 500, 700};
static const double REACHES = 2.0;
/* The second nearest must be so many times as far, in units of its own reach. */
static const double SURE = 1.5;

/* An area: its edges in strips of latitude. */
struct area {
    const char *name; /* NULL: it names no settlement */
    const char *country;
    enum osm_town_kind kind;
    struct box box;
    double size;
    const struct osm_edge *edges;
    size_t strips_n;
    size_t *strip_first; /* into STRIP_EDGES; strips_n + 1 of them */
    uint32_t *strip_edges;
};

struct spot {
    int band;
    double lon_deg;
    const struct osm_town *town;
};

struct osm_towns {
    struct area *areas; /* the smallest first */
    size_t areas_n;
    struct spot *spots; /* by band, then longitude */
    size_t spots_n;
};

/* --- areas -------------------------------------------------------------------------------------------------------------- */

static size_t strip_of(const struct area *area, double lat_deg)
{
    double share = (lat_deg - area->box.south_deg) / (area->box.north_deg - area->box.south_deg);
    double strip = share * (double)area->strips_n;
    return strip <= 0 ? 0 : strip >= (double)area->strips_n ? area->strips_n - 1 : (size_t)strip;
}

static struct box box_of(const struct osm_edge *edges, size_t n)
{
    struct box box = {90, 180, -90, -180};
    for (size_t i = 0; i < n; i++) {
        box.south_deg = fmin(box.south_deg, edges[i].from.lat_deg);
        box.north_deg = fmax(box.north_deg, edges[i].from.lat_deg);
        box.west_deg = fmin(box.west_deg, edges[i].from.lon_deg);
        box.east_deg = fmax(box.east_deg, edges[i].from.lon_deg);
    }
    return box;
}

/* COUNTS[s + 1] becomes the first of strip S + 1, by counting, or with FILL the edges are put down. */
static void sort_edges(struct area *area, size_t n)
{
    for (int fill = 0; fill < 2; fill++) {
        for (size_t i = 0; i < n; i++) {
            double a = area->edges[i].from.lat_deg, b = area->edges[i].to.lat_deg;
            for (size_t s = strip_of(area, fmin(a, b)); s <= strip_of(area, fmax(a, b)); s++) {
                if (fill == 0) {
                    area->strip_first[s + 2]++;
                } else {
                    area->strip_edges[area->strip_first[s + 1]++] = (uint32_t)i;
                }
            }
        }
        for (size_t s = 2; fill == 0 && s < area->strips_n + 2; s++) {
            area->strip_first[s] += area->strip_first[s - 1];
        }
    }
}

static size_t strip_edges_count(const struct area *area, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        double a = area->edges[i].from.lat_deg, b = area->edges[i].to.lat_deg;
        count += strip_of(area, fmax(a, b)) - strip_of(area, fmin(a, b)) + 1;
    }
    return count;
}

static void prepare(struct area *area, const struct osm_town *town, struct arena *arena)
{
    area->edges = town->outline;
    area->box = box_of(town->outline, town->outline_n);
    area->size = (area->box.north_deg - area->box.south_deg) * (area->box.east_deg - area->box.west_deg);
    area->strips_n = town->outline_n / 4 + 1 < STRIPS_MAX ? town->outline_n / 4 + 1 : STRIPS_MAX;
    area->strip_first = arena_array(arena, area->strips_n + 2, sizeof *area->strip_first);
    area->strip_edges = arena_array(arena, strip_edges_count(area, town->outline_n), sizeof *area->strip_edges);
    sort_edges(area, town->outline_n);
}

/* An even number of edges on one side and an odd one on the other: it is not closed here, and says nothing. */
static bool area_holds(const struct area *area, struct point at)
{
    size_t west = 0, east = 0;
    if (!box_holds(area->box, at)) {
        return false;
    }
    size_t strip = strip_of(area, at.lat_deg);
    for (size_t i = area->strip_first[strip]; i < area->strip_first[strip + 1]; i++) {
        struct point a = area->edges[area->strip_edges[i]].from, b = area->edges[area->strip_edges[i]].to;
        if ((a.lat_deg > at.lat_deg) == (b.lat_deg > at.lat_deg)) {
            continue;
        }
        double share = (at.lat_deg - a.lat_deg) / (b.lat_deg - a.lat_deg);
        double lon_deg = a.lon_deg + share * (b.lon_deg - a.lon_deg);
        west += lon_deg < at.lon_deg;
        east += lon_deg >= at.lon_deg;
    }
    return west % 2 == 1 && east % 2 == 1;
}

static int compare_areas(const void *left, const void *right)
{
    const struct area *a = left, *b = right;
    return (a->size > b->size) - (a->size < b->size);
}

/* Do the folded words of NAME stand together in those of WHOLE? */
static bool holds_words(struct arena *arena, const char *whole, const char *name)
{
    const char *in = arena_printf(arena, " %s ", text_fold(arena, whole));
    const char *words = arena_printf(arena, " %s ", text_fold(arena, name));
    return strlen(words) > 2 && strstr(in, words) != NULL;
}

/* The largest settlement inside that BOUNDARY is called by. */
static const struct osm_town *seat_of(const struct area *area, const struct osm_town *boundary,
                                      const struct osm_towns *towns, struct arena *scratch)
{
    const struct osm_town *seat = NULL;
    for (size_t i = 0; i < towns->spots_n; i++) {
        const struct osm_town *town = towns->spots[i].town;
        if ((seat == NULL || town->kind < seat->kind) && area_holds(area, town->at) &&
            holds_words(scratch, boundary->name, town->name)) {
            seat = town;
        }
    }
    return seat;
}

static void list_areas(struct osm_towns *towns, const struct osm_town *list, size_t n, struct arena *arena)
{
    towns->areas = arena_array(arena, n, sizeof *towns->areas);
    for (size_t i = 0; i < n; i++) {
        if (list[i].outline == NULL || list[i].outline_n < 3) {
            continue;
        }
        struct area area = {.name = list[i].name, .country = list[i].country, .kind = list[i].kind};
        prepare(&area, &list[i], arena);
        if (list[i].kind == OSM_BOUNDARY) {
            struct arena *scratch = arena_new();
            const struct osm_town *seat = seat_of(&area, &list[i], towns, scratch);
            arena_free(scratch);
            area.name = seat == NULL ? NULL : seat->name;
            area.kind = seat == NULL ? OSM_BOUNDARY : seat->kind;
        }
        if (area.name != NULL || area.country[0] != '\0') {
            towns->areas[towns->areas_n++] = area;
        }
    }
    qsort(towns->areas, towns->areas_n, sizeof *towns->areas, compare_areas);
}

/* --- settlements ------------------------------------------------------------------------------------------------------------ */

static int band_of(double lat_deg)
{
    return (int)floor(lat_deg * BAND_PER_DEG);
}

static int compare_spots(const void *left, const void *right)
{
    const struct spot *a = left, *b = right;
    if (a->band != b->band) {
        return a->band < b->band ? -1 : 1;
    }
    return (a->lon_deg > b->lon_deg) - (a->lon_deg < b->lon_deg);
}

static void list_spots(struct osm_towns *towns, const struct osm_town *list, size_t n, struct arena *arena)
{
    towns->spots = arena_array(arena, n, sizeof *towns->spots);
    for (size_t i = 0; i < n; i++) {
        if (list[i].kind != OSM_BOUNDARY) {
            towns->spots[towns->spots_n++] = (struct spot){band_of(list[i].at.lat_deg), list[i].at.lon_deg, &list[i]};
        }
    }
    qsort(towns->spots, towns->spots_n, sizeof *towns->spots, compare_spots);
}

struct osm_towns *osm_towns_new(struct arena *arena, const struct osm_town *list, size_t n)
{
    struct osm_towns *towns = arena_alloc(arena, sizeof *towns);
    if (n > 0) {
        list_spots(towns, list, n, arena);
        list_areas(towns, list, n, arena);
    }
    return towns;
}

/* The nearest of the kinds FROM..TO that lies in INSIDE (NULL: anywhere), in units of its reach, if that is sure. */
struct nearest {
    const struct osm_town *best;
    double far, second;
};

static void try_spot(struct nearest *nearest, const struct osm_town *town, struct point at)
{
    double north_m = (town->at.lat_deg - at.lat_deg) * M_PER_DEG;
    double east_m = (town->at.lon_deg - at.lon_deg) * M_PER_DEG * cos(at.lat_deg * 0.017453292519943295);
    double far = hypot(north_m, east_m) / REACH_M[town->kind];
    if (nearest->best == NULL || far < nearest->far) {
        nearest->second = nearest->best == NULL ? HUGE_VAL : nearest->far;
        nearest->best = town;
        nearest->far = far;
    } else {
        nearest->second = fmin(nearest->second, far);
    }
}

static size_t spots_from(const struct osm_towns *towns, struct spot key)
{
    size_t low = 0, high = towns->spots_n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_spots(&towns->spots[middle], &key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static const struct osm_town *nearest_of(const struct osm_towns *towns, struct point at, enum osm_town_kind from,
                                         enum osm_town_kind to, const struct area *inside)
{
    struct nearest nearest = {NULL, HUGE_VAL, HUGE_VAL};
    double reach_m = REACHES * SURE * REACH_M[from];
    double lat_deg = reach_m / M_PER_DEG;
    double lon_deg = lat_deg / fmax(cos(at.lat_deg * 0.017453292519943295), 0.01);
    for (int band = band_of(at.lat_deg - lat_deg); band <= band_of(at.lat_deg + lat_deg); band++) {
        size_t i = spots_from(towns, (struct spot){band, at.lon_deg - lon_deg, NULL});
        for (; i < towns->spots_n && towns->spots[i].band == band; i++) {
            const struct osm_town *town = towns->spots[i].town;
            if (towns->spots[i].lon_deg > at.lon_deg + lon_deg) {
                break;
            }
            if (town->kind >= from && town->kind <= to && (inside == NULL || area_holds(inside, town->at))) {
                try_spot(&nearest, town, at);
            }
        }
    }
    bool sure = nearest.best != NULL && nearest.far <= REACHES && nearest.second >= SURE * nearest.far;
    return sure ? nearest.best : NULL;
}

/* --- the answer ------------------------------------------------------------------------------------------------------------- */

static void add_name(struct osm_towns_answer *answer, const char *name, struct arena *arena)
{
    const char *line = arena_printf(arena, "%s\n", name);
    const char *at = strstr(answer->within, line);
    bool there = at != NULL && (at == answer->within || at[-1] == '\n');
    if (!there) {
        answer->within = arena_printf(arena, "%s%s", answer->within, line);
    }
}

/* The areas round AT: the smallest town among them, or NULL. Names go to AREAS of ANSWER. */
static const struct area *areas_round(const struct osm_towns *towns, struct point at, struct arena *arena,
                                      struct osm_towns_answer *answer)
{
    const struct area *town = NULL;
    for (size_t i = 0; i < towns->areas_n; i++) {
        const struct area *area = &towns->areas[i];
        if (!area_holds(area, at)) {
            continue;
        }
        if (answer->country[0] == '\0') {
            answer->country = area->country;
        }
        if (area->name == NULL) {
            continue;
        }
        add_name(answer, area->name, arena);
        if (town == NULL && area->kind <= OSM_VILLAGE) {
            town = area;
            answer->town = area->name;
        } else if (town == NULL && answer->suburb[0] == '\0') {
            answer->suburb = area->name;
        }
    }
    return town;
}

/* The village or hamlet inside a larger town's area. */
static void take_village(const struct osm_towns *towns, struct point at, const struct area *area, struct arena *arena,
                         struct osm_towns_answer *answer)
{
    const struct osm_town *near = nearest_of(towns, at, OSM_CITY, OSM_HAMLET, area);
    if (near != NULL && area == NULL && near->kind <= OSM_VILLAGE) {
        answer->town = near->name;
        add_name(answer, near->name, arena);
    } else if (near != NULL && strcmp(near->name, answer->town) != 0) {
        answer->suburb = answer->suburb[0] == '\0' ? near->name : answer->suburb;
        add_name(answer, near->name, arena);
    }
    if (area == NULL && near != NULL && near->kind == OSM_HAMLET) {
        const struct osm_town *town = nearest_of(towns, at, OSM_CITY, OSM_VILLAGE, NULL);
        if (town != NULL) {
            answer->town = town->name;
            add_name(answer, town->name, arena);
        }
    }
}

/* Without an area: is the town nearest to AT also that of a part of a town, at PART? */
static bool same_town(const struct osm_towns *towns, struct point at, struct point part, const struct area *area)
{
    return area != NULL ||
           nearest_of(towns, at, OSM_CITY, OSM_VILLAGE, NULL) == nearest_of(towns, part, OSM_CITY, OSM_VILLAGE, NULL);
}

struct osm_towns_answer osm_towns_of(const struct osm_towns *towns, struct point at, struct arena *arena)
{
    struct osm_towns_answer areas = {"", false, "", "", ""}, answer = {"", false, "", "", ""};
    const struct area *area = areas_round(towns, at, arena, &areas);
    answer.town = areas.town;
    answer.country = areas.country;
    answer.guessed = area == NULL;
    const struct osm_town *part = nearest_of(towns, at, OSM_PART, OSM_PART, area);
    if (areas.suburb[0] != '\0' || (part != NULL && same_town(towns, at, part->at, area))) {
        answer.suburb = areas.suburb[0] != '\0' ? areas.suburb : part->name;
        add_name(&answer, answer.suburb, arena);
    }
    take_village(towns, at, area, arena, &answer);
    for (const char *name = areas.within; *name != '\0'; name += strcspn(name, "\n") + 1) {
        add_name(&answer, arena_strndup(arena, name, strcspn(name, "\n")), arena);
    }
    return answer;
}
