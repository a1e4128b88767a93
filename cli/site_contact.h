/* site_contact: whose the name, phone, e-mail, role and drink of a row are. Part of site_row_save. */
#ifndef ROUNDS_CLI_SITE_CONTACT_H
#define ROUNDS_CLI_SITE_CONTACT_H

#include "geo/base/status.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct site_row;
struct store;

/* Bring the contact of ROW (complete) to SITE_ID. IS_NEW: the site has just been made, nobody is there. *CHANGED is set
 * when anything was written, else left. Inside store_begin.
 *
 * By hand: the one of that name; without a name the one with that phone or e-mail, else the only one still there; with
 * several, STATUS_INPUT. From an import, so that the same file again finds the same people: the one of that name, else
 * one with that phone or e-mail whom no other row of the file has been about; without a name one with that phone or
 * e-mail, else the only one still there unless phone or e-mail say otherwise. None of these: a new one. */
MUST_CHECK enum status site_contact_save(struct store *store, struct arena *arena, const struct site_row *row,
                                         int64_t site_id, bool is_new, bool *changed, struct error *err);

#endif
