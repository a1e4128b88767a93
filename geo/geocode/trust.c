/* What may be believed. A wrong place costs the engineer an hour, a review a key: in doubt a person looks. */
#include "geo/base/mem.h"
#include "geo/geocode/address_impl.h"

#include <string.h>

enum { RIVAL_M = 100, NAMESAKE_M = 1000, CROWD = 8 };

/* One candidate, looked at. */
struct look {
    const struct geocode_query *query;
    const struct geocode_candidate *candidate;
    enum town_agreement town;
};

static bool agrees(const struct geocode_candidate *c, uint32_t part)
{
    return (c->matched & part) != 0;
}

static bool differs(const struct geocode_candidate *c, uint32_t part)
{
    return (c->mismatched & part) != 0;
}

/* A postcode of a few houses says more than the name of a post town. */
static bool precise_postcode_agrees(const struct look *look)
{
    return agrees(look->candidate, GEOCODE_POSTCODE_PART) &&
           address_postcode_is_precise(look->query->parts.postcode, look->candidate->parts.country);
}

/* --- why not, part by part; NULL when there is nothing against it ------------------------------------------------ */

static const char *against_kind(struct arena *arena, const struct look *look)
{
    const struct geocode_candidate *c = look->candidate;
    const char *number = look->query->parts.number;
    if (differs(c, GEOCODE_COUNTRY)) {
        return arena_printf(arena, "it lies in another country (%s)", c->parts.country);
    }
    if (c->at.lat_deg == 0 && c->at.lon_deg == 0) {
        return "its place is 0,0, which is where mistakes are put";
    }
    switch (c->precision) {
    case GEOCODE_STREET:
        return number[0] != '\0' ? arena_printf(arena, "the street only: number %s is not known", number)
                                 : "the street only";
    case GEOCODE_POSTCODE:
        return "the middle of a postcode only";
    case GEOCODE_AREA:
        return "the town or the area only";
    case GEOCODE_HOUSE:
    case GEOCODE_INTERPOLATED:
        break;
    }
    return NULL;
}

static const char *against_number(struct arena *arena, const struct look *look)
{
    const struct geocode_candidate *c = look->candidate;
    const struct address *asked = &look->query->parts;
    if (asked->number[0] == '\0') {
        return agrees(c, GEOCODE_NAME) ? NULL : "no house number was asked for, and no name agrees";
    }
    if (differs(c, GEOCODE_NUMBER)) {
        return arena_printf(arena, "the number is another: %s", c->parts.number);
    }
    return agrees(c, GEOCODE_NUMBER) ? NULL : arena_printf(arena, "number %s is not known", asked->number);
}

/* A name alone is borne by many; a number without a street is one of a village, if neither side has a street. */
static const char *against_street(struct arena *arena, const struct look *look)
{
    const struct geocode_candidate *c = look->candidate;
    const struct address *asked = &look->query->parts;
    if (differs(c, GEOCODE_STREET_NAME)) {
        return arena_printf(arena, "the street is another: %s", c->parts.street);
    }
    if (agrees(c, GEOCODE_STREET_NAME)) {
        return NULL;
    }
    if (asked->street[0] != '\0') {
        return "its street is not known";
    }
    bool village = asked->number[0] != '\0' && c->parts.street[0] == '\0' && look->town == TOWN_SAME &&
                   agrees(c, GEOCODE_POSTCODE_PART);
    return village || (asked->number[0] == '\0' && precise_postcode_agrees(look)) ? NULL : "no street was asked for";
}

static const char *against_town(struct arena *arena, const struct look *look)
{
    const struct geocode_candidate *c = look->candidate;
    bool postcode = agrees(c, GEOCODE_POSTCODE_PART);
    if (differs(c, GEOCODE_POSTCODE_PART)) {
        return arena_printf(arena, "the postcode is another: %s", c->parts.postcode);
    }
    if (precise_postcode_agrees(look)) {
        return NULL;
    }
    switch (look->town) {
    case TOWN_SAME:
        return NULL;
    case TOWN_OTHER:
        return arena_printf(arena, "the town is another: %s", c->parts.town);
    case TOWN_OUTER:
        return arena_printf(arena, "the town that was asked for has several, and this is %s", c->parts.town);
    case TOWN_PART:
    case TOWN_AKIN:
        return postcode ? NULL : "the town agrees in part only, and no postcode does";
    case TOWN_UNKNOWN:
        break;
    }
    return postcode ? NULL : "neither town nor postcode could be compared";
}

