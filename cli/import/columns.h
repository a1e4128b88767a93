/* columns: which column of a CSV file is which field. */
#ifndef ROUNDS_CLI_IMPORT_COLUMNS_H
#define ROUNDS_CLI_IMPORT_COLUMNS_H

#include "geo/base/status.h"

#include <stdbool.h>
#include <stddef.h>

struct csv_record;
struct import;

/* The names that a kind of file knows. Ids run from 0 to count - 1. */
struct columns_names {
    int count;
    const void *context;
    /* The id of a header's name, -1 if it means nothing. */
    int (*find)(const void *context, const char *header);
    const char *(*name)(const void *context, int id); /* canonical */
    const int *needed;                                /* one of these must be there; ended by -1 */
    const char *needed_text;                          /* "name" */
    /* Where one of these headers is there, a column called `weak` means `weak_id` instead: with a "company", the "name"
     * is a person's. NULL for none. */
    const char *const *strong;
    const char *const *weak;
    int weak_id;
};

struct columns {
    const char **header; /* trimmed, in im->arena */
    size_t n;            /* columns */
    int *id_of;          /* per column: its id, or -1 */
    int *column_of;      /* per id: its column, or -1 */
    int refused_column;  /* the one that a file of refused rows has added, or -1 */
};

/* Read the header row with im->maps. Two columns of one meaning: the left one counts. Columns without a meaning are
 * listed once in im->notes and im->unused. An unusable header is an error that lists the columns and shows --map. */
MUST_CHECK enum status columns_read(struct import *im, const struct csv_record *header,
                                    const struct columns_names *names, struct columns *out, struct error *err);

/* The text of ID in RECORD, trimmed in im->row; "" when it is not there or empty. */
const char *columns_cell(struct import *im, const struct columns *columns, const struct csv_record *record, int id);
/* What the file calls ID; its canonical name when it has no such column. */
const char *columns_title(const struct columns *columns, const struct columns_names *names, int id);

/* Is the record usable? Otherwise it is refused with its reason. Short rows are: the missing cells are empty. */
bool columns_fit(struct import *im, const struct columns *columns, const struct csv_record *record);
/* Write RECORD to im->rejects (the header first), with the reasons that were found since refusal FIRST. */
void columns_reject(struct import *im, const struct columns *columns, const struct csv_record *record, size_t first);

#endif
