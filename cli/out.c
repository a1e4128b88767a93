#include "cli/out.h"

#include "cli/out_private.h"
#include "geo/base/buf.h"
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/base/text.h"

#include <errno.h>
#include <jansson.h>
#include <langinfo.h>
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { WIDTH_DEFAULT = 80, WIDTH_MIN = 40, WIDTH_MAX = 1000, SCRATCH_MAX_BYTES = 1 << 20 };

/* --- what the terminal is --------------------------------------------------------------------------------------- */

static bool locale_is_utf8(void)
{
    locale_t own = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
    if (!own)
        return false;
    bool utf8 = strcmp(nl_langinfo_l(CODESET, own), "UTF-8") == 0;
    freelocale(own);
    return utf8;
}

static int clamp_width(int32_t width)
{
    return width < WIDTH_MIN ? WIDTH_MIN : width > WIDTH_MAX ? WIDTH_MAX : width;
}

static void find_width(struct out *out)
{
    const char *columns = getenv("COLUMNS");
    int32_t given;
    struct winsize size;
    out->width = WIDTH_DEFAULT;
    if (columns && num_parse_i32(columns, 1, INT32_MAX, &given)) {
        out->width = clamp_width(given);
        out->width_given = true;
    } else if (out->terminal_out && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        out->width = clamp_width(size.ws_col);
    }
}

void out_set_colour(struct out *out, enum out_colour colour)
{
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    bool wanted = !(no_color && *no_color) && !(term && strcmp(term, "dumb") == 0);
    bool automatic = colour == COLOUR_AUTO && wanted;
    out->colour_out = colour == COLOUR_ALWAYS || (automatic && out->terminal_out);
    out->colour_err = colour == COLOUR_ALWAYS || (automatic && out->terminal_err);
}

struct out *out_new(struct arena *arena, enum out_colour colour)
{
    struct out *out = arena_alloc(arena, sizeof *out);
    out->scratch = arena_new();
    out->terminal_in = isatty(STDIN_FILENO);
    out->terminal_out = isatty(STDOUT_FILENO);
    out->terminal_err = isatty(STDERR_FILENO);
    out->utf8 = locale_is_utf8();
    find_width(out);
    out_set_colour(out, colour);
    /* JSON values that cannot be made for want of memory end the program like everything else. */
    json_set_alloc_funcs(mem_alloc, mem_free);
    return out;
}

void out_free(struct out *out)
{
    if (out)
        arena_free(out->scratch);
}

void out_set(struct out *out, bool json, bool quiet)
{
    out->json = json;
    out->quiet = quiet;
}

int out_width(const struct out *out)
{
    return out->width;
}

int out_height(const struct out *out)
{
    struct winsize size;
    return out->terminal_out && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_row : 0;
}

bool out_is_terminal(const struct out *out)
{
    return out->terminal_out;
}

/* --- safe text -------------------------------------------------------------------------------------------------- */

/* Our own ornaments for a locale that has only ASCII. Letters of people's data stay as they are: a file or a pipe must
 * not lose them. */
static const char *ascii_ornaments(struct arena *arena, const char *text)
{
    static const struct {
        const char *utf8, *ascii;
    } pairs[] = {{"·", "-"}, {"…", "..."}, {"→", "->"}, {"–", "-"}, {"—", "-"}, {"✓", "*"}, {"≥", ">="}, {"×", "x"}};
    struct buf buf;
    buf_init(&buf, SIZE_MAX / 2);
    while (*text) {
        size_t k = 0, taken = 0;
        if ((unsigned char)*text >= 0x80)
            for (; k < sizeof pairs / sizeof pairs[0] && !taken; k++)
                if (strncmp(text, pairs[k].utf8, strlen(pairs[k].utf8)) == 0)
                    taken = strlen(pairs[k].utf8);
        if (taken)
            buf_add(&buf, pairs[k - 1].ascii);
        else
            buf_add_char(&buf, *text);
        text += taken ? taken : 1;
    }
    const char *made = arena_strdup(arena, buf.data);
    buf_clear(&buf);
    return made;
}

const char *out_safe(struct out *out, const char *text, bool lines)
{
    const char *safe = lines ? text_terminal_safe_lines(out->scratch, text) : text_terminal_safe(out->scratch, text);
    return out->utf8 ? safe : ascii_ornaments(out->scratch, safe);
}

void out_tidy(struct out *out)
{
    if (arena_bytes(out->scratch) < SCRATCH_MAX_BYTES)
        return;
    arena_free(out->scratch);
    out->scratch = arena_new();
}

