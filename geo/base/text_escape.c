#include "geo/base/buf.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/base/text_utf8.h"

#include <string.h>

/* Characters that command a terminal or that hide: controls, marks that turn the reading direction ("Trojan Source",
 * CVE-2021-42574), and those of no width that make two names look alike. */
static bool is_hostile(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code <= 0x9F) || code == 0x061C || code == 0x180E ||
           (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF || (code >= 0xFFF9 && code <= 0xFFFB) ||
           (code >= 0xE0000 && code <= 0xE007F);
}

static void add_visible(struct buf *buf, uint32_t code)
{
    if (code < 0x100) {
        buf_printf(buf, "\\x%02x", code);
    } else if (code < 0x10000) {
        buf_printf(buf, "\\u%04x", code);
    } else {
        buf_printf(buf, "\\U%08x", code);
    }
}

static char *safe(struct arena *arena, const char *text, char line_break)
{
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    for (const char *p = text; *p != '\0';) {
        uint32_t code = text_utf8_next(&p);
        if (code == '\r' || code == '\n') {
            p += code == '\r' && *p == '\n';
            buf_add_char(&buf, line_break);
        } else if (code == '\t') {
            buf_add_char(&buf, ' ');
        } else if (is_hostile(code)) {
            add_visible(&buf, code);
        } else {
            text_utf8_add(&buf, code);
        }
    }
    return buf_into_arena(&buf, arena);
}

char *text_terminal_safe(struct arena *arena, const char *text)
{
    return safe(arena, text, ' ');
}

char *text_terminal_safe_lines(struct arena *arena, const char *text)
{
    return safe(arena, text, '\n');
}

/* Char of XML 1.0, section 2.2; surrogates never come out of the decoder. */
static bool is_xml_char(uint32_t code)
{
    return code == '\t' || code == '\n' || code == '\r' || (code >= 0x20 && code != 0xFFFE && code != 0xFFFF);
}

char *text_xml_clean(struct arena *arena, const char *text)
{
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    for (const char *p = text; *p != '\0';) {
        uint32_t code = text_utf8_next(&p);
        if (is_xml_char(code)) {
            text_utf8_add(&buf, code);
        }
    }
    return buf_into_arena(&buf, arena);
}

void text_url_encode(struct buf *buf, const char *text)
{
    static const char unreserved[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    for (const char *p = text; *p != '\0';) {
        size_t plain = strspn(p, unreserved);
        buf_add_n(buf, p, plain);
        p += plain;
        if (*p != '\0') {
            buf_printf(buf, "%%%02X", (unsigned)(unsigned char)*p);
            p++;
        }
    }
}

static void csv_field(struct buf *buf, const char *guard, const char *text)
{
    size_t length = strlen(text);
    bool edge_space = length > 0 && (text[0] == ' ' || text[length - 1] == ' ');
    /* Semicolon and tab too: a reader may take them for the delimiter. */
    bool quote = edge_space || strpbrk(text, ",;\t\"\r\n") != NULL;
    if (!quote) {
        buf_add(buf, guard);
        buf_add_n(buf, text, length);
        return;
    }
    buf_add_char(buf, '"');
    buf_add(buf, guard);
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '"') {
            buf_add_char(buf, '"');
        }
        buf_add_char(buf, *p);
    }
    buf_add_char(buf, '"');
}

void text_csv_field(struct buf *buf, const char *text)
{
    /* Spreadsheets run a cell that begins like a formula (OWASP, "CSV Injection"). */
    bool formula = text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;
    csv_field(buf, formula ? "'" : "", text);
}

void text_csv_field_raw(struct buf *buf, const char *text)
{
    csv_field(buf, "", text);
}
