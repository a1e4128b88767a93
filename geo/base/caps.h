/* caps: every ceiling of the program in one place. A value over its cap ends in one clear sentence. */
#ifndef ROUNDS_GEO_BASE_CAPS_H
#define ROUNDS_GEO_BASE_CAPS_H

enum {
    CAP_CSV_LINE_BYTES = 1 << 20, /* one record of a CSV file */
    CAP_CSV_FIELDS = 512,         /* columns of a CSV file */
    CAP_TEXT_BYTES = 64 << 10,    /* any one text of a person's data */
    CAP_NAME_BYTES = 1000,        /* a name, key, phone, address line */
    CAP_FILE_BYTES = 512 << 20,   /* a file read whole (GeoJSON, calendar, CSV) */
    CAP_CONFIG_BYTES = 1 << 20,   /* the settings file */
    CAP_HOURS_BYTES = 4096,       /* an opening_hours value */
    CAP_HOURS_RULES = 200,        /* rules in an opening_hours value */
    CAP_HOURS_TIMES = 500,        /* times in it, and so many days */
    CAP_HOURS_REPEATS = 5760,     /* moments of a collection time's repeats: four times every minute of a day */
    CAP_JOBS_PER_DAY = 60,        /* booked jobs that one day's plan takes */
    CAP_ACTIVE_VISITS = 2000,     /* optional visits that the solver is given at once */
    CAP_UNDO_STEPS = 100,         /* commands that can be taken back */
    CAP_UNDO_BYTES = 256 << 20,   /* room of all of them together */
    CAP_JSON_DEPTH = 64           /* nesting of a JSON file */
};

#endif
