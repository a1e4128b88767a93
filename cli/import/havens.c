#include "cli/import/havens.h"

#include "cli/import/havens_area.h"
#include "cli/import/import.h"
#include "geo/amenity.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"

#include <string.h>

enum { HOURS_COLUMNS = 60 };

enum status havens_table(struct import *im, struct error *err)
{
    enum status status = STATUS_OK;
    if (im->tags == NULL)
        status = tag_table_new(im->arena, NULL, NULL, &im->tags, err);
    if (status == STATUS_OK && im->havens == NULL)
        im->havens = havens_area_new(im->arena);
    return status;
}

const char *havens_list(const struct import *im)
{
    const char *slash = strrchr(im->path, '/');
    return strcmp(im->path, "stdin") == 0 ? "" : slash == NULL ? im->path : slash + 1;
}

static bool given(const struct site_row *row, enum field_id id)
{
    return (row->given & FIELD_BIT(id)) != 0;
}

static void give_text(struct site_row *row, enum field_id id, const char **field, const char *value)
{
    if (given(row, id) || *value == '\0')
        return;
    *field = value;
    row->given |= FIELD_BIT(id);
}

/* "amenity=fast_food" as a kind is a tag. */
static bool kind_is_tag(struct import *im, const struct site_row *row, struct tags *tags)
{
    const char *equals = strchr(row->site.haven_kind, '=');
    if (equals == NULL)
        return false;
    const char *key = arena_strndup(im->row, row->site.haven_kind, (size_t)(equals - row->site.haven_kind));
    const int tag = tag_table_find(im->tags, key);
    if (tag >= 0 && *tags->value[tag] == '\0')
        tags->value[tag] = equals + 1;
    return true;
}

static void take_kind(struct import *im, struct site_row *row)
{
    const char *canonical = "";
    uint32_t amenities = 0;
    if (!tags_kind(im->tags, row->site.haven_kind, &canonical, &amenities))
        return;
    row->site.haven_kind = canonical;
    if (given(row, FIELD_AMENITIES) || amenities == 0)
        return;
    row->site.amenities |= amenities;
}

/* A haven without a name of its own is called by what it is, or by the first thing it offers. */
static void name_by_kind(struct import *im, struct site_row *row)
{
    const char *word = row->site.haven_kind;
    for (int i = 0; i < AMENITY_COUNT && *word == '\0'; i++)
        if (row->site.amenities & AMENITY_BIT(i))
            word = amenity_name((enum amenity)i);
    if (given(row, FIELD_NAME) || *word == '\0')
        return;
    char *name = arena_strdup(im->row, word);
    for (char *p = name; *p != '\0'; p++)
        if (*p == '_')
            *p = ' ';
    if (*name >= 'a' && *name <= 'z')
        *name = (char)(*name - 'a' + 'A');
    give_text(row, FIELD_NAME, &row->site.name, name);
}

/* "Mo-Fr 09:00,16:15; Sa 12:00" of a place where parcels are handed over: the last time of each part is the cut-off. */
static void take_times(struct import *im, struct site_row *row, const char *times, const char *carrier,
                       struct havens_tally *tally)
{
    const char *list = "";
    struct error why = {0};
    for (const char *p = times; *p != '\0';) {
        p += strspn(p, "; ");
        const size_t length = strcspn(p, ";");
        const char *part = arena_strndup(im->row, p, length);
        const size_t days = strcspn(part, " ");
        const char *last = strrchr(part, ',');
        p += length;
        if (length == 0)
            continue;
        last = last != NULL && last > part + days ? last + 1 : part + days;
        list = arena_printf(im->row, "%s%s%s %.*s %s", list, *list == '\0' ? "" : "; ", carrier, (int)days, part, last);
    }
    if (field_set(im->row, row, FIELD_COLLECTIONS, list, im->today, &why) != STATUS_OK)
        tally->dropped_times++;
}

static void take_collections(struct import *im, struct site_row *row, const struct tags *tags,
                             struct havens_tally *tally)
{
    const char *times = tags->value[TAG_COLLECTION_TIMES];
    const char *owner = *tags->value[TAG_OPERATOR] != '\0' ? tags->value[TAG_OPERATOR] : tags->value[TAG_BRAND];
    if (*times != '\0' && !given(row, FIELD_COLLECTIONS) && (row->site.amenities & AMENITY_BIT(AMENITY_PARCEL_DROP)))
        take_times(im, row, times, owner, tally);
}

enum havens_answer havens_complete(struct import *im, struct site_row *row, struct tags *tags, bool tagged,
                                   struct havens_tally *tally)
{
    row->site.is_haven = true;
    row->site.haven_list = havens_list(im);
    if (kind_is_tag(im, row, tags)) {
        row->given &= ~FIELD_BIT(FIELD_KIND);
        row->site.haven_kind = "";
        tagged = true;
    }
    const struct tags_meaning meaning = tags_read(im->row, im->tags, tags);
    if (tagged && meaning.is_private)
        return HAVEN_PRIVATE;
    if (!given(row, FIELD_AMENITIES))
        row->site.amenities = meaning.amenities;
    give_text(row, FIELD_KIND, &row->site.haven_kind, meaning.kind);
    take_kind(im, row);
    if (tagged &&
        (meaning.is_dropped || (row->site.amenities == 0 && !given(row, FIELD_AMENITIES) && !meaning.is_kept)))
        return HAVEN_NOTHING;
    if (row->site.amenities != 0 && !given(row, FIELD_AMENITIES)) {
        row->given |= FIELD_BIT(FIELD_AMENITIES);
        row->derived |= FIELD_BIT(FIELD_AMENITIES);
    }
    give_text(row, FIELD_NAME, &row->site.name, meaning.name);
    name_by_kind(im, row);
    give_text(row, FIELD_TAGS, &row->site.tags, meaning.tags);
    take_collections(im, row, tags, tally);
    return HAVEN_KEEP;
}

