/* out_private: what the out_*.c files share. */
#ifndef ROUNDS_CLI_OUT_PRIVATE_H
#define ROUNDS_CLI_OUT_PRIVATE_H

#include "cli/out.h"

#include "geo/base/mem.h"

struct out {
    struct arena *scratch; /* of one piece of output; thrown away when it has grown */
    bool json, quiet, utf8;
    bool terminal_out, terminal_err, terminal_in;
    bool colour_out, colour_err;
    bool width_given; /* by COLUMNS */
    int width;
    /* the progress bar */
    int64_t progress_began_utc; /* 0 = none */
    int64_t progress_drawn_utc;
    bool progress_shown;
};

const char *out_style_code(enum out_style style); /* "" for plain */
/* Safe for the terminal and in the locale's letters; line feeds stay with LINES. In the scratch arena. */
const char *out_safe(struct out *out, const char *text, bool lines);
/* Bytes of the longest start of TEXT, whole words of its first line, that fits WIDTH columns; at least one word. */
size_t out_fitting(struct arena *arena, const char *text, int width);
void out_to_stderr(struct out *out, const char *text); /* as it is, and flushed */
void out_tidy(struct out *out);                        /* after each piece of output */

#endif
