/* geocoder_impl: what geocoder.c, which knows the order of those who are asked, shares with geocoder_ask.c, one question to one
 * service, and geocoder_rate.c, the moment when it may be sent. Internal to geo/geocode. */
#ifndef ROUNDS_GEO_GEOCODE_GEOCODER_IMPL_H
#define ROUNDS_GEO_GEOCODE_GEOCODER_IMPL_H

#include "geo/geocode/geocoder.h"

/* Candidates that a service is asked for: a big house has many things in it, and who does not see them all does not see
 * how far apart they are. */
enum { GEOCODER_LIMIT = GEOCODE_CANDIDATES_MAX };

/* What is known of one service in this run. */
struct geocoder_standing {
    const char *host;   /* "nominatim.example.org"; NULL when its address cannot be asked: then it is given up */
    const char *source; /* "nominatim at nominatim.example.org"; also its name in the cache */
    int refused;        /* questions in a row: refused, or no answer at all */
    int failed;         /* questions in a row without an answer that could be used */
    bool given_up;
    const char *why; /* one sentence, once it is given up */
    bool asked;
    int64_t asked_ms; /* when a request was last sent */
};

struct geocoder {
    struct geocoder_options options;
    struct geocoder_standing *standing; /* one a service */
    struct arena *arena;
    size_t requests;
    uint64_t random;
    char *given_up; /* the sentences of all services */
};

/* A search, or with REVERSE what is at AT. */
struct geocoder_question {
    bool reverse;
    const struct geocode_query *query;
    struct point at;
    const char *language;
    const char *key; /* in the cache */
};

/* --- geocoder.c ----------------------------------------------------------------------------------------------------- */

int64_t geocoder_clock_ms(const struct geocoder *geocoder);
void geocoder_wait(const struct geocoder *geocoder, int64_t ms);
bool geocoder_stopped(const struct geocoder *geocoder);

/* --- geocoder_rate.c ------------------------------------------------------------------------------------------------ */

/* Wait until a request may be sent to the host of STANDING, and note that it is sent. False in *MAY when the person stopped. The file
 * at lock_path is locked (flock) from before it is read until the request may go, so that a process that is killed keeps nobody
 * waiting, and holds "HOST MILLISECONDS" a line. A moment that lies in the future, after a restart of the machine say, or
 * that cannot be read, costs one interval and no more. STATUS_STORE, with what to do, when the file cannot be used: then nothing is sent. */
MUST_CHECK enum status geocoder_rate(struct geocoder *geocoder, struct geocoder_standing *standing, int32_t interval_ms,
                                     bool *may, struct error *err);

/* --- geocoder_ask.c ------------------------------------------------------------------------------------------------- */

/* Ask service number I, with all waiting and trying. STATUS_OK with *STOPPED when the person stopped; STATUS_NETWORK and STATUS_INPUT
 * as geocoder_search has it; STATUS_STORE as geocoder_rate. What came well is kept in the cache. */
MUST_CHECK enum status geocoder_ask(struct geocoder *geocoder, size_t i, const struct geocoder_question *question,
                                    struct arena *arena, struct geocode_answer *out, bool *stopped, struct error *err);
/* From the cache. */
bool geocoder_recall(struct geocoder *geocoder, size_t i, const struct geocoder_question *question, struct arena *arena,
                     struct geocode_answer *out);

#endif
