/* geocoder: asks, in order, what is at home (sites, imported places), the cache, and the services that the person configured, with manners.
 * The only part of geocoding that waits, locks or reaches the network (through geo/net/http). */
#ifndef ROUNDS_GEO_GEOCODE_GEOCODER_H
#define ROUNDS_GEO_GEOCODE_GEOCODER_H

#include "geo/geocode/service.h"

struct http;

/* One service as configured, in order of preference. */
struct geocoder_service {
    const struct geocode_service *service;
    const char *url; /* "https://nominatim.example.org", no slash at its end */
    const char *key; /* "" = none; never in an error, a log, the store or a printed URL */
    int32_t
        interval_ms; /* least time between two requests of this user, over all processes; 1000 unless the person owns the server */
    const char *email; /* "" = none */
};

/* Where answers are kept; the store implements it (geo/store/geocode_cache.h). Errors are never kept. A NULL function: no cache. */
struct geocoder_cache {
    void *context;
    /* The bytes that SERVICE answered to KEY and when; false when there are none or they are too old: found 180 days, nothing found 30. */
    bool (*get)(void *context, const char *service, const char *key, int64_t now_utc, struct arena *arena,
                const char **body, size_t *length, int64_t *asked_utc);
    void (*put)(void *context, const char *service, const char *key, int64_t now_utc, bool found, const char *body,
                size_t length);
};

/* What is known at home; the store implements it (geo/store/places.h). Any may be NULL. */
struct geocoder_local {
    void *context;
    enum status (*search)(void *context, const struct geocode_query *query, size_t limit, struct arena *arena,
                          struct geocode_answer *out, struct error *err);
    enum status (*reverse)(void *context, struct point at, struct arena *arena, struct geocode_answer *out,
                           struct error *err);
};

struct geocoder_options {
    const struct geocoder_service *services;
    size_t services_n;
    const struct geocoder_local *locals; /* asked first, in order */
    size_t locals_n;
    struct geocoder_cache cache;
    struct http *http;            /* NULL: offline */
    bool offline;                 /* no request leaves; the cache is asked as of 0, that is, for answers of any age */
    const char *lock_path;        /* of the file that keeps the rate over processes, 0600; "" = none (tests) */
    int32_t connect_ms, total_ms; /* time-outs of a request; 0 = 10 s and 30 s */
    int64_t (*clock_ms)(void *context); /* the same for all processes of the machine; NULL = civil_clock_ms */
    void (*wait)(void *context,
                 int32_t ms);    /* sleeps, or ends early when the person stops; up to 5 minutes; NULL = really */
    bool (*stop)(void *context); /* Ctrl-C; NULL = never. HTTP is to be given the same */
    /* Hears one sentence before a wait of more than 3 s that a service causes, lest anybody think that all hangs; NULL. */
    void (*tell)(void *context, const char *text);
    void *context;
    int64_t now_utc;
    uint64_t seed; /* of the jitter of waits, with the process's number: two that begin together part */
};

struct geocoder;

/* Why an answer is missing, besides errors. */
enum geocoder_state {
    GEOCODER_ANSWERED,
    GEOCODER_NOTHING,   /* everybody that could be asked knows nothing of it */
    GEOCODER_NOT_ASKED, /* no service is configured, or offline, and it is not known at home */
    GEOCODER_STOPPED    /* by STOP */
};

/* Borrows OPTIONS and all in it. Makes no connection. */
struct geocoder *geocoder_new(const struct geocoder_options *options);
void geocoder_free(struct geocoder *geocoder); /* NULL does nothing */

/* The User-Agent that HTTP is to be made with: "rounds/VERSION (+CONTACT)", in ARENA, without what could
 * begin another header. CONTACT "" = none. */
char *geocoder_user_agent(struct arena *arena, const char *version, const char *contact);

/* Locals are asked first: one that has a candidate which geocode_trust accepts ends it. Then, service by service, cache and
 * network; the first whose answer is accepted ends it, else the best answer (by decision, then by precision, then the
 * first) of those that gave candidates. Answers kept in the cache ask nobody. Before a request the lock is taken and what
 * is left of interval_ms waited.
 *
 * 429 and 503 are tried 5 times, 500, 502 and 504 3 times: after Retry-After, else after 2 s, 4 s, 8 s ... with jitter; a
 * service that asks for more than 5 minutes is given up at once. One that refused three questions in a row (401 to 404,
 * 429, 503, or no whole answer came), or gave ten without an answer that can be used, is given up for this run, and the
 * sentence says what to do.
 *
 * STATUS_NETWORK when a service failed this question and no other service gave a candidate, whatever is known at home: the
 * row is to be asked again another time, and the caller goes on with the next. STATUS_INPUT for a question that a service
 * refuses, the same. STATUS_STORE, also for a lock_path that cannot be used: a batch ends. *OUT has no candidates, and
 * *VERDICT is GEOCODE_NONE, unless *STATE is GEOCODER_ANSWERED. geocoder_is_given_up: no service is left to ask, so that a
 * batch can end; WHY lives as long as GEOCODER. A key is in no sentence, also when a service says it back, and an answer
 * that holds it is not put into the cache. */
MUST_CHECK enum status geocoder_search(struct geocoder *geocoder, const struct geocode_query *query,
                                       struct arena *arena, enum geocoder_state *state, struct geocode_answer *out,
                                       struct geocode_verdict *verdict, struct error *err);
MUST_CHECK enum status geocoder_reverse(struct geocoder *geocoder, struct point at, const char *language,
                                        struct arena *arena, enum geocoder_state *state, struct geocode_answer *out,
                                        struct error *err);
bool geocoder_is_given_up(const struct geocoder *geocoder, const char **why);

/* Would QUERY be answered, also by "nothing", without a request? For --dry-run. */
bool geocoder_knows(struct geocoder *geocoder, const struct geocode_query *query);
/* Requests sent so far. */
size_t geocoder_requests(const struct geocoder *geocoder);

#endif
