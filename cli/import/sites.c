/* One row of site data, from any format, into the store. */
#include "cli/import/import.h"

#include "cli/import/names.h"
#include "cli/import/nearby.h"
#include "cli/import/seen.h"
#include "geo/base/mem.h"
#include "geo/crs.h"
#include "geo/store/site.h"

static const char *name_of(const struct import_row *row, enum field_id id)
{
    if (row->column_of != NULL)
        return row->column_of(row->context, id);
    size_t n = 0;
    return field_table(&n)[id].name;
}

static void refuse(struct import *im, const struct import_row *row, enum field_id id, const char *why)
{
    import_refuse(im, row->line, name_of(row, id), why);
}

static bool given(const struct site_row *data, enum field_id id)
{
    return (data->given & FIELD_BIT(id)) != 0;
}

/* Eastings and northings become a place; whatever placed the row, it was an import. False: refused. */
static bool place(struct import *im, const struct import_row *row)
{
    struct site_row *data = row->data;
    struct error why = {0};
    const bool metres = given(data, FIELD_EASTING) && given(data, FIELD_NORTHING);
    if (data->site.placed_by == PLACED_NOT && metres && im->crs != NULL) {
        struct point at;
        if (crs_to_wgs84(im->crs, data->x, data->y, &at, &why) != STATUS_OK) {
            refuse(im, row, FIELD_EASTING, why.text);
            return false;
        }
        data->site.at = at;
        data->site.placed_by = PLACED_HAND;
    }
    enum field_id bad = FIELD_NAME;
    if (site_row_check(data, &bad, &why) != STATUS_OK) {
        refuse(im, row, bad, why.text);
        return false;
    }
    const char *swapped = NULL;
    if (data->site.placed_by != PLACED_NOT && nearby_swapped(im->nearby, im->row, data->site.at, &swapped)) {
        refuse(im, row, given(data, FIELD_PLACE) ? FIELD_PLACE : metres ? FIELD_EASTING : FIELD_LAT, swapped);
        return false;
    }
    if (data->site.placed_by != PLACED_NOT)
        data->site.placed_by = PLACED_IMPORT;
    return true;
}

/* The same key, or the same source's number, twice in one file: nobody can say which row counts. */
static bool first_of_its_key(struct import *im, const struct import_row *row)
{
    const struct site *site = &row->data->site;
    const bool by_key = *site->key != '\0';
    const char *name = by_key ? site->key : site->haven_source_id;
    if (*name == '\0')
        return true;
    const size_t line = seen_line(im->seen, by_key ? 'k' : 's', name);
    if (line == 0) {
        seen_add(im->seen, by_key ? 'k' : 's', name, row->line);
        return true;
    }
    refuse(im, row, by_key ? FIELD_KEY : FIELD_SOURCE_ID,
           arena_printf(im->row, "\"%s\" is on line %zu already; this row was not taken", name, line));
    return false;
}

/* A row without a key may meet a site that this file has brought already: one row a contact is usual. It may then say
 * more about the people, but not something else about the site, or every import would change it twice. */
static enum status agrees(struct import *im, const struct import_row *row, int64_t target, bool *agreed,
                          struct error *err)
{
    const size_t line = seen_line_id(im->seen, 'i', target);
    *agreed = true;
    if (line == 0)
        return STATUS_OK;
    struct site site;
    const enum status status = store_site_get(im->store, target, im->row, &site, err);
    if (status != STATUS_OK || !site_row_merge(row->data, &site))
        return status;
    *agreed = false;
    refuse(im, row, FIELD_NAME,
           arena_printf(im->row,
                        "\"%s\" is the same site as line %zu and says something else about it; make them one row, "
                        "or give each its key",
                        row->data->site.name, line));
    return STATUS_OK;
}

/* A row that says no more than a name, perhaps a town: store_site_match has nothing to hold on to, so the first site of
 * that name and town is the same. Otherwise the same file would bring it anew each time. */
static enum status match_bare_name(struct import *im, const struct site *site, int64_t *target, struct error *err)
{
    const bool bare = *site->key == '\0' && *site->haven_source_id == '\0' && *site->postcode == '\0' &&
                      *site->street == '\0' && site->placed_by == PLACED_NOT && *site->name != '\0';
    if (*target != 0 || !bare)
        return STATUS_OK;
    if (im->names == NULL) {
        const enum status status = names_load(im->store, im->arena, &im->names, err);
        if (status != STATUS_OK)
            return status;
    }
    *target = names_by_town(im->names, site->name, site->town);
    return STATUS_OK;
}

static enum status match(struct import *im, const struct site *site, int64_t *target, struct error *err)
{
    const enum status status = store_site_match(im->store, site, target, err);
    return status == STATUS_OK ? match_bare_name(im, site, target, err) : status;
}

static void remember(struct import *im, struct site_row *data, int64_t id, size_t line)
{
    seen_add_id(im->seen, 'i', id, line);
    data->site.id = id;
    if (im->names != NULL)
        names_add(im->names, &data->site);
}

static enum status count(struct import *im, const struct site_row *data, int64_t target, int64_t id, bool changed,
                         struct error *err)
{
    im->added += target == 0;
    im->changed += target != 0 && changed;
    im->same += target != 0 && !changed;
    if (data->site.placed_by != PLACED_NOT)
        return STATUS_OK;
    struct site site = site_empty();
    const enum status status = target == 0 ? STATUS_OK : store_site_get(im->store, id, im->row, &site, err);
    im->unplaced += status == STATUS_OK && site.placed_by == PLACED_NOT;
    return status;
}

enum status import_site(struct import *im, const struct import_row *row, bool *kept, struct error *err)
{
    struct site_row *data = row->data;
    *kept = false;
    if (!place(im, row) || !first_of_its_key(im, row))
        return STATUS_OK;
    site_row_complete(im->row, data);
    int64_t target = 0;
    bool agreed = true;
    enum status status = match(im, &data->site, &target, err);
    if (status == STATUS_OK && target != 0)
        status = agrees(im, row, target, &agreed, err);
    if (status != STATUS_OK || !agreed)
        return status;
    if (target == 0 && *data->site.name == '\0') {
        refuse(im, row, FIELD_NAME, "a site needs a name");
        return STATUS_OK;
    }
    int64_t id = 0;
    bool changed = false;
    status = site_row_save(im->store, data, target, im->today, &id, &changed, err);
    if (status != STATUS_OK)
        return status;
    *kept = true;
    remember(im, data, id, row->line);
    if (data->site.placed_by != PLACED_NOT && nearby_far(im->nearby, data->site.at) && im->far++ == 0)
        im->far_line = row->line;
    return count(im, data, target, id, changed, err);
}

void import_notes_of_sites(struct import *im)
{
    if (im->far > 0)
        import_note(im,
                    "%zu place%s more than 1,000 km from %s, the first on line %zu; see that the coordinates are right",
                    im->far, im->far == 1 ? " is" : "s are", nearby_name(im->nearby), im->far_line);
}
