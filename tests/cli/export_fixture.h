/* export_fixture: plans to export, tame and hostile, and what the tests of the formats share. */
#ifndef ROUNDS_TESTS_CLI_EXPORT_FIXTURE_H
#define ROUNDS_TESTS_CLI_EXPORT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/export/export.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"

#include <stdbool.h>

/* Stands where nothing may leave: reasons, contacts, drinks. */
extern const char fixture_secret[];

int fixture_zone(void **state); /* Europe/London, as a group's setup */

/* Tuesday 2026-11-24, N stops from 08:00 every 20 minutes, with names that try to get out of every format. */
struct plan *fixture_plan(struct arena *arena, size_t n);
/* Any plan: 1 to MOST stops anywhere on Earth, jobs, visits and breaks with and without a place, some of them done or
 * skipped, hostile texts everywhere. RANDOM is the generator's state. */
struct plan *fixture_random_plan(struct arena *arena, uint64_t *random, size_t most);
uint64_t fixture_random(uint64_t *random, uint64_t below);
const char *fixture_hostile(struct arena *arena, uint64_t *random);

struct export_input fixture_input(struct arena *arena, const struct plan *plan, const struct export_options *options);
struct export_parts fixture_write(const struct exporter *exporter, const struct export_input *input);
struct export_parts fixture_parts(struct arena *arena, const struct exporter *exporter, const struct plan *plan,
                                  const struct export_options *options);
/* The only part, of the stops that are left (ALL: of all), with HOME at the end. */
const char *fixture_text(struct arena *arena, const struct exporter *exporter, const struct plan *plan, bool all,
                         bool home);

/* Is TEXT valid by SCHEMA (a name in $ROUNDS_SHARED/data/schemas)? Skips the test, naming what is missing. */
bool fixture_valid_xml(struct arena *arena, const char *text, const char *schema);

#endif
