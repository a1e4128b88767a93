#include "geo/holidays.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/holidays_impl.h"
#include "geo/hours_impl.h"

#include <ctype.h>
#include <string.h>

enum { YEAR_DAYS = 366, REGION_CODE = 8, YEARS = HOLIDAYS_LAST_YEAR - HOLIDAYS_FIRST_YEAR + 1 };

const struct holiday_country *const holiday_countries[] = {
    &holidays_at, &holidays_be, &holidays_ch, &holidays_de, &holidays_es, &holidays_fr, &holidays_gb,
    &holidays_ie, &holidays_it, &holidays_nl, &holidays_pt, &holidays_us, NULL};

struct year {
    int32_t first; /* day of 1 January */
    const char *name[YEAR_DAYS];
};

enum addition_kind { ADD_PUBLIC, ADD_SCHOOL, ADD_NONE };

struct addition {
    int32_t from, to;
    enum addition_kind kind;
    const char *name;
};

struct holidays {
    struct arena *arena;
    const struct holiday_country *country; /* NULL: none known */
    char region[REGION_CODE];              /* code; "" for none */
    char code[4];                          /* of the country as it was given, upper case */
    const char *place;
    struct addition *additions;
    size_t additions_n, additions_room;
    bool school;
    struct year *year[YEARS];
};

/* --- countries and regions ------------------------------------------------------------------------------------------*/

static const struct holiday_country *find_country(const char *code)
{
    for (size_t i = 0; code != NULL && holiday_countries[i] != NULL; i++) {
        if (text_equal_folded(holiday_countries[i]->code, code)) {
            return holiday_countries[i];
        }
    }
    return NULL;
}

static bool name_listed(const char *names, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = names; length > 0 && at != NULL; at = strchr(at, '|')) {
        at += *at == '|' ? 1 : 0;
        size_t n = strcspn(at, "|");
        if (n == length) {
            size_t same = 0;
            while (same < n && tolower((unsigned char)at[same]) == tolower((unsigned char)name[same])) {
                same++;
            }
            if (same == n) {
                return true;
            }
        }
    }
    return false;
}

static const struct holiday_region *find_region(const struct holiday_country *country, const char *region)
{
    if (country == NULL || country->regions == NULL || region == NULL) {
        return NULL;
    }
    size_t prefix = strlen(country->code); /* "DE-BY" */
    if (strncasecmp(region, country->code, prefix) == 0 && region[prefix] == '-') {
        region += prefix + 1;
    }
    for (const struct holiday_region *r = country->regions; r->code != NULL; r++) {
        if (text_equal_folded(r->code, region) || name_listed(r->names, region)) {
            return r;
        }
    }
    return NULL;
}

bool holidays_country_known(const char *country)
{
    return find_country(country) != NULL;
}

bool holidays_region_known(const char *country, const char *region)
{
    return region == NULL || region[0] == '\0' || find_region(find_country(country), region) != NULL;
}

struct holidays *holidays_new(struct arena *arena, const char *country, const char *region)
{
    struct holidays *h = arena_alloc(arena, sizeof *h);
    h->arena = arena;
    h->country = find_country(country);
    for (size_t i = 0; country != NULL && i < sizeof h->code - 1 && country[i] != '\0'; i++) {
        h->code[i] = (char)toupper((unsigned char)country[i]);
    }
    const struct holiday_region *found = find_region(h->country, region);
    if (found != NULL) {
        memcpy(h->region, found->code, strlen(found->code) + 1);
        h->place = arena_printf(arena, "%.*s, %s", (int)strcspn(found->names, "|"), found->names, h->code);
    } else {
        h->place = arena_strdup(arena, h->code);
    }
    return h;
}

const char *holidays_place(const struct holidays *holidays)
{
    return holidays->place;
}

/* --- rules --------------------------------------------------------------------------------------------------------- */

