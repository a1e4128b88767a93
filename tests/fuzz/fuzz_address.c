/* Addresses as anybody writes them: taken apart, written, compared, made into a key. A text is the same as itself,
 * and the key does not depend on how often it is asked. */
#include "tests/fuzz/fuzz.h"

#include "geo/base/mem.h"
#include "geo/geocode/geocode.h"

#include <assert.h>
#include <string.h>

static void check_parts(struct arena *arena, const char *text, const struct address *a)
{
    const char *const parts[] = {a->name, a->number, a->street, a->suburb, a->town, a->county, a->postcode, a->country};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        assert(parts[i] != NULL && strlen(parts[i]) <= 4 * strlen(text) + 8);
    }
    assert(address_same_street(a->street, a->street) || !address_same_street(a->street, "Main Street"));
    assert(!address_same_town(a->town, "") && !address_same_postcode(a->postcode, "") &&
           !address_same_number("", a->number));
    const char *forms[ADDRESS_FORMS_MAX];
    assert(address_street_forms(arena, a->street, forms) <= ADDRESS_FORMS_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const homes[] = {"gb", "de", "us", "", "it", "xx", "ad", "fr"};
    if (size == 0) {
        return 0;
    }
    struct arena *arena = arena_new();
    const char *text = arena_strndup(arena, (const char *)data + 1, strnlen((const char *)data + 1, size - 1));
    const char *home = homes[data[0] % 8];
    struct geocode_query query = {.text = text, .countries = home, .language = ""};
    query.parts = address_parse(arena, text, home);
    check_parts(arena, text, &query.parts);
    struct address fields = address_of(arena, text, text, text, text, home);
    check_parts(arena, text, &fields);
    const char *key = geocode_key(arena, &query);
    assert(strcmp(key, geocode_key(arena, &query)) == 0 && strpbrk(key, "\n\r") == NULL);
    struct address again = address_parse(arena, address_line(arena, &query.parts), home);
    check_parts(arena, address_line(arena, &query.parts), &again);
    arena_free(arena);
    return 0;
}
