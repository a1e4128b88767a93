/* The progress bar, and questions: talk that needs a terminal. */
#include "cli/out_private.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"

#include <stdio.h>
#include <string.h>

enum { BAR = 30, ANSWER_MAX = 1000 };

/* As long for each as for those before; nothing is said of the first seconds, nor of less than half a minute. */
static const char *time_left(struct out *out, int64_t taken_s, size_t done, size_t total)
{
    if (taken_s < 5 || done == 0)
        return "";
    double left_s = (double)taken_s / (double)done * (double)(total - done);
    if (left_s < 30)
        return "";
    if (left_s < 90 * 60)
        return arena_printf(out->scratch, ", %.0f min left", left_s / 60 < 1 ? 1 : left_s / 60);
    return arena_printf(out->scratch, ", %.0f h left", left_s / 3600);
}

void out_progress(struct out *out, const char *what, size_t done, size_t total)
{
    if (!out->terminal_err || out->quiet)
        return;
    int64_t now_utc = civil_clock_utc();
    if (out->progress_began_utc == 0)
        out->progress_began_utc = now_utc;
    /* Whole seconds are fine enough: nothing for the first, then one picture a second. */
    if (now_utc == out->progress_began_utc || now_utc == out->progress_drawn_utc)
        return;
    out->progress_drawn_utc = now_utc;
    out->progress_shown = true;
    const char *text;
    if (total > 0) {
        size_t part = done < total ? done : total;
        int filled = (int)((double)part / (double)total * BAR);
        char bar[BAR + 1];
        memset(bar, '.', BAR);
        memset(bar, '#', (size_t)filled);
        bar[BAR] = '\0';
        text = arena_printf(out->scratch, "%s [%s] %zu of %zu%s", what, bar, part, total,
                            time_left(out, now_utc - out->progress_began_utc, part, total));
    } else {
        text = arena_printf(out->scratch, "%s: %zu", what, done);
    }
    out_to_stderr(out, arena_printf(out->scratch, "\r%s\033[K", out_safe(out, text, false)));
    out_tidy(out);
}

void out_progress_end(struct out *out)
{
    if (out->progress_shown)
        out_to_stderr(out, "\r\033[K");
    out->progress_began_utc = out->progress_drawn_utc = 0;
    out->progress_shown = false;
}

bool out_can_ask(const struct out *out)
{
    return out->terminal_in && out->terminal_err;
}

const char *out_ask(struct out *out, struct arena *arena, const char *question, const char *fallback)
{
    if (!out_can_ask(out))
        return NULL;
    const char *asked = *fallback ? arena_printf(out->scratch, "%s [%s]: ", question, fallback)
                                  : arena_printf(out->scratch, "%s: ", question);
    out_to_stderr(out, out_safe(out, asked, false));
    char line[ANSWER_MAX];
    if (!fgets(line, sizeof line, stdin)) {
        out_to_stderr(out, "\n");
        return NULL;
    }
    char *answer = text_trim(arena, line);
    return *answer ? answer : arena_strdup(arena, fallback);
}