static bool code_listed(const char *codes, const char *code)
{
    size_t length = strlen(code);
    for (const char *at = codes; length > 0 && *at != '\0'; at += strspn(at, " ")) {
        size_t n = strcspn(at, " ");
        if (n == length && strncmp(at, code, n) == 0) {
            return true;
        }
        at += n;
    }
    return false;
}

static bool rule_applies(const struct holidays *h, const struct holiday_rule *rule, int32_t year)
{
    if ((rule->from != 0 && year < rule->from) || (rule->to != 0 && year > rule->to)) {
        return false;
    }
    if (rule->regions[0] == '\0') {
        return true;
    }
    /* Without a region a day that all but some keep is none: only what is the same all over the country. */
    if (rule->regions[0] == '-') {
        return h->region[0] != '\0' && !code_listed(rule->regions + 1, h->region);
    }
    return code_listed(rule->regions, h->region);
}

static int32_t number_at(const char **at)
{
    int32_t sign = **at == '-' ? -1 : 1;
    int32_t value = 0;
    *at += **at == '-' || **at == '+' ? 1 : 0;
    while (hours_is_digit(**at)) {
        value = value * 10 + (*(*at)++ - '0');
    }
    return sign * value;
}

/* MM-DD at *AT. */
static int32_t month_day(const char **at, int32_t year)
{
    int32_t month = number_at(at);
    ++*at;
    return civil_day(year, month, number_at(at));
}

/* N#W.MM: the N-th weekday W of a month. */
static int32_t counted_weekday(const char **at, int32_t year, int32_t nth)
{
    ++*at;
    int32_t weekday = number_at(at) - 1;
    ++*at;
    int32_t month = number_at(at);
    if (nth < 0) {
        int32_t last = (month == 12 ? civil_day(year + 1, 1, 1) : civil_day(year, month + 1, 1)) - 1;
        return last - (civil_weekday(last) - weekday + WEEK_DAYS) % WEEK_DAYS;
    }
    int32_t first = civil_day(year, month, 1);
    return first + (weekday - civil_weekday(first) + WEEK_DAYS) % WEEK_DAYS + (nth - 1) * WEEK_DAYS;
}

/* W>MM-DD, W<MM-DD, W=MM-DD. */
static int32_t weekday_near(const char **at, int32_t year, int32_t weekday)
{
    char sign = *(*at)++;
    int32_t day = month_day(at, year);
    int32_t after = (weekday - civil_weekday(day) + WEEK_DAYS) % WEEK_DAYS;
    switch (sign) {
    case '>':
        return day + after;
    case '<':
        return day - 1 - (civil_weekday(day - 1) - weekday + WEEK_DAYS) % WEEK_DAYS;
    default:
        return after == 0 ? day : DAY_NONE;
    }
}

/* The day of RULE in YEAR, or DAY_NONE; *SHIFT is the letter at its end. */
static int32_t rule_day(const struct holiday_rule *rule, int32_t year, char *shift)
{
    const char *at = rule->rule;
    int32_t day;
    if (*at == 'E') {
        at++;
        day = hours_easter(year);
        day += number_at(&at);
    } else {
        const char *number = at;
        int32_t first = number_at(&at);
        if (*at == '#') {
            day = counted_weekday(&at, year, first);
        } else if (*at != '-') {
            day = weekday_near(&at, year, first - 1);
        } else if (at - number == 4) {
            at++;
            day = first == year ? month_day(&at, year) : DAY_NONE;
        } else {
            at = number;
            day = month_day(&at, year);
        }
    }
    *shift = *at;
    return day;
}

/* --- years --------------------------------------------------------------------------------------------------------- */

static void set_day(struct year *year, int32_t day, const char *name)
{
    if (day == DAY_NONE) {
        return;
    }
    int32_t i = day - year->first;
    if (i >= 0 && i < YEAR_DAYS && year->name[i] == NULL) {
        year->name[i] = name;
    }
}

static bool weekend(int32_t day)
{
    return civil_weekday(day) >= 5;
}