void havens_hours(struct import *im, struct site_row *row, const char *value, struct havens_tally *tally)
{
    struct error why = {0};
    if (import_hours(im, row, value, &why) == STATUS_OK)
        return;
    if (tally->dropped_hours < HAVENS_HOURS_SHOWN)
        tally->hours[tally->dropped_hours] = text_cut(im->arena, value, HOURS_COLUMNS);
    tally->dropped_hours++;
}

void havens_count(struct import *im, struct havens_tally *tally, enum havens_answer answer)
{
    tally->left_private += answer == HAVEN_PRIVATE;
    tally->left_nothing += answer == HAVEN_NOTHING;
    im->left_out += answer != HAVEN_KEEP;
}

static void note_hours(struct import *im, const struct havens_tally *tally)
{
    const size_t n = tally->dropped_hours;
    const char *list = "";
    for (size_t i = 0; i < n && i < HAVENS_HOURS_SHOWN; i++)
        list = arena_printf(im->arena, "%s%s\"%s\"", list, i == 0 ? "" : ", ", tally->hours[i]);
    if (n > HAVENS_HOURS_SHOWN)
        list = arena_printf(im->arena, "%s and %zu more", list, n - HAVENS_HOURS_SHOWN);
    if (n > 0)
        import_note(im, "opening hours of %zu haven%s were not understood and are left empty: %s", n, n == 1 ? "" : "s",
                    list);
}

void havens_notes(struct import *im, const struct havens_tally *tally)
{
    note_hours(im, tally);
    if (tally->dropped_times > 0)
        import_note(im, "collection times of %zu haven%s were not understood and are left empty", tally->dropped_times,
                    tally->dropped_times == 1 ? "" : "s");
    if (tally->left_private > 0)
        import_note(im, "%zu private or closed to the public: left out", tally->left_private);
    if (tally->left_nothing > 0)
        import_note(im, "%zu that offer nothing rounds looks for: left out", tally->left_nothing);
}

const char *havens_source(struct import *im, const char *id, const char **source)
{
    static const char *const kinds[] = {"node/", "way/", "relation/"};
    const char *digits = NULL;
    char letter = id[0];
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strncmp(id, kinds[i], strlen(kinds[i])) == 0)
            digits = id + strlen(kinds[i]);
    if (digits == NULL && letter != '\0' && strchr("nwrNWR", letter) != NULL)
        digits = id + 1;
    if (digits != NULL && *digits != '\0' && digits[strspn(digits, "0123456789")] == '\0') {
        *source = "osm";
        if (letter >= 'A' && letter <= 'Z')
            letter = (char)(letter - 'A' + 'a');
        return arena_printf(im->row, "%c%s", letter, digits);
    }
    const char *slash = strrchr(im->path, '/');
    *source = slash == NULL ? im->path : slash + 1;
    return id;
}

/* --- tags and properties ------------------------------------------------------------------------------------------------ */

enum { OSM_PROPERTIES = 9 };

/* Properties that are fields, OpenStreetMap's first. Others are tags, or of no use. */
static const struct {
    const char *property;
    enum field_id id;
} properties[] = {
    {"name", FIELD_NAME},
    {"addr:street", FIELD_STREET},
    {"addr:housenumber", FIELD_HOUSE},
    {"addr:city", FIELD_TOWN},
    {"addr:town", FIELD_TOWN},
    {"addr:village", FIELD_TOWN},
    {"addr:postcode", FIELD_POSTCODE},
    {"addr:country", FIELD_COUNTRY},
    {"opening_hours", FIELD_HOURS},
    {"key", FIELD_KEY},
    {"kind", FIELD_KIND},
    {"street", FIELD_STREET},
    {"town", FIELD_TOWN},
    {"postcode", FIELD_POSTCODE},
    {"country", FIELD_COUNTRY},
    {"hours", FIELD_HOURS},
    {"amenities", FIELD_AMENITIES},
    {"collections", FIELD_COLLECTIONS},
    {"minutes", FIELD_MINUTES},
    {"source", FIELD_SOURCE},
};

void havens_take(struct import *im, struct import_row *row, struct tags *tags, struct havens_tally *tally,
                 const char *key, const char *value, bool osm)
{
    const size_t n = osm ? OSM_PROPERTIES : sizeof properties / sizeof properties[0];
    const int tag = osm ? tag_table_find_key(im->tags, key) : tag_table_find(im->tags, key);
    struct error why = {0};
    if (tag >= 0) {
        tags->value[tag] = arena_strdup(im->row, value);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        if (strcmp(key, properties[i].property) != 0)
            continue;
        if (properties[i].id == FIELD_HOURS)
            havens_hours(im, row->data, value, tally);
        else if (field_set(im->row, row->data, properties[i].id, value, im->today, &why) != STATUS_OK)
            import_fault(im, &row->faults, key, why.text);
        return;
    }
}

bool havens_tagged(const struct import *im, const struct tags *tags)
{
    for (int i = 0; i < tag_table_count(im->tags); i++)
        if (*tags->value[i] != '\0')
            return true;
    return false;
}
