/* bench_near: looking up what is near, in stores of many havens. Fills a store that `rounds init` has made with made-up
 * havens that lie as real ones do (towns of every size, a few everywhere), then measures in one run
 *
 * - plain SQLite: an R*Tree of its own in a file of its own, a box that grows, the geodesic for each place in it;
 * - store_nearest, the look-up of `rounds near`, with nothing asked for, with what many have, with what few have;
 * - the whole program, from its start to its end, by the clock on the wall.
 *
 *     bench_near STORE HAVENS [ROUNDS]   ROUNDS: the program; measured too when it is given
 *
 * A store that has havens is measured as it is; so is the plain tree, STORE.plain. */
#include "geo/amenity.h"
#include "geo/base/mem.h"
#include "geo/store/cell.h"
#include "geo/store/geom.h"
#include "geo/store/nearest.h"
#include "geo/store/store.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TOWNS = 20000, QUERIES = 1000, RUNS = 21, TEN = 10, TEXT = 200 };

#define SEED UINT64_C(0x9e3779b97f4a7c15)

static uint64_t state = SEED;

static double uniform(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (double)(state >> 11) / (double)(UINT64_C(1) << 53);
}

static double seconds_of(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double seconds_now(void)
{
    return seconds_of(CLOCK_MONOTONIC);
}

/* Look-ups are in memory: what counts is the processor's time, whatever else the machine is doing. */
static double cpu_now(void)
{
    return seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}

static void die(const char *what, sqlite3 *db)
{
    fprintf(stderr, "bench_near: %s%s%s\n", what, db != NULL ? ": " : "", db != NULL ? sqlite3_errmsg(db) : "");
    exit(1);
}

/* --- made-up places --------------------------------------------------------------------------------------------------- */

struct town {
    struct point at;
    double below; /* share of all havens in this and the towns before it */
    double spread_deg;
};

static struct town towns[TOWNS];

/* Sizes as of real towns: the k-th has 1/k of the first's people. */
static void make_towns(void)
{
    double sum = 0;
    for (int i = 0; i < TOWNS; i++) {
        double size = 1.0 / (i + 3);
        towns[i] = (struct town){{36 + 24 * uniform(), -10 + 35 * uniform()}, sum += size, 0.6 * sqrt(size)};
    }
    for (int i = 0; i < TOWNS; i++) {
        towns[i].below /= sum;
    }
}

static struct point make_place(void)
{
    double which = uniform();
    if (uniform() < 0.15) {
        return (struct point){36 + 24 * uniform(), -10 + 35 * uniform()};
    }
    int low = 0, high = TOWNS - 1;
    while (low < high) {
        int middle = (low + high) / 2;
        if (towns[middle].below < which) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    /* dense in the middle, thin outside */
    double away = -log(1 - uniform()) * towns[low].spread_deg * 0.3, angle = 6.283185307179586 * uniform();
    struct point at = towns[low].at;
    return (struct point){at.lat_deg + away * sin(angle), at.lon_deg + 1.5 * away * cos(angle)};
}

/* Maps come by the county: within one in any order. */
static int county_of(struct point at)
{
    return (int)floor(at.lat_deg) * 1000 + (int)floor(at.lon_deg);
}

static int compare_counties(const void *left, const void *right)
{
    int a = county_of(*(const struct point *)left), b = county_of(*(const struct point *)right);
    return (a > b) - (a < b);
}

static struct point *make_places(int n)
{
    struct point *places = mem_alloc_array((size_t)n, sizeof *places);
    for (int i = 0; i < n; i++) {
        places[i] = make_place();
    }
    qsort(places, (size_t)n, sizeof *places, compare_counties);
    return places;
}

static uint32_t make_offers(const char **kind)
{
    static const struct {
        double below;
        const char *kind;
        uint32_t offers;
    } kinds[] = {
        {0.48, "cafe", AMENITY_BIT(AMENITY_FOOD) | AMENITY_BIT(AMENITY_HOT_DRINK)},
        {0.74, "parking", AMENITY_BIT(AMENITY_PARKING)},
        {0.81, "charging_station", AMENITY_BIT(AMENITY_CHARGING)},
        {0.88, "fuel", AMENITY_BIT(AMENITY_FUEL)},
        {0.94, "toilet", AMENITY_BIT(AMENITY_TOILET)},
        {0.985, "parcel_locker", AMENITY_BIT(AMENITY_PARCEL_RECEIVE)},
        {0.9998, "shelter", AMENITY_BIT(AMENITY_REST)},
        {1.1, "library", AMENITY_BIT(AMENITY_WARMTH) | AMENITY_BIT(AMENITY_PC)},
    };
    double which = uniform();
    size_t i = 0;
    while (kinds[i].below < which) {
        i++;
    }
    *kind = kinds[i].kind;
    return kinds[i].offers | (uniform() < 0.05 ? AMENITY_BIT(AMENITY_TOILET) : 0);
}

/* --- filling ------------------------------------------------------------------------------------------------------------ */

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt;
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) {
        die(sql, db);
    }
    return stmt;
}

