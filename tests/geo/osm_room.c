#include "tests/geo/osm_room.h"

#include "geo/base/mem.h"
#include "tests/base/unit.h"
#include "tests/geo/osm_maker.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64];
static struct profile *profile;
static struct arena *paths;

/* libreadosm leaves its XML parser behind when a file is refused. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libexpat\nleak:libreadosm\n";
}

int room_set_up(void **state)
{
    (void)state;
    struct error err = {0};
    snprintf(folder, sizeof folder, "/tmp/rounds-osm-XXXXXX");
    paths = arena_new();
    return mkdtemp(folder) != NULL && profile_new(NULL, "", &profile, &err) == STATUS_OK ? 0 : -1;
}

int room_tear_down(void **state)
{
    (void)state;
    DIR *dir = opendir(folder);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        if (entry->d_name[0] != '.') {
            remove(room_path(entry->d_name));
        }
    }
    closedir(dir);
    profile_free(profile);
    arena_free(paths);
    return rmdir(folder);
}

const struct profile *room_profile(void)
{
    return profile;
}

const char *room_path(const char *name)
{
    return arena_printf(paths, "%s/%s", folder, name);
}

void room_write_bytes(const char *path, const void *bytes, size_t length)
{
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, length, out), length);
    assert_int_equal(fclose(out), 0);
}

const char *room_write(const char *lines, const char *name)
{
    const char *path = room_path(name);
    struct buf bytes;
    buf_init(&bytes, 1 << 22);
    if (strstr(name, ".pbf") != NULL) {
        maker_pbf(&bytes, lines, MAKER_SOUND);
    } else {
        maker_xml(&bytes, lines);
    }
    room_write_bytes(path, bytes.data, bytes.length);
    buf_clear(&bytes);
    return path;
}

struct raw_roads room_read(const char *lines, bool pbf)
{
    const char *path = room_write(lines, pbf ? "made.osm.pbf" : "made.osm");
    struct raw_roads roads = {0};
    struct osm_summary summary;
    struct error err = {0};
    enum status status = osm_read(&path, 1, profile, NULL, &roads, &summary, &err);
    assert_string_equal(err.text, "");
    assert_int_equal(status, STATUS_OK);
    return roads;
}

enum status room_read_bytes(const void *bytes, size_t length, const char *name, struct raw_roads *roads,
                            struct error *err)
{
    const char *path = room_path(name);
    struct osm_summary summary;
    room_write_bytes(path, bytes, length);
    return osm_read(&path, 1, profile, NULL, roads, &summary, err);
}
