/* settings_impl: what the files of the settings share. Nothing else includes it. */
#ifndef ROUNDS_PLANNER_SETTINGS_IMPL_H
#define ROUNDS_PLANNER_SETTINGS_IMPL_H

#include "planner/settings.h"

/* TEXT, without blanks at its ends, into the field of ROW. STATUS_INPUT with a sentence that says what is right. ARENA is
 * scratch. */
MUST_CHECK enum status settings_read(struct arena *arena, const struct setting *row, const char *text,
                                     struct settings *settings, struct error *err);

#endif
