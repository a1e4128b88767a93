/* ask_room: what the tests of the geocoder share: a clock and waits that take no time, a cache that counts, and a service whose
 * language is simple. */
#ifndef ROUNDS_TESTS_GEOCODE_ASK_ROOM_H
#define ROUNDS_TESTS_GEOCODE_ASK_ROOM_H

#include "tests/net/server.h"

#include "geo/geocode/geocoder.h"

struct kept {
    const char *service, *key, *body;
    bool found;
};

struct ask_room {
    struct net_room *net; /* its arena and its error are used here too */
    struct arena *arena;
    struct error err;

    int64_t clock_ms;  /* goes on by what is waited for */
    int64_t waits[64]; /* the first ones */
    int waits_n;
    int64_t waited_ms;    /* in all */
    const char *told;     /* what was told last; NULL */
    int stop_after_waits; /* > 0: the person stops in that wait */
    bool stop;

    struct kept cache[16];
    size_t cache_n, puts;
    int64_t cache_until_utc; /* from when on all of it is too old; 0 = never */

    struct geocoder_service services[3];
    struct geocoder_options options; /* one service, PLAIN; no locals; the cache; no lock */
    struct geocoder *geocoder;

    enum geocoder_state state; /* of the last look-up */
    struct geocode_answer answer;
    struct geocode_verdict verdict;
};

/* "house", "street" and "nothing" with 200 are answers about 6 Main Street, Oakham, LE15 6XP; 400 refuses the question; anything else
 * is no answer. Its key is a parameter, "key". */
extern const struct geocode_service plain_service;
extern const struct geocode_service keyed_service; /* the same with a header, and only with a key */

int ask_setup(void **state);
int ask_teardown(void **state);
/* Begin, or begin anew, with ROOM's options. SERVER: where service 0 is, may be NULL. */
void ask_begin(struct ask_room *room, struct server *server);
/* Ask for a house of Main Street. */
enum status ask_for(struct ask_room *room, const char *number);
enum status ask_what_is_at(struct ask_room *room, double lat_deg, double lon_deg);

#define ASK_FAILS(room, want, part, call)                                                                              \
    do {                                                                                                               \
        enum status got_ = (call);                                                                                     \
        if (got_ != (want) || strstr((room)->err.text, (part)) == NULL) {                                              \
            fail_msg("%s: status %d, \"%s\" (wanted %d, \"%s\")", #call, (int)got_,                                    \
                     got_ != STATUS_OK ? (room)->err.text : "", (int)(want), (part));                                  \
        }                                                                                                              \
    } while (0)

#endif