static void run(sqlite3 *db, sqlite3_stmt *stmt)
{
    if (sqlite3_step(stmt) != SQLITE_DONE) {
        die("a row", db);
    }
    sqlite3_reset(stmt);
}

static void exec(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        die(sql, db);
    }
}

static void put_tree(sqlite3 *db, sqlite3_stmt *tree, int id, struct point at)
{
    sqlite3_bind_int(tree, 1, id);
    sqlite3_bind_double(tree, 2, at.lon_deg);
    sqlite3_bind_double(tree, 3, at.lat_deg);
    run(db, tree);
}

struct rows {
    sqlite3 *db;
    sqlite3_stmt *site, *tree, *cell, *haven, *amenity;
};

static void put_cell(struct rows *rows, int id, struct point at)
{
    uint32_t x, y;
    cell_of_point(at, &x, &y);
    sqlite3_bind_int(rows->cell, 1, id);
    sqlite3_bind_int(rows->cell, 2, (int)x);
    sqlite3_bind_int(rows->cell, 3, (int)y);
    run(rows->db, rows->cell);
}

static void put_haven(struct rows *rows, int id, struct point at)
{
    char text[TEXT];
    unsigned char geom[GEOM_BYTES];
    const char *kind;
    uint32_t offers = make_offers(&kind);
    geom_write(geom, at);
    snprintf(text, sizeof text, "%s %d", kind, id);
    sqlite3_bind_int(rows->site, 1, id);
    sqlite3_bind_text(rows->site, 2, text, -1, SQLITE_TRANSIENT);
    sqlite3_bind_blob(rows->site, 3, geom, GEOM_BYTES, SQLITE_TRANSIENT);
    sqlite3_bind_text(rows->site, 4, uniform() < 0.3 ? "Mo-Fr 08:00-18:00; Sa 09:00-13:00" : "", -1, SQLITE_STATIC);
    run(rows->db, rows->site);
    put_tree(rows->db, rows->tree, id, at);
    put_cell(rows, id, at);
    sqlite3_bind_int(rows->haven, 1, id);
    sqlite3_bind_text(rows->haven, 2, kind, -1, SQLITE_STATIC);
    run(rows->db, rows->haven);
    for (int i = 0; i < AMENITY_COUNT; i++) {
        if (offers & AMENITY_BIT(i)) {
            sqlite3_bind_int(rows->amenity, 1, id);
            sqlite3_bind_text(rows->amenity, 2, amenity_name((enum amenity)i), -1, SQLITE_STATIC);
            run(rows->db, rows->amenity);
        }
    }
}

static void prepare_rows(struct rows *rows)
{
    rows->site =
        prepare(rows->db, "INSERT INTO site (id, uuid, name, name_folded, placed_by, created_utc, geom, hours) "
                          "VALUES (?1, 'u' || ?1, ?2, ?2, 'import', 0, ?3, ?4)");
    rows->tree =
        prepare(rows->db, "INSERT INTO idx_site_geom (pkid, xmin, xmax, ymin, ymax) VALUES (?1, ?2, ?2, ?3, ?3)");
    rows->cell = prepare(rows->db, "INSERT INTO nearby_cell (site_id, x, y) VALUES (?1, ?2, ?3)");
    rows->haven =
        prepare(rows->db, "INSERT INTO haven (site_id, kind, source, source_id) VALUES (?1, ?2, 'osm', 'n' || ?1)");
    rows->amenity = prepare(rows->db, "INSERT INTO amenity (site_id, name) VALUES (?1, ?2)");
}