static bool asks_one_country(const struct geocode_query *query)
{
    return query->parts.country[0] != '\0' || (query->countries[0] != '\0' && strpbrk(query->countries, ", ") == NULL);
}

/* The same words are found in many countries: without one to compare, the postcode must agree. Where it is short, it
 * is used in several countries of a list, so the town must too. */
static const char *against_country(const struct look *look)
{
    const struct geocode_candidate *c = look->candidate;
    bool postcode = agrees(c, GEOCODE_POSTCODE_PART);
    bool words = look->town == TOWN_SAME || strlen(look->query->parts.postcode) >= 5;
    if (agrees(c, GEOCODE_COUNTRY)) {
        return asks_one_country(look->query) || words ? NULL : "its country is not sure, and the town was not compared";
    }
    return postcode && words ? NULL : "no country is known, and the same words are found in others";
}

/* What lies between two known numbers is wrong by as much as these are apart; American ranges are as long as a block.
 * */
static const char *against_guess(const struct look *look)
{
    const struct geocode_candidate *c = look->candidate;
    bool sure = look->town == TOWN_SAME && agrees(c, GEOCODE_POSTCODE_PART) && strcmp(c->parts.country, "us") != 0;
    return c->precision != GEOCODE_INTERPOLATED || sure ? NULL
                                                        : "its place is guessed from other numbers of the street";
}

static const char *against(struct arena *arena, const struct look *look)
{
    const char *why = against_kind(arena, look);
    why = why != NULL ? why : against_number(arena, look);
    why = why != NULL ? why : against_street(arena, look);
    why = why != NULL ? why : against_town(arena, look);
    why = why != NULL ? why : against_country(look);
    return why != NULL ? why : against_guess(look);
}

/* --- the others -------------------------------------------------------------------------------------------------- */

/* Could OTHER be what was asked for as well? */
static bool is_rival(const struct geocode_query *query, const struct geocode_candidate *other)
{
    const uint32_t never =
        GEOCODE_NUMBER | GEOCODE_STREET_NAME | GEOCODE_TOWN | GEOCODE_POSTCODE_PART | GEOCODE_COUNTRY;
    uint32_t needed = query->parts.number[0] != '\0' ? GEOCODE_NUMBER : GEOCODE_NAME;
    return other->precision <= GEOCODE_INTERPOLATED && (other->mismatched & never) == 0 &&
           (other->matched & needed) != 0;
}

/* A street of the same name in the same town, with another postcode than the chosen one's, when none was asked for. */
static bool is_namesake(const struct geocode_query *query, const struct geocode_candidate *chosen,
                        const struct geocode_candidate *other)
{
    const uint32_t never = GEOCODE_STREET_NAME | GEOCODE_TOWN | GEOCODE_COUNTRY;
    return query->parts.postcode[0] == '\0' && other->precision <= GEOCODE_STREET && (other->mismatched & never) == 0 &&
           agrees(other, GEOCODE_STREET_NAME) && chosen->parts.postcode[0] != '\0' &&
           other->parts.postcode[0] != '\0' && !address_same_postcode(chosen->parts.postcode, other->parts.postcode);
}

static char *apart(struct arena *arena, double metres)
{
    int tenths = (int)(metres / 100 + 0.5);
    return metres < 1000 ? arena_printf(arena, "%d m", (int)(metres + 0.5))
                         : arena_printf(arena, "%d.%d km", tenths / 10, tenths % 10);
}

/* Is candidate I as good as CHOSEN? One that bears the name that was asked for is beaten only by another that does. */
static bool is_as_good(const struct geocode_query *query, const struct geocode_answer *answer, size_t chosen, size_t i)
{
    const struct geocode_candidate *c = &answer->candidates[chosen];
    const struct geocode_candidate *other = &answer->candidates[i];
    return i == chosen || (is_rival(query, other) && (!agrees(c, GEOCODE_NAME) || agrees(other, GEOCODE_NAME)));
}

/* Metres between the two that are as good and farthest apart; *N is how many are. */
static double spread_of(const struct geocode_query *query, const struct geocode_answer *answer, size_t chosen,
                        size_t *n)
{
    double spread = 0;
    *n = 0;
    for (size_t i = 0; i < answer->n; i++) {
        if (!is_as_good(query, answer, chosen, i)) {
            continue;
        }
        ++*n;
        for (size_t k = 0; k < i; k++) {
            double metres = is_as_good(query, answer, chosen, k)
                                ? point_distance_m(answer->candidates[i].at, answer->candidates[k].at)
                                : 0;
            spread = metres > spread ? metres : spread;
        }
    }
    return spread;
}

