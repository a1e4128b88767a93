#include "cli/site_contact.h"

#include "cli/fields.h"
#include "cli/import/seen.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/store/people.h"

#include <string.h>
#include <strings.h>

enum { SHOWN_MAX = 5, PHONE_TAIL = 9 /* the digits that are the same with and without the country code */ };

/* A row, and the people known at its site: those still there first. */
struct people {
    struct arena *arena;
    const struct site_row *row;
    const struct contact *list;
    size_t n, there;
};

static bool given(const struct site_row *row, enum field_id id)
{
    return (row->given & FIELD_BIT(id)) != 0;
}

/* --- comparing ------------------------------------------------------------------------------------------------------ */

static bool same_phone(struct arena *arena, const char *a, const char *b)
{
    if (*a == '\0' || *b == '\0')
        return false;
    const char *digits_a = text_phone_digits(arena, a);
    const char *digits_b = text_phone_digits(arena, b);
    const size_t length_a = strlen(digits_a);
    const size_t length_b = strlen(digits_b);
    if (length_a < PHONE_TAIL || length_b < PHONE_TAIL)
        return length_a > 0 && strcmp(digits_a, digits_b) == 0;
    return strcmp(digits_a + length_a - PHONE_TAIL, digits_b + length_b - PHONE_TAIL) == 0;
}

static bool same_email(const char *a, const char *b)
{
    return *a != '\0' && strcasecmp(a, b) == 0;
}

static bool shares(const struct people *people, const struct contact *contact)
{
    const struct contact *from = &people->row->contact;
    return same_phone(people->arena, from->phone, contact->phone) || same_email(from->email, contact->email);
}

/* Another phone or another e-mail: not the same person, as far as a file can tell. */
static bool clashes(const struct people *people, const struct contact *contact)
{
    const struct contact *from = &people->row->contact;
    return (*from->phone != '\0' && *contact->phone != '\0' &&
            !same_phone(people->arena, from->phone, contact->phone)) ||
           (*from->email != '\0' && *contact->email != '\0' && !same_email(from->email, contact->email));
}

static bool says_no_more(const struct contact *from, const struct contact *contact)
{
    return *contact->name == '\0' && (*from->role == '\0' || strcmp(from->role, contact->role) == 0) &&
           (*from->department == '\0' || strcmp(from->department, contact->department) == 0) &&
           (*from->drink == '\0' || strcmp(from->drink, contact->drink) == 0);
}

/* --- finding -------------------------------------------------------------------------------------------------------- */

static const char *called(const struct contact *contact)
{
    const char *const words[] = {contact->name, contact->phone, contact->email, contact->role};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (*words[i] != '\0')
            return words[i];
    return "one without a name";
}

static enum status ask_which(const struct people *people, struct error *err)
{
    const char *list = "";
    for (size_t i = 0; i < people->there && i < SHOWN_MAX; i++)
        list = arena_printf(people->arena, "%s%s%s", list, i == 0 ? "" : ", ", called(&people->list[i]));
    return error_set(err, STATUS_INPUT, "several people are known at %s: %s%s; say whose it is with --contact NAME",
                     people->list[0].site_name, list, people->there > SHOWN_MAX ? " ..." : "");
}

static enum status nameless_by_hand(const struct people *people, int64_t *id, struct error *err)
{
    for (size_t i = 0; i < people->n && *id == 0; i++)
        if (shares(people, &people->list[i]))
            *id = people->list[i].id;
    if (*id != 0 || people->there == 0)
        return STATUS_OK;
    if (people->there > 1)
        return ask_which(people, err);
    *id = people->list[0].id;
    return STATUS_OK;
}

static int64_t nameless_of_file(const struct people *people)
{
    const struct contact *from = &people->row->contact;
    const bool reachable = *from->phone != '\0' || *from->email != '\0';
    for (size_t i = 0; i < people->n; i++) {
        const struct contact *contact = &people->list[i];
        if (!clashes(people, contact) && (reachable ? shares(people, contact) : says_no_more(from, contact)))
            return contact->id;
    }
    return people->there == 1 && !clashes(people, &people->list[0]) ? people->list[0].id : 0;
}

/* Somebody whom a person calls otherwise than the file does. Colleagues often share a phone, so whoever another row of
 * the file is about is not meant, and of several nobody is. */
static int64_t renamed_of_file(const struct people *people)
{
    int64_t id = 0;
    for (size_t i = 0; i < people->there; i++) {
        const struct contact *contact = &people->list[i];
        if (!shares(people, contact) || clashes(people, contact) ||
            seen_line_id(people->row->file->seen, 'p', contact->id) != 0)
            continue;
        if (*contact->name == '\0')
            return contact->id;
        if (id != 0)
            return 0;
        id = contact->id;
    }
    return id;
}

