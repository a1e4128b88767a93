/* address_impl: what the files of address_*.c share. Internal to geo/geocode. */
#ifndef ROUNDS_GEO_GEOCODE_ADDRESS_IMPL_H
#define ROUNDS_GEO_GEOCODE_ADDRESS_IMPL_H

#include "geo/geocode/geocode.h"

/* --- address_country.c ------------------------------------------------------------------------------------------- */

struct address_country {
    const char *code;   /* ISO 3166-1 alpha-2, lower case */
    const char *alpha3; /* lower case */
    const char *name;   /* in English */
    /* How postcodes are written, parted by '|': 9 a digit, @ a letter, * either, all else itself. "" if not known. */
    const char *postcode;
    const char *language; /* that streets are abbreviated in: "en" where no other of address_words.c */
    bool number_first;    /* "6 Main Street", not "Hauptstraße 6" */
};

/* By code (two or three letters, either case) or by name in the languages at hand; NULL for none such. */
const struct address_country *address_country_find(const char *text);
/* By name, or by a code in capitals that is written where a country stands ("UK", "GB", "USA"). */
const struct address_country *address_country_in_line(const char *text, const char *home_country);

/* --- address_postcode.c ------------------------------------------------------------------------------------------ */

/* TEXT as COUNTRY writes it, in capitals; as it came (trimmed) where it has no such form. A code of five digits that a
 * spreadsheet robbed of its leading 0 gets it back. */
char *address_postcode_write(struct arena *arena, const char *text, const struct address_country *country);
bool address_postcode_valid(const char *text, const struct address_country *country);
/* One house or a few of one street: "LE15 6XP", "1012 AB". */
bool address_postcode_is_precise(const char *text, const char *country);
/* The postcode in LINE (a part of an address between commas), of COUNTRY or, when that is NULL, of any that can be
 * told. What stands before it and after it goes to BEFORE and AFTER. False when there is none. A prefix like "D-"
 * sets *COUNTRY. */
bool address_postcode_split(struct arena *arena, const char *line, const struct address_country **country,
                            const char **before, const char **postcode, const char **after);

/* --- address_number.c -------------------------------------------------------------------------------------------- */

/* Number and street of TEXT ("6 Main St", "Hauptstr. 6 a"). False when there is no number: then *NUMBER is "" and
 * *STREET is TEXT. NUMBER_FIRST decides where both ends could be one. */
bool address_number_split(struct arena *arena, const char *text, bool number_first, const char **number,
                          const char **street);
bool address_number_alone(const char *text); /* "12", "12 a", "nº 5": nothing else */
/* Bytes up to the comma, semicolon or line break that parts an address; those in "8;10" part none. */
size_t address_piece_length(const char *text);
char *address_number_form(struct arena *arena, const char *number); /* equal for the same number */
/* TEXT without a flat, unit or floor: "Flat 2, 14 High St" -> "14 High St"; "" when there is nothing else in it. */
char *address_without_unit(struct arena *arena, const char *text);

/* --- address_words.c --------------------------------------------------------------------------------------------- */

/* The folded words of a street in LANGUAGE without spaces, abbreviations written out. */
char *address_street_form(struct arena *arena, const char *street, const char *language);
/* All words of a line, folded and written out, with spaces. */
char *address_words_form(struct arena *arena, const char *text, const char *language);
/* Does a word that streets are called by stand in TEXT ("Road", "-straße", "Via")? */
bool address_has_street_word(struct arena *arena, const char *text);
/* Where such a word ends in an English line "6 Main Street Oakham": the offset behind "Street", or behind the last of
 * several; 0 when there is none. The first FROM words are the number or begin the name. */
size_t address_street_end(struct arena *arena, const char *text, size_t from);
/* One may be short for the other ("Krems" and "Krems an der Donau"), or be another of the name ("Frankfurt (Oder)"). */
bool address_akin_town(const char *a, const char *b);
bool address_same_name(const char *a, const char *b);

/* --- match.c ----------------------------------------------------------------------------------------------------- */

/* How the town that was asked for, or its part, lies to a candidate's. */
enum town_agreement {
    TOWN_UNKNOWN, /* one has none */
    TOWN_SAME,
    TOWN_PART,  /* what was asked is a part of the candidate's town, or the part that was asked is not there */
    TOWN_OUTER, /* what was asked has several towns or villages, and the candidate's is one of them */
    TOWN_AKIN,
    TOWN_OTHER
};
enum town_agreement geocode_town_agreement(const struct address *asked, const struct geocode_candidate *candidate);

/* Where the person roughly is, to a tenth of a degree: enough to prefer the right region, and it tells nobody where
 * they live. */
struct point geocode_rough(struct point near);

#endif
