/* What exporters need to know of the people at each stop. */
#include "cli/export/export.h"

#include "cli/words.h"
#include "geo/base/mem.h"
#include "geo/store/history.h"
#include "geo/store/people.h"

#include <string.h>

/* Those still there, the one to ask for (store_contact_main) first. */
static enum status read_contacts(const struct export_input *input, struct export_stop *stop, struct error *err)
{
    struct contact *list = NULL;
    size_t n = 0;
    size_t there = 0;
    size_t main = 0;
    enum status status = store_contact_list(input->store, stop->stop->site_id, NULL, input->arena, &list, &n, err);
    if (status != STATUS_OK)
        return status;
    while (there < n && list[there].left_day == DAY_NONE)
        there++;
    while (main < there && *list[main].phone == '\0')
        main++;
    if (main > 0 && main < there) {
        const struct contact first = list[main];
        memmove(&list[1], &list[0], main * sizeof *list);
        list[0] = first;
    }
    stop->contacts = list;
    stop->contacts_n = there;
    return STATUS_OK;
}

static enum status read_promises(const struct export_input *input, struct export_stop *stop, struct error *err)
{
    struct promise *list = NULL;
    const enum status status =
        store_promise_list(input->store, stop->stop->site_id, true, input->arena, &list, &stop->promises_n, err);
    stop->promises = status == STATUS_OK ? list : NULL;
    return status;
}

/* "drink: tea, white (Ann Smith)" */
static void add_drinks(const struct export_input *input, const struct export_stop *stop, struct buf *out)
{
    for (size_t i = 0; i < stop->contacts_n; i++)
        if (*stop->contacts[i].drink != '\0')
            buf_printf(out, "drink: %s (%s)\n", export_line(input->arena, stop->contacts[i].drink),
                       export_line(input->arena, stop->contacts[i].name));
}

static enum status add_notes(const struct export_input *input, const struct export_stop *stop, struct buf *out,
                             struct error *err)
{
    struct note *list = NULL;
    size_t n = 0;
    const enum status status = store_note_list(input->store, stop->stop->site_id, input->arena, &list, &n, err);
    for (size_t i = 0; status == STATUS_OK && i < n; i++)
        if (note_is_private(list[i].kind))
            buf_printf(out, "%s note: %s\n", note_kind_name(list[i].kind), export_line(input->arena, list[i].body));
    return status;
}

static enum status read_private(const struct export_input *input, struct export_stop *stop, struct error *err)
{
    struct buf text;
    buf_init(&text, EXPORT_BYTES_MAX);
    add_drinks(input, stop, &text);
    const enum status status = add_notes(input, stop, &text, err);
    if (text.length > 0)
        text.data[--text.length] = '\0';
    stop->private_text = buf_into_arena(&text, input->arena);
    return status;
}

static enum status read_stop(const struct export_input *input, unsigned needs, struct export_stop *stop,
                             struct error *err)
{
    enum status status = STATUS_OK;
    const bool private_too = (needs & EXPORT_PRIVATE) != 0 && input->options.private_too;
    if ((needs & EXPORT_NEEDS_CONTACTS) != 0 || private_too)
        status = read_contacts(input, stop, err);
    if (status == STATUS_OK && (needs & EXPORT_NEEDS_PROMISES) != 0)
        status = read_promises(input, stop, err);
    if (status == STATUS_OK && private_too)
        status = read_private(input, stop, err);
    return status;
}

enum status export_people(struct export_input *input, const struct exporter *exporter, struct error *err)
{
    struct export_stop *stops = arena_array(input->arena, input->n + 1, sizeof *stops);
    for (size_t i = 0; i < input->n; i++) {
        stops[i] = input->stops[i];
        if (stops[i].stop == NULL || stops[i].stop->site_id == 0)
            continue;
        const enum status status = read_stop(input, exporter->needs, &stops[i], err);
        if (status != STATUS_OK)
            return status;
    }
    input->stops = stops;
    return STATUS_OK;
}
