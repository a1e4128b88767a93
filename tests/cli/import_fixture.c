#include "import_fixture.h"

#include "geo/base/mem.h"
#include "geo/store/job.h"
#include "geo/store/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const left_behind[] = {"rounds.db", "rounds.db-wal", "rounds.db-shm"};

static void give_home(struct fixture *fixture)
{
    const struct engineer self = {.uuid = "",
                                  .name = "Me",
                                  .is_self = true,
                                  .has_home = true,
                                  .home = {52.67, -0.73},
                                  .work_start_s = 8 * 3600,
                                  .work_end_s = 17 * 3600 + 1800,
                                  .work_days = 31};
    int64_t id;
    assert_int_equal(store_begin(fixture->store, "init", &fixture->err), STATUS_OK);
    assert_int_equal(store_engineer_save(fixture->store, &self, &id, &fixture->err), STATUS_OK);
    assert_int_equal(store_commit(fixture->store, &fixture->err), STATUS_OK);
}

struct fixture *fixture_new(bool without_home)
{
    struct arena *arena = arena_new();
    struct fixture *fixture = arena_alloc(arena, sizeof *fixture);
    fixture->arena = arena;
    assert_true(civil_zone_set("Europe/London"));
    settings_defaults(&fixture->settings);
    fixture->today = civil_day(2026, 11, 23);
    snprintf(fixture->folder, sizeof fixture->folder, "/tmp/rounds-import-XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    const char *path = arena_printf(arena, "%s/rounds.db", fixture->folder);
    assert_int_equal(store_open(path, STORE_CREATE, INT64_C(1795629600), &fixture->store, &fixture->err), STATUS_OK);
    if (!without_home)
        give_home(fixture);
    return fixture;
}

void fixture_free(struct fixture *fixture)
{
    store_close(fixture->store);
    for (size_t i = 0; i < sizeof left_behind / sizeof left_behind[0]; i++)
        unlink(arena_printf(fixture->arena, "%s/%s", fixture->folder, left_behind[i]));
    rmdir(fixture->folder);
    buf_clear(&fixture->im.rejects);
    arena_free(fixture->arena);
}

enum status fixture_import_bytes(struct fixture *fixture, importer *run, const char *file, const char *text,
                                 size_t length)
{
    char *copy = arena_alloc(fixture->arena, length + 1);
    memcpy(copy, text, length);
    if (fixture->im.arena != NULL)
        buf_clear(&fixture->im.rejects);
    const struct import asked = fixture->im; /* what a test has set before: encoding, crs, maps ... */
    fixture->im = (struct import){.arena = fixture->arena,
                                  .store = fixture->store,
                                  .settings = &fixture->settings,
                                  .today = fixture->today,
                                  .path = file,
                                  .text = copy,
                                  .length = length,
                                  .encoding = asked.encoding,
                                  .crs = asked.crs,
                                  .date_order = asked.date_order,
                                  .maps = asked.maps,
                                  .maps_n = asked.maps_n,
                                  .known_only = asked.known_only,
                                  .want_rejects = true};
    import_init(&fixture->im);
    enum status status = store_begin(fixture->store, "import", &fixture->err);
    assert_int_equal(status, STATUS_OK);
    status = run(&fixture->im, &fixture->err);
    if (status == STATUS_OK)
        assert_int_equal(store_commit(fixture->store, &fixture->err), STATUS_OK);
    else
        store_rollback(fixture->store);
    arena_free(fixture->im.row);
    fixture->im.row = NULL;
    return status;
}

enum status fixture_import(struct fixture *fixture, importer *run, const char *file, const char *text)
{
    return fixture_import_bytes(fixture, run, file, text, strlen(text));
}

const char *fixture_counts(const struct fixture *fixture)
{
    const struct import *im = &fixture->im;
    return arena_printf(fixture->arena, "%zu new, %zu changed, %zu same, %zu refused", im->added, im->changed, im->same,
                        im->refused);
}

const char *fixture_refusal(const struct fixture *fixture, size_t i)
{
    if (i >= fixture->im.refusals_n)
        return "";
    const struct import_refusal *refusal = &fixture->im.refusals[i];
    return arena_printf(fixture->arena, "%zu:%s: %s", refusal->line, refusal->field, refusal->why);
}

struct site fixture_site(struct fixture *fixture, const char *text)
{
    struct site site;
    fixture->err.text[0] = '\0';
    if (store_site_find(fixture->store, text, fixture->arena, &site, &fixture->err) != STATUS_OK)
        fail_msg("%s", fixture->err.text);
    return site;
}

const char *fixture_jobs(struct fixture *fixture)
{
    static const char *const statuses[] = {"open", "done", "cancelled"};
    const struct job_filter all = {.from_day = DAY_NONE, .to_day = DAY_NONE};
    struct job *jobs = NULL;
    size_t n = 0;
    const char *text = "";
    assert_int_equal(store_job_list(fixture->store, &all, fixture->arena, &jobs, &n, &fixture->err), STATUS_OK);
    for (size_t i = 0; i < n; i++) {
        char day[CIVIL_TEXT], from[CIVIL_TEXT], to[CIVIL_TEXT];
        civil_format_date(day, jobs[i].day);
        civil_format_time(from, jobs[i].earliest_s);
        civil_format_time(to, jobs[i].latest_s);
        text = arena_printf(fixture->arena, "%s%s %s-%s %dm %s|%s|%s\n", text, day, from, to, jobs[i].duration_s / 60,
                            jobs[i].site_name, jobs[i].title, statuses[jobs[i].status]);
    }
    return text;
}
