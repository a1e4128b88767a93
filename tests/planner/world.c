#include "world.h"

#include "geo/amenity.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const double home_lat = 52.67, home_lon = -0.73;
enum { NOW_OFFSET = 20 * HOUR /* the evening before */ };

static void must(enum status status, const struct error *err)
{
    if (status != STATUS_OK) {
        fail_msg("status %d: %s", (int)status, err->text);
    }
}

static int64_t now_utc(const struct world *world)
{
    return (int64_t)(world->day - 1) * DAY_SECONDS + NOW_OFFSET;
}

static void add_engineer(struct world *world)
{
    struct error err = {0};
    int64_t id = 0;
    struct engineer self = {
        .uuid = "",
        .name = "Sam Ashwell",
        .is_self = true,
        .has_home = true,
        .home = world->home,
        .work_start_s = 8 * HOUR,
        .work_end_s = 17 * HOUR + 30 * MINUTE,
        .work_days = 31,
    };
    must(store_engineer_save(world->store, &self, &id, &err), &err);
}

struct world *world_new(void)
{
    struct arena *arena = arena_new();
    struct world *world = arena_alloc(arena, sizeof *world);
    struct error err = {0};
    world->arena = arena;
    world->day = WORLD_DAY;
    world->home = (struct point){home_lat, home_lon};
    settings_defaults(&world->settings);
    world->settings.arrive_early_s = 0; /* so that the minutes of a test are the road's and the site's alone */
    (void)snprintf(world->folder, sizeof world->folder, "%s", "/tmp/rounds-world-XXXXXX");
    assert_non_null(mkdtemp(world->folder));
    const char *path = arena_printf(arena, "%s/rounds.db", world->folder);
    must(store_open(path, STORE_CREATE, now_utc(world), &world->store, &err), &err);
    struct travel_estimate_settings estimate = travel_estimate_defaults();
    world->travel = travel_estimate_new(&estimate);
    world_write(world);
    add_engineer(world);
    return world;
}

void world_free(struct world *world)
{
    if (world->writing) {
        store_rollback(world->store);
    }
    store_close(world->store);
    travel_free(world->travel);
    DIR *folder = opendir(world->folder);
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] != '.') {
            unlink(arena_printf(world->arena, "%s/%s", world->folder, entry->d_name));
        }
    }
    closedir(folder);
    rmdir(world->folder);
    arena_free(world->arena);
}

void world_write(struct world *world)
{
    struct error err = {0};
    if (!world->writing) {
        must(store_begin(world->store, "test", &err), &err);
        world->writing = true;
    }
}

void world_commit(struct world *world)
{
    struct error err = {0};
    if (world->writing) {
        must(store_commit(world->store, &err), &err);
        world->writing = false;
    }
}

struct point world_at(const struct world *world, double east_km, double north_km)
{
    double km_per_degree = 111.2;
    double shrink = cos(world->home.lat_deg * 3.14159265358979 / 180.0);
    return (struct point){world->home.lat_deg + north_km / km_per_degree,
                          world->home.lon_deg + east_km / (km_per_degree * shrink)};
}

int64_t world_site(struct world *world, const struct site *site, int32_t contacts)
{
    struct error err = {0};
    int64_t id = 0, contact_id = 0;
    world_write(world);
    must(store_site_save(world->store, site, &id, &err), &err);
    for (int32_t i = 0; i < contacts; i++) {
        struct contact contact = contact_empty();
        contact.site_id = id;
        contact.name = arena_printf(world->arena, "Contact %d of %s", i + 1, site->name);
        contact.phone = i == 0 ? "01572 000000" : "";
        contact.drink = i == 0 ? "tea, white no sugar" : "";
        must(store_contact_save(world->store, &contact, &contact_id, &err), &err);
    }
    return id;
}

int64_t world_customer(struct world *world, const char *name, double east_km, double north_km, const char *hours,
                       int32_t seen_days)
{
    struct site site = site_empty();
    site.name = name;
    site.is_customer = true;
    site.placed_by = PLACED_HAND;
    site.at = world_at(world, east_km, north_km);
    site.hours = hours;
    int64_t id = world_site(world, &site, 2);
    if (seen_days >= 0) {
        world_seen(world, id, seen_days);
    }
    return id;
}

