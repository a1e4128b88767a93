#include "planner/drop.h"

#include "geo/base/civil.h"
#include "geo/base/text.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* --- who collects --------------------------------------------------------------------------------------------------- */

static bool is_letter(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Does NAME stand in TEXT, as words of its own? */
static bool holds_words(const char *text, const char *name)
{
    size_t length = strlen(name);
    for (const char *p = text; length > 0 && *p != '\0'; p++) {
        if ((p == text || !is_letter(p[-1])) && strncasecmp(p, name, length) == 0 && !is_letter(p[length])) {
            return true;
        }
    }
    return false;
}

static bool same_carrier(const char *a, const char *b)
{
    return text_equal_folded(a, b) || holds_words(a, b) || holds_words(b, a);
}

enum drop_carrier drop_takes(const struct drop_point *point, const char *carrier)
{
    bool unnamed = point->collections_n == 0;
    if (*carrier == '\0') {
        return DROP_CARRIER_SURE;
    }
    for (size_t i = 0; i < point->collections_n; i++) {
        const char *one = point->collections[i].carrier;
        unnamed = unnamed || *one == '\0';
        if (*one != '\0' && same_carrier(one, carrier)) {
            return DROP_CARRIER_SURE;
        }
    }
    if (!unnamed) {
        return DROP_CARRIER_OTHER;
    }
    bool named = holds_words(point->site.name, carrier) || holds_words(point->site.tags, carrier);
    return named ? DROP_CARRIER_SURE : DROP_CARRIER_MAYBE;
}

/* --- when ----------------------------------------------------------------------------------------------------------- */

static int64_t at_utc(int32_t day, int32_t wall_s)
{
    int64_t utc = 0;
    (void)civil_utc(day, wall_s, &utc);
    return utc;
}

/* The last collection of DAY that takes CARRIER's; NULL if none. */
static const struct collection *last_collection(const struct drop_point *point, const char *carrier, int32_t day)
{
    const struct collection *last = NULL;
    for (size_t i = 0; i < point->collections_n; i++) {
        const struct collection *one = &point->collections[i];
        bool takes = *carrier == '\0' || *one->carrier == '\0' || same_carrier(one->carrier, carrier);
        if (takes && (one->weekdays >> civil_weekday(day) & 1) != 0 &&
            (last == NULL || one->cutoff_s > last->cutoff_s)) {
            last = one;
        }
    }
    return last;
}

static void add_span(struct drop_day *out, int64_t from_utc, int64_t to_utc)
{
    if (from_utc <= to_utc && out->n < OPEN_SPANS_MAX) {
        out->spans[out->n++] = (struct drop_span){from_utc, to_utc};
    }
}

struct drop_day drop_on(const struct drop_point *point, const char *carrier, int32_t day, bool holiday,
                        const struct open_day *hours)
{
    const struct collection *last = holiday ? NULL : last_collection(point, carrier, day);
    struct drop_day out = {.basis = DROP_BY_COLLECTION,
                           .hours_known = hours->known,
                           .shut = hours->known && hours->n == 0,
                           .carrier = last != NULL ? last->carrier : ""};
    int64_t midnight_utc = at_utc(day, 0);
    int64_t end_utc = at_utc(day, DAY_SECONDS);
    if (point->collections_n == 0) {
        out.basis = hours->known ? DROP_BY_HOURS : DROP_BY_NOTHING;
    } else if (last == NULL) {
        return out;
    } else {
        end_utc = at_utc(day, last->cutoff_s);
        out.cutoff_utc = end_utc;
    }
    if (!hours->known) {
        add_span(&out, midnight_utc, end_utc);
    }
    for (uint32_t i = 0; hours->known && i < hours->n; i++) {
        int64_t to_utc = midnight_utc + hours->spans[i].to_s;
        add_span(&out, midnight_utc + hours->spans[i].from_s, to_utc < end_utc ? to_utc : end_utc);
    }
    return out;
}

int64_t drop_first(const struct drop_day *day, int64_t from_utc, int64_t by_utc)
{
    for (size_t i = 0; i < day->n; i++) {
        int64_t at = day->spans[i].from_utc > from_utc ? day->spans[i].from_utc : from_utc;
        if (at <= day->spans[i].to_utc && at <= by_utc) {
            return at;
        }
    }
    return -1;
}

int64_t drop_last(const struct drop_day *day, int64_t from_utc, int64_t by_utc)
{
    for (size_t i = day->n; i-- > 0;) {
        int64_t at = day->spans[i].to_utc < by_utc ? day->spans[i].to_utc : by_utc;
        if (at >= day->spans[i].from_utc && at >= from_utc) {
            return at;
        }
    }
    return -1;
}