/* A service cuts its list: of a station with dozens of shops it may show one end only. */
static const char *against_alone(struct arena *arena, const struct geocode_query *query,
                                 const struct geocode_answer *answer, size_t chosen)
{
    size_t n;
    const struct geocode_candidate *c = &answer->candidates[chosen];
    double spread = spread_of(query, answer, chosen, &n);
    if (spread > RIVAL_M) {
        return arena_printf(arena, "%s places as good, %s apart", n == 2 ? "two" : "several", apart(arena, spread));
    }
    if (n >= CROWD && spread > RIVAL_M / 2) {
        return "a large place with many entries of the same number";
    }
    for (size_t i = 0; i < answer->n; i++) {
        const struct geocode_candidate *other = &answer->candidates[i];
        if (i != chosen && is_namesake(query, c, other) && point_distance_m(c->at, other->at) > NAMESAKE_M) {
            return "the town has two streets of that name, and no postcode was asked for";
        }
    }
    return NULL;
}

/* --- the choice -------------------------------------------------------------------------------------------------- */

/* How near a candidate that is not believed is to what was asked. */
static int32_t likeness(const struct geocode_candidate *c)
{
    static const struct {
        uint32_t part;
        int32_t weight;
    } weights[] = {{GEOCODE_COUNTRY, 64}, {GEOCODE_STREET_NAME, 16},   {GEOCODE_NUMBER, 8},
                   {GEOCODE_TOWN, 12},    {GEOCODE_POSTCODE_PART, 12}, {GEOCODE_NAME, 6}};
    int32_t sum = -2 * (int32_t)c->precision;
    for (size_t i = 0; i < sizeof weights / sizeof *weights; i++) {
        sum += agrees(c, weights[i].part) ? weights[i].weight : 0;
        sum -= differs(c, weights[i].part) ? weights[i].weight : 0;
    }
    return sum;
}

/* Among the believable: houses before guesses, then the one that bears the name. */
static int32_t rank(const struct geocode_candidate *c)
{
    return (c->precision == GEOCODE_HOUSE ? 2 : 0) + (agrees(c, GEOCODE_NAME) ? 1 : 0);
}

static const char *why_accepted(struct arena *arena, const struct look *look)
{
    const struct geocode_candidate *c = look->candidate;
    const char *what = look->query->parts.number[0] != '\0' ? "number" : "name";
    const char *street = agrees(c, GEOCODE_STREET_NAME) ? ", street" : "";
    bool town = look->town == TOWN_SAME || look->town == TOWN_PART;
    bool postcode = agrees(c, GEOCODE_POSTCODE_PART);
    return arena_printf(arena, "%s%s%s%s%s agree",
                        c->precision == GEOCODE_HOUSE ? what : arena_printf(arena, "%s (interpolated)", what), street,
                        town && postcode ? ", town" : "", town && !postcode ? " and town" : "",
                        postcode ? " and postcode" : "");
}

static size_t best_believable(struct arena *arena, struct look *look, const struct geocode_answer *answer)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < answer->n; i++) {
        look->candidate = &answer->candidates[i];
        look->town = geocode_town_agreement(&look->query->parts, look->candidate);
        if (against(arena, look) == NULL &&
            (best == SIZE_MAX || rank(look->candidate) > rank(&answer->candidates[best]))) {
            best = i;
        }
    }
    return best;
}

static size_t most_alike(const struct geocode_answer *answer)
{
    size_t best = 0;
    for (size_t i = 1; i < answer->n; i++) {
        best = likeness(&answer->candidates[i]) > likeness(&answer->candidates[best]) ? i : best;
    }
    return best;
}

struct geocode_verdict geocode_trust(struct arena *arena, const struct geocode_query *query,
                                     const struct geocode_answer *answer)
{
    struct look look = {.query = query};
    if (answer->n == 0) {
        return (struct geocode_verdict){GEOCODE_NONE, 0, "nothing of the kind is known"};
    }
    geocode_match(query, answer->candidates, answer->n);
    size_t best = best_believable(arena, &look, answer);
    bool believed = best != SIZE_MAX;
    best = believed ? best : most_alike(answer);
    look.candidate = &answer->candidates[best];
    look.town = geocode_town_agreement(&query->parts, look.candidate);
    const char *why = believed ? against_alone(arena, query, answer, best) : against(arena, &look);
    return why == NULL ? (struct geocode_verdict){GEOCODE_ACCEPT, best, why_accepted(arena, &look)}
                       : (struct geocode_verdict){GEOCODE_REVIEW, best, why};
}
