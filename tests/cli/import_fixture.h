/* import_fixture: a store in a folder of its own, and importers run on texts as the command runs them. */
#ifndef ROUNDS_TESTS_CLI_IMPORT_FIXTURE_H
#define ROUNDS_TESTS_CLI_IMPORT_FIXTURE_H

#include "cli/import/import.h"
#include "geo/store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

typedef enum status importer(struct import *im, struct error *err);

struct fixture {
    struct arena *arena;
    struct store *store;
    struct settings settings;
    char folder[64];
    int32_t today;
    struct import im; /* of the last import; its answers live until fixture_teardown */
    struct error err;
};

/* Monday 23 November 2026, 18:00, in London; home in Rutland unless WITHOUT_HOME. */
struct fixture *fixture_new(bool without_home);
void fixture_free(struct fixture *fixture);

/* Import TEXT (LENGTH bytes) as FILE, commit or roll back as the command does. */
enum status fixture_import_bytes(struct fixture *fixture, importer *run, const char *file, const char *text,
                                 size_t length);
enum status fixture_import(struct fixture *fixture, importer *run, const char *file, const char *text);

/* The counts of the last import as "2 new, 0 changed, 0 same, 1 refused". */
const char *fixture_counts(const struct fixture *fixture);
/* The only refusal, as "line:field: why". "" when there is none. */
const char *fixture_refusal(const struct fixture *fixture, size_t i);

struct site fixture_site(struct fixture *fixture, const char *text); /* fails the test when it is not there */
/* The jobs of all days as "day start-latest minutes site title status", one a line. */
const char *fixture_jobs(struct fixture *fixture);

#define assert_counts(fixture, expected) assert_string_equal(fixture_counts(fixture), expected)
#define assert_has(text, part)           assert_non_null(strstr(text, part))

#endif