/* The day itself, as the letter SHIFT moves it. What the US observe on another day is a holiday on both. */
static void set_shifted(struct holidays *h, struct year *year, int32_t day, char shift, const char *name)
{
    if (day == DAY_NONE) {
        return;
    }
    int weekday = civil_weekday(day);
    int32_t in_year = civil_date_of(day).year;
    bool sunday = weekday == 6;
    switch (shift) {
    case 'n': /* on a Sunday: the Saturday before instead */
        set_day(year, sunday ? day - 1 : day, name);
        return;
    case 'y': /* every fifth year */
        set_day(year, in_year % 5 == 0 ? day : DAY_NONE, name);
        return;
    case 'f': /* not where the first of the month is a Friday */
        set_day(year, civil_weekday(day - civil_date_of(day).mday + 1) == 4 ? DAY_NONE : day, name);
        return;
    case 'u':
        if (weekend(day)) {
            set_day(year, sunday ? day + 1 : day - 1, arena_printf(h->arena, "%s (observed)", name));
        }
        break;
    default:
        break;
    }
    set_day(year, day, name);
}

/* Days in lieu, after all others are known: the next day that is neither at the weekend nor a holiday. */
static void set_substitutes(struct holidays *h, struct year *year, int32_t number)
{
    for (const struct holiday_rule *rule = h->country->rules; rule->rule != NULL; rule++) {
        char shift = 0;
        int32_t day = rule_applies(h, rule, number) ? rule_day(rule, number, &shift) : DAY_NONE;
        if (day == DAY_NONE || shift != 's' || !weekend(day)) {
            continue;
        }
        int32_t other = day;
        while (weekend(other) || (other - year->first < YEAR_DAYS && year->name[other - year->first] != NULL)) {
            other++;
        }
        set_day(year, other, arena_printf(h->arena, "%s (substitute day)", rule->name));
    }
}

static struct year *make_year(struct holidays *h, int32_t number)
{
    struct year *year = arena_alloc(h->arena, sizeof *year);
    year->first = civil_day(number, 1, 1);
    if (h->country == NULL) {
        return year;
    }
    for (const struct holiday_rule *rule = h->country->rules; rule->rule != NULL; rule++) {
        for (int32_t y = number; y <= number + 1; y++) { /* New Year's Day may be observed the year before */
            char shift = 0;
            int32_t day = rule_applies(h, rule, y) ? rule_day(rule, y, &shift) : DAY_NONE;
            if (day != DAY_NONE) {
                set_shifted(h, year, day, shift, rule->name);
            }
        }
    }
    set_substitutes(h, year, number);
    return year;
}

static const char *added(const struct holidays *h, int32_t day, enum addition_kind kind)
{
    for (size_t i = h->additions_n; i-- > 0;) {
        const struct addition *one = &h->additions[i];
        if (one->kind == kind && one->from <= day && day <= one->to) {
            return one->name;
        }
    }
    return NULL;
}

const char *holidays_public(struct holidays *holidays, int32_t day)
{
    if (holidays->additions_n > 0) {
        const char *name = added(holidays, day, ADD_PUBLIC);
        if (name != NULL || added(holidays, day, ADD_NONE) != NULL) {
            return name;
        }
    }
    int32_t number = civil_date_of(day).year;
    if (number < HOLIDAYS_FIRST_YEAR || number > HOLIDAYS_LAST_YEAR) {
        return NULL;
    }
    struct year **year = &holidays->year[number - HOLIDAYS_FIRST_YEAR];
    if (*year == NULL) {
        *year = make_year(holidays, number);
    }
    return (*year)->name[day - (*year)->first];
}

const char *holidays_school(struct holidays *holidays, int32_t day)
{
    return holidays->school ? added(holidays, day, ADD_SCHOOL) : NULL;
}

bool holidays_has_school(const struct holidays *holidays)
{
    return holidays->school;
}

