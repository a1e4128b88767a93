#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/geocode/geocoder_impl.h"
#include "geo/net/http.h"

#include <poll.h>
#include <string.h>
#include <unistd.h>

enum { WAIT_STEP_MS = 100 };

/* --- waiting ------------------------------------------------------------------------------------------------------ */

int64_t geocoder_clock_ms(const struct geocoder *geocoder)
{
    const struct geocoder_options *options = &geocoder->options;
    return options->clock_ms != NULL ? options->clock_ms(options->context) : civil_clock_ms();
}

bool geocoder_stopped(const struct geocoder *geocoder)
{
    const struct geocoder_options *options = &geocoder->options;
    return options->stop != NULL && options->stop(options->context);
}

void geocoder_wait(const struct geocoder *geocoder, int64_t ms)
{
    const struct geocoder_options *options = &geocoder->options;
    if (options->wait != NULL) {
        options->wait(options->context, (int32_t)ms);
        return;
    }
    int64_t end = civil_clock_ms() + ms;
    for (int64_t left = ms; left > 0 && !geocoder_stopped(geocoder); left = end - civil_clock_ms()) {
        (void)poll(NULL, 0, left < WAIT_STEP_MS ? (int)left : WAIT_STEP_MS);
    }
}

/* --- the handle --------------------------------------------------------------------------------------------------- */

static void open_standing(struct geocoder *geocoder, size_t i)
{
    const struct geocoder_service *service = &geocoder->options.services[i];
    struct geocoder_standing *standing = &geocoder->standing[i];
    struct arena *arena = geocoder->arena;
    struct error err = {0};
    if (http_host(service->url, arena, &standing->host, &err) != STATUS_OK) {
        standing->host = NULL;
        standing->given_up = true;
        standing->why = arena_printf(arena, "%s cannot be asked: %s", service->service->name, err.text);
    } else if (service->service->with_key && *service->key == '\0') {
        standing->given_up = true;
        standing->why = arena_printf(arena, "%s answers nobody without a key: put yours under [%s] into keys.ini",
                                     service->service->title, service->service->name);
    }
    standing->source =
        arena_printf(arena, "%s at %s", service->service->name, standing->host != NULL ? standing->host : "no address");
}

struct geocoder *geocoder_new(const struct geocoder_options *options)
{
    struct geocoder *geocoder = mem_alloc(sizeof *geocoder);
    geocoder->options = *options;
    geocoder->random = options->seed + (uint64_t)getpid();
    geocoder->arena = arena_new();
    geocoder->standing = arena_array(geocoder->arena, options->services_n, sizeof *geocoder->standing);
    for (size_t i = 0; i < options->services_n; i++) {
        open_standing(geocoder, i);
    }
    return geocoder;
}

void geocoder_free(struct geocoder *geocoder)
{
    if (geocoder != NULL) {
        arena_free(geocoder->arena);
        mem_free(geocoder);
    }
}

bool geocoder_is_given_up(const struct geocoder *geocoder, const char **why)
{
    size_t n = geocoder->options.services_n;
    for (size_t i = 0; i < n; i++) {
        if (!geocoder->standing[i].given_up) {
            return false;
        }
    }
    *why = "";
    for (size_t i = 0; i < n; i++) {
        *why = arena_printf(geocoder->arena, "%s%s%s", *why, i > 0 ? "; " : "", geocoder->standing[i].why);
    }
    return n > 0;
}

size_t geocoder_requests(const struct geocoder *geocoder)
{
    return geocoder->requests;
}

/* A contact is a person's own words: what would end the comment, or the line, is left out. */
char *geocoder_user_agent(struct arena *arena, const char *version, const char *contact)
{
    char *clean = arena_strdup(arena, contact);
    size_t n = 0;
    for (const char *c = contact; *c != '\0'; c++) {
        if (*c >= ' ' && *c <= '~' && strchr("()\\", *c) == NULL) {
            clean[n++] = *c;
        }
    }
    clean[n] = '\0';
    return arena_printf(arena, "rounds/%s%s%s%s", version, n > 0 ? " (+" : "", clean, n > 0 ? ")" : "");
}

/* --- one question, and all who may know ---------------------------------------------------------------------------- */

struct lookup {
    struct geocoder *geocoder;
    const struct geocoder_question *question;
    struct arena *arena;
    bool quietly; /* ask nobody */

    struct geocode_answer best;
    struct geocode_verdict verdict;
    bool any;      /* BEST is set */
    bool at_home;  /* BEST is a local's */
    bool accepted; /* nobody else need be asked */
    bool missed;   /* a service was not asked */
    bool stopped;
    enum status failed; /* of services; STATUS_OK: none */
    struct error why;
};

static int standing_of(const struct geocode_answer *answer, const struct geocode_verdict *verdict)
{
    int precision = answer->n > 0 ? (int)answer->candidates[verdict->chosen].precision : 0;
    return (int)verdict->decision * 100 + precision;
}

static void consider(struct lookup *look, const struct geocode_answer *answer, bool at_home)
{
    struct geocode_verdict verdict = {.decision = answer->n > 0 ? GEOCODE_ACCEPT : GEOCODE_NONE, .why = ""};
    if (!look->question->reverse) {
        verdict = geocode_trust(look->arena, look->question->query, answer);
    }
    if (!look->any || standing_of(answer, &verdict) < standing_of(&look->best, &look->verdict)) {
        look->best = *answer;
        look->verdict = verdict;
        look->any = true;
        look->at_home = at_home;
    }
    look->accepted = look->accepted || verdict.decision == GEOCODE_ACCEPT;
}

