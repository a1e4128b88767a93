/* GeoJSON that somebody else wrote: features found, parsed and placed. */
#include "tests/fuzz/fuzz.h"

#include "cli/import/csv.h"
#include "cli/import/geojson.h"
#include "geo/base/mem.h"

#include <assert.h>
#include <jansson.h>
#include <string.h>

static void walk(struct arena *arena, const char *text)
{
    struct geojson geojson;
    struct geojson_feature feature;
    bool more = true;
    size_t line = 0;
    if (geojson_open(arena, "fuzz", text, &geojson, NULL) != STATUS_OK)
        return;
    while (geojson_next(&geojson, &feature, &more, NULL) == STATUS_OK && more) {
        double x = 0, y = 0;
        assert(feature.line >= line && feature.length > 0);
        line = feature.line;
        json_t *tree = json_loadb(feature.text, feature.length, JSON_REJECT_DUPLICATES, NULL);
        (void)geojson_point(json_object_get(tree, "geometry"), &x, &y);
        json_decref(tree);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    char *text = arena_alloc(arena, size + 1);
    memcpy(text, data, size);
    if (csv_text(arena, "fuzz", CSV_UTF8, &text, &size, NULL) == STATUS_OK)
        walk(arena, text);
    arena_free(arena);
    return 0;
}
