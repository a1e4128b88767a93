/* check_part: what the parts of the examiner have in common. Nothing else includes it. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_CHECK_PART_H
#define ROUNDS_PLANNER_CORE_CHECK_PART_H

#include "planner/core/check.h"

struct core_examiner {
    const struct core_problem *p;
    const struct core_solution *s;
    char *fault;
};

/* What the examiner itself comes to; it is held against what the solution says. */
struct core_check_sums {
    int64_t late_s, breaks_missed, prize_s, driving_s, waiting_s, late_price_ms, need_s[CORE_NEEDS_MAX];
    int64_t breaks_elsewhere, elsewhere_ms, changes;
};

/* Say what is wrong; false. */
bool core_check_wrong(const struct core_examiner *x, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* --- check_rules: where places may be and what they are ------------------------------------------------------------- */

/* Is PLACE one of the first fixed_n on any route? */
bool core_check_fixed(const struct core_examiner *x, uint32_t place);
/* A duty by itself: mandatory or fixed. */
bool core_check_duty(const struct core_examiner *x, uint32_t place);
bool core_check_optional(const struct core_examiner *x, uint32_t place);
/* Is PLACE one of ITEM's? */
bool core_check_is_of(const struct core_examiner *x, uint32_t place, struct core_item item);
/* Is a place of ITEM served? Then *ROUTE and *AT are those of its stop. */
bool core_check_served(const struct core_examiner *x, struct core_item item, uint32_t *route, uint32_t *at);
/* By the places' routes: may PLACE be on ROUTE? */
bool core_check_may_be_on(const struct core_examiner *x, uint32_t place, uint32_t route);
int64_t core_check_drive(const struct core_examiner *x, uint32_t from, uint32_t to);
/* Groups, orders, series, fixed beginnings, and places served once. */
bool core_check_rules(const struct core_examiner *x);
/* The changes of the given plan. */
int64_t core_check_changes(const struct core_examiner *x);

/* --- check_times: one route ----------------------------------------------------------------------------------------- */

/* When service starts for one who arrives at ARRIVE, and how late that is by the windows alone. */
int64_t core_check_start(const struct core_examiner *x, uint32_t place, int64_t arrive, int64_t *late);
/* Can one of its windows be used, if it has any? */
bool core_check_usable(const struct core_examiner *x, uint32_t place);
/* The times of route R, its break, its limits. Adds to SUMS all but the changes. */
bool core_check_times(const struct core_examiner *x, uint32_t r, struct core_check_sums *sums);

/* --- check_unserved ------------------------------------------------------------------------------------------------- */

/* The list of duties that are not served, and their reasons. */
bool core_check_unserved(const struct core_examiner *x);

#endif
