/* holidays: public holidays by country and region, and own additions. Pure.
 *
 * The rules of law of each country (holidays_rules.c) give the days of any year from 1970 to 2100; one-off days that
 * are proclaimed are listed there too. Shipped are AT, BE, CH, DE, ES, FR, GB, IE, IT, NL, PT and US with their regions.
 * School holidays follow no rule and are not shipped: they are additions like a firm's own days.
 */
#ifndef ROUNDS_GEO_HOLIDAYS_H
#define ROUNDS_GEO_HOLIDAYS_H

#include "geo/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct holidays;

enum { HOLIDAYS_FIRST_YEAR = 1970, HOLIDAYS_LAST_YEAR = 2100 };

/* The holidays of COUNTRY (ISO 3166-1 alpha-2, either case) and REGION: an ISO 3166-2 code without the country ("BY"),
 * or a name ("Bayern", "Bavaria", "Scotland"), ASCII case ignored; "" or NULL for what is the same all over the country.
 * A country without rules has none. Lives in ARENA, which also takes each year's days when they are first asked for. */
struct holidays *holidays_new(struct arena *arena, const char *country, const char *region);
bool holidays_country_known(const char *country);
/* Is REGION one that the country's rules tell apart? "" is. */
bool holidays_region_known(const char *country, const char *region);
/* "Bayern, DE", "GB", for people. */
const char *holidays_place(const struct holidays *holidays);

/* Own additions: CSV lines `country,region,date,name[,kind]`, a # begins a comment line. Country and region empty or *:
 * everywhere. DATE is YYYY-MM-DD, or two with a slash between, both included. Kind is public (the default), school, or
 * "none": no public holiday after all. Lines for other places are passed over. FILE is for messages. */
MUST_CHECK enum status holidays_add_csv(struct holidays *holidays, const char *text, const char *file,
                                        struct error *err);

/* The name of the public holiday on DAY, in the country's language, or NULL. It lives as long as the arena. */
const char *holidays_public(struct holidays *holidays, int32_t day);
/* The same of a school holiday. */
const char *holidays_school(struct holidays *holidays, int32_t day);
/* Does the table know any school holidays at all? */
bool holidays_has_school(const struct holidays *holidays);

#endif
