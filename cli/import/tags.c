#include "cli/import/tags_impl.h"

#include "geo/amenity.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"

#include <string.h>

/* ':', ' ' and '_' are one: a column cannot always be called "toilets:access". */
static char plain(char c)
{
    return c == ':' || c == ' ' ? '_' : c;
}

static bool same_name(const char *a, const char *b)
{
    for (; *a != '\0' && *b != '\0'; a++, b++) {
        if (plain(*a) != plain(*b)) {
            return false;
        }
    }
    return *a == *b;
}

int tag_table_count(const struct tag_table *table)
{
    return (int)table->keys_n;
}

int tag_table_find(const struct tag_table *table, const char *name)
{
    for (size_t i = 0; i < table->keys_n; i++) {
        if (same_name(name, table->keys[i])) {
            return (int)i;
        }
    }
    return -1;
}

int tag_table_find_key(const struct tag_table *table, const char *key)
{
    for (size_t i = 0; i < table->keys_n; i++) {
        if (strcmp(key, table->keys[i]) == 0) {
            return (int)i;
        }
    }
    return -1;
}

const char *tag_table_key(const struct tag_table *table, int tag)
{
    return table->keys[tag];
}

struct tags tags_none(const struct tag_table *table, struct arena *arena)
{
    struct tags tags = {arena_array(arena, table->keys_n, sizeof *tags.value)};
    for (size_t i = 0; i < table->keys_n; i++) {
        tags.value[i] = "";
    }
    return tags;
}

/* Is the word of LENGTH bytes at WORD one of VALUE's ("a;b;c")? */
static bool has_word(const char *value, const char *word, size_t length)
{
    for (const char *p = value; *p != '\0';) {
        p += strspn(p, "; ");
        size_t n = strcspn(p, ";");
        if (n == length && memcmp(p, word, n) == 0) {
            return true;
        }
        p += n;
    }
    return false;
}

static bool has(const struct tags *tags, int tag, const char *word)
{
    return has_word(tags->value[tag], word, strlen(word));
}

static bool has_any(const struct tags *tags, int tag)
{
    return *tags->value[tag] != '\0' && strcmp(tags->value[tag], "no") != 0;
}

static bool holds(const struct tags *tags, const struct condition *condition)
{
    if (strcmp(condition->values, "*") == 0) {
        return has_any(tags, condition->key);
    }
    if (*tags->value[condition->key] == '\0') {
        return false;
    }
    for (const char *p = condition->values; *p != '\0';) {
        size_t length = strcspn(p, "|");
        if (has_word(tags->value[condition->key], p, length)) {
            return true;
        }
        p += length + (p[length] == '|');
    }
    return false;
}

static bool fits(const struct tags *tags, const struct tag_rule *rule)
{
    for (size_t i = 0; i < rule->n; i++) {
        if (!holds(tags, &rule->conditions[i])) {
            return false;
        }
    }
    return true;
}

/* The first rule that fits gives the kind; all that fit give amenities. */
static void read_kind(const struct tag_table *table, const struct tags *tags, struct tags_meaning *out)
{
    for (size_t i = 0; i < table->rules_n; i++) {
        const struct tag_rule *rule = &table->rules[i];
        if (!fits(tags, rule)) {
            continue;
        }
        const struct tag_kind *kind = rule->kind >= 0 ? &table->kinds[rule->kind] : NULL;
        out->amenities |= kind != NULL ? kind->amenities : rule->amenities;
        if (kind != NULL && *out->kind == '\0') {
            out->kind = kind->name;
            out->is_dropped = kind->keep < 0;
            out->is_kept = kind->keep > 0;
        }
    }
}

/* A toilet inside is of use unless it is private; one for customers only is, with a word of warning. */
static void read_access(const struct tags *tags, struct tags_meaning *out)
{
    bool shut = has(tags, TAG_TOILETS_ACCESS, "private") || has(tags, TAG_TOILETS_ACCESS, "no");
    if (has_any(tags, TAG_TOILETS) && !shut) {
        out->amenities |= AMENITY_BIT(AMENITY_TOILET);
    }
    out->is_private = has(tags, TAG_ACCESS, "private") || has(tags, TAG_ACCESS, "no");
}

static const char *words_to_keep(struct arena *arena, const struct tags *tags)
{
    const struct {
        bool holds;
        const char *word;
    } words[] = {
        {has(tags, TAG_TOILETS_ACCESS, "customers") || has(tags, TAG_TOILETS, "customers") ||
             has(tags, TAG_ACCESS, "customers"),
         "customers_only"},
        {has_any(tags, TAG_FEE), "fee"},
        {has_any(tags, TAG_INTERNET_FEE), "wifi_fee"},
        {has(tags, TAG_WHEELCHAIR, "yes") || has(tags, TAG_WHEELCHAIR, "designated"), "wheelchair"},
    };
    const char *list = "";
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (words[i].holds) {
            list = *list == '\0' ? words[i].word : arena_printf(arena, "%s %s", list, words[i].word);
        }
    }
    return list;
}

static const char *default_name(struct arena *arena, const struct tags *tags, const char *kind)
{
    const char *owner = *tags->value[TAG_BRAND] != '\0' ? tags->value[TAG_BRAND] : tags->value[TAG_OPERATOR];
    char *label = arena_strdup(arena, kind);
    for (char *p = label; *p != '\0'; p++) {
        *p = *p == '_' ? ' ' : *p;
    }
    if (*owner != '\0' && !text_equal_folded(owner, label)) {
        return *label == '\0' ? owner : arena_printf(arena, "%s %s", owner, label);
    }
    if (*owner != '\0') {
        return owner;
    }
    if (*label >= 'a' && *label <= 'z') {
        *label = (char)(*label - 'a' + 'A');
    }
    return label;
}

struct tags_meaning tags_read(struct arena *arena, const struct tag_table *table, const struct tags *tags)
{
    struct tags_meaning meaning = {.kind = "", .name = "", .tags = ""};
    read_kind(table, tags, &meaning);
    read_access(tags, &meaning);
    meaning.tags = words_to_keep(arena, tags);
    meaning.name = default_name(arena, tags, meaning.kind);
    return meaning;
}

/* Is WORD among LIST ("wc, loo" or "a|b"), case and accents folded? */
static bool in_list(const char *word, const char *list)
{
    char one[128];
    while (*list != '\0') {
        list += strspn(list, " ,|");
        size_t length = strcspn(list, ",|");
        if (length > 0 && length < sizeof one) {
            memcpy(one, list, length);
            one[length] = '\0';
            if (text_equal_folded(word, one)) {
                return true;
            }
        }
        list += length;
    }
    return false;
}

bool tags_kind(const struct tag_table *table, const char *kind, const char **canonical, uint32_t *amenities)
{
    const struct tag_kind *found = NULL;
    for (size_t i = 0; i < table->kinds_n && found == NULL; i++) {
        const struct tag_kind *one = &table->kinds[i];
        found =
            text_equal_folded(kind, one->name) || same_name(kind, one->name) || in_list(kind, one->also) ? one : NULL;
    }
    for (size_t i = 0; i < table->rules_n && found == NULL; i++) {
        const struct tag_rule *rule = &table->rules[i];
        bool single = rule->kind >= 0 && rule->n == 1 && in_list(kind, rule->conditions[0].values);
        found = single ? &table->kinds[rule->kind] : NULL;
    }
    if (found != NULL) {
        *canonical = found->name;
        *amenities = found->amenities;
    }
    return found != NULL;
}