static enum status ask_locals(struct lookup *look, struct error *err)
{
    const struct geocoder_options *options = &look->geocoder->options;
    const struct geocoder_question *question = look->question;
    for (size_t i = 0; i < options->locals_n && !look->accepted; i++) {
        const struct geocoder_local *local = &options->locals[i];
        struct geocode_answer answer = {0};
        enum status status = STATUS_OK;
        if (question->reverse && local->reverse != NULL) {
            status = local->reverse(local->context, question->at, look->arena, &answer, err);
        } else if (!question->reverse && local->search != NULL) {
            status = local->search(local->context, question->query, GEOCODER_LIMIT, look->arena, &answer, err);
        }
        if (status != STATUS_OK) {
            return status;
        }
        if (answer.n > 0) {
            consider(look, &answer, true);
        }
    }
    return STATUS_OK;
}

/* A failure that may pass weighs more than a refusal of the question: the row is to be asked again. */
static void note_failure(struct lookup *look, enum status status, const char *why)
{
    if (look->failed == STATUS_OK || (look->failed == STATUS_INPUT && status == STATUS_NETWORK)) {
        look->failed = error_set(&look->why, status, "%s", why);
    }
}

static enum status ask_service(struct lookup *look, size_t i, struct error *err)
{
    struct geocoder *geocoder = look->geocoder;
    const struct geocoder_options *options = &geocoder->options;
    struct geocode_answer answer = {0};
    struct error why = {0};
    if (geocoder_recall(geocoder, i, look->question, look->arena, &answer)) {
        consider(look, &answer, false);
        return STATUS_OK;
    }
    if (look->quietly || options->offline || options->http == NULL) {
        look->missed = true;
        return STATUS_OK;
    }
    if (geocoder->standing[i].given_up) {
        note_failure(look, STATUS_NETWORK, geocoder->standing[i].why);
        return STATUS_OK;
    }
    enum status status = geocoder_ask(geocoder, i, look->question, look->arena, &answer, &look->stopped, &why);
    if (status == STATUS_NETWORK || status == STATUS_INPUT) {
        note_failure(look, status, why.text);
        return STATUS_OK;
    }
    if (status != STATUS_OK) {
        return error_set(err, status, "%s", why.text);
    }
    if (!look->stopped) {
        consider(look, &answer, false);
    }
    return STATUS_OK;
}

static enum status look_up(struct lookup *look, struct error *err)
{
    enum status status = ask_locals(look, err);
    for (size_t i = 0; i < look->geocoder->options.services_n && status == STATUS_OK; i++) {
        if (look->accepted || look->stopped) {
            break;
        }
        status = ask_service(look, i, err);
    }
    return status;
}

/* What is at home is no reason to forget that a service failed: the row would never be asked again. */
static enum status conclude(const struct lookup *look, enum geocoder_state *state, struct error *err)
{
    bool found = look->any && look->best.n > 0;
    if (look->accepted) {
        *state = GEOCODER_ANSWERED;
    } else if (look->stopped) {
        *state = GEOCODER_STOPPED;
    } else if (look->failed != STATUS_OK && (!found || look->at_home)) {
        return error_set(err, look->failed, "%s", look->why.text);
    } else if (found) {
        *state = GEOCODER_ANSWERED;
    } else {
        bool asked = look->geocoder->options.services_n > 0 && !look->missed;
        *state = asked ? GEOCODER_NOTHING : GEOCODER_NOT_ASKED;
    }
    return STATUS_OK;
}

static enum status search(struct lookup *look, enum geocoder_state *state, struct error *err)
{
    enum status status = look_up(look, err);
    return status == STATUS_OK ? conclude(look, state, err) : status;
}

enum status geocoder_search(struct geocoder *geocoder, const struct geocode_query *query, struct arena *arena,
                            enum geocoder_state *state, struct geocode_answer *out, struct geocode_verdict *verdict,
                            struct error *err)
{
    struct geocoder_question question = {.query = query, .key = geocode_key(arena, query)};
    struct lookup look = {.geocoder = geocoder, .question = &question, .arena = arena};
    enum status status = search(&look, state, err);
    if (status == STATUS_OK) {
        *out = look.best;
        *verdict = look.any ? look.verdict : (struct geocode_verdict){.decision = GEOCODE_NONE, .why = ""};
    }
    return status;
}

enum status geocoder_reverse(struct geocoder *geocoder, struct point at, const char *language, struct arena *arena,
                             enum geocoder_state *state, struct geocode_answer *out, struct error *err)
{
    struct geocoder_question question = {.reverse = true, .at = at, .language = language};
    char lat[NUM_DECIMAL_MAX];
    char lon[NUM_DECIMAL_MAX];
    num_format(lat, at.lat_deg, 5);
    num_format(lon, at.lon_deg, 5);
    question.key = arena_printf(arena, "reverse %s,%s %s", lat, lon, language);
    struct lookup look = {.geocoder = geocoder, .question = &question, .arena = arena};
    enum status status = search(&look, state, err);
    if (status == STATUS_OK) {
        *out = look.best;
    }
    return status;
}

bool geocoder_knows(struct geocoder *geocoder, const struct geocode_query *query)
{
    struct arena *arena = arena_new();
    struct geocoder_question question = {.query = query, .key = geocode_key(arena, query)};
    struct lookup look = {.geocoder = geocoder, .question = &question, .arena = arena, .quietly = true};
    bool well = look_up(&look, NULL) == STATUS_OK;
    bool known = well && (look.accepted || (geocoder->options.services_n > 0 && !look.missed));
    arena_free(arena);
    return known;
}
