/* One row of site data, from any format, into the store. */
#include "cli/import/import.h"

#include "cli/import/havens_area.h"
#include "cli/import/names.h"
#include "cli/import/nearby.h"
#include "cli/import/seen.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/crs.h"
#include "geo/store/site.h"

#include <string.h>

static const double SAME_HAVEN_M = 500.0; /* a haven's number may move this far, or change its name, but not both */

static const char *name_of(const struct import_row *row, enum field_id id)
{
    if (row->column_of != NULL)
        return row->column_of(row->context, id);
    size_t n = 0;
    return field_table(&n)[id].name;
}

static void fault(struct import *im, struct import_row *row, enum field_id id, const char *why)
{
    import_fault(im, &row->faults, name_of(row, id), why);
}

static void refuse(struct import *im, const struct import_row *row, enum field_id id, const char *why)
{
    import_refuse(im, row->line, name_of(row, id), why);
}

static bool given(const struct site_row *data, enum field_id id)
{
    return (data->given & FIELD_BIT(id)) != 0;
}

/* --- checking -------------------------------------------------------------------------------------------------------- */

/* Eastings and northings become a place; whatever placed the row, it was an import. */
static void check_place(struct import *im, struct import_row *row)
{
    static const uint64_t places = FIELD_BIT(FIELD_LAT) | FIELD_BIT(FIELD_LON) | FIELD_BIT(FIELD_PLACE) |
                                   FIELD_BIT(FIELD_EASTING) | FIELD_BIT(FIELD_NORTHING);
    struct site_row *data = row->data;
    struct error why = {0};
    if (row->faults.fields & places)
        return;
    const bool metres = given(data, FIELD_EASTING) && given(data, FIELD_NORTHING);
    if (data->site.placed_by == PLACED_NOT && metres && im->crs != NULL) {
        struct point at;
        if (crs_to_wgs84(im->crs, data->x, data->y, &at, &why) != STATUS_OK) {
            fault(im, row, FIELD_EASTING, why.text);
            return;
        }
        data->site.at = at;
        data->site.placed_by = PLACED_HAND;
    }
    enum field_id bad = FIELD_NAME;
    const char *swapped = NULL;
    if (site_row_check(data, &bad, &why) != STATUS_OK)
        fault(im, row, bad, why.text);
    else if (data->site.placed_by != PLACED_NOT && nearby_swapped(im->nearby, im->row, data->site.at, &swapped))
        fault(im, row, given(data, FIELD_PLACE) ? FIELD_PLACE : metres ? FIELD_EASTING : FIELD_LAT, swapped);
    if (data->site.placed_by != PLACED_NOT)
        data->site.placed_by = PLACED_IMPORT;
}

/* The same key, or the same number of the same source, twice in one file: nobody can say which row counts. */
static void check_key(struct import *im, struct import_row *row)
{
    const struct site *site = &row->data->site;
    const bool by_key = *site->key != '\0';
    const char *shown = by_key ? site->key : site->haven_source_id;
    if (*shown == '\0')
        return;
    const char *name = by_key ? shown : arena_printf(im->row, "%s\n%s", site->haven_source, shown);
    const size_t line = seen_line(im->seen, by_key ? 'k' : 's', name);
    if (line != 0)
        fault(im, row, by_key ? FIELD_KEY : FIELD_SOURCE_ID,
              arena_printf(im->row, "\"%s\" is on line %zu already; this row was not taken", shown, line));
    else if (row->faults.n == 0)
        seen_add(im->seen, by_key ? 'k' : 's', name, row->line);
}

/* Does the row say what is to be called how? Only asked of one that is refused anyway: others may meet a site by key. */
static void check_name(struct import *im, struct import_row *row)
{
    const struct site *site = &row->data->site;
    if (row->faults.n > 0 && !(row->faults.fields & FIELD_BIT(FIELD_NAME)) && site->is_customer &&
        *site->name == '\0' && *site->key == '\0' && *site->street == '\0')
        fault(im, row, FIELD_NAME, "a site needs a name");
}

/* False: refused. */
static bool check(struct import *im, struct import_row *row)
{
    check_place(im, row);
    check_key(im, row);
    check_name(im, row);
    if (row->faults.n > 0)
        import_refuse(im, row->line, row->faults.field, row->faults.why);
    return row->faults.n == 0;
}

/* --- finding the site it belongs to ---------------------------------------------------------------------------------- */

/* Two lists with numbers of their own may have one file name: the number alone does not make their havens one. When the
 * file names its source it means what it says. */
static bool other_list(struct import *im, const struct site_row *data, const struct site *site)
{
    const struct site *from = &data->site;
    const bool by_source = (data->derived & FIELD_BIT(FIELD_SOURCE)) != 0 && *from->haven_source_id != '\0' &&
                           strcmp(from->haven_source_id, site->haven_source_id) == 0 &&
                           strcmp(from->haven_source, site->haven_source) == 0;
    if (!by_source || (*from->key != '\0' && strcmp(from->key, site->key) == 0))
        return false;
    const bool near = from->placed_by != PLACED_NOT && site->placed_by != PLACED_NOT &&
                      point_distance_m(from->at, site->at) <= SAME_HAVEN_M;
    return !near && strcmp(text_fold(im->row, from->name), text_fold(im->row, site->name)) != 0;
}

/* A row without a key may meet a site that this file has brought already: one row a contact is usual. It may then say
 * more about the people, but not something else about the site, or every import would change it twice. */
