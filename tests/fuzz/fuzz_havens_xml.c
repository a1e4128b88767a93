/* Waypoints and placemarks that somebody else wrote, into a store as the command brings them there, and back out. */
#include "tests/fuzz/fuzz.h"

#include "cli/import/import.h"
#include "geo/base/buf.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/store/store.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/rounds-fuzz-XXXXXX";
static struct store *store;
static struct settings settings;

static void close_store(void)
{
    static const char *const files[] = {"rounds.db", "rounds.db-wal", "rounds.db-shm"};
    char path[sizeof folder + 20];
    store_close(store);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        unlink(path);
    }
    rmdir(folder);
}

static void open_store(void)
{
    char path[sizeof folder + 20];
    bool made = mkdtemp(folder) != NULL;
    assert(made);
    snprintf(path, sizeof path, "%s/rounds.db", folder);
    enum status status = store_open(path, STORE_CREATE, INT64_C(1795629600), &store, NULL);
    assert(status == STATUS_OK);
    settings_defaults(&settings);
    atexit(close_store);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (store == NULL)
        open_store();
    struct arena *arena = arena_new();
    char *text = arena_alloc(arena, size + 1);
    struct error err = {0};
    memcpy(text, data, size);
    struct import im = {.arena = arena,
                        .store = store,
                        .settings = &settings,
                        .today = civil_day(2026, 11, 23),
                        .path = "fuzz.xml",
                        .text = text,
                        .length = size,
                        .want_rejects = true};
    import_init(&im);
    enum status status = store_begin(store, "import", &err);
    if (status == STATUS_OK)
        status = strstr(text, "<kml") != NULL ? import_havens_kml(&im, &err) : import_havens_gpx(&im, &err);
    assert(status == STATUS_OK || err.text[0] != '\0');
    assert(im.refused == im.refusals_n);
    store_rollback(store);
    import_clear(&im);
    arena_free(arena);
    return 0;
}
