/* What of a question a candidate agrees with. */
#include "geo/base/mem.h"
#include "geo/geocode/address_impl.h"

#include <string.h>
#include <strings.h>

/* --- countries --------------------------------------------------------------------------------------------------- */

static bool is_listed(const char *list, const char *country)
{
    while (*list != '\0') {
        size_t n = strcspn(list, ", ");
        if (n == strlen(country) && strncasecmp(list, country, n) == 0) {
            return true;
        }
        list += n;
        list += strspn(list, ", ");
    }
    return false;
}

static void match_country(const struct geocode_query *query, struct geocode_candidate *c)
{
    const char *own = query->parts.country;
    if (c->parts.country[0] == '\0' || (own[0] == '\0' && query->countries[0] == '\0')) {
        return;
    }
    bool well = (own[0] == '\0' || strcasecmp(own, c->parts.country) == 0) &&
                (query->countries[0] == '\0' || is_listed(query->countries, c->parts.country));
    *(well ? &c->matched : &c->mismatched) |= GEOCODE_COUNTRY;
}

/* --- towns ------------------------------------------------------------------------------------------------------- */

/* Where NAME stands among the settlements of a candidate. */
enum place_in { NOT_IN, BELOW_TOWN, IS_TOWN, ABOVE_TOWN };

static enum place_in find_within(struct arena *arena, const struct geocode_candidate *c, const char *name)
{
    bool above = false;
    if (name[0] == '\0') {
        return NOT_IN;
    }
    if (address_same_town(c->parts.town, name)) {
        return IS_TOWN;
    }
    for (const char *p = c->within != NULL ? c->within : ""; *p != '\0'; p += strcspn(p, "\n"), p += *p == '\n') {
        char *line = arena_strndup(arena, p, strcspn(p, "\n"));
        above = above || strcmp(line, c->parts.town) == 0;
        if (address_same_town(line, name)) {
            return above ? ABOVE_TOWN : BELOW_TOWN;
        }
    }
    return address_same_town(c->parts.suburb, name) ? BELOW_TOWN : NOT_IN;
}

static enum town_agreement agreement(struct arena *arena, const char *town, const char *suburb,
                                     const struct geocode_candidate *c)
{
    enum place_in of_town = find_within(arena, c, town);
    enum place_in of_suburb = find_within(arena, c, suburb);
    if ((of_suburb == IS_TOWN && of_town != NOT_IN) ||
        (of_town == IS_TOWN && (suburb[0] == '\0' || of_suburb != NOT_IN))) {
        return TOWN_SAME;
    }
    /* A village of that name, but nothing says that it is the one by the town that was asked for. */
    if (of_suburb == IS_TOWN || of_town == IS_TOWN || of_town == BELOW_TOWN || of_suburb == BELOW_TOWN) {
        return TOWN_PART;
    }
    if (of_town == ABOVE_TOWN || of_suburb == ABOVE_TOWN) {
        return TOWN_OUTER;
    }
    if (c->parts.town[0] == '\0') {
        return TOWN_UNKNOWN;
    }
    return address_akin_town(c->parts.town, town) ? TOWN_AKIN : TOWN_OTHER;
}

enum town_agreement geocode_town_agreement(const struct address *asked, const struct geocode_candidate *candidate)
{
    const char *town = asked->town[0] != '\0' ? asked->town : asked->suburb;
    if (town[0] == '\0') {
        return TOWN_UNKNOWN;
    }
    struct arena *arena = arena_new();
    enum town_agreement found = agreement(arena, town, asked->town[0] != '\0' ? asked->suburb : "", candidate);
    arena_free(arena);
    return found;
}

/* --- all parts --------------------------------------------------------------------------------------------------- */

static void match_part(struct geocode_candidate *c, uint32_t part, const char *asked, const char *has,
                       bool (*same)(const char *a, const char *b))
{
    if (asked[0] != '\0' && has[0] != '\0') {
        *(same(asked, has) ? &c->matched : &c->mismatched) |= part;
    }
}

/* Where houses are numbered by the village, the village stands for the street. */
static void match_street(const struct address *asked, struct geocode_candidate *c)
{
    struct arena *arena = arena_new();
    if (c->parts.street[0] != '\0') {
        match_part(c, GEOCODE_STREET_NAME, asked->street, c->parts.street, address_same_street);
    } else if (find_within(arena, c, asked->street) != NOT_IN) {
        c->matched |= GEOCODE_STREET_NAME;
    }
    arena_free(arena);
}

static void match_town(const struct address *asked, struct geocode_candidate *c)
{
    switch (geocode_town_agreement(asked, c)) {
    case TOWN_SAME:
    case TOWN_PART:
    case TOWN_OUTER:
        c->matched |= GEOCODE_TOWN;
        break;
    case TOWN_OTHER:
        c->mismatched |= GEOCODE_TOWN;
        break;
    case TOWN_UNKNOWN:
    case TOWN_AKIN:
        break;
    }
}

void geocode_match(const struct geocode_query *query, struct geocode_candidate *candidates, size_t n)
{
    const struct address *asked = &query->parts;
    for (size_t i = 0; i < n; i++) {
        struct geocode_candidate *c = &candidates[i];
        c->matched = c->mismatched = 0;
        match_part(c, GEOCODE_NUMBER, asked->number, c->parts.number, address_same_number);
        match_part(c, GEOCODE_POSTCODE_PART, asked->postcode, c->parts.postcode, address_same_postcode);
        match_part(c, GEOCODE_NAME, asked->name, c->parts.name, address_same_name);
        match_street(asked, c);
        match_town(asked, c);
        match_country(query, c);
    }
}
