/* holidays_impl: what holidays.c and the rules share. Not for others. */
#ifndef ROUNDS_GEO_HOLIDAYS_IMPL_H
#define ROUNDS_GEO_HOLIDAYS_IMPL_H

#include <stdint.h>

/* One holiday of a country.
 *
 * RULE is one of (W: 1 = Monday .. 7 = Sunday)
 *   MM-DD           a date
 *   E+N, E-N        days from Easter Sunday
 *   N#W.MM          the N-th weekday W of a month; N may be -1, the last
 *   W>MM-DD         the first weekday W on or after a date;  W<MM-DD  the last one before it
 *   W=MM-DD         the date if it is that weekday, else none
 *   YYYY-MM-DD      one day of one year
 * and then, where the law moves it, a letter:
 *   s  at a weekend: the next day as well that is neither at a weekend nor a holiday (GB's substitute days)
 *   u  on a Saturday the Friday before, on a Sunday the Monday after, as well (US)
 *   n  on a Sunday the Saturday before instead (NL)
 *   y  only in years that five divides (NL)
 *   f  only where the month does not begin with a Friday (IE)
 */
struct holiday_rule {
    const char *regions; /* "" for all; else codes with a space between: "BW BY"; "-SC" all but */
    const char *rule;
    const char *name;
    int16_t from, to; /* years; 0: any */
};

struct holiday_region {
    const char *code;
    const char *names; /* with | between */
};

struct holiday_country {
    const char *code;                     /* upper case */
    const struct holiday_rule *rules;     /* ended by a NULL rule */
    const struct holiday_region *regions; /* ended by a NULL code; NULL for none */
};

extern const struct holiday_country *const holiday_countries[]; /* ended by NULL */
extern const struct holiday_country holidays_de, holidays_gb, holidays_ie, holidays_fr, holidays_nl, holidays_be,
    holidays_at, holidays_ch, holidays_es, holidays_pt, holidays_it, holidays_us;

#endif
