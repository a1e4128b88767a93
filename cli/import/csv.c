#include "cli/import/csv.h"

#include "geo/base/caps.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"

#include <string.h>

enum { SNIFF_RECORDS = 20, SNIFF_BYTES = 64 << 10 };

struct csv {
    struct arena *arena;
    const char *name;
    char *text, *at, *end;
    size_t line;
    char delimiter;
    const char **fields;
    size_t n, capacity;
    const char *bad; /* of the record in hand */
};

/* --- what kind of file is it -------------------------------------------------------------------------------------- */

enum status csv_encoding_parse(const char *name, enum csv_encoding *out, struct error *err)
{
    static const struct {
        const char *name;
        enum csv_encoding encoding;
    } known[] = {{"utf-8", CSV_UTF8},          {"utf8", CSV_UTF8},           {"windows-1252", CSV_WINDOWS_1252},
                 {"cp1252", CSV_WINDOWS_1252}, {"latin1", CSV_WINDOWS_1252}, {"iso-8859-1", CSV_WINDOWS_1252}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (text_equal_folded(name, known[i].name)) {
            *out = known[i].encoding;
            return STATUS_OK;
        }
    return error_set(err, STATUS_INPUT, "--encoding %s is not known: utf-8 or windows-1252", name);
}

static size_t line_of(const char *text, size_t offset)
{
    size_t line = 1;
    for (size_t i = 0; i < offset; i++)
        line += text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n');
    return line;
}

static enum status check_is_text(const char *name, const char *text, size_t length, struct error *err)
{
    if (length >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 || memcmp(text, "\xfe\xff", 2) == 0))
        return error_at(err, STATUS_INPUT, name, 1, NULL, "this is UTF-16; save it as \"CSV UTF-8\" and import that");
    const char *nul = memchr(text, '\0', length);
    if (nul != NULL)
        return error_at(err, STATUS_INPUT, name, line_of(text, (size_t)(nul - text)), NULL,
                        "a NUL byte: this is not a text file; save the table as CSV (UTF-8) and import that");
    return STATUS_OK;
}

static enum status check_utf8(const char *name, const char *text, size_t length, struct error *err)
{
    size_t bad = 0;
    if (text_utf8_valid(text, length, &bad))
        return STATUS_OK;
    return error_at(err, STATUS_INPUT, name, line_of(text, bad), NULL,
                    "byte 0x%02x is not UTF-8; if an older Windows program wrote the file, add --encoding windows-1252",
                    (unsigned)(unsigned char)text[bad]);
}

/* --- the delimiter ------------------------------------------------------------------------------------------------- */

/* Fields of the record at *AT for DELIMITER, without changing the text; *AT moves behind it. 0 at END. */
static size_t count_fields(const char **at, const char *end, char delimiter)
{
    const char *p = *at;
    while (p < end && (*p == '\r' || *p == '\n'))
        p++;
    if (p == end)
        return 0;
    size_t n = 1;
    bool quoted_field = false, quoted = false, start = true;
    for (; p < end && (quoted || (*p != '\r' && *p != '\n')); p++) {
        quoted_field = quoted_field || (start && *p == '"');
        if (quoted_field && *p == '"')
            quoted = !quoted; /* a doubled quote closes and opens again: the count is the same */
        if (!quoted && *p == delimiter) {
            n++;
            start = true;
            quoted_field = false;
        } else {
            start = start && *p == ' ';
        }
    }
    *at = p;
    return n;
}

/* How well DELIMITER fits: columns of the header beyond the first, times the share of records with as many. */
static size_t delimiter_score(const char *text, const char *end, char delimiter)
{
    const char *at = text;
    const size_t header = count_fields(&at, end, delimiter);
    if (header < 2)
        return 0;
    size_t records = 1, same = 1;
    for (; records < SNIFF_RECORDS; records++) {
        const size_t n = count_fields(&at, end, delimiter);
        if (n == 0)
            break;
        same += n == header;
    }
    return (header - 1) * (100 * same / records + 1);
}

static char sniff(const char *text, const char *end)
{
    const char candidates[] = {',', ';', '\t', '|'};
    if (end - text > SNIFF_BYTES)
        end = text + SNIFF_BYTES;
    char best = ',';
    size_t best_score = 0;
    for (size_t i = 0; i < sizeof candidates; i++) {
        const size_t score = delimiter_score(text, end, candidates[i]);
        if (score > best_score) {
            best = candidates[i];
            best_score = score;
        }
    }
    return best;
}

/* Excel's first line "sep=;" names the delimiter. */
static bool take_sep_line(struct csv *csv)
{
    const char *p = csv->at;
    if (csv->end - p < 5 || memcmp(p, "sep=", 4) != 0 || p[4] == '\r' || p[4] == '\n')
        return false;
    if (p[5] != '\r' && p[5] != '\n' && p[5] != '\0')
        return false;
    csv->delimiter = p[4];
    csv->at += 5;
    return true;
}

enum status csv_text(struct arena *arena, const char *name, enum csv_encoding encoding, char **text, size_t *length,
                     struct error *err)
{
    enum status status = check_is_text(name, *text, *length, err);
    if (status != STATUS_OK)
        return status;
    const bool marked = *length >= 3 && memcmp(*text, "\xef\xbb\xbf", 3) == 0; /* a byte order mark: surely UTF-8 */
    if (encoding == CSV_WINDOWS_1252 && !marked) {
        *text = text_from_windows_1252(arena, *text, *length);
        *length = strlen(*text);
        return STATUS_OK;
    }
    status = check_utf8(name, *text, *length, err);
    if (status != STATUS_OK || !marked)
        return status;
    *text += 3;
    *length -= 3;
    return STATUS_OK;
}

