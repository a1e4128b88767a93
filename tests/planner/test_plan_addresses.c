/* Ten jobs among thousands of real addresses: the plan keeps every rule, nothing one step away is better, and `why` has an
 * answer for those left out. */
#include "world.h"

#include "geo/base/file.h"
#include "geo/base/num.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 10, NAME = 1, CITY = 6, LAT = 8, LON = 9, JOBS = 10, EVERY = 20, WHY_MAX = 200 };

/* Cut LINE, which ends in '\0', into its fields, quotes taken off, in place. */
static size_t split(char *line, char *fields[COLUMNS])
{
    size_t n = 0;
    char *out = line;
    bool quoted = false;
    fields[n++] = out;
    for (char *in = line; *in != '\0'; in++) {
        if (*in == '"') {
            quoted = !quoted;
        } else if (*in == ',' && !quoted) {
            *out++ = '\0';
            if (n == COLUMNS) {
                return 0;
            }
            fields[n++] = out;
        } else {
            *out++ = *in;
        }
    }
    *out = '\0';
    return n;
}

static int64_t add_address(struct world *world, char *fields[COLUMNS], int number)
{
    static const char *const hours[] = {"", "Mo-Fr 09:00-12:30,14:00-17:00", "Mo-Sa 08:00-18:00",
                                        "Mo,We-Fr 09:00-17:00"};
    struct site site = site_empty();
    site.name = fields[NAME][0] != '\0' ? fields[NAME] : "No name";
    site.town = fields[CITY];
    site.is_customer = true;
    site.placed_by = PLACED_IMPORT;
    site.hours = hours[number % 4];
    assert_true(num_parse_double(fields[LAT], false, -90, 90, &site.at.lat_deg));
    assert_true(num_parse_double(fields[LON], false, -180, 180, &site.at.lon_deg));
    int64_t id = world_site(world, &site, number % 3);
    if (number % 5 != 0) {
        world_seen(world, id, number * 37 % 900);
    }
    return id;
}

static void move_home(struct world *world, struct point home)
{
    struct error err = {0};
    struct engineer self;
    int64_t id = 0;
    world->home = home;
    assert_int_equal(store_engineer_self(world->store, world->arena, &self, &err), STATUS_OK);
    self.home = home;
    assert_int_equal(store_engineer_save(world->store, &self, &id, &err), STATUS_OK);
}

static char *read_addresses(struct arena *arena)
{
    struct error err = {0};
    const char *shared = getenv("ROUNDS_SHARED");
    char *path = arena_printf(arena, "%s/data/addresses/osm-extract-addresses.csv", shared != NULL ? shared : "");
    char *data = NULL;
    size_t length = 0;
    return file_read(arena, path, 64 << 20, &data, &length, &err) == STATUS_OK ? data : NULL;
}

/* Customers everywhere; in CITY every 97th address has a job, fifty minutes apart. */
static void fill(struct world *world, char *data, const char *city)
{
    int number = 0, in_city = 0, jobs = 0;
    char *fields[COLUMNS], *next = NULL;
    for (char *line = data; line != NULL && *line != '\0'; line = next) {
        double lat;
        next = strchr(line, '\n');
        if (next != NULL) {
            *next++ = '\0';
        }
        if (split(line, fields) != COLUMNS || !num_parse_double(fields[LAT], false, -90, 90, &lat)) {
            continue;
        }
        int64_t id = add_address(world, fields, number++);
        if (strcmp(fields[CITY], city) == 0 && ++in_city % 97 == 1 && jobs < JOBS) {
            int at = 500 + 50 * jobs++;
            char *from = arena_printf(world->arena, "%02d:%02d", at / 60, at % 60);
            world_job(world, id, from, from, 25);
            if (jobs == 1) {
                move_home(world, world_get(world, id).at);
            }
        }
    }
    assert_int_equal(jobs, JOBS);
    assert_true(number > 13000);
}

static void plan__among_thousands_of_real_addresses_is_sound(void **state)
{
    struct world *world = *state;
    char *data = read_addresses(world->arena);
    fill(world, data, "Roma");
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    world_examine_some(world, plan, EVERY);
    assert_int_equal(plan->jobs_n, JOBS);
    assert_true(plan->visits_n > 0 && plan->customers_reachable > 2000);
    int64_t reachable = 0;
    for (int64_t id = 1; id <= WHY_MAX; id++) {
        struct plan_missed missed = world_explain(world, plan, id * 60);
        assert_true((missed.verdict == VERDICT_IN || missed.verdict == VERDICT_HAS_JOB) ==
                    (world_stop(plan, id * 60) != NULL));
        assert_true(missed.verdict != VERDICT_FITS && strlen(missed.text) > 0);
        reachable += missed.verdict != VERDICT_FAR;
    }
    assert_true(reachable > 10);
}

static int setup(void **state)
{
    *state = world_new();
    return 0;
}

static int teardown(void **state)
{
    world_free(*state);
    return 0;
}

int main(void)
{
    struct arena *arena = arena_new();
    bool there = read_addresses(arena) != NULL;
    arena_free(arena);
    if (!there) {
        print_message("skipped: needs data/addresses/osm-extract-addresses.csv below ROUNDS_SHARED\n");
        return 77;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(plan__among_thousands_of_real_addresses_is_sound, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
