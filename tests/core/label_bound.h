/* label_bound: what a day can still be worth from some stop on, at most: labels from the end of the day backwards, in which
 * an optional place may come again once enough other places lie between (ng-route relaxation; Baldacci, Mingozzi and Roberti
 * 2011), and the sets that decide about that grow until the best way through is a true one, or nearly (Roberti and
 * Mingozzi 2014). */
#ifndef ROUNDS_TESTS_CORE_LABEL_BOUND_H
#define ROUNDS_TESTS_CORE_LABEL_BOUND_H

#include "tests/core/label_model.h"

#include <stdint.h>

#define LABEL_NO_VALUE (INT64_MIN / 4)

/* Reaching a stop by LATEST_S and going on in the best way known is worth VALUE_MS from there. */
struct label_rest {
    int64_t value_ms;
    uint64_t memory, before; /* optional places not to be repeated; stops that may come before */
    int32_t latest_s;
    uint32_t then, next; /* the label after it; the next of its list, of less value */
    uint8_t stop, had;
    uint16_t duties;
    bool dead;
};

struct label_bound {
    const struct label_model *model;
    int64_t driving_ms,
        call_ms; /* prices of a second of driving, of a call, so that limits on them are kept of themselves */
    bool rough;  /* forget at once, and do not ask for detours: quicker, but not so good */
    const int32_t *earliest_s; /* by stop and set of duties served before: no sooner there; or NULL */
    uint64_t near[LABEL_PLACES_MAX];
    struct label_rest *labels;
    uint32_t labels_n, labels_room, *heap, heap_n, *first;
};

bool label_bound_init(struct label_bound *bound, const struct label_model *model, const int32_t *earliest_s);
void label_bound_free(struct label_bound *bound);

/* Lay the labels out for the prices set. False if there are too many. */
bool label_bound_make(struct label_bound *bound);
/* As label_bound_make, and so many TIMES again with larger sets. */
bool label_bound_sharpen(struct label_bound *bound, int times);

/* At most this is to be won from reaching STOP on, coming from FROM, at ARRIVE_S, with the break HAD or not due, DUTIES to
 * be served yet, STOP's included, and VISITED not to be visited again. LABEL_NO_VALUE if there is no way. */
int64_t label_bound_at(const struct label_bound *bound, uint32_t from, uint32_t stop, int32_t arrive_s, bool had,
                       uint32_t duties, uint64_t visited);
/* The same for the day as a whole; *ARRIVES is the first label of the best way, 0 if none. */
int64_t label_bound_day(const struct label_bound *bound, uint32_t *arrives);

#endif
