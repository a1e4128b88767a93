#include "cli/import/havens_area.h"

#include "cli/import/havens.h"
#include "cli/import/import.h"
#include "cli/import/seen.h"
#include "geo/base/mem.h"
#include "geo/store/haven_gone.h"

#include <math.h>
#include <string.h>

enum { NAMED = 3 };

struct havens_area {
    struct arena *arena;
    struct seen *kinds;
    struct box box;
    size_t n, kinds_n;
};

/* A list of so many kinds is no selection of one kind or two. */
enum { KINDS_OF_A_WHOLE = 3 };

struct havens_area *havens_area_new(struct arena *arena)
{
    struct havens_area *area = arena_alloc(arena, sizeof *area);
    area->arena = arena;
    area->kinds = seen_new(arena);
    area->box = (struct box){90, 180, -90, -180};
    return area;
}

void havens_area_add(struct havens_area *area, const struct site *site)
{
    if (seen_line(area->kinds, 'k', site->haven_kind) == 0) {
        seen_add(area->kinds, 'k', site->haven_kind, 1);
        area->kinds_n++;
    }
    if (site->placed_by == PLACED_NOT)
        return;
    area->box.south_deg = fmin(area->box.south_deg, site->at.lat_deg);
    area->box.north_deg = fmax(area->box.north_deg, site->at.lat_deg);
    area->box.west_deg = fmin(area->box.west_deg, site->at.lon_deg);
    area->box.east_deg = fmax(area->box.east_deg, site->at.lon_deg);
    area->n++;
}

/* Would the file have it, if it were there? A file of cafes says nothing about toilets. */
static bool tells_of(const struct havens_area *area, const char *kind)
{
    return area->kinds_n >= KINDS_OF_A_WHOLE || seen_line(area->kinds, 'k', kind) != 0;
}

static enum status mark(struct import *im, const struct haven_listed *haven, const char **names, struct error *err)
{
    struct site site;
    enum status status = store_haven_mark_gone(im->store, haven->id, im->today, err);
    if (status == STATUS_OK && im->gone < NAMED) {
        status = store_site_get(im->store, haven->id, im->row, &site, err);
        if (status == STATUS_OK)
            *names = arena_printf(im->arena, "%s%s%s (#%lld)", *names, im->gone == 0 ? "" : ", ", site.name,
                                  (long long)site.id);
    }
    im->gone += status == STATUS_OK;
    return status;
}

static void note(struct import *im, const char *names)
{
    if (im->gone > NAMED)
        names = arena_printf(im->arena, "%s and %zu more", names, im->gone - NAMED);
    if (im->gone > 0)
        import_note(im,
                    "%zu haven%s not in it any more: marked as gone (`rounds list havens --gone`), and left out by "
                    "`rounds near`: %s",
                    im->gone, im->gone == 1 ? " is" : "s are", names);
}

/* What has gone may have been the outermost: a quarter more on each side, two kilometres at least. */
static struct box with_margin(struct box box)
{
    const double up_deg = fmax(0.02, (box.north_deg - box.south_deg) / 4);
    const double side_deg = fmax(0.03, (box.east_deg - box.west_deg) / 4);
    return (struct box){fmax(box.south_deg - up_deg, -90), fmax(box.west_deg - side_deg, -180),
                        fmin(box.north_deg + up_deg, 90), fmin(box.east_deg + side_deg, 180)};
}

static bool listed_here(const struct import *im, const struct haven_listed *haven)
{
    return strcmp(haven->list, havens_list(im)) == 0;
}

enum status havens_gone_from_list(struct import *im, struct error *err)
{
    struct haven_listed *havens = NULL;
    size_t n = 0;
    const char *names = "";
    const struct havens_area *area = im->havens;
    if (area == NULL || area->n == 0 || im->refused > 0 || *havens_list(im) == '\0')
        return STATUS_OK;
    enum status status =
        store_haven_listed(im->store, "", havens_list(im), with_margin(area->box), im->arena, &havens, &n, err);
    for (size_t i = 0; i < n && status == STATUS_OK; i++)
        if (seen_line_id(im->seen, 'i', havens[i].id) == 0 && tells_of(area, havens[i].kind))
            status = mark(im, &havens[i], &names, err);
    note(im, names);
    return status;
}

enum status havens_gone_from_map(struct import *im, const struct havens_map *map, struct error *err)
{
    struct haven_listed *havens = NULL;
    size_t n = 0;
    const char *names = "";
    if (im->havens == NULL || im->havens->n == 0)
        return STATUS_OK;
    enum status status = store_haven_listed(im->store, map->source, "", map->box, im->arena, &havens, &n, err);
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        const struct haven_listed *haven = &havens[i];
        if (seen_line_id(im->seen, 'i', haven->id) != 0 || map->in_file(map->context, haven->source_id) ||
            !tells_of(im->havens, haven->kind))
            continue;
        if (listed_here(im, haven) || map->covers(map->context, haven->at))
            status = mark(im, haven, &names, err);
    }
    note(im, names);
    return status;
}
