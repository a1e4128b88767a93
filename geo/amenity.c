#include "geo/amenity.h"

#include "geo/base/buf.h"
#include "geo/base/mem.h"

#include <assert.h>
#include <string.h>

/* The store and the files keep these names: never change one. */
static const struct {
    const char *name;
    const char *label;
} amenities[AMENITY_COUNT] = {
    [AMENITY_TOILET] = {"toilet", "toilet"},
    [AMENITY_HOT_DRINK] = {"hot_drink", "hot drink"},
    [AMENITY_WARMTH] = {"warmth", "warmth"},
    [AMENITY_FOOD] = {"food", "food"},
    [AMENITY_PC] = {"pc", "PC"},
    [AMENITY_WIFI] = {"wifi", "wifi"},
    [AMENITY_PARKING] = {"parking", "parking"},
    [AMENITY_FUEL] = {"fuel", "fuel"},
    [AMENITY_CHARGING] = {"charging", "charging"},
    [AMENITY_REST] = {"rest", "rest"},
    [AMENITY_PARCEL_DROP] = {"parcel_drop", "parcel drop"},
    [AMENITY_PARCEL_RECEIVE] = {"parcel_receive", "parcel receive"},
    [AMENITY_WATER] = {"water", "water"},
    [AMENITY_SHOWER] = {"shower", "shower"},
    [AMENITY_PHONE_SIGNAL] = {"phone_signal", "phone signal"},
};

/* Other words that people write. */
static const struct {
    const char *word;
    enum amenity amenity;
} synonyms[] = {
    {"toilets", AMENITY_TOILET},
    {"wc", AMENITY_TOILET},
    {"loo", AMENITY_TOILET},
    {"lavatory", AMENITY_TOILET},
    {"restroom", AMENITY_TOILET},
    {"bathroom", AMENITY_TOILET},
    {"hot_drinks", AMENITY_HOT_DRINK},
    {"tea", AMENITY_HOT_DRINK},
    {"coffee", AMENITY_HOT_DRINK},
    {"warm", AMENITY_WARMTH},
    {"heating", AMENITY_WARMTH},
    {"meal", AMENITY_FOOD},
    {"meals", AMENITY_FOOD},
    {"computer", AMENITY_PC},
    {"desktop", AMENITY_PC},
    {"wi_fi", AMENITY_WIFI},
    {"wlan", AMENITY_WIFI},
    {"internet", AMENITY_WIFI},
    {"car_park", AMENITY_PARKING},
    {"petrol", AMENITY_FUEL},
    {"diesel", AMENITY_FUEL},
    {"ev_charging", AMENITY_CHARGING},
    {"charger", AMENITY_CHARGING},
    {"rest_area", AMENITY_REST},
    {"lay_by", AMENITY_REST},
    {"layby", AMENITY_REST},
    {"parcels", AMENITY_PARCEL_DROP},
    {"drop_off", AMENITY_PARCEL_DROP},
    {"receive_parcels", AMENITY_PARCEL_RECEIVE},
    {"drinking_water", AMENITY_WATER},
    {"showers", AMENITY_SHOWER},
    {"signal", AMENITY_PHONE_SIGNAL},
};

const char *amenity_name(enum amenity amenity)
{
    assert(amenity < AMENITY_COUNT);
    return amenities[amenity].name;
}

const char *amenity_label(enum amenity amenity)
{
    assert(amenity < AMENITY_COUNT);
    return amenities[amenity].label;
}

enum { WORD_MAX = 32 };

/* Lower case, '-' and runs of space to one '_'. False if it is too long to be a name of ours. */
static bool fold_word(const char *text, size_t length, char word[WORD_MAX])
{
    size_t at = 0;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (c >= 'A' && c <= 'Z') {
            c = (char)(c + ('a' - 'A'));
        } else if (c == ' ' || c == '-' || c == '\t') {
            c = '_';
        }
        if (c == '_' && at > 0 && word[at - 1] == '_') {
            continue;
        }
        if (at + 1 >= WORD_MAX) {
            return false;
        }
        word[at++] = c;
    }
    word[at] = '\0';
    return true;
}

static bool find(const char *text, size_t length, enum amenity *out)
{
    char word[WORD_MAX];
    if (!fold_word(text, length, word)) {
        return false;
    }
    for (unsigned i = 0; i < AMENITY_COUNT; i++) {
        if (strcmp(word, amenities[i].name) == 0) {
            *out = (enum amenity)i;
            return true;
        }
    }
    for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++) {
        if (strcmp(word, synonyms[i].word) == 0) {
            *out = synonyms[i].amenity;
            return true;
        }
    }
    return false;
}

bool amenity_from_name(const char *name, enum amenity *out)
{
    return find(name, strlen(name), out);
}

static const char blanks[] = " \t\r\n";

bool amenity_parse_list(struct arena *arena, const char *list, uint32_t *mask, char **bad)
{
    uint32_t found = 0;
    for (const char *p = list; *p != '\0';) {
        p += strspn(p, " \t\r\n,;|");
        size_t length = strcspn(p, ",;|\r\n");
        const char *next = p + length;
        while (length > 0 && strchr(blanks, p[length - 1]) != NULL) {
            length--;
        }
        enum amenity amenity;
        if (find(p, length, &amenity)) {
            found |= AMENITY_BIT(amenity);
        } else if (length > 0) {
            *bad = arena_strndup(arena, p, length);
            return false;
        }
        p = next;
    }
    *mask = found;
    return true;
}

char *amenity_list(struct arena *arena, uint32_t mask, const char *separator)
{
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    for (unsigned i = 0; i < AMENITY_COUNT; i++) {
        if ((mask & AMENITY_BIT(i)) != 0) {
            buf_add(&buf, buf.length > 0 ? separator : "");
            buf_add(&buf, amenities[i].label);
        }
    }
    return buf_into_arena(&buf, arena);
}
