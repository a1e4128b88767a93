/* An OSM XML file, looked through before libreadosm sees it: it must be one; every tag must have its k and v, every member
 * its role and ref, on which libreadosm relies; and nothing may be declared (a document type may hold entities that blow up
 * a thousandfold). What is not well-formed is left to the XML parser to refuse. */
#include "geo/roads/osm_impl.h"
#include "geo/roads/osm_pbf.h"

#include <stdio.h>
#include <string.h>

enum { ROOM = 1 << 16, WORD_MAX = 16 };

struct scan {
    struct osm_import *import;
    FILE *in;
    uint8_t *room;
    size_t at, filled, passed;
    bool root_seen, other_root;
    struct osm_counts *counts;
};

static int next(struct scan *scan)
{
    if (scan->at == scan->filled) {
        scan->passed += scan->filled;
        scan->filled = fread(scan->room, 1, ROOM, scan->in);
        scan->at = 0;
        if (scan->filled == 0 || !osm_tell_bytes(scan->import, scan->passed)) {
            scan->filled = 0;
            return EOF;
        }
    }
    return scan->room[scan->at++];
}

static bool is_space(int c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Past the next END ("-->"); false when it does not come. */
static bool skip_past(struct scan *scan, const char *end)
{
    size_t length = strlen(end), matched = 0;
    for (int c = next(scan); c != EOF; c = next(scan)) {
        if (c == end[matched]) {
            matched++;
        } else if (!(matched == length - 1 && c == end[0] && length == 3 && end[0] == end[1])) {
            matched = c == end[0] ? 1 : 0; /* "--->" and "]]]>" end as well */
        }
        if (matched == length) {
            return true;
        }
    }
    return false;
}

/* A name, beginning with C; gives the character behind it. Longer than any that matters: "". */
static int read_word(struct scan *scan, int c, char word[WORD_MAX])
{
    size_t length = 0;
    for (; c != EOF && !is_space(c) && c != '=' && c != '>' && c != '/'; c = next(scan)) {
        if (length < WORD_MAX) {
            word[length] = (char)c;
        }
        length++;
    }
    word[length < WORD_MAX ? length : 0] = '\0';
    return c;
}

enum attribute { ATTRIBUTE_K = 1, ATTRIBUTE_V = 2, ATTRIBUTE_REF = 4, ATTRIBUTE_ROLE = 8, ATTRIBUTE_TYPE = 16 };

static unsigned attribute_of(const char *word)
{
    static const struct {
        const char *name;
        unsigned bit;
    } names[] = {{"k", ATTRIBUTE_K},
                 {"v", ATTRIBUTE_V},
                 {"ref", ATTRIBUTE_REF},
                 {"role", ATTRIBUTE_ROLE},
                 {"type", ATTRIBUTE_TYPE}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(word, names[i].name) == 0) {
            return names[i].bit;
        }
    }
    return 0;
}

/* The rest of a start tag. False when the file ends in it. */
static bool read_attributes(struct scan *scan, int c, unsigned *seen)
{
    char word[WORD_MAX];
    while (c != EOF && c != '>') {
        if (is_space(c) || c == '/' || c == '=') {
            c = next(scan);
        } else if (c == '"' || c == '\'') {
            int quote = c;
            do {
                c = next(scan);
            } while (c != EOF && c != quote);
            c = c == EOF ? EOF : next(scan);
        } else {
            c = read_word(scan, c, word);
            *seen |= attribute_of(word);
        }
    }
    return c == '>';
}

static const char *check_element(struct scan *scan, int c)
{
    char name[WORD_MAX];
    unsigned seen = 0;
    c = read_word(scan, c, name);
    if (!scan->root_seen && strcmp(name, "osm") != 0) {
        return "it is no OpenStreetMap file (its outermost element is not <osm>)";
    }
    scan->root_seen = true;
    if (!read_attributes(scan, c, &seen)) {
        return OSM_DAMAGED;
    }
    unsigned wanted = strcmp(name, "tag") == 0      ? ATTRIBUTE_K | ATTRIBUTE_V
                      : strcmp(name, "member") == 0 ? ATTRIBUTE_REF | ATTRIBUTE_ROLE | ATTRIBUTE_TYPE
                      : strcmp(name, "nd") == 0     ? ATTRIBUTE_REF
                                                    : 0u;
    scan->counts->nodes += strcmp(name, "node") == 0;
    scan->counts->ways += strcmp(name, "way") == 0;
    scan->counts->relations += strcmp(name, "relation") == 0;
    return (seen & wanted) == wanted ? NULL : "an element in it lacks an attribute; download it again";
}

static const char *check_markup(struct scan *scan)
{
    int c = next(scan);
    if (c == '?') {
        return skip_past(scan, "?>") ? NULL : OSM_DAMAGED;
    }
    if (c == '/') {
        return skip_past(scan, ">") ? NULL : OSM_DAMAGED;
    }
    if (c != '!') {
        return c == EOF ? OSM_DAMAGED : check_element(scan, c);
    }
    c = next(scan);
    if (c == '-') {
        return next(scan) == '-' && skip_past(scan, "-->") ? NULL : OSM_DAMAGED;
    }
    if (c == '[') {
        return skip_past(scan, "]]>") ? NULL : OSM_DAMAGED;
    }
    return "it declares a document type, which no OpenStreetMap file does";
}

const char *osm_check_xml(struct osm_import *import, FILE *in, struct osm_counts *counts)
{
    struct scan scan = {.import = import, .in = in, .room = mem_alloc(ROOM), .counts = counts};
    const char *wrong = NULL;
    for (int c = next(&scan); c != EOF && wrong == NULL; c = next(&scan)) {
        if (c == '<') {
            wrong = check_markup(&scan);
        } else if (c == '\0') {
            wrong = OSM_DAMAGED;
        }
    }
    mem_free(scan.room);
    return wrong != NULL || scan.root_seen ? wrong : "it is no OpenStreetMap file";
}