/* --- own additions --------------------------------------------------------------------------------------------------*/

enum { COLUMNS = 5 };

/* Cut LINE at its commas; a field may stand in quotes. Returns how many there are. */
static size_t split(char *line, char *field[COLUMNS])
{
    size_t n = 0;
    for (char *at = line; n < COLUMNS;) {
        at += strspn(at, " \t");
        bool quoted = *at == '"';
        at += quoted ? 1 : 0;
        field[n++] = at;
        char *end = quoted ? strchr(at, '"') : NULL;
        if (end != NULL) {
            *end++ = '\0';
            end = strchr(end, ',');
        } else {
            end = strchr(at, ',');
        }
        if (end == NULL) {
            break;
        }
        *end = '\0';
        at = end + 1;
    }
    return n;
}

static bool read_dates(char *text, struct addition *out)
{
    char *slash = strchr(text, '/');
    if (slash != NULL) {
        *slash = '\0';
    }
    bool good = civil_parse_date(text, &out->from);
    out->to = out->from;
    return good && (slash == NULL || (civil_parse_date(slash + 1, &out->to) && out->to >= out->from));
}

static bool read_kind(const char *text, struct addition *out)
{
    static const char *const kinds[] = {[ADD_PUBLIC] = "public", [ADD_SCHOOL] = "school", [ADD_NONE] = "none"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (text_equal_folded(text, kinds[i])) {
            out->kind = (enum addition_kind)i;
            return true;
        }
    }
    return text[0] == '\0';
}

static bool is_here(const struct holidays *h, const char *country, const char *region)
{
    bool any_country = country[0] == '\0' || strcmp(country, "*") == 0;
    bool any_region = region[0] == '\0' || strcmp(region, "*") == 0;
    if (!any_country && !text_equal_folded(country, h->code)) {
        return false;
    }
    const struct holiday_region *found = any_region ? NULL : find_region(h->country, region);
    return any_region || (found != NULL && strcmp(found->code, h->region) == 0);
}

static enum status add_line(struct holidays *h, char *line, const char *file, size_t number, struct error *err)
{
    char *field[COLUMNS] = {NULL};
    size_t n = split(line, field);
    struct addition one = {.kind = ADD_PUBLIC};
    if (n < 4) {
        return error_at(err, STATUS_INPUT, file, number, NULL,
                        "a line is country,region,date,name and perhaps public, school or none");
    }
    if (number == 1 && text_equal_folded(field[0], "country")) {
        return STATUS_OK;
    }
    if (!read_dates(field[2], &one)) {
        return error_at(err, STATUS_INPUT, file, number, "date", "write YYYY-MM-DD or YYYY-MM-DD/YYYY-MM-DD");
    }
    if (n == COLUMNS && !read_kind(field[4], &one)) {
        return error_at(err, STATUS_INPUT, file, number, "kind", "\"%.40s\" is none of public, school, none", field[4]);
    }
    if (!is_here(h, field[0], field[1])) {
        return STATUS_OK;
    }
    one.name = arena_strdup(h->arena, field[3]);
    h->school = h->school || one.kind == ADD_SCHOOL;
    *(struct addition *)arena_push(h->arena, &h->additions, &h->additions_n, &h->additions_room, sizeof one) = one;
    return STATUS_OK;
}

enum status holidays_add_csv(struct holidays *holidays, const char *text, const char *file, struct error *err)
{
    char *line = arena_strdup(holidays->arena, text);
    for (size_t number = 1; line != NULL; number++) {
        char *end = strchr(line, '\n');
        if (end != NULL) {
            *end++ = '\0';
        }
        line[strcspn(line, "\r")] = '\0';
        enum status status = STATUS_OK;
        if (line[strspn(line, " \t")] != '\0' && line[0] != '#') {
            status = add_line(holidays, line, file, number, err);
        }
        if (status != STATUS_OK) {
            return status;
        }
        line = end;
    }
    return STATUS_OK;
}