int64_t world_haven(struct world *world, const char *name, double east_km, double north_km, const char *hours,
                    uint32_t amenities)
{
    struct site site = site_empty();
    site.name = name;
    site.is_haven = true;
    site.haven_kind = "haven";
    site.placed_by = PLACED_HAND;
    site.at = world_at(world, east_km, north_km);
    site.hours = hours;
    site.amenities = amenities;
    return world_site(world, &site, 0);
}

void world_make_drop(struct world *world, int64_t site_id, const char *carrier, const char *cutoff)
{
    struct error err = {0};
    struct site site = world_get(world, site_id);
    site.amenities |= AMENITY_BIT(AMENITY_PARCEL_DROP);
    world_edit(world, &site);
    if (*cutoff != '\0') {
        struct collection collection = {.carrier = carrier, .weekdays = 127};
        assert_true(civil_parse_time(cutoff, &collection.cutoff_s));
        world_write(world);
        must(store_collection_replace(world->store, site_id, &collection, 1, &err), &err);
    }
}

int64_t world_drop(struct world *world, const char *name, double east_km, double north_km, const char *hours,
                   const char *carrier, const char *cutoff)
{
    int64_t id = world_haven(world, name, east_km, north_km, hours, AMENITY_BIT(AMENITY_PARCEL_DROP));
    world_make_drop(world, id, carrier, cutoff);
    return id;
}

static int64_t save_parcel(struct world *world, const struct parcel *parcel)
{
    struct error err = {0};
    int64_t id = 0;
    world_write(world);
    must(store_parcel_save(world->store, parcel, &id, &err), &err);
    return id;
}

int64_t world_parcel_out(struct world *world, const char *what, const char *carrier, int64_t after_job_id,
                         int32_t due_in_days, const char *time)
{
    struct parcel parcel = parcel_empty();
    parcel.what = what;
    parcel.carrier = carrier;
    parcel.job_id = after_job_id;
    parcel.due_day = due_in_days < 0 ? DAY_NONE : world->day + due_in_days;
    if (time != NULL && due_in_days >= 0) {
        assert_true(civil_parse_time(time, &parcel.due_s));
    }
    return save_parcel(world, &parcel);
}

int64_t world_parcel_in(struct world *world, const char *what, int64_t site_id, int64_t before_job_id)
{
    struct parcel parcel = parcel_empty();
    parcel.direction = PARCEL_IN;
    parcel.what = what;
    parcel.site_id = site_id;
    parcel.job_id = before_job_id;
    return save_parcel(world, &parcel);
}

const struct plan_stop *world_parcel_stop(const struct plan *plan, int64_t parcel_id)
{
    const struct plan_stop *found = NULL;
    for (size_t i = 0; i < plan->stops_n; i++) {
        for (size_t k = 0; k < plan->stops[i].parcels_n; k++) {
            if (plan->stops[i].parcels[k].parcel_id == parcel_id) {
                assert_null(found); /* once */
                found = &plan->stops[i];
            }
        }
    }
    return found;
}

void world_seen(struct world *world, int64_t site_id, int32_t days_ago)
{
    struct error err = {0};
    int64_t id = 0;
    struct visit visit = visit_empty();
    visit.site_id = site_id;
    visit.day = world->day - days_ago;
    visit.kind = VISIT_PROACTIVE;
    world_write(world);
    must(store_visit_save(world->store, &visit, &id, &err), &err);
}

int32_t world_s(const struct world *world, const char *time)
{
    int32_t wall_s = 0, elapsed_s = 0;
    assert_true(civil_parse_time(time, &wall_s));
    (void)civil_elapsed(world->day, wall_s, &elapsed_s);
    return elapsed_s;
}

static int64_t save_job(struct world *world, const struct job *job)
{
    struct error err = {0};
    int64_t id = 0;
    world_write(world);
    must(store_job_save(world->store, job, &id, &err), &err);
    return id;
}

int64_t world_job(struct world *world, int64_t site_id, const char *earliest, const char *latest, int32_t minutes)
{
    struct job job = job_empty();
    job.site_id = site_id;
    job.day = world->day;
    assert_true(civil_parse_time(earliest, &job.earliest_s));
    assert_true(civil_parse_time(latest, &job.latest_s));
    job.duration_s = minutes * MINUTE;
    job.title = "service";
    return save_job(world, &job);
}

