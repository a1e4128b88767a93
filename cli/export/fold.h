/* fold: the content lines that iCalendar (RFC 5545, 3.1) and vCard (RFC 6350, 3.2) share: no longer than 75 octets, longer
 * ones go on after CRLF and a blank, never inside a character. */
#ifndef ROUNDS_CLI_EXPORT_FOLD_H
#define ROUNDS_CLI_EXPORT_FOLD_H

#include "geo/base/buf.h"

struct arena;

/* NAME, which has the parameters, ':' and VALUE, which is escaped already, as folded lines. Nothing when VALUE is "". */
void fold_line(struct buf *out, const char *name, const char *value);
/* TEXT as a value of the type TEXT: backslash, comma and semicolon escaped, a line feed as \n, controls gone. */
const char *fold_text(struct arena *arena, const char *text);
/* TEXT as a parameter in double quotes, where nothing can be escaped: double quotes in it become single ones, and
 * backslashes, which some readers take for an escape all the same, slashes. */
const char *fold_quoted(struct arena *arena, const char *text);

#endif
