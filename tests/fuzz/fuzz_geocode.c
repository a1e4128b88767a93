/* Answers of the geocoding services. The first byte says whose (mod 6), with which HTTP status, and whether it is the
 * answer to a reverse question; the rest is the answer. What is read is matched and judged too. */
#include "tests/fuzz/fuzz.h"

#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/geocode/service.h"

#include <assert.h>
#include <string.h>

static void check_text(const char *text)
{
    size_t bad;
    assert(text != NULL && text_utf8_valid(text, strlen(text), &bad));
}

static void check_candidate(const struct geocode_candidate *c)
{
    const struct address *a = &c->parts;
    const char *const texts[] = {c->label,  c->source_id, a->name,   a->number,   a->street,
                                 a->suburb, a->town,      a->county, a->postcode, a->country};
    assert(point_valid(c->at) && c->precision <= GEOCODE_AREA);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        check_text(texts[i]);
    }
    if (c->within != NULL) {
        check_text(c->within);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"nominatim",    "photon",           "pelias",
                                        "geocodeearth", "openrouteservice", "opencage"};
    static const long codes[] = {200, 400, 200, 500};
    if (size == 0) {
        return 0;
    }
    struct arena *arena = arena_new();
    struct geocode_candidate *candidates = NULL;
    size_t n = 0;
    struct error err = {.text = ""};
    const struct geocode_service *service = geocode_service_named(names[data[0] % 6]);
    enum status status = service->read(arena, codes[data[0] / 6 % 4], (const char *)data + 1, size - 1,
                                       data[0] / 24 % 2 == 1, &candidates, &n, &err);
    assert(status == STATUS_OK || ((status == STATUS_INPUT || status == STATUS_NETWORK) && err.text[0] != '\0'));
    assert(strpbrk(err.text, "\n\r\x1b") == NULL);
    if (status == STATUS_OK) {
        assert(n <= GEOCODE_CANDIDATES_MAX);
        struct geocode_query query = {.text = "6 Main Street, Oakham, LE15 6XP", .countries = "gb", .language = ""};
        struct geocode_answer answer = {.candidates = candidates, .n = n};
        for (size_t i = 0; i < n; i++) {
            check_candidate(&candidates[i]);
        }
        query.parts = address_parse(arena, query.text, "gb");
        struct geocode_verdict verdict = geocode_trust(arena, &query, &answer);
        assert(verdict.why[0] != '\0' && (n == 0 || verdict.chosen < n) &&
               (n > 0) == (verdict.decision != GEOCODE_NONE));
    }
    arena_free(arena);
    return 0;
}
