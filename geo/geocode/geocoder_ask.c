#include "geo/base/buf.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/geocode/geocoder_impl.h"
#include "geo/net/http.h"

#include <string.h>

enum {
    BUSY_TRIES = 5,   /* for 429 and 503, which ask for patience */
    BROKEN_TRIES = 3, /* for 500, 502, 504, which may pass */
    FIRST_WAIT_MS = 2000,
    LONGEST_WAIT_S = 300,
    TOLD_MS = 3000,
    REFUSED_MAX = 3,
    FAILED_MAX = 10,
    BODY_MAX = 2 << 20, /* a page of candidates is below 100 kB */
    REASON_MAX = 400
};

/* --- keys and what must not be told --------------------------------------------------------------------------------- */

static const char *secret_header_of(const struct geocoder_service *service, struct arena *arena)
{
    return *service->key != '\0' && service->service->key_header != NULL
               ? arena_printf(arena, "%s: %s", service->service->key_header, service->key)
               : NULL;
}

static bool holds(const char *bytes, size_t length, const char *part)
{
    return *part != '\0' && memmem(bytes, length, part, strlen(part)) != NULL;
}

/* A service may say a key back, plain or percent-encoded: it is neither shown nor kept. */
static bool tells_key(const struct geocoder_service *service, const char *bytes, size_t length)
{
    struct buf encoded;
    buf_init(&encoded, BODY_MAX);
    text_url_encode(&encoded, service->key);
    bool told = holds(bytes, length, service->key) || holds(bytes, length, encoded.data);
    buf_clear(&encoded);
    return told;
}

/* --- standing ------------------------------------------------------------------------------------------------------- */

/* One question failed, and WHY says so. REFUSED: by the service itself, or nobody answered at all. */
static enum status fail(struct geocoder *geocoder, size_t i, bool refused, const char *why, struct error *err)
{
    struct geocoder_standing *standing = &geocoder->standing[i];
    const char *safe = tells_key(&geocoder->options.services[i], why, strlen(why))
                           ? arena_printf(geocoder->arena, "%s refuses, and tells the key", standing->host)
                           : why;
    standing->refused = refused ? standing->refused + 1 : 0;
    standing->failed++;
    if (standing->refused >= REFUSED_MAX || standing->failed >= FAILED_MAX) {
        standing->given_up = true;
        standing->why = arena_printf(geocoder->arena, "%s; after %d questions without an answer it is not asked again",
                                     safe, standing->failed);
    }
    return error_set(err, STATUS_NETWORK, "%s", safe);
}

/* The service asks not to be asked again soon, or would refuse everything. */
static enum status give_up(struct geocoder *geocoder, size_t i, const char *why, struct error *err)
{
    struct geocoder_standing *standing = &geocoder->standing[i];
    standing->given_up = true;
    standing->why = arena_strdup(geocoder->arena, why);
    return error_set(err, STATUS_NETWORK, "%s", why);
}

/* --- one request, as often as it takes ------------------------------------------------------------------------------ */

/* splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t random_of(struct geocoder *geocoder)
{
    uint64_t z = geocoder->random += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* 2 s, 4 s, 8 s ..., a quarter more or less, so that many do not come back together; as long as the service asks for. */
static int64_t pause_ms(struct geocoder *geocoder, int tried, int64_t retry_after_s)
{
    int64_t ms = (int64_t)FIRST_WAIT_MS << (tried - 1);
    ms += (int64_t)(random_of(geocoder) % (uint64_t)(ms / 2)) - ms / 4;
    return retry_after_s * 1000 > ms ? retry_after_s * 1000 : ms;
}

static void wait_for_service(const struct geocoder *geocoder, const struct geocoder_standing *standing, int64_t ms,
                             long code)
{
    const struct geocoder_options *options = &geocoder->options;
    if (options->tell != NULL && ms > TOLD_MS) {
        struct arena *arena = arena_new();
        options->tell(options->context, arena_printf(arena, "%s %s (%ld): asked again in %d s", standing->host,
                                                     code == 429 ? "wants fewer questions" : "has too much to do", code,
                                                     (int)((ms + 999) / 1000)));
        arena_free(arena);
    }
    geocoder_wait(geocoder, ms);
}

