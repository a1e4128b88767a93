/* What looking places up and naming them share. */
#include "geo/base/buf.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/store/places_impl.h"

#include <math.h>
#include <string.h>

static const double CELLS_PER_DEG = 50;

int64_t places_e7(double deg)
{
    return llround(deg * PLACES_E7);
}

struct places_found places_read(struct query *q, struct arena *arena)
{
    struct places_found found = {.id = query_i64(q)};
    struct geocode_candidate *one = &found.candidate;
    struct address *a = &one->parts;
    one->precision = GEOCODE_AREA;
    (void)geocode_precision_from_name(query_text_borrowed(q), &one->precision);
    const char *name = query_text(q, arena);
    const char **texts[] = {&a->suburb, &a->town, &a->county, &a->postcode, &a->country, &one->within};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        *texts[i] = query_text(q, arena);
    }
    one->within = one->within[0] == '\0' ? NULL : one->within;
    found.day = query_i32(q, DAY_NONE);
    one->at.lat_deg = (double)query_i64(q) / PLACES_E7;
    one->at.lon_deg = (double)query_i64(q) / PLACES_E7;
    one->source_id = query_text(q, arena);
    a->number = query_text(q, arena);
    a->name = query_text(q, arena);
    a->street = one->precision == GEOCODE_STREET ? name : "";
    if (one->precision == GEOCODE_AREA) {
        a->name = name;
    }
    one->precision = a->number[0] != '\0' ? GEOCODE_HOUSE : one->precision;
    one->label = "";
    return found;
}

char *places_label(struct arena *arena, const struct geocode_candidate *candidate)
{
    struct address parts = candidate->parts;
    bool twice = strcmp(parts.name, parts.town) == 0 || strcmp(parts.name, parts.suburb) == 0;
    parts.name = twice ? "" : parts.name;
    parts.suburb = strcmp(parts.suburb, parts.town) == 0 ? "" : parts.suburb;
    return address_line(arena, &parts);
}

void places_sign(struct geocode_answer *answer, int32_t day, struct arena *arena)
{
    char text[CIVIL_TEXT];
    answer->service = "places";
    answer->source = "imported places";
    answer->attribution = "\u00a9 OpenStreetMap contributors, ODbL 1.0";
    if (day != DAY_NONE) {
        civil_format_date(text, day);
        answer->source = arena_printf(arena, "places of %s", text);
    }
}

char *places_postcode_word(struct arena *arena, const char *postcode)
{
    char *word = text_fold(arena, postcode);
    char *to = word;
    for (const char *from = word; *from != '\0'; from++) {
        if (*from != ' ') {
            *to++ = *from;
        }
    }
    *to = '\0';
    return word;
}

char *places_cell(struct arena *arena, struct point at, int south, int west)
{
    return arena_printf(arena, "c%dx%d", (int)floor((at.lat_deg + 90) * CELLS_PER_DEG) - south,
                        (int)floor((at.lon_deg + 180) * CELLS_PER_DEG) - west);
}

static bool has_letter(const char *word, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)word[i];
        if (c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) {
            return true;
        }
    }
    return false;
}

char *places_words(struct arena *arena, const char *column, const char *folded, const char *between)
{
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    for (const char *p = folded; *p != '\0'; p += strspn(p, " \n")) {
        size_t n = strcspn(p, " \n");
        if (has_letter(p, n)) {
            buf_add(&buf, buf.length == 0 ? column : between);
            buf_add(&buf, buf.length == strlen(column) ? ":(\"" : "\"");
            for (size_t i = 0; i < n; i++) {
                buf_add(&buf, p[i] == '"' ? "\"" : "");
                buf_add_char(&buf, p[i]);
            }
            buf_add_char(&buf, '"');
        }
        p += n;
    }
    buf_add(&buf, buf.length == 0 ? "" : ")");
    return buf_into_arena(&buf, arena);
}