int64_t world_job_on(struct world *world, int64_t site_id, int32_t in_days, enum job_status status)
{
    struct job job = job_empty();
    job.site_id = site_id;
    job.day = world->day + in_days;
    job.earliest_s = job.latest_s = 10 * HOUR;
    job.duration_s = HOUR;
    job.title = "service";
    job.status = status;
    return save_job(world, &job);
}

struct site world_get(struct world *world, int64_t site_id)
{
    struct error err = {0};
    struct site site;
    must(store_site_get(world->store, site_id, world->arena, &site, &err), &err);
    return site;
}

void world_edit(struct world *world, const struct site *site)
{
    struct error err = {0};
    int64_t id = 0;
    world_write(world);
    must(store_site_save(world->store, site, &id, &err), &err);
}

void world_promise(struct world *world, int64_t site_id, int32_t due_in_days)
{
    struct error err = {0};
    int64_t id = 0;
    struct promise promise = {
        .uuid = "",
        .site_id = site_id,
        .what = "a call back",
        .made_day = world->day - 20,
        .due_day = world->day + due_in_days,
        .settled_day = DAY_NONE,
    };
    world_write(world);
    must(store_promise_save(world->store, &promise, &id, &err), &err);
}

void world_complaint(struct world *world, int64_t site_id)
{
    struct error err = {0};
    int64_t id = 0;
    struct note note = {
        .uuid = "",
        .site_id = site_id,
        .kind = NOTE_COMPLAINT,
        .day = world->day - 5,
        .body = "the printer jams",
        .settled_day = DAY_NONE,
    };
    world_write(world);
    must(store_note_save(world->store, &note, &id, &err), &err);
}

void world_hours(struct world *world, const char *start, const char *end)
{
    struct error err = {0};
    struct engineer self;
    int64_t id = 0;
    world_write(world);
    must(store_engineer_self(world->store, world->arena, &self, &err), &err);
    assert_true(civil_parse_time(start, &self.work_start_s));
    assert_true(civil_parse_time(end, &self.work_end_s));
    must(store_engineer_save(world->store, &self, &id, &err), &err);
}

static struct plan *make(struct world *world, bool jobs_only)
{
    struct error err = {0};
    struct plan *plan = NULL;
    struct plan_request request = {
        .day = world->day, .now_utc = now_utc(world), .settings = &world->settings, .jobs_only = jobs_only};
    world_commit(world);
    must(plan_make(world->store, world->travel, &request, world->arena, &plan, &err), &err);
    return plan;
}

struct plan *world_plan(struct world *world)
{
    return make(world, false);
}

struct plan *world_plan_jobs(struct world *world)
{
    return make(world, true);
}

struct plan_missed world_explain(struct world *world, const struct plan *plan, int64_t site_id)
{
    struct error err = {0};
    struct plan_missed missed;
    struct plan_request request = {.day = world->day, .now_utc = now_utc(world), .settings = &world->settings};
    world_commit(world);
    struct site site = world_get(world, site_id);
    must(plan_explain(world->store, world->travel, &request, plan, &site, world->arena, &missed, &err), &err);
    return missed;
}

const struct plan_stop *world_stop(const struct plan *plan, int64_t site_id)
{
    for (size_t i = 0; i < plan->stops_n; i++) {
        if (plan->stops[i].site_id == site_id) {
            return &plan->stops[i];
        }
    }
    return NULL;
}

bool world_conflict(const struct plan *plan, const char *text)
{
    for (size_t i = 0; i < plan->conflicts_n; i++) {
        if (strstr(plan->conflicts[i].text, text) != NULL) {
            return true;
        }
    }
    return false;
}

const char *world_changes(struct world *world, const struct plan *plan)
{
    struct error err = {0};
    const char *const *texts = NULL;
    size_t n = 99;
    world_commit(world);
    assert_int_equal(plan_changes(world->store, plan, world->arena, &texts, &n, &err), STATUS_OK);
    const char *all = "";
    for (size_t i = 0; i < n; i++) {
        all = arena_printf(world->arena, "%s%s\n", all, texts[i]);
    }
    return all;
}

int32_t world_drive_s(struct world *world, struct point a, struct point b)
{
    struct error err = {0};
    int32_t seconds = 0;
    must(travel_matrix(world->travel, &a, 1, &b, 1, &seconds, NULL, &err), &err);
    return seconds;
}
