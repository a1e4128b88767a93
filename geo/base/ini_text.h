/* ini_text: a text of [sections] and lines NAME = VALUE, with comments after ; or #, by inih. */
#ifndef ROUNDS_GEO_BASE_INI_TEXT_H
#define ROUNDS_GEO_BASE_INI_TEXT_H

#include "geo/base/status.h"

/* Call TAKE for each line with its section ("" before the first); what it returns but STATUS_OK ends the reading. The
 * sentence of every error begins with FILE and the line's number. Texts are TAKE's for the time of the call. */
MUST_CHECK enum status ini_text_read(const char *text, const char *file,
                                     enum status (*take)(void *context, const char *section, const char *name,
                                                         const char *value, struct error *err),
                                     void *context, struct error *err);

#endif