static enum status find(struct store *store, struct people *people, int64_t site_id, int64_t *id, struct error *err)
{
    const char *name = people->row->contact.name;
    struct site_row_file *file = people->row->file;
    enum status status = STATUS_OK;
    *id = 0;
    if (*name != '\0')
        status = store_contact_match(store, site_id, name, id, err);
    if (status != STATUS_OK || *id != 0 || (*name != '\0' && file == NULL))
        return status;
    struct contact *list = NULL;
    status = store_contact_list(store, site_id, NULL, people->arena, &list, &people->n, err);
    if (status != STATUS_OK)
        return status;
    people->list = list;
    for (people->there = 0; people->there < people->n && list[people->there].left_day == DAY_NONE;)
        people->there++;
    if (file == NULL)
        return nameless_by_hand(people, id, err);
    *id = *name == '\0' ? nameless_of_file(people) : renamed_of_file(people);
    return STATUS_OK;
}

/* --- saving --------------------------------------------------------------------------------------------------------- */

static bool put_text(const char **to, const char *value)
{
    const bool changes = strcmp(*to, value) != 0;
    if (changes)
        *to = value;
    return changes;
}

/* A name that is there stays: the row was matched by it, or a person has chosen another. An import does not write a
 * number anew that it only spells otherwise. */
static bool merge(const struct people *people, struct contact *contact)
{
    const struct site_row *row = people->row;
    bool changed = false;
    if (*row->contact.name != '\0' && *contact->name == '\0')
        changed = put_text(&contact->name, row->contact.name) || changed;
    if (given(row, FIELD_ROLE))
        changed = put_text(&contact->role, row->contact.role) || changed;
    if (given(row, FIELD_DEPARTMENT))
        changed = put_text(&contact->department, row->contact.department) || changed;
    if (given(row, FIELD_PHONE) &&
        (row->file == NULL || !same_phone(people->arena, row->contact.phone, contact->phone)))
        changed = put_text(&contact->phone, row->contact.phone) || changed;
    if (given(row, FIELD_EMAIL))
        changed = put_text(&contact->email, row->contact.email) || changed;
    if (given(row, FIELD_DRINK))
        changed = put_text(&contact->drink, row->contact.drink) || changed;
    return changed;
}

/* What later rows of the file, and its notes, have to know. */
static void remember(struct arena *arena, const struct site_row *row, const struct contact *contact, int64_t id)
{
    struct site_row_file *file = row->file;
    if (file == NULL)
        return;
    seen_add_id(file->seen, 'p', id, 1);
    const char *name = row->contact.name;
    if (*name == '\0' || strcmp(text_fold(arena, name), text_fold(arena, contact->name)) == 0)
        return;
    if (file->renamed++ == 0) {
        file->renamed_from = arena_strdup(file->arena, name);
        file->renamed_to = arena_printf(file->arena, "%s at %s", contact->name, contact->site_name);
    }
}

enum status site_contact_save(struct store *store, struct arena *arena, const struct site_row *row, int64_t site_id,
                              bool is_new, bool *changed, struct error *err)
{
    const struct contact *from = &row->contact;
    const bool nobody = *from->name == '\0' && *from->phone == '\0' && *from->email == '\0' && *from->role == '\0' &&
                        *from->department == '\0' && *from->drink == '\0';
    const uint64_t fields = FIELD_BIT(FIELD_ROLE) | FIELD_BIT(FIELD_DEPARTMENT) | FIELD_BIT(FIELD_PHONE) |
                            FIELD_BIT(FIELD_EMAIL) | FIELD_BIT(FIELD_DRINK);
    if (nobody && (is_new || (row->given & fields) == 0))
        return STATUS_OK;
    struct people people = {.arena = arena, .row = row};
    struct contact contact = contact_empty();
    int64_t id = 0;
    enum status status = is_new ? STATUS_OK : find(store, &people, site_id, &id, err);
    if (status != STATUS_OK || (id == 0 && nobody))
        return status;
    if (id != 0)
        status = store_contact_get(store, id, arena, &contact, err);
    contact.site_id = site_id;
    if (status == STATUS_OK && (merge(&people, &contact) || id == 0)) {
        *changed = true;
        status = store_contact_save(store, &contact, &id, err);
    }
    if (status == STATUS_OK)
        remember(arena, row, &contact, id);
    return status;
}
