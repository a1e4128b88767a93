#include "cli/import/ics_text.h"

#include "geo/base/buf.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"

#include <string.h>
#include <strings.h>

/* What an event says that a job needs. Other lines are not handed on. */
static const char *const event_lines[] = {
    "UID",      "SEQUENCE", "RECURRENCE-ID", "RRULE",    "RDATE",
    "EXDATE",   "DTSTART",  "DTEND",         "DURATION", "SUMMARY",
    "LOCATION", "GEO",      "STATUS",        "TRANSP",   "X-APPLE-STRUCTURED-LOCATION",
    NULL};

/* --- folds --------------------------------------------------------------------------------------------------------------- */

enum { REST_MAX = 3 }; /* bytes of a character after its first */

static bool continues_character(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

/* From the end, so that a character which several folds cut comes together step by step. */
void ics_text_mend_folds(char *text, size_t length)
{
    for (size_t i = length; i-- > 1;) {
        if (text[i - 1] != '\n' || (text[i] != ' ' && text[i] != '\t'))
            continue;
        const size_t from = i - (i > 1 && text[i - 2] == '\r' ? 2 : 1);
        const size_t width = i + 1 - from; /* of the line break and the blank */
        for (size_t k = from; k < from + REST_MAX && k + width < length && continues_character(text[k + width]); k++) {
            const char c = text[k + width];
            memmove(text + k + 1, text + k, width);
            text[k] = c;
        }
    }
}

/* --- parts --------------------------------------------------------------------------------------------------------------- */

struct splitter {
    struct arena *arena;
    const char *name;
    struct ics_text *out;
    struct ics_part *part; /* the one in hand; NULL between them */
    size_t depth;          /* of components inside it; an alarm's lines are not the event's */
    bool keeping;          /* the line before was kept: so is what is folded onto it */
    bool calendar;         /* BEGIN:VCALENDAR was seen */
    struct buf text;
};

/* Does the content line begin with NAME and then ':' or ';' (RFC 5545, 3.1)? */
static bool is_named(const char *line, size_t length, const char *name)
{
    const size_t n = strlen(name);
    return length > n && strncasecmp(line, name, n) == 0 && (line[n] == ':' || line[n] == ';');
}

static const char *value_of(struct splitter *s, const char *line, size_t length)
{
    const char *colon = memchr(line, ':', length);
    return colon == NULL ? ""
                         : text_trim(s->arena, arena_strndup(s->arena, colon + 1, length - (size_t)(colon + 1 - line)));
}

static bool wanted(const struct splitter *s, const char *line, size_t length)
{
    if (s->part->is_zone)
        return true;
    for (size_t i = 0; event_lines[i] != NULL; i++)
        if (is_named(line, length, event_lines[i]))
            return true;
    return false;
}

static void keep(struct splitter *s, const char *line, size_t length)
{
    buf_add_n(&s->text, line, length);
    buf_add(&s->text, "\r\n");
}

static void begin(struct splitter *s, const char *component, const char *line, size_t length, size_t number)
{
    const bool zone = text_equal_folded(component, "VTIMEZONE");
    if (s->part != NULL) {
        s->depth++;
        if (s->part->is_zone && s->depth == 1)
            keep(s, line, length); /* STANDARD and DAYLIGHT */
        return;
    }
    s->calendar = s->calendar || text_equal_folded(component, "VCALENDAR");
    if (!zone && !text_equal_folded(component, "VEVENT"))
        return;
    s->part = arena_push(s->arena, &s->out->parts, &s->out->n, &s->out->room, sizeof *s->out->parts);
    *s->part = (struct ics_part){.line = number, .is_zone = zone, .raw = line};
    s->depth = 0;
    buf_reset(&s->text);
    s->text.truncated = false;
    keep(s, line, length);
}

static void end(struct splitter *s, const char *line, size_t length)
{
    if (s->part == NULL)
        return;
    if (s->depth > 0) {
        if (s->part->is_zone && s->depth == 1)
            keep(s, line, length);
        s->depth--;
        return;
    }
    keep(s, line, length);
    s->part->raw_length = (size_t)(line + length - s->part->raw);
    s->part->too_long = s->text.truncated;
    s->part->text = arena_strdup(s->arena, s->text.data);
    s->part = NULL;
}

static void take_line(struct splitter *s, const char *line, size_t length, size_t number)
{
    if (length > 0 && (*line == ' ' || *line == '\t')) {
        if (s->part != NULL && s->keeping)
            keep(s, line, length);
        return;
    }
    s->keeping = false;
    if (is_named(line, length, "BEGIN")) {
        begin(s, value_of(s, line, length), line, length, number);
    } else if (is_named(line, length, "END")) {
        end(s, line, length);
    } else if (s->part != NULL) {
        s->keeping = (s->depth == 0 || (s->part->is_zone && s->depth == 1)) && wanted(s, line, length);
        if (s->keeping)
            keep(s, line, length);
    } else if (is_named(line, length, "METHOD")) {
        s->out->method = value_of(s, line, length);
    } else if (is_named(line, length, "X-WR-TIMEZONE")) {
        s->out->zone = value_of(s, line, length);
    }
}

/* A component that the end of the file cuts off. */
static enum status check_closed(struct splitter *s, struct error *err)
{
    if (!s->calendar)
        return error_at(err, STATUS_INPUT, s->name, 1, NULL, "this is not a calendar: it has no BEGIN:VCALENDAR");
    if (s->part != NULL)
        return error_at(err, STATUS_INPUT, s->name, s->part->line, NULL,
                        "this %s does not end: the file is cut short; fetch it again",
                        s->part->is_zone ? "VTIMEZONE" : "VEVENT");
    return STATUS_OK;
}

enum status ics_text_split(struct arena *arena, const char *name, const char *text, struct ics_text *out,
                           struct error *err)
{
    *out = (struct ics_text){.method = "", .zone = ""};
    struct splitter s = {.arena = arena, .name = name, .out = out};
    buf_init(&s.text, ICS_PART_BYTES);
    size_t number = 1;
    for (const char *p = text; *p != '\0'; number++) {
        const size_t length = strcspn(p, "\r\n");
        take_line(&s, p, length, number);
        p += length;
        p += p[0] == '\r' && p[1] == '\n' ? 2 : *p != '\0';
    }
    const enum status status = check_closed(&s, err);
    buf_clear(&s.text);
    return status;
}

const char *ics_text_value(struct arena *arena, const struct ics_part *part, const char *name)
{
    for (const char *p = part->text; *p != '\0';) {
        const char *end = p + strcspn(p, "\r\n");
        const char *next = end + strspn(end, "\r\n");
        if (!is_named(p, (size_t)(end - p), name)) {
            p = next;
            continue;
        }
        const char *line = arena_strndup(arena, p, (size_t)(end - p));
        while (*next == ' ' || *next == '\t') {
            end = next + strcspn(next, "\r\n");
            line = arena_printf(arena, "%s%.*s", line, (int)(end - next - 1), next + 1);
            next = end + strspn(end, "\r\n");
        }
        const char *colon = strchr(line, ':');
        return colon == NULL ? "" : text_trim(arena, colon + 1);
    }
    return "";
}