static int tries_of(long code)
{
    bool busy = code == 429 || code == 503;
    bool broken = code == 500 || code == 502 || code == 504;
    return busy ? BUSY_TRIES : broken ? BROKEN_TRIES : 1;
}

static struct http_request request_of(const struct geocoder *geocoder, size_t i,
                                      const struct geocoder_question *question, struct arena *arena)
{
    const struct geocoder_service *service = &geocoder->options.services[i];
    const struct geocode_service *kind = service->service;
    struct http_request request = {.accept = "application/json",
                                   .connect_ms = geocoder->options.connect_ms,
                                   .total_ms = geocoder->options.total_ms,
                                   .max_bytes = BODY_MAX,
                                   .tries = 1};
    request.url = question->reverse
                      ? kind->reverse_url(arena, service->url, question->at, question->language, service->email)
                      : kind->search_url(arena, service->url, question->query, GEOCODER_LIMIT, service->email);
    request.secret_header = secret_header_of(service, arena);
    if (*service->key != '\0' && kind->key_parameter != NULL) {
        request.secret_name = kind->key_parameter;
        request.secret_value = service->key;
    }
    return request;
}

/* *CAME: the service said something, in ANSWER; else STATUS_NETWORK or STATUS_INPUT of the request. */
static enum status ask(struct geocoder *geocoder, size_t i, const struct http_request *request, struct arena *arena,
                       struct http_answer *answer, bool *stopped, struct error *err)
{
    for (int tried = 1;; tried++) {
        bool may = false;
        enum status status =
            geocoder_rate(geocoder, &geocoder->standing[i], geocoder->options.services[i].interval_ms, &may, err);
        if (status != STATUS_OK || !may) {
            *stopped = status == STATUS_OK;
            return status;
        }
        geocoder->requests++;
        status = http_get(geocoder->options.http, request, arena, answer, err);
        if (geocoder_stopped(geocoder)) {
            *stopped = true;
            return STATUS_OK;
        }
        if (status != STATUS_OK || tried >= tries_of(answer->code) || answer->retry_after_s > LONGEST_WAIT_S) {
            return status;
        }
        wait_for_service(geocoder, &geocoder->standing[i], pause_ms(geocoder, tried, answer->retry_after_s),
                         answer->code);
    }
}

/* --- what came ------------------------------------------------------------------------------------------------------ */

/* Codes that say the same at every service. NULL: its adapter reads it. */
static const char *say_code(const struct geocoder_service *service, const char *host, long code, struct arena *arena)
{
    bool keyed = *service->key != '\0';
    switch (code) {
    case 401:
        return arena_printf(arena, "%s %s (401): put the right one under [%s] into keys.ini", host,
                            keyed ? "does not accept the key" : "asks for a key", service->service->name);
    case 402:
        return arena_printf(arena, "%s says that the allowance of the key is used up (402): go on when it is renewed",
                            host);
    case 403:
        return arena_printf(arena,
                            "%s refuses to answer (403): it may ask for %s, or for another rate; its own pages say "
                            "what it allows",
                            host, keyed ? "another key" : "a key, or for your e-mail address");
    case 404:
        return arena_printf(arena, "%s answers nothing at this address (404): is the address of the service right?",
                            host);
    case 429:
        return arena_printf(arena, "%s says that it was asked too often (429): try again later, and at a lower rate",
                            host);
    case 500:
    case 502:
    case 503:
    case 504:
        return arena_printf(arena, "%s is out of order or has too much to do (%ld): try again later", host, code);
    default:
        return NULL;
    }
}

static enum status say_wait(struct geocoder *geocoder, size_t i, int64_t retry_after_s, struct arena *arena,
                            struct error *err)
{
    int64_t minutes = (retry_after_s + 59) / 60;
    const char *why = minutes < 120 ? arena_printf(arena, "%s asks to be left alone for %d minutes: go on after that",
                                                   geocoder->standing[i].host, (int)minutes)
                                    : arena_printf(arena, "%s asks to be left alone for %lld hours: go on after that",
                                                   geocoder->standing[i].host, (long long)((minutes + 59) / 60));
    return give_up(geocoder, i, why, err);
}

