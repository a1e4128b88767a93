#include "cli/export/sheet_facts.h"

#include "geo/base/buf.h"
#include "geo/base/mem.h"
#include "geo/base/text_utf8.h"

/* Controls, line separators, and the marks that turn the direction of what follows (Unicode Bidirectional Algorithm, 2);
 * joiners stay, which emoji and the Persian language need. */
bool sheet_is_space(uint32_t code)
{
    return code != TEXT_UTF8_BAD && (code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029 ||
                                     code == 0x061C || code == 0x200E || code == 0x200F ||
                                     (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
                                     code == 0xFEFF || (code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code <= 0xFDEF));
}

const char *sheet_clean(struct arena *arena, const char *text)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    for (const char *p = text; *p != '\0';) {
        const uint32_t code = text_utf8_next(&p);
        text_utf8_add(&out, sheet_is_space(code) ? ' ' : code);
    }
    return buf_into_arena(&out, arena);
}
