#include "cli/words.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/base/text.h"
#include "planner/worth.h"

#include <ctype.h>
#include <string.h>

char *words_duration(struct arena *arena, int32_t seconds)
{
    int32_t minutes = (seconds + 30) / 60;
    if (minutes < 60)
        return arena_printf(arena, "%d min", minutes);
    if (minutes % 60 == 0)
        return arena_printf(arena, "%d h", minutes / 60);
    return arena_printf(arena, "%d h %02d", minutes / 60, minutes % 60);
}

char *words_km(struct arena *arena, int32_t metres)
{
    char number[NUM_DECIMAL_MAX];
    if (metres < 995)
        return arena_printf(arena, "%d m", (metres + 5) / 10 * 10);
    num_format(number, metres / 1000.0, metres < 9950 ? 1 : 0);
    return arena_printf(arena, "%s km", number);
}

char *words_wall(struct arena *arena, int32_t wall_s)
{
    char text[CIVIL_TEXT];
    if (wall_s < 0)
        return arena_strdup(arena, "");
    civil_format_time(text, wall_s);
    return arena_strdup(arena, text);
}

char *words_time(struct arena *arena, int32_t day, int32_t elapsed_s)
{
    return words_wall(arena, civil_wall(day, elapsed_s));
}

char *words_between(struct arena *arena, int32_t from_s, int32_t to_s)
{
    int32_t minutes = to_s / 60 - from_s / 60;
    return words_duration(arena, minutes > 0 ? minutes * 60 : 0);
}

char *words_day(struct arena *arena, int32_t day)
{
    char text[CIVIL_TEXT] = "";
    if (day != DAY_NONE)
        civil_format_day(text, day);
    return arena_strdup(arena, text);
}

char *words_date(struct arena *arena, int32_t day)
{
    char text[CIVIL_TEXT] = "";
    if (day != DAY_NONE)
        civil_format_date(text, day);
    return arena_strdup(arena, text);
}

char *words_ago(struct arena *arena, int32_t day, int32_t today)
{
    if (day == DAY_NONE)
        return arena_strdup(arena, "never");
    if (day == today)
        return arena_strdup(arena, "today");
    if (day == today - 1)
        return arena_strdup(arena, "yesterday");
    if (day > today)
        return arena_printf(arena, "in %s", worth_age(arena, day - today));
    return arena_printf(arena, "%s ago", worth_age(arena, today - day));
}

char *words_due(struct arena *arena, int32_t due, int32_t today)
{
    if (due == today)
        return arena_strdup(arena, "due today");
    if (due == today + 1)
        return arena_strdup(arena, "due tomorrow");
    if (due > today)
        return arena_printf(arena, "due in %s", worth_age(arena, due - today));
    return arena_printf(arena, "%s late", worth_age(arena, today - due));
}

char *words_count(struct arena *arena, size_t n, const char *noun)
{
    return arena_printf(arena, "%zu %s%s", n, noun, n == 1 ? "" : "s");
}

char *words_number(struct arena *arena, int64_t number)
{
    return arena_printf(arena, "%lld", (long long)number);
}

static const char *const weekday_names[7] = {"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};

char *words_weekdays(struct arena *arena, uint32_t mask)
{
    char *text = arena_strdup(arena, "");
    for (int from = 0; from < 7; from++) {
        if (!(mask >> from & 1))
            continue;
        int to = from;
        while (to < 6 && (mask >> (to + 1) & 1))
            to++;
        const char *span = to == from ? weekday_names[from]
                                      : arena_printf(arena, "%s%s%s", weekday_names[from], to == from + 1 ? "," : "-",
                                                     weekday_names[to]);
        text = words_join(arena, text, ",", span);
        from = to;
    }
    return text;
}

/* The weekday that *TEXT begins with, -1 if none; *TEXT moves past its letters. */
static int take_weekday(const char **text)
{
    for (int i = 0; i < 7; i++) {
        if (tolower((unsigned char)(*text)[0]) != tolower((unsigned char)weekday_names[i][0]) ||
            tolower((unsigned char)(*text)[1]) != weekday_names[i][1])
            continue;
        while (isalpha((unsigned char)**text))
            ++*text;
        return i;
    }
    return -1;
}

bool words_parse_weekdays(const char *text, uint32_t *mask)
{
    uint32_t days = 0;
    for (;;) {
        text += strspn(text, ", ");
        if (!*text)
            break;
        int from = take_weekday(&text);
        int to = from;
        if (from >= 0 && *text == '-') {
            text++;
            to = take_weekday(&text);
        }
        if (from < 0 || to < 0 || (*text && !strchr(", ", *text)))
            return false;
        for (int day = from;; day = (day + 1) % 7) { /* Sa-Mo wraps */
            days |= UINT32_C(1) << day;
            if (day == to)
                break;
        }
    }
    if (days == 0)
        return false;
    *mask = days;
    return true;
}

char *words_person(struct arena *arena, const struct contact *contact)
{
    char *text = words_join(arena, contact->name, ", ", contact->role);
    if (!*contact->department)
        return text;
    return *text ? arena_printf(arena, "%s (%s)", text, contact->department) : arena_strdup(arena, contact->department);
}

int64_t words_parse_id(const char *text, char letter)
{
    int64_t id;
    if (letter && toupper((unsigned char)*text) != letter)
        return 0;
    return num_parse_i64(text + (letter ? 1 : 0), 1, INT64_MAX, &id) ? id : 0;
}

char *words_plain(struct arena *arena, const char *name)
{
    char *text = arena_strdup(arena, name);
    for (char *c = text; *c; c++)
        *c = *c == '_' ? ' ' : *c;
    return text;
}

char *words_join(struct arena *arena, const char *a, const char *separator, const char *b)
{
    if (!*a || !*b)
        return arena_strdup(arena, *a ? a : b);
    return arena_printf(arena, "%s%s%s", a, separator, b);
}

/* Does TEXT end with END, as words of their own? */
static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), n = strlen(end);
    if (n == 0 || n > length || !text_equal_folded(text + length - n, end))
        return false;
    unsigned char before = n < length ? (unsigned char)text[length - n - 1] : ' ';
    return before < 0x80 && !isalnum(before);
}

char *words_address(struct arena *arena, const char *name, const char *place)
{
    size_t n = strlen(name);
    if (ends_with(name, place))
        return arena_strdup(arena, name);
    if (n > 0 && strlen(place) > n && place[n] == ',' && text_equal_folded(arena_strndup(arena, place, n), name))
        return arena_strdup(arena, place);
    return words_join(arena, name, ", ", place);
}
