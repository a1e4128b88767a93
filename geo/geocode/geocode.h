/* geocode: the words that all who look up addresses share: what is asked, what may be answered, and what may be
 * believed. No store, no network, no clock. docs/geocoding.md tells how they work together. */
#ifndef ROUNDS_GEO_GEOCODE_GEOCODE_H
#define ROUNDS_GEO_GEOCODE_GEOCODE_H

#include "geo/base/status.h"
#include "geo/point.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* An address in parts, as people or a service wrote them; "" where unknown. */
struct address {
    const char *name;   /* of the house or the firm; never needed for a match */
    const char *number; /* "6", "12a", "4-6", "1 bis" */
    const char *street; /* without the number; a place name where streets have none */
    const char *suburb; /* district, village of a municipality */
    const char *town;
    const char *county; /* or state */
    const char *postcode;
    const char *country; /* ISO 3166-1 alpha-2, lower case */
};

/* What is asked. TEXT is never empty: the whole as one line. PARTS are what is known of it besides (address_parse). */
struct geocode_query {
    const char *text;
    struct address parts;  /* its name is compared, and never sent unless TEXT has it */
    const char *countries; /* where it must lie: "gb", "gb,ie"; "" = anywhere */
    const char *language;  /* of labels, BCP 47: "en"; "" = the service's */
    bool near_known;       /* NEAR may be preferred by the service, and never decides what is believed */
    struct point near;
};

/* How precise a place is; the lower, the better. */
enum geocode_precision {
    GEOCODE_HOUSE,        /* the house, or the thing itself */
    GEOCODE_INTERPOLATED, /* between houses that are known */
    GEOCODE_STREET,
    GEOCODE_POSTCODE,
    GEOCODE_AREA /* a town or more */
};
const char *geocode_precision_name(enum geocode_precision precision); /* "house", ... */
bool geocode_precision_from_name(const char *name, enum geocode_precision *out);

/* What of the query a candidate agrees with: bits. A part is MATCHED when both have it and it is the same, MISMATCHED
 * when both have it and it is not. */
enum geocode_part {
    GEOCODE_NUMBER = 1,
    GEOCODE_STREET_NAME = 2,
    GEOCODE_TOWN = 4,
    GEOCODE_POSTCODE_PART = 8,
    GEOCODE_COUNTRY = 16,
    GEOCODE_NAME = 32
};

struct geocode_candidate {
    struct point at;
    const char *label; /* one line for people, as the service writes it; hostile until escaped */
    enum geocode_precision precision;
    struct address parts;
    const char *source_id; /* "osm:node/6254205223", "site:12"; "" */
    /* Names of all settlements and their parts that it lies in, the smallest first, PARTS.town among them, each ended
     * by a '\n'; no counties or states, which share names with towns. NULL when only PARTS are known. */
    const char *within;
    /* Filled by geocode_match. */
    uint32_t matched, mismatched;
};

enum { GEOCODE_CANDIDATES_MAX = 20 };

/* What somebody answered: best first, as they order it; n 0 = they know nothing of the kind. */
struct geocode_answer {
    struct geocode_candidate *candidates;
    size_t n;
    const char *source;      /* "nominatim at nominatim.example.org", "your sites", "places of 2026-11-01" */
    const char *service;     /* the short name: "nominatim", "sites", "places" */
    const char *attribution; /* to be shown with it: "(c) OpenStreetMap contributors, ODbL 1.0"; "" */
    int64_t asked_utc;       /* when it was answered, if it comes from the cache */
    bool cached;
};

/* --- address.c: what the parts of an address are
 * -------------------------------------------------------------------- */

/* Parts of a site's fields. STREET may hold the number, in front or behind, as the country has it ("6 Main St",
 * "Hauptstr. 6a", "Rua X, 12"), and a unit or house name ("Unit 4, Mill Lane", "The Old Mill, 3 High Street").
 * COUNTRY: name or code, "" for HOME_COUNTRY. Postcodes are written as the country does ("LE156XP" -> "LE15 6XP").
 * Lives in ARENA. Cost: linear. */
struct address address_of(struct arena *arena, const char *street, const char *town, const char *postcode,
                          const char *country, const char *home_country);
/* Parts of one line ("6 Main Street, Oakham, LE15 6XP"), as well as can be told. The country is the one that is
 * written, or that has the postcode that is: HOME_COUNTRY when it is of its form. Else it is "". */
struct address address_parse(struct arena *arena, const char *line, const char *home_country);
/* The one line of PARTS, as a service likes it: "6 Main Street, Oakham, LE15 6XP, United Kingdom". The name is in it
 * only where there is no number. */
char *address_line(struct arena *arena, const struct address *parts);
/* The key of a query: folded (case, accents, punctuation, spaces, "St"/"Street", "Str."/"Straße"), so that the same
 * question in other clothes is the same question. */
char *geocode_key(struct arena *arena, const struct geocode_query *query);

/* Are these the same street, number, town, postcode, told by folded words and the usual abbreviations of the
 * languages at hand (en, de, fr, es, pt, it, nl, ca)? A number in a range, or with a letter that the other lacks, is
 * not the same number. */
bool address_same_street(const char *a, const char *b);
bool address_same_number(const char *a, const char *b);
bool address_same_town(const char *a, const char *b);
bool address_same_postcode(const char *a, const char *b);
/* All ways to write STREET out, each once, none empty: two that are the same street share one. For an index. */
enum { ADDRESS_FORMS_MAX = 80 };
size_t address_street_forms(struct arena *arena, const char *street, const char *forms[ADDRESS_FORMS_MAX]);

/* --- trust.c: what may be believed
 * ------------------------------------------------------------------------------------ */

enum geocode_decision {
    GEOCODE_ACCEPT, /* CHOSEN is the place */
    GEOCODE_REVIEW, /* a person should look; CHOSEN is the best guess */
    GEOCODE_NONE    /* nothing was found at all */
};

struct geocode_verdict {
    enum geocode_decision decision;
    size_t chosen;
    /* One sentence: "number, street and postcode agree"; "the street only: number 999 is not known"; "two places as
     * good, 4.1 km apart". */
    const char *why;
};

/* Fill matched and mismatched of each candidate. */
void geocode_match(const struct geocode_query *query, struct geocode_candidate *candidates, size_t n);

/* Accepted only: a house, or interpolated where town and postcode agree and the country is not America; its number
 * and street agree (a name and its street, where no number was asked for); its postcode agrees, or the town does and
 * the postcode is not known; no part disagrees, but for the town where the postcode is one of a few houses (gb, ie,
 * nl); a municipality of several villages is no town of any of them; it lies in the country asked for; nothing as
 * good lies more than 100 m away. Everything else with a candidate goes to review, with the likest as the best guess.
 * ANSWER's candidates are matched here. WHY lives in ARENA. */
struct geocode_verdict geocode_trust(struct arena *arena, const struct geocode_query *query,
                                     const struct geocode_answer *answer);

#endif
