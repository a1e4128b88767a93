/* undo_columns: which columns an undo report shows, under what name, and how their values read. A table only. Internal
 * to geo/store. */
#ifndef ROUNDS_GEO_STORE_UNDO_COLUMNS_H
#define ROUNDS_GEO_STORE_UNDO_COLUMNS_H

enum undo_form {
    UNDO_HIDDEN,  /* internal, or follows from another column */
    UNDO_TEXT,    /* as it is, numbers too */
    UNDO_DAY,     /* 2026-11-24 */
    UNDO_TIME,    /* wall clock */
    UNDO_MINUTES, /* seconds, as "20 min" */
    UNDO_YES_NO,
    UNDO_WEEKDAYS, /* a mask, as "Mo Tu" */
    UNDO_PLACE,    /* a geometry, as "52.67,-0.73" */
    UNDO_SITE,     /* an id, as the site's name */
    UNDO_ENGINEER, /* an id, as the engineer's name */
    UNDO_CONTACT,  /* an id, as the contact's name */
    UNDO_NOTE      /* a note's text, unless the note is private */
};

struct undo_column {
    const char *column, *shown;
    enum undo_form form;
};

struct undo_table {
    const char *name;
    const char *owner_sql;             /* the name of what a row belongs to, by the row's first primary key column */
    const char *title;                 /* the column that stands for a whole row; NULL: TABLE's name does */
    const struct undo_column *columns; /* ended by a NULL column */
};

/* NULL for a table that is not under undo. */
const struct undo_table *undo_columns_of(const char *table);
/* The entry of COLUMN; a column that has none is shown as it is. */
struct undo_column undo_columns_find(const struct undo_table *table, const char *column);

#endif