static void keep(struct geocoder *geocoder, size_t i, const struct geocoder_question *question,
                 const struct http_answer *answer, bool found)
{
    const struct geocoder_cache *cache = &geocoder->options.cache;
    if (cache->put != NULL && !tells_key(&geocoder->options.services[i], answer->body, answer->length)) {
        cache->put(cache->context, geocoder->standing[i].source, question->key, geocoder->options.now_utc, found,
                   answer->body, answer->length);
    }
}

static void label(const struct geocoder *geocoder, size_t i, struct geocode_answer *out)
{
    out->source = geocoder->standing[i].source;
    out->service = geocoder->options.services[i].service->name;
    out->attribution = geocoder->options.services[i].service->attribution;
}

static enum status take(struct geocoder *geocoder, size_t i, const struct geocoder_question *question,
                        const struct http_answer *answer, struct arena *arena, struct geocode_answer *out,
                        struct error *err)
{
    const struct geocoder_service *service = &geocoder->options.services[i];
    struct geocoder_standing *standing = &geocoder->standing[i];
    bool patience = answer->code == 429 || answer->code == 503;
    struct geocode_answer made = {.asked_utc = geocoder->options.now_utc};
    struct error why = {0};
    if (patience && answer->retry_after_s > LONGEST_WAIT_S) {
        return say_wait(geocoder, i, answer->retry_after_s, arena, err);
    }
    const char *said = say_code(service, standing->host, answer->code, arena);
    if (said != NULL) {
        return fail(geocoder, i, tries_of(answer->code) != BROKEN_TRIES, said, err);
    }
    enum status status = service->service->read(arena, answer->code, answer->body, answer->length, question->reverse,
                                                &made.candidates, &made.n, &why);
    if (status == STATUS_INPUT) { /* a fault of the question, not of the service */
        bool told = tells_key(service, why.text, strlen(why.text));
        standing->refused = 0;
        standing->failed = 0;
        return error_set(err, STATUS_INPUT, "%s: %.*s", standing->host, REASON_MAX,
                         told ? "it refuses the question" : why.text);
    }
    if (status != STATUS_OK) {
        return fail(geocoder, i, false, arena_printf(arena, "%s: %.*s", standing->host, REASON_MAX, why.text), err);
    }
    standing->refused = 0;
    standing->failed = 0;
    keep(geocoder, i, question, answer, made.n > 0);
    *out = made;
    label(geocoder, i, out);
    return STATUS_OK;
}

enum status geocoder_ask(struct geocoder *geocoder, size_t i, const struct geocoder_question *question,
                         struct arena *arena, struct geocode_answer *out, bool *stopped, struct error *err)
{
    struct http_request request = request_of(geocoder, i, question, arena);
    struct http_answer answer = {0};
    struct error why = {0};
    *stopped = false;
    enum status status = ask(geocoder, i, &request, arena, &answer, stopped, &why);
    if (*stopped) {
        return STATUS_OK;
    }
    if (status == STATUS_NETWORK) {
        return fail(geocoder, i, true, why.text, err);
    }
    if (status != STATUS_OK) {
        return error_set(err, status, "%s", why.text);
    }
    return take(geocoder, i, question, &answer, arena, out, err);
}

bool geocoder_recall(struct geocoder *geocoder, size_t i, const struct geocoder_question *question, struct arena *arena,
                     struct geocode_answer *out)
{
    const struct geocoder_cache *cache = &geocoder->options.cache;
    const struct geocode_service *kind = geocoder->options.services[i].service;
    struct geocode_answer made = {.cached = true};
    const int64_t now_utc = geocoder->options.offline ? 0 : geocoder->options.now_utc; /* 0: whatever its age */
    const char *body;
    size_t length;
    if (cache->get == NULL || !cache->get(cache->context, geocoder->standing[i].source, question->key, now_utc, arena,
                                          &body, &length, &made.asked_utc)) {
        return false;
    }
    if (kind->read(arena, 200, body, length, question->reverse, &made.candidates, &made.n, NULL) != STATUS_OK) {
        return false; /* it is damaged: asked again */
    }
    *out = made;
    label(geocoder, i, out);
    return true;
}