/* Past the store's own triggers, which need SpatiaLite, and with none of a person's undo. */
static void fill(sqlite3 *db, int n)
{
    struct rows rows = {.db = db};
    exec(db, "PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; BEGIN");
    prepare_rows(&rows);
    struct point *places = make_places(n);
    for (int id = 1; id <= n; id++) {
        put_haven(&rows, id, places[id - 1]);
    }
    mem_free(places);
    exec(db, "INSERT INTO customer (site_id) SELECT id FROM site WHERE id % 997 = 0;"
             "INSERT INTO nearby SELECT what, cell, site_id FROM nearby_made ORDER BY what, cell, site_id");
    sqlite3_finalize(rows.site);
    sqlite3_finalize(rows.tree);
    sqlite3_finalize(rows.cell);
    sqlite3_finalize(rows.haven);
    sqlite3_finalize(rows.amenity);
    exec(db, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
}

static bool is_empty(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt = prepare(db, sql);
    bool empty = sqlite3_step(stmt) != SQLITE_ROW;
    sqlite3_finalize(stmt);
    return empty;
}

static void fill_plain(sqlite3 *plain, sqlite3 *db)
{
    struct point at;
    exec(plain, "PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN;"
                "CREATE VIRTUAL TABLE tree USING rtree(id, x0, x1, y0, y1)");
    sqlite3_stmt *tree = prepare(plain, "INSERT INTO tree VALUES (?1, ?2, ?2, ?3, ?3)");
    sqlite3_stmt *site = prepare(db, "SELECT id, geom FROM site ORDER BY id");
    while (sqlite3_step(site) == SQLITE_ROW) {
        if (geom_read(sqlite3_column_blob(site, 1), (size_t)sqlite3_column_bytes(site, 1), &at)) {
            put_tree(plain, tree, sqlite3_column_int(site, 0), at);
        }
    }
    sqlite3_finalize(site);
    sqlite3_finalize(tree);
    exec(plain, "COMMIT");
}

static void fill_both(const char *path, sqlite3 *plain, int n)
{
    sqlite3 *db;
    double begin = seconds_now();
    if (sqlite3_open(path, &db) != SQLITE_OK ||
        sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL) != SQLITE_OK) {
        die(path, db);
    }
    if (is_empty(db, "SELECT 1 FROM haven LIMIT 1")) {
        fill(db, n);
    }
    if (is_empty(plain, "SELECT 1 FROM sqlite_schema")) {
        fill_plain(plain, db);
    }
    sqlite3_close(db);
    printf("%d havens, ready in %.0f s\n", n, seconds_now() - begin);
}

/* --- measuring ------------------------------------------------------------------------------------------------------------ */

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void print_line(const char *what, double *times, size_t n)
{
    qsort(times, n, sizeof *times, compare_doubles);
    printf("%-52s %9.3f %9.3f %9.3f\n", what, times[n / 2] * 1e3, times[n * 95 / 100] * 1e3, times[n - 1] * 1e3);
    fflush(stdout);
}

/* The design page's way: a kilometre, four times as wide when it is empty, else twice, until ten lie within it. */
static double plain_ten(sqlite3_stmt *stmt, struct point from)
{
    double away[TEN + 1], radius = 1000;
    for (;;) {
        struct box box = point_box(from, radius);
        int n = 0;
        sqlite3_bind_double(stmt, 1, box.east_deg);
        sqlite3_bind_double(stmt, 2, box.west_deg);
        sqlite3_bind_double(stmt, 3, box.north_deg);
        sqlite3_bind_double(stmt, 4, box.south_deg);
        while (sqlite3_step(stmt) == SQLITE_ROW) {
            struct point at = {sqlite3_column_double(stmt, 2), sqlite3_column_double(stmt, 1)};
            double metres = point_distance_m(from, at);
            int slot = n < TEN ? n : TEN;
            if (metres > radius || (n >= TEN && metres >= away[TEN - 1])) {
                continue;
            }
            for (; slot > 0 && away[slot - 1] > metres; slot--) {
                away[slot] = away[slot - 1];
            }
            away[slot] = metres;
            n += n < TEN;
        }
        sqlite3_reset(stmt);
        if (n >= TEN) {
            return away[TEN - 1];
        }
        radius *= n == 0 ? 4 : 2;
    }
}

static void measure_plain(sqlite3 *plain, const struct point *places)
{
    static double times[QUERIES];
    sqlite3_stmt *stmt =
        prepare(plain, "SELECT id, x0, y0 FROM tree WHERE x0 <= ? AND x1 >= ? AND y0 <= ? AND y1 >= ?");
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < QUERIES; i++) {
            double begin = cpu_now();
            plain_ten(stmt, places[i]);
            times[i] = cpu_now() - begin;
        }
    }
    sqlite3_finalize(stmt);
    print_line("plain R*Tree, ten nearest of any", times, QUERIES);
}

