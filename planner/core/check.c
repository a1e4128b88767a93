#include "planner/core/check_part.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

bool core_check_wrong(const struct core_examiner *x, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(x->fault, CORE_CHECK_TEXT, format, args);
    va_end(args);
    return false;
}

/* The lists are lists: in order, of stops that are places or breaks. */
static bool lists_right(const struct core_examiner *x)
{
    if (x->s->route_first[0] != 0)
        return core_check_wrong(x, "the first route does not begin at the first stop");
    for (uint32_t r = 0; r < x->p->routes_n; r++) {
        if (x->s->route_first[r + 1] < x->s->route_first[r])
            return core_check_wrong(x, "the stops of route %u end before they begin", r);
        for (uint32_t i = x->s->route_first[r]; i < x->s->route_first[r + 1]; i++)
            if (x->s->stops[i].place >= x->p->places_n && x->s->stops[i].place != CORE_BREAK)
                return core_check_wrong(x, "route %u stops at %u, which is no place", r, x->s->stops[i].place);
    }
    return true;
}

static bool is(const struct core_examiner *x, const char *what, int64_t said, int64_t found)
{
    return said == found ||
           core_check_wrong(x, "%s: %lld is said, %lld is right", what, (long long)said, (long long)found);
}

static bool needs_right(const struct core_examiner *x, const struct core_check_sums *sums)
{
    for (uint32_t k = 0; k < CORE_NEEDS_MAX; k++)
        if (!is(x, "seconds that a need is not met in time", x->s->need_s[k], sums->need_s[k]))
            return false;
    return true;
}

static bool value_right(const struct core_examiner *x, const struct core_check_sums *sums)
{
    int64_t value = sums->prize_s * 1000 - sums->driving_s * x->p->driving_weight;
    value -= sums->waiting_s * x->p->waiting_weight + sums->late_price_ms + sums->elsewhere_ms;
    value -= sums->changes * x->p->change_s * 1000;
    for (uint32_t k = 0; k < x->p->needs_n; k++)
        value -= sums->need_s[k] * x->p->needs[k].weight;
    return is(x, "value", x->s->value_ms, value);
}

static bool bound_right(const struct core_examiner *x)
{
    if (x->s->bound_ms < x->s->value_ms)
        return core_check_wrong(x, "the bound is below the value");
    if (x->s->proved_best && x->s->bound_ms != x->s->value_ms)
        return core_check_wrong(x, "it is proved best, but the bound is not the value");
    return true;
}

static bool sums_right(const struct core_examiner *x, const struct core_check_sums *sums)
{
    const struct core_solution *s = x->s;
    return is(x, "lateness", s->late_s, sums->late_s) &&
           is(x, "breaks missed", s->breaks_missed, sums->breaks_missed) &&
           is(x, "prizes", s->prize_s, sums->prize_s) && is(x, "driving", s->driving_s, sums->driving_s) &&
           is(x, "waiting", s->waiting_s, sums->waiting_s) &&
           is(x, "price of lateness", s->late_price_ms, sums->late_price_ms) &&
           is(x, "breaks had elsewhere", s->breaks_elsewhere, sums->breaks_elsewhere) &&
           is(x, "changes", s->changes, sums->changes) && needs_right(x, sums) && value_right(x, sums) &&
           bound_right(x);
}

bool core_check(const struct core_problem *problem, const struct core_solution *solution, char fault[CORE_CHECK_TEXT])
{
    struct core_examiner x = {problem, solution, fault};
    struct core_check_sums sums = {0};
    fault[0] = '\0';
    if (!lists_right(&x) || !core_check_rules(&x))
        return false;
    for (uint32_t r = 0; r < problem->routes_n; r++)
        if (!core_check_times(&x, r, &sums))
            return false;
    sums.changes = core_check_changes(&x);
    return core_check_unserved(&x) && sums_right(&x, &sums);
}
