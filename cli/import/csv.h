/* csv: a reader of comma-separated files as spreadsheets and old programs really write them.
 *
 * RFC 4180, and: a byte order mark, CRLF, LF or CR line ends, one of , ; TAB | as delimiter (found by looking, or named
 * by Excel's "sep=;" line), quoted fields that hold delimiters, line breaks and doubled quotes, white space round a
 * quoted field. Blank lines are skipped. The text is read where it lies and changed in place: no copy, no allocation
 * but one array of fields.
 */
#ifndef ROUNDS_CLI_IMPORT_CSV_H
#define ROUNDS_CLI_IMPORT_CSV_H

#include "geo/base/status.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum csv_encoding { CSV_UTF8, CSV_WINDOWS_1252 };

/* "utf-8", "windows-1252", "cp1252", "latin1", "iso-8859-1" (which everyone reads as Windows-1252), any case. */
MUST_CHECK enum status csv_encoding_parse(const char *name, enum csv_encoding *out, struct error *err);

/* Is this text? Windows-1252 is turned into UTF-8 (in ARENA), a UTF-8 byte order mark is taken off; NUL bytes, UTF-16 and
 * broken UTF-8 are refused with their line. For every format that is text. */
MUST_CHECK enum status csv_text(struct arena *arena, const char *name, enum csv_encoding encoding, char **text,
                                size_t *length, struct error *err);

struct csv_record {
    size_t line;         /* of the file, from 1, where the record starts */
    size_t n;            /* fields; 0 at the end of the file */
    const char **fields; /* valid until the text goes; the array itself only until the next csv_next */
    const char *bad;     /* why this record cannot be used, one sentence; NULL when it can */
};

struct csv; /* lives in the arena it was opened with */

/* Read TEXT (LENGTH bytes, NUL-terminated, changed by the reading and kept alive by the caller). NAME stands in
 * messages. Refuses, with the line, a file that is not text: NUL bytes, UTF-16, broken UTF-8. */
MUST_CHECK enum status csv_open(struct arena *arena, const char *name, char *text, size_t length,
                                enum csv_encoding encoding, struct csv **out, struct error *err);

char csv_delimiter(const struct csv *csv);
size_t csv_offset(const struct csv *csv); /* bytes read so far, for a progress bar */

/* The next record; record->n is 0 at the end. A record that is too long, has too many fields or text after a closing
 * quote is handed out with `bad` set, and reading goes on behind it. Fails only when a quote is never closed, because
 * then nothing after it can be trusted. */
MUST_CHECK enum status csv_next(struct csv *csv, struct csv_record *record, struct error *err);

#endif
