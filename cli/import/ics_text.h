/* ics_text: a calendar file cut into its components before libical sees them.
 *
 * Each VEVENT and VTIMEZONE becomes a small text of its own with only the lines that matter, so that every refusal has
 * its line, one broken event spoils no other, and neither nesting nor size of the file reaches the library.
 */
#ifndef ROUNDS_CLI_IMPORT_ICS_TEXT_H
#define ROUNDS_CLI_IMPORT_ICS_TEXT_H

#include "geo/base/status.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum { ICS_PART_BYTES = 256 << 10 }; /* most that one event may say, attachments and alarms left aside */

struct ics_part {
    size_t line;      /* of BEGIN */
    bool is_zone;     /* VTIMEZONE; else VEVENT */
    bool too_long;    /* TEXT is cut short and must not be used */
    const char *text; /* BEGIN to END, lines as they were folded */
    const char *raw;  /* the same with everything, RAW_LENGTH bytes of the file */
    size_t raw_length;
};

struct ics_text {
    const char *method; /* "PUBLISH", "CANCEL"; "" when not said */
    const char *zone;   /* X-WR-TIMEZONE, for times without a zone; "" */
    struct ics_part *parts;
    size_t n, room;
};

/* Lines may be folded inside a character (RFC 5545, 3.1): its bytes are brought together before the fold, in place, so
 * that TEXT can be checked for UTF-8. Lines and length stay as they are. */
void ics_text_mend_folds(char *text, size_t length);

/* TEXT is valid UTF-8, NUL-terminated, and kept by the caller. NAME stands in messages. */
MUST_CHECK enum status ics_text_split(struct arena *arena, const char *name, const char *text, struct ics_text *out,
                                      struct error *err);

/* The value of the first property NAME of PART, unfolded, escapes as they are; "" when there is none. */
const char *ics_text_value(struct arena *arena, const struct ics_part *part, const char *name);

#endif
