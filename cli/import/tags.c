#include "cli/import/tags.h"

#include "geo/amenity.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"

#include <stddef.h>
#include <string.h>

static const char *const names[TAG_COUNT] = {
    [TAG_AMENITY] = "amenity",
    [TAG_SHOP] = "shop",
    [TAG_HIGHWAY] = "highway",
    [TAG_TOURISM] = "tourism",
    [TAG_VENDING] = "vending",
    [TAG_POST_OFFICE] = "post_office",
    [TAG_PARCEL_FROM] = "post_office:parcel_from",
    [TAG_PARCEL_TO] = "post_office:parcel_to",
    [TAG_PARCEL_PICKUP] = "parcel_pickup",
    [TAG_PARCEL_MAIL_IN] = "parcel_mail_in",
    [TAG_INTERNET] = "internet_access",
    [TAG_TOILETS] = "toilets",
    [TAG_TOILETS_ACCESS] = "toilets:access",
    [TAG_ACCESS] = "access",
    [TAG_WATER] = "drinking_water",
    [TAG_SHOWER] = "shower",
    [TAG_OPERATOR] = "operator",
    [TAG_BRAND] = "brand",
    [TAG_COLLECTION_TIMES] = "collection_times", /* of letter boxes: read so that it is not taken for a courier's */
};

#define BIT(a) AMENITY_BIT(AMENITY_##a)

/* What a place is. The first rule that fits gives the kind; all that fit give amenities. */
static const struct {
    enum tag tag;
    const char *value; /* NULL: anything but no */
    const char *kind;
    uint32_t amenities;
} kinds[] = {
    {TAG_AMENITY, "parcel_locker", "parcel_locker", BIT(PARCEL_RECEIVE)},
    {TAG_VENDING, "parcel_pickup", "parcel_locker", BIT(PARCEL_RECEIVE)},
    {TAG_VENDING, "parcel_mail_in", "parcel_locker", BIT(PARCEL_DROP)},
    {TAG_POST_OFFICE, "post_partner", "parcel_shop", BIT(PARCEL_DROP)},
    {TAG_AMENITY, "post_office", "post_office", BIT(PARCEL_DROP)},
    {TAG_AMENITY, "post_box", "post_box", 0},
    {TAG_AMENITY, "toilets", "toilet", BIT(TOILET)},
    {TAG_HIGHWAY, "services", "services", BIT(REST) | BIT(PARKING) | BIT(TOILET) | BIT(FOOD) | BIT(FUEL)},
    {TAG_HIGHWAY, "rest_area", "rest_area", BIT(REST) | BIT(PARKING)},
    {TAG_AMENITY, "cafe", "cafe", BIT(FOOD) | BIT(HOT_DRINK)},
    {TAG_AMENITY, "fast_food", "fast_food", BIT(FOOD) | BIT(HOT_DRINK)},
    {TAG_AMENITY, "restaurant", "restaurant", BIT(FOOD) | BIT(HOT_DRINK)},
    {TAG_AMENITY, "pub", "pub", BIT(FOOD) | BIT(HOT_DRINK)},
    {TAG_AMENITY, "fuel", "fuel", BIT(FUEL)},
    {TAG_AMENITY, "library", "library", BIT(WARMTH) | BIT(PC)},
    {TAG_AMENITY, "community_centre", "community_centre", BIT(WARMTH)},
    {TAG_AMENITY, "coworking_space", "coworking_space", BIT(WARMTH) | BIT(PC) | BIT(WIFI)},
    {TAG_AMENITY, "charging_station", "charging_station", BIT(CHARGING)},
    {TAG_AMENITY, "parking", "parking", BIT(PARKING)},
    {TAG_AMENITY, "drinking_water", "drinking_water", BIT(WATER)},
    {TAG_AMENITY, "shower", "shower", BIT(SHOWER)},
    {TAG_AMENITY, "shelter", "shelter", BIT(REST)},
    {TAG_TOURISM, "picnic_site", "picnic_site", BIT(REST)},
};

/* What any place may offer besides. */
static const struct {
    enum tag tag;
    const char *value;
    uint32_t amenities;
} extras[] = {
    {TAG_INTERNET, "wlan", BIT(WIFI)},
    {TAG_INTERNET, "yes", BIT(WIFI)},
    {TAG_INTERNET, "wifi", BIT(WIFI)},
    {TAG_INTERNET, "terminal", BIT(PC)},
    {TAG_WATER, NULL, BIT(WATER)},
    {TAG_SHOWER, NULL, BIT(SHOWER)},
    {TAG_PARCEL_FROM, NULL, BIT(PARCEL_DROP)},
    {TAG_PARCEL_TO, NULL, BIT(PARCEL_RECEIVE)},
    {TAG_PARCEL_PICKUP, NULL, BIT(PARCEL_RECEIVE)},
    {TAG_PARCEL_MAIL_IN, NULL, BIT(PARCEL_DROP)},
};

