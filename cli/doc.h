/* doc: the pieces of --json documents (docs/json-commands.md). Every result is a new reference that the caller puts into
 * its document. Unknown texts are "", unknown numbers, dates and times null. */
#ifndef ROUNDS_CLI_DOC_H
#define ROUNDS_CLI_DOC_H

#include "geo/store/history.h"
#include "geo/store/job.h"
#include "geo/store/people.h"
#include "geo/store/site.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

json_t *doc_new(const char *schema);                          /* {"schema": SCHEMA, "version": 1} */
void doc_set(json_t *object, const char *key, json_t *value); /* takes VALUE */
void doc_add(json_t *array, json_t *value);                   /* takes VALUE */

json_t *doc_text(const char *text);   /* broken UTF-8 is mended */
json_t *doc_date(int32_t day);        /* "2026-11-24" */
json_t *doc_wall(int32_t wall_s);     /* "09:05" */
json_t *doc_minutes(int32_t seconds); /* a whole number; null below 0 */
json_t *doc_count(int64_t number);    /* null below 0 */

json_t *doc_site(const struct site *site);
json_t *doc_contact(const struct contact *contact);
json_t *doc_job(const struct job *job);
json_t *doc_visit(const struct visit *visit);
json_t *doc_promise(const struct promise *promise);
/* The text of private, tender and politics notes is there only with PRIVATE_TOO; else "withheld": true. */
json_t *doc_note(const struct note *note, bool private_too);
json_t *doc_engineer(const struct engineer *engineer);

#endif
