#include "geo/roads/osm_impl.h"

#include "geo/base/civil.h"

#include <string.h>

static enum status check_files(struct osm_import *import)
{
    size_t bytes = 0;
    struct stat file;
    for (size_t i = 0; i < import->files_n; i++) {
        bytes += stat(import->files[i].name, &file) == 0 && file.st_size > 0 ? (size_t)file.st_size : 0;
    }
    osm_tell_step(import, "looking the map through", bytes);
    for (size_t i = 0; i < import->files_n; i++) {
        enum status status = osm_file_check(import, &import->files[i]);
        if (status != STATUS_OK) {
            return status;
        }
    }
    return STATUS_OK;
}

static enum status read_ways(struct osm_import *import)
{
    size_t objects = 0;
    for (size_t i = 0; i < import->files_n; i++) {
        objects += import->files[i].counts.ways + import->files[i].counts.relations;
    }
    osm_tell_step(import, "reading the roads", objects);
    for (size_t i = 0; i < import->files_n; i++) {
        enum status status = osm_file_parse(import, &import->files[i], NULL, osm_take_way, osm_take_relation);
        if (status != STATUS_OK) {
            return status;
        }
    }
    return STATUS_OK;
}

static enum status read_nodes(struct osm_import *import)
{
    size_t objects = 0;
    for (size_t i = 0; i < import->files_n; i++) {
        objects += import->files[i].counts.nodes;
    }
    osm_tell_step(import, "reading where they are", objects);
    for (size_t i = 0; i < import->files_n; i++) {
        size_t before = import->summary->nodes;
        enum status status = osm_file_parse(import, &import->files[i], osm_take_node, NULL, NULL);
        if (status != STATUS_OK) {
            return status;
        }
        if (import->summary->nodes == before) {
            return error_set(import->err, STATUS_INPUT,
                             "%s: it has ways, but no nodes that say where they are; take a whole extract",
                             import->files[i].name);
        }
    }
    return STATUS_OK;
}

/* Where no object says when it was changed: the day that the youngest file is of, by its head or by when it was written. */
void osm_note_newest(struct osm_import *import)
{
    int32_t newest = 0;
    char text[CIVIL_TEXT];
    if (import->summary->newest[0] != '\0') {
        return;
    }
    for (size_t i = 0; i < import->files_n; i++) {
        int64_t as_of = import->files[i].counts.as_of_utc;
        int64_t day = (as_of > 0 ? as_of : (int64_t)import->files[i].was.st_mtim.tv_sec) / DAY_SECONDS;
        newest = day > newest && day < 40000 ? (int32_t)day : newest;
    }
    civil_format_date(text, newest);
    memcpy(import->summary->newest, text, sizeof import->summary->newest);
}

static enum status read_all(struct osm_import *import, struct raw_roads *out)
{
    enum status status = check_files(import);
    if (status == STATUS_OK) {
        status = read_ways(import);
    }
    if (status != STATUS_OK) {
        return status;
    }
    osm_ways_settle(import);
    osm_turns_settle(import, out);
    if (import->ways_n == 0) {
        return error_set(import->err, STATUS_INPUT, "%s: there is no road for cars in it", import->files[0].name);
    }
    status = osm_nodes_begin(import);
    if (status == STATUS_OK) {
        status = read_nodes(import);
    }
    if (status == STATUS_OK) {
        status = osm_edges(import, out);
    }
    if (status == STATUS_OK) {
        osm_corners(import->profile, out);
        osm_note_newest(import);
    }
    return status;
}

static void free_all(struct osm_import *import)
{
    mem_free(import->files);
    mem_free(import->ways);
    mem_free(import->refs);
    mem_free(import->turns);
    mem_free(import->members);
    mem_free(import->node_ids);
    mem_free(import->node_at);
    mem_free(import->node_flags);
    mem_free(import->node_ages);
    mem_free(import->places);
    osm_names_free(&import->names);
}

enum status osm_read(const char *const *files, size_t files_n, const struct profile *profile,
                     const struct roads_progress *progress, struct raw_roads *out, struct osm_summary *summary,
                     struct error *err)
{
    struct raw_roads roads = {0};
    struct osm_summary read = {0};
    struct osm_import import = {.files = mem_alloc_array(files_n, sizeof(struct osm_file)),
                                .files_n = files_n,
                                .profile = profile,
                                .progress = progress,
                                .summary = &read,
                                .err = err};
    for (size_t i = 0; i < files_n; i++) {
        import.files[i].name = files[i];
    }
    osm_names_begin(&import.names);
    enum status status = read_all(&import, &roads);
    free_all(&import);
    if (status != STATUS_OK) {
        roads_raw_free(&roads);
        return status;
    }
    *out = roads;
    *summary = read;
    return STATUS_OK;
}