struct tags tags_none(void)
{
    struct tags tags = {0};
    for (size_t i = 0; i < TAG_COUNT; i++)
        tags.value[i] = "";
    return tags;
}

/* ':', ' ' and '_' are one: a column cannot always be called "toilets:access". */
static char plain(char c)
{
    if (c == ':' || c == ' ')
        return '_';
    return c;
}

static bool same_name(const char *a, const char *b)
{
    for (; *a != '\0' && *b != '\0'; a++, b++)
        if (plain(*a) != plain(*b))
            return false;
    return *a == *b;
}

int tags_find(const char *name)
{
    for (int i = 0; i < TAG_COUNT; i++)
        if (same_name(name, names[i]))
            return i;
    return -1;
}

const char *tags_name(enum tag tag)
{
    return names[tag];
}

/* Is WORD one of the values of TAGS ("a;b;c")? WORD NULL: any but no. */
static bool has(const struct tags *tags, enum tag tag, const char *word)
{
    const char *value = tags->value[tag];
    if (word == NULL)
        return *value != '\0' && strcmp(value, "no") != 0;
    const size_t length = strlen(word);
    for (const char *p = value; *p != '\0';) {
        p += strspn(p, "; ");
        const size_t n = strcspn(p, ";");
        if (n == length && memcmp(p, word, n) == 0)
            return true;
        p += n;
    }
    return false;
}

static void read_kind(const struct tags *tags, struct tags_meaning *out)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (!has(tags, kinds[i].tag, kinds[i].value))
            continue;
        out->amenities |= kinds[i].amenities;
        if (*out->kind == '\0')
            out->kind = kinds[i].kind;
    }
    for (size_t i = 0; i < sizeof extras / sizeof extras[0]; i++)
        if (has(tags, extras[i].tag, extras[i].value))
            out->amenities |= extras[i].amenities;
}

/* A toilet inside is of use unless it is private; one for customers only is, with a word of warning. */
static void read_access(const struct tags *tags, struct tags_meaning *out)
{
    const bool inside = has(tags, TAG_TOILETS, NULL);
    const bool shut = has(tags, TAG_TOILETS_ACCESS, "private") || has(tags, TAG_TOILETS_ACCESS, "no");
    if (inside && !shut)
        out->amenities |= BIT(TOILET);
    if (has(tags, TAG_TOILETS_ACCESS, "customers") || has(tags, TAG_TOILETS, "customers") ||
        has(tags, TAG_ACCESS, "customers"))
        out->tags = "customers_only";
    out->is_private = has(tags, TAG_ACCESS, "private") || has(tags, TAG_ACCESS, "no");
}

static const char *default_name(struct arena *arena, const struct tags *tags, const char *kind)
{
    const char *owner = *tags->value[TAG_BRAND] != '\0' ? tags->value[TAG_BRAND] : tags->value[TAG_OPERATOR];
    char *label = arena_strdup(arena, kind);
    for (char *p = label; *p != '\0'; p++)
        if (*p == '_')
            *p = ' ';
    if (*owner != '\0')
        return *label == '\0' ? owner : arena_printf(arena, "%s %s", owner, label);
    if (*label >= 'a' && *label <= 'z')
        *label = (char)(*label - 'a' + 'A');
    return label;
}

struct tags_meaning tags_read(struct arena *arena, const struct tags *tags)
{
    struct tags_meaning meaning = {.kind = "", .name = "", .tags = ""};
    read_kind(tags, &meaning);
    read_access(tags, &meaning);
    meaning.name = default_name(arena, tags, meaning.kind);
    return meaning;
}

bool tags_kind(const char *kind, const char **canonical, uint32_t *amenities)
{
    if (text_equal_folded(kind, "public toilets") || text_equal_folded(kind, "public toilet") ||
        text_equal_folded(kind, "wc"))
        kind = "toilet";
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (text_equal_folded(kind, kinds[i].kind) || text_equal_folded(kind, kinds[i].value)) {
            *canonical = kinds[i].kind;
            *amenities = kinds[i].amenities;
            return true;
        }
    return false;
}
