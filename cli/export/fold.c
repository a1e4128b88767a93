#include "cli/export/fold.h"

#include "geo/base/mem.h"
#include "geo/base/text.h"

#include <string.h>

enum { LINE_OCTETS = 75, LINE_MAX_BYTES = 4 << 20 };

static bool inside_character(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

void fold_line(struct buf *out, const char *name, const char *value)
{
    struct buf line;
    if (*value == '\0')
        return;
    buf_init(&line, LINE_MAX_BYTES);
    buf_printf(&line, "%s:%s", name, value);
    size_t room = LINE_OCTETS;
    for (size_t from = 0; from < line.length;) {
        size_t to = line.length - from > room ? from + room : line.length;
        while (to < line.length && inside_character(line.data[to]))
            to--;
        if (from > 0)
            buf_add(out, "\r\n ");
        buf_add_n(out, line.data + from, to - from);
        from = to;
        room = LINE_OCTETS - 1; /* the blank counts */
    }
    buf_add(out, "\r\n");
    out->truncated = out->truncated || line.truncated;
    buf_clear(&line);
}

const char *fold_text(struct arena *arena, const char *text)
{
    struct buf out;
    const char *clean = text_terminal_safe_lines(arena, text);
    buf_init(&out, LINE_MAX_BYTES);
    for (const char *p = clean; *p != '\0'; p++) {
        if (*p == '\n') {
            buf_add(&out, "\\n");
            continue;
        }
        if (strchr("\\;,", *p) != NULL)
            buf_add_char(&out, '\\');
        buf_add_char(&out, *p);
    }
    return buf_into_arena(&out, arena);
}

const char *fold_quoted(struct arena *arena, const char *text)
{
    char *clean = text_terminal_safe(arena, text);
    for (char *p = clean; *p != '\0'; p++)
        if (*p == '"')
            *p = '\'';
        else if (*p == '\\')
            *p = '/';
    return arena_printf(arena, "\"%s\"", clean);
}
