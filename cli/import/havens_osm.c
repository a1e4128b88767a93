/* Havens from OpenStreetMap's own files. */
#include "cli/import/havens.h"
#include "cli/import/havens_area.h"
#include "cli/import/import.h"
#include "cli/import/nearby.h"
#include "cli/import/seen.h"
#include "geo/base/mem.h"
#include "geo/roads/osm_places.h"

#include <inttypes.h>
#include <string.h>

enum { PROGRESS_EVERY = 256 };

struct file {
    struct import *im;
    struct osm_places places;
    struct havens_tally tally;
    size_t unplaced;
};

/* Asked for every object of the map that has tags: does the table make anything of it? */
static bool wanted(const void *context, const struct osm_tag *tags, size_t n)
{
    struct import *im = ((const struct file *)context)->im;
    struct tags found = {NULL};
    for (size_t i = 0; i < n; i++) {
        const int tag = tag_table_find_key(im->tags, tags[i].key);
        if (tag < 0)
            continue;
        if (found.value == NULL) {
            import_next_row(im);
            found = tags_none(im->tags, im->row);
        }
        found.value[tag] = tags[i].value;
    }
    if (found.value == NULL)
        return false;
    const struct tags_meaning meaning = tags_read(im->row, im->tags, &found);
    return meaning.amenities != 0 || *meaning.kind != '\0';
}

static const char *column_of(const void *context, enum field_id id)
{
    (void)context;
    size_t n = 0;
    return id == FIELD_LAT || id == FIELD_LON ? "place" : field_table(&n)[id].name;
}

/* A map has no lines; what is refused is known by its number. */
static void name_refusals(struct import *im, size_t first, const struct osm_place *place)
{
    const char *type = place->type == 'n' ? "node" : place->type == 'w' ? "way" : "relation";
    for (size_t i = first; i < im->refusals_n; i++) {
        struct import_refusal *refusal = &im->refusals[i];
        refusal->line = 0;
        refusal->field = arena_printf(im->arena, "%s/%" PRId64 "%s%s", type, place->id,
                                      *refusal->field == '\0' ? "" : " ", refusal->field);
    }
}

static void give_source(struct import *im, struct site_row *data, const struct osm_place *place)
{
    data->site.haven_source = "osm";
    data->site.haven_source_id = arena_printf(im->row, "%c%" PRId64, place->type, place->id);
    data->given |= FIELD_BIT(FIELD_SOURCE) | FIELD_BIT(FIELD_SOURCE_ID);
    data->derived |= FIELD_BIT(FIELD_SOURCE);
}

static enum status take_place(struct file *file, const struct osm_place *place, size_t line, struct error *err)
{
    struct import *im = file->im;
    struct site_row data = site_row_empty();
    struct import_row row = {line, &data, column_of, NULL, {0}};
    struct tags tags = tags_none(im->tags, im->row);
    const size_t refusals = im->refusals_n;
    bool kept = false;
    give_source(im, &data, place);
    seen_add(im->seen, 'm', data.site.haven_source_id, line);
    for (size_t i = 0; i < place->tags_n; i++)
        havens_take(im, &row, &tags, &file->tally, place->tags[i].key, place->tags[i].value, true);
    if (place->placed) {
        data.site.at = place->at;
        data.site.placed_by = PLACED_HAND;
        data.given |= FIELD_BIT(FIELD_LAT) | FIELD_BIT(FIELD_LON);
    }
    const enum havens_answer answer = havens_complete(im, &data, &tags, true, &file->tally);
    havens_count(im, &file->tally, answer);
    if (answer != HAVEN_KEEP)
        return STATUS_OK;
    if (!place->placed) {
        file->unplaced++;
        im->left_out++;
        return STATUS_OK;
    }
    const enum status status = import_site(im, &row, &kept, err);
    name_refusals(im, refusals, place);
    return status;
}

static bool covers(const void *context, struct point at)
{
    return osm_area_holds(((const struct file *)context)->places.area, at);
}

/* Only what is a haven still: one that has become private has gone. */
static bool refused_here(const void *context, const char *source_id)
{
    const struct file *file = context;
    return file->im->refused > 0 && seen_line(file->im->seen, 'm', source_id) != 0;
}

static bool tell(void *context, const char *what, size_t done, size_t total)
{
    (void)what;
    import_progress(context, done, total * 2); /* the other half is for the store */
    return true;
}

static enum status take_places(struct file *file, struct error *err)
{
    struct import *im = file->im;
    for (size_t i = 0; i < file->places.n; i++) {
        import_next_row(im);
        const enum status status = take_place(file, &file->places.list[i], i + 1, err);
        if (status != STATUS_OK)
            return status;
        if (i % PROGRESS_EVERY == 0)
            import_progress(im, file->places.n + i, file->places.n * 2);
    }
    return STATUS_OK;
}

static void notes(const struct file *file)
{
    struct import *im = file->im;
    import_notes_of_sites(im);
    havens_notes(im, &file->tally);
    if (file->unplaced > 0)
        import_note(im, "%zu whose nodes are not in the file, as its edge cuts through them: left out", file->unplaced);
}

enum status import_havens_osm(struct import *im, struct error *err)
{
    struct file file = {.im = im};
    const struct roads_progress progress = {tell, im};
    enum status status = havens_table(im, err);
    if (status == STATUS_OK)
        status = nearby_open(im->store, im->arena, &im->nearby, err);
    if (status == STATUS_OK)
        status = osm_places_read(im->path, wanted, &file, &progress, im->arena, &file.places, err);
    if (status == STATUS_OK)
        status = take_places(&file, err);
    if (status == STATUS_OK) {
        const struct havens_map map = {"osm", file.places.box, covers, refused_here, &file};
        status = havens_gone_from_map(im, &map, err);
    }
    if (status == STATUS_OK)
        notes(&file);
    return status;
}