static PRINTF_LIKE(2, 0) char *formatted(struct arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    char *text = arena_alloc(arena, length < 0 ? 1 : (size_t)length + 1);
    if (length > 0)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

/* --- results ---------------------------------------------------------------------------------------------------- */

const char *out_style_code(enum out_style style)
{
    static const char *const codes[] = {
        [STYLE_PLAIN] = "",          [STYLE_BOLD] = "\033[1m",   [STYLE_DIM] = "\033[2m",   [STYLE_GREEN] = "\033[32m",
        [STYLE_YELLOW] = "\033[33m", [STYLE_RED] = "\033[1;31m", [STYLE_CYAN] = "\033[36m",
    };
    return codes[style];
}

/* SAFE is printed with its line feed outside the colour, so that a cut line cannot leave the terminal coloured. */
static void put(FILE *to, bool colour, enum out_style style, const char *safe)
{
    size_t length = strlen(safe);
    if (!colour || style == STYLE_PLAIN || length == 0) {
        fputs(safe, to);
        return;
    }
    bool feed = safe[length - 1] == '\n';
    fprintf(to, "%s%.*s\033[0m%s", out_style_code(style), (int)(feed ? length - 1 : length), safe, feed ? "\n" : "");
}

static void put_out(struct out *out, enum out_style style, const char *safe)
{
    put(stdout, out->colour_out, style, safe);
}

void out_printf(struct out *out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put_out(out, STYLE_PLAIN, out_safe(out, formatted(out->scratch, format, args), true));
    va_end(args);
    out_tidy(out);
}

void out_styled(struct out *out, enum out_style style, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put_out(out, style, out_safe(out, formatted(out->scratch, format, args), true));
    va_end(args);
    out_tidy(out);
}

size_t out_fitting(struct arena *arena, const char *text, int width)
{
    size_t end = 0;
    for (;;) {
        size_t next = end + strspn(text + end, " ");
        size_t stop = next + strcspn(text + next, " \n");
        if (stop == next)
            return end;
        if (end > 0 && text_width(arena_strndup(arena, text, stop)) > width)
            return end;
        end = stop;
    }
}

void out_hanging(struct out *out, enum out_style style, const char *lead, int indent, const char *text)
{
    const char *rest = out_safe(out, text, true);
    const char *head = out_safe(out, lead, false);
    int room = out->width - indent < 20 ? 20 : out->width - indent;
    do {
        rest += strspn(rest, " ");
        size_t length = out_fitting(out->scratch, rest, room);
        int pad = indent - text_width(head);
        put_out(out, STYLE_PLAIN, head);
        if (length > 0)
            put_out(out, STYLE_PLAIN, arena_printf(out->scratch, "%*s", pad < 0 ? 0 : pad, ""));
        put_out(out, style, arena_printf(out->scratch, "%.*s\n", (int)length, rest));
        head = "";
        rest += length;
        rest += strspn(rest, " ");
        rest += *rest == '\n';
    } while (*rest);
    out_tidy(out);
}

void out_wrapped(struct out *out, int indent, const char *text)
{
    out_hanging(out, STYLE_PLAIN, "", indent, text);
}

void out_line(struct out *out, enum out_style style, const char *left, const char *right)
{
    const char *tail = out_safe(out, right, false);
    int room = out->width - (*tail ? text_width(tail) + 2 : 0);
    const char *head = out_safe(out, left, false);
    if (text_width(head) > room) /* in ASCII the mark of the cut is three wide */
        head = out_safe(out, text_cut(out->scratch, head, out->utf8 ? room : room - 2), false);
    put_out(out, style, head);
    if (*tail)
        put_out(out, STYLE_DIM, arena_printf(out->scratch, "%*s%s", room + 2 - text_width(head), "", tail));
    put_out(out, STYLE_PLAIN, "\n");
    out_tidy(out);
}

void out_bytes(struct out *out, const char *bytes, size_t length)
{
    (void)out;
    fwrite(bytes, 1, length, stdout);
}

void out_record(struct out *out, const char *const *cells, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        fputs(text_terminal_safe(out->scratch, cells[i]), stdout);
        fputs(i + 1 < n ? "\t" : "\n", stdout);
    }
    out_tidy(out);
}

void out_json(struct out *out, struct json_t *json)
{
    /* The same document either way; on a terminal no byte of it can steer that. */
    size_t flags = JSON_INDENT(2) | JSON_REAL_PRECISION(10) | (out->terminal_out ? JSON_ENSURE_ASCII : 0u);
    json_dumpf(json, stdout, flags);
    fputs("\n", stdout);
    json_decref(json);
}

/* --- talk ------------------------------------------------------------------------------------------------------- */

void out_to_stderr(struct out *out, const char *text)
{
    (void)out;
    fputs(text, stderr);
    fflush(stderr);
}

static void talk(struct out *out, enum out_style style, const char *label, const char *text)
{
    out_progress_end(out);
    fflush(stdout); /* on a shared terminal the talk comes after what it is about */
    if (*label)
        put(stderr, out->colour_err, style, label);
    put(stderr, out->colour_err, *label ? STYLE_PLAIN : style, out_safe(out, text, true));
    fputs("\n", stderr);
    out_tidy(out);
}

void out_note(struct out *out, const char *format, ...)
{
    if (out->quiet)
        return;
    va_list args;
    va_start(args, format);
    talk(out, STYLE_DIM, "", formatted(out->scratch, format, args));
    va_end(args);
}

void out_warning(struct out *out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    talk(out, STYLE_YELLOW, "warning: ", formatted(out->scratch, format, args));
    va_end(args);
}

void out_alert(struct out *out, const char *text)
{
    talk(out, STYLE_YELLOW, "! ", text);
}

void out_error(struct out *out, const struct error *err)
{
    if (!out->json) {
        talk(out, STYLE_RED, "rounds: ", err->text);
        return;
    }
    out_progress_end(out);
    int code = err->status == STATUS_NOT_FOUND ? STATUS_INPUT : (int)err->status;
    json_t *json = json_pack("{s:s, s:i, s:i, s:s}", "schema", "rounds-error", "version", 1, "status", code, "error",
                             text_terminal_safe(out->scratch, err->text));
    json_dumpf(json, stderr, JSON_ENSURE_ASCII);
    fputs("\n", stderr);
    json_decref(json);
}

enum status out_finish(struct out *out, struct error *err)
{
    out_progress_end(out);
    bool failed = ferror(stdout) != 0;
    int code = 0;
    if (fflush(stdout) != 0 || fclose(stdout) != 0) {
        failed = true;
        code = errno;
    }
    if (!failed)
        return STATUS_OK;
    return error_set(err, STATUS_STORE, "the result could not be written to standard output%s%s", code ? ": " : "",
                     code ? strerror(code) : "");
}
