/* out: the only place that prints. Results to stdout, talk to stderr; text from outside is made safe for the terminal
 * here and nowhere else. */
#ifndef ROUNDS_CLI_OUT_H
#define ROUNDS_CLI_OUT_H

#include "geo/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct out;

enum out_colour { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };
enum out_style { STYLE_PLAIN, STYLE_BOLD, STYLE_DIM, STYLE_GREEN, STYLE_YELLOW, STYLE_RED, STYLE_CYAN };

/* Colour on a terminal only, unless forced; off for a non-empty NO_COLOR and TERM=dumb. Width from COLUMNS, else the
 * terminal, else 80. ASCII instead of · … → where the locale is not UTF-8. One a process: it keeps stdio's streams. */
struct out *out_new(struct arena *arena, enum out_colour colour);
void out_free(struct out *out);
void out_set(struct out *out, bool json, bool quiet);
void out_set_colour(struct out *out, enum out_colour colour);
int out_width(const struct out *out);
int out_height(const struct out *out);       /* lines of the terminal; 0 = not known */
bool out_is_terminal(const struct out *out); /* stdout */

/* Formatted text to stdout. The result of the formatting is made terminal-safe (line feeds stay). */
void out_printf(struct out *out, const char *format, ...) PRINTF_LIKE(2, 3);
void out_styled(struct out *out, enum out_style style, const char *format, ...) PRINTF_LIKE(3, 4);
/* TEXT wrapped to the width, each line indented by INDENT columns. */
void out_wrapped(struct out *out, int indent, const char *text);
/* The same in STYLE, with LEAD (plain, as it is) in front of the first line, within the indent. */
void out_hanging(struct out *out, enum out_style style, const char *lead, int indent, const char *text);
/* LEFT and RIGHT on one line that is as wide as the screen: LEFT is cut where it must be, RIGHT never. */
void out_line(struct out *out, enum out_style style, const char *left, const char *right);
void out_bytes(struct out *out, const char *bytes, size_t length); /* files to stdout: as they are */

/* Talk: progress reports, hints, warnings, to stderr; silent with --quiet except warnings. */
void out_note(struct out *out, const char *format, ...) PRINTF_LIKE(2, 3);
void out_warning(struct out *out, const char *format, ...) PRINTF_LIKE(2, 3);
void out_alert(struct out *out, const char *text); /* "! TEXT": what cannot go on as it stands; also with --quiet */
void out_error(struct out *out, const struct error *err); /* "rounds: ..." or with json {"error":...} */

/* Ask on the terminal: QUESTION to stderr, the answer from stdin, trimmed, in ARENA; FALLBACK (shown, may be "") when the
 * answer is empty. NULL when there is nobody to ask (stdin or stderr is no terminal) or the input ended. */
const char *out_ask(struct out *out, struct arena *arena, const char *question, const char *fallback);
bool out_can_ask(const struct out *out);

/* A table: columns with a title; cells as text. Columns with wrap take the room that is left. On a terminal it is as wide
 * as that; elsewhere nothing is cut. */
struct out_column {
    const char *title;
    bool right; /* right-aligned */
    bool wrap;  /* may wrap */
};
struct out_table;
struct out_table *out_table_new(struct out *out, const struct out_column *columns, size_t n);
void out_table_row(struct out_table *table, const char *const *cells);              /* n cells, copied */
void out_table_style(struct out_table *table, size_t column, enum out_style style); /* a cell of the last row */
void out_table_print(struct out_table *table);                                      /* prints and frees */
/* One record of tab-separated values, without tabs, line breaks or control characters inside them. */
void out_record(struct out *out, const char *const *cells, size_t n);

/* JSON to stdout, one document. JSON is a jansson value; the reference is taken. */
struct json_t;
void out_json(struct out *out, struct json_t *json);

/* A progress bar on stderr, only when that is a terminal and after about a second. TOTAL 0 = unknown. */
void out_progress(struct out *out, const char *what, size_t done, size_t total);
void out_progress_end(struct out *out);

/* Flush and close stdout; an error (a full disk behind `>`) is reported once. */
MUST_CHECK enum status out_finish(struct out *out, struct error *err);

#endif