enum status csv_open(struct arena *arena, const char *name, char *text, size_t length, enum csv_encoding encoding,
                     struct csv **out, struct error *err)
{
    const enum status status = csv_text(arena, name, encoding, &text, &length, err);
    if (status != STATUS_OK)
        return status;
    struct csv *csv = arena_alloc(arena, sizeof *csv);
    *csv = (struct csv){.arena = arena, .name = arena_strdup(arena, name), .text = text, .at = text, .line = 1};
    csv->end = text + length;
    if (!take_sep_line(csv))
        csv->delimiter = sniff(csv->at, csv->end);
    *out = csv;
    return STATUS_OK;
}

char csv_delimiter(const struct csv *csv)
{
    return csv->delimiter;
}

size_t csv_offset(const struct csv *csv)
{
    return (size_t)(csv->at - csv->text);
}

/* --- records ------------------------------------------------------------------------------------------------------- */

static void add_field(struct csv *csv, const char *field)
{
    if (csv->n == CAP_CSV_FIELDS) {
        csv->bad = "more than 512 columns";
        return;
    }
    if (csv->fields == NULL)
        csv->fields = arena_array(csv->arena, CAP_CSV_FIELDS, sizeof *csv->fields);
    csv->fields[csv->n++] = field;
}

/* Step over one line break of any kind at csv->at. */
static void skip_break(struct csv *csv)
{
    csv->line++;
    csv->at += csv->at[0] == '\r' && csv->at[1] == '\n' ? 2 : 1;
}

static bool at_break(const struct csv *csv)
{
    return *csv->at == '\r' || *csv->at == '\n';
}

/* The inside of a quoted field, unquoted in place from csv->at (behind the opening quote) on. False: never closed. */
static bool read_quoted(struct csv *csv, const char *limit)
{
    char *write = csv->at;
    const char *field = write;
    for (;;) {
        if (csv->at >= limit)
            return false;
        if (csv->at[0] == '"') {
            if (csv->at[1] != '"')
                break;
            csv->at++;
        }
        /* Line breaks inside a field become one '\n', so that the same text from any system is the same. */
        if (at_break(csv)) {
            skip_break(csv);
            *write++ = '\n';
        } else {
            *write++ = *csv->at++;
        }
    }
    csv->at++;
    *write = '\0'; /* at the closing quote at the latest */
    add_field(csv, field);
    return true;
}

/* After a closing quote only white space may stand before the delimiter or the end of the line. */
static void skip_after_quote(struct csv *csv)
{
    for (; csv->at < csv->end && !at_break(csv) && *csv->at != csv->delimiter; csv->at++)
        if (*csv->at != ' ' && *csv->at != '\t')
            csv->bad = "text after a closing quote; a quote inside a quoted field is written twice";
}

static void read_plain(struct csv *csv)
{
    const char *field = csv->at;
    while (csv->at < csv->end && *csv->at != csv->delimiter && !at_break(csv))
        csv->at++;
    add_field(csv, field);
}

/* Where does the field that starts at csv->at open a quote? Spaces may stand before it. NULL: it is not quoted. */
static char *opening_quote(const struct csv *csv)
{
    char *p = csv->at;
    while (*p == ' ')
        p++;
    return *p == '"' ? p : NULL;
}

/* Fields up to the end of the line. The text's own NUL ends the last record; a field's end is overwritten with NUL
 * only after what stood there was looked at. False: a quote was never closed. */
static bool read_fields(struct csv *csv)
{
    const char *limit = csv->end - csv->at > CAP_CSV_LINE_BYTES ? csv->at + CAP_CSV_LINE_BYTES : csv->end;
    for (;;) {
        char *quote = opening_quote(csv);
        if (quote != NULL) {
            csv->at = quote + 1;
            if (!read_quoted(csv, limit))
                return false;
            skip_after_quote(csv);
        } else {
            read_plain(csv);
        }
        if (csv->at > limit)
            csv->bad = "a row longer than 1 MiB";
        char *field_end = csv->at;
        const bool more = csv->at < csv->end && *csv->at == csv->delimiter;
        if (more)
            csv->at++;
        else if (csv->at < csv->end)
            skip_break(csv);
        if (quote == NULL)
            *field_end = '\0';
        if (!more)
            return true;
    }
}

static void skip_blank_lines(struct csv *csv)
{
    while (csv->at < csv->end && at_break(csv))
        skip_break(csv);
}

enum status csv_next(struct csv *csv, struct csv_record *record, struct error *err)
{
    skip_blank_lines(csv);
    const size_t line = csv->line;
    csv->n = 0;
    csv->bad = NULL;
    if (csv->at < csv->end && !read_fields(csv))
        return error_at(err, STATUS_INPUT, csv->name, line, NULL,
                        "a quote opens in this row and does not close within 1 MiB; close it, or write it twice if it "
                        "belongs to the text");
    *record = (struct csv_record){.line = line, .n = csv->n, .fields = csv->fields, .bad = csv->bad};
    return STATUS_OK;
}
