/* places: a store of many houses, and how long an address takes to be found in it: bench_places HOUSES FOLDER. Streets have the
 * names that streets have, so that every second town has a High Street. Prints TSV: name, unit, value. */
#include "geo/store/places.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ASKED = 2000, STREETS_PER_TOWN = 60, HOUSES_PER_STREET = 20 };

static const char *const first[] = {"High",  "Church", "Mill",   "Station", "Main",  "Park",   "Victoria",
                                    "Green", "Manor",  "Kings",  "Queens",  "New",   "School", "Oak",
                                    "Ash",   "Elm",    "Bridge", "North",   "South", "West"};
static const char *const second[] = {"Street", "Road", "Lane",  "Close",   "Avenue",
                                     "Drive",  "Way",  "Court", "Gardens", "Hill"};

static uint64_t seed = 1;

static uint32_t draw(uint32_t below)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(((seed >> 33) * below) >> 31);
}

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void must(enum status status, const struct error *err)
{
    if (status != STATUS_OK) {
        (void)fprintf(stderr, "bench_places: %s\n", err->text);
        exit(1);
    }
}

/* House I of all; the same for the same I. */
static struct place_row house_of(struct arena *arena, size_t i)
{
    size_t street = i / HOUSES_PER_STREET, town = street / STREETS_PER_TOWN;
    size_t name = (street % STREETS_PER_TOWN) * 7 % 200;
    double lat_deg = 50 + (double)(town / 300) * 0.05, lon_deg = -5 + (double)(town % 300) * 0.03;
    return (struct place_row){
        .precision = GEOCODE_HOUSE,
        .address = {"", arena_printf(arena, "%zu", i % HOUSES_PER_STREET * 2 + 1),
                    arena_printf(arena, "%s %s", first[name % 20], second[name / 20]), "",
                    arena_printf(arena, "Town%zu by %s", town, first[town % 20]), "",
                    arena_printf(arena, "TN%zu %zuXX", town % 100, street % STREETS_PER_TOWN % 10), "gb"},
        .at = {lat_deg + (double)(street % STREETS_PER_TOWN) * 3e-4, lon_deg + (double)(i % HOUSES_PER_STREET) * 4e-4},
        .source_id = arena_printf(arena, "osm:node/%zu", i + 1)};
}

static void fill(struct store *store, size_t n)
{
    struct places_writer *writer;
    struct places_list counts;
    struct error err;
    double from = now_ms();
    must(store_begin(store, "import places", &err), &err);
    must(store_places_begin(store, "synthetic", DAY_NONE, &writer, &err), &err);
    for (size_t i = 0; i < n; i++) {
        struct arena *arena = arena_new();
        struct place_row row = house_of(arena, i);
        must(store_places_add(writer, &row, &err), &err);
        arena_free(arena);
    }
    must(store_places_end(writer, &counts, &err), &err);
    must(store_commit(store, &err), &err);
    (void)printf("places_import\ts\t%.1f\nplaces_streets\t\t%zu\n", (now_ms() - from) / 1e3, counts.streets);
}

enum how { RIGHT, NO_TOWN, OTHER_NUMBER, OTHER_STREET, REVERSE, HOWS };
static const char *const hows[] = {"search", "search_no_town", "search_other_number", "search_other_street", "reverse"};

static double ask(struct store *store, size_t n, enum how how, size_t *right)
{
    struct arena *arena = arena_new();
    struct geocoder_local local = store_places_local(store);
    struct place_row row = house_of(arena, ((size_t)draw(1u << 30) * 7919) % n);
    struct geocode_query query = {.countries = "gb", .language = "", .parts = row.address};
    struct geocode_answer answer = {0};
    struct error err;
    query.parts.postcode = how == RIGHT ? row.address.postcode : "";
    query.parts.town = how == NO_TOWN ? "" : row.address.town;
    query.parts.number = how == OTHER_NUMBER ? "999" : row.address.number;
    query.parts.street = how == OTHER_STREET ? "Unheard Street" : row.address.street;
    query.text = address_line(arena, &query.parts);
    double from = now_ms();
    must(how == REVERSE ? local.reverse(local.context, row.at, arena, &answer, &err)
                        : local.search(local.context, &query, GEOCODE_CANDIDATES_MAX, arena, &answer, &err),
         &err);
    double took = now_ms() - from;
    *right += answer.n > 0 && point_distance_m(answer.candidates[0].at, row.at) < 1;
    arena_free(arena);
    return took;
}

static int compare(const void *left, const void *right)
{
    const double *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

static void measure(struct store *store, size_t n, enum how how)
{
    double took[ASKED];
    size_t right = 0;
    for (size_t i = 0; i < ASKED; i++) {
        took[i] = ask(store, n, how, &right);
    }
    qsort(took, ASKED, sizeof took[0], compare);
    (void)printf("places_%s_median\tms\t%.2f\nplaces_%s_p99\tms\t%.2f\nplaces_%s_right\t\t%zu of %d\n", hows[how],
                 took[ASKED / 2], hows[how], took[ASKED * 99 / 100], hows[how], right, ASKED);
}

int main(int argc, char **argv)
{
    struct store *store;
    struct error err;
    char path[256];
    if (argc != 3) {
        (void)fprintf(stderr, "usage: bench_places HOUSES FOLDER\n");
        return 2;
    }
    size_t n = strtoul(argv[1], NULL, 10);
    (void)snprintf(path, sizeof path, "%s/places.db", argv[2]);
    must(store_open(path, STORE_CREATE, 1795500000, &store, &err), &err);
    fill(store, n);
    for (int how = 0; how < HOWS; how++) {
        measure(store, n, (enum how)how);
    }
    double from = now_ms();
    must(store_begin(store, "remove", &err), &err);
    must(store_places_remove(store, "synthetic", &err), &err);
    must(store_commit(store, &err), &err);
    (void)printf("places_remove\ts\t%.1f\n", (now_ms() - from) / 1e3);
    store_close(store);
    return 0;
}
