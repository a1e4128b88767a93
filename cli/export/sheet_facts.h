/* sheet_facts: what the page for the phone and the sheet of paper tell of a day, in words, collected once. Both then only
 * lay it out. Texts are as people wrote them: each form escapes what it must (html_text; Pango takes any text).
 */
#ifndef ROUNDS_CLI_EXPORT_SHEET_FACTS_H
#define ROUNDS_CLI_EXPORT_SHEET_FACTS_H

#include "cli/export/export.h"
#include "cli/export/map.h"

struct site;

enum { SHEET_HAVENS_MAX = 12 };

struct sheet_texts {
    const char **items;
    size_t n, capacity;
};

struct sheet_person {
    const char *name; /* "Ann Smith" */
    const char *full; /* "Ann Smith, works manager (Stores)" */
    const char *phone;
    const char *digits; /* of the phone, as tel: has them; "" when there are too few */
};

/* A stop, a break without a place (FROM is NULL), or home. */
struct sheet_stop {
    const struct export_stop *from;
    const struct plan_stop *stop; /* NULL for home */
    const char *id;               /* "stop-3", "break-1", "home": letters, digits and - */
    const char *number;           /* "3"; "" */
    const char *kind;             /* "job", "visit", "break", "home" ... */
    const char *begins, *ends;    /* "09:21", "09:41"; ENDS "" for home */
    const char *name, *town, *address;
    const char *what;   /* the title of the job; why the visit */
    const char *timing; /* "booked 10:00 · there at 09:47 · 5 min slack"; "" */
    const char *leg;    /* "9 min, 7.6 km"; "" */
    const char *hours, *offers;
    struct sheet_person *people; /* the one to ask for first */
    size_t people_n;
    struct sheet_texts promises, complaints, parcels, doubts;
    const char *private_text;      /* lines; "" */
    const char *on_time, *delayed; /* what to text them ... */
    const char *said_time;         /* ... and the time that on_time says */
    bool late, done;
};

struct sheet_haven {
    const char *id, *letter; /* "haven-A", "A" */
    const char *name, *town, *offers, *hours;
    struct export_stop there; /* for links to it */
};

struct sheet_day {
    const struct export_input *input;
    const char *date;    /* "Tue 24 Nov 2026" */
    const char *summary; /* "7 jobs, 5 visits · leave 08:16, home 17:20" */
    const char *totals;  /* "drive 1 h 40 (85 km, roads of 2018-02-26)" */
    const char *made;    /* "Planned Mon 23 Nov 2026 18:00" */
    struct sheet_texts conflicts, advice;
    struct sheet_texts news; /* at most one: "Since this plan was made: ..." */
    struct sheet_stop *stops;
    size_t stops_n, numbered_n;
    struct sheet_haven *havens;
    size_t havens_n;
    const struct map *map; /* NULL when nothing has a place */
};

/* Everything, in the input's arena. Reads the store (parcels, complaints, towns, havens) and the road network where INPUT has
 * them; a network that cannot be read is as none. */
MUST_CHECK enum status sheet_facts(const struct export_input *input, struct sheet_day **out, struct error *err);

/* --- sheet_text.c --------------------------------------------------------------------------------------------------- */
/* Is CODE nothing to be seen that could break a line or turn text round? It becomes a space on a page. */
bool sheet_is_space(uint32_t code);
/* TEXT as one line of valid UTF-8 without such marks. In ARENA. */
const char *sheet_clean(struct arena *arena, const char *text);

/* --- sheet_map.c --------------------------------------------------------------------------------------------------------- */
/* The legs both of whose ends are in INPUT: a line that begins at a place which is not would tell where that is. */
struct map_leg *sheet_legs(const struct export_input *input, size_t *n);
/* The picture of DAY, whose stops and havens are there. */
const struct map *sheet_map(const struct sheet_day *day, const struct map_leg *legs, size_t legs_n);

/* --- sheet_havens.c -------------------------------------------------------------------------------------------------------- */
/* Good places to stop that lie by the way, in its order: at most SHEET_HAVENS_MAX, with their letters. */
MUST_CHECK enum status sheet_havens(const struct export_input *input, const struct map_leg *legs, size_t legs_n,
                                    struct sheet_haven **out, size_t *n, struct error *err);

#endif