struct kind {
    const char *name, *options[4];
    struct nearest_filter filter;
};

#define BOTH .customers = true, .havens = true
static const struct kind kinds[] = {
    {"any", {NULL}, {BOTH}},
    {"a toilet (1 in 9)", {"--need", "toilet"}, {BOTH, .need = AMENITY_BIT(AMENITY_TOILET)}},
    {"food and a toilet (1 in 40)",
     {"--need", "food,toilet"},
     {BOTH, .need = AMENITY_BIT(AMENITY_FOOD) | AMENITY_BIT(AMENITY_TOILET)}},
    {"a PC (1 in 5,000)", {"--need", "pc"}, {BOTH, .need = AMENITY_BIT(AMENITY_PC)}},
    {"customers (1 in 997)", {"--customers"}, {.customers = true, .unasked_too = true}},
    {"customers with a toilet (1 in 9,000)",
     {"--customers", "--need", "toilet"},
     {.customers = true, .unasked_too = true, .need = AMENITY_BIT(AMENITY_TOILET)}},
    {"havens", {"--havens"}, {.havens = true}},
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

static void measure_store(struct store *store, const struct point *places, const struct kind *kind)
{
    static double times[QUERIES];
    char what[TEXT];
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < QUERIES; i++) {
            struct arena *arena = arena_new();
            struct nearest_site *sites;
            struct error err;
            size_t n;
            double radius = 0, begin = cpu_now();
            if (store_nearest(store, places[i], &kind->filter, TEN, NEAREST_FARTHEST_M, &radius, arena, &sites, &n,
                              &err) != STATUS_OK) {
                die(err.text, NULL);
            }
            times[i] = cpu_now() - begin;
            arena_free(arena);
        }
    }
    snprintf(what, sizeof what, "look-up of ten: %s", kind->name);
    print_line(what, times, QUERIES);
}

static void run_program(const char *program, const char *store, struct point at, const struct kind *kind)
{
    char place[2 * TEXT * 2];
    snprintf(place, sizeof place, "%.6f,%.6f", at.lat_deg, at.lon_deg);
    pid_t child = fork();
    if (child == 0) {
        if (freopen("/dev/null", "w", stdout) == NULL) {
            _exit(1);
        }
        execl(program, program, "--db", store, "near", "--limit", "10", place, kind->options[0], kind->options[1],
              kind->options[2], (char *)NULL);
        _exit(127);
    }
    int status = 1;
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
        die("the program failed", NULL);
    }
}

static void measure_program(const char *program, const char *store, const struct point *places, const struct kind *kind)
{
    static double times[RUNS];
    char what[TEXT];
    for (int i = 0; i < RUNS; i++) {
        double begin = seconds_now();
        run_program(program, store, places[i], kind);
        times[i] = seconds_now() - begin;
    }
    snprintf(what, sizeof what, "rounds near, %s", kind->name);
    print_line(what, times, RUNS);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        die("bench_near STORE HAVENS [ROUNDS]", NULL);
    }
    char plain_path[4096];
    sqlite3 *plain;
    struct store *store;
    struct error err;
    static struct point places[QUERIES];
    snprintf(plain_path, sizeof plain_path, "%s.plain", argv[1]);
    if (sqlite3_open(plain_path, &plain) != SQLITE_OK) {
        die(plain_path, plain);
    }
    make_towns();
    fill_both(argv[1], plain, atoi(argv[2]));
    printf("%-52s %9s %9s %9s\n", "", "median ms", "95 %", "worst");
    state = SEED ^ 1;
    for (int i = 0; i < QUERIES; i++) {
        places[i] = make_place();
    }
    if (store_open(argv[1], STORE_MUST_EXIST, 0, &store, &err) != STATUS_OK) {
        die(err.text, NULL);
    }
    measure_plain(plain, places);
    for (size_t i = 0; i < KINDS; i++) {
        measure_store(store, places, &kinds[i]);
    }
    store_close(store);
    sqlite3_close(plain);
    for (size_t i = 0; argc > 3 && i < KINDS; i++) {
        measure_program(argv[3], argv[1], places, &kinds[i]);
    }
    return 0;
}