static enum status agrees(struct import *im, const struct import_row *row, int64_t target, bool *agreed,
                          struct error *err)
{
    const struct site_row *data = row->data;
    const size_t line = seen_line_id(im->seen, 'i', target);
    *agreed = true;
    if (line == 0 && *data->site.haven_source_id == '\0')
        return STATUS_OK;
    struct site site;
    const enum status status = store_site_get(im->store, target, im->row, &site, err);
    if (status != STATUS_OK)
        return status;
    if (other_list(im, data, &site))
        refuse(im, row, FIELD_SOURCE_ID,
               arena_printf(im->row,
                            "\"%s\" of %s is %s (#%lld) already, and neither name nor place agrees; if this is another "
                            "list, give it a column source that says which",
                            data->site.haven_source_id, data->site.haven_source, site.name, (long long)site.id));
    else if (line != 0 && site_row_merge(im->row, data, &site))
        refuse(im, row, FIELD_NAME,
               arena_printf(im->row,
                            "\"%s\" is the same site as line %zu and says something else about it; make them one row, "
                            "or give each its key",
                            data->site.name, line));
    else
        return STATUS_OK;
    *agreed = false;
    return STATUS_OK;
}

/* Of several of that name and town *TARGET gets the first, unless there are still two. */
static enum status say_namesakes(struct import *im, const struct site *site, int64_t *target, struct error *err)
{
    const char *town = text_fold(im->row, site->town);
    int64_t ids[2] = {0, 0};
    size_t n = 0;
    for (const struct names_site *other = names_all(im->names, site->name); other != NULL && n < 2; other = other->next)
        if (strcmp(text_fold(im->row, other->town), town) == 0)
            ids[n++] = other->id;
    *target = ids[0];
    return n < 2 ? STATUS_OK : store_site_say_both(im->store, site->name, ids[0], ids[1], err);
}

/* A row that says no more than a name, perhaps a town: store_site_match has nothing to hold on to, so the site of that
 * name and town is the same. Otherwise the same file would bring it anew each time. */
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
    return *target == NAMES_SEVERAL ? say_namesakes(im, site, target, err) : STATUS_OK;
}

/* *FOUND false: it may be several, and is refused. */
static enum status match(struct import *im, const struct import_row *row, int64_t *target, bool *found,
                         struct error *err)
{
    struct site site = row->data->site;
    if (*site.street == '\0')
        site.street = row->data->house; /* as site_row_merge does for a new one */
    struct error why = {0};
    enum status status = store_site_match(im->store, &site, target, &why);
    if (status == STATUS_OK)
        status = match_bare_name(im, &site, target, &why);
    *found = status == STATUS_OK;
    if (status == STATUS_INPUT)
        refuse(im, row, FIELD_NAME, why.text);
    return status == STATUS_OK || status == STATUS_INPUT ? STATUS_OK : error_set(err, status, "%s", why.text);
}

/* --- keeping it ------------------------------------------------------------------------------------------------------ */

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

enum status import_site(struct import *im, const struct import_row *read, bool *kept, struct error *err)
{
    struct import_row row = *read;
    struct site_row *data = row.data;
    *kept = false;
    if (!check(im, &row))
        return STATUS_OK;
    data->file = &im->of_rows;
    site_row_complete(im->row, data);
    int64_t target = 0;
    bool agreed = true;
    enum status status = match(im, &row, &target, &agreed, err);
    if (status == STATUS_OK && agreed && target != 0)
        status = agrees(im, &row, target, &agreed, err);
    if (status != STATUS_OK || !agreed)
        return status;
    if (target == 0 && *data->site.name == '\0') {
        refuse(im, &row, FIELD_NAME, "a site needs a name");
        return STATUS_OK;
    }
    int64_t id = 0;
    bool changed = false;
    status = site_row_save(im->store, data, target, im->today, &id, &changed, err);
    if (status != STATUS_OK)
        return status;
    *kept = true;
    remember(im, data, id, row.line);
    if (im->havens != NULL)
        havens_area_add(im->havens, &data->site);
    if (data->site.placed_by != PLACED_NOT && nearby_far(im->nearby, data->site.at) && im->far++ == 0)
        im->far_line = row.line;
    return count(im, data, target, id, changed, err);
}

enum status import_hours(struct import *im, struct site_row *row, const char *value, struct error *why)
{
    enum { SHOWN = 3, COLUMNS = 60 };
    enum status status = field_set(im->row, row, FIELD_HOURS, value, im->today, why);
    if (status != STATUS_OK || strcmp(value, row->site.hours) == 0)
        return status;
    if (im->mended < SHOWN)
        im->mended_list = arena_printf(im->arena, "%s%s%s \xe2\x86\x92 %s", im->mended > 0 ? im->mended_list : "",
                                       im->mended > 0 ? "; " : "", text_cut(im->arena, value, COLUMNS),
                                       text_cut(im->arena, row->site.hours, COLUMNS));
    im->mended++;
    return STATUS_OK;
}

void import_notes_of_sites(struct import *im)
{
    if (im->mended > 0)
        import_note(im, "opening hours of %zu row%s were mended, for example %s", im->mended,
                    im->mended == 1 ? "" : "s", im->mended_list);
    if (im->far > 0)
        import_note(im,
                    "%zu place%s more than 1,000 km from %s, the first on line %zu; see that the coordinates are right",
                    im->far, im->far == 1 ? " is" : "s are", nearby_name(im->nearby), im->far_line);
    const struct site_row_file *of = &im->of_rows;
    if (of->renamed > 0)
        import_note(im,
                    "%zu %s found by phone or e-mail under another name, the first \"%s\" as %s; whoever is somebody "
                    "else is added with rounds add contact",
                    of->renamed, of->renamed == 1 ? "person was" : "people were", of->renamed_from, of->renamed_to);
}
